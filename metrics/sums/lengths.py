"""Quantiles of lengths of time, from the counts of each length: of any month, quarter and unit."""

import numpy as np

from data.database.connection import ReadTransaction
from data.database.lengths import binned
from data.database.rollups import in_step
from data.fiscal import period_sql
from metrics.kpi import Kpi
from metrics.statistics.survival import Lengths, length_quantile
from metrics.sums import rollups as kept
from metrics.sums.columns import Columns, cells
from metrics.sums.query import Query, check_of_customers, rows_sql

MINUTES_AN_HOUR = 60.0


def with_quantiles(
    reading: ReadTransaction, kpi: Kpi, query: Query, sums: Columns, held: bool
) -> Columns:
    """The sums with the quantile and its limits, in hours; limits only where both can be had."""
    sql, values = _counted_sql(kpi, query, held)
    found = reading.columns(sql, values)
    periods = found["period"].astype("datetime64[D]").astype(object)
    groups = found["group"]
    if isinstance(groups, np.ma.MaskedArray):
        groups = np.where(groups.mask, np.array(None, object), groups.data)
    at, done, open_ = (np.asarray(found[name], float) for name in ("minutes", "done", "open"))
    edges: dict[tuple, list[int]] = {}
    for place, cell in enumerate(zip(periods, groups, strict=True)):
        edges.setdefault(cell, [place, place])[1] = place + 1
    limits = np.full((3, len(sums["period"])), np.nan)
    for place, cell in enumerate(cells(sums)):
        if cell not in edges:
            continue
        part = slice(*edges[cell])
        quantile = length_quantile(Lengths(at[part], done[part], open_[part]), kpi.measure.quantile)
        known = quantile if None not in quantile else (quantile.value, None, None)
        limits[:, place] = [np.nan if one is None else one / MINUTES_AN_HOUR for one in known]
    return {**sums, "quantile": limits[0], "quantile_low": limits[1], "quantile_high": limits[2]}


def lengths_together(reading: ReadTransaction, kpi: Kpi, query: Query) -> dict[str | None, Lengths]:
    """Group -> its lengths in minutes, of all periods of the question together."""
    check_of_customers(kpi)
    held = in_step(reading) and kept.holds(reading, kpi) and kept.covers(kpi, query)
    sql, values = _counted_sql(kpi, query, held)
    found = reading.rows(
        f"""SELECT "group", list(minutes ORDER BY minutes), list(done ORDER BY minutes), list(open ORDER BY minutes)
FROM (SELECT "group", minutes, sum(done)::DOUBLE AS done, sum(open)::DOUBLE AS open FROM ({sql}) GROUP BY ALL)
GROUP BY ALL ORDER BY ALL""",
        values,
    )
    return {group: Lengths(*(np.asarray(part, float) for part in parts)) for group, *parts in found}


def _counted_sql(kpi: Kpi, query: Query, held: bool) -> tuple[str, list[object]]:
    """From what is kept beside the rows (`held`) where units of one dimension are asked for."""
    return (
        _kept_sql(kpi, query) if held and not query.crosses_dimensions else lengths_sql(kpi, query)
    )


def lengths_sql(kpi: Kpi, query: Query) -> tuple[str, list[object]]:
    """SQL and its values: per period, group and length as it is counted, how many ended and how
    many were still open."""
    rows, values = rows_sql(kpi, query)
    return (
        f"""SELECT period, "group", {binned("y")} AS minutes, count(*) FILTER (WHERE x = 1) AS done, count(*) FILTER (WHERE x = 0) AS open
FROM ({rows})
GROUP BY ALL ORDER BY ALL""",
        values,
    )


def _kept_sql(kpi: Kpi, query: Query) -> tuple[str, list[object]]:
    conditions, values = query.kept_conditions(kpi.measure.relation or "")
    group = "unit" if query.by else "NULL::VARCHAR"
    return (
        f"""SELECT {period_sql(query.grain, "period")} AS period, {group} AS "group", minutes, sum(done) AS done, sum(open) AS open
FROM lengths WHERE {conditions} GROUP BY ALL ORDER BY ALL""",
        values,
    )
