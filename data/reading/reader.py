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
from data.reading.table import MOST_LINES, open_table, read_table
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
        return read_workbook(content, name, options.sheet, tell, kind, options.answers, judge)

    def in_encoding(part: bytes, encoding: str) -> Sheet:
        return _read_text(part, name, what, encoding, options, tell, kind, judge)

    try:
        encoding = encoding_of(content, name, options.encoding)
    except Undecided as doubt:
        return read_in_doubt(content, doubt, options.answers, judge, in_encoding)
    return in_encoding(content, encoding)


def _read_text(
    content: bytes,
    name: str,
    what: str,
    encoding: str,
    options: Options,
    tell: Tell,
    kind: DatasetKind | None,
    judge: Judge | None,
) -> Sheet:
    _refuse_many_lines(content, name, encoding)
    if what == PAGE:
        tables: list[Group] = [
            (Table(opened, len(opened.head)),)
            for opened in page_tables(open_text(content, encoding).read(), name)
        ]
        which = which_sheet(tables, name, kind, judge, options.answers)
        return which.asked_of(
            read_table(
                which.group[0].opened, name, tell, answers=options.answers, encoding=encoding
            )
        )
    table = text_rows(open_text(content, encoding), name)
    opened = open_table(table, name)
    if opened is None:
        raise FileRefused(
            "The file {file} is empty. Export it again and choose the new file.", file=name
        )
    text = content if encoding == "utf-8" else open_text(content, encoding).read().encode()
    return read_table(opened, name, tell, text, options.answers, encoding=encoding)
