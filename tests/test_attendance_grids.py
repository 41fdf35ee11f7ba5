"""Lists of who was in class with a row for each person and a column for each training."""

import pytest

from data.matching.recognise import fits, recognise
from data.reading.options import Options
from data.reading.reader import read
from errors import FileRefused
from tests.programme import made

IN_CHINESE = (
    "工号,姓名,部门,6月3日 服务意识,6月10日 沟通技巧",
    "E1,张三,前台,√,√",
    "E2,李四,前台,√,请假",
    "E3,王五,客房,√,×",
)
IN_ENGLISH = (
    "Employee ID,Department,Service basics 2026-06-03,Communication 2026-06-10",
    "E1,Front,P,A",
    "E2,Front,P,E",
    "E3,Back,L,P",
)


def kind_of(name, *lines):
    ranked = recognise(read("\n".join(lines).encode(), name, Options()), name)
    return ranked[0][0] if fits(ranked) else ""


@pytest.mark.parametrize(
    ("name", "lines", "courses", "attended"),
    [
        ("培训签到表2026.csv", IN_CHINESE, ["服务意识", "沟通技巧"], "yes yes yes excused yes no"),
        (
            "attendance.csv",
            IN_ENGLISH,
            ["Service basics", "Communication"],
            "yes no yes excused yes yes",
        ),
    ],
)
def test_each_cell_is_a_person_and_a_training(name, lines, courses, attended):
    assert kind_of(name, *lines) == "attendance"
    found = made("attendance", *lines, name=name)
    rows = found.checked.rows
    assert rows["attended"].tolist() == attended.split()
    assert rows["course"].tolist() == courses * 3
    assert [f"{day:%m-%d}" for day in rows["date"]] == ["06-03", "06-10"] * 3
    assert rows["employee"].tolist() == ["E1", "E1", "E2", "E2", "E3", "E3"]
    assert "attendance_columns" in [each.name for each in found.checked.questions]


def test_what_headings_do_not_say_is_asked_for_and_held_for_all():
    days = ("工号,2026-06-03,2026-06-10", "E1,是,否", "E2,是,是", "E3,否,是")
    with pytest.raises(FileRefused, match="Course"):
        made("attendance", *days, name="培训出勤.csv")
    found = made("attendance", *days, name="培训出勤.csv", set={"course": "服务意识"})
    assert len(found.checked.rows) == 6 and set(found.checked.rows["course"]) == {"服务意识"}
    courses = ("工号,服务意识,沟通技巧,次数", "E1,1,1,2", "E2,1,0,1", "E3,1,1,2")
    found = made("attendance", *courses, name="培训出勤.csv", set={"date": "2026-06-03"})
    assert found.checked.rows["attended"].tolist() == ["yes", "yes", "yes", "no", "yes", "yes"]


def test_other_grids_of_people_are_no_trainings():
    behaviours = ("Employee ID,Date,Greets,Smiles", "E1,2026-06-03,yes,no", "E2,2026-06-03,yes,yes")
    assert kind_of("checks.csv", *behaviours) != "attendance"
    answers = tuple(
        line.replace("6月3日 服务意识", "Q1").replace("6月10日 沟通技巧", "Q2")
        for line in IN_CHINESE
    )
    assert kind_of("考试.csv", *answers) != "attendance"


def test_a_person_may_say_that_they_are_no_trainings():
    with pytest.raises(FileRefused, match="lacks what"):
        made("attendance", *IN_ENGLISH, answers={"attendance_columns": "no"})
