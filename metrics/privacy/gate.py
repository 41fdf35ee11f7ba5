"""The gate: numbers about staff leave it only for the cells of one fixed lattice (lattice.py), as
they were published (releases.py).

It sits inside `ask`, so charts, tables, exports and commands all pass it. The
lattice of a kind: the whole company and each unit of each single dimension, by
month, quarter and year. Two dimensions at once, and periods of which only a
part is asked for, are no cells of it. What may be shown follows from the
stored rows and from what was published before, is the same for all KPIs that
count the same rows, and does not depend on what anyone looked at.
"""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from data.database.connection import ReadTransaction, WriteTransaction
from data.fiscal import same_periods, year_starts
from data.kinds.catalog import EXAMS
from data.kinds.schema import DatasetKind
from data.roles import Viewer, exam_units, sees_people
from errors import WrongCall
from metrics.kpi import Kpi
from metrics.periods import last_day, periods_between, start_of
from metrics.privacy.cases import WHOLE, Cases
from metrics.privacy.entries import Counted, counted_apart, counted_by, log_of, span
from metrics.privacy.publishing import awaited, published, published_sums
from metrics.privacy.releases import CURRENT, HELD, HIDDEN, Release, renew
from metrics.sums.columns import Columns, cells, joined, objects, taken
from metrics.sums.query import Query
from metrics.sums.relations import READS_TOO
from metrics.sums.rollups import covers

_VALUES = ["n", "value", "low", "high", "y", "less", "x", "top", "yy", "xy", "xx"]
_MOST_KEPT = 12
_NONE = "\0"  # the name of no unit


def narrowed(viewer: Viewer, kpi: Kpi, query: Query) -> Query:
    """The question as it is answered. Who sees the exam records of some units person by person is
    told of exams what follows from these, and nothing of other units: any figure of a larger group
    would, less the records known, tell of the others. Of other records that count exams too, such as
    the list of staff, they are told nothing."""
    limit = _confined(viewer, kpi)
    if limit is None:
        return query
    dimension, own = limit
    asked = [units for name, units in query.only if name == dimension]
    told = tuple(unit for unit in own if all(unit in units for units in asked)) or (_NONE,)
    rest = tuple(one for one in query.only if one[0] != dimension)
    return replace(query, only=(*rest, (dimension, told)))


def _confined(viewer: Viewer, kpi: Kpi) -> tuple[str, tuple[str, ...]] | None:
    limit = exam_units(viewer)
    if limit is None or not tells_of_exams(kpi):
        return None
    return limit if kpi.dataset in EXAMS else (kpi.dimensions[0], ())


def tells_of_exams(kpi: Kpi) -> bool:
    """Whether exams are counted, also with other records."""
    read = (kpi.dataset.name, *READS_TOO.get(kpi.measure.relation or "", ()))
    return any(kind.name in read for kind in EXAMS)


def crossed(viewer: Viewer, kpi: Kpi, query: Query) -> tuple[str, ...]:
    """The dimensions asked for where they are too many at once for those from whom small groups are
    hidden; empty where all is well."""
    asked = _asked(query)
    return asked if protects(viewer, kpi) and len(asked) > 1 else ()


def gated(reading: ReadTransaction, kpi: Kpi, query: Query, rows: Columns) -> Columns:
    """`rows` with `hidden`, every number of a hidden row removed, and hidden rows for cells that
    may not even be known to be empty.

    WrongCall where two dimensions are asked for at once.
    """
    if crossed(reading.viewer, kpi, query):
        raise WrongCall(
            "{kpi}: this is about staff, who could be recognised where {dimensions} are combined. "
            "Filter or compare by one of them.",
            kpi=kpi.label,
            dimensions=[kpi.dataset.column(name).label for name in _asked(query)],
        )
    if not protects(reading.viewer, kpi):
        count = len(rows["period"])
        return {**rows, "hidden": np.zeros(count, bool), "since": np.full(count, None)}
    states = _states(reading, kpi, query, rows)
    rows = _with({cell for cell, (state, _) in states.items() if state == HIDDEN}, rows)
    found = [states.get(cell, (CURRENT, None)) for cell in cells(rows)]
    hidden = np.array([state == HIDDEN for state, _ in found], bool)
    return {
        **rows,
        **{name: np.where(hidden, np.nan, rows[name].astype(float)) for name in _VALUES},
        "hidden": hidden,
        "since": objects(day for _, day in found),
    }


