"""Quarters, half years, years, weeks and ranges of days that stand in a column where a day is
expected.

A column of nothing but these is read, each row on the last day of its stretch; one among days is a
fault.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from data.questions import Choice, Question
from data.text.writing import half_width
from data.values.date_forms import Order, read
from data.values.spans import named_span
from errors import Message
from i18n import N_

NAME, FIRST, LAST = "stretch_day", "first", "last"
YEAR, HALF, QUARTER, WEEK, RANGE = "year", "half", "quarter", "week", "range"
_SORTS = {12: YEAR, 6: HALF, 3: QUARTER}
_WEEKS = tuple(
    re.compile(text, re.IGNORECASE)
    for text in (
        r"(?P<year>(?:19|20)[0-9]{2})[-/ ]?\s?(?:CW|KW|W|week)\s?(?P<week>[0-9]{1,2})",
        r"(?:CW|KW|W|week)\s?(?P<week>[0-9]{1,2})[-/, ]+(?P<year>(?:19|20)[0-9]{2})",
        r"(?P<year>(?:19|20)[0-9]{2})\s?年?\s?第?\s?(?P<week>[0-9]{1,2})\s?[周週]",
    )
)
_BETWEEN = re.compile(
    r"\s*(?:~|～|至|到|—|–|\.\.)\s*|\s+(?:-|to|bis|until|al|au)\s+", re.IGNORECASE
)
_OPEN_ORDER = re.compile(r"[0-9]{1,2}[-/.][0-9]{1,2}[-/.]")
_TOLD = {
    QUARTER: N_(
        "{column} holds whole quarters, such as {value}, and no days. Each row counts on the last "
        "day of its quarter: look at quarters "
        "or years, not at months."
    ),
    HALF: N_(
        "{column} holds half years, such as {value}, and no days. Each row counts on the last day "
        "of its half year: look at years, not at "
        "months or quarters."
    ),
    WEEK: N_(
        "{column} holds whole weeks, such as {value}, and no days. Weeks were read as ISO weeks, "
        "from Monday to Sunday, and each row counts "
        "on one day of its week."
    ),
    RANGE: N_(
        "{column} holds stretches of days, such as {value}. Each row counts on one day of its "
        "stretch."
    ),
    YEAR: N_(
        "{column} holds years without months or days. Each row counts on 31 December of its year: "
        "look at whole years, not at months or "
        "quarters."
    ),
}


@dataclass(frozen=True)
class Stretch:
    """The days from `first` to `last`."""

    sort: str
    first: date
    last: date


def stretch_of(text: str, later: int = 0) -> Stretch | None:
    """The week, quarter, half year, year or range that a text names; None for any other text, a
    month and a day among them. `later`: as `DateSpan` has it."""
    text = half_width(text)
    for pattern in _WEEKS:
        if found := pattern.fullmatch(text):
            try:
                monday = date.fromisocalendar(int(found["year"]), int(found["week"]), 1)
            except ValueError:
                return None
            return Stretch(WEEK, monday, monday + timedelta(days=6))
    span = named_span(text)
    if span is not None and span.year is not None and span.months in _SORTS:
        placed = span.in_years(later)
        return Stretch(_SORTS[span.months], placed.first, placed.last)
    return _range(text)


def _range(text: str) -> Stretch | None:
    ends = _BETWEEN.split(text)
    if len(ends) != 2 or any(_OPEN_ORDER.match(end) for end in ends):
        return None
    try:
        first, last = (read(end, Order()) for end in ends)
    except ValueError:
        return None
    if first is None or last is None or first.moment > last.moment:
        return None
    return Stretch(RANGE, first.moment.date(), last.moment.date())


def stretches_of(texts: pd.Series, later: int = 0) -> list[Stretch] | None:
    """The stretch of each text where all of them name one; None for any other column."""
    found = []
    for text in texts:
        stretch = stretch_of(text, later) if len(text) <= 60 else None
        if stretch is None:
            return None
        found.append(stretch)
    return found or None


def told(column: str, texts: pd.Series, found: list[Stretch]) -> tuple[Message, ...]:
    """What a person has to know of rows that have no day, once for each sort of stretch."""
    first = {
        stretch.sort: text
        for text, stretch in zip(reversed(list(texts)), reversed(found), strict=True)
    }
    return tuple(
        Message(
            _TOLD[sort],
            {"column": column} if sort == YEAR else {"column": column, "value": first[sort]},
        )
        for sort in _TOLD
        if sort in first
    )


def question(
    column: str, texts: pd.Series, found: list[Stretch], counts: np.ndarray
) -> Question | None:
    """Which day of a week or a range counts, where it matters to the month; None where it does
    not."""
    across = [
        at
        for at, stretch in enumerate(found)
        if stretch.sort in (WEEK, RANGE)
        and (stretch.first.year, stretch.first.month) != (stretch.last.year, stretch.last.month)
    ]
    if not across:
        return None
    text, stretch = texts.iloc[across[0]], found[across[0]]
    return Question(
        NAME,
        Message(
            "{column} holds stretches of several days, and some reach over the end of a month. In "
            "which month do these rows count?",
            {"column": column},
        ),
        (
            Choice(
                LAST,
                Message(
                    "In the month of their last day: {value} counts on {day}.",
                    {"value": text, "day": stretch.last},
                ),
            ),
            Choice(
                FIRST,
                Message(
                    "In the month of their first day: {value} counts on {day}.",
                    {"value": text, "day": stretch.first},
                ),
            ),
        ),
        LAST,
        (Message("Rows of such stretches: {count}.", {"count": int(counts[across].sum())}),),
    )


def days_of(found: list[Stretch], asked: Question | None, answers: Mapping[str, str]) -> pd.Series:
    """The day on which each stretch counts."""
    edge = answers.get(NAME, LAST) if asked is None else asked.answer(answers)
    return pd.Series(
        [
            stretch.first if edge == FIRST and stretch.sort in (WEEK, RANGE) else stretch.last
            for stretch in found
        ],
        dtype="datetime64[us]",
    )
