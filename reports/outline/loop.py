"""The committee's own work: last decisions, problems, actions and their effect, what comes next, and
what has to be decided now."""

from collections.abc import Sequence
from datetime import date, timedelta

from data.kinds.catalog import DECISION, PROBLEM
from data.roles import sees_people
from errors import Message
from i18n import N_, Text
from metrics.catalog import indicator_named
from metrics.effect.action_words import STATES, action_words
from metrics.effect.actions import (
    ImprovementAction,
    JudgedAction,
    judged_actions,
    judged_on,
    registered_actions,
)
from metrics.effect.problems import Decision, Problem, decisions_of, problems_of, problems_on, tiles
from metrics.effect.verdict_of_action import Outcome
from metrics.findings.overview import rows_of
from metrics.kpi import Indicator
from metrics.periods import add_months, last_day
from metrics.snapshot import Snapshot
from metrics.targets.plans import in_force, targets
from metrics.targets.verdict import Verdict
from reports.outline.causes import causes_of, needs_cause
from reports.outline.kpis import outcome_words, place_name
from reports.outline.parts import (
    BETTER,
    QUIET,
    WORSE,
    Block,
    Cell,
    Count,
    More,
    NumberTiles,
    Page,
    Paragraph,
    ReportTable,
    Saying,
    TableColumn,
    Toned,
    Words,
    told_of,
)
from reports.outline.period import ReportPeriod

_RESULTS = dict(DECISION.column("result").choices)
_MOST_PROBLEMS, _MOST_DECIDED = 30, 10
_MEASURES = N_("Decide on measures, or on the target.")
_TONES = {Outcome.WORKED: BETTER, Outcome.PARTLY: BETTER, Outcome.WORSENED: WORSE}


def owner_of(snapshot: Snapshot, name: str | None) -> str:
    """Who answers for an action or a decision, for those who may see people."""
    return name or "" if sees_people(snapshot.viewer) else ""


def _columns(*columns: TableColumn | None) -> tuple[TableColumn, ...]:
    return tuple(column for column in columns if column is not None)


def _owner_column(snapshot: Snapshot) -> TableColumn | None:
    return TableColumn(N_("Owner"), 1.2) if sees_people(snapshot.viewer) else None


def _with_owner(snapshot: Snapshot, name: str | None, cells: Sequence[Cell]) -> tuple[Cell, ...]:
    return (*cells, owner_of(snapshot, name)) if sees_people(snapshot.viewer) else tuple(cells)


def as_of(snapshot: Snapshot, period: ReportPeriod) -> date:
    """The day as of which problems, actions and decisions are told: the last of the period, or today
    while it is not over."""
    return period.end if period.over else snapshot.today


def _decided_by(snapshot: Snapshot, period: ReportPeriod) -> list[Decision]:
    """The decisions of the period and the one before."""
    until = as_of(snapshot, period)
    return [one for one in decisions_of(snapshot) if period.before <= one.day <= until]


def judged_then(snapshot: Snapshot, period: ReportPeriod) -> tuple[JudgedAction, ...]:
    """The actions with their verdicts as of the period's end."""
    return judged_on(snapshot, period.month, as_of(snapshot, period))


def decision_pages(snapshot: Snapshot, period: ReportPeriod) -> tuple[Page, ...]:
    """The decisions since the period before began, with what became of them and of their
    actions."""
    found = _decided_by(snapshot, period)
    if not found:
        return (Page(N_("No decision was written down in this period and the one before."), ()),)
    title = _decided(found, snapshot, period)
    judged = {one.action.action_id: one for one in judged_then(snapshot, period)}
    columns = _columns(
        TableColumn(N_("Day"), 1.5),
        TableColumn(N_("Decision"), 4.6),
        TableColumn(Message("State on {day}", {"day": snapshot.today}), 1.4),
        TableColumn(N_("Due"), 1.5),
        TableColumn(N_("What became of its action"), 2.6),
        _owner_column(snapshot),
    )
    rows = tuple(_decision_row(snapshot, one, judged) for one in found)
    return (Page(title, (ReportTable(columns, rows, title, small=True),)),)


def decisions_told(snapshot: Snapshot, period: ReportPeriod) -> list[Message]:
    """How many decisions were written down lately, and how they stand; nothing without any."""
    found = _decided_by(snapshot, period)
    if not found:
        return []
    return [_decided(found, snapshot, period)]


def _decided(found: Sequence[Decision], snapshot: Snapshot, period: ReportPeriod) -> Message:
    return Message(
        "Decisions from {first} to {last}: {count}; on {day} still to be done: {open}, of these "
        "past their day: {late}.",
        {
            "first": period.before,
            "last": as_of(snapshot, period),
            "day": snapshot.today,
            "count": len(found),
            "open": sum(one.result == "open" for one in found),
            "late": sum(one.is_late(snapshot.today) for one in found),
        },
    )


