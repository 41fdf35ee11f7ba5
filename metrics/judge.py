"""Judge the stages in force: which month decides, against which goal, at which pace, with what chance."""

from dataclasses import replace
from datetime import date, timedelta
from math import ceil

import pandas as pd

from data.database import Reading
from errors import Message
from i18n import N_, Month, Text
from metrics import events
from metrics.answer import Answer, ask
from metrics.catalog import kpi_named
from metrics.kpi import Amount, Kpi, Shape
from metrics.outlook import chance
from metrics.pace import months_behind, required
from metrics.periods import add_months, last_day
from metrics.plans import Target, in_force, measurable, place_of, targets
from metrics.query import Query
from metrics.signals import Process, process
from metrics.values import point
from metrics.verdict import LIKELY, UNLIKELY, Distance, Path, Status, Verdict

_TOO_MANY_MORE = 50  # times the answers there are: no survey settles that


def verdicts(reading: Reading, as_of: date, kpi: str | None = None) -> tuple[Verdict, ...]:
    """Every target in force at the end of the month of `as_of`, judged on whole months up to then.

    In a month that is not over, as things stand today.
    """
    end = min(last_day(as_of.replace(day=1), "month"), date.today())
    together: dict[tuple, list[Target]] = {}
    for target in in_force(targets(reading, kpi), end):
        together.setdefault((target.kpi, target.place), []).append(target)
    judged = [verdict for stages in together.values() for verdict in _judge_stages(reading, stages, end)]
    return tuple(sorted(judged, key=lambda verdict: (verdict.target.kpi, verdict.target.due)))


def goals(reading: Reading, target: Target) -> tuple[float | None, float | None]:
    """The target's value and upper value in the KPI's unit; a change is taken from its baseline."""
    if target.form != "change":
        return target.value, target.value_high
    baseline = baseline_of(reading, target)
    return (None if baseline is None or target.value is None else baseline * (1 + target.value / 100)), None


def baseline_of(reading: Reading, target: Target) -> float | None:
    """The baseline typed with the target, else the last 3 to 12 whole months before its start, pooled.

    What is counted up starts at 0; what is counted month by month has its mean as baseline.
    """
    if target.baseline is not None:
        return target.baseline
    if target.form == "count":
        return 0.0
    kpi = measurable(target)
    if kpi is None:
        return None
    start = target.start.replace(day=1)
    rows = ask(reading, kpi, Query(add_months(start, -12), start - timedelta(days=1), only=place_of(target))).judged()
    if len(rows) < 3:
        return None
    if kpi.measure.shape in (Shape.COUNT, Shape.STATE):
        return float(rows["value"].mean())
    return float(point(kpi, rows["y"].sum(), rows["less"].sum(), rows["x"].sum()))


def _judge_stages(reading: Reading, stages: list[Target], end: date) -> list[Verdict]:
    """The stages of one KPI at one place: asked for once, judged each."""
    kpi = measurable(stages[0])
    if kpi is None:
        return [_judge(reading, target, None, None, end, ()) for target in stages]
    answer, path = _values(reading, kpi, Query(end=end, only=place_of(stages[0]))), glide_path(reading, stages)
    rebases = events.rebases(reading, kpi.name, stages[0].place)
    return [_judge(reading, target, answer, path, end, rebases) for target in stages]


def _values(reading: Reading, kpi: Kpi, query: Query) -> Answer:
    """The answer as it was told at the end of the query."""
    return ask(reading, kpi, query, today=min(query.end + timedelta(days=1), date.today()))


def _judge(reading: Reading, target: Target, answer: Answer | None, path: Path | None, end: date,
           rebases: tuple[date, ...]) -> Verdict:
    if target.form == "milestone":
        return _milestone(target, end)
    goal, goal_high = goals(reading, target)
    current = Verdict(target, Status.NO_DATA, _not_recorded(target), goal, goal_high)
    if answer is None:
        return current
    if goal is None:
        return replace(current, sentence=Message(
            "The target refers to a baseline that is not known: there are records of fewer than 3 of the 12 months before {day}.",
            {"day": target.start}))
    counted = target.form == "count"
    if counted:
        answer = _values(reading, answer.kpi, replace(answer.query, start=target.start))
        if answer.rows.loc[~answer.rows["partial"].astype(bool), "hidden"].any():
            return replace(current, sentence=Message(
                "Cannot be counted: some months are hidden, since too few people stand behind them."))
    rows = _counted(answer.judged(), target) if counted else answer.judged()
    due = last_day(target.due.replace(day=1), "month") <= end
    row = None if rows.empty else _row_to_judge(rows, current, due)
    if row is None:
        return _undecided(current, answer, due, end)
    paced = _with_pace(_with_row(current, row), rows, path)
    status = _status(paced, row, due)
    if status is Status.TOO_EARLY and not counted:
        paced = _with_chance(paced, process(answer, rebases), path)
        status = expected(paced.probability)
    return _said(paced, status, answer.kpi)


def _with_chance(verdict: Verdict, current: Process | None, path: Path | None) -> Verdict:
    """What the forecast says of the stage, and what the process as it runs now does to its goal."""
    if current is None:
        return verdict
    better = 1 if verdict.target.upward else -1
    found = chance(current, verdict.target.due, verdict.goal, verdict.goal_high, better, path)
    assurance = current.assurance(verdict.goal, better) if verdict.goal_high is None else None
    if found is None:
        return replace(verdict, assurance=assurance)
    return replace(verdict, probability=found.probability, beyond=found.beyond, assurance=assurance, better=better,
                   likely=tuple(found.likely))


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


def _within_error(verdict: Verdict) -> bool:
    bounds = [goal for goal in (verdict.goal, verdict.goal_high) if goal is not None]
    return verdict.low is not None and any(verdict.low <= goal <= verdict.high for goal in bounds)


