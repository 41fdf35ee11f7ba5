"""Choices that live in the link, so that a view can be sent."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from data.kinds.catalog import KINDS
from data.units.names import shown_as
from errors import Message
from i18n import Say, Text
from metrics.answers.asked import months_with_data, values_of
from metrics.catalog import LEVELS
from metrics.kpi import Kpi
from metrics.periods import is_over
from ui.parts import st
from ui.parts.visitor import is_phone
from ui.state.board import looked_at, read, today

COMMON = ("region", "department", "store", "channel")
LABELS: dict[str, Text] = {
    name: kind.column(name).label for kind in KINDS for name in kind.dimensions
}


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
    else:
        st.session_state[key] = st.session_state[
            key
        ]  # said anew: what was chosen on another page belongs to another widget, and would be lost
    chosen = widget(label, options, format_func=show, key=key, **looks)
    st.session_state[kept] = chosen
    if chosen != default:
        st.query_params[name] = chosen
    elif name in st.query_params:
        del st.query_params[name]
    st.session_state[seen] = st.query_params.get(name)
    return chosen


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


def kpi_choice(say: Say, kpis: Sequence[Kpi]) -> Kpi:
    """The KPI that the link names, by level and label; the first unless another is chosen, which is
    said where the link names none."""
    names = {kpi.name: kpi for kpi in kpis}
    asked, told = st.query_params.get("kpi"), st.empty()
    chosen = names[
        linked(
            "kpi",
            say("KPI"),
            list(names),
            kpis[0].name,
            lambda name: f"{say(LEVELS[names[name].level])} · {say(names[name].label)}",
        )
    ]
    if asked and asked not in names:
        with told:
            st.warning(
                say(
                    "The link names \u201c{asked}\u201d, which is no KPI of this page. Shown is "
                    "\u201c{kpi}\u201d.",
                    asked=asked,
                    kpi=chosen.label,
                )
            )
    return chosen


def months_offered() -> list[date]:
    """The months with data that can be looked at, oldest first: up to the running one, which is not
    over; later ones only where there is no other."""
    months = looked_at(months_with_data)
    return [month for month in months if month <= today()] or months


def month_choice(say: Say) -> date | None:
    """The month looked at: the last whole one with data unless another is chosen; None without
    data."""
    months = months_offered()
    if not months:
        return None
    names = {f"{month:%Y-%m}": month for month in reversed(months)}
    default = next(
        (name for name, month in names.items() if is_over(month, today())), next(iter(names))
    )
    return names[
        linked(
            "month", say("Month"), list(names), default, lambda name: _month_words(names[name], say)
        )
    ]


def _month_words(month: date, say: Say) -> str:
    return (
        say.month(month)
        if is_over(month, today())
        else say("{month}, not over", month=say.month(month))
    )


@dataclass(frozen=True)
class _Unit:
    """What one filter says: the unit ("": all), whether any record names it, and what has to be
    told of how it was found."""

    dimension: str
    name: str
    known: bool
    told: tuple[Message, ...]


def place_choice(
    say: Say, dimensions: Sequence[str] = COMMON
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The units filtered for, as a query takes them; folded away on a phone, where the finding
    comes first.

    A name that was merged is followed, and that is said. Where no record names
    a unit the page ends with a sentence: it is never shown without the filter.
    """
    if is_phone():
        with st.expander(
            say("Filters"),
            expanded=any(st.query_params.get(name) for name in dimensions),
            key="filters",
        ):
            found = _places(say, dimensions)
    else:
        found = _places(say, dimensions)
    for told in [message for unit in found for message in unit.told]:
        st.info(say(told))
    unknown = [unit for unit in found if unit.name and not unit.known]
    for unit in unknown:
        st.warning(
            say(
                "{dimension}: no record that is counted here names \u201c{unit}\u201d, so there "
                "is nothing to show. "
                "Choose another one, or \u201cAll\u201d.",
                dimension=LABELS[unit.dimension],
                unit=unit.name,
            )
        )
    if unknown:
        st.stop()
    return tuple((unit.dimension, (unit.name,)) for unit in found if unit.name)


