"""A result in the month before training, one month after it and three: the same stores in each, as
the plan's evaluation has it."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from errors import Message
from i18n import N_, Month, rounded
from metrics.answers.answer import Answer
from metrics.comparisons.change import by_own_intervals, difference
from metrics.kpi import Amount, Kpi
from metrics.periods import add_months
from metrics.statistics.comparing import Difference
from metrics.sums.columns import SUMS
from metrics.sums.values import valued

BEFORE, AFTER = (
    -1,
    (1, 3),
)  # months from training; the plan looks at behaviour one month on and at the customer three
QUIET = 3  # months without training before it, or the month before would be one after
MONTHS = 12  # of training, up to the latest whose third month is over
FEWEST = 10  # trainings that can be followed
_SUMS = list(SUMS)

CAUTION = N_(
    "What all stores gained or lost in these months is not taken out, so a change is a reason to "
    "look, not a proof."
)


@dataclass(frozen=True)
class TrainingSpan:
    """The first and the last month of training that is looked at."""

    first: date
    last: date

    @classmethod
    def to(cls, month: date) -> "TrainingSpan":
        """The latest span whose trainings all lie three months back at the end of `month`."""
        last = add_months(month, -max(AFTER))
        return cls(add_months(last, 1 - MONTHS), last)


@dataclass(frozen=True)
class Begun:
    """The trainings to follow: `pairs` (unit, month) that came after `QUIET` months without any;
    `all_months` had training at all."""

    span: TrainingSpan
    pairs: tuple[tuple[str, date], ...]
    all_months: int

    @property
    def enough(self) -> bool:
        """Whether they are enough to say anything."""
        return len(self.pairs) >= FEWEST

    def sentence(self) -> Message:
        """What is followed, or why nothing can be."""
        blanks = {
            "count": len(self.pairs),
            "all": self.all_months,
            "least": FEWEST,
            "quiet": QUIET,
            "first": Month(self.span.first),
            "last": Month(self.span.last),
        }
        if self.enough:
            return Message(
                "Before and after: {count} times from {first} to {last} a store sat exams after "
                "{quiet} months without any. Each result "
                "is that of the same stores, all courses together, in the month before, one month "
                "after and three months after.",
                blanks,
            )
        if not self.all_months:
            return Message(
                "One and three months after training cannot be shown: no store sat an exam from "
                "{first} to {last}, whose months after it "
                "are over.",
                blanks,
            )
        return Message(
            "One and three months after training cannot be told from the time before: of {all} "
            "months in which a store sat exams from "
            "{first} to {last}, {count} came after {quiet} months without any, and {least} are "
            "needed.",
            blanks,
        )


@dataclass(frozen=True)
class Window:
    """The result `lag` months from training: cases, value and its 95 % limits; `change` against the
    month before (None for that month)."""

    lag: int
    n: int
    value: float
    low: float
    high: float
    change: Difference | None = None


@dataclass(frozen=True)
class Around:
    """One result around training: `trainings` that have it in all three months, and the windows;
    none where they are too few.

    `judged`: the window that the plan looks at, settled before looking; the other one is shown
    only.
    """

    kpi: Kpi
    judged: int
    trainings: int
    windows: tuple[Window, ...]

    def sentence(self) -> Message:
        """The change up to the month that the plan looks at."""
        blanks = {
            "result": self.kpi.label,
            "count": self.trainings,
            "least": FEWEST,
            "lag": self.judged,
        }
        if not self.windows:
            return Message(
                "“{result}”: {count} of these times it is on record in all three months, {least} "
                "are needed.",
                blanks,
            )
        first = next(window for window in self.windows if window.change is None)
        judged, found = next(
            (window, window.change)
            for window in self.windows
            if window.change is not None and window.lag == self.judged
        )
        shown = self.kpi.unit.step_between(first.value, judged.value, found.low, found.high)
        blanks |= {
            "change": Amount(self.kpi.unit, shown, change=True),
            "low": Amount(self.kpi.unit, found.low, change=True, bare=True),
            "high": Amount(self.kpi.unit, found.high, change=True, bare=True),
        }
        if found.certain:
            return Message(
                "“{result}” changed by {change} from the month before to month {lag} (95%: {low} "
                "to {high}).",
                blanks,
            )
        return Message(
            "“{result}” shows no clear change from the month before to month {lag} ({change}; "
            "95%: {low} to {high}).",
            blanks,
        )


def begun(training: Answer, span: TrainingSpan) -> Begun:
    """The trainings of a span, from how many were examined by unit and month; asked from `QUIET`
    months before it."""
    rows = training.rows[
        training.rows["group"].fillna("").ne("") & (training.rows["n"].astype(float) > 0)
    ]
    sat = set(zip(rows["group"], rows["period"], strict=True))
    within = sorted((unit, month) for unit, month in sat if span.first <= month <= span.last)
    fresh = tuple(
        (unit, month)
        for unit, month in within
        if not any((unit, add_months(month, -ago)) in sat for ago in range(1, QUIET + 1))
    )
    return Begun(span, fresh, len(within))


def around(trainings: Begun, result: Answer, judged: int) -> Around:
    """A result by unit and month around these trainings, of those that have it in every window;
    `judged` is one of `AFTER`."""
    rows = result.rows[~result.rows["hidden"].astype(bool) & result.rows["value"].notna()]
    at = {pair: place for place, pair in enumerate(zip(rows["group"], rows["period"], strict=True))}
    lags = (BEFORE, *AFTER)
    places = [
        [at.get((unit, add_months(month, lag))) for lag in lags] for unit, month in trainings.pairs
    ]
    complete = [found for found in places if None not in found]
    if len(complete) < FEWEST:
        return Around(result.kpi, judged, len(complete), ())
    sums = pd.DataFrame(
        [rows[_SUMS].iloc[list(found)].astype(float).sum() for found in zip(*complete, strict=True)]
    )
    values = valued(result.kpi, sums).to_dict("records")
    changes = [None, *(_change(result.kpi, values[0], row) for row in values[1:])]
    return Around(
        result.kpi,
        judged,
        len(complete),
        tuple(
            Window(lag, rounded(row["n"]), row["value"], row["low"], row["high"], change)
            for lag, row, change in zip(lags, values, changes, strict=True)
        ),
    )


def _change(kpi: Kpi, before: dict, after: dict) -> Difference:
    """The difference of two windows; of a rate by the intervals of both."""
    found = difference(kpi, before, after)
    if found.low is not None:
        return found
    low, high = (np.array([row[end] for row in (before, after)], float) for end in ("low", "high"))
    return by_own_intervals(found, low, high)
