"""Judge the stages in force: which month decides, against which goal, at which pace, with what
chance."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property

import pandas as pd

from data.database.connection import ReadTransaction
from errors import Message
from i18n import Month
from metrics.answers.answer import Answer
from metrics.answers.headcount import EVERYBODY
from metrics.answers.history import Asking, asking_in, part
from metrics.answers.lacking import lacking, needed_words
from metrics.answers.recorded import begun_anew, scales_changed
from metrics.catalog import indicator_named
from metrics.comparisons.signals import Process, process
from metrics.kpi import Amount, Kpi
from metrics.periods import add_months, has_fallen_due, has_passed, last_day
from metrics.sums.query import Query
from metrics.targets.counting_up import chance_of_count, since_its_day
from metrics.targets.events import Event, decisions, rebased
from metrics.targets.goals import baseline, glide_path, goals
from metrics.targets.notes import day_past, held_for, is_old, notes
from metrics.targets.outlook import chance
from metrics.targets.pace import months_behind, required
from metrics.targets.plans import (
    Target,
    changes_in_percent,
    in_force,
    measurable,
    place_of,
    plan_key,
    several_plans,
    targets,
)
from metrics.targets.verdict import LIKELY, OUT_OF_REACH, SURE, UNLIKELY, Now, Path, Status, Verdict
from metrics.targets.verdict_words import (
    said,
    today_words,
    unknown_months,
    unknown_today,
    within_error,
)

_DUST = 1e-9
_ALL = 100  # percent


@dataclass(frozen=True)
class Basis:
    """What verdicts rest on in one state of the data: `revisions` of targets, decisions on new
    process limits, whom to ask for a KPI's months, by kind of record the months in which the
    answers' scale changed, and by KPI those from which on it is another (see `begins_anew`).
    All revisions of a KPI's targets at a place belong together; others may be left out.
    """

    revisions: tuple[Target, ...]
    decisions: tuple[Event, ...]
    asking: Asking
    breaks: Mapping[str, tuple[date, ...]] = field(default_factory=dict)
    anew: Mapping[str, tuple[date, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Course:
    """The months of one KPI at one place up to a day, as they were told on the day after."""

    answer: Answer
    path: Path | None
    rebases: tuple[date, ...]
    breaks: tuple[date, ...]

    @cached_property
    def rows(self) -> pd.DataFrame:
        return self.answer.judged()

    @cached_property
    def process(self) -> Process | None:
        return process(self.answer, (*self.rebases, *self.breaks))

    def broken(self, target: Target, period: date) -> date | None:
        """The last month up to `period` since which answers on another scale are given than when
        the target was set, or its baseline measured."""
        since = (
            add_months(target.start.replace(day=1), -12)
            if target.form == "change" and target.baseline is None
            else target.date
        )
        return max((month for month in self.breaks if since < month <= period), default=None)


def verdicts(
    reading: ReadTransaction, as_of: date, today: date, kpi: str | None = None
) -> tuple[Verdict, ...]:
    """Every target in force at the end of the month of `as_of`, judged on whole months up to then;
    of one KPI or of all.

    In a month that is not over, as things stand today.
    """
    return judge(basis_of(reading, targets(reading, kpi), today), as_of)


def basis_of(reading: ReadTransaction, revisions: tuple[Target, ...], today: date) -> Basis:
    """What verdicts on these targets rest on, asked for in one reading."""
    kpis = [target.kpi for target in revisions]
    return Basis(
        revisions,
        decisions(reading),
        asking_in(reading, kpis, today),
        scales_changed(reading, kpis),
        begun_anew(reading, kpis),
    )


def judge(basis: Basis, as_of: date) -> tuple[Verdict, ...]:
    """Verdicts by KPI and due date: see `verdicts`."""
    end = min(last_day(as_of.replace(day=1), "month"), basis.asking.today)
    together: dict[tuple, list[Target]] = {}
    for target in in_force(basis.revisions, end):
        together.setdefault((target.kpi, target.place), []).append(target)
    judged = [verdict for found in together.values() for verdict in _judge_plans(basis, found, end)]
    return tuple(sorted(judged, key=lambda verdict: (verdict.target.kpi, verdict.target.due)))


def baseline_of(reading: ReadTransaction, target: Target, today: date) -> float | None:
    """The baseline of a target, typed or measured, in the KPI's unit: see `baseline`."""
    return baseline(asking_in(reading, [target.kpi], today), target)


