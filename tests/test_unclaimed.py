"""Columns that no heading tells are offered by what stands below them, the likeliest first; what is
clearly something else is not."""

import pytest

from data.kinds.catalog import COMPLAINT, MYSTERY_VISIT, NPS, SURVEY
from data.matching.kind_doubt import kind_question, nearly
from data.matching.likeness import likeness
from data.matching.named_kinds import with_names
from data.matching.person_cells import are_names_of_people
from data.matching.place_cells import have_a_word_in_common, may_be_places
from tests.test_left_over import COMPLAINED, DAYS, ROWS, SURVEYED, again
from tests.test_rated_parts import asked, load, taken

VISITED = {"Visit date": DAYS, "Total score": [60 + row for row in range(ROWS)]}
SOME = ["", "Too slow at the till", "", "They were kind", "Clean and quick", "No one at the desk"]


def question(found, name: str):
    return next(one for one in found.checked.questions if one.name == name)


@pytest.mark.parametrize(
    "cells",
    [
        ("张丽", "王强", "李敏"),
        ("Anna Smith", "Ben Jones", "Xu Quo"),
        ("A. Smith", "B. Jones"),
        ("Smith, John", "Doe, Mary"),
        ("Иванова А.", "Петров Иван"),
        ("Nguyễn Văn A", "Trần Thị B"),
        ("김민수", "이영희"),
        ("佐藤 花子", "田中"),
    ],
)
def test_names_of_people_are_told_by_how_they_are_put_together(cells):
    assert are_names_of_people(cells) and not may_be_places("Xyz", cells)


@pytest.mark.parametrize(
    "cells",
    [
        ("Harbour Store", "Station Store"),
        ("Warszawa Wola", "Kraków Podgórze"),
        ("Credit Card", "Gift Card"),
        ("Leeds", "York", "Bath"),
        ("高新区店", "万达店"),
        ("강남점", "서초점"),
        ("白酒", "黄酒"),
        ("Packaging, Typing", "Typing", "Release"),
        ("金卡", "白金卡"),
    ],
)
def test_places_and_goods_are_no_names_of_people(cells):
    assert not are_names_of_people(cells)


@pytest.mark.parametrize(
    ("cells", "alike"),
    [
        (("Lake Pavilion", "Harbour Pavilion"), True),
        (("Kiosk 1", "Kiosk 2"), True),
        (("菜场路公厕", "火车站南公厕"), True),
        (("销售部", "客服部"), False),
        (("一定会", "可能会"), False),
        (("Leeds", "York"), False),
    ],
)
def test_names_of_places_begin_or_end_alike(cells, alike):
    assert have_a_word_in_common(cells) is alike


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Gender", ("male", "female")),
        ("Xyz", ("Male", "Female", "Other")),
        ("Alter", ("18-24", "25-34")),
        ("Xyz", ("18-24岁", "25-34岁")),
        ("Product", ("Latte", "Mocha")),
        ("产品型号", ("甲", "乙")),
        ("Xyz", ("Open", "Closed")),
        ("Would you come again?", ("Certainly", "Perhaps")),
        ("Which store do you plan to visit next?", ("North", "South")),
        ("暗访人", ("第三方1组", "第三方2组")),
        ("Reasons", ("Taste, price", "Price")),
    ],
)
def test_what_is_clearly_something_else_is_no_place(heading, cells):
    assert not may_be_places(heading, cells)
    assert "left_over:store" not in asked(load({**SURVEYED, heading: again(*cells)}))


@pytest.mark.parametrize(
    ("heading", "cells", "likely"),
    [
        ("Xyz", ("Lake Pavilion", "Harbour Pavilion"), "Xyz"),
        ("被评对象", ("社保窗口", "综合窗口"), "被评对象"),
        ("Xyz", ("Latte", "Mocha"), "none"),
    ],
)
def test_a_column_that_may_be_a_place_is_offered(heading, cells, likely):
    found = load({**SURVEYED, heading: again(*cells)})
    assert question(found, "left_over:store").likely == likely
    answered = load({**SURVEYED, heading: again(*cells)}, answers={"left_over:store": heading})
    assert taken(answered)["store"] == heading and not asked(answered)


