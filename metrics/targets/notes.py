"""What else has to be known to rely on a verdict: old data, a month out of line, a baseline that is
itself uncertain."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from errors import Message
from i18n import Month
from metrics.answers.answer import Answer
from metrics.answers.history import Asking
from metrics.comparisons.signals import Process
from metrics.kpi import Amount
from metrics.periods import add_months, is_over, last_day
from metrics.statistics.spc import Signal
from metrics.sums.columns import SUMS
from metrics.sums.query import Query
from metrics.sums.values import valued
from metrics.targets.plans import Target, measurable, place_of
from metrics.targets.verdict import Status, Verdict

_OLD = 3  # months between the last records and the month asked for, from which on they are old
_HELD = 6  # months without any movement that say something of those to come
_FAR = frozenset({Signal.ABOVE, Signal.BELOW})


def notes(
    verdict: Verdict, current: Process | None, answer: Answer, asking: Asking, end: date
) -> tuple[Message, ...]:
    """The sentences beside a verdict, judged at `end`."""
    told = (
        _of_days(verdict),
        _old(answer, end),
        _out_of_line(verdict, current),
        _uncertain_goal(verdict, answer, asking),
    )
    return tuple(note for note in told if note is not None)


def are_old(last: date, end: date) -> bool:
    """Whether records of a month, after which there are none, are too old to say how things stand
    at `end`."""
    return (end.year - last.year) * 12 + end.month - last.month >= _OLD


def is_old(answer: Answer, end: date) -> bool:
    """Whether the last records are too old to say how things stand at `end`."""
    return _old(answer, end) is not None


def held_for(current: Process) -> int | None:
    """For how many months up to the last one the value has not moved at all; None where that says
    nothing yet."""
    values = current.current["value"].to_numpy(float)
    moved = np.flatnonzero(values != values[-1])
    months = len(values) - (moved[-1] + 1 if len(moved) else 0)
    return int(months) if months >= _HELD else None


def _of_days(verdict: Verdict) -> Message | None:
    """That only a part of the month decides."""
    target = verdict.target
    whole = target.due == last_day(target.due.replace(day=1), "month")
    if whole or target.stable_from or verdict.ahead or verdict.period != target.due.replace(day=1):
        return None
    return Message("Judged on the days up to {due}.", {"due": target.due})


def day_past(verdict: Verdict, today: date) -> Message | None:
    """That a day in the middle of a month that still runs is past, and nothing judged yet. A
    milestone does not wait for its month, nor what cannot be met any more."""
    target, kpi = verdict.target, measurable(verdict.target)
    month = target.due.replace(day=1)
    if target.due >= today or is_over(month, today):
        return None
    open_ = verdict.ahead or verdict.status is Status.NOT_ENOUGH
    if not open_ or verdict.failed or kpi is None or target.form == "milestone":
        return None
    blanks = {"due": target.due, "month": Month(month)}
    if kpi.matures_days:
        return Message(
            "Its day, {due}, is past; it is judged once {month} is over and its value is final.",
            blanks,
        )
    return Message("Its day, {due}, is past; it is judged once {month} is over.", blanks)


def _old(answer: Answer, end: date) -> Message | None:
    recorded = np.flatnonzero(answer.columns["n"].astype(float) > 0)
    if not len(recorded):
        return None
    last = answer.columns["period"][recorded[-1]]
    return (
        Message("The last records are of {month}.", {"month": Month(last)})
        if are_old(last, end)
        else None
    )


def _out_of_line(verdict: Verdict, current: Process | None) -> Message | None:
    if current is None or verdict.period is None:
        return None
    at = [place for place, period in enumerate(current.rows["period"]) if period == verdict.period]
    signals = current.chart.signals
    if (
        not at or signals[at[0]] not in _FAR or at[0] and signals[at[0] - 1] is signals[at[0]]
    ):  # several in a row are a level, not one odd month
        return None
    low, high = (Amount(current.kpi.unit, limits[at[0]]) for limits in (current.low, current.high))
    return Message(
        "{month} lies outside what is usual ({low} to {high}): look for its cause before you rely "
        "on it.",
        {"month": Month(verdict.period), "low": low, "high": high},
    )


def _uncertain_goal(verdict: Verdict, answer: Answer, asking: Asking) -> Message | None:
    """That a goal set against a measured baseline is no surer than that, where it could turn the
    verdict."""
    target, kpi = verdict.target, answer.kpi
    if target.form != "change" or target.baseline is not None:
        return None
    if target.value is None or verdict.value is None:
        return None
    measured = _baseline_sums(asking, target)
    found = None if measured is None else valued(kpi, measured).iloc[0]
    if found is None or pd.isna(found["low"]):
        return None
    low, high = sorted(float(found[name]) * (1 + target.value / 100) for name in ("low", "high"))
    if not low <= verdict.value <= high:
        return None
    return Message(
        "The baseline is measured, so the goal itself may be {low} to {high}, and the value lies "
        "within that.",
        {"low": Amount(kpi.unit, low), "high": Amount(kpi.unit, high)},
    )


def _baseline_sums(asking: Asking, target: Target) -> pd.DataFrame | None:
    start = target.start.replace(day=1)
    rows = asking(
        target.kpi, Query(add_months(start, -12), start - timedelta(days=1), only=place_of(target))
    ).judged()
    return None if rows.empty else rows[list(SUMS)].sum().to_frame().T
