"""A series before and after a date: how far it moved, with errors that follow each other.

Least squares with first-order autoregressive errors, by restricted maximum likelihood: Prais and
Winsten 1954 for the whitening, Turner et al. 2021 (BMC Medical Research Methodology 21:181) for
the choice of the method on short series. Newey-West errors are much too small there.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from metrics.statistics.intervals import LEVEL, Range, t_quantile

# Between these the likelihood is searched: at 1 the level of the series is no longer determined.
LOWEST_RHO, HIGHEST_RHO = -0.95, 0.97
_GRID = np.linspace(LOWEST_RHO, HIGHEST_RHO, 97)
_DUST = 1e-9  # part of the largest value
FEWEST_FOR_RHO = 12  # months; with fewer, how they follow each other cannot be told


@dataclass(frozen=True)
class Fit:
    """Coefficients of a linear model of a series.

    `b`, `cov`: by column of the design, in units of the series. `rho`: correlation of one month's
    error with the next (0 where the series is too short to tell). `sigma`: standard deviation of
    the errors. `degrees`: n − columns. `dust`: what is smaller is left by the arithmetic of a
    computer, as where a series never varies. `likelihood`: restricted, logarithm, without constants;
    None where nothing was searched.
    """

    b: np.ndarray
    cov: np.ndarray
    rho: float
    sigma: float
    degrees: int
    dust: float
    likelihood: float | None = None

    @property
    def effective_degrees(self) -> float:
        """Degrees of freedom that months which resemble their neighbours are worth, at least 2."""
        follows = max(self.rho, 0.0)
        return max(2.0, self.degrees * (1 - follows) / (1 + follows))


@dataclass(frozen=True)
class Estimate:
    """A combination of coefficients: `value` with its `error`, `degrees`, limits and two-sided
    `p`."""

    value: float
    error: float
    degrees: float
    limits: Range
    p: float


def design(months: ArrayLike, start: float, slopes: bool) -> np.ndarray:
    """1, t, D, (t − start)·D with D = 1 from `start`; only 1, D without `slopes`.

    `months`: position of each value in months, whole numbers; shape (n,). Result: (n, 4 or 2).
    """
    t = np.asarray(months, float)
    after = (t >= start).astype(float)
    columns = (
        [np.ones_like(t), t, after, (t - start) * after]
        if slopes
        else [
            np.ones_like(t),
            after,
        ]
    )
    return np.column_stack(columns)


def fit(y: ArrayLike, x: np.ndarray, months: ArrayLike) -> Fit:
    """The model `y` = x·b with errors that follow each other from month to month.

    `y`: (n,) values; `x`: (n, k) design; `months`: (n,) rising whole numbers, gaps allowed. n > k.
    Ordinary least squares under FEWEST_FOR_RHO values.
    """
    y, gaps = np.asarray(y, float), np.diff(np.asarray(months, float))
    if len(y) < FEWEST_FOR_RHO:
        return _least_squares(y, x, gaps, 0.0)
    from scipy.optimize import minimize_scalar

    likelihoods = [_likelihood(y, x, gaps, rho) for rho in _GRID]
    best = int(np.argmax(likelihoods))
    around = _GRID[max(best - 1, 0)], _GRID[min(best + 1, len(_GRID) - 1)]
    found = minimize_scalar(
        lambda rho: -_likelihood(y, x, gaps, rho),
        bounds=around,
        method="bounded",
        options={"xatol": 1e-10},
    )
    return _least_squares(y, x, gaps, float(found.x), float(-found.fun))


def estimate(fitted: Fit, weights: Sequence[float], level: float = LEVEL) -> Estimate:
    """The sum of `weights` × coefficients, by Student's t with the effective degrees of freedom."""
    from scipy.special import stdtr

    part = np.asarray(weights, float)
    value = _without_dust(float(part @ fitted.b), fitted)
    error = _without_dust(max(float(part @ fitted.cov @ part), 0.0) ** 0.5, fitted)
    degrees = fitted.effective_degrees
    reach = float(t_quantile(level, degrees)) * error
    p = float(2 * stdtr(degrees, -abs(value) / error)) if error else float(value == 0)
    return Estimate(value, error, degrees, Range(value - reach, value + reach), p)


def _without_dust(value: float, fitted: Fit) -> float:
    return value if abs(value) > fitted.dust else 0.0


def _whitened(values: np.ndarray, gaps: np.ndarray, rho: float) -> np.ndarray:
    """Values less what the one before foretells, in errors of equal size; `values`: (n,) or
    (n, k)."""
    foretold = np.sign(rho) ** gaps * abs(rho) ** gaps
    size = 1 / np.sqrt(1 - foretold**2)
    if values.ndim == 2:
        foretold, size = foretold[:, None], size[:, None]
    return np.concatenate([values[:1], (values[1:] - foretold * values[:-1]) * size])


def _least_squares(
    y: np.ndarray, x: np.ndarray, gaps: np.ndarray, rho: float, likelihood: float | None = None
) -> Fit:
    white_y, white_x = _whitened(y, gaps, rho), _whitened(x, gaps, rho)
    inverse = np.linalg.inv(white_x.T @ white_x)
    b = inverse @ white_x.T @ white_y
    degrees = len(y) - x.shape[1]
    variance = float(((white_y - white_x @ b) ** 2).sum()) / degrees
    dust = _DUST * float(np.abs(y).max())
    return Fit(b, variance * inverse, rho, variance**0.5, degrees, dust, likelihood)


def _likelihood(y: np.ndarray, x: np.ndarray, gaps: np.ndarray, rho: float) -> float:
    """Restricted log-likelihood at `rho`, the coefficients and the variance at their best."""
    white_y, white_x = _whitened(y, gaps, rho), _whitened(x, gaps, rho)
    crossed = white_x.T @ white_x
    rest = white_y - white_x @ np.linalg.solve(crossed, white_x.T @ white_y)
    degrees = len(y) - x.shape[1]
    variance = max(float((rest**2).sum()) / degrees, np.finfo(float).tiny)
    correlations = float(np.log1p(-(abs(rho) ** (2 * gaps))).sum())
    return -0.5 * (degrees * np.log(variance) + correlations + float(np.linalg.slogdet(crossed)[1]))
