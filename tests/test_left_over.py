"""Columns that nothing needs are asked about where heading or cells speak for one, and told where
they would move a number: nothing is taken without a word, and nothing left without."""

import pytest

from data.kinds.catalog import COMPLAINT, NPS, SURVEY, VIOLATION, kind_named
from data.matching.headings import match
from data.matching.kind_doubt import nearly
from data.matching.recognise import recognise
from data.reading.options import Options
from data.reading.reader import read
from tests.test_rated_parts import asked, file_of, load, taken

ROWS = 12
DAYS = [f"2026-10-{row + 1:02d}" for row in range(ROWS)]
LATER = [f"2026-10-{row + 3:02d}" if row % 4 else "" for row in range(ROWS)]
SCORES = [row % 5 + 1 for row in range(ROWS)]


def again(*cells: str) -> list[str]:
    return [cells[row % len(cells)] for row in range(ROWS)]


SURVEYED = {"Date": DAYS, "Overall satisfaction": SCORES}
COMPLAINED = {"Complaint ID": [f"C{row}" for row in range(ROWS)], "Date received": DAYS}


@pytest.mark.parametrize(
    ("kind", "columns", "column", "likely"),
    [
        (
            SURVEY,
            {**SURVEYED, "Toimipiste": again("Turku", "Oulu")},
            "store",
            "Toimipiste",
        ),
        (SURVEY, {**SURVEYED, "Where": again("Harbour Store", "Station Store")}, "store", "Where"),
        (SURVEY, {**SURVEYED, "Region": again("Store A", "Store B")}, "store", "Region"),
        (SURVEY, {**SURVEYED, "司机姓名": again("赵强", "钱进")}, "employee", "司机姓名"),
        (COMPLAINT, {**COMPLAINED, "Fulfilment": LATER}, "closed", "Fulfilment"),
        (COMPLAINT, {**COMPLAINED, "Fazit": again("justified", "unjustified")}, "upheld", "Fazit"),
        (COMPLAINT, {**COMPLAINED, "Issue group": again("Staff", "Wait")}, "category", "none"),
    ],
)
def test_what_could_be_a_column_that_figures_need_is_asked_about(kind, columns, column, likely):
    found = load(columns, kind)
    question = next(one for one in found.checked.questions if one.name == f"left_over:{column}")
    assert question.likely == likely
    without = load(columns, kind, answers={question.name: "none"})
    assert column not in taken(without)
    assert asked(without) == [name for name in asked(found) if name != question.name]
    heading = next(choice.name for choice in question.choices)
    assert taken(load(columns, kind, answers={question.name: heading}))[column] == heading


@pytest.mark.parametrize(
    ("kind", "columns"),
    [
        (SURVEY, {**SURVEYED, "Would you come again": again("Yes", "No")}),
        (SURVEY, {**SURVEYED, "Customer name": [f"Ann {chr(65 + row)}" for row in range(ROWS)]}),
        (SURVEY, {**SURVEYED, "Remark": [f"It was fine, number {row}" for row in range(ROWS)]}),
        (COMPLAINT, {**COMPLAINED, "Category": again("a", "b"), "Updated at": LATER}),
        (COMPLAINT, {**COMPLAINED, "Category": again("a", "b"), "Due date": LATER}),
        (
            COMPLAINT,
            {**COMPLAINED, "Category": again("a", "b"), "客诉状态": again("待处理", "已解决")},
        ),
    ],
)
def test_what_could_be_none_is_not_asked_about(kind, columns):
    assert not [name for name in asked(load(columns, kind)) if name.startswith("left_over")]


def test_a_store_that_is_everywhere_the_same_gives_way_to_one_that_is_not():
    columns = {"Date": DAYS, "How likely are you to recommend us?": [9] * 6 + [2] * 6}
    columns |= {"Location": again("Leeds, UK"), "Variable: Outlet": again("North", "South")}
    found = load(columns, NPS)
    assert taken(found)["store"] == "Variable: Outlet"
    assert "left_over:store" in asked(found)
    assert "Location" in found.match.unused
    kept = load(columns, NPS, answers={"left_over:store": "none"})
    assert taken(kept)["store"] == "Location"


def told(found) -> list[str]:
    return [issue.message.text for issue in found.checked.issues]


def test_days_by_which_rows_would_count_in_another_month_are_told():
    found = load({**SURVEYED, "Ticket opened": ["2026-09-30"] * 3 + DAYS[3:]})
    message = next(
        issue.message for issue in found.checked.issues if "another month" in issue.message.text
    )
    assert message.blanks == {"day": "Date", "other": "Ticket opened", "count": 3}
    assert not any("another month" in text for text in told(load({**SURVEYED, "Seen": DAYS})))


def test_ratings_that_no_figure_uses_are_told():
    found = load({**SURVEYED, "Music in the shop": SCORES[::-1]})
    assert any("no figure uses them" in text for text in told(found))


def test_the_stamp_of_a_form_gives_way_to_the_day_that_was_filled_in():
    sheet = read(
        file_of({"Timestamp": DAYS, "Audit Date & Time": DAYS, "Total score": SCORES}),
        "f.csv",
        Options(),
    )
    visits = kind_named("mystery_visit")
    found = match(sheet, visits, Options())
    assert found.columns[1] == "date"
    assert match(sheet, SURVEY, Options()).columns[0] == "date"


def test_codes_are_no_text_and_what_only_names_the_kind_is_no_sort():
    columns = {
        "客诉编号": [f"KS{row:03d}" for row in range(ROWS)],
        "创建时间": DAYS,
        "Tipo (Reclamo/Queja)": again("Reclamo", "Queja"),
        "Motivo": again("Demora", "Trato"),
    }
    found = load(columns, COMPLAINT)
    assert taken(found)["complaint_id"] == "客诉编号"
    assert taken(found)["category"] == "Motivo"


def test_a_kind_that_fits_as_well_is_named():
    assert nearly((("service_request", 0.87), ("survey", 0.86)), "service_request") == "survey"
    assert nearly((("service_request", 0.87), ("survey", 0.6)), "service_request") is None
    assert nearly((("survey", 0.8), ("nps", 0.8), ("complaint", 0.3)), "survey") is None


def test_a_file_that_is_called_complaints_is_no_survey():
    columns = {
        "Fecha de registro": DAYS,
        "Motivo": again("Demora", "Trato"),
        "Fecha de respuesta": LATER,
        "Procede": again("Sí", "No"),
    }
    sheet = read(file_of(columns), "Libro de reclamaciones.csv", Options())
    assert recognise(sheet, "Libro de reclamaciones.csv")[0][0] == "complaint"


def test_violations_count_on_the_day_of_the_step():
    columns = {"Employee ID": [f"E{row}" for row in range(ROWS)], "Date of incident": DAYS}
    columns |= {"Date of action": DAYS[::-1], "Step": again("verbal warning")}
    assert taken(load(columns, VIOLATION))["date"] == "Date of action"
