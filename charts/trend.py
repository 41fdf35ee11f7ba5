"""One KPI over time: values with their certainty, the staged targets, the process, and what may
come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import plotly.graph_objects as go

from charts.axes import text_width, time_axis, value_axis, widest
from charts.fan import BANDS, fan as fan_traces, fan_edges, fan_labels
from charts.figure import figure_of
from charts.labels import Canvas, Label
from charts.marks import flags, legend, marks, rebase_lines, rebased
from charts.plan import (
    diamonds,
    earlier_targets,
    pace,
    path_points,
    revised,
    seen_at,
    stage_labels,
    step_lines,
    steps,
)
from charts.process import limit_labels, limit_lines, limits, signal_points, signals
from charts.scene import (
    Point,
    Scene,
    Trend,
    scene_of,
    stretches,
    upright,
)
from charts.second import SecondKpi
from charts.stages import bounds
from charts.theme import SMALL_SIZE, TEXT_SIZE, Palette, layout
from charts.values import (
    band,
    company as company_line,
    last_year,
    lines,
    points,
    whiskers,
    with_interval,
)
from charts.words import headline, notes
from i18n import N_, Say

Figure: TypeAlias = go.Figure  # for those who hold one: only charts know Plotly

_HEIGHT, _NARROW_HEIGHT = 330, 220  # of the plot area
_WIDTHS, _NARROW_WIDTHS = (
    (700, 790, 880),
    (328, 350, 370, 400),
)  # likely widths of the figure: beside the boxes of the stages, on tablets, on phones
_TOP, _BOTTOM, _RIGHT = 26, 34, 14
_TITLE_LINE, _FOOT_LINE = 19, 16  # pixels
_FLAG = 9  # half of one


@dataclass(frozen=True)
class About:
    """What a picture taken away has to say of itself: its `title` (what, where, when), and its
    `source` (how many cases, of which records, as of when)."""

    title: str
    source: str


def trend_figure(
    trend: Trend,
    layers: frozenset[str],
    say: Say,
    palette: Palette,
    narrow: bool = False,
    about: About | None = None,
) -> Figure:
    """The figure of a trend with `layers`, names of `LAYERS`. A value stands at the last day of its
    period, the day on which a target falls due. Texts of the axes are localised."""
    answer, scene = trend.answer, scene_of(trend, layers, say, palette, narrow)
    dated = [day for day in trend.breaks if scene.days[0] < day < scene.days[1]]
    now = trend.today if trend.today and scene.days[0] < trend.today < scene.days[1] else None
    axis = value_axis(scene.limits, answer.kpi.unit, say, palette, 4 if narrow else 6)
    left = 20 + widest(axis["ticktext"])
    height, widths = (_NARROW_HEIGHT, _NARROW_WIDTHS) if narrow else (_HEIGHT, _WIDTHS)
    other = None if trend.second is None else SecondKpi(trend.second, trend.second_breaks, scene)
    beyond = None if other is None else other.axis(say, palette, 4 if narrow else 6)
    right = _RIGHT if beyond is None else 16 + widest(beyond["ticktext"])
    rooms = tuple(width - left - right for width in widths)
    canvas = Canvas(scene.days, scene.limits, rooms, height, _TOP)
    flagged = flags(scene, rooms[0], height)
    head, foot = _around(scene, about, widths[0])
    top, bottom = _TOP + _TITLE_LINE * len(head), _BOTTOM + _FOOT_LINE * len(foot)
    return figure_of(
        {
            "data": _traces(scene, other, flagged, say),
            "layout": layout(
                palette,
                top + height + bottom,
                {"l": left, "r": right, "t": top, "b": bottom},
                # A picture taken away has to be read on any ground.
                paper_bgcolor=palette.surface,
                hovermode="closest",
                xaxis=time_axis(*scene.days, answer.query.grain, say, palette, rooms[0]),
                yaxis=axis,
                **({} if beyond is None else {"yaxis2": beyond}),
                shapes=[
                    *(upright(day, palette.neutral, "dash") for day in dated),
                    *([upright(now, palette.quiet, "solid")] if now else []),
                    *rebase_lines(scene),
                ],
                annotations=[
                    *_labels(scene, dated, now, flagged, other, canvas),
                    *_lines_around(head, foot, left, palette),
                ],
            ),
        }
    )


def _traces(scene: Scene, other: SecondKpi | None, flagged: list[Point], say: Say) -> list[object]:
    """All that is drawn, from the back to the front."""
    return [
        *band(scene),
        *fan_traces(scene),
        *limits(scene),
        *steps(scene),
        *pace(scene),
        *last_year(scene),
        *company_line(scene),
        *([] if other is None else other.trace(say)),
        *lines(scene),
        *points(scene),
        *revised(scene),
        *diamonds(scene),
        *signals(scene),
        *marks(scene, flagged),
    ]


def _around(scene: Scene, about: About | None, width: float) -> tuple[list[str], list[str]]:
    """The lines above the picture and those under it: the title; what the flags stand for, and the
    source."""
    room = width - 2 * _RIGHT
    title = [] if about is None else _wrapped(about.title, room - 24, TEXT_SIZE)
    bands = [scene.say(BANDS)] if scene.narrow and scene.beside.fan else []
    told = [*legend(scene), *bands, *([] if about is None else [about.source])]
    return title, [line for text in _rows(told, room) for line in _wrapped(text, room, SMALL_SIZE)]


def _wrapped(text: str, room: float, size: int) -> list[str]:
    return Label((date.min, 0.0), text, "", size, "").wrapped(room).text.split("<br>")


def _rows(texts: list[str], room: float) -> list[str]:
    """Short texts beside one another, as many as a line has room for; the last on a line of its
    own."""
    rows: list[str] = []
    for text in texts[:-1]:
        joined = f"{rows[-1]}   {text}" if rows else text
        if rows and text_width(joined, SMALL_SIZE) <= room:
            rows[-1] = joined
        else:
            rows.append(text)
    return [*rows, *texts[-1:]]


def _lines_around(
    head: list[str], foot: list[str], left: float, palette: Palette
) -> list[dict[str, object]]:
    placed: list[tuple[list[str], dict[str, object]]] = [
        (
            [f"<b>{line}</b>" for line in head],
            {"y": 1, "yanchor": "bottom", "yshift": _TOP - 2, "font": {"size": TEXT_SIZE}},
        ),
        (
            foot,
            {
                "y": 0,
                "yanchor": "top",
                "yshift": -_BOTTOM + 6,
                "font": {"size": SMALL_SIZE, "color": palette.quiet},
            },
        ),
    ]
    return [
        {
            "text": "<br>".join(lines),
            "x": 0,
            "xref": "paper",
            "yref": "paper",
            "xanchor": "left",
            "xshift": 8 - left,
            "align": "left",
            "showarrow": False,
            **look,
        }
        for lines, look in placed
        if lines
    ]


def _labels(
    scene: Scene,
    breaks: list[date],
    now: date | None,
    flagged: list[Point],
    other: SecondKpi | None,
    canvas: Canvas,
) -> list[dict[str, object]]:
    """What has to be said finds a place; what may be said, only a free one."""
    _draw(scene, breaks, now, flagged, canvas)
    for line in [] if other is None else other.points(scene):
        canvas.draw_line(line)
    # The latest stage stands at the edge and has the fewest places.
    needed = [*_last_label(scene), *_now_label(scene, now), *reversed(stage_labels(scene))]
    needed += [*_break_labels(scene, breaks), *([] if other is None else other.label(scene))]
    beside = [
        *_open_label(scene),
        *fan_labels(scene),
        *limit_labels(scene),
        *_line_labels(scene),
    ]
    needed += [] if scene.narrow else beside
    placed = [canvas.place(label) for label in needed]
    wanted = [
        *(beside if scene.narrow else []),
        *_earlier_labels(scene),
    ]
    return placed + [
        found for label in wanted if (found := canvas.place_if_free(label)) is not None
    ]


def _draw(
    scene: Scene, breaks: list[date], now: date | None, flagged: list[Point], canvas: Canvas
) -> None:
    """Everything on the canvas that labels have to stay away from."""
    for run in stretches(scene.values):
        canvas.draw_line([value.point for value in run], weight=5)
    for line in _thin_lines(scene):
        canvas.draw_line(line)
    for day in [*breaks, *rebased(scene), *([now] if now else [])]:
        canvas.draw_line([(day, scene.limits[0]), (day, scene.limits[1])])
    for point, size in _marks(scene, flagged):
        canvas.draw_mark(point, size)


def _thin_lines(scene: Scene) -> list[Sequence[Point]]:
    """What is drawn beside the course itself."""
    return [
        *whiskers(with_interval(scene)),
        *step_lines(scene),
        *limit_lines(scene),
        *fan_edges(scene),
        *([path_points(scene)] if scene.path else []),
        *([value.point for value in run] for run in stretches(scene.earlier)),
        *([value.point for value in run] for run in stretches(scene.company)),
    ]


def _marks(scene: Scene, flagged: list[Point]) -> list[tuple[Point, int]]:
    """Single points, with how far labels keep away from each."""
    goals = [
        (seen_at(stage.target, scene), goal) for stage in scene.stages for goal in bounds(stage)
    ]
    return [
        *((point, 6) for point in goals),
        *((point, 5) for point, _, _ in earlier_targets(scene)),
        *((value.point, 4) for value in scene.values if not value.firm),
        *((point, _FLAG) for point in flagged),
        *((point, 8) for point in signal_points(scene)),
    ]


def _last_label(scene: Scene) -> list[Label]:
    """The last settled period's value, in bold, with its n."""
    settled = [value for value in scene.values if value.settled]
    if not settled:
        return []
    text = headline(scene.answer.kpi, settled[-1].row, scene.say)
    return [
        Label(settled[-1].point, text, scene.palette.value, TEXT_SIZE + 1, scene.palette.surface)
    ]


