"""What a page looks at: the one open database, and the snapshot of it that a page is drawn of."""

import threading
from collections.abc import Callable, Iterator, Set
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from data.archive.whose import origin
from data.database.connection import Database, ReadTransaction, database_path
from data.database.rollups import in_step, rebuild_rollups
from data.database.tables import OWN
from data.log.seen import note_seen, unnoted
from data.roles import noticing_shown
from data.uploads.store import data_version
from errors import NotForRole
from i18n import Say
from metrics.answers.asked import months_with_data
from metrics.periods import last_whole_month
from metrics.privacy.publishing import is_due, publish
from metrics.snapshot import Snapshot, once, remembered
from ui.parts import st
from ui.parts.opened import opened
from ui.parts.viewer import is_let_in, viewer, why_not_written
from ui.state.job import Job
from ui.state.person import who

Answered = TypeVar("Answered")


class LooksOnly:
    """The open database for whoever may only look: it is read as ever, and writing is refused, also
    in work that goes on in the background."""

    read_only = True

    def __init__(self, own: Database, why: NotForRole):
        self._own, self._why = own, why

    def __getattr__(self, name: str) -> object:
        return getattr(self._own, name)

    def write(self, *_: object, **__: object) -> None:
        """NotForRole: nothing is written."""
        raise self._why


def database() -> Database:
    """The one open database of this server, as far as whoever looks may change it."""
    why = why_not_written()
    return opened() if why is None else LooksOnly(opened(), why)


_HERE: ContextVar[Snapshot | None] = ContextVar("snapshot", default=None)
_LOOKS, _AT_ONCE, _STATE = "only_looks", "sees_at_once", "state_seen"
_RELEASING: dict[Path, Job] = {}
_ADDING_UP = threading.Lock()  # for all sessions: two readers of a new server do not both add up


@contextmanager
def one_state() -> Iterator[Snapshot]:
    """All that is asked inside is asked of one snapshot, in one read transaction. For what only
    looks: changes stay unseen.

    Inside another it is that one's; a fragment that is drawn again alone has to open its own,
    because what it was called with is of a page that is gone.
    """
    found = _HERE.get()
    if found is not None:
        yield found
        return
    if not is_let_in():  # since the page was drawn: it is drawn anew, without what it showed
        st.rerun()
        raise NotForRole("You are not signed in.")
    filled = opened()
    with _reading(filled) as reading:
        own = Snapshot(reading, reading.of, data_version(reading), date.today())
        _note_state(filled, own)
        before = _HERE.set(own)
        try:
            with noticing_shown() as shown:
                yield own
        finally:
            _HERE.reset(before)
            _note_seen(filled, shown)


def only_looks(does: bool) -> None:
    """Whether the page that is drawn only shows figures: such a page may be of a state that is held
    (ui/state/ahead.py)."""
    st.session_state[_LOOKS] = does


def sees_all_changes() -> None:
    """From now on this visit sees every change at once, as whoever stores something does."""
    st.session_state[_AT_ONCE] = True


def shows_state_before() -> bool:
    """Whether the page is of a state that is held, so that something stored is not in it yet."""
    found = _HERE.get()
    return found is not None and found.reading.lags


def whole_page() -> AbstractContextManager[object]:
    """Around a page and what is said of its state: where states are held, a page that only shows
    figures is of one of them, from the first line to the last."""
    only_shows = st.session_state.get(_LOOKS)
    return one_state() if only_shows and opened().states.holding() is not None else nullcontext()


def _reading(filled: Database) -> AbstractContextManager[ReadTransaction]:
    """Of a state that is not older than what this visit has seen."""
    if filled.states.holding() is None:
        return filled.read(viewer=viewer())
    if not st.is_visited() or not st.session_state.get(_LOOKS) or st.session_state.get(_AT_ONCE):
        return filled.read(viewer=viewer())
    of, least = st.session_state.get(_STATE, (filled.path, 0))
    return filled.look(viewer(), least if of == filled.path else 0)


def _note_state(filled: Database, seen: Snapshot) -> None:
    if filled.states.holding() is not None and st.is_visited():
        st.session_state[_STATE] = seen.path, seen.version


