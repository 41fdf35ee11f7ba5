"""Medians and other quantiles of durations, with limits that assume no distribution."""

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from metrics.statistics.intervals import LEVEL, Interval


class Quantile(NamedTuple):
    """A quantile in the unit of the values; a limit is None where the sample is too small for it.

    Without `high` say "at least low", without `low` "at most high".
    """

    value: float | None
    low: float | None
    high: float | None


def limit_ranks(n: int, p: float, level: float = LEVEL) -> Interval:
    """Ranks (1 to n, ascending) of the values that bound the p-quantile of n values.

    None where no value of the sample can be the limit. Conover 1999,
    Practical Nonparametric Statistics, ch. 3.2.
    """
    tail = (1 - level) / 2
    low, high = _binomial_quantile(tail, n, p), _binomial_quantile(1 - tail, n, p) + 1
    return Interval(low if low >= 1 else None, high if high <= n else None)


@lru_cache(10_000)
def _binomial_quantile(part: float, n: int, p: float) -> int:
    """The least number of hits out of n that so large a part of chances does not exceed; the same as
    scipy.stats.binom.ppf, whose module takes a second to import."""
    from scipy.special import bdtr, bdtrik

    near = max(0, math.ceil(bdtrik(part, n, p)))
    return near - 1 if near and bdtr(near - 1, n, p) >= part else near


def quantile(values: Sequence[float], p: float, level: float = LEVEL) -> Quantile:
    """The p-quantile (0 < p < 1) with its limits; missing values (NaN) are left out.

    Between two values the point is interpolated (Hyndman & Fan 1996, type 7).
    """
    ordered = np.sort(np.asarray(values, float))
    ordered = ordered[~np.isnan(ordered)]
    if not len(ordered):
        return Quantile(None, None, None)
    low, high = (
        None if rank is None else float(ordered[rank - 1])
        for rank in limit_ranks(len(ordered), p, level)
    )
    return Quantile(float(np.quantile(ordered, p)), low, high)