def _judge_plans(basis: Basis, found: list[Target], end: date) -> list[Verdict]:
    """The targets of one KPI at one place: the stages of each plan lie on a path of their own."""
    plans: dict[str, list[Target]] = {}
    for target in found:
        plans.setdefault(plan_key(target.plan), []).append(target)
    with_plan = several_plans(found)
    return [
        replace(verdict, with_plan=with_plan)
        for stages in plans.values()
        for verdict in _judge_stages(basis, stages, end)
    ]


def _judge_stages(basis: Basis, stages: list[Target], end: date) -> list[Verdict]:
    """The stages of one KPI at one place and of one plan: asked for once, judged each."""
    kpi = measurable(stages[0])
    if kpi is None:
        return [_judge(basis.asking, target, None, end) for target in stages]
    answer = _told(basis.asking, kpi, Query(end=end, only=place_of(stages[0])), end)
    anew = basis.anew.get(kpi.name, ())
    course = _Course(
        answer,
        glide_path(basis.asking, stages),
        (*rebased(basis.decisions, kpi.name, stages[0].place), *anew),
        basis.breaks.get(kpi.dataset.name, ()),
    )
    found = [_judge(basis.asking, target, course, end) for target in stages]
    return [replace(verdict, waits=day_past(verdict, basis.asking.today)) for verdict in found]


def _told(asking: Asking, kpi: Kpi, query: Query, end: date) -> Answer:
    """The answer as it was told at the end, which is that of the query."""
    return part(
        asking(kpi.name, Query(only=query.only)),
        query,
        told=min(end + timedelta(days=1), asking.today),
    )


def _judge(asking: Asking, target: Target, course: _Course | None, end: date) -> Verdict:
    if target.form == "milestone":
        return _milestone(target, end, asking.today)
    goal, goal_high = goals(asking, target)
    current = Verdict(
        target,
        Status.NO_DATA,
        _not_recorded(target),
        goal,
        goal_high,
        better=1 if target.upward else -1,
    )
    if course is None:
        return current
    if goal is None:
        return _without_goal(asking, replace(current, status=Status.CANNOT), course.answer.kpi)
    if target.form == "count":
        return _count(asking, current, course, end)
    due = has_fallen_due(target.due, end.replace(day=1), asking.today)
    rows = course.rows
    row = None if rows.empty else _row_to_judge(asking, rows, current, due)
    if row is None:
        return _undecided(current, course.answer, due, end)
    broken = course.broken(target, row["period"])
    if broken is not None:
        return replace(
            _with_row(current, row),
            status=Status.CANNOT,
            sentence=Message(
                "Scale changed in {month}: not comparable. Set a new target on the new scale.",
                {"month": Month(broken)},
            ),
        )
    failed = None if due else _failed(rows, current)
    if failed is not None:
        return said(
            replace(_with_row(current, failed), meets=False, failed=True),
            Status.OUT_OF_REACH,
            course.answer.kpi,
            failed,
        )
    judged = _with_pace(_with_row(current, row), rows, course.path)
    judge = _judge_at_its_end if due else _judge_on_its_way
    return judge(asking, judged, row, course, end)


def _judge_at_its_end(
    asking: Asking, current: Verdict, row: pd.Series, course: _Course, end: date
) -> Verdict:
    rows = course.rows
    judged = replace(current, status=_ended(current, row, rows))
    unasked = _unasked(course.answer.kpi, judged, row)
    if unasked is not None:
        return replace(judged, status=Status.NOT_ENOUGH, sentence=unasked)
    judged = (
        judged if judged.status is Status.NOT_ENOUGH else _with_today(judged, rows, course, end)
    )
    return said(
        replace(judged, notes=notes(judged, course.process, course.answer, asking, end)),
        judged.status,
        course.answer.kpi,
        row,
        unknown_months(rows, current.target),
    )


def _judge_on_its_way(
    asking: Asking, judged: Verdict, row: pd.Series, course: _Course, end: date
) -> Verdict:
    unasked = _unasked(course.answer.kpi, judged, row)
    if unasked is not None:
        return replace(judged, status=Status.NOT_ENOUGH, sentence=unasked)
    judged = replace(
        judged,
        meets=bool(_shortfall(float(row["value"]), judged) <= _DUST) if row["enough"] else None,
        status=Status.TOO_EARLY,
    )
    judged = _with_chance(judged, course.process, course.path) if row["enough"] else judged
    return said(
        replace(judged, notes=notes(judged, course.process, course.answer, asking, end)),
        expected(judged.probability) if row["enough"] else Status.NOT_ENOUGH,
        course.answer.kpi,
        row,
    )


