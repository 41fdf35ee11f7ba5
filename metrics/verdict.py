"""Where a KPI stands against a stage of its plan, in fixed words, and why."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from errors import Message
from i18n import N_, Say, Text, rounded
from metrics.kpi import Unit
from metrics.outlook import Chance
from metrics.plans import Target, plan_key, stage_name
from metrics.spc import Assurance

# Baseline, its date, and (due, goal) of each stage.
Path = tuple[float, date, list[tuple[date, float]]]


LIKELY, UNLIKELY = 0.80, 0.20  # probabilities from which a stage is on, or off, its track


class Status(Enum):
    """The words of a verdict, in the order in which they take precedence; a shape goes with each."""

    NO_DATA = ("no_data", N_("no data"), "○")
    NOT_ENOUGH = ("not_enough_answers", N_("not enough answers"), "◌")
    MET = ("met", N_("met"), "✓")
    MISSED = ("missed", N_("missed"), "✕")
    TOO_EARLY = ("too_early", N_("too early to tell"), "◔")
    ON_TRACK = ("on_track", N_("on track"), "▲")
    AT_RISK = ("at_risk", N_("at risk"), "◐")
    OFF_TRACK = ("off_track", N_("off track"), "▼")

    def __init__(self, key: str, label: Text, shape: str):
        self.key, self.label, self.shape = key, label, shape


@dataclass(frozen=True)
class Distance:
    """How far two values are apart, without a sign: 3.2 points."""

    unit: Unit
    value: float

    @property
    def nothing(self) -> bool:
        """Whether it reads as 0."""
        return rounded(abs(self.value), self.unit.decimals) == 0

    def spoken(self, say: Say) -> str:
        return say(self.unit.step, value=say.number(abs(self.value), self.unit.decimals))


@dataclass(frozen=True)
class Verdict:
    """A stage judged as of a month.

    `goal` (and `goal_high` of a range) in the KPI's unit, None where the
    baseline it refers to is not known; `period` the month judged;
    `required_now` the pace at the end of the latest month with a value; `gap`
    how far that value is ahead (+) or behind (−) of it, in the KPI's unit;
    `pace_needed` and `pace_had` per month, `months_behind` the path (below 0:
    ahead), all three said by `pace`; `chance` of meeting the goal; `assurance`
    what the process does to the goal; `more_answers` a month that would settle
    a verdict within sampling error; `outlook` says the last three; `better`
    is 1 where more reaches the goal, else -1. None: not known (yet).
    `with_plan`: whether targets of other plans are in force for the same KPI
    and place, so that this one is named by its plan.
    """

    target: Target
    status: Status
    sentence: Message
    goal: float | None = None
    goal_high: float | None = None
    period: date | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: float | None = None
    within_error: bool = False
    required_now: float | None = None
    gap: float | None = None
    pace_needed: float | None = None
    pace_had: float | None = None
    months_behind: float | None = None
    pace: Message | None = None
    chance: Chance | None = None
    assurance: Assurance | None = None
    more_answers: int | None = None
    outlook: Message | None = None
    better: int = 1
    with_plan: bool = False

    @property
    def stage(self) -> Text | Message:
        """The stage as it is named beside the others."""
        return stage_name(self.target, self.with_plan)

    @property
    def probability(self) -> float | None:
        """The chance of meeting the goal, or of keeping the pace for a year (`beyond`)."""
        return None if self.chance is None else self.chance.probability

    @property
    def beyond(self) -> bool:
        """Whether the stage is too far off for a chance of its own."""
        return self.chance is not None and self.chance.beyond

    @property
    def likely(self) -> tuple[float, float] | None:
        """The 80 % range at the due date, in the KPI's unit; worked out when it is asked for."""
        return None if self.chance is None else tuple(self.chance.likely)


def by_series(stages: tuple[Verdict, ...]) -> list[tuple[Verdict, ...]]:
    """The stages by plan and stage: of several due dates, such as those of months, one follows the other."""
    found: dict[tuple, list[Verdict]] = {}
    for stage in stages:
        found.setdefault(stage.target.series, []).append(stage)
    return [tuple(series) for series in found.values()]


def by_plan(stages: tuple[Verdict, ...]) -> list[tuple[Verdict, ...]]:
    """The stages of each plan."""
    found: dict[str, list[Verdict]] = {}
    for stage in stages:
        found.setdefault(plan_key(stage.target.plan), []).append(stage)
    return [tuple(plan) for plan in found.values()]


def counting(stages: tuple[Verdict, ...], as_of: date) -> tuple[Verdict, ...]:
    """The stages that count on a day, by due date: of those that follow one another, the next to fall due, else the last one."""
    found = [stage_in_force(series, as_of) for series in by_series(stages)]
    return tuple(sorted(found, key=lambda stage: stage.target.due))


def near(stages: tuple[Verdict, ...], as_of: date) -> tuple[Verdict, ...]:
    """What is told of stages in full, by due date: of those that follow one another, the last that fell due and the two ahead."""
    found = []
    for series in by_series(stages):
        over = [stage for stage in series if stage.target.due < as_of]
        ahead = [stage for stage in series if stage.target.due >= as_of]
        found += [*over[-1:], *ahead[:2]]
    return tuple(sorted(found, key=lambda stage: stage.target.due))


def stage_in_force(stages: tuple[Verdict, ...], as_of: date) -> Verdict | None:
    """The stage that counts now: the next to fall due, else the last one."""
    ahead = [stage for stage in stages if stage.target.due >= as_of]
    return ahead[0] if ahead else stages[-1] if stages else None
