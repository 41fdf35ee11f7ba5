"""The plan on a trend: the pace, the goals in force, the stages and their changes."""

from datetime import date

from charts.labels import Label
from charts.scene import Point, Scene, trace
from charts.stages import bounds, changes, goal_of, judged, levels, staged
from charts.theme import SMALL_SIZE, faded, plain
from i18n import Say
from metrics.targets.pace import required
from metrics.targets.plans import Target, several_plans, stage_name
from metrics.targets.verdict import Verdict, near


def pace(scene: Scene) -> list[dict[str, object]]:
    """The glide path as a dotted line."""
    if scene.path is None:
        return []
    return [
        trace(
            path_points(scene),
            scene,
            line={"color": scene.palette.target, "width": 1.5, "dash": "dot"},
        )
    ]


def path_points(scene: Scene) -> list[Point]:
    """The corners of the glide path inside the picture, and where it enters and leaves it."""
    if scene.path is None:
        return []
    baseline, start, goals = scene.path
    begin, end = max(start, scene.days[0]), min(max(due for due, _ in goals), scene.days[1])
    corners = [point for point in [(start, baseline), *goals] if begin < point[0] < end]
    return [(begin, required(begin, *scene.path)), *corners, (end, required(end, *scene.path))]


def steps(scene: Scene) -> list[dict[str, object]]:
    """Thin steps: the target in force, stage after stage."""
    points = [end for step in step_lines(scene) for end in (*step, None)]
    return [trace(points, scene, line={"color": faded(scene.palette.target, 0.45), "width": 1})]


def step_lines(scene: Scene) -> list[tuple[Point, Point]]:
    """Start and end of each level that was in force, inside the picture."""
    if not scene.stages:
        return []
    revisions = scene.beside.revisions
    start = min([scene.stages[0].target.date, *(revision.date for revision in revisions)])
    cut = [
        (max(level.start, scene.days[0]), min(level.end, scene.days[1]), level.goal)
        for stage in levels(scene.stages, revisions, start)
        for level in stage
    ]
    return [((begin, goal), (end, goal)) for begin, end, goal in cut if begin < end]


def seen_at(stage: Verdict, scene: Scene) -> date:
    """The day at which a stage is drawn: when it falls due, or the right edge."""
    return min(stage.target.due, scene.days[1])


def diamonds(scene: Scene) -> list[dict[str, object]]:
    """A diamond at the goal of each stage; an arrow for stages beyond the picture."""
    marks = [
        (stage, goal)
        for stage in scene.stages
        for goal in bounds(stage)
        if stage.target.due >= scene.days[0]
    ]
    if not marks:
        return []
    look = {
        "color": scene.palette.target,
        "size": 11,
        "line": {"color": scene.palette.surface, "width": 1},
        "symbol": [
            "diamond" if stage.target.due <= scene.days[1] else "triangle-right"
            for stage, _ in marks
        ],
    }
    texts = [scene.say(judged(stage)) for stage, _ in marks]
    points = [(seen_at(stage, scene), goal) for stage, goal in marks]
    return [
        trace(
            points,
            scene,
            mode="markers",
            cliponaxis=False,
            marker=look,
            hoverinfo="text",
            hovertext=texts,
        )
    ]


def revised(scene: Scene) -> list[dict[str, object]]:
    """A tick where a target was changed."""
    if "changes" not in scene.layers:
        return []
    seen = [
        (revision, goal)
        for revision in changes(scene.beside.revisions, scene.answer.kpi)
        if scene.days[0] <= revision.date <= scene.days[1]
        and (goal := goal_of(revision)) is not None
    ]
    if not seen:
        return []
    return [
        trace(
            [(revision.date, goal) for revision, goal in seen],
            scene,
            mode="markers",
            cliponaxis=False,
            marker={
                "color": scene.palette.target,
                "size": 9,
                "symbol": "line-ns-open",
                "line": {"width": 2},
            },
            hoverinfo="text",
            hovertext=[
                _change_text(revision, several_plans(scene.beside.revisions), scene.say)
                for revision, _ in seen
            ],
        )
    ]


def _change_text(revision: Target, with_plan: bool, say: Say) -> str:
    changed = say(
        "{stage} changed to {target} on {day}",
        stage=stage_name(revision, with_plan),
        target=revision,
        day=revision.date,
    )
    return f"{changed}<br>{plain(revision.reason)}" if revision.reason else changed


def stage_labels(scene: Scene) -> list[Label]:
    """The stages in the picture, of many that follow one another those about the latest month; on a
    phone only the one that counts now."""
    latest = scene.values[-1].day if scene.values else scene.days[0]
    seen = [
        stage for stage in near(tuple(scene.stages), latest) if stage.target.due >= scene.days[0]
    ]
    if scene.narrow:
        seen = [stage for stage in seen if stage.target.due >= latest][:1] or seen[-1:]
    return [_stage_label(stage, scene) for stage in seen]


def _stage_label(stage: Verdict, scene: Scene) -> Label:
    text = scene.say(staged(stage, with_due=stage.target.due > scene.days[1]))
    return Label(
        (seen_at(stage, scene), max(bounds(stage))),
        text,
        scene.palette.target,
        SMALL_SIZE,
        scene.palette.surface,
    )
