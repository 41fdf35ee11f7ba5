"""Columns that nothing needs are asked about where heading or cells speak for one, and told where
they would move a number: nothing is taken without a word, and nothing left without."""

import pytest

from data.kinds.catalog import COMPLAINT, NPS, SURVEY, VIOLATION, kind_named
from data.matching.headings import match
from data.matching.kind_doubt import nearly
from data.matching.left_over import left_over
from data.matching.recognise import fits, recognise
from data.reading.options import Options
from data.reading.reader import read
from metrics.handed.kpi_facts import KPI_FACTS
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
        (SURVEY, {**SURVEYED, "代驾姓名": again("赵强", "钱进")}, "employee", "代驾姓名"),
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
        (COMPLAINT, {**COMPLAINED, "Category": again("a", "b"), "回复人": again("李娜", "张鹏")}),
        (
            COMPLAINT,
            {**COMPLAINED, "Category": again("a", "b"), "replied_by": again("Ann Lee", "Bo Fox")},
        ),
    ],
)
def test_what_could_be_none_is_not_asked_about(kind, columns):
    assert not [name for name in asked(load(columns, kind)) if name.startswith("left_over")]


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Purpose of store visit", ("Browse", "Buy", "Return")),
        ("Purpose of your hotel stay", ("Business", "Leisure")),
        ("Home office days", ("Mon", "Tue")),
        ("门店服务亮点", ("环境", "速度")),
        ("Restaurant seating", ("Inside", "Terrace")),
        ("Store cleanliness", ("Spotless", "Messy")),
    ],
)
def test_a_question_about_a_store_is_no_store(heading, cells):
    for given in ({}, {"Store": again("Harbour Plaza")}):
        found = load({**SURVEYED, **given, heading: again(*cells)})
        assert taken(found).get("store") == next(iter(given), None)
        assert "left_over:store" not in asked(found)


@pytest.mark.parametrize(
    "heading",
    [
        "Outlet code",
        "Code de la boutique",
        "Código do estabelecimento",
        "Filiale Nr.",
        "所属网点",
        "服务网点",
        "店舗名",
        "Филиал",
    ],
)
def test_the_word_for_a_place_is_taken_for_the_store(heading):
    assert taken(load({**SURVEYED, heading: again("A1", "B2")}))["store"] == heading


def test_a_heading_that_ends_with_a_place_is_asked_about_and_not_taken():
    found = load({**SURVEYED, "Your favourite toko": again("Leeds", "York")})
    assert "left_over:store" in asked(found)
    assert "store" not in taken(found)


def test_a_store_that_is_everywhere_the_same_gives_way_as_answered():
    columns = {"Date": DAYS, "How likely are you to recommend us?": [9] * 6 + [2] * 6}
    columns |= {"Location": again("Leeds, UK"), "Variable: Outlet": again("North", "South")}
    found = load(columns, NPS)
    assert taken(found)["store"] == "Location"
    assert "left_over:store" in asked(found)
    other = load(columns, NPS, answers={"left_over:store": "Variable: Outlet"})
    assert taken(other)["store"] == "Variable: Outlet"
    assert "Location" in other.match.unused


def test_a_store_that_is_everywhere_the_same_gives_way_to_cells_that_are_stores():
    columns = {**SURVEYED, "Store": again("Leeds"), "Where": again("Harbour Store", "West Store")}
    assert taken(load(columns))["store"] == "Where"


def told(found) -> list[str]:
    return [issue.message.text for issue in found.checked.issues]


def test_days_by_which_rows_would_count_in_another_month_are_told():
    found = load({**SURVEYED, "Ticket opened": ["2026-09-30"] * 3 + DAYS[3:]})
    message = next(
        issue.message for issue in found.checked.issues if "another month" in issue.message.text
    )
    assert message.blanks == {"day": "Date", "other": "Ticket opened", "count": 3}
    assert not any("another month" in text for text in told(load({**SURVEYED, "Seen": DAYS})))


def moved(found) -> int | None:
    messages = (issue.message for issue in found.checked.issues)
    return next((told.blanks["count"] for told in messages if "another month" in told.text), None)


def test_all_rows_that_would_count_in_another_month_are_counted():
    days = [f"2026-10-{row % 28 + 1:02d} 10:{row % 60:02d}" for row in range(600)]
    columns = {"Date": days, "Overall satisfaction": SCORES * 50}
    before = [f"2026-09-{row % 28 + 1:02d}T08:{row % 60:02d}:00Z" for row in range(599)]
    assert moved(load({**columns, "Ticket opened": [*before, "soon"]})) == 599


def slashed(first: int, month: int) -> list[str]:
    return [f"{row % 11 + first:02d}/{month:02d}/2026" for row in range(40)]


