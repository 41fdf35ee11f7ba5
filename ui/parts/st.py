"""Streamlit as the pages use it: every text is shown letter by letter, unless it is `Marked`
(ui/parts/literal.py).

Pages import `st` from here, never from Streamlit, whose functions read names of
stores, files and courses as markdown. What is not named here does not exist for
a page: a new function is added by saying which of its arguments are markdown.
Tables have an element of their own (ui/parts/table.py).
"""

import inspect
from collections.abc import Callable
from functools import wraps

import streamlit
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ui.parts.literal import markdown_safe

# Function -> its arguments that Streamlit reads as markdown.
_WORDED = {
    "markdown": ("body",),
    "caption": ("body",),
    "title": ("body",),
    "header": ("body",),
    "subheader": ("body",),
    "info": ("body",),
    "success": ("body",),
    "warning": ("body",),
    "error": ("body",),
    "spinner": ("text",),
    "progress": ("text",),
    "status": ("label",),
    "expander": ("label",),
    "popover": ("label",),
    "page_link": ("label",),
    "button": ("label",),
    "menu_button": ("label",),
    "download_button": ("label",),
    "form_submit_button": ("label",),
    "checkbox": ("label",),
    "selectbox": ("label",),
    "multiselect": ("label",),
    "text_input": ("label",),
    "text_area": ("label",),
    "number_input": ("label",),
    "date_input": ("label",),
    "file_uploader": ("label",),
    "radio": ("label", "captions"),
    "pills": ("label",),
    "segmented_control": ("label",),
}
_WORDED_OPTIONS = (
    "radio",
    "pills",
    "segmented_control",
    "menu_button",
)  # their options are markdown too; those of select boxes are not
# What shows no text, or none of markdown: `code` letter by letter, `html` what has been escaped.
_AS_IT_IS = frozenset(
    (
        "Page",
        "code",
        "column_config",
        "columns",
        "components",
        "container",
        "context",
        "divider",
        "empty",
        "form",
        "fragment",
        "get_option",
        "html",
        "login",
        "logout",
        "navigation",
        "plotly_chart",
        "query_params",
        "rerun",
        "secrets",
        "session_state",
        "set_page_config",
        "stop",
        "switch_page",
        "user",
    )
)


def came_back() -> bool:
    """Whether the page is drawn since somebody went back or forward in the browser: then what the
    link does not name is as it was at first."""
    # Streamlit knows it and has no public name for it; tests/browser holds that it still does.
    return bool(getattr(get_script_run_ctx(), "is_history_navigation", False))


def is_visited() -> bool:
    """Whether what runs is drawn for a visit; else, as in work behind the pages, nothing is held for
    one."""
    return get_script_run_ctx(suppress_warning=True) is not None


def _worded(name: str) -> Callable:
    """The function of Streamlit with its words made literal."""
    function = getattr(streamlit, name)
    # Binding them at every call took as long as what is bound.
    known = inspect.signature(function).parameters
    places = [argument for argument, one in known.items() if one.kind is not one.KEYWORD_ONLY]
    worded = [argument for argument in (*_WORDED[name], "help") if argument in known]

    @wraps(function)
    def spoken(*given: object, **named: object):
        # Too many, or one given twice, is refused.
        named = dict(**dict(zip(places[: len(given)], given, strict=True)), **named)
        for argument in worded:
            if argument in named:
                named[argument] = _made_literal(named[argument])
        if name in _WORDED_OPTIONS:
            show = named.get("format_func", str)
            named["format_func"] = lambda option: markdown_safe(show(option))
        return function(**named)

    return spoken


def _made_literal(words: object) -> object:
    if isinstance(words, list):
        return [_made_literal(word) for word in words]
    return markdown_safe(words) if isinstance(words, str) else words


_MADE = {name: _worded(name) for name in _WORDED}


def __getattr__(name: str):
    if name in _MADE:
        return _MADE[name]
    if name in _AS_IT_IS:
        return getattr(streamlit, name)
    raise AttributeError(
        f"st.{name} is not for pages: say in {__name__} which of its arguments are markdown"
    )
