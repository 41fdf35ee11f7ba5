"""The plan on a trend: the pace, the goals in force, the stages and their changes."""

from datetime import date

from charts.labels import Label
from charts.scene import Point, Scene, trace
from charts.stages import bounds, due_of, goal_of, judged, levels, replaced, staged
from charts.theme import SMALL_SIZE, faded, plain
from i18n import Say
from metrics.targets.pace import required
from metrics.targets.plans import Target, several_plans, stage_name
from metrics.targets.verdict import Verdict, near

_HOVER_ROOM = 360  # pixels


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
    return [trace(points, scene, line={"color": faded(scene.palette.target, 0.45), "width": 1.5})]


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


def seen_at(target: Target, scene: Scene) -> date:
    """The day at which a target is drawn: when it falls due, or the right edge."""
    return min(target.due, scene.days[1])


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
    points = [(seen_at(stage.target, scene), goal) for stage, goal in marks]
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
    """A hollow diamond where a target stood that no longer holds; when pointed at, what took its
    place and why."""
    seen = earlier_targets(scene)
    if not seen:
        return []
    return [
        trace(
            [point for point, _, _ in seen],
            scene,
            mode="markers",
            cliponaxis=False,
            marker={
                "color": scene.palette.surface,
                "size": 9,
                "symbol": "diamond",
                "line": {"width": 1.4, "color": scene.palette.target},
            },
            hoverinfo="text",
            hovertext=[
                _change_text(before, after, several_plans(scene.beside.revisions), scene.say)
                for _, before, after in seen
            ],
        )
    ]


def earlier_targets(scene: Scene) -> list[tuple[Point, Target, Target]]:
    """Where targets stood that no longer hold, with these and what took their place."""
    if "changes" not in scene.layers:
        return []
    now = {(seen_at(stage.target, scene), goal) for stage in scene.stages for goal in bounds(stage)}
    return [
        (point, before, after)
        for before, after in replaced(scene.beside.revisions, scene.answer.kpi)
        if (goal := goal_of(before)) is not None
        and before.due >= scene.days[0]
        and (point := (seen_at(before, scene), goal)) not in now
    ]


def _change_text(before: Target, after: Target, with_plan: bool, say: Say) -> str:
    blanks = {
        "stage": stage_name(before, with_plan),
        "before": before,
        "due": before.due,
        "target": after,
        "new_due": after.due,
        "day": after.date,
    }
    changed = (
        say("{stage} ({before} by {due}): withdrawn on {day}", **blanks)
        if after.form == "withdrawn"
        else say("{stage} ({before} by {due}): since {day} {target} by {new_due}", **blanks)
    )
    lines = (
        Label((after.date, 0.0), plain(after.reason), "", SMALL_SIZE, "").wrapped(_HOVER_ROOM).text
        if after.reason
        else ""
    )
    return f"{changed}<br>{lines}" if lines else changed


def stage_labels(scene: Scene) -> list[Label]:
    """The stages in the picture, of many that follow one another those about the latest month."""
    latest = scene.values[-1].day if scene.values else scene.days[0]
    return [
        _stage_label(stage, scene)
        for stage in near(tuple(scene.stages), latest)
        if stage.target.due >= scene.days[0]
    ]


def _stage_label(stage: Verdict, scene: Scene) -> Label:
    parts = [scene.say(part) for part in (staged(stage), due_of(stage))]
    return Label(
        (seen_at(stage.target, scene), max(bounds(stage))),
        "<br>".join(parts),
        scene.palette.target,
        SMALL_SIZE - 1 if scene.narrow else SMALL_SIZE,
        scene.palette.surface,
    )
