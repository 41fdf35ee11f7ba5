"""Whether an action did what it was to do: one word, and what it rests on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np

from errors import Message
from i18n import N_, Text
from metrics.effect.level_change import FEWEST, LevelChange
from metrics.kpi import Amount, Distance, Kpi
from metrics.statistics.comparing import discoveries
from metrics.statistics.spc import RUN

CHANCE = 0.05  # share of the found effects that may be chance, over all actions looked at together
_LITTLE = 0.5  # share of the expected size below which an improvement is only a part of it


class Outcome(Enum):
    """What became of an action, by its key."""

    WORKED = "worked"
    PARTLY = "partly"
    NO_EFFECT = "no_clear_effect"
    WORSENED = "worsened"
    EARLY = "too_early"
    FEW = "too_few_data"

    @property
    def label(self) -> Text:
        return _LABELS[self]

    @property
    def shape(self) -> str:
        """A sign that tells outcomes apart without colour."""
        return _SHAPES[self]


_LABELS = {
    Outcome.WORKED: N_("Worked"),
    Outcome.PARTLY: N_("Partly worked"),
    Outcome.NO_EFFECT: N_("No clear effect"),
    Outcome.WORSENED: N_("Worsened"),
    Outcome.EARLY: N_("Too early"),
    Outcome.FEW: N_("Too few data"),
}
_SHAPES = {
    Outcome.WORKED: "▲",
    Outcome.PARTLY: "△",
    Outcome.NO_EFFECT: "◇",
    Outcome.WORSENED: "▼",
    Outcome.EARLY: "…",
    Outcome.FEW: "–",
}


@dataclass(frozen=True)
class Expected:
    """What an action was to do: `up` or down, by `size` in the KPI's unit (None: nobody said), and
    in how many months more can still come (0: no more)."""

    up: bool
    size: float | None
    to_come: int


@dataclass(frozen=True)
class ActionVerdict:
    """`outcome` and the change that it rests on. `alone`: the interval leaves 0 out, but among all
    actions looked at together that may be chance."""

    outcome: Outcome
    change: LevelChange
    expected: Expected
    alone: bool = False


def verdicts_of(changes: Sequence[tuple[LevelChange, Expected]]) -> tuple[ActionVerdict, ...]:
    """The verdicts on all actions that are looked at together, in their order: of those called an
    improvement or a worsening, at most CHANCE are expected to be chance."""
    alone = [_alone(change, expected) for change, expected in changes]
    tested = [at for at, (change, _) in enumerate(changes) if change.step is not None]
    p = np.array([step.p for at in tested if (step := changes[at][0].step) is not None])
    counts = dict(zip(tested, discoveries(p, CHANCE), strict=True)) if tested else {}
    return tuple(
        one
        if one.outcome not in _FOUND or counts[at]
        else replace(one, outcome=Outcome.NO_EFFECT, alone=True)
        for at, one in enumerate(alone)
    )


_FOUND = (Outcome.WORKED, Outcome.PARTLY, Outcome.WORSENED)


def _alone(change: LevelChange, expected: Expected) -> ActionVerdict:
    return ActionVerdict(_outcome(change, expected), change, expected)


def _outcome(change: LevelChange, expected: Expected) -> Outcome:
    step = change.step
    if step is None:
        can_come = change.before >= FEWEST and change.after + expected.to_come >= FEWEST
        return Outcome.EARLY if can_come else Outcome.FEW
    sign = 1 if expected.up else -1
    low, high = sorted((sign * step.limits.low, sign * step.limits.high))
    if change.doubtful or not _excludes_zero(change):
        return Outcome.NO_EFFECT
    if high < 0:
        return Outcome.WORSENED
    if expected.size is not None and (
        high < expected.size or sign * step.value < _LITTLE * expected.size
    ):
        return Outcome.PARTLY
    return Outcome.WORKED


def words_of(verdict: ActionVerdict, kpi: Kpi) -> tuple[Message, ...]:
    """What the verdict rests on, in sentences that name no cause."""
    change, step = verdict.change, verdict.change.step
    if step is None:
        return (_waiting(verdict),)
    estimated = Message(
        "Level of {after} months since, against {before} before: {change}, 95% interval {low} to "
        "{high}.",
        {
            "after": change.after,
            "before": change.before,
            "change": Amount(kpi.unit, step.value, change=True),
            "low": Amount(kpi.unit, step.limits.low, change=True),
            "high": Amount(kpi.unit, step.limits.high, change=True),
        },
    )
    return (
        estimated,
        *_run(change),
        *_slopes(change, kpi),
        *_expectation(verdict, kpi),
        *_doubts(verdict),
    )


def _run(change: LevelChange) -> tuple[Message, ...]:
    """How many of the last months that were measured lie on one side of the level before; nothing
    where the months before had a trend, which would have left that level anyway."""
    if change.trend or not change.run:
        return ()
    blanks = {"count": abs(change.run), "needed": RUN}
    return (
        Message(
            "Latest months of its window, of those with enough records, one after another above the "
            "level before: {count} (charts call {needed} or more a shift).",
            blanks,
        )
        if change.run > 0
        else Message(
            "Latest months of its window, of those with enough records, one after another below the "
            "level before: {count} (charts call {needed} or more a shift).",
            blanks,
        ),
    )


def _slopes(change: LevelChange, kpi: Kpi) -> tuple[Message, ...]:
    """The model with a slope before and another one since, which does not decide."""
    if change.segmented is None:
        return ()
    level, slope, last = (
        change.segmented.level,
        change.segmented.slope,
        change.segmented.last,
    )
    return (
        Message(
            "With slopes before and since, which do not decide, against the line before carried on: "
            "{level} at once, {slope} for each month after, and {last} in the last month measured, "
            "95% interval {low} to {high}.",
            {
                "level": Amount(kpi.unit, level.value, change=True),
                "slope": Amount(kpi.unit, slope.value, change=True),
                "last": Amount(kpi.unit, last.value, change=True),
                "low": Amount(kpi.unit, last.limits.low, change=True),
                "high": Amount(kpi.unit, last.limits.high, change=True),
            },
        ),
    )


def _waiting(verdict: ActionVerdict) -> Message:
    change = verdict.change
    if verdict.outcome is Outcome.EARLY:
        return Message(
            "Months since with a value: {count} of the {needed} that are needed.",
            {"count": change.after, "needed": FEWEST},
        )
    if change.before < FEWEST:
        return Message(
            "Months before with a value: {count} of the {needed} that are needed; more will not "
            "come.",
            {"count": change.before, "needed": FEWEST},
        )
    return Message(
        "Months since with a value: {count} of the {needed} that are needed, and its window is "
        "over.",
        {"count": change.after, "needed": FEWEST},
    )


def _expectation(verdict: ActionVerdict, kpi: Kpi) -> tuple[Message, ...]:
    size = verdict.expected.size
    if size is None:
        return ()
    blanks = {"size": Distance(kpi.unit, size)}
    return (
        Message("Expected: at least {size} up.", blanks)
        if verdict.expected.up
        else Message("Expected: at least {size} down.", blanks),
    )


def _doubts(verdict: ActionVerdict) -> tuple[Message, ...]:
    change, found = verdict.change, []
    if change.trend:
        found.append(
            Message(
                "It was already moving before; the change is measured against that trend carried on."
            )
        )
    if change.doubtful and _excludes_zero(change):
        found.append(
            Message("Measured without that trend, little of the change is left.")
            if change.trend
            else Message("A steady trend that began before would explain the difference as well.")
        )
    elif verdict.alone:
        found.append(
            Message(
                "Taken alone the change would count; among all actions looked at together it may "
                "be chance."
            )
        )
    elif verdict.outcome is Outcome.NO_EFFECT:
        found.append(Message("The change cannot be told from normal variation."))
    return tuple(found)


def _excludes_zero(change: LevelChange) -> bool:
    step = change.step
    return step is not None and (step.limits.low > 0 or step.limits.high < 0)