def sums_for_readers(
    reading: ReadTransaction, kpis: Sequence[Kpi], query: Query
) -> dict[str, Columns]:
    """The sums of those KPIs about staff that are published, for those from whom small groups are
    hidden, as they were published."""
    told = [kpi for kpi in kpis if protects(reading.viewer, kpi) and _view(reading, kpi).published]
    return published_sums(reading, told, _widened(query))


def _widened(query: Query) -> Query:
    """The question about whole periods: of those that are not asked for whole the numbers are
    removed (`_is_cut`)."""
    start, end = (
        None if day is None else start_of(day, query.grain) for day in (query.start, query.end)
    )
    return replace(query, start=start, end=None if end is None else last_day(end, query.grain))


@dataclass(frozen=True)
class StaffView:
    """What may be shown of the rows that some KPIs count (`release` is None without records), with
    first and last day on record.

    `published`: whether it is kept, with its sums; else it follows from the rows as they are.
    `awaited`: the first release is yet to be made; what was seen before it would be a state of the
    data that nothing remembers.
    """

    release: Release | None
    first: date | None = None
    last: date | None = None
    published: bool = False
    awaited: bool = False

    @property
    def years_moved(self) -> bool:
        """Whether years begin in another month than when it was first published."""
        return self.release is not None and self.release.starts != year_starts()


def views(reading: ReadTransaction, kind: DatasetKind) -> dict[str, tuple[StaffView, Cases]]:
    """What may be shown of each set of rows that KPIs of a kind count, and who stands behind what
    is shown, by the name of one of those KPIs."""
    found = {}
    for counted in (counted for counted in counted_apart() if counted.kind is kind):
        view = _view(reading, counted.kpis[0])
        if view.release is None:
            continue
        log = log_of(reading, counted, view.published, view.release.starts)
        if log is not None:
            found[counted.kpis[0].name] = view, log.cases(log.net(log.release > 0) > 0)
    return found


def protects(viewer: Viewer, kpi: Kpi) -> bool:
    """Whether small groups are hidden from a viewer: of staff who answered without their names from
    everybody, of others from who may not see people."""
    open_to = sees_people(viewer) or _confined(viewer, kpi) is not None
    return kpi.dataset.anonymous_below > 0 and (kpi.dataset.unnamed or not open_to)


def hides_moved(reading: ReadTransaction, kpi: Kpi, grain: str) -> bool:
    """Whether every period of a grain is hidden from the viewer, because years begin in another
    month than when the figures were first published."""
    if not protects(reading.viewer, kpi):
        return False
    return not _counts_alike(_view(reading, kpi), kpi, Query(grain=grain))


def _asked(query: Query) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (query.by, *(name for name, _ in query.only)))))


Cell = tuple[date, str | None]


def _states(
    reading: ReadTransaction, kpi: Kpi, query: Query, rows: Columns
) -> dict[Cell, tuple[int, date | None]]:
    """What the cells (period, group) of an answer show, with or without records; for those held, as
    of which day.

    What is never published, or not yet, would tell by its changes, so all of it is hidden; and so
    are years and quarters that are others than those published until now: less these they would
    tell what is hidden of the months between.
    """
    never = reading.keeping.publish is not None and counted_by(kpi) not in counted_apart()
    view = StaffView(None) if never else _view(reading, kpi)
    if never or view.awaited or not _counts_alike(view, kpi, query):
        return {cell: (HIDDEN, None) for cell in cells(rows)}
    if view.release is None or view.first is None or view.last is None:
        return {}
    on_record = (view.first, view.last)
    first, last = max(view.first, query.start or view.first), min(view.last, query.end or view.last)
    grid: set[Cell] = {
        (period, group)
        for period in periods_between(first, last, query.grain)
        for group in _groups(view.release, query)
    }
    state = counted_by(kpi).state
    cut = {period for period, _ in grid if _is_cut(on_record, query, period, state)}
    of_rows = view.published and not covers(
        kpi, _widened(query)
    )  # made of the published records, not of what a held cell shows
    found = {}
    for period, group in grid | set(cells(rows)):
        shown, day = _shown(view.release, query, group, period)
        closed = period in cut or of_rows and shown == HELD
        found[period, group] = (HIDDEN, None) if closed else (shown, day)
    return found


