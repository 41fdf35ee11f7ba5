"""Answers for the pages: asked once for a state of the data, then kept for everyone.

Cached by plain arguments and the data version, which every change raises.
What is cached holds no words and nothing of one reader.
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from data.archive.whose import origin
from data.database.connection import Database, Reading, database_path
from data.database.rollups import in_step, settle
from data.roles import check_role
from data.uploads.store import data_version
from data.values.zones import check_time_zone
from i18n import Say
from metrics.answers.answer import Answer, ask, ask_all
from metrics.answers.history import Asking, asker
from metrics.answers.recorded import months_recorded, scale_breaks, units_recorded
from metrics.catalog import KPIS, kpi_named
from metrics.findings.board import Breaks
from metrics.handed.keeping import KEEPING
from metrics.kpi import Kpi
from metrics.periods import last_whole_month
from metrics.privacy.publishing import is_due, publish
from metrics.sums.query import Query
from metrics.sums.relations import check_settings
from metrics.targets.events import Event, Place, decisions, events, rebased
from metrics.targets.judge import Basis, judge
from metrics.targets.plans import Target, targets
from metrics.targets.verdict import Verdict
from ui.parts import st
from ui.state.cache import kept
from ui.state.job import Job


def database() -> Database:
    """The one open database of this server."""
    return _opened(database_path())


@kept(4)
def _opened(path: Path) -> Database:
    check_role()
    check_time_zone()
    check_settings()
    return Database(path, keeping=KEEPING)


@dataclass(frozen=True)
class _State:
    """The one state of the data that a page looks at."""

    reading: Reading
    version: int


_STATE: ContextVar[_State | None] = ContextVar("state", default=None)
_RELEASING: dict[Path, Job] = {}
_ADDING_UP = threading.Lock()  # for all sessions: two readers of a new server do not both add up


@contextmanager
def one_state() -> Iterator[None]:
    """All that is asked inside is asked of one state of the data, in one read transaction. For what
    only looks: changes stay unseen.

    Inside another it is that one's; a fragment that is drawn again alone has to open its own.
    """
    if _STATE.get() is not None:
        yield
        return
    with database().read() as reading:
        before = _STATE.set(_State(reading, data_version(reading)))
        try:
            yield
        finally:
            _STATE.reset(before)


def read(question: Callable[[Reading], object]):
    """Ask something: of the page's one state where there is one, else in a read transaction of its
    own."""
    state = _STATE.get()
    if state is not None:
        return question(state.reading)
    with database().read() as reading:
        return question(reading)


def current_origin() -> str:
    """Whose rows they are: NEW, SAMPLE, MIXED or OWN."""
    return _origin(version())


@kept(4)
def _origin(version: int) -> str:
    return read(origin)


def version() -> int:
    """The state of the data that cached answers belong to."""
    state = _STATE.get()
    return read(data_version) if state is None else state.version


def sums_ready(say: Say) -> None:
    """Sums that are not those of the rows, after an update or a restored backup, are made anew,
    once for all readers."""
    if read(in_step) or database().read_only:
        return
    with _ADDING_UP:
        place = st.empty()

        def tell(part: float) -> None:
            with place:
                st.progress(part, say("Adding up what is stored …"))

        tell(0.0)
        settle(database(), tell)
        place.empty()


def releases_ready(say: Say) -> None:
    """Figures about staff that are not yet made of the rows as they are, as after a kill, are made
    once for all readers, in the background."""
    if database().read_only or not _due(version()):
        return
    with _ADDING_UP:
        job = _RELEASING.get(database().path)
        if job is None or job.ended and job.fault is None:
            filled = database()
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


@kept(4)
def _due(version: int) -> bool:
    return read(is_due)


def asking(kpis: Iterable[Kpi]) -> Asking:
    """Asks for one KPI at a time; what `kpis` were at all times is asked for together, once for
    everyone, and cut to what is asked."""
    state, today, names = version(), date.today(), tuple(kpi.name for kpi in kpis)
    return asker(lambda query: _together(state, today, names, query))


@kept(100)
def _together(version: int, today: date, kpis: tuple[str, ...], query: Query) -> dict[str, Answer]:
    return read(lambda reading: ask_all(reading, [kpi_named(name) for name in kpis], query, today))


def answer(kpi: str, query: Query) -> Answer:
    """The answer to one question about one KPI; WrongCall where it cannot be asked that."""
    state, today = version(), date.today()
    return asker(lambda query: {kpi: _alone(state, today, kpi, query)})(kpi, query)


@kept(200)
def _alone(version: int, today: date, kpi: str, query: Query) -> Answer:
    return read(lambda reading: ask(reading, kpi_named(kpi), query, today))


def judged(as_of: date) -> tuple[Verdict, ...]:
    """Every stage in force, judged as of a month."""
    return _judged(version(), date.today(), as_of)


@kept(100)
def _judged(version: int, today: date, as_of: date) -> tuple[Verdict, ...]:
    revisions = _revisions(version)
    kpis = [kpi_named(name) for name in dict.fromkeys(target.kpi for target in revisions)]
    return judge(Basis(revisions, _decisions(version), asking(kpis), _scales(version)), as_of)


def judged_at(as_of: date, place: Place, kpis: Sequence[Kpi]) -> tuple[Verdict, ...]:
    """The stages in force of some KPIs at one place, judged as of a month; none for several places
    together."""
    return (
        ()
        if place is None
        else _judged_at(version(), date.today(), as_of, place, tuple(kpi.name for kpi in kpis))
    )


@kept(400)
def _judged_at(
    version: int, today: date, as_of: date, place: Place, kpis: tuple[str, ...]
) -> tuple[Verdict, ...]:
    revisions = tuple(
        target for target in _revisions(version) if target.place == place and target.kpi in kpis
    )
    return judge(
        Basis(revisions, _decisions(version), asking(map(kpi_named, kpis)), _scales(version)), as_of
    )


def plan_of(kpi: Kpi, place: Place) -> tuple[Target, ...]:
    """Every revision of a KPI's targets at a place, oldest first."""
    return tuple(
        target
        for target in _revisions(version())
        if target.kpi == kpi.name and target.place == place
    )


