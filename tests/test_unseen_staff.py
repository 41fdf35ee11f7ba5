"""Files that nobody has seen of staff, courses and inspections: who the people are, what counts as a
result, which day and which place is meant; and files beside them that stay as they were."""

from collections.abc import Callable
from datetime import date

import pytest

from data.kinds.catalog import kind_named
from data.questions import still_open
from data.reading.options import Options
from data.uploads.prepare import Prepared, prepare
from errors import FileRefused
from i18n import translator

TODAY, SAY, ROWS = date(2026, 11, 29), translator("en"), 14
NAMES = ("Ann", "Bo", "Cy", "Di", "Ed", "Flo", "Gus", "Hal", "Ida", "Jo", "Kim", "Lee", "Mo", "Ned")
PASS = {"pass_mark": 60.0}


def load(kind: str, headings: str, row: Callable[[int], str], name="file.csv", **told) -> Prepared:
    text = "\n".join([headings, *(row(at) for at in range(ROWS))])
    return prepare(text.encode(), name, kind_named(kind), Options(**told), TODAY)


def asked(found: Prepared) -> list[str]:
    return [one.name for one in still_open(found.checked.questions, found.options.answers)]


def choices(found: Prepared, name: str) -> list[str]:
    (question,) = [one for one in found.checked.questions if one.name == name]
    return [choice.name for choice in question.choices]


def hired(at: int) -> str:
    return f"20{at + 10}-03-05"


# What databases write in place of nothing.


def test_the_null_of_a_database_is_empty():
    def row(at):
        left = r"\N" if at else "2026-01-31"
        return f"E{at},{hired(at)},{left},Kitchen"

    found = load("roster", "employee_id,hire_date,termination_date,department", row)
    rows = found.checked.rows
    assert rows["left_on"].notna().sum() == 1 and set(rows["department"]) == {"Kitchen"}
    assert asked(found) == ["as_of"]


@pytest.mark.parametrize(
    "written", ["R&D", "AT&T;", r"C:\New", "Q&A; more", "Food &amp; Drink", r"\\N"]
)
def test_other_texts_stay_as_they_are_written(written):
    found = load(
        "roster", "employee_id,hire_date,department", lambda at: f"E{at},{hired(at)},{written}"
    )
    assert set(found.checked.rows["department"]) == {written}


# Who the people of a list of staff are.


@pytest.mark.parametrize(
    "headings, people",
    [
        ("ise_giris_tarihi,calisan_id", "calisan_id"),
        ("dataInizioCollaborazione,codiceFiscale", "codiceFiscale"),
        ("data_admissao,matricula", "matricula"),
        ("date_entree,Matricule", "Matricule"),
    ],
)
def test_headings_without_accents_are_known(headings, people):
    found = load("roster", f"{headings},x", lambda at: f"{hired(at)},E{at},y", "staff.csv")
    assert found.matched[people] == "employee" and "hired_on" in found.matched.values()


def test_a_word_of_another_language_is_none_without_accents():
    """ "daily" is no Vietnamese agency, "evaluation" no French points."""
    found = load(
        "survey", "date,csat,daily", lambda at: f"2026-09-0{at % 9 + 1},{at % 5 + 1},{'ab'[at % 2]}"
    )
    assert "daily" not in found.matched


def staff(at: int) -> str:
    return f"{at + 1},{NAMES[at]},{at % 3 + 1},{hired(at)}"


def test_id_and_name_beside_days_of_hiring_are_offered_as_the_person():
    found = load("roster", "id,nombre,departamento_id,fecha_ingreso", staff)
    assert asked(found) == ["headings", "as_of"]
    assert found.matched["id"] == "employee" and found.matched["departamento_id"] == "department"
    assert choices(found, "headings") == ["yes", "employee:nombre", "no"]
    named = load(
        "roster",
        "id,nombre,departamento_id,fecha_ingreso",
        staff,
        answers={"headings": "employee:nombre"},
    )
    assert set(named.checked.rows["employee"]) == {*NAMES}
    with pytest.raises(FileRefused, match="Employee"):
        load("roster", "id,nombre,x,fecha_ingreso", staff, answers={"headings": "no"})


