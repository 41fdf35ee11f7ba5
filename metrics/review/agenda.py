"""The agenda, made and not written: what was decided, what is out of the ordinary, which problems are
new or late, which effects are to be checked, which targets come due."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from data.kinds.catalog import DECISION as DECISIONS, PROBLEM as PROBLEMS
from data.kinds.meeting import HEAD, PUT_OFF
from errors import Message
from i18n import N_
from metrics.catalog import indicator_named
from metrics.effect.action_words import action_words
from metrics.effect.actions import JudgedAction, judged_actions
from metrics.effect.problems import Decision, Problem, decisions_of, parted, problems_of
from metrics.effect.verdict_of_action import Outcome
from metrics.findings.month import card_of
from metrics.periods import add_months
from metrics.review.exceptions import exceptions, figure_of
from metrics.review.heads import MeetingHead, heads_of
from metrics.review.item import (
    CHECK,
    DECISION,
    EXCEPTION,
    KINDS,
    MONTH,
    PROBLEM,
    QUARTER,
    Agenda,
    AgendaItem,
    Skipped,
    Words,
)
from metrics.review.places import place_words
from metrics.review.raised import raised_at
from metrics.review.targets_due import measured, targets_due
from metrics.review.written import item_read
from metrics.snapshot import Snapshot, remembered

_BETTER = {Outcome.WORKED: True, Outcome.PARTLY: True, Outcome.WORSENED: False}
_TOLD = frozenset({Outcome.WORKED, Outcome.PARTLY, Outcome.NO_EFFECT, Outcome.WORSENED})
MOST = 7  # items of a kind that one meeting goes through; what is beyond them stands aside
_CONTINUED = timedelta(days=3)  # between two days of one meeting, a weekend at most
_STATES, _RESULTS = (
    dict(PROBLEMS.column("status").choices),
    dict(DECISIONS.column("result").choices),
)


def last_meeting_before(snapshot: Snapshot, day: date, without: str = "") -> date | None:
    """The first day of the latest meeting that began up to a day: one that was held here, or of
    which a decision was written down; None without any. One that was taken up again after another had
    begun is not the latest. `without`: the name of the meeting that is on."""
    held = {one.name: one for one in heads_of(snapshot)}
    days: dict[str, list[date]] = {}
    for on, name in (
        *((one.begun, name) for name, one in held.items()),
        *((one.day, one.meeting) for one in decisions_of(snapshot)),
    ):
        if on <= day and name != without:
            days.setdefault(name, []).append(on)
    return max((_begun(found, held.get(name)) for name, found in days.items()), default=None)


def _begun(days: list[date], held: MeetingHead | None) -> date:
    """The first day of the latest meeting of a name: days with no more than a weekend between them
    are one; so are all of one that was held here, however much later it was taken up, with what was
    written down just after its end."""
    first = max(days)
    for on in sorted(days, reverse=True):
        if first - on <= _CONTINUED:
            first = on
    if held is not None and held.begun <= first <= held.over + _CONTINUED:
        return held.begun
    return first


@remembered(40)
def agenda(
    snapshot: Snapshot, month: date, last_meeting: date | None, length: str = MONTH
) -> Agenda:
    """What a review of a month, or of the quarter that ends with it, talks about. `month`: its first
    day, of one that is over; `last_meeting`: what was decided, raised or due before that day was
    talked about then; None for the first one."""
    first = add_months(month, -2 if length == QUARTER else 0)
    since = last_meeting or first
    left = _Left() if last_meeting is None else _left_over(snapshot)
    unusual = exceptions(snapshot, month, length, last_meeting, left.unseen)
    judged = judged_actions(snapshot, month)
    due = [one for one in judged if one.is_due(month)]
    decided, decided_skipped = _decisions(snapshot, judged, due, last_meeting, month, left.items)
    problems, problems_skipped = _problems(snapshot, since, month, left.items)
    targets, targets_skipped = targets_due(snapshot, month, since - timedelta(days=1), left.items)
    skipped = (
        *decided_skipped,
        *unusual.skipped,
        *problems_skipped,
        *_not_due(judged, due),
        *targets_skipped,
    )
    items = (
        *decided,
        *unusual.items,
        *problems,
        *(_check(snapshot, one, month) for one in due),
        *targets,
    )
    return Agenda(
        month=month,
        length=length,
        last_meeting=last_meeting,
        items=held_to_most(_with_left_over(items, left)),
        skipped=tuple(one for one in skipped if one.count),
        looked_at=unusual.looked_at,
        flagged=unusual.flagged,
        by_chance=unusual.by_chance,
    )


@dataclass(frozen=True)
class _Left:
    """What the last meeting left over, by key, `since` the day on which it was so first, and which
    of it was put off."""

    items: Mapping[str, AgendaItem] = field(default_factory=dict)
    put_off: frozenset[str] = frozenset()

    @property
    def unseen(self) -> frozenset[str]:
        """What the meeting did not go through."""
        return self.put_off | {key for key, item in self.items.items() if item.aside}


def _left_over(snapshot: Snapshot) -> _Left:
    """Of the last meeting that was held here and is over: what was put off, at it or before, and
    what was neither discussed nor decided or raised on. A decision typed since is none of a meeting's."""
    over = [one for one in heads_of(snapshot) if not one.is_on]
    if not over:
        return _Left()
    marks: dict[str, dict[str, str]] = {}
    for number, key, mark in snapshot.reading.rows(
        "SELECT meeting_id, item, mark FROM live_meeting WHERE mark IS NOT NULL"
    ):
        marks.setdefault(number, {})[key] = mark
    put_off: set[str] = set()
    raised = raised_at(snapshot)
    for one in over:
        marked = marks.get(one.number, {})
        put_off -= one.decided | marked.keys() | raised.get(one.number, {}).keys()
        put_off |= {key for key, mark in marked.items() if mark == PUT_OFF}
    last = over[-1]
    touched = last.decided | marks.get(last.number, {}).keys()
    touched = (touched | raised.get(last.number, {}).keys()) - put_off
    items = {
        key: item_read(key, json.loads(told))
        for key, told in snapshot.reading.rows(
            "SELECT item, told FROM live_meeting WHERE meeting_id = ? AND item <> ?",
            [last.number, HEAD],
        )
        if key not in touched
    }
    return _Left(
        {key: replace(item, since=item.since or last.begun) for key, item in items.items()},
        frozenset(put_off & items.keys()),
    )


