"""Meetings that are held: the agenda as it was told when one began, and where the one that is on
stands.

What was said is stored as rows of a kind, so that it is in the archive and in backups; where a
meeting stands changes with every click and stays beside them in the database, until the meeting
ends and it is stored too.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any

from data.access.rights import require_may_store
from data.archive.meetings import keep_meetings
from data.database.connection import Database, ReadTransaction, WriteTransaction
from data.kinds.meeting import HEAD, MEETING, PUT_OFF
from data.roles import Viewer
from data.uploads.prepare import Prepared
from data.uploads.typed import typed_rows
from errors import WrongCall
from i18n import N_
from metrics.review.agenda import agenda, held_to_most, in_order, last_meeting_before
from metrics.review.as_published import as_published
from metrics.review.item import Agenda, AgendaItem
from metrics.review.raised import raised_at
from metrics.review.written import (
    item_read,
    item_written,
    skipped_read,
    skipped_written,
    text_of,
)
from metrics.snapshot import Snapshot, remembered

FILE = "review meeting"
_ANOTHER_ON = N_("A meeting is on already. End it before the next one begins.")
_OF_THE_LOOP = ("problem", "action", "decision", "meeting", "event", "forecast", "publication")


@dataclass(frozen=True)
class Meeting:
    """A meeting as it was stored last. `number` names it in links and commands; `day`: its first;
    `agenda`: as it was told when it began, or when it was taken anew; `version`: the state of the
    data then, stored by `upload`; `ended`: None while it is on. `marks`: item -> DISCUSSED,
    PUT_OFF or one of RESULTS, and `taken`: decision -> item, both as of its end."""

    number: str
    name: str
    day: date
    opened: datetime
    ended: datetime | None
    version: int
    upload: int
    agenda: Agenda
    marks: Mapping[str, str] = field(default_factory=dict)
    taken: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_on(self) -> bool:
        """Whether it has not ended."""
        return self.ended is None

    @property
    def put_off(self) -> tuple[AgendaItem, ...]:
        """What was put off."""
        return tuple(one for one in self.agenda.items if self.marks.get(one.key) == PUT_OFF)


@dataclass(frozen=True)
class MeetingNow:
    """Where a meeting stands: the item looked at ("" the agenda), marks, and decisions taken."""

    item: str = ""
    marks: Mapping[str, str] = field(default_factory=dict)
    taken: Mapping[str, str] = field(default_factory=dict)


@remembered(4)
def held(snapshot: Snapshot) -> tuple[Meeting, ...]:
    """All meetings, the latest first."""
    heads: dict[str, tuple[date, Any, int]] = {}
    items: dict[str, dict[str, tuple]] = {}
    for number, item, day, mark, told, upload in snapshot.reading.rows(
        "SELECT meeting_id, item, date, mark, told, upload FROM live_meeting"
    ):
        if item == HEAD:
            heads[number] = day, json.loads(told), upload
        else:
            items.setdefault(number, {})[item] = mark, told
    found = [_meeting(number, *head, items.get(number, {})) for number, head in heads.items()]
    return tuple(sorted(found, key=lambda one: (one.day, one.opened), reverse=True))


def _meeting(
    number: str, day: date, head: Mapping[str, Any], upload: int, items: Mapping[str, tuple]
) -> Meeting:
    shown = [key for key in head["order"] if key in items]
    last = head["last"]
    found = Agenda(
        month=date.fromisoformat(head["month"]),
        length=head["length"],
        last_meeting=None if last is None else date.fromisoformat(last),
        items=tuple(item_read(key, json.loads(items[key][1])) for key in shown),
        skipped=tuple(map(skipped_read, head["skipped"])),
        looked_at=head["looked_at"],
        flagged=head["flagged"],
        by_chance=head["by_chance"],
    )
    ended = head["ended"]
    return Meeting(
        number=number,
        name=head["name"],
        day=day,
        opened=datetime.fromisoformat(head["opened"]),
        ended=None if ended is None else datetime.fromisoformat(ended),
        version=head["version"],
        upload=upload,
        agenda=found,
        marks={key: items[key][0] for key in shown if items[key][0]},
        taken=head["taken"],
    )


def meeting_on(snapshot: Snapshot) -> Meeting | None:
    """The meeting that is on; None without."""
    return next((one for one in held(snapshot) if one.is_on), None)


def meeting_named(snapshot: Snapshot, number: str) -> Meeting | None:
    """The meeting of a number; None without."""
    return next((one for one in held(snapshot) if one.number == number), None)


def now_of(reading: ReadTransaction, meeting: Meeting) -> MeetingNow:
    """Where a meeting stands, or stood at its end."""
    rows = reading.rows(
        "SELECT item, marks, taken FROM meeting_now WHERE meeting_id = ?", [meeting.number]
    )
    if not rows:
        return MeetingNow("", meeting.marks, meeting.taken)
    item, marks, taken = rows[0]
    return MeetingNow(item, json.loads(marks), json.loads(taken))


def pulse(reading: ReadTransaction) -> tuple[int, int]:
    """What is another number as soon as anything of a meeting, or of the data, is another: what
    devices that look on ask for every few seconds."""
    version, changes = reading.row(
        "SELECT version, (SELECT coalesce(sum(changes), 0) FROM meeting_now) FROM state"
    )
    return int(version), int(changes)


def started(
    snapshot: Snapshot, month: date, length: str, name: str, opened: datetime | None = None
) -> Prepared:
    """A meeting that begins today with the agenda as everybody sees it, ready to be stored.
    `snapshot`: for readers. WrongCall where one is on, or without a name."""
    known, name = held(snapshot), " ".join(name.split())
    if not name:
        raise WrongCall("Say what the meeting is called.")
    if any(one.is_on for one in known):
        raise WrongCall(_ANOTHER_ON)
    day = snapshot.today
    numbers = {one.number for one in known}
    number = next(one for one in _one_by_one(f"{day:%Y-%m-%d}", "{}-{}") if one not in numbers)
    found = as_published(
        snapshot, agenda(snapshot, month, last_meeting_before(snapshot, day), length)
    )
    taken_names = {one.name for one in known}
    name = next(one for one in _one_by_one(name, "{} ({})") if one not in taken_names)
    begun = Meeting(number, name, day, opened or _moment(), None, snapshot.version, 0, found)
    return _prepared(begun, MeetingNow())


def _one_by_one(first: str, again: str) -> Iterator[str]:
    """A number or a name for each meeting: its decisions are known by the name."""
    yield first
    for at in count(2):
        yield again.format(first, at)


def require_none_on(reading: ReadTransaction) -> None:
    """WrongCall where a meeting is on meanwhile: of two who begin one at once, one does."""
    if any(_is_on(told) for told in _heads(reading)):
        raise WrongCall(_ANOTHER_ON)


def _heads(reading: ReadTransaction, number: str = "") -> list[str]:
    """What is told of all meetings, or of one."""
    rows = reading.rows(
        "SELECT told FROM live_meeting WHERE item = ? AND ? IN ('', meeting_id)", [HEAD, number]
    )
    return [told for (told,) in rows]


def _is_on(told: str) -> bool:
    return json.loads(told)["ended"] is None


def ended(meeting: Meeting, now: MeetingNow, at: datetime | None = None) -> Prepared:
    """The meeting with what became of its items, ready to be stored where `require_so` finds it so
    still. `at`: the moment in UTC, else this one."""
    return _prepared(replace(meeting, ended=at or _moment()), now)


def require_so(reading: ReadTransaction, meeting: Meeting, now: MeetingNow) -> None:
    """WrongCall where something was ticked off or decided since, or the meeting was stored anew, with
    another agenda or its end: that would be undone."""
    found = now_of(reading, meeting)
    stored = reading.rows(
        "SELECT upload FROM live_meeting WHERE meeting_id = ? AND item = ?", [meeting.number, HEAD]
    )
    if (found.marks, found.taken) != (now.marks, now.taken) or stored != [(meeting.upload,)]:
        raise WrongCall("Somebody else wrote something down just now. Press the button again.")


def require_goes_on(reading: ReadTransaction, meeting: Meeting, now: MeetingNow) -> None:
    """WrongCall where another meeting is on, or this one went on since: what was done would be
    undone."""
    require_none_on(reading)
    require_so(reading, meeting, now)


def continued(snapshot: Snapshot, meeting: Meeting, now: MeetingNow) -> Prepared:
    """A meeting that had ended and goes on, ready to be stored. WrongCall where another is on."""
    if meeting_on(snapshot) is not None:
        raise WrongCall(_ANOTHER_ON)
    return _prepared(replace(meeting, ended=None), now)


def taken_anew(snapshot: Snapshot, meeting: Meeting, now: MeetingNow) -> Prepared:
    """The meeting with the agenda as it is by now, ready to be stored where `require_so` finds it so
    still: what was ticked off, or something was decided or raised on, stays on it, and where it
    stood. `snapshot`: for readers."""
    before = meeting.agenda
    fresh = as_published(
        snapshot, agenda(snapshot, before.month, before.last_meeting, before.length)
    )
    known = {item.key for item in fresh.items}
    touched = {*now.marks, *now.taken.values(), *raised_at(snapshot).get(meeting.number, {})}
    kept = tuple(one for one in before.items if one.key in touched and one.key not in known)
    walked, aside = (
        {one.key for one in items if one.key in touched} for items in (before.walked, before.aside)
    )
    items = held_to_most(in_order((*fresh.items, *kept)), walked, aside)
    return _prepared(
        replace(meeting, version=snapshot.version, agenda=replace(fresh, items=items)), now
    )


def _prepared(meeting: Meeting, now: MeetingNow) -> Prepared:
    """The rows of a meeting, with marks and decisions as they are now."""
    found, day = meeting.agenda, meeting.day
    head = {
        "name": meeting.name,
        "month": found.month.isoformat(),
        "length": found.length,
        "last": None if found.last_meeting is None else found.last_meeting.isoformat(),
        "opened": meeting.opened.isoformat(),
        "ended": None if meeting.ended is None else meeting.ended.isoformat(),
        "version": meeting.version,
        "order": [item.key for item in found.items],
        "skipped": [skipped_written(one) for one in found.skipped],
        "looked_at": found.looked_at,
        "flagged": found.flagged,
        "by_chance": found.by_chance,
        "taken": dict(now.taken),
    }
    of = {"meeting_id": meeting.number, "date": day}
    rows = [
        {**of, "item": HEAD, "mark": None, "told": text_of(head)},
        *(
            {
                **of,
                "item": item.key,
                "mark": now.marks.get(item.key),
                "told": text_of(item_written(item)),
            }
            for item in found.items
        ),
    ]
    return typed_rows(MEETING, rows, f"{FILE} {meeting.number}", today=max(day, date.today()))


def _moment() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def look_at(database: Database, number: str, item: str, viewer: Viewer | None = None) -> None:
    """The meeting goes to an item; "" is its agenda. `viewer` does it, here as below: NotForRole
    where the role may not; None may."""
    require_may_store(viewer, MEETING)
    with database.write() as writing:
        _change(writing, database.path, number, lambda now: MeetingNow(item, now.marks, now.taken))


def tick(
    database: Database, number: str, item: str, mark: str | None, viewer: Viewer | None = None
) -> None:
    """An item is discussed, put off, or neither. WrongCall in a meeting that ended before the click
    came, whose minutes are told and whose marks are stored."""
    require_may_store(viewer, MEETING)
    with database.write() as writing:
        tick_within(writing, database.path, number, item, mark)


def tick_within(
    writing: WriteTransaction, path: Path, number: str, item: str, mark: str | None
) -> None:
    """An item is discussed, put off, or neither, or that is what became of the decision that it
    is about, within a longer transaction."""
    if mark is not None and mark not in dict(MEETING.column("mark").choices):
        raise ValueError(f"{mark} is no mark")
    if not any(map(_is_on, _heads(writing, number))):
        raise WrongCall(
            "The meeting has ended meanwhile, so nothing was stored. Go on with it to say more about "
            "its items."
        )
    marked = {} if mark is None else {item: mark}
    _change(
        writing,
        path,
        number,
        lambda now: MeetingNow(
            now.item,
            {**{key: one for key, one in now.marks.items() if key != item}, **marked},
            now.taken,
        ),
    )


def take_within(
    writing: WriteTransaction, path: Path, number: str, item: str, decision: str
) -> None:
    """A decision was taken on an item, within the transaction that stores it; also in a meeting that
    has just ended, since a decision is never lost."""
    _change(
        writing,
        path,
        number,
        lambda now: MeetingNow(now.item, now.marks, {**now.taken, decision: item}),
    )


def _change(
    writing: WriteTransaction,
    path: Path,
    number: str,
    change: Callable[[MeetingNow], MeetingNow],
) -> None:
    """One change after the other, each of what the one before left."""
    rows = writing.rows(
        "SELECT item, marks, taken, changes FROM meeting_now WHERE meeting_id = ?", [number]
    )
    changes = rows[0][3] if rows else 0
    before = (
        MeetingNow(rows[0][0], json.loads(rows[0][1]), json.loads(rows[0][2]))
        if rows
        else MeetingNow()
    )
    after = change(before)
    if rows and after == before:
        return
    writing.run(
        "INSERT OR REPLACE INTO meeting_now VALUES (?, ?, ?, ?, ?)",
        [
            number,
            after.item,
            text_of(dict(after.marks)),
            text_of(dict(after.taken)),
            changes + 1,
        ],
    )
    keep_meetings(writing, path)


def changed_since(reading: ReadTransaction, meeting: Meeting) -> int:
    """How many files were stored or taken back since its agenda was made, of the records that its
    figures rest on."""
    return int(
        reading.row(
            """SELECT count(*) FROM upload WHERE NOT list_contains($2::VARCHAR[], kind)
            AND (id > $1 OR undone_at > (SELECT loaded_at FROM upload WHERE id = $1))""",
            [meeting.upload, list(_OF_THE_LOOP)],
        )[0]
    )
