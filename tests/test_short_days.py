"""Days written as two numbers without a year: the year is asked once, in the panel, and the one
that the file names is likely."""

from datetime import date

import pytest

from data.kinds.catalog import SURVEY
from data.reading.options import Options
from data.uploads.prepare import Prepared, prepare

TODAY = date(2026, 11, 29)


def load(
    *days: str, name: str = "2025年9月满意度.csv", heading: str = "日期", **options
) -> Prepared:
    text = f"{heading},满意度\n" + "".join(f"{day},{at % 5 + 1}\n" for at, day in enumerate(days))
    return prepare(text.encode(), name, SURVEY, Options(**options), TODAY)


def read(found: Prepared) -> list[str]:
    return found.checked.rows["date"].dt.strftime("%Y-%m-%d").tolist()


@pytest.mark.parametrize(
    "days",
    [
        ("9/5", "9/15"),
        ("9/5", "9/6"),
        ("9.5", "9.15"),
        ("09-05", "09-15"),
        ("9/5 14:20", "9/15 8:00"),
        ("9/5(土)", "9/15(火)"),
        ("9月5日", "9月15日"),
    ],
)
def test_the_year_is_asked_and_the_one_that_the_file_names_is_likely(days):
    found = load(*days)
    assert [asked.name for asked in found.checked.questions] == ["missing_year"]
    assert found.checked.rejected == 0 and read(found)[0] == "2025-09-05"
    assert read(load(*days, answers={"missing_year": "2024"}))[0] == "2024-09-05"


def test_a_title_names_the_year_as_well():
    text = "2025 年度顾客意见,\n日期,满意度\n9/5,4\n9/15,5\n"
    found = prepare(text.encode(), "意见.csv", SURVEY, Options(), TODAY)
    assert read(found) == ["2025-09-05", "2025-09-15"]


def test_without_a_year_anywhere_it_is_the_last_one_in_which_no_day_lies_ahead():
    assert read(load("9/5", "9/15", name="满意度.csv"))[0] == "2026-09-05"
    assert read(load("12/5", "12/15", name="满意度.csv"))[0] == "2025-12-05"


def test_where_day_and_month_could_be_either_both_are_asked_in_the_one_panel():
    found = load("5/9", "6/9", "7/9", name="survey 2025.csv", heading="Date")
    assert [asked.name for asked in found.checked.questions] == ["missing_year", "day_first"]
    assert read(found) == ["2025-09-05", "2025-09-06", "2025-09-07"]


def test_parts_by_full_stops_are_day_and_month_and_parts_above_twelve_decide():
    assert read(load("05.09.", "06.09.", name="Umfrage 2025.csv", heading="Datum"))[0] == (
        "2025-09-05"
    )
    assert read(load("9/13", "9/5", name="2025.csv", heading="Date")) == [
        "2025-09-13",
        "2025-09-05",
    ]


def test_a_few_such_cells_among_whole_dates_are_still_refused():
    found = load("2025-09-05", "2025-09-06", "9/7", "2025/9/8", "2025/9/9")
    assert found.checked.rejected == 1 and not found.checked.questions
