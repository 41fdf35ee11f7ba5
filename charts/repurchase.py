"""Customers who came back, by the month of their order: all, new and returning ones; months that are
still maturing stand apart."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import plotly.graph_objects as go

from charts.axes import labels_apart, time_axis, value_axis, value_range, widest
from charts.figure import figure_of
from charts.theme import SMALL_SIZE, Palette, Plotted, faded, layout, plain
from i18n import N_, Say, Text
from metrics.findings.repurchase import ALL, GROUPS, NEW, RETURNING, Back, Cohort, latest_final
from metrics.kpi import Amount
from metrics.periods import last_day
from metrics.value_units import PERCENT
from metrics.window import length

_HEIGHT, _NARROW_HEIGHT, _TOP, _BOTTOM = 360, 290, 26, 34
_WIDTH, _NARROW_WIDTH = 900, 330
SHORT: dict[str, Text] = {ALL: N_("All"), NEW: N_("New"), RETURNING: N_("Returning")}
_SYMBOLS = {ALL: "circle", NEW: "diamond", RETURNING: "square"}


def cohort_lines(
    found: Sequence[Cohort], say: Say, palette: Palette, narrow: bool = False
) -> go.Figure:
    """A line a group of customers: strong between months that may be judged, dashed to those that
    still mature, which have a ground of their own and hollow marks."""
    colours = {ALL: palette.value, NEW: palette.series[1], RETURNING: palette.series[2]}
    days = [last_day(cohort.month, "month") for cohort in found]
    first, last = days[0] - timedelta(days=20), days[-1] + timedelta(days=20)
    limits = value_range(
        [
            end
            for cohort in found
            for back in cohort.of.values()
            for end in (back.value, *((back.low, back.high) if _firm(cohort, back) else ()))
            if end is not None
        ],
        PERCENT,
    )
    height = _NARROW_HEIGHT if narrow else _HEIGHT
    labels = _labels(found, say, colours, limits, height - _TOP - _BOTTOM, narrow)
    axis = value_axis(limits, PERCENT, say, palette, 4 if narrow else 6)
    left, right = 20 + widest(axis["ticktext"]), 16 + widest(label["text"] for label in labels)
    room = (_NARROW_WIDTH if narrow else _WIDTH) - left - right
    return figure_of(
        {
            "data": [
                trace
                for name in GROUPS
                for trace in _group(found, name, colours[name], say, palette, narrow)
            ],
            "layout": layout(
                palette,
                height,
                {"l": left, "r": right, "t": _TOP, "b": _BOTTOM},
                hovermode="closest",
                xaxis=time_axis(first, last, "month", say, palette, room),
                yaxis=axis,
                shapes=_ground(found, last, palette),
                annotations=[*labels, *_ground_name(found, last, say, palette)],
            ),
        }
    )


def description(found: Sequence[Cohort], say: Say) -> str:
    """The chart in words: the last month that may be judged, then those that may not."""
    told = []
    final = latest_final(found)
    for cohort in (*([final] if final else []), *(one for one in found if not one.final)):
        told.append(
            say(
                "{month}, {state}: {groups}.",
                month=say.month(cohort.month),
                state=cohort.state.value,
                groups=[
                    say(
                        "{group} {value} (n = {n})",
                        group=GROUPS[name],
                        value=Amount(PERCENT, back.value),
                        n=back.n,
                    )
                    for name, back in cohort.of.items()
                ],
            )
        )
    return say.sentences(told)


def _firm(cohort: Cohort, back: Back) -> bool:
    return cohort.final and back.enough


def _group(
    found: Sequence[Cohort], name: str, colour: str, say: Say, palette: Palette, narrow: bool
) -> list[Plotted]:
    """Lines and marks of one group."""
    points = [(cohort, cohort.of[name]) for cohort in found if name in cohort.of]
    strong: list[tuple[date, float] | None] = []
    weak: list[tuple[date, float] | None] = []
    for (one, first), (two, second) in pairwise(points):
        if length(one.month, two.month) > 2:  # a month in between has no records
            continue
        firm = _firm(one, first) and _firm(two, second)
        (strong if firm else weak).extend(
            [
                (last_day(one.month, "month"), first.value),
                (last_day(two.month, "month"), second.value),
                None,
            ]
        )
    return [
        *_lines(weak, {"color": faded(colour, 0.7), "width": 1.4, "dash": "dash"}),
        *_lines(strong, {"color": colour, "width": 2.6 if name == ALL else 1.8}),
        {
            "type": "scatter",
            "mode": "markers",
            "x": [last_day(cohort.month, "month").isoformat() for cohort, _ in points],
            "y": [round(back.value, 2) for _, back in points],
            "cliponaxis": False,
            "marker": {
                "size": 6 if narrow else 7,
                "symbol": _SYMBOLS[name],
                "color": [
                    colour if _firm(cohort, back) else palette.surface for cohort, back in points
                ],
                "line": {"color": colour, "width": 1.4},
            },
            "hoverinfo": "text",
            "hovertext": [_hover(cohort, name, back, say) for cohort, back in points],
        },
    ]


def _lines(points: list[tuple[date, float] | None], line: dict[str, object]) -> list[Plotted]:
    if not points:
        return []
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [point and point[0].isoformat() for point in points],
            "y": [point and round(point[1], 2) for point in points],
            "hoverinfo": "skip",
            "line": line,
        }
    ]


def _hover(cohort: Cohort, name: str, back: Back, say: Say) -> str:
    lines = [
        f"<b>{plain(say(GROUPS[name]))}, {say.month(cohort.month)}</b>",
        say("{value} (n = {n})", value=Amount(PERCENT, back.value), n=back.n),
    ]
    if back.low is not None:
        lines.append(
            say(
                "95% interval {interval}",
                interval=say(
                    "{low} to {high}",
                    low=Amount(PERCENT, back.low),
                    high=Amount(PERCENT, back.high),
                ),
            )
        )
    if not cohort.final:
        lines.append(say(cohort.state.value))
    elif not back.enough:
        lines.append(say("too few to judge"))
    return "<br>".join(lines)


def _labels(
    found: Sequence[Cohort],
    say: Say,
    colours: dict[str, str],
    limits: tuple[float, float],
    height: float,
    narrow: bool,
) -> list[Plotted]:
    """The groups by name, beside the last month that may be judged; of none, beside the last."""
    cohort = latest_final(found) or found[-1]
    values = [cohort.of[name].value for name in cohort.of]
    up = labels_apart(values, limits, height)
    return [
        {
            "x": 1,
            "xref": "paper",
            "xanchor": "left",
            "xshift": 6,
            "y": value,
            "yanchor": "middle",
            "yshift": round(shift),
            "showarrow": False,
            "text": say(
                "{group} {value}",
                group=SHORT[name] if narrow else GROUPS[name],
                value=Amount(PERCENT, value),
            ),
            "font": {"color": colours[name], "size": SMALL_SIZE},
        }
        for name, value, shift in zip(cohort.of, values, up, strict=True)
    ]


def _ground(found: Sequence[Cohort], last: date, palette: Palette) -> list[Plotted]:
    """The ground of the months that are not final: from halfway after the last one that is."""
    start = _first_waiting(found)
    if start is None:
        return []
    return [
        {
            "type": "rect",
            "x0": start.isoformat(),
            "x1": last.isoformat(),
            "y0": 0,
            "y1": 1,
            "yref": "paper",
            "layer": "below",
            "fillcolor": faded(palette.neutral, 0.13),
            "line": {"width": 0},
        }
    ]


def _ground_name(found: Sequence[Cohort], last: date, say: Say, palette: Palette) -> list[Plotted]:
    start = _first_waiting(found)
    if start is None:
        return []
    return [
        {
            "x": last.isoformat(),
            "xanchor": "right",
            "y": 1,
            "yref": "paper",
            "yanchor": "bottom",
            "showarrow": False,
            "text": say("still maturing: not judged"),
            "font": {"color": palette.quiet, "size": SMALL_SIZE},
        }
    ]


def _first_waiting(found: Sequence[Cohort]) -> date | None:
    """Half a month before the first value that is not final; None where all are."""
    waiting = next((cohort.month for cohort in found if not cohort.final), None)
    return None if waiting is None else waiting + timedelta(days=14)
