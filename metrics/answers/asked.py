"""Answers about one snapshot, asked once and remembered."""

from collections.abc import Iterable
from datetime import date

from data.kinds.schema import DatasetKind
from metrics.answers.answer import Answer, ask, ask_all
from metrics.answers.history import Asking
from metrics.answers.recorded import (
    begins_anew,
    kinds_beside,
    months_recorded,
    rows_by_month,
    scale_breaks,
    units_recorded,
    weight_breaks,
)
from metrics.catalog import kpi_named
from metrics.kpi import Kpi
from metrics.snapshot import Snapshot, remembered
from metrics.sums.query import Query


def asking(snapshot: Snapshot, kpis: Iterable[Kpi]) -> Asking:
    """Asks for one KPI at a time; what `kpis` were at all times is asked for together, once for
    everyone, and cut to what is asked."""
    names = tuple(kpi.name for kpi in kpis)
    return Asking(snapshot.today, snapshot.viewer, lambda query: _together(snapshot, names, query))


@remembered(100)
def _together(snapshot: Snapshot, kpis: tuple[str, ...], query: Query) -> dict[str, Answer]:
    return ask_all(snapshot.reading, [kpi_named(name) for name in kpis], query, snapshot.today)


def answer(snapshot: Snapshot, kpi: str, query: Query) -> Answer:
    """The answer to one question about one KPI; WrongCall where it cannot be asked that."""
    alone = Asking(
        snapshot.today, snapshot.viewer, lambda query: {kpi: _alone(snapshot, kpi, query)}
    )
    return alone(kpi, query)


@remembered(200)
def _alone(snapshot: Snapshot, kpi: str, query: Query) -> Answer:
    return ask(snapshot.reading, kpi_named(kpi), query, snapshot.today)


def scale_breaks_of(snapshot: Snapshot, kpi: Kpi) -> tuple[date, ...]:
    """First days of the months from which on a KPI's answers use another scale, or it is defined
    otherwise, or its parts weigh otherwise: across them nothing is compared."""
    scales = breaks_in(snapshot, kpi.dataset.name) if kpi.dataset.scaled else ()
    return tuple(sorted({*scales, *anew(snapshot, kpi)}))


def anew(snapshot: Snapshot, kpi: Kpi) -> tuple[date, ...]:
    """First days of the months from which on a KPI is defined, or its parts weigh, otherwise:
    see `begins_anew`."""
    return begins_anew(kpi, lambda: weights_changed(snapshot))


@remembered(4)
def weights_changed(snapshot: Snapshot) -> tuple[date, ...]:
    """First days of the months in which the weights of the parts of a visit changed."""
    return tuple(weight_breaks(snapshot.reading))


@remembered(20)
def breaks_in(snapshot: Snapshot, kind: str) -> tuple[date, ...]:
    """First days of the months from which on a kind's answers use another scale."""
    return tuple(scale_breaks(snapshot.reading, kind))


@remembered(4)
def months_with_data(snapshot: Snapshot) -> list[date]:
    """The months that any dataset of a KPI has rows for, oldest first."""
    return months_recorded(snapshot.reading)


@remembered(4)
def kinds_without_kpi(snapshot: Snapshot) -> list[DatasetKind]:
    """The kinds with records of which no KPI is made."""
    return kinds_beside(snapshot.reading)


@remembered(4)
def months_of_kinds(snapshot: Snapshot) -> dict[str, frozenset[date]]:
    """Kind -> the months that it has records of."""
    found = rows_by_month(snapshot.reading, date.min)
    return {
        kind: frozenset(month for month, rows in months.items() if rows != 0)
        for kind, months in found.items()
    }


def nearest_month(
    snapshot: Snapshot, kinds: tuple[str, ...], first: date, last: date
) -> date | None:
    """Where none of the kinds has records from the month `first` to the month `last`: the nearest
    month that has any, of two the earlier; None where there is none, and where there are records in
    between, so that something else leaves them out. Months to come are none."""
    months = frozenset().union(*(months_of_kinds(snapshot)[kind] for kind in kinds))
    if any(first <= month <= last for month in months):
        return None
    return min(
        (month for month in months if month <= snapshot.today),
        key=lambda month: (max(first - month, month - last), month),
        default=None,
    )


@remembered(40)
def values_of(snapshot: Snapshot, dimension: str) -> list[str]:
    """The units of a dimension that occur in any dataset, in order of name."""
    return units_recorded(snapshot.reading, dimension)
