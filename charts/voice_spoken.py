"""What share of comments, complaints, requests and remarks speaks of each theme: a line a theme, a mark a
source."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from charts.axes import value_axis, value_range, widest
from charts.figure import figure_of
from charts.theme import SMALL_SIZE, Palette, layout, plain
from data.kinds.catalog import COMPLAINT, NPS, SERVICE_REQUEST, STAFF_SURVEY, SUGGESTION, SURVEY
from i18n import Say, Text
from metrics.kpi import Amount
from metrics.value_units import PERCENT
from metrics.voice.spoken import Spoken

_LINE, _LEGEND = 34, 30  # pixels of a theme, and of a row of the legend
_LOOKS = {  # colour of the palette's series, and symbol
    SURVEY.name: (0, "circle"),
    NPS.name: (5, "circle"),
    COMPLAINT.name: (1, "x"),
    SERVICE_REQUEST.name: (3, "square"),
    SUGGESTION.name: (2, "diamond"),
    STAFF_SURVEY.name: (4, "triangle-up"),
}


def theme_dots(
    found: Sequence[Spoken],
    labels: Mapping[str, Text],
    say: Say,
    palette: Palette,
    narrow: bool = False,
) -> go.Figure:
    """The themes that any source speaks of, those of the greatest share first."""
    themes = _themes(found)
    names = [plain(say(labels[theme])) for theme in themes]
    limits = value_range(
        [0, *(_percent(one, theme) or 0 for one in found for theme in themes)], PERCENT
    )
    rows = len(found) if narrow else 1
    return figure_of(
        {
            "data": [_dots(one, themes, labels, say, palette) for one in found],
            "layout": layout(
                palette,
                60 + rows * _LEGEND + _LINE * len(themes),
                {"l": 16 + widest(names), "r": 20, "t": 10 + rows * _LEGEND, "b": 34},
                hovermode="closest",
                showlegend=True,
                legend={
                    "orientation": "h",
                    "x": 0,
                    "y": 1,
                    "yanchor": "bottom",
                    "itemclick": False,
                    "itemdoubleclick": False,
                    "font": {"size": SMALL_SIZE, "color": palette.ink},
                },
                xaxis={
                    **value_axis(limits, PERCENT, say, palette, 2 if narrow else 7),
                    "tickangle": 0,
                },
                yaxis={
                    "range": [len(themes) - 0.4, -0.6],
                    "tickvals": list(range(len(themes))),
                    "ticktext": names,
                    "gridcolor": palette.grid,
                    "zeroline": False,
                    "fixedrange": True,
                    "ticks": "",
                    "ticklabelstandoff": 8,
                },
            ),
        }
    )


def description(found: Sequence[Spoken], labels: Mapping[str, Text], say: Say) -> str:
    """The shares in words."""
    return say.sentences(
        say(
            "{kind} ({n}): {themes}.",
            kind=one.kind.label,
            n=one.said,
            themes=[
                say(
                    "{theme} {share}",
                    theme=labels[theme],
                    share=Amount(PERCENT, 100 * (share.value or 0)),
                )
                for theme, share in one.themes
            ],
        )
        for one in found
    )


def _themes(found: Sequence[Spoken]) -> list[str]:
    """The themes by the greatest share that any source has."""
    greatest: dict[str, float] = {}
    for one in found:
        for theme, share in one.themes:
            greatest[theme] = max(greatest.get(theme, 0), share.value or 0)
    return sorted(
        (theme for theme in greatest if greatest[theme]), key=lambda name: -greatest[name]
    )


def _percent(one: Spoken, theme: str) -> float | None:
    share = one.of(theme)
    return None if share is None or share.value is None else 100 * share.value


def _dots(
    one: Spoken, themes: Sequence[str], labels: Mapping[str, Text], say: Say, palette: Palette
) -> dict[str, object]:
    colour, symbol = palette.series[_LOOKS[one.kind.name][0]], _LOOKS[one.kind.name][1]
    places = [(at, theme) for at, theme in enumerate(themes) if _percent(one, theme) is not None]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": plain(say(one.kind.label)),
        "x": [round(_percent(one, theme) or 0, 2) for _, theme in places],
        "y": [at for at, _ in places],
        "cliponaxis": False,
        "marker": {
            "size": 11,
            "symbol": symbol if one.judged else f"{symbol}-open",
            "color": colour,
            "line": {"color": colour, "width": 1.5},
        },
        "hoverinfo": "text",
        "hovertext": [
            say(
                "{kind}, {theme}: {share} of {n}",
                kind=one.kind.label,
                theme=labels[theme],
                share=Amount(PERCENT, _percent(one, theme)),
                n=one.said,
            )
            for _, theme in places
        ],
    }
