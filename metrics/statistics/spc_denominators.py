"""Process limits that breathe with each period's denominator: P, P', U and U' charts."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from metrics.statistics.spc import mean_moving_range

_D2 = 1.128  # mean moving range of a normal series, in standard deviations


@dataclass(frozen=True)
class BreathingLimits:
    """Values, their centre, and limits at 3 sigma, one a period, in shares (P) or events a unit of
    exposure (U).

    `sigma` is one standard deviation; `factor` how many times the plain
    deviation that is (1 for P and U; Laney's sigma z for P' and U').
    """

    values: np.ndarray
    centre: float
    sigma: np.ndarray
    low: np.ndarray
    high: np.ndarray
    factor: float

    @property
    def outside(self) -> np.ndarray:
        """Which periods lie outside their limits."""
        return (self.values < self.low) | (self.values > self.high)


def share_limits(
    k: ArrayLike, n: ArrayLike, prime: bool = True, screen: bool = True
) -> BreathingLimits:
    """P' chart (P without `prime`) of the shares k/n; limits within 0 and 1. Every n above 0.

    Laney 2002, Quality Engineering 14:531-537.
    """
    k, n = np.asarray(k, float), np.asarray(n, float)
    centre = float(k.sum() / n.sum())
    return _limits(k / n, centre, np.sqrt(centre * (1 - centre) / n), 1.0, prime, screen)


def rate_limits(
    count: ArrayLike, exposure: ArrayLike, prime: bool = True, screen: bool = True
) -> BreathingLimits:
    """U' chart (U without `prime`) of the rates count/exposure; lower limits from 0. Every exposure
    above 0."""
    count, exposure = np.asarray(count, float), np.asarray(exposure, float)
    centre = float(count.sum() / exposure.sum())
    return _limits(count / exposure, centre, np.sqrt(centre / exposure), np.inf, prime, screen)


def _limits(
    values: np.ndarray, centre: float, sigma: np.ndarray, ceiling: float, prime: bool, screen: bool
) -> BreathingLimits:
    factor = _sigma_z((values - centre) / sigma, screen) if prime and (sigma > 0).all() else 1.0
    sigma = sigma * factor
    low, high = np.maximum(centre - 3 * sigma, 0), np.minimum(centre + 3 * sigma, ceiling)
    return BreathingLimits(values, centre, sigma, low, high, factor)


def _sigma_z(z: np.ndarray, screen: bool) -> float:
    """How much more the periods vary than their denominators explain; 1 where no range tells."""
    moving_range = mean_moving_range(z, screen)
    return 1.0 if moving_range is None else moving_range / _D2
