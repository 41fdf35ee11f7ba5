"""Complaints for each 1,000 contacts beside the attitude share, and categories by how many there
are."""

from collections.abc import Sequence
from datetime import date, timedelta

import plotly.graph_objects as go

from charts.axes import text_width, ticks, time_axis, widest
from charts.figure import figure_of
from charts.theme import SMALL_SIZE, TEXT_SIZE, Palette, Plotted, faded, layout, plain
from charts.words import NOT_GIVEN
from i18n import Say
from metrics.findings.operations_complaints import Category, MonthOf
from metrics.periods import last_day

_HEIGHT, _NARROW_HEIGHT, _GAP = 300, 250, 0.09
_TOP, _BOTTOM, _LEFT = 52, 30, 46
_ROW = 34
_EDGE = 12  # days beyond the last month, so that its point is not cut
_LONGEST = 170  # pixels of a category's name


def side_by_side(
    months: Sequence[MonthOf], say: Say, palette: Palette, narrow: bool = False
) -> go.Figure:
    """On the left complaints about attitude and about other things for each 1,000 contacts, on the
    right the attitude share with its interval; on a phone one above the other."""
    days = [last_day(one.month, "month") for one in months]
    first, last = months[0].month, days[-1] + timedelta(days=_EDGE)
    known = [one for one in months if one.attitude is not None]
    rates = [value for one in known for value in (one.attitude or 0, one.others or 0)]
    shares = [one.high for one in months if one.high is not None]
    tops = 1.1 * max(rates, default=1) or 1, min(100.0, 1.1 * max(shares, default=100) or 100)
    height = (2 * _NARROW_HEIGHT if narrow else _HEIGHT) + _TOP + _BOTTOM
    left, right = ([0, 1], [0, 1]) if narrow else ([0, 0.5 - _GAP / 2], [0.5 + _GAP / 2, 1])
    upper, lower = ([0.6, 1], [0, 0.4]) if narrow else ([0, 1], [0, 1])
    width = 300 if narrow else 520
    axis = time_axis(first, last, "month", say, palette, width)
    return figure_of(
        {
            "data": [
                *_rates(months, days, say, palette),
                *_shares(months, days, say, palette),
            ],
            "layout": layout(
                palette,
                height,
                {"l": _LEFT, "r": 14, "t": _TOP, "b": _BOTTOM},
                hovermode="closest",
                xaxis={**axis, "domain": left, "anchor": "y"},
                xaxis2={**axis, "domain": right, "anchor": "y2"},
                yaxis={**_value_axis(tops[0], say, palette, False), "domain": upper},
                yaxis2={
                    **_value_axis(tops[1], say, palette, True),
                    "domain": lower,
                    "anchor": "x2",
                },
                annotations=[
                    _title(_lines_named(say, palette), left[0], upper[1], palette),
                    _title(_bold(say("Attitude share of complaints")), right[0], lower[1], palette),
                ],
            ),
        }
    )


def _rates(
    months: Sequence[MonthOf], days: Sequence[date], say: Say, palette: Palette
) -> list[Plotted]:
    lines = (
        (say("about other things"), [one.others for one in months], palette.neutral, "dash"),
        (say("about attitude"), [one.attitude for one in months], palette.worse, "solid"),
    )
    return [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "x": [day.isoformat() for day in days],
            "y": values,
            "line": {"color": colour, "width": 2.2, "dash": dash},
            "marker": {"size": 4, "color": colour},
            "hoverinfo": "text",
            "hovertext": [
                f"{one.spoken(say)}<br>{name}: {'–' if value is None else say.number(value, 2)}"
                for one, value in zip(months, values, strict=True)
            ],
        }
        for name, values, colour, dash in lines
    ]


def _shares(
    months: Sequence[MonthOf], days: Sequence[date], say: Say, palette: Palette
) -> list[Plotted]:
    known = [(one, day) for one, day in zip(months, days, strict=True) if one.share is not None]
    whiskers = [
        end
        for one, day in known
        for end in ((day.isoformat(), one.low), (day.isoformat(), one.high), (None, None))
    ]
    on = {"type": "scatter", "xaxis": "x2", "yaxis": "y2"}
    return [
        {
            **on,
            "mode": "lines",
            "x": [x for x, _ in whiskers],
            "y": [y for _, y in whiskers],
            "line": {"color": faded(palette.worse, 0.35), "width": 1.5},
            "hoverinfo": "skip",
        },
        {
            **on,
            "mode": "lines+markers",
            "x": [day.isoformat() for _, day in known],
            "y": [one.share for one, _ in known],
            "line": {"color": palette.worse, "width": 2.2},
            "marker": {"size": 5, "color": palette.worse},
            "hoverinfo": "text",
            "hovertext": [
                f"{one.spoken(say)}<br>{say('{value}%', value=say.number(one.share or 0, 1))}<br>"
                f"{say('n = {n}', n=one.n)}"
                for one, _ in known
            ],
        },
    ]


def _value_axis(top: float, say: Say, palette: Palette, percent: bool) -> Plotted:
    at, decimals = ticks(0, top, 5)
    return {
        "range": [0, top],
        "gridcolor": palette.grid,
        "zeroline": False,
        "fixedrange": True,
        "ticks": "",
        "tickvals": at,
        "ticktext": [
            say("{value}%", value=say.number(value, decimals))
            if percent
            else say.number(value, decimals)
            for value in at
        ],
    }


