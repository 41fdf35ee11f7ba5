"""Process limits and signals of a series: the XmR chart read by the four rules of Making Data
Count.

Sources: Wheeler, Understanding Variation; Nelson 1982, Journal of Quality
Technology 14:172-173 (screening); NHS England, Making Data Count; the rules
as the R package NHSRplotthedots applies them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from math import fsum

import numpy as np

from i18n import N_

LIMIT = 2.66  # mean moving ranges from the mean to a process limit
NEAR = LIMIT * 2 / 3
SCREEN = 3.267  # moving ranges beyond this many mean ranges are left out of the limits
RUN = 7
TRIAL = 12  # with fewer points behind them, limits are on trial


class Signal(Enum):
    """What marks a point."""

    NONE = N_("normal variation")
    ABOVE = N_("above the upper process limit")
    BELOW = N_("below the lower process limit")
    RISING = N_("part of 7 or more rising points in a row")
    FALLING = N_("part of 7 or more falling points in a row")
    NEAR_ABOVE = N_("one of 2 in 3 points close to the upper process limit")
    NEAR_BELOW = N_("one of 2 in 3 points close to the lower process limit")
    SHIFT_ABOVE = N_("part of 7 or more points in a row above the mean")
    SHIFT_BELOW = N_("part of 7 or more points in a row below the mean")


HIGH_SIGNALS = frozenset({Signal.ABOVE, Signal.RISING, Signal.NEAR_ABOVE, Signal.SHIFT_ABOVE})


class Variation(Enum):
    """What a signal means, given which way is better."""

    COMMON = N_("normal variation")
    IMPROVEMENT = N_("improvement beyond normal variation")
    CONCERN = N_("worsening beyond normal variation")
    HIGH = N_("higher than normal variation")
    LOW = N_("lower than normal variation")


class Assurance(Enum):
    """What the process, as it runs now, does to a target."""

    PASSING = N_("the process will meet the target month after month")
    FAILING = N_("the process will miss the target until it changes")
    HIT_OR_MISS = N_("the process may meet or miss the target by chance")


@dataclass(frozen=True)
class Segment:
    """A stretch between rebases: points `start` to before `end`, their mean and their limits.

    `low`, `high` (process limits) and `near_low`, `near_high` are None where
    there is no moving range to take them from. `trial`: fewer than 12 points
    set them. Limits are not clipped to the range of the unit: clip only the drawing.
    """

    start: int
    end: int
    mean: float
    low: float | None
    high: float | None
    near_low: float | None
    near_high: float | None
    trial: bool


@dataclass(frozen=True)
class ControlChart:
    """The segments and one signal a point, in the order of the values."""

    segments: tuple[Segment, ...]
    signals: tuple[Signal, ...]

    def variations(self, better: int) -> tuple[Variation, ...]:
        """What each point's signal means; `better` is 1 (up), -1 (down) or 0 (neither)."""
        return tuple(_variation(signal, better) for signal in self.signals)

    def variation(self, better: int) -> Variation | None:
        """The icon of the series: what its last point means; None without points."""
        return _variation(self.signals[-1], better) if self.signals else None

    def assurance(self, target: float | None, better: int) -> Assurance | None:
        """The icon of the target against the last limits; None without target, direction or
        limits."""
        if target is None or not better or not self.segments:
            return None
        low, high = self.segments[-1].low, self.segments[-1].high
        if low is None or high is None:
            return None
        if low <= target <= high:
            return Assurance.HIT_OR_MISS
        return Assurance.FAILING if (target > high) == (better > 0) else Assurance.PASSING


def rebased_at(days: Sequence[date], rebases: Iterable[date]) -> tuple[int, ...]:
    """Positions of the points whose date is a rebase date; other rebase dates have no effect."""
    wanted = set(rebases)
    return tuple(at for at, day in enumerate(days) if day in wanted)


def control_chart(
    values: Sequence[float],
    rebases: Iterable[int] = (),
    fix_after: int | None = None,
    screen: bool = True,
) -> ControlChart:
    """The chart of values in time order, without gaps.

    `rebases`: positions at which new limits begin (a recorded human decision).
    `fix_after`: only that many first points of a segment set its limits.
    `screen`: leave extreme moving ranges out of the limits, once; False gives
    the limits of the NHS Excel tool. ValueError where a value is missing.
    """
    y = np.asarray(values, float)
    if not np.isfinite(y).all():
        raise ValueError("control_chart needs a number for every point")
    edges = sorted({0, len(y), *(at for at in rebases if 0 < at < len(y))})
    segments, signals = [], []
    for start, end in zip(edges[:-1], edges[1:], strict=True):
        segment, width = _segment(y, start, end, fix_after, screen)
        segments.append(segment)
        signals += rule_signals(y[start:end], segment.mean, width)
    return ControlChart(tuple(segments), tuple(signals))


