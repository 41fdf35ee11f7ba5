"""Know, do, feel: for each aspect of service what exams, staff, mystery visits, customers and complaints
say, on one scale from 0 to 100."""

from collections.abc import Sequence

import plotly.graph_objects as go

from charts.axes import value_axis, value_range, widest
from charts.figure import figure_of
from charts.theme import Palette, Plotted, faded, layout, plain
from i18n import Say
from metrics.kpi import Amount, ValueUnit
from metrics.value_units import PERCENT, SCORE
from metrics.voice.know_do_feel import (
    ASPECTS,
    COMPLAIN,
    DO,
    FEEL,
    KNOW,
    STAFF,
    STEPS,
    AspectReading,
)

_LINE, _GAP = 30, 26  # pixels: a reading, and the heading of an aspect
_SYMBOLS = {
    KNOW: "square",
    STAFF: "triangle-up",
    DO: "diamond",
    FEEL: "circle",
    COMPLAIN: "x",
}
_COLOURS = {KNOW: 2, STAFF: 3, DO: 1, FEEL: 0, COMPLAIN: 4}  # of the palette's series
_ROWS = len(STEPS) + 1  # lines an aspect takes, with its name


def aspects(
    found: Sequence[AspectReading], say: Say, palette: Palette, narrow: bool = False
) -> go.Figure:
    """The readings under each aspect, each with its interval and written value; those that cannot
    be shown leave their line empty."""
    colours = {step: palette.series[at] for step, at in _COLOURS.items()}
    shown = [reading for reading in found if reading.value is not None]
    at = {
        (aspect.name, step): row * _ROWS + line + 1
        for row, aspect in enumerate(ASPECTS)
        for line, step in enumerate(STEPS)
    }
    limits = value_range(
        [end for one in shown for end in (one.value, one.low, one.high) if end is not None],
        SCORE,
        0.12,
    )
    names = [say(STEPS[step]) for _, step in at]
    values = [plain(_value(reading, say)) for reading in shown]
    left = 16 + widest(names)
    height = 40 + len(ASPECTS) * (len(STEPS) * _LINE + _GAP)
    return figure_of(
        {
            "data": [
                trace
                for one in shown
                for trace in _marks(
                    one, at[one.aspect.name, one.step], colours[one.step], say, palette
                )
            ],
            "layout": layout(
                palette,
                height,
                {"l": left, "r": 16 + widest(values), "t": 4, "b": 34},
                hovermode="closest",
                xaxis=value_axis(limits, SCORE, say, palette, 3 if narrow else 7),
                yaxis={
                    "range": [len(ASPECTS) * _ROWS - 0.3, -0.6],
                    "tickvals": list(at.values()),
                    "ticktext": names,
                    "showgrid": False,
                    "zeroline": False,
                    "fixedrange": True,
                    "ticks": "",
                    "ticklabelstandoff": 8,
                },
                annotations=[
                    *(
                        _heading(row * _ROWS, say(aspect.label), left, palette)
                        for row, aspect in enumerate(ASPECTS)
                    ),
                    *(
                        _label(at[one.aspect.name, one.step], value, one.enough, palette)
                        for one, value in zip(shown, values, strict=True)
                    ),
                ],
            ),
        }
    )


def description(found: Sequence[AspectReading], say: Say) -> str:
    """The readings in words."""
    return say.sentences(_sentence(reading, say) for reading in found)


def _sentence(reading: AspectReading, say: Say) -> str:
    if reading.value is None:
        return say(
            "{aspect}, {step}: {why}",
            aspect=reading.aspect.label,
            step=STEPS[reading.step],
            why=reading.why,
        )
    return say(
        "{aspect}, {step}: {value} (n = {n}).",
        aspect=reading.aspect.label,
        step=STEPS[reading.step],
        value=Amount(unit_of(reading), reading.value),
        n=reading.n,
    )


def _value(reading: AspectReading, say: Say) -> str:
    return unit_of(reading).show(say, reading.value)


def unit_of(reading: AspectReading) -> ValueUnit:
    """How a reading is written."""
    return PERCENT if reading.kpi is None else reading.kpi.unit


def _marks(one: AspectReading, row: int, colour: str, say: Say, palette: Palette) -> list[Plotted]:
    if one.value is None:
        return []
    whisker: list[Plotted] = (
        []
        if one.low is None or one.high is None
        else [
            {
                "type": "scatter",
                "mode": "lines",
                "x": [round(one.low, 2), round(one.high, 2)],
                "y": [row, row],
                "hoverinfo": "skip",
                "line": {"color": faded(colour, 0.45), "width": 5},
            }
        ]
    )
    return [
        *whisker,
        {
            "type": "scatter",
            "mode": "markers",
            "x": [round(one.value, 2)],
            "y": [row],
            "cliponaxis": False,
            "marker": {
                "size": 10,
                "symbol": _SYMBOLS[one.step],
                "color": colour if one.enough else palette.surface,
                "line": {"color": colour, "width": 1.5},
            },
            "hoverinfo": "text",
            "hovertext": [plain(_sentence(one, say))],
        },
    ]


def _heading(row: int, text: str, left: int, palette: Palette) -> Plotted:
    return {
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "xshift": 4 - left,
        "y": row,
        "yanchor": "middle",
        "showarrow": False,
        "text": f"<b>{plain(text)}</b>",
        "font": {"color": palette.ink},
    }


def _label(row: int, text: str, enough: bool, palette: Palette) -> Plotted:
    return {
        "x": 1,
        "xref": "paper",
        "xanchor": "left",
        "xshift": 8,
        "y": row,
        "yanchor": "middle",
        "showarrow": False,
        "text": text,
        "font": {"color": palette.ink if enough else palette.quiet},
    }
