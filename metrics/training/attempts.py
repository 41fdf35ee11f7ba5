"""Who passed, at which attempt, by which day.

Records are a frame with a row an attempt: `employee`, `attempt` (1, 2, …),
`day` (a number counted from one start for everybody's clock, such as days
since the course) and `passed` (true or false). What follows a person's first
pass is not looked at.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

from data.kinds import minimums
from errors import WrongCall
from metrics.statistics.intervals import LEVEL, normal_quantile

ENOUGH_AT_RISK = minimums.STILL_TO_PASS
CLOCKS = ("attempt", "day")


class Passed(NamedTuple):
    """How many of how many people passed."""

    passed: int
    people: int

    @property
    def share(self) -> float | None:
        """0 to 1; None of nobody."""
        return self.passed / self.people if self.people else None


def first_attempt(records: pd.DataFrame) -> Passed:
    """Of the people with a first attempt, those who passed it."""
    first = _checked(records).query("attempt == 1").groupby("employee")["passed"].any()
    return Passed(int(first.sum()), len(first))


def final(records: pd.DataFrame) -> Passed:
    """Of the people who ever sat the exam, those who ever passed it: the headline."""
    ever = _checked(records).groupby("employee")["passed"].any()
    return Passed(int(ever.sum()), len(ever))


def coverage(records: pd.DataFrame, required: Iterable[object]) -> Passed:
    """Of the people required to pass, those who did; who never came counts as not passed. A census:
    it has no interval."""
    checked, needed = _checked(records), set(required)
    return Passed(len(needed & set(checked.loc[checked["passed"], "employee"])), len(needed))


def attempts_to_pass(records: pd.DataFrame) -> pd.Series:
    """How many people passed at each attempt; index: the attempt."""
    times = first_pass(records, "attempt")
    return (
        times.loc[times["passed"], "time"]
        .value_counts()
        .sort_index()
        .rename_axis("attempt")
        .rename("people")
    )


def first_pass(records: pd.DataFrame, clock: str) -> pd.DataFrame:
    """One row a person: `time` of the first pass, else of the last attempt, on the `clock`
    "attempt" or "day"; and `passed`.

    WrongCall where a record has no such time.
    """
    if clock not in CLOCKS:
        raise WrongCall(
            "There is no clock \u201c{clock}\u201d. Known clocks: {known}.",
            clock=clock,
            known=list(CLOCKS),
        )
    checked = _checked(records)
    if checked[clock].isna().any():
        raise WrongCall(
            "{count} of {records} records lack their attempt number or their day. Leave them out, "
            "or complete them.",
            count=int(checked[clock].isna().sum()),
            records=len(checked),
        )
    last = checked.groupby("employee")[clock].max()
    won = checked[checked["passed"]].groupby("employee")[clock].min().reindex(last.index)
    return pd.DataFrame({"time": won.fillna(last).astype(last.dtype), "passed": won.notna()})


def passing_curve(times: pd.DataFrame, level: float = LEVEL) -> pd.DataFrame:
    """The cumulative share who passed, by Kaplan & Meier; one row each time at which somebody
    passed or was last seen.

    `times` as of `first_pass`. Columns `time`, `at_risk` (people not through
    yet just before), `passed`; `share` (0 to 1) with `low`, `high` (Greenwood's
    variance on the scale log(−log)); NaN where nobody or everybody is through;
    `plain`: the share of all people, as if those who stopped never passed;
    `shown`: false from where fewer than 5 are at risk. `share` assumes that those who
    stopped trying would have done as those who went on: lead with `plain`.
    Kaplan & Meier 1958, JASA 53:457-481; limits Kalbfleisch & Prentice 1980.
    """
    moments, place, left = np.unique(
        times["time"].to_numpy(), return_inverse=True, return_counts=True
    )
    passed = np.bincount(place, weights=times["passed"].to_numpy(float), minlength=len(moments))
    at_risk = len(times) - np.cumsum(left) + left
    waiting = np.cumprod(1 - passed / at_risk)
    low, high = _limits(waiting, passed, at_risk, level)
    return pd.DataFrame(
        {
            "time": moments,
            "at_risk": at_risk,
            "passed": passed.astype(int),
            "share": 1 - waiting,
            "low": low,
            "high": high,
            "plain": np.cumsum(passed) / max(len(times), 1),
            "shown": at_risk >= ENOUGH_AT_RISK,
        }
    )


def at(curve: pd.DataFrame, time: float) -> pd.Series | None:
    """The row of a `passing_curve` in force at `time`; None before its first. After the last, the
    last."""
    until = curve[curve["time"] <= time]
    return until.iloc[-1] if len(until) else None


def _limits(
    waiting: np.ndarray, passed: np.ndarray, at_risk: np.ndarray, level: float
) -> tuple[np.ndarray, np.ndarray]:
    inside = (waiting > 0) & (waiting < 1)
    variance = np.cumsum(passed / np.where(at_risk > passed, at_risk * (at_risk - passed), np.inf))
    log_waiting = np.log(np.where(inside, waiting, 0.5))
    stretch = np.exp(normal_quantile(level) * np.sqrt(variance) / log_waiting)
    low, high = (1 - np.exp(log_waiting * power) for power in (stretch, 1 / stretch))
    return np.where(inside, low, np.nan), np.where(inside, high, np.nan)


def _checked(records: pd.DataFrame) -> pd.DataFrame:
    """WrongCall where a record does not say whether it was passed."""
    unknown = records["passed"].isna()
    if unknown.any():
        raise WrongCall(
            "{count} of {records} records do not say whether the exam was passed. Leave them out, "
            "or give a pass mark.",
            count=int(unknown.sum()),
            records=len(records),
        )
    return records.assign(passed=records["passed"].astype(bool))
