"""Files that nobody has seen: headings and cells decide together, and what is in doubt is asked
instead of guessed."""

import io
from datetime import date

import openpyxl
import pytest

from data.kinds.catalog import MYSTERY_VISIT, NPS, SUPERVISOR_RATING, SURVEY, TRAINING, kind_named
from data.matching.headings import match
from data.matching.recognise import FITS, nearest, recognise
from data.questions import still_open
from data.reading.options import Options
from data.reading.reader import read
from data.uploads.prepare import Prepared, prepare
from data.values.looks import is_number
from errors import FileRefused, WrongCall
from i18n import translator

TODAY = date(2026, 10, 5)
SAY = translator("en")


def load(kind, text: str | bytes, name: str = "file.csv", **settled) -> Prepared:
    return prepare(
        text if isinstance(text, bytes) else text.encode(), name, kind, Options(**settled), TODAY
    )


def proposed(kind, *lines: str) -> dict[str, str]:
    sheet = read("\n".join(lines).encode(), "file.csv", Options())
    return {sheet.headings[at]: name for at, name in match(sheet, kind, Options()).columns.items()}


def said(prepared: Prepared) -> str:
    return " ".join(SAY(issue.message) for issue in prepared.checked.issues)


def asked(prepared: Prepared) -> list[str]:
    return [
        question.name
        for question in still_open(prepared.checked.questions, prepared.options.answers)
    ]


# --- no input ends in a traceback


@pytest.mark.parametrize("merged", ["E1:F1", "E1:H3", "C1:F1", "E2:F2"])
def test_an_empty_merged_range_beside_the_headings_is_nothing(merged):
    book = openpyxl.Workbook()
    for row in (
        ["date", "overall", "comment"],
        ["2026-09-01", 5, "Kind"],
        ["2026-09-02", 4, "Quick"],
    ):
        book.active.append(row)
    book.active.merge_cells(merged)
    book.save(content := io.BytesIO())
    assert load(SURVEY, content.getvalue(), "file.xlsx").checked.rows["overall"].tolist() == [5, 4]


# --- a heading matches only where its cells fit


@pytest.mark.parametrize(
    "heading, cells, kind, column",
    [
        ("Resolution", ("Sent a new one", "Called back twice", ""), SURVEY, "problem_solving"),
        ("效率", ("排队的人很多要等", "很快就轮到我了", ""), SURVEY, "speed"),
        ("Staff", ("10", "7", "9"), SURVEY, "employee"),
        ("Feedback", ("4", "5", "3"), SURVEY, "comment"),
        ("Location", ("8", "9.5", "7"), SURVEY, "store"),
        ("Department", ("非常满意", "满意", "一般"), SURVEY, "department"),
    ],
)
def test_a_known_heading_above_other_cells_means_nothing_and_costs_no_row(
    heading, cells, kind, column
):
    lines = [
        f"{number},2026-09-0{number},{number + 2},{cell}"
        for number, cell in enumerate(cells, start=1)
    ]
    found = load(kind, "\n".join(["id,date,overall," + heading, *lines]))
    assert column not in found.matched.values() and len(found.checked.rows) == 3


def test_that_a_heading_was_not_taken_is_said_with_a_cell():
    found = load(
        SURVEY,
        "id,date,overall,Resolution\n1,2026-09-01,5,Sent a new one\n"
        "2,2026-09-02,4,Called back twice\n",
    )
    assert "“Resolution” was not taken for “Problem solving”" in said(
        found
    ) and "Sent a new one" in said(found)


def test_long_questions_are_items_of_an_exam_and_of_a_checklist():
    long = (
        "When a customer comes into the store with a complaint about a delivery that was late "
        "what do you say before anything else"
    )
    exam = proposed(
        kind_named("exam_item"),
        "employee,course,date,question,score",
        f"E1,x,2026-09-01,{long},1",
        f"E1,x,2026-09-01,{long} then,0",
    )
    assert exam["question"] == "item"
    visit = proposed(
        kind_named("mystery_item"),
        "visit,date,question,points",
        f"V1,2026-09-01,{long},1",
        f"V1,2026-09-01,{long} then,0",
    )
    assert visit["question"] == "item"


