"""The sample company: made in the background, marked on every page, removed after a question,
loaded again into an empty database."""

import threading
from html import escape
from pathlib import Path

from data.archive.whose import held, is_empty
from data.database.connection import Database
from data.database.tables import MIXED, NEW, SAMPLE
from errors import Message, ServiceCultureError
from i18n import N_, Say
from ui.parts import st
from ui.parts.literal import Marked, joined, marked
from ui.shell.row import beside_choices
from ui.state.board import Footing, current_origin, database, read
from ui.state.job import Job
from ui.state.link import forget
from ui.state.person import who

_JOBS: dict[Path, Job] = {}  # one a database: all visitors see the same
_TURN = threading.Lock()  # two first visitors of a new server do not both begin
_EVERY = 0.4  # seconds between two looks at how far it is
_TOLD, _ASKED, _REMOVED = "sample_told", "sample_asked", "sample_removed"
_UNFORESEEN = N_(
    "Something went wrong that nobody foresaw ({reason}). Nothing of the sample company was stored."
)


def sample_ready(found: Footing, say: Say) -> bool:
    """Whether the pages can be drawn: else the sample company is being made, or could not be, and
    this says so.

    A new database begins with it, so that there is something to see.
    """
    job = _job(found.origin)
    if job is None:
        return True
    if not job.ended:
        _watch(job, say)
        return False
    _draw_fault(job.fault, say)
    return current_origin() != NEW


def _job(seen: str) -> Job | None:
    """The work under way or failed; begun where the database is new. None where there is nothing to
    wait for."""
    filled = database()
    if (job := _at_work(filled)) is not None or not _is_to_begin(filled, seen):
        return job  # nobody waits for another's look
    with _TURN:  # what was seen may be so no longer
        job = _at_work(filled)
        return _begin(filled) if job is None and _is_to_begin(filled, current_origin()) else job


def _at_work(filled: Database) -> Job | None:
    job = _JOBS.get(filled.path)
    return None if job is None or job.ended and job.fault is None else job


def _is_to_begin(filled: Database, seen: str) -> bool:
    return not filled.read_only and seen == NEW


def _begin(filled: Database) -> Job:
    job = _JOBS[filled.path] = Job(lambda job: _make(filled, job), to_the_end=False)
    return job


def _make(filled: Database, job: Job) -> int:
    from metrics.frozen.sample import load_with_history

    return load_with_history(filled, job.progress, job.tell)


def _load() -> None:
    """Begin, or begin again, unless it is under way."""
    filled = database()
    st.session_state.pop(_REMOVED, None)
    with _TURN:
        if filled.path not in _JOBS or _JOBS[filled.path].ended:
            _begin(filled)


def _do_without() -> None:
    """Go on with the database as it is."""
    from data.uploads.sample_company import go_without

    filled = database()
    with _TURN:  # whoever comes in between would find it new, and begin
        go_without(filled)
        _JOBS.pop(filled.path, None)


def _watch(job: Job, say: Say) -> None:
    """Say how far it is, again and again; then the page that was asked for is drawn. The script has
    ended by then: nothing waits for it."""

    def so_far() -> None:
        if job.ended:
            st.rerun()
        words = say(
            "{percent} % done, {seconds} seconds so far.",
            percent=int(100 * job.part),
            seconds=int(job.seconds),
        )
        st.progress(min(job.part, 1.0), words)

    with st.container(key="sample_making"):
        st.html(
            f'<h1 class="scd-finding">{escape(say("The sample company is being prepared"))}</h1>'
        )
        st.fragment(so_far, run_every=_EVERY)()
        st.markdown(
            say(
                "It is a made-up company with three years of records, so that there is something "
                "to look at. The page goes on by itself. "
                "You can close it or choose another language meanwhile: it is prepared all the "
                "same. You can remove it at any "
                "time."
            )
        )


def _draw_fault(fault: Exception, say: Say) -> None:
    told = (
        fault.message
        if isinstance(fault, ServiceCultureError)
        else Message(_UNFORESEEN, {"reason": f"{type(fault).__name__}: {fault}"})
    )
    st.error(
        say("The sample company could not be prepared. {reason}", reason=told),
        icon=":material/error:",
    )
    with st.container(horizontal=True):
        st.button(say("Try again"), key="sample_again", type="primary", on_click=_load)
        st.button(
            say("Go on without the sample company"),
            key="sample_without",
            on_click=lambda: _in_words(_do_without),
        )


