"""How many staff the roster has, beside what they answered: how far the answers of a survey tell
of everybody."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from data.database.connection import ReadTransaction
from metrics.kpi import Kpi
from metrics.statistics.intervals import wilson
from metrics.sums.columns import Columns
from metrics.sums.query import Query

EVERYBODY = 0.95  # of the roster, from which on everybody was asked
_HUNDRED = 100.0


def with_roster(
    reading: ReadTransaction, kpi: Kpi, query: Query, rows: Columns, ends: Sequence[date]
) -> Columns:
    """The rows with `roster`, the staff at the end of each period (NaN where it is not known), and
    with limits that know of them.

    Only of the whole company in a month: by units the roster is no public number, and in longer
    times somebody may have answered twice.
    """
    unknown = np.full(len(rows["period"]), np.nan)
    if not kpi.of_roster or query.by or query.only or query.grain != "month":
        return {**rows, "roster": unknown}
    known = _headcounts(reading, sorted(set(ends)))
    roster = np.array([known.get(end, np.nan) for end in ends], float)
    roster = np.where(rows["x"] > 0, roster, np.nan)
    low, high = finite_limits(rows["y"], rows["x"], roster)
    finite = rows["x"] <= roster
    return {
        **rows,
        "roster": roster,
        "low": np.where(finite, low, rows["low"]),
        "high": np.where(finite, high, rows["high"]),
    }


def finite_limits(
    y: np.ndarray, x: np.ndarray, population: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Wilson's interval, in percent, of a share of all of a finite population of which x were
    asked: as many answers count for more the fewer were not asked (Cochran 1977, ch. 2). Where all
    were asked, it is the share."""
    left = population - x
    with np.errstate(divide="ignore", invalid="ignore"):
        weight = np.where(left > 0, (population - 1) / left, np.inf)
        share = y / x
        n = np.where(np.isfinite(weight), x * weight, 1)
        low, high = wilson(share * n, n)
    known = np.isfinite(weight)
    return _HUNDRED * np.where(known, low, share), _HUNDRED * np.where(known, high, share)


def _headcounts(reading: ReadTransaction, ends: Sequence[date]) -> dict[date, int]:
    """Day -> staff on the roster on it, by the latest row of each person until then; without days
    before the first row."""
    if not ends:
        return {}
    return dict(
        reading.rows(
            """
        SELECT day, count(*) FILTER ((hired_on IS NULL OR hired_on <= day) AND (left_on IS NULL OR left_on > day))
        FROM (SELECT day, hired_on, left_on FROM (SELECT unnest(?::DATE[]) AS day) days JOIN live_roster ON live_roster.date <= day
              QUALIFY row_number() OVER (PARTITION BY day, employee ORDER BY date DESC, upload DESC, line DESC) = 1)
        GROUP BY day""",
            [list(ends)],
        )
    )
