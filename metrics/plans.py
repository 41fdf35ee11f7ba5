"""Staged targets as data: read from the records, in force on a day, said in words; the two plans."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pandas as pd

from data.database import Reading
from data.kinds import TARGET
from errors import Message
from i18n import N_, Say, Text
from metrics.catalog import DECLARED, kpi_named
from metrics.kpi import Amount, Kpi, Shape
from metrics.periods import add_months

STAGES = dict(TARGET.column("stage").choices)
_WORDS = {
    "at_least": N_("at least {value}"), "at_most": N_("at most {value}"), "between": N_("between {value} and {high}"),
    "change": N_("{value}% against the baseline"), "count": N_("{value} counted"), "milestone": N_("reached, with evidence"),
    "withdrawn": N_("withdrawn")}


@dataclass(frozen=True)
class Target:
    """What one KPI is to reach at one place by a date, in force since `date`.

    `value` is in the KPI's unit; for the form `change` in percent of the
    baseline (−20 means 0.8 × baseline). `dimension` and `unit` are None for
    the whole company.
    """

    kpi: str
    stage: str
    form: str
    due: date
    date: date
    value: float | None = None
    value_high: float | None = None
    dimension: str | None = None
    unit: str | None = None
    stable_from: date | None = None
    baseline: float | None = None
    baseline_date: date | None = None
    reached_on: date | None = None
    evidence: str | None = None
    owner: str | None = None
    reason: str | None = None
    plan: str | None = None

    @property
    def place(self) -> tuple[str | None, str | None]:
        return self.dimension, self.unit

    @property
    def key(self) -> tuple[str, tuple[str | None, str | None], str]:
        """KPI, place and stage: what a revision of a target leaves the same."""
        return self.kpi, self.place, self.stage

    @property
    def upward(self) -> bool:
        """Whether more is needed to reach the goal: decided by the form, for a change by its sign."""
        return self.value >= 0 if self.form == "change" else self.form != "at_most"

    @property
    def start(self) -> date:
        """The first day of the plan: the day after the baseline, else the day it comes into force."""
        return self.baseline_date + timedelta(days=1) if self.baseline_date else self.date

    def spoken(self, say: Say) -> str:
        """The target in words: at least 90%."""
        words = say(_WORDS[self.form], **self._amounts(say))
        if self.stable_from is None or self.form == "withdrawn":
            return words
        return say("{target} in every month from {month}", target=words, month=say.month(self.stable_from))

    def _amounts(self, say: Say) -> dict[str, str]:
        if self.form == "change":
            return {"value": "–" if self.value is None else say.number(self.value, signed=True)}
        unit = kpi_named(self.kpi).unit
        return {"value": unit.show_exact(say, self.value), "high": unit.show_exact(say, self.value_high)}


_FIELDS = [column.name for column in TARGET.columns]
_KNOWN = {kpi.name for kpi in DECLARED}


def targets(reading: Reading, kpi: str | None = None) -> tuple[Target, ...]:
    """All live revisions for KPIs that are declared, oldest first; of one KPI or of all."""
    found = tuple(target for target in _all(reading) if target.kpi in _KNOWN)
    return found if kpi is None else tuple(target for target in found if target.kpi == kpi)


def doubtful(reading: Reading) -> tuple[tuple[Target, Message], ...]:
    """Targets in force or to come that do not fit their KPI, with the reason: uploads are not checked against the KPIs."""
    current = in_force(_all(reading), date.max)
    return tuple((target, fault) for target in current if (fault := check_target(target)) is not None)


def _all(reading: Reading) -> tuple[Target, ...]:
    rows = reading.frame(f"SELECT {', '.join(_FIELDS)} FROM live_target ORDER BY date, upload, line")
    return tuple(_target(record) for record in rows.to_dict("records"))


def _target(record: dict) -> Target:
    plain = {name: None if pd.isna(value) else value for name, value in record.items()}
    days = {name: value.date() for name, value in plain.items() if isinstance(value, pd.Timestamp)}
    return Target(**{**plain, **days})


def in_force(revisions: tuple[Target, ...], on: date) -> tuple[Target, ...]:
    """The revision of each KPI, place and stage that held on a day, by due date; withdrawn ones fall out."""
    latest = {t.key: t for t in revisions if t.date <= on}
    return tuple(sorted((t for t in latest.values() if t.form != "withdrawn"), key=lambda t: (t.kpi, t.due)))


@dataclass(frozen=True)
class Line:
    """One line of a plan template: a stage that falls due `months` after the start."""

    kpi: str
    stage: str
    months: int
    form: str
    value: float | None = None
    value_high: float | None = None
    baseline: float | None = None
    stable: bool = False


@dataclass(frozen=True)
class Plan:
    """A template; a start date makes its lines real targets."""

    name: str
    label: Text
    lines: tuple[Line, ...]


PLANS = (
    Plan("culture", N_("Service culture plan (1, 3 and 5 years)"), (
        Line("csat", "short", 12, "at_least", 90, baseline=82),
        Line("concept_awareness", "short", 12, "at_least", 100),
        Line("scenes_standardised", "short", 12, "count", 30, baseline=0),
        Line("proactive_service", "mid", 36, "at_least", 80),
        Line("repurchase_rate", "mid", 36, "change", 20),
        Line("brand_recognition", "long", 60, "milestone"),
    )),
    Plan("attitude", N_("Service attitude programme (3, 6 and 12 months)"), (
        Line("csat", "short", 3, "at_least", 86, baseline=80),
        Line("csat", "long", 12, "at_least", 90, baseline=80, stable=True),
        Line("attitude_complaint_rate", "short", 3, "change", -20),
        Line("attitude_complaint_rate", "long", 12, "at_most", 5),
        Line("attitude_complaint_share", "mid", 6, "at_most", 15),
        Line("training_coverage", "short", 3, "at_least", 100),
        Line("handbook_awareness", "mid", 6, "at_least", 100),
        Line("service_stars", "mid", 6, "between", 2, 3),
        Line("first_attempt_pass_rate", "short", 3, "at_least", 90),
        Line("mystery_visits", "short", 3, "between", 1, 2),
    )),
)


def from_template(plan: Plan, start: date, measured: bool = False) -> tuple[Target, ...]:
    """The plan's targets for a start date; each falls due on the day before the stage is over.

    `measured`: leave out the baselines of the plan document, so that they are
    taken from the months recorded before the start.
    """
    made = tuple(_from_line(plan, line, start) for line in plan.lines)
    return tuple(replace(target, baseline=None) if measured and kpi_named(target.kpi).measured else target for target in made)


def _from_line(plan: Plan, line: Line, start: date) -> Target:
    due = add_months(start, line.months) - timedelta(days=1)
    before = start - timedelta(days=1)
    return Target(line.kpi, line.stage, line.form, due, start, line.value, line.value_high, baseline=line.baseline,
                  baseline_date=before, stable_from=due if line.stable else None,
                  owner=str(kpi_named(line.kpi).owner), reason=str(plan.label), plan=plan.name)


def check_target(target: Target) -> Message | None:
    """What does not fit between a target and its KPI; None where all does."""
    if target.kpi not in _KNOWN:
        return Message("There is no KPI \u201c{kpi}\u201d. The page Definitions lists the names of all KPIs.",
                       {"kpi": target.kpi})
    kpi = kpi_named(target.kpi)
    if kpi.measured and target.dimension is not None and target.dimension not in kpi.dimensions:
        return Message("{kpi} is not recorded by {dimension}. It can have targets by {known}, or for the whole company.",
                       {"kpi": kpi.label, "dimension": _DIMENSIONS[target.dimension],
                        "known": [_DIMENSIONS[name] for name in kpi.dimensions if name in _DIMENSIONS]})
    if target.form == "count" and not countable(kpi):
        return Message("{kpi} is not counted up: its months do not add. Choose another form of target.", {"kpi": kpi.label})
    return _outside(kpi, target)


_DIMENSIONS = dict(TARGET.column("dimension").choices)


def countable(kpi: Kpi) -> bool:
    """Whether the KPI's months add up to a count."""
    return kpi.measure.shape is Shape.COUNT if kpi.measured else kpi.unit.high is None


