"""Scores of visits that say points, what they are out of, and perhaps the percentage in one cell:
"30.8/40 (77%)" is 77 percent."""

import re
from collections.abc import Sequence
from dataclasses import replace

from data.kinds.catalog import MYSTERY_VISIT
from data.kinds.schema import DatasetKind
from data.reading.sheet import Sheet
from data.text.folding import normal
from data.values.looks import is_no_answer

_NUMBER = r"(\d+(?:[.,]\d+)?)"
_BOTH = re.compile(rf"{_NUMBER}\s*/\s*{_NUMBER}\s*[(\[,–—-]?\s*{_NUMBER}\s*%\s*[)\]]?")
_TURNED = re.compile(rf"{_NUMBER}\s*%\s*[(\[,–—-]?\s*{_NUMBER}\s*/\s*{_NUMBER}\s*[)\]]?")
_MOSTLY, _FEWEST = 0.9, 2
_LOOKED_AT = 200


def with_plain_shares(sheet: Sheet, kind: DatasetKind) -> Sheet:
    """The sheet with such cells as plain percentages; of other files the sheet itself."""
    if kind is not MYSTERY_VISIT or sheet.cells.empty:
        return sheet
    at_hand = [at for at in sheet.cells if _are_shares(sheet.cells[at].iloc[:_LOOKED_AT].tolist())]
    if not at_hand:
        return sheet
    cells = sheet.cells.copy(deep=False)
    for at in at_hand:
        cells[at] = cells[at].map(_percent).astype("str")
    return replace(sheet, cells=cells)


def _are_shares(cells: Sequence[str]) -> bool:
    told = [cell for cell in cells if not is_no_answer(cell)]
    return len(told) >= _FEWEST and sum(_percent(cell) != cell for cell in told) >= _MOSTLY * len(
        told
    )


def _percent(cell: str) -> str:
    text = normal(cell)
    if found := _BOTH.fullmatch(text):
        return f"{found[3]}%"
    if found := _TURNED.fullmatch(text):
        return f"{found[1]}%"
    return cell
