"""The outcome of a check, what storing would change, and the button that stores."""

from dataclasses import dataclass
from html import escape

import pandas as pd
import streamlit as st

from data.demo_load import SAMPLE
from data.load import Prepared
from data.store import Move, Stored, add, ledger_entry
from i18n import N_, Say
from metrics.catalog import kpi_named
from metrics.kpi import Unit
from metrics.moves import month_values
from ui.board import current_origin, database, read
from ui.draft import forget
from ui.frame import page_named
from ui.issues_table import draw_issues
from ui.literal import literal
from ui.person import who, who_input
from ui.upload_items import SecondStep, announce, offer
from ui.upload_start import sample_note
from ui.working import CANCEL_AFTER, working

_VALUES = (N_("Before"), N_("After"), N_("Change"))


@dataclass(frozen=True)
class Done:
    """What the last press of the button did, told above the empty box."""

    stored: Stored
    file: str
    kept: int
    rejected: int
    left_out: int
    next: SecondStep | None


def draw_check(prepared: Prepared, would: Stored, step: SecondStep | None, say: Say) -> None:
    """Counts, findings, moves, and the button; a file that is already there gets no button. `step`: what can be done with it next."""
    st.subheader(say("Result of the check"))
    _draw_counts(prepared, would, say)
    if prepared.checked.scale is not None:
        st.caption(say("The answers were read on the scale {scale}.", scale=prepared.checked.scale.name))
    draw_issues(would.issues or prepared.checked.issues, prepared.file, say, "upload_issues", prepared)
    if would.already:
        day = read(lambda reading: ledger_entry(reading, would.upload)).loaded_at
        st.info(say("This file was already loaded on {day} as upload {upload}. Nothing would change.",
                    day=day.date(), upload=would.upload))
        if step is not None:
            offer(step, say)
        return
    if step is not None:
        announce(step, say)
    draw_moves(would.moves, say)
    _draw_store(prepared, step, say)


def _draw_counts(prepared: Prepared, would: Stored, say: Say) -> None:
    checked = prepared.checked
    counts = {say("rows read"): checked.read, say("kept"): len(checked.rows), say("kept out"): checked.rejected,
              say("left out"): checked.left_out, say("correct earlier rows"): would.replaced}
    tiles = "".join(f'<div><div class="scd-value">{say.number(count)}</div><div class="scd-n">{escape(word)}</div></div>'
                    for word, count in counts.items())
    st.html(f'<div class="scd-stages" style="grid-template-columns: repeat(auto-fit, minmax(110px, 1fr))">{tiles}</div>')


def draw_moves(moves: tuple[Move, ...], say: Say) -> None:
    """Which KPI values of which months change, the biggest changes of known values first."""
    st.subheader(say("What will change"))
    if not moves:
        st.write(say("No KPI value moves."))
        return
    known = sum(move.before is not None for move in moves)
    st.write(say("KPIs touched: {kpis}. Months touched: {months}. Known monthly values that change: {known}. New ones: {new}.",
                 kpis=len({move.kpi for move in moves}), months=len({move.period for move in moves}),
                 known=known, new=len(moves) - known))
    right = {say(word): st.column_config.TextColumn(alignment="right") for word in _VALUES}
    st.dataframe(moves_frame(moves, say), hide_index=True, key="upload_moves", column_config=right)


def moves_frame(moves: tuple[Move, ...], say: Say) -> pd.DataFrame:
    """One line a move: KPI, month, before, after and the difference, in the reader's language."""
    rows = [(kpi_named(move.kpi), move) for move in sorted(moves, key=_biggest)]
    return pd.DataFrame({
        say("KPI"): [say(kpi.label) for kpi, _ in rows],
        say("Month"): [say.month(move.period) for _, move in rows],
        say("Before"): [kpi.unit.show(say, move.before) for kpi, move in rows],
        say("After"): [kpi.unit.show(say, move.after) for kpi, move in rows],
        say("Change"): [kpi.unit.show_change(say, _step(kpi.unit, move)) for kpi, move in rows]})


def _step(unit: Unit, move: Move) -> float | None:
    return None if move.before is None or move.after is None else unit.step_between(move.before, move.after)


def _difference(move: Move) -> float | None:
    return None if move.before is None or move.after is None else move.after - move.before


def _biggest(move: Move) -> tuple:
    """Known values before new ones; by the share of the unit's range, else of the value before; the latest month first."""
    unit, difference = kpi_named(move.kpi).unit, _difference(move)
    size = 0.0
    if difference is not None:
        whole = unit.high - unit.low if None not in (unit.low, unit.high) else max(abs(move.before), 1.0)
        size = abs(difference) / whole
    return (move.before is None, -size, -move.period.toordinal(), move.kpi)


def _draw_store(prepared: Prepared, step: SecondStep | None, say: Say) -> None:
    if prepared.checked.rows.empty:
        st.warning(say("No row of this file can be kept, so there is nothing to store. Correct the file or the settings above."))
        return
    if current_origin() == SAMPLE:
        st.warning(sample_note(say), icon=":material/info:")
    if prepared.match.likely:
        headings = [prepared.headings[at] for at in prepared.match.likely]
        st.caption(literal(say("Storing also confirms the headings that only resemble a known one: {headings}.",
                               headings=headings)))
    if not (prepared.has_identifiers or prepared.options.replace_period):
        st.warning(say("The rows carry no number, so a corrected file would count beside this one, not replace it. For a correction, "
                       "choose in the settings that the file replaces its whole period."), icon=":material/info:")
    if st.session_state.pop("upload_storing", False):
        st.warning(say("Storing was stopped before it ended, so nothing was stored."), icon=":material/info:")
    who_input(say)
    label = say("Store {count} rows", count=len(prepared.checked.rows))
    if st.button(label, type="primary", key="upload_store", icon=":material/save:"):
        _store(prepared, step, say)


def _store(prepared: Prepared, step: SecondStep | None, say: Say) -> None:
    st.session_state["upload_storing"] = True
    doing = say("Storing. Do not leave this page: whatever is clicked now stops it, and nothing is stored.")
    with st.spinner(say("Storing …")), working(doing, "upload_cancel_storing", lambda: None, say, shown_after=CANCEL_AFTER) as tell:
        stored = add(database(), prepared, month_values, who(), tell)
    del st.session_state["upload_storing"]
    checked = prepared.checked
    st.session_state["upload_done"] = Done(stored, prepared.file, len(checked.rows), checked.rejected, checked.left_out, step)
    st.session_state["upload_turn"] += 1
    forget()
    st.rerun()


def draw_done(say: Say) -> None:
    """What was stored a moment ago, with the ways to see it."""
    done: Done | None = st.session_state.get("upload_done")
    if done is None:
        return
    if done.stored.already:
        st.info(literal(say("{file} was already stored as upload {upload}. Nothing changed.",
                            file=done.file, upload=done.stored.upload)))
        return
    sentence = say("{file} is stored as upload {upload}: {kept} rows kept, {replaced} of them correct earlier ones, "
                   "{rejected} kept out, {left_out} left out.", file=done.file, upload=done.stored.upload, kept=done.kept,
                   replaced=done.stored.replaced, rejected=done.rejected, left_out=done.left_out)
    st.success(literal(sentence), icon=":material/check:")
    if done.next is not None:
        offer(done.next, say)
    with st.container(horizontal=True):
        st.page_link(page_named("overview", say), query_params={"lang": say.language})
        for kpi in list(dict.fromkeys(move.kpi for move in done.stored.moves))[:3]:
            st.page_link(page_named("kpi", say), label=say(kpi_named(kpi).label), query_params={"kpi": kpi, "lang": say.language})
