"""What only resembles a sign of something: an exam, a maximum, a store, somebody's words."""

import pytest

from data.kinds.catalog import (
    COMPLAINT,
    MYSTERY_VISIT,
    NPS,
    ROSTER,
    STAFF_SURVEY,
    SURVEY,
    TRAINING,
)
from tests.test_rated_parts import asked, load, taken
from tests.test_unseen_answers import DAYS, ROWS, SCORES, SURVEYED, again, kind_of

SAT = {"Employee ID": [f"E{row}" for row in range(ROWS)], "Course": again("Tills", "Care")}
SAT |= {"Exam date": DAYS, "Result": again("passed", "failed")}
POINTS = [20 + row for row in range(ROWS)]
NAMES = [f"员工{chr(0x4E00 + row)}" for row in range(ROWS)]


@pytest.mark.parametrize(
    "heading",
    [
        "Quiz score (80% to pass)",
        "Exam score (pass 60%)",
        "Test score (min. 60 %)",
        "Score percentile",
    ]
    + ["考试成绩（占60%）", "Score (percent needed: 60)", "成绩（百分之60及格）"],
)
def test_a_percent_in_a_heading_that_is_no_unit_makes_no_percentages(heading):
    found = load({**SAT, heading: POINTS, "Maximum score": again("50")}, TRAINING, pass_mark=60)
    rows = found.checked.rows
    assert (rows["score"].iloc[0], set(rows["maximum"])) == (20, {50})


@pytest.mark.parametrize(
    "heading",
    [
        "Score (%)",
        "Score in %",
        "Ergebnis in Prozent",
        "% score",
        "Score %",
        "Score (0-100%)",
        "得分率",
    ],
)
def test_a_percent_that_is_the_unit_makes_percentages(heading):
    found = load({**SAT, heading: POINTS, "Maximum score": again("50")}, TRAINING, pass_mark=60)
    assert "maximum" not in taken(found)


@pytest.mark.parametrize(
    "headings",
    [
        ("员工姓名", "门店", "培训课程", "考核名称", "日期", "得分"),
        ("Employee name", "Store", "Course", "Assessment name", "Date", "Score"),
        ("工号", "", "课程名称", "考核名称", "考核日期", "分数"),
    ],
)
def test_a_course_beside_its_test_is_a_course(headings):
    cells = (NAMES, again("A店", "B店"), again("礼仪", "投诉"), again("礼仪考核", "投诉考核"))
    cells = (*cells, DAYS, [60 + row for row in range(ROWS)])
    columns = {heading: below for heading, below in zip(headings, cells, strict=True) if heading}
    assert kind_of(columns, "export.csv") == TRAINING.name


CHOSEN = {"1、您的性别": again("A.男", "B.女"), "2、多久光顾": again("A.每周", "B.每月")}
CHOSEN_ENGLISH = {"Name": [f"Ann {chr(65 + row)}" for row in range(ROWS)]}
CHOSEN_ENGLISH |= {"Q1 How often do you shop?": again("A. Weekly", "B. Monthly")}
CHOSEN_ENGLISH |= {"Q2 Where?": again("A. Online", "B. In a shop")}


@pytest.mark.parametrize(
    ("columns", "name", "kind"),
    [
        (
            {"序号": list(range(1, ROWS + 1)), "提交答卷时间": DAYS, **CHOSEN}
            | {"3、总体满意度评分": SCORES, "您的姓名": NAMES},
            "顾客满意度调查.csv",
            SURVEY,
        ),
        ({**CHOSEN_ENGLISH, "Overall rating": SCORES, "Date": DAYS}, "customer survey.csv", SURVEY),
        ({**CHOSEN_ENGLISH, "Overall rating": SCORES, "Date": DAYS}, "export.csv", SURVEY),
        (
            {
                "序号": list(range(1, ROWS + 1)),
                "提交答卷时间": DAYS,
                **CHOSEN,
                "3、整体满意度评分": SCORES,
            },
            "员工调查.csv",
            STAFF_SURVEY,
        ),
    ],
)
def test_options_that_were_chosen_in_a_survey_make_no_exam(columns, name, kind):
    assert kind_of(columns, name) == kind.name


