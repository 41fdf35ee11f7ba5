"""Years without months: a whole column of them is read and told, a single one among dates is a
fault."""

from datetime import date

import pandas as pd
import pytest

from data.checking.dates import read_moments
from data.kinds.catalog import MYSTERY_VISIT, ROSTER
from data.values.cells import distinct

YEARS = (
    "{column} holds years without months or days. Each row counts on 31 December of its year: "
    "look at whole years, not at months or "
    "quarters."
)
MOMENT, DAY = MYSTERY_VISIT.column("date"), ROSTER.column("date")


def cells(*texts, column=MOMENT):
    return distinct(column, "Year", pd.Series(texts, dtype="str"), ())


@pytest.mark.parametrize(
    "texts", [("2017", "2018"), ("2017年", "2018年"), ("２０１７",), ("2017年度", "2016", "")]
)
def test_a_column_of_years_is_read_as_their_last_days(texts):
    dated = read_moments(cells(*texts))
    reading = dated.reading
    assert [warning.text for warning in dated.warnings] == [YEARS]
    assert not reading.faults and {
        (stamp.month, stamp.day) for stamp in pd.Series(reading.values)
    } == {(12, 31)}
    assert reading.values[0] == pd.Timestamp(2017, 12, 31)


@pytest.mark.parametrize(
    "texts", [("2017", "2018-03-01"), ("2017", "soon"), ("17",), ("0217",), ()]
)
def test_a_year_among_other_cells_stays_a_fault(texts):
    dated = read_moments(cells(*texts))
    assert not dated.warnings
    assert len(dated.reading.unreadable) == sum("-" not in text for text in texts)


def test_a_day_that_something_holds_from_is_never_a_year():
    dated = read_moments(cells("2017", column=DAY))
    assert not dated.warnings and len(dated.reading.unreadable) == 1


def test_inspections_with_years_are_loaded_with_a_warning(shared):
    from data.checking.checker import check
    from data.checking.taken import Unchecked
    from data.issues import WARNING
    from data.matching.headings import match
    from data.reading.options import Options
    from data.reading.reader import read

    path = shared / "real" / "inspection" / "restaurant_inspections_anchorage.csv"
    options = Options(
        match={"inspection_score": "overall", "business_name": "store", "Year": "date"}
    )
    sheet = read(path.read_bytes(), path.name, options)
    found = check(
        Unchecked(
            sheet, match(sheet, MYSTERY_VISIT, options), MYSTERY_VISIT, options, date(2026, 10, 1)
        )
    )
    assert len(found.rows) == 27_178 and [issue.level for issue in found.issues] == [WARNING]
    assert "31 December" in str(found.issues[0].message)
    assert set(found.rows["date"].dt.year) == {*range(2000, 2010), *range(2015, 2020)}