@pytest.mark.parametrize(
    "heading",
    [
        "training_program_name",
        "Course title",
        "Exam title",
        "考试科目",
        "培训名称",
        "Programme name",
        "考試科目",
    ],
)
def test_the_name_of_a_course_is_no_name_of_a_person(heading):
    found = proposed(
        TRAINING,
        f"emp_id,exam_date,{heading},score",
        "1001,2026-09-01,Service,80",
        "1002,2026-09-02,Leading,70",
    )
    assert found == {"emp_id": "employee", "exam_date": "date", heading: "course", "score": "score"}


@pytest.mark.parametrize(
    "heading",
    [
        "Customer Email",
        "Guest e-mail",
        "客户邮箱",
        "Contact Email Address",
        "Requester name",
        "顧客姓名",
        "Client ID",
    ],
)
@pytest.mark.parametrize("kind", [SUPERVISOR_RATING, TRAINING])
def test_a_heading_about_a_customer_fills_no_column_of_staff(kind, heading):
    found = proposed(
        kind,
        f"{heading},Date,Score,Course",
        "a@x.com,2026-09-01,5,Service",
        "b@x.com,2026-09-02,4,Service",
    )
    assert "employee" not in found.values() and "rater" not in found.values()


def test_a_day_of_a_persons_life_is_not_the_day_of_an_answer():
    found = proposed(
        SURVEY,
        "employee_start_date,response_received_at,star_rating",
        "2020-01-05,2026-09-01 10:00,5",
        "2021-02-05,2026-09-02 10:00,4",
    )
    assert found == {"response_received_at": "date", "star_rating": "overall"}


@pytest.mark.parametrize(
    "heading",
    [
        "emp_id",
        "EmpNo",
        "Employee Number",
        "员工号",
        "工号",
        "Store ID",
        "Survey ID",
        "Customer ID",
    ],
)
def test_numbers_of_others_are_no_numbers_of_answers(heading):
    assert (
        proposed(SURVEY, f"{heading},date,overall", "1001,2026-09-01,5", "1002,2026-09-02,4").get(
            heading
        )
        != "response_id"
    )


@pytest.mark.parametrize(
    "kind, heading, cells, column",
    [
        (NPS, "Date & Time (UTC)", ("2026-09-01 10:00", "2026-09-02 11:00"), "date"),
        (NPS, "Date/Time", ("2026-09-01", "2026-09-02"), "date"),
        (NPS, "DateTime", ("2026-09-01", "2026-09-02"), "date"),
        (NPS, "填写日期", ("2026-09-01", "2026-09-02"), "date"),
        (NPS, "评价日期", ("2026-09-01", "2026-09-02"), "date"),
        (NPS, "接待日期", ("2026-09-01", "2026-09-02"), "date"),
        (NPS, "开始答题时间", ("2026-09-01", "2026-09-02"), "date"),
        (NPS, "Created at GMT+8", ("2026-09-01", "2026-09-02"), "date"),
        (MYSTERY_VISIT, "inspection_date", ("2026-09-01", "2026-09-02"), "date"),
        (MYSTERY_VISIT, "检查日期", ("2026-09-01", "2026-09-02"), "date"),
        (MYSTERY_VISIT, "total score", ("97", "88"), "overall"),
        (MYSTERY_VISIT, "总分", ("97", "88"), "overall"),
        (MYSTERY_VISIT, "final score", ("97", "88"), "overall"),
        (MYSTERY_VISIT, "得分", ("97", "88"), "overall"),
        (MYSTERY_VISIT, "facility", ("North", "South"), "store"),
        (MYSTERY_VISIT, "检查地点", ("东店", "西店"), "store"),
        (MYSTERY_VISIT, "站点", ("东店", "西店"), "store"),
        (MYSTERY_VISIT, "branch code", ("B1", "B2"), "store"),
        (MYSTERY_VISIT, "store_id", ("1", "2"), "store"),
        (TRAINING, "training_date", ("2026-09-01", "2026-09-02"), "date"),
        (kind_named("roster"), "start_date", ("2020-09-01", "2021-09-02"), "hired_on"),
        (kind_named("roster"), "exit_date", ("2026-09-01", ""), "left_on"),
    ],
)
def test_headings_of_real_exports_are_known(kind, heading, cells, column):
    found = load_match(kind, heading, cells)
    assert found.columns.get(0) == column and found.likely == ()


def load_match(kind, heading, cells):
    return match(
        read(f"{heading},Other\n{cells[0]},x\n{cells[1]},y\n".encode(), "file.csv", Options()),
        kind,
        Options(),
    )


