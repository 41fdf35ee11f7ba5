"""Where to work first: how satisfied customers are with a driver, against how much it counts.

Martilla & James 1977, Journal of Marketing 41(1):77-79.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from i18n import N_
from metrics.statistics.intervals import Range, wilson
from metrics.voice.drivers import DriverModel


class Quadrant(Enum):
    """What to do with a driver, by performance and share."""

    IMPROVE = N_("Improve first")  # counts much, done less well
    KEEP = N_("Keep it up")  # counts much, done well
    LATER = N_("Improve later")  # counts less, done less well
    EASE = N_("No more effort needed")  # counts less, done well
    UNDECIDED = N_("Cannot be told")


@dataclass(frozen=True)
class Point:
    """A driver on the map: performance (top-two-box share) and share of R², both 0 to 1, each with
    its 95 % limits."""

    name: str
    n: int
    performance: float
    performance_limits: Range
    share: float
    share_limits: Range
    quadrant: Quadrant


@dataclass(frozen=True)
class DriverMap:
    """All points, with the lines that cut the map: the means of the performances and of the
    shares."""

    points: tuple[Point, ...]
    performance_cut: float
    share_cut: float


def driver_map(model: DriverModel, satisfied: Mapping[str, tuple[int, int]]) -> DriverMap | None:
    """The map of a model's drivers; None without a usable model.

    `satisfied` gives each rating's answers in the top two points and all its answers (above 0). A
    point whose interval holds a cut line is undecided.
    """
    if not model.drivers:
        return None
    counts = [satisfied[driver.name] for driver in model.drivers]
    performance_cut = sum(k / n for k, n in counts) / len(counts)
    share_cut = sum(driver.share for driver in model.drivers) / len(model.drivers)
    points = []
    for driver, (k, n) in zip(model.drivers, counts, strict=True):
        low, high = wilson(k, n)
        if low is None or high is None:
            raise ValueError(f"nobody rated {driver.name}")
        across, up = Range(low, high), Range(driver.low, driver.high)
        quadrant = _quadrant(_side(across, performance_cut), _side(up, share_cut))
        points.append(Point(driver.name, n, k / n, across, driver.share, up, quadrant))
    return DriverMap(tuple(points), performance_cut, share_cut)


def _side(limits: Range, cut: float) -> int:
    """1 above the line, -1 below it, 0 where the limits hold it."""
    return int(limits.low > cut) - int(limits.high < cut)


def _quadrant(performance: int, share: int) -> Quadrant:
    return {
        (-1, 1): Quadrant.IMPROVE,
        (1, 1): Quadrant.KEEP,
        (-1, -1): Quadrant.LATER,
        (1, -1): Quadrant.EASE,
    }.get((performance, share), Quadrant.UNDECIDED)