@pytest.mark.parametrize(
    ("day", "other", "settled", "count"),
    [
        (slashed(1, 10), slashed(2, 10), {}, None),  # 01/10 and 02/10, of which nothing tells
        (slashed(1, 10), slashed(2, 10), {"answers": {"day_first": "day"}}, None),
        (slashed(1, 10), slashed(2, 10), {"day_first": False}, 40),
        (slashed(1, 10), slashed(2, 9), {"answers": {"day_first": "day"}}, 40),
        (slashed(1, 10), slashed(3, 10), {}, None),  # one 13/10 settles both
        (slashed(1, 10), slashed(3, 9), {}, 40),
    ],
)
def test_both_columns_of_days_are_read_in_one_order(day, other, settled, count):
    columns = {"Date": day, "Overall satisfaction": [row % 5 + 1 for row in range(40)]}
    assert moved(load({**columns, "Ticket opened": other}, **settled)) == count


def test_no_day_of_closing_is_found_by_an_order_that_nothing_settles():
    rows = {"Complaint ID": [f"C{row}" for row in range(40)], "Date received": slashed(1, 10)}
    rows |= {"Category": ["a", "b"] * 20, "Fulfilment": slashed(2, 10)}
    assert "left_over:closed" not in asked(load(rows, COMPLAINT))
    answered = load(rows, COMPLAINT, answers={"day_first": "day"})
    assert taken(answered)["closed"] == "Fulfilment"


@pytest.mark.parametrize(
    "heading", ["Membership since", "Joined on", "Registered", "注册日期", "入会日期"]
)
def test_the_day_on_which_somebody_became_a_member_moves_no_row(heading):
    assert moved(load({**SURVEYED, heading: again("2019-05-01", "2019-06-02")})) is None


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
    assert nearly((("service_request", 0.87), ("survey", 0.86)), "service_request") == ("survey",)
    assert nearly((("service_request", 0.87), ("survey", 0.6)), "service_request") == ()
    assert nearly((("survey", 0.8), ("nps", 0.8), ("complaint", 0.3)), "survey") == ()


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


def test_answers_below_a_name_are_nobody_and_what_customers_said_is_a_remark():
    answers = {**SURVEYED, "name": again("Happy", "Neutral", "Sad")}
    assert not any("employee" in name for name in asked(load(answers)))
    said = {**SURVEYED, "客户意见": [f"希望第{row}号窗口的服务能够再快一点" for row in range(ROWS)]}
    assert load(said).checked.rows["comment"].tolist() == said["客户意见"]


def test_where_the_device_of_a_customer_is_is_no_region_of_the_company():
    device = {"Response ID": range(ROWS), "IP Address": again("81.2.0.14"), "Region": again("ENG")}
    assert "region" not in taken(load({**SURVEYED, **device, "Country Code": again("GB")}))
    assert "region" in taken(load({**SURVEYED, **device}))


@pytest.mark.parametrize("answer", ["What went well?", "none"])
def test_words_that_no_answer_took_are_told(answer):
    words = {
        f"What went {how}?": [f"the till in row {row} was {how} today" for row in range(ROWS)]
        for how in ("well", "wrong")
    }
    answered = load({**SURVEYED, **words}, answers={"left_over:comment": answer})
    assert any("nothing reads them" in text for text in told(answered))
    assert not any("nothing reads them" in text for text in told(load({**SURVEYED, **words})))


def test_part_of_what_is_sold_is_no_region():
    columns = {
        "survey_date": DAYS,
        "score": again("9", "4"),
        "product_area": again("POS", "Payments"),
    }
    assert "region" not in taken(load(columns, NPS))


@pytest.mark.parametrize("number", ["NPS_{:08d}", "NPS-{}"])
def test_numbers_that_begin_as_a_kpi_is_called_are_no_targets(number):
    columns = {
        "customer_id": [f"C{row}" for row in range(ROWS)],
        "survey_id": [number.format(51493 + row) for row in range(ROWS)],
        "survey_date": DAYS,
        "nps_score": [row % 11 for row in range(ROWS)],
        "category": again("Detractor", "Passive"),
    }
    sheet = read(file_of(columns), "export.csv", Options())
    ranked = recognise(sheet, "export.csv", KPI_FACTS)
    assert ranked[0][0] == "nps" and fits(ranked)


@pytest.mark.parametrize(
    ("known", "likely"),
    [
        ((), ["none"] * 5),
        (("First contact resolution",), ["none"] * 4),
        (("First contact resolution", "On time"), ["none"] * 3),
        (
            ("First contact resolution", "On time", "Change announced", "Agreement kept"),
            ["Tempo excedido"],
        ),
    ],
)
def test_yes_and_no_that_may_be_any_of_several_is_likely_none(known, likely):
    head = ",".join(["Ticket ID,Created at,Solved at,Tempo excedido", *known])
    rows = "".join(
        ",".join(
            [
                f"{at},2026-09-{at + 1:02} 10:00,2026-09-{at + 2:02} 10:00,{('Sim', 'Não')[at % 2]}",
                *["yes"] * len(known),
            ]
        )
        + "\n"
        for at in range(12)
    )
    kind = kind_named("service_request")
    sheet = read(f"{head}\n{rows}".encode(), "tickets.csv", Options())
    found = left_over(sheet, kind, match(sheet, kind, Options()), Options())
    flags = [each for each in found.questions if "Tempo excedido" in names(each)]
    assert [each.likely for each in flags] == likely


def names(question) -> list[str]:
    return [choice.name for choice in question.choices]