def _unasked(kpi: Kpi, verdict: Verdict, row: pd.Series) -> Message | None:
    """Why it cannot be said that everybody knows, though all who answered do: too few of the
    roster were asked, or nobody knows how many there are."""
    if not kpi.of_roster or verdict.goal is None or verdict.goal < _ALL:
        return None
    if not row["enough"] or float(row["value"]) < verdict.goal - _DUST:
        return None
    answered, roster = int(row["x"]), float(row["roster"])
    if pd.isna(roster):
        return Message(
            "All {n} who answered in {month} said yes, but it is not known how many there are. "
            "Load the staff roster: 100% is met once 95% of it answered.",
            {"n": answered, "month": Month(row["period"])},
        )
    if answered < EVERYBODY * roster:
        return Message(
            "All {n} who answered in {month} said yes. On the roster are {roster}, not asked: "
            "{count}. 100% is met once 95% of the roster answered.",
            {
                "n": answered,
                "month": Month(row["period"]),
                "count": int(roster) - answered,
                "roster": int(roster),
            },
        )
    return None


def _without_goal(asking: Asking, verdict: Verdict, kpi: Kpi) -> Verdict:
    """Why there is no goal: its baseline is not known, or a change in percent of it says
    nothing."""
    if not changes_in_percent(kpi):
        return replace(
            verdict,
            sentence=Message(
                "Cannot be judged: {kpi} can be below zero, so a change in percent says nothing. "
                "Set the value that is to be reached.",
                {"kpi": kpi.label},
            ),
        )
    start = baseline(asking, verdict.target)
    if start is not None:
        return replace(
            verdict,
            sentence=Message(
                "Cannot be judged: the baseline is {value}, and a change in percent of it says "
                "nothing. Set the value that is to be reached.",
                {"value": Amount(kpi.unit, start)},
            ),
        )
    return replace(
        _with_files(verdict, kpi),
        sentence=Message(
            "The target refers to a baseline that is not known: there are records of fewer than 3 "
            "of the 12 months before {day}.",
            {"day": verdict.target.start},
        ),
    )


def _count(asking: Asking, current: Verdict, course: _Course, end: date) -> Verdict:
    """What is counted up: reached is reached; before that the months so far say how likely it
    is."""
    target, kpi = current.target, course.answer.kpi
    answer = since_its_day(asking, target, course.answer, end)
    columns = answer.columns
    hidden = replace(
        current,
        status=Status.CANNOT,
        sentence=Message(
            "Cannot be counted: some months are hidden, since too few people stand behind them."
        ),
    )
    if columns["hidden"][~columns["partial"].astype(bool)].any():
        return hidden
    due = has_fallen_due(target.due, end.replace(day=1), asking.today)
    months = answer.judged()
    rows = _counted(months, target)
    if rows.empty and answer.query.start and answer.query.start > target.start:
        return hidden  # its first month, of which a part may not be told
    if rows.empty:
        return _undecided(current, answer, due, end)
    in_time = rows[rows["period"] <= target.due] if due else rows
    reached = rows[rows["value"] >= current.goal]
    if not due and reached.empty:
        latest = rows.iloc[-1]
        ahead = (
            (target.due.year - latest["period"].year) * 12
            + target.due.month
            - latest["period"].month
        )
        whole = months.loc[months["period"] >= target.start, "y"].tolist()
        chance = chance_of_count(whole, current.goal - latest["value"], ahead)
        paced = replace(
            _with_pace(_with_row(current, latest), rows, course.path),
            counted_chance=chance,
            meets=False,
        )
        return said(paced, expected(chance), kpi, latest)
    if in_time.empty:
        return _undecided(current, answer, due, end)
    met = not reached.empty and reached["period"].iloc[0] <= target.due
    row = reached.iloc[0] if met else in_time.iloc[-1]
    now = Now.HOLDS if met else Now.REACHED if not reached.empty else Now.MISSED
    judged = replace(
        _with_row(current, row),
        now=now if due else None,
        meets=not reached.empty,
        today=today_words(now, kpi, rows.iloc[-1], False) if now is Now.REACHED else None,
    )
    return said(judged, Status.MET if met else Status.MISSED, kpi, row)


def _with_chance(verdict: Verdict, current: Process | None, path: Path | None) -> Verdict:
    """What the forecast says of the stage, and what the process as it runs now does to its goal."""
    if current is None:
        return verdict
    found = chance(
        current, verdict.target.due, _goal(verdict), verdict.goal_high, verdict.better, path
    )
    assurance = (
        current.assurance(verdict.goal, verdict.better) if verdict.goal_high is None else None
    )
    return replace(
        verdict,
        chance=found,
        assurance=assurance,
        held_for=held_for(current) if found is None else None,
    )