def _places(say: Say, dimensions: Sequence[str]) -> list[_Unit]:
    found = []
    for column, dimension in zip(st.columns(len(dimensions)), dimensions, strict=True):
        with column:
            found.append(_place(dimension, say))
    return found


def _place(dimension: str, say: Say) -> _Unit:
    known, wanted, followed = (
        looked_at(values_of, dimension),
        _wanted(dimension),
        f"linked_followed_{dimension}",
    )
    unit = _followed(dimension, wanted, known)
    if wanted and wanted != [unit]:
        st.session_state[followed] = unit, wanted
        st.query_params[dimension] = st.session_state[f"linked_{dimension}"] = unit
    options = ["", *known, *([unit] if unit and unit not in known else [])]
    chosen = linked(dimension, say(LABELS[dimension]), options, "", lambda name: name or say("All"))
    found, names = st.session_state.get(followed, ("", []))
    return _Unit(
        dimension,
        chosen,
        chosen in known,
        _told_of(dimension, names, chosen) if chosen == found else (),
    )


def _wanted(dimension: str) -> list[str]:
    """The units that a new link names, else the one chosen so far."""
    asked = st.query_params.get_all(dimension)
    if asked and (len(asked) > 1 or asked[0] != st.session_state.get(f"linked_seen_{dimension}")):
        return [name for name in asked if name]
    chosen = st.session_state.get(
        f"linked_{dimension}", st.session_state.get(f"linked_kept_{dimension}")
    )
    return [chosen] if chosen else []


def _followed(dimension: str, wanted: Sequence[str], known: Sequence[str]) -> str:
    """The one unit to show: the first of those wanted, as records show it now, that any record
    names; "" where none is wanted."""
    shown = [_shown(dimension, name, known) for name in wanted]
    return next((name for name in shown if name in known), shown[0] if shown else "")


def _shown(dimension: str, name: str, known: Sequence[str]) -> str:
    return name if name in known else read(lambda reading: shown_as(reading, dimension, name))


def _told_of(dimension: str, wanted: Sequence[str], chosen: str) -> tuple[Message, ...]:
    """What became of the names that were wanted: those shown as another, and those that one page
    cannot show beside it."""
    known = looked_at(values_of, dimension)
    shown = {name: _shown(dimension, name, known) for name in wanted}
    told = [
        Message("\u201c{old}\u201d is shown as \u201c{new}\u201d.", {"old": old, "new": new})
        for old, new in shown.items()
        if new != old
    ]
    others = [name for name in dict.fromkeys(shown.values()) if name != chosen]
    if (
        others and len(wanted) > 1
    ):  # one alone that is shown as itself again was a merge that is undone
        told.append(
            Message(
                "The link names more than one unit. This page shows one of a kind at a time: "
                "\u201c{unit}\u201d, without {others}.",
                {"unit": chosen, "others": others},
            )
        )
    return tuple(told)


def follow_link(name: str, dimension: str, units: Sequence[str], say: Say) -> None:
    """Before a choice among some units: what the link names as ?name=… is followed where it was
    merged, and said where it is not among them."""
    asked = st.query_params.get(name)
    if not asked or asked in units:
        return
    shown = _shown(dimension, asked, units)
    if shown in units:
        st.query_params[name] = shown
        st.info(say("\u201c{old}\u201d is shown as \u201c{new}\u201d.", old=asked, new=shown))
    else:
        st.info(
            say(
                "\u201c{unit}\u201d, which the link names, has no records here or too few to be "
                "set against another.",
                unit=asked,
            )
        )


def draw_unfiltered(say: Say, filtered: Sequence[str] = ()) -> None:
    """Says which units of the link this page does not filter by; `filtered`: the dimensions that it
    does."""
    asked = [
        dimension
        for dimension in (*COMMON, "segment")
        if dimension not in filtered and st.query_params.get(dimension)
    ]
    if asked:
        st.info(
            say(
                "This page cannot be filtered by {dimensions}, as the link asks: it shows all of "
                "them.",
                dimensions=[LABELS[dimension] for dimension in asked],
            )
        )


def link_to_view(**changes: str) -> dict[str, str]:
    """The link's parameters with some changed: what a link to another page takes along."""
    return {**st.query_params.to_dict(), **changes}
