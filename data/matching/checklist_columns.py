"""Checklists as tools write them: a column for each item with yes or no below it, and rows that are
no items but the headings and totals of sections."""

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from data.issues import NOTE, WARNING, Issue
from data.kinds.catalog import MYSTERY_ITEM
from data.kinds.schema import Column, DatasetKind
from data.matching.headings import match
from data.matching.match import Match
from data.matching.personal import is_personal
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import LeftOut, Lines, Sheet
from data.reading.sheets import some
from data.reading.table import refuse_too_long
from data.text.folding import JOINT, fold
from data.text.writing import folded
from data.values.cells import spellings
from data.values.looks import is_no_answer
from errors import Message
from i18n import N_

NAME = "checklist_items"
_FEWEST = 3  # columns of yes and no that make a checklist
_MOST_WORDS = 6  # different cells below one item
_LOOKED_AT = 200  # rows that tell of most columns that they are none
_FITTING, _MOSTLY_SEVERAL = 0.95, 0.5
_NUMBERS = re.compile(r"(?:\b|_)(?:id|no|nr|number|ref)\W*$|#|编号|編號|单号|單號|号$|號$", re.I)
_OF_VISIT = ("date", "store", "shopper")  # what tells visits apart that have no number
_FLAGS = {"0", "1"}
_YES, _NO = frozenset({"yes", "y", "是"}), frozenset({"no", "n", "否"})
_UNSEEN = frozenset(map(folded, ("not observed", "not seen", "not checked", "n/o", "未观察到")))
# A column of the kinds of rows that inspection apps write, those that are items, and those that
# hold others.
_TYPES = frozenset(map(fold, ("type", "item type", "response type", "row type", "类型", "類型")))
_ITEMS = frozenset(
    map(folded, ("question", "list", "checkbox", "slider", "题目", "問題", "检查项"))
)
_HOLDERS = frozenset(
    map(
        folded,
        (
            *("section", "category", "page", "element", "smartfield", "dynamicfield", "group"),
            *("header", "heading", "total", "subtotal", "分组", "分類", "章节", "板块"),
        ),
    )
)


