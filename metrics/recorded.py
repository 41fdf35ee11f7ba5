"""What there are records of: months and units."""

from datetime import date

from data.database import Reading
from metrics.catalog import KPIS

_KINDS = tuple(dict.fromkeys(kpi.dataset for kpi in KPIS))


def months_recorded(reading: Reading) -> list[date]:
    """First days of the months that any KPI's dataset has rows for, oldest first."""
    union = " UNION ".join(f"SELECT DISTINCT date_trunc('month', {kind.date})::DATE AS month FROM live_{kind.name}" for kind in _KINDS)
    return [month for month, in reading.rows(f"SELECT month FROM ({union}) ORDER BY month")]


def units_recorded(reading: Reading, dimension: str) -> list[str]:
    """The units of a dimension that occur in any dataset, in order of name."""
    union = " UNION ".join(f"SELECT DISTINCT {dimension} AS unit FROM live_{kind.name}" for kind in _KINDS if dimension in kind.dimensions)
    return [unit for unit, in reading.rows(f"SELECT unit FROM ({union}) WHERE unit IS NOT NULL ORDER BY unit")]


def scale_breaks(reading: Reading, kind: str) -> list[date]:
    """First days of the months whose answers use another scale, or another rule, than the month before."""
    rows = reading.rows(f"""SELECT month FROM (
            SELECT month, string_agg(scale, ',' ORDER BY scale) AS scales FROM (
                SELECT DISTINCT date_trunc('month', date)::DATE AS month,
                       concat_ws('/', scale_low, scale_high, satisfied, dissatisfied) AS scale FROM live_{kind})
            GROUP BY month)
        QUALIFY scales <> lag(scales) OVER (ORDER BY month) ORDER BY month""")
    return [month for month, in rows]


def rows_by_month(reading: Reading, first: date) -> dict[str, dict[date, int]]:
    """Kind -> month -> number of rows, from the month that starts on `first`; kinds without any rows are there too."""
    return {kind.name: dict(reading.rows(f"""SELECT date_trunc('month', {kind.date})::DATE, count(*) FROM live_{kind.name}
        WHERE {kind.date} >= ? GROUP BY 1""", [first])) for kind in _KINDS}


def first_months(reading: Reading) -> dict[str, date | None]:
    """Kind -> the first month that it has rows for; None where it has none."""
    return {kind.name: reading.row(f"SELECT date_trunc('month', min({kind.date}))::DATE FROM live_{kind.name}")[0]
            for kind in _KINDS}
