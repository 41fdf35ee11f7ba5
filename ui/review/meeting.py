"""Beginning and ending a meeting, and taking its agenda anew where the records changed."""

from functools import partial

from errors import Message, ServiceCultureError
from i18n import Say
from metrics.review.item import Agenda
from metrics.review.meetings import (
    Meeting,
    MeetingNow,
    changed_since,
    continued,
    ended,
    require_goes_on,
    require_none_on,
    require_so,
    started,
    taken_anew,
)
from metrics.review.periods import review_of
from ui.parts import st
from ui.review.state import (
    LEAD,
    NEXT,
    REFUSED,
    as_readers,
    choose_way,
    lead_what_begins,
    may_write,
    tell_why_not,
)
from ui.state.board import read
from ui.state.changing import store
from ui.state.link import name_in_link

TOLD = "review_told"


def draw_told(say: Say) -> None:
    """Says once, after the page was drawn anew, what was stored, or what could not be."""
    place = st.container()  # always there, so that what follows keeps its place
    for key, draw in ((TOLD, st.success), (REFUSED, st.error)):
        if key in st.session_state:
            with place:
                draw(say(st.session_state.pop(key)))


def draw_begin(agenda: Agenda, say: Say) -> None:
    """The meeting's name, and the button with which it begins."""
    if not may_write():
        tell_why_not(say)
        return
    with st.form("rv_begin", border=False):
        name, button = st.columns([3, 1], vertical_alignment="bottom")
        with name:
            named = st.text_input(
                say("Name of the meeting"),
                review_of(agenda, say),
                key=f"rv_name_{agenda.month:%Y-%m}_{agenda.length}",
            )
        with button:
            begun = st.form_submit_button(
                say("Begin the meeting"), type="primary", key="rv_begin_go", width="stretch"
            )
    st.caption(
        say(
            "Its agenda and figures are kept as they are now. Other devices that open this page "
            "follow."
        )
    )
    if not begun:
        return
    try:
        store(as_readers(started, agenda.month, agenda.length, named), require_none_on)
    except ServiceCultureError as refusal:
        st.error(say(refusal.message))
        return
    lead_what_begins()
    name_in_link("item", None)
    name_in_link("meeting", None)
    st.rerun()


def draw_change(meeting: Meeting, now: MeetingNow, say: Say) -> None:
    """Where records came in since its agenda was made: that its figures are older, and the way to
    take them anew."""
    if not meeting.is_on:
        return
    files = read(lambda reading: changed_since(reading, meeting))
    if not files:
        return
    st.info(
        say(
            "Files stored or taken back since the agenda was made: {count}. Its sentences are of "
            "before; the charts show the records as they are now.",
            count=files,
        )
    )
    if may_write() and st.button(say("Take the agenda anew"), key="rv_anew"):
        try:
            anew = as_readers(taken_anew, meeting, now)
            store(anew, partial(require_so, meeting=meeting, now=now))
        except ServiceCultureError as refusal:
            st.error(say(refusal.message))
            return
        st.session_state[TOLD] = Message("The agenda is that of now; what was ticked off stays.")
        st.rerun()


def draw_end(meeting: Meeting, now: MeetingNow, say: Say) -> None:
    """Minutes, and the end of the meeting; one that has ended can go on, and another begin."""
    with st.container(key="rv_end", horizontal=True):
        st.button(
            say("Minutes of the meeting"),
            key="rv_minutes",
            icon=":material/description:",
            on_click=_show_minutes,
            args=(meeting.number,),
        )
        if not may_write():
            return
        if meeting.is_on:
            if st.button(say("End the meeting"), key="rv_end_go", type="primary"):
                try:
                    store(ended(meeting, now), partial(require_so, meeting=meeting, now=now))
                except ServiceCultureError as refusal:
                    st.error(say(refusal.message))
                    return
                _show_minutes(meeting.number)
                st.rerun()
            return
        if st.button(say("Go on with this meeting"), key="rv_on"):
            try:
                store(
                    as_readers(continued, meeting, now),
                    partial(require_goes_on, meeting=meeting, now=now),
                )
            except ServiceCultureError as refusal:
                st.error(say(refusal.message))
                return
            choose_way(meeting.number, LEAD, "")
            st.rerun()
        st.button(say("Next review"), key="rv_other", on_click=leave)


def _show_minutes(number: str) -> None:
    name_in_link("meeting", number)
    name_in_link("minutes", "yes")


def leave() -> None:
    """Away from a meeting that is over, to what is to be reviewed next."""
    for name in ("minutes", "item", "way"):
        name_in_link(name, None)
    name_in_link("meeting", NEXT)