def _with_left_over(items: tuple[AgendaItem, ...], left: _Left) -> tuple[AgendaItem, ...]:
    """The items, those marked that were left over. All of these is told as it is by now, or has
    ended; only an exception that was put off, and whose signal is gone, stands behind the others as
    it was told then."""
    marked = [
        replace(item, since=left.items[item.key].since) if item.key in left.items else item
        for item in items
    ]
    there = {item.key for item in items}
    again = [
        item
        for key, item in left.items.items()
        if item.kind == EXCEPTION and key in left.put_off - there
    ]
    return in_order((*marked, *again))


def in_order(items: tuple[AgendaItem, ...]) -> tuple[AgendaItem, ...]:
    """The items by kind, those of a kind as they stand."""
    return tuple(sorted(items, key=lambda item: KINDS.index(item.kind)))


def held_to_most(
    items: tuple[AgendaItem, ...],
    walked: Collection[str] = (),
    aside: Collection[str] = (),
) -> tuple[AgendaItem, ...]:
    """The items, those aside that are more of their kind than a meeting can hold: what is worse is
    kept before the rest, and of these what has waited. `walked` and `aside`: what a meeting that is
    on talked about already, which stays where it stood."""
    kept = {
        item.key
        for kind in KINDS
        for item in sorted(
            (one for one in items if one.kind == kind),
            key=lambda one: (one.key not in walked, one.key in aside, *_urgency(one)),
        )[:MOST]
    }
    return tuple(replace(item, aside=item.key not in kept) for item in items)


def _urgency(item: AgendaItem) -> tuple[bool, bool]:
    return item.better is not False, item.since is None