def test_a_person_is_never_offered_as_a_place():
    columns = {"Xyz": again("Anna Smith", "Ben Jones"), "Abc": again("North", "South")}
    offered = question(load({**SURVEYED, **columns}), "left_over:store").choices
    assert [choice.name for choice in offered] == ["Abc", "none"]


def test_who_served_is_offered_by_names_that_come_again():
    found = load({**SURVEYED, "Kasse": again("Anna Smith", "Ben Jones")})
    assert question(found, "left_over:employee").likely == "Kasse"


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("申请人姓名", ("刘女士", "李先生")),
        ("Xyz", ("刘女士", "李先生")),
        ("姓名", ("林小姐", "陳先生")),
        ("姓名", ("林美玲", "陳大文")),
        ("Author", ("Anna Smith", "Ben Jones")),
        ("提交人", ("张丽", "王强")),
    ],
)
def test_who_wrote_is_not_offered_as_who_served(heading, cells):
    assert "left_over:employee" not in asked(load({**SURVEYED, heading: again(*cells)}))


@pytest.mark.parametrize(
    ("heading", "likely"),
    [
        ("$response_1", "$response_1"),
        ("Co wpłynęło na tę ocenę", "Co wpłynęło na tę ocenę"),
        ("How did you hear about us?", "none"),
        ("Weather on the day", "none"),
    ],
)
def test_words_that_not_everybody_wrote_are_likely_the_comment(heading, likely):
    columns = {"Date": DAYS, "How likely are you to recommend us?": [9] * 6 + [2] * 6}
    assert question(load({**columns, heading: SOME * 2}, NPS), "left_over:comment").likely == likely


def test_why_somebody_was_satisfied_comes_before_what_they_asked_for():
    columns = {"Date": DAYS, "满意度": [row % 5 + 1 for row in range(ROWS)]}
    columns |= {
        "需求描述": again("子女入学咨询", "公寓入住办理", "办公室空调维修", "实验室网络开通")
    }
    columns |= {
        "满意度理由": [
            "",
            "希望流程再简单些",
            "",
            "等了三天才有人联系",
            "态度很好",
            "材料没有说清楚",
        ]
        * 2
    }
    assert question(load(columns), "left_over:comment").likely == "满意度理由"


def test_an_empty_column_of_a_known_heading_is_said_to_be_empty():
    found = load(
        {**VISITED, "Store": again("A", "B"), "Remark": [""] * ROWS, "Xyz": SOME * 2}, MYSTERY_VISIT
    )
    assert "nothing stands below it" in question(found, "left_over:remark").message.text


@pytest.mark.parametrize(
    ("heading", "is_asking"),
    [
        ("Any further comments you would like to leave about today?", True),
        ("您对我们还有哪些宝贵的意见？", True),
        ("Till number", False),
        ("Reply to the customer's comment", False),
        ("Reason for your score", None),
    ],
)
def test_a_heading_that_asks_in_vain_is_not_told_as_missing(heading, is_asking):
    below = SOME * 2 if is_asking is None else [""] * ROWS
    found = load({**SURVEYED, heading: below, "Xyz": SOME * 2})
    if is_asking is None:
        assert asked(found) == []
        return
    told = question(found, "left_over:comment").message
    assert ("nothing stands below it" in told.text) is is_asking
    assert told.blanks.get("heading") == (heading if is_asking else None)


def test_a_kind_is_asked_about_that_the_name_of_the_file_speaks_of():
    ranked = (("survey", 0.84), ("mystery_visit", 0.67))
    assert nearly(ranked, "survey") == ()
    assert nearly(ranked, "survey", ("client_mystere.csv",)) == ("mystery_visit",)
    told = kind_question(ranked, "survey", ("client_mystere.csv",)).evidence[-1]
    assert told.blanks["name"] == "client_mystere.csv"