def events_of(kpi: Kpi, place: Place) -> tuple[Event, ...]:
    """What was written down about a KPI at a place, oldest first."""
    return _events(version(), kpi.name, place)


@kept(100)
def _events(version: int, kpi: str, place: Place) -> tuple[Event, ...]:
    return read(lambda reading: events(reading, kpi, place))


def scale_breaks_of(kpi: Kpi) -> tuple[date, ...]:
    """First days of the months from which on a KPI's answers use another scale."""
    return _breaks(version(), kpi.dataset.name) if kpi.dataset.scaled else ()


def _scales(version: int) -> dict[str, tuple[date, ...]]:
    """By kind of record, the months in which the scale of its answers changed."""
    return {
        kind.name: _breaks(version, kind.name)
        for kind in dict.fromkeys(kpi.dataset for kpi in KPIS)
        if kind.scaled
    }


@kept(20)
def _breaks(version: int, kind: str) -> tuple[date, ...]:
    return tuple(read(lambda reading: scale_breaks(reading, kind)))


def breaks_of(kpi: Kpi, place: Place) -> Breaks:
    """Where the months of a KPI at a place part: new limits decided for exactly it, and other
    scales."""
    return Breaks(
        rebased(_decisions(version()), kpi.name, place) if place is not None else (),
        scale_breaks_of(kpi),
    )


@kept(4)
def _revisions(version: int) -> tuple[Target, ...]:
    return read(targets)


@kept(4)
def _decisions(version: int) -> tuple[Event, ...]:
    return read(decisions)


def keep_forecasts() -> None:
    """Write down, once a month, what is foretold."""
    months = [month for month in months_with_data() if month <= last_whole_month(date.today())]
    if months and not database().read_only:
        _kept(version(), months[-1])


@kept(4)
def _kept(version: int, month: date) -> int:
    from metrics.targets.issued import issue

    return issue(database(), month)


def months_with_data() -> list[date]:
    """The months that any dataset of a KPI has rows for, oldest first."""
    return _months(version())


@kept(4)
def _months(version: int) -> list[date]:
    return read(months_recorded)


def values_of(dimension: str) -> list[str]:
    """The units of a dimension that occur in any dataset, in order of name."""
    return _values(version(), dimension)


@kept(40)
def _values(version: int, dimension: str) -> list[str]:
    return read(lambda reading: units_recorded(reading, dimension))
