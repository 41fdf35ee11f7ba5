"""The bar under the menu, one line on every page, with the language in it: there before what stands
behind the data is read, and filled by the page."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from i18n import LANGUAGES, Say
from ui.parts import st
from ui.parts.theme_switch import draw_theme_switch
from ui.parts.visitor import browser_language
from ui.state.link import linked


@dataclass(frozen=True)
class _Row:
    """The places of the bar that are filled later: the choices of the page, and what stands beside
    them."""

    choices: AbstractContextManager[object]
    beside: AbstractContextManager[object]


_ROW: ContextVar[_Row | None] = ContextVar("bar", default=None)


def open_row(say: Say) -> None:
    """Draw the bar with the choices of a language and of light or dark; the rest is left to the
    page."""
    with st.container(key="bar", horizontal=True, vertical_alignment="center", gap="small"):
        choices = _place("bar_choices", "stretch")
        beside = _place("bar_beside", "content")
        _draw_more(say)
    _ROW.set(_Row(choices, beside))


def _place(key: str, width: str) -> AbstractContextManager[object]:
    return st.container(
        key=key, horizontal=True, vertical_alignment="center", gap="small", width=width
    )


@contextmanager
def in_bar() -> Iterator[None]:
    """What is drawn inside stands in the bar, among the choices."""
    with _row().choices:
        yield


@contextmanager
def beside_choices() -> Iterator[None]:
    """What is drawn inside stands in the bar, after the choices."""
    with _row().beside:
        yield


def _row() -> _Row:
    row = _ROW.get()
    if row is None:
        raise LookupError("a page is drawn inside the frame, which opens the bar")
    return row


@st.fragment
def _draw_more(say: Say) -> None:
    """The menu of languages, themes and who looks, filled once it is opened."""
    behind = st.popover(
        LANGUAGES[say.language], icon=":material/translate:", key="bar_more", on_change="rerun"
    )
    if behind.open:
        with behind:
            _language_choice(say)
            draw_theme_switch(say)
            from ui.shell.entrance import draw_standing  # the database is behind it

            draw_standing(say)


def _language_choice(say: Say) -> None:
    """Each language under its own name; the choice goes into the link."""
    chosen = linked(
        "lang",
        "Language · 语言 · 語言",
        list(LANGUAGES),
        browser_language(),
        lambda name: LANGUAGES[name],
        widget=st.segmented_control,
        required=True,
        width="content",
        label_visibility="collapsed",
    )
    if chosen != say.language:
        st.rerun()
