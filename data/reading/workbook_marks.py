"""What a workbook says of its cells beside their values: hidden, struck through, an error, a
formula that nobody calculated.

Used by the process that reads a workbook, which stands by itself; so this module imports nothing of
the project.
"""

import posixpath
import re
import zipfile
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.parsers import expat

from fill_marks import Fills, colour_styles, patterns
from old_marks import PERCENT_FORMATS, is_percent, old_marks
from rule_marks import Rules, rules_of, striking_formats

Place = Callable[[re.Match], tuple[int, int]]  # row (from 1) and column (from 0) of a tag
_STEP = 1 << 22
_P = rb"<(?:\w+:)?"
_FORMULA = rb"\s*" + _P + rb"f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>)"
_ROW_END = b"row>"
_HIDDEN_ROW = re.compile(
    _P + rb"row\b([^<>]*\b(?:hidden=[\"'](?:1|true)|ht=[\"']0(?:\.0+)?)[\"'][^<>]*)>"
)
_TAG = re.compile(_P + rb"(row|c)\b([^<>]*)>")
_COLUMN = re.compile(_P + rb"col\b([^<>]*)>")
_ERROR = re.compile(
    _P + rb"c\b([^<>]*\bt=[\"']e[\"'][^<>]*)>(?:" + _FORMULA + rb")?\s*" + _P + rb"v>([^<]*)<"
)
_UNSOLVED = re.compile(
    _P
    + rb"c\b([^<>]*)>"
    + _FORMULA
    + rb"\s*(?:"
    + _P
    + rb"v\s*/>|"
    + _P
    + rb"v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_SOLVED = re.compile(_P + rb"c\b([^<>]*)>" + _FORMULA + rb"\s*" + _P + rb"v>([^<]*)<")
_AVERAGING = re.compile(
    _P + rb"f\b[^<>]*>[^<]*\b(?:AVERAGE|SUBTOTAL|SUMIF|COUNTIF|SUMPRODUCT)", re.I
)
_HIDDEN = re.compile(rb"\bhidden=[\"'](?:1|true)[\"']")
_PLACE, _NUMBER = (
    re.compile(rb"\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"']"),
    re.compile(rb"\br=[\"']([0-9]{1,7})[\"']"),
)
_FROM, _TO = re.compile(rb"\bmin=[\"'](\d{1,5})[\"']"), re.compile(rb"\bmax=[\"'](\d{1,5})[\"']")
_TEXT, _RUN = re.compile(rb"<(?:\w+:)?si\b.*?</(?:\w+:)?si>", re.S), re.compile(_P + rb"r>")
_STRUCK_RUN = re.compile(_P + rb"strike\s*(?:/>|val=[\"'](?:1|true)[\"']\s*/>)")
_PERCENT_STYLE = re.compile(rb"numFmtId=[\"'](?:9|10)[\"']")
_FEWEST_ZEROS = 3  # formulas of a column that are all 0 in a book that was never calculated
_MOST_HIDDEN_COLUMNS = 2_000

_TABLE, _OFFICE = (
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0 ",
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0 ",
)
_STYLE, _EXTENDED = (
    "urn:oasis:names:tc:opendocument:xmlns:style:1.0 ",
    "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 ",
)
_TELLING = re.compile(
    rb'value-type=["\']percentage|visibility=["\'](?:collapse|filter)|text-line-through-style|value-type=["\']error|table:formula='
)
_OFTEN = 10_000  # rows that one hidden row may stand for; blank ones beyond the table say nothing


@dataclass
class Marks:
    """Of one sheet: hidden rows (from 1) and columns (from 0), cells by row and column. `filtered`:
    a filter is on.

    `errors`: the word of each error cell; `unsolved`: formulas without a result; `averaging`:
    formulas that sum up other cells; `percent`: numbers that are shown as percent; `rules`: those
    of conditional formatting that strike through; `fills`: cells filled with a colour.
    """

    hidden: set[int] = field(default_factory=set)
    columns: list[int] = field(default_factory=list)
    struck: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    errors: dict[int, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    unsolved: dict[int, array] = field(default_factory=lambda: defaultdict(lambda: array("q")))
    filtered: bool = False
    averaging: int = 0
    percent: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    rules: Rules = field(default_factory=Rules)
    fills: Fills = field(default_factory=Fills)


@dataclass(frozen=True)
class _Telling:
    """What tells marks of a cell in all sheets of a book: patterns of those struck through and of
    those shown as percent, whether formulas were never calculated, formats that strike through, and
    the colours of styles."""

    struck: re.Pattern | None
    percent: re.Pattern | None
    uncalculated: bool
    striking: set[str]
    coloured: dict[bytes, str]


def marks_of(source: str) -> dict[str, Marks]:
    """Sheet name -> its marks; nothing where the format is not known here (`is_binary`)."""
    with open(source, "rb") as stream:
        if stream.read(2) != b"PK":  # an old workbook may hold a zip as well, that of its theme
            stream.seek(0)
            return old_marks(stream.read(), Marks)
    with zipfile.ZipFile(source) as packed:
        names = set(packed.namelist())
        if "content.xml" in names:
            return _of_open_document(packed)
        if "xl/workbook.xml" not in names:
            return {}
        book = _Telling(
            _struck_cells(packed, names),
            _percent_cells(packed, names),
            _is_uncalculated(packed),
            striking_formats(_styles(packed, names)),
            colour_styles(_styles(packed, names), _theme(packed, names)),
        )
        return {
            name: _of_sheet(packed, part, book) for name, part in _parts(packed) if part in names
        }


def is_binary(source: str) -> bool:
    """Whether this is an .xlsb, of which no marks can be seen."""
    if not zipfile.is_zipfile(source):
        return False
    with zipfile.ZipFile(source) as packed:
        return "xl/workbook.bin" in packed.namelist()


# .xlsx and .xlsm: one part a sheet, looked through in pieces that end with a row.


def _local(tag: str) -> str:
    return tag.rsplit("}", 1)[-1]


def _parts(packed: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """The name and the part of each sheet."""
    relations = ElementTree.fromstring(packed.read("xl/_rels/workbook.xml.rels"))
    targets = {
        each.get("Id"): posixpath.normpath(posixpath.join("/xl", each.get("Target", ""))).lstrip(
            "/"
        )
        for each in relations
    }
    for each in ElementTree.fromstring(packed.read("xl/workbook.xml")).iter():
        if _local(each.tag) == "sheet":
            told = next((value for key, value in each.attrib.items() if _local(key) == "id"), None)
            yield each.get("name", ""), targets.get(told, "")


def _is_uncalculated(packed: zipfile.ZipFile) -> bool:
    """Whether a program wrote the book that leaves all calculating to the one that opens it."""
    return re.search(rb"fullCalcOnLoad=[\"'](?:1|true)", packed.read("xl/workbook.xml")) is not None


def _styles(packed: zipfile.ZipFile, names: set[str]) -> bytes:
    return packed.read("xl/styles.xml") if "xl/styles.xml" in names else b""


def _theme(packed: zipfile.ZipFile, names: set[str]) -> bytes:
    return packed.read("xl/theme/theme1.xml") if "xl/theme/theme1.xml" in names else b""


def _struck_styles(packed: zipfile.ZipFile, names: set[str]) -> list[bytes]:
    """The numbers of the cell styles whose font is struck through."""
    content = _styles(packed, names)
    if b"strike" not in content:
        return []
    tree = ElementTree.fromstring(content)
    fonts = next((each for each in tree if _local(each.tag) == "fonts"), ())
    struck = {
        str(at)
        for at, font in enumerate(fonts)
        if any(
            _local(part.tag) == "strike" and part.get("val", "1") not in ("0", "false")
            for part in font
        )
    }
    styles = next((each for each in tree if _local(each.tag) == "cellXfs"), ())
    return [str(at).encode() for at, style in enumerate(styles) if style.get("fontId") in struck]


def _struck_texts(packed: zipfile.ZipFile, names: set[str]) -> list[bytes]:
    """The numbers of the texts of which all letters are struck through."""
    if "xl/sharedStrings.xml" not in names:
        return []
    content = packed.read("xl/sharedStrings.xml")
    if b"<strike" not in content and b":strike" not in content:
        return []
    return [
        str(at).encode()
        for at, found in enumerate(_TEXT.finditer(content))
        if (runs := _RUN.findall(found[0])) and len(_STRUCK_RUN.findall(found[0])) == len(runs)
    ]


def _struck_cells(packed: zipfile.ZipFile, names: set[str]) -> re.Pattern | None:
    """What tells a cell that is struck through, by its style or by its text; None where none is."""
    styles, texts = _struck_styles(packed, names), _struck_texts(packed, names)
    ways = [rb"[^<>]*\bs=[\"'](?:" + b"|".join(styles) + rb")[\"'][^<>]*"] if styles else []
    if texts:
        ways.append(
            rb"[^<>]*\bt=[\"']s[\"'][^<>]*(?=>\s*" + _P + rb"v>(?:" + b"|".join(texts) + rb")<)"
        )
    return re.compile(_P + rb"c\b(" + b"|".join(ways) + rb")>") if ways else None


def _percent_cells(packed: zipfile.ZipFile, names: set[str]) -> re.Pattern | None:
    """What tells a cell that is shown as percent, by its style; None where none is."""
    content = _styles(packed, names)
    if b"%" not in content and not _PERCENT_STYLE.search(content):
        return None
    tree = ElementTree.fromstring(content)
    formats = next((each for each in tree if _local(each.tag) == "numFmts"), ())
    shown = {
        *PERCENT_FORMATS,
        *(each.get("numFmtId") for each in formats if is_percent(each.get("formatCode", ""))),
    }
    styles = next((each for each in tree if _local(each.tag) == "cellXfs"), ())
    found = [str(at).encode() for at, style in enumerate(styles) if style.get("numFmtId") in shown]
    return (
        re.compile(_P + rb"c\b([^<>]*\bs=[\"'](?:" + b"|".join(found) + rb")[\"'][^<>]*)>")
        if found
        else None
    )


def _of_sheet(packed: zipfile.ZipFile, part: str, book: _Telling) -> Marks:
    marks, in_colour = Marks(), patterns(book.coloured)
    zeros: dict[int, tuple[array, array]] = defaultdict(
        lambda: (array("q"), array("q"))
    )  # rows of formulas that are 0, and of others
    before = 0, 0
    for piece in _pieces(packed, part):
        marks.filtered = marks.filtered or b"filterColumn" in piece or b'filterMode="1"' in piece
        if b"hidden=" in piece:
            marks.columns += _hidden_columns(piece.partition(b"<sheetData")[0])
        places, before = _places(piece, before)
        if b"hidden=" in piece or b'ht="0' in piece:
            marks.hidden.update(places(found)[0] for found in _HIDDEN_ROW.finditer(piece))
        _note_cells(book.struck, piece, places, marks.struck)
        _note_cells(book.percent, piece, places, marks.percent)
        _note_errors(piece, places, marks)
        if in_colour is not None:
            _note_fills(in_colour, book.coloured, piece, places, marks.fills)
        if b"<f" in piece or b":f" in piece:
            _formulas(piece, places, marks, zeros if book.uncalculated else None)
        if b"cfRule" in piece:
            marks.rules = rules_of(piece.rpartition(b"sheetData>")[2], book.striking)
    for column, (empty, others) in zeros.items():
        if len(empty) >= _FEWEST_ZEROS and not others:
            marks.unsolved[column].extend(empty)
    return marks


def _note_cells(
    telling: re.Pattern | None, piece: bytes, places: Place, cells: dict[int, set[int]]
) -> None:
    for found in telling.finditer(piece) if telling is not None else ():
        row, column = places(found)
        cells[row].add(column)


def _note_fills(
    telling: tuple[re.Pattern[bytes], re.Pattern[bytes]],
    coloured: dict[bytes, str],
    piece: bytes,
    places: Place,
    fills: Fills,
) -> None:
    empty, typed = telling
    for found in empty.finditer(piece):
        row, column = places(found)
        fills.empty[row][column] = coloured[found[2]]
    for found in typed.finditer(piece) if fills.empty else ():
        fills.typed[places(found)[0]].add(coloured[found[2]])


def _note_errors(piece: bytes, places: Place, marks: Marks) -> None:
    if b'"e"' in piece or b"'e'" in piece:
        for found in _ERROR.finditer(piece):
            row, column = places(found)
            marks.errors[row][column] = found[2].decode("utf-8", "replace").strip()


def _pieces(packed: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The part in pieces, each but the last ending with the end of a row."""
    held = b""
    with packed.open(part) as stream:
        while more := stream.read(_STEP):
            held += more
            end = held.rfind(_ROW_END) + len(_ROW_END)
            if end >= len(_ROW_END):
                yield held[:end]
                held = held[end:]
    yield held


def _hidden_columns(piece: bytes) -> Iterator[int]:
    for found in _COLUMN.finditer(piece):
        first, last = _FROM.search(found[1]), _TO.search(found[1])
        if _HIDDEN.search(found[1]) and first and last:
            yield from range(int(first[1]) - 1, min(int(last[1]), _MOST_HIDDEN_COLUMNS))


def _places(piece: bytes, before: tuple[int, int]) -> tuple[Place, tuple[int, int]]:
    """How to tell row (from 1) and column (from 0) of a tag; counted where the program that wrote
    the book left its name out."""
    first = _TAG.search(piece)
    if first is None:
        return (lambda found: (0, 0)), before
    if _NUMBER.search(first[2]) or _PLACE.search(first[2]):
        return _written_place, before
    counted, (row, column) = {}, before
    for found in _TAG.finditer(piece):
        row, column = (row + 1, -1) if found[1] == b"row" else (row, column + 1)
        counted[found.start()] = row, max(column, 0)
    return (lambda found: counted[found.start()]), (row, column)


def _written_place(found: re.Match) -> tuple[int, int]:
    cell, row = _PLACE.search(found[1]), _NUMBER.search(found[1])
    if cell is None:
        return (int(row[1]), 0) if row else (0, 0)
    column = 0
    for letter in cell[1]:
        column = column * 26 + letter - 64
    return int(cell[2]), column - 1


def _formulas(piece: bytes, places: Place, marks: Marks, zeros: dict | None) -> None:
    marks.averaging += sum(1 for _ in _AVERAGING.finditer(piece))
    for found in _UNSOLVED.finditer(piece):
        if not re.search(rb"\bt=[\"']str[\"']", found[1]):  # a text without letters is a result
            row, column = places(found)
            marks.unsolved[column].append(row)
    if zeros is None:
        return
    for found in _SOLVED.finditer(piece):
        row, column = places(found)
        zeros[column][found[2].strip() != b"0"].append(row)


# .ods: one part for all sheets.


def _of_open_document(packed: zipfile.ZipFile) -> dict[str, Marks]:
    if not content_holds(packed, _TELLING):
        return {}
    reader, parser = _OpenDocument(), expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = (
        reader.start,
        reader.end,
        reader.text,
    )
    with packed.open("content.xml") as stream:
        while piece := stream.read(_STEP):
            parser.Parse(piece, False)
    parser.Parse(b"", True)
    return reader.sheets


def content_holds(packed: zipfile.ZipFile, pattern: re.Pattern[bytes]) -> bool:
    """Whether the tables of an .ods hold something, at most 64 bytes long: then a closer look is
    worth its time."""
    before = b""
    with packed.open("content.xml") as stream:
        while piece := stream.read(_STEP):
            if pattern.search(before + piece):
                return True
            before = piece[-64:]
    return False


class _OpenDocument:
    """Follows the rows and cells of an .ods."""

    def __init__(self) -> None:
        self.sheets: dict[str, Marks] = {}
        self.struck: set[str] = set()
        self.style = self.cell_text = ""
        self.row = self.column = self.across = 0
        self.times = 1
        self.given: dict[str, str] | None = None

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == _STYLE + "style":
            self.style = given.get(_STYLE + "name", "")
        elif name == _STYLE + "text-properties":
            if given.get(_STYLE + "text-line-through-style", "none") != "none":
                self.struck.add(self.style)
        elif name == _TABLE + "table":
            self.marks = self.sheets.setdefault(given.get(_TABLE + "name", ""), Marks())
            self.row = self.column = 0
        elif name == _TABLE + "table-column":
            self._start_column(given)
        elif name == _TABLE + "table-row":
            self._start_row(given)
        elif name in (_TABLE + "table-cell", _TABLE + "covered-table-cell"):
            self.given, self.cell_text = given, ""

    def _start_column(self, given: dict[str, str]) -> None:
        times = int(given.get(_TABLE + "number-columns-repeated", 1))
        if given.get(_TABLE + "visibility", "visible") != "visible":
            self.marks.columns += range(self.column, min(self.column + times, _MOST_HIDDEN_COLUMNS))
        self.column += times

    def _start_row(self, given: dict[str, str]) -> None:
        self.times, self.column = int(given.get(_TABLE + "number-rows-repeated", 1)), 0
        state = given.get(_TABLE + "visibility", "visible")
        if state != "visible":
            self.marks.hidden.update(range(self.row + 1, self.row + 1 + min(self.times, _OFTEN)))
            self.marks.filtered = self.marks.filtered or state == "filter"

    def text(self, data: str) -> None:
        if self.given is not None:
            self.cell_text += data

    def end(self, name: str) -> None:
        if name in (_TABLE + "table-cell", _TABLE + "covered-table-cell"):
            given, self.given = self.given or {}, None
            self._take(given)
            self.column += int(given.get(_TABLE + "number-columns-repeated", 1))
        elif name == _TABLE + "table-row":
            self.row += self.times

    def _take(self, given: dict[str, str]) -> None:
        rows, kind = (
            range(self.row + 1, self.row + 1 + min(self.times, _OFTEN)),
            given.get(_OFFICE + "value-type"),
        )
        if given.get(_TABLE + "style-name") in self.struck:
            self._each(rows, lambda row: self.marks.struck[row].add(self.column))
        if kind == "percentage":
            self._each(rows, lambda row: self.marks.percent[row].add(self.column))
        if given.get(_EXTENDED + "value-type") == "error":
            self._each(
                rows,
                lambda row: self.marks.errors[row].__setitem__(self.column, self.cell_text.strip()),
            )
        elif _TABLE + "formula" in given and kind is None and not self.cell_text.strip():
            self.marks.unsolved[self.column].extend(rows)

    @staticmethod
    def _each(rows: Iterable[int], mark: Callable[[int], object]) -> None:
        for row in rows:
            mark(row)
