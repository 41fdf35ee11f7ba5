"""Staged targets as data: read from the records, in force on a day, said in words; the two plans."""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from data.database import Reading
from data.kinds import TARGET
from i18n import N_, Say, Text
from metrics.catalog import kpi_named
from metrics.kpi import Kpi
from metrics.periods import add_months

STAGES = dict(TARGET.column("stage").choices)


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

    def spoken(self, say: Say) -> str:
        """The target in words: at least 90%."""
        kpi = kpi_named(self.kpi)
        value = self.value
        if self.form == "change" and value is not None:
            return say("{value}% against the baseline", value=say.number(value, signed=True))
        words = {
            "at_least": N_("at least {value}"), "at_most": N_("at most {value}"), "between": N_("between {value} and {high}"),
            "count": N_("{value} counted"), "milestone": N_("reached, with evidence")}[self.form]
        return say(words, value=kpi.unit.show(say, value), high=kpi.unit.show(say, self.value_high))


_FIELDS = [column.name for column in TARGET.columns]


def targets(reading: Reading, kpi: str | None = None) -> tuple[Target, ...]:
    """All live revisions, oldest first; of one KPI or of all."""
    condition, values = ("kpi = ?", [kpi]) if kpi else ("TRUE", [])
    rows = reading.frame(f"SELECT {', '.join(_FIELDS)} FROM live_target WHERE {condition} ORDER BY date, upload, line", values)
    return tuple(_target(record) for record in rows.to_dict("records"))


def _target(record: dict) -> Target:
    plain = {name: None if pd.isna(value) else value for name, value in record.items()}
    days = {name: value.date() for name, value in plain.items() if isinstance(value, pd.Timestamp)}
    return Target(**{**plain, **days})


def in_force(revisions: tuple[Target, ...], on: date) -> tuple[Target, ...]:
    """The revision of each KPI, place and stage that held on a day, by due date; withdrawn ones fall out."""
    latest = {(t.kpi, t.place, t.stage): t for t in revisions if t.date <= on}
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
        Line("concept_awareness", "short", 12, "at_least", 100, baseline=30),
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


def from_template(plan: Plan, start: date) -> tuple[Target, ...]:
    """The plan's targets for a start date; each falls due on the day before the stage is over."""
    return tuple(_from_line(plan, line, start) for line in plan.lines)


def _from_line(plan: Plan, line: Line, start: date) -> Target:
    due = add_months(start, line.months) - timedelta(days=1)
    before = start - timedelta(days=1)
    return Target(line.kpi, line.stage, line.form, due, start, line.value, line.value_high, baseline=line.baseline,
                  baseline_date=before, stable_from=due if line.stable else None,
                  owner=str(kpi_named(line.kpi).owner), reason=str(plan.label), plan=plan.name)


def place_of(target: Target) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The filter that selects the target's place."""
    return ((target.dimension, (target.unit or "",)),) if target.dimension else ()


def measurable(target: Target) -> Kpi | None:
    """The target's KPI, where its records are collected and have the target's dimension."""
    kpi = kpi_named(target.kpi)
    return kpi if kpi.measured and (target.dimension is None or target.dimension in kpi.dimensions) else None