def test_of_kinds_that_are_near_that_comes_first_of_which_a_name_speaks():
    ranked = (("nps", 0.63), ("survey", 0.6), ("training", 0.58))
    assert with_names(ranked, ("Quiz.csv",), 0.5)[0] == ("training", 0.63)
    assert with_names(ranked, ("NPS Quiz.csv",), 0.5)[0] == ("nps", 0.63)
    assert with_names((("survey", 0.9), ("training", 0.44)), ("Quiz.csv",), 0.5)[0][0] == "survey"


def test_a_kind_whose_columns_nearly_fit_is_taken_where_the_file_is_called_so():
    assert with_names((("mystery_visit", 0.49),), ("Mystery visits.csv",), 0.5)[0][1] == 0.5
    assert with_names((("mystery_visit", 0.49),), ("visits.csv",), 0.5)[0][1] == 0.49


def test_three_kinds_that_fit_alike_are_offered_together():
    ranked = (("service_request", 0.85), ("training", 0.84), ("survey", 0.83), ("praise", 0.81))
    choices = kind_question(ranked, "service_request").choices
    assert [one.name for one in choices] == ["service_request", "training", "survey"]


def test_a_visit_that_nobody_made_yet_is_left_out_and_said():
    columns = {**VISITED, "Store": again("A", "B"), "Status": ["Open", *["Done"] * (ROWS - 1)]}
    columns["Total score"] = ["", *range(61, 60 + ROWS)]
    found = load(columns, MYSTERY_VISIT)
    assert len(found.checked.rows) == ROWS - 1 and found.checked.rejected == 0
    assert any(
        "nothing to count yet" in one.message.text.replace("\n", " ")
        for one in found.checked.issues
    )
    columns["Status"] = ["Done"] * ROWS
    assert len(load(columns, MYSTERY_VISIT).checked.rows) == ROWS


@pytest.mark.parametrize(
    ("kind", "columns", "day"),
    [
        (
            MYSTERY_VISIT,
            {
                "Zaman damgası": [f"2026-10-{row + 2:02d} 10:12:05" for row in range(ROWS)],
                "Ziyaret tarihi": DAYS,
                "Store": again("A", "B"),
                "Total score": VISITED["Total score"],
            },
            "Ziyaret tarihi",
        ),
        (
            COMPLAINT,
            {
                "投诉编号": COMPLAINED["Complaint ID"],
                "申请时间": DAYS,
                "受理时间": [f"2026-10-{row + 2:02d}" for row in range(ROWS)],
            },
            "申请时间",
        ),
        (
            SURVEY,
            {
                "review_creation_date": DAYS,
                "review_answer_timestamp": [f"2026-10-{row + 2:02d}" for row in range(ROWS)],
                "review_score": SURVEYED["Overall satisfaction"],
            },
            "review_answer_timestamp",
        ),
    ],
)
def test_the_day_on_which_it_happened_comes_before_that_of_the_form(kind, columns, day):
    assert taken(load(columns, kind))["date"] == day


def test_a_count_of_the_rows_is_no_number_of_visits():
    columns = {**VISITED, "S.No": range(1, ROWS + 1), "Store": again("A", "B")}
    columns["Audit Number"] = [f"AUD{row}" for row in range(ROWS)]
    assert taken(load(columns, MYSTERY_VISIT))["visit_id"] == "Audit Number"


OTHERS = [95 - row for row in range(ROWS)]


@pytest.mark.parametrize(
    ("headings", "asks", "says"),
    [
        # The service as such may be that of whoever served: only a person knows.
        (("Atendimento", "Consulenza"), {"attitude": "none"}, "Consulenza"),
        # In English and Chinese the words for attitude are listed.
        (("服务得分", "商品得分"), {}, "服务得分"),
        (("Service score", "Food score"), {}, "Service score"),
        (("Service quality", "服務品質"), {}, "Service quality"),
        # A word for a part is likely that part; what is known needs no question.
        (("Uyum puanı", "Temizlik"), {"compliance": "Uyum puanı"}, "Temizlik"),
        (("Attitude", "Service"), {}, "Service"),
        (("Self-service kiosk", "Service charge"), {}, "Self-service kiosk"),
    ],
)
def test_points_beside_a_total_are_asked_about_or_said(headings, asks, says):
    columns = {**VISITED, "Store": again("A", "B"), **dict.fromkeys(headings, OTHERS)}
    found = load(columns, MYSTERY_VISIT)
    parts = [one for one in found.checked.questions if one.name.startswith("left_over:")]
    assert {one.name.split(":")[1]: one.likely for one in parts} == asks
    told = [
        issue.message for issue in found.checked.issues if "no figure uses" in str(issue.message)
    ]
    assert [says in one.blanks["headings"] for one in told] == [True]


