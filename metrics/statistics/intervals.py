"""Intervals of one value: which method goes with which kind of measure.

Every function takes numbers or numpy arrays of one shape and answers in
kind. Where a case has no interval, numbers give `Interval(None, None)` and
arrays NaN. `level` is the coverage, 0.95 unless told otherwise.
"""

from functools import cache
from statistics import NormalDist
from typing import Generic, NamedTuple, TypeVar, overload

import numpy as np

LEVEL = 0.95
Kind = TypeVar("Kind", float, np.ndarray)
Numbers = float | np.ndarray


class Interval(NamedTuple):
    """Lower and upper limit of one value; None where there is none."""

    low: float | None
    high: float | None


class Range(NamedTuple):
    """Lower and upper limit of one value that always has both."""

    low: float
    high: float


class Intervals(NamedTuple):
    """Lower and upper limits of many values; NaN where there is none."""

    low: np.ndarray
    high: np.ndarray


class CaseSums(NamedTuple, Generic[Kind]):
    """Sums over `n` cases of each case's totals y and x, and of their squares and products.

    For a mean of single answers x is 1 a case: (n, total, n, total of squares, total, n).
    """

    n: Kind
    y: Kind
    x: Kind
    yy: Kind
    xy: Kind
    xx: Kind


@cache
def normal_quantile(level: float) -> float:
    """The z of a two-sided interval; 1.96 for 0.95."""
    return NormalDist().inv_cdf((1 + level) / 2)


def t_quantile(level: float, degrees: Numbers) -> np.ndarray:
    """The t of a two-sided interval; NaN below one degree of freedom."""
    from scipy.special import stdtrit

    degrees = np.asarray(degrees, float)
    return stdtrit(np.where(degrees >= 1, degrees, np.nan), (1 + level) / 2)


@overload
def wilson(k: float, n: float, level: float = LEVEL) -> Interval: ...
@overload
def wilson(k: np.ndarray, n: np.ndarray, level: float = LEVEL) -> Intervals: ...
def wilson(k: Numbers, n: Numbers, level: float = LEVEL) -> Interval | Intervals:
    """Interval of the share k/n, as shares from 0 to 1; none where n is 0.

    Wilson 1927, JASA 22:209-212.
    """
    k, n = _floats(k, n)
    z = normal_quantile(level)
    n_known = np.where(n > 0, n, np.nan)
    share = k / n_known
    centre = (k + z * z / 2) / (n + z * z)
    half = z / (n + z * z) * np.sqrt(k * (n - k) / n_known + z * z / 4)
    return _interval(np.clip(centre - half, 0, share), np.clip(centre + half, share, 1))


def adjusted_net(
    promoters: Numbers, detractors: Numbers, n: Numbers
) -> tuple[np.ndarray, np.ndarray]:
    """Net share and its variance (shares, not points) after adding 3/4 promoter, 1 1/2 passives and
    3/4 detractor.

    Rocks 2016, The American Statistician 70(4):365-372. NaN where n is 0.
    """
    promoters, detractors, n = _floats(promoters, detractors, n)
    total = np.where(n > 0, n + 3, np.nan)
    p, d = (promoters + 0.75) / total, (detractors + 0.75) / total
    return p - d, (p + d - (p - d) ** 2) / total


@overload
def net_promoter(
    promoters: float, detractors: Numbers, n: Numbers, level: float = LEVEL
) -> Interval: ...
@overload
def net_promoter(
    promoters: np.ndarray, detractors: Numbers, n: Numbers, level: float = LEVEL
) -> Intervals: ...
def net_promoter(
    promoters: Numbers,
    detractors: Numbers,
    n: Numbers,
    level: float = LEVEL,
) -> Interval | Intervals:
    """Adjusted Wald interval of a net share, in points clipped to -100 and 100; none where n is
    0."""
    net, variance = adjusted_net(promoters, detractors, n)
    half = normal_quantile(level) * np.sqrt(variance)
    return _interval(np.clip(100 * (net - half), -100, 100), np.clip(100 * (net + half), -100, 100))


def ratio_error(sums: CaseSums) -> tuple[np.ndarray, np.ndarray]:
    """The ratio y/x and its standard error, linearised over cases. A mean of single answers is the
    ratio with x = 1 in every case. NaN where there are fewer than two cases, x is 0, or all cases
    agree, which says nothing of the spread. Cochran 1977, Sampling Techniques, ch. 6.
    """
    n, y, x, yy, xy, xx = _floats(*sums)
    ratio = y / np.where(x != 0, x, np.nan)
    squares = yy - 2 * ratio * xy + ratio * ratio * xx
    # Sums of floats leave dust where every residual is 0; it must not pass for a spread.
    squares = np.where(squares > 1e-12 * (yy + ratio * ratio * xx), squares, np.nan)
    return ratio, np.sqrt(
        np.where(n > 1, n, np.nan) / np.where(n > 1, n - 1, np.nan) * squares
    ) / np.abs(x)


