"""The page: the agenda or one item of it, before a meeting, while one is on, and after it."""

from datetime import date

from charts.theme import Palette
from i18n import Say
from metrics.periods import start_of, whole_month
from metrics.review.item import LENGTHS, MONTH, QUARTER
from metrics.review.meetings import Meeting
from metrics.review.periods import quarter_ended
from ui.parts import st
from ui.review.agenda import draw_agenda, draw_list
from ui.review.item import draw_item, draw_subject
from ui.review.look import look, to_the_top
from ui.review.meeting import draw_begin, draw_change, draw_end, draw_told
from ui.review.minutes import draw_minutes, draw_past
from ui.review.state import (
    FOLLOW,
    heard,
    listen,
    looked_at_before,
    looked_at_in,
    meeting_looked_at,
    minutes_asked,
)
from ui.review.steps import draw_steps, tell_elsewhere
from ui.shell.bar import draw_bar, draw_plain_bar
from ui.shell.empty import nothing_yet
from ui.shell.row import in_bar
from ui.state.board import today
from ui.state.link import linked


def draw_review(say: Say, palette: Palette) -> None:
    """What this device looks at; drawn again by itself when another one changes it."""
    before = heard()  # first of all: what changes while this is drawn is drawn next
    meeting = meeting_looked_at()
    if meeting is None:
        _draw_before(say, palette)
    elif minutes_asked(meeting):
        draw_plain_bar(say, "review")
        st.html(look(palette))
        draw_minutes(meeting, say)
        to_the_top(f"minutes {meeting.number}")
    else:
        _draw_meeting(meeting, say, palette)
    listen(before, meeting is not None and meeting.is_on)


def _draw_before(say: Say, palette: Palette) -> None:
    chosen = draw_bar(say, "review", places=()).month
    st.html(look(palette))
    if chosen is None:
        st.title(say("Review"))
        nothing_yet(say)
        return
    with in_bar():
        length = _length(say)
    month = _month(chosen, length)
    found = looked_at_before(month, length)
    draw_steps(found, say)
    if found.item is not None:
        draw_subject(found, found.item, say)
        draw_told(say)
        draw_item(found, found.item, say, palette)
        return
    draw_agenda(found.agenda, say)
    draw_told(say)
    _tell_open(chosen, month, length, say)
    draw_begin(found.agenda, say)
    draw_list(found, say)
    draw_past(say)


def _length(say: Say) -> str:
    return linked(
        "length",
        say("Review"),
        list(LENGTHS),
        MONTH,
        lambda name: say(LENGTHS[name]),
        widget=st.segmented_control,
        required=True,
        label_visibility="collapsed",
    )


def _month(chosen: date, length: str) -> date:
    """The last month of the period: of a month that is over, of a quarter that is."""
    month = whole_month(chosen, today())
    return month if length == MONTH else quarter_ended(month)


def _tell_open(chosen: date, month: date, length: str, say: Say) -> None:
    """That what was chosen is not over, so that something else is looked at."""
    if length == MONTH and chosen != month:
        st.info(
            say(
                "{chosen} is not over, so the review looks at {month}.",
                chosen=say.month(chosen),
                month=say.month(month),
            )
        )
    elif length == QUARTER and start_of(chosen, "quarter") != start_of(month, "quarter"):
        st.info(
            say(
                "The quarter of {chosen} is not over, so the review looks at the one that ended "
                "with {month}.",
                chosen=say.month(chosen),
                month=say.month(month),
            )
        )


def _draw_meeting(meeting: Meeting, say: Say, palette: Palette) -> None:
    draw_plain_bar(say, "review")
    found = looked_at_in(meeting)
    st.html(look(palette, on_the_wall=found.is_on and found.way == FOLLOW))
    draw_steps(found, say)
    if found.item is not None:
        draw_subject(found, found.item, say)
        tell_elsewhere(found, say)
        draw_told(say)
        draw_item(found, found.item, say, palette)
        if found.is_last and found.is_on and found.way != FOLLOW:
            draw_end(meeting, found.now, say)
        to_the_top(found.item.key)
        return
    draw_agenda(meeting.agenda, say, meeting.name, _standing(meeting, say))
    tell_elsewhere(found, say)
    draw_told(say)
    draw_change(meeting, found.now, say)
    draw_list(found, say)
    draw_end(meeting, found.now, say)
    to_the_top("agenda")


def _standing(meeting: Meeting, say: Say) -> str:
    day = say.date(meeting.day)
    if meeting.is_on:
        return say("Meeting of {day}, still going on", day=day)
    return say("Meeting of {day}, ended", day=day)
