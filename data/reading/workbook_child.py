"""Writes the sheets of one workbook as text; runs as a process of its own.

A legal workbook of 1.5 KB can abort the process that reads it, so reading
happens here, within limits of memory, time and file size, and the process
that called goes on.

Called as `workbook_child.py WORKBOOK FOLDER [SHEET]`. Writes FOLDER/N.csv a
sheet (sheet row, then the cells; rows without text are skipped) and
FOLDER/index.json: all sheet names, whether numbers of days begin in 1904, whether marks cannot be
seen, and of each written sheet its number, name, visibility, width, how many rows it has, merged
ranges (all near the top, further down those that reach over several rows) and marks: which rows and
columns are hidden, which rows struck through, which cells are formulas without a result, how many
cells without a text are written as the name of the colour that fills them, and how many rules of
conditional formatting strike through that could not be worked out. Error
cells are written as their words. Exit 3: a password is needed; 4: damaged or hostile; 5: no room to
write to; 6: an .ods that says "the same again" so often that it unpacks to more than a table holds,
where index.json says what was seen and what the limit is.
"""

import csv
import errno
import json
import os
import re
import sys
import zipfile
from collections import Counter
from datetime import date, datetime, timedelta
from xml.parsers import expat

from python_calamine import CalamineError, CalamineSheet, PasswordError, load_workbook

sys.path.append(
    os.path.dirname(os.path.abspath(__file__))
)  # a process of its own, called without the project's path

from workbook_marks import Marks, content_holds, is_binary, marks_of

MEMORY, SECONDS, WRITTEN = 1_500_000_000, 20, 2_000_000_000
NEEDS_PASSWORD, DAMAGED, NO_ROOM, REPEATED = 3, 4, 5, 6
MOST_REPEATED, MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 10_000, 2_000_000, 2_000, 20_000_000
_OFTEN = re.compile(rb'-repeated\s*=\s*["\'](?:[0-9]{3,})')
_TABLE, _OFFICE = (
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0 ",
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0 ",
)
_STEP = 1 << 20
_SINCE_1904 = re.compile(rb"<(?:\w+:)?workbookPr\b[^>]*\bdate1904\s*=\s*[\"'](?:1|true|on)[\"']")
_TOP = 300  # rows in which headings may stand
_MOST_BLOCKS = 100_000  # merged ranges of one sheet; people merge a few hundred


class Oversized(Exception):
    """A sheet repeats filled rows or cells more often than a table holds: what it was, how many,
    and the limit."""


class _Repeats:
    """Follows the rows of an .ods; raises Oversized at a filled one that is too much. Blank rows
    and cells may repeat as they like."""

    def __init__(self) -> None:
        self.row = self.cells = self.column = self.width = self.times = self.across = 0
        self.filled = self.inside = False

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == _TABLE + "table":
            self.row = 0
        elif name == _TABLE + "table-row":
            self.column = self.width = 0
            self.times = int(given.get(_TABLE + "number-rows-repeated", 1))
        elif name in (_TABLE + "table-cell", _TABLE + "covered-table-cell"):
            self.across, self.inside = int(given.get(_TABLE + "number-columns-repeated", 1)), True
            self.filled = any(
                given.get(_OFFICE + part) for part in ("value-type", "value", "string-value")
            )

    def text(self, data: str) -> None:
        self.filled = self.filled or self.inside and not data.isspace()

    def end(self, name: str) -> None:
        if name in (_TABLE + "table-cell", _TABLE + "covered-table-cell"):
            self.column, self.inside = self.column + self.across, False
            if self.filled:
                self.width = self.column
                _at_most("columns", self.width, MOST_COLUMNS)
        elif name == _TABLE + "table-row":
            self.row += self.times
            if self.width:
                self.cells += self.times * self.width
                _at_most("repeated", self.times, MOST_REPEATED)
                _at_most("rows", self.row, MOST_ROWS)
                _at_most("cells", self.cells, MOST_CELLS)


def _at_most(what: str, found: int, most: int) -> None:
    if found > most:
        raise Oversized(what, found, most)


def _look_at_repeats(source: str) -> None:
    """Oversized where an .ods says of filled rows or cells that they come again more often than a
    table holds."""
    if not zipfile.is_zipfile(source):
        return
    with zipfile.ZipFile(source) as packed:
        if "content.xml" not in packed.namelist() or not content_holds(packed, _OFTEN):
            return
        follower, parser = _Repeats(), expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = (
            follower.start,
            follower.end,
            follower.text,
        )
        with packed.open("content.xml") as stream:
            while piece := stream.read(_STEP):
                parser.Parse(piece, False)
        parser.Parse(b"", True)


def main(source: str, folder: str, asked: str | None) -> None:
    """Read the workbook `source` and write what was asked for."""
    _look_at_repeats(source)
    book = load_workbook(source)
    marks = marks_of(source)
    sheets = [
        _write(
            book.get_sheet_by_name(meta.name),
            folder,
            number,
            str(meta.visible).endswith(".Visible"),
            marks.get(meta.name) or Marks(),
        )
        for number, meta in enumerate(book.sheets_metadata)
        if str(meta.typ).endswith(".WorkSheet") and asked in (None, meta.name)
    ]
    with open(os.path.join(folder, "index.json"), "w", encoding="utf-8") as file:
        json.dump(
            {
                "names": book.sheet_names,
                "sheets": sheets,
                "since_1904": _is_since_1904(source),
                "unmarked": is_binary(source),
            },
            file,
        )