def _note_seen(filled: Database, shown: Set[str]) -> None:
    """Note that records of single people were shown; in the background, since somebody may be
    storing, and whoever looks does not wait for that."""
    by = who()
    fresh = unnoted(filled, by, shown)
    if fresh and filled.follows:  # which takes no turn among those who store
        note_seen(filled, by, fresh)
    elif fresh:
        Job(lambda job: note_seen(filled, by, fresh), to_the_end=True)


def looked_at(question: Callable[..., Answered], *asked: object) -> Answered:
    """The answer to a question about a snapshot (its first argument): that of the page, or one of
    its own where there is none, as on pages that store and in what a button calls."""
    with one_state() as snapshot:
        return question(snapshot, *asked)


def today() -> date:
    """The day on which the page is looked at."""
    found = _HERE.get()
    return date.today() if found is None else found.today


def read(question: Callable[[ReadTransaction], Answered]) -> Answered:
    """Ask something of the reading of the page's snapshot, or of one of its own."""
    return looked_at(lambda found: question(found.reading))


@dataclass(frozen=True)
class Footing:
    """What is asked of the data before any page is drawn. `origin`: whose rows they are, NEW,
    SAMPLE, MIXED or OWN; `summed`: whether the sums are those of the rows; `unpublished`: whether
    figures about staff are not yet made of them."""

    version: int
    origin: str
    summed: bool
    unpublished: bool


def footing() -> Footing:
    """As it is at this moment: in one reading, of which each costs more than what is asked in it."""
    return looked_at(_footing)


def _footing(snapshot: Snapshot) -> Footing:
    reading = snapshot.reading
    return Footing(snapshot.version, _origin(snapshot), in_step(reading), is_due(reading))


def current_origin() -> str:
    """Whose rows they are."""
    return looked_at(_origin)


@remembered(4)
def _origin(snapshot: Snapshot) -> str:
    return origin(snapshot.reading)


def version() -> int:
    """The state of the data."""
    return looked_at(lambda found: found.version)


def sums_ready(found: Footing, say: Say) -> None:
    """Sums that are not those of the rows, after an update or a restored backup, are made anew,
    once for all readers."""
    if found.summed or opened().read_only:
        return
    with _ADDING_UP:
        place = st.empty()

        def tell(part: float) -> None:
            with place:
                st.progress(part, say("Adding up what is stored …"))

        tell(0.0)
        rebuild_rollups(opened(), tell)
        place.empty()


def releases_ready(found: Footing, say: Say) -> None:
    """Figures about staff that are not yet made of the rows as they are, as after a kill, are made
    once for all readers, in the background."""
    if not found.unpublished or opened().read_only:
        return
    with _ADDING_UP:
        job = _RELEASING.get(opened().path)
        if job is None or job.ended and job.fault is None:
            filled = opened()
            job = _RELEASING[filled.path] = Job(
                lambda job: publish(filled, job.tell), to_the_end=False
            )
    if job.ended and job.fault is not None:
        st.warning(
            say(
                "What of the new records about staff may be shown could not be worked out "
                "({reason}). Figures about staff show what "
                "they showed before. Start the program again.",
                reason=f"{type(job.fault).__name__}: {job.fault}",
            )
        )
    else:
        st.info(
            say(
                "What of the new records about staff may be shown is being worked out. Until then "
                "figures about staff show what they "
                "showed before."
            ),
            icon=":material/hourglass_top:",
        )


def keep_forecasts(found: Footing) -> None:
    """Write down, once a month, what is forecast: of a company's own rows."""
    if found.origin == OWN and not opened().read_only:
        _issued(database_path(), found.version, date.today())


@once(4)
def _issued(path: Path, version: int, today: date) -> int:
    """How many were written: looked at once for each state of the data and each day."""
    from metrics.targets.issued import issue

    month = looked_at(_forecast_month)
    return 0 if month is None else issue(opened(), month, today)


def _forecast_month(snapshot: Snapshot) -> date | None:
    """The month that forecasts are written for."""
    last = last_whole_month(snapshot.today)
    months = [month for month in months_with_data(snapshot) if month <= last]
    return months[-1] if months else None
