"""Where a KPI stands against a stage of its plan, in fixed words, and why."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

import pandas as pd

from data.database import Reading
from errors import Message
from i18n import Month, N_, Text
from metrics.answer import ask
from metrics.kpi import Amount, Kpi
from metrics.pace import required
from metrics.periods import add_months, last_day
from metrics.plans import Target, in_force, measurable, place_of, targets
from metrics.query import Query
from metrics.values import point


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
class Verdict:
    """A stage judged as of a month.

    `goal` (and `goal_high` of a range) in the KPI's unit, None where the
    baseline it refers to is not known; `period` the month judged; `gap` how far
    the value is ahead (+) or behind (−) of the pace, in the KPI's unit;
    `pace_needed` and `pace_had` per month. None: not known (yet).
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
    probability: float | None = None
    required_now: float | None = None
    gap: float | None = None
    pace_needed: float | None = None
    pace_had: float | None = None


def verdicts(reading: Reading, as_of: date, kpi: str | None = None) -> tuple[Verdict, ...]:
    """Every target in force at the end of the month of `as_of`, judged on data up to then."""
    end = last_day(as_of.replace(day=1), "month")
    current = in_force(targets(reading, kpi), end)
    return tuple(_judge(reading, target, [t for t in current if (t.kpi, t.place) == (target.kpi, target.place)], end)
                 for target in current)


def stage_in_force(stages: tuple[Verdict, ...], as_of: date) -> Verdict | None:
    """The stage that counts now: the next to fall due, else the last one."""
    ahead = [stage for stage in stages if stage.target.due >= as_of]
    return ahead[0] if ahead else stages[-1] if stages else None


def goals(reading: Reading, target: Target) -> tuple[float | None, float | None]:
    """The target's value and upper value in the KPI's unit; a change is taken from its baseline."""
    if target.form != "change":
        return target.value, target.value_high
    baseline = baseline_of(reading, target)
    return (None if baseline is None or target.value is None else baseline * (1 + target.value / 100)), None


def baseline_of(reading: Reading, target: Target) -> float | None:
    """The baseline typed with the target, else the last 3 to 12 whole months before its start, pooled."""
    kpi = measurable(target)
    if target.baseline is not None or kpi is None:
        return target.baseline
    start = _start(target).replace(day=1)
    query = Query(add_months(start, -12), start - timedelta(days=1), only=place_of(target))
    rows = ask(reading, kpi, query).judged()
    if len(rows) < 3:
        return None
    return float(point(kpi, rows["y"].sum(), rows["less"].sum(), rows["x"].sum()))


def _start(target: Target) -> date:
    return target.baseline_date + timedelta(days=1) if target.baseline_date else target.date


def _judge(reading: Reading, target: Target, stages: list[Target], end: date) -> Verdict:
    if target.form == "milestone":
        return _milestone(target, end)
    kpi = measurable(target)
    goal, goal_high = goals(reading, target)
    if kpi is None or goal is None:
        return _no_data(target, goal, goal_high)
    answer = ask(reading, kpi, Query(end=end, only=place_of(target)), today=end + timedelta(days=1))
    rows = answer.judged() if target.form != "count" else _counted(answer.judged(), target)
    if rows.empty:
        return _no_data(target, goal, goal_high)
    current = Verdict(target, Status.TOO_EARLY, Message(""), goal, goal_high)
    due = target.due <= end
    judged = _row_to_judge(rows, target, current, due)
    if judged is None:
        return _no_data(target, goal, goal_high)
    current = _with_row(current, judged)
    status = _status(kpi, current, judged, due)
    paced = _with_pace(reading, current, rows, stages, end, kpi)
    return _said(paced, status, kpi)


def _no_data(target: Target, goal: float | None, goal_high: float | None) -> Verdict:
    return Verdict(target, Status.NO_DATA, Message("No data yet for this target."), goal, goal_high)


def _milestone(target: Target, end: date) -> Verdict:
    if target.reached_on and target.reached_on <= end:
        return Verdict(target, Status.MET, Message("Reached on {day}: {evidence}", {"day": target.reached_on, "evidence": target.evidence or "–"}))
    if target.due <= end:
        return Verdict(target, Status.MISSED, Message("Not reached by {due}.", {"due": target.due}))
    return Verdict(target, Status.TOO_EARLY, Message("Not reached yet; due {due}.", {"due": target.due}))


def _counted(rows: pd.DataFrame, target: Target) -> pd.DataFrame:
    """What was counted since the start of the plan, month by month."""
    since = rows[rows["period"] >= _start(target)]
    return since.assign(value=since["y"].cumsum() + (target.baseline or 0), enough=True)


