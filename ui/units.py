"""The units page: names with their rows, likely duplicates, merging, the places of stores, and
taking it back."""

from datetime import date

import pandas as pd

from data.database.shown_names import DIMENSIONS
from data.kinds.catalog import UNIT
from data.units.names import (
    OrgUnit,
    Spellings,
    Stated,
    merged,
    merged_spellings,
    near_duplicates,
    placed,
    separated,
    spellings,
    statements,
    units,
)
from data.uploads.spellings import visible
from data.uploads.typed import typed_rows
from errors import Message, ServiceCultureError
from i18n import N_, Say, Text
from metrics.snapshot import Snapshot, remembered
from ui.parts import st
from ui.parts.heading import heading
from ui.parts.literal import bold
from ui.parts.table import show_table_with_file
from ui.parts.viewer import for_keepers
from ui.state.board import looked_at, read, today
from ui.state.changing import store, take_back
from ui.state.filters import LABELS
from ui.state.link import linked, one_section

PROPOSED = 20  # likely duplicates shown
LATEST = 200  # statements shown in the history
SECTIONS: dict[str, Text] = {
    "names": N_("Names"),
    "merge": N_("Merge"),
    "place": N_("Place a store"),
    "history": N_("History"),
}
_TOLD = "units_told"
# What is chosen stays while another part is looked at: Streamlit forgets a widget that is not
# drawn.
_CHOICES = (
    "units_store",
    *(f"units_{what}_{sort}" for what in ("name", "target", "gone") for sort in DIMENSIONS),
)


def section_choice(say: Say) -> str:
    """Which part of the page is open; it stands in the link as ?part=…, so that nothing that is
    stored here closes it."""
    for name in _CHOICES:
        if name in st.session_state:
            st.session_state[name] = st.session_state[name]
    return one_section("part", SECTIONS, say)


def draw_told(say: Say) -> None:
    """Says once, after the page was drawn anew, what was stored; its place is always there, so that
    what stands below is not drawn as new."""
    with st.container():
        if _TOLD in st.session_state:
            st.success(say(st.session_state.pop(_TOLD)))


def dimension_choice(say: Say) -> str:
    """Which sort of unit is looked at; it stands in the link as ?units=…"""
    first, _ = st.columns([1, 3])
    with first:
        return linked(
            "units",
            say(UNIT.column("dimension").label),
            DIMENSIONS,
            DIMENSIONS[0],
            lambda name: say(LABELS[name]),
        )


@for_keepers
def known_units(dimension: str) -> tuple[OrgUnit, ...]:
    """Every name of the dimension, in order of name."""
    return looked_at(_known, dimension)


@remembered(20)
def _known(snapshot: Snapshot, dimension: str) -> tuple[OrgUnit, ...]:
    return units(snapshot.reading, dimension)


@remembered(20)
def _spellings(snapshot: Snapshot, dimension: str) -> list[Spellings]:
    return spellings(_known(snapshot, dimension))


@remembered(20)
def _alike(snapshot: Snapshot, dimension: str) -> list[tuple[OrgUnit, OrgUnit]]:
    return near_duplicates(_known(snapshot, dimension))


def draw_list(known: tuple[OrgUnit, ...], dimension: str, say: Say) -> None:
    """One line a name as files write it."""
    if not known:
        st.info(say("No record names a unit of this sort yet."))
        return
    st.caption(
        say(
            "Records keep the names of their files. Here you say which names mean the same unit; "
            "it holds for all records at once, "
            "old and new."
        )
    )
    show_table_with_file(
        pd.DataFrame([_line(unit, dimension, say) for unit in known]),
        f"units-{dimension}",
        "units_list",
        say,
    )


def _line(unit: OrgUnit, dimension: str, say: Say) -> dict[str, str]:
    line = {
        say("Name in files"): unit.name,
        say("Shown as"): unit.shown_as if unit.merged else "–",
        say("Rows"): say.number(unit.rows),
        say("First month"): _month(unit.first, say),
        say("Last month"): _month(unit.last, say),
    }
    places = {
        say(LABELS["region"]): unit.region or "–",
        say(LABELS["department"]): unit.department or "–",
    }
    return line | places if dimension == "store" else line


def _month(day: date | None, say: Say) -> str:
    return "–" if day is None else say.month(day)


