"""Delimited text to rows: which separator, and the physical line of every record."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from data.reading.layout import Row
from data.reading.plain_text import SEPARATORS
from data.reading.sheet import Gathered, LeftOut
from data.reading.table import Rows, refuse_too_long
from data.text.folding import known_count
from errors import FileRefused, Message

_SAMPLE = 1 << 16
BLANKS = " "  # one or more, before numbers that stand below each other
_FEWEST = 3  # lines, and numbers in each, that are no accident
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[-/]\d+){0,2}")
_LONGEST_LINE = 1 << 24
LONGEST_CELL = 1_000_000
csv.field_size_limit(LONGEST_CELL)  # of the whole process; Python's own limit is 131,072


def text_rows(stream: io.TextIOWrapper, file: str) -> Rows:
    """The records of a text file; FileRefused for a quotation mark that is never closed or a cell
    without end."""
    sample = stream.read(_SAMPLE)
    stream.seek(0)
    separator, skipped = _stated_separator(sample)
    faulty = Gathered()
    lines = _Lines(stream, file)
    for _ in range(skipped):
        next(lines)
    separator = separator or _likely_separator(sample)
    return Rows(
        "",
        _records(lines, separator, skipped, file, faulty),
        exact=True,
        faulty=faulty,
        separator=separator,
    )


class _Lines:
    """The physical lines, each remembered until the next, so that a faulty one can be shown."""

    def __init__(self, stream: io.TextIOWrapper, file: str):
        self.stream, self.file, self.last = stream, file, ""

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        self.last = self.stream.readline(_LONGEST_LINE)
        if not self.last:
            raise StopIteration
        if len(self.last) == _LONGEST_LINE:
            raise FileRefused(
                "A line of {file} is longer than {limit} characters, so this is no table of "
                "records. "
                "Export it again.",
                file=self.file,
                limit=_LONGEST_LINE,
            )
        return self.last


def _records(
    lines: _Lines, separator: str, skipped: int, file: str, faulty: Gathered
) -> Iterator[Row]:
    reader = csv.reader(
        map(_squeezed, lines) if separator == BLANKS else lines,
        delimiter=separator,
        skipinitialspace=separator != "\t",
        strict=True,
    )
    line = skipped + 1
    while True:
        try:
            for row in reader:
                yield line, row
                line = skipped + reader.line_num + 1
            return
        except csv.Error as error:
            refuse_too_long(file, len(faulty), 1)
            faulty.append(_faulty(error, line, skipped + reader.line_num, lines.last, file))
            line = skipped + reader.line_num + 1


def _faulty(error: csv.Error, line: int, now: int, text: str, file: str) -> LeftOut:
    """A row with a stray quotation mark; FileRefused where the fault may have swallowed other
    rows."""
    if "field larger" in str(error) and now == line:
        raise FileRefused(
            "A cell in line {line} of {file} is longer than {limit} characters. Shorten or remove "
            "it.",
            line=line,
            file=file,
            limit=LONGEST_CELL,
        ) from error
    if now > line or "unexpected end" in str(error):
        raise FileRefused(
            "A quotation mark opened in line {line} of {file} is never closed. "
            "Close it, or remove it, and load the file again.",
            line=line,
            file=file,
        ) from error
    return LeftOut(
        line,
        text.rstrip("\r\n"),
        Message(
            "A quotation mark stands inside a quoted cell of this row, so its cells cannot be "
            "told apart. "
            "Write it twice, or remove it."
        ),
    )


def _stated_separator(sample: str) -> tuple[str | None, int]:
    """What a first line such as "sep=;" says, and how many lines that takes."""
    first = sample.split("\n", 1)[0].strip().strip('"')
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[4], 1
    return ("\t", 1) if sample.lower().startswith(("sep=\t", '"sep=\t')) else (None, 0)


def _likely_separator(sample: str) -> str:
    if _is_parted_by_blanks(sample):
        return BLANKS
    return max(SEPARATORS, key=lambda separator: _agreement(sample, separator))


def _squeezed(line: str) -> str:
    return " ".join(line.split()) + "\n"


def _is_parted_by_blanks(sample: str) -> bool:
    """Whether every line holds as many numbers as the others, with blanks between them and nothing
    else, as programs of statistics write them."""
    lines = sample.splitlines()
    rows = [line.split() for line in (lines if len(sample) < _SAMPLE else lines[:-1])]
    rows = [row for row in rows if row]
    return (
        len(rows) >= _FEWEST
        and len({len(row) for row in rows}) == 1
        and len(rows[0]) >= _FEWEST
        and all(_NUMBER.fullmatch(cell) for row in rows for cell in row)
    )


def _agreement(sample: str, separator: str) -> tuple[int, float, int]:
    """Known headings in one row; share of rows as wide as most; that width."""
    complete = sample if len(sample) < _SAMPLE else sample.rsplit("\n", 1)[0]
    reader = csv.reader(
        io.StringIO(complete, newline=""), delimiter=separator, skipinitialspace=separator != "\t"
    )
    rows = [row for row in reader if any(row)]
    width, rows_of_it = Counter(len(row) for row in rows).most_common(1)[0] if rows else (1, 0)
    if width == 1:
        return 0, 0.0, 0
    return max(known_count(row) for row in rows[:30] if len(row) > 1), rows_of_it / len(rows), width
