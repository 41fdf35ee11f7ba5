"""The uploaded table as a workbook with the faults marked: to be corrected in place and sent
again."""

import io
from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import groupby, islice
from operator import attrgetter, itemgetter

import numpy as np
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from data.findings import Findings
from data.issues import ERROR, LEVELS, NOTE, WARNING, Issue
from data.reading.own_columns import FOUND, REJECTED, ROW
from data.reading.sheet import Parts
from data.uploads.prepare import Prepared
from i18n import N_, Say

_COLOURS = {ERROR: "#F8C9C4", WARNING: "#FCE8B2", NOTE: "#E3E6EA"}
_LONGEST = 32_000  # characters of a cell; a workbook holds 32,767
_MOST_COMMENTS = 20_000  # each is a drawing of its own
_MOST_ROWS, _MOST_MARKED = (
    200_000,
    50_000,
)  # rows of a file that comes whole; of a longer one, rows with findings that come
_AT_ONCE = 1_000  # rows of the table that are held as Python's own texts
_YES = N_("yes")


def marked_workbook(prepared: Prepared, issues: Iterable[Issue], say: Say) -> bytes:
    """An .xlsx with the headings and rows of the upload, all as text and none a formula.

    Rows come in the order of the file, those that do not fit the headings
    among them as one cell; of very long files only the first rows with findings come. Faulty cells
    are coloured and carry a comment; the last columns hold the row's number, whether it is kept
    out, and the sentences.
    """
    buffer = io.BytesIO()
    # Each row goes to the disk as soon as the next is begun.
    book = xlsxwriter.Workbook(
        buffer,
        {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "constant_memory": True,
        },
    )
    with book:
        _Marked(book, prepared, Findings.of(issues), say).write()
    return buffer.getvalue()


class _Marked:
    """The sheets being written."""

    def __init__(self, book: xlsxwriter.Workbook, prepared: Prepared, found: Findings, say: Say):
        self.book, self.headings, self.found, self.say = book, prepared.sheet.headings, found, say
        self.source = prepared.sheet
        self.lines = np.asarray(self.source.lines)
        as_text = {"quote_prefix": True}  # stays text when somebody edits the cell
        self.formats = {
            level: book.add_format({**as_text, "bg_color": colour})
            for level, colour in _COLOURS.items()
        }
        self.plain, self.wrapped = (
            book.add_format(as_text),
            book.add_format({**as_text, "text_wrap": True}),
        )
        self.bold = book.add_format({**as_text, "bold": True})
        self.comments = 0

    def write(self) -> None:
        """The table, and the findings about the file as a whole on a sheet of their own."""
        sheet = self.book.add_worksheet(self.say("Table"))
        width = len(self.headings)
        sheet.set_column(width + 2, width + 2, 80)
        sheet.freeze_panes(1, 0)
        for column, heading in enumerate(
            [*self.headings, *(self.say(name) for name in (ROW, REJECTED, FOUND))]
        ):
            sheet.write_string(0, column, heading[:_LONGEST], self.bold)
        chosen, more = self._chosen()
        written = np.concatenate(
            [self.lines[chosen], *(part.lines[:_MOST_MARKED] for part in self._others())]
        )
        issues = groupby(self.found.within(written), attrgetter("row"))
        row, about = next(issues, (None, ()))
        at = 0
        for at, (line, cells) in enumerate(self._rows(chosen), start=1):
            of_row = list(about) if row == line else []
            self._write_row(sheet, at, line, cells, of_row)
            if row == line:
                row, about = next(issues, (None, ()))
        sheet.autofilter(0, 0, max(at, 1), width + 2)
        self._write_whole(more)

    def _chosen(self) -> tuple[np.ndarray, bool]:
        """The positions of the rows of the table that come, and whether there are more rows with
        findings than come."""
        more = any(len(part) > _MOST_MARKED for part in self._others())
        if len(self.lines) <= _MOST_ROWS:
            return np.arange(len(self.lines)), more
        chosen = np.flatnonzero(self.found.at(self.lines))
        return chosen[:_MOST_MARKED], more or len(chosen) > _MOST_MARKED

    def _others(self) -> tuple[Parts, Parts]:
        """The rows that are no part of the table."""
        return self.source.faulty, self.source.left_out

    def _rows(self, chosen: np.ndarray) -> Iterator[tuple[int, list[str]]]:
        """The line and the cells of each row, in the order of the file."""
        parts = (
            ((part.line, [part.text]) for part in islice(parts, _MOST_MARKED))
            for parts in self._others()
        )
        return merge(self._table_rows(chosen), *parts, key=itemgetter(0))

    def _table_rows(self, chosen: np.ndarray) -> Iterator[tuple[int, list[str]]]:
        for start in range(0, len(chosen), _AT_ONCE):
            places = chosen[start : start + _AT_ONCE]
            yield from zip(
                self.lines[places].tolist(),
                self.source.cells.iloc[places].to_numpy().tolist(),
                strict=True,
            )

    def _write_row(
        self, sheet: Worksheet, at: int, line: int, cells: list[str], issues: list[Issue]
    ) -> None:
        marks = self._marks(issues)
        for column, cell in enumerate(cells):
            if cell or column in marks:
                sheet.write_string(at, column, cell[:_LONGEST], marks.get(column, self.plain))
        width = len(self.headings)
        if self.source.places.names:
            sheet.write_string(at, width, self.source.places.words(line), self.plain)
        else:
            sheet.write_number(at, width, line)
        if not issues:
            return
        if any(issue.level == ERROR for issue in issues):
            sheet.write_string(at, width + 1, self.say(_YES), self.formats[ERROR])
        sheet.write_string(at, width + 2, self._sentences(issues), self.wrapped)
        for issue in issues:
            if issue.column in self.headings and self.comments < _MOST_COMMENTS:
                self.comments += 1
                sheet.write_comment(
                    at, self.headings.index(issue.column), self.say(issue.message)[:_LONGEST]
                )

    def _marks(self, issues: list[Issue]) -> dict[int, object]:
        """Column -> colour, the gravest of its faults; a row's own fault colours its first cell."""
        order = list(LEVELS)
        columns = {}
        for issue in sorted(issues, key=lambda issue: -order.index(issue.level)):
            columns[self.headings.index(issue.column) if issue.column in self.headings else 0] = (
                self.formats[issue.level]
            )
        return columns

    def _sentences(self, issues: list[Issue]) -> str:
        return " ".join(self.say(issue.message) for issue in issues)[:_LONGEST]

    def _write_whole(self, more: bool) -> None:
        issues = self.found[: self.found.whole]
        told = [f"{self.say(LEVELS[issue.level])}: {self.say(issue.message)}" for issue in issues]
        if more:
            told.insert(
                0,
                self.say(
                    "The file is long, so not all of its rows are in this workbook: of those with "
                    "findings at least the first "
                    "{count}.",
                    count=_MOST_MARKED,
                ),
            )
        if not told:
            return
        sheet = self.book.add_worksheet(self.say("Whole file"))
        sheet.set_column(0, 0, 120)
        for at, sentence in enumerate(told):
            sheet.write_string(at, 0, sentence[:_LONGEST], self.wrapped)
