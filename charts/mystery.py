"""Few observations of many: each one's own value as a ring, the estimate drawn from it with its
interval as a dot; and composites by month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import plotly.graph_objects as go

from charts.axes import text_width, time_axis, value_axis, value_range, widest
from charts.figure import figure_of
from charts.theme import SMALL_SIZE, TEXT_SIZE, Palette, faded, layout, plain
from i18n import Say
from metrics.kpi import ValueUnit
from metrics.periods import last_day

_ROW, _TOP, _BOTTOM = 25, 34, 30
_LONGEST, _LONGEST_NARROW = 180, 130  # pixels of a name
_COURSE_HEIGHT = 230


@dataclass(frozen=True)
class Estimated:
    """One line of the picture; `pale`: too few observations, `strong`: to be seen first; `note`:
    more words for pointing at it."""

    name: str
    value: float
    low: float
    high: float
    raw: float
    n: int
    pale: bool = False
    strong: bool = False
    note: str = ""


@dataclass(frozen=True)
class Estimates:
    """All lines of the picture, from top to bottom, in one unit; `centre` is what they are drawn
    to, `interval` what theirs is called."""

    rows: Sequence[Estimated]
    unit: ValueUnit
    centre: float
    interval: str


def estimates(found: Estimates, say: Say, palette: Palette, narrow: bool = False) -> go.Figure:
    """A row a line, and the centre as a line over all."""
    rows, unit, centre = found.rows, found.unit, found.centre
    limits = value_range(
        [*(end for row in rows for end in (row.low, row.high, row.raw)), centre], unit, 0.04
    )
    names = [plain(_cut(row.name, _LONGEST_NARROW if narrow else _LONGEST)) for row in rows]
    margin = {"l": 14 + widest(names), "r": 16, "t": _TOP, "b": _BOTTOM}
    axis = value_axis(limits, unit, say, palette, 4 if narrow else 6)
    return figure_of(
        {
            "data": [
                _whiskers(rows, palette),
                _rings(rows, palette),
                _dots(found, say, palette),
            ],
            "layout": layout(
                palette,
                _TOP + _BOTTOM + _ROW * len(rows),
                margin,
                hovermode="closest",
                xaxis=axis,
                yaxis={
                    "range": [len(rows) - 0.5, -0.5],
                    "tickvals": list(range(len(rows))),
                    "ticktext": names,
                    "showgrid": False,
                    "zeroline": False,
                    "fixedrange": True,
                    "ticks": "",
                },
                shapes=[
                    {
                        "type": "line",
                        "yref": "paper",
                        "y0": 0,
                        "y1": 1,
                        "x0": centre,
                        "x1": centre,
                        "layer": "below",
                        "line": {"color": palette.quiet, "width": 1.5},
                    }
                ],
                annotations=[
                    {
                        "x": centre,
                        "y": 1,
                        "yref": "paper",
                        "yanchor": "bottom",
                        "showarrow": False,
                        "text": say("All {value}", value=unit.show(say, centre)),
                        "font": {"color": palette.quiet, "size": SMALL_SIZE},
                    }
                ],
            ),
        }
    )


def _cut(name: str, room: float) -> str:
    if text_width(name, TEXT_SIZE) <= room:
        return name
    return (
        next(
            name[:at]
            for at in range(len(name), 0, -1)
            if text_width(name[:at] + "…", TEXT_SIZE) <= room
        ).rstrip()
        + "…"
    )


def _whiskers(rows: Sequence[Estimated], palette: Palette) -> dict[str, object]:
    return {
        "type": "scatter",
        "mode": "lines",
        "hoverinfo": "skip",
        "line": {"color": faded(palette.value, 0.35), "width": 4},
        "x": [end for row in rows for end in (round(row.low, 2), round(row.high, 2), None)],
        "y": [place for at in range(len(rows)) for place in (at, at, None)],
    }


def _rings(rows: Sequence[Estimated], palette: Palette) -> dict[str, object]:
    return {
        "type": "scatter",
        "mode": "markers",
        "hoverinfo": "skip",
        "cliponaxis": False,
        "marker": {
            "color": palette.surface,
            "size": 7,
            "line": {"color": palette.quiet, "width": 1.2},
        },
        "x": [round(row.raw, 2) for row in rows],
        "y": list(range(len(rows))),
    }


def _dots(found: Estimates, say: Say, palette: Palette) -> dict[str, object]:
    rows = found.rows
    fill = [
        palette.surface if row.pale else palette.worse if row.strong else palette.value
        for row in rows
    ]
    line = [
        palette.worse if row.strong else faded(palette.value, 0.7) if row.pale else palette.value
        for row in rows
    ]
    return {
        "type": "scatter",
        "mode": "markers",
        "cliponaxis": False,
        "hoverinfo": "text",
        "marker": {"color": fill, "size": 9, "line": {"color": line, "width": 1.4}},
        "x": [round(row.value, 2) for row in rows],
        "y": list(range(len(rows))),
        "hovertext": [_hover(row, found, say) for row in rows],
    }


def _hover(row: Estimated, found: Estimates, say: Say) -> str:
    unit = found.unit
    lines = [
        f"<b>{plain(row.name)}</b>",
        say("estimate {value}", value=unit.show(say, row.value)),
        say(
            "{interval} {low} to {high}",
            interval=found.interval,
            low=unit.show(say, row.low),
            high=unit.show(say, row.high),
        ),
        say("own mean {value}, n = {n}", value=unit.show(say, row.raw), n=row.n),
    ]
    return "<br>".join([*lines, *([plain(row.note)] if row.note else [])])


def composite_course(
    months: Sequence[tuple[date, int, float]],
    unit: ValueUnit,
    say: Say,
    palette: Palette,
    narrow: bool = False,
) -> go.Figure:
    """Months (first day, number of the series, value): one line a series, since a change of weights
    starts anew; a dotted line between."""
    limits = value_range([value for _, _, value in months], unit, 0.3)
    axis = value_axis(limits, unit, say, palette, 4)
    ends = [last_day(month, "month") for month, _, _ in months]
    series = sorted({number for _, number, _ in months})
    lines = [
        [(last_day(month, "month"), value) for month, own, value in months if own == number]
        for number in series
    ]
    margin = {"l": 16 + widest(axis["ticktext"]), "r": 54, "t": 12, "b": 34}
    last = lines[-1][-1]
    return figure_of(
        {
            "data": [
                {
                    "type": "scatter",
                    "mode": "lines+markers",
                    "line": {"color": palette.value, "width": 2.4},
                    "marker": {"size": 6},
                    "x": [day.isoformat() for day, _ in line],
                    "y": [round(value, 2) for _, value in line],
                    "hoverinfo": "text",
                    "cliponaxis": False,
                    "hovertext": [
                        f"<b>{say.month(day)}</b><br>{unit.show(say, value)}" for day, value in line
                    ],
                }
                for line in lines
            ],
            "layout": layout(
                palette,
                _COURSE_HEIGHT,
                margin,
                hovermode="closest",
                yaxis=axis,
                xaxis=time_axis(
                    min(ends) - timedelta(days=10),
                    max(ends) + timedelta(days=6),
                    "month",
                    say,
                    palette,
                    280 if narrow else 900,
                ),
                shapes=[_upright(line[0][0].replace(day=1), palette) for line in lines[1:]],
                annotations=[
                    {
                        "x": last[0].isoformat(),
                        "y": round(last[1], 2),
                        "xanchor": "left",
                        "xshift": 8,
                        "showarrow": False,
                        "text": f"<b>{unit.show(say, last[1])}</b>",
                    }
                ],
            ),
        }
    )


def _upright(day: date, palette: Palette) -> dict[str, object]:
    return {
        "type": "line",
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "x0": day.isoformat(),
        "x1": day.isoformat(),
        "line": {"color": palette.neutral, "width": 1, "dash": "dot"},
    }
