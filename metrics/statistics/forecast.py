"""Where a KPI may stand in some months: a mixture of "as lately" and "from here, anywhere".

Two experts of equal weight: the mean of the last twelve months, and a random
walk from the last month. In rolling back-tests on real monthly series no
trend method came near it. Use only months of the current process segment.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from typing import Protocol

import numpy as np

from metrics.statistics.intervals import Range

ENOUGH = 6
FARTHEST = 12
_RECENT = 12
_DUST = 1e-9  # a sum's rounding is no movement


class ForecastScale(Protocol):
    """The scale on which the experts work; `apply` and `back` undo each other."""

    def apply(self, value: float) -> float: ...
    def back(self, z: float) -> float: ...


@dataclass(frozen=True)
class Logit:
    """For shares and scores between `low` and `high`; values at the ends are drawn in by 0.2 % of
    the range."""

    low: float
    high: float

    def apply(self, value: float) -> float:
        share = min(max((value - self.low) / (self.high - self.low), 0.002), 0.998)
        return log(share / (1 - share))

    def back(self, z: float) -> float:
        return self.low + (self.high - self.low) / (1 + exp(-z))


@dataclass(frozen=True)
class LogScale:
    """For rates and durations; values under `floor` (above 0) count as `floor`, since 0 has no
    logarithm.

    For a rate take half an event in a usual month: a far smaller floor makes one quiet month look
    like a collapse.
    """

    floor: float

    def apply(self, value: float) -> float:
        return log(max(value, self.floor))

    def back(self, z: float) -> float:
        return exp(z)


@dataclass(frozen=True)
class Identity:
    """For everything without natural bounds."""

    def apply(self, value: float) -> float:
        return value

    def back(self, z: float) -> float:
        return z


@dataclass(frozen=True)
class Expert:
    """A Student t on the working scale."""

    degrees: int
    centre: float
    spread: float

    def below(self, z: float) -> float:
        """Probability of a value up to z."""
        from scipy.special import stdtr

        return float(stdtr(self.degrees, (z - self.centre) / self.spread))

    def quantile(self, probability: float) -> float:
        from scipy.special import stdtrit

        return self.centre + self.spread * float(stdtrit(self.degrees, probability))


@dataclass(frozen=True)
class Forecast:
    """What may come `months` ahead, in the unit of the KPI."""

    months: int
    scale: ForecastScale
    recent: Expert
    walk: Expert

    @property
    def point(self) -> float:
        """The middle of both experts."""
        return self.scale.back((self.recent.centre + self.walk.centre) / 2)

    def probability(self, target: float, better: int) -> float:
        """Probability of reaching the target: at least it where `better` is 1, at most where -1."""
        z = self.scale.apply(target)
        below = (self.recent.below(z) + self.walk.below(z)) / 2
        return below if better < 0 else 1 - below

    def interval(self, level: float = 0.95) -> Range:
        """The limits that hold the value with probability `level`."""
        tail = (1 - level) / 2
        low = self.scale.back(self._quantile(tail))
        # Of level 0 both are the middle, which takes as long to find as any other.
        return Range(low, self.scale.back(self._quantile(1 - tail)) if level else low)

    def _quantile(self, probability: float) -> float:
        from scipy.optimize import brentq

        # The mixture's quantile lies between those of its two parts.
        low, high = sorted((self.recent.quantile(probability), self.walk.quantile(probability)))
        margin = 1e-9 * (self.recent.spread + self.walk.spread)
        return brentq(
            lambda z: (self.recent.below(z) + self.walk.below(z)) / 2 - probability,
            low - margin,
            high + margin,
            xtol=1e-13,
        )


def forecast(
    values: Sequence[float], months: int, scale: ForecastScale, enough: int = ENOUGH
) -> Forecast | None:
    """The forecast `months` after the last of the monthly values, in time order.

    None under `enough` values, beyond 12 months, for a month not ahead, or
    where the last twelve are all the same: then nothing measures the doubt.
    """
    if len(values) < max(enough, 2) or not 1 <= months <= FARTHEST:
        return None
    z = np.array([scale.apply(value) for value in values])
    last = z[-_RECENT:]
    recent = Expert(
        len(last) - 1, float(last.mean()), float(last.std(ddof=1)) * sqrt(1 + 1 / len(last))
    )
    walk = Expert(len(z) - 1, float(z[-1]), sqrt(float((np.diff(z) ** 2).mean()) * months))
    return (
        Forecast(months, scale, recent, walk)
        if np.ptp(last) > _DUST * max(1.0, np.abs(last).max())
        else None
    )
