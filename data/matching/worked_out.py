"""What was worked out of a sheet already: each kind asks the same of it, some of them several
times."""

import weakref
from collections.abc import Callable, Hashable
from dataclasses import replace
from typing import Any, TypeVar

import pandas as pd

from data.matching.cell_looks import are_dates
from data.matching.likeness import sample
from data.reading.sheet import Lines, Sheet

Answer = TypeVar("Answer")
SAMPLED = 2000  # rows in which filled cells are looked for
_KNOWN: dict[int, dict[Hashable, Any]] = {}


def once(sheet: Sheet, what: Hashable, work_out: Callable[[], Answer]) -> Answer:
    """The answer of `work_out`, which is about this very sheet; remembered as long as there is the
    sheet, whose cells never change."""
    known = _KNOWN.get(id(sheet))
    if known is None:
        known = _KNOWN[id(sheet)] = {}
        weakref.finalize(sheet, _KNOWN.pop, id(sheet), None)
    if what not in known:
        known[what] = work_out()
    return known[what]


def first_rows(sheet: Sheet, most: int) -> Sheet:
    """The first rows, which tell what columns hold; a short sheet itself, of which much is known
    already."""
    if len(sheet.cells) <= most:
        return sheet
    return replace(sheet, cells=sheet.cells.iloc[:most], lines=Lines(sheet.lines[:most]))


def first_cells(sheet: Sheet) -> list[list[str]]:
    """Some filled cells of each column, from the first rows, looked up once."""
    columns = range(len(sheet.headings))
    return once(
        sheet,
        "samples",
        lambda: [sample(sheet.cells[at].iloc[:SAMPLED].tolist()) for at in columns],
    )


def dated_columns(sheet: Sheet) -> list[int]:
    """The positions of the columns of days, looked up once."""
    columns = enumerate(first_cells(sheet))
    return once(sheet, "dates", lambda: [at for at, cells in columns if are_dates(cells)])


def filled_of(sheet: Sheet, at: int) -> list[str]:
    """Some filled cells of a column of a sheet, looked up once."""
    return once(sheet, ("filled", at), lambda: filled(sheet.cells[at]))


def filled(cells: pd.Series, most: int = 200) -> list[str]:
    """The filled cells of a column, of which no more is made texts than is looked at."""
    looked_at = cells.iloc[: 4 * most]
    first = sample(looked_at.tolist(), most)
    if len(first) == most or len(looked_at) == len(cells):
        return first
    return sample(cells[cells != ""].iloc[:most].tolist(), most)


def is_empty(sheet: Sheet, at: int) -> bool:
    """Whether nothing stands under a heading in the last rows either, where the first hold nothing."""
    return len(sheet.cells) <= SAMPLED or bool((sheet.cells[at] == "").all())
