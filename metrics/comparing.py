"""Differences of two periods or two groups: always the second against the first."""

from math import erfc, inf, sqrt
from typing import NamedTuple

from metrics.intervals import LEVEL, adjusted_net, normal_quantile, ratio_error, t_quantile, wilson


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
        """Whether the interval of a difference leaves 0 out."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


UNKNOWN = Difference(None, None, None, None)


class CaseSums(NamedTuple):
    """Sums over `n` cases of each case's totals y and x, and of their squares and products.

    For a mean of single answers x is 1 a case: (n, total, n, total of squares, total, n).
    """

    n: float
    y: float
    x: float
    yy: float
    xy: float
    xx: float


def share_difference(k1: float, n1: float, k2: float, n2: float, level: float = LEVEL) -> Difference:
    """k2/n2 - k1/n1 as shares: Newcombe's hybrid score limits, p of the pooled score test.

    Newcombe 1998, Statistics in Medicine 17:873-890, method 10.
    """
    if not n1 or not n2:
        return UNKNOWN
    p1, p2 = k1 / n1, k2 / n2
    first, second = wilson(k1, n1, level), wilson(k2, n2, level)
    below = sqrt((p2 - second.low) ** 2 + (first.high - p1) ** 2)
    above = sqrt((second.high - p2) ** 2 + (p1 - first.low) ** 2)
    pooled = (k1 + k2) / (n1 + n2)
    error = sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
    return Difference(p2 - p1, p2 - p1 - below, p2 - p1 + above, _normal_p((p2 - p1) / error) if error else 1.0)


def net_promoter_difference(
    promoters1: float, detractors1: float, n1: float, promoters2: float, detractors2: float, n2: float, level: float = LEVEL
) -> Difference:
    """Second NPS minus first, in points; limits and p from both adjusted as in Rocks 2016, limits within 200 points."""
    if not n1 or not n2:
        return UNKNOWN
    net1, variance1 = adjusted_net(promoters1, detractors1, n1)
    net2, variance2 = adjusted_net(promoters2, detractors2, n2)
    centre, error = 100 * float(net2 - net1), 100 * sqrt(variance1 + variance2)
    half = normal_quantile(level) * error
    raw = 100 * ((promoters2 - detractors2) / n2 - (promoters1 - detractors1) / n1)
    return Difference(raw, max(centre - half, -200.0), min(centre + half, 200.0), _normal_p(centre / error))


def ratio_difference(first: CaseSums, second: CaseSums, level: float = LEVEL) -> Difference:
    """Second mean or ratio minus the first, from their sums; Welch's t.

    Only the value where a side has fewer than two cases or no spread; all
    None where a side has no exposure. Welch 1947, Biometrika 34:28-35.
    """
    if not first.x or not second.x:
        return UNKNOWN
    (ratio1, error1), (ratio2, error2) = ratio_error(*first), ratio_error(*second)
    value = float(ratio2 - ratio1)
    variance1, variance2 = float(error1) ** 2, float(error2) ** 2
    variance = variance1 + variance2
    if not variance > 0:
        return Difference(value, None, None, None)
    degrees = variance**2 / (variance1**2 / (first.n - 1) + variance2**2 / (second.n - 1))
    half = float(t_quantile(level, degrees)) * sqrt(variance)
    from scipy.special import stdtr

    return Difference(value, value - half, value + half, 2 * float(stdtr(degrees, -abs(value) / sqrt(variance))))


def rate_ratio(count1: int, exposure1: float, count2: int, exposure2: float, level: float = LEVEL) -> Difference:
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
    return Difference(value, float(odds_low * scale), None if odds_high == inf else float(odds_high * scale), float(p))


def _normal_p(z: float) -> float:
    return erfc(abs(z) / sqrt(2))
