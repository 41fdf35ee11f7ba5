"""Classical item analysis: how hard an item is, and whether it tells those who do well from those
who do not."""

import numpy as np
import pandas as pd

from metrics.training.paper import Paper, correlations
from metrics.training.reliability import alpha_without_each

TAIL = 0.27  # share of the people in the upper, and in the lower, group of Kelley's index


def item_table(paper: Paper) -> pd.DataFrame:
    """One row an item; each statistic counts the people to whom the item was presented.

    `n`: people. `p`: points earned / points attainable, 0 to 1.
    `r_rest`: corrected point-biserial correlation, with the share earned on
    the person's other items. `r_total`: with the share of the whole paper, the
    item itself included, which flatters short papers. `d27`: `p` of the upper
    27 % of the people less `p` of the lower 27 %. `alpha_without`: alpha of
    the paper had it not this item (people with the whole paper only). NaN where it cannot be told.
    Kelley 1939, Journal of Educational Psychology 30:17-24, for `d27`.
    """
    points, shares = paper.points, paper.shares
    n = (~np.isnan(points)).sum(axis=0)
    return pd.DataFrame(
        {
            "n": n,
            "p": np.nansum(points, axis=0) / np.where(n > 0, n * paper.maxima, np.nan),
            "r_rest": correlations(points, paper.rest_shares),
            "r_total": correlations(points, np.broadcast_to(shares[:, None], points.shape)),
            "d27": _upper_less_lower(points / paper.maxima, shares),
            "alpha_without": alpha_without_each(paper.complete.to_numpy()),
        },
        index=pd.Index(paper.scores.columns, name="item"),
    )


def tail_weights(values: np.ndarray, tail: float = TAIL) -> tuple[np.ndarray, np.ndarray]:
    """How far each person belongs to the upper and to the lower group, 0 to 1; NaN values belong to
    none.

    Each group weighs exactly `tail` times the people: those tied at its edge
    share the room that is left, so the order of the rows does not matter.
    """
    # Equal totals of decimals may differ in their last digit.
    known = np.flatnonzero(~np.isnan(values))
    _, place, counts = np.unique(
        np.round(values[known], 12), return_inverse=True, return_counts=True
    )
    room = tail * len(known)
    below = np.cumsum(counts) - counts
    above = len(known) - below - counts
    upper, lower = np.zeros(len(values)), np.zeros(len(values))
    upper[known] = np.clip((room - above) / counts, 0, 1)[place]
    lower[known] = np.clip((room - below) / counts, 0, 1)[place]
    return upper, lower


def _upper_less_lower(item_shares: np.ndarray, shares: np.ndarray) -> np.ndarray:
    upper, lower = (_weighted_means(item_shares, weights) for weights in tail_weights(shares))
    return upper - lower


def _weighted_means(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    weight = np.where(np.isnan(values), 0, weights[:, None])
    total = weight.sum(axis=0)
    return (weight * np.nan_to_num(values)).sum(axis=0) / np.where(total > 0, total, np.nan)
