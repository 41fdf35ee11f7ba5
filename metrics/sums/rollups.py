"""Which sums are kept beside the rows, and answers from them wherever that is exact.

A question is answered from kept sums where it asks for whole months, and
where each case lies in one of the cells it adds up: always for kinds whose
rows are cases of their own; for others (one person's attempts) by one unit of
one dimension in one period of the grain asked for, which is kept as it is.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from data.database import rollups as sums
from data.database.connection import ReadTransaction
from data.database.rollup_spec import Keeping, Measured
from data.database.tables import SUM_PARTS, cube_table
from data.fiscal import period_sql
from data.kinds.catalog import KINDS
from metrics.catalog import KPIS
from metrics.kpi import Kpi, Shape
from metrics.periods import start_of
from metrics.sums.columns import Columns, by_name, summed
from metrics.sums.exposures import EXPOSURES
from metrics.sums.query import Query, case_sql
from metrics.sums.relations import ANEW, READS_TOO, relation_sql
from metrics.sums.request_relations import CLOCKED, RESTS_ON


def measured(kpi: Kpi) -> Measured:
    """What is summed of a KPI, as plain SQL."""
    measure = kpi.measure
    return Measured(
        kpi.name,
        kpi.dataset.name,
        relation_sql(measure.relation or f"live_{kpi.dataset.name}"),
        measure.y,
        measure.less,
        measure.x,
        measure.top,
        f"({measure.among})",
        case_sql(kpi) if kpi.dataset.case else None,
        measure.shape in (Shape.SHARE, Shape.NET_SHARE) and measure.x == "1",
        READS_TOO.get(measure.relation or "", ()),
        measure.relation in ANEW,
        (measure.relation or "") if measure.shape is Shape.QUANTILE else "",
        by_hour=measure.relation in CLOCKED,
        rests_on=RESTS_ON.get(measure.relation or "", ""),
    )


def keeping() -> Keeping:
    """The sums of all KPIs and of what they need besides, and the number of records of every kind by
    place."""
    besides = (kpi.still_to_come for kpi in KPIS if kpi.still_to_come is not None)
    summed_up = (*KPIS, *EXPOSURES.values(), *besides)
    counted = {kpi.dataset for kpi in summed_up} | {
        kind for kind in KINDS if "store" in kind.dimensions
    }
    return Keeping(
        (
            *(measured(kpi) for kpi in summed_up),
            *(sums.records_of(kind) for kind in KINDS if kind in counted),
        )
    )


def holds(reading: ReadTransaction, kpi: Kpi) -> bool:
    """Whether sums of this KPI, as it is defined, are among those that are kept."""
    return measured(kpi) in reading.keeping.measures


def covers(kpi: Kpi, query: Query) -> bool:
    """Whether the kept sums hold the exact answer to a question. Months of a quarter may be asked
    for alone."""
    if not _whole_months(query):
        return False
    if not kpi.dataset.case:
        return True
    asked = {name for name in (query.by, *(name for name, _ in query.only)) if name}
    one_unit = query.by is not None or all(len(units) == 1 for _, units in query.only)
    return len(asked) <= 1 and one_unit and _whole_periods(query, kpi)


def _whole_months(query: Query) -> bool:
    return (query.start is None or query.start.day == 1) and (
        query.end is None or (query.end + timedelta(days=1)).day == 1
    )


def _whole_periods(query: Query, kpi: Kpi) -> bool:
    """A state is that of a period's end, whenever one starts to look."""
    starts = (
        query.start is None
        or query.start == start_of(query.start, query.grain)
        or kpi.measure.shape is Shape.STATE
    )
    return starts and (query.end is None or _begins(query.end + timedelta(days=1), query.grain))


def _begins(day: date, grain: str) -> bool:
    return day == start_of(day, grain)


def kept_sums(reading: ReadTransaction, kpis: Sequence[Kpi], query: Query) -> dict[str, Columns]:
    """Period, group, n, y, less, x, top, yy, xy, xx of each KPI, one question to the database for
    each table it stands in.

    All of them must be covered (`covers`) and have the dimensions asked for.
    """
    tables: dict[str, list[Kpi]] = {}
    for kpi in kpis:
        tables.setdefault(_table(kpi, query), []).append(kpi)
    return {
        name: part
        for table, group in tables.items()
        for name, part in by_name(
            summed(reading, *_sql(table, group, query)), [kpi.name for kpi in group]
        ).items()
    }


def months_of(reading: ReadTransaction, kind: str) -> tuple[date | None, date | None]:
    """First days of the first and the last month that a kind has rows for; None where it has
    none."""
    return reading.row(
        "SELECT min(period), max(period) FROM sums WHERE name = ? AND dimension = ''",
        [sums.records_name(kind)],
    )


def last_month(reading: ReadTransaction, kind: str) -> date:
    """First day of the last month that a kind has rows for."""
    return reading.row(
        "SELECT max(period) FROM sums WHERE name = ? AND dimension = ''", [sums.records_name(kind)]
    )[0]


def _table(kpi: Kpi, query: Query) -> str:
    dimensions = {name for name in (query.by, *(name for name, _ in query.only)) if name}
    return "sums" if len(dimensions) <= 1 else cube_table(kpi.dataset)


def _sql(table: str, kpis: Sequence[Kpi], query: Query) -> tuple[str, list[object]]:
    """SQL and its values over one table. What does not add up is kept by each grain."""
    names = ", ".join("?" * len(kpis))
    values: list[object] = [kpi.name for kpi in kpis]
    conditions = [f"name IN ({names})"]
    if table == "sums":
        dimension = query.by or next((name for name, _ in query.only), "")
        by_case = [kpi.name for kpi in kpis if kpi.dataset.case]
        marks = (
            f"CASE WHEN name IN ({', '.join('?' * len(by_case))}) THEN ? ELSE 'month' END"
            if by_case
            else "'month'"
        )
        conditions += [f"grain = {marks}", "dimension = ?"]
        values += [*by_case, *([query.grain] if by_case else []), dimension]
    if query.start:  # what a state was before is part of what it is
        states = [kpi.name for kpi in kpis if kpi.measure.shape is Shape.STATE]
        conditions.append(f"(period >= ? OR name IN ({', '.join('?' * len(states)) or 'NULL'}))")
        values += [query.start, *states]
    if query.end:
        conditions.append("period <= ?")
        values.append(query.end)
    for name, units in query.only:
        conditions.append(
            f"{'unit' if table == 'sums' else name} IN ({', '.join('?' * len(units))})"
        )
        values += units
    group = "NULL::VARCHAR" if not query.by else "unit" if table == "sums" else query.by
    totals = ", ".join(f"sum({part}) AS {part}" for part in SUM_PARTS)
    return (
        f"""SELECT name, {period_sql(query.grain, "period")} AS period, {group} AS "group", {totals}
FROM {table} WHERE {" AND ".join(conditions)} GROUP BY ALL ORDER BY ALL""",
        values,
    )
