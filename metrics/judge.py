"""Judge the stages in force: which month decides, against which goal, at which pace, with what chance."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

import pandas as pd

from data.database import Reading
from errors import Message
from i18n import Month
from metrics.answer import Answer
from metrics.catalog import kpi_named
from metrics.events import Event, decisions, rebased
from metrics.goals import baseline, glide_path, goals
from metrics.history import Asking, asker_in, part
from metrics.kpi import Kpi
from metrics.outlook import chance
from metrics.pace import months_behind, required
from metrics.periods import add_months, last_day
from metrics.plans import Target, in_force, measurable, place_of, plan_key, several_plans, targets
from metrics.query import Query
from metrics.signals import Process, process
from metrics.verdict import LIKELY, UNLIKELY, Path, Status, Verdict
from metrics.verdict_words import said


@dataclass(frozen=True)
class Basis:
    """What verdicts rest on in one state of the data: `revisions` of targets, decisions on new process limits, and whom to ask for a KPI's months.

    All revisions of a KPI's targets at a place belong together; those of others may be left out, and are then not judged.
    """

    revisions: tuple[Target, ...]
    decisions: tuple[Event, ...]
    asking: Asking


@dataclass(frozen=True)
class _Course:
    """The months of one KPI at one place up to a day, as they were told on the day after."""

    answer: Answer
    path: Path | None
    rebases: tuple[date, ...]

    @cached_property
    def rows(self) -> pd.DataFrame:
        return self.answer.judged()

    @cached_property
    def process(self) -> Process | None:
        return process(self.answer, self.rebases)


def verdicts(reading: Reading, as_of: date, kpi: str | None = None) -> tuple[Verdict, ...]:
    """Every target in force at the end of the month of `as_of`, judged on whole months up to then; of one KPI or of all.

    In a month that is not over, as things stand today.
    """
    return judge(basis_of(reading, targets(reading, kpi)), as_of)


def basis_of(reading: Reading, revisions: tuple[Target, ...]) -> Basis:
    """What verdicts on these targets rest on, asked for in one reading."""
    return Basis(revisions, decisions(reading), asker_in(reading, [target.kpi for target in revisions]))


def judge(basis: Basis, as_of: date) -> tuple[Verdict, ...]:
    """Verdicts by KPI and due date: see `verdicts`."""
    end = min(last_day(as_of.replace(day=1), "month"), date.today())
    together: dict[tuple, list[Target]] = {}
    for target in in_force(basis.revisions, end):
        together.setdefault((target.kpi, target.place), []).append(target)
    judged = [verdict for found in together.values() for verdict in _judge_plans(basis, found, end)]
    return tuple(sorted(judged, key=lambda verdict: (verdict.target.kpi, verdict.target.due)))


def baseline_of(reading: Reading, target: Target) -> float | None:
    """The baseline of a target, typed or measured, in the KPI's unit: see `baseline`."""
    return baseline(asker_in(reading, [target.kpi]), target)


def _judge_plans(basis: Basis, found: list[Target], end: date) -> list[Verdict]:
    """The targets of one KPI at one place: the stages of each plan lie on a path of their own."""
    plans: dict[str, list[Target]] = {}
    for target in found:
        plans.setdefault(plan_key(target.plan), []).append(target)
    with_plan = several_plans(found)
    return [replace(verdict, with_plan=with_plan) for stages in plans.values() for verdict in _judge_stages(basis, stages, end)]


def _judge_stages(basis: Basis, stages: list[Target], end: date) -> list[Verdict]:
    """The stages of one KPI at one place and of one plan: asked for once, judged each."""
    kpi = measurable(stages[0])
    if kpi is None:
        return [_judge(basis.asking, target, None, end) for target in stages]
    answer = _told(basis.asking, kpi, Query(end=end, only=place_of(stages[0])))
    course = _Course(answer, glide_path(basis.asking, stages), rebased(basis.decisions, kpi.name, stages[0].place))
    return [_judge(basis.asking, target, course, end) for target in stages]


def _told(asking: Asking, kpi: Kpi, query: Query) -> Answer:
    """The answer as it was told at the end of the query."""
    return part(asking(kpi.name, Query(only=query.only)), query, told=min(query.end + timedelta(days=1), date.today()))


def _judge(asking: Asking, target: Target, course: _Course | None, end: date) -> Verdict:
    if target.form == "milestone":
        return _milestone(target, end)
    goal, goal_high = goals(asking, target)
    current = Verdict(target, Status.NO_DATA, _not_recorded(target), goal, goal_high)
    if course is None:
        return current
    if goal is None:
        return replace(current, sentence=Message(
            "The target refers to a baseline that is not known: there are records of fewer than 3 of the 12 months before {day}.",
            {"day": target.start}))
    counted = target.form == "count"
    if counted:
        course = replace(course, answer=_told(asking, course.answer.kpi, replace(course.answer.query, start=target.start)))
        if course.answer.rows.loc[~course.answer.rows["partial"].astype(bool), "hidden"].any():
            return replace(current, sentence=Message(
                "Cannot be counted: some months are hidden, since too few people stand behind them."))
    rows = _counted(course.rows, target) if counted else course.rows
    due = last_day(target.due.replace(day=1), "month") <= end
    row = None if rows.empty else _row_to_judge(rows, current, due)
    if row is None:
        return _undecided(current, course.answer, due, end)
    paced = _with_pace(_with_row(current, row), rows, course.path)
    status = _status(paced, row, due)
    if status is Status.TOO_EARLY and not counted:
        paced = _with_chance(paced, course.process, course.path)
        status = expected(paced.probability)
    return said(paced, status, course.answer.kpi)


