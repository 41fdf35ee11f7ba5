"""One KPI by department, store, region or channel: certainty first, so that nobody reads a league
table into chance."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from charts.axes import labels_apart, text_width, time_axis, value_axis, value_range, widest
from charts.figure import figure_of
from charts.theme import SMALL_SIZE, TEXT_SIZE, Palette, Plotted, faded, layout, plain
from charts.words import (
    COUNTED_IN_FULL,
    Row,
    beside_points,
    count_of,
    group_label,
    group_name,
    headline,
    hover,
)
from errors import WrongCall
from i18n import N_, Say, some_of
from metrics.answers.answer import Answer
from metrics.kpi import Amount, Kpi
from metrics.periods import Period, last_day

MOST_LINES = 6
_ROW, _NARROW_ROW = 30, 50
_TOP, _BOTTOM = 30, 36
_LINES_HEIGHT, _NARROW_LINES_HEIGHT = 400, 300
_LONGEST_NAME, _LONGEST_NARROW_NAME, _LONGEST_ABOVE = (
    230,
    104,
    225,
)  # pixels, beside a row or line, above a row
_WORDS, _LETTERS, _ENDS = (
    2,
    8,
    4,
)  # last words of a name that are kept where it is cut, their length at most; else its last letters
_MARGIN_LABEL = {
    "x": 1,
    "xref": "paper",
    "xanchor": "left",
    "xshift": 10,
    "yanchor": "middle",
    "showarrow": False,
}
_ABOVE_LABEL = {
    "xref": "paper",
    "yshift": 9,
    "yanchor": "bottom",
    "showarrow": False,
    "borderpad": 0,
}


def latest_period(answer: Answer) -> date | None:
    """First day of the latest period that is over; None without one."""
    whole = answer.rows[~answer.rows["partial"].astype(bool)]
    return None if whole.empty else whole["period"].max()


@dataclass(frozen=True)
class Reference:
    """What groups are seen beside: the target's goal and the value of all together, in the KPI's
    unit. `sides`: of the groups that differ from the whole by more than chance, 1 above or -1
    below; they look as they do in the funnel."""

    goal: float | None = None
    whole: float | None = None
    sides: Mapping[str | None, int] = field(default_factory=dict)


def split(
    answer: Answer, beside: Reference, say: Say, palette: Palette, narrow: bool = False
) -> go.Figure:
    """Each group's value and interval in the latest whole period, best on top; those with few
    answers last, and pale. Hidden groups are not drawn; `hidden_groups` names them."""
    rows = latest_groups(answer)
    names = [
        _short(group_label(row["group"], say), _LONGEST_ABOVE if narrow else _LONGEST_NAME)
        for row in rows
    ]
    labels = [headline(answer.kpi, row, say) for row in rows]
    limits = value_range(_extent(rows, beside.goal), answer.kpi.unit)
    edges = (
        (14, 14) if narrow else (14 + widest(names), 28 + widest(_bare(label) for label in labels))
    )
    margin = {"l": edges[0], "r": edges[1], "t": _TOP, "b": _BOTTOM}
    height = _TOP + _BOTTOM + max(2, len(rows)) * (_NARROW_ROW if narrow else _ROW)
    return figure_of(
        {
            "data": [*_whiskers(rows, palette), *_dots(answer, rows, palette, say, beside.sides)],
            "layout": layout(
                palette,
                height,
                margin,
                hovermode="closest",
                shapes=[
                    *_line_at(beside.goal, palette.target, "dot"),
                    *_line_at(beside.whole, palette.quiet, "solid"),
                ],
                xaxis={
                    **value_axis(limits, answer.kpi.unit, say, palette, 4 if narrow else 7),
                    "ticklabelstandoff": 2,
                },
                yaxis=_group_axis(len(rows), [] if narrow else names),
                annotations=[
                    *_line_labels(answer.kpi, beside, say, palette),
                    *_value_labels(rows, labels, palette, narrow),
                    *(_names_above(names, palette) if narrow else []),
                ],
            ),
        }
    )


def _group_axis(rows: int, names: list[str]) -> Plotted:
    return {
        "range": [rows - 0.4, -0.6],
        "tickvals": list(range(len(names))),
        "ticktext": [plain(name) for name in names],
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "ticks": "",
        "ticklabelstandoff": 8,
    }


def _names_above(names: list[str], palette: Palette) -> list[Plotted]:
    """On a phone name and value stand over their row, so that the row has the whole width."""
    return [
        {
            **_ABOVE_LABEL,
            "x": 0,
            "xanchor": "left",
            "bgcolor": palette.surface,
            "y": at,
            "text": plain(name),
        }
        for at, name in enumerate(names)
    ]


def hidden_groups(answer: Answer, say: Say) -> str | None:
    """What is said of the groups not shown, or not as they are now, in the latest whole period;
    None where all are."""
    latest = answer.rows[answer.rows["period"] == latest_period(answer)]
    hidden = latest[latest["hidden"].astype(bool)]
    held = latest[latest["since"].notna()].groupby("since")
    # A group without anybody may be among them: that nobody came is not told either.
    sentences = (
        [
            say(
                "Not shown, to protect the staff in them, if there are any: {groups}.",
                groups=_names(hidden["group"]),
            )
        ]
        if len(hidden)
        else []
    )
    for day, rows in held:
        if len(rows) + len(hidden) == len(latest) > 1:
            sentences.append(
                say(
                    "All that is shown is as it was on {day}, because what came since, if "
                    "anything, would tell of few people.",
                    day=day,
                )
            )
        else:
            sentences.append(
                say(
                    "As they were on {day}, because what came since, if anything, would tell of "
                    "few people: {groups}.",
                    day=day,
                    groups=_names(rows["group"]),
                )
            )
    return say.sentences(sentences) if sentences else None


def _names(groups: Iterable[str]) -> list[object]:
    return some_of([group_name(group) for group in groups])


def pale_groups(answer: Answer, say: Say) -> str | None:
    """The sentence that names the groups shown pale; None where none is."""
    few = answer.rows[~answer.rows["hidden"].astype(bool) & ~answer.rows["enough"].astype(bool)]
    if few.empty:
        return None
    return say(
        "Shown pale and not judged, with fewer than {least} results: {groups}.",
        least=answer.kpi.dataset.enough,
        groups=_names(sorted(few["group"])),
    )


def only_largest(answer: Answer, drawn: Answer, say: Say) -> str | None:
    """That not all groups that may be shown are drawn; None where all are."""
    shown, known = (int((~one.rows["hidden"].astype(bool)).sum()) for one in (drawn, answer))
    if shown == known:
        return None
    return say(
        "The {shown} with most results of {all} are drawn; the download has all.",
        shown=shown,
        all=known,
    )


def latest_groups(answer: Answer) -> list[Row]:
    """The rows shown of the latest whole period, best first; those with few answers last, for
    chance ranks them."""
    judged = answer.judged()
    rows = judged[judged["period"] == latest_period(answer)]
    down = answer.kpi.direction.value < 0
    return rows.sort_values(["enough", "value", "group"], ascending=[False, down, True]).to_dict(
        "records"
    )


def _extent(rows: list[Row], goal: float | None) -> list[float]:
    """Values and the goal fit in, and the intervals of groups with enough answers."""
    ends = [
        row[end]
        for row in rows
        if row["enough"]
        for end in ("low", "high")
        if not pd.isna(row[end])
    ]
    return [*(row["value"] for row in rows), *ends, *([] if goal is None else [goal])]


def _short(name: str, room: float) -> str:
    """A name cut to the pixels that it has; the whole of it is shown beside its point. It is cut
    before its end, which tells it from others: a quarter, a number."""
    if text_width(name, TEXT_SIZE) <= room:
        return name
    end = _end_of(name)
    start = name[: -len(end)]
    while start and text_width(f"{start}…{end}", TEXT_SIZE) > room:
        start = start[:-1]
    return f"{start.rstrip()}…{end.lstrip()}"


def _end_of(name: str) -> str:
    """What is kept of a name that is cut: as many of its last words as are short enough, else its
    last letters."""
    for words in range(_WORDS, 0, -1):
        start, *rest = name.rsplit(maxsplit=words)
        end = name[len(start) :].strip()
        if len(rest) == words and len(end) <= _LETTERS:
            return end
    return name[-_ENDS:]


def _bare(label: str) -> str:
    return label.replace("<b>", "").replace("</b>", "")


def _whiskers(rows: list[Row], palette: Palette) -> list[Plotted]:
    traces: list[Plotted] = []
    for enough, share in ((True, 0.5), (False, 0.25)):
        known = [
            (at, row)
            for at, row in enumerate(rows)
            if bool(row["enough"]) is enough and not pd.isna(row["low"])
        ]
        if known:
            x = [
                end
                for _, row in known
                for end in (round(row["low"], 3), round(row["high"], 3), None)
            ]
            y = [end for at, _ in known for end in (at, at, None)]
            traces.append(
                {
                    "type": "scatter",
                    "mode": "lines",
                    "x": x,
                    "y": y,
                    "hoverinfo": "skip",
                    "line": {"color": faded(palette.value, share), "width": 5 if enough else 3},
                }
            )
    return traces


def _dots(
    answer: Answer, rows: list[Row], palette: Palette, say: Say, sides: Mapping[str | None, int]
) -> list[Plotted]:
    looks = dot_looks(answer.kpi, palette)
    kinds = [_kind(row, sides) for row in rows]
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [round(rows[at]["value"], 3) for at in shown],
            "y": shown,
            "marker": look,
            "cliponaxis": False,
            **beside_points([_hover(answer, rows[at], say) for at in shown]),
        }
        for kind, look in looks.items()
        if (shown := [at for at, known in enumerate(kinds) if known == kind])
    ]


def _kind(row: Row, sides: Mapping[str | None, int]) -> str:
    return kind_of_dot(bool(row["enough"]), sides.get(row["group"], 0))


def kind_of_dot(enough: bool, side: int) -> str:
    """Which look a unit has: "few", "inside", "above" or "below"."""
    return {1: "above", -1: "below", 0: "inside"}[side] if enough else "few"


def dot_looks(kpi: Kpi, palette: Palette) -> dict[str, Plotted]:
    """How a unit's dot looks, alike in every picture: hollow with few cases, a triangle where it
    differs from the whole by more than chance."""
    few = {"color": faded(palette.value, 0.75), "width": 1.5}
    better = kpi.direction.value
    return {
        "inside": {"color": palette.value, "size": 10},
        "above": {"color": side_colour(better, 1, palette), "size": 13, "symbol": "triangle-up"},
        "below": {"color": side_colour(better, -1, palette), "size": 13, "symbol": "triangle-down"},
        "few": {"color": palette.surface, "size": 9, "line": few},
    }


def side_colour(better: int, side: int, palette: Palette) -> str:
    """The colour of units above (1) or below (-1) the whole; `better`: which of them is good."""
    return palette.better if side == better else palette.worse


def _hover(answer: Answer, row: Row, say: Say) -> str:
    title = say(
        "{group}, {period}",
        group=group_name(row["group"]),
        period=Period(row["period"], answer.query.grain),
    )
    return hover(answer.kpi, row, title, say)


def _value_labels(
    rows: list[Row], labels: list[str], palette: Palette, narrow: bool
) -> list[Plotted]:
    """A column of values at the right, where no line can cross them."""
    place = (
        {**_ABOVE_LABEL, "x": 1, "xanchor": "right", "bgcolor": palette.surface}
        if narrow
        else _MARGIN_LABEL
    )
    return [
        {
            **place,
            "y": at,
            "text": label,
            "font": {"color": palette.ink if row["enough"] else palette.quiet},
        }
        for at, (row, label) in enumerate(zip(rows, labels, strict=True))
    ]


def _line_at(value: float | None, colour: str, dash: str) -> list[Plotted]:
    if value is None:
        return []
    return [
        {
            "type": "line",
            "x0": value,
            "x1": value,
            "yref": "paper",
            "y0": 0,
            "y1": 1,
            "layer": "below",
            "line": {"color": colour, "width": 1.5, "dash": dash},
        }
    ]


def _line_labels(kpi: Kpi, beside: Reference, say: Say, palette: Palette) -> list[Plotted]:
    """What the lines across are, above them: where there are two, each towards its own side."""
    known = [
        (value, say(text, value=Amount(kpi.unit, value)), colour)
        for value, text, colour in (
            (beside.goal, N_("Target {value}"), palette.target),
            (beside.whole, N_("All {value}"), palette.quiet),
        )
        if value is not None
    ]
    sides = ["center"] if len(known) == 1 else ["right", "left"]
    return [
        {
            "x": value,
            "y": 1,
            "yref": "paper",
            "xanchor": side,
            "yanchor": "bottom",
            "yshift": 4,
            "showarrow": False,
            "text": text,
            "font": {"color": colour, "size": SMALL_SIZE},
        }
        for side, (value, text, colour) in zip(sides, sorted(known), strict=False)
    ]


def trend_by_group(
    answer: Answer, say: Say, palette: Palette, chosen: tuple[str, ...] = (), narrow: bool = False
) -> go.Figure:
    """One light line for each chosen group (none chosen: those with most cases), named at its right
    end.

    WrongCall for more groups than `MOST_LINES`. Periods that are missing or hidden are gaps.
    """
    if len(chosen) > MOST_LINES:
        raise WrongCall(
            "{asked} groups were chosen; at most {most} lines can be told apart. Choose fewer.",
            asked=len(chosen),
            most=MOST_LINES,
        )
    rows = answer.judged()
    groups = list(chosen) or list(
        rows.groupby("group")["n"].sum().sort_values(ascending=False).index[:MOST_LINES]
    )
    lines = {
        group: rows[rows["group"] == group].sort_values("period")
        for group in groups
        if (rows["group"] == group).any()
    }
    return _group_figure(answer, lines, say, palette, narrow)


def _group_figure(
    answer: Answer, lines: dict[str, pd.DataFrame], say: Say, palette: Palette, narrow: bool
) -> go.Figure:
    grain = answer.query.grain
    limits = value_range(
        [value for frame in lines.values() for value in frame["value"]], answer.kpi.unit
    )
    days = [last_day(start, grain) for frame in lines.values() for start in frame["period"]] or [
        date.today()
    ]
    names = {
        group: _short(group_label(group, say), _LONGEST_NARROW_NAME if narrow else _LONGEST_NAME)
        for group in lines
    }
    axis = value_axis(limits, answer.kpi.unit, say, palette, 4 if narrow else 6)
    height = _NARROW_LINES_HEIGHT if narrow else _LINES_HEIGHT
    ends = {group: frame["value"].iloc[-1] for group, frame in lines.items()}
    shifts = labels_apart(list(ends.values()), limits, height - _TOP - _BOTTOM)
    margin = {
        "l": 12 + widest(axis["ticktext"]),
        "r": 20 + widest(names.values()),
        "t": _TOP,
        "b": _BOTTOM,
    }
    colours = dict(zip(lines, palette.series, strict=False))
    return figure_of(
        {
            "data": [
                _group_line(answer, frame, colours[group], say) for group, frame in lines.items()
            ],
            "layout": layout(
                palette,
                height,
                margin,
                hovermode="closest",
                yaxis=axis,
                xaxis=time_axis(min(days), max(days), grain, say, palette, 220 if narrow else 560),
                annotations=[
                    _end_label(names[group], value, shift, colours[group])
                    for (group, value), shift in zip(ends.items(), shifts, strict=True)
                ],
            ),
        }
    )


def _group_line(answer: Answer, frame: pd.DataFrame, colour: str, say: Say) -> Plotted:
    """Hollow where few answered, with gaps where periods are missing."""
    rows = _with_gaps(frame, answer.query.grain)
    fills = [colour if row and row["enough"] else "rgba(0,0,0,0)" for row in rows]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "cliponaxis": False,
        **_light_hover(answer, rows, say),
        "x": [row and last_day(row["period"], answer.query.grain).isoformat() for row in rows],
        "y": [row and round(row["value"], 3) for row in rows],
        "line": {"color": colour, "width": 1.6},
        "marker": {"size": 4, "color": fills, "line": {"color": colour, "width": 1}},
    }


def _light_hover(answer: Answer, rows: list[Row | None], say: Say) -> Plotted:
    """One sentence for all points of a line, filled by Plotly: whole texts would make up most of
    the figure."""
    first = next(row for row in rows if row)
    group = plain(group_label(first["group"], say)).replace("%{", "% {")
    sentence = say(
        "{group}, {period}: {value} ({n})",
        group=group,
        period="%{customdata[0]}",
        value="%{customdata[1]}",
        n="%{customdata[2]}",
    )
    known = [
        row
        and [
            Period(row["period"], answer.query.grain).spoken(say),
            answer.kpi.unit.show(say, row["value"]),
            say(count_of(answer.kpi, row) or COUNTED_IN_FULL),
        ]
        for row in rows
    ]
    return {"hovertemplate": sentence + "<extra></extra>", "customdata": known}


def _with_gaps(frame: pd.DataFrame, grain: str) -> list[Row | None]:
    """The rows, with None between those that are not neighbours in time."""
    rows: list[Row | None] = []
    for row in frame.to_dict("records"):
        before = rows[-1] if rows else None
        if (
            before
            and last_day(before["period"], grain).toordinal() + 1 != row["period"].toordinal()
        ):
            rows.append(None)
        rows.append(row)
    return rows


def _end_label(name: str, value: float, shift: float, colour: str) -> Plotted:
    return {
        **_MARGIN_LABEL,
        "y": round(value, 3),
        "yshift": round(shift),
        "text": plain(name),
        "font": {"color": colour},
    }
