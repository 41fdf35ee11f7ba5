"""Units against the whole: value by number of cases, inside the limits that chance alone
explains."""

from dataclasses import replace

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from charts.axes import ticks, value_axis, value_range, widest
from charts.figure import figure_of
from charts.split import dot_looks, kind_of_dot, side_colour
from charts.theme import SMALL_SIZE, Palette, Plotted, faded, layout, plain
from charts.words import (
    Row,
    beside_points,
    group_label,
    group_name,
    headline,
    hover,
    interval,
    notes,
)
from i18n import N_, Say, Text, rounded
from metrics.comparisons.units import Standing
from metrics.kpi import Amount
from metrics.periods import Period
from metrics.statistics.funnel import INNER, OUTER

_HEIGHT, _NARROW_HEIGHT = 470, 360
_TOP, _BOTTOM = 18, 52
_POINTS = 40
# units from which on few words stand beside the pointer, for all of them are sent with the page;
# the table has the rest
_MANY = 60
MOST_DOTS = 70  # drawn of those inside the limits: more are one cloud, and each is sent
_GAP = 17  # pixels between labels
SIDES: dict[int, Text] = {
    1: N_("above by more than chance"),
    -1: N_("below by more than chance"),
    0: N_("cannot be told apart from the whole"),
}


class _Unit(Row):
    """The row of a unit, and on which side of the outer limits it lies."""

    side: int


def funnel(found: Standing, say: Say, palette: Palette, narrow: bool = False) -> go.Figure:
    """Every unit shown as a dot; those outside the 99.8 % limits as named triangles, those with few
    cases hollow.

    Only for a standing with a funnel.
    """
    rows, kpi = _shown(found), found.answer.kpi
    most = max(row["n"] for row in rows)
    n = np.unique(
        np.geomspace(max(1.0, 0.85 * min(row["n"] for row in rows)), 1.05 * most, _POINTS).round()
    )
    curves = {level: found.limits(n, level) for level in (INNER, OUTER)}
    height = _NARROW_HEIGHT if narrow else _HEIGHT
    limits = _value_limits(found, rows)
    axis = value_axis(limits, kpi.unit, say, palette, 5 if narrow else 7)
    ends = _end_labels(found, curves, limits, height - _TOP - _BOTTOM, say, palette)
    margin = {
        "l": 14 + widest(axis["ticktext"]),
        "r": 14 + widest(label["text"] for label in ends),
        "t": _TOP,
        "b": _BOTTOM,
    }
    return figure_of(
        {
            "data": [*_curves(n, curves, palette), *_dots(found, rows, say, palette)],
            "layout": layout(
                palette,
                height,
                margin,
                hovermode="closest",
                yaxis=axis,
                xaxis=_count_axis(most, say, palette, narrow),
                shapes=[_whole_line(found, palette)],
                annotations=[
                    *ends,
                    *_names(found, most, limits, height - _TOP - _BOTTOM, say, palette),
                ],
            ),
        }
    )


def _shown(found: Standing) -> list[_Unit]:
    """Rows of units with a value, each with its `side`."""
    rows = found.answer.rows
    rows = rows[(rows["group"] != "") & ~rows["hidden"].astype(bool) & rows["value"].notna()]
    return rows.assign(side=_sides(found, rows["group"])).to_dict("records")


def _sides(found: Standing, groups: pd.Series) -> list[int]:
    known = dict(zip(found.units["group"], found.units["side"], strict=True))
    return [int(known.get(group, 0)) for group in groups]


def _value_limits(found: Standing, rows: list[_Unit]) -> tuple[float, float]:
    """All units fit in, and the outer limits of the smallest unit that is judged."""
    low, high = found.limits(np.array([found.units["n"].min()]), OUTER)
    return value_range(
        [*(row["value"] for row in rows), float(low[0]), float(high[0])],
        found.answer.kpi.unit,
        0.06,
    )


def _count_axis(most: float, say: Say, palette: Palette, narrow: bool) -> Plotted:
    at, decimals = ticks(0, 1.05 * most, 4 if narrow else 6)
    return {
        "range": [0, 1.05 * most],
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "tickvals": at,
        "ticktext": [say.number(value, decimals) for value in at],
        "ticks": "outside",
        "ticklen": 5,
        "tickcolor": palette.grid,
        "showline": True,
        "linecolor": palette.grid,
        "title": {
            "text": say("Number of cases (n)"),
            "standoff": 8,
            "font": {"size": SMALL_SIZE, "color": palette.quiet},
        },
    }


def _curves(n: np.ndarray, curves: dict, palette: Palette) -> list[Plotted]:
    looks = {
        INNER: {"color": faded(palette.quiet, 0.6), "width": 1, "dash": "dot"},
        OUTER: {"color": palette.quiet, "width": 1.3},
    }
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "hoverinfo": "skip",
            "line": looks[level],
            "x": [round(float(at), 2) for at in n],
            "y": [round(float(value), 3) for value in end],
        }
        for level, ends in curves.items()
        for end in ends
    ]


def _whole_line(found: Standing, palette: Palette) -> Plotted:
    return {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": found.whole,
        "y1": found.whole,
        "layer": "below",
        "line": {"color": palette.quiet, "width": 1.5},
    }