def expected(probability: float | None) -> Status:
    """The word for a chance; too early where there is none."""
    if probability is None:
        return Status.TOO_EARLY
    if probability >= LIKELY:
        return Status.SURE if probability >= SURE else Status.LIKELY
    if probability <= UNLIKELY:
        return Status.OUT_OF_REACH if probability <= OUT_OF_REACH else Status.UNLIKELY
    return Status.OPEN


def _ended(verdict: Verdict, row: pd.Series, rows: pd.DataFrame) -> Status:
    """What became of a stage that is over. Met in every month is only what is known of every
    month."""
    if not row["enough"]:
        return Status.NOT_ENOUGH
    if _shortfall(float(row["value"]), verdict) > _DUST:
        return Status.MISSED
    return Status.NOT_ENOUGH if unknown_months(rows, verdict.target) else Status.MET


def _with_today(verdict: Verdict, rows: pd.DataFrame, course: _Course, end: date) -> Verdict:
    """A stage that is over, with where it stands in the latest settled month."""
    latest, kpi = rows.iloc[-1], course.answer.kpi
    broken = course.broken(verdict.target, latest["period"])
    if is_old(course.answer, end):
        return verdict
    if not latest["enough"] or broken is not None:
        return replace(verdict, today=unknown_today(kpi, latest, broken))
    meets = bool(_shortfall(float(latest["value"]), verdict) <= _DUST)
    ended = verdict.status is Status.MET
    now = (Now.HOLDS if ended else Now.REACHED) if meets else (Now.LOST if ended else Now.MISSED)
    open_ = within_error(verdict, latest["low"], latest["high"])
    return replace(
        verdict,
        meets=meets,
        now=now,
        latest=latest["period"],
        today=None if latest["period"] == verdict.period else today_words(now, kpi, latest, open_),
    )


def _undecided(verdict: Verdict, answer: Answer, due: bool, end: date) -> Verdict:
    """Why no month can be judged: its records are still to come, hidden, or missing."""
    periods = answer.rows[answer.rows["period"] >= _decides(verdict.target)] if due else answer.rows
    if periods["maturing"].any():
        blanks = {"month": Month(periods.loc[periods["maturing"].astype(bool), "period"].iloc[0])}
        return replace(
            verdict,
            status=Status.TOO_EARLY,
            sentence=Message(
                "The value of {month} is not final: later records still count towards it.", blanks
            ),
        )
    if periods["hidden"].any():
        return replace(
            verdict,
            status=Status.CANNOT,
            sentence=Message("The value is hidden, since too few people stand behind it."),
        )
    latest = None if periods.empty else periods.iloc[-1]
    if (
        latest is not None
        and pd.isna(latest["value"])
        and (why := lacking(answer.kpi, latest)) is not None
    ):
        return replace(verdict, sentence=Message(why))
    verdict = _with_files(verdict, answer.kpi)
    if due:
        return replace(
            verdict,
            sentence=Message(
                "No records of {month}, the month that decides.",
                {"month": Month(_decides(verdict.target))},
            ),
        )
    return replace(verdict, sentence=Message("No records up to {day} yet.", {"day": end}))


def _with_files(verdict: Verdict, kpi: Kpi) -> Verdict:
    """Where records are missing: which files would bring them."""
    return replace(verdict, notes=(*verdict.notes, needed_words(kpi)))


def _not_recorded(target: Target) -> Message:
    kpi = indicator_named(target.kpi)
    if not kpi.measured:
        return Message("Records of this KPI are not collected here yet.")
    return Message("{kpi}: not recorded for single units of this type.", {"kpi": kpi.label})


def _decides(target: Target) -> date:
    return (target.stable_from or target.due).replace(day=1)


def _milestone(target: Target, end: date, today: date) -> Verdict:
    if target.reached_on and target.reached_on <= end:
        blanks = {"day": target.reached_on, "evidence": target.evidence, "due": target.due}
        if target.reached_on > target.due:
            return Verdict(
                target,
                Status.REACHED_LATE,
                Message("Reached on {day}, after {due}: {evidence}", blanks),
                now=Now.REACHED,
                meets=True,
            )
        return Verdict(
            target, Status.MET, Message("Reached on {day}: {evidence}", blanks), meets=True
        )
    if has_passed(target.due, end.replace(day=1), today):
        return Verdict(
            target,
            Status.MISSED,
            Message("Not reached by {due}.", {"due": target.due}),
            now=Now.MISSED,
            meets=False,
        )
    if target.due == end:
        return Verdict(
            target,
            Status.TOO_EARLY,
            Message("Not reached so far; due {due}, a day that is not over.", {"due": end}),
        )
    return Verdict(
        target,
        Status.TOO_EARLY,
        Message("Not reached by {day}; due {due}.", {"day": end, "due": target.due}),
    )