@pytest.mark.parametrize(
    "heading",
    ["Response Time (hours)", "Resolution time", "Waiting minutes", "响应时间", "Order amount"],
)
def test_a_length_of_time_is_no_rating(heading):
    found = proposed(
        SURVEY,
        f"id,date,overall,{heading}",
        "1,2026-09-01,5,3",
        "2,2026-09-02,4,2",
        "3,2026-09-03,4,5",
    )
    assert heading not in found


@pytest.mark.parametrize(
    "cell, number",
    [
        ("E0101", False),
        ("e5", False),
        ("1e5", True),
        (".5", True),
        ("-3", True),
        ("+7", True),
        ("1,200", True),
    ],
)
def test_a_staff_number_is_no_number(cell, number):
    assert is_number(cell) is number


# --- an unreadable optional cell is left empty, and its row counts


def test_an_unreadable_optional_answer_costs_no_row_but_a_required_one_does():
    found = load(
        SURVEY,
        "id,date,overall,speed,attitude\n1,2026-09-01,5,as ever,4\n2,2026-09-02,4,4,3\n"
        "3,2026-09-03,4,3,5\n4,2026-09-04,bad one,3,5\n",
    )
    assert found.checked.rows["overall"].tolist() == [5, 4, 4] and found.checked.rejected == 1
    assert found.checked.rows["speed"].isna().tolist() == [True, False, False]
    assert "Cells under “speed” that could not be read: 1" in said(found)


def test_one_of_several_scores_may_be_unreadable_where_another_is_there():
    found = load(
        MYSTERY_VISIT,
        "date,store,attitude,efficiency,compliance\n2026-09-01,A,95,see below,80\n"
        "2026-09-01,B,none yet,see below,see below\n"
        "2026-09-02,C,90,80,70\n2026-09-03,D,90,85,70\n",
    )
    assert found.checked.rows["store"].tolist() == ["A", "C", "D"] and found.checked.rejected == 1


def test_a_maximum_that_cannot_be_read_still_keeps_its_row_out():
    found = load(
        TRAINING,
        "employee,course,date,score,maximum,pass_mark\nE1,x,2026-09-01,8,ten,6\n"
        "E2,x,2026-09-01,8,10,6\nE3,x,2026-09-01,9,10,6\n",
    )
    assert found.checked.rejected == 1


def test_blank_scores_are_counted_in_words():
    found = load(
        SURVEY, "id,date,overall,comment\n1,2026-09-01,5,a\n2,2026-09-02,,b\n3,2026-09-03,,c\n"
    )
    assert "Overall satisfaction: no score in 2 of 3 rows." in said(found)
    assert "Score: no score in 1 of 2 rows." in said(
        load(NPS, "id,date,nps\n1,2026-09-01,9\n2,2026-09-02,\n")
    )


# --- one respondent in several rows

TWO_ROWS = (
    "Respondent ID,Date,Overall satisfaction,Question,Answer\n"
    "R1,2026-09-01,5,What was good?,Kind\nR1,2026-09-01,5,What was bad?,Parking\n"
    "R2,2026-09-01,1,What was good?,Nothing\nR2,2026-09-01,1,What was bad?,All of it\n"
    "R3,2026-09-02,4,What was good?,Fine\n"
)


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"Answer": "comment"},
        {"Question": "channel"},
        {"Question": "segment", "Answer": "comment"},
    ],
)
def test_a_respondent_in_two_rows_is_one_case_whatever_else_is_matched(told):
    found = load(SURVEY, TWO_ROWS, match=told)
    assert (
        found.checked.rows["overall"].tolist() == [5, 1, 4]
        and found.checked.left_out == 2
        and asked(found) == []
    )
    if told == {"Answer": "comment"}:
        assert found.checked.rows["comment"].tolist() == [
            "Kind\nParking",
            "Nothing\nAll of it",
            "Fine",
        ]


def test_the_number_of_the_question_behind_that_of_the_respondent_makes_no_second_case():
    text = (
        TWO_ROWS.replace("R1,2026-09-01,5,What was good", "R1 - Q1,2026-09-01,5,What was good")
        .replace("R1,", "R1 - Q2,")
        .replace("R2,2026-09-01,1,What was good", "R2 - Q1,2026-09-01,1,What was good")
        .replace("R2,", "R2 - Q2,")
        .replace("R3,", "R3 - Q1,")
    )
    assert load(SURVEY, text).checked.rows["overall"].tolist() == [5, 1, 4]


