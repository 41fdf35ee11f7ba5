"""The day of a record whose own is empty, under another heading: when an order was made that nobody
has paid, when an item is due that is not done."""

import re
from dataclasses import replace

import pandas as pd

from data.issues import NOTE, Issue
from data.kinds.schema import DatasetKind
from data.matching.headings import match
from data.matching.record_stems import days_of_kind
from data.matching.worked_out import filled_of
from data.matching.written import Written
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.values.looks import is_date, is_no_answer, is_number
from errors import Message

_DUE = re.compile(
    r"\bdue\b|plan|deadline|target|计划|計劃|截止|预计|預計|予定|geplant|fällig|frist|pr[ée]vu|échéance|previst",
    re.I,
)
_PURCHASE, _ITEM = "purchase", "programme_item"


def with_other_day(sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The sheet with the other day where the one of the records is empty; of most files the sheet
    itself."""
    if kind.name not in (_PURCHASE, _ITEM) or options.match or sheet.cells.empty:
        return Written(sheet)
    own = match(sheet, kind, Options(set=options.set))
    at = own.position(kind.date)
    if at is None:
        return Written(sheet)
    empty = _empty(sheet, at)
    # Further lines of an order say no day of their own.
    if (named := own.position("customer" if kind.name == _PURCHASE else "name")) is not None:
        empty &= ~_empty(sheet, named)
    other = _other(sheet, kind, set(own.columns)) if empty.any() else None
    if other is None:
        return Written(sheet)
    filled = empty & ~_empty(sheet, other)
    if not filled.any():
        return Written(sheet)
    cells = sheet.cells.copy(deep=False)
    cells[at] = sheet.cells[at].where(~filled, sheet.cells[other])
    told = Issue(
        NOTE,
        Message(
            "Rows without a day under {heading}: {count}. Their day is the one under “{other}”.",
            {
                "heading": sheet.headings[at],
                "count": int(filled.sum()),
                "other": sheet.headings[other],
            },
        ),
    )
    return Written(replace(sheet, cells=cells), (told,))


def _empty(sheet: Sheet, at: int) -> pd.Series:
    return sheet.cells[at].map(is_no_answer).astype(bool)


def _other(sheet: Sheet, kind: DatasetKind, taken: set[int]) -> int | None:
    """The column of days whose heading is likeliest that of when an order was made, or an item is
    due."""
    forms = days_of_kind(kind.name) if kind.name == _PURCHASE else (_DUE,)
    ranked = []
    for at, heading in enumerate(sheet.headings):
        cells = filled_of(sheet, at)
        ranks = [rank for rank, form in enumerate(forms) if form.search(heading.replace("_", " "))]
        if (
            at not in taken
            and ranks
            and cells
            and all(is_date(cell) and not is_number(cell) for cell in cells)
        ):
            ranked.append((min(ranks), at))
    return min(ranked)[1] if ranked else None