def _now_label(scene: Scene, now: date | None) -> list[Label]:
    if now is None:
        return []
    return [
        Label(
            (now, scene.limits[1]),
            scene.say("today"),
            scene.palette.quiet,
            SMALL_SIZE,
            scene.palette.surface,
        )
    ]


def _break_labels(scene: Scene, breaks: list[date]) -> list[Label]:
    kpi, palette = scene.answer.kpi, scene.palette
    other = N_("scale changed") if kpi.dataset.scaled else N_("weights changed")
    return [
        Label(
            (day, scene.limits[0]),
            scene.say(N_("definition changed") if day in kpi.redefined else other),
            palette.quiet,
            SMALL_SIZE,
            palette.surface,
        )
        for day in breaks
    ]


def _open_label(scene: Scene) -> list[Label]:
    """Why the last value is hollow: its period is not over, or records are still to come."""
    if not scene.values or scene.values[-1].firm:
        return []
    last = scene.values[-1]
    text = scene.say(notes(scene.answer.kpi, last.row)[0])
    return [Label(last.point, text, scene.palette.quiet, SMALL_SIZE, scene.palette.surface)]


def _line_labels(scene: Scene) -> list[Label]:
    """What the quiet lines beside the values are, at their ends."""
    named = (
        (scene.earlier, scene.say("a year before")),
        (scene.company, scene.say("whole company")),
    )
    found = []
    for values, text in named:
        seen = [value for value in values if scene.days[0] < value.day < scene.days[1]]
        if seen:
            found.append(
                Label(seen[-1].point, text, scene.palette.quiet, SMALL_SIZE, scene.palette.surface)
            )
    return found


def _earlier_labels(scene: Scene) -> list[Label]:
    """What targets were that no longer hold."""
    return [
        Label(
            point,
            scene.say("was {target}", target=before),
            scene.palette.quiet,
            SMALL_SIZE,
            scene.palette.surface,
        )
        for point, before, _ in earlier_targets(scene)
    ]