def _decision_row(
    snapshot: Snapshot, decision: Decision, judged: dict[str, JudgedAction]
) -> tuple[Cell, ...]:
    action = judged.get(decision.action_id or "")
    result: Cell = _RESULTS[decision.result]
    if decision.is_late(snapshot.today):
        result = Toned(Message("{state} (overdue)", {"state": _RESULTS[decision.result]}), WORSE)
    return _with_owner(
        snapshot,
        decision.owner,
        (decision.day, decision.text, result, decision.due, _effect(decision, action)),
    )


def _effect(decision: Decision, action: JudgedAction | None) -> Cell:
    if decision.action_id is None:
        return None
    if action is None:
        return Message("{number}: not begun", {"number": decision.action_id})
    return Toned(
        Message(
            "{number}: {shape} {outcome}",
            {
                "number": decision.action_id,
                "shape": action.outcome.shape,
                "outcome": action.outcome.label,
            },
        ),
        _TONES.get(action.outcome, ""),
    )


def problem_pages(snapshot: Snapshot, period: ReportPeriod) -> tuple[Page, ...]:
    """The four numbers of the list, and what is open by its weight."""
    day = as_of(snapshot, period)
    found = problems_on(problems_of(snapshot), day)
    if not found:
        return (Page(Message("No problem was written down by {day}.", {"day": day}), ()),)
    still = [one for one in found if one.is_open]
    title = Message(
        "Problems open on {day}: {open}, of these overdue: {overdue}.",
        {
            "day": day,
            "open": len(still),
            "overdue": sum(one.is_overdue(day) for one in still),
        },
    )
    blocks: list[Block] = [problem_tiles(snapshot, period)]
    if still:
        blocks.append(problem_table(snapshot, still[:_MOST_PROBLEMS], day))
    if len(still) > _MOST_PROBLEMS:
        blocks.append(Paragraph((More(len(still) - _MOST_PROBLEMS),)))
    blocks += _since(snapshot, day)
    return (Page(title, tuple(blocks)),)


def _since(snapshot: Snapshot, day: date) -> list[Block]:
    """How many problems were raised and ended after the day that they are told of."""
    found = problems_of(snapshot)
    raised = sum(one.raised > day for one in found)
    ended = sum(one.raised <= day for one in found if one.closed is not None and one.closed > day)
    if not raised and not ended:
        return []
    told = Message(
        "After {day}, up to {today}: raised {raised}, of those above solved or dropped {ended}.",
        {"day": day, "today": snapshot.today, "raised": raised, "ended": ended},
    )
    return [Paragraph((told,))]


def problem_tiles(snapshot: Snapshot, period: ReportPeriod) -> NumberTiles:
    """How many were open, overdue, due, and closed lately, at the period's end."""
    day = as_of(snapshot, period)
    counted = tiles(problems_on(problems_of(snapshot), day), day)
    return NumberTiles(
        (
            (N_("Open problems"), Count(counted.open)),
            (N_("Overdue"), Count(counted.overdue)),
            (N_("Due within 7 days"), Count(counted.soon)),
            (N_("Closed in 90 days"), Count(counted.closed)),
        )
    )


def problem_table(snapshot: Snapshot, found: Sequence[Problem], day: date) -> ReportTable:
    """The problems in the order of their weight, as of a day."""
    now = {one.problem_id: one for one in problems_of(snapshot)}
    column = PROBLEM.column
    columns = (
        TableColumn(column("problem_id").label, 1.1),
        TableColumn(column("title").label, 3.4),
        TableColumn(column("category").label, 1.5),
        TableColumn(column("department").label, 1.8),
        TableColumn(column("share").label, 1, number=True),
        TableColumn(column("impact").label, 0.9),
        TableColumn(column("due").label, 1.5),
        TableColumn(N_("Age in days"), 0.8, number=True),
        TableColumn(column("cause").label, 2.6),
    )
    return ReportTable(
        columns,
        tuple(_problem_row(one, now[one.problem_id], day) for one in found),
        N_("Problems"),
        small=True,
    )


def _problem_row(problem: Problem, now: Problem, day: date) -> tuple[Cell, ...]:
    """`now`: the same problem as it stands today."""
    impacts = dict(PROBLEM.column("impact").choices)
    due: Cell = problem.due
    if problem.is_overdue(day):
        due = Toned(Message("{day} (overdue)", {"day": problem.due}), WORSE)
    return (
        problem.problem_id,
        told_of(problem.title, None if problem == now else _ended(STATES[now.status], now.closed)),
        problem.category or "",
        problem.department,
        None if problem.share is None else Message("{value}%", {"value": problem.share}),
        impacts[problem.impact] if problem.impact else "",
        due,
        Count(problem.age(day)),
        problem.cause or Toned(N_("No cause given."), QUIET),
    )


