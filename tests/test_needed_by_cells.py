"""What a kind cannot do without, where no heading speaks of it: one question with all columns that
could hold it, and never a column of something else."""

from collections.abc import Callable
from datetime import date

import pytest

from data.kinds.catalog import kind_named
from data.questions import still_open
from data.reading.options import Options
from data.uploads.prepare import Prepared, prepare
from errors import FileRefused
from i18n import translator

TODAY, SAY, ROWS = date(2026, 11, 30), translator("en"), 14
UNITS = ("Kitchen", "Front desk", "Cleaning")


def load(kind: str, headings: str, row: Callable[[int], str], name="file.csv", **told) -> Prepared:
    text = "\n".join([headings, *(row(at) for at in range(ROWS))])
    return prepare(text.encode(), name, kind_named(kind), Options(**told), TODAY)


def asked(found: Prepared) -> list[str]:
    return [one.name for one in still_open(found.checked.questions, found.options.answers)]


def question(found: Prepared, name: str):
    (one,) = [each for each in found.checked.questions if each.name == name]
    return one


def choices(found: Prepared, name: str) -> list[str]:
    return [choice.name for choice in question(found, name).choices]


def day(at: int) -> str:
    return f"2026-10-{at + 1:02}"


def test_marks_that_no_heading_names_are_asked_for_with_a_word_that_only_cells_speak_for_them():
    found = load("survey", "Date,Ambience,Helpdesk", lambda at: f"{day(at)},{at % 5 + 1},{at % 4}")
    one = question(found, "needed:overall")
    assert choices(found, "needed:overall") == ["Ambience", "Helpdesk", "none"]
    assert [SAY(seen) for seen in one.evidence] == [
        "No heading speaks of it: only what stands below it could be it."
    ]
    with pytest.raises(FileRefused, match="lacks what"):
        load(
            "survey",
            "Date,Ambience,Helpdesk",
            lambda at: f"{day(at)},{at % 5 + 1},{at % 4}",
            answers={"needed:overall": "none"},
        )


def test_a_heading_that_says_it_comes_first_and_needs_no_such_word():
    found = load(
        "nps", "Date,Company,survey_result", lambda at: f"{day(at)},{UNITS[at % 3]},{at % 11}"
    )
    assert choices(found, "needed:score")[0] == "survey_result"
    assert question(found, "needed:score").evidence == ()


@pytest.mark.parametrize(
    "headings",
    [
        "Table number,Sessions",
        "Visits,Children",
        "Age group,Floor",
        "eNPS,Tries",
        "桌号,人数",
        "Please select your favourite fruit,Index",
    ],
)
def test_small_numbers_of_something_are_not_asked_for_as_marks(headings):
    try:
        found = load(
            "survey", f"Date,{headings}", lambda at: f"{day(at)},{at % 5 + 1},{at % 4 + 1}"
        )
    except FileRefused as refused:
        assert "lacks what" in str(refused)
    else:  # the only numbers that may be marks are confirmed as a heading that nobody knows
        assert "needed:overall" not in asked(found) and "headings" in asked(found)


def test_months_in_digits_are_days_only_where_their_heading_says_so():
    def row(at):
        return f"2021{at % 6 + 1:02},{at % 11}"

    assert choices(load("nps", "year_month,NPS score", row), "needed:date")[0] == "year_month"
    with pytest.raises(FileRefused, match="lacks what"):
        load("nps", "Booth,NPS score", row)


def test_a_survey_of_staff_with_one_plain_rating_is_one_panel():
    found = load(
        "staff_survey",
        "employee_id,date,satisfaction_score,comment",
        lambda at: f"E{at % 5 + 1},{day(at)},{at % 5 + 1},fine so far {at}",
    )
    assert asked(found) == ["needed:internal_service", "survey_unit"]
    assert question(found, "survey_unit").likely == "all"
    assert found.matched["satisfaction_score"] == "internal_service"
    assert set(found.checked.rows["department"]) == {"All staff"}


def test_overall_satisfaction_comes_before_other_ratings_of_staff():
    found = load(
        "staff_survey",
        "Survey date,Department,Workload Rating (1-5),Overall Satisfaction (1-5)",
        lambda at: f"{day(at)},{UNITS[at % 3]},{at % 5 + 1},{(at * 3) % 5 + 1}",
    )
    assert asked(found) == ["needed:internal_service"]
    assert choices(found, "needed:internal_service")[0] == "Overall Satisfaction (1-5)"


