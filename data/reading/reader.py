"""Files to tables of text, whatever their format; nothing is decided about what the columns
mean."""

from dataclasses import replace

from data.kinds.schema import DatasetKind
from data.progress import Tell, silent
from data.reading.decoding import encoding_of, open_text
from data.reading.formats import PAGE, WORKBOOK, form
from data.reading.options import Options
from data.reading.own_columns import without_own
from data.reading.page_table import page_tables
from data.reading.plain_text import count_of
from data.reading.sheet import Sheet
from data.reading.sheets import Group, Table
from data.reading.table import MOST_LINES, Opened, open_table, read_table
from data.reading.text_table import text_rows
from data.reading.which_encoding import read_in_doubt
from data.reading.which_sheet import Judge, which_sheet
from data.reading.workbook import read_workbook
from errors import FileRefused, Undecided


def read(
    content: bytes,
    name: str,
    options: Options,
    tell: Tell = silent,
    kind: DatasetKind | None = None,
    judge: Judge | None = None,
) -> Sheet:
    """The table of a .csv, .tsv, .txt, .xlsx, .xlsm, .xlsb, .xls or .ods file, told by its content
    and not by its name.

    FileRefused: it holds no table, or not one that can be read without a doubt.
    Undecided: a person has to say the encoding, or without `judge` the sheet. WrongCall: what
    `options` ask for does not exist. `tell` hears of the rows read so far; what
    it raises ends the reading, and the process that reads a workbook with it.
    `kind`: that of the records, where it is known; it tells which of several tables is meant.
    """
    return replace(without_own(_read(content, name, options, tell, kind, judge)), file=name)


def _refuse_many_lines(content: bytes, name: str, encoding: str) -> None:
    """FileRefused for more lines than are worth a look at each; a record may take several."""
    lines = max(count_of(content, end) for end in b"\n\r")
    if encoding.startswith(("utf-16", "utf-32")):  # where these bytes may be parts of other letters
        lines //= 2
    if lines > MOST_LINES:
        raise FileRefused(
            "The file {file} has {found} lines; at most {most} can be read at once. "
            "Split it, for example by month, and load the parts one after the other.",
            file=name,
            found=lines,
            most=MOST_LINES,
        )


def _read(
    content: bytes,
    name: str,
    options: Options,
    tell: Tell,
    kind: DatasetKind | None,
    judge: Judge | None,
) -> Sheet:
    what = form(content, name)
    if what == WORKBOOK:
        return read_workbook(content, name, options, tell, kind, judge)

    def in_encoding(part: bytes, encoding: str) -> Sheet:
        _refuse_many_lines(part, name, encoding)
        if what == PAGE:
            groups = _page_groups(part, name, encoding)
            which = which_sheet(groups, name, kind, judge, options.answers)
            opened, text = which.group[0].opened, b""
        else:
            which, (opened, text) = None, _opened_text(part, name, encoding)
        sheet = read_table(opened, name, tell, text, options.answers)
        sheet = replace(sheet, encoding=encoding)
        return sheet if which is None else which.asked_of(sheet)

    try:
        encoding = encoding_of(content, name, options.encoding)
    except Undecided as doubt:
        return read_in_doubt(content, doubt, options.answers, judge, in_encoding)
    return in_encoding(content, encoding)


def _page_groups(content: bytes, name: str, encoding: str) -> list[Group]:
    page = open_text(content, encoding).read()
    return [(Table(opened, len(opened.head)),) for opened in page_tables(page, name)]


def _opened_text(content: bytes, name: str, encoding: str) -> tuple[Opened, bytes]:
    """The table of a text file, and the whole of the file in UTF-8."""
    opened = open_table(text_rows(open_text(content, encoding), name), name)
    if opened is None:
        raise FileRefused(
            "The file {file} is empty. Export it again and choose the new file.", file=name
        )
    text = content if encoding == "utf-8" else open_text(content, encoding).read().encode()
    return opened, text
