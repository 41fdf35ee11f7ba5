"""How far the channels lie apart, quarter by quarter: as measured, and without sampling noise."""

from dataclasses import dataclass
from datetime import timedelta

import plotly.graph_objects as go

from charts.axes import ticks as round_ticks, time_axis, value_range, widest
from charts.figure import figure_of
from charts.theme import SMALL_SIZE, Palette, Plotted, faded, layout
from charts.words import beside_points
from i18n import Say
from metrics.comparisons.channels import Consistency
from metrics.kpi import Distance
from metrics.periods import Period, last_day

_HEIGHT = 270
_TOP, _BOTTOM = 16, 34
_GAP = 17  # pixels between labels
_MOST_TIMES = 3  # the largest spread
_ASIDE = 25  # days, so that the first and last marks stand free


def consistency_course(
    course: tuple[Consistency, ...], say: Say, palette: Palette, narrow: bool = False
) -> go.Figure:
    """The corrected spread with its 95 % limits as dots on whiskers, the raw one as hollow
    diamonds; quarters without are gaps."""
    known = _marks(course)
    kpi = course[0].kpi
    top = value_range([0.0, _top(known)], kpi.unit, 0.05)[1]
    at, decimals = round_ticks(0, top, 4)
    texts = [say.number(value, decimals) for value in at]
    ends = _end_labels(known[-1], top, say, palette)
    margin = {
        "l": 16 + widest(texts),
        "r": 18 + widest((label["text"] for label in ends), SMALL_SIZE),
        "t": _TOP,
        "b": _BOTTOM,
    }
    first, last = (
        last_day(found.period, "quarter") + timedelta(days)
        for found, days in ((course[0], -_ASIDE), (course[-1], _ASIDE))
    )
    return figure_of(
        {
            "data": [
                _whiskers(known, palette),
                _raw(known, say, palette),
                _corrected(known, say, palette),
            ],
            "layout": layout(
                palette,
                _HEIGHT,
                margin,
                hovermode="closest",
                annotations=ends,
                yaxis={
                    "range": [-0.04 * top, top],
                    "tickvals": at,
                    "ticktext": texts,
                    "gridcolor": palette.grid,
                    "zeroline": False,
                    "fixedrange": True,
                    "ticks": "",
                    "ticklabelstandoff": 6,
                },
                xaxis=time_axis(first, last, "quarter", say, palette, 280 if narrow else 700),
            ),
        }
    )


@dataclass(frozen=True)
class _Mark:
    """A period whose spread can be told without its noise."""

    found: Consistency
    raw: float
    tau: float
    low: float
    high: float


def _marks(course: tuple[Consistency, ...]) -> list[_Mark]:
    return [
        _Mark(found, spread.raw, spread.tau, spread.low, spread.high)
        for found in course
        if (spread := found.spread).raw is not None
        and spread.tau is not None
        and spread.low is not None
        and spread.high is not None
    ]


def _top(known: list[_Mark]) -> float:
    """All limits fit in, but one that hardly limits anything runs off, so that the marks can be
    read."""
    return min(
        max(mark.high for mark in known),
        _MOST_TIMES * max(max(mark.raw, mark.tau) for mark in known),
    )


def _day(mark: _Mark) -> str:
    return last_day(mark.found.period, "quarter").isoformat()


def _whiskers(known: list[_Mark], palette: Palette) -> Plotted:
    return {
        "type": "scatter",
        "mode": "lines",
        "hoverinfo": "skip",
        "x": [day for mark in known for day in (_day(mark), _day(mark), None)],
        "y": [end for mark in known for end in (round(mark.low, 3), round(mark.high, 3), None)],
        "line": {"color": faded(palette.value, 0.4), "width": 4},
    }


def _corrected(known: list[_Mark], say: Say, palette: Palette) -> Plotted:
    return {
        "type": "scatter",
        "mode": "markers",
        "cliponaxis": False,
        "marker": {"color": palette.value, "size": 10},
        "x": [_day(mark) for mark in known],
        "y": [round(mark.tau, 3) for mark in known],
        **beside_points([_hover(mark.found, say) for mark in known]),
    }


def _raw(known: list[_Mark], say: Say, palette: Palette) -> Plotted:
    return {
        "type": "scatter",
        "mode": "markers",
        "cliponaxis": False,
        "marker": {
            "color": palette.surface,
            "size": 9,
            "symbol": "diamond",
            "line": {"color": palette.quiet, "width": 1.5},
        },
        "x": [_day(mark) for mark in known],
        "y": [round(mark.raw, 3) for mark in known],
        **beside_points([_hover(mark.found, say) for mark in known]),
    }


def _hover(found: Consistency, say: Say) -> str:
    unit, spread = found.kpi.unit, found.spread
    return "<br>".join(
        [
            f"<b>{Period(found.period, 'quarter').spoken(say)}</b>",
            say(
                "without sampling noise {tau} (95%: {low} to {high})",
                tau=Distance(unit, spread.tau),
                low=Distance(unit, spread.low, bare=True),
                high=Distance(unit, spread.high, bare=True),
            ),
            say("as measured {raw}", raw=Distance(unit, spread.raw)),
        ]
    )


def _end_labels(last: _Mark, top: float, say: Say, palette: Palette) -> list[Plotted]:
    """What the two marks mean, beside the latest ones."""
    height = _HEIGHT - _TOP - _BOTTOM
    apart = (last.raw - last.tau) / top * height
    shift = max(0, round((_GAP - abs(apart)) / 2)) * (1 if apart >= 0 else -1)
    texts = (
        (last.tau, say("without noise"), -shift, palette.value),
        (last.raw, say("as measured"), shift, palette.quiet),
    )
    return [
        {
            "x": 1,
            "xref": "paper",
            "xanchor": "left",
            "xshift": 10,
            "y": value,
            "yanchor": "middle",
            "yshift": move,
            "showarrow": False,
            "text": text,
            "font": {"color": colour, "size": SMALL_SIZE},
        }
        for value, text, move, colour in texts
    ]
