"""Two crossed random effects by restricted maximum likelihood: score = mean + row + column +
chance.

The deviance is profiled to two shares of variance, as lme4 does to two
deviations (Bates, Mächler, Bolker & Walker 2015, Journal of Statistical
Software 67(1)). Shares run from exactly 0 on, so a variance of 0 is found
where it is one; optimisers on an open scale stop short of it and report
success. Each score has one row, so only the columns' equations are solved.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from metrics.statistics.intervals import normal_quantile

_MOST = 0.999  # share of a variance; beyond it nothing is left for chance
_STARTS = (0.05, 0.35, 0.7)


@dataclass(frozen=True)
class Solved:
    """The model at given variances: of `rows`, `columns` and the `residual`; effects are best
    linear unbiased predictions.

    `row_errors`: standard errors of mean + row effect, the variances taken as known.
    """

    deviance: float
    mean: float
    rows: float
    columns: float
    residual: float
    row_effects: np.ndarray
    column_effects: np.ndarray
    row_errors: np.ndarray


@dataclass(frozen=True)
class Crossed:
    """What n scores say, in sums: `counts` of scores by row and column, sums of the scores less
    their mean by each, and squared."""

    n: int
    centre: float
    squares: float
    counts: np.ndarray
    row_sums: np.ndarray
    column_sums: np.ndarray

    def at(self, of_one: float, of_rest: float) -> Solved:
        """Solve it where `of_one` is the rows' share of one score's variance and `of_rest` the
        columns' share of what remains."""
        column = of_rest / (1 - of_rest)  # ratios of variance to the residual one
        row = of_one / (1 - of_one) * (1 + column)
        scale = np.sqrt(row), np.sqrt(column)
        diagonal = 1 + row * self.counts.sum(axis=1)
        cross = scale[0] * scale[1] * self.counts / diagonal[:, None]
        of_columns = (
            np.diag(1 + column * self.counts.sum(axis=0))
            - scale[0] * scale[1] * self.counts.T @ cross
        )
        right = (
            scale[0] * np.column_stack([self.counts.sum(axis=1), self.row_sums]),
            scale[1] * np.column_stack([self.counts.sum(axis=0), self.column_sums]),
        )
        column_part = np.linalg.solve(of_columns, right[1] - cross.T @ right[0])
        row_part = right[0] / diagonal[:, None] - cross @ column_part
        products = right[0].T @ row_part + right[1].T @ column_part
        information = self.n - products[0, 0]
        shift = -products[0, 1] / information  # the scores less their mean add up to 0
        residual = (self.squares - products[1, 1] - shift**2 * information) / (self.n - 1)
        deviance = (
            np.log(diagonal).sum()
            + np.linalg.slogdet(of_columns)[1]
            + np.log(information)
            + (self.n - 1) * (1 + np.log(2 * np.pi * residual))
        )
        conditional = 1 / diagonal + (cross * np.linalg.solve(of_columns, cross.T).T).sum(axis=1)
        with_mean = (1 - scale[0] * row_part[:, 0]) ** 2 / information
        return Solved(
            float(deviance),
            self.centre + float(shift),
            float(row * residual),
            float(column * residual),
            float(residual),
            scale[0] * (row_part[:, 1] - shift * row_part[:, 0]),
            scale[1] * (column_part[:, 1] - shift * column_part[:, 0]),
            np.sqrt(residual * (row * conditional + with_mean)),
        )

    def best(self) -> tuple[float, float]:
        """The two shares at which the deviance is least."""
        from scipy.optimize import minimize

        start = min(
            ((one, rest) for one in _STARTS for rest in _STARTS),
            key=lambda shares: self.at(*shares).deviance,
        )
        found = minimize(
            lambda shares: self.at(*shares).deviance,
            start,
            method="L-BFGS-B",
            bounds=[(0, _MOST)] * 2,
            options={"ftol": 1e-13, "gtol": 1e-7},
        )
        return float(found.x[0]), float(found.x[1])

    def limits(self, of_one: float, deviance: float, level: float) -> tuple[float, float]:
        """Profile-likelihood limits of the rows' share of one score's variance, given the best one
        and its deviance."""
        from scipy.optimize import brentq, minimize_scalar

        def excess(share: float) -> float:
            inner = minimize_scalar(
                lambda rest: self.at(share, rest).deviance,
                bounds=(0, _MOST),
                method="bounded",
                options={"xatol": 1e-3},
            )
            return inner.fun - deviance - normal_quantile(level) ** 2

        low = brentq(excess, 0, of_one, xtol=1e-4) if of_one > 0 and excess(0) > 0 else 0.0
        high = brentq(excess, of_one, _MOST, xtol=1e-4) if excess(_MOST) > 0 else 1.0
        return low, high


def crossed(rows: ArrayLike, columns: ArrayLike, scores: ArrayLike) -> Crossed:
    """The sums of scores, whose rows and columns are numbered from 0 on; at least two rows, two
    columns and two different scores."""
    rows, columns, scores = np.asarray(rows), np.asarray(columns), np.asarray(scores, float)
    less = scores - scores.mean()
    counts = np.zeros((rows.max() + 1, columns.max() + 1))
    np.add.at(counts, (rows, columns), 1)
    return Crossed(
        len(scores),
        float(scores.mean()),
        float(less @ less),
        counts,
        np.bincount(rows, less),
        np.bincount(columns, less),
    )
