"""The uploaded table as a workbook with the faults marked: to be corrected in place and sent again."""

import io
from collections import defaultdict
from collections.abc import Iterable
from operator import itemgetter

import xlsxwriter

from data.issues import ERROR, LEVELS, NOTE, WARNING, Issue
from data.load import Prepared
from data.own_columns import FOUND, KEPT_OUT, ROW
from i18n import N_, Say

_COLOURS = {ERROR: "#F8C9C4", WARNING: "#FCE8B2", NOTE: "#E3E6EA"}
_LONGEST = 32_000  # characters of a cell; a workbook holds 32,767
_MOST_COMMENTS = 20_000  # each is a drawing of its own
_MOST_ROWS = 200_000
_YES = N_("yes")


def marked_workbook(prepared: Prepared, issues: Iterable[Issue], say: Say) -> bytes:
    """An .xlsx with the headings and rows of the upload, all as text and none a formula.

    Rows come in the order of the file, those that do not fit the headings
    among them as one cell; of very long files only rows with findings come. Faulty cells are coloured and carry a comment; the last columns
    hold the row's number, whether it is kept out, and the sentences.
    """
    found = defaultdict(list)
    for issue in issues:
        found[issue.row].append(issue)
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    with book:
        _Marked(book, prepared, found, say).write()
    return buffer.getvalue()


class _Marked:
    """The sheets being written."""

    def __init__(self, book: xlsxwriter.Workbook, prepared: Prepared, found: dict[int | None, list[Issue]], say: Say):
        self.book, self.headings, self.found, self.say = book, prepared.sheet.headings, found, say
        self.source = prepared.sheet
        as_text = {"quote_prefix": True}  # stays text when somebody edits the cell
        self.formats = {level: book.add_format({**as_text, "bg_color": colour}) for level, colour in _COLOURS.items()}
        self.plain, self.wrapped = book.add_format(as_text), book.add_format({**as_text, "text_wrap": True})
        self.bold = book.add_format({**as_text, "bold": True})
        self.comments = 0

    def write(self) -> None:
        """The table, and the findings about the file as a whole on a sheet of their own."""
        sheet = self.book.add_worksheet(self.say("Table"))
        width = len(self.headings)
        for column, heading in enumerate([*self.headings, *(self.say(name) for name in (ROW, KEPT_OUT, FOUND))]):
            sheet.write_string(0, column, heading[:_LONGEST], self.bold)
        rows = self._rows()
        for at, (line, cells) in enumerate(rows, start=1):
            self._write_row(sheet, at, line, cells, self.found.get(line, []))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(rows), 1), width + 2)
        sheet.set_column(width + 2, width + 2, 80)
        self._write_whole(self.found.get(None, []))

    def _rows(self) -> list[tuple[int, list[str]]]:
        chosen = [at for at, line in enumerate(self.source.lines)
                  if len(self.source.lines) <= _MOST_ROWS or line in self.found][:_MOST_ROWS]
        lines = [self.source.lines[at] for at in chosen]
        others = [(part.line, [part.text]) for part in (*self.source.faulty, *self.source.left_out)]
        return sorted([*zip(lines, self.source.cells.iloc[chosen].to_numpy().tolist(), strict=True), *others[:_MOST_ROWS]],
                      key=itemgetter(0))

    def _write_row(self, sheet, at: int, line: int, cells: list[str], issues: list[Issue]) -> None:
        marks = self._marks(issues)
        for column, cell in enumerate(cells):
            if cell or column in marks:
                sheet.write_string(at, column, cell[:_LONGEST], marks.get(column, self.plain))
        width = len(self.headings)
        sheet.write_number(at, width, line)
        if not issues:
            return
        if any(issue.level == ERROR for issue in issues):
            sheet.write_string(at, width + 1, self.say(_YES), self.formats[ERROR])
        sheet.write_string(at, width + 2, self._sentences(issues), self.wrapped)
        for issue in issues:
            if issue.column in self.headings and self.comments < _MOST_COMMENTS:
                self.comments += 1
                sheet.write_comment(at, self.headings.index(issue.column), self.say(issue.message)[:_LONGEST])

    def _marks(self, issues: list[Issue]) -> dict[int, object]:
        """Column -> colour, the gravest of its faults; a row's own fault colours its first cell."""
        order = list(LEVELS)
        columns = {}
        for issue in sorted(issues, key=lambda issue: -order.index(issue.level)):
            columns[self.headings.index(issue.column) if issue.column in self.headings else 0] = self.formats[issue.level]
        return columns

    def _sentences(self, issues: list[Issue]) -> str:
        return " ".join(self.say(issue.message) for issue in issues)[:_LONGEST]

    def _write_whole(self, issues: list[Issue]) -> None:
        if not issues:
            return
        sheet = self.book.add_worksheet(self.say("Whole file"))
        sheet.set_column(0, 0, 120)
        for at, issue in enumerate(issues):
            sheet.write_string(at, 0, f"{self.say(LEVELS[issue.level])}: {self.say(issue.message)}"[:_LONGEST], self.wrapped)
