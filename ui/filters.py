"""Choices that live in the link, so that a view can be sent."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import streamlit as st

from data.kinds import KINDS
from i18n import Say, Text
from metrics.catalog import LEVELS
from metrics.kpi import Kpi
from ui.board import months_with_data, values_of

COMMON = ("region", "department", "store", "channel")
LABELS: dict[str, Text] = {name: kind.column(name).label for kind in KINDS for name in kind.dimensions}


def linked(name: str, label: str, options: Sequence[str], default: str, show: Callable[[str], str] = str, widget=st.selectbox, **looks) -> str:
    """A choice whose lasting name, never its label, stands in the link as ?name=…; a select box unless another `widget` is given.

    A link that names another option than last time wins over what was chosen;
    the choice is remembered across pages.
    """
    key, seen, kept = f"linked_{name}", f"linked_seen_{name}", f"linked_kept_{name}"
    asked = st.query_params.get(name)
    if asked is not None and asked != st.session_state.get(seen) and asked in options:
        st.session_state[key] = asked
    elif key not in st.session_state or st.session_state[key] not in options:
        earlier = st.session_state.get(kept)
        st.session_state[key] = earlier if earlier in options else default
    chosen = widget(label, options, format_func=show, key=key, **looks)
    st.session_state[kept] = chosen
    if chosen != default:
        st.query_params[name] = chosen
    elif name in st.query_params:
        del st.query_params[name]
    st.session_state[seen] = st.query_params.get(name)
    return chosen


def one_section(name: str, sections: Mapping[str, Text], say: Say) -> str:
    """Which section of a page is open: the first unless the link names another as ?name=…"""
    return linked(name, say("Part of the page"), list(sections), next(iter(sections)), lambda section: say(sections[section]),
                  widget=st.segmented_control, required=True, label_visibility="collapsed")


def kpi_choice(say: Say, kpis: Sequence[Kpi]) -> Kpi:
    """The KPI that the link names, by level and label; the first unless another is chosen."""
    names = {kpi.name: kpi for kpi in kpis}
    return names[linked("kpi", say("KPI"), list(names), kpis[0].name, lambda name: f"{say(LEVELS[names[name].level])} · {say(names[name].label)}")]


def month_choice(say: Say) -> date | None:
    """The month looked at: the last whole one with data unless another is chosen; None without data."""
    this_month = date.today().replace(day=1)
    months = [month for month in months_with_data() if month < this_month] or months_with_data()
    if not months:
        return None
    names = {f"{month:%Y-%m}": month for month in reversed(months)}
    chosen = linked("month", say("Month"), list(names), next(iter(names)), lambda name: say.month(names[name]))
    return names[chosen]


def place_choice(say: Say, dimensions: Sequence[str] = COMMON) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The units filtered for, as a query takes them; folded away on a phone, where the finding comes first."""
    if not is_phone():
        return _places(say, dimensions)
    with st.expander(say("Filters"), expanded=any(st.query_params.get(name) for name in dimensions)):
        return _places(say, dimensions)


def _places(say: Say, dimensions: Sequence[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    chosen = []
    for column, dimension in zip(st.columns(len(dimensions)), dimensions, strict=True):
        with column:
            unit = linked(dimension, say(LABELS[dimension]), ["", *values_of(dimension)], "", lambda name: name or say("All"))
        if unit:
            chosen.append((dimension, (unit,)))
    return tuple(chosen)


def is_phone() -> bool:
    """Whether the page is looked at on a phone, as its browser says."""
    return "Mobi" in (st.context.headers.get("User-Agent") or "")


def link_to_view(**changes: str) -> dict[str, str]:
    """The link's parameters with some changed: what a link to another page takes along."""
    return {**st.query_params.to_dict(), **changes}