def test_a_number_that_many_share_joins_nobody():
    rows = "".join(f"C-7,2026-09-01,{9 + number % 2},{'ab'[number % 2]}\n" for number in range(40))
    assert len(load(NPS, "ID,Date,NPS,Store\n" + rows).checked.rows) == 40


# --- rows above the headings, tables below one another, no headings


def test_records_above_the_headings_are_counted_and_asked_about():
    text = (
        "2026-09-01,5,Kind\n2026-09-02,4,Quick\ndate,overall,comment\n2026-09-03,3,Slow\n"
        "2026-09-04,2,Cold\n"
    )
    found = load(SURVEY, text)
    assert found.checked.rows["line"].tolist() == [1, 2, 4, 5] and asked(found) == ["rows_above"]
    left = load(SURVEY, text, answers={"rows_above": "leave_out"})
    assert left.checked.rows["line"].tolist() == [4, 5] and (
        left.checked.left_out,
        left.checked.read,
    ) == (2, 4)


@pytest.mark.parametrize(
    "above",
    [
        "Survey of September\n",
        "Exported,2026-10-01\n",
        "From,2026-09-01,to,2026-09-30\n",
        "\n\nReport\n",
    ],
)
def test_titles_above_the_headings_are_no_records(above):
    found = load(SURVEY, above + "date,overall,comment\n2026-09-03,3,Slow\n2026-09-04,2,Cold\n")
    assert len(found.checked.rows) == 2 and asked(found) == []


@pytest.mark.parametrize("headings", ["date,overall,comment", "日期,满意度,意见建议"])
def test_headings_that_come_again_are_asked_about(headings):
    text = (
        f"{headings}\n2026-09-01,5,Kind\n2026-09-02,4,Quick\n{headings}\n2026-09-03,3,Slow\n"
        "2026-09-04,2,Cold\n"
    )
    found = load(SURVEY, text)
    assert asked(found) == ["tables"] and found.checked.rows["line"].tolist() == [2, 3, 5, 6]
    assert (found.checked.left_out, found.checked.rejected) == (1, 0)
    first = load(SURVEY, text, answers={"tables": "1"})
    assert first.checked.rows["line"].tolist() == [2, 3] and (
        first.checked.left_out,
        first.checked.read,
    ) == (3, 5)


def test_of_tables_with_other_headings_one_is_chosen():
    text = (
        "Answers\ndate,overall,comment\n2026-09-01,5,Kind\n2026-09-02,4,Quick\n\nVisits\n"
        "date,store,score,remark\n2026-09-03,North,90,a\n"
        "2026-09-04,South,80,b\n"
    )
    found = load(SURVEY, text)
    assert (
        asked(found) == ["tables"]
        and found.checked.rows["overall"].tolist() == [5, 4]
        and found.checked.read == 6
    )
    visits = load(MYSTERY_VISIT, text, answers={"tables": "2"})
    assert visits.checked.rows["overall"].tolist() == [90, 80] and visits.checked.rows[
        "store"
    ].tolist() == ["North", "South"]


def test_a_file_without_headings_is_asked_about_and_loses_no_row():
    text = "".join(
        f"2026-09-{day:02},{day % 5 + 1},Shop {day % 3},said {day}\n" for day in range(1, 13)
    )
    found = load(SURVEY, text)
    assert asked(found) == ["no_headings", "headings"] and len(found.checked.rows) == 12
    assert (
        found.matched == {"Column 1": "date", "Column 2": "overall", "Column 4": "comment"}
        and len(found.match.likely) == 3
    )
    with pytest.raises(FileRefused):
        load(SURVEY, text, answers={"no_headings": "headings"})


# --- exams with a result, points without a maximum, scores for all rows, praise of a team


@pytest.mark.parametrize(
    "heading, passed, failed",
    [
        ("training_outcome", "Passed", "Failed"),
        ("考核结果", "合格", "不合格"),
        ("是否通过", "是", "否"),
        ("Result", "PASS", "FAIL"),
        ("考試結果", "通過", "未通過"),
        ("Grade", "Pass", "Fail"),
    ],
)
def test_an_exam_with_a_result_needs_no_score_and_no_pass_mark(heading, passed, failed):
    found = load(
        TRAINING,
        f"emp_id,training_date,course,{heading}\n1,2026-09-01,Service,{passed}\n"
        f"2,2026-09-02,Service,{failed}\n",
    )
    assert (
        found.checked.rows["outcome"].tolist() == ["passed", "failed"]
        and found.checked.rows["score"].isna().all()
    )


