"""Storing a file in the background: leaving, reloading or closing the page does not stop it, and
what came of it is said later."""

import threading
from collections import deque
from dataclasses import dataclass, field, replace
from pathlib import Path

from data.access.rights import to_store
from data.beside.standing_back import stand_back
from data.findings import Findings
from data.roles import NOBODY
from data.uploads.prepare import Prepared
from data.uploads.store import Stored, Terms, add
from errors import Message, ServiceCultureError
from i18n import N_, Say
from metrics.handed.moves import month_values
from ui.parts import st
from ui.parts.holding import lag
from ui.parts.viewer import sees_counts, viewer
from ui.parts.working import CANCEL_AFTER, SHOWN_AFTER
from ui.state.board import database, sees_all_changes
from ui.state.changing import require_may_store
from ui.state.job import Job, Stopped

_MOST, _REMEMBERED = (
    20,
    3600.0,
)  # files, and seconds: what is remembered for those who left while they were stored
_MINE, _TOLD = "storing_mine", "storing_told"
_UNFORESEEN = N_(
    "Storing {file} failed for a reason that nobody foresaw ({reason}). Nothing of it was stored."
)


@dataclass(eq=False)
class Storing:
    """A file on its way into the database at `path`. `watched`: its visitor was there at its end.
    `counted`: whether what stood there before may be counted here."""

    path: Path
    file: str
    kept: int
    rejected: int
    left_out: int
    job: Job = field(repr=False)
    watched: bool = False
    counted: bool = True


_LATEST: deque[Storing] = deque(maxlen=_MOST)  # of all visitors, oldest first
_TURN = threading.Lock()


def begin(prepared: Prepared, who: str) -> None:
    """Start storing a file in the name of `who`; it is this visit's. NotForRole where the role may
    not store its kind."""
    require_may_store(prepared.kind)
    sees_all_changes()
    filled, checked, rights = database(), prepared.checked, to_store(viewer())

    def work(job: Job) -> Stored:
        # As a server with many visitors is set: they go first. Not so what is worked out ahead of them
        # (ui/state/ahead.py): it holds the interpreter, for which they would wait all the longer.
        if lag():
            with filled.read(viewer=NOBODY):
                pass  # opened only below, the file would be read by threads that stand back
            stand_back()
        stored = add(
            filled,
            prepared,
            month_values,
            Terms(who, within=rights, lags=True),
            tell=job.tell,
            ask=True,
        )
        # What was found is in the ledger; here it would be held for an hour.
        return replace(stored, issues=Findings())

    job = Job(work, to_the_end=True)
    storing = Storing(
        filled.path,
        prepared.file,
        len(checked.rows),
        checked.rejected,
        checked.left_out,
        job,
        counted=sees_counts(prepared.kind),
    )
    with _TURN:
        _LATEST.append(storing)
    st.session_state[_MINE] = storing


def finished(say: Say) -> Storing | None:
    """What this visit is storing, watched to its end; None where there is nothing. A click ends the
    watching only."""
    storing: Storing | None = st.session_state.get(_MINE)
    if storing is None:
        return None
    _watch(storing, say)
    del st.session_state[_MINE]
    storing.watched = True
    return storing


def _watch(storing: Storing, say: Say) -> None:
    job, line, place = storing.job, None, st.empty()
    for _ in job.looks():
        if job.seconds < SHOWN_AFTER:
            continue
        if line is None:
            with place.container():
                status = st.status(
                    say(
                        "Storing {file}. You may leave this page: it is stored all the same, and "
                        "Upload says so "
                        "when you come back.",
                        file=storing.file,
                    ),
                    expanded=True,
                )
            line, cancel = status.empty(), status.empty()
        with line:
            st.markdown(say("{seconds} seconds so far.", seconds=int(job.seconds)))
        if job.seconds >= CANCEL_AFTER and cancel is not None:
            with cancel:
                st.button(
                    say("Cancel"),
                    key="upload_cancel_storing",
                    on_click=job.stop,
                    icon=":material/close:",
                )
            cancel = None
    place.empty()


