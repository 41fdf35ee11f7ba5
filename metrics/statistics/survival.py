"""Quantiles of lengths of which some are still open, from counts of each length."""

from typing import NamedTuple

import numpy as np

from metrics.statistics.intervals import LEVEL, normal_quantile
from metrics.statistics.quantiles import Quantile, limit_ranks


class Lengths(NamedTuple):
    """Ascending lengths, with how many ended there, and how many were last seen there, still
    open."""

    at: np.ndarray
    done: np.ndarray
    open: np.ndarray


def length_quantile(lengths: Lengths, p: float, level: float = LEVEL) -> Quantile:
    """The p-quantile (0 < p < 1): of all lengths where none is open, with order statistics as
    limits; else by Kaplan & Meier."""
    if not lengths.open.any():
        return _counted_quantile(lengths.at, lengths.done, p, level)
    return _censored_quantile(lengths, p, level)


def _counted_quantile(at: np.ndarray, counts: np.ndarray, p: float, level: float) -> Quantile:
    """That of the values, each as often as it was counted; between two of them the point is
    interpolated (Hyndman & Fan 1996, type 7)."""
    ends = np.cumsum(counts)
    n = int(ends[-1]) if len(ends) else 0
    if not n:
        return Quantile(None, None, None)

    def ranked(rank: int) -> float:
        return float(at[np.searchsorted(ends, rank)])

    place = (n - 1) * p
    below = int(place)
    value = ranked(below + 1)
    if place > below:
        value += (place - below) * (ranked(below + 2) - value)
    low, high = (None if rank is None else ranked(int(rank)) for rank in limit_ranks(n, p, level))
    return Quantile(value, low, high)


def _censored_quantile(lengths: Lengths, p: float, level: float) -> Quantile:
    """The first length by which a share p has ended, as if the open ones went on like the others;
    None where so many never ended.

    Kaplan & Meier 1958, JASA 53:457-481; limits where those of the share, on the scale log(−log),
    reach p: Brookmeyer & Crowley 1982, Biometrics 38:29-41.
    """
    left = lengths.done + lengths.open
    at_risk = left.sum() - np.cumsum(left) + left
    waiting = np.cumprod(1 - lengths.done / at_risk)
    inside = (waiting > 0) & (waiting < 1)
    more = at_risk > lengths.done
    variance = np.cumsum(
        np.where(more, lengths.done / (at_risk * np.where(more, at_risk - lengths.done, 1)), 0)
    )
    stretch = np.exp(
        normal_quantile(level) * np.sqrt(variance) / np.log(np.where(inside, waiting, 0.5))
    )
    # The higher the limits of those who wait, the later the quantile.
    low, high = (np.where(inside, waiting**power, waiting) for power in (1 / stretch, stretch))
    few, many = np.minimum(low, high), np.maximum(low, high)
    return Quantile(
        _first(lengths.at, waiting <= 1 - p + 1e-12),
        _first(lengths.at, few <= 1 - p + 1e-12),
        _first(lengths.at, many <= 1 - p + 1e-12),
    )


def _first(at: np.ndarray, reached: np.ndarray) -> float | None:
    return float(at[np.argmax(reached)]) if reached.any() else None
