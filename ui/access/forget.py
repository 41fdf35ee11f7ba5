"""Somebody taken out of all that is stored, on request: what it would do, and doing it for good."""

from collections.abc import Callable

import pandas as pd

from data.commands.inbox import inbox_of
from data.forgetting.forget import TakenOut, forget, rehearse
from data.forgetting.remains import older_copies, sent_files
from data.kinds.catalog import kind_named
from data.log.audit import CUSTOMER, EMPLOYEE, THINGS
from data.roles import manages_people, require
from errors import ServiceCultureError
from i18n import Month, Say
from metrics.catalog import kpi_named
from metrics.handed.moves import month_values
from ui.parts import st
from ui.parts.table import show_table
from ui.parts.viewer import viewer
from ui.state.board import database, read
from ui.state.person import who

_FOUND, _DONE, _REFUSED = (f"access_forget_{what}" for what in ("found", "done", "refused"))


def draw_forget(say: Say) -> None:
    """The form, what it would do, and what was done."""
    st.header(say("Forget somebody"))
    st.markdown(
        say(
            "For whoever asks that their data be deleted. No row goes: in each cell that names the "
            "person stands a name made by chance, so counts stay what they were and the records "
            "no longer tell who it was. Files that come later do not bring the person back."
        )
    )
    sort = st.radio(
        say("Whom"),
        [CUSTOMER, EMPLOYEE],
        format_func=lambda one: say(THINGS[one]),
        key="access_forget_sort",
        horizontal=True,
        on_change=_again,
    )
    written = st.text_area(
        say("All their names and numbers as records have them, one a line"),
        key="access_forget_names",
        on_change=_again,
    )
    texts = st.checkbox(
        say("Take the name out of what people wrote, too"),
        key="access_forget_texts",
        on_change=_again,
    )
    names = [line.strip() for line in written.splitlines() if line.strip()]
    st.button(
        say("Show what it would do"),
        key="access_forget_look",
        disabled=not names,
        on_click=_do,
        args=(lambda: rehearse(database(), sort, names, month_values, texts), _FOUND),
    )
    if (refusal := st.session_state.get(_REFUSED)) is not None:
        st.error(say(refusal))
    if (found := st.session_state.get(_FOUND)) is not None:
        _draw(found, say)
        st.button(
            say("Forget for good"),
            key="access_forget_do",
            type="primary",
            on_click=_do,
            args=(lambda: forget(database(), sort, names, who(), month_values, texts), _DONE),
        )
        st.caption(say("It cannot be taken back."))
    if (done := st.session_state.get(_DONE)) is not None:
        st.success(say("Done. Rows that no longer name this person: {count}.", count=done.rows))
        _draw(done, say)


def _again() -> None:
    """What was found is of what was asked before."""
    for kept in (_FOUND, _DONE, _REFUSED):
        st.session_state.pop(kept, None)


def _do(work: Callable[[], TakenOut], kept: str) -> None:
    _again()
    try:
        require(viewer(), manages_people)
        st.session_state[kept] = work()
    except ServiceCultureError as refusal:
        st.session_state[_REFUSED] = refusal.message


def _draw(found: TakenOut, say: Say) -> None:
    """The rows by kind and upload, values that move, and what only a person can do."""
    if found.touched:
        rows = [
            {
                say("Kind of data"): say(kind_named(one.kind).label),
                say("Upload"): one.upload,
                say("File"): one.file,
                say("Rows"): one.rows,
            }
            for one in found.touched
        ]
        show_table(pd.DataFrame(rows), "access_forget_rows")
    else:
        st.info(
            say("No row names this person. Files that come later are kept from it all the same.")
        )
    for move in found.moves:
        label = say(kpi_named(move.kpi).label)
        moved = say("Another value: {kpi}, {month}.", kpi=label, month=Month(move.period))
        st.warning(moved)
    if found.touched and not found.moves:
        st.markdown(say("No KPI value is another."))
    _draw_left(found, say)


def _draw_left(found: TakenOut, say: Say) -> None:
    """What holds the person besides, for somebody to look at."""
    copies = read(lambda reading: older_copies(reading, database().path))
    files = sent_files(inbox_of(database().path), (one.file for one in found.touched))
    lines = [
        say(
            "A text that names the person: {kind}, upload {upload}, line {line}.",
            kind=kind_named(one.kind).label,
            upload=one.upload,
            line=one.line,
        )
        for one in found.mentions
    ]
    if found.cleaned:
        st.markdown(say("Texts without the name: {count}.", count=found.cleaned))
    lines += [say("The name stays in: {place}.", place=one) for one in found.elsewhere]
    lines += [
        say(
            "Made before, and holds the person: {name}, {day}. Delete it, or forget again after "
            "restoring it.",
            name=one.name,
            day=one.since.date(),
        )
        for one in copies
        if one.there and not one.lacking
    ]
    lines += [
        say(
            "A copy in the archive of an upload that the database lacks: {name}, {day}. It may name the "
            "person, and may be the only copy of its rows. Delete it once nobody needs them, or forget "
            "again after rebuilding from it.",
            name=one.name,
            day=one.since.date(),
        )
        for one in copies
        if one.lacking
    ]
    if elsewhere := [one for one in copies if not one.there]:
        lines.append(
            say(
                "Copies made to other places, as far as they still exist: {count}, the latest {name}, "
                "{day}. The same holds for them.",
                count=len(elsewhere),
                name=elsewhere[-1].name,
                day=elsewhere[-1].since.date(),
            )
        )
    lines += [
        say("As it was sent: {file}. Delete it if it names them.", file=str(one)) for one in files
    ]
    if lines:
        st.subheader(say("What somebody has to look at"))
        for line in lines:
            st.markdown(line)