def test_an_id_beside_other_days_is_nobody():
    with pytest.raises(FileRefused, match="Employee"):
        load("roster", "id,title,owner,due_date", staff)
    # What began may be a project or work: it is asked who the people are.
    assert "needed:employee" in asked(load("roster", "id,title,owner,start_date", staff))


def test_a_count_of_the_rows_and_a_name_that_comes_again_are_nobody():
    with pytest.raises(FileRefused, match="Employee"):
        load("roster", "No,x,y,hire_date", staff)
    with pytest.raises(FileRefused, match="Employee"):
        load("roster", "x,nombre,y,fecha_ingreso", lambda at: f"b,{'AB'[at % 2]},c,{hired(at)}")


def test_numbers_of_staff_come_before_names_that_several_people_share():
    def row(at):
        return f"{at + 1},{('Hill', 'Lake')[at % 2]},{NAMES[at]},{hired(at)},Clerk"

    found = load("roster", "ID,Name,Vorname,Eintrittsdatum,Job", row)
    assert found.checked.rows["employee"].nunique() == ROWS
    assert choices(found, "headings") == ["yes", "employee:Name", "no"]
    apart = load(
        "roster",
        "ID,Name,Vorname,Eintrittsdatum,Job",
        lambda at: f"{at},{NAMES[at]},x,{hired(at)},Clerk",
    )
    assert apart.matched["Name"] == "employee" and asked(apart) == ["as_of"]


# Where they work.


def test_departments_below_an_area_and_their_codes_are_confirmed():
    units = ("Produção", "Financeiro", "RH")
    found = load(
        "roster",
        "matricula,area,data_admissao",
        lambda at: f"M{at},{units[at % 3]},{hired(at)}",
        "staff.csv",
    )
    assert found.matched["area"] == "department" and set(asked(found)) == {"headings", "as_of"}
    places = load(
        "roster",
        "matricula,area,data_admissao",
        lambda at: f"M{at},{('North', 'South', 'East')[at % 3]},{hired(at)}",
        "staff.csv",
    )
    assert places.matched["area"] == "region" and asked(places) == ["as_of"]


@pytest.mark.parametrize("heading", ["DEPTNO", "dept_code", "id_departamento", "BU", "部门编号"])
def test_a_code_of_a_department_is_as_good_as_its_name(heading):
    found = load(
        "roster",
        f"employee_id,{heading},hire_date",
        lambda at: f"E{at},{at % 3 * 10},{hired(at)}",
        "staff.csv",
    )
    assert found.matched[heading] == "department"
    named = load(
        "roster",
        f"employee_id,{heading},hire_date,department",
        lambda at: f"E{at},{at % 3 * 10},{hired(at)},{('HR', 'IT', 'Bar')[at % 3]}",
        "staff.csv",
    )
    assert named.matched["department"] == "department" and heading not in named.matched
    alone = load(
        "roster",
        f"employee_id,{heading},hire_date",
        lambda at: f"E{at},{at * 10},{hired(at)}",
        "staff.csv",
    )
    assert "department" not in alone.matched.values()  # each another: nothing to compare


# Lists without days of hiring.


def test_a_list_of_staff_may_do_without_days_of_hiring():
    headings = "employee_id,position,date_of_birth"
    found = load("roster", headings, lambda at: f"E{at},Clerk,19{at + 70}-01-02")
    assert asked(found) == ["hired_unsaid", "as_of"]
    assert found.checked.rows["hired_on"].isna().all() and len(found.checked.rows) == ROWS
    with pytest.raises(FileRefused, match="Hired on"):
        load(
            "roster",
            headings,
            lambda at: f"E{at},Clerk,19{at + 70}-01-02",
            answers={"hired_unsaid": "no"},
        )


