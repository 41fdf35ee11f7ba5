"""One item on one screen: what is the matter, its proof, what was decided, and what becomes of it."""

from html import escape

from charts.theme import Palette
from data.kinds.meeting import DISCUSSED, PUT_OFF, RESULTS
from i18n import N_, Say, Text
from metrics.effect.problems import Decision, Problem, decisions_of
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
from metrics.review.raised import raised_at
from metrics.review.records import owner_of
from ui.kpi.trend import draw_course
from ui.loop.raising import Proof, offer_problem_here
from ui.parts import st
from ui.parts.links import page_named
from ui.parts.viewer import sees_people
from ui.parts.visitor import is_phone
from ui.review.agenda import mark_words
from ui.review.asked import asked
from ui.review.decide import draw_decide, draw_result
from ui.review.state import FOLLOW, ReviewLook, mark_item, may_write, tell_why_not
from ui.review.words import headline_of, position, proof_html, word_html
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
        f'<div class="scd-rv"><h1>{escape(headline_of(item, say))}</h1>'
        f'<p class="scd-rv-at">{at}</p>{word_html(item, say)}'
        f'<p class="scd-rv-asked">{escape(say(asked(item)))}</p></div>'
    )


def draw_item(look: ReviewLook, item: AgendaItem, say: Say, palette: Palette) -> None:
    """The whole screen of an item, below what it is about: the line to write in, then the proof. On
    a phone the line takes a screen, so that a proof in words alone comes before it."""
    owner = looked_at(owner_of, item) if sees_people() else None
    words = f'<div class="scd-rv">{proof_html(item, owner, say)}</div>'
    words_first = not item.kpi and is_phone()
    if words_first:
        st.html(words)
    _draw_decided(look, item, say)
    _draw_writing(look, item, say)
    if words_first:
        _draw_ways(look, item, say)
        return
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
        if look.is_on and is_phone() and may_write():  # one that came back, and led before
            st.caption(say("This screen follows. To write here, choose Lead or On my own above."))
    elif not may_write():
        _tell_mark(look, item, say)
        tell_why_not(say)
    else:
        if item.kind == DECISION:
            with st.container(key="rv_result", horizontal=True, vertical_alignment="center"):
                draw_result(look, item, say)
        draw_decide(look.meeting, item, say)
        with st.container(key="rv_marks", horizontal=True, vertical_alignment="center"):
            _draw_marks(look.meeting, look, item, say)


def _tell_mark(look: ReviewLook, item: AgendaItem, say: Say) -> None:
    if item.key in look.now.marks:
        told = escape(mark_words(look.now.marks[item.key], say))
        st.html(f'<div class="scd-rv"><p>{told}</p></div>')


def decided(look: ReviewLook, item: AgendaItem) -> list[Decision]:
    """The decisions that were taken on an item."""
    known = {one.decision_id: one for one in looked_at(decisions_of)}
    taken = [number for number, key in look.now.taken.items() if key == item.key]
    return [known[number] for number in taken if number in known]


def _raised(look: ReviewLook, item: AgendaItem) -> tuple[Problem, ...]:
    """The problems that were raised from an item at this meeting."""
    if look.meeting is None:
        return ()
    return looked_at(raised_at).get(look.meeting.number, {}).get(item.key, ())


def _draw_decided(look: ReviewLook, item: AgendaItem, say: Say) -> None:
    place = st.container()  # always there, so that a line half typed below keeps its place
    for title, lines in (
        (say("Decisions"), [decision_line(one, say) for one in decided(look, item)]),
        (
            say("Problems raised"),
            [f"{one.problem_id} {one.title}" for one in _raised(look, item)],
        ),
    ):
        told = "".join(f"<li>{escape(line)}</li>" for line in lines)
        if told:
            with place:
                st.html(f'<div class="scd-rv"><h2>{escape(title)}</h2><ul>{told}</ul></div>')


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
    if marked in dict(RESULTS):
        return  # what became of it is said above
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
    title = spoken(item.title, say)
    return Proof(
        page,
        "signal",
        " · ".join([headline_of(item, say), *word]),
        look.agenda.month,
        title=say("{kpi}: {told}", kpi=title, told=word[0]) if word else title,
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
