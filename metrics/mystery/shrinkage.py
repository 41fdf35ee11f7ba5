"""Empirical Bayes: what units have in common, and each unit's value drawn towards it as far as its
few cases demand.

Morris 1983, JASA 78:47-55.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from metrics.statistics.intervals import Intervals, normal_quantile
from metrics.statistics.spread import spread

LARGEST = (
    10_000  # a + b from which true shares deviate by less than half a percentage point: all equal
)
_NODES = 64  # of the integral over a posterior


@dataclass(frozen=True)
class BetaPrior:
    """True shares of units, Beta(a, b); `doubt`: covariance of log a and log b as they are
    estimated."""

    a: float
    b: float
    doubt: np.ndarray

    @property
    def mean(self) -> float:
        return self.a / (self.a + self.b)

    @property
    def deviation(self) -> float:
        """Standard deviation of the true shares."""
        return float(np.sqrt(self.mean * (1 - self.mean) / (self.a + self.b + 1)))


class NormalPrior(NamedTuple):
    """True values of units: their mean, its variance (as it is estimated), and their standard
    deviation."""

    mean: float
    variance: float
    deviation: float


def beta_prior(k: ArrayLike, n: ArrayLike) -> BetaPrior | None:
    """The beta-binomial of units with k of n (n > 0), by maximum likelihood.

    None where a + b runs beyond all bounds: the units vary no more than chance makes them.
    """
    from scipy.optimize import minimize
    from scipy.stats import betabinom

    k, n = np.asarray(k, float), np.asarray(n, float)
    share = k.sum() / n.sum()
    if not 0 < share < 1:
        return None
    (hits, sizes), times = np.unique([k, n], axis=1, return_counts=True)

    found = minimize(
        lambda logs: -times @ betabinom.logpmf(hits, sizes, *np.exp(logs)),
        np.log([10 * share, 10 * (1 - share)]),
        method="Nelder-Mead",
        bounds=[(-12, 16)] * 2,
        options={"xatol": 1e-8, "fatol": 1e-10, "maxiter": 2000},
    )
    a, b = (float(end) for end in np.exp(found.x))
    return (
        BetaPrior(a, b, np.linalg.inv(_information(a, b, hits, sizes, times)))
        if a + b < LARGEST
        else None
    )


def _information(a: float, b: float, k: np.ndarray, n: np.ndarray, times: np.ndarray) -> np.ndarray:
    """What `times` units with k of n tell of log a and log b: minus the second derivatives of the
    log-likelihood at its maximum."""
    from scipy.special import polygamma

    def changed(before: float, after: np.ndarray) -> float:
        return float(times @ (polygamma(1, before) - polygamma(1, after)))

    both = -changed(a + b, a + b + n)
    of_shares = np.array([[changed(a, a + k) + both, both], [both, changed(b, b + n - k) + both]])
    return np.outer([a, b], [a, b]) * of_shares


@dataclass(frozen=True)
class BetaPosterior:
    """True shares of units given their cases: Beta(a[i], b[i]) each."""

    a: np.ndarray
    b: np.ndarray

    @property
    def mean(self) -> np.ndarray:
        return self.a / (self.a + self.b)

    def interval(self, level: float) -> Intervals:
        """The limits that leave equal tails."""
        from scipy.special import betaincinv

        return Intervals(
            *(betaincinv(self.a, self.b, tail) for tail in ((1 - level) / 2, (1 + level) / 2))
        )

    def chance_above(self, other: int) -> np.ndarray:
        """The probability that each unit's true share is above that of unit number `other`; 0.5 for
        itself."""
        from scipy.special import betainc, betaincinv

        nodes, weights = np.polynomial.legendre.leggauss(_NODES)
        quantiles = betaincinv(self.a[:, None], self.b[:, None], (nodes + 1) / 2)
        return betainc(self.a[other], self.b[other], quantiles) @ weights / 2


def beta_posterior(prior: BetaPrior, k: ArrayLike, n: ArrayLike) -> BetaPosterior:
    """What the prior, taken as known, and k of n cases say together; a unit without cases keeps the
    prior."""
    k, n = np.asarray(k, float), np.asarray(n, float)
    return BetaPosterior(prior.a + k, prior.b + n - k)


def doubted(posterior: BetaPosterior, prior: BetaPrior) -> BetaPosterior:
    """The means with wider intervals, since the prior itself is only an estimate.

    Adds to each variance what the mean would move by. Kass & Steffey 1989, JASA 84:717-726.
    """
    a, b = posterior.a, posterior.b
    slopes = np.array([prior.a * b, -prior.b * a]) / (a + b) ** 2
    moved = np.maximum(np.einsum("iu,ij,ju->u", slopes, prior.doubt, slopes), 0)
    most = posterior.mean * (1 - posterior.mean)
    size = most / (most / (a + b + 1) + moved) - 1
    return BetaPosterior(posterior.mean * size, (1 - posterior.mean) * size)


def normal_prior(values: ArrayLike, variances: ArrayLike) -> NormalPrior | None:
    """The true values behind units' values with their sampling variances (above 0), tau by Paule &
    Mandel.

    `deviation` is 0 where they vary no more than chance makes them. None with fewer than two, or a
    variance that is 0 or unknown.
    """
    tau = spread(values, variances).tau
    if tau is None:
        return None
    weight = 1 / (np.asarray(variances, float) + tau**2)
    return NormalPrior(
        float(weight @ np.asarray(values, float) / weight.sum()), float(1 / weight.sum()), tau
    )


@dataclass(frozen=True)
class NormalPosterior:
    """True values of units given theirs: `mean`, the variance about it were the common mean known,
    and how much each leans on that mean.

    Raudenbush & Bryk 1985, Journal of Educational Statistics 10:75-98.
    """

    mean: np.ndarray
    variance: np.ndarray
    leaning: np.ndarray
    of_centre: float

    def interval(self, level: float) -> Intervals:
        """Normal limits, the doubt about the common mean included."""
        half = normal_quantile(level) * np.sqrt(self.variance + self.leaning**2 * self.of_centre)
        return Intervals(self.mean - half, self.mean + half)

    def chance_above(self, other: int) -> np.ndarray:
        """The probability that each unit's true value is above that of unit number `other`; 0.5 for
        itself."""
        from scipy.special import ndtr

        shared = (self.leaning - self.leaning[other]) ** 2 * self.of_centre
        return ndtr(
            (self.mean - self.mean[other]) / np.sqrt(self.variance + self.variance[other] + shared)
        )


def normal_posterior(
    prior: NormalPrior, values: ArrayLike, variances: ArrayLike
) -> NormalPosterior:
    """What the prior and units' values with their sampling variances say together."""
    values, variances = np.asarray(values, float), np.asarray(variances, float)
    kept = prior.deviation**2 / (prior.deviation**2 + variances)
    return NormalPosterior(
        kept * values + (1 - kept) * prior.mean, kept * variances, 1 - kept, prior.variance
    )
