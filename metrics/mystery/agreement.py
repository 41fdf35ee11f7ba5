"""Whether several raters of the same visits agree: intraclass correlations and Krippendorff's
alpha."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from errors import WrongCall
from i18n import N_, Text
from metrics.statistics.intervals import LEVEL, Interval

RELIABLE, TENTATIVE = 0.80, 0.667  # Krippendorff 2004, Content Analysis, ch. 11
SCALES = ("nominal", "ordinal", "interval", "ratio")


class Icc(NamedTuple):
    """An intraclass correlation with its limits; None where the ratings do not vary in what it
    compares."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class _Squares:
    """Mean squares of a two-way table of n targets and k raters."""

    n: int
    k: int
    targets: float
    within: float
    raters: float
    error: float


def intraclass(
    ratings: Sequence[Sequence[float | None]], level: float = LEVEL
) -> dict[str, Icc] | None:
    """The six intraclass correlations of a table with one row a target (visit) and one column a
    rater.

    "2" (a sample of raters, absolute agreement) is the one for two raters of
    the same visits; "1": other raters for each target; "3": these raters only,
    consistency. "1k", "2k", "3k": the same for the mean of all k raters. Rows
    with a missing rating are left out. None under two rows or raters, or where
    all ratings are alike.
    Shrout & Fleiss 1979, Psychological Bulletin 86:420-428.
    """
    table = np.array(ratings, float)
    table = table[~np.isnan(table).any(axis=1)] if table.ndim == 2 else table.reshape(0, 0)
    if min(table.shape) < 2 or not np.ptp(table) > 0:
        return None
    squares = _squares(table)
    singles = _singles(squares)
    n, k = table.shape
    limits = {
        "1": _limits_of_ratio(squares, squares.within, n * (k - 1), level),
        "2": _limits_two(squares, level),
        "3": _limits_of_ratio(squares, squares.error, (n - 1) * (k - 1), level),
    }
    alone = {form: Icc(value, *limits[form]) for form, value in singles.items()}
    return alone | {
        f"{form}k": Icc(*(_stepped_up(end, squares.k) for end in found))
        for form, found in alone.items()
    }


def _squares(table: np.ndarray) -> _Squares:
    n, k = table.shape
    grand, by_target, by_rater = table.mean(), table.mean(axis=1), table.mean(axis=0)
    # Floats leave dust where targets, raters or their cells do not vary.
    dust = 1e-12 * ((table - grand) ** 2).sum()
    targets, within, raters, error = (
        float(squares) if squares > dust else 0.0
        for squares in (
            k * ((by_target - grand) ** 2).sum(),
            ((table - by_target[:, None]) ** 2).sum(),
            n * ((by_rater - grand) ** 2).sum(),
            ((table - by_target[:, None] - by_rater + grand) ** 2).sum(),
        )
    )
    return _Squares(
        n,
        k,
        targets / (n - 1),
        within / (n * (k - 1)),
        raters / (k - 1),
        error / ((n - 1) * (k - 1)),
    )


def _singles(s: _Squares) -> dict[str, float | None]:
    whole = s.targets + (s.k - 1) * s.error
    return {
        "1": _part(s.targets - s.within, s.targets + (s.k - 1) * s.within),
        "2": _part(s.targets - s.error, whole + s.k * (s.raters - s.error) / s.n),
        "3": _part(s.targets - s.error, whole),
    }


def _part(of_targets: float, whole: float) -> float | None:
    return float(of_targets / whole) if whole > 1e-12 * abs(of_targets) else None


def _limits_of_ratio(s: _Squares, error: float, degrees: int, level: float) -> Interval:
    """Limits from the F ratio of the targets' mean square to that of the error."""
    if not error > 0:
        return Interval(None, None)
    low = s.targets / error / _f_quantile(level, s.n - 1, degrees)
    high = s.targets / error * _f_quantile(level, degrees, s.n - 1)
    return Interval(*(float((ratio - 1) / (ratio + s.k - 1)) for ratio in (low, high)))


