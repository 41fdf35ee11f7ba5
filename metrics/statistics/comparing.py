"""Differences of two periods or two groups: always the second against the first.

Those of shares, net shares and means take numbers or numpy arrays of one
shape and answer in kind; where something cannot be told, numbers give None
and arrays NaN.
"""

from math import inf
from typing import NamedTuple, overload

import numpy as np

from metrics.statistics.intervals import (
    LEVEL,
    CaseSums,
    Numbers,
    adjusted_net,
    normal_quantile,
    ratio_error,
    t_quantile,
    wilson,
)

# Of what is named among several that are compared, the share that may be named by chance.
FALSE_DISCOVERIES = 0.05


class Difference(NamedTuple):
    """The second value minus the first (of rates: divided by it), its limits, and the two-sided p.

    None where it cannot be told; a ratio's `high` is None where nothing bounds it.
    """

    value: float | None
    low: float | None
    high: float | None
    p: float | None

    @property
    def certain(self) -> bool:
        """Whether the interval leaves 0 out."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


class Differences(NamedTuple):
    """Many differences at once, NaN where one cannot be told."""

    value: np.ndarray
    low: np.ndarray
    high: np.ndarray
    p: np.ndarray

    def at(self, place: int) -> Difference:
        """One of them."""
        return Difference(*(None if np.isnan(part[place]) else float(part[place]) for part in self))


UNKNOWN = Difference(None, None, None, None)


@overload
def share_difference(
    k1: float, n1: float, k2: float, n2: float, level: float = LEVEL
) -> Difference: ...
@overload
def share_difference(
    k1: np.ndarray, n1: np.ndarray, k2: np.ndarray, n2: np.ndarray, level: float = LEVEL
) -> Differences: ...
def share_difference(
    k1: Numbers, n1: Numbers, k2: Numbers, n2: Numbers, level: float = LEVEL
) -> Difference | Differences:
    """k2/n2 - k1/n1 as shares: Newcombe's hybrid score limits, p of the pooled score test.

    Newcombe 1998, Statistics in Medicine 17:873-890, method 10.
    """
    alone, (k1, n1, k2, n2) = _arrays(k1, n1, k2, n2)
    n1, n2 = _known(n1, n2)
    p1, p2 = k1 / n1, k2 / n2
    first, second = wilson(k1, n1, level), wilson(k2, n2, level)
    below = np.sqrt((p2 - second.low) ** 2 + (first.high - p1) ** 2)
    above = np.sqrt((second.high - p2) ** 2 + (p1 - first.low) ** 2)
    pooled = (k1 + k2) / (n1 + n2)
    error = np.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
    p = np.where(error == 0, 1.0, _normal_p((p2 - p1) / np.where(error == 0, np.nan, error)))
    return _in_kind(alone, Differences(p2 - p1, p2 - p1 - below, p2 - p1 + above, p))


@overload
def net_promoter_difference(
    promoters1: float,
    detractors1: float,
    n1: float,
    promoters2: float,
    detractors2: float,
    n2: float,
    level: float = LEVEL,
) -> Difference: ...
@overload
def net_promoter_difference(
    promoters1: np.ndarray,
    detractors1: np.ndarray,
    n1: np.ndarray,
    promoters2: np.ndarray,
    detractors2: np.ndarray,
    n2: np.ndarray,
    level: float = LEVEL,
) -> Differences: ...
def net_promoter_difference(  # noqa: PLR0913  three counts of each side
    promoters1: Numbers,
    detractors1: Numbers,
    n1: Numbers,
    promoters2: Numbers,
    detractors2: Numbers,
    n2: Numbers,
    level: float = LEVEL,
) -> Difference | Differences:
    """Second NPS minus first, in points; limits and p from both adjusted as in Rocks 2016, limits
    within 200 points."""
    alone, (promoters1, detractors1, n1, promoters2, detractors2, n2) = _arrays(
        promoters1, detractors1, n1, promoters2, detractors2, n2
    )
    n1, n2 = _known(n1, n2)
    net1, variance1 = adjusted_net(promoters1, detractors1, n1)
    net2, variance2 = adjusted_net(promoters2, detractors2, n2)
    centre, error = 100 * (net2 - net1), 100 * np.sqrt(variance1 + variance2)
    half = normal_quantile(level) * error
    raw = 100 * ((promoters2 - detractors2) / n2 - (promoters1 - detractors1) / n1)
    return _in_kind(
        alone,
        Differences(
            raw,
            np.maximum(centre - half, -200.0),
            np.minimum(centre + half, 200.0),
            _normal_p(centre / error),
        ),
    )


@overload
def ratio_difference(
    first: CaseSums[float], second: CaseSums[float], level: float = LEVEL
) -> Difference: ...
@overload
def ratio_difference(
    first: CaseSums[np.ndarray], second: CaseSums[np.ndarray], level: float = LEVEL
) -> Differences: ...
def ratio_difference(
    first: CaseSums, second: CaseSums, level: float = LEVEL
) -> Difference | Differences:
    """Second mean or ratio minus the first, from their sums; Welch's t.

    Only the value where a side has fewer than two cases or no spread; none
    where a side has no exposure. Welch 1947, Biometrika 34:28-35.
    """
    from scipy.special import stdtr

    alone, sums = _arrays(*first, *second)
    first, second = CaseSums(*sums[:6]), CaseSums(*sums[6:])
    (ratio1, error1), (ratio2, error2) = ratio_error(first), ratio_error(second)
    value, variance1, variance2 = ratio2 - ratio1, error1**2, error2**2
    (variance,) = _known(variance1 + variance2)
    degrees = variance**2 / (variance1**2 / (first.n - 1) + variance2**2 / (second.n - 1))
    half = t_quantile(level, degrees) * np.sqrt(variance)
    return _in_kind(
        alone,
        Differences(
            value,
            value - half,
            value + half,
            2 * stdtr(degrees, -np.abs(value) / np.sqrt(variance)),
        ),
    )


def rate_ratio(
    count1: int, exposure1: float, count2: int, exposure2: float, level: float = LEVEL
) -> Difference:
    """Second rate divided by the first: exact limits and p, conditional on both counts together.

    `value` and `high` are None where the first count is 0; all None without
    events or exposure. Clopper & Pearson 1934, Biometrika 26:404-413.
    """
    from scipy.special import betaincinv
    from scipy.stats import binomtest

    if not exposure1 or not exposure2 or not count1 + count2:
        return UNKNOWN
    tail = (1 - level) / 2
    low = betaincinv(count2, count1 + 1, tail) if count2 else 0.0
    high = betaincinv(count2 + 1, count1, 1 - tail) if count1 else 1.0
    odds_low, odds_high = low / (1 - low), high / (1 - high) if high < 1 else inf
    scale = exposure1 / exposure2
    p = binomtest(count2, count1 + count2, exposure2 / (exposure1 + exposure2)).pvalue
    value = count2 / count1 * scale if count1 else None
    return Difference(
        value,
        float(odds_low * scale),
        None if odds_high == inf else float(odds_high * scale),
        float(p),
    )


def discoveries(p: np.ndarray, share: float) -> np.ndarray:
    """Which of several tests count, so that at most `share` of those that do are expected to do so
    by chance.

    Benjamini & Hochberg 1995, JRSS B 57:289-300.
    """
    order = np.argsort(p)
    passed = np.flatnonzero(p[order] <= share * np.arange(1, len(p) + 1) / len(p))
    named = np.zeros(len(p), bool)
    named[order[: passed[-1] + 1 if len(passed) else 0]] = True
    return named


def _arrays(*values: Numbers) -> tuple[bool, list[np.ndarray]]:
    """Whether the values are numbers, and all of them as arrays."""
    return np.ndim(values[0]) == 0, [np.atleast_1d(np.asarray(value, float)) for value in values]


def _known(*values: np.ndarray) -> tuple[np.ndarray, ...]:
    """NaN for what nothing can be divided by."""
    return tuple(np.where(value > 0, value, np.nan) for value in values)


def _in_kind(alone: bool, found: Differences) -> Difference | Differences:
    return found.at(0) if alone else found


def _normal_p(z: np.ndarray) -> np.ndarray:
    from scipy.special import erfc

    return erfc(np.abs(z) / np.sqrt(2))
