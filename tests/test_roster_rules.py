"""Nobody leaves before being hired."""

import pandas as pd

from data.issues import ERROR
from data.kinds.catalog import ROSTER
from data.reading.options import Options
from data.uploads.prepare import prepare


def checked(*lines):
    return prepare(
        "\n".join(["employee,hired_on,left_on,date", *lines]).encode(), "r.csv", ROSTER, Options()
    ).checked


def test_who_left_before_being_hired_is_kept_out_with_both_days():
    result = checked("E1,2026-03-01,2026-02-28,2026-09-01", "E2,2026-03-01,2026-03-01,2026-09-01")
    [issue] = [issue for issue in result.issues if issue.level == ERROR]
    assert (issue.row, issue.column) == (2, "left_on")
    assert (
        str(issue.message)
        == "left_on is 2026-02-28, before the day of hiring, 2026-03-01. Correct one of the two "
        "dates."
    )
    assert result.rows["employee"].tolist() == ["E2"]


def test_who_is_still_there_has_no_day_of_leaving():
    result = checked(
        "E1,2026-03-01,,2026-09-01", "E1,2026-03-01,,2026-10-01", "E2,,2026-08-01,2026-09-01"
    )
    assert len(result.rows) == 3 and result.issues == () and pd.isna(result.rows["left_on"].iloc[0])