def one_an_item(file: str, sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The sheet of a checklist with one item a row; of other files the sheet itself."""
    if kind is not MYSTERY_ITEM or sheet.cells.empty:
        return Written(sheet)
    items = _only_items(sheet, kind, options)
    wide = _melted(file, items.sheet, kind, options)
    long = Written(wide.sheet) if wide.questions else _with_visits(wide.sheet, kind, options)
    parts = _with_sections(long.sheet, kind, options)
    return Written(
        parts.sheet,
        (*items.told, *wide.told, *long.told, *parts.told),
        wide.questions,
        parts.dropped,
    )


# Rows that are no items.


def _only_items(sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    own = match(sheet, kind, options)
    at = next(
        (
            at
            for at, heading in enumerate(sheet.headings)
            if at not in own.columns and fold(heading) in _TYPES and heading not in options.match
        ),
        None,
    )
    if at is None:
        return Written(sheet)
    types = sheet.cells[at].map(folded)
    holds = types.isin(_HOLDERS).to_numpy()
    if not holds.any() or not types.isin(_ITEMS).any():
        return Written(sheet)
    reason = Message("This row heads or sums a part of the checklist and is no item of it.")
    left = [
        LeftOut(
            sheet.lines[place], ", ".join(filter(None, sheet.cells.iloc[place].tolist())), reason
        )
        for place in np.flatnonzero(holds).tolist()
    ]
    told = Message(
        "Rows that head or sum a part of the checklist, as {heading} says, were left out: {count}.",
        {"heading": sheet.headings[at], "count": len(left)},
    )
    return Written(
        replace(
            sheet,
            cells=sheet.cells[~holds].reset_index(drop=True),
            lines=Lines(np.asarray(sheet.lines)[~holds]),
            left_out=sheet.left_out + left,
        ),
        (Issue(NOTE, told),),
    )


# Sections under the heading of a place.


def _with_sections(sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The sheet with the section of each item, where a heading such as Area names parts of one
    visit and no place."""
    own = match(sheet, kind, Options(set=options.set))
    supplied = {*own.columns.values(), *options.set, *options.match.values()}
    visit = own.position("visit_id")
    if "section" in supplied or visit is None:
        return Written(sheet)
    visits = sheet.cells.groupby(visit)
    name, at = next(
        (
            (name, at)
            for name in ("region", "department")
            if (at := own.position(name)) is not None
            and (visits[at].nunique() > 1).mean() > _MOSTLY_SEVERAL
        ),
        ("", None),
    )
    if at is None:
        return Written(sheet)
    told = Message(
        "{heading} changes within a visit, so it was read as the section of the checklist.",
        {"heading": sheet.headings[at]},
    )
    column = sheet.cells[at].rename(len(sheet.headings))
    made = replace(
        sheet,
        headings=(*sheet.headings, MYSTERY_ITEM.column("section").label),
        cells=pd.concat([sheet.cells, column], axis="columns"),
    )
    return Written(made, (Issue(WARNING, told),), dropped=(name,))


# Visits without a number.


def _with_visits(sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The sheet of a long list with a number for each visit, where it has none: the day, the store
    and the shopper."""
    own = match(sheet, kind, Options(set=options.set))
    supplied = {*own.columns.values(), *options.set, *options.match.values()}
    if "visit_id" in supplied or not {"item", "earned", kind.date, "store"} <= supplied:
        return Written(sheet)
    numbered = next((at for at in sheet.cells if _numbers_visits(sheet, at, own)), None)
    if numbered is not None:
        return Written(_numbered(sheet, sheet.cells[numbered].tolist(), 1))
    places = [at for name in _OF_VISIT if (at := own.position(name)) is not None]
    told = Message(
        "No column numbers the visits, so rows that say the same under {headings} were read as one "
        "visit.",
        {"headings": [sheet.headings[at] for at in places]},
    )
    visits = [" ".join(filter(None, row)) for row in sheet.cells[places].itertuples(index=False)]
    return Written(_numbered(sheet, visits, 1), (Issue(WARNING, told),))


def _numbers_visits(sheet: Sheet, at: int, own: Match) -> bool:
    """Whether a column of numbers that has no other meaning is the same for all items of a visit,
    each once, and for no other visit."""
    if not _NUMBERS.search(sheet.headings[at]) or sheet.cells[at].eq("").any():
        return False
    places = [own.position("date"), own.position("store")]
    groups = sheet.cells.groupby(at)
    return (
        at not in (own.position("date"), own.position("item"), own.position("store"))
        and groups.size().max() > 1
        and bool(groups[places].nunique().eq(1).all(axis=None))
        and not sheet.cells.duplicated([at, own.position("item")]).any()
    )


# A column for each item.


def _melted(file: str, sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    own = match(sheet, kind, Options(set=options.set))
    supplied = {*own.columns.values(), *options.set, *options.match.values()}
    plain, unseen = _without_unseen(sheet, own)
    items = verdict_columns(plain, own, kind.column("earned"))
    if {"item", "earned"} & supplied or kind.date not in supplied or len(items) < _FEWEST:
        return Written(sheet)
    headings = [item_of(sheet.headings[at]) for at in items]
    question = Question(
        NAME,
        Message(
            "Columns that hold only yes, no and the like: {count}. Are they the items of a "
            "checklist, and each row a visit?",
            {"count": len(items)},
        ),
        (
            Choice("items", N_("Yes: each cell is one item of a visit, met or not.")),
            Choice("no", N_("No: they are something else.")),
        ),
        "items",
        (Message("They are: {headings}.", {"headings": some(headings)}),),
    )
    if question.answer(options.answers) == "no":
        return Written(sheet, questions=(question,))
    refuse_too_long(file, len(sheet.cells) * len(items), len(sheet.headings))
    rest = [at for at in range(len(sheet.headings)) if at not in items]
    told = _of_unseen(sum(unseen.get(at, 0) for at in items))
    made = one_a_row(plain, rest, items, headings, kind.column("item"), kind.column("earned"))
    if "visit_id" not in supplied:
        made = _numbered(made, _visits(sheet, own), len(items))
    return Written(made, told, (question,))


def _without_unseen(sheet: Sheet, own: Match) -> tuple[Sheet, dict[int, int]]:
    """The sheet without "Not observed" in columns of yes and no that have no other meaning, where it
    says that an item did not apply, and how often it stood in each; beside "Observed" it says that
    nobody showed it."""
    cells = sheet.cells.copy(deep=False)
    counts: dict[int, int] = {}
    for at in set(sheet.cells) - set(own.columns):
        first = {folded(cell) for cell in sheet.cells[at].iloc[:_LOOKED_AT].unique()}
        if len(first) > _MOST_WORDS or not first & (_YES | _NO):
            continue  # most columns, which need no reading
        different = sheet.cells[at].unique()
        told = {folded(cell) for cell in different if not is_no_answer(cell)}
        if told & _UNSEEN and told & _YES and told & _NO and told <= _YES | _NO | _UNSEEN:
            unseen = sheet.cells[at].map(folded).isin(_UNSEEN)
            cells[at] = sheet.cells[at].mask(unseen, "")
            counts[int(at)] = int(unseen.sum())
    return replace(sheet, cells=cells) if counts else sheet, counts


def _of_unseen(count: int) -> tuple[Issue, ...]:
    if not count:
        return ()
    told = Message(
        "Items that nobody observed, beside others that were met or not: {count}. They were left out, "
        "as if they did not apply.",
        {"count": count},
    )
    return (Issue(WARNING, told),)


def verdict_columns(sheet: Sheet, own: Match, column: Column) -> list[int]:
    """The columns that no other meaning fits and below which stands only whether something was
    met, as `column` spells it."""
    words = {*spellings(column), *_FLAGS}
    return [
        at
        for at, heading in enumerate(sheet.headings)
        if at not in own.columns
        and not is_personal(heading, ())
        and _are_verdicts(sheet.cells[at], words)
    ]


def _are_verdicts(cells: pd.Series, words: set[str]) -> bool:
    first = [cell for cell in cells.iloc[:_LOOKED_AT].unique() if not is_no_answer(cell)]
    if len(first) > _MOST_WORDS or first and not any(folded(cell) in words for cell in first):
        return False  # most columns, which need no counting
    counts = cells.value_counts()
    told = {cell: count for cell, count in counts.items() if not is_no_answer(cell)}
    fitting = sum(count for cell, count in told.items() if folded(cell) in words)
    return 0 < len(told) <= _MOST_WORDS and fitting >= _FITTING * sum(told.values())


def item_of(heading: str) -> str:
    """What an item is called, without what is written above several."""
    return heading.split(JOINT)[-1].strip()


def one_a_row(
    sheet: Sheet,
    rest: Sequence[int],
    items: Sequence[int],
    headings: Sequence[str],
    item: Column,
    verdict: Column,
) -> Sheet:
    """The sheet with a row for each cell below `items`: its heading as the item, and its verdict."""
    count = len(sheet.cells)
    repeated = sheet.cells[list(rest)].loc[sheet.cells.index.repeat(len(items))]
    cells = repeated.reset_index(drop=True).set_axis(range(len(rest)), axis="columns")
    cells[len(rest)] = pd.array(list(headings) * count, dtype="str")
    cells[len(rest) + 1] = pd.array(
        sheet.cells[list(items)].to_numpy(dtype=object).reshape(-1), dtype="str"
    )
    return replace(
        sheet,
        headings=(
            *(sheet.headings[at] for at in rest),
            item.label,
            verdict.label,
        ),
        cells=cells,
        lines=Lines(np.repeat(np.asarray(sheet.lines), len(items))),
    )


def _visits(sheet: Sheet, own: Match) -> list[str]:
    """A number for each visit where the file has none: its day, store and shopper, so that the same
    file sent again has the same ones."""
    places = [own.position(name) for name in _OF_VISIT]
    seen: dict[str, int] = {}
    found = []
    for place in range(len(sheet.cells)):
        name = " ".join(
            cell for at in places if at is not None and (cell := sheet.cells[at].iloc[place])
        )
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found


def _numbered(made: Sheet, visits: Sequence[str], items: int) -> Sheet:
    column = pd.Series(pd.array(np.repeat(np.array(visits, dtype=object), items), dtype="str"))
    return replace(
        made,
        headings=(*made.headings, MYSTERY_ITEM.column("visit_id").label),
        cells=pd.concat([made.cells, column.rename(len(made.headings))], axis=1),
    )