def test_an_exam_about_satisfaction_is_one():
    columns = {"您的工号：": [100 + row for row in range(ROWS)], "提交答卷时间": DAYS}
    columns |= {"1、顾客不满意时第一步是？": again("A.倾听", "B.解释")}
    columns |= {"2、如何回复差评反馈？": again("A.道歉", "B.解释")}
    assert kind_of({**columns, "总分": POINTS}, "服务规范考核.csv") == TRAINING.name


@pytest.mark.parametrize(
    "words",
    [
        ("非常好", "挺不错", "一般", "欠佳", "非常差"),
        ("Excellent", "Not bad", "Neutral", "Below par", "Terrible"),
        ("Excellent", "Not so bad", "Neutral", "Below par", "Terrible"),
        ("Excellent", "There was no problem", "Neutral", "Below par", "Terrible"),
        ("Excellent", "Pretty good", "Neutral", "Did not visit", "Terrible"),
        ("Excellent", "Good", "Neutral", "Not so great", "Dreadful indeed"),
    ],
)
def test_a_word_that_denies_is_not_always_the_worse(words):
    found = load({"Date": DAYS, "How would you rate our service?": again(*words)})
    open_words = [one for one in found.checked.questions if one.name.startswith("answer_word")]
    assert len(open_words) == 2 and not [one for one in open_words if "of" in one.likely]


PEOPLE = again("Anna Smith", "Ben Jones", "Cara Lee")


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Which shop assistant did you buy from?", PEOPLE),
        ("Which store staff member helped you during your visit?", PEOPLE),
        ("Which store department did you visit?", again("Bakery", "Meat")),
        ("Which store brand did you buy?", again("Basics", "Finest")),
        ("您去的是哪家门店的哪个专柜？", again("化妆品", "鞋")),
        ("Which store would you like to visit next?", again("York", "Hull")),
    ],
)
def test_what_is_of_a_store_is_not_the_store(heading, cells):
    assert "store" not in taken(load({**SURVEYED, heading: cells}))


@pytest.mark.parametrize(
    "heading",
    [
        "Which store did you visit?",
        "Which of our store locations were you at?",
        "您去的是哪家店铺",
        "您光顾的是哪家门店？【单选题】",
    ]
    + [
        "Welche Filiale haben Sie besucht?",
        "¿Qué tienda visitó?",
        "Quelle boutique avez-vous visitée ?",
    ],
)
def test_the_question_which_store_it_was_is_the_store(heading):
    assert taken(load({**SURVEYED, heading: again("York", "Hull")}))["store"] == heading


NOTES = ("Called them back and said sorry", "", "Sent a voucher by post today", "")
NOTES += ("We spoke to the team about it", "All was done on the same day")
GIFTS = ("To buy a gift", "", "To return an item", "To look around", "To ask a question")
ZH_NOTES = (
    "已经给顾客打电话致歉",
    "",
    "已经寄出代金券一张",
    "",
    "和店员谈过这件事了",
    "当天都处理好了",
)


@pytest.mark.parametrize(
    ("heading", "texts"),
    [(heading, NOTES) for heading in ("Owner response", "Manager's note", "Case log")]
    + [(heading, NOTES) for heading in ("Mitarbeiternotiz", "Interne Notiz")]
    + [(heading, ZH_NOTES) for heading in ("跟进记录", "客服备注")]
    + [(heading, GIFTS) for heading in ("What brought you in today?", "How did you hear about us?")]
    + [("您从哪里了解到我们", ("朋友介绍来的", "", "网上看到的广告", "路过看到的", "同事推荐来的"))]
    + [
        (
            "Highest education",
            ("Some high school", "", "Bachelor of arts", "Some of college", "Master degree"),
        )
    ],
)
def test_notes_of_staff_and_what_was_chosen_are_no_comment(heading, texts):
    assert "comment" not in taken(load({**SURVEYED, heading: again(*texts)}))


