"""What percent passed each course in the exams that are stored."""

from data.database.connection import ReadTransaction
from data.database.tables import rows_table
from data.kinds.catalog import TRAINING


def known_pass_marks(reading: ReadTransaction) -> dict[str, float]:
    """Course -> the pass mark of its latest exam, in percent of the maximum."""
    rows = reading.rows(
        f"SELECT course, arg_max(round(100 * pass_mark / maximum, 6), (date, upload)) FROM {rows_table(TRAINING)} "
        "WHERE live AND pass_mark IS NOT NULL AND course IS NOT NULL GROUP BY course"
    )
    return {course: float(percent) for course, percent in rows if percent is not None}
