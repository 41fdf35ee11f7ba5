"""Whether later records may still change what a period told."""

from collections.abc import Sequence
from datetime import date, timedelta

from data.database.connection import ReadTransaction
from data.database.reach import last_recorded
from data.database.rollups import in_step
from metrics.kpi import Kpi
from metrics.periods import last_day
from metrics.sums import rollups as kept
from metrics.sums.columns import Columns, summed
from metrics.sums.query import Query, sums_sql

DECIDED = 0.95  # of a period's records, from which on it is final


def still_maturing(
    reading: ReadTransaction, kpi: Kpi, grain: str, periods: Sequence[date], today: date
) -> list[bool]:
    """Whether later records may still count towards the periods that begin on these days."""
    if not kpi.matures_days or not periods:
        return [False] * len(periods)
    ends = [last_day(start, grain) for start in periods]
    if not kpi.matures_with_records:
        found = [(today - end).days <= kpi.matures_days for end in ends]
    else:
        recorded = last_recorded(reading, [kpi.dataset]).get(kpi.dataset.name, today)
        last = min(recorded, today - timedelta(days=1))
        found = [(last - end).days < kpi.matures_days for end in ends]
    if kpi.still_to_come is None or not any(found):
        return found
    decided = _decided(reading, kpi, kpi.still_to_come, grain)
    return [
        maturing and decided.get(start, 0.0) < DECIDED
        for maturing, start in zip(found, periods, strict=True)
    ]


def _decided(reading: ReadTransaction, kpi: Kpi, undecided: Kpi, grain: str) -> dict[date, float]:
    """Period -> the share of the records of the whole company that is decided."""
    query = Query(grain=grain)
    done, waiting = (_by_period(_sums(reading, one, query)) for one in (kpi, undecided))
    return {period: x / (x + waiting.get(period, 0.0)) for period, x in done.items() if x}


def _sums(reading: ReadTransaction, kpi: Kpi, query: Query) -> Columns:
    if in_step(reading) and kept.holds(reading, kpi) and kept.covers(kpi, query):
        return kept.kept_sums(reading, [kpi], query)[kpi.name]
    return summed(reading, *sums_sql(kpi, query))


def _by_period(sums: Columns) -> dict[date, float]:
    return dict(zip(sums["period"], sums["x"].tolist(), strict=True))