def _end_labels(
    found: Standing,
    curves: dict,
    limits: tuple[float, float],
    height: float,
    say: Say,
    palette: Palette,
) -> list[Plotted]:
    """The whole beside its line, the outer limits beside the upper, the inner beside the lower
    one."""
    texts = (
        (float(curves[OUTER].high[-1]), say("{share}% limits", share=100 * OUTER), 1),
        (found.whole, say("All {value}", value=Amount(found.answer.kpi.unit, found.whole)), 0),
        (float(curves[INNER].low[-1]), say("{share}% limits", share=rounded(100 * INNER)), -1),
    )
    labels = []
    for value, text, side in texts:
        clear = abs(value - found.whole) / (limits[1] - limits[0]) * height
        shift = side * max(0, round(_GAP - clear))
        labels.append(
            {
                "x": 1,
                "xref": "paper",
                "xanchor": "left",
                "xshift": 6,
                "y": value,
                "yanchor": "middle",
                "yshift": shift,
                "showarrow": False,
                "text": text,
                "font": {"color": palette.quiet, "size": SMALL_SIZE},
            }
        )
    return labels


def _dots(found: Standing, rows: list[_Unit], say: Say, palette: Palette) -> list[Plotted]:
    looks = dot_looks(found.answer.kpi, palette)
    traces = []
    for kind, look in looks.items():
        shown = [row for row in rows if kind_of_dot(bool(row["enough"]), row["side"]) == kind]
        if shown:
            traces.append(
                {
                    "type": "scatter",
                    "mode": "markers",
                    "cliponaxis": False,
                    "marker": look,
                    "x": [row["n"] for row in shown],
                    "y": [round(row["value"], 3) for row in shown],
                    **beside_points(
                        [_hover(found, row, say, brief=len(rows) >= _MANY) for row in shown]
                    ),
                }
            )
    return traces


def _colour(found: Standing, side: int, palette: Palette) -> str:
    return side_colour(found.answer.kpi.direction.value, side, palette)


def _hover(found: Standing, row: _Unit, say: Say, brief: bool) -> str:
    answer = found.answer
    if brief:
        return f"{plain(group_label(row['group'], say))}<br>{headline(answer.kpi, row, say)}"
    title = say(
        "{group}, {period}",
        group=group_name(row["group"]),
        period=Period(row["period"], answer.query.grain),
    )
    lines = hover(answer.kpi, row, title, say)
    return f"{lines}<br>{say(SIDES[row['side']])}" if row["enough"] else lines


def _names(
    found: Standing,
    most: float,
    limits: tuple[float, float],
    height: float,
    say: Say,
    palette: Palette,
) -> list[Plotted]:
    """The units outside the limits by name, towards the middle of the chart, pushed apart where
    they would touch."""
    labels, taken = [], {"left": -1e9, "right": -1e9}
    for row in found.outside.sort_values("value").to_dict("records"):
        anchor = "left" if row["n"] < most / 2 else "right"
        pixel = (row["value"] - limits[0]) / (limits[1] - limits[0]) * height
        at = max(pixel, taken[anchor] + _GAP)
        taken[anchor] = at
        labels.append(
            {
                "x": row["n"],
                "y": round(row["value"], 3),
                "xanchor": anchor,
                "xshift": 11 if anchor == "left" else -11,
                "yshift": round(at - pixel),
                "yanchor": "middle",
                "showarrow": False,
                "text": plain(row["group"]),
                "bgcolor": palette.surface,
                "borderpad": 1,
                "font": {"color": _colour(found, row["side"], palette)},
            }
        )
    return labels


def thinned(found: Standing, most: int) -> Standing:
    """The units for a funnel of at most about `most` dots: those outside the limits all, of
    the others every few in order of value."""
    rows = found.answer.rows
    apart = rows["group"].isin(found.outside["group"])
    others = rows[~apart].sort_values("value", kind="stable")
    kept = others.iloc[:: max(1, -(-len(others) // most))]
    if len(kept) == len(others):
        return found
    return replace(
        found, answer=replace(found.answer, rows=rows.loc[[*rows.index[apart], *kept.index]])
    )


def description(say: Say) -> str:
    """How a funnel is read, in one sentence: its text alternative goes on with the finding."""
    return say(
        "Each unit's value against its number of cases, with the limits inside which chance "
        "alone keeps 95% and 99.8% of units."
    )


def table(found: Standing, say: Say) -> pd.DataFrame:
    """Every unit by name: value, 95 % interval, n, how it lies to the whole; all as localised
    texts."""
    kpi, rows = found.answer.kpi, found.answer.rows.sort_values("group")
    records = [
        [
            group_label(row["group"], say),
            kpi.unit.show(say, None if pd.isna(row["value"]) else row["value"]),
            interval(kpi, row, say),
            "–" if pd.isna(row["n"]) else say.number(row["n"], 0),
            _reading(found, row, side, say),
        ]
        for row, side in zip(rows.to_dict("records"), _sides(found, rows["group"]), strict=True)
    ]
    label = kpi.dataset.column(found.by).label
    return pd.DataFrame(
        records,
        columns=[say(label), say("Value"), say("95% interval"), "n", say("Against the whole")],
    )


def _reading(found: Standing, row: Row, side: int, say: Say) -> str:
    """Reservations where there are any, else the side; an en dash for records that name no unit."""
    if reserved := notes(found.answer.kpi, row):
        return say.list(reserved)
    return say(SIDES[side]) if found.funnel is not None and row["group"] else "–"