def _ended(state: Text, day: date | None) -> Message:
    """What came after the period."""
    return Message("(Since then: {state} on {day}.)", {"state": state, "day": day})


def action_pages(snapshot: Snapshot, period: ReportPeriod) -> tuple[Page, ...]:
    """Every action that had begun, with its verdict and what that rests on; then those to come."""
    judged = sorted(
        judged_then(snapshot, period),
        key=lambda one: (not one.is_due(period.month), -one.action.starts.toordinal()),
    )
    begun = {one.action.action_id for one in judged}
    later = [one for one in registered_actions(snapshot) if one.action_id not in begun]
    if not judged and not later:
        return (Page(N_("No action is written down."), ()),)
    worked = sum(one.outcome in (Outcome.WORKED, Outcome.PARTLY) for one in judged)
    title = Message(
        "Actions begun: {count}; moved their KPI as expected: {worked}; effect to be checked now: "
        "{due}.",
        {
            "count": len(judged),
            "worked": worked,
            "due": sum(one.is_due(period.month) for one in judged),
        },
    )
    columns = _columns(
        TableColumn(N_("Action"), 2.6),
        TableColumn(N_("KPI and place"), 2.2),
        TableColumn(N_("Starts on"), 1.5),
        TableColumn(N_("Outcome"), 1.4),
        TableColumn(N_("What it rests on"), 5),
        _owner_column(snapshot),
    )
    now = {one.action_id: one for one in registered_actions(snapshot)}
    rows = [_action_row(snapshot, one, now[one.action.action_id], period) for one in judged]
    rows += [_later_row(snapshot, one, period) for one in later]
    return (Page(title, (ReportTable(columns, tuple(rows), title, small=True),)),)


def _action_row(
    snapshot: Snapshot, judged: JudgedAction, now: ImprovementAction, period: ReportPeriod
) -> tuple[Cell, ...]:
    """`now`: the action as it stands today."""
    since = None if judged.action == now else _ended(STATES[now.status], now.closed)
    outcome = outcome_words(judged)
    due = (N_("Effect to be checked now."),) if judged.is_due(period.month) else ()
    return _with_owner(
        snapshot,
        judged.action.owner,
        (
            _title(judged.action),
            _aim(judged.action),
            judged.action.starts,
            Toned(told_of(outcome, *due), _TONES.get(judged.outcome, "")),
            told_of(*action_words(judged), since),
        ),
    )


def _later_row(
    snapshot: Snapshot, action: ImprovementAction, period: ReportPeriod
) -> tuple[Cell, ...]:
    after: Words = N_("It had not begun by the end of the period.")
    if action.registered > as_of(snapshot, period):
        after = Message("Registered on {day}, after the period.", {"day": action.registered})
    return _with_owner(
        snapshot,
        action.owner,
        (
            _title(action),
            _aim(action),
            action.starts,
            Toned(STATES[action.status], QUIET),
            after,
        ),
    )


def _title(action: ImprovementAction) -> Words:
    return f"{action.action_id} {action.title}"


def _aim(action: ImprovementAction) -> Message:
    return Message(
        "{kpi}, {place}",
        {"kpi": indicator_named(action.kpi).label, "place": place_name(action.place)},
    )


def next_pages(snapshot: Snapshot, period: ReportPeriod) -> tuple[Page, ...]:
    """What falls due up to the end of the period that follows: targets, checks, problems,
    decisions."""
    rows = coming(snapshot, period)
    title = (
        Message("Due by {day}: {count}.", {"day": period.next_end, "count": len(rows)})
        if rows
        else Message("Nothing that is written down falls due by {day}.", {"day": period.next_end})
    )
    if not rows:
        return (Page(title, ()),)
    columns = (
        TableColumn(N_("Due"), 1.7),
        TableColumn(N_("What"), 1.6),
        TableColumn(N_("Which"), 7.5),
    )
    return (Page(title, (ReportTable(columns, tuple(rows), title),)),)


