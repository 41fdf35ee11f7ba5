"""Charts as SVG pictures: lines over time, or bars with lines over them."""

from collections.abc import Callable, Sequence
from html import escape

from i18n import Month, Say
from reports.drawing.measuring import fitting, lines, width
from reports.drawing.scale import ends
from reports.outline.parts import (
    LIMIT,
    MEAN,
    OPEN,
    TARGET,
    VALUE,
    WHOLE,
    Cell,
    Chart,
    ChartSeries,
    spoken,
)

BROAD, NARROW = 760.0, 520.0  # of a chart alone, and of one that stands beside something
_HEIGHT, _TEXT = 290.0, 11.0
_TOP, _RIGHT, _LABELS = 12.0, 12.0, 34.0
_LINES = {
    VALUE: ("#1F4E79", 2.2, ""),
    TARGET: ("#B45309", 2.0, "7 4"),
    WHOLE: ("#B45309", 1.8, "7 4"),
    MEAN: ("#5F6B76", 1.0, ""),
    LIMIT: ("#5F6B76", 1.0, "2 3"),
}
_VALUE, _INK = "#1F4E79", "#1F2933"


def svg(chart: Chart, say: Say, across: float = BROAD) -> str:
    """The picture, so wide, with the same in words for those who do not see it."""
    low, high, step = ends(chart)
    decimals = chart.unit.decimals if step % 1 else 0
    marks = [low + step * at for at in range(int((high - low) / step + 1.001))]
    named = [say.number(mark, decimals) for mark in marks]
    left = 12 + max(width(name, _TEXT) for name in named)
    legend = _legend(chart, say, across)
    tall = _HEIGHT + 16 * len(legend)
    bottom = _HEIGHT - _LABELS
    count = max(1, len(chart.categories))
    slot = (across - left - _RIGHT) / count

    def x(at: int) -> float:
        return left + slot * (at + 0.5)

    def y(value: float) -> float:
        return bottom - (value - low) / (high - low) * (bottom - _TOP)

    parts = [
        f'<line x1="{left:.1f}" x2="{across - _RIGHT:.1f}" y1="{y(mark):.1f}" y2="{y(mark):.1f}" '
        'stroke="#DDE2E7"/>'
        f'<text x="{left - 6:.1f}" y="{y(mark) + 4:.1f}" text-anchor="end">{escape(name)}</text>'
        for mark, name in zip(marks, named, strict=True)
    ]
    parts += _names(chart, say, x, slot, bottom)
    for series in chart.series:
        if chart.bars and series.role == VALUE:
            parts += _bars(series, x, y, slot, max(low, min(0.0, high)))
        else:
            parts += _drawn(series, x, y)
        if series.low:
            parts += _whiskers(series, x, y, _INK if chart.bars else _VALUE)
    parts += _flags(chart, x, y)
    parts += [
        f'<g transform="translate({left:.1f} {_HEIGHT + 16 * line + 6:.1f})">{row}</g>'
        for line, row in enumerate(legend)
    ]
    words = escape(say.sentences(chart.alternative))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {across:.0f} {tall:.0f}" role="img" '
        f'aria-label="{words}" font-size="{_TEXT:.0f}" fill="{_INK}">{"".join(parts)}</svg>'
    )


def _names(
    chart: Chart, say: Say, x: Callable[[int], float], slot: float, bottom: float
) -> list[str]:
    """What stands below the picture, in two lines."""
    found = []
    for at, category in enumerate(chart.categories):
        for line, text in enumerate(_in_lines(category, say, slot - 3)):
            found.append(
                f'<text x="{x(at):.1f}" y="{bottom + 14 + 13 * line:.1f}" text-anchor="middle">'
                f"{escape(text)}</text>"
            )
    return found