def _bold(text: str) -> str:
    return f"<b>{text}</b>"


def _lines_named(say: Say, palette: Palette) -> str:
    """The title of the rates, with what each line is in its colour and dash."""
    lines = (
        (palette.worse, "——", say("about attitude")),
        (palette.neutral, "– –", say("about other things")),
    )
    told = "   ".join(
        f'<span style="color:{colour}">{dash} {name}</span>' for colour, dash, name in lines
    )
    return f"{_bold(say('Complaints for each 1,000 contacts'))}<br>{told}"


def _title(text: str, x: float, y: float, palette: Palette) -> Plotted:
    return {
        "text": text,
        "x": x,
        "y": y,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "yshift": 8,
        "align": "left",
        "showarrow": False,
        "font": {"color": palette.ink, "size": TEXT_SIZE},
    }


def description(months: Sequence[MonthOf], say: Say) -> str:
    """Both pictures in words, for those who cannot see them."""
    told = [
        say(
            "{month}: {attitude} about attitude and {others} about other things for each 1,000 "
            "contacts, attitude share {share}",
            month=one,
            attitude="–" if one.attitude is None else say.number(one.attitude, 2),
            others="–" if one.others is None else say.number(one.others, 2),
            share="–" if one.share is None else say("{value}%", value=say.number(one.share, 1)),
        )
        for one in (months[0], months[-1])
    ]
    return say("Complaints by month. {months}.", months="; ".join(told))


def pareto(found: Sequence[Category], say: Say, palette: Palette) -> go.Figure:
    """The categories from most to fewest: in full colour are the major and critical ones, the
    line with dots is what the categories so far make of all."""
    names = [_name(one.name, say) for one in found]
    ends = [
        say("{count} · {share}%", count=one.count, share=say.number(one.share, 0)) for one in found
    ]
    rows = list(range(len(found)))
    part = [
        one.share * (one.heavy or 0) / one.count if one.heavy is not None else 0 for one in found
    ]
    left = 14 + min(_LONGEST, widest(names))
    return figure_of(
        {
            "data": [
                _bar(part, rows, palette.value),
                _bar(
                    [one.share - heavy for one, heavy in zip(found, part, strict=True)],
                    rows,
                    faded(palette.value, 0.45),
                ),
                {
                    "type": "scatter",
                    "mode": "lines+markers",
                    "x": [one.cumulative for one in found],
                    "y": rows,
                    "line": {"color": palette.target, "width": 1.6, "dash": "dot"},
                    "marker": {"size": 7, "color": palette.target},
                    "hoverinfo": "text",
                    "hovertext": [
                        say(
                            "{share}% of all with those above",
                            share=say.number(one.cumulative, 0),
                        )
                        for one in found
                    ],
                },
            ],
            "layout": layout(
                palette,
                _TOP + _BOTTOM + _ROW * max(2, len(found)),
                {"l": left, "r": 18, "t": 8, "b": _BOTTOM},
                barmode="stack",
                bargap=0.32,
                hovermode="closest",
                xaxis={**_value_axis(102, say, palette, True), "tickvals": [0, 25, 50, 75, 100]}
                | {
                    "ticktext": [
                        say("{value}%", value=say.number(value)) for value in (0, 25, 50, 75, 100)
                    ]
                },
                yaxis={
                    "range": [max(2, len(found)) - 0.5, -0.5],
                    "tickvals": rows,
                    "ticktext": [plain(_cut(name)) for name in names],
                    "showgrid": False,
                    "zeroline": False,
                    "fixedrange": True,
                    "ticks": "",
                    "ticklabelstandoff": 8,
                },
                annotations=[
                    {
                        "x": one.share,
                        "y": at,
                        "text": end,
                        "showarrow": False,
                        "xanchor": "left",
                        "xshift": 12,
                        "bgcolor": faded(palette.surface, 0.8),
                        "font": {"size": SMALL_SIZE, "color": palette.ink},
                    }
                    for at, (one, end) in enumerate(zip(found, ends, strict=True))
                ],
            ),
        }
    )


def pareto_description(found: Sequence[Category], say: Say) -> str:
    """The categories in words, for those who cannot see them."""
    return say(
        "Complaints by category, most first: {categories}.",
        categories=[
            say(
                "{category} {count} ({share}%, with those before {so_far}%)",
                category=_name(one.name, say),
                count=one.count,
                share=say.number(one.share, 0),
                so_far=say.number(one.cumulative, 0),
            )
            for one in found
        ],
    )


def _bar(values: Sequence[float], rows: Sequence[int], colour: str) -> Plotted:
    return {
        "type": "bar",
        "orientation": "h",
        "x": [round(value, 3) for value in values],
        "y": list(rows),
        "marker": {"color": colour},
        "hoverinfo": "skip",
    }


def _name(name: str, say: Say) -> str:
    return name or say(NOT_GIVEN)


def _cut(name: str) -> str:
    if text_width(name, TEXT_SIZE) <= _LONGEST:
        return name
    while text_width(name + "…", TEXT_SIZE) > _LONGEST:
        name = name[:-1]
    return name.rstrip() + "…"