def test_the_result_counts_where_the_score_says_something_else():
    found = load(
        TRAINING,
        "employee,date,course,score,maximum,pass_mark,result\nE1,2026-09-01,x,50,100,60,Passed\n"
        "E2,2026-09-01,x,90,100,60,Passed\n",
    )
    assert "Rows whose result is not what the score and the pass mark say: 1" in said(found)


def test_points_without_a_maximum_are_asked_for_at_once():
    text = "Player,Total Score (points)\nAnn,8871\nBob,7000\n"
    settled = {"set": {"course": "Quiz", "date": "2026-09-01"}, "pass_mark": 60}
    with pytest.raises(FileRefused) as refused:
        load(TRAINING, text, **settled)
    assert "Maximum score (“Total Score (points)” goes up to 8,871" in SAY(refused.value.message)
    settled["set"]["maximum"] = "10000"
    assert load(TRAINING, text, **settled).checked.rows["score"].tolist() == [8871, 7000]


def test_points_out_of_points_in_one_cell():
    found = load(
        TRAINING,
        "Timestamp,Email Address,Score\n2026-09-01,a@f.com,2 / 2\n2026-09-02,b@f.com,1 / 2\n",
        set={"course": "Quiz"},
        pass_mark=80,
    )
    assert (found.checked.rows["score"].tolist(), found.checked.rows["maximum"].tolist()) == (
        [2, 1],
        [2, 2],
    )


@pytest.mark.parametrize(
    "kind, column",
    [
        (SURVEY, "overall"),
        (SURVEY, "speed"),
        (NPS, "score"),
        (TRAINING, "score"),
        (MYSTERY_VISIT, "attitude"),
        (TRAINING, "outcome"),
        (SUPERVISOR_RATING, "score"),
    ],
)
def test_a_score_is_not_given_for_all_rows(kind, column):
    with pytest.raises(WrongCall, match="each has its own"):
        load(kind, "id,date\n1,2026-09-01\n", set={column: "5"})


def test_each_row_of_an_exam_may_be_another_person():
    text = "date,score,course\n2026-09-01,80,Service\n2026-09-01,50,Service\n"
    settled = {"set": {"employee": "*"}, "pass_mark": 60}
    found = load(TRAINING, text, **settled)
    people = found.checked.rows["employee"].tolist()
    assert len(set(people)) == 2 and found.checked.rows["score"].tolist() == [80, 50]
    assert (
        load(TRAINING, text, set=found.options.set, pass_mark=60).checked.rows["employee"].tolist()
        == people
    ), "the same file again"
    other = load(TRAINING, text.replace("80", "90"), **settled).checked.rows["employee"].tolist()
    assert not set(people) & set(other), "row 2 of another file is somebody else"


def test_praise_of_a_store_needs_no_person():
    found = load(
        kind_named("praise"),
        "id,date,store,verified,praise\n1,2026-09-01,North,yes,Great team\n"
        "2,2026-09-01,,yes,Great company\n",
    )
    assert len(found.checked.rows) == 2 and "Rows that name none of" in said(found)


# --- whose answers, and what is no kind at all


@pytest.mark.parametrize(
    "headings",
    [
        "emp_id,survey_date,engagement_score,satisfaction_score,work_life_balance_score",
        "工号,日期,敬业度,满意度,工作生活平衡",
        "Employee,Date,eNPS,Satisfaction score,My manager listens",
    ],
)
def test_answers_of_staff_are_asked_about_and_not_taken_for_those_of_customers(headings):
    text = f"{headings}\n1001,2026-09-01,2,5,5\n1002,2026-09-02,4,3,3\n1003,2026-09-03,3,4,2\n"
    found = load(SURVEY, text)
    assert (
        asked(found) == ["whose_answers"]
        and found.checked.rows.empty
        and found.checked.left_out == 3
    )
    assert len(load(SURVEY, text, answers={"whose_answers": "customers"}).checked.rows) == 3
    assert dict(recognise(read(text.encode(), "f.csv", Options())))["survey"] < FITS


def test_answers_of_customers_served_by_staff_are_not_asked_about():
    rows = "".join(f"{number},E{number % 4},2026-09-01,5\n" for number in range(30))
    assert asked(load(SURVEY, "ticket id,emp_id,date,overall\n" + rows)) == []