def _counts_alike(view: StaffView, kpi: Kpi, query: Query) -> bool:
    """Whether periods of this grain begin as they did when they were first published. A state is
    that of a month, whatever period that ends."""
    if view.release is None or counted_by(kpi).state:
        return True
    return same_periods(query.grain, view.release.starts, year_starts())


def _is_cut(on_record: tuple[date, date], query: Query, period: date, state: bool) -> bool:
    """Whether only a part of the period's records was asked for; `on_record`: the first and the
    last day of all. A state is that of the period's
    end, whenever one starts to look."""
    first, last = on_record
    end = last_day(period, query.grain)
    if query.end is not None and query.end < end and query.end < last:
        return True
    return query.start is not None and period < query.start and first < query.start and not state


def _shown(
    release: Release, query: Query, group: str | None, period: date
) -> tuple[int, date | None]:
    """What a cell shows; of several units together, what the one shows that shows least."""
    cells = (
        [(query.by, group)]
        if query.by
        else [(name, unit) for name, units in query.only for unit in units]
    )
    found = [release.at(name, unit, period, query.grain) for name, unit in cells or [(WHOLE, None)]]
    if any(state == HIDDEN for state, _ in found):
        return HIDDEN, None
    days = [day for state, day in found if state == HELD]
    return (HELD, min(filter(None, days), default=None)) if days else (CURRENT, None)


def _with(hidden: set[Cell], rows: Columns) -> Columns:
    """`rows` and one for each of the hidden cells that has none: that it is empty must not be
    told."""
    unseen = list(hidden - set(cells(rows)))
    if not unseen:
        return rows
    added = {name: np.full(len(unseen), np.nan) for name in rows}
    added["period"], added["group"] = (objects(cell[at] for cell in unseen) for at in range(2))
    together = joined([rows, added])
    every = cells(together)
    return taken(together, sorted(range(len(every)), key=lambda at: _place_of(*every[at])))


def _place_of(period: date, group: str | None) -> tuple[date, str]:
    return period, group or ""


def _groups(release: Release, query: Query) -> tuple[str | None, ...]:
    if not query.by:
        return (None,)
    filtered = [set(units) for name, units in query.only if name == query.by]
    return tuple(
        name for name in release.names[query.by] if all(name in units for units in filtered)
    )


_KEPT: OrderedDict[tuple, StaffView] = OrderedDict()
_TURN = threading.Lock()


def _view(reading: ReadTransaction, kpi: Kpi) -> StaffView:
    """Read back once for a state of the data; inside a change that may yet be taken back nothing is
    remembered."""
    counted = counted_by(kpi)
    if isinstance(reading, WriteTransaction):
        return _found(reading, counted)
    key = (*_state(reading), counted.name)
    with _TURN:
        if key not in _KEPT:
            _KEPT[key] = _found(reading, counted)
        _KEPT.move_to_end(key)
        while len(_KEPT) > _MOST_KEPT:
            _KEPT.popitem(last=False)
        return _KEPT[key]


def _found(reading: ReadTransaction, counted: Counted) -> StaffView:
    """As it was published; where nothing ever is, as it would be."""
    kept = published(reading, counted)
    if kept is not None:
        return StaffView(kept.release, kept.first, kept.last, published=True)
    if reading.keeping.publish is not None and awaited(reading, counted):
        return StaffView(None, awaited=True)
    log = log_of(reading, counted, published=False, starts=year_starts())
    if log is None:
        return StaffView(None)
    return StaffView(
        renew(None, log, date.today(), counted.threshold),
        *(span(reading, counted) or (date.max, date.min)),
    )


def _state(reading: ReadTransaction) -> tuple:
    """Which file, and which state of it: a restored file may repeat a version, not the moments of
    its uploads. Asked once in a transaction that only reads."""
    if reading.state is None:
        reading.state = reading.row("""SELECT (SELECT path FROM duckdb_databases() WHERE database_name = current_database()),
            (SELECT version FROM state), (SELECT max(loaded_at) FROM upload), (SELECT max(undone_at) FROM upload)""")
    return reading.state