def _decisions(
    snapshot: Snapshot,
    judged: tuple[JudgedAction, ...],
    due: list[JudgedAction],
    last_meeting: date | None,
    month: date,
    left_over: Collection[str],
) -> tuple[list[AgendaItem], tuple[Skipped, ...]]:
    """The decisions that are late; of the last meeting, and of what it left over, those that have no day and those
    whose action shows by now what it did; and what it left over and is not done. An effect to be
    checked is an item of its own."""
    of = {one.action.action_id: one for one in judged}
    checked = {one.action.action_id for one in due}
    items: list[AgendaItem] = []
    carried_out: list[Decision] = []
    waiting: list[Decision] = []
    given_up: list[Decision] = []
    for one in sorted(decisions_of(snapshot), key=lambda one: (one.day, one.decision_id)):
        left = f"{DECISION}-{one.decision_id}" in left_over
        is_last = left or last_meeting is not None and one.day >= last_meeting
        action = of.get(one.action_id or "")
        shows = (
            action is not None
            and action.outcome in _TOLD
            and action.action.action_id not in checked
        )
        late = one.is_late(snapshot.today)
        undone = one.result == "open" and (left or one.due is None)
        if late or is_last and (undone or shows):
            items.append(_decision(snapshot, one, action, late, month))
        elif is_last:
            {"open": waiting, "dropped": given_up}.get(one.result, carried_out).append(one)
    return items, (
        _left_out(N_("Decisions carried out, with no effect to tell yet: {count}"), carried_out),
        _left_out(N_("Decisions that are not due yet: {count}"), waiting),
        _left_out(N_("Decisions dropped: {count}"), given_up),
    )


def _left_out(why: str, found: list[Decision]) -> Skipped:
    return Skipped(
        DECISION,
        Message(why, {"count": len(found)}),
        len(found),
        tuple(_named(one.decision_id, one.text) for one in found),
    )


def _named(number: str, title: str) -> Message:
    return Message("{number} {title}", {"number": number, "title": title})


def _decision(
    snapshot: Snapshot, decision: Decision, action: JudgedAction | None, late: bool, month: date
) -> AgendaItem:
    state = N_("overdue") if late else _RESULTS[decision.result]
    facts: list[tuple[Words, object]] = [
        (DECISIONS.column("date").label, decision.day),
        (DECISIONS.column("meeting").label, decision.meeting),
    ]
    if decision.due is not None:
        facts.append((DECISIONS.column("due").label, decision.due))
    facts.append((DECISIONS.column("result").label, _RESULTS[decision.result]))
    sentences: list[Words] = []
    if late and decision.due is not None:
        days = (snapshot.today - decision.due).days
        sentences.append(
            Message(
                "It was to be done by {due}, {days} days ago.", {"due": decision.due, "days": days}
            )
        )
    kpi, place, figure = "", (None, None), None
    if action is not None:
        sentences.append(
            Message(
                "Its action {number} {title}: {outcome}.",
                {
                    "number": action.action.action_id,
                    "title": action.action.title,
                    "outcome": action.outcome.label,
                },
            )
        )
        sentences += action_words(action)
        kpi, place, figure = _proof(snapshot, action.action.kpi, action.action.place, month)
    return AgendaItem(
        key=f"decision-{decision.decision_id}",
        kind=DECISION,
        title=_named(decision.decision_id, decision.text),
        headline=decision.text,
        word=state,
        shape="✕" if late else "✓" if decision.result == "kept" else "○",
        better=False if late else None if action is None else _BETTER.get(action.outcome),
        sentences=tuple(sentences),
        facts=tuple(facts),
        kpi=kpi,
        place=place,
        figure=figure,
        number=decision.decision_id,
        owner=decision.owner,
    )


def _proof(snapshot: Snapshot, kpi: str | None, place: tuple, month: date) -> tuple:
    """The KPI whose course is shown, where, and its figure; nothing where it cannot be asked for."""
    declared = measured(kpi or "")
    if declared is None:
        return "", (None, None), None
    dimension, unit = place
    only = () if dimension is None else ((dimension, (unit,)),)
    card = card_of(snapshot, declared.name, month, only)
    if card.answer is None:
        return "", (None, None), None
    return declared.name, place, figure_of(card, place)