@pytest.mark.parametrize("headings", ["employee_id,position,first_seen", "employee_id,x,y"])
def test_another_day_is_for_a_person_to_say_and_names_alone_are_any_list(headings):
    with pytest.raises(FileRefused, match="Hired on"):
        load("roster", headings, lambda at: f"E{at},Clerk,{hired(at)}")


# Tests before and after, states of who takes a course.

STATES = ("Completed", "Dropped", "In Progress", "Completed")


def course(at: int) -> str:
    begun = f"2026-0{at % 9 + 1}-03"
    ended = f"2026-0{at % 9 + 1}-0{at % 5 + 4}"
    return f"E{at},Care,{begun},{ended},{STATES[at % 4]},{40 + at},{70 + at}"


@pytest.mark.parametrize(
    "before, after",
    [
        ("pre_training_score", "post_training_score"),
        ("score_before", "score_after"),
        ("Baseline score", "Endline score"),
        ("Punkte vorher", "Punkte nachher"),
        ("PreScore", "PostScore"),
    ],
)
def test_the_later_of_two_tests_counts_on_the_day_on_which_the_course_ended(before, after):
    headings = f"employee_id,training_name,start_date,end_date,completion_status,{before},{after}"
    found = load("training", headings, course, **PASS)
    assert "before_after" in asked(found) and "not_counted" in asked(found)
    rows = found.checked.rows
    assert rows["score"].min() >= 70 and len(rows) == sum(
        STATES[at % 4] == "Completed" for at in range(ROWS)
    )
    assert rows["date"].dt.day.min() >= 4


@pytest.mark.parametrize(
    "before, after", [("salary_before", "salary_after"), ("errors_pre", "errors_post"), ("a", "b")]
)
def test_what_is_no_points_is_no_test(before, after):
    headings = f"employee_id,course,date,score,{before},{after}"
    found = load(
        "training",
        headings,
        lambda at: f"E{at},Care,2026-09-0{at % 9 + 1},{60 + at},{at + 10},{at + 20}",
        **PASS,
    )
    assert "before_after" not in asked(found) and found.matched["score"] == "score"


@pytest.mark.parametrize("heading", ["training_status", "Course State", "estado del curso"])
def test_who_has_not_finished_is_asked_about_whatever_heads_the_states(heading):
    found = load(
        "training",
        f"employee_id,course,date,score,{heading}",
        lambda at: (
            f"E{at},Care,2026-09-0{at % 9 + 1},{60 + at},{('Completed', 'Scheduled')[at % 2]}"
        ),
        **PASS,
    )
    assert asked(found) == ["not_counted"] and len(found.checked.rows) == ROWS // 2


@pytest.mark.parametrize(
    "heading, words",
    [
        ("marital_status", ("Married", "Single")),
        ("employment_status", ("Active", "On leave")),
        ("status", ("Gold", "Dropped")),
        ("contract", ("Completed", "Scheduled")),
    ],
)
def test_other_states_leave_nobody_out(heading, words):
    found = load(
        "training",
        f"employee_id,course,date,score,{heading}",
        lambda at: f"E{at},Care,2026-09-0{at % 9 + 1},{60 + at},{words[at % 2]}",
        **PASS,
    )
    assert asked(found) == [] and len(found.checked.rows) == ROWS


def test_such_words_leave_no_customer_out():
    found = load(
        "survey",
        "date,csat,status",
        lambda at: f"2026-09-0{at % 9 + 1},{at % 5 + 1},{('Active', 'Withdrawn')[at % 2]}",
    )
    assert "not_counted" not in asked(found) and len(found.checked.rows) == ROWS


def test_who_did_not_attempt_a_quiz_has_no_result():
    found = load(
        "training",
        "employee_id,course,date,score,attempted",
        lambda at: f"E{at},Care,2026-09-0{at % 9 + 1},{'' if at % 2 else 60 + at},{at % 2 == 0}",
        **PASS,
    )
    assert asked(found) == [] and len(found.checked.rows) == ROWS // 2


