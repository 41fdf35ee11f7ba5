"""What a KPI's months say as a process: limits, signals, and what it will do to its target."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd

from metrics.answers.answer import Answer
from metrics.kpi import Kpi, Shape
from metrics.statistics.spc import (
    LIMIT,
    TRIAL,
    Assurance,
    ControlChart,
    Segment,
    Signal,
    Variation,
    control_chart,
    rebased_at,
    rule_signals,
    segment_of,
)
from metrics.statistics.spc_denominators import share_limits

# Limits follow each month's denominator where one of them is this far from their mean, or this
# small.
UNEVEN = 0.25
SMALL = 50
# Events a month (or their absence) below which monthly limits say nothing: quarters do.
RARE = 2
# Share of charts of a stable process that show at least one signal by chance, by their months;
# simulated, docs/methods.md.
_MONTHS, _BY_CHANCE = (1, 12, 24, 36), (0.0, 0.06, 0.20, 0.32)
_SIGMAS = 3
_DUST = 1e-9  # a width that only comes of rounding is none


@dataclass(frozen=True)
class Process:
    """`rows`: the settled months behind the chart, one a point of `chart`; `low` and `high`: limits
    of each point, None without.

    `breathing`: the limits follow each month's denominator (P' chart instead of XmR).
    `rare`: too few events a month for limits, so there are none, and no signals.
    """

    kpi: Kpi
    rows: pd.DataFrame
    chart: ControlChart
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]
    breathing: bool = False
    rare: bool = False

    @property
    def variation(self) -> Variation:
        """What the latest month's signal means."""
        return self.variations[-1]

    @property
    def variations(self) -> tuple[Variation, ...]:
        """What each month's signal means."""
        return self.chart.variations(self.kpi.direction.value)

    @property
    def signal(self) -> Signal:
        """The latest month's signal."""
        return self.chart.signals[-1]

    @property
    def on_trial(self) -> bool:
        """Whether too few months stand behind the latest limits to rely on them."""
        return self.chart.segments[-1].trial

    @property
    def current(self) -> pd.DataFrame:
        """The months since the last rebase: what a forecast may use."""
        return self.rows.iloc[self.chart.segments[-1].start :]

    def assurance(self, goal: float | None, better: int) -> Assurance | None:
        """What the process, as it runs now, does to a goal; `better` is 1 where more reaches it,
        else -1."""
        return self.chart.assurance(goal, better)


def process(answer: Answer, rebases: Iterable[date] = ()) -> Process | None:
    """The control chart of the settled periods that have enough cases; None without any.

    `rebases`: first days of months from which on somebody decided that new
    limits hold; a month without a value passes the decision to the next.
    """
    rows = answer.judged()
    enough = answer.settled["enough"].astype(bool)
    if not enough.any():
        return None
    rows = (rows if enough.all() else rows[enough]).reset_index(drop=True)
    days = list(answer.settled["period"][enough])
    starts = rebased_at(
        days, (min((day for day in days if day >= rebase), default=rebase) for rebase in rebases)
    )
    if _rare(answer.kpi, rows):
        return _without_limits(answer.kpi, rows, starts)
    if _uneven(answer.kpi, rows):
        return _breathing(answer.kpi, rows, starts)
    chart = _of_some_width(control_chart(rows["value"].to_numpy(float), starts))
    low, high = (
        tuple(
            getattr(segment, end)
            for segment in chart.segments
            for _ in range(segment.start, segment.end)
        )
        for end in ("low", "high")
    )
    return Process(answer.kpi, rows, chart, low, high)


def chance_of_a_signal(months: int) -> float:
    """The share (0 to 1) of charts of this many months that show a signal though nothing changed;
    from 36 on, at least that."""
    return float(np.interp(months, _MONTHS, _BY_CHANCE))


def _rare(kpi: Kpi, rows: pd.DataFrame) -> bool:
    """Whether a share counts so few events a month, or so few without one, that a single one more
    is a jump."""
    if kpi.measure.shape is not Shape.SHARE:
        return False
    y, x = rows["y"].to_numpy(float), rows["x"].to_numpy(float)
    return bool(min(y.mean(), (x - y).mean()) < RARE)


def _without_limits(kpi: Kpi, rows: pd.DataFrame, starts: tuple[int, ...]) -> Process:
    drawn = control_chart(rows["value"].to_numpy(float), starts)
    none = (None,) * len(rows)
    return Process(
        kpi,
        rows,
        ControlChart(tuple(map(_bare, drawn.segments)), (Signal.NONE,) * len(rows)),
        none,
        none,
        rare=True,
    )


def _of_some_width(chart: ControlChart) -> ControlChart:
    """Limits that lie on the mean, since nearly all months are alike, would make a signal of the
    smallest difference: they are left out."""
    signals = [
        signal
        for segment in chart.segments
        for signal in (
            (Signal.NONE,) * (segment.end - segment.start)
            if _is_flat(segment)
            else chart.signals[segment.start : segment.end]
        )
    ]
    return ControlChart(
        tuple(_bare(segment) if _is_flat(segment) else segment for segment in chart.segments),
        tuple(signals),
    )


def _is_flat(segment: Segment) -> bool:
    low, high = segment.low, segment.high
    return low is None or high is None or high - low <= _DUST * max(1.0, abs(segment.mean))


def _bare(segment: Segment) -> Segment:
    """A segment without limits."""
    return replace(segment, low=None, high=None, near_low=None, near_high=None)


def _uneven(kpi: Kpi, rows: pd.DataFrame) -> bool:
    """Whether the denominators of a share differ too much, or are too small, for one pair of
    limits."""
    if kpi.measure.shape is not Shape.SHARE:
        return False
    n = rows["x"].to_numpy(float)
    return bool((np.abs(n - n.mean()) > UNEVEN * n.mean()).any() or n.min() < SMALL)


def _breathing(kpi: Kpi, rows: pd.DataFrame, starts: tuple[int, ...]) -> Process:
    """P' limits, read by the same four rules; the limits of a segment are those of its last
    month."""
    edges = sorted({0, *starts, len(rows)})
    parts = [_segment(rows, start, end) for start, end in pairwise(edges)]
    segments, signals, low, high = zip(*parts, strict=True)
    chart = ControlChart(segments, tuple(signal for part in signals for signal in part))
    return Process(kpi, rows, chart, sum(low, ()), sum(high, ()), breathing=True)


def _segment(
    rows: pd.DataFrame, start: int, end: int
) -> tuple[Segment, list[Signal], tuple, tuple]:
    part = rows.iloc[start:end]
    limits = share_limits(part["y"].to_numpy(float), part["x"].to_numpy(float))
    mean, width = 100 * limits.centre, 100 * _SIGMAS * limits.sigma / LIMIT
    if (
        len(part) < 2 or width.max() <= _DUST
    ):  # all or none of everybody in every month since the rebase: no width, so no limits
        none = (None,) * len(part)
        return (
            segment_of(start, end, mean, None, len(part) < TRIAL),
            [Signal.NONE] * len(part),
            none,
            none,
        )
    signals = rule_signals(part["value"].to_numpy(float), mean, width)
    low, high = tuple(100 * limits.low), tuple(100 * limits.high)
    segment = segment_of(start, end, mean, float(width[-1]), len(part) < TRIAL)
    return segment, signals, low, high
