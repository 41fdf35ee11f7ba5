"""How far a KPI moved since an action, and how sure that is: months before against months after.

The level after is set against the level before, with errors that follow each other
(metrics/statistics/interrupted.py). Where the months before were on their way already, their trend
is carried on. A change counts only where both ways of measuring tell it: else one of 14 actions
without effect on a unit chosen as the worst would be said to have worked (bench/effect.py). A model with a level and a
slope of its own after the action is told beside, from a year before and after; it does not decide,
as it finds a true step of 1.5 standard deviations in a fifth to a third of all cases only.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from metrics.statistics.interrupted import Estimate, design, estimate, fit
from metrics.statistics.intervals import LEVEL, t_quantile

FEWEST = 6  # months before, and months after, for any statement
FEWEST_FOR_SLOPES = 12  # months before, and months after, for a slope of its own
MONTHS_FOR_TREND = 18  # months before from which on a trend can be told apart from a step
_TREND_P = 0.05  # below this the months before have a trend
_POWER = 0.8


@dataclass(frozen=True)
class Segmented:
    """Level change, change of the slope a month, and the effect in the last month, all against the
    line before carried on, in units of the KPI."""

    level: Estimate
    slope: Estimate
    last: Estimate


@dataclass(frozen=True)
class LevelChange:
    """`before`, `after`: months that could be used. `step`: the change of level, in units of the
    KPI; None with fewer than FEWEST on a side. `trend`: it is measured against a trend that the
    months before had. `doubtful`: measured the other way, with a trend where there is none for
    certain, without where there is one, little of it is left. `run`: how many of the last months
    lie on the same side of the mean before, less than 0 where that is below it. `mean`: that mean.
    `segmented`: None with fewer than FEWEST_FOR_SLOPES on a side."""

    before: int
    after: int
    step: Estimate | None = None
    trend: bool = False
    doubtful: bool = False
    run: int = 0
    mean: float | None = None
    segmented: Segmented | None = None


def level_change(months: ArrayLike, values: ArrayLike, start: int) -> LevelChange:
    """The change of `values` from the month `start` on.

    `months`: (n,) positions in months, rising whole numbers, gaps allowed (months that do not count
    are left out). `values`: (n,), in units of the KPI.
    """
    t, y = np.asarray(months, float), np.asarray(values, float)
    early = t < start
    before, after = int(early.sum()), int((~early).sum())
    if min(before, after) < FEWEST:
        return LevelChange(before, after)
    flat = design(t, start, slopes=False)
    along = np.column_stack([flat, t - start])
    carried = estimate(fit(y, along, t), [0, 1, 0])
    level = estimate(fit(y, flat, t), [0, 1])
    trend = _has_trend(t[early], y[early])
    step, other = (carried, level) if trend else (level, carried)
    return LevelChange(
        before,
        after,
        step,
        trend,
        _disagrees(step.value, other.value, trend or before >= MONTHS_FOR_TREND),
        _run(y[~early] - y[early].mean()),
        float(y[early].mean()),
        _segmented(t, y, start) if min(before, after) >= FEWEST_FOR_SLOPES else None,
    )


def _has_trend(t: np.ndarray, y: np.ndarray) -> bool:
    x = np.column_stack([np.ones_like(t), t])
    return estimate(fit(y, x, t), [0, 1]).p < _TREND_P


def _disagrees(step: float, other: float, told_apart: bool) -> bool:
    """Whether less than half of a step is left if it is measured the other way; where a line and a
    step are hard to tell apart, only where nothing is left."""
    left = 0.5 if told_apart else 0.0
    return other * np.sign(step) <= left * abs(step)


def _run(away: np.ndarray) -> int:
    """How many of the last values lie on the side of the last one, with its sign."""
    side = np.sign(away)
    same = side[::-1] == side[-1]
    return int(side[-1]) * (len(side) if same.all() else int(same.argmin()))


def _segmented(t: np.ndarray, y: np.ndarray, start: int) -> Segmented:
    fitted = fit(y, design(t, start, slopes=True), t)
    return Segmented(
        estimate(fitted, [0, 0, 1, 0]),
        estimate(fitted, [0, 0, 0, 1]),
        estimate(fitted, [0, 0, 1, t[-1] - start]),
    )


@dataclass(frozen=True)
class Foresight:
    """What the data will be able to show. `months`: before. `power`: chance that a true change of
    the expected size is found in the window, 0 to 1; None without a size. `smallest`: the size that
    is found in four of five cases, in units of the KPI. Both None where too few months are there, or
    where the KPI was the same in all of them (`varies`)."""

    months: int
    power: float | None = None
    smallest: float | None = None
    varies: bool = True


def foreseen(months: ArrayLike, values: ArrayLike, window: int, size: float | None) -> Foresight:
    """What can be shown of a step of `size` in the `window` months after those given, if the KPI
    goes on to vary as it did. `months`, `values`: (n,), as for `level_change`, all before the action."""
    from scipy.stats import nct

    t, y = np.asarray(months, float), np.asarray(values, float)
    if len(t) < FEWEST:
        return Foresight(len(t))
    trend = _has_trend(t, y)
    x = np.column_stack([np.ones_like(t), t]) if trend else np.ones((len(t), 1))
    fitted = fit(y, x, t)
    if fitted.sigma <= fitted.dust:
        return Foresight(len(t), varies=False)
    error, degrees = _planned(t, window, fitted.rho, fitted.sigma, trend)
    reach = float(t_quantile(LEVEL, degrees))
    smallest = error * (reach + float(t_quantile(2 * _POWER - 1, degrees)))
    power = None if size is None else float(nct.sf(reach, degrees, abs(size) / error))
    return Foresight(len(t), power, smallest)


def _planned(
    t: np.ndarray, window: int, rho: float, sigma: float, trend: bool
) -> tuple[float, float]:
    """Error and effective degrees of freedom of a step that `window` months will have shown."""
    whole = np.concatenate([t, t[-1] + np.arange(1, window + 1)])
    x = design(whole, t[-1] + 1, slopes=False)
    if trend:
        x = np.column_stack([x, whole])
    apart = np.abs(whole[:, None] - whole[None, :])
    correlations = np.sign(rho) ** apart * abs(rho) ** apart if rho else np.eye(len(whole))
    cov = np.linalg.inv(x.T @ np.linalg.solve(correlations, x))
    follows = max(rho, 0.0)
    degrees = max(2.0, (len(whole) - x.shape[1]) * (1 - follows) / (1 + follows))
    return sigma * float(np.sqrt(cov[1, 1])), degrees
