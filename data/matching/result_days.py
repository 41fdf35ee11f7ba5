"""The day of a result whose own is empty, as of who failed a course and never completed it: without one
these rows are rejected, and a pass rate would count those who passed alone."""

import re
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from data.kinds.catalog import ROSTER, TRAINING
from data.kinds.schema import DatasetKind
from data.matching.heading_says import is_person_day
from data.matching.headings import match
from data.matching.verdict_words import is_unfinished, is_verdict
from data.matching.worked_out import dated_columns
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.text.folding import fold, vocabulary
from data.values.cells import without_codes
from data.values.looks import is_no_answer, is_no_result
from errors import Message
from i18n import N_

_OF_STAFF = frozenset({"hired_on", "left_on"})  # days of somebody's life, in any language
_STARTS = re.compile(r"start|entry|begin|begun", re.I)
NAME, LEAVE, _COLUMN = "result_day", "leave", "column"
_NO_DAY = re.compile(r"expir|valid|until|renew|next|birth|有效|到期|过期|過期", re.I)
# The likelier, the nearer to the result.
_NEAR = re.compile(r"attempt|taken|exam|test|result|\bend|考|测|測", re.I)


def with_result_days(sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The sheet with the other day, as answered, else as is likely, where results have none of their
    own; of most files the sheet itself."""
    if kind is not TRAINING or sheet.cells.empty or kind.date in options.set:
        return Written(sheet)
    own = match(sheet, kind, Options(set=options.set))
    matched = {
        sheet.headings.index(heading): name
        for heading, name in options.match.items()
        if heading in sheet.headings
    }
    columns = {**own.columns, **matched}
    day, score, outcome = (_place(columns, name) for name in (kind.date, "score", "outcome"))
    if day is None:
        return Written(sheet)
    empty = without_codes(sheet.cells[day]).isna()
    rows = sheet.cells[empty]
    if rows.empty or empty.all():
        return Written(sheet)
    lost = empty.copy()
    lost[empty] = _held(rows, score, outcome) & ~_unfinished(rows, columns)
    others = _others(sheet, columns, lost) if lost.any() else []
    if not others:
        return Written(sheet)
    question = _question(sheet, day, int(lost.sum()), others)
    answer, _, heading = question.answer(options.answers).partition(":")
    if answer == LEAVE:
        return Written(sheet, questions=(question,))
    cells = sheet.cells.copy(deep=False)
    other = sheet.cells[sheet.headings.index(heading)]
    cells[day] = sheet.cells[day].where(~lost, other).astype("str")
    return Written(replace(sheet, cells=cells), questions=(question,))


def _place(columns: dict[int, str], name: str) -> int | None:
    return next((at for at, column in columns.items() if column == name), None)


def _held(rows: pd.DataFrame, score: int | None, outcome: int | None) -> pd.Series:
    """Of each row whether it holds a result."""
    held = pd.Series(False, index=rows.index)
    if score is not None:
        held |= ~rows[score].map(is_no_result).astype(bool)
    if outcome is not None:
        held |= rows[outcome].map(is_verdict).astype(bool)
    return held


def _unfinished(rows: pd.DataFrame, columns: dict[int, str]) -> pd.Series:
    """Of each row whether a column that is no score says that nobody finished."""
    found = pd.Series(False, index=rows.index)
    for at in rows:
        if columns.get(at) in (None, "outcome"):
            found |= rows[at].map(is_unfinished).astype(bool)
    return found


def _is_of_staff(heading: str) -> bool:
    """Whether a heading tells when somebody was hired or left; a course starts on a day too."""
    known = vocabulary(ROSTER).get(fold(heading), {})
    return bool(_OF_STAFF & {*known}) and not _STARTS.search(heading)


def _others(sheet: Sheet, columns: dict[int, str], lost: pd.Series) -> list[int]:
    """The columns of days in which each of these rows has one, the likeliest first."""
    found = [
        at
        for at in dated_columns(sheet)
        if at not in columns
        and not _NO_DAY.search(sheet.headings[at])
        and not is_person_day(sheet.headings[at])
        and not _is_of_staff(sheet.headings[at])
        and not sheet.cells[at][lost].map(is_no_answer).any()
    ]
    return sorted(found, key=lambda at: _NEAR.search(sheet.headings[at]) is None)


def _question(sheet: Sheet, day: int, count: int, others: Sequence[int]) -> Question:
    choices = (
        *(
            Choice(
                f"{_COLUMN}:{sheet.headings[at]}",
                Message("On the day under “{other}”.", {"other": sheet.headings[at]}),
            )
            for at in others
        ),
        Choice(LEAVE, N_("On none: they are rejected.")),
    )
    return Question(
        NAME,
        Message(
            "Rows with a result have no day under “{heading}”: {count}. On which day do they count?",
            {"heading": sheet.headings[day], "count": count},
        ),
        choices,
        choices[0].name,
    )
