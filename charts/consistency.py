"""How far the channels lie apart, quarter by quarter: as measured, and without sampling noise."""

from datetime import timedelta

import plotly.graph_objects as go

from charts.axes import ticks as round_ticks, time_axis, value_range, widest
from charts.theme import SMALL_SIZE, Palette, faded, layout
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
    known = [found for found in course if found.spread.tau is not None]
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
    return go.Figure(
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


def _top(known: list[Consistency]) -> float:
    """All limits fit in, but one that hardly limits anything runs off, so that the marks can be
    read."""
    return min(
        max(found.spread.high for found in known),
        _MOST_TIMES * max(max(found.spread.raw, found.spread.tau) for found in known),
    )


def _day(found: Consistency) -> str:
    return last_day(found.period, "quarter").isoformat()


def _whiskers(known: list[Consistency], palette: Palette) -> dict[str, object]:
    return {
        "type": "scatter",
        "mode": "lines",
        "hoverinfo": "skip",
        "x": [day for found in known for day in (_day(found), _day(found), None)],
        "y": [
            end
            for found in known
            for end in (round(found.spread.low, 3), round(found.spread.high, 3), None)
        ],
        "line": {"color": faded(palette.value, 0.4), "width": 4},
    }


def _corrected(known: list[Consistency], say: Say, palette: Palette) -> dict[str, object]:
    return {
        "type": "scatter",
        "mode": "markers",
        "cliponaxis": False,
        "marker": {"color": palette.value, "size": 10},
        "x": [_day(found) for found in known],
        "y": [round(found.spread.tau, 3) for found in known],
        "hoverinfo": "text",
        "hovertext": [_hover(found, say) for found in known],
    }


def _raw(known: list[Consistency], say: Say, palette: Palette) -> dict[str, object]:
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
        "x": [_day(found) for found in known],
        "y": [round(found.spread.raw, 3) for found in known],
        "hoverinfo": "text",
        "hovertext": [_hover(found, say) for found in known],
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


def _end_labels(
    last: Consistency, top: float, say: Say, palette: Palette
) -> list[dict[str, object]]:
    """What the two marks mean, beside the latest ones."""
    height = _HEIGHT - _TOP - _BOTTOM
    apart = (last.spread.raw - last.spread.tau) / top * height
    shift = max(0, round((_GAP - abs(apart)) / 2)) * (1 if apart >= 0 else -1)
    texts = (
        (last.spread.tau, say("without noise"), -shift, palette.value),
        (last.spread.raw, say("as measured"), shift, palette.quiet),
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
