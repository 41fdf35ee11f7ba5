"""The glide path to staged targets: what is required by a day, and how far behind it a value is."""

from collections.abc import Sequence
from datetime import date

import numpy as np

_DAYS_A_MONTH = 365.25 / 12


def required(
    on: date, baseline: float, baseline_date: date, stages: Sequence[tuple[date, float]]
) -> float:
    """The value required on a day, in the unit of the KPI.

    Straight lines over calendar days from the baseline through the stages
    (due date, target); the baseline before, the last target after. Stages
    due by the baseline date have no part in the path. A month's value
    belongs to the last day of the month.
    """
    days, values = _path(baseline, baseline_date, stages)
    return float(np.interp(on.toordinal(), days, values))


def gap(
    on: date,
    actual: float,
    better: int,
    baseline: float,
    baseline_date: date,
    stages: Sequence[tuple[date, float]],
) -> float:
    """How far the value is ahead of the path (below 0: behind it), in the unit of the KPI."""
    return better * (actual - required(on, baseline, baseline_date, stages))


def months_behind(
    on: date,
    actual: float,
    better: int,
    baseline: float,
    baseline_date: date,
    stages: Sequence[tuple[date, float]],
) -> float | None:
    """Months between the day on which the path first comes to `actual` and `on`; below 0: ahead.

    A value worse than the baseline counts from the baseline date, one better
    than every stage to the last due date: then at least that many months.
    None where the path never gets better (`better` is 1 for up, -1 for down).
    """
    days, values = _path(baseline, baseline_date, stages)
    signed, wanted = better * values, better * actual
    if signed.max() <= signed[0]:
        return None
    best_so_far = np.maximum.accumulate(signed)
    at = int(np.searchsorted(best_so_far, wanted))  # the first corner at least as good
    if at == 0 or at == len(days):
        day = float(days[min(at, len(days) - 1)])
    else:
        # The corner is the first to reach it, so the line into it starts below.
        share = (wanted - signed[at - 1]) / (signed[at] - signed[at - 1])
        day = float(days[at - 1] + share * (days[at] - days[at - 1]))
    return (on.toordinal() - day) / _DAYS_A_MONTH


def _path(
    baseline: float, baseline_date: date, stages: Sequence[tuple[date, float]]
) -> tuple[np.ndarray, np.ndarray]:
    """Corners of the path: days (ordinals, ascending) and values."""
    later = {due: target for due, target in stages if due > baseline_date}
    corners = sorted({baseline_date: baseline, **later}.items())
    return np.array([day.toordinal() for day, _ in corners]), np.array(
        [value for _, value in corners], float
    )