def test_a_column_of_few_names_may_be_the_unit_of_staff_and_an_answer_holds():
    def row(at):
        return f"{day(at)},{UNITS[at % 3]},{('F', 'M')[at % 2]},{at % 5 + 1}"

    headings = "Survey date,Shift,Gender,Rating"
    assert choices(load("staff_survey", headings, row), "survey_unit") == [
        "all",
        "column:Shift",
        "no",
    ]
    found = load("staff_survey", headings, row, answers={"survey_unit": "column:Shift"})
    assert set(found.checked.rows["department"]) == {*UNITS}
    with pytest.raises(FileRefused, match="Department"):
        load("staff_survey", headings, row, answers={"survey_unit": "no"})


@pytest.mark.parametrize(
    "headings, unit",
    [("调查日期,总体满意度", "全体员工"), ("調查日期,整體滿意度", "全體員工")],
)
def test_all_staff_are_called_in_the_letters_of_the_file(headings, unit):
    found = load("staff_survey", headings, lambda at: f"{day(at)},{at % 5 + 1}")
    assert set(found.checked.rows["department"]) == {unit}


def test_a_table_with_a_row_for_each_organisation_is_no_survey_of_all_staff():
    with pytest.raises(FileRefused, match="Department"):
        load(
            "staff_survey",
            "Survey date,Organisation,Support",
            lambda at: f"{day(at)},Office {at},{at % 5 + 1}",
        )


@pytest.mark.parametrize(
    "headings, row",
    [
        ("Survey date,Department,Job satisfaction", "{},Kitchen,4"),
        ("Survey date,Store,Job satisfaction", "{},Hill shop,4"),
        ("Survey date,Team,Empowerment,Support", "{},Kitchen,4,3"),
    ],
)
def test_a_survey_of_staff_that_says_it_all_asks_for_no_unit_and_no_rating(headings, row):
    found = load("staff_survey", headings, lambda at: row.format(day(at)))
    assert not {"survey_unit", "needed:internal_service"} & {*asked(found)}


@pytest.mark.parametrize(
    "heading", ["Joining Date", "Data de admissão", "Eintrittsdatum", "入社日"]
)
def test_a_day_of_somebodys_life_is_no_day_of_an_answer_so_that_is_asked(heading):
    found = load(
        "staff_survey",
        f"Department,Job satisfaction,{heading}",
        lambda at: f"{UNITS[at % 3]},{at % 5 + 1},{day(at)}",
    )
    assert asked(found) == ["lacking_day"]
    assert set(found.checked.rows["date"].astype("str")) == {TODAY.isoformat()}


@pytest.mark.parametrize("heading", ["Date", "Day of the interview", "Submitted on"])
def test_another_day_is_that_of_the_answer(heading):
    found = load(
        "staff_survey",
        f"Department,Job satisfaction,{heading},Joined",
        lambda at: f"{UNITS[at % 3]},{at % 5 + 1},{day(at)},2020-01-0{at % 9 + 1}",
    )
    assert found.matched[heading] == "date" and "lacking_day" not in asked(found)


@pytest.mark.parametrize("heading", ["merchant_id", "vol_id", "matricula_id"])
def test_numbers_of_what_was_rated_number_no_answers(heading):
    found = load("nps", f"{heading},Date,NPS score", lambda at: f"M{at + 100},{day(at)},{at % 11}")
    assert "response_id" not in found.matched.values()


@pytest.mark.parametrize("heading", ["survey_id", "feedback_id", "Review ID"])
def test_the_number_of_the_answer_comes_before_that_of_a_ticket(heading):
    found = load(
        "survey",
        f"ticket_id,{heading},Date,Overall satisfaction",
        lambda at: f"T{at + 100},S{at + 500},{day(at)},{at % 5 + 1}",
    )
    assert found.matched[heading] == "response_id" and "ticket_id" not in found.matched


@pytest.mark.parametrize("questionnaire", ["S7", ""])
def test_a_ticket_numbers_the_answers_where_nothing_else_does(questionnaire):
    found = load(
        "survey",
        "ticket_id,survey_id,Date,Overall satisfaction",
        lambda at: f"T{at + 100},{questionnaire},{day(at)},{at % 5 + 1}",
    )
    assert found.matched["ticket_id"] == "response_id"


