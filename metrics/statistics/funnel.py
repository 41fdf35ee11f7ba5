"""Funnel limits: how far a unit of n cases may lie from the whole by chance alone.

Spiegelhalter 2005, Statistics in Medicine 24:1185-1202. Where units vary by
more than sampling, all of them, the limits are widened by what they share
(over-dispersion): Spiegelhalter 2005, Quality and Safety in Health Care 14:347-351.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from metrics.statistics.intervals import Intervals, normal_quantile, t_quantile

INNER, OUTER = 0.95, 0.998  # only outside the outer limits is a unit named
ENOUGH_UNITS = 10  # to tell what they vary by beyond sampling
_TRIMMED = 0.1


class Dispersion(NamedTuple):
    """`phi`: mean squared z, 1 where sampling explains all; `tau_squared`: the variance between
    units beyond it."""

    phi: float
    tau_squared: float


def dispersion(z: np.ndarray, variances: np.ndarray, trimmed: float = _TRIMMED) -> Dispersion:
    """What units vary by beyond sampling, from their z and sampling variances; tau_squared on the
    scale of these.

    The `trimmed` share of z at each end is drawn in first (Winsor; quantiles
    of type 7), so that a real outlier does not widen the limits that find it.
    """
    low, high = np.quantile(z, (trimmed, 1 - trimmed))
    phi, units, weight = (
        float(np.mean(np.clip(z, low, high) ** 2)),
        len(z),
        1 / np.asarray(variances, float),
    )
    beyond = (units * phi - (units - 1)) / (weight.sum() - (weight**2).sum() / weight.sum())
    return Dispersion(phi, max(0.0, float(beyond)))


def exact_limit(target: float, n: float | np.ndarray, p: float) -> np.ndarray:
    """The binomial p-quantile of a share of n cases (whole numbers), interpolated between counts;
    within 0 and 1.

    Spiegelhalter 2005, Statistics in Medicine, appendix A.1.1.
    """
    from scipy.stats import binom

    n = np.asarray(n, float)
    rank = binom.ppf(p, n, target)
    excess = (binom.cdf(rank, n, target) - p) / binom.pmf(rank, n, target)
    return np.clip((rank - excess) / n, 0, 1)


@dataclass(frozen=True)
class ShareFunnel:
    """A funnel of yes/no shares (0 to 1) about `target`; `dispersion` on the scale of arcsin
    √share, None where not told."""

    target: float
    dispersion: Dispersion | None

    @property
    def tau_squared(self) -> float:
        return self.dispersion.tau_squared if self.dispersion else 0.0

    def z(self, k: np.ndarray, n: np.ndarray) -> np.ndarray:
        """Distance of k/n from the target in standard deviations of a unit's value, sampling and
        over-dispersion together."""
        return _arcsine(k, n, self.target) / np.sqrt(1 / (4 * n) + self.tau_squared)

    def limits(self, n: np.ndarray, level: float) -> Intervals:
        """The limits for shares of n cases: exact, or widened where the units are
        over-dispersed."""
        n = np.asarray(n, float)
        if not self.tau_squared:
            return Intervals(
                exact_limit(self.target, n, (1 - level) / 2),
                exact_limit(self.target, n, (1 + level) / 2),
            )
        centre, half = (
            np.arcsin(np.sqrt(self.target)),
            normal_quantile(level) * np.sqrt(1 / (4 * n) + self.tau_squared),
        )
        return Intervals(
            *(np.sin(np.clip(end, 0, np.pi / 2)) ** 2 for end in (centre - half, centre + half))
        )

    def side(self, k: np.ndarray, n: np.ndarray) -> np.ndarray:
        """1 above, -1 below the outer limits, 0 between.

        Asks the exact tails as well: near 100 % the interpolated upper limit
        falls short of a count that chance reaches often.
        """
        from scipy.stats import binom

        k, n = np.asarray(k, float), np.asarray(n, float)
        tail, z = (1 - OUTER) / 2, self.z(k, n)
        beyond = np.abs(z) > (normal_quantile(OUTER) if self.tau_squared else 0)
        above, below = binom.sf(k - 1, n, self.target) < tail, binom.cdf(k, n, self.target) < tail
        return np.where(beyond & above, 1, np.where(beyond & below, -1, 0))


def share_funnel(k: ArrayLike, n: ArrayLike, target: float | None = None) -> ShareFunnel:
    """The funnel of units with k of n (n > 0); `target`: their shares taken together unless
    given."""
    k, n = np.asarray(k, float), np.asarray(n, float)
    target = float(k.sum() / n.sum()) if target is None else target
    if len(n) < ENOUGH_UNITS:
        return ShareFunnel(target, None)
    return ShareFunnel(target, dispersion(_arcsine(k, n, target) * 2 * np.sqrt(n), 1 / (4 * n)))


def _arcsine(k: np.ndarray, n: np.ndarray, target: float) -> np.ndarray:
    return np.arcsin(np.sqrt(k / n)) - np.arcsin(np.sqrt(target))


@dataclass(frozen=True)
class ValueFunnel:
    """A funnel of means, ratios or net shares about `target`, in the unit of the values.

    `variance`: of one case within its unit, pooled over units with `degrees`
    of freedom. A unit's standard error is √(variance / n): its own spread of a
    few cases would call units unusual that merely happened to agree.
    """

    target: float
    variance: float
    degrees: float
    dispersion: Dispersion | None

    @property
    def tau_squared(self) -> float:
        return self.dispersion.tau_squared if self.dispersion else 0.0

    def error(self, n: np.ndarray) -> np.ndarray:
        """The standard deviation of a unit's value about the target, sampling and over-dispersion
        together."""
        return np.sqrt(self.variance / np.asarray(n, float) + self.tau_squared)

    def limits(self, n: np.ndarray, level: float) -> Intervals:
        half = t_quantile(level, self.degrees) * self.error(n)
        return Intervals(self.target - half, self.target + half)

    def side(self, values: np.ndarray, n: np.ndarray) -> np.ndarray:
        """1 above, -1 below the outer limits, 0 between."""
        low, high = self.limits(n, OUTER)
        return np.where(values > high, 1, np.where(values < low, -1, 0))


def value_funnel(
    values: ArrayLike, n: ArrayLike, squares: ArrayLike, target: float
) -> ValueFunnel | None:
    """The funnel of units with `n` cases each; `squares`: the sum over a unit's cases of their
    squared distance from its value.

    None where no case differs from its unit's value, for then nothing tells what chance does.
    """
    values, n = np.asarray(values, float), np.asarray(n, float)
    degrees, total = float(n.sum() - len(n)), float(np.sum(squares))
    if degrees < 1 or not total > 0:
        return None
    sampling = total / degrees / n
    if len(n) < ENOUGH_UNITS:
        return ValueFunnel(target, total / degrees, degrees, None)
    return ValueFunnel(
        target,
        total / degrees,
        degrees,
        dispersion((values - target) / np.sqrt(sampling), sampling),
    )
