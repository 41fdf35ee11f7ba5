"""One KPI over time: values with their certainty, the staged targets, the process, and what may
come."""

from datetime import date
from typing import TypeAlias

import plotly.graph_objects as go

from charts.axes import time_axis, value_axis, widest
from charts.fan import fan as fan_traces, fan_edges, fan_labels
from charts.labels import Canvas, Label
from charts.marks import mark_labels, marks, rebase_lines, rebased
from charts.plan import (
    diamonds,
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
    DEFAULT_LAYERS,
    LAYERS,
    Scene,
    SceneContext,
    scene_of,
    stretches,
    upright,
    values_of,
)
from charts.stages import bounds, on_the_scale
from charts.theme import SMALL_SIZE, TEXT_SIZE, Palette, layout
from charts.values import band, last_year, lines, points, whiskers, with_interval
from charts.words import headline, notes
from i18n import Say
from metrics.answers.answer import Answer
from metrics.comparisons.signals import Process
from metrics.targets.events import Event
from metrics.targets.outlook import Ahead
from metrics.targets.plans import Target
from metrics.targets.verdict import Path, Verdict

__all__ = ["DEFAULT_LAYERS", "LAYERS", "Figure", "trend"]

Figure: TypeAlias = go.Figure  # for those who hold one: only charts know Plotly

_HEIGHT, _NARROW_HEIGHT = 420, 280
_WIDTHS, _NARROW_WIDTHS = (
    (700, 1140),
    (328, 400),
)  # likely widths of the figure: with and without a sidebar, phones
_TOP, _BOTTOM, _RIGHT = 26, 34, 14


def trend(
    answer: Answer,
    stages: tuple[Verdict, ...],
    path: Path | None,
    say: Say,
    palette: Palette,
    layers: frozenset[str],
    narrow: bool = False,
    breaks: tuple[date, ...] = (),
    revisions: tuple[Target, ...] = (),
    process: Process | None = None,
    fan: tuple[Ahead, ...] = (),
    earlier: Answer | None = None,
    events: tuple[Event, ...] = (),
) -> Figure:
    """The figure of an answer that is not split.

    A value stands at the last day of its period, the day on which a target
    falls due. `path` is what `glide_path` gives, `layers` names of `LAYERS`,
    `breaks` the first days of months from which on the scale is another, `revisions` all targets
    of this KPI and place, old ones too. `process` and `fan` belong to answers
    by month; `earlier` is the answer of a year before; `events` are those of
    this KPI and place. Texts of the axes are localised.
    """
    beside = SceneContext(
        revisions,
        process if "process" in layers else None,
        fan if "fan" in layers else (),
        tuple(values_of(earlier, 12, breaks)) if earlier and "last_year" in layers else (),
        events if "events" in layers else (),
    )
    scene = scene_of(
        answer, on_the_scale(stages), path, beside, say, palette, layers, narrow, breaks
    )
    dated = [day for day in breaks if scene.days[0] < day < scene.days[1]]
    traces = [
        *band(scene),
        *fan_traces(scene),
        *limits(scene),
        *steps(scene),
        *pace(scene),
        *last_year(scene),
        *lines(scene),
        *points(scene),
        *diamonds(scene),
        *signals(scene),
        *marks(scene),
        *revised(scene),
    ]
    axis = value_axis(scene.limits, answer.kpi.unit, say, palette, 4 if narrow else 6)
    left = 12 + widest(axis["ticktext"])
    height, widths = (_NARROW_HEIGHT, _NARROW_WIDTHS) if narrow else (_HEIGHT, _WIDTHS)
    rooms = [width - left - _RIGHT for width in widths]
    return go.Figure(
        {
            "data": traces,
            "layout": layout(
                palette,
                height,
                {"l": left, "r": _RIGHT, "t": _TOP, "b": _BOTTOM},
                hovermode="closest",
                xaxis=time_axis(*scene.days, answer.query.grain, say, palette, rooms[0]),
                yaxis=axis,
                shapes=[
                    *(upright(day, palette.neutral, "dash") for day in dated),
                    *rebase_lines(scene),
                ],
                annotations=_labels(
                    scene,
                    dated,
                    Canvas(scene.days, scene.limits, tuple(rooms), height - _TOP - _BOTTOM, _TOP),
                ),
            ),
        }
    )


def _labels(scene: Scene, breaks: list[date], canvas: Canvas) -> list[dict[str, object]]:
    """What has to be said finds a place; what may be said, only a free one."""
    _draw(scene, breaks, canvas)
    needed = [*_last_label(scene), *stage_labels(scene), *_break_labels(scene, breaks)]
    placed = [canvas.place(label) for label in needed]
    wanted = [
        *_open_label(scene),
        *fan_labels(scene),
        *limit_labels(scene),
        *_last_year_label(scene),
        *mark_labels(scene),
    ]
    return placed + [
        found for label in wanted if (found := canvas.place_if_free(label)) is not None
    ]


def _draw(scene: Scene, breaks: list[date], canvas: Canvas) -> None:
    """Everything on the canvas that labels have to stay away from."""
    for run in stretches(scene.values):
        canvas.draw_line([value.point for value in run], weight=5)
    thin = [
        *whiskers(with_interval(scene)),
        *step_lines(scene),
        *limit_lines(scene),
        *fan_edges(scene),
        *([path_points(scene)] if scene.path else []),
        *([value.point for value in run] for run in stretches(scene.beside.earlier)),
    ]
    for line in thin:
        canvas.draw_line(line)
    for day in [*breaks, *rebased(scene)]:
        canvas.draw_line([(day, scene.limits[0]), (day, scene.limits[1])])
    for stage in scene.stages:
        for goal in bounds(stage):
            canvas.draw_mark((seen_at(stage, scene), goal), 6)
    for point in signal_points(scene):
        canvas.draw_mark(point, 8)


def _last_label(scene: Scene) -> list[Label]:
    """The last whole period's value, in bold, with its n."""
    whole = [value for value in scene.values if not value.row["partial"]]
    if not whole:
        return []
    text = headline(scene.answer.kpi, whole[-1].row, scene.say)
    return [Label(whole[-1].point, text, scene.palette.value, TEXT_SIZE + 1, scene.palette.surface)]


def _break_labels(scene: Scene, breaks: list[date]) -> list[Label]:
    redefined, palette = scene.answer.kpi.redefined, scene.palette
    return [
        Label(
            (day, scene.limits[0]),
            scene.say("definition changed") if day in redefined else scene.say("scale changed"),
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


def _last_year_label(scene: Scene) -> list[Label]:
    seen = [value for value in scene.beside.earlier if scene.days[0] < value.day < scene.days[1]]
    if not seen or scene.narrow:
        return []
    return [
        Label(
            seen[-1].point,
            scene.say("a year before"),
            scene.palette.quiet,
            SMALL_SIZE,
            scene.palette.surface,
        )
    ]
