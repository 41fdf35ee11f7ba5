"""Formulas that nobody calculated: a program wrote them, and no spreadsheet program has opened the
file since."""

import re

import numpy as np

from data.issues import WARNING, Issue
from data.kinds.schema import DatasetKind, Type
from data.matching.match import Match
from data.matching.missing import missing_columns
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.text.folding import fold, vocabulary
from data.text.writing import shown
from data.values.cells import begins
from errors import FileRefused, Message

_FORMULA = re.compile(
    r"=\s*[+-]?(?:[A-Z][A-Z0-9.]*\s*\(|(?:'[^']+'!|\w+!)?\$?[A-Z]{1,3}\$?[0-9]+\b|[0-9.]+\s*[-+*/])"
)
_LOOKS_UP = re.compile(
    r"=\s*[+-]?(?:[A-Z][A-Z0-9.]*\s*\([^)]*\$?[A-Z]{1,3}\$?[0-9]+|(?:'[^']+'!|\w+!)\$?[A-Z]{1,3}\$?[0-9]+\b)"
)


def require_results(
    file: str, sheet: Sheet, match: Match, kind: DatasetKind, options: Options
) -> tuple[Issue, ...]:
    """FileRefused where a column that is needed holds formulas without results; a warning for
    others."""
    _refuse_texts(file, sheet, match, kind)
    unsolved = sheet.unseen.unsolved
    if not unsolved:
        return ()
    used = {sheet.headings[at] for at in match.columns}
    given = {heading for heading, column in options.match.items() if not column}
    wanted = [
        heading
        for heading in unsolved
        if heading in used or fold(heading) in vocabulary(kind) and heading not in given
    ]
    if not wanted and missing_columns(match, kind, options):
        wanted = list(unsolved)
    if wanted:
        first = unsolved[wanted[0]]
        raise FileRefused(
            "Cells of {file} are formulas without a result: {count}, the first is {cell} under "
            "{headings}. The program that wrote the "
            "file did not calculate them. Open it in Excel, WPS or LibreOffice, save it, and load "
            "that file.",
            file=file,
            count=sum(len(unsolved[heading].rows) for heading in wanted),
            cell=_cell(sheet, first.column, first.rows[0]),
            headings=wanted,
        )
    return (
        Issue(
            WARNING,
            Message(
                "Cells under {headings} are formulas without a result. These columns are not used.",
                {"headings": list(unsolved)},
            ),
        ),
    )


def _refuse_texts(file: str, sheet: Sheet, match: Match, kind: DatasetKind) -> None:
    """FileRefused where a column that is used holds formulas as text, as some exports write
    them."""
    for at, name in match.columns.items():
        if name == "comment" or not begins(sheet.cells[at], "="):
            continue
        begun = sheet.cells[at].str.startswith("=").to_numpy(dtype=bool)
        # A name may begin like a sum, and is kept as it is written; none looks cells up.
        formula = _LOOKS_UP if kind.column(name).type is Type.TEXT else _FORMULA
        found = [
            place
            for place in np.flatnonzero(begun).tolist()
            if formula.match(sheet.cells[at].iloc[place])
        ]
        if found:
            raise FileRefused(
                "Cells of {file} hold a formula as text in place of its result: {count}, the "
                "first is \u201c{cell}\u201d in row {row} "
                "under {heading}. Export the file with values, or open it in Excel, WPS or "
                "LibreOffice, save it, and load that file.",
                file=file,
                count=len(found),
                cell=shown(sheet.cells[at].iloc[found[0]]),
                row=sheet.places.words(sheet.lines[found[0]]),
                heading=sheet.headings[at],
            )


def _cell(sheet: Sheet, column: str, line: int) -> str:
    return (
        sheet.places.cell(column, line)
        if sheet.places.names or not sheet.name
        else f"{sheet.name}!{column}{line}"
    )