def _with_chance(verdict: Verdict, current: Process | None, path: Path | None) -> Verdict:
    """What the forecast says of the stage, and what the process as it runs now does to its goal."""
    if current is None:
        return verdict
    better = 1 if verdict.target.upward else -1
    found = chance(current, verdict.target.due, verdict.goal, verdict.goal_high, better, path)
    assurance = current.assurance(verdict.goal, better) if verdict.goal_high is None else None
    if found is None:
        return replace(verdict, assurance=assurance)
    return replace(verdict, chance=found, assurance=assurance, better=better)


def expected(probability: float | None) -> Status:
    """The word for a chance; too early where there is none."""
    if probability is None:
        return Status.TOO_EARLY
    if probability >= LIKELY:
        return Status.ON_TRACK
    return Status.OFF_TRACK if probability <= UNLIKELY else Status.AT_RISK


def _undecided(verdict: Verdict, answer: Answer, due: bool, end: date) -> Verdict:
    """Why no month can be judged: its records are still to come, hidden, or missing."""
    periods = answer.rows[answer.rows["period"] >= _decides(verdict.target)] if due else answer.rows
    if periods["maturing"].any():
        blanks = {"month": Month(periods.loc[periods["maturing"].astype(bool), "period"].iloc[0])}
        return replace(verdict, status=Status.TOO_EARLY, sentence=Message(
            "The value of {month} is not final: later records still count towards it.", blanks))
    if periods["hidden"].any():
        return replace(verdict, sentence=Message("The value is hidden, since too few people stand behind it."))
    if due:
        return replace(verdict, sentence=Message("No records of {month}, the month that decides.",
                                                 {"month": Month(_decides(verdict.target))}))
    return replace(verdict, sentence=Message("No records up to {day} yet.", {"day": end}))


def _not_recorded(target: Target) -> Message:
    kpi = kpi_named(target.kpi)
    if not kpi.measured:
        return Message("Records of this KPI are not collected here yet.")
    return Message("{kpi} is not recorded for single units of this type.", {"kpi": kpi.label})


def _decides(target: Target) -> date:
    return (target.stable_from or target.due).replace(day=1)


def _milestone(target: Target, end: date) -> Verdict:
    if target.reached_on and target.reached_on <= end:
        return Verdict(target, Status.MET, Message("Reached on {day}: {evidence}",
                                                   {"day": target.reached_on, "evidence": target.evidence}))
    if target.due <= end:
        return Verdict(target, Status.MISSED, Message("Not reached by {due}.", {"due": target.due}))
    return Verdict(target, Status.TOO_EARLY, Message("Not reached yet; due {due}.", {"due": target.due}))


def _counted(rows: pd.DataFrame, target: Target) -> pd.DataFrame:
    """What was counted since the start of the plan, month by month."""
    return rows.assign(value=rows["y"].cumsum() + (target.baseline or 0), enough=True)


def _row_to_judge(rows: pd.DataFrame, verdict: Verdict, due: bool) -> pd.Series | None:
    """The month that decides: the due month, the worst since `stable_from`, or the latest."""
    target = verdict.target
    if not due:
        return rows.iloc[-1]
    if target.stable_from:
        since = rows[rows["period"] >= _decides(target)]
        since = since[since["enough"]] if since["enough"].any() else since
        return None if since.empty else since.loc[max(since.index, key=lambda at: _shortfall(since.loc[at, "value"], verdict))]
    if target.form == "count":
        in_time = rows[rows["period"] <= target.due]
        return None if in_time.empty else in_time.iloc[-1]
    at_due = rows[rows["period"] == _decides(target)]
    return at_due.iloc[0] if len(at_due) else None


def _with_row(verdict: Verdict, row: pd.Series) -> Verdict:
    low, high = (None if pd.isna(row[name]) else float(row[name]) for name in ("low", "high"))
    return replace(verdict, period=row["period"], value=float(row["value"]), low=low, high=high, n=float(row["n"]))


def _shortfall(value: float, verdict: Verdict) -> float:
    """How far a value misses the goal, in its unit; 0 or less is met."""
    if verdict.target.form == "between":
        return max(verdict.goal - value, value - verdict.goal_high)
    return verdict.goal - value if verdict.target.upward else value - verdict.goal


def _status(verdict: Verdict, row: pd.Series, due: bool) -> Status:
    if not row["enough"]:
        return Status.NOT_ENOUGH
    if not due:
        return Status.TOO_EARLY
    return Status.MET if _shortfall(verdict.value, verdict) <= 1e-9 else Status.MISSED


def _with_pace(verdict: Verdict, rows: pd.DataFrame, path: Path | None) -> Verdict:
    """The pace at the end of the latest month; a range is to be kept, not approached, so it has none."""
    if path is None or verdict.target.form == "between":
        return verdict
    latest, value = rows["period"].iloc[-1], float(rows["value"].iloc[-1])
    now = required(last_day(latest, "month"), *path)
    due = verdict.target.due
    months = (due.year - latest.year) * 12 + due.month - latest.month
    year_ago = dict(zip(rows["period"], rows["value"], strict=True)).get(add_months(latest, -12))
    better = 1 if verdict.target.upward else -1
    return replace(verdict, required_now=now, gap=better * (value - now),
                   months_behind=months_behind(last_day(latest, "month"), value, better, *path),
                   pace_needed=(verdict.goal - value) / months if months > 0 else None,
                   pace_had=None if year_ago is None else (value - float(year_ago)) / 12)
