"""Which KPI values a load moves: handed to the store, which knows no KPIs."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from data.database import Reading
from data.schema import DatasetKind
from data.store import Values
from data.sums import in_step
from metrics.answer import ask_all
from metrics.catalog import KPIS
from metrics.kpi import Kpi, Shape
from metrics.periods import last_day
from metrics.query import Query
from metrics.values import point

_OF_ITS_SUMS = (Shape.SHARE, Shape.NET_SHARE, Shape.MEAN)  # the others have a value in months without records too


def month_values(reading: Reading, kind: DatasetKind, months: tuple[date, ...]) -> Values:
    """The company's value of every KPI on `kind` in the given months, as they are now."""
    if not months:
        return {}
    kpis = [kpi for kpi in KPIS if kpi.dataset is kind and kpi.measured]
    plain = [kpi for kpi in kpis if _is_plain(kpi)] if in_step(reading) else []
    asked = [kpi for kpi in kpis if kpi not in plain]
    return {**_from_sums(reading, plain, months), **_from_answers(reading, asked, months)}


def _is_plain(kpi: Kpi) -> bool:
    """Whether the value follows from the month's own sums alone, and may be seen by everybody."""
    return kpi.measure.shape in _OF_ITS_SUMS and not kpi.dataset.anonymous_below


def _from_sums(reading: Reading, kpis: Sequence[Kpi], months: tuple[date, ...]) -> Values:
    """The values without their intervals, which take longer than everything else."""
    if not kpis:
        return {}
    named = {kpi.name: kpi for kpi in kpis}
    rows = reading.rows(f"""SELECT name, period, y, less, x FROM sums WHERE name IN ({', '.join('?' * len(named))})
        AND grain = 'month' AND dimension = '' AND period BETWEEN ? AND ?""", [*named, months[0], months[-1]])
    return {(name, period): _value(point(named[name], y, less, x)) for name, period, y, less, x in rows if period in months}


def _from_answers(reading: Reading, kpis: Sequence[Kpi], months: tuple[date, ...]) -> Values:
    found = {}
    for name, answer in ask_all(reading, kpis, Query(start=months[0], end=last_day(months[-1], "month"))).items() if kpis else ():
        found |= {(name, period): _value(value) for period, value in zip(answer.rows["period"], answer.rows["value"], strict=True)
                  if period in months}
    return found


def _value(value: float) -> float | None:
    return None if pd.isna(value) else float(value)
