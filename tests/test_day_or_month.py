"""Day and month that no cell tells apart: what else speaks for either, and the one question."""

from datetime import date

import pytest

from data.kinds.catalog import NPS, SURVEY
from data.reading.options import Options
from data.uploads.prepare import Prepared, prepare

TODAY = date(2026, 11, 29)


def load(text: str, kind=NPS, **options) -> Prepared:
    return prepare(text.encode(), "panel.csv", kind, Options(**options), TODAY)


def rows(*days: str, heading: str = "date") -> str:
    return f"id,{heading},score\n" + "".join(f"{at},{day},9\n" for at, day in enumerate(days))


def days(found: Prepared) -> list[str]:
    return found.checked.rows["date"].dt.strftime("%m-%d").tolist()


@pytest.mark.parametrize(
    "written, first",
    [
        (("1/4/2026", "2/4/2026", "3/4/2026"), "04-01"),  # all of one month
        (("4/1/2026", "4/2/2026", "4/3/2026"), "04-01"),
        (("02/12/2026", "03/12/2026", "04/12/2026"), "02-12"),  # December lies ahead
        (("10/3/2026", "11/3/2026", "1/4/2026", "2/4/2026"), "03-10"),  # days follow each other
        (("2/4/26", "1/4/26", "11/3/26", "10/3/26"), "04-02"),  # so they do, the newest first
        (("3/4/2026 9:05", "3/5/2026 10:05", "3/6/2026 11:05"), "03-04"),
    ],
)
def test_what_the_days_say_of_themselves_is_likely_and_asked_in_the_panel(written, first):
    found = load(rows(*written))
    assert [asked.name for asked in found.checked.questions] == ["day_first"]
    assert days(found)[0] == first and found.checked.questions[0].evidence


@pytest.mark.parametrize(
    "heading, first", [("date", "03-04"), ("date de réponse", "04-03"), ("Fecha", "04-03")]
)
def test_one_day_alone_is_likely_as_the_language_of_the_file_writes(heading, first):
    found = load(rows("03/04/2026", heading=heading))
    assert days(found) == [first] and len(found.checked.questions) == 1


def test_the_answer_turns_all_dates_and_is_remembered_for_the_layout():
    found = load(rows("1/4/2026", "2/4/2026"), answers={"day_first": "month"})
    assert days(found) == ["01-04", "02-04"]
    assert load(rows("1/4/2026"), day_first=True).checked.questions == ()


def test_another_column_of_the_file_decides_for_the_one_that_is_open():
    text = "id,StartDate,Date,score\n1,13/04/2026,03/05/2026,9\n2,03/05/2026,04/05/2026,9\n"
    found = load(text)
    assert days(found) == ["05-03", "05-04"] and found.checked.questions == ()


def test_satisfaction_and_recommendation_of_one_file_are_asked_once_and_read_alike():
    text = "Date,Overall satisfaction,How likely are you to recommend us?\n" + "".join(
        f"{day}/4/2026,{day},{day + 5}\n" for day in range(1, 6)
    )
    found = load(text, SURVEY)
    assert {asked.name for asked in found.checked.questions} == {"day_first", "also_nps"}
    assert found.also is not None and days(found) == days(found.also)