# The day of a result.


def test_results_without_their_day_are_asked_about_and_not_lost():
    headings = "employee_id,course,start_date,completion_date,score,result"

    def row(at):
        done = "" if at % 7 == 0 else f"2026-09-{at + 1:02}"
        return f"E{at},Care,2026-08-{at + 1:02},{done},{40 if at % 7 == 0 else 90},{'failed' if at % 7 == 0 else 'passed'}"

    found = load("training", headings, row)
    assert asked(found) == ["result_day"] and len(found.checked.rows) == ROWS
    assert choices(found, "result_day") == ["column:start_date", "leave"]
    left = load("training", headings, row, answers={"result_day": "leave"})
    assert len(left.checked.rows) == ROWS - 2
    open_ = load(
        "training",
        headings,
        lambda at: (
            f"E{at},Care,2026-08-01,{'' if at % 7 == 0 else '2026-09-02'},{'' if at % 7 == 0 else 90},{'' if at % 7 == 0 else 'passed'}"
        ),
    )
    assert "result_day" not in asked(open_)  # nothing to count yet
    for other in ("hire_date", "DateEmbauche"):
        lone = load("training", headings.replace("start_date", other), row)
        assert "result_day" not in asked(lone)


def test_a_day_of_somebodys_life_is_none_of_a_rating():
    found = load(
        "supervisor_rating",
        "Employee_ID,Performance_Score,Date_of_Joining",
        lambda at: f"E{at},{at % 9 + 1},{hired(at)}",
    )
    assert asked(found) == ["lacking_day"] and "Date_of_Joining" not in found.matched


@pytest.mark.parametrize(
    "written, day",
    [
        ("2024-H2", date(2024, 12, 31)),
        ("H1 2025", date(2025, 6, 30)),
        ("S1 2025", date(2025, 6, 30)),
        ("2. Halbjahr 2024", date(2024, 12, 31)),
    ],
)
def test_half_years_are_read_in_further_forms(written, day):
    found = load(
        "supervisor_rating",
        "employee_id,review_date,rating,reviewer",
        lambda at: f"E{at},{written},{at % 5 + 1},R1",
    )
    assert {moment.date() for moment in found.checked.rows["date"]} == {day}


# The course.


@pytest.mark.parametrize("heading, first", [("quiz_id", "quiz 0"), ("training_type", "Type 0")])
def test_several_courses_are_told_by_their_number_or_sort(heading, first):
    def row(at):
        return f"E{at},{at % 3 if heading == 'quiz_id' else f'Type {at % 3}'},{60 + at},2026-09-0{at % 9 + 1}"

    found = load(
        "training", f"student_id,{heading},score,attempt_date", row, "quiz_results.csv", **PASS
    )
    assert asked(found) == ["unsaid:course=column"]
    assert found.checked.rows["course"].nunique() == 3 and found.checked.rows["course"][0] == first


def test_a_name_that_says_the_course_comes_before_sorts_and_a_lone_number():
    def row(at):
        return f"E{at},{'AB'[at % 2]},7,{60 + at},2026-09-0{at % 9 + 1}"

    found = load(
        "training", "student_id,quiz_type,quiz_id,score,attempt_date", row, "fire_quiz.csv", **PASS
    )
    assert set(found.checked.rows["course"]) == {"fire quiz"}


# Completions and certificates.


