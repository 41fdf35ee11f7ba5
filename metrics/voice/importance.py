"""How much of an outcome each of several predictors explains, from correlations alone.

Correlation matrices have the shape (..., 1 + p, 1 + p), the outcome first;
everything works on many of them at once, as a bootstrap needs.
"""

from dataclasses import dataclass
from math import factorial

import numpy as np

MOST_PREDICTORS = 10  # every subset is solved: 1,024 of them for ten
# determinant of the predictors' correlations under which one of them is known from the others
_SINGULAR = 1e-10


@dataclass(frozen=True)
class Importance:
    """Shares of variance, 0 to 1; arrays have one entry a predictor.

    `r_squared`: explained by all together. `lmg`: each one's part of it, averaged over
    all orders of entry, so that the parts add up to it. `first`: explained by it alone. `last`:
    what it adds to all others. `beta`: standardised coefficient. `correlation`: with the outcome.
    `vif`: variance inflation factor.
    """

    r_squared: float
    lmg: np.ndarray
    first: np.ndarray
    last: np.ndarray
    beta: np.ndarray
    correlation: np.ndarray
    vif: np.ndarray


def importance(correlation: np.ndarray) -> Importance:
    """All measures from one solvable correlation matrix (1 + p, 1 + p).

    Lindeman, Merenda & Gold 1980; Grömping 2006, J. Statistical Software 17(1).
    """
    subsets = explained(correlation)
    everything = len(subsets) - 1
    single = 1 << np.arange(len(correlation) - 1)
    inverse = np.linalg.inv(correlation[1:, 1:])
    return Importance(
        float(subsets[-1]),
        lmg(subsets),
        subsets[single],
        subsets[-1] - subsets[everything - single],
        inverse @ correlation[1:, 0],
        correlation[1:, 0],
        np.diag(inverse).copy(),
    )


def solvable(correlation: np.ndarray) -> np.ndarray:
    """Whether the outcome and all predictors vary (no NaN), and no predictor is known from the
    others; one answer a matrix."""
    with np.errstate(invalid="ignore"):
        return (np.linalg.det(correlation[..., 1:, 1:]) > _SINGULAR) & np.isfinite(correlation).all(
            axis=(-2, -1)
        )


def explained(correlation: np.ndarray) -> np.ndarray:
    """R² of the outcome on every subset of the predictors: (2^p, ...), the subset's number holding
    bit k for predictor k."""
    predictors = correlation.shape[-1] - 1
    found = np.zeros((2**predictors, *correlation.shape[:-2]))
    for subset in range(1, len(found)):
        chosen = [1 + k for k in range(predictors) if subset >> k & 1]
        with_outcome = correlation[..., chosen, 0]
        among = correlation[..., chosen, :][..., chosen]
        found[subset] = (
            with_outcome * np.linalg.solve(among, with_outcome[..., None])[..., 0]
        ).sum(axis=-1)
    return found


def lmg(subsets: np.ndarray) -> np.ndarray:
    """Each predictor's increments of R², averaged over all orders of entry: (..., p), from what
    `explained` gives."""
    predictors = len(subsets).bit_length() - 1
    number = np.arange(len(subsets))
    sizes = np.array([subset.bit_count() for subset in range(len(subsets))])
    parts = []
    for k in range(predictors):
        without = number[number >> k & 1 == 0]
        weight = np.array(
            [factorial(size) * factorial(predictors - size - 1) for size in sizes[without]]
        ) / factorial(predictors)
        parts.append(np.tensordot(weight, subsets[without | 1 << k] - subsets[without], axes=1))
    return np.stack(parts, axis=-1)
