"""One KPI over time: values with their certainty, the staged targets, the pace towards them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import pandas as pd
import plotly.graph_objects as go

from charts.axes import text_width, time_axis, value_axis, value_range
from charts.labels import Canvas, Label
from charts.stages import bounds, changes, goal_of, judged, levels, on_the_scale, staged
from charts.theme import SMALL_SIZE, TEXT_SIZE, Palette, faded, layout, plain
from charts.words import Period, headline, hover, notes
from i18n import N_, Say, Text
from metrics.answer import Answer
from metrics.pace import required
from metrics.periods import add_months, last_day
from metrics.plans import STAGES, Target
from metrics.verdict import Verdict

Path = tuple[float, date, list[tuple[date, float]]]
LAYERS: dict[str, Text] = {
    "interval": N_("95% interval"), "targets": N_("Targets"), "pace": N_("Pace"), "changes": N_("Changes of targets")}
DEFAULT_LAYERS = frozenset({"interval", "targets", "pace"})

_HEIGHT, _NARROW_HEIGHT = 420, 280
_WIDTHS, _NARROW_WIDTHS = (700, 1140), (328, 400)  # likely widths of the figure: with and without a sidebar, phones
_TOP, _BOTTOM, _RIGHT = 26, 34, 14
_AHEAD_MONTHS = 24  # stages due later stand at the right edge


@dataclass(frozen=True)
class _Value:
    """A value to draw; `number` counts periods, so that neighbours differ by 1; `firm`: it may be judged."""

    day: date
    number: int
    firm: bool
    row: dict

    @property
    def point(self) -> tuple[date, float]:
        return self.day, self.row["value"]


@dataclass(frozen=True)
class _Scene:
    """What is to be drawn, on which range of days and values."""

    answer: Answer
    values: list[_Value]
    stages: list[Verdict]
    path: Path | None
    days: tuple[date, date]
    limits: tuple[float, float]
    say: Say
    palette: Palette
    layers: frozenset[str]
    narrow: bool


def trend(answer: Answer, stages: tuple[Verdict, ...], path: Path | None, say: Say, palette: Palette, layers: frozenset[str],
          narrow: bool = False, breaks: tuple[date, ...] = (), revisions: tuple[Target, ...] = ()) -> go.Figure:
    """The figure of an answer that is not split.

    A value stands at the last day of its period, the day on which a target
    falls due. `path` is what `glide_path` gives, `layers` names of `LAYERS`,
    `breaks` the days on which the definition changed, `revisions` all targets
    of this KPI and place, old ones too. Texts of the axes are localised.
    """
    scene = _scene(answer, on_the_scale(stages), path, say, palette, layers, narrow)
    dated = [day for day in breaks if scene.days[0] < day < scene.days[1]]
    revised = changes(revisions, answer.kpi) if "changes" in layers else []
    revised = [revision for revision in revised if scene.days[0] <= revision.date <= scene.days[1]]
    traces = [*_band(scene), *_steps(scene, revisions), *_pace(scene), *_lines(scene), *_points(scene),
              *_diamonds(scene), *_revised(scene, revised)]
    limits = value_axis(scene.limits, answer.kpi.unit, say, palette, 4 if narrow else 6)
    left = 12 + round(max((text_width(text, TEXT_SIZE) for text in limits["ticktext"]), default=0))
    height, widths = (_NARROW_HEIGHT, _NARROW_WIDTHS) if narrow else (_HEIGHT, _WIDTHS)
    widths = tuple(width - left - _RIGHT for width in widths)
    return go.Figure({"data": traces, "layout": layout(
        palette, height, {"l": left, "r": _RIGHT, "t": _TOP, "b": _BOTTOM}, hovermode="closest",
        xaxis=time_axis(*scene.days, answer.query.grain, say, palette, widths[0]), yaxis=limits,
        shapes=[_break_line(day, palette) for day in dated],
        annotations=_labels(scene, dated, revisions, Canvas(scene.days, scene.limits, widths, height - _TOP - _BOTTOM, _TOP)))})


def _scene(answer: Answer, stages: list[Verdict], path: Path | None, say: Say, palette: Palette,
           layers: frozenset[str], narrow: bool) -> _Scene:
    values = _values(answer)
    stages = stages if "targets" in layers else []
    path = path if "pace" in layers else None
    days = _days(values, stages, path)
    path = path if path and path[1] < days[1] else None
    limits = value_range(_heights(values, stages, path, days, layers), answer.kpi.unit, 0.2 if narrow else 0.1)
    return _Scene(answer, values, stages, path, days, limits, say, palette, layers, narrow)


def _values(answer: Answer) -> list[_Value]:
    rows = answer.rows[~answer.rows["hidden"].astype(bool) & answer.rows["value"].notna()].sort_values("period")
    months = {"month": 1, "quarter": 3, "year": 12}[answer.query.grain]
    return [_Value(last_day(row["period"], answer.query.grain), (row["period"].year * 12 + row["period"].month - 1) // months,
                   bool(row["enough"] and not row["partial"] and not row["maturing"]), row) for row in rows.to_dict("records")]


def _days(values: list[_Value], stages: list[Verdict], path: Path | None) -> tuple[date, date]:
    dues = [stage.target.due for stage in stages]
    first = values[0].day if values else path[1] if path else min(dues, default=date.today())
    latest = values[-1].day if values else min(dues, default=first)
    last = max([latest, *(min(due, add_months(latest, _AHEAD_MONTHS)) for due in dues)])
    room = max(20, (last - first).days // 30)
    return first - timedelta(days=room), last + timedelta(days=room)


def _heights(values: list[_Value], stages: list[Verdict], path: Path | None, days: tuple[date, date],
             layers: frozenset[str]) -> list[float]:
    """Values, goals, pace and the intervals of firm values fit in; that of a handful of answers may leave the picture."""
    heights = [value.row["value"] for value in values] + [goal for stage in stages for goal in bounds(stage)]
    if "interval" in layers:
        heights += [value.row[end] for value in values if value.firm for end in ("low", "high") if not pd.isna(value.row[end])]
    if path:
        heights += [required(day, *path) for day in days]
    return heights


def _rounded(scene: _Scene, value: float) -> float:
    return round(value, scene.answer.kpi.unit.decimals + 2)


def _trace(points: Sequence[tuple[date, float] | None], scene: _Scene, **more: object) -> dict[str, object]:
    """A scatter trace; None among the points is a gap."""
    return {"type": "scatter", "mode": "lines", "hoverinfo": "skip",
            "x": [point and point[0].isoformat() for point in points],
            "y": [point and _rounded(scene, point[1]) for point in points], **more}


def _runs(values: list[_Value]) -> list[list[_Value]]:
    """Stretches of neighbouring periods."""
    runs: list[list[_Value]] = []
    for value in values:
        if runs and value.number == runs[-1][-1].number + 1:
            runs[-1].append(value)
        else:
            runs.append([value])
    return runs


def _band(scene: _Scene) -> list[dict[str, object]]:
    """The intervals: a band where enough answered; single lines where not, so that those do not fill the picture."""
    if "interval" not in scene.layers:
        return []
    known = [value for value in scene.values if not pd.isna(value.row["low"])]
    runs = _runs([value for value in known if value.row["enough"]])
    outline = [point for run in runs if len(run) > 1 for point in _outline(run)]
    whiskers = [end for whisker in _whiskers(known) for end in (*whisker, None)]
    look = {"fill": "toself", "fillcolor": faded(scene.palette.value, 0.13), "line": {"width": 0}}
    thin = {"color": faded(scene.palette.value, 0.3), "width": 1.5}
    return [_trace(outline, scene, **look), _trace(whiskers, scene, line=thin)]


def _whiskers(known: list[_Value]) -> list[tuple[tuple[date, float], tuple[date, float]]]:
    """Low and high of values that no band can hold: with few answers, or without neighbours."""
    runs = _runs([value for value in known if value.row["enough"]])
    alone = [run[0] for run in runs if len(run) == 1] + [value for value in known if not value.row["enough"]]
    return [((value.day, value.row["low"]), (value.day, value.row["high"])) for value in alone]


def _outline(run: list[_Value]) -> list[tuple[date, float] | None]:
    upper, lower = ([(value.day, value.row[end]) for value in run] for end in ("high", "low"))
    return [*upper, *reversed(lower), upper[0], None]


def _lines(scene: _Scene) -> list[dict[str, object]]:
    """The strong line between values that may be judged; a thin dashed one to those that may not."""
    strong: list[tuple[date, float] | None] = []
    weak: list[tuple[date, float] | None] = []
    for run in _runs(scene.values):
        for one, two in pairwise(run):
            (strong if one.firm and two.firm else weak).extend([one.point, two.point, None])
    return [
        _trace(weak, scene, line={"color": faded(scene.palette.value, 0.6), "width": 1.2, "dash": "dot"}),
        _trace(_joined(strong), scene, line={"color": scene.palette.value, "width": 2.6}),
    ]


def _joined(pieces: list[tuple[date, float] | None]) -> list[tuple[date, float] | None]:
    """Pieces a-b, b-c written as one line a-b-c."""
    joined: list[tuple[date, float] | None] = []
    for at in range(0, len(pieces), 3):
        start, end, _ = pieces[at:at + 3]
        if len(joined) > 1 and joined[-2] == start:
            joined[-1:] = [end, None]
        else:
            joined += [start, end, None]
    return joined


def _points(scene: _Scene) -> list[dict[str, object]]:
    """Filled where a value may be judged, hollow where not."""
    kpi, palette, grain = scene.answer.kpi, scene.palette, scene.answer.query.grain
    looks = {True: {"color": palette.value, "size": 4 if scene.narrow else 6},
             False: {"color": palette.surface, "size": 6 if scene.narrow else 7,
                     "line": {"color": faded(palette.value, 0.75), "width": 1.4}}}
    traces = []
    for firm, look in looks.items():
        values = [value for value in scene.values if value.firm is firm]
        texts = [hover(kpi, value.row, Period(value.row["period"], grain).spoken(scene.say), scene.say) for value in values]
        if values:
            traces.append(_trace([value.point for value in values], scene, mode="markers", marker=look, cliponaxis=False,
                                 hoverinfo="text", hovertext=texts))
    return traces


def _pace(scene: _Scene) -> list[dict[str, object]]:
    if scene.path is None:
        return []
    return [_trace(_path_points(scene), scene, line={"color": scene.palette.target, "width": 1.5, "dash": "dot"})]


def _path_points(scene: _Scene) -> list[tuple[date, float]]:
    """The corners of the glide path inside the picture, and where it enters and leaves it."""
    baseline, start, steps = scene.path
    begin, end = max(start, scene.days[0]), min(max(due for due, _ in steps), scene.days[1])
    corners = [point for point in [(start, baseline), *steps] if begin < point[0] < end]
    return [(begin, required(begin, *scene.path)), *corners, (end, required(end, *scene.path))]


def _steps(scene: _Scene, revisions: tuple[Target, ...]) -> list[dict[str, object]]:
    """Thin steps: the target in force, stage after stage."""
    points = [end for step in _step_lines(scene, revisions) for end in (*step, None)]
    return [_trace(points, scene, line={"color": faded(scene.palette.target, 0.45), "width": 1})]


def _step_lines(scene: _Scene, revisions: tuple[Target, ...]) -> list[tuple[tuple[date, float], tuple[date, float]]]:
    """Start and end of each level that was in force, inside the picture."""
    if not scene.stages:
        return []
    start = min([scene.stages[0].target.date, *(revision.date for revision in revisions)])
    cut = [(max(level.start, scene.days[0]), min(level.end, scene.days[1]), level.goal)
           for stage in levels(scene.stages, revisions, start) for level in stage]
    return [((begin, goal), (end, goal)) for begin, end, goal in cut if begin < end]


def _seen_at(stage: Verdict, scene: _Scene) -> date:
    """The day at which a stage is drawn: when it falls due, or the right edge."""
    return min(stage.target.due, scene.days[1])


def _diamonds(scene: _Scene) -> list[dict[str, object]]:
    marks = [(stage, goal) for stage in scene.stages for goal in bounds(stage) if stage.target.due >= scene.days[0]]
    if not marks:
        return []
    look = {"color": scene.palette.target, "size": 11, "line": {"color": scene.palette.surface, "width": 1},
            "symbol": ["diamond" if stage.target.due <= scene.days[1] else "triangle-right" for stage, _ in marks]}
    texts = [scene.say(judged(stage)) for stage, _ in marks]
    points = [(_seen_at(stage, scene), goal) for stage, goal in marks]
    return [_trace(points, scene, mode="markers", cliponaxis=False, marker=look, hoverinfo="text", hovertext=texts)]


def _revised(scene: _Scene, revised: list[Target]) -> list[dict[str, object]]:
    if not revised:
        return []
    texts = [_change_text(revision, scene.say) for revision in revised]
    return [_trace([(revision.date, goal_of(revision)) for revision in revised], scene, mode="markers", cliponaxis=False,
                   marker={"color": scene.palette.target, "size": 9, "symbol": "line-ns-open", "line": {"width": 2}},
                   hoverinfo="text", hovertext=texts)]


def _change_text(revision: Target, say: Say) -> str:
    changed = say("{stage} changed to {target} on {day}", stage=STAGES[revision.stage], target=revision, day=revision.date)
    return f"{changed}<br>{plain(revision.reason)}" if revision.reason else changed


def _break_line(day: date, palette: Palette) -> dict[str, object]:
    return {"type": "line", "x0": day.isoformat(), "x1": day.isoformat(), "y0": 0, "y1": 1, "yref": "paper",
            "line": {"color": palette.neutral, "width": 1, "dash": "dash"}}


def _labels(scene: _Scene, breaks: list[date], revisions: tuple[Target, ...], canvas: Canvas) -> list[dict[str, object]]:
    for run in _runs(scene.values):
        canvas.draw_line([value.point for value in run], weight=5)
    known = [value for value in scene.values if not pd.isna(value.row["low"])] if "interval" in scene.layers else []
    for line in [*_whiskers(known), *_step_lines(scene, revisions)]:
        canvas.draw_line(line)
    if scene.path:
        canvas.draw_line(_path_points(scene))
    for day in breaks:
        canvas.draw_line([(day, scene.limits[0]), (day, scene.limits[1])])
    for stage in scene.stages:
        for goal in bounds(stage):
            canvas.draw_mark((_seen_at(stage, scene), goal), 6)
    labels = [*_last_label(scene), *_stage_labels(scene), *_break_labels(scene, breaks), *_open_label(scene)]
    return [canvas.place(label) for label in labels]


def _last_label(scene: _Scene) -> list[Label]:
    """The last whole period's value, in bold, with its n."""
    whole = [value for value in scene.values if not value.row["partial"]]
    if not whole:
        return []
    text = headline(scene.answer.kpi, whole[-1].row, scene.say)
    return [Label(whole[-1].point, text, scene.palette.value, TEXT_SIZE + 1, scene.palette.surface)]


