"""Ratings of audits: one row a dimension, earlier audits pale beside the last one; and the types of
culture, as they are and as they should be."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from charts.axes import text_width, value_axis, widest
from charts.figure import figure_of
from charts.theme import SMALL_SIZE, TEXT_SIZE, Palette, Plotted, faded, layout, plain
from i18n import Say
from metrics.kpi import ValueUnit

_ROW, _NARROW_ROW = 40, 56
_TOP, _BOTTOM = 12, 34
_LONGEST, _LONGEST_NARROW = 220, 300  # pixels of a name
_LOOKS = ("before", "now", "preferred")


@dataclass(frozen=True)
class Mark:
    """A value with its limits (None: none) in a row; without a value, from `low` to `high` the
    raters disagree. `look`: "before", "now" or "preferred"; `words` for pointing at it."""

    value: float | None
    low: float | None
    high: float | None
    look: str
    words: str


@dataclass(frozen=True)
class RatedRow:
    """A row of the picture, with what is written at its end."""

    name: str
    end: str
    marks: tuple[Mark, ...]


def rated_rows(
    rows: Sequence[RatedRow],
    unit: ValueUnit,
    limits: tuple[float, float],
    say: Say,
    palette: Palette,
    narrow: bool = False,
) -> go.Figure:
    """The rows from top to bottom on one axis."""
    names = [_cut(row.name, _LONGEST_NARROW if narrow else _LONGEST) for row in rows]
    left, right = (14, 14) if narrow else (14 + widest(names), 32 + widest(row.end for row in rows))
    height = _TOP + _BOTTOM + max(2, len(rows)) * (_NARROW_ROW if narrow else _ROW)
    room = 0.04 * (limits[1] - limits[0])
    axis = value_axis((limits[0] - room, limits[1] + room), unit, say, palette, 5)
    return figure_of(
        {
            "data": [*_whiskers(rows, palette), *_apart(rows, palette), *_dots(rows, palette)],
            "layout": layout(
                palette,
                height,
                {"l": left, "r": right, "t": _TOP + (10 if narrow else 0), "b": _BOTTOM},
                hovermode="closest",
                xaxis=axis,
                yaxis={
                    "range": [max(2, len(rows)) - 0.5, -0.6],
                    "tickvals": [] if narrow else list(range(len(rows))),
                    "ticktext": [plain(name) for name in names],
                    "showgrid": False,
                    "zeroline": False,
                    "fixedrange": True,
                    "ticks": "",
                    "ticklabelstandoff": 8,
                },
                annotations=_labels(rows, names, palette, narrow),
            ),
        }
    )


def _cut(name: str, room: float) -> str:
    if text_width(name, TEXT_SIZE) <= room:
        return name
    ends = (name[:at].rstrip() + "…" for at in range(len(name), 0, -1))
    return next(cut for cut in ends if text_width(cut, TEXT_SIZE) <= room)


def _marks(rows: Sequence[RatedRow], look: str) -> list[tuple[int, Mark]]:
    return [(at, mark) for at, row in enumerate(rows) for mark in row.marks if mark.look == look]


def _place(at: int, look: str) -> float:
    """What is preferred stands a little below what is now, so that both intervals are seen."""
    return at + (0.16 if look == "preferred" else 0)


def _whiskers(rows: Sequence[RatedRow], palette: Palette) -> list[Plotted]:
    """The limits of what is now and preferred."""
    colours = {"now": palette.value, "preferred": palette.target}
    found = []
    for look, colour in colours.items():
        known = [
            (at, mark.low, mark.high)
            for at, mark in _marks(rows, look)
            if mark.value is not None and mark.low is not None and mark.high is not None
        ]
        if known:
            x = [end for _, low, high in known for end in (round(low, 3), round(high, 3), None)]
            y = [end for at, _, _ in known for end in (_place(at, look), _place(at, look), None)]
            line = {"color": faded(colour, 0.4), "width": 5}
            found.append(
                {
                    "type": "scatter",
                    "mode": "lines",
                    "hoverinfo": "skip",
                    "x": x,
                    "y": y,
                    "line": line,
                }
            )
    return found


def _apart(rows: Sequence[RatedRow], palette: Palette) -> list[Plotted]:
    """Where raters disagree: what they gave from the lowest to the highest, without a middle."""
    found = [(at, mark) for at, mark in _marks(rows, "now") if mark.value is None]
    return [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "cliponaxis": False,
            "x": [mark.low, mark.high],
            "y": [at, at],
            "line": {"color": palette.worse, "width": 2, "dash": "dot"},
            "marker": {"color": palette.worse, "symbol": "line-ns-open", "size": 12},
            "hoverinfo": "text",
            "hovertext": [mark.words, mark.words],
        }
        for at, mark in found
    ]


def _dots(rows: Sequence[RatedRow], palette: Palette) -> list[Plotted]:
    looks: dict[str, Plotted] = {
        "before": {
            "color": palette.surface,
            "size": 8,
            "line": {"color": faded(palette.quiet, 0.8), "width": 1.3},
        },
        "now": {"color": palette.value, "size": 11},
        "preferred": {"color": palette.target, "size": 11, "symbol": "diamond"},
    }
    found = []
    for look in _LOOKS:
        shown = [(at, mark) for at, mark in _marks(rows, look) if mark.value is not None]
        if shown:
            found.append(
                {
                    "type": "scatter",
                    "mode": "markers",
                    "cliponaxis": False,
                    "marker": looks[look],
                    "x": [round(mark.value or 0, 3) for _, mark in shown],
                    "y": [_place(at, look) for at, _ in shown],
                    "hoverinfo": "text",
                    "hovertext": [mark.words for _, mark in shown],
                }
            )
    return found


def _labels(
    rows: Sequence[RatedRow], names: Sequence[str], palette: Palette, narrow: bool
) -> list[Plotted]:
    """At the end of each row what it says; on a phone above it, with its name."""
    small = {"size": SMALL_SIZE, "color": palette.ink}
    if not narrow:
        return [
            {
                "x": 1,
                "xref": "paper",
                "xanchor": "left",
                "xshift": 12,
                "y": at,
                "showarrow": False,
                "text": plain(row.end),
                "font": small,
            }
            for at, row in enumerate(rows)
        ]
    return [
        {
            "x": side,
            "xref": "paper",
            "xanchor": anchor,
            "y": at,
            "yshift": 13,
            "yanchor": "bottom",
            "showarrow": False,
            "text": plain(text),
            "font": small,
        }
        for at, (row, name) in enumerate(zip(rows, names, strict=True))
        for side, anchor, text in ((0, "left", name), (1, "right", row.end))
    ]


def description(rows: Sequence[RatedRow], say: Say) -> str:
    """The rows in words, for those who cannot see them."""
    return say.sentences(say("{name}: {end}.", name=row.name, end=row.end) for row in rows)