def _row_to_judge(rows: pd.DataFrame, target: Target, verdict: Verdict, due: bool) -> pd.Series | None:
    """The month that decides: the due month, the worst since `stable_from`, or the latest."""
    if not due:
        return rows.iloc[-1]
    if target.stable_from:
        rows = rows[rows["period"] >= target.stable_from.replace(day=1)]
        if rows.empty:
            return None
        return rows.loc[max(rows.index, key=lambda at: _shortfall(rows.loc[at, "value"], verdict))]
    if target.form == "count":
        return rows[rows["period"] <= target.due].iloc[-1] if (rows["period"] <= target.due).any() else None
    at_due = rows[rows["period"] == target.due.replace(day=1)]
    return at_due.iloc[0] if len(at_due) else None


def _with_row(verdict: Verdict, row: pd.Series) -> Verdict:
    low, high = (None if pd.isna(row[name]) else float(row[name]) for name in ("low", "high"))
    return _changed(verdict, period=row["period"], value=float(row["value"]), low=low, high=high, n=float(row["n"]))


def _changed(verdict: Verdict, **changes: object) -> Verdict:
    return Verdict(**{**verdict.__dict__, **changes})


def _upward(verdict: Verdict) -> bool:
    """Whether more is needed to reach the goal: decided by the form, for a change by its sign."""
    if verdict.target.form == "change":
        return verdict.target.value >= 0
    return verdict.target.form != "at_most"


def _shortfall(value: float, verdict: Verdict) -> float:
    """How far a value misses the goal, in its unit; 0 or less is met."""
    if verdict.target.form == "between":
        return max(verdict.goal - value, value - verdict.goal_high)
    return verdict.goal - value if _upward(verdict) else value - verdict.goal


def _status(kpi: Kpi, verdict: Verdict, row: pd.Series, due: bool) -> Status:
    if not row["enough"]:
        return Status.NOT_ENOUGH
    if not due:
        return Status.TOO_EARLY
    return Status.MET if _shortfall(verdict.value, verdict) <= 1e-9 else Status.MISSED


def _within_error(verdict: Verdict) -> bool:
    bounds = [goal for goal in (verdict.goal, verdict.goal_high) if goal is not None]
    return verdict.low is not None and any(verdict.low <= goal <= verdict.high for goal in bounds)


def _with_pace(reading: Reading, verdict: Verdict, rows: pd.DataFrame, stages: list[Target], end: date, kpi: Kpi) -> Verdict:
    path = glide_path(reading, stages)
    if path is None:
        return verdict
    baseline, start, steps = path
    now = required(end, baseline, start, steps)
    sign = 1 if _upward(verdict) else -1
    latest = float(rows["value"].iloc[-1])
    months = (verdict.target.due.year - end.year) * 12 + verdict.target.due.month - end.month
    year_ago = rows[rows["period"] == add_months(rows["period"].iloc[-1], -12)]
    return _changed(verdict, required_now=now, gap=sign * (latest - now),
                    pace_needed=(verdict.goal - latest) / months if months > 0 else None,
                    pace_had=(latest - float(year_ago["value"].iloc[0])) / 12 if len(year_ago) else None)


def glide_path(reading: Reading, stages: list[Target]) -> tuple[float, date, list[tuple[date, float]]] | None:
    """Baseline, its date and (due, goal) of one KPI's stages at one place; None without a baseline or goal."""
    first = min(stages, key=lambda target: target.due)
    baseline = baseline_of(reading, first)
    steps = [(target.due, goals(reading, target)[0]) for target in sorted(stages, key=lambda target: target.due)]
    steps = [(due, goal) for due, goal in steps if goal is not None]
    start = _start(first) - timedelta(days=1)
    if baseline is None or not steps or start >= steps[0][0]:
        return None
    return baseline, start, steps


def _said(verdict: Verdict, status: Status, kpi: Kpi) -> Verdict:
    within = status in (Status.MET, Status.MISSED) and _within_error(verdict)
    blanks = {
        "value": Amount(kpi.unit, verdict.value), "month": Month(verdict.period), "target": verdict.target, "due": verdict.target.due,
        "n": verdict.n, "least": kpi.dataset.enough, "required": Amount(kpi.unit, verdict.required_now),
        "gap": Amount(kpi.unit, abs(verdict.gap) if verdict.gap is not None else None)}
    return _changed(verdict, status=status, within_error=within, sentence=Message(_sentence(verdict, status, within), blanks))


def _sentence(verdict: Verdict, status: Status, within: bool) -> Text:
    if status is Status.NOT_ENOUGH:
        return N_("{value} in {month} rests on {n} answers; {least} are needed to judge.")
    if status is Status.MET:
        return N_("{value} in {month} meets {target}, within sampling error.") if within else N_("{value} in {month} meets {target}.")
    if status is Status.MISSED:
        return N_("{value} in {month} misses {target}, within sampling error.") if within else N_("{value} in {month} misses {target}.")
    if verdict.gap is None:
        return N_("{value} in {month}; {target} is due {due}.")
    if verdict.gap < 0:
        return N_("{value} in {month}, {gap} behind the pace of {required} towards {target} by {due}.")
    return N_("{value} in {month}, {gap} ahead of the pace of {required} towards {target} by {due}.")

