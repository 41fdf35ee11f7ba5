"""Staged targets as data: read from the records, in force on a day, said in words; the two
plans."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from itertools import groupby

import pandas as pd

from data.database.connection import ReadTransaction
from data.kinds.catalog import TARGET
from data.kpi_facts import fold_name
from errors import Message
from i18n import LANGUAGES, N_, Say, Text, translator
from metrics.catalog import DECLARED, indicator_named
from metrics.kpi import Amount, Indicator, Kpi, Shape
from metrics.periods import add_months
from metrics.sums.query import Filter
from metrics.targets.kpi_names import nearest_kpi

STAGES = dict(TARGET.column("stage").choices)
_WORDS = {
    "at_least": N_("at least {value}"),
    "at_most": N_("at most {value}"),
    "between": N_("between {value} and {high}"),
    "change": N_("{value}% against the baseline"),
    "count": N_("{value} counted"),
    "milestone": N_("reached, with evidence"),
    "withdrawn": N_("withdrawn"),
}


@dataclass(frozen=True)
class Target:
    """What one KPI is to reach at one place by a date, in force since `date`.

    `value` is in the KPI's unit; for the form `change` in percent of the
    baseline (−20 means 0.8 × baseline). `dimension` and `unit` are None for
    the whole company. `replaces`: the due date of the target whose due date
    it moves; its own where it moves none.
    """

    kpi: str
    stage: str
    form: str
    due: datetime.date
    date: datetime.date
    value: float | None = None
    value_high: float | None = None
    dimension: str | None = None
    unit: str | None = None
    stable_from: datetime.date | None = None
    baseline: float | None = None
    baseline_date: datetime.date | None = None
    reached_on: datetime.date | None = None
    evidence: str | None = None
    owner: str | None = None
    reason: str | None = None
    plan: str | None = None
    replaces: datetime.date | None = None

    @property
    def place(self) -> tuple[str | None, str | None]:
        return self.dimension, self.unit

    @property
    def series(self) -> tuple[str, tuple[str | None, str | None], str, str]:
        """KPI, place, stage and plan: its targets follow one another, each with a due date of its
        own."""
        return self.kpi, self.place, self.stage, plan_key(self.plan)

    @property
    def upward(self) -> bool:
        """Whether more is needed to reach the goal: decided by the form, for a change by its
        sign."""
        if self.form == "change" and self.value is not None:
            return self.value >= 0
        return self.form != "at_most"

    @property
    def start(self) -> datetime.date:
        """The first day of the plan: the day after the baseline, else the day it comes into
        force."""
        return self.baseline_date + timedelta(days=1) if self.baseline_date else self.date

    def spoken(self, say: Say) -> str:
        """The target in words: at least 90%."""
        words = say(_WORDS[self.form], **self._amounts(say))
        if self.stable_from is None or self.form == "withdrawn":
            return words
        return say(
            "{target} in every month from {month}", target=words, month=say.month(self.stable_from)
        )

    def _amounts(self, say: Say) -> dict[str, str]:
        if self.form == "change":
            return {"value": "–" if self.value is None else say.number(self.value, signed=True)}
        unit = indicator_named(self.kpi).unit
        return {
            "value": unit.show_exact(say, self.value),
            "high": unit.show_exact(say, self.value_high),
        }


@lru_cache(1000)
def plan_key(plan: str | None) -> str:
    """What tells plans apart: their name, whatever its width and case, of a template in any
    language; "" for targets of no plan."""
    written = fold_name(plan or "")
    return _templates().get(written, written)


@cache
def _templates() -> dict[str, str]:
    """The folded titles and labels of the templates -> their names."""
    return {
        fold_name(translator(language)(text)): plan.name
        for plan in PLANS
        for language in LANGUAGES
        for text in (plan.title, plan.label)
    }


_FIELDS = [column.name for column in TARGET.columns]
_KNOWN = {kpi.name for kpi in DECLARED}


def targets(reading: ReadTransaction, kpi: str | None = None) -> tuple[Target, ...]:
    """All live revisions for KPIs that are declared, oldest first; of one KPI or of all."""
    found = tuple(target for target in _all(reading) if target.kpi in _KNOWN)
    return found if kpi is None else tuple(target for target in found if target.kpi == kpi)


def doubtful(reading: ReadTransaction) -> tuple[tuple[Target, Message], ...]:
    """Targets in force or to come that do not fit their KPI, with the reason: uploads are not
    checked against the KPIs."""
    current = in_force(_all(reading), date.max)
    return tuple(
        (target, fault) for target in current if (fault := check_target(target)) is not None
    )


def _all(reading: ReadTransaction) -> tuple[Target, ...]:
    rows = reading.frame(
        f"SELECT {', '.join(_FIELDS)} FROM live_target ORDER BY date, upload, line"
    )
    # A row sent again before its key named all its columns is there twice: the later one stands for
    # both.
    found = [_target(record) for record in rows.to_dict("records")]
    return tuple(dict.fromkeys(reversed(found)))[::-1]


def _target(record: dict) -> Target:
    plain = {name: None if pd.isna(value) else value for name, value in record.items()}
    days = {name: value.date() for name, value in plain.items() if isinstance(value, pd.Timestamp)}
    return Target(**{**plain, **days})


def in_force(revisions: Iterable[Target], on: date) -> tuple[Target, ...]:
    """The revision of each target that held on a day, by KPI and due date; withdrawn ones fall
    out."""
    latest = (
        history[-1] for history in histories(target for target in revisions if target.date <= on)
    )
    return tuple(
        sorted(
            (target for target in latest if target.form != "withdrawn"),
            key=lambda target: (target.kpi, target.due),
        )
    )


def histories(revisions: Iterable[Target]) -> tuple[tuple[Target, ...], ...]:
    """All revisions of each target, oldest first; later ones of the same day hold.

    A revision has the KPI, place, stage, plan and due date of the target that it changes, or says
    the due date that it moves. Where a stage has one target only, the one target of a later day is
    its revision, whatever its due date. All others are targets of their own.
    """
    series: dict[tuple, list[Target]] = {}
    for target in sorted(revisions, key=lambda target: target.date):
        series.setdefault(target.series, []).append(target)
    return tuple(tuple(history) for revised in series.values() for history in _histories(revised))


def _histories(revised: list[Target]) -> list[list[Target]]:
    """The histories of one series, whose revisions are in the order of their days."""
    found: list[list[Target]] = []
    for _, day in groupby(revised, key=lambda target: target.date):
        _add_day(found, list(day))
    return found


def _add_day(found: list[list[Target]], day: list[Target]) -> None:
    """Put the revisions of one day to the histories that they continue."""
    alive = [history for history in found if history[-1].form != "withdrawn"]
    known, named = {history[-1].due for history in found}, {target.due for target in day}
    fresh = {target.due for target in day if target.replaces is None} - known
    moved = alive[0] if len(alive) == len(fresh) == 1 and alive[0][-1].due not in named else None
    for target in day:
        same = [history for history in found if history[-1].due == (target.replaces or target.due)]
        if same:
            same[-1].append(target)
        elif moved is not None and target.replaces is None:
            moved.append(target)
        elif target.form == "withdrawn":
            for history in alive:
                if history[-1].due >= target.date:
                    history.append(target)
        else:
            found.append([target])


def to_come(revisions: tuple[Target, ...], as_of: date) -> tuple[Target, ...]:
    """The targets that come into force after a day, without those that only change one in force on
    it."""
    later = [
        history
        for history in histories(revisions)
        if history[0].date > as_of and history[-1].form != "withdrawn"
    ]
    return tuple(history[-1] for history in later)


def several_plans(found: Iterable[Target]) -> bool:
    """Whether these targets belong to more than one plan, so that each is to be named by its
    own."""
    return len({plan_key(target.plan) for target in found}) > 1


def plan_name(plan: str | None) -> Text | str:
    """What a plan is called: that of a template by its title, another as it was typed."""
    known = {template.name: template.title for template in PLANS}
    return N_("no plan") if not plan else known.get(plan_key(plan), plan)


def stage_name(target: Target, with_plan: bool) -> Text | Message:
    """The stage, with its plan where there are targets of several."""
    if not with_plan:
        return STAGES[target.stage]
    return Message(
        "{plan}, {stage}", {"plan": plan_name(target.plan), "stage": STAGES[target.stage]}
    )


@dataclass(frozen=True)
class PlanLine:
    """One line of a plan template: a stage that falls due `months` after the start."""

    kpi: str
    stage: str
    months: int
    form: str
    value: float | None = None
    value_high: float | None = None
    stable: bool = False


@dataclass(frozen=True)
class Plan:
    """A template; a start date makes its lines real targets. `title`: what it is called beside its
    targets."""

    name: str
    title: Text
    label: Text
    lines: tuple[PlanLine, ...]


PLANS = (
    Plan(
        "culture",
        N_("Service culture plan"),
        N_("Service culture plan (1, 3 and 5 years)"),
        (
            PlanLine("csat", "short", 12, "at_least", 90),
            PlanLine("concept_awareness", "short", 12, "at_least", 100),
            PlanLine("scenes_standardised", "short", 12, "count", 30),
            PlanLine("proactive_service", "mid", 36, "at_least", 80),
            PlanLine("repurchase_rate", "mid", 36, "change", 20),
            PlanLine("brand_recognition", "long", 60, "milestone"),
        ),
    ),
    Plan(
        "attitude",
        N_("Service attitude programme"),
        N_("Service attitude programme (3, 6 and 12 months)"),
        (
            PlanLine("csat", "short", 3, "at_least", 86),
            PlanLine("csat", "long", 12, "at_least", 90, stable=True),
            PlanLine("attitude_complaint_rate", "short", 3, "change", -20),
            PlanLine("attitude_complaint_rate", "long", 12, "at_most", 5),
            PlanLine("attitude_complaint_share", "mid", 6, "at_most", 15),
            PlanLine("training_coverage", "short", 3, "at_least", 100),
            PlanLine("handbook_awareness", "mid", 6, "at_least", 100),
            PlanLine("service_stars", "mid", 6, "between", 2, 3),
            PlanLine("first_attempt_pass_rate", "short", 3, "at_least", 90),
            PlanLine("mystery_visits", "short", 3, "between", 1, 2),
        ),
    ),
)


def from_template(plan: Plan, start: date) -> tuple[Target, ...]:
    """The plan's targets for a start date; each falls due on the day before the stage is over.

    Their baselines are those of the company that starts: measured in the months recorded before the
    start, or typed.
    """
    return tuple(_from_line(plan, line, start) for line in plan.lines)


def _from_line(plan: Plan, line: PlanLine, start: date) -> Target:
    due = add_months(start, line.months) - timedelta(days=1)
    before = start - timedelta(days=1)
    return Target(
        line.kpi,
        line.stage,
        line.form,
        due,
        start,
        line.value,
        line.value_high,
        baseline_date=before,
        stable_from=due if line.stable else None,
        owner=str(indicator_named(line.kpi).owner),
        reason=str(plan.label),
        plan=plan.name,
    )


def check_target(target: Target) -> Message | None:
    """What does not fit between a target and its KPI; None where all does."""
    found = misfit(target)
    return None if found is None else found[1]


def misfit(target: Target) -> tuple[str, Message] | None:
    """The column and the sentence of what does not fit between a target and its KPI; None where all
    does."""
    if target.kpi not in _KNOWN:
        return "kpi", _unknown(target.kpi)
    kpi = indicator_named(target.kpi)
    if kpi.measured and target.dimension is not None and target.dimension not in kpi.dimensions:
        return "dimension", Message(
            "{kpi}: not recorded by {dimension}. It can have targets by {known}, or for the "
            "whole company.",
            {
                "kpi": kpi.label,
                "dimension": _DIMENSIONS[target.dimension],
                "known": [_DIMENSIONS[name] for name in kpi.dimensions if name in _DIMENSIONS],
            },
        )
    if target.form == "count" and not countable(kpi):
        return "form", Message(
            "{kpi}: not counted up, since its months do not add. Choose another form of target.",
            {"kpi": kpi.label},
        )
    if target.form == "change" and not changes_in_percent(kpi):
        return "form", Message(
            "{kpi} can be below zero: a change in percent of it says nothing. Set the value that "
            "is to be reached.",
            {"kpi": kpi.label},
        )
    if target.form == "change" and target.baseline is not None and target.baseline <= 0:
        return "baseline", Message(
            "The baseline is {value}: a change in percent of it says nothing. Set the value that "
            "is to be reached.",
            {"value": Amount(kpi.unit, target.baseline)},
        )
    return _outside(kpi, target)


def _unknown(written: str) -> Message:
    nearest = nearest_kpi(written)
    if nearest is None:
        return Message(
            "There is no KPI \u201c{kpi}\u201d. The page Definitions lists the names of all KPIs.",
            {"kpi": written},
        )
    return Message(
        "There is no KPI \u201c{kpi}\u201d. Did you mean \u201c{nearest}\u201d? The page "
        "Definitions lists the names of all KPIs.",
        {"kpi": written, "nearest": nearest},
    )


_DIMENSIONS = dict(TARGET.column("dimension").choices)


def countable(kpi: Indicator) -> bool:
    """Whether the KPI's months add up to a count."""
    return kpi.measure.shape is Shape.COUNT if isinstance(kpi, Kpi) else kpi.unit.high is None