def _is_since_1904(source: str) -> bool:
    """Whether an .xlsx says that its numbers of days begin in 1904; cells that are formatted as
    dates come as dates in any case."""
    if not zipfile.is_zipfile(source):
        return _is_old_since_1904(source)
    with zipfile.ZipFile(source) as packed:
        if "xl/workbook.xml" not in packed.namelist():
            return False
        with packed.open("xl/workbook.xml") as stream:
            return _SINCE_1904.search(stream.read(_STEP)) is not None


def _is_old_since_1904(source: str) -> bool:
    """Whether days count from 1904 in an .xls: its record DATEMODE (22, two bytes long) holds 1; it stands near the
    beginning, before all sheets."""
    with open(source, "rb") as file:
        found = re.search(rb"\x22\x00\x02\x00([\x00\x01])\x00\x0e\x00\x02\x00", file.read(_STEP))
    return found is not None and found[1] == b"\x01"


def _write(
    sheet: CalamineSheet, folder: str, number: int, visible: bool, marks: Marks
) -> dict[str, object]:
    width, written, hidden, struck = 0, 0, [], []
    colours = marks.fills.answers(sheet.iter_rows() if sheet.height else ())
    coloured: Counter[str] = Counter()
    with open(os.path.join(folder, f"{number}.csv"), "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for row, values in enumerate(sheet.iter_rows() if sheet.height else (), start=1):
            percent = marks.percent.get(row, ())
            cells = [
                _text(value) if at not in percent else _percent(value)
                for at, value in enumerate(values)
            ]
            if row in marks.errors and any(
                cell.strip() for cell in cells
            ):  # formulas drawn down below the table make no record
                _add_errors(cells, marks.errors[row])
            if row in colours and any(cell.strip() for cell in cells):
                coloured.update(_add_colours(cells, colours[row]))
            while cells and not cells[-1].strip():
                cells.pop()
            if cells:
                width, written = max(width, len(cells)), written + 1
                writer.writerow([row, *cells])
                if row in marks.hidden:
                    hidden.append(row)
                lines = marks.struck.get(row, set()) | marks.rules.struck(row, cells)
                if lines and _is_struck(cells, lines):
                    struck.append(row)
    blocks = [
        (top + 1, left, bottom + 1, right)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        if top < _TOP or bottom > top
    ]
    if len(blocks) > _MOST_BLOCKS:
        sys.exit(DAMAGED)
    return {
        "number": number,
        "name": sheet.name,
        "visible": visible,
        "width": width,
        "rows": written,
        "blocks": blocks,
        "hidden": hidden,
        "struck": struck,
        "hidden_columns": sorted(set(marks.columns)),
        "filtered": marks.filtered,
        "averaging": marks.averaging,
        "colours": coloured,
        "unread_rules": marks.rules.unread,
        "unsolved": {column: sorted(rows) for column, rows in marks.unsolved.items()},
    }


def _add_colours(cells: list[str], colours: dict[int, str]) -> list[str]:
    """Write the names of colours into cells without a text, and return those that were written."""
    added = {at: name for at, name in colours.items() if at < len(cells) and not cells[at].strip()}
    for at, name in added.items():
        cells[at] = name
    return [*added.values()]


def _add_errors(cells: list[str], errors: dict[int, str]) -> None:
    """Error cells come without a value; their word says that there was one."""
    for column, word in errors.items():
        if column < len(cells) and not cells[column].strip():
            cells[column] = word


def _is_struck(cells: list[str], struck: set[int]) -> bool:
    """Whether at least half of a row's filled cells are struck through."""
    filled = [at for at, cell in enumerate(cells) if cell.strip()]
    return 2 * len(struck.intersection(filled)) >= len(filled)


def _percent(value: object) -> str:
    """The cell that is shown as percent: 0.85 as 85%."""
    return (
        _text(round(value * 100, 9)) + "%"
        if isinstance(value, (int, float)) and not isinstance(value, bool)
        else _text(value)
    )


def _text(value: object) -> str:
    """The cell as a person would type it: 4 and not 4.0, dates in ISO form, at most 15 digits as in
    Excel."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    if isinstance(value, datetime):
        return (value + timedelta(milliseconds=500)).replace(microsecond=0).isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _limit() -> None:
    """Limits exist on POSIX only; elsewhere the caller's time-out has to do."""
    if os.name == "posix":
        import resource

        for limit, most in (
            (resource.RLIMIT_AS, MEMORY),
            (resource.RLIMIT_CPU, SECONDS),
            (resource.RLIMIT_FSIZE, WRITTEN),
            (resource.RLIMIT_CORE, 0),
        ):
            resource.setrlimit(limit, (most, most))


if __name__ == "__main__":
    _limit()
    try:
        main(sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else None)
    except PasswordError:
        sys.exit(NEEDS_PASSWORD)
    except Oversized as fault:
        what, found, most = fault.args
        with open(os.path.join(sys.argv[2], "index.json"), "w", encoding="utf-8") as file:
            json.dump({"what": what, "found": found, "most": most}, file)
        sys.exit(REPEATED)
    except (CalamineError, expat.ExpatError, ValueError):
        sys.exit(DAMAGED)
    except OSError as fault:
        sys.exit(NO_ROOM if fault.errno == errno.ENOSPC else DAMAGED)
