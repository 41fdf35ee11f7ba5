"""What there are records of: months, units and scales. From kept sums where they are in step, else
from the rows."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from data.database.connection import ReadTransaction
from data.database.reach import last_recorded
from data.database.rollups import SCALE, counted_kinds, records_name
from data.kinds.catalog import KINDS
from data.kinds.schema import DatasetKind
from data.roles import sees_counts
from metrics.catalog import KPIS, collected
from metrics.kpi import Kpi
from metrics.periods import last_day
from metrics.sums.visit_relations import PARTS, WEIGHED, turns_sql

_KINDS = tuple(dict.fromkeys(kpi.dataset for kpi in KPIS))
_NAMES = {records_name(kind.name): kind.name for kind in _KINDS}


def months_recorded(reading: ReadTransaction) -> list[date]:
    """First days of the months that any KPI's dataset has rows for, oldest first."""
    union = _counts() if _are_kept(reading) else " UNION ".join(map(_months_of, _KINDS))
    return [
        month for (month,) in reading.rows(f"SELECT DISTINCT period FROM ({union}) ORDER BY period")
    ]


def units_recorded(reading: ReadTransaction, dimension: str) -> list[str]:
    """The units of a dimension that occur in any dataset, in order of name."""
    if _are_kept(reading):
        rows = reading.rows(
            f"SELECT DISTINCT unit FROM sums WHERE name IN ({_listed()}) AND dimension = ? AND "
            "unit <> '' ORDER BY unit",
            [dimension],
        )
    else:
        union = " UNION ".join(
            f"SELECT DISTINCT {dimension} AS unit FROM live_{kind.name}"
            for kind in _KINDS
            if dimension in kind.dimensions
        )
        rows = reading.rows(f"SELECT unit FROM ({union}) WHERE unit IS NOT NULL ORDER BY unit")
    return [unit for (unit,) in rows]


def scale_breaks(reading: ReadTransaction, kind: str) -> list[date]:
    """First days of the months whose answers use another scale, or another rule, than the month
    before."""
    kept = f"SELECT period, scale FROM scales WHERE kind = '{kind}'"
    anew = (
        f"SELECT DISTINCT date_trunc('month', date)::DATE AS period, {SCALE} AS scale FROM "
        f"live_{kind}"
    )
    rows = reading.rows(f"""SELECT period FROM (
            SELECT period, string_agg(scale, ',' ORDER BY scale) AS scales FROM ({kept if _are_kept(reading) else anew}) GROUP BY period)
        QUALIFY scales <> lag(scales) OVER (ORDER BY period) ORDER BY period""")
    return [month for (month,) in rows]


def weight_breaks(reading: ReadTransaction) -> list[date]:
    """First days of the months in which the committee changed how the parts of a visit weigh beside one
    another."""
    given = [f"coalesce({part}_weight, 1)" for part in PARTS]
    weights = ", ".join(f"round({one} / ({' + '.join(given)}), 9)" for one in given)
    equal = ", ".join(f"round(1.0 / {len(PARTS)}, 9)" for _ in PARTS)
    rows = reading.rows(f"""SELECT DISTINCT date_trunc('month', since)::DATE FROM (
            SELECT since, [{weights}] AS weights FROM {turns_sql()}
            QUALIFY weights <> lag(weights, 1, [{equal}]) OVER (ORDER BY since)) ORDER BY 1""")
    return [month for (month,) in rows]


def begins_anew(kpi: Kpi, weights: Callable[[], Sequence[date]]) -> tuple[date, ...]:
    """First days of the months from which on a KPI is defined otherwise, or its parts weigh
    otherwise, in order. `weights`: what says when those of a visit changed."""
    changed = weights() if kpi.measure.relation == WEIGHED else ()
    return tuple(sorted({*changed, *kpi.redefined}))


def begun_anew(reading: ReadTransaction, kpis: Iterable[str]) -> dict[str, tuple[date, ...]]:
    """KPI -> what `begins_anew` gives of it."""
    return {kpi.name: begins_anew(kpi, lambda: weight_breaks(reading)) for kpi in collected(kpis)}


def scales_changed(reading: ReadTransaction, kpis: Iterable[str]) -> dict[str, tuple[date, ...]]:
    """Kind -> the months in which the scale of its answers changed, of the kinds with a scale that
    some KPIs are made of."""
    kinds = {kpi.dataset for kpi in collected(kpis)}
    return {kind.name: tuple(scale_breaks(reading, kind.name)) for kind in kinds if kind.scaled}


def rows_by_month(reading: ReadTransaction, first: date) -> dict[str, dict[date, int | None]]:
    """Kind -> month -> number of rows, from the month that starts on `first`; kinds without any
    rows are there too.

    None where there are rows whose number the viewer may not know.
    """
    found: dict[str, dict[date, int | None]] = {kind.name: {} for kind in _KINDS}
    counted = {kind.name for kind in _KINDS if sees_counts(reading.viewer, kind)}
    union = _counts() if _are_kept(reading) else " UNION ALL ".join(map(_months_of, _KINDS))
    for name, month, rows in reading.rows(
        f"SELECT name, period, n FROM ({union}) WHERE period >= ?", [first]
    ):
        found[_NAMES[name]][month] = int(rows) if _NAMES[name] in counted else None
    return found


def last_day_recorded(reading: ReadTransaction, month: date, today: date) -> date | None:
    """The last day in a month, up to today, of which uploads have records of a kind whose numbers
    the viewer may know; None without any."""
    last = last_recorded(reading, [kind for kind in _KINDS if sees_counts(reading.viewer, kind)])
    end = min(last_day(month, "month"), today)
    return max((day for day in last.values() if month <= day <= end), default=None)


def first_months(reading: ReadTransaction) -> dict[str, date | None]:
    """Kind -> the first month that it has rows for; None where it has none."""
    union = _counts() if _are_kept(reading) else " UNION ALL ".join(map(_months_of, _KINDS))
    first = dict(reading.rows(f"SELECT name, min(period) FROM ({union}) GROUP BY name"))
    return {kind: first.get(name) for name, kind in _NAMES.items()}


def kinds_beside(reading: ReadTransaction) -> list[DatasetKind]:
    """The kinds with records of which no KPI is made, so far as the viewer may know of them."""
    return [
        kind
        for kind in KINDS
        if kind not in _KINDS
        and sees_counts(reading.viewer, kind)
        and reading.rows(f"SELECT 1 FROM live_{kind.name} LIMIT 1")
    ]


def _are_kept(reading: ReadTransaction) -> bool:
    """Whether the records of all kinds are counted beside the rows."""
    return {kind.name for kind in _KINDS} <= counted_kinds(reading)


def _listed() -> str:
    return ", ".join(f"'{name}'" for name in _NAMES)


def _counts() -> str:
    """Name, period and number of records, as kept."""
    return f"SELECT name, period, n FROM sums WHERE name IN ({_listed()}) AND dimension = ''"


def _months_of(kind: DatasetKind) -> str:
    """Name, period and number of records of one kind, from its rows."""
    return (
        f"SELECT '{records_name(kind.name)}' AS name, date_trunc('month', {kind.date})::DATE AS "
        "period, count(*) AS n "
        f"FROM live_{kind.name} GROUP BY ALL"
    )
