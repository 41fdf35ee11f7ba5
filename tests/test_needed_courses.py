"""Lists of who took a training, and answers to exams, as platforms export them: what they do not say
is asked in one panel."""

import pytest

from errors import FileRefused
from tests.test_needed import asked, choices, load

HEADINGS = "employee_name,employee_email,status,completed_at,expiration_date"
STATES = ("Completed", "Completed", "Enrolled")


def taken(at: int) -> str:
    return (
        f"Ann B{chr(97 + at)},a{at}@example.com,{STATES[at % 3]},2026-09-{at + 1:02},"
        f"2027-09-{at + 1:02}"
    )


def test_a_list_of_completions_asks_for_its_day_its_state_and_its_course_at_once():
    found = load("attendance", HEADINGS, taken, "fire_safety_completions.csv")
    course = "unsaid:course=fire safety completions"
    assert set(asked(found)) == {"course_completed", course}
    assert found.matched["Held on"] == "date" and found.matched["In class"] == "attended"
    assert "expiration_date" not in found.matched
    assert found.checked.rows["date"].dt.month.unique().tolist() == [9]
    rows = found.checked.rows
    assert set(rows["course"]) == {"fire safety completions"}
    assert rows["attended"].tolist()[:3] == ["yes", "yes", "called"]
    assert rows["employee"].tolist()[0] == "a0@example.com"
    told = {course: "yes", "needed:date": "completed_at", "needed:attended": "status"}
    again = load("attendance", HEADINGS, taken, "fire_safety_completions.csv", answers=told)
    assert asked(again) == []
    with pytest.raises(FileRefused, match="lacks what"):
        load(
            "attendance",
            HEADINGS,
            taken,
            "fire_safety.csv",
            answers={"unsaid:course=fire safety": "no"},
        )


def test_a_column_may_be_the_course_and_a_given_one_is_not_asked_for():
    def row(at):
        return f"{taken(at)},{('Ladders', 'Fire drill')[at % 2]}"

    name, headings = "fire_safety.csv", f"{HEADINGS},Block"
    course = "unsaid:course=fire safety"
    assert "column:Block" in choices(load("attendance", headings, row, name), course)
    found = load("attendance", headings, row, name, answers={course: "column:Block"})
    assert set(found.checked.rows["course"]) == {"Ladders", "Fire drill"}
    assert course not in asked(load("attendance", headings, row, name, set={"course": "Fire"}))
    later = load("attendance", headings, lambda at: f"{taken(at)},2026-01-{at + 1:02}", name)
    assert "column:Block" not in choices(later, course)
    with pytest.raises(FileRefused, match="Course"):  # answered before, and days are no courses
        load(
            "attendance",
            headings,
            lambda at: f"{taken(at)},2026-01-{at + 1:02}",
            name,
            answers={course: "column:Block"},
        )


@pytest.mark.parametrize(
    "name",
    [
        *("attendance.csv", "Attendance report.csv", "培训签到表.csv", "Teilnehmerliste.csv"),
        *("Anwesenheitsliste März 2026.csv", "lista de asistencia.csv", "liste de présence.csv"),
        *("untitled.csv", "attendance_store_12.csv", "HR_attendance_Q1.csv"),
    ],
)
def test_a_name_that_says_no_course_proposes_none(name):
    with pytest.raises(FileRefused, match="Course"):
        load("attendance", HEADINGS, taken, name)


@pytest.mark.parametrize(
    "headings, states",
    [("status", ("Active", "Inactive")), ("mandatory", ("yes", "no"))],
)
def test_other_states_are_not_who_was_in_class_but_that_each_completed_it_may_be(headings, states):
    def row(at):
        return f"a{at}@example.com,{states[at % 2]},2026-09-{at + 1:02}"

    name, all_ = "fire_safety.csv", f"employee_email,{headings},completed_at"
    found = load("attendance", all_, row, name)
    assert {"course_completed", "unsaid:course=fire safety"} <= set(asked(found))
    assert headings not in found.matched and set(found.checked.rows["attended"]) == {"yes"}
    with pytest.raises(FileRefused, match="In class"):
        load("attendance", all_, row, name, answers={"course_completed": "no"})


def test_the_day_is_the_one_on_which_it_was_completed():
    def row(at):
        return f"a{at}@example.com,Completed,2026-08-{at + 1:02},2026-09-{at + 1:02},2026-12-{at + 1:02}"

    headings = "employee_email,status,assigned_at,completed_at,valid_until"
    found = load("attendance", headings, row, "fire_safety.csv")
    assert found.checked.rows["date"].dt.month.unique().tolist() == [9]
    with pytest.raises(FileRefused, match="Held on"):
        load(
            "attendance",
            "employee_email,status,assigned_at,valid_until",
            lambda at: f"a{at}@example.com,Completed,2026-10-{at + 1:02},2026-12-{at + 1:02}",
            "fire_safety.csv",
        )


ITEMS = "Timestamp,Question ID,Is Correct"
LONE = "unsaid:employee=lone;course=fire quiz"


def test_answers_of_one_attempt_that_name_nobody_are_one_persons_once_confirmed():
    def row(at):
        return f"2026-03-28 23:30:00,{at + 1},{at % 2 == 0}"

    found = load("exam_item", ITEMS, row, "fire_quiz.csv")
    assert asked(found) == [LONE]
    assert set(found.checked.rows["employee"]) == {"2026-03-28 23:30:00"}
    assert set(found.checked.rows["course"]) == {"fire quiz"}
    with pytest.raises(FileRefused, match="Employee"):
        load("exam_item", ITEMS, row, "fire_quiz.csv", answers={LONE: "no"})


@pytest.mark.parametrize(
    "row",
    [
        lambda at: f"2026-03-28,{at + 1},True",  # others may have answered on that day
        lambda at: f"2026-03-28 23:30:00,{at % 7 + 1},True",
        lambda at: f"2026-03-28 23:30:{at:02},{at + 1},True",
    ],
)
def test_answers_that_may_be_several_peoples_are_not_read_as_ones(row):
    with pytest.raises(FileRefused, match="Employee"):
        load("exam_item", ITEMS, row, "fire_quiz.csv")


def test_a_player_is_the_likely_person_of_an_exam():
    def row(at):
        return f"{('ann', 'bob')[at % 2]},2026-03-28 23:{at % 2 + 30},{at // 2 + 1},True"

    found = load("exam_item", f"player,{ITEMS}", row, "fire_quiz.csv")
    assert set(asked(found)) == {"needed:employee", "unsaid:course=fire quiz"}
    assert set(found.checked.rows["employee"]) == {"ann", "bob"}
