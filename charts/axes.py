"""Axes in the reader's words: ranges, and few ticks at round values and dates."""

from collections.abc import Iterable, Sequence
from datetime import date
from math import ceil, floor, log10

from charts.theme import TEXT_SIZE, Palette, Plotted
from i18n import Say
from metrics.kpi import ValueUnit
from metrics.periods import (
    Period,
    is_calendar_year,
    last_day,
    period_number,
    periods_between,
)

_PERIODS_A_YEAR = {"month": 12, "quarter": 4, "year": 1}
_TIME_STEPS = {
    "month": (1, 2, 3, 4, 6, 12, 24, 60),
    "quarter": (1, 2, 4, 8, 20),
    "year": (1, 2, 5, 10),
}
_NICE = (1, 2, 2.5, 5, 10)
_BESIDE = 8  # pixels between two names of years
_LABEL_GAP = 17  # pixels from one label to the next above it


def text_width(text: str, size: float) -> float:
    """The width of a text in pixels, roughly: a Chinese character is a square, a capital three
    quarters of it, others a little over half."""
    return size * sum(
        1.0 if ord(letter) > 0x2E7F else 0.75 if letter.isupper() else 0.58 for letter in text
    )


def widest(texts: Iterable[str], size: float = TEXT_SIZE) -> int:
    """The pixels that the widest text takes, in the size of plain text unless told otherwise; 0
    without any."""
    return round(max((text_width(text, size) for text in texts), default=0))


def labels_apart(
    values: Sequence[float], limits: tuple[float, float], height: float
) -> list[float]:
    """How many pixels up each label moves from its value, on an axis of `limits` and `height`
    pixels, so that all stand clear of each other."""
    wanted = [(value - limits[0]) / (limits[1] - limits[0]) * height for value in values]
    upwards = sorted(range(len(wanted)), key=wanted.__getitem__)
    placed, lowest, highest = list(wanted), -float("inf"), height
    for at in upwards:
        placed[at] = max(placed[at], lowest)
        lowest = placed[at] + _LABEL_GAP
    for at in reversed(upwards):
        placed[at] = min(placed[at], highest)
        highest = placed[at] - _LABEL_GAP
    return [now - place for now, place in zip(placed, wanted, strict=True)]


def value_range(
    values: Iterable[float], unit: ValueUnit, share: float = 0.1
) -> tuple[float, float]:
    """From below the lowest to above the highest by a `share` of their distance, but not beyond the
    unit's own ends."""
    known = list(values) or [unit.low or 0, unit.high or 1]
    low, high = min(known), max(known)
    room = max(
        share * (high - low), 10.0**-unit.decimals
    )  # differences that are not written are not shown either
    lowest = -float("inf") if unit.low is None else unit.low
    highest = float("inf") if unit.high is None else unit.high
    return max(low - room, min(lowest, low)), min(high + room, max(highest, high))


def ticks(low: float, high: float, most: int) -> tuple[list[float], int]:
    """Round values within a range, at most about `most`, and the decimals they need."""
    rough = (high - low) / most
    power = 10 ** floor(log10(rough))
    step = next(nice * power for nice in _NICE if nice * power >= rough * 0.999)
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    decimals = next(places for places in range(12) if abs(round(step, places) - step) < step * 1e-6)
    return [round(at * step, 10) for at in range(first, last + 1)], decimals


def value_axis(
    limits: tuple[float, float], unit: ValueUnit, say: Say, palette: Palette, most: int
) -> Plotted:
    """An axis of values with their unit; its `range` is `limits`."""
    at, decimals = ticks(*limits, most)
    return {
        "range": list(limits),
        "gridcolor": palette.grid,
        "zeroline": False,
        "fixedrange": True,
        "ticks": "",
        "ticklabelstandoff": 6,
        "tickvals": at,
        "ticktext": [say(unit.pattern, value=say.number(value, decimals)) for value in at],
    }


def time_axis(
    first: date, last: date, grain: str, say: Say, palette: Palette, width: float
) -> dict[str, object]:
    """An axis of days; ticks at the last days of periods, as many as `width` pixels can carry. Where
    these are too many for every year to have one, the years are named instead."""
    periods = periods_between(first, last, grain)
    room = (
        text_width(max((Period(start, grain).spoken(say) for start in periods[-12:]), key=len), 13)
        + 18
    )
    most = max(2, int(width // room))
    step = next(
        (step for step in _TIME_STEPS[grain] if len(periods) / step <= most), _TIME_STEPS[grain][-1]
    )
    fits = len(periods) / step <= most and step <= _PERIODS_A_YEAR[grain]
    named = (
        [
            (last_day(start, grain), Period(start, grain).spoken(say))
            for start in periods
            if period_number(start, grain) % step == 0 and first <= last_day(start, grain) <= last
        ]
        if fits
        else _years(first, last, grain, say, width)
    )
    return {
        "range": [first.isoformat(), last.isoformat()],
        "type": "date",
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "tickangle": 0,
        "tickvals": [day.isoformat() for day, _ in named],
        "ticktext": [text for _, text in named],
        "ticks": "outside",
        "ticklen": 5,
        "tickcolor": palette.grid,
        "showline": True,
        "linecolor": palette.grid,
    }


def _years(first: date, last: date, grain: str, say: Say, width: float) -> list[tuple[date, str]]:
    """Where each year begins (of values by year, where it ends) with its name, in two digits where
    four have no room; of more years than fit even so, only some."""
    starts = periods_between(first, last, "year")
    at = [last_day(start, "year") if grain == "year" else start for start in starts]
    pixels = width / (last - first).days
    for name in (_long_year, _short_year):
        texts = [name(start, say) for start in starts]
        room = widest(texts) + _BESIDE
        if 365 * pixels >= room:
            break
    step = max(1, ceil(room / (365 * pixels)))
    return [
        (day, text)
        for start, day, text in zip(starts, at, texts, strict=True)
        if start.year % step == 0 and first <= day <= last
    ]


def _long_year(start: date, say: Say) -> str:
    return Period(start, "year").spoken(say)


def _short_year(start: date, say: Say) -> str:
    second = "" if is_calendar_year() else f"/{(start.year + 1) % 100:02d}"
    return say("’{year}", year=f"{start.year % 100:02d}{second}")
