"""What audits say: the level of each dimension over time, how far the raters agree, and which type
the culture is and should be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from data.kinds.audits import CULTURE_TYPES
from errors import Message
from metrics.statistics.agreement import AGREED, within_group
from metrics.statistics.intervals import t_quantile
from metrics.sums.values import RATERS_FOR_T

LEVELS = 5
_LEVEL = 0.95
TYPES = tuple(name for name, _ in CULTURE_TYPES)
LABELS = dict(CULTURE_TYPES)


@dataclass(frozen=True)
class Rated:
    """What the raters gave one thing in a quarter.

    `mean`: None where they disagree; `low`, `high`: its 95 % limits, None below five raters;
    `least`, `most`: what any of them gave; `agreement`: within the group, None of a single rater.
    """

    period: date
    name: str
    raters: int
    mean: float | None
    low: float | None
    high: float | None
    least: float
    most: float
    agreement: float | None

    @property
    def apart(self) -> bool:
        """Whether they disagree too far for a mean."""
        return self.mean is None


def rated(found: pd.DataFrame, column: str, view: str = "now", levels: int = LEVELS) -> list[Rated]:
    """One a quarter and dimension, oldest first; `found` as `records.ratings` gives them."""
    known = found[(found["view"] == view) & found[column].notna()]
    return [
        _rated(period, str(name), part[column].to_numpy(float), levels)
        for (period, name), part in known.groupby(["period", "dimension"], sort=True)
    ]


def _rated(period: date, name: str, given: np.ndarray, levels: int) -> Rated:
    count, mean = len(given), float(given.mean())
    agreement = within_group(float(given.var(ddof=1)), levels) if count > 1 else None
    low, high = _limits(given, 1, levels)
    apart = agreement is not None and agreement < AGREED
    return Rated(
        period,
        name,
        count,
        None if apart else mean,
        None if apart else low,
        None if apart else high,
        float(given.min()),
        float(given.max()),
        agreement,
    )


def _limits(given: np.ndarray, lowest: float, highest: float) -> tuple[float | None, float | None]:
    """Limits of a mean by t, within its range; None below five raters, or where all gave the
    same."""
    count = len(given)
    if count < RATERS_FOR_T or not given.var() > 0:
        return None, None
    half = float(t_quantile(_LEVEL, count - 1)) * float(given.std(ddof=1)) / count**0.5
    mean = float(given.mean())
    return max(lowest, mean - half), min(highest, mean + half)


def latest(found: Sequence[Rated]) -> list[Rated]:
    """The ratings of the last audit, the highest first; those without a mean last."""
    last = max((one.period for one in found), default=None)
    return sorted(
        (one for one in found if one.period == last),
        key=lambda one: (one.apart, -(one.mean or 0), one.name),
    )


def apart_sentence(found: Sequence[Rated]) -> Message | None:
    """That raters of the last audit disagree, and about what; None where they agree."""
    apart = [one for one in latest(found) if one.apart]
    if not apart:
        return None
    return Message(
        "No mean where the raters disagree: {names}.",
        {
            "names": [
                Message(
                    "{name} (levels {least} to {most})",
                    {"name": one.name, "least": one.least, "most": one.most},
                )
                for one in apart
            ]
        },
    )


@dataclass(frozen=True)
class TypePoints:
    """The mean points of one type of culture over the raters, with 95 % limits from five raters
    on."""

    name: str
    mean: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Culture:
    """The four types as raters see them in one view, in a quarter."""

    period: date
    raters: int
    types: tuple[TypePoints, ...]

    @property
    def named(self) -> TypePoints | None:
        """The type that stands out: its lower limit lies above the upper limits of all others; None
        where none does."""
        first, *others = sorted(self.types, key=lambda one: -one.mean)
        if first.low is None or any(one.high is None for one in others):
            return None
        return first if all(first.low > (one.high or 0) for one in others) else None

    def of(self, name: str) -> TypePoints:
        return next(one for one in self.types if one.name == name)


def culture(found: pd.DataFrame, view: str) -> Culture | None:
    """The types in the last quarter in which raters shared points in a view; a type that a rater
    left out has none of the 100. None without any."""
    known = found[(found["view"] == view) & found["points"].notna()]
    if known.empty:
        return None
    last = known["period"].max()
    shared = (
        known[known["period"] == last]
        .pivot_table(index="rater", columns="dimension", values="points")
        .reindex(columns=list(TYPES))
        .fillna(0.0)
    )
    return Culture(
        last,
        len(shared),
        tuple(
            TypePoints(name, float(shared[name].mean()), *_limits(shared[name].to_numpy(), 0, 100))
            for name in TYPES
        ),
    )


def culture_sentence(now: Culture | None, preferred: Culture | None) -> Message | None:
    """Which type the raters see and which they prefer, where one stands out."""
    if now is None:
        return None
    seen, wanted = now.named, None if preferred is None else preferred.named
    if seen is None:
        return (
            Message("No type of culture stands out as the raters see it now.")
            if wanted is None
            else Message(
                "No type of culture stands out now; preferred is {wanted}.",
                {"wanted": LABELS[wanted.name]},
            )
        )
    if preferred is None:
        return Message("The culture is now of the type {seen}.", {"seen": LABELS[seen.name]})
    if wanted is None:
        return Message(
            "The culture is now of the type {seen}; no type stands out as preferred.",
            {"seen": LABELS[seen.name]},
        )
    return Message(
        "The culture is now of the type {seen}; preferred is {wanted}.",
        {"seen": LABELS[seen.name], "wanted": LABELS[wanted.name]},
    )
