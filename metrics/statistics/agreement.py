"""How far raters who judge one thing agree with each other."""

from typing import overload

import numpy as np

from metrics.statistics.intervals import Numbers

AGREED = 0.5  # below it raters disagree too far for a mean of theirs to say anything


@overload
def within_group(variance: float, categories: int) -> float: ...
@overload
def within_group(variance: np.ndarray, categories: int) -> np.ndarray: ...
def within_group(variance: Numbers, categories: int) -> Numbers:
    """The within-group agreement r_wg of ratings on a scale of so many categories, from their
    variance (ddof 1): 1 where all are alike, 0 where they vary as if given at random, or more. NaN
    where the variance is not known.

    James, Demaree & Wolf 1984, Journal of Applied Psychology 69:85-98; values below 0 are set to 0
    as in LeBreton & Senter 2008, Organizational Research Methods 11:815-852.
    """
    at_random = (categories**2 - 1) / 12
    found = np.maximum(1 - np.asarray(variance, float) / at_random, 0)
    return found if np.ndim(variance) else float(found)