def draw_merge(known: tuple[OrgUnit, ...], dimension: str, say: Say) -> None:
    """Likely duplicates, then any two names, then names to be shown as themselves again."""
    with st.container():  # however many groups and pairs are left, the form below keeps its place
        _draw_spellings(known, dimension, say)
        _draw_proposals(known, dimension, say)
    by_name = {unit.name: unit for unit in known if not unit.merged}
    if by_name:
        _draw_merging(known, by_name, say)
    _draw_separating([unit for unit in known if unit.merged], say)


def _draw_spellings(known: tuple[OrgUnit, ...], dimension: str, say: Say) -> None:
    """Groups of names that are spellings of one, each with its button, and one button for all of
    them."""
    groups = looked_at(_spellings, dimension)
    if not groups:
        return
    st.html(heading(say("Spellings of one name")))
    st.caption(
        say(
            "They differ only in blanks, width, capitals, punctuation, script, zeros before a "
            "number, or the word for a store. "
            "Merge them if they mean the same unit."
        )
    )
    if len(groups) > 1:
        names = sum(len(group.others) for group in groups)
        words = say(
            "Merge all {groups} groups: {names} names into others", groups=len(groups), names=names
        )
        if st.button(words, type="primary", key="units_spellings"):
            _merge_spellings(known, groups, say)
    for group in groups[:PROPOSED]:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(
                say(
                    "{names} and {target} (rows: {rows})",
                    names=[_with_rows(unit, say) for unit in group.others],
                    target=visible(group.target.name),
                    rows=group.target.rows,
                ),
                width="content",
            )
            if st.button(
                say("Show all as {target}", target=visible(group.target.name)),
                key=f"units_group_{group.target.name}",
            ):
                _merge_spellings(known, [group], say)
    if len(groups) > PROPOSED:
        st.caption(say("The {shown} largest of {count} groups.", shown=PROPOSED, count=len(groups)))


def _with_rows(unit: OrgUnit, say: Say) -> str:
    return say("{name} (rows: {rows})", name=visible(unit.name), rows=unit.rows)


def _merge_spellings(known: tuple[OrgUnit, ...], groups: list[Spellings], say: Say) -> None:
    told = Message(
        "Names that are now shown as another one: {count}. One step back takes all of it back: "
        "see History.",
        {"count": sum(len(group.others) for group in groups)},
    )
    _store(lambda: merged_spellings(known, groups, today()), told, say)


def _draw_proposals(known: tuple[OrgUnit, ...], dimension: str, say: Say) -> None:
    pairs = looked_at(_alike, dimension)
    if not pairs:
        if not looked_at(_spellings, dimension):
            st.markdown(say("No two names look alike."))
        return
    st.markdown(
        bold(say("These names look alike"))
    )  # a line of its own: within a line of Chinese, marks after a full stop do not end
    st.caption(say("Merge them if they mean the same unit."))
    for fewer, more in pairs[:PROPOSED]:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(
                say(
                    "{name} (rows: {rows}) and {target} (rows: {more})",
                    name=fewer.name,
                    rows=fewer.rows,
                    target=more.name,
                    more=more.rows,
                ),
                width="content",
            )
            # Named by the pair: a second click never meets the pair that moved up to this place.
            if st.button(
                say("Show {name} as {target}", name=fewer.name, target=more.name),
                key=f"units_pair_{fewer.name}_{more.name}",
            ):
                _merge(known, fewer.name, more.name, say)
    if len(pairs) > PROPOSED:
        st.caption(
            say("The {shown} most alike of {count} pairs.", shown=PROPOSED, count=len(pairs))
        )


def _draw_merging(known: tuple[OrgUnit, ...], by_name: dict[str, OrgUnit], say: Say) -> None:
    st.html(heading(say("Merge any two names")))
    sort = next(iter(by_name.values())).dimension
    left, right = st.columns(2)
    with left:
        name = st.selectbox(
            say("Name in files"),
            list(by_name),
            index=None,
            placeholder=say("Choose a name"),
            key=f"units_name_{sort}",
        )
    with right:
        target = st.selectbox(
            say("Shown as"),
            [other for other in by_name if other != name],
            index=None,
            accept_new_options=True,
            placeholder=say("Choose a name, or type a new one"),
            key=f"units_target_{sort}",
        )
    target = (target or "").strip()
    if name is None or not target:
        return
    st.markdown(
        say(
            "{rows} rows that say \u201c{name}\u201d will be shown as \u201c{target}\u201d.",
            rows=by_name[name].rows,
            name=name,
            target=target,
        )
    )
    if st.button(say("Merge"), type="primary", key="units_merge"):
        _merge(known, name, target, say)


