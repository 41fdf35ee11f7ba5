"""The map of drivers: how much each goes with satisfaction, against how well it is done."""

import plotly.graph_objects as go

from charts.axes import value_axis, value_range
from charts.figure import figure_of
from charts.theme import SMALL_SIZE, Palette, faded, layout, plain
from i18n import N_, Say, Text, rounded
from metrics.value_units import PERCENT
from metrics.voice.quadrant import DriverMap, Point, Quadrant

_HEIGHT, _NARROW_HEIGHT = 400, 360
# Each corner of the map: x, y, where the text hangs, and what it says.
_CORNERS: tuple[tuple[int, int, str, str, Text], ...] = (
    (0, 1, "left", "top", Quadrant.IMPROVE.value),
    (1, 1, "right", "top", Quadrant.KEEP.value),
    (0, 0, "left", "bottom", Quadrant.LATER.value),
    (1, 0, "right", "bottom", Quadrant.EASE.value),
)


def drivers_map(
    found: DriverMap, labels: dict[str, Text], say: Say, palette: Palette, narrow: bool = False
) -> go.Figure:
    """Each driver as a dot with both its intervals; grey and hollow where its quadrant cannot be
    told."""
    across = value_range(
        [
            100 * value
            for point in found.points
            for value in (*point.performance_limits, found.performance_cut)
        ],
        PERCENT,
        0.3,
    )
    up = value_range(
        [100 * value for point in found.points for value in (*point.share_limits, found.share_cut)],
        PERCENT,
        0.45,
    )
    by_performance = sorted(found.points, key=lambda point: point.performance)
    above = by_performance[1::2] if narrow else ()  # side by side they would cover each other
    x_axis, y_axis = (
        value_axis(across, PERCENT, say, palette, 3 if narrow else 6),
        value_axis(up, PERCENT, say, palette, 5),
    )
    return figure_of(
        {
            "data": [
                *_whiskers(found, palette),
                *(_dot(point, labels, say, palette) for point in found.points),
            ],
            "layout": layout(
                palette,
                _NARROW_HEIGHT if narrow else _HEIGHT,
                {"l": 62, "r": 16, "t": 12, "b": 52},
                hovermode="closest",
                xaxis={
                    **x_axis,
                    "showgrid": False,
                    "title": _title(N_("Satisfied with it"), say, palette),
                },
                yaxis={
                    **y_axis,
                    "showgrid": False,
                    "title": _title(N_("Share of what is explained"), say, palette),
                },
                shapes=_cuts(found, palette),
                annotations=[
                    *_corners(say, palette),
                    *(_name(point, labels, say, palette, point in above) for point in found.points),
                ],
            ),
        }
    )


def description(found: DriverMap, labels: dict[str, Text], say: Say) -> str:
    """The map in words."""
    return say.sentences(
        say(
            "{driver}: {share}% of what is explained, {satisfied}% satisfied: {quadrant}.",
            driver=labels[point.name],
            share=rounded(100 * point.share),
            satisfied=rounded(100 * point.performance),
            quadrant=point.quadrant.value,
        )
        for point in found.points
    )


def _title(text: Text, say: Say, palette: Palette) -> dict[str, object]:
    return {"text": say(text), "standoff": 8, "font": {"size": SMALL_SIZE, "color": palette.quiet}}


def _colour(point: Point, palette: Palette) -> str:
    return {Quadrant.IMPROVE: palette.worse, Quadrant.KEEP: palette.better}.get(
        point.quadrant, palette.neutral
    )


def _whiskers(found: DriverMap, palette: Palette) -> list[dict[str, object]]:
    x, y = [], []
    for point in found.points:
        performance, share = round(100 * point.performance, 2), round(100 * point.share, 2)
        x += [
            *(round(100 * end, 2) for end in point.performance_limits),
            None,
            performance,
            performance,
            None,
        ]
        y += [share, share, None, *(round(100 * end, 2) for end in point.share_limits), None]
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": x,
            "y": y,
            "hoverinfo": "skip",
            "line": {"color": faded(palette.quiet, 0.5), "width": 2.5},
        }
    ]


def _dot(point: Point, labels: dict[str, Text], say: Say, palette: Palette) -> dict[str, object]:
    told = point.quadrant is not Quadrant.UNDECIDED
    colour = _colour(point, palette)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [round(100 * point.performance, 2)],
        "y": [round(100 * point.share, 2)],
        "marker": {
            "size": 12,
            "color": colour if told else palette.surface,
            "line": {"color": colour, "width": 2},
        },
        "hoverinfo": "text",
        "hovertext": [_hover(point, labels, say)],
    }


def _hover(point: Point, labels: dict[str, Text], say: Say) -> str:
    lines = [
        say("{value}% satisfied", value=rounded(100 * point.performance)),
        say(
            "{share}% of what is explained (95%: {low} to {high})",
            share=rounded(100 * point.share),
            low=rounded(100 * point.share_limits.low),
            high=rounded(100 * point.share_limits.high),
        ),
        say(point.quadrant.value),
    ]
    return "<br>".join([f"<b>{plain(say(labels[point.name]))}</b>", *map(plain, lines)])


def _name(
    point: Point, labels: dict[str, Text], say: Say, palette: Palette, above: bool
) -> dict[str, object]:
    """Below the lower end of the dot's whisker, or above the upper one, where no line is."""
    end = point.share_limits.high if above else point.share_limits.low
    return {
        "x": 100 * point.performance,
        "y": 100 * end,
        "yanchor": "bottom" if above else "top",
        "yshift": 3 if above else -3,
        "showarrow": False,
        "text": f"<b>{plain(say(labels[point.name]))}</b>",
        "font": {"color": palette.ink},
        "bgcolor": palette.surface,
        "borderpad": 1,
    }


def _cuts(found: DriverMap, palette: Palette) -> list[dict[str, object]]:
    line = {
        "type": "line",
        "layer": "below",
        "line": {"color": palette.quiet, "width": 1, "dash": "dot"},
    }
    x, y = 100 * found.performance_cut, 100 * found.share_cut
    return [
        {**line, "x0": x, "x1": x, "yref": "paper", "y0": 0, "y1": 1},
        {**line, "xref": "paper", "x0": 0, "x1": 1, "y0": y, "y1": y},
    ]


def _corners(say: Say, palette: Palette) -> list[dict[str, object]]:
    return [
        {
            "x": x,
            "y": y,
            "xref": "paper",
            "yref": "paper",
            "xanchor": across,
            "yanchor": up,
            "showarrow": False,
            "text": say(text),
            "font": {"color": palette.quiet, "size": SMALL_SIZE},
        }
        for x, y, across, up, text in _CORNERS
    ]
