"""Where a KPI stands against a stage of its plan, in fixed words, and why."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from errors import Message
from i18n import N_, Say, Text, rounded
from metrics.catalog import indicator_named
from metrics.kpi import Amount, ValueUnit
from metrics.periods import counts_on, is_still_ahead
from metrics.statistics.intervals import Range
from metrics.statistics.spc import Assurance
from metrics.targets.outlook import Chance
from metrics.targets.plans import Target, plan_key, stage_name

# Baseline, its date, and (due, goal) of each stage.
Path = tuple[float, date, list[tuple[date, float]]]


SURE, LIKELY, UNLIKELY, OUT_OF_REACH = (
    0.95,
    0.80,
    0.20,
    0.05,
)  # chances from which on a stage is called so, the last two downwards


class _Word(Enum):
    """Its key, its word, and the shape that goes with it."""

    def __init__(self, key: str, label: Text, shape: str):
        self.key, self.label, self.shape = key, label, shape


class Status(_Word):
    """The words of a verdict: what became of a stage that is over, how that of another is going to
    end. A shape goes with each."""

    NO_DATA = ("no_data", N_("no data"), "○")
    CANNOT = ("cannot_be_judged", N_("cannot be judged"), "○")
    NOT_ENOUGH = ("not_enough_answers", N_("not enough answers"), "◌")
    MET = ("met", N_("met"), "✓")
    REACHED_LATE = ("reached_late", N_("reached late"), "✓")
    MISSED = ("missed", N_("missed"), "✕")
    TOO_EARLY = ("too_early", N_("too early to tell"), "◔")
    SURE = ("sure", N_("sure"), "▲")
    LIKELY = ("likely", N_("likely"), "▲")
    OPEN = ("open", N_("open"), "◐")
    UNLIKELY = ("unlikely", N_("unlikely"), "▼")
    OUT_OF_REACH = ("out_of_reach", N_("out of reach"), "▼")


OUTLOOKS = frozenset(
    {Status.SURE, Status.LIKELY, Status.OPEN, Status.UNLIKELY, Status.OUT_OF_REACH}
)
UNJUDGED = frozenset({Status.NO_DATA, Status.CANNOT, Status.NOT_ENOUGH})
_ENDED = frozenset({Status.MET, Status.REACHED_LATE, Status.MISSED})
_AHEAD = OUTLOOKS | {Status.TOO_EARLY}


class Now(_Word):
    """Where a stage that is over stands today, beside what became of it: its key, its word, and the
    shape that goes with it."""

    HOLDS = ("holds", N_("holds today"), "✓")
    LOST = ("lost", N_("lost since"), "✕")
    REACHED = ("reached", N_("reached since"), "✓")
    MISSED = ("missed", N_("still missed"), "✕")


@dataclass(frozen=True)
class Gap:
    """How far two values are apart, without a sign: 3.2 points."""

    unit: ValueUnit
    value: float

    @property
    def nothing(self) -> bool:
        """Whether it reads as 0."""
        return rounded(abs(self.value), self.unit.decimals) == 0

    def spoken(self, say: Say) -> str:
        return say(self.unit.step, value=say.number(abs(self.value), self.unit.decimals))


@dataclass(frozen=True)
class Asked:
    """A target in words, one in percent of a baseline with the value that this comes to: −20%
    against the baseline (15.3%)."""

    target: Target
    goal: float | None

    def spoken(self, say: Say) -> str:
        words = self.target.spoken(say)
        if self.target.form != "change" or self.goal is None:
            return words
        return say(
            "{target} ({goal})",
            target=words,
            goal=Amount(indicator_named(self.target.kpi).unit, self.goal),
        )


@dataclass(frozen=True)
class Verdict:
    """A stage judged as of a month.

    `goal` (and `goal_high` of a range) in the KPI's unit, None where the
    baseline it refers to is not known; `period` the month judged;
    `meets`: whether the value of the latest settled month does what the goal
    asks, and `now` what that means for a stage that is over, said by `today`, as of the month
    `latest`;
    `notes`: what else has to be known to rely on the verdict; `waits`: that its day is past by
    today, and nothing judged yet;
    `required_now` the pace at the end of the latest month with a value; `gap`
    how far that value is ahead (+) or behind (−) of it, in the KPI's unit; of
    the goal itself where the baseline was beyond that, so that it has no pace;
    `pace_needed` and `pace_had` per month, `months_behind` the path (below 0:
    ahead), all three said by `pace`; `chance` of meeting the goal; `assurance`
    what the process does to the goal; `more_answers` a month that would settle
    a verdict within sampling error; `outlook` says the last three; `better`
    is 1 where more reaches the goal, else -1. `counted_chance`: that of what
    is counted up; `held_for`: months in which the value has not moved at all,
    where there is no other chance; `failed`: a goal for every month has been
    missed in one already, so that it cannot be met. None: not known (yet).
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
    meets: bool | None = None
    now: Now | None = None
    today: Message | None = None
    latest: date | None = None
    notes: tuple[Message, ...] = ()
    waits: Message | None = None
    counted_chance: float | None = None
    held_for: int | None = None
    failed: bool = False

    @property
    def stage(self) -> Text | Message:
        """The stage as it is named beside the others."""
        return stage_name(self.target, self.with_plan)

    @property
    def asked(self) -> Asked:
        """The target as it is said beside the verdict."""
        return Asked(self.target, self.goal)

    @property
    def monthly_goal(self) -> float | None:
        """The goal where a single month's value can be set against it: what is counted up over
        months is none."""
        return None if self.target.form == "count" else self.goal

    @property
    def probability(self) -> float | None:
        """The chance of meeting the goal, or of keeping the pace for a year (`beyond`)."""
        if self.held_for is not None and self.chance is None:
            stays = (self.held_for + 1) / (self.held_for + 2)  # the rule of succession
            return stays if self.meets else 1 - stays
        return self.counted_chance if self.chance is None else self.chance.probability

    @property
    def sentences(self) -> tuple[Message, ...]:
        """All that is said of the stage, in order."""
        return tuple(
            filter(
                None,
                (self.sentence, self.today, self.pace, self.outlook, self.waits, *self.notes),
            )
        )

    @property
    def off(self) -> bool:
        """Whether the stage is off target: missed or lost by now, or not to be expected any
        more."""
        if self.status in _ENDED:
            return (
                self.now in (Now.LOST, Now.MISSED)
                or self.now is None
                and self.status is Status.MISSED
            )
        return self.status in (Status.UNLIKELY, Status.OUT_OF_REACH)

    @property
    def behind(self) -> bool:
        """Whether it is off target, or open and short of both its goal and its pace."""
        return (
            self.off
            or self.status in (Status.TOO_EARLY, Status.OPEN)
            and not self.meets
            and self.gap is not None
            and self.gap < 0
        )

    @property
    def ahead(self) -> bool:
        """Whether the stage is yet to fall due."""
        return self.status in _AHEAD

    @property
    def unknown_today(self) -> bool:
        """Whether what became of the stage is known, and nothing of where it stands today; what is
        done or counted up stays so."""
        return (
            self.status in (Status.MET, Status.MISSED)
            and self.now is None
            and self.target.form not in ("milestone", "count")
        )

    @property
    def beyond(self) -> bool:
        """Whether the stage is too far off for a chance of its own."""
        return self.chance is not None and self.chance.beyond

    @property
    def likely(self) -> Range | None:
        """The 80 % range at the due date, in the KPI's unit; worked out when it is asked for."""
        return None if self.chance is None else self.chance.likely


def by_series(stages: tuple[Verdict, ...]) -> list[tuple[Verdict, ...]]:
    """The stages by plan and stage: of several due dates, such as those of months, one follows the
    other."""
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
    """The stages that count on a day, by due date: of those that follow one another, the next to
    fall due, else the last one."""
    found = (stage_in_force(series, as_of) for series in by_series(stages))
    return tuple(sorted(filter(None, found), key=lambda stage: stage.target.due))


def near(stages: tuple[Verdict, ...], as_of: date) -> tuple[Verdict, ...]:
    """What is told of stages in full, by due date: of those that follow one another, the last that
    fell due and the two ahead."""
    found: list[Verdict] = []
    for series in by_series(stages):
        at = counts_on([stage.target.due for stage in series], as_of)
        before = 1 if at and is_still_ahead(series[at].target.due, as_of) else 0
        found += series[at - before : at + 2]
    return tuple(sorted(found, key=lambda stage: stage.target.due))


def stage_in_force(stages: tuple[Verdict, ...], as_of: date) -> Verdict | None:
    """The stage that counts now: the next to fall due, else the last one."""
    dues = [stage.target.due for stage in stages]
    return stages[counts_on(dues, as_of)] if stages else None
