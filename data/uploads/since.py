"""From which day on a new upload can have changed what is worked out of the data: so that what was
worked out of the months before need not be worked out again after every load."""

from datetime import date

from data.database.connection import ReadTransaction
from data.database.tables import rows_table
from data.kinds.catalog import NPS, SURVEY
from data.kinds.schema import DatasetKind

# What customers answered tells of its own month. Other records reach back: a retake decides on the month
# of the first attempt, a purchase on the one before it, names and targets on all.
_OF_THEIR_MONTH = (NPS, SURVEY)


def changed_since(reading: ReadTransaction, kind: DatasetKind, upload: int) -> date | None:
    """The first day of a month: nothing of earlier months is another by an upload that took no other
    row's place. None where that cannot be said.

    Whether a month is over, and a count of nothing is 0, depends on what came after it of the same
    unit: so it is the month of the last record before it, of the unit that has been silent longest.
    """
    if kind not in _OF_THEIR_MONTH or _scales(reading, kind) > 1:
        return None
    unit = f"hash({', '.join(kind.dimensions)})"
    rows = rows_table(kind)
    first, fresh = reading.row(
        f"""
        SELECT date_trunc('month', least(min(own.first), min(earlier.last)))::DATE, count(*) FILTER (earlier.last IS NULL)
        FROM (SELECT {unit} AS unit, min({kind.date}) AS first FROM {rows} WHERE upload = $1 GROUP BY 1) AS own
        LEFT JOIN (SELECT {unit} AS unit, max({kind.date}) AS last FROM {rows} WHERE live AND upload <> $1 GROUP BY 1) AS earlier
            USING (unit)""",
        [upload],
    )
    return None if fresh else first


def _scales(reading: ReadTransaction, kind: DatasetKind) -> int:
    return reading.row(
        """SELECT count(*) FROM (SELECT DISTINCT scale_low, scale_high, satisfied, dissatisfied FROM upload
        WHERE kind = ? AND undone_at IS NULL)""",
        [kind.name],
    )[0]


def version_until(reading: ReadTransaction, version: int, day: date) -> int:
    """The version of the data that is still the one of all that is worked out up to a day."""
    later = dict(
        reading.rows("SELECT version, first FROM later WHERE version > ? - 1000", [version])
    )
    while version in later and later[version] > day:
        version -= 1
    return version