def _problems(
    snapshot: Snapshot, since: date, month: date, left_over: Collection[str]
) -> tuple[list[AgendaItem], tuple[Skipped, ...]]:
    """The open ones that were raised since the last meeting, or were left over by it, or are
    overdue, by share × impact."""
    items, known, ended = [], [], []
    for one in problems_of(snapshot):
        left = f"{PROBLEM}-{one.problem_id}" in left_over
        new, late = one.raised >= since and not left, one.is_overdue(snapshot.today)
        if one.is_open and (left or new or late):
            items.append(_problem(snapshot, one, new, late, month))
        elif one.is_open:
            known.append(one)
        elif left or (one.closed or one.raised) >= since:
            ended.append(one)
    return items, tuple(
        Skipped(
            PROBLEM,
            Message(why, {"count": len(found)}),
            len(found),
            tuple(_named(one.problem_id, one.title) for one in found),
        )
        for why, found in (
            (N_("Open problems that are neither new nor overdue: {count}"), known),
            (N_("Problems solved or dropped since the last meeting: {count}"), ended),
        )
    )


def _problem(
    snapshot: Snapshot, problem: Problem, new: bool, late: bool, month: date
) -> AgendaItem:
    column = PROBLEMS.column
    word: Words = _STATES[problem.status]
    if new or late:
        word = N_("new and overdue") if new and late else N_("overdue") if late else N_("new")
    cells: list[tuple[Words, object]] = [
        (column("category").label, problem.category),
        (column("department").label, problem.department),
        (N_("Place"), place_words(problem.place)),
        (column("date").label, problem.raised),
        (column("due").label, problem.due),
        (column("status").label, _STATES[problem.status]),
        (column("share").label, problem.share),
        (
            column("impact").label,
            dict(column("impact").choices)[problem.impact] if problem.impact else None,
        ),
        (column("cause").label, problem.cause),
        (column("points_at").label, parted(problem.points_at or "")[0]),
    ]
    facts = tuple((label, value) for label, value in cells if value not in (None, ""))
    kpi, place, figure = _proof(snapshot, problem.kpi, problem.place, month)
    sentences: list[Words] = [
        Message("It has been open for {days} days.", {"days": problem.age(snapshot.today)})
    ]
    if not problem.cause:
        sentences.append(Message("No cause is written down yet."))
    return AgendaItem(
        key=f"problem-{problem.problem_id}",
        kind=PROBLEM,
        title=_named(problem.problem_id, problem.title),
        headline=problem.title,
        word=word,
        shape="✕" if late else "◇",
        better=False if late else None,
        sentences=tuple(sentences),
        facts=tuple(facts),
        kpi=kpi,
        place=place,
        figure=figure,
        number=problem.problem_id,
        owner=problem.owner,
    )


def _check(snapshot: Snapshot, judged: JudgedAction, month: date) -> AgendaItem:
    """An action whose window is over, and that is not closed."""
    action, outcome = judged.action, judged.outcome
    kpi, place, figure = _proof(snapshot, action.kpi, action.place, month)
    facts: tuple[tuple[Words, object], ...] = (
        (N_("KPI"), indicator_named(action.kpi).label),
        (N_("Place"), place_words(action.place)),
        (N_("Starts on"), action.starts),
    )
    return AgendaItem(
        key=f"check-{action.action_id}",
        kind=CHECK,
        title=_named(action.action_id, action.title),
        headline=Message("{title}: {outcome}", {"title": action.title, "outcome": outcome.label}),
        word=outcome.label,
        shape=outcome.shape,
        better=_BETTER.get(outcome),
        sentences=action_words(judged),
        facts=facts,
        kpi=kpi,
        place=place,
        figure=figure,
        number=action.action_id,
        owner=action.owner,
    )


def _not_due(judged: tuple[JudgedAction, ...], due: list[JudgedAction]) -> tuple[Skipped, ...]:
    going_on = [one for one in judged if one not in due and not one.action.has_ended]
    return (
        Skipped(
            CHECK,
            Message(
                "Actions whose effect is not to be checked yet: {count}", {"count": len(going_on)}
            ),
            len(going_on),
            tuple(_named(one.action.action_id, one.action.title) for one in going_on),
        ),
    )
