"""Making a report: begun by a button, watched with its progress, cancelled, downloaded. The server's
readers do not wait: it is made in a process of its own."""

from dataclasses import dataclass, field

from data.progress import Stopped
from errors import ServiceCultureError
from i18n import Say
from reports.formats import FORMATS
from reports.making import Wanted, make
from ui.parts import st
from ui.state.board import database, version
from ui.state.job import Job

_MINE = "report_mine"
_BETWEEN = 0.7  # seconds between two looks


@dataclass(eq=False)
class _Making:
    """A report on its way. `version`: the state of the records that it is made of."""

    wanted: Wanted
    version: int
    job: Job = field(repr=False)


def draw_making(wanted: Wanted, say: Say) -> None:
    """The button, or what became of the report that this visit asked for."""
    mine: _Making | None = st.session_state.get(_MINE)
    if mine is not None and not mine.job.ended:
        _watch(mine, say)
        return
    if mine is not None and mine.wanted == wanted and mine.version == version():
        _draw_ended(mine, say)
    if st.button(say("Make the report"), type="primary", key="report_go"):
        _begin(wanted)
        st.rerun()


def _begin(wanted: Wanted) -> None:
    filled = database()
    job = Job(lambda job: make(filled, wanted, job.progress), to_the_end=False)
    st.session_state[_MINE] = _Making(wanted, version(), job)


def _watch(mine: _Making, say: Say) -> None:
    """Drawn again by itself until the report is there; the rest of the page stays usable."""

    def look() -> None:
        if mine.job.ended:
            st.rerun()
        st.progress(
            mine.job.part,
            say(
                "{file} is being made, {seconds} seconds so far.",
                file=mine.wanted.file,
                seconds=int(mine.job.seconds),
            ),
        )
        if st.button(say("Cancel"), key="report_cancel", icon=":material/close:"):
            mine.job.stop()
            mine.job.wait()
            st.rerun()

    st.fragment(look, run_every=_BETWEEN)()


def _draw_ended(mine: _Making, say: Say) -> None:
    fault = mine.job.fault
    if isinstance(fault, Stopped):
        st.info(say("Making {file} was cancelled; nothing of it is left.", file=mine.wanted.file))
    elif isinstance(fault, ServiceCultureError):
        st.error(say(fault.message))
    elif fault is not None:
        st.error(
            say("The report could not be made: {reason}", reason=f"{type(fault).__name__}: {fault}")
        )
    else:
        form = next(form for form in FORMATS if form.ending == mine.wanted.ending)
        st.success(say("{file} is ready.", file=mine.wanted.file))
        st.download_button(
            say("Download"),
            mine.job.result,
            mine.wanted.file,
            form.mime,
            key="report_file",
            on_click="ignore",
            icon=":material/download:",
        )
