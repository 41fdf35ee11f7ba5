"""Minutes on the page: to be read and taken along."""

from html import escape

from i18n import Say
from metrics.review.meetings import Meeting, held
from metrics.review.minutes import minutes_of
from metrics.review.minutes_html import article_of, page_of
from metrics.review.minutes_text import text_of
from metrics.review.periods import name_said, period_of
from ui.parts import st
from ui.parts.links import page_named
from ui.parts.viewer import holds_reviews
from ui.review.meeting import leave
from ui.review.state import as_readers
from ui.state.board import looked_at
from ui.state.filters import link_to_view
from ui.state.link import name_in_link

_MOST = 12  # earlier meetings that are offered


def draw_minutes(meeting: Meeting, say: Say) -> None:
    """The minutes of a meeting as a document, with the buttons that take them along."""
    found = looked_at(minutes_of, meeting)
    with st.container(key="rv_minutes_bar", horizontal=True, vertical_alignment="center"):
        st.button(
            say("To the agenda"),
            key="rv_back_to",
            icon=":material/list:",
            on_click=_to_agenda,
            args=(meeting.number,),
        )
        st.button(say("Next review"), key="rv_leave", on_click=leave)
        file = f"minutes-{meeting.number}"
        st.download_button(
            say("Download as HTML"),
            lambda: page_of([found], say).encode(),
            f"{file}.html",
            "text/html",
            key="rv_html",
            on_click="ignore",
        )
        st.download_button(
            say("Download as text"),
            lambda: text_of(found, say).encode(),
            f"{file}.txt",
            "text/plain",
            key="rv_text",
            on_click="ignore",
        )
        if holds_reviews():
            st.page_link(
                page_named("frozen", say),
                label=say("Publish a period"),
                query_params=link_to_view(period=period_of(meeting.agenda).written),
            )
    st.html(f'<div class="scd-rv scd-rv-minutes">{article_of(found, say)}</div>')


def _to_agenda(number: str) -> None:
    name_in_link("meeting", number)
    name_in_link("minutes", None)
    name_in_link("item", None)


def draw_past(say: Say) -> None:
    """The meetings that were held, each with the way to its minutes."""
    found = as_readers(held)
    if not found:
        return
    st.html(f'<div class="scd-rv"><h2>{escape(say("Earlier meetings"))}</h2></div>')
    with st.container(key="rv_list_past"):
        for meeting in found[:_MOST]:
            st.button(
                f"{say.date(meeting.day)} · {name_said(meeting.name, meeting.agenda, say)}",
                key=f"rv_past_{meeting.number}",
                type="tertiary",
                on_click=_to_minutes,
                args=(meeting.number,),
            )


def _to_minutes(number: str) -> None:
    name_in_link("meeting", number)
    name_in_link("minutes", "yes")
