"""Where a target's stages lead: goals, the baseline they start from, and the path through them."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from metrics.answers.history import Asking
from metrics.catalog import indicator_named
from metrics.kpi import Shape
from metrics.periods import add_months, counts_on, last_day
from metrics.sums.query import Query
from metrics.sums.values import point
from metrics.targets.plans import (
    Target,
    changes_in_percent,
    in_force,
    measurable,
    place_of,
)
from metrics.targets.verdict import Path


def goals(asking: Asking, target: Target) -> tuple[float | None, float | None]:
    """The target's value and upper value in the KPI's unit; a change is taken from its baseline,
    None where it says nothing."""
    if target.form != "change":
        return target.value, target.value_high
    start = baseline(asking, target)
    if start is None or start <= 0 or target.value is None:
        return None, None
    known = changes_in_percent(indicator_named(target.kpi))
    return (start * (1 + target.value / 100) if known else None), None


def baseline(asking: Asking, target: Target) -> float | None:
    """The baseline typed with the target, else the last 3 to 12 whole months before its start,
    pooled; None with fewer.

    What is counted up starts at 0; what is counted month by month has its mean as baseline.
    """
    if target.baseline is not None:
        return target.baseline
    if target.form == "count":
        return 0.0
    kpi = measurable(target)
    if kpi is None:
        return None
    start = target.start.replace(day=1)
    rows = asking(
        kpi.name, Query(add_months(start, -12), start - timedelta(days=1), only=place_of(target))
    ).settled
    if len(rows["period"]) < 3:
        return None
    if kpi.measure.shape in (Shape.COUNT, Shape.STATE, Shape.QUANTILE):
        return float(rows["value"].mean())
    return float(point(kpi, *(np.nansum(rows[name]) for name in ("y", "less", "x"))))


def glide_path(asking: Asking, stages: list[Target]) -> Path | None:
    """Baseline, its date and (due, goal) of one KPI's stages at one place; None without a baseline
    or goal.

    Ranges and milestones have no part in the path.
    """
    approached = [target for target in stages if target.form not in ("between", "milestone")]
    approached.sort(key=lambda target: target.due)
    if not approached:
        return None
    first = baseline(asking, approached[0])
    steps = [
        (target.due, goal)
        for target in approached
        if (goal := goals(asking, target)[0]) is not None
    ]
    start = approached[0].start - timedelta(days=1)
    if first is None or not steps or start >= steps[0][0]:
        return None
    return first, start, steps


_OF_MONTHS = ("at_least", "at_most", "between", "change")  # forms that a month is held against


def goals_in_force(
    asking: Asking, revisions: Sequence[Target], months: Sequence[date]
) -> tuple[tuple[float, ...], ...]:
    """The goal that held at the end of each month, as it was set then, of one KPI at one place: of
    several the one that falls due next, both ends of a range, nothing where none held."""
    fit = [target for target in revisions if target.form in (*_OF_MONTHS, "withdrawn")]
    known: dict[Target, tuple[float, ...]] = {}
    found = []
    for month in months:
        target = _next_due(in_force(fit, last_day(month, "month")), last_day(month, "month"))
        if target is not None and target not in known:
            known[target] = tuple(goal for goal in goals(asking, target) if goal is not None)
        found.append(() if target is None else known[target])
    return tuple(found)


def _next_due(current: Sequence[Target], end: date) -> Target | None:
    """The target that falls due next, else the one that fell due last."""
    by_due = sorted(current, key=lambda target: target.due)
    return by_due[counts_on([target.due for target in by_due], end)] if by_due else None
