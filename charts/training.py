"""Figures of the page Training: items by difficulty and discrimination, passing by attempt, scores
since training, exam against practice."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from charts.axes import labels_apart, ticks as round_ticks, value_range, widest
from charts.figure import figure_of
from charts.theme import SMALL_SIZE, TEXT_SIZE, Palette, Plotted, faded, layout, plain
from i18n import N_, Say, rounded
from metrics.effect.practised import Practice
from metrics.kpi import Amount
from metrics.training.item_verdict import EASY, HARD, WEAK, Finding, ItemVerdict
from metrics.training.retention import Forgetting

# Findings whose items are marked and named: something is to be done about them.
NAMED = (
    Finding.NOBODY,
    Finding.MISKEYED,
    Finding.PERHAPS_MISKEYED,
    Finding.REVIEW,
    Finding.TOO_HARD,
    Finding.AMBIGUOUS,
)
PERCENT = N_("{value}%")
_HEIGHT, _NARROW_HEIGHT = 380, 330
_DAYS = (1, 7, 30, 90, 180, 365, 730, 1460)


def item_map(
    items: pd.DataFrame,
    verdicts: Sequence[ItemVerdict],
    say: Say,
    palette: Palette,
    narrow: bool = False,
) -> go.Figure:
    """Each item by the share of its points earned and its correlation with the rest of the paper;
    those to act on named.

    `items`: as `item_table`; items that cannot be placed are left out.
    """
    known = items.dropna(subset=["p", "r_rest"])
    findings = {verdict.item: verdict.finding for verdict in verdicts}
    low, high = min(-0.1, known["r_rest"].min() - 0.12), max(0.6, known["r_rest"].max() + 0.1)
    axis = {
        **_axis(low, high, "", say, palette, 5),
        "title": _title(say("Goes with the rest of the paper (r)"), palette),
    }
    named = known[[findings[item] in NAMED for item in known.index]]
    lines = [_rule("x", 100 * share, palette) for share in (HARD, EASY)] + [
        _rule("y", at, palette) for at in (0, WEAK)
    ]
    return figure_of(
        {
            "data": [
                _items(known.drop(named.index), findings, say, palette.value, "circle"),
                _items(named, findings, say, palette.worse, "triangle-up"),
            ],
            "layout": layout(
                palette,
                _NARROW_HEIGHT if narrow else _HEIGHT,
                {"l": 58, "r": 26, "t": 14, "b": 50},
                hovermode="closest",
                shapes=lines,
                xaxis={
                    **_axis(0, 100, PERCENT, say, palette, 4 if narrow else 6),
                    "range": [-3, 103],
                    "title": _title(say("Points earned, of those attainable"), palette),
                },
                yaxis=axis,
                annotations=_item_names(named, low, high, palette),
            ),
        }
    )


def _items(rows: pd.DataFrame, findings: dict, say: Say, colour: str, symbol: str) -> Plotted:
    hover = [
        f"<b>{plain(str(item))}</"
        f"b><br>{say(findings[item].label)}<br>{say('n = {n}', n=int(row.n))}"
        for item, row in zip(rows.index, rows.itertuples(), strict=True)
    ]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": (100 * rows["p"]).round(1).tolist(),
        "y": rows["r_rest"].round(3).tolist(),
        "marker": {"color": colour, "size": 11, "symbol": symbol},
        "hoverinfo": "text",
        "hovertext": hover,
        "cliponaxis": False,
    }


def _item_names(named: pd.DataFrame, low: float, high: float, palette: Palette) -> list[Plotted]:
    """Names under their marks, away from the edges; of items close together only the first is
    named."""
    notes: list[Plotted] = []
    taken: list[tuple[float, float]] = []
    for item, row in zip(named.index, named.itertuples(), strict=True):
        place = (row.p, (row.r_rest - low) / (high - low))
        if any(abs(place[0] - x) < 0.12 and abs(place[1] - y) < 0.06 for x, y in taken):
            continue
        taken.append(place)
        notes.append(
            {
                "x": round(100 * row.p, 1),
                "y": round(row.r_rest, 3),
                "text": plain(_cut(str(item))),
                "showarrow": False,
                "xanchor": "left" if row.p < 0.7 else "right",
                "xshift": 10 if row.p < 0.7 else -10,
                "font": {"color": palette.worse, "size": TEXT_SIZE},
            }
        )
    return notes


def _cut(name: str, most: int = 18) -> str:
    return name if len(name) <= most else name[: most - 1] + "…"


def passing_steps(
    curve: pd.DataFrame, say: Say, palette: Palette, narrow: bool = False
) -> go.Figure:
    """The share passed by each attempt, as a `passing_curve`: of all exams solid, as if nobody
    stopped dashed."""
    shown = curve[curve["shown"].astype(bool)]
    at = shown["time"].astype(int).tolist()
    plain_share, model = ((100 * shown[name]).round(1).tolist() for name in ("plain", "share"))
    low = 10 * np.floor(min(plain_share) / 10 - 1) if plain_share else 0
    names = (
        (PERCENT, PERCENT)
        if narrow
        else (N_("{value}% of all exams"), N_("{value}% if nobody stopped"))
    )
    labels = _ends(
        [
            (say(name, value=share[-1]), share[-1], colour)
            for name, share, colour in zip(
                names, (plain_share, model), (palette.value, palette.forecast), strict=True
            )
        ],
        (max(low, 0) - 4, 103),
        230,
    )
    texts = [
        f"{say.number(time)} ({say.number(int(people))})"
        for time, people in zip(at, shown["at_risk"], strict=True)
    ]
    return figure_of(
        {
            "data": [
                {
                    "type": "scatter",
                    "mode": "lines+markers",
                    "x": at,
                    "y": model,
                    "hoverinfo": "skip",
                    "line": {"color": palette.forecast, "dash": "dash", "width": 2},
                    "marker": {"size": 6},
                },
                {
                    "type": "scatter",
                    "mode": "lines+markers",
                    "x": at,
                    "y": plain_share,
                    "hoverinfo": "x+y",
                    "line": {"color": palette.value, "width": 3},
                    "marker": {"size": 10},
                    "cliponaxis": False,
                },
            ],
            "layout": layout(
                palette,
                300,
                {"l": 52, "r": 18 + widest(label["text"] for label in labels), "t": 14, "b": 56},
                hovermode="closest",
                annotations=labels,
                yaxis={
                    **_axis(max(low, 0), 103, PERCENT, say, palette, 5),
                    "range": [max(low, 0) - 4, 103],
                },
                xaxis={
                    "range": [0.5, max(at, default=1) + 0.3],
                    "tickvals": at,
                    "ticktext": texts,
                    "showgrid": False,
                    "zeroline": False,
                    "fixedrange": True,
                    "title": _title(
                        say("Attempt (and exams still to be passed before it)"), palette
                    ),
                },
            ),
        }
    )


def retention_curve(
    groups: pd.DataFrame,
    fitted: Forgetting | None,
    cut: float | None,
    say: Say,
    palette: Palette,
    narrow: bool = False,
) -> go.Figure:
    """Mean scores by days since training (as `grouped`), the fitted curve as far as it was tested,
    and the pass mark (0 to 1)."""
    days = groups["days"].tolist()
    first, last = (fitted.shortest, fitted.longest) if fitted else (min(days), max(days))
    heights = [
        *(100 * groups["low"].fillna(groups["mean"])),
        *(100 * groups["high"].fillna(groups["mean"])),
        *([100 * cut] if cut else []),
    ]
    low, high = min(heights) - 3, min(max(heights) + 3, 101)
    shown = [day for day in _DAYS if first * 0.9 <= day <= last * 1.1]
    shapes = (
        [
            {
                "type": "line",
                "xref": "paper",
                "x0": 0,
                "x1": 1,
                "y0": 100 * cut,
                "y1": 100 * cut,
                "layer": "below",
                "line": {"color": palette.target, "width": 1.5, "dash": "dot"},
            }
        ]
        if cut
        else []
    )
    notes = (
        [
            {
                "xref": "paper",
                "x": 0,
                "xanchor": "left",
                "y": 100 * cut,
                "yanchor": "top",
                "showarrow": False,
                "text": say("Pass mark {cut}%", cut=rounded(100 * cut)),
                "font": {"color": palette.target, "size": SMALL_SIZE},
            }
        ]
        if cut
        else []
    )
    return figure_of(
        {
            "data": [
                *_fit(fitted, palette),
                _whiskers(groups, palette),
                _means(groups, say, palette),
            ],
            "layout": layout(
                palette,
                300 if narrow else 340,
                {"l": 52, "r": 18, "t": 14, "b": 50},
                hovermode="closest",
                shapes=shapes,
                annotations=notes,
                yaxis=_axis(low, high, PERCENT, say, palette, 5),
                xaxis={
                    "type": "log",
                    "range": [float(np.log10(max(first, 1)) - 0.05), float(np.log10(last) + 0.05)],
                    "tickvals": shown,
                    "ticktext": [say.number(day) for day in shown],
                    "gridcolor": palette.grid,
                    "zeroline": False,
                    "fixedrange": True,
                    "title": _title(say("Days since a course of this module was passed"), palette),
                },
            ),
        }
    )


def _fit(fitted: Forgetting | None, palette: Palette) -> list[Plotted]:
    if fitted is None:
        return []
    at = np.geomspace(max(fitted.shortest, 1), fitted.longest, 25)
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": at.round(1).tolist(),
            "y": (100 * fitted.score(at)).round(2).tolist(),
            "hoverinfo": "skip",
            "line": {"color": palette.forecast, "width": 2, "dash": "dash"},
        }
    ]


def _whiskers(groups: pd.DataFrame, palette: Palette) -> Plotted:
    known = groups.dropna(subset=["low", "high"])
    return {
        "type": "scatter",
        "mode": "lines",
        "hoverinfo": "skip",
        "line": {"color": faded(palette.value, 0.45), "width": 4},
        "x": [day for row in known.itertuples() for day in (row.days, row.days, None)],
        "y": [
            end
            for row in known.itertuples()
            for end in (round(100 * row.low, 2), round(100 * row.high, 2), None)
        ],
    }


def told_of(group: dict) -> Plotted:
    """What is said of a group of scores: days, mean in percent, n."""
    return {
        "days": rounded(group["days"]),
        "mean": rounded(100 * group["mean"], 1),
        "n": int(group["n"]),
    }


def _means(groups: pd.DataFrame, say: Say, palette: Palette) -> Plotted:
    hover = [
        say("{days} days: {mean}% (n = {n})", **told_of(row)) for row in groups.to_dict("records")
    ]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": groups["days"].tolist(),
        "y": (100 * groups["mean"]).round(2).tolist(),
        "marker": {"color": palette.value, "size": 10},
        "hoverinfo": "text",
        "hovertext": hover,
        "cliponaxis": False,
    }


def practice_map(
    rows: pd.DataFrame,
    wholes: tuple[float, float],
    found: Practice,
    say: Say,
    palette: Palette,
    narrow: bool = False,
) -> go.Figure:
    """Units by exam (across) and by what is shown on the job (up); those that pass but do not
    practise as named triangles.

    `rows`: group, exam, behaviour in the KPIs' units; `wholes`: both values of all units together.
    """
    apart = {unit.unit for unit in found.units}
    limits = [
        value_range([*rows[name], whole], kpi.unit, 0.12)
        for name, whole, kpi in (
            ("exam", wholes[0], found.exam),
            ("behaviour", wholes[1], found.behaviour),
        )
    ]
    axes = [
        _axis(*ends, kpi.unit.pattern, say, palette, 4 if narrow else 6)
        for ends, kpi in zip(limits, (found.exam, found.behaviour), strict=True)
    ]
    shapes = [_rule("x", wholes[0], palette), _rule("y", wholes[1], palette)]
    parts = [
        (rows[~rows["group"].isin(apart)], palette.value, "circle", 9),
        (rows[rows["group"].isin(apart)], palette.worse, "triangle-down", 13),
    ]
    notes = [
        {
            "x": row.exam,
            "y": row.behaviour,
            "yshift": -15,
            "text": plain(_cut(row.group, 24)),
            "showarrow": False,
            "font": {"color": palette.worse, "size": TEXT_SIZE},
        }
        for row in rows[rows["group"].isin(apart)].itertuples()
    ]
    return figure_of(
        {
            "data": [
                _units(part, found, say, colour, symbol, size)
                for part, colour, symbol, size in parts
            ],
            "layout": layout(
                palette,
                _NARROW_HEIGHT if narrow else _HEIGHT,
                {"l": 58, "r": 26, "t": 14, "b": 50},
                hovermode="closest",
                shapes=shapes,
                annotations=notes,
                xaxis={**axes[0], "title": _title(say(found.exam.label), palette)},
                yaxis={**axes[1], "title": _title(say(found.behaviour.label), palette)},
            ),
        }
    )


def _units(
    rows: pd.DataFrame, found: Practice, say: Say, colour: str, symbol: str, size: int
) -> Plotted:
    hover = [
        f"<b>{plain(row.group)}</b><br>"
        + "<br>".join(
            say("{kpi}: {value}", kpi=kpi.label, value=Amount(kpi.unit, value))
            for kpi, value in ((found.exam, row.exam), (found.behaviour, row.behaviour))
        )
        for row in rows.itertuples()
    ]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": rows["exam"].round(2).tolist(),
        "y": rows["behaviour"].round(2).tolist(),
        "hoverinfo": "text",
        "hovertext": hover,
        "marker": {"color": colour, "size": size, "symbol": symbol},
        "cliponaxis": False,
    }


def _axis(low: float, high: float, pattern: str, say: Say, palette: Palette, most: int) -> Plotted:
    at, decimals = round_ticks(low, high, most)
    texts = [say.number(value, decimals) for value in at]
    return {
        "range": [low, high],
        "tickvals": at,
        "ticktext": [say(pattern, value=text) for text in texts] if pattern else texts,
        "gridcolor": palette.grid,
        "zeroline": False,
        "fixedrange": True,
        "ticks": "",
        "ticklabelstandoff": 6,
    }


def _title(text: str, palette: Palette) -> Plotted:
    return {"text": text, "standoff": 8, "font": {"size": SMALL_SIZE, "color": palette.quiet}}


def _rule(axis: str, at: float, palette: Palette) -> Plotted:
    other = "y" if axis == "x" else "x"
    return {
        "type": "line",
        f"{axis}0": at,
        f"{axis}1": at,
        f"{other}ref": "paper",
        f"{other}0": 0,
        f"{other}1": 1,
        "layer": "below",
        "line": {"color": palette.quiet, "width": 1, "dash": "dot"},
    }


def _ends(
    ends: list[tuple[str, float, str]], limits: tuple[float, float], height: float
) -> list[Plotted]:
    """Labels (text, value, colour) beside the lines' right ends."""
    shifts = labels_apart([value for _, value, _ in ends], limits, height)
    return [
        {
            "x": 1,
            "xref": "paper",
            "xanchor": "left",
            "xshift": 8,
            "y": value,
            "yshift": round(shift),
            "yanchor": "middle",
            "showarrow": False,
            "text": text,
            "font": {"color": colour},
        }
        for (text, value, colour), shift in zip(ends, shifts, strict=True)
    ]
