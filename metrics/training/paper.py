"""One version of an exam: who earned how many points on which item."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from errors import WrongCall

_DUST = 1e-12  # sums of floats leave this much where nothing varies


@dataclass(frozen=True)
class Paper:
    """Points of one version of an exam; make it with `paper`.

    `scores`: one row a person, one column an item, in points. NaN: the item
    was not presented to this person, and no statistic of the item counts
    them. An item that was presented and left empty is worth 0; give it as 0.
    `maxima`: the points each item can earn, in the order of the columns.
    Use first attempts only: whoever sits a paper again knows it.
    """

    scores: pd.DataFrame
    maxima: np.ndarray

    @property
    def points(self) -> np.ndarray:
        """People × items."""
        return self.scores.to_numpy()

    @property
    def shares(self) -> np.ndarray:
        """Each person's points as a share (0 to 1) of those of the items presented; NaN where
        nothing was."""
        return _share(np.nansum(self.points, axis=1), self._attainable.sum(axis=1))

    @property
    def rest_shares(self) -> np.ndarray:
        """People × items: the share (0 to 1) earned on the *other* items presented; NaN where the
        item was not, or nothing else.

        On a complete paper it orders people as the rest score (total less item) does.
        """
        earned = np.nansum(self.points, axis=1)[:, None] - np.nan_to_num(self.points)
        attainable = self._attainable.sum(axis=1)[:, None] - self._attainable
        return np.where(np.isnan(self.points), np.nan, _share(earned, attainable))

    @property
    def complete(self) -> pd.DataFrame:
        """The scores of the people to whom every item was presented: what totals and reliability
        rest on."""
        return self.scores.dropna()

    @property
    def all_or_nothing(self) -> bool:
        """Whether every item earns nothing or one and the same number of points."""
        known = self.points[~np.isnan(self.points)]
        return len(self.maxima) > 0 and bool(
            (self.maxima == self.maxima[0]).all() and np.isin(known, (0, self.maxima[0])).all()
        )

    @property
    def _attainable(self) -> np.ndarray:
        return np.where(np.isnan(self.points), 0, self.maxima)


def paper(
    scores: pd.DataFrame | np.ndarray, maxima: Sequence[float] | pd.Series | float = 1.0
) -> Paper:
    """A checked `Paper`; `maxima` one number for all items, or one for each (a Series is matched by
    item).

    WrongCall where a maximum is missing or not above 0, or a score exceeds its maximum.
    """
    frame = pd.DataFrame(scores).astype(float)
    if isinstance(maxima, pd.Series):
        maxima = maxima.reindex(frame.columns)
    elif np.ndim(maxima) and np.size(maxima) != frame.shape[1]:
        raise WrongCall(
            "There are {items} items but {maxima} maxima. Give one maximum for each item.",
            items=frame.shape[1],
            maxima=np.size(maxima),
        )
    most = np.broadcast_to(np.asarray(maxima, float), frame.shape[1]).copy()
    for item, maximum in zip(frame.columns, most, strict=True):
        if not 0 < maximum < np.inf:
            raise WrongCall(
                "Item {item} has the maximum {maximum}. A maximum is a number above 0.",
                item=str(item),
                maximum=float(maximum),
            )
    above = np.argwhere(frame.to_numpy() > most + _DUST)
    if len(above):
        row, column = above[0]
        raise WrongCall(
            "Item {item} has a score of {score}, above its maximum of {maximum}. Correct the "
            "score or the maximum.",
            item=str(frame.columns[column]),
            score=float(frame.iat[row, column]),
            maximum=float(most[column]),
        )
    return Paper(frame, most)


def correlations(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Pearson's r of each column of `x` with that of `y` (rows × columns), over the rows where both
    are known.

    NaN where either does not vary.
    """
    known = ~np.isnan(x) & ~np.isnan(y)
    dx, dy = _centred(x, known), _centred(y, known)
    squares = (dx * dx).sum(axis=0) * (dy * dy).sum(axis=0)
    return (dx * dy).sum(axis=0) / np.sqrt(np.where(squares > 0, squares, np.nan))


def _centred(values: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Columns less their mean; 0 where unknown, and in columns that do not vary."""
    values = np.where(known, values, 0)
    means = values.sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    centred = np.where(known, values - means, 0)
    varies = (centred**2).sum(axis=0) > _DUST * (values**2).sum(axis=0)
    return np.where(varies, centred, 0)


def _share(earned: np.ndarray, attainable: np.ndarray) -> np.ndarray:
    return earned / np.where(attainable > _DUST, attainable, np.nan)