def changes_in_percent(kpi: Indicator) -> bool:
    """Whether a change in percent says something of a KPI: not of one that can be below zero, such
    as a net score."""
    return kpi.unit.low is None or kpi.unit.low >= 0


def _outside(kpi: Indicator, target: Target) -> tuple[str, Message] | None:
    """The first value that the KPI cannot take."""
    low, high = kpi.unit.low, kpi.unit.high
    goals = (
        {"value": _changed_to(target)}
        if target.form == "change"
        else {"value": target.value, "value_high": target.value_high}
    )
    for column, value in {"baseline": target.baseline, **goals}.items():
        if value is None:
            continue
        if (low is None or low <= value) and (high is None or value <= high):
            continue
        shown = {
            "value": Amount(kpi.unit, value),
            "low": Amount(kpi.unit, low),
            "high": Amount(kpi.unit, high),
        }
        if high is None:
            return column, Message(
                "{value} is below {low}, the least that {kpi} can be. Correct the value.",
                {**shown, "kpi": kpi.label},
            )
        return column, Message(
            "{value} is outside {low} to {high}, the range of {kpi}. Correct the value.",
            {**shown, "kpi": kpi.label},
        )
    return None


def _changed_to(target: Target) -> float | None:
    """What a change comes to, where its baseline is typed with it."""
    if target.baseline is None or target.value is None:
        return None
    return target.baseline * (1 + target.value / 100)


def place_of(target: Target) -> Filter:
    """The filter that selects the target's place."""
    return ((target.dimension, (target.unit or "",)),) if target.dimension else ()


def measurable(target: Target) -> Kpi | None:
    """The target's KPI, where its records are collected and have the target's dimension."""
    kpi = indicator_named(target.kpi)
    return (
        kpi
        if isinstance(kpi, Kpi) and (target.dimension is None or target.dimension in kpi.dimensions)
        else None
    )
