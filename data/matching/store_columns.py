"""Checklists with a column for each store: criteria go down, stores across."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from data.issues import NOTE, Issue
from data.kinds.catalog import MYSTERY_ITEM
from data.kinds.schema import DatasetKind
from data.matching.checklist_columns import verdict_columns
from data.matching.headings import match
from data.matching.match import Match
from data.matching.named_after import day_in
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import Lines, Sheet
from data.reading.sheets import some
from data.reading.table import refuse_too_long
from data.text.folding import fold, vocabulary
from data.values.looks import is_data, is_no_answer, is_number
from errors import Message
from i18n import N_

NAME = "store_columns"
_FEWEST = 2  # columns that are stores
_TOTALS = frozenset(
    map(fold, ("total", "average", "mean", "平均", "合计", "總計", "Gesamt", "Summe"))
)


def one_a_store(
    file: str, sheet: Sheet, kind: DatasetKind, options: Options, today: date
) -> Written:
    """The sheet with one item of one store a row, and with the day that its title or the file's name
    says; of other files the sheet itself."""
    if kind is not MYSTERY_ITEM or sheet.cells.empty:
        return Written(sheet)
    own = match(sheet, kind, Options(set=options.set))
    supplied = {*own.columns.values(), *options.set, *options.match.values()}
    if "item" not in supplied or {"earned", "store"} & (supplied - _doubtful(own)):
        return Written(sheet)
    stores = _stores(sheet, own)
    if len(stores) < _FEWEST or not sheet.cells[own.position("item")].is_unique:
        return Written(sheet)
    headings = [sheet.headings[at] for at in stores]
    question = Question(
        NAME,
        Message(
            "Columns that hold a result for each item of the checklist: {count}. Are they the "
            "stores that were visited?",
            {"count": len(stores)},
        ),
        (
            Choice("stores", N_("Yes: each column is a visit to the store that it names.")),
            Choice("no", N_("No: they are something else.")),
        ),
        "stores",
        (Message("They are: {headings}.", {"headings": some(headings)}),),
    )
    if question.answer(options.answers) == "no":
        return Written(sheet, questions=(question,))
    refuse_too_long(file, len(sheet.cells) * len(stores), len(sheet.headings))
    made = _one_a_row(sheet, stores, headings)
    day = None if kind.date in supplied else _day(file, sheet, today)
    if day is None:
        return Written(made, questions=(question,))
    label: str = kind.column(kind.date).label
    told = Message(
        "{column}: {day}, from the title or the name of the file.", {"column": label, "day": day}
    )
    return Written(
        _with(made, label, [day.isoformat()] * len(made.cells)), (Issue(NOTE, told),), (question,)
    )


def _doubtful(own: Match) -> set[str]:
    """Columns that only resemble a known one: the results of a store may."""
    return {own.columns[at] for at in (*own.likely, *own.stems)}


def _stores(sheet: Sheet, own: Match) -> list[int]:
    """The columns of results under headings that say nothing else: verdicts, or numbers."""
    known = vocabulary(MYSTERY_ITEM)
    sure = {at for at in own.columns if at not in (*own.likely, *own.stems)}
    plain = Match({at: name for at, name in own.columns.items() if at in sure})
    verdicts = set(verdict_columns(sheet, plain, MYSTERY_ITEM.column("earned")))
    return [
        at
        for at, heading in enumerate(sheet.headings)
        if at not in sure
        and own.columns.get(at) not in ("item", "section", "available")
        and fold(heading) not in known
        and fold(heading) not in _TOTALS
        and not is_data(heading)
        and (at in verdicts or _are_points(sheet.cells[at].tolist()))
    ]


def _are_points(cells: Sequence[str]) -> bool:
    told = [cell for cell in cells if not is_no_answer(cell)]
    return bool(told) and all(map(is_number, told)) and 2 * len(told) >= len(cells)


def _one_a_row(sheet: Sheet, stores: Sequence[int], names: Sequence[str]) -> Sheet:
    rest = [at for at in range(len(sheet.headings)) if at not in stores]
    count = len(sheet.cells)
    repeated = sheet.cells[rest].loc[sheet.cells.index.repeat(len(stores))]
    cells = repeated.reset_index(drop=True).set_axis(range(len(rest)), axis="columns")
    cells[len(rest)] = pd.array(list(names) * count, dtype="str")
    results = sheet.cells[list(stores)].to_numpy(dtype=object).reshape(-1)
    cells[len(rest) + 1] = pd.array(results, dtype="str")
    labels = (MYSTERY_ITEM.column("store").label, MYSTERY_ITEM.column("earned").label)
    return replace(
        sheet,
        headings=(*(sheet.headings[at] for at in rest), *labels),
        cells=cells,
        lines=Lines(np.repeat(np.asarray(sheet.lines), len(stores))),
    )


def _with(sheet: Sheet, heading: str, cells: Sequence[str]) -> Sheet:
    more = pd.Series(pd.array(list(cells), dtype="str"), index=sheet.cells.index)
    return replace(
        sheet,
        headings=(*sheet.headings, heading),
        cells=pd.concat([sheet.cells, more.rename(len(sheet.headings))], axis=1),
    )


def _day(file: str, sheet: Sheet, today: date) -> date | None:
    """The only day that the title, the name of the sheet or that of the file says, not to come."""
    for text in (*sheet.title, sheet.name, file):
        found = day_in(text)
        if found is not None and found[0] <= today:
            return found[0]
    return None
