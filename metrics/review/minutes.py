"""Minutes: what was decided, by whom and until when, the figures as they stood, what was put off and
what was skipped."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from data.kinds.meeting import PUT_OFF
from data.roles import sees_people
from errors import WrongCall
from metrics.effect.problems import Decision, decisions_of
from metrics.review.item import Agenda, AgendaItem
from metrics.review.meetings import Meeting, held, now_of
from metrics.review.raised import Raised, raised_at
from metrics.snapshot import Snapshot


@dataclass(frozen=True)
class TakenDecision:
    """A decision, and the item that it was taken on (None: on none). `owner`: None also where the
    reader may not see people."""

    decision: Decision
    item: AgendaItem | None
    owner: str | None


@dataclass(frozen=True)
class MeetingMinutes:
    """`days`: those of the meeting, oldest first; `agenda`: as it was told, None of a meeting that
    was not held here, of which only decisions are known; `version`: the state of the data that its
    figures are of; `marks`: as a meeting has them; `raised`: item -> the problems raised from it;
    `is_on`: whether it has not ended; `owners`: whether the reader may see who is responsible."""

    name: str
    days: tuple[date, ...]
    taken: tuple[TakenDecision, ...]
    agenda: Agenda | None = None
    version: int | None = None
    marks: Mapping[str, str] | None = None
    raised: Raised = field(default_factory=dict)
    is_on: bool = False
    owners: bool = False

    def marked(self, mark: str | None) -> tuple[AgendaItem, ...]:
        """The items with a mark, or without any."""
        items = () if self.agenda is None else self.agenda.items
        return tuple(one for one in items if (self.marks or {}).get(one.key) == mark)

    @property
    def discussed(self) -> tuple[AgendaItem, ...]:
        """What was ticked off, what was said to have become of a decision, and what something was
        decided or raised on."""
        decided = {one.item.key for one in self.taken if one.item is not None} | self.raised.keys()
        items = () if self.agenda is None else self.agenda.items
        marks = self.marks or {}
        return tuple(
            one
            for one in items
            if marks.get(one.key, PUT_OFF) != PUT_OFF or one.key in decided and one.key not in marks
        )

    @property
    def put_off(self) -> tuple[AgendaItem, ...]:
        """What was put off."""
        return self.marked(PUT_OFF)

    @property
    def no_room(self) -> tuple[AgendaItem, ...]:
        """What stood aside, and was left there."""
        return tuple(one for one in self._left if one.aside)

    @property
    def untouched(self) -> tuple[AgendaItem, ...]:
        """What was neither ticked off, nor put off, nor decided or raised on."""
        return tuple(one for one in self._left if not one.aside)

    @property
    def _left(self) -> tuple[AgendaItem, ...]:
        discussed = {one.key for one in self.discussed}
        return tuple(one for one in self.marked(None) if one.key not in discussed)


def minutes_of(snapshot: Snapshot, meeting: Meeting) -> MeetingMinutes:
    """The minutes of a meeting that was held here, or is on."""
    now = now_of(snapshot.reading, meeting)
    of = {item.key: item for item in meeting.agenda.items}
    own = [
        one
        for one in decisions_of(snapshot)
        if one.decision_id in now.taken or one.meeting == meeting.name and one.day >= meeting.day
    ]
    taken = [(one, of.get(now.taken.get(one.decision_id, ""))) for one in own]
    return MeetingMinutes(
        name=meeting.name,
        days=tuple(sorted({meeting.day, *(one.day for one in own)})),
        taken=_taken(snapshot, taken),
        agenda=meeting.agenda,
        version=meeting.version,
        marks=now.marks,
        raised=raised_at(snapshot).get(meeting.number, {}),
        is_on=meeting.is_on,
        owners=sees_people(snapshot.viewer),
    )


def _taken(
    snapshot: Snapshot, found: list[tuple[Decision, AgendaItem | None]]
) -> tuple[TakenDecision, ...]:
    shown = sees_people(snapshot.viewer)
    ordered = sorted(
        found, key=lambda one: (one[0].day, len(one[0].decision_id), one[0].decision_id)
    )
    return tuple(TakenDecision(one, item, one.owner if shown else None) for one, item in ordered)


def minutes_on(snapshot: Snapshot, day: date) -> tuple[MeetingMinutes, ...]:
    """The minutes of all meetings of a day, in their order. WrongCall where there was none."""
    meetings = [one for one in reversed(held(snapshot))]
    found = [minutes_of(snapshot, one) for one in meetings]
    here = [one for one in found if day in one.days]
    known = {taken.decision.decision_id for one in found for taken in one.taken}
    elsewhere: dict[str, list[Decision]] = {}
    for one in decisions_of(snapshot):
        if one.day == day and one.decision_id not in known:
            elsewhere.setdefault(one.meeting, []).append(one)
    others = [
        MeetingMinutes(
            name=name,
            days=(day,),
            taken=_taken(snapshot, [(one, None) for one in decided]),
            owners=sees_people(snapshot.viewer),
        )
        for name, decided in elsewhere.items()
    ]
    if not here and not others:
        days = sorted(
            {
                *(on for one in found for on in one.days),
                *(one.day for one in decisions_of(snapshot)),
            }
        )
        if not days:
            raise WrongCall("No meeting is written down yet.")
        raise WrongCall(
            "No meeting on {day} is written down. The latest were on {days}.",
            day=day,
            days=days[-3:],
        )
    return (*here, *others)
