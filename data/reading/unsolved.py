"""Formulas that nobody calculated: a program wrote them, and no spreadsheet program has opened the file since."""

from data.headings import missing_columns
from data.issues import WARNING, Issue
from data.match import Match
from data.options import Options
from data.reading.folding import fold, vocabulary
from data.schema import DatasetKind
from data.sheet import Sheet
from errors import FileRefused, Message


def require_results(file: str, sheet: Sheet, match: Match, kind: DatasetKind, options: Options) -> tuple[Issue, ...]:
    """FileRefused where a column that is needed holds formulas without results; a warning for others."""
    unsolved = sheet.unseen.unsolved
    if not unsolved:
        return ()
    used = {sheet.headings[at] for at in match.columns}
    given = {heading for heading, column in options.match.items() if not column}
    wanted = [heading for heading in unsolved if heading in used or fold(heading) in vocabulary(kind) and heading not in given]
    if not wanted and missing_columns(match, kind, options):
        wanted = list(unsolved)
    if wanted:
        first = unsolved[wanted[0]]
        raise FileRefused("Cells of {file} are formulas without a result: {count}, the first is {cell} under {headings}. The program that wrote the "
                          "file did not calculate them. Open it in Excel, WPS or LibreOffice, save it, and load that file.",
                          file=file, count=sum(len(unsolved[heading].rows) for heading in wanted),
                          cell=_cell(sheet, first.column, first.rows[0]), headings=wanted)
    return (Issue(WARNING, Message("Cells under {headings} are formulas without a result. These columns are not used.",
                                   {"headings": list(unsolved)})),)


def _cell(sheet: Sheet, column: str, line: int) -> str:
    return sheet.places.cell(column, line) if sheet.places.names or not sheet.name else f"{sheet.name}!{column}{line}"
