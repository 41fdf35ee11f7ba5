"""The months before and since an action, as a small SVG picture: what its verdict rests on."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from html import escape

from charts.theme import Palette
from errors import Message
from i18n import Month, Say
from metrics.effect.actions import EffectCourse
from metrics.kpi import Amount, Kpi

WIDTH, HEIGHT = 640, 150
NARROW = 320  # on a phone, where a wider one would be shrunk, and its words with it
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 12, 14, 26  # pixels around the lines, for what is written there


def effect_picture(
    course: EffectCourse,
    kpi: Kpi,
    compared: bool,
    say: Say,
    palette: Palette,
    width: int = WIDTH,
) -> str:
    """An SVG: a point a month (hollow: not measured), the level or trend before carried on (dashed),
    the level since, the start. `compared`: values are distances from other units.

    Its quotes are single, since a data URI takes them as they are.
    """
    x, y, ends = _scales(course, width)
    since = [month for month in course.months if month >= course.since]
    told = {
        value: Amount(kpi.unit, value, change=compared, bare=compared).spoken(say) for value in ends
    }
    parts = [_axis(told, y, width - _RIGHT, palette), _ends(course.months, x, say, palette)]
    if since:
        parts.append(_start(x(course.since), palette))
    if course.before:
        parts.append(_line(course.months, course.before, x, y, palette.quiet, "5 4"))
    if course.after is not None:
        parts.append(_line(since, [course.after] * len(since), x, y, palette.target, "none"))
    parts.append(_points(course, x, y, palette))
    size = f"viewBox='0 0 {width} {HEIGHT}' width='{width}' height='{HEIGHT}'"
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' {size} fill='none' font-size='12' "
        f"font-family='system-ui, sans-serif'>{''.join(parts)}</svg>"
    )


def effect_description(course: EffectCourse, kpi: Kpi, compared: bool, say: Say) -> str:
    """The picture in words."""
    if not course.months:
        return say("{kpi}: no values to show.", kpi=kpi.label)
    told = [
        Message(
            "{kpi}, months from {first} to {last}; the action can show from {since} on.",
            {
                "kpi": kpi.label,
                "first": Month(course.months[0]),
                "last": Month(course.months[-1]),
                "since": Month(course.since),
            },
        )
    ]
    if course.before:
        told.append(
            Message(
                "Level or trend before, carried on to the last month: {value}.",
                {"value": Amount(kpi.unit, course.before[-1], change=compared)},
            )
        )
    if course.after is not None:
        told.append(
            Message(
                "Mean since: {value}.", {"value": Amount(kpi.unit, course.after, change=compared)}
            )
        )
    if compared:
        told.append(Message("Values are distances from the units that it is measured against."))
    return say.sentences([say(one) for one in told])


_Scale = Callable[[float], float]


def _scales(
    course: EffectCourse, width: int
) -> tuple[Callable[[date], float], _Scale, tuple[float, float]]:
    """Pixels of a month and of a value, and the lowest and highest value."""
    days = [_number(month) for month in (*course.months, course.since)]
    heights = [*course.values, *course.before, *([] if course.after is None else [course.after])]
    first, last = min(days), max(days)
    low, high = min(heights, default=0.0), max(heights, default=0.0)

    def x(month: date) -> float:
        share = (_number(month) - first) / max(1, last - first)
        return round(_LEFT + share * (width - _LEFT - _RIGHT))

    def y(value: float) -> float:
        share = (high - value) / (high - low) if high > low else 0.5
        return round(_TOP + share * (HEIGHT - _TOP - _BOTTOM))

    return x, y, (low, high)


def _number(month: date) -> int:
    return 12 * month.year + month.month


def _axis(ends: Mapping[float, str], y: _Scale, right: int, palette: Palette) -> str:
    """The lowest and the highest value in words, each with a thin line."""
    return "".join(
        f"<path d='M{_LEFT - 6} {y(value)}H{right}' stroke='{palette.grid}'/>"
        f"<text x='{_LEFT - 10}' y='{y(value) + 4}' text-anchor='end' "
        f"fill='{palette.quiet}'>{escape(told)}</text>"
        for value, told in ends.items()
    )


def _ends(months: Sequence[date], x: Callable[[date], float], say: Say, palette: Palette) -> str:
    """The first and the last month."""
    if not months:
        return ""
    told = {months[0]: "start", months[-1]: "end"}
    return "".join(
        f"<text x='{x(month)}' y='{HEIGHT - 8}' text-anchor='{anchor}' fill='{palette.quiet}'>"
        f"{escape(say.month(month))}</text>"
        for month, anchor in told.items()
    )


def _start(at: float, palette: Palette) -> str:
    return f"<path d='M{at} {_TOP - 8}V{HEIGHT - _BOTTOM + 4}' stroke='{palette.ink}'/>"


def _line(
    months: Sequence[date],
    values: Sequence[float],
    x: Callable[[date], float],
    y: _Scale,
    colour: str,
    dashes: str,
) -> str:
    # A straight line needs its ends only.
    points = f"{x(months[0])},{y(values[0])} {x(months[-1])},{y(values[-1])}"
    return (
        f"<polyline points='{points}' stroke='{colour}' stroke-width='2' "
        f"stroke-dasharray='{dashes}'/>"
    )


def _points(course: EffectCourse, x: Callable[[date], float], y: _Scale, palette: Palette) -> str:
    """A dot a month, as lines of no length with round ends; those not measured hollow."""
    dots = {True: "", False: ""}
    for month, value, counts in zip(course.months, course.values, course.counts, strict=True):
        dots[counts] += f"M{x(month)} {y(value)}h0"
    layers = (
        (dots[True], palette.value, 6),
        (dots[False], palette.value, 7),
        (dots[False], palette.surface, 4),
    )
    return "".join(
        f"<path d='{line}' stroke='{colour}' stroke-width='{width}' stroke-linecap='round'/>"
        for line, colour, width in layers
        if line
    )
