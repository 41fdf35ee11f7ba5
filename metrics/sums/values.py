"""From sums to values and intervals: which method for which shape of measure.

The one table of that choice; docs/methods.md explains it.
"""

from typing import overload

import numpy as np
import pandas as pd

from metrics.kpi import Kpi, Shape
from metrics.statistics.comparing import CaseSums
from metrics.statistics.intervals import (
    Numbers,
    mean_t,
    net_promoter,
    ratio_linearised,
    wilson,
    wilson_clustered,
)


def valued(kpi: Kpi, sums: pd.DataFrame) -> pd.DataFrame:
    """`sums` with columns value, low, high (NaN where there is none), in the KPI's unit."""
    y, less, x = (sums[name].to_numpy(float) for name in ("y", "less", "x"))
    low, high = _limits(kpi, sums, y, less, x)
    return sums.assign(value=point(kpi, y, less, x), low=low, high=high)


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
        case Shape.MEAN | Shape.RATE:
            return y / known
        case _:
            return y


def _limits(kpi: Kpi, sums: pd.DataFrame, y: np.ndarray, less: np.ndarray, x: np.ndarray) -> tuple:
    """Lower and upper limits, one array each; one NaN each where nothing was sampled."""
    match kpi.measure.shape:
        case Shape.SHARE:
            return _share_limits(kpi, sums)
        case Shape.NET_SHARE:
            return net_promoter(y, less, x)
        case Shape.MEAN:
            return _mean_limits(kpi, sums)
        case _:
            return np.nan, np.nan  # counted in full: nothing was sampled


def _clustered(sums: pd.DataFrame) -> np.ndarray:
    """Where a case holds several rows, so that rows are not independent."""
    return sums["xx"].to_numpy(float) > sums["x"].to_numpy(float)


def _over_cases(sums: pd.DataFrame) -> CaseSums[np.ndarray]:
    return CaseSums(*(sums[name].to_numpy(float) for name in ("n", "y", "x", "yy", "xy", "xx")))


def _share_limits(kpi: Kpi, sums: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    plain = wilson(sums["y"].to_numpy(float), sums["x"].to_numpy(float))
    low, high = _either(_clustered(sums), wilson_clustered(*_over_cases(sums)), plain)
    return 100 * low, 100 * high


def _mean_limits(kpi: Kpi, sums: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    n, y, x, yy, top = (sums[name].to_numpy(float) for name in ("n", "y", "x", "yy", "top"))
    low = -np.inf if kpi.unit.low is None else kpi.unit.low
    high = np.inf if kpi.unit.high is None else kpi.unit.high
    plain = mean_t(n, y, yy, low, high, top / np.where(x > 0, x, np.nan))
    clustered = ratio_linearised(*_over_cases(sums), low=low, high=high)
    return _either(_clustered(sums), clustered, plain)


def _either(condition: np.ndarray, first: tuple, second: tuple) -> tuple[np.ndarray, np.ndarray]:
    return np.where(condition, first[0], second[0]), np.where(condition, first[1], second[1])
