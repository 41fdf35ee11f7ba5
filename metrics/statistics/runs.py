"""A second opinion on a series: are its runs too long, or its crossings of the median too few?"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb, log2
from statistics import median


@dataclass(frozen=True)
class Runs:
    """What chance allows and what was seen; points on the line are not counted.

    `useful`: points off the line. `longest_allowed`: more than this is a
    signal. `fewest_allowed`: fewer crossings than this are one.
    """

    useful: int
    longest: int
    longest_allowed: int
    crossings: int
    fewest_allowed: int

    @property
    def signal(self) -> bool:
        """Whether the series is unlikely to be mere chance about the line."""
        return self.longest > self.longest_allowed or self.crossings < self.fewest_allowed


def longest_run_allowed(useful: int) -> int:
    """The longest run still ordinary among `useful` points (0 where there are none)."""
    return round(log2(useful)) + 3 if useful else 0


def fewest_crossings_allowed(useful: int) -> int:
    """The 5 % quantile of a binomial of `useful` - 1 fair throws."""
    throws = max(useful - 1, 0)
    fewest, below = 0, 1
    while below * 20 < 2**throws:  # whole numbers: no rounding near the quantile
        fewest += 1
        below += comb(throws, fewest)
    return fewest


def runs(values: Sequence[float], centre: float | None = None) -> Runs:
    """Runs and crossings of a series in time order about `centre`, its median unless given.

    Anhøj & Olesen 2014, PLoS ONE 9(11):e113825.
    """
    if centre is None:
        centre = median(values) if len(values) else 0.0
    above = [bool(value > centre) for value in values if value != centre]
    longest = run = 0
    for at, side in enumerate(above):
        run = run + 1 if at and side == above[at - 1] else 1
        longest = max(longest, run)
    crossings = sum(one != next_one for one, next_one in zip(above, above[1:], strict=False))
    return Runs(
        len(above),
        longest,
        longest_run_allowed(len(above)),
        crossings,
        fewest_crossings_allowed(len(above)),
    )
