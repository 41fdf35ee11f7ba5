"""What a device looks at: the agenda, with a meeting or before one, and which item of it; how it
hears of what others do."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from data.database.connection import WriteTransaction
from data.kinds.meeting import MEETING
from data.roles import READER
from data.uploads.store import data_version
from errors import WrongCall
from i18n import N_, Say, Text
from metrics.review.agenda import agenda, last_meeting_before
from metrics.review.item import Agenda, AgendaItem
from metrics.review.meetings import (
    Meeting,
    MeetingNow,
    held,
    look_at,
    meeting_named,
    meeting_on,
    now_of,
    pulse,
    take_within,
    tick,
    tick_within,
)
from metrics.snapshot import Snapshot
from ui.parts import st
from ui.parts.role import reviewing_is_off
from ui.parts.viewer import holds_reviews, viewer
from ui.state.board import database, read, today
from ui.state.changing import require_may_store
from ui.state.link import name_in_link

Answered = TypeVar("Answered")
FOLLOW, OWN, LEAD = "follow", "own", "lead"
WAYS: dict[str, Text] = {
    FOLLOW: N_("Follow"),
    OWN: N_("On my own"),
    LEAD: N_("Lead"),
}
REFUSED = "review_refused"  # what a click could not do, said once
NEXT = "next"  # in the place of a meeting's number: none that is over
_AFTER = timedelta(hours=8)
_BEAT, _SLOW = 2.0, 4.0  # seconds between two looks at what others did: in a meeting, before one

_LEADS, _BEGUN = "rv_leads", "begun"  # the meeting that this visit leads; the one it just began


@dataclass(frozen=True)
class ReviewLook:
    """`meeting`: None before one begins; `now`: where it stands; `way`: how this device looks on;
    `item`: None where the agenda itself is looked at."""

    agenda: Agenda
    meeting: Meeting | None
    now: MeetingNow
    way: str
    item: AgendaItem | None

    @property
    def is_on(self) -> bool:
        """Whether it is of a meeting that is on."""
        return self.meeting is not None and self.meeting.is_on

    @property
    def is_last(self) -> bool:
        """Whether the agenda ends with the item."""
        return self.at == len(self.agenda.walked)

    @property
    def at(self) -> int:
        """The place of the item on the agenda; 0 is the agenda itself, what stands aside comes after
        all others."""
        if self.item is None:
            return 0
        walked = self.agenda.walked
        return 1 + (len(walked) if self.item.aside else walked.index(self.item))


def as_readers(question: Callable[..., Answered], *asked: object) -> Answered:
    """The answer about a snapshot as those see it who may see least: an agenda and its minutes are
    told to everybody alike."""
    filled = database()
    with filled.read(viewer=READER) as reading:
        return question(Snapshot(reading, reading.of, data_version(reading), today()), *asked)


def meeting_looked_at() -> Meeting | None:
    """The meeting that the link names, else the one that is on."""
    number = st.query_params.get("meeting", "")
    if number == NEXT:
        return as_readers(meeting_on)
    found = as_readers(meeting_named, number) if number else as_readers(_latest)
    return found or as_readers(meeting_on)


def _latest(snapshot: Snapshot) -> Meeting | None:
    """The meeting that is on, or has just ended: a screen that followed it goes on showing it."""
    on = meeting_on(snapshot)
    if on is not None:
        return on
    since = datetime.now(UTC).replace(tzinfo=None) - _AFTER
    return next((one for one in held(snapshot) if one.ended and one.ended > since), None)


def minutes_asked(meeting: Meeting) -> bool:
    """Whether the minutes are looked at: as the link says; where it says nothing, by a screen that
    followed a meeting to its end."""
    asked = st.query_params
    return bool(asked.get("minutes")) or not (
        meeting.is_on or asked.get("meeting") or asked.get("item")
    )


def looked_at_in(meeting: Meeting) -> ReviewLook:
    """What is looked at of a meeting."""
    now = read(lambda reading: now_of(reading, meeting))
    way = way_of(meeting)
    asked = now.item if way == FOLLOW else st.query_params.get("item", "")
    return ReviewLook(meeting.agenda, meeting, now, way, _named(meeting.agenda, asked))


def way_of(meeting: Meeting) -> str:
    """How this device looks on: as the link says; one whose link names an item on its own, any other
    follows the meeting while it is on. Who leads has said so on this device."""
    asked = st.query_params.get("way", "")
    if not meeting.is_on:
        return OWN
    if st.session_state.get(_LEADS) == _BEGUN:
        st.session_state[_LEADS] = meeting.number
    if asked == LEAD and st.session_state.get(_LEADS) != meeting.number:
        return FOLLOW  # the link of who leads, sent to others
    if asked in WAYS:
        return asked
    return OWN if st.query_params.get("item") else FOLLOW


def looked_at_before(month: date, length: str) -> ReviewLook:
    """What is looked at before a meeting begins."""
    found = as_readers(made_today, month, length)
    return ReviewLook(
        found, None, MeetingNow(), OWN, _named(found, st.query_params.get("item", ""))
    )


def made_today(snapshot: Snapshot, month: date, length: str) -> Agenda:
    """The agenda as a meeting that begins today would have it."""
    return agenda(snapshot, month, last_meeting_before(snapshot, snapshot.today), length)


def _named(found: Agenda, key: str) -> AgendaItem | None:
    return next((item for item in found.items if item.key == key), None)


def may_write() -> bool:
    """Whether a meeting may be held, led and written in on this device."""
    return holds_reviews() and not database().read_only


def tell_why_not(say: Say) -> None:
    """Why nothing can be written down on this device; nothing where it can."""
    if not reviewing_is_off(say) and database().read_only:
        st.caption(say("The database can only be read here, so nothing can be written down."))


def mark_item(number: str, key: str, mark: str | None) -> None:
    """An item is discussed, put off, or neither; where it cannot be any more, the page says so."""
    require_may_store(MEETING)
    try:
        tick(database(), number, key, mark, viewer())
    except WrongCall as refusal:
        st.session_state[REFUSED] = refusal.message


def marking(number: str, key: str, mark: str | None) -> Callable[[WriteTransaction], None]:
    """What marks an item in the transaction of what it is about, or not at all."""
    require_may_store(MEETING)
    return lambda writing: tick_within(writing, database().path, number, key, mark)


def taking(number: str, key: str) -> Callable[[WriteTransaction, str], None]:
    """That a decision, to be written with it, was taken on an item."""
    require_may_store(MEETING)

    def take(writing: WriteTransaction, number_of_decision: str) -> None:
        take_within(writing, database().path, number, key, number_of_decision)

    return take


def lead_what_begins() -> None:
    """This visit leads the meeting that it begins."""
    name_in_link("way", LEAD)
    st.session_state[_LEADS] = _BEGUN


def go(number: str, key: str, way: str) -> None:
    """This device goes to an item ("" the agenda), and who leads takes those along who follow."""
    name_in_link("item", key or None)
    if way == LEAD:
        look_at(database(), number, key, viewer())
    elif way == FOLLOW:
        name_in_link("way", OWN)


def choose_way(number: str, way: str, key: str) -> None:
    """How this device looks on from now; who begins to lead brings the others where it is."""
    name_in_link("way", way)
    st.session_state[_LEADS] = number if way == LEAD else None
    if way == FOLLOW:
        name_in_link("item", None)
    elif way == LEAD:
        name_in_link("item", key or None)
        look_at(database(), number, key, viewer())
    else:
        name_in_link("item", key or None)


def heard() -> tuple[int, int]:
    """The pulse of now, to be asked before anything is drawn."""
    return read(pulse)


def listen(before: tuple[int, int], is_on: bool) -> None:
    """Has the page drawn again once anything is another than `before`. It draws nothing itself, so
    that a screen nobody touches costs one small question every other second."""

    def ask() -> None:
        if read(pulse) != before:
            st.rerun()

    st.fragment(ask, run_every=_BEAT if is_on else _SLOW)()
