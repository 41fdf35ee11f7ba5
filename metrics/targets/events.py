"""What people wrote down beside a KPI: notes, improvement actions, decisions on new process limits,
and why a target was missed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from data.database.connection import ReadTransaction
from data.kinds.catalog import EVENT
from metrics.sums.query import Filter

NOTE, ACTION, REBASE, CAUSE = (word for word, _ in EVENT.column("type").choices)
TYPES = dict(EVENT.column("type").choices)

_EVENTS = """SELECT date, type, "text", kpi, dimension, unit, reason, author, upload, together
        FROM (SELECT *, count(*) OVER (PARTITION BY upload) AS together FROM live_event)"""

# Dimension and unit, (None, None) for the whole company; None for several units at once, about
# which nothing is written.
Place = tuple[str | None, str | None] | None


@dataclass(frozen=True)
class Event:
    """One thing written down. `kpi` None: it concerns all of them; `dimension` and `unit` None: the
    whole company.

    `upload` brought it, together with `together` - 1 others.
    """

    date: date
    type: str
    text: str
    kpi: str | None
    dimension: str | None
    unit: str | None
    reason: str | None
    author: str | None
    upload: int
    together: int


def filtered_place(only: Filter) -> Place:
    """The place that a filter of a query selects."""
    if not only:
        return None, None
    return (only[0][0], only[0][1][0]) if len(only) == 1 and len(only[0][1]) == 1 else None


def events(reading: ReadTransaction, kpi: str, place: Place) -> tuple[Event, ...]:
    """What concerns a KPI at a place, oldest first: its own events, those of all KPIs, and those of
    the whole company.

    New limits hold for exactly the place that they were decided for.
    """
    dimension, unit = place or (None, None)
    rows = reading.rows(
        f"""{_EVENTS}
        WHERE (kpi IS NULL OR kpi = $1) AND (dimension IS NULL OR (dimension = $2 AND unit = $3))
        ORDER BY date, upload, line""",
        [kpi, dimension, unit],
    )
    found = (Event(*row) for row in rows)
    return tuple(
        event for event in found if event.type != REBASE or (event.dimension, event.unit) == place
    )


def decisions(reading: ReadTransaction) -> tuple[Event, ...]:
    """Every decision on new process limits, whatever its KPI and place, oldest first."""
    return _of_type(reading, REBASE)


def causes(reading: ReadTransaction) -> tuple[Event, ...]:
    """Every cause of a missed target, whatever its KPI and place, oldest first."""
    return _of_type(reading, CAUSE)


def actions(reading: ReadTransaction) -> tuple[Event, ...]:
    """Every improvement action, whatever its KPI and place, oldest first."""
    return _of_type(reading, ACTION)


def notes(reading: ReadTransaction) -> tuple[Event, ...]:
    """Every note, whatever its KPI and place, oldest first."""
    return _of_type(reading, NOTE)


def _of_type(reading: ReadTransaction, type: str) -> tuple[Event, ...]:
    return tuple(
        Event(*row)
        for row in reading.rows(f"{_EVENTS} WHERE type = ? ORDER BY date, upload, line", [type])
    )


def rebased(found: Iterable[Event], kpi: str, place: Place) -> tuple[date, ...]:
    """First days of the months from which on new process limits of a KPI hold at exactly this
    place, oldest first."""
    decided = (
        event
        for event in found
        if event.type == REBASE
        and event.kpi in (None, kpi)
        and (event.dimension, event.unit) == place
    )
    return tuple(sorted({event.date.replace(day=1) for event in decided}))
