"""From sums to values and intervals: which method for which shape of measure.

The one table of that choice; docs/methods.md explains it.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import overload

import numpy as np
import pandas as pd

from metrics.kpi import Kpi, Shape
from metrics.statistics.agreement import AGREED, within_group
from metrics.statistics.intervals import (
    CaseSums,
    Intervals,
    Numbers,
    mean_t,
    net_promoter,
    poisson_rate,
    ratio_linearised,
    wilson,
    wilson_clustered,
)
from metrics.sums.columns import SUMS, Columns, taken

_HUNDRED = 100
RATERS_FOR_T = 5  # raters from which on their mean has an interval


def valued(kpi: Kpi, sums: pd.DataFrame) -> pd.DataFrame:
    """`sums` with columns value, low, high (NaN where there is none), in the KPI's unit."""
    return sums.assign(**value_columns(kpi, sums))


def value_columns(
    kpi: Kpi, sums: Mapping[str, Sequence[float] | np.ndarray | pd.Series]
) -> Columns:
    """Value, low and high (NaN where there is none) of columns of sums, in the KPI's unit."""
    parts = {name: np.asarray(sums[name], float) for name in SUMS}
    if kpi.measure.shape is Shape.QUANTILE:
        return _quantiles(sums, len(parts["n"]))
    if kpi.measure.raters:
        return _of_raters(kpi, parts)
    low, high = _limits(kpi, parts)
    return {
        "value": np.asarray(point(kpi, parts["y"], parts["less"], parts["x"]), float),
        "low": low,
        "high": high,
    }


def _quantiles(sums: Mapping[str, Sequence[float] | np.ndarray | pd.Series], count: int) -> Columns:
    """What counts of each length gave; sums alone tell no quantile."""
    none = np.full(count, np.nan)
    names = {"value": "quantile", "low": "quantile_low", "high": "quantile_high"}
    return {
        name: np.asarray(sums[given], float) if given in sums else none
        for name, given in names.items()
    }


def _of_raters(kpi: Kpi, parts: Columns) -> Columns:
    """A mean over raters: with limits by t from five of them on, and none where they disagree."""
    value = np.asarray(point(kpi, parts["y"], parts["less"], parts["x"]), float)
    lowest, highest = _ends(kpi)
    low, high = ratio_linearised(_over_cases(parts), low=lowest, high=highest)
    agreed = ~(within_group(_variance_of_raters(parts), kpi.measure.raters) < AGREED)
    sure = agreed & (parts["n"] >= RATERS_FOR_T)
    return {
        "value": np.where(agreed, value, np.nan),
        "low": np.where(sure, low, np.nan),
        "high": np.where(sure, high, np.nan),
    }


def _variance_of_raters(parts: Columns) -> np.ndarray:
    """The variance of the raters' own means; NaN of a single one."""
    n, y, x = (np.where(parts[name] > 0, parts[name], np.nan) for name in ("n", "y", "x"))
    squares = parts["yy"] - 2 * y / x * parts["xy"] + (y / x) ** 2 * parts["xx"]
    return np.maximum(squares, 0) / np.where(n > 1, n - 1, np.nan) / (x / n) ** 2


@overload
def point(kpi: Kpi, y: float, less: float, x: float) -> float: ...
@overload
def point(kpi: Kpi, y: np.ndarray, less: np.ndarray, x: np.ndarray) -> np.ndarray: ...
def point(kpi: Kpi, y: Numbers, less: Numbers, x: Numbers) -> Numbers:
    """The value for sums y, less, x (numbers or arrays), in the KPI's unit; NaN where x is 0."""
    known = np.where(np.asarray(x) > 0, x, np.nan)
    match kpi.measure.shape:
        case Shape.SHARE | Shape.NET_SHARE:
            return 100 * (y - less) / known
        case Shape.MEAN | Shape.RATE | Shape.TOTALS | Shape.GIVEN:
            return y / known
        case Shape.QUANTILE:
            return np.nan * known
        case Shape.EVENTS:
            return kpi.measure.per * y / known
        case _:
            return y


def _limits(kpi: Kpi, sums: Columns) -> tuple[np.ndarray, np.ndarray]:
    match kpi.measure.shape:
        case Shape.SHARE:
            return _share_limits(sums)
        case Shape.NET_SHARE:
            return net_promoter(sums["y"], sums["less"], sums["x"])
        case Shape.MEAN:
            return _mean_limits(kpi, sums)
        case Shape.EVENTS:
            return poisson_rate(sums["y"], sums["x"], kpi.measure.per)
        case Shape.GIVEN:
            return _given_limits(kpi, sums)
        case _:  # counted in full: nothing was sampled
            none = np.full(len(sums["y"]), np.nan)
            return none, none


def _share_limits(sums: Columns) -> tuple[np.ndarray, np.ndarray]:
    """Where a case holds several rows, these are not independent."""
    low, high = _by_case(
        sums, wilson(sums["y"], sums["x"]), lambda cases: wilson_clustered(_over_cases(cases))
    )
    return 100 * low, 100 * high


def _given_limits(kpi: Kpi, sums: Columns) -> tuple[np.ndarray, np.ndarray]:
    """Of a share measured elsewhere, where all its values say from how many answers."""
    if kpi.unit.high != _HUNDRED:
        none = np.full(len(sums["y"]), np.nan)
        return none, none
    told = sums["less"] >= sums["x"]
    n = np.where(told & (sums["x"] > 0), sums["x"], np.nan)
    low, high = wilson(np.clip(sums["y"] / _HUNDRED, 0, n), n)
    return _HUNDRED * low, _HUNDRED * high


def _mean_limits(kpi: Kpi, sums: Columns) -> tuple[np.ndarray, np.ndarray]:
    low, high = _ends(kpi)
    known = np.where(sums["x"] > 0, sums["x"], np.nan)
    return _by_case(
        sums,
        mean_t(sums["n"], sums["y"], sums["yy"], low, high, sums["top"] / known),
        lambda cases: ratio_linearised(_over_cases(cases), low=low, high=high),
    )


def _ends(kpi: Kpi) -> tuple[float, float]:
    """The natural range of a KPI's values."""
    low, high = kpi.unit.low, kpi.unit.high
    return -np.inf if low is None else low, np.inf if high is None else high


def _by_case(
    sums: Columns, plain: Intervals, clustered: Callable[[Columns], Intervals]
) -> tuple[np.ndarray, np.ndarray]:
    """The plain limits, and `clustered` ones of the rows with several answers to a case."""
    several = sums["xx"] > sums["x"]
    if not several.any():
        return plain.low, plain.high
    low, high = plain.low.copy(), plain.high.copy()
    low[several], high[several] = clustered(taken(sums, several))
    return low, high


def _over_cases(sums: Columns) -> CaseSums[np.ndarray]:
    return CaseSums(*(sums[name] for name in ("n", "y", "x", "yy", "xy", "xx")))
