"""Rows of visits that may be none: the same row twice, and a score of 0 where nothing was scored."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pandas as pd

from data.issues import WARNING, Issue
from data.kinds.catalog import MYSTERY_VISIT, TRAINING
from data.kinds.schema import DatasetKind
from data.matching.headings import match
from data.matching.match import Match
from data.matching.visit_scores import numbers_of, scores_of
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import LeftOut, Lines, Sheet
from data.text.writing import folded, shown
from data.values.cells import spellings
from data.values.date_forms import Order, month_of, read
from data.values.looks import is_no_answer, is_number
from data.values.numbers import tidy
from errors import Message
from i18n import N_

TWICE, ZEROS = "visit_twice", "visit_zeros"
_MOST_TWICE = 0.2  # share of the rows; of more the file says too little to tell visits apart
_TELLING = 0.5  # share of different cells of a column that tells rows apart
_FEWEST, _SEVERAL, _MOST_ZEROS = 9, 2, 0.2  # other scores; scores of 0, and their share
# Headings of what kind of visit it was; a store, a day or a shopper may just have had a bad one.
_OF_VISIT = r"(?:visits?|inspections?|audits?|checks?|assessments?|evaluations?|calls?|mystery)"
_SORT = r"(?:type|kind|status|state|channel|purpose|mode|method)"
_KINDS = re.compile(
    rf"{_OF_VISIT}|(?:{_OF_VISIT}[ _-]?)*{_SORT}|{_SORT}[ _-]of[ _-](?:the[ _-])?{_OF_VISIT}"
    r"|(?:besuchs|prüf|kontroll|audit)(?:art|typ|status|zweck|kanal)|status|kanal"
    r"|(?:type|statut|canal|motif|objet)(?: de (?:la )?visite| d.(?:inspection|audit))?"
    r"|(?:tipo|estado|canal|motivo)(?: de (?:la )?(?:visita|inspección|auditoría))?"
    r"|(?:神秘顾客|神秘客|暗访|暗訪|走访|走訪|访问|訪問|巡检|巡檢|检查|檢查|巡店|稽核|督导|督導|拜访|拜訪|到访|到訪|调查|調查|考察)*"
    r"(?:类型|類型|类别|類別|性质|性質|状态|狀態|渠道|方式|目的|形式)",
    re.I,
)
_RESULTS = frozenset(spellings(TRAINING.column("outcome")))
_FATAL = re.compile(
    r"fail|critical|fatal|knock|violat|reject|breach|red ?line|zero toler|non.?compl"
    r"|红线|紅線|否决|否決|违规|違規|不合格|不通过|不通過|未通过|未通過|严重|嚴重|致命",
    re.I,
)
_HIGH = 50  # the least of all other scores beside which a 0 stands out
_KEPT = 10_000  # texts of days whose reading is kept
_LATE = 28  # from which on a day may be the last of its month
_ORDER = Order(year=2024)  # a leap year
_FEW = 12  # different cells of a column of sorts


def without_doubts(sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The sheet of a file of visits without rows that repeat others and scores that are none, as
    answered, else as is likely; of other files the sheet itself."""
    if kind is not MYSTERY_VISIT or sheet.cells.empty:
        return Written(sheet)
    once = _once(sheet, kind, options)
    scored = _scored(once.sheet, kind, options)
    return Written(scored.sheet, (*once.told, *scored.told), (*once.questions, *scored.questions))


