"""What a row of a file of visits is: a visit, or one of several things that were found at it; and who
was sent on it."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd

from data.issues import WARNING, Issue
from data.kinds.catalog import MYSTERY_VISIT
from data.kinds.schema import DatasetKind
from data.matching.headings import match
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import LeftOut, Lines, Sheet
from errors import Message
from i18n import N_

ROWS, PERSON = "visit_rows", "visit_person"
# People with several visits, and the share of them in several stores.
_SEEN, _MOST_PEOPLE = 2, 0.8
# What was found at a visit, which may be several things.
_FOUND = re.compile(
    r"violation|finding|defect|deficien|observation|non.?conform|issue\b|违规|違規|问题|問題|缺陷|不合格|扣分",
    re.I,
)
_SEVERAL = N_(
    "Rows of a visit that an earlier row says already: {count}. They differ under {headings}, and "
    "each visit was counted once."
)


def one_a_visit(sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The sheet of a file of visits with one visit a row and its shopper; of other files the sheet
    itself."""
    if kind is not MYSTERY_VISIT or sheet.cells.empty:
        return Written(sheet)
    rows = _one_a_visit(sheet, kind, options)
    people = _with_shopper(rows.sheet, kind, options)
    return Written(
        people.sheet,
        (*rows.told, *people.told),
        (*rows.questions, *people.questions),
        people.dropped,
    )


# Several rows of one visit.


def _one_a_visit(sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The first row of each visit, where a file without numbers of visits has a row for each thing
    that was found at one."""
    own = match(sheet, kind, options)
    if not {kind.date, "store"} <= {*own.columns.values()} or own.position("visit_id") is not None:
        return Written(sheet)
    read = [at for at, name in own.columns.items() if name != "remark"]
    rest = [at for at in sheet.cells if at not in own.columns]
    again = sheet.cells.duplicated(read).to_numpy()
    if not again.any() or not rest:
        return Written(sheet)
    # Rows that differ in nothing are the same row twice, which is another matter.
    if sheet.cells.duplicated().to_numpy()[again].mean() * 2 > 1:
        return Written(sheet)
    first = sheet.cells.groupby(read, sort=False).ngroup().to_numpy()
    differing = [
        sheet.headings[at]
        for at in rest
        if sheet.cells[at].groupby(first).nunique().gt(1).sum() * 2 > len(set(first[again]))
    ]
    if not differing:
        return Written(sheet)
    blanks = {"count": int(again.sum()), "headings": differing}
    question = Question(
        ROWS,
        Message(
            "Rows that say of store, day and scores the same as an earlier one: {count}. They "
            "differ under {headings}. Is it one visit in several rows?",
            blanks,
        ),
        (
            Choice("one", N_("Yes: each visit counts once.")),
            Choice("each", N_("No: each row is a visit of its own.")),
        ),
        "one",
    )
    findings = sum(_FOUND.search(heading) is not None for heading in differing)
    certain = ROWS not in options.answers and findings * 2 >= len(differing)
    if question.answer(options.answers) == "each":
        return Written(sheet, questions=(question,))
    lines = np.asarray(sheet.lines)
    begun = lines[np.unique(first, return_index=True)[1]][first]
    left = [
        LeftOut(
            int(lines[place]),
            ", ".join(filter(None, sheet.cells.iloc[place])),
            Message("This row is of the same visit as row {row}.", {"row": int(begun[place])}),
        )
        for place in np.flatnonzero(again).tolist()
    ]
    return Written(
        replace(
            sheet,
            cells=sheet.cells[~again].reset_index(drop=True),
            lines=Lines(lines[~again]),
            left_out=sheet.left_out + left,
        ),
        (Issue(WARNING, Message(_SEVERAL, blanks)),),
        () if certain else (question,),
    )


# Who visited.


def _with_shopper(sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The sheet with the shopper where the member of staff that it names goes from store to store,
    as no one does who serves there."""
    own = match(sheet, kind, options)
    at, store = own.position("employee"), own.position("store")
    given = {*options.match.values(), *options.set}
    if (
        at is None
        or store is None
        or own.position("shopper") is not None
        or ({"employee", "shopper"} & given)
    ):
        return Written(sheet)
    told = sheet.cells[[at, store]][(sheet.cells[at] != "") & (sheet.cells[store] != "")]
    visits = told.groupby(at)[store].agg(["size", "nunique"])
    several = visits[visits["size"] > 1]
    if len(several) < _SEEN or (several["nunique"] > 1).mean() < _MOST_PEOPLE:
        return Written(sheet)
    blanks = {"heading": sheet.headings[at], "count": int((several["nunique"] > 1).sum())}
    question = Question(
        PERSON,
        Message(
            "People under {heading} who appear at more than one store: {count}. Are they those who "
            "visited, or those who served?",
            blanks,
        ),
        (
            Choice("visited", N_("They visited: they are the shoppers or inspectors.")),
            Choice("served", N_("They served: they are members of staff.")),
        ),
        "visited",
    )
    if question.answer(options.answers) == "served":
        return Written(sheet, questions=(question,))
    made = replace(
        sheet,
        headings=(*sheet.headings, str(kind.column("shopper").label)),
        cells=pd.concat([sheet.cells, sheet.cells[at].rename(len(sheet.headings))], axis="columns"),
    )
    return Written(made, questions=(question,), dropped=("employee",))
