"""Days below which nobody left: the term of a contract, and days of people who are still there."""

import re
from datetime import date
from functools import lru_cache

import pandas as pd

from data.reading.sheet import Sheet
from data.text.folding import normal
from data.text.writing import folded
from data.values.date_forms import Order, read
from data.values.looks import is_no_answer

LEFT = "left_on"
_LOOKED_AT, _MOSTLY = 2000, 0.5  # rows, and the share of those with a day of people still there
_CONTRACT = re.compile(
    r"contra(?:ct|tto|to|t)(?!a|ó|or)|vertrag|umow|kontrak|avtal|smlouv|sözleşme|договор|hợp đồng|สัญญา|عقد"
    r"|合同|合约|合約|契約|계약",
    re.I,
)
# Days on which a contract was ended, rather than the end that was agreed.
_ENDED = re.compile(
    r"terminat|kündig|auflös|résil|ruptur|rescis|resci[ns]|desped|rozwiąz|расторж|chấm dứt|解除|解约|解約|해지",
    re.I,
)
_STATUS = re.compile(
    r"stat[uo]|etat|état|estado|zustand|状态|狀態|在职|在職|在籍|재직|상태|состояни", re.I
)
_THERE = frozenset(
    folded(word)
    for word in (
        *("active", "currently active", "employed", "current", "working", "aktiv", "actif"),
        *("activo", "activa", "ativo", "ativa", "attivo", "actief", "aktif", "aktywny", "активен"),
        *("работает", "在职", "在職", "在岗", "在崗", "在任", "在籍", "在籍中", "재직", "재직중"),
        *("已转正", "正式", "试用", "试用期", "試用", "試用期", "đang làm việc", "çalışıyor"),
    )
)


def names_term(heading: str) -> bool:
    """Whether a heading tells until when a contract runs, which is no day of leaving."""
    text = normal(heading)
    return _CONTRACT.search(text) is not None and _ENDED.search(text) is None


def nobody_left(sheet: Sheet, at: int) -> bool:
    """Whether nobody is known to have left on the days of a column."""
    return names_term(sheet.headings[at]) or are_still_there(sheet, at)


def are_still_there(sheet: Sheet, at: int) -> bool:
    """Whether most days of a column are still to come, or a status says of most people with such a
    day that they are still there."""
    cells = sheet.cells[at].iloc[:_LOOKED_AT]
    dated = cells[~cells.map(is_no_answer).astype(bool)]
    if dated.empty:
        return False
    to_come = dated.map(lambda cell: _is_after(cell, date.today(), sheet.since_1904))
    statuses = (sheet.cells[other].loc[dated.index] for other in _statuses(sheet))
    return to_come.mean() > _MOSTLY or any(map(_say_so, statuses))


@lru_cache(maxsize=_LOOKED_AT)
def _is_after(cell: str, today: date, since_1904: bool) -> bool:
    try:
        told = read(normal(cell), Order(), since_1904)
    except ValueError:
        return False
    return told is not None and told.moment.date() > today


def _statuses(sheet: Sheet) -> list[int]:
    return [at for at, heading in enumerate(sheet.headings) if _STATUS.search(normal(heading))]


def _say_so(cells: pd.Series) -> bool:
    return cells.map(folded).isin(_THERE).mean() > _MOSTLY