def _once(sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The sheet with one row of those that say the same in every cell, as answered, else as is likely,
    where nothing numbers the visits and more than store, day and score is the same."""
    own = match(sheet, kind, options)
    again = sheet.cells.duplicated().to_numpy()
    many = again.sum() > _MOST_TWICE * len(again)
    if not again.any() or many or own.position("visit_id") is not None:
        return Written(sheet)
    date = own.position(kind.date)
    if date is None or not _are_days(sheet.cells[date]):
        return Written(sheet)
    further = _of_the_visit(sheet, again, own, kind)
    stores = own.position("store") is None  # one of them may hold the store
    if len(further) <= stores:
        return Written(sheet)
    blanks = {"count": int(again.sum())}
    question = Question(
        TWICE,
        Message(
            "Rows that say the same as an earlier one in every cell: {count}. Is it one visit that "
            "was entered twice?",
            blanks,
        ),
        (
            Choice("one", N_("Yes: each visit counts once.")),
            Choice("each", N_("No: each row is a visit of its own.")),
        ),
        "one" if sum(_differ(sheet.cells[at]) for at in further) > stores else "each",
    )
    if question.answer(options.answers) == "each":
        return Written(sheet, questions=(question,))
    return Written(
        _without(sheet, again),
        (
            Issue(
                WARNING,
                Message(
                    "Visits that were entered twice: {count}. The later rows were left out.", blanks
                ),
            ),
        ),
        (question,),
    )


def _are_days(cells: pd.Series) -> bool:
    """Whether all cells are days, not months, quarters or the like, for which the first or the last day
    may stand throughout: a store may have the same score twice in one."""
    days = {_day_of(cell) for cell in cells.unique()}
    return None not in days and len(days) > 1 and any(day < _LATE for day in days if day)


@lru_cache(maxsize=_KEPT)
def _day_of(text: str) -> int | None:
    """The day of the month of a text that names a day, whatever its year; None for any other text."""
    try:
        month, found = month_of(text, _ORDER), read(text, _ORDER)
    except ValueError:
        return None
    return found.moment.day if found is not None and month is None else None


def _of_the_visit(sheet: Sheet, again: np.ndarray, own: Match, kind: DatasetKind) -> list[int]:
    """The columns, beside store, day and scores, that are filled in where rows repeat others, and
    that say something of the visit: they differ within a store, or nearly everywhere."""
    known = {"store", kind.date, *kind.one_of}
    store, distinct = own.position("store"), sheet.cells[~again]
    found = []
    for at in sheet.cells:
        cells = sheet.cells[at]
        if own.columns.get(at) in known or cells[again].map(is_no_answer).any():
            continue
        within = distinct[at] if store is None else distinct.groupby(store)[at]
        if np.max(within.nunique()) > 1:
            found.append(at)
    return found


def _differ(cells: pd.Series) -> bool:
    return cells.nunique() > _TELLING * len(cells)


def _without(sheet: Sheet, again: np.ndarray) -> Sheet:
    lines = np.asarray(sheet.lines)
    first = sheet.cells.groupby(list(sheet.cells.columns), sort=False).ngroup().to_numpy()
    begun = lines[np.unique(first, return_index=True)[1]][first]
    left = [
        LeftOut(
            int(lines[place]),
            ", ".join(filter(None, sheet.cells.iloc[place])),
            Message("This row is of the same visit as row {row}.", {"row": int(begun[place])}),
        )
        for place in np.flatnonzero(again).tolist()
    ]
    return replace(
        sheet,
        cells=sheet.cells[~again].reset_index(drop=True),
        lines=Lines(lines[~again]),
        left_out=sheet.left_out + left,
    )


def _scored(sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The sheet without totals of 0 that stand beside one word of another column alone, while all
    others are high: a visit of that kind may not be scored at all."""
    own = match(sheet, kind, options)
    at = scores_of(own, kind).get("overall")
    if at is None:
        return Written(sheet)
    scores = numbers_of(sheet, at, options)
    zero = scores.eq(0)
    others = scores[~zero].dropna()
    few = _SEVERAL <= zero.sum() <= _MOST_ZEROS * scores.notna().sum()
    if not few or len(others) < _FEWEST or others.min() < _HIGH:
        return Written(sheet)
    beside = _only_beside(
        sheet, zero, [one for one in sheet.cells if _KINDS.fullmatch(sheet.headings[one].strip())]
    )
    if beside is None:
        return Written(sheet)
    blanks = {
        "count": int(zero.sum()),
        "column": sheet.headings[at],
        "other": sheet.headings[beside],
        "word": shown(sheet.cells[beside][zero].iloc[0]),
        "least": tidy(others.min()),
    }
    question = Question(
        f"{ZEROS}:{blanks['other']}={blanks['word']}",
        Message(
            "{column} is 0 in {count} rows, in all of which “{other}” is “{word}”; all other scores are "
            "{least} or more. Were these visits scored at all?",
            blanks,
        ),
        (
            Choice("unscored", N_("No: these rows are left out.")),
            Choice("scored", N_("Yes: 0 is their score.")),
        ),
        "unscored",
    )
    if question.answer(options.answers) == "scored":
        return Written(sheet, questions=(question,))
    left = [
        LeftOut(
            int(sheet.lines[place]),
            ", ".join(filter(None, sheet.cells.iloc[place])),
            Message("This visit was not scored: its 0 stands for no score."),
        )
        for place in np.flatnonzero(zero).tolist()
    ]
    made = replace(
        sheet,
        cells=sheet.cells[~zero].reset_index(drop=True),
        lines=Lines(np.asarray(sheet.lines)[~zero.to_numpy()]),
        left_out=sheet.left_out + left,
    )
    told = Message("Visits that were not scored, and were left out: {count}.", blanks)
    return Written(made, (Issue(WARNING, told),), (question,))


def _judges(cell: str) -> bool:
    return (
        len(cell) == 1
        or is_number(cell)
        or folded(cell) in _RESULTS
        or _FATAL.search(cell) is not None
    )


def _only_beside(sheet: Sheet, zero: pd.Series, places: Sequence[int]) -> int | None:
    """The first of `places` that says the same in all rows of `zero`, and mostly something else in the
    others, and that judges nothing: a visit that failed may well have got 0."""
    for at in places:
        cells = sheet.cells[at]
        words = set(cells[zero])
        if len(words) != 1 or is_no_answer(next(iter(words))) or cells.nunique() > _FEW:
            continue
        if any(map(_judges, cells.unique())):
            continue
        if cells[~zero].isin(words).mean() < _TELLING and cells.nunique() > 1:
            return at
    return None