def test_a_first_line_with_a_day_above_days_is_a_record():
    lines = [
        f"{day(at)},{('Food', 'Service')[at % 2]},{('good', 'bad')[at % 2]}" for at in range(9)
    ]
    found = prepare("\n".join(lines).encode(), "f.csv", kind_named("survey"), Options(), TODAY)
    assert "no_headings" in asked(found) and len(found.checked.rows) == 9
    stamps = [f"great {at},{at % 4 + 6},202109{at + 10}175041" for at in range(9)]
    found = prepare("\n".join(stamps).encode(), "f.csv", kind_named("survey"), Options(), TODAY)
    assert {"no_headings", "needed:date", "needed:overall"} <= {*asked(found)}
    assert len(found.checked.rows) == 9


@pytest.mark.parametrize(
    "content",
    [
        "Date,Service,Rating\n2026-10-01,Food,5\n2026-10-02,Room,4\n",
        "Answers of 2026-10-31,,\nDate,Service,Rating\n2026-10-01,Food,5\n2026-10-02,Room,4\n",
        "2026-10-31\nDate,Rating\n2026-10-01,5\n2026-10-02,4\n",
    ],
)
def test_words_above_days_are_headings_whatever_day_the_title_names(content):
    found = prepare(content.encode(), "f.csv", kind_named("survey"), Options(), TODAY)
    assert "no_headings" not in asked(found) and len(found.checked.rows) == 2


TROUBLES = ("Late delivery", "Wrong item", "Rude reply")


def test_a_complaint_asks_for_its_words_else_for_its_sort():
    def row(at):
        return f"{day(at)},the parcel came {at + 2} days later than we were told"

    assert choices(load("complaint", "Received,Input", row), "needed:comment") == ["Input", "none"]
    found = load(
        "complaint", "Received,Matter", lambda at: f"{day(at)},{TROUBLES[at % len(TROUBLES)]}"
    )
    assert choices(found, "needed:category") == ["Matter", "none"]
    assert set(found.checked.rows["category"]) == {*TROUBLES}


@pytest.mark.parametrize(
    "heading, cells",
    [
        ("Status", ("waiting there", "sent on", "put aside")),
        ("Branch", ("Hill shop", "Lake shop", "Port shop")),
        ("Priorität", ("ganz oben", "unten", "nebenbei")),
    ],
)
def test_where_a_complaint_stands_is_not_what_it_is_about(heading, cells):
    with pytest.raises(FileRefused, match="lacks what"):
        load("complaint", f"Received,{heading}", lambda at: f"{day(at)},{cells[at % 3]}")


@pytest.mark.parametrize(
    "person, since, number",
    [
        ("id", "fecha_ingreso", "{}"),
        ("codiceFiscale", "dataInizioCollaborazione", "RSSMRA8{}H501U"),
        ("NIK", "tanggal masuk", "1073{}"),
    ],
)
def test_a_list_of_staff_asks_who_and_since_when_by_the_cells(person, since, number):
    found = load(
        "roster",
        f"{person},nombre,departamento,telefono,{since},fecha_nacimiento",
        lambda at: (
            f"{number.format(at + 1)},Ana {at},{UNITS[at % 3]},60012345{at},202{at % 5}-0{at % 9 + 1}-10,1990-01-{at + 10}"
        ),
    )
    assert found.matched[person] == "employee" and found.matched[since] == "hired_on"
    assert "as_of" in asked(found)
    for name in {"needed:employee", "needed:hired_on"} & {*asked(found)}:
        assert not {"telefono", "fecha_nacimiento"} & {question(found, name).likely}


@pytest.mark.parametrize(
    "headings, row",
    [
        ("telefono,departamento,since", "60012345{0},Kitchen,2020-01-{1}"),
        ("salary,departamento,since", "427.{1},Kitchen,2020-01-{1}"),
        ("employee_id,department,end date", "E{0},Kitchen,2020-01-{1}"),
    ],
)
def test_neither_phones_nor_other_days_make_a_list_of_staff(headings, row):
    with pytest.raises(FileRefused, match="lacks what"):
        load("roster", headings, lambda at: row.format(at + 1, at + 10))


def test_a_day_of_birth_is_no_day_of_hiring():
    found = load(
        "roster",
        "employee_id,department,date of birth",
        lambda at: f"E{at},Kitchen,1990-01-{at + 10}",
    )
    assert asked(found) == ["hired_unsaid", "as_of"]
    assert found.checked.rows["hired_on"].isna().all()
