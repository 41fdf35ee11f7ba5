"""The agenda on one screen: what is to be discussed, by section, and what was left out."""

from html import escape

from data.kinds.meeting import MEETING, PUT_OFF
from i18n import Say
from metrics.review.item import SECTIONS, Agenda, AgendaItem, spoken
from metrics.review.periods import name_said, review_of
from metrics.review.raised import raised_at
from ui.parts import st
from ui.review.state import ReviewLook, go
from ui.review.words import skipped_html, summary
from ui.state.board import looked_at

_SIGNS = {PUT_OFF: "→"}  # of anything else: ✓


def mark_words(mark: str, say: Say) -> str:
    """What became of an item, with its sign."""
    return f"{_SIGNS.get(mark, '✓')} {say(dict(MEETING.column('mark').choices)[mark])}"


def draw_agenda(agenda: Agenda, say: Say, name: str = "", standing: str = "") -> None:
    """Its title, how its meeting stands, how much there is, and how much of it may be chance."""
    told = "".join(f"<p>{escape(line)}</p>" for line in summary(agenda, say))
    title = review_of(agenda, say)
    name = name_said(name, agenda, say)
    known = [title] if name and name != title else []
    known += [standing] if standing else []
    below = f'<p class="scd-rv-at">{escape(" · ".join(known))}</p>' if known else ""
    st.html(f'<div class="scd-rv"><h1>{escape(name or title)}</h1>{below}{told}</div>')


def draw_list(look: ReviewLook, say: Say) -> None:
    """The items as buttons, section by section, then what has nothing to discuss."""
    number = "" if look.meeting is None else look.meeting.number
    for kind, label in SECTIONS.items():
        items = [item for item in look.agenda.of(kind) if not item.aside]
        aside = [item for item in look.agenda.of(kind) if item.aside]
        left_out = [one for one in look.agenda.skipped if one.kind == kind]
        if not items and not left_out:
            continue  # nothing stands aside where nothing is on the agenda
        st.html(f'<div class="scd-rv"><h2>{escape(say(label))}</h2></div>')
        if items:
            with st.container(key=f"rv_list_{kind}"):
                for item in items:
                    st.button(
                        line(look, item, say),
                        key=f"rv_to_{item.key}",
                        type="tertiary",
                        on_click=go,
                        args=(number, item.key, look.way),
                    )
        if aside:
            _draw_aside(look, kind, number, aside, say)
        if left_out:
            st.html(f'<div class="scd-rv">{skipped_html(left_out, say)}</div>')


def _draw_aside(
    look: ReviewLook, kind: str, number: str, aside: list[AgendaItem], say: Say
) -> None:
    """The choice of one of those for which there is no room: there may be hundreds."""
    of = {item.key: item for item in aside}
    st.selectbox(
        say("More of these, beyond what one meeting can hold: {count}", count=len(aside)),
        list(of),
        None,
        format_func=lambda key: line(look, of[key], say),
        placeholder=say("Choose one"),
        key=f"rv_aside_{kind}",
        on_change=_open_aside,
        args=(kind, number, look.way),
    )


def _open_aside(kind: str, number: str, way: str) -> None:
    chosen = st.session_state.get(f"rv_aside_{kind}")
    if chosen:
        go(number, chosen, way)


def line(look: ReviewLook, item: AgendaItem, say: Say) -> str:
    """An item in one line: its number on the agenda, title, verdict, what became of it."""
    number = [] if item.aside else [f"{1 + look.agenda.walked.index(item)}"]
    parts = [*number, spoken(item.title, say)]
    if item.word is not None:
        parts.append(f"{item.shape} {spoken(item.word, say)}")
    if item.since is not None:
        parts.append(say("left over on {day}", day=item.since))
    decided = sum(one == item.key for one in look.now.taken.values())
    if decided:
        parts.append(say("decisions: {count}", count=decided))
    raised = looked_at(raised_at).get("" if look.meeting is None else look.meeting.number, {})
    if item.key in raised:
        parts.append(say("problems raised: {count}", count=len(raised[item.key])))
    if item.key in look.now.marks:
        parts.append(mark_words(look.now.marks[item.key], say))
    return " · ".join(parts)
