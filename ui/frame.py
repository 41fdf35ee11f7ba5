"""The frame around every page: its settings, language and navigation."""

import sys
from functools import cache
from pathlib import Path

from charts.theme import DARK, LIGHT, Palette
from i18n import LANGUAGES, N_, Say, Text, nearest_language, translator
from ui import st
from ui.style import style

_HERE = Path(__file__).resolve().parents[1] / "pages"
PAGES = (
    ("overview", N_("Overview"), ":material/dashboard:"),
    ("kpi", N_("KPI"), ":material/show_chart:"),
    ("compare", N_("Compare"), ":material/balance:"),
    ("training", N_("Training"), ":material/school:"),
    ("voice", N_("Customer voice"), ":material/record_voice_over:"),
    ("mystery", N_("Mystery shopper"), ":material/person_search:"),
    ("upload", N_("Upload"), ":material/upload_file:"),
    ("targets", N_("Targets"), ":material/flag:"),
    ("units", N_("Units"), ":material/account_tree:"),
    ("definitions", N_("Definitions"), ":material/menu_book:"),
    ("privacy", N_("Privacy check"), ":material/shield_person:"),
)
FIRST = PAGES[0][0]


def run() -> None:
    """Draw the frame and the page that was asked for: the whole of app.py."""
    st.session_state["framed"] = True
    say = speaker()
    # As its icon in the browser's tab a page takes an emoji: for an icon by name every reader's browser would ask Google.
    st.set_page_config(page_title=say("Service Culture Dashboard"), page_icon="❤️", layout="wide")
    st.html(style(palette()))
    chosen = st.navigation([*(_page(*page, say) for page in PAGES), _by_name(say)], position="top")
    _language_choice(say)
    # What stands behind the data takes seconds to import on a cold disk; the frame is there before, and says so.
    starting = st.empty()
    if not hasattr(sys.modules.get("ui.inside"), "draw_inside"):  # nor half imported, by another visitor's run
        with starting:
            st.info(say("The dashboard is starting. This takes a few seconds, once."), icon=":material/hourglass_top:")
    from ui.inside import draw_inside

    starting.empty()
    try:
        if chosen.url_path == FIRST:
            st.switch_page(page_named(FIRST, say), query_params=st.query_params.to_dict())
        draw_inside(chosen, page_named("upload", say), say)
    finally:
        # A page that was not reached has not taken the mark away.
        st.session_state.pop("framed", None)


def open_frame() -> Say:
    """First line of every page: the speaker, inside the frame.

    Until somebody has named the pages on this server, Streamlit runs a page's
    file without app.py; then the frame is drawn here, around the page.
    """
    if not st.session_state.pop("framed", False):
        run()
        st.stop()
    return speaker()


@cache
def page_named(name: str, say: Say) -> st.Page:
    """A page to link to."""
    title, icon = next((title, icon) for page, title, icon in PAGES if page == name)
    return _page(name, title, icon, say)


def _page(name: str, title: Text, icon: str, say: Say) -> st.Page:
    return st.Page(_HERE / f"{name}.py", title=say(title), icon=icon, url_path="" if name == FIRST else name, default=name == FIRST)


def _by_name(say: Say) -> st.Page:
    """What the first page's name leads to where somebody types it: the first page itself has no name in its address."""
    title = next(title for page, title, _ in PAGES if page == FIRST)
    return st.Page(_HERE / f"{FIRST}.py", title=say(title), url_path=FIRST, visibility="hidden")


def speaker() -> Say:
    """The speaker of the language in the link, else chosen before, else of the browser."""
    asked = st.query_params.get("lang")
    if asked in LANGUAGES and asked != st.session_state.get("lang_seen"):
        st.session_state["lang"] = st.session_state["lang_seen"] = asked
    return translator(st.session_state.setdefault("lang", nearest_language(st.context.locale)))


def _language_choice(say: Say) -> None:
    """Each language under its own name; the choice goes into the link."""
    with st.container(horizontal=True, horizontal_alignment="right", key="language_row"):
        chosen = st.segmented_control("Language · 语言 · 語言", list(LANGUAGES), default=say.language, required=True, width="content",
                                      format_func=LANGUAGES.get, key="language_choice", label_visibility="collapsed")
    if chosen != say.language:
        st.session_state["lang"] = st.session_state["lang_seen"] = chosen
        st.query_params["lang"] = chosen
        st.rerun()


def palette() -> Palette:
    """The colours of the reader's theme."""
    return DARK if st.context.theme.type == "dark" else LIGHT