def _in_lines(category: Cell, say: Say, room: float) -> list[str]:
    name = spoken(category, say)
    if isinstance(category, Month):
        year, month = f"{category.first:%Y}", name.replace(f"{category.first:%Y}", "")
        return [month.removeprefix("年").strip(), year]
    return [line.strip() for line in lines(fitting(name, _TEXT, room, 2), _TEXT, room)]


def _bars(
    series: ChartSeries,
    x: Callable[[int], float],
    y: Callable[[float], float],
    slot: float,
    zero: float,
) -> list[str]:
    wide = slot * 0.6
    return [
        f'<rect x="{x(at) - wide / 2:.1f}" y="{min(y(value), y(zero)):.1f}" width="{wide:.1f}" '
        f'height="{abs(y(value) - y(zero)):.1f}" fill="{_VALUE}"/>'
        for at, value in enumerate(series.values)
        if value is not None
    ]


def _drawn(
    series: ChartSeries, x: Callable[[int], float], y: Callable[[float], float]
) -> list[str]:
    """A line with gaps where there is no value, and the marks of values."""
    found = []
    known = [(at, value) for at, value in enumerate(series.values) if value is not None]
    if series.role in _LINES:
        colour, wide, dashes = _LINES[series.role]
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        path = "".join(
            f"{'L' if at and series.values[at - 1] is not None else 'M'}{x(at):.1f} {y(value):.1f}"
            for at, value in known
        )
        found.append(
            f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{wide}"{dashed}/>'
        )
    if series.role in (VALUE, OPEN):
        fill = _VALUE if series.role == VALUE else "#FFFFFF"
        found += [
            f'<circle cx="{x(at):.1f}" cy="{y(value):.1f}" r="3.2" fill="{fill}" stroke="{_VALUE}"/>'
            for at, value in known
        ]
    return found


def _whiskers(
    series: ChartSeries, x: Callable[[int], float], y: Callable[[float], float], colour: str
) -> list[str]:
    return [
        f'<path d="M{x(at):.1f} {y(low):.1f}V{y(high):.1f}M{x(at) - 3:.1f} {y(low):.1f}h6'
        f'M{x(at) - 3:.1f} {y(high):.1f}h6" stroke="{colour}" stroke-width="0.9" fill="none"/>'
        for at, (low, high) in enumerate(zip(series.low, series.high, strict=True))
        if low is not None and high is not None and series.values[at] is not None
    ]


def _flags(chart: Chart, x: Callable[[int], float], y: Callable[[float], float]) -> list[str]:
    """The numbers of what happened, at the top."""
    at_place: dict[int, list[str]] = {}
    for flag in chart.flags:
        at_place.setdefault(flag.at, []).append(f"({flag.number})")
    return [
        f'<text x="{x(at):.1f}" y="{_TOP + 2:.1f}" text-anchor="middle">{"".join(numbers)}</text>'
        for at, numbers in at_place.items()
    ]


def _legend(chart: Chart, say: Say, across: float) -> Sequence[str]:
    """What each line is, as many in a row as there is room for."""
    rows, row, taken = [], "", 0.0
    for series in chart.series:
        name = fitting(spoken(series.name, say), _TEXT, across / 2, 1)
        wide = 40 + width(name, _TEXT)
        if row and taken + wide > across - 60:
            rows.append(row)
            row, taken = "", 0.0
        row += f'<g transform="translate({taken:.1f} 0)">{_sample(series, chart)}'
        row += f'<text x="28" y="4">{escape(name)}</text></g>'
        taken += wide
    return [*rows, row]


def _sample(series: ChartSeries, chart: Chart) -> str:
    if chart.bars and series.role == VALUE:
        return f'<rect x="4" y="-5" width="16" height="10" fill="{_VALUE}"/>'
    if series.role == OPEN:
        return f'<circle cx="12" cy="0" r="3.2" fill="#FFFFFF" stroke="{_VALUE}"/>'
    colour, wide, dashes = _LINES[series.role]
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<path d="M0 0H24" stroke="{colour}" stroke-width="{wide}"{dashed}/>'
