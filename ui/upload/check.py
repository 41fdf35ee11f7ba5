"""The outcome of a check, what storing would change, and the button that stores."""

from dataclasses import dataclass
from html import escape

from data.database.tables import MIXED, SAMPLE
from data.uploads.prepare import Prepared
from data.uploads.store import Stored, ledger_entry, told_of_both
from i18n import Say
from metrics.catalog import kpi_named
from ui.parts import st
from ui.parts.issues_table import draw_issues
from ui.parts.links import page_named
from ui.parts.moves import draw_moves
from ui.parts.role import COUNTS_ONLY, draw_off
from ui.parts.viewer import sees_counts
from ui.state.board import current_origin, read
from ui.state.person import who, who_input
from ui.state.storing import Storing, begin, finished, stored_words, tell_left_behind, was_stopped
from ui.upload.draft import forget
from ui.upload.items import SecondStep, announce, offer
from ui.upload.start import sample_note


@dataclass(frozen=True)
class Done:
    """What the last press of the button did, told above the empty box; `next`: what can be done
    with the same file."""

    storing: Storing
    next: SecondStep | None


def draw_check(prepared: Prepared, would: Stored, step: SecondStep | None, say: Say) -> None:
    """Counts, findings, moves, and the button; a file that is already there gets no button. `step`:
    what can be done with it next."""
    st.header(say("Result of the check"))
    _draw_counts(prepared, would, say)
    if prepared.checked.scale is not None:
        st.caption(
            say("The answers were read on the scale {scale}.", scale=prepared.checked.scale.name)
        )
    told = sees_counts(
        prepared.kind
    )  # else a reader could try out by a file of his own what is stored of somebody
    found = (would.issues if told else ()) or prepared.checked.issues
    if found or not would.open:
        draw_issues(found, prepared.file, say, "upload_issues", prepared)
    if would.already:
        day = read(lambda reading: ledger_entry(reading, would.upload)).loaded_at
        st.info(
            say(
                "This file was already loaded on {day} as upload {upload}. Nothing would change.",
                day=day.date(),
                upload=would.upload,
            )
        )
        if step is not None:
            offer(step, say)
        return
    if step is not None:
        announce(step, say)
    if (
        told
        and would.unchanged == len(prepared.checked.rows) == would.replaced > 0
        and not would.moves
    ):
        st.info(
            say(
                "Every row of this file is stored already and says the same: storing it changes "
                "nothing."
            ),
            icon=":material/info:",
        )
    if told:
        draw_moves(prepared.kind, would.moves, would.counting, say)
    else:
        draw_off(COUNTS_ONLY, say)
    if would.open:
        st.info(
            say("Answer the questions above, then the file can be stored."), icon=":material/help:"
        )
        return
    _draw_store(prepared, step, say)


def _draw_counts(prepared: Prepared, would: Stored, say: Say) -> None:
    checked = prepared.checked
    counts = {
        say("rows read"): checked.read,
        say("kept"): len(checked.rows),
        say("rejected"): checked.rejected,
        say("left out"): checked.left_out,
    }
    if sees_counts(prepared.kind):
        counts |= {
            say("changed or gone"): would.replaced - would.unchanged,
            say("stored already"): would.unchanged,
        }
    tiles = "".join(
        f'<div><div class="scd-value">{say.number(count)}</div><div '
        f'class="scd-n">{escape(word)}</div></div>'
        for word, count in counts.items()
    )
    st.html(
        '<div class="scd-stages" style="grid-template-columns: repeat(auto-fit, minmax(110px, '
        f'1fr))">{tiles}</div>'
    )


def _draw_store(prepared: Prepared, step: SecondStep | None, say: Say) -> None:
    if prepared.checked.rows.empty:
        st.warning(
            say(
                "No row of this file can be kept, so there is nothing to store. Correct the file "
                "or the settings above."
            )
        )
        return
    if current_origin() in (SAMPLE, MIXED):
        st.warning(sample_note(say), icon=":material/info:")
    if st.session_state.pop("upload_storing", False):
        st.warning(
            say("Storing was stopped before it ended, so nothing was stored."),
            icon=":material/info:",
        )
    who_input(say)
    label = say("Store these rows: {count}", count=len(prepared.checked.rows))
    if st.button(label, type="primary", key="upload_store", icon=":material/save:"):
        begin(prepared, who())
        st.session_state["upload_next"] = step
        watch_to_the_end(say)


def watch_to_the_end(say: Say) -> None:
    """Watch this visit's file being stored, if there is one, and go on with what came of it; raises
    what storing it raised."""
    storing = finished(say)
    if storing is None:
        return
    step = st.session_state.pop("upload_next", None)
    if was_stopped(storing):
        st.session_state["upload_storing"] = (
            True  # said above the button, where the file is still there
        )
        st.rerun()
    if storing.job.fault is not None:
        raise storing.job.fault
    st.session_state["upload_done"] = Done(storing, step)
    st.session_state["upload_turn"] += 1
    forget()
    st.rerun()


def draw_done(say: Say) -> None:
    """What was stored a moment ago, with the ways to see it, and what was stored after somebody
    left."""
    st.session_state.pop("upload_storing", None)  # who left meanwhile has been told
    tell_left_behind(say)
    done: Done | None = st.session_state.get("upload_done")
    if done is None:
        return
    stored: Stored = done.storing.job.result
    sentence = say(stored_words(done.storing, stored))
    if stored.already:
        st.info(sentence)
        return
    st.success(sentence, icon=":material/check:")
    if stored.also is not None:
        st.success(say(told_of_both(stored.also)), icon=":material/check:")
    if done.next is not None:
        offer(done.next, say)
    with st.container(horizontal=True):
        st.page_link(page_named("overview", say), query_params={"lang": say.language})
        # Which of staff's figures moved tells what stood there before.
        moved = [move.kpi for move in stored.moves] if done.storing.counted else []
        for kpi in list(dict.fromkeys(moved))[:3]:
            st.page_link(
                page_named("kpi", say),
                label=say(kpi_named(kpi).label),
                query_params={"kpi": kpi, "lang": say.language},
            )