def was_stopped(storing: Storing) -> bool:
    """Whether it was cancelled before anything was stored."""
    return isinstance(storing.job.fault, Stopped)


def what_came(storing: Storing) -> Message:
    """What came of a file whose storing has ended, in one sentence."""
    fault, stored = storing.job.fault, storing.job.result
    if isinstance(fault, Stopped):
        return Message(
            "Storing {file} was stopped before it ended, so nothing of it was stored.",
            {"file": storing.file},
        )
    if isinstance(fault, ServiceCultureError):
        return Message("{file}: {reason}", {"file": storing.file, "reason": fault.message})
    if fault is not None:
        return Message(
            _UNFORESEEN, {"file": storing.file, "reason": f"{type(fault).__name__}: {fault}"}
        )
    return stored_words(storing, stored)


def stored_words(storing: Storing, stored: Stored) -> Message:
    """What is in the database now."""
    if stored.already:
        return Message(
            "{file} was already stored as upload {upload}. Nothing changed.",
            {"file": storing.file, "upload": stored.upload},
        )
    if not storing.counted:
        return Message(
            "{file} is stored as upload {upload}. Rows kept: {kept}, rejected: {rejected}, left "
            "out: {left_out}.",
            {
                "file": storing.file,
                "upload": stored.upload,
                "kept": storing.kept,
                "rejected": storing.rejected,
                "left_out": storing.left_out,
            },
        )
    return Message(
        "{file} is stored as upload {upload}. Rows kept: {kept}, of these stored already: "
        "{unchanged}. Earlier rows changed "
        "or gone: {changed}. Rejected: {rejected}, left out: {left_out}.",
        {
            "file": storing.file,
            "upload": stored.upload,
            "kept": storing.kept,
            "unchanged": stored.unchanged,
            "changed": stored.replaced - stored.unchanged,
            "rejected": storing.rejected,
            "left_out": storing.left_out,
        },
    )


def tell_elsewhere(say: Say) -> None:
    """On any page but Upload: that this visit's file is still being stored, then once what came of
    it."""
    storing: Storing | None = st.session_state.get(_MINE)
    if storing is not None and storing not in _told():
        _draw_news((storing,), say)
        storing.watched = storing in _told()


def tell_left_behind(say: Say) -> None:
    """On Upload: files that somebody left while they were stored, each once in a visit. Without
    sign-in any reader may be who left."""
    with _TURN:
        latest = tuple(
            storing
            for storing in _LATEST
            if storing.path == database().path and storing.job.seconds_over < _REMEMBERED
        )
    mine = st.session_state.get(_MINE)
    _draw_news(
        tuple(
            storing
            for storing in latest
            if storing is not mine and not storing.watched and storing not in _told()
        ),
        say,
    )


def _told() -> set[Storing]:
    """What this visit was told."""
    return st.session_state.setdefault(_TOLD, set())


def _draw_news(shown: tuple[Storing, ...], say: Say) -> None:
    """Drawn again each second while something is on its way; then the page is drawn with what was
    stored."""
    if not shown:
        return
    waiting = any(not storing.job.ended for storing in shown)

    def news() -> None:
        if waiting and all(storing.job.ended for storing in shown):
            st.rerun()
        for storing in shown:
            _draw_one(storing, say)

    st.fragment(news, run_every=1.0 if waiting else None)()
    if not waiting:
        _told().update(shown)


def _draw_one(storing: Storing, say: Say) -> None:
    if not storing.job.ended:
        st.info(
            say(
                "{file} is being stored, {seconds} seconds so far.",
                file=storing.file,
                seconds=int(storing.job.seconds),
            ),
            icon=":material/hourglass_top:",
        )
    elif storing.job.fault is None:
        st.success(say(what_came(storing)), icon=":material/check:")
    else:
        st.error(say(what_came(storing)), icon=":material/error:")
