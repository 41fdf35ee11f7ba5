"""When promises are kept, by weekday and hour: of any months, and of each unit of one dimension."""

from data.database.connection import ReadTransaction
from data.database.hours import slot
from data.database.rollups import in_step
from metrics.kpi import Kpi
from metrics.sums import rollups as kept
from metrics.sums.columns import Columns, summed
from metrics.sums.query import Query, check, check_of_customers, rows_sql


def hours_of(reading: ReadTransaction, kpi: Kpi, query: Query) -> Columns:
    """Group, slot (hours of the week, 0 is Monday from midnight on), `n` and how many are `kept`, of
    all periods of the question together: from what is kept beside the rows where that holds the
    exact answer."""
    check(kpi, query)
    check_of_customers(kpi)
    held = in_step(reading) and kept.holds(reading, kpi) and kept.covers(kpi, query)
    sql, values = (
        _kept_sql(kpi, query) if held and not query.crosses_dimensions else _rows_sql(kpi, query)
    )
    return summed(reading, sql, values)


def _rows_sql(kpi: Kpi, query: Query) -> tuple[str, list[object]]:
    rows, values = rows_sql(kpi, query, f", {slot('date')} AS slot")
    return (
        f"""SELECT "group", slot, count(*)::DOUBLE AS n, sum(y)::DOUBLE AS kept
FROM ({rows}) GROUP BY ALL ORDER BY ALL""",
        values,
    )


def _kept_sql(kpi: Kpi, query: Query) -> tuple[str, list[object]]:
    conditions, values = query.kept_conditions(kpi.name)
    group = "unit" if query.by else "NULL::VARCHAR"
    return (
        f"""SELECT {group} AS "group", slot, sum(n)::DOUBLE AS n, sum(kept)::DOUBLE AS kept
FROM hours WHERE {conditions} GROUP BY ALL ORDER BY ALL""",
        values,
    )