@overload
def ratio_linearised(
    sums: CaseSums[float], low: float = -np.inf, high: float = np.inf, level: float = LEVEL
) -> Interval: ...
@overload
def ratio_linearised(
    sums: CaseSums[np.ndarray], low: float = -np.inf, high: float = np.inf, level: float = LEVEL
) -> Intervals: ...
def ratio_linearised(
    sums: CaseSums, low: float = -np.inf, high: float = np.inf, level: float = LEVEL
) -> Interval | Intervals:
    """Interval of the ratio y/x over cases (see `ratio_error`): t with n - 1 degrees, clipped to
    low..high.

    None under two cases, where x is 0, or where all cases agree.
    """
    ratio, error = ratio_error(sums)
    half = t_quantile(level, np.asarray(sums.n, float) - 1) * error
    return _interval(np.clip(ratio - half, low, high), np.clip(ratio + half, low, high))


@overload
def wilson_clustered(sums: CaseSums[float], level: float = LEVEL) -> Interval: ...
@overload
def wilson_clustered(sums: CaseSums[np.ndarray], level: float = LEVEL) -> Intervals: ...
def wilson_clustered(sums: CaseSums, level: float = LEVEL) -> Interval | Intervals:
    """Interval of the share y/x (0 to 1) whose rows cluster in `n` cases: Wilson's with the
    effective sample size.

    That is the size at which simple sampling would have the share's own
    linearised variance, reduced for the degrees of freedom; `n` where all
    cases agree. None under two cases.
    Korn & Graubard 1998, Survey Methodology 24:193-201, with Wilson limits.
    """
    n = np.asarray(sums.n, float)
    ratio, error = ratio_error(sums)
    shrunk = (normal_quantile(level) / t_quantile(level, n - 1)) ** 2
    size = (
        np.where(np.isnan(error), n, ratio * (1 - ratio) / np.where(error > 0, error, np.nan) ** 2)
        * shrunk
    )
    return wilson(ratio * size, size, level)


@overload
def mean_t(
    n: float,
    total: Numbers,
    total_squares: Numbers,
    low: float,
    high: float,
    top_share: Numbers,
    enough: int = 30,
    ceiling: float = 0.8,
    level: float = LEVEL,
) -> Interval: ...
@overload
def mean_t(
    n: np.ndarray,
    total: Numbers,
    total_squares: Numbers,
    low: float,
    high: float,
    top_share: Numbers,
    enough: int = 30,
    ceiling: float = 0.8,
    level: float = LEVEL,
) -> Intervals: ...
def mean_t(  # noqa: PLR0913  sums, the scale, and what an interval takes
    n: Numbers,
    total: Numbers,
    total_squares: Numbers,
    low: float,
    high: float,
    top_share: Numbers,
    enough: int = 30,
    ceiling: float = 0.8,
    level: float = LEVEL,
) -> Interval | Intervals:
    """t interval of a mean of scores on the scale low..high, clipped to it.

    None under `enough` answers, or where `top_share` (the share of answers
    on the highest point, 0 to 1) reaches `ceiling`: there a nominal 95 %
    interval holds the truth far less often. None too where all answers agree.
    """
    n, total, total_squares, top_share = _floats(n, total, total_squares, top_share)
    usable = np.where((n >= enough) & (top_share < ceiling), n, np.nan)
    sums = CaseSums(usable, total, usable, total_squares, total, usable)
    return ratio_linearised(sums, low, high, level)


@overload
def poisson_rate(
    count: float, exposure: float, per: float = 1000, level: float = LEVEL
) -> Interval: ...
@overload
def poisson_rate(
    count: np.ndarray, exposure: np.ndarray, per: float = 1000, level: float = LEVEL
) -> Intervals: ...
def poisson_rate(
    count: Numbers, exposure: Numbers, per: float = 1000, level: float = LEVEL
) -> Interval | Intervals:
    """Exact interval of per * count / exposure; none where the exposure is 0.

    Garwood 1936, Biometrika 28:437-442.
    """
    from scipy.special import gammaincinv

    count, exposure = _floats(count, exposure)
    scale = per / np.where(exposure > 0, exposure, np.nan)
    tail = (1 - level) / 2
    # The gamma quantile has no shape 0; without events the lower limit is 0.
    low = np.where(count > 0, gammaincinv(np.maximum(count, 1e-300), tail), 0)
    return _interval(low * scale, gammaincinv(count + 1, 1 - tail) * scale)


def _floats(*values: Numbers) -> tuple[np.ndarray, ...]:
    return tuple(np.asarray(value, float) for value in values)


def _interval(low: np.ndarray, high: np.ndarray) -> Interval | Intervals:
    if np.ndim(low):
        return Intervals(low, high)
    return Interval(None, None) if np.isnan(low) else Interval(float(low), float(high))
