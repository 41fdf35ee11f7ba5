"""How far channels (or stores) lie apart, with and without the noise of small samples."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from metrics.statistics.intervals import LEVEL


@dataclass(frozen=True)
class Spread:
    """Unit of the values throughout; None where it cannot be told.

    `raw`: standard deviation of the values (n - 1), which noise inflates.
    `tau`: the deviation left after the noise, by Paule & Mandel; `low` and
    `high` its Q-profile limits. `tau_moments`: the same by DerSimonian & Laird.
    `q`, `p`: Cochran's test of "no true difference". `distance`: largest
    value minus smallest.
    """

    groups: int
    raw: float | None
    distance: float | None
    tau: float | None = None
    tau_moments: float | None = None
    low: float | None = None
    high: float | None = None
    q: float | None = None
    p: float | None = None


def share_variance(k: float | np.ndarray, n: float | np.ndarray) -> np.ndarray:
    """Sampling variance of the share k/n (n > 0), above 0 even where all or none count.

    Agresti & Coull 1998, The American Statistician 52:119-126.
    """
    k, n = np.asarray(k, float), np.asarray(n, float)
    share = (k + 2) / (n + 4)
    return share * (1 - share) / (n + 4)


def spread(values: ArrayLike, variances: ArrayLike, level: float = LEVEL) -> Spread:
    """The spread of group values, given each one's sampling variance (standard error squared).

    Leave out groups with too few answers before. Nothing under two groups;
    only `raw` and `distance` where a variance is 0 or unknown (NaN).
    DerSimonian & Laird 1986; Paule & Mandel 1982; limits Viechtbauer 2007, Statistics in Medicine
    26:37-52.
    """
    from scipy.special import chdtrc, chdtri

    y, v = np.asarray(values, float), np.asarray(variances, float)
    if len(y) < 2:
        return Spread(len(y), None, None)
    raw, distance = float(np.std(y, ddof=1)), float(np.ptp(y))
    if not (v > 0).all():
        return Spread(len(y), raw, distance)
    degrees, tail, weight = len(y) - 1, (1 - level) / 2, 1 / v
    q = _q(y, v, 0.0)
    moments = max(0.0, (q - degrees) / (weight.sum() - (weight**2).sum() / weight.sum()))
    return Spread(
        len(y),
        raw,
        distance,
        _tau(y, v, degrees),
        moments**0.5,
        _tau(y, v, chdtri(degrees, tail)),
        _tau(y, v, chdtri(degrees, 1 - tail)),
        q,
        float(chdtrc(degrees, q)),
    )


def _q(y: np.ndarray, v: np.ndarray, tau_squared: float) -> float:
    """Weighted squares about the weighted mean; falls as `tau_squared` grows."""
    weight = 1 / (v + tau_squared)
    return float((weight * (y - (weight * y).sum() / weight.sum()) ** 2).sum())


def _tau(y: np.ndarray, v: np.ndarray, wanted: float) -> float:
    """The tau at which Q comes down to `wanted`; 0 where it starts below."""
    if _q(y, v, 0.0) <= wanted:
        return 0.0
    from scipy.optimize import brentq

    # Q cannot exceed (sum of squares) / tau^2, so there it is below `wanted`.
    upper = float(((y - y.mean()) ** 2).sum()) / wanted
    return (
        brentq(lambda tau_squared: _q(y, v, tau_squared) - wanted, 0.0, upper, xtol=1e-14 * upper)
        ** 0.5
    )
