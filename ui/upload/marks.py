"""Exam items in columns: which columns they are, what these hold, and the right answers from a file
of their own."""

from data.kinds.catalog import EXAM_ITEM
from data.kinds.schema import DatasetKind
from data.matching.exam_headings import slots
from data.matching.exam_items import Items
from data.matching.exam_key_file import read_key
from data.matching.exam_marks import (
    ANSWERS,
    POINTS,
    RIGHT_WRONG,
    between,
    marked_items,
    names_items,
)
from data.matching.exam_plan import NoKey
from data.matching.told_columns import find_heading
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.uploads.aside import items_of as read_marked
from errors import FileRefused
from i18n import N_, Say
from ui.parts import st
from ui.upload.draft import controlled, remembered, set_options
from ui.upload.match import samples
from ui.upload.start import FORMATS

_CELLS = {
    POINTS: N_("Points earned"),
    RIGHT_WRONG: N_("1 for right and 0 for wrong, or words that say so"),
    ANSWERS: N_("The answers given, such as letters: they are marked by a key"),
}


def items_of(
    sheet: Sheet, kind: DatasetKind, size: int, key: tuple, options: Options, say: Say
) -> Items | None:
    """The exam items of a sheet as the person marked them; None where the key is still to come or
    does not fit. `size`: of the file, in bytes; `key`: of what is remembered."""
    if kind is EXAM_ITEM and not names_items(sheet.headings, options):
        _draw_marks(sheet, options, say)
    if options.key:
        _draw_known_key(options, say)
    try:
        return remembered(
            "upload_answers",
            (*key, options.items, options.item_cells, options.key),
            lambda: read_marked(size, sheet, kind, options),
        )
    except NoKey as fault:
        st.warning(say(fault.message), icon=":material/help:")
        _draw_key(options.encoding or sheet.encoding, say)
    except FileRefused as fault:
        if not options.key:
            raise
        st.error(say(fault.message), icon=":material/error:")
        _draw_key(options.encoding or sheet.encoding, say)
    return None


def _draw_marks(sheet: Sheet, options: Options, say: Say) -> None:
    """The first and the last column of the items, single ones besides, and what the cells hold."""
    found = marked_items(sheet, options).slots
    marked = [sheet.headings[slot.answer] for slot in found]
    title = say("Exam items in columns of their own: {count}", count=len(marked))
    with st.expander(title, expanded=not slots(sheet.headings), key="upload_items_marked"):
        st.markdown(
            say(
                "Mark the columns that hold one exam item each: the first and the last of them, "
                "or single ones."
            )
        )
        first, last = (marked[0], marked[-1]) if marked else (None, None)
        left, right = st.columns(2)
        with left:
            _choose_end("first", say("First column of the items"), first, last, sheet, say)
        with right:
            _choose_end("last", say("Last column of the items"), last, first, sheet, say)
        controlled(
            st.multiselect,
            "upload_items_all",
            marked,
            lambda headings: set_options(items=_in_order(sheet, headings)),
            say("Columns that are items"),
            list(sheet.headings),
            placeholder=say("Choose headings"),
        )
        controlled(
            st.selectbox,
            "upload_item_cells",
            options.item_cells,
            lambda cells: set_options(item_cells=cells),
            say("What the cells under them hold"),
            list(_CELLS),
            index=None,
            placeholder=say("as found in the file"),
            format_func=lambda cells: say(_CELLS[cells]),
        )


def _choose_end(
    name: str, label: str, value: str | None, other: str | None, sheet: Sheet, say: Say
) -> None:
    """One end of the block; all between it and the other end are items."""

    def change(heading: str | None) -> None:
        set_options(items=() if heading is None else between(sheet, heading, other or heading))

    controlled(
        st.selectbox,
        f"upload_items_{name}",
        value,
        change,
        label,
        list(sheet.headings),
        index=None,
        placeholder=say("Choose a heading"),
        format_func=lambda heading: f"{heading}: {samples(sheet, sheet.headings.index(heading))}",
    )


def _in_order(sheet: Sheet, headings: list[str]) -> tuple[str, ...]:
    return tuple(sorted(headings, key=lambda heading: find_heading(sheet, heading)))


def _draw_key(encoding: str, say: Say) -> None:
    """The box for a key file; what is wrong with a key is said, and the box stays. `encoding`: that
    of the exam file."""
    turn = st.session_state.setdefault("upload_key_turn", 0)
    file = st.file_uploader(
        say(
            "Right answers: a table with each question and its right answer, in rows or in columns"
        ),
        type=list(FORMATS),
        key=f"upload_key_{turn}_{st.session_state['upload_draft'].file}",
    )
    if file is None:
        return
    try:
        key = read_key(file.getvalue(), file.name, encoding)
    except FileRefused as fault:
        st.error(say(fault.message), icon=":material/error:")
        return
    if key.rows != st.session_state["upload_draft"].options.key:
        set_options(key=key.rows)
        st.session_state["upload_key_told"] = key
        st.rerun()


def _draw_known_key(options: Options, say: Say) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            say("Right answers from a key file: {count}.", count=len(options.key)), width="content"
        )
        st.button(
            say("Take the key away"),
            key="upload_key_away",
            on_click=_take_key_away,
            icon=":material/close:",
        )
    read = st.session_state.get("upload_key_told")
    for issue in read.told if read is not None and read.rows == options.key else ():
        st.caption(say(issue.message))


def _take_key_away() -> None:
    """No key, and an empty box for another one."""
    st.session_state["upload_key_turn"] = st.session_state.get("upload_key_turn", 0) + 1
    set_options(key=())
