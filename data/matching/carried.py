"""Cells that a file writes once for a record of several rows, given to all of them."""

from dataclasses import replace

import numpy as np

from data.kinds.schema import DatasetKind
from data.matching.match import Match
from data.reading.sheet import Sheet
from errors import Message


def carried_down(
    sheet: Sheet, match: Match, kind: DatasetKind
) -> tuple[Sheet, tuple[Message, ...]]:
    """The sheet with the cells of each record's first row in its other rows, where those are empty,
    and what is said of it.

    Other rows of a record are those right below it that have its number and no day of their own.
    """
    number, day = match.position(kind.identifiers[0]), match.position(kind.date)
    if not kind.carried_down or number is None or day is None:
        return sheet, ()
    numbers, days = (sheet.cells[at].to_numpy(dtype=object) for at in (number, day))
    begins = np.append(True, (numbers[1:] != numbers[:-1]) | (numbers[1:] == "") | (days[1:] != ""))
    others = np.flatnonzero(~begins[: len(numbers)])
    if not len(others):
        return sheet, ()
    first = np.maximum.accumulate(np.where(begins, np.arange(len(begins)), 0))
    cells = sheet.cells.copy()
    for name in kind.carried_down:
        at = match.position(name)
        if at is not None:
            own = cells[at].to_numpy(dtype=object)
            cells[at] = np.where((own == "") & ~begins, own[first], own)
            cells[at] = cells[at].astype("str")
    told = Message(
        "Rows that go on with the record above them, whose day and customer they have: {count}.",
        {"count": len(others)},
    )
    return replace(sheet, cells=cells), (told,)
