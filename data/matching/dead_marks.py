"""Forms that were set up as a quiz though nothing is marked: beside each question stand its points and
the feedback on it, all empty or 0. Such a file is a survey that was exported like an exam."""

from dataclasses import replace

import pandas as pd

from data.reading.sheet import Sheet
from data.values.looks import is_no_answer

_DASHES = (" - ", " – ", " — ")


def without_dead_marks(sheet: Sheet) -> Sheet:
    """The sheet without the columns of points and feedback where no point was given; where one was,
    as it is."""
    beside = _beside_questions(sheet)
    if not beside or not all(map(_is_dead, (sheet.cells[at] for at in beside))):
        return sheet
    kept = [at for at in range(len(sheet.headings)) if not _is_dead(sheet.cells[at])]
    if not kept:
        return sheet
    return replace(
        sheet,
        headings=tuple(sheet.headings[at] for at in kept),
        cells=sheet.cells[kept].set_axis(range(len(kept)), axis=1),
    )


def _beside_questions(sheet: Sheet) -> list[int]:
    """The columns that are headed like "Points - QUESTION", where QUESTION heads another."""
    headings = {*sheet.headings}
    return [
        at
        for at, heading in enumerate(sheet.headings)
        if any(heading.partition(dash)[2].strip() in headings for dash in _DASHES)
    ]


def _is_dead(cells: pd.Series) -> bool:
    """Whether no cell of a column says anything."""
    return all(cell in ("0", "0.0") or is_no_answer(cell) for cell in cells.unique())
