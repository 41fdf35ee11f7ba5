"""Events set against what they are counted against: both in one table, by period and group."""

from dataclasses import replace
from datetime import date

import numpy as np

from data.database.connection import ReadTransaction
from metrics.kpi import Kpi
from metrics.periods import last_day, periods_between, start_of
from metrics.sums import rollups as kept
from metrics.sums.columns import Columns, cells, placed, summed
from metrics.sums.exposures import EXPOSURES
from metrics.sums.query import Query, sums_sql

Cell = tuple[date, str | None]


def against(reading: ReadTransaction, kpi: Kpi, query: Query, sums: Columns, held: bool) -> Columns:
    """The events with x, what they are counted against, 0 where that is not known of all of them.

    Between the first and the last month with records of events a cell without any has none; before
    and after, nothing is known. What names no unit cannot be set against a unit's own, and a
    quarter of which a month lacks the exposure has no rate.
    """
    known = _exposure(reading, kpi, query, held)
    if query.grain != "month":
        months = replace(query, grain="month")
        events = _asked(reading, kpi, months, held)
        covered = set(_exposure(reading, kpi, months, held))
        lacking = {
            (start_of(cell[0], query.grain), cell[1])
            for cell in cells(events)
            if cell not in covered
        }
        cut = _cut(reading, kpi, query, {month for month, _ in covered}, held)
        known = {cell: x for cell, x in known.items() if cell not in lacking and cell[0] not in cut}
    wanted = sorted({*cells(sums), *known}, key=lambda cell: (cell[0], cell[1] or ""))
    found = placed(wanted, sums)
    return {**found, "x": np.array([known.get(cell, 0.0) for cell in wanted], float)}


def _cut(
    reading: ReadTransaction, kpi: Kpi, query: Query, covered: set[date], held: bool
) -> set[date]:
    """The periods of which a month with records of events lacks all exposure."""
    first, last = _months(reading, kpi, held)
    if first is None or last is None:
        return set()
    months = periods_between(
        max(first, query.start or first), min(last, query.end or last), "month"
    )
    return {start_of(month, query.grain) for month in months if month not in covered}


def _exposure(reading: ReadTransaction, kpi: Kpi, query: Query, held: bool) -> dict[Cell, float]:
    """Cell -> what was counted there, in the months of which records of events are there."""
    first, last = _months(reading, kpi, held)
    if first is None or last is None:
        return {}
    within = replace(
        query,
        start=max(first, query.start or first),
        end=min(end := last_day(last, "month"), query.end or end),
    )
    found = _asked(reading, EXPOSURES[kpi.measure.exposure or ""], within, held)
    return {
        cell: float(x)
        for cell, x in zip(cells(found), found["y"], strict=True)
        if x > 0 and not (query.by and cell[1] == "")
    }


def _asked(reading: ReadTransaction, kpi: Kpi, query: Query, held: bool) -> Columns:
    if held:
        return kept.kept_sums(reading, [kpi], query)[kpi.name]
    return summed(reading, *sums_sql(kpi, query))


def _months(reading: ReadTransaction, kpi: Kpi, held: bool) -> tuple[date | None, date | None]:
    """The first and the last month with records of events of any sort."""
    if held:
        return kept.months_of(reading, kpi.dataset.name)
    return reading.row(
        f"SELECT date_trunc('month', min(date))::DATE, date_trunc('month', max(date))::DATE "
        f"FROM live_{kpi.dataset.name}"
    )
