"""One item on one screen: what is the matter, its proof, what was decided, and what becomes of it."""

from html import escape

from charts.theme import Palette
from data.kinds.meeting import DISCUSSED, PUT_OFF
from i18n import N_, Say, Text
from metrics.effect.problems import Decision, decisions_of
from metrics.review.item import (
    CHECK,
    DECISION,
    EXCEPTION,
    PROBLEM,
    TARGET,
    AgendaItem,
    spoken,
)
from metrics.review.meetings import Meeting
from metrics.review.records import owner_of
from ui.kpi.trend import draw_course
from ui.loop.raising import Proof, offer_problem_here
from ui.parts import st
from ui.parts.links import page_named
from ui.parts.viewer import sees_people
from ui.review.agenda import SIGNS
from ui.review.decide import draw_decide, draw_result
from ui.review.state import FOLLOW, ReviewLook, mark_item, may_write, tell_why_not
from ui.review.words import position, proof_html, said, word_html
from ui.state.board import looked_at
from ui.state.filters import link_to_view

_MARKS: tuple[tuple[str, Text, str, str], ...] = (
    (DISCUSSED, N_("Discussed"), ":material/check:", "D"),
    (PUT_OFF, N_("Put off"), ":material/redo:", "P"),
)
_SECTIONS = {DECISION: "decisions", PROBLEM: "problems", CHECK: "actions"}


def draw_subject(look: ReviewLook, item: AgendaItem, say: Say) -> None:
    """What the item is about, and where it stands on the agenda."""
    since = "" if item.since is None else " · " + say("left over on {day}", day=item.since)
    at = escape(position(look.agenda, item, say) + since)
    st.html(
        f'<div class="scd-rv"><h1>{said(item.headline, say)}</h1>'
        f'<p class="scd-rv-at">{at}</p>{word_html(item, say)}</div>'
    )


def draw_item(look: ReviewLook, item: AgendaItem, say: Say, palette: Palette) -> None:
    """The whole screen of an item, below what it is about."""
    _draw_decided(look, item, say)
    _draw_writing(look, item, say)
    owner = looked_at(owner_of, item) if sees_people() else None
    words = f'<div class="scd-rv">{proof_html(item, owner, say)}</div>'
    if item.kpi:
        chart, beside = st.columns([3, 2])
        with chart, st.container(key="rv_chart"):
            dimension, unit = item.place
            only = () if dimension is None or unit is None else ((dimension, (unit,)),)
            draw_course(item.kpi, look.agenda.month, only, f"rv_{item.key}", say, palette)
        with beside:
            st.html(words)
    else:
        st.html(words)
    _draw_ways(look, item, say)


def _draw_writing(look: ReviewLook, item: AgendaItem, say: Say) -> None:
    """The line in which a decision is written down, and the marks; a screen that only follows, as on
    the wall, has none."""
    if look.meeting is None:
        st.caption(say("Decisions are written down once the meeting has begun: see Agenda."))
    elif not look.is_on or look.way == FOLLOW:
        _tell_mark(look, item, say)
    elif not may_write():
        _tell_mark(look, item, say)
        tell_why_not(say)
    else:
        draw_decide(look.meeting, item, say)
        with st.container(key="rv_marks", horizontal=True, vertical_alignment="center"):
            _draw_marks(look.meeting, look, item, say)
            if item.kind == DECISION:
                draw_result(item, say)


def _tell_mark(look: ReviewLook, item: AgendaItem, say: Say) -> None:
    marked = look.now.marks.get(item.key)
    for mark, label, _, _ in _MARKS:
        if mark == marked:
            st.html(f'<div class="scd-rv"><p>{SIGNS[mark]} {escape(say(label))}</p></div>')


def decided(look: ReviewLook, item: AgendaItem) -> list[Decision]:
    """The decisions that were taken on an item."""
    known = {one.decision_id: one for one in looked_at(decisions_of)}
    taken = [number for number, key in look.now.taken.items() if key == item.key]
    return [known[number] for number in taken if number in known]


def _draw_decided(look: ReviewLook, item: AgendaItem, say: Say) -> None:
    found = decided(look, item)
    if not found:
        return
    lines = "".join(f"<li>{escape(decision_line(one, say))}</li>" for one in found)
    st.html(f'<div class="scd-rv"><h2>{escape(say("Decisions"))}</h2><ul>{lines}</ul></div>')


def decision_line(decision: Decision, say: Say) -> str:
    """A decision with who and by when, as far as that may be seen."""
    parts = [f"{decision.decision_id} {decision.text}"]
    if decision.owner and sees_people():
        parts.append(decision.owner)
    if decision.due is not None:
        parts.append(say("by {day}", day=decision.due))
    if decision.action_id:
        parts.append(say("action {number}", number=decision.action_id))
    return " · ".join(parts)


def _draw_marks(meeting: Meeting, look: ReviewLook, item: AgendaItem, say: Say) -> None:
    marked = look.now.marks.get(item.key)
    for mark, label, icon, shortcut in _MARKS:
        st.button(
            say(label),
            key=f"rv_mark_{mark}",
            icon=icon,
            type="primary" if marked == mark else "secondary",
            shortcut=shortcut,
            help=say("Marked; click to take it back") if marked == mark else None,
            on_click=mark_item,
            args=(meeting.number, item.key, None if marked == mark else mark),
        )


def proof_of(look: ReviewLook, item: AgendaItem, say: Say) -> Proof:
    """What the screen says, as everybody may see it."""
    page, named = _lasting(look, item)
    judged = item.kind == EXCEPTION and item.word is not None  # a target's headline is its verdict
    word = [spoken(item.word, say)] if judged else []
    return Proof(
        page,
        "signal",
        " · ".join([spoken(item.headline, say), *word]),
        look.agenda.month,
        title=spoken(item.title, say),
        kpi=item.kpi or None,
        place=item.place,
        calm=item.better is True,
        named=named,
    )


def _lasting(look: ReviewLook, item: AgendaItem) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The page where the item is found again, and what its link has to say: an agenda is made anew
    until the meeting begins."""
    if look.meeting is not None:
        return "review", (("meeting", look.meeting.number), ("item", item.key))
    if not item.kpi:
        return "review", (("item", item.key),)
    dimension, unit = item.place
    return "kpi", () if dimension is None or unit is None else ((dimension, unit),)


def _draw_ways(look: ReviewLook, item: AgendaItem, say: Say) -> None:
    """To the pages where more stands."""
    with st.container(key="rv_ways", horizontal=True, vertical_alignment="center"):
        if item.kind in (EXCEPTION, TARGET) and look.way != FOLLOW:  # a wall only shows
            offer_problem_here(proof_of(look, item, say), say)
        if item.kpi:
            only = {item.place[0]: item.place[1]} if item.place[0] and item.place[1] else {}
            st.page_link(
                page_named("kpi", say),
                label=say("The KPI's page"),
                query_params=link_to_view(
                    kpi=item.kpi, month=f"{look.agenda.month:%Y-%m}", lang=say.language, **only
                ),
            )
        if item.kind in _SECTIONS:
            st.page_link(
                page_named("actions", say),
                label=say("Problems and actions"),
                query_params=link_to_view(section=_SECTIONS[item.kind], lang=say.language),
            )