def test_a_file_of_no_kind_says_what_the_nearest_would_need():
    sheet = read(
        b"Shelf,Weight,Counted\nA1,12.5,2026-09-01\nA2,13.5,2026-09-02\n", "stock.csv", Options()
    )
    ranked = recognise(sheet)
    assert ranked[0][1] < FITS
    assert all(missing for _, missing in nearest(sheet, ranked))


def test_what_only_the_cells_speak_for_is_proposed_and_has_to_be_confirmed():
    found = load(
        SURVEY,
        "id,when seen,How do you rate us,shop\n1,2026-09-01,5,A\n2,2026-09-02,4,B\n"
        "3,2026-09-03,4,B\n",
    )
    assert found.matched["How do you rate us"] == "overall" and found.matched["when seen"] == "date"
    assert {found.headings[at] for at in found.match.likely} == {"when seen", "How do you rate us"}


# --- exports as tools write them, rebuilt

EXPORTS = {
    "Medallia Agent Connect": (
        SURVEY,
        "request_id,request_sent_at,response_received_at,star_rating,comments,"
        "customer_name,employee_email,employee_start_date\n"
        "r1,2026-09-01 10:00,2026-09-02 12:00,5,Great,Ann,b@f.com,2020-01-05\n"
        "r2,2026-09-01 10:00,2026-09-03 12:00,2,Bad,Bo,b@f.com,2020-01-05\n",
        {"overall": [5, 2], "employee": ["b@f.com", "b@f.com"]},
    ),
    "call centre": (
        SURVEY,
        "Call ID,Agent ID,Call Date,CSAT (1-5),First Call Resolution,AHT (sec),Customer Phone\n"
        "c1,A7,2026-09-01,5,Yes,310,+1 555 010 0000\nc2,A7,2026-09-02,1,No,200,+1 555 010 0001\n",
        {"overall": [5, 1]},
    ),
    "hotel reviews": (
        SURVEY,
        "Property,Guest Name,Check-out Date,Review Date,Overall Rating,Staff,Location,Review\n"
        "Hotel A,Lee,2026-08-30,2026-09-01,9,10,8,Lovely stay here\n"
        "Hotel B,Ho,2026-08-31,2026-09-03,4,5,8,Bad stay this time\n",
        {"overall": [9, 4], "store": ["Hotel A", "Hotel B"]},
    ),
    "问卷星 service": (
        SURVEY,
        "序号,提交答卷时间,来自IP,1、您的性别,2、您对本次服务的满意程度,3、服务人员的态度,4、您的"
        "建议\n"
        "1,2026/9/1 10:00:00,1.2.3.4,女,非常满意,非常满意,很好\n"
        "2,2026/9/2 10:00:00,1.2.3.5,男,一般,不满意,一般\n",
        {"overall": [5, 3], "attitude": [5, 2]},
    ),
    "腾讯问卷": (
        NPS,
        "编号,开始答题时间,结束答题时间,答题时长,Q1_您有多大可能把我们推荐给朋友？,Q2_原因\n"
        "1,2026-09-01 10:00,2026-09-01 10:03,180,10,服务好\n"
        "2,2026-09-02 10:00,2026-09-02 10:03,180,5,太慢\n",
        {"score": [10, 5], "comment": ["服务好", "太慢"]},
    ),
    "金数据": (
        SURVEY,
        "序号,门店,服务评分,意见,提交人,提交时间,更新时间,IP\n"
        "1,东店,5,不错,微信用户,2026-09-01 10:00:00,2026-09-01 10:00:00,1.2.3.4\n"
        "2,东店,1,不好,微信用户,2026-09-02 10:00:00,2026-09-02 10:00:00,1.2.3.5\n",
        {"overall": [5, 1]},
    ),
    "audit tool": (
        MYSTERY_VISIT,
        "Audit ID,Conducted on,Site,Prepared by,Score,Max Score,Score Percentage\n"
        "a1,2026-09-03,North,Kim,45,50,90\n"
        "a2,2026-09-04,South,Kim,40,50,80\n",
        {"overall": [90, 80]},
    ),
    "mystery shops": (
        MYSTERY_VISIT,
        "Location,Visit Date,Time In,Shopper,Campaign,Total Score (%),Comments\n"
        "Leeds,2026-09-03,12:10,S1,2026-09,95.83%,Nice\n"
        "York,2026-09-04,13:00,S2,2026-09,87.5%,Fine\n",
        {"overall": [95.83, 87.5], "store": ["Leeds", "York"]},
    ),
    "门店检查": (
        MYSTERY_VISIT,
        "检查单号,检查日期,检查地点,检查人,得分,问题描述\n"
        "A1,2026-09-01,东店,王五,92,地面有水\nA2,2026-09-02,西店,王五,80,无\n",
        {"overall": [92, 80], "store": ["东店", "西店"]},
    ),
    "企业微信学习": (
        TRAINING,
        "姓名,账号,部门,课程名称,学习状态,考试成绩,是否通过,完成时间\n"
        "张三,zs,前台,服务意识,已完成,92,通过,2026-09-01 10:00\n"
        "李四,ls,前台,服务意识,已完成,50,未通过,2026-09-02 10:00\n",
        {"outcome": ["passed", "failed"], "score": [92, 50]},
    ),
    "SuccessFactors": (
        TRAINING,
        "Employee ID,Item Title,Completion Date,Grade,Total Hours,Instructor Name\n"
        "E1,Basics,2026-09-01,Pass,4,Lee\n"
        "E2,Basics,2026-09-02,Fail,4,Lee\n",
        {"outcome": ["passed", "failed"], "course": ["Basics", "Basics"]},
    ),
    "Adobe Learning Manager": (
        TRAINING,
        "Name,Email,Training Name,Enrolled On,Completion Date,Status,Grade,Quiz Score,Max "
        "Score,Highest Score\n"
        "A,a@f.com,Basics,2026-08-01,2026-09-01,Completed,Pass,9,10,9\n"
        "B,b@f.com,Basics,2026-08-01,2026-09-01,Completed,Fail,5,10,5\n",
        {"outcome": ["passed", "failed"], "score": [9, 5], "maximum": [10, 10]},
    ),
}


