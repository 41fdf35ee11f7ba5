"""Days of somebody's life are no days of records, in further languages; what came in on such a day is."""

import pytest

from data.kinds.catalog import COMPLAINT, STAFF_SURVEY, SUPERVISOR_RATING
from data.matching.days_of_people import is_no_day_of, is_of_life
from tests.test_rated_parts import asked, taken
from tests.test_unseen_records import load, written

HEADINGS = [
    *("DOB", "doğum tarihi", "Data zatrudnienia", "Дата рождения", "Ngày vào làm"),
    *("Member since", "fecha_ingreso", "Date d'entrée", "tanggal_masuk"),
]


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize(
    ("kind", "result"), [(STAFF_SURVEY, "Internal satisfaction"), (SUPERVISOR_RATING, "Score")]
)
def test_the_day_is_asked_where_only_that_of_joining_or_birth_is_there(kind, result, heading):
    rows = [
        [f"E{at}", ["HR", "IT"][at % 2], str(at % 5 + 1), f"{2001 + at}-0{at % 9 + 1}-1{at % 9}"]
        for at in range(12)
    ]
    found = load(kind, written(["Employee ID", "Department", result, heading], *rows))
    assert "lacking_day" in asked(found) and heading not in taken(found).values()


@pytest.mark.parametrize("heading", ["Fecha de ingreso", "Tanggal masuk"])
def test_what_came_in_on_a_day_of_entering_keeps_it(heading):
    rows = [[f"C{at}", f"2026-10-{at + 1:02}", ["Staff", "Wait"][at % 2]] for at in range(9)]
    found = load(COMPLAINT, written(["Complaint ID", heading, "Category"], *rows))
    assert taken(found)["date"] == heading


@pytest.mark.parametrize(
    "heading", ["Date", "Answered on", "Fecha de respuesta", "Tanggal", "Review date", "Дата"]
)
def test_days_of_records_are_none_of_somebody_s_life(heading):
    assert not is_of_life(heading) and not is_no_day_of("staff_survey", heading)
