"""What a row of a file of visits is: a visit, or one of several things that were found at it; and who
was sent on it."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd

from data.issues import WARNING, Issue
from data.kinds.catalog import MYSTERY_VISIT
from data.kinds.schema import DatasetKind
from data.matching.heading_says import is_measured
from data.matching.headings import match
from data.matching.personal import is_personal
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import LeftOut, Lines, Sheet
from data.text.writing import shown
from data.values.looks import is_answer, is_data, is_no_answer, is_number
from errors import Message
from i18n import N_

ROWS, PERSON, STORE = "visit_rows", "visit_person", "visit_store"
_MOST_PLACES, _MOST_DIFFERENT, _LONGEST = 3, 0.7, 40  # columns offered; of names; letters of one
# Headings of what comes again at visits and is no place.
_NO_PLACE = re.compile(
    r"status|type|grade|result|template|day ?part|weather|period|wave|survey|risk|action|client|brand|time"
    r"|category|flag|version|yes|状态|狀態|类型|類型|等级|等級|结果|結果|天气|天氣|班次|时段|時段|批次|期",
    re.I,
)
# Where a place lies, which several places have in common.
_AREA = re.compile(
    r"\b(?:city|town|county|district|province|country|stadt|ort|ville|ciudad|cidade|citt[àa]|miasto)\b|город|城市|市区|市區|区县|區縣",
    re.I,
)
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
    places = _with_store(sheet, kind, options)
    rows = _one_a_visit(places.sheet, kind, options)
    people = _with_shopper(rows.sheet, kind, options)
    return Written(
        people.sheet,
        (*rows.told, *people.told),
        (*places.questions, *rows.questions, *people.questions),
        people.dropped,
    )


# Where the visit was.


def _with_store(sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The sheet with the store of each visit, where no heading names one and some column may hold
    it."""
    own = match(sheet, kind, options)
    supplied = {*own.columns.values(), *options.set, *options.match.values()}
    if {"store", "department", "region"} & supplied or kind.date not in supplied:
        return Written(sheet)
    scored = set(kind.one_of) & supplied
    likely = [at for at in sheet.cells if at not in own.columns and _may_be_places(sheet, at)]
    if not scored or not likely:
        return Written(sheet)
    offered = likely[:_MOST_PLACES]
    given = options.answers.get(STORE)  # of an earlier file, in which it came to mind
    if given in sheet.headings and sheet.headings.index(given) not in offered:
        offered.append(sheet.headings.index(given))
    question = Question(
        STORE,
        Message("No heading names the store that was visited. Which column holds it?", {}),
        (
            *(
                Choice(
                    sheet.headings[at],
                    Message(
                        "“{heading}”, such as “{value}”.",
                        {
                            "heading": sheet.headings[at],
                            "value": shown(next(filter(None, sheet.cells[at]), "")),
                        },
                    ),
                )
                for at in offered
            ),
            Choice("none", N_("None of these: the visits belong to no store.")),
        ),
        next((sheet.headings[at] for at in offered if not _is_area(sheet.headings[at])), "none"),
    )
    answer = question.answer(options.answers)
    if answer == "none":
        return Written(sheet, questions=(question,))
    cells = sheet.cells[sheet.headings.index(answer)]
    made = replace(
        sheet,
        headings=(*sheet.headings, kind.column("store").label),
        cells=pd.concat([sheet.cells, cells.rename(len(sheet.headings))], axis="columns"),
    )
    return Written(made, questions=(question,))


def _is_area(heading: str) -> bool:
    return _AREA.search(heading.replace("_", " ")) is not None


def _may_be_places(sheet: Sheet, at: int) -> bool:
    """Whether short names stand below a heading, of which several come again: of places, perhaps."""
    heading = sheet.headings[at]
    told = [cell for cell in sheet.cells[at] if not is_no_answer(cell)]
    different = set(told)
    return (
        2 * len(told) > len(sheet.cells)
        and 1 < len(different) <= _MOST_DIFFERENT * len(told)
        and not _NO_PLACE.search(heading)
        and not is_personal(heading, told)
        and not is_measured(heading)
        and all(len(cell) <= _LONGEST for cell in different)
        and not any(is_data(cell) or is_answer(cell) for cell in different)
    )


# Several rows of one visit.


def _one_a_visit(sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The first row of each visit, where a file without numbers of visits has a row for each thing
    that was found at one."""
    own = match(sheet, kind, options)
    if not {kind.date, "store"} <= {*own.columns.values()} or own.position("visit_id") is not None:
        return Written(sheet)
    days = [cell for cell in sheet.cells[own.position(kind.date)] if cell]
    if not days or sum(map(is_number, days)) * 2 > len(days):
        return Written(sheet)  # a year: a store is visited more than once in it
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
        headings=(*sheet.headings, kind.column("shopper").label),
        cells=pd.concat([sheet.cells, sheet.cells[at].rename(len(sheet.headings))], axis="columns"),
    )
    return Written(made, questions=(question,), dropped=("employee",))