def test_points_that_only_make_up_the_total_are_not_offered_as_a_part_of_a_hundred():
    part = [51 + row % 3 for row in range(ROWS)]
    found = load({**VISITED, "Store": again("A", "B"), "Atendimento": part}, MYSTERY_VISIT)
    assert not [one for one in found.checked.questions if one.name.startswith("left_over:")]


@pytest.mark.parametrize(
    "heading",
    [
        *("Waiting time (seconds)", "停留时长(分钟)", "Items sold (qty)"),
        *("Postcode", "Weight", "Target", "Maximum", "Rank", "Order value", "Temperature"),
        *("Staff on shift", "Floor area", "Year opened", "Humidity", "目标", "排名"),
    ],
)
def test_what_was_counted_at_a_visit_is_no_part_of_it(heading):
    found = load({**VISITED, "Store": again("A", "B"), heading: OTHERS}, MYSTERY_VISIT)
    assert not asked(found)
    assert not [one for one in found.checked.issues if "no figure uses" in str(one.message)]


def test_the_part_that_a_person_names_is_read_as_it_stands():
    columns = {**VISITED, "Store": again("A", "B"), "Atendimento": OTHERS}
    answers = {"left_over:attitude": "Atendimento"}
    found = load(columns, MYSTERY_VISIT, answers=answers)
    assert not asked(found) and found.checked.rows["attitude"].tolist() == OTHERS


CODES = [str(9000 + row) for row in range(ROWS)]


@pytest.mark.parametrize("heading", ["hotel_id", "Restaurant ID", "Property ID", "酒店ID"])
def test_the_number_of_a_place_is_the_place_where_it_comes_again(heading):
    found = load({**SURVEYED, heading: again("1021", "1022", "1023")})
    assert question(found, "left_over:store").likely == heading


@pytest.mark.parametrize(
    "heading",
    [
        *("Hotel audit ID", "Dealer visit number", "Outlet inspection no", "Property audit ID"),
        *("Venue visit ref", "Region visit ID"),
    ],
)
def test_the_number_of_a_visit_to_a_place_numbers_the_visit(heading):
    found = load({heading: CODES, **VISITED, "Store": again("A", "B")}, MYSTERY_VISIT)
    assert found.checked.rows["visit_id"].tolist() == CODES


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("hotel_id", CODES),  # each another: nothing is counted by it
        ("cliente_id", CODES),  # who answers again next month is not the same answer
        ("usuario_id", CODES),
        ("Kunden ID", CODES),
        ("member no", CODES),
        ("Price level", again("1", "2", "3")),
        ("Order ID", again("1021", "1022", "1023")),
        ("Hotel stars", again("3", "4", "5")),
    ],
)
def test_other_numbers_are_no_place_and_number_no_answer(heading, cells):
    found = load({**SURVEYED, heading: cells})
    assert "left_over:store" not in asked(found)
    assert not {"store", "response_id"} & set(taken(found))


@pytest.mark.parametrize(
    ("heading", "kind", "is_number"),
    [
        ("Hotel response ID", SURVEY, True),
        ("Listing review ID", SURVEY, True),
        ("Member feedback ID", COMPLAINT, True),
        ("Outlet inspection no", MYSTERY_VISIT, True),
        ("Region visit ID", MYSTERY_VISIT, True),
        ("Hotel ID", SURVEY, False),
        ("Member ID", COMPLAINT, False),
        ("Review site ID", SURVEY, False),
    ],
)
def test_the_word_beside_id_says_what_is_numbered(heading, kind, is_number):
    (column,) = (column for column in kind.columns if column.name == kind.identifiers[0])
    numbers = [f"A{row}" for row in range(ROWS)]
    assert (likeness(heading, numbers, column, kind) > 0) is is_number
