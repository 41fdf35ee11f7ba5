"""Two groups compared among people who are alike otherwise: stratum by stratum."""

from typing import NamedTuple

import numpy as np


class Strata(NamedTuple):
    """What two groups scored in each stratum: strata × comparisons.

    `n1`, `y1`: how many of the first group, and the sum of their scores; `n2`, `y2`: of the second;
    `yy`: the sum of the squares of all scores.
    """

    n1: np.ndarray
    y1: np.ndarray
    n2: np.ndarray
    y2: np.ndarray
    yy: np.ndarray

    @property
    def both(self) -> np.ndarray:
        """Where both groups are: no other stratum tells of their difference."""
        return (self.n1 > 0) & (self.n2 > 0)


def standardised_difference(found: Strata) -> np.ndarray:
    """How much higher the second group's mean is than the first's would be, had it been spread over
    the strata as the second is; NaN where no stratum has both.

    Dorans & Kulick 1986, Journal of Educational Measurement 23:355-368.
    """
    weight = np.where(found.both, found.n2, 0)
    apart = found.y2 / np.maximum(found.n2, 1) - found.y1 / np.maximum(found.n1, 1)
    whole = weight.sum(axis=0)
    return (weight * apart).sum(axis=0) / np.where(whole > 0, whole, np.nan)


def mantel_p(found: Strata) -> np.ndarray:
    """The two-sided p of no difference within any stratum; 1 where nothing varies within any.

    Mantel 1963, Journal of the American Statistical Association 58:690-700; of scores 0 and 1 it is
    the test of Mantel and Haenszel (1959) without a correction for continuity.
    """
    from scipy.special import ndtr

    n, y = found.n1 + found.n2, found.y1 + found.y2
    expected = found.n2 * y / np.maximum(n, 1)
    spread = np.maximum(n * found.yy - y**2, 0) / np.maximum(n**2 * (n - 1), 1)
    variance = (found.n1 * found.n2 * spread).sum(axis=0)
    away = np.abs((found.y2 - expected).sum(axis=0))
    certain = variance > 1e-12
    return np.where(certain, 2 * ndtr(-away / np.sqrt(np.where(certain, variance, 1))), 1.0)


def exact_p(n1: np.ndarray, y1: np.ndarray, n2: np.ndarray, y2: np.ndarray) -> float:
    """The two-sided p of one comparison of scores 0 and 1, exact: twice the smaller tail of what the second
    group can have of the right answers of each stratum.

    Where most are right the normal curve calls too much unlikely. Agresti 2013, Categorical Data
    Analysis, 3rd edition, section 7.3.5.
    """
    most_people = int(np.max(n1 + n2, initial=0))
    factorial = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, most_people + 1)))])

    def ways(n: int, k: np.ndarray | int) -> np.ndarray:
        """The logarithm of how many ways there are to choose k of n."""
        return factorial[n] - factorial[k] - factorial[n - k]

    chances = np.ones(1)
    for n_first, right1, n_second, right2 in zip(n1, y1, n2, y2, strict=True):
        first, second, right = int(n_first), int(n_second), round(right1 + right2)
        least, most = max(0, right - first), min(second, right)
        if least == most:
            continue
        dealt = np.arange(least, most + 1)
        each = ways(second, dealt) + ways(first, right - dealt) - ways(first + second, right)
        chances = np.convolve(chances, np.exp(each))
    low = sum(max(0, round(a + b) - int(first)) for first, a, b in zip(n1, y1, y2, strict=True))
    seen = round(float(np.sum(y2))) - low
    return min(1.0, 2 * min(chances[: seen + 1].sum(), chances[seen:].sum()))


def holm(p: np.ndarray) -> np.ndarray:
    """Each p as it is among as many looks: below 5 % it is named by chance in one of twenty such
    families at most. Holm 1979, Scandinavian Journal of Statistics 6:65-70."""
    order = np.argsort(p, kind="stable")
    stepped = np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1))
    found = np.empty(len(p))
    found[order] = np.minimum(stepped, 1)
    return found