# Whether “Staff” rates their attitude only a person can say.
ASKED = {"hotel reviews": ["rated_part:attitude"]}


@pytest.mark.parametrize("tool", EXPORTS)
def test_an_export_is_understood_without_a_question(tool):
    kind, text, values = EXPORTS[tool]
    found = load(kind, text)
    assert {name: found.checked.rows[name].tolist() for name in values} == values
    assert found.match.likely == () and asked(found) == ASKED.get(tool, [])
    assert recognise(read(text.encode(), "file.csv", Options()))[0][0] == kind.name


# --- the cases that are kept beside the project

# file: kind, settings, values that must come out, or None where it must be refused or asked about
CASES = {
    "merged-empty-heading.xlsx": (SURVEY, {}, {"overall": [5, 4]}),
    "training-programme-name.csv": (
        TRAINING,
        {"set": {"course": "Autumn"}, "pass_mark": 60},
        {"employee": ["1001", "1002", "1003"]},
    ),
    "ticket-resolution-text.csv": (SURVEY, {}, {"overall": [5, 4, 3, 2]}),
    "customer-email.csv": (SUPERVISOR_RATING, {}, None),
    "staff-survey-not-csat.csv": (SURVEY, {}, None),
    "date-and-time-utc.csv": (NPS, {}, {"score": [9, 3]}),
    "inspection-date.csv": (MYSTERY_VISIT, {}, {"overall": [97, 88]}),
    "respondent-in-two-rows.csv": (SURVEY, {}, {"overall": [5, 1]}),
    "nothing-to-keep.csv": (TRAINING, {}, None),
    "rows-above-heading.csv": (SURVEY, {}, None),
    "stacked-tables.csv": (SURVEY, {}, None),
    "no-heading.csv": (SURVEY, {}, None),
    "passed-failed-only.csv": (TRAINING, {}, {"outcome": ["passed", "failed"]}),
}


@pytest.mark.parametrize("name", CASES)
def test_a_shared_case_gives_what_is_right(shared, name):
    kind, settled, values = CASES[name]
    path = shared / "cases" / "reading" / name
    if not path.is_file():
        pytest.skip("the case is not on this machine")
    try:
        found = load(kind, path.read_bytes(), name, **settled)
    except FileRefused:
        assert values is None
        return
    if values is None:
        assert asked(found)
    else:
        assert (
            asked(found) == []
            and {column: found.checked.rows[column].tolist() for column in values} == values
        )
