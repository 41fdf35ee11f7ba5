"""Days at the end of a sentence: "Reviewed in Canada on March 3, 2026" in each cell of a column."""

from dataclasses import replace
from functools import lru_cache

import pandas as pd

from data.reading.sheet import Sheet
from data.text.folding import normal
from data.values.looks import is_date, is_no_answer, is_number

_LOOKED_AT, _LONGEST, _LAST_WORDS, _MOSTLY = 30, 120, 5, 0.9


def with_said_days(sheet: Sheet) -> Sheet:
    """The sheet with the days alone in columns whose cells are sentences that end with one."""
    said = [at for at in sheet.cells if _are_said(sheet.cells[at])]
    if not said:
        return sheet
    cells = sheet.cells.copy(deep=False)
    for at in said:
        cells[at] = sheet.cells[at].map(lambda cell: _day(cell) or cell).astype("str")
    return replace(sheet, cells=cells)


def _are_said(cells: pd.Series) -> bool:
    told = [cell for cell in cells.iloc[:_LOOKED_AT].tolist() if not is_no_answer(cell)]
    if not told or any(len(cell) > _LONGEST or is_number(cell) for cell in told):
        return False
    days = sum(not is_date(cell) and _day(cell) is not None for cell in told)
    return days >= max(1, _MOSTLY * len(told))


@lru_cache(maxsize=20_000)
def _day(cell: str) -> str | None:
    """The day that the last words of a cell are, where words stand before it."""
    words = normal(cell).split()
    for first in range(max(1, len(words) - _LAST_WORDS), len(words)):
        end = " ".join(words[first:])
        if any(letter.isdigit() for letter in end) and not end.isdecimal() and is_date(end):
            return end
    return None