def _stage_labels(scene: _Scene) -> list[Label]:
    """Every stage in the picture; on a phone only the one that counts now."""
    seen = [stage for stage in scene.stages if stage.target.due >= scene.days[0]]
    latest = scene.values[-1].day if scene.values else scene.days[0]
    if scene.narrow:
        seen = [stage for stage in seen if stage.target.due >= latest][:1] or seen[-1:]
    return [_stage_label(stage, scene) for stage in seen]


def _stage_label(stage: Verdict, scene: _Scene) -> Label:
    text = scene.say(staged(stage.target, with_due=stage.target.due > scene.days[1]))
    return Label((_seen_at(stage, scene), max(bounds(stage))), text, scene.palette.target, SMALL_SIZE, scene.palette.surface)


def _break_labels(scene: _Scene, breaks: list[date]) -> list[Label]:
    text = scene.say("definition changed")
    return [Label((day, scene.limits[0]), text, scene.palette.quiet, SMALL_SIZE, scene.palette.surface) for day in breaks]


def _open_label(scene: _Scene) -> list[Label]:
    """Why the last value is hollow: its period is not over, or records are still to come."""
    if not scene.values or scene.values[-1].firm:
        return []
    last = scene.values[-1]
    text = scene.say(notes(scene.answer.kpi, last.row)[0])
    return [Label(last.point, text, scene.palette.quiet, SMALL_SIZE, scene.palette.surface)]