def test_completions_count_those_who_did_not_complete_it():
    def row(at):
        undone = at % 7 == 0
        return f"E{at},Care,{'Not Completed' if undone else 'Completed'},{'' if undone else f'2026-09-{at + 1:02}'}"

    headings = "employee_id,training_name,completion_status,completion_date"
    found = load("attendance", headings, row)
    assert asked(found) == ["course_completed", "undone_day"]
    rows = found.checked.rows
    assert len(rows) == ROWS and (rows["attended"] == "no").sum() == 2
    assert set(rows["date"][rows["attended"] == "no"].dt.date) == {date(2026, 9, 14)}
    left = load("attendance", headings, row, answers={"undone_day": "left"})
    assert len(left.checked.rows) == ROWS - 2 and "course_completed" in asked(left)
    due = load("attendance", f"{headings},due_date", lambda at: f"{row(at)},2026-10-01")
    assert choices(due, "undone_day") == ["column:due_date", "last", "left"]


def test_certificates_are_earned_by_who_was_there_once_confirmed():
    headings = "employee_id,cert_name,date_earned,expires_on"
    found = load("attendance", headings, lambda at: f"E{at},Care,2026-09-{at + 1:02},2029-01-01")
    assert asked(found) == ["course_completed"] and set(found.checked.rows["attended"]) == {"yes"}
    with pytest.raises(FileRefused, match="In class"):
        load(
            "attendance",
            headings,
            lambda at: f"E{at},Care,2026-09-{at + 1:02},2029-01-01",
            answers={"course_completed": "no"},
        )


@pytest.mark.parametrize(
    "headings", ["employee_id,course,training_date,x", "employee_id,course,expires_on,status"]
)
def test_days_that_nobody_completed_anything_on_say_nothing(headings):
    with pytest.raises(FileRefused, match="In class"):
        load("attendance", headings, lambda at: f"E{at},Care,2026-09-{at + 1:02},Gold")


def test_a_list_that_says_who_was_in_class_is_asked_nothing():
    found = load(
        "attendance",
        "employee_id,course,date,attended,completion_status",
        lambda at: f"E{at},Care,2026-09-{at + 1:02},{('yes', 'no')[at % 2]},Completed",
    )
    assert asked(found) == [] and (found.checked.rows["attended"] == "no").sum() == ROWS // 2


# Places that were inspected.

PLACES = ("Lake Cafe", "Hill Diner #2", "The Port Grill & Bar", "35 Park School")


@pytest.mark.parametrize("beside", ["address", "street", "zip"])
def test_the_name_of_an_inspected_place_is_none_of_a_person(beside):
    def row(at):
        return f"{PLACES[at % 4]},{at} Main,{('Routine', 'Follow-Up')[at % 2]},{90 + at % 9},2026-09-{at + 1:02}"

    found = load("mystery_visit", f"name,{beside},purpose,score,date", row, "inspections.csv")
    assert found.matched["name"] == "store" and set(found.checked.rows["store"]) == {*PLACES}
    assert "headings" in asked(found)


def test_numbers_that_an_office_gives_are_offered_though_each_comes_once():
    def row(at):
        return f"{4000 + at},{PLACES[at % 4]},Inspector {at % 2},{90 + at % 9},2026-09-{at + 1:02}"

    found = load("mystery_visit", "HSISID,NAME,INSPECTOR,SCORE,DATE", row)
    assert choices(found, "headings")[:2] == ["yes", "store:HSISID"]


@pytest.mark.parametrize(
    "headings",
    [
        "name,address,store,score,date",  # a place is known
        "name,x,y,score,date",  # nothing says where
        "name,Email Address,y,score,date",
        "name,shopper,y,score,date",
        "name,address,y,score,date",  # people
    ],
)
def test_a_name_beside_a_store_or_nothing_is_no_place(headings):
    found = load(
        "mystery_visit",
        headings,
        lambda at: f"{NAMES[at]} Hill,b,{PLACES[at % 4]},{90 + at % 9},2026-09-{at + 1:02}",
    )
    assert found.matched.get("name") != "store"


def test_several_rows_of_the_same_people_leave_them_one():
    def row(at):
        return f"{at + 1},{NAMES[at // 2]},{hired(at // 2)},Clerk"

    found = load("roster", "ID,Name,Eintrittsdatum,Job", row)
    assert found.matched["Name"] == "employee" and asked(found) == ["as_of"]
