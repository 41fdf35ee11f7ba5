"""The staged targets as things to draw: goals with their due dates, levels in force, changes."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from errors import Message
from metrics.kpi import Kpi
from metrics.targets.plans import Target, histories, plan_key
from metrics.targets.verdict import Verdict

_ON_THE_SCALE = ("at_least", "at_most", "between", "change")


@dataclass(frozen=True)
class GoalLevel:
    """A goal that was in force from one day to another."""

    start: date
    end: date
    goal: float


def on_the_scale(stages: tuple[Verdict, ...]) -> list[Verdict]:
    """The stages whose goal can be held against single months, by due date; not running totals and
    milestones."""
    fit = [
        stage for stage in stages if stage.target.form in _ON_THE_SCALE and stage.goal is not None
    ]
    return sorted(fit, key=lambda stage: stage.target.due)


def bounds(stage: Verdict) -> list[float]:
    """The goal, or both ends of a range."""
    return [goal for goal in (stage.goal, stage.goal_high) if goal is not None]


def staged(stage: Verdict) -> Message:
    """The stage and its target in words."""
    return Message("{stage}: {target}", {"stage": stage.stage, "target": stage.target})


def due_of(stage: Verdict) -> Message:
    """When the stage falls due."""
    return Message("by {due}", {"due": stage.target.due})


def judged(stage: Verdict) -> Message:
    """The stage, its target, due date and verdict in words."""
    return Message(
        "{stage} ({target} by {due}): {verdict}",
        {
            "stage": stage.stage,
            "target": stage.target,
            "due": stage.target.due,
            "verdict": stage.status.label if stage.now is None else stage.now.label,
        },
    )


def goal_of(revision: Target) -> float | None:
    """The goal of a revision in the KPI's unit; None where its baseline is not known."""
    if revision.form != "change":
        return revision.value
    return (
        None
        if revision.baseline is None or revision.value is None
        else revision.baseline * (1 + revision.value / 100)
    )


def replaced(revisions: tuple[Target, ...], kpi: Kpi) -> list[tuple[Target, Target]]:
    """The targets that no longer hold, each with the one that took its place; not those that asked
    for the same by the same day."""
    return [
        (before, after)
        for history in histories(r for r in revisions if r.kpi == kpi.name)
        for before, after in pairwise(history)
        if _is_drawn(before)
        and (goal_of(before), before.due, before.form) != (goal_of(after), after.due, after.form)
    ]


def _is_of(history: tuple[Target, ...], target: Target) -> bool:
    return any(
        (revision.series, revision.due) == (target.series, target.due) for revision in history
    )


def _is_drawn(revision: Target) -> bool:
    return revision.form in _ON_THE_SCALE and goal_of(revision) is not None


def levels(
    stages: list[Verdict], revisions: tuple[Target, ...], start: date
) -> list[list[GoalLevel]]:
    """For each stage, the goals in force from the stage of its plan before it (the first: from
    `start`) to its due date."""
    begins: dict[str, date] = {}
    found = []
    for stage in stages:
        plan = plan_key(stage.target.plan)
        found.append(_stage_levels(stage, revisions, begins.get(plan, start)))
        begins[plan] = stage.target.due
    return found


def _stage_levels(stage: Verdict, revisions: tuple[Target, ...], begin: date) -> list[GoalLevel]:
    due = stage.target.due
    own = [
        r
        for history in histories(revisions)
        if _is_of(history, stage.target)
        for r in history
        if _is_drawn(r) and r.date < due
    ]
    if stage.goal_high is not None or not own:
        return [GoalLevel(begin, due, goal) for goal in bounds(stage)]
    in_force = [r for i, r in enumerate(own) if i + 1 == len(own) or own[i + 1].date > begin]
    edges = [begin, *(r.date for r in in_force[1:]), due]
    return [
        GoalLevel(a, b, goal)
        for a, b, r in zip(edges[:-1], edges[1:], in_force, strict=True)
        if (goal := goal_of(r)) is not None
    ]
