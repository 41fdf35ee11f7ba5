"""Which KPI values a load moves: handed to the store, which knows no KPIs.

Every month is compared, not only those of the file: a new store counts in
months to come, a retake decides on the month of the first attempt, a
correction may take a row out of another month. The company's sums by month
are few, however many rows there are. Of staff's records the values are those
of the rows, not those published: pages tell them to roles only. What staff
answered without their names is told to nobody: a file of one row, tried with
one answer after another, would give away what few have answered.
"""

from collections.abc import Sequence
from datetime import date
from functools import cache
from math import isnan

import numpy as np

from data.database.connection import ReadTransaction
from data.database.rollups import in_step
from data.kinds.catalog import kind_named
from data.kinds.schema import DatasetKind
from data.uploads.store import Values
from metrics.answers.answer import exposed, live_values
from metrics.catalog import KPIS
from metrics.kpi import Kpi, Shape
from metrics.sums.columns import SUMS, Columns, summed, taken
from metrics.sums.exposures import EXPOSURES
from metrics.sums.query import Query
from metrics.sums.relations import READS_TOO, kinds_read
from metrics.sums.values import point

# the others have a value in months without records too, which for a rate are those of its exposure
_OF_ITS_SUMS = (Shape.SHARE, Shape.NET_SHARE, Shape.MEAN, Shape.RATE)


def month_values(reading: ReadTransaction, kind: DatasetKind) -> Values:
    """The company's value of every KPI that rows of `kind` can move and that may be told, in every
    month, as they are now."""
    kpis = [kpi for kpi in moved_by(kind) if kpi not in untold(kind)]
    plain = [kpi for kpi in kpis if _is_plain(kpi)] if in_step(reading) else []
    asked = [kpi for kpi in kpis if kpi not in plain]
    return {**_from_sums(reading, plain), **_from_rows(reading, asked)}


@cache
def moved_by(kind: DatasetKind) -> tuple[Kpi, ...]:
    """The KPIs whose records, or what they are set against, are read from rows of a kind."""
    return tuple(kpi for kpi in KPIS if kind in kinds_behind(kpi))


@cache
def untold(kind: DatasetKind) -> tuple[Kpi, ...]:
    """The KPIs whose values before and after a file are told to nobody, whatever the role."""
    return tuple(kpi for kpi in moved_by(kind) if kpi.dataset.unnamed)


@cache
def kinds_behind(kpi: Kpi) -> frozenset[DatasetKind]:
    """The kinds whose rows a KPI is worked out from, those that it is set against among them."""
    exposure = kpi.measure.exposure
    if exposure in EXPOSURES:
        exposure = f"live_{EXPOSURES[exposure].dataset.name}"
    relations = filter(None, (f"live_{kpi.dataset.name}", kpi.measure.relation, exposure))
    besides = READS_TOO.get(kpi.measure.relation or "", ())
    return frozenset().union(*map(kinds_read, relations), map(kind_named, besides))


def _is_plain(kpi: Kpi) -> bool:
    """Whether the value follows from the month's own sums, and of a rate its exposure."""
    return kpi.measure.shape in _OF_ITS_SUMS


def _from_sums(reading: ReadTransaction, kpis: Sequence[Kpi]) -> Values:
    """The values without their intervals, which take longer than everything else."""
    if not kpis:
        return {}
    sums = summed(
        reading,
        f"""SELECT name, period, NULL::VARCHAR AS "group", {", ".join(SUMS)} FROM sums
        WHERE name IN ({", ".join("?" * len(kpis))}) AND grain = 'month' AND dimension = ''""",
        [kpi.name for kpi in kpis],
    )
    found: dict[tuple[str, date], float | None] = {}
    for kpi in kpis:
        own = _of_months(reading, kpi, taken(sums, sums["name"] == kpi.name))
        found |= _told(kpi.name, own["period"], point(kpi, own["y"], own["less"], own["x"]))
    return found


def _of_months(reading: ReadTransaction, kpi: Kpi, own: Columns) -> Columns:
    """What the value of each month is made of. A rate counts from the first record on: without any
    there is none, and it is not asked what it could be counted against."""
    is_rate = kpi.measure.shape is Shape.RATE and len(own["period"]) > 0
    return exposed(reading, kpi, Query(), own, held=True) if is_rate else own


def _from_rows(reading: ReadTransaction, kpis: Sequence[Kpi]) -> Values:
    found: dict[tuple[str, date], float | None] = {}
    for name, rows in (live_values(reading, kpis, Query()) if kpis else {}).items():
        found |= _told(name, rows["period"], rows["value"])
    return found


def _told(name: str, periods: np.ndarray, values: np.ndarray) -> Values:
    """The value of each month, None where there is none."""
    told = (None if isnan(value) else value for value in values.tolist())
    return {(name, period): value for period, value in zip(periods, told, strict=True)}