def mean_moving_range(values: np.ndarray, screen: bool = True) -> float | None:
    """Mean distance of neighbours, without the extreme ones if screened; None where none is
    left."""
    ranges = np.abs(np.diff(values))
    if screen and len(ranges):
        ranges = ranges[ranges < SCREEN * ranges.mean()]
    return float(ranges.mean()) if len(ranges) else None


def _segment(
    y: np.ndarray, start: int, end: int, fix_after: int | None, screen: bool
) -> tuple[Segment, float | None]:
    base = y[start:end][:fix_after]
    mean, width = fsum(base) / len(base), mean_moving_range(base, screen)
    return segment_of(start, end, mean, width, trial=len(base) < TRIAL), width


def segment_of(start: int, end: int, mean: float, width: float | None, trial: bool) -> Segment:
    """A stretch with its limits, those of `width` (see `rule_signals`) about its mean; without
    limits where there is no width."""
    if width is None:
        return Segment(start, end, mean, None, None, None, None, trial)
    far, near = LIMIT * width, NEAR * width
    return Segment(start, end, mean, mean - far, mean + far, mean - near, mean + near, trial)


def rule_signals(y: np.ndarray, mean: float, width: float | np.ndarray | None) -> list[Signal]:
    """One signal a point of a segment; an earlier rule of the four goes before a later one.

    `width`: the mean moving range, 2.66 of which reach from the mean to a process
    limit; one number, or one a point where limits differ; None without limits.
    """
    if len(y) < 2:
        return [Signal.NONE] * len(y)
    deviation = y - mean
    dust = (
        1e-12 * np.abs(y).max()
    )  # rounding must not put a point beside the mean or outside a limit
    side = np.where(np.abs(deviation) > dust, np.sign(deviation), 0).astype(int)
    reach = np.abs(deviation) - dust
    outside = reach > (np.inf if width is None else LIMIT * width)
    close = ~outside & (reach > (np.inf if width is None else NEAR * width))
    rules = (
        (np.where(outside, side, 0), Signal.ABOVE, Signal.BELOW),
        (_trends(y), Signal.RISING, Signal.FALLING),
        (_two_in_three(side, close), Signal.NEAR_ABOVE, Signal.NEAR_BELOW),
        (_runs(side, RUN), Signal.SHIFT_ABOVE, Signal.SHIFT_BELOW),
    )
    signals = [Signal.NONE] * len(y)
    for marks, high, low in reversed(rules):
        for at in np.flatnonzero(marks):
            signals[at] = high if marks[at] > 0 else low
    return signals


def _runs(side: np.ndarray, length: int) -> np.ndarray:
    """The side of each member of a run of at least `length` equal sides, else 0."""
    alike = np.abs(_sums(side, length)) == length
    return np.where(_within(alike, length, len(side)), side, 0)


def _sums(values: np.ndarray, length: int) -> np.ndarray:
    """What each `length` neighbours add up to."""
    so_far = np.concatenate([[0], values.cumsum()])
    return so_far[length:] - so_far[:-length]


def _within(windows: np.ndarray, length: int, points: int) -> np.ndarray:
    """Which of the points lie in one of the `length` neighbours that are marked by their first."""
    ends = np.zeros(points + 1, int)
    ends[: len(windows)] += windows
    ends[length : length + len(windows)] -= windows
    return ends.cumsum()[:-1] > 0


def _trends(y: np.ndarray) -> np.ndarray:
    """1 for the points of 6 increases in a row, -1 for those of 6 decreases, else 0.

    The top of a rise that turns into a fall belongs to the fall.
    """
    steps = _runs(np.sign(np.diff(y)).astype(int), RUN - 1)
    after, before = np.append(steps, 0), np.insert(steps, 0, 0)
    return np.where(after != 0, after, before)


def _two_in_three(side: np.ndarray, close: np.ndarray) -> np.ndarray:
    """The side of the close points among 3 neighbours on one side of which at least 2 are close,
    else 0."""
    windows = (np.abs(_sums(side, 3)) == 3) & (_sums(close.astype(int), 3) >= 2)
    return np.where(_within(windows, 3, len(side)) & close, side, 0)


def _variation(signal: Signal, better: int) -> Variation:
    if signal is Signal.NONE:
        return Variation.COMMON
    high = signal in HIGH_SIGNALS
    if not better:
        return Variation.HIGH if high else Variation.LOW
    return Variation.IMPROVEMENT if high == (better > 0) else Variation.CONCERN