def _limits_two(s: _Squares, level: float) -> Interval:
    """Limits with Satterthwaite's degrees of freedom, Fleiss & Shrout 1978, Psychometrika
    43:259-262."""
    n, k, rho = s.n, s.k, _singles(s)["2"]
    if not s.error > 0 or rho is None:
        return Interval(None, None)
    of_raters, of_error = k * rho * s.raters / s.error, n * (1 + (k - 1) * rho) - k * rho
    squares = (n - 1) * of_raters**2 + of_error**2
    degrees = (k - 1) * (n - 1) * (of_raters + of_error) ** 2 / squares if squares > 0 else 0
    if degrees < 1:
        return Interval(None, None)
    upper, lower = _f_quantile(level, n - 1, degrees), _f_quantile(level, degrees, n - 1)
    others = k * s.raters + (k * n - k - n) * s.error
    return Interval(
        float(n * (s.targets - upper * s.error) / (upper * others + n * s.targets)),
        float(n * (lower * s.targets - s.error) / (others + n * lower * s.targets)),
    )


def _f_quantile(level: float, first: float, second: float) -> float:
    from scipy.special import fdtri

    return float(fdtri(first, second, (1 + level) / 2))


def _stepped_up(rho: float | None, k: int) -> float | None:
    """The reliability of the mean of k raters (Spearman-Brown); None where a single one's is at its
    lowest, -1/(k - 1)."""
    return None if rho is None else _part(rho * k, 1 + rho * (k - 1))


def krippendorff_alpha(
    ratings: Sequence[Sequence[float | None]] | np.ndarray, scale: str
) -> float | None:
    """Krippendorff's alpha of a table with one row a rater and one column a unit (None: not rated);
    `scale` one of `SCALES`.

    1 is perfect agreement, 0 what chance gives. None where fewer than two
    ratings can be paired, or all of them are alike. WrongCall for another
    scale, and for values below 0 on the ratio scale. Krippendorff 2011,
    Computing Krippendorff's alpha-reliability.
    """
    if scale not in SCALES:
        raise WrongCall(
            "There is no scale \u201c{scale}\u201d. It is one of {known}.",
            scale=scale,
            known=list(SCALES),
        )
    table = np.array(ratings, float)
    if scale == "ratio" and (table < 0).any():
        raise WrongCall(
            "A rating is {value}; on the ratio scale none may be below 0. Use the interval scale.",
            value=float(np.nanmin(table)),
        )
    values = np.unique(table[~np.isnan(table)])
    counts = (table[:, :, None] == values).sum(axis=0)  # a row a unit, a column a value
    counts = counts[counts.sum(axis=1) > 1]
    paired = counts.sum(axis=1)
    coincidences = (counts.T / (paired - 1)) @ counts - np.diag(
        (counts / (paired - 1)[:, None]).sum(axis=0)
    )
    totals = coincidences.sum(axis=0)
    distances = _distances(values, totals, scale)
    expected = totals @ distances @ totals
    return (
        float(1 - (totals.sum() - 1) * (coincidences * distances).sum() / expected)
        if expected > 0
        else None
    )


def _distances(values: np.ndarray, totals: np.ndarray, scale: str) -> np.ndarray:
    """Squared difference of each pair of values."""
    across, down = values, values[:, None]
    match scale:
        case "nominal":
            return (across != down).astype(float)
        case "ordinal":
            ranks = np.cumsum(totals) - totals / 2
            return (ranks - ranks[:, None]) ** 2
        case "interval":
            return (across - down) ** 2
        case _:
            total = across + down
            return ((across - down) / np.where(total > 0, total, 1)) ** 2


def reading(alpha: float) -> Text:
    """What an alpha allows: from `RELIABLE` on to rely, from `TENTATIVE` on tentative words, below
    no comparison."""
    if alpha >= RELIABLE:
        return N_("The raters agree well enough to rely on the scores.")
    if alpha >= TENTATIVE:
        return N_("The raters agree only in part; draw tentative conclusions.")
    return N_("The raters agree too little to compare scores; train them together first.")
