"""The link: the one place where a visit's choices live, so that a view can be sent, reloaded and gone
back to.

What it does not name is as it was at first. Streamlit's menu drops it, so what
it held is kept for the visit and put back; every step through the browser's
history finds its own choices.
"""

from collections.abc import Callable, Mapping, Sequence

from i18n import Say, Text
from ui.parts import st

_LEFT = "link_left"  # what the link held when the last run ended
# Choices of which one page offers more than another: what a page does not offer stays in the link
# for those that do.
_OTHERWISE_ELSEWHERE = ("window", "by", "kpi")


def follow() -> None:
    """First of all, before the page's address is told to the browser: what a link of the menu
    dropped is put back."""
    kept = st.session_state.get(_LEFT)
    if st.came_back():
        _remember()
    elif kept and not st.query_params:
        # In one piece, and as it was: then the browser's history gets one entry, not two.
        st.query_params.from_dict(kept)


def complete() -> None:
    """Once the address is told: what a link within the pages left out stays as it was chosen."""
    named = _named()
    whole = {**st.session_state.get(_LEFT, {}), **named}
    if whole != named:
        st.query_params.from_dict(whole)
    _remember()


def forget() -> None:
    """Nothing that was chosen is kept, as where what it was chosen among is gone."""
    st.session_state.pop(_LEFT, None)


def name_in_link(name: str, value: str | None) -> None:
    """The link names a choice, or no longer does."""
    if value is None:
        st.query_params.pop(name, None)
    elif st.query_params.get_all(name) != [value]:
        st.query_params[name] = value
    _remember()


def linked(
    name: str,
    label: str,
    options: Sequence[str],
    default: str,
    show: Callable[[str], str] = str,
    widget=st.selectbox,
    **looks,
) -> str:
    """A choice whose lasting name, never its label, stands in the link as ?name=…; a select box
    unless another `widget` is given.

    The link is what was chosen, unless the reader has just picked another.
    """
    key = _key(name)
    chosen, picked = settled(name, options, default)
    # Said anew at every run: what was chosen on another page belongs to another widget.
    st.session_state[key] = st.session_state[f"linked_shown_{name}"] = chosen
    widget(label, options, format_func=show, key=key, **looks)
    if picked:
        name_in_link(name, chosen if chosen != default else None)
    elif name not in _OTHERWISE_ELSEWHERE and st.query_params.get(name, chosen) != chosen:
        name_in_link(name, None)
    return chosen


def settled(name: str, options: Sequence[str], default: str) -> tuple[str, bool]:
    """What is chosen, known before the choice is drawn, and whether it was picked just now."""
    shown = st.session_state.get(f"linked_shown_{name}")
    held = st.session_state.get(_key(name))
    if held in options and shown is not None and held != shown:
        return held, True
    asked = st.query_params.get(name)
    return (asked if asked in options else default), False


def section_open(name: str, sections: Mapping[str, Text]) -> str:
    """Which section of a page is open, before `one_section` draws the choice."""
    return settled(name, list(sections), next(iter(sections)))[0]


def one_section(
    name: str, sections: Mapping[str, Text], say: Say, show: Callable[[str], str] | None = None
) -> str:
    """Which section of a page is open: the first unless the link names another as ?name=… `show`:
    what it is called in the choice."""
    return linked(
        name,
        say("Part of the page"),
        list(sections),
        next(iter(sections)),
        show or (lambda section: say(sections[section])),
        widget=st.segmented_control,
        required=True,
        label_visibility="collapsed",
    )


def _key(name: str) -> str:
    return f"linked_{name}"


def _named() -> dict[str, str]:
    return st.query_params.to_dict()


def _remember() -> None:
    st.session_state[_LEFT] = _named()
