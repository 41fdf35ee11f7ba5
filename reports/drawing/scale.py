"""The ends of an axis of values, and how far intervals reach."""

from collections.abc import Iterable
from math import ceil, floor, log10

from reports.outline.parts import Chart, ChartSeries

_STEPS = (1, 2, 2.5, 5, 10)
_LINES = 5


def ends(chart: Chart) -> tuple[float, float, float]:
    """Lowest and highest value of the axis, and the step of its lines: round numbers around all
    that is drawn. Bars begin at 0."""
    drawn = list(_drawn(chart))
    low, high = min(drawn, default=0.0), max(drawn, default=1.0)
    if chart.bars:
        low, high = min(low, 0.0), max(high, 0.0)
    if high - low < 1e-9:
        low, high = low - 0.5, high + 0.5
    elif not chart.bars:
        room = (high - low) * 0.08
        low, high = low - room, high + room
    step = _step((high - low) / _LINES)
    first, last = floor(low / step + 1e-9) * step, ceil(high / step - 1e-9) * step
    unit = chart.unit
    if unit.low is not None and min(drawn, default=0.0) >= unit.low:
        first = max(first, unit.low)
    if unit.high is not None and max(drawn, default=0.0) <= unit.high:
        last = min(last, unit.high)
    return first, last, step


def _drawn(chart: Chart) -> Iterable[float]:
    for series in chart.series:
        for values in (series.values, series.low, series.high):
            yield from (value for value in values if value is not None)


def _step(rough: float) -> float:
    power = 10.0 ** floor(log10(rough))
    return next(step * power for step in _STEPS if step * power >= rough - 1e-12)


def distances(series: ChartSeries) -> tuple[list[float | None], list[float | None]]:
    """How far the ends of the intervals lie below and above the values; None where either is not
    known."""
    below: list[float | None] = []
    above: list[float | None] = []
    for value, low, high in zip(series.values, series.low, series.high, strict=True):
        if value is None or low is None or high is None:
            below.append(None)
            above.append(None)
        else:
            below.append(float(value - low))
            above.append(float(high - value))
    return below, above
