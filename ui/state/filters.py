"""Choices that live in the link, so that a view can be sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from data.kinds.catalog import KINDS
from data.units.names import shown_as
from errors import Message
from i18n import Say, Text
from metrics.answers.asked import months_with_data, values_of
from metrics.catalog import LEVELS
from metrics.findings.operations import first_record
from metrics.kpi import Kpi
from metrics.periods import is_over
from metrics.sums.query import Filter
from metrics.window import CALENDAR, DEFAULT, LENGTHS, first_month, year_words
from ui.parts import st
from ui.state.board import looked_at, read, today
from ui.state.link import linked, name_in_link, settled
from ui.state.neighbours import drawn_of

COMMON = ("region", "department", "store", "channel")
LABELS: dict[str, Text] = {
    name: kind.column(name).label for kind in KINDS for name in kind.dimensions
}


def kpi_choice(say: Say, kpis: Sequence[Kpi], steps: bool = False) -> Kpi:
    """The KPI that the link names, by level and label; the first with records unless another is
    chosen. `steps`: with a button to the one before and the one after."""
    names = {kpi.name: kpi for kpi in kpis}
    chosen = linked(
        "kpi",
        say("KPI"),
        list(names),
        first_recorded(kpis).name,
        lambda name: f"{say(LEVELS[names[name].level])} · {say(names[name].label)}",
        label_visibility="collapsed",
    )
    if chosen != kpis[0].name and not st.query_params.get("kpi") and not st.came_back():
        name_in_link("kpi", chosen)  # which one has records first is another once more are stored
    if steps:
        at = list(names).index(chosen)
        for back, word, icon in (
            (-1, say("Previous KPI"), ":material/chevron_left:"),
            (1, say("Next KPI"), ":material/chevron_right:"),
        ):
            st.button(
                word,
                key=f"kpi_step_{back}",
                icon=icon,
                help=word,
                on_click=_pick,
                args=("linked_kpi", list(names)[(at + back) % len(names)]),
            )
    return names[chosen]


def first_recorded(kpis: Sequence[Kpi]) -> Kpi:
    """The first KPI with records; the first where none has any."""
    recorded = (kpi for kpi in kpis if looked_at(first_record, (kpi.dataset,)))
    return next(recorded, kpis[0])


def _pick(key: str, option: str) -> None:
    st.session_state[key] = option


def tell_unknown_kpi(kpi: Kpi, kpis: Sequence[Kpi], say: Say) -> None:
    """Where the link names a KPI that the page does not have: which one is shown."""
    asked = st.query_params.get("kpi")
    if asked and asked not in {one.name for one in kpis}:
        st.warning(
            say(
                "The link names \u201c{asked}\u201d, which is no KPI of this page. Shown is "
                "\u201c{kpi}\u201d.",
                asked=asked,
                kpi=kpi.label,
            )
        )


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
    chosen = names[
        linked(
            "month",
            say("Month"),
            list(names),
            default,
            lambda name: _month_words(names[name], say),
            label_visibility="collapsed",
        )
    ]
    drawn_of(chosen, months)
    return chosen


def window_choice(
    say: Say,
    month: date,
    fixed: Sequence[str] = tuple(LENGTHS),
    default: str = DEFAULT,
    name: str = "window",
    **looks: object,
) -> str:
    """How much time is looked at, up to the month: some of the fixed lengths, or from any month
    on. `name`: what the link calls it."""
    since = [f"{first:%Y-%m}" for first in reversed(months_offered()) if first < month]
    return linked(
        name,
        say("Time"),
        [*fixed, *since],
        default,
        lambda name: window_words(name, month, say),
        label_visibility="collapsed",
        **looks,
    )


def window_words(window: str, month: date, say: Say) -> str:
    """How a window is called in a choice."""
    if window == CALENDAR:
        return say(year_words())
    if window in LENGTHS:
        return say(LENGTHS[window])
    return say(
        "{first} to {last}", first=say.month(first_month(window, month)), last=say.month(month)
    )


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


@dataclass(frozen=True)
class PlacesChosen:
    """What is filtered for, as a query takes it, and how it was found."""

    units: tuple[_Unit, ...]

    @property
    def only(self) -> Filter:
        """The units, as a query takes them."""
        return tuple((unit.dimension, (unit.name,)) for unit in self.units if unit.name)


def place_choice(say: Say, dimensions: Sequence[str] = COMMON) -> PlacesChosen:
    """The units filtered for, one of each dimension at most: one button that names them, behind it
    a choice for each. A name that was merged is followed."""
    found = PlacesChosen(tuple(map(_place, dimensions)))
    _draw_places(found, say)
    return found


@st.fragment
def _draw_places(found: PlacesChosen, say: Say) -> None:
    """The button; the choices once it is opened, since the names of many stores would be sent with
    every click."""
    behind = st.popover(
        places_words(found.only, say),
        icon=":material/filter_alt:",
        key="bar_places",
        on_change="rerun",
    )
    if not behind.open:
        return
    with behind:
        picked = [
            linked(
                unit.dimension,
                say(LABELS[unit.dimension]),
                _options(unit.dimension, unit.name),
                "",
                lambda name: name or say("All"),
            )
            for unit in found.units
        ]
    if picked != [unit.name for unit in found.units]:
        st.rerun()  # this part alone was drawn anew; the page has to follow


def places_asked() -> Filter:
    """The units that the link names, whether this page filters by all of them or not: what a page is
    filtered for that does."""
    return PlacesChosen(tuple(map(_place, COMMON))).only


def tell_places(places: PlacesChosen, say: Say) -> None:
    """Which names were followed. Where no record names a unit the page ends with a sentence: it is
    never shown without the filter."""
    for told in [message for unit in places.units for message in unit.told]:
        st.info(say(told))
    unknown = [unit for unit in places.units if unit.name and not unit.known]
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


def places_words(only: Filter, say: Say) -> str:
    """The units filtered for, each with what it is: “Store: Harbour Plaza”."""
    if not only:
        return say("All places")
    return " · ".join(
        say("{dimension}: {unit}", dimension=LABELS[dimension], unit=say.list(units))
        for dimension, units in only
    )


def _place(dimension: str) -> _Unit:
    known, followed = looked_at(values_of, dimension), f"linked_followed_{dimension}"
    wanted = [name for name in st.query_params.get_all(dimension) if name]
    unit = _followed(dimension, wanted, known)
    if wanted and wanted != [unit]:
        st.session_state[followed] = unit, wanted
        name_in_link(dimension, unit)
    chosen, _ = settled(dimension, _options(dimension, unit), "")
    found, names = st.session_state.get(followed, ("", []))
    return _Unit(
        dimension,
        chosen,
        chosen in known,
        _told_of(dimension, names, chosen) if chosen == found else (),
    )


def _options(dimension: str, unit: str) -> list[str]:
    """All units that any record names, and the one that is asked for."""
    known = looked_at(values_of, dimension)
    return ["", *known, *([unit] if unit and unit not in known else [])]


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
        name_in_link(name, shown)
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
    """What the link names with some of it changed: what a link to another page takes along."""
    return {**st.query_params.to_dict(), **changes}