def coming(snapshot: Snapshot, period: ReportPeriod) -> list[tuple]:
    """Day, kind and words of what falls due, in the order of days."""
    last = period.next_end
    # Of a period that still runs: what is not judged yet; of what counts by its day, milestones too,
    # what is not late by today.
    unjudged = last_day(period.month, "month") + timedelta(days=1)
    first = unjudged if period.over else snapshot.today
    day = as_of(snapshot, period)
    reached = {
        (target.series, target.due)
        for target in in_force(targets(snapshot.reading), day)
        if target.reached_on is not None and target.reached_on <= day
    }
    found: list[tuple] = [
        (
            stage.target.due,
            N_("Target"),
            Message(
                "{kpi}: {target}, now {verdict}",
                {
                    "kpi": row.kpi.label,
                    "target": stage.asked,
                    "verdict": stage.status.label,
                },
            ),
        )
        for row in rows_of(snapshot, period.month, ())
        for stage in row.stages
        if (first if stage.target.form == "milestone" else unjudged) <= stage.target.due <= last
        and (stage.target.series, stage.target.due) not in reached
    ]
    for one in judged_then(snapshot, period):
        action = one.action
        ends = add_months(action.shows_from, action.window) - timedelta(days=1)
        if not action.has_ended and unjudged <= ends <= last:
            found.append((ends, N_("Check of an action"), _title(action)))
    for problem in problems_on(problems_of(snapshot), day):
        if problem.is_open and problem.due is not None and first <= problem.due <= last:
            found.append((problem.due, N_("Problem"), f"{problem.problem_id} {problem.title}"))
    found += [
        (one.due, N_("Decision"), _with_result(one))
        for one in decisions_of(snapshot)
        if one.day <= day and one.due is not None and first <= one.due <= last
    ]
    return sorted(found, key=lambda row: row[0])


def _with_result(decision: Decision) -> Words:
    """A decision, with what became of it since."""
    if decision.result == "open":
        return decision.text
    return Message(
        "{text} (by now: {state})", {"text": decision.text, "state": _RESULTS[decision.result]}
    )


def off_targets(snapshot: Snapshot, period: ReportPeriod) -> list[tuple[Indicator, Verdict]]:
    """The targets that are off, the most urgent KPI first."""
    rows = [row for row in rows_of(snapshot, period.month, ()) if row.off]
    rows.sort(key=lambda row: row.urgency)
    return [(row.kpi, stage) for row in rows for stage in row.counting if needs_cause(stage)]


def kpis_without_cause(snapshot: Snapshot, period: ReportPeriod) -> list[Indicator]:
    """The KPIs with a target that is off, and no cause."""
    kpis = {kpi.name: kpi for kpi, _ in off_targets(snapshot, period)}
    return [kpi for kpi in kpis.values() if not causes_of(snapshot, kpi, period)]


def without_cause(snapshot: Snapshot, period: ReportPeriod) -> list[Text]:
    """What these are called."""
    return [kpi.label for kpi in kpis_without_cause(snapshot, period)]


def asked_decisions(snapshot: Snapshot, period: ReportPeriod) -> list[Saying]:
    """What the committee is asked to decide, in the order of weight; each with its ground."""
    found: list[Saying] = []
    off: dict[str, list[tuple[Indicator, Verdict]]] = {}
    for kpi, stage in off_targets(snapshot, period):
        off.setdefault(kpi.name, []).append((kpi, stage))
    for together in off.values():
        blanks = {"kpi": together[0][0].label, "targets": [_standing(one) for _, one in together]}
        found.append(told_of(Message("{kpi}: {targets}.", blanks), _MEASURES))
    found += [
        told_of(
            Message(
                "Action {action}: its months are over, and the verdict is “{outcome}”.",
                {"action": _title(one.action), "outcome": one.outcome.label},
            ),
            N_("Keep, change or end it."),
        )
        for one in judged_actions(snapshot, period.month)  # what ended since is decided
        if one.is_due(period.month)
    ]
    found += [
        told_of(
            Message(
                "Problem {problem} has been overdue since {day}.",
                {"problem": f"{one.problem_id} {one.title}", "day": one.due},
            ),
            N_("Set a new day, or hand it to somebody else."),
        )
        for one in problems_of(snapshot)  # as they are now: what was solved since is decided
        if one.is_overdue(as_of(snapshot, period))
    ]
    return found


def _standing(stage: Verdict) -> Message:
    return Message(
        "{target} by {due} is {verdict}",
        {
            "target": stage.asked,
            "due": stage.target.due,
            "verdict": stage.status.label if stage.now is None else stage.now.label,
        },
    )


def asked_paragraphs(found: Sequence[Saying], most: int = _MOST_DECIDED) -> tuple[Paragraph, ...]:
    """The decisions that are asked for, numbered; the first of them where there are many."""
    told = tuple(
        Paragraph((one,), Message("{number}.", {"number": number}), leading=True)
        for number, one in enumerate(found[:most], start=1)
    )
    if len(found) > most:
        return (*told, Paragraph((More(len(found) - most),)))
    return told
