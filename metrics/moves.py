"""Which KPI values a load moves: handed to the store, which knows no KPIs."""

from datetime import date

import pandas as pd

from data.database import Reading
from data.schema import DatasetKind
from data.store import Values
from metrics.answer import ask
from metrics.catalog import KPIS
from metrics.periods import last_day
from metrics.query import Query


def month_values(reading: Reading, kind: DatasetKind, months: tuple[date, ...]) -> Values:
    """The company's value of every KPI on `kind` in the given months, as they are now."""
    if not months:
        return {}
    query = Query(start=months[0], end=last_day(months[-1], "month"))
    found = {}
    for kpi in (kpi for kpi in KPIS if kpi.dataset is kind):
        rows = ask(reading, kpi, query).rows
        found |= {(kpi.name, row.period): None if pd.isna(row.value) else float(row.value)
                  for row in rows.itertuples() if row.period in months}
    return found