def _draw_separating(gone: list[OrgUnit], say: Say) -> None:
    if not gone:
        return
    st.html(heading(say("Show a merged name as itself again")))
    at = st.selectbox(
        say("Name in files"),
        range(len(gone)),
        index=None,
        placeholder=say("Choose a name"),
        key=f"units_gone_{gone[0].dimension}",
        format_func=lambda at: f"{gone[at].name} → {gone[at].shown_as}",
    )
    if at is not None and st.button(say("Separate"), key="units_separate"):
        _store(
            lambda: separated(gone[at], today()),
            Message("\u201c{name}\u201d is shown as itself again.", {"name": gone[at].name}),
            say,
        )


def _merge(known: tuple[OrgUnit, ...], name: str, target: str, say: Say) -> None:
    told = Message(
        "\u201c{name}\u201d is now shown as \u201c{target}\u201d.", {"name": name, "target": target}
    )
    _store(lambda: merged(known, name, target, today()), told, say)


def _store(rows, told: Message, say: Say) -> None:
    """Store what is said of units; the page then starts again with what it has to tell."""
    try:
        store(typed_rows(UNIT, rows(), say("typed in the app")))
    except ServiceCultureError as refusal:
        st.error(say(refusal.message))
        return
    st.session_state[_TOLD] = told
    st.rerun()


def draw_place(stores: tuple[OrgUnit, ...], say: Say) -> None:
    """The region and department of a store, for records that do not name them."""
    own = {unit.name: unit for unit in stores if not unit.merged}
    if not own:
        st.info(say("No record names a store yet."))
        return
    st.caption(
        say(
            "A record that names its region or department keeps it. A record that does not, takes "
            "it from its store."
        )
    )
    name = st.selectbox(
        say(LABELS["store"]),
        list(own),
        index=None,
        placeholder=say("Choose a store"),
        key="units_store",
    )
    if name is None:
        return
    left, right = st.columns(2)
    with left:
        region = _place("region", own[name].region, name, say)
    with right:
        department = _place("department", own[name].department, name, say)
    if st.button(say("Store the place"), type="primary", key="units_place"):
        _store(
            lambda: placed(own[name], region, department, today()),
            Message("The place of \u201c{name}\u201d is stored.", {"name": name}),
            say,
        )


def _place(dimension: str, held: str | None, store: str, say: Say) -> str | None:
    """A known unit or a new one; None for no place."""
    names = sorted({unit.shown_as for unit in known_units(dimension)} | ({held} if held else set()))
    return st.selectbox(
        say(LABELS[dimension]),
        names,
        index=names.index(held) if held else None,
        accept_new_options=True,
        placeholder=say("as the records say"),
        key=f"units_{dimension}_of_{store}",
    )


@for_keepers
def draw_history(say: Say) -> None:
    """What was said of units and when, and taking one step back."""
    said = read(lambda reading: statements(reading, LATEST))
    if not said:
        st.info(say("Nothing was said about units yet."))
        return
    show_table_with_file(
        pd.DataFrame([_stated(one, say) for one in said]), "units-history", "units_history", say
    )
    open_uploads = list(dict.fromkeys(one.upload for one in said if one.undone is None))
    chosen = st.selectbox(
        say("Undo"),
        open_uploads,
        index=None,
        placeholder=say("Choose an upload"),
        key="units_undo_choice",
        format_func=lambda upload: _summary([one for one in said if one.upload == upload], say),
    )
    if chosen is not None and st.button(
        say("Undo upload {upload}", upload=chosen), key="units_undo", icon=":material/undo:"
    ):
        _undo(chosen, say)


def _stated(one: Stated, say: Say) -> dict[str, object]:
    state = say("in use") if one.undone is None else say("undone on {day}", day=one.undone.date())
    return {
        say("Upload"): one.upload,
        say("When"): say.date(one.loaded),
        say("State"): state,
        say("Unit type"): say(LABELS[one.dimension]),
        say("Name in files"): one.name,
        say("Shown as"): one.same_as or one.name,
        say(LABELS["region"]): one.region or "–",
        say(LABELS["department"]): one.department or "–",
    }


def _summary(said: list[Stated], say: Say) -> str:
    return say(
        "{upload}: {names}",
        upload=said[0].upload,
        names=[one.name for one in said[:3]] + (["…"] if len(said) > 3 else []),
    )


def _undo(upload: int, say: Say) -> None:
    try:
        take_back(upload)
    except ServiceCultureError as fault:
        st.error(say(fault.message))
        return
    st.session_state[_TOLD] = Message(
        "Upload {upload} is undone: its names and places no longer hold.", {"upload": upload}
    )
    st.rerun()