def _outside(kpi: Kpi, target: Target) -> Message | None:
    """The first value that the KPI cannot take."""
    low, high = kpi.unit.low, kpi.unit.high
    goals = (_changed_to(target),) if target.form == "change" else (target.value, target.value_high)
    for value in (target.baseline, *goals):
        if value is None or low <= value and (high is None or value <= high):
            continue
        shown = {"value": Amount(kpi.unit, value), "low": Amount(kpi.unit, low), "high": Amount(kpi.unit, high)}
        if high is None:
            return Message("{value} is below {low}, the least that {kpi} can be. Correct the value.", {**shown, "kpi": kpi.label})
        return Message("{value} is outside {low} to {high}, the range of {kpi}. Correct the value.", {**shown, "kpi": kpi.label})
    return None


def _changed_to(target: Target) -> float | None:
    """What a change comes to, where its baseline is typed with it."""
    known = target.baseline is not None and target.value is not None
    return target.baseline * (1 + target.value / 100) if known else None


def place_of(target: Target) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The filter that selects the target's place."""
    return ((target.dimension, (target.unit or "",)),) if target.dimension else ()


def measurable(target: Target) -> Kpi | None:
    """The target's KPI, where its records are collected and have the target's dimension."""
    kpi = kpi_named(target.kpi)
    return kpi if kpi.measured and (target.dimension is None or target.dimension in kpi.dimensions) else None