def draw_banner(origin: str, afterwards: st.Page, say: Say) -> None:
    """In the bar of every page, where the sample company is in use: that it is made up, and the way
    to remove it. Then to the page `afterwards`."""
    _draw_told(say)
    if origin not in (SAMPLE, MIXED):
        st.session_state.pop(_ASKED, None)
        return
    label = say("Sample company") if origin == SAMPLE else say("Sample company and own entries")
    with beside_choices(), st.popover(label, icon=":material/science:", key="bar_sample"):
        st.markdown(_banner(origin, say))
        st.button(
            say("Remove the sample company …"),
            key="remove_sample",
            on_click=lambda: st.session_state.update({_ASKED: True}),
        )
    if _ASKED in st.session_state:
        _ask(afterwards, say)


def _banner(origin: str, say: Say) -> Marked:
    say = marked(say)
    if origin == SAMPLE:
        return say(
            "**Sample company**: everything shown here is made up, so that you can look around."
        )
    return say(
        "**Sample company and your own entries together**: numbers here can mix made-up rows with "
        "yours. Your own uploads: {count}.",
        count=read(held).own.uploads,
    )


def _ask(afterwards: st.Page, say: Say) -> None:
    """What goes and what stays, and a button for each answer."""
    found = read(held)
    lines = [
        say(
            "Remove the sample company? Its {uploads} files with {rows} made-up rows go, also "
            "those that were undone.",
            uploads=found.sample.uploads,
            rows=found.sample.rows,
        )
    ]
    if found.own.uploads:
        lines.append(
            say(
                "What you brought or typed yourself stays: {uploads} uploads (files, targets, "
                "notes, names of units). "
                "Rows of yours that a row of the sample had replaced count again. This cannot be "
                "undone, since the sample company only goes into an empty database.",
                uploads=found.own.uploads,
            )
        )
    else:
        lines.append(
            say(
                "You have stored nothing of your own yet, so the database is empty afterwards. "
                "Until you store something, this can be undone."
            )
        )
    st.warning(joined(lines, "  \n"), icon=":material/delete:")
    with st.container(horizontal=True):
        st.button(
            say("No, keep it"), key="remove_no", on_click=lambda: st.session_state.pop(_ASKED, None)
        )
        if st.button(say("Yes, remove it"), key="remove_yes", type="primary"):
            st.session_state.pop(_ASKED)
            _in_words(_remove)
            forget()  # what was chosen was chosen among its months and units
            st.switch_page(afterwards, query_params={"lang": say.language})


def _remove() -> None:
    from data.uploads.sample_company import remove_demo

    removed = remove_demo(database(), who())
    st.session_state[_REMOVED] = True
    st.session_state[_TOLD] = Message(
        "The sample company is removed: {rows} made-up rows are gone. Uploads of your own that "
        "stay: {own}.",
        {"rows": removed.sample.rows, "own": removed.own.uploads},
    )


def _in_words(work) -> None:
    """Do something that a person asked for; what is wrong is said on the page drawn next."""
    try:
        work()
    except ServiceCultureError as fault:
        st.session_state[_TOLD] = fault.message


def _draw_told(say: Say) -> None:
    told = st.session_state.pop(_TOLD, None)
    if told is not None:
        st.info(say(told))


def offer_sample(say: Say) -> None:
    """Where nothing is in use: a button that loads the sample company to look around."""
    if database().read_only or not read(is_empty):
        return
    removed = _REMOVED in st.session_state
    with st.container(key="sample_offer"):
        st.caption(
            say(
                "The sample company was removed. Until you store something of your own, this can be undone."
            )
            if removed
            else say(
                "Or look around first: the sample company shows every page with made-up records, "
                "and can be removed at any time."
            )
        )
        st.button(
            say("Undo: bring the sample company back")
            if removed
            else say("Load the sample company"),
            key="sample_load",
            icon=":material/undo:" if removed else ":material/domain_add:",
            on_click=_load,
        )