def _with_pace(verdict: Verdict, rows: pd.DataFrame, path: Path | None) -> Verdict:
    """The pace at the end of the latest month; a range is to be kept, not approached, so it has none."""
    if path is None or verdict.target.form == "between":
        return verdict
    latest, value = rows["period"].iloc[-1], float(rows["value"].iloc[-1])
    now = required(last_day(latest, "month"), *path)
    due = verdict.target.due
    months = (due.year - latest.year) * 12 + due.month - latest.month
    year_ago = rows[rows["period"] == add_months(latest, -12)]
    better = 1 if verdict.target.upward else -1
    return replace(verdict, required_now=now, gap=better * (value - now),
                   months_behind=months_behind(last_day(latest, "month"), value, better, *path),
                   pace_needed=(verdict.goal - value) / months if months > 0 else None,
                   pace_had=(value - float(year_ago["value"].iloc[0])) / 12 if len(year_ago) else None)


def glide_path(reading: Reading, stages: list[Target]) -> Path | None:
    """Baseline, its date and (due, goal) of one KPI's stages at one place; None without a baseline or goal.

    Ranges and milestones have no part in the path.
    """
    approached = [target for target in stages if target.form not in ("between", "milestone")]
    approached.sort(key=lambda target: target.due)
    if not approached:
        return None
    baseline = baseline_of(reading, approached[0])
    steps = [(target.due, goal) for target in approached if (goal := goals(reading, target)[0]) is not None]
    start = approached[0].start - timedelta(days=1)
    if baseline is None or not steps or start >= steps[0][0]:
        return None
    return baseline, start, steps


def _said(verdict: Verdict, status: Status, kpi: Kpi) -> Verdict:
    within = status in (Status.MET, Status.MISSED) and _within_error(verdict)
    shown = {name: Amount(kpi.unit, value) for name, value in
             (("value", verdict.value), ("low", verdict.low), ("high", verdict.high), ("required", verdict.required_now))}
    blanks = {**shown, "month": Month(verdict.period), "target": verdict.target, "due": verdict.target.due, "n": verdict.n,
              "least": kpi.dataset.enough, "gap": None if verdict.gap is None else Distance(kpi.unit, verdict.gap)}
    told = replace(verdict, status=status, within_error=within, sentence=Message(_sentence(blanks, status, within), blanks))
    more = _more_answers(told) if within else None
    return replace(told, more_answers=more, outlook=_outlook(told, more), pace=_pace_words(told, kpi))


def _pace_words(verdict: Verdict, kpi: Kpi) -> Message | None:
    """What a month has to bring, what it brought, and how far the path is ahead; None where nothing is
    needed, the stage is over or has no path."""
    better = 1 if verdict.target.upward else -1
    if verdict.pace_needed is None or verdict.months_behind is None or better * verdict.pace_needed <= 0:
        return None
    blanks = {"needed": Amount(kpi.unit, verdict.pace_needed, change=True), "had": Amount(kpi.unit, verdict.pace_had, change=True),
              "months": round(abs(verdict.months_behind))}
    if verdict.pace_had is None:
        return Message("The goal needs {needed} a month.", blanks)
    if blanks["months"] == 0 or verdict.months_behind < 0:
        return Message("The goal needs {needed} a month; the last twelve months gave {had}.", blanks)
    return Message("The goal needs {needed} a month; the last twelve months gave {had}. About {months} months behind the path.", blanks)


def _more_answers(verdict: Verdict) -> int | None:
    """How many more answers a month would keep the goal out of the interval; None where no number would do."""
    distance = min(abs(verdict.value - goal) for goal in (verdict.goal, verdict.goal_high) if goal is not None)
    half = (verdict.high - verdict.low) / 2
    if distance <= 0 or (half / distance) ** 2 > _TOO_MANY_MORE:
        return None
    return ceil(verdict.n * ((half / distance) ** 2 - 1))


def _outlook(verdict: Verdict, more: int | None) -> Message | None:
    """What the future holds, or what would settle the verdict."""
    if more:
        return Message("About {more} more answers in that month would have settled it.", {"more": more})
    if verdict.probability is None:
        return None
    blanks = {"chance": round(100 * verdict.probability), "due": verdict.target.due}
    if verdict.beyond:
        return Message("Due beyond what can be forecast; chance of keeping the pace for a year: {chance}%.", blanks)
    return Message("Chance of meeting it by {due}: {chance}%.", blanks)


def _sentence(blanks: dict[str, object], status: Status, within: bool) -> Text:
    if status is Status.NOT_ENOUGH:
        return N_("{value} in {month} rests on {n} records; {least} are needed to judge.")
    if status is Status.MET:
        return (N_("{value} in {month} meets the target of {target}, but within sampling error ({low} to {high}).") if within
                else N_("{value} in {month} meets the target of {target}."))
    if status is Status.MISSED:
        return (N_("{value} in {month} misses the target of {target}, but within sampling error ({low} to {high}).") if within
                else N_("{value} in {month} misses the target of {target}."))
    return _on_the_way(blanks["gap"])


def _on_the_way(gap: Distance | None) -> Text:
    if gap is None:
        return N_("{value} in {month}; the target is {target} by {due}.")
    if gap.nothing and gap.value < 0:
        return N_("{value} in {month}, just behind the pace of {required} towards {target} by {due}.")
    if gap.nothing:
        return N_("{value} in {month}, on the pace of {required} towards {target} by {due}.")
    if gap.value < 0:
        return N_("{value} in {month}, {gap} behind the pace of {required} towards {target} by {due}.")
    return N_("{value} in {month}, {gap} ahead of the pace of {required} towards {target} by {due}.")
