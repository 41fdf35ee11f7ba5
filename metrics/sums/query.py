"""From a question to SQL: one template for every additive measure."""

from dataclasses import dataclass, replace
from datetime import date

from data.database import tables
from data.database.rollups import records_name
from data.fiscal import period_sql
from errors import WrongCall
from metrics.kpi import Kpi, Shape
from metrics.sums.exposures import EXPOSURES
from metrics.sums.relations import kept_relation_sql, relation_sql

GRAINS = ("month", "quarter", "year")
_PARTS = ("y", "less", "x", "top")

# What a question is narrowed to: (dimension, values) pairs; "" among the values: "not given".
Filter = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Query:
    """Which periods, which split, which filter.

    `start`, `end`: first and last day included (None: open). `by`: a dimension.
    `only`: the units or other values that are asked about.
    """

    start: date | None = None
    end: date | None = None
    grain: str = "month"
    by: str | None = None
    only: Filter = ()

    def whole(self) -> "Query":
        """This question without a split."""
        return replace(self, by=None)

    @property
    def crosses_dimensions(self) -> bool:
        """Whether units of several dimensions are asked for at once."""
        return len({name for name in (self.by, *(name for name, _ in self.only)) if name}) > 1

    def kept_conditions(self, name: str) -> tuple[str, list[object]]:
        """SQL and its values: which rows of a table kept by name, month and unit of one dimension
        answer the question."""
        dimension = self.by or next((one for one, _ in self.only), "")
        conditions = ["name = ?", "dimension = ?"]
        values: list[object] = [name, dimension]
        if self.start:
            conditions.append("period >= ?")
            values.append(self.start)
        if self.end:
            conditions.append("period <= ?")
            values.append(self.end)
        for _, units in self.only:
            conditions.append(f"unit IN ({', '.join('?' * len(units))})")
            values += units
        return " AND ".join(conditions), values


def check(kpi: Kpi, query: Query) -> None:
    """WrongCall where the KPI lacks a dimension asked for, or the grain is unknown."""
    if query.grain not in GRAINS:
        raise WrongCall(
            "There is no grain \u201c{grain}\u201d. Use one of {known}.",
            grain=query.grain,
            known=GRAINS,
        )
    for dimension in _dimensions(query):
        if dimension not in kpi.dimensions:
            raise WrongCall(
                "{kpi}: not recorded by {dimension}. It can be shown by {known}.",
                kpi=kpi.label,
                dimension=dimension,
                known=kpi.dimensions or ("–",),
            )


def lacks(kpi: Kpi, query: Query) -> tuple[str, ...]:
    """The dimensions asked for that the KPI does not have."""
    return tuple(name for name in _dimensions(query) if name not in kpi.dimensions)


def _dimensions(query: Query) -> tuple[str, ...]:
    """What is split or filtered by; an empty name is no dimension, but asked for."""
    return (*(() if query.by is None else (query.by,)), *(name for name, _ in query.only))


def check_of_customers(kpi: Kpi) -> None:
    """ValueError where a KPI is about staff: what does not pass the gate is not to be asked of it."""
    if kpi.dataset.about_staff:
        raise ValueError(f"{kpi.name} is about staff: it is asked for through the gate")


def _where(query: Query, with_start: bool = True) -> tuple[list[str], list[object]]:
    conditions: list[str] = []
    values: list[object] = []
    if query.start and with_start:
        conditions.append("date >= ?::DATE")
        values.append(query.start)
    if query.end:
        conditions.append("date < ?::DATE + 1")
        values.append(query.end)
    for dimension, chosen in query.only:
        conditions.append(f"coalesce({dimension}, '') IN ({', '.join('?' * len(chosen))})")
        values.extend(chosen)
    return conditions, values


def case_sql(kpi: Kpi) -> str:
    """Whose row it is, as SQL: the same text for rows of one case."""
    return tables.case_sql(kpi.dataset)


def rows_sql(kpi: Kpi, query: Query, more: str = "") -> tuple[str, list[object]]:
    """Rows of the measure with their period, group, case and parts; `more`: SQL of further columns,
    each after a comma."""
    measure = kpi.measure
    conditions, values = _where(query, with_start=measure.shape is not Shape.STATE)
    where = " AND ".join([f"({measure.among})", *conditions])
    group = f"coalesce({query.by}, '')" if query.by else "NULL::VARCHAR"
    sql = f"""SELECT {period_sql(query.grain, "date")} AS period, {group} AS "group", {case_sql(kpi)} AS "case",
       ({measure.y}) AS y, ({measure.less}) AS less, ({measure.x}) AS x, ({measure.top})::INT AS top{more}
FROM {relation_sql(measure.relation or f"live_{kpi.dataset.name}")}
WHERE {where}"""
    return sql, values


def listed_sql(kpi: Kpi, query: Query, more: str = "") -> tuple[str, list[object]]:
    """The rows that stand behind the number: those that are counted; of a state the latest change of
    whatever is still in it."""
    rows, values = rows_sql(kpi, query, more)
    if kpi.measure.shape is not Shape.STATE:
        return rows, values
    latest = f"row_number() OVER (PARTITION BY {kpi.measure.lasts} ORDER BY turn DESC) = 1"
    return f"SELECT * FROM ({rows}\nQUALIFY {latest}) WHERE y > 0", values


def sums_sql(kpi: Kpi, query: Query) -> tuple[str, list[object]]:
    """SQL and its values: per period and group the cases n, Σ of y, less, x, top over rows,
    and Σyy, Σxy, Σxx over cases (a case's rows are added first)."""
    check(kpi, query)
    rows, values = rows_sql(kpi, query)
    if kpi.dataset.case:
        parts = ", ".join(f"sum({part}) AS {part}" for part in _PARTS)
        rows = f'SELECT period, "group", "case", {parts}\nFROM ({rows})\nGROUP BY ALL'
    sums = ", ".join(f"sum({part})::DOUBLE AS {part}" for part in _PARTS)
    sql = f"""SELECT period, "group", count(*) AS n, {sums},
       sum(y * y)::DOUBLE AS yy, sum(x * y)::DOUBLE AS xy, sum(x * x)::DOUBLE AS xx
FROM ({rows})
GROUP BY period, "group" ORDER BY period, "group\""""
    return sql, values


def exposure_sql(kpi: Kpi, query: Query, kept: bool = False) -> tuple[str, list[object]]:
    """SQL and its values: per period and group, the exposure rows of a rate, from the month of the
    first record that could be counted against them; `kept`: from what is kept beside the rows."""
    exposure = kpi.measure.exposure
    if exposure is None:
        raise ValueError(f"{kpi.name} is no rate")
    if exposure in EXPOSURES:
        return sums_sql(EXPOSURES[exposure], query)
    conditions, values = _where(query)
    conditions = [f"date >= ({_first_month(kpi, kept)})", *conditions]
    group = f"coalesce({query.by}, '')" if query.by else "NULL::VARCHAR"
    sql = f"""SELECT {period_sql(query.grain, "date")} AS period, {group} AS "group", count(*)::DOUBLE AS x
FROM {kept_relation_sql(exposure) if kept else relation_sql(exposure)}
WHERE {" AND ".join(conditions)}
GROUP BY ALL ORDER BY ALL"""
    return sql, values


def _first_month(kpi: Kpi, kept: bool) -> str:
    if kept:
        return (
            f"SELECT min(period) FROM sums WHERE name = '{records_name(kpi.dataset.name)}' AND "
            "dimension = ''"
        )
    return f"SELECT date_trunc('month', min({kpi.dataset.date}))::DATE FROM live_{kpi.dataset.name}"