@pytest.mark.parametrize("heading", ["Weather on the day", "Item bought"])
def test_what_was_noted_of_a_visit_is_not_its_remark(heading):
    columns = {"Store": again("York", "Hull"), "Date of visit": DAYS}
    columns |= {"Total score (%)": [60 + row for row in range(ROWS)]}
    texts = (
        "Rain in the morning",
        "",
        "Sun and some clouds",
        "Heavy snow all day",
        "Fog until noon",
    )
    assert "remark" not in taken(load({**columns, heading: again(*texts)}, MYSTERY_VISIT))


def test_notes_of_staff_are_not_what_a_complaint_said():
    columns = {"Complaint ID": [f"C{row}" for row in range(ROWS)], "Date received": DAYS}
    assert "comment" not in taken(load({**columns, "客服备注": again(*ZH_NOTES)}, COMPLAINT))


@pytest.mark.parametrize(
    "heading",
    ["Highest score", "Top score", "Class high score", "Score needed", "Points to win"]
    + ["Merit score", "Team score", "Group points", "Max seats"]
    + ["达标分", "优秀分数线", "录取分数", "全班总分"],
)
def test_what_others_had_or_was_needed_is_no_maximum(heading):
    found = load(
        {**SAT, "Score": [40 + row for row in range(ROWS)], heading: again("82")}, TRAINING
    )
    assert set(found.checked.rows["maximum"]) == {100}


def offered(scores: list[int]) -> dict[str, list]:
    rows = len(scores)
    cut = {heading: cells[:rows] for heading, cells in SAT.items()}
    return {**cut, "Score": scores, "Points offered": ["60"] * rows}


def test_a_confirmed_maximum_holds_for_a_bonus_and_for_few_rows():
    october = load(offered([30 + row for row in range(ROWS)]), TRAINING)
    (name,) = asked(october)
    answers = {name: "yes"}
    for scores in ([61] + [30 + row for row in range(ROWS - 1)], [40, 50]):
        found = load(offered(scores), TRAINING, answers=answers)
        assert not asked(found)
        assert set(found.checked.rows["maximum"]) == {60}


@pytest.mark.parametrize(
    "heading",
    ["% complete", "Course progress (%)", "Attendance (%)", "Store average (%)", "完成百分比"],
)
def test_a_percentage_of_something_else_is_no_score(heading):
    high = [86 + row for row in range(ROWS)]
    found = load({**SAT, "Score": high, heading: again("100")}, TRAINING, pass_mark=60)
    assert set(found.checked.rows["score"]) == {float(score) for score in high}


@pytest.mark.parametrize(
    "heading", ["Percentage score (pass mark 80)", "Score (max 100%)", "Score (100%)"]
)
def test_a_percentage_stays_one_where_what_passes_stands_beside(heading):
    found = load({**SAT, heading: POINTS, "Maximum score": again("120")}, TRAINING, pass_mark=60)
    assert "maximum" not in taken(found)


def test_a_sum_that_some_lack_is_not_that_of_the_parts():
    parts = {"Greeting": POINTS, "Products": POINTS, "Till": POINTS}
    sums = [3 * points if row % 2 else "" for row, points in enumerate(POINTS)]
    people = {"Employee ID": SAT["Employee ID"], "Exam date": DAYS}
    found = load({**people, **parts, "Total": sums}, TRAINING, pass_mark=60)
    assert len(found.checked.rows) == 3 * ROWS


def test_options_beside_recommendations_make_no_exam():
    columns = {**CHOSEN_ENGLISH, "Date": DAYS, "Store": again("North", "South")}
    columns |= {"Score": [row % 11 for row in range(ROWS)]}
    assert kind_of(columns, "responses.csv") == NPS.name


@pytest.mark.parametrize(
    "columns",
    [
        {"工号": SAT["Employee ID"], "姓名": NAMES, "门店": again("A店", "B店"), "入职日期": DAYS}
        | {"评分": SCORES, "备注": again("", "好")},
        {"Employee ID": SAT["Employee ID"], "Full name": CHOSEN_ENGLISH["Name"], "Joined": DAYS}
        | {"Branch": again("North", "South"), "Rating": SCORES, "Notes": again("", "Fine")},
    ],
)
def test_a_rating_beside_who_was_hired_when_leaves_a_list_of_staff(columns):
    assert kind_of(columns, "export.csv") == ROSTER.name
