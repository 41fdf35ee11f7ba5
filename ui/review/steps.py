"""From item to item: buttons and keys, and whether this device leads, follows, or looks on its
own."""

from i18n import Say
from metrics.review.item import spoken
from ui.parts import st
from ui.review.state import FOLLOW, LEAD, WAYS, ReviewLook, choose_way, go, may_write
from ui.shell.row import in_bar


def draw_steps(look: ReviewLook, say: Say) -> None:
    """In the bar: back, agenda, next, and the way of looking on."""
    with (
        in_bar(),
        st.container(key="rv_steps", horizontal=True, vertical_alignment="center", width="content"),
    ):
        _draw_moves(look, say)
        if look.is_on:
            _draw_way(look, say)


def _draw_moves(look: ReviewLook, say: Say) -> None:
    keys = ["", *(item.key for item in look.agenda.walked)]
    number = "" if look.meeting is None else look.meeting.number
    at = look.at
    for word, icon, to, shortcut, name in (
        (say("Previous item"), ":material/chevron_left:", at - 1, "Left", "back"),
        (say("Agenda"), ":material/list:", 0, "Home", "home"),
        (say("Next item"), ":material/chevron_right:", at + 1, "Right", "next"),
    ):
        there = 0 <= to < len(keys) and to != at
        st.button(
            word,
            key=f"rv_{name}",
            icon=icon,
            type="primary" if name == "next" else "secondary",
            disabled=not there,
            shortcut=shortcut,
            on_click=go,
            args=(number, keys[to] if there else "", look.way),
        )


def _draw_way(look: ReviewLook, say: Say) -> None:
    meeting = look.meeting
    if meeting is None:
        return
    ways = [way for way in WAYS if way != LEAD or may_write()]
    st.session_state["rv_way"] = look.way
    st.segmented_control(
        say("How this screen looks on"),
        ways,
        format_func=lambda way: say(WAYS[way]),
        key="rv_way",
        required=True,
        label_visibility="collapsed",
        on_change=_picked,
        args=(meeting.number, "" if look.item is None else look.item.key),
    )


def tell_elsewhere(look: ReviewLook, say: Say) -> None:
    """Where the meeting is, on a device that looks at something else."""
    place = st.container()  # always there, so that a line half typed below keeps its place
    elsewhere = look.now.item != ("" if look.item is None else look.item.key)
    if look.is_on and look.way != FOLLOW and elsewhere:
        item = next((one for one in look.agenda.items if one.key == look.now.item), None)
        where = say("the agenda") if item is None else spoken(item.title, say)
        with place:
            st.caption(say("The meeting is at: {item}", item=where))


def _picked(number: str, key: str) -> None:
    choose_way(number, st.session_state["rv_way"], key)
