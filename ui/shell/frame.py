"""The frame around every page: its settings, language and navigation."""

import sys
from copy import copy

from i18n import Say
from ui.parts import inner_link, st
from ui.parts.counted import count_run, timing
from ui.parts.links import (
    FIRST,
    FOR_ADMINISTRATORS,
    MENU,
    hidden_page,
    page_by_name,
    page_named,
)
from ui.parts.viewer import manages_people
from ui.parts.visitor import is_phone, palette, speaker
from ui.shell import printing
from ui.shell.row import open_row
from ui.shell.style import style
from ui.state.link import complete, follow

SCRIPTS = printing.SCRIPT + inner_link.SCRIPT


def run() -> None:
    """Draw the frame and the page that was asked for: the whole of app.py."""
    st.session_state["framed"] = True
    count_run()
    follow()
    say = speaker()
    # As its icon in the browser's tab a page takes an emoji: for an icon by name every reader's
    # browser would ask Google.
    title = st.session_state.get("tab_title", say("Service Culture Dashboard"))
    st.set_page_config(page_title=title, page_icon="❤️", layout="wide")
    st.html(style(palette()) + printing.STYLE)
    with st.container(key="scripts"):
        st.html(SCRIPTS, unsafe_allow_javascript=True)
    chosen = st.navigation(_menu(say), position="top")
    complete()
    open_row(say)
    # What stands behind the data takes seconds to import on a cold disk; the frame is there before,
    # and says so.
    starting = st.empty()
    if not hasattr(
        sys.modules.get("ui.shell.inside"), "draw_inside"
    ):  # nor half imported, by another visitor's run
        with starting:
            st.info(
                say("The dashboard is starting. This takes a few seconds, once."),
                icon=":material/hourglass_top:",
            )
    from ui.shell.inside import draw_inside

    starting.empty()
    try:
        with timing(chosen.url_path):
            if chosen.url_path == FIRST:
                st.switch_page(page_named(FIRST, say), query_params=st.query_params.to_dict())
            draw_inside(chosen, page_named("upload", say), say)
    finally:
        # A page that was not reached has not taken the mark away.
        st.session_state.pop("framed", None)


def _menu(say: Say) -> dict[str, list]:
    """The pages in their groups. On a phone in one list: Streamlit's bar at the side would put
    groups into a list that a screen reader cannot follow."""
    menu: dict[str, list] = {}
    for group, names in MENU:
        # Copies: whether a page may run is written on it, and those to link to are shared by all
        # visits, of which two may be drawn at the same moment.
        pages = menu.setdefault("" if is_phone() else say(group), [])
        pages.extend(copy(_page(name, say)) for name in names)
    next(iter(menu.values())).append(page_by_name(say))
    return menu


def _page(name: str, say: Say) -> st.Page:
    if name in FOR_ADMINISTRATORS and not manages_people():
        return hidden_page(name, say)
    return page_named(name, say)


def open_frame() -> Say:
    """First line of every page: the speaker, inside the frame.

    Until somebody has named the pages on this server, Streamlit runs a page's
    file without app.py; then the frame is drawn here, around the page.
    """
    if not st.session_state.pop("framed", False):
        run()
        st.stop()
    return speaker()