def _counted(rows: pd.DataFrame, target: Target) -> pd.DataFrame:
    """What was counted since the start of the plan, month by month."""
    return rows.assign(value=rows["y"].cumsum() + (target.baseline or 0), enough=True)


def _row_to_judge(
    asking: Asking, rows: pd.DataFrame, verdict: Verdict, due: bool
) -> pd.Series | None:
    """The month that decides: the due month, the worst since `stable_from`, or the latest."""
    target = verdict.target
    if not due:
        return rows.iloc[-1]
    if target.stable_from:
        since = rows[(rows["period"] >= _decides(target)) & (rows["period"] <= target.due)]
        since = since[since["enough"]] if since["enough"].any() else since
        return (
            None
            if since.empty
            else since.loc[
                max(since.index, key=lambda at: _shortfall(since.loc[at, "value"], verdict))
            ]
        )
    at_due = rows[rows["period"] == _decides(target)]
    if at_due.empty:
        return None
    return (
        at_due.iloc[0]
        if target.due == last_day(_decides(target), "month")
        else _days_to(asking, target, at_due.iloc[0])
    )


def _failed(rows: pd.DataFrame, verdict: Verdict) -> pd.Series | None:
    """Of a goal for every month that is yet to fall due, the first month that missed it already,
    beyond which it cannot be met any more."""
    if verdict.target.stable_from is None:
        return None
    since = rows[(rows["period"] >= _decides(verdict.target)) & rows["enough"].astype(bool)]
    return next(
        (row for _, row in since.iterrows() if _shortfall(float(row["value"]), verdict) > _DUST),
        None,
    )


def _days_to(asking: Asking, target: Target, month: pd.Series) -> pd.Series:
    """The month that decides, of its days up to the due date; the whole month where these cannot be
    told apart."""
    found = asking(target.kpi, Query(month["period"], target.due, only=place_of(target))).rows
    some = found[~found["hidden"].astype(bool) & found["value"].notna()]
    return some.iloc[0] if len(some) else month


def _with_row(verdict: Verdict, row: pd.Series) -> Verdict:
    low, high = (None if pd.isna(row[name]) else float(row[name]) for name in ("low", "high"))
    return replace(
        verdict,
        period=row["period"],
        value=float(row["value"]),
        low=low,
        high=high,
        n=float(row["n"]),
    )


def _shortfall(value: float, verdict: Verdict) -> float:
    """How far a value misses the goal, in its unit; 0 or less is met."""
    goal, high = _goal(verdict), verdict.goal_high
    if high is not None:  # of a range alone
        return max(goal - value, value - high)
    return goal - value if verdict.target.upward else value - goal


def _goal(verdict: Verdict) -> float:
    """The goal of a stage that is judged: one whose goal is not known never is."""
    if verdict.goal is None:
        raise ValueError("a value was set against a goal that is not known")
    return verdict.goal


def _with_pace(verdict: Verdict, rows: pd.DataFrame, path: Path | None) -> Verdict:
    """The pace at the end of the latest month; a range is to be kept, not approached, and so is a
    goal that the baseline was beyond."""
    if path is None or verdict.target.form == "between":
        return verdict
    periods, values = rows["period"].to_numpy(), rows["value"].to_numpy()
    latest, value, goal = periods[-1], float(values[-1]), _goal(verdict)
    if verdict.better * (path[0] - goal) >= 0:
        return replace(verdict, gap=verdict.better * (value - goal))
    now = required(last_day(latest, "month"), *path)
    due = verdict.target.due
    months = (due.year - latest.year) * 12 + due.month - latest.month
    year_ago = dict(zip(periods, values, strict=True)).get(add_months(latest, -12))
    better = verdict.better
    return replace(
        verdict,
        required_now=now,
        gap=better * (value - now),
        months_behind=months_behind(last_day(latest, "month"), value, better, *path),
        pace_needed=(goal - value) / months if months > 0 else None,
        pace_had=None if year_ago is None else (value - float(year_ago)) / 12,
    )
