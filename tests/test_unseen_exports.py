"""Exports of tools as their makers and users publish them: what each is taken for, and what its rows
say."""

import csv
import io
from datetime import date, datetime

import pytest
import xlwt

from data.kinds.catalog import (
    ATTENDANCE,
    AUDIT,
    COMPLAINT,
    KPI_VALUE,
    MYSTERY_VISIT,
    PROGRAMME_ITEM,
    SERVICE_REQUEST,
    SURVEY,
    TRAINING,
    VIOLATION,
    WORKING_DAY,
)
from data.matching.headings import match
from data.matching.recognise import fits, recognise
from data.questions import still_open
from data.reading.options import Options
from data.reading.reader import read
from data.uploads.prepare import Prepared, prepare
from data.values.date_forms import Order, read as read_moment
from metrics.handed.kpi_facts import KPI_FACTS

TODAY = date(2026, 11, 29)
AT = range(6)


def written(*rows, encoding: str = "utf-8", between: str = ",") -> bytes:
    content = io.StringIO()
    csv.writer(content, delimiter=between).writerows(rows)
    return content.getvalue().encode(encoding)


def load(kind, content: bytes, name: str = "export.csv", **settled) -> Prepared:
    return prepare(content, name, kind, Options(**settled), TODAY, KPI_FACTS)


def taken_for(content: bytes, name: str = "export.csv") -> str:
    ranked = recognise(read(content, name, Options()), name, KPI_FACTS)
    return ranked[0][0] if fits(ranked) else "none"


def asked(prepared: Prepared) -> list[str]:
    open_ = still_open(prepared.checked.questions, prepared.options.answers)
    return [question.name for question in open_]


def held(prepared: Prepared, column: str) -> list:
    cells = prepared.checked.rows[column].astype(object)
    return cells.where(cells.notna(), None).tolist()


def day(at: int, form: str = "%Y-%m-%d", month: int = 10) -> str:
    return date(2026, month, at + 13).strftime(form)


# --- surveys


def test_answers_that_may_be_ticked_are_no_columns_of_their_own():
    words = ["Very satisfied", "Somewhat satisfied", "Somewhat dissatisfied"]
    content = written(
        [
            *("Respondent ID", "Start Date", "End Date"),
            *("Overall, how satisfied are you with our company?",),
            *("Which words describe our staff?", "", ""),
        ],
        ["", "", "", "Response", "Reliable", "Friendly", "Slow"],
        *(
            [
                *(11800 + at, f"10/{at + 13}/2026 10:00", f"10/{at + 13}/2026 10:05"),
                *(words[at % 3], "Reliable" if at % 2 else "", "Friendly", ""),
            ]
            for at in AT
        ),
    )
    found = load(SURVEY, content, "Satisfaction.csv")
    assert "employee" not in found.matched.values() and asked(found) == []


def test_whether_there_was_a_comment_is_no_comment():
    content = written(
        ["response_received_at", "star_rating", "comments", "Store"],
        *([day(at), 1 + at % 5, ["true", "false"][at % 2], "Leeds"] for at in AT),
    )
    assert "comments" not in load(SURVEY, content).matched


@pytest.mark.parametrize("asked_for", ["1.您办理业务的网点", "光臨門市", "您惠顾的门店是"])
def test_a_survey_asks_in_many_words_which_store_it_was(asked_for):
    content = written(
        ["提交时间", asked_for, "总体满意度"],
        *([day(at), ["南山支行", "福田支行"][at % 2], 1 + at % 5] for at in AT),
    )
    assert load(SURVEY, content).matched[asked_for] == "store"


def test_one_questionnaire_counts_in_one_direction():
    content = written(
        [
            *("Datum", "Filiale"),
            "Wie zufrieden waren Sie insgesamt? (1 = sehr gut, 6 = ungenügend)",
            "Freundlichkeit des Personals (1-6)",
        ],
        *([day(at, "%d.%m.%Y"), "Köln", 1 + at, 1 + (at + 2) % 6] for at in AT),
        encoding="cp1252",
        between=";",
    )
    found = load(SURVEY, content, "Kundenbefragung.csv")
    assert "lowest_best" in asked(found)
    assert held(found, "overall") == [6, 5, 4, 3, 2, 1]
    assert held(found, "attitude") == [4, 3, 2, 1, 6, 5]
    apart = load(SURVEY, content, "Kundenbefragung.csv", answers={"lowest_best": "worst"})
    assert held(apart, "attitude") == [3, 4, 5, 6, 1, 2]


def coloured(colours: list[str]) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("October")
    for at, heading in enumerate(("Date", "Store", "Customer satisfaction")):
        sheet.write(0, at, heading)
    for at, colour in enumerate(colours):
        sheet.write(at + 1, 0, day(at))
        sheet.write(at + 1, 1, "Leeds")
        style = xlwt.easyxf(f"pattern: pattern solid, fore_colour {colour}")
        sheet.write(at + 1, 2, "", style)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_colours_of_an_old_workbook_are_answers():
    colours = ["bright_green", "yellow", "red", "bright_green", "yellow", "red"]
    found = load(SURVEY, coloured(colours), "October.xls")
    assert held(found, "overall") == [3, 2, 1, 3, 2, 1]


def test_one_colour_of_an_old_workbook_only_paints_it():
    found = read(coloured(["yellow"] * 6), "October.xls", Options())
    assert set(found.cells[2]) == {""}


def counts_of_questions() -> bytes:
    words = ["Very satisfied", "Satisfied", "Neutral", "Dissatisfied", "Very dissatisfied"]
    questions = ["Overall, how satisfied were you?", "How was the attitude of our staff?"]
    return written(
        ["Period end", "Store", "Question", "Answer", "Number of responses"],
        *(
            ["2026-09-30", "Leeds", question, word, at + 2 + 3 * number]
            for number, question in enumerate(questions)
            for at, word in enumerate(words)
        ),
    )


def test_of_counts_of_several_questions_those_of_the_whole_are_taken():
    found = load(SURVEY, counts_of_questions(), "results.csv")
    assert taken_for(counts_of_questions(), "results.csv") == "survey"
    assert asked(found) == ["counted_answers"]
    ratings = held(found, "overall")
    assert [ratings.count(point) for point in (5, 4, 3, 2, 1)] == [2, 3, 4, 5, 6]
    assert found.checked.left_out == 5


def test_counts_of_answers_are_of_the_month_that_the_title_names():
    content = written(
        ["Friends and Family Test"],
        ["Period: October 2026"],
        [],
        ["Site", "Total", "Very good", "Good", "Neither good nor poor", "Poor", "Very poor"],
        *([f"Clinic {at}", 20, 2 + at, 3, 2, 1, 4] for at in AT),
    )
    found = load(SURVEY, content, "FFT.csv")
    assert taken_for(content, "FFT.csv") == "survey"
    assert asked(found) == ["counted_answers", "lacking_day_named"]
    assert {each.date() for each in held(found, "date")} == {date(2026, 10, 1)}


# --- people


def test_nobody_is_called_anonymous():
    rows = [[day(at), "anonymous", 4 + at, f"SV-{at:03}"] for at in AT]
    content = written(["Completed", "Email", "Score", "Staff ID number"], *rows)
    sheet = read(content, "quiz.csv", Options())
    assert match(sheet, TRAINING, Options()).position("employee") == 3


def test_a_list_of_learners_is_no_list_of_purchases():
    content = written(
        ["User", "Email", "Enrolled on", "Course status", "Completed on", "Average score"],
        *([f"P. {at}", f"p{at}@a.test", day(at), "Completed", day(at), f"{60 + at}%"] for at in AT),
    )
    assert taken_for(content, "Course users report.csv") == "training"


def test_a_sheet_that_was_signed_tells_the_training_above_its_table():
    content = written(
        ["培训签到表"],
        ["培训主题：服务礼仪提升", "", "培训时间：2026年9月18日 14:00-17:00"],
        ["序号", "工号", "姓名", "部门", "签到"],
        *([at + 1, f"G{at}", "张三", "客服部", ["√", "√", "请假"][at % 3]] for at in AT),
        ["应到：6人", "", "实到：4人"],
    )
    found = load(ATTENDANCE, content, "签到表.csv")
    assert asked(found) == [] and found.checked.rejected == 0
    assert held(found, "course") == ["服务礼仪提升"] * 6
    assert held(found, "date")[0] == datetime(2026, 9, 18, 14)
    assert held(found, "attended") == ["yes", "yes", "excused"] * 2


MEETING = "\r\n".join(
    [
        "1. Summary",
        "Meeting title\tService basics",
        "Start time\t10/16/26, 1:47:45 PM",
        "",
        "2. Participants",
        "Name\tFirst Join\tLast Leave\tEmail\tRole",
        *(
            f"P. {at}\t10/16/26, 1:5{at}:00 PM\t10/16/26, 3:20:00 PM\tp{at}@a.test\tPresenter"
            for at in AT
        ),
        "",
    ]
).encode("utf-16")


def test_who_joined_a_meeting_was_in_class():
    found = load(ATTENDANCE, MEETING, "Attendance report.csv")
    assert taken_for(MEETING, "Attendance report.csv") == "attendance"
    assert held(found, "attended") == ["yes"] * 6
    assert held(found, "course") == ["Service basics"] * 6
    assert {each.date() for each in held(found, "date")} == {date(2026, 10, 16)}


def test_who_did_not_sign_in_was_absent():
    content = written(
        ["工号", "培训名称", "培训日期", "签到时间"],
        *([f"G{at}", "服务礼仪", "2026-09-18", ["13:55", ""][at % 2]] for at in AT),
    )
    assert held(load(ATTENDANCE, content), "attended") == ["yes", "no"] * 3


# --- records


def test_the_address_of_a_visit_is_not_its_store():
    content = written(
        ["audit_id", "score_percentage", "location", "conducted_on", "client_site"],
        *([f"audit_{at}", 80 + at, "12 Quay St", day(at), f"Store {at % 2}"] for at in AT),
    )
    assert load(MYSTERY_VISIT, content).matched["client_site"] == "store"
    alone = written(
        ["audit_id", "score_percentage", "location", "conducted_on"],
        *([f"audit_{at}", 80 + at, f"{at} Quay St", day(at)] for at in AT),
    )
    assert load(MYSTERY_VISIT, alone).matched["location"] == "store"


def test_a_request_is_closed_on_its_completion_date():
    content = written(
        ["CREATION DATE", "STATUS", "COMPLETION DATE", "SERVICE REQUEST NUMBER"],
        *([day(at, "%m/%d/%Y"), "Completed", day(at, "%m/%d/%Y", 11), f"26-{at}"] for at in AT),
    )
    found = load(SERVICE_REQUEST, content, "311.csv", answers={"day_first": "month"})
    assert found.matched["COMPLETION DATE"] == "closed"


def test_an_empty_column_of_remarks_gives_way_to_what_was_complained_of():
    content = written(
        ["客訴單號", "客訴日期", "客訴原因", "客訴問題描述", "備註"],
        *([f"C{at}", day(at), ["態度", "等候"][at % 2], f"店員很兇 {at}", ""] for at in AT),
    )
    found = load(COMPLAINT, content)
    assert found.matched["客訴問題描述"] == "comment" and found.matched["客訴原因"] == "category"
    beside = written(
        ["客訴單號", "客訴日期", "客訴類別", "客訴原因"],
        *([f"C{at}", day(at), "服務", ["態度", "等候"][at % 2]] for at in AT),
    )
    assert load(COMPLAINT, beside).matched["客訴原因"] == "cause"


def test_a_sort_that_all_records_share_sorts_nothing():
    content = written(
        ["Ref", "First received", "Type", "Subject (primary)", "Outcome"],
        *([f"C{at}", day(at), "Formal", ["Waiting", "Staff"][at % 2], "Upheld"] for at in AT),
    )
    assert load(COMPLAINT, content).matched["Subject (primary)"] == "category"


def test_a_count_of_rows_gives_way_to_the_numbers_of_records():
    headings = ["序号", "处罚单号", "处罚日期", "工号", "违规事项", "处罚种类"]
    rows = [[at + 1, f"CF-{at}", day(at), f"Y{at}", "着装", "书面警告"] for at in AT]
    found = load(VIOLATION, written(headings, *rows), "处罚记录.csv")
    assert found.matched["处罚单号"] == "violation_id" and "序号" not in found.matched
    without = [[row[0], *row[2:]] for row in rows]
    alone = load(VIOLATION, written([headings[0], *headings[2:]], *without), "处罚记录.csv")
    assert alone.matched["序号"] == "violation_id"


def test_a_violation_is_dealt_with_when_it_is_acted_upon():
    content = written(
        ["Case #", "Date of Incident", "Date of Action", "Employee ID", "Disciplinary Action"],
        *([f"D{at}", day(at), day(at, month=11), f"E{at}", "Written warning"] for at in AT),
    )
    assert load(VIOLATION, content).matched["Date of Action"] == "date"


def test_whether_there_is_bunting_says_nothing_of_work():
    content = written(
        ["Title", "Date", "Bunting"],
        *([f"Bank holiday {at}", day(at), ["true", "false"][at % 2]] for at in AT),
    )
    found = load(WORKING_DAY, content, "bank-holidays.csv")
    assert held(found, "working") == ["no"] * 6


@pytest.mark.parametrize(
    "kind, heading, column, cell",
    [
        (KPI_VALUE, "测评得分", "value", "88.5"),
        (AUDIT, "Timestamp", "date", "2026-10-13 09:00:00"),
        (PROGRAMME_ITEM, "活动类型", "type", "文化日"),
        (ATTENDANCE, "Meeting title", "course", "Service basics"),
    ],
)
def test_headings_of_more_exports_are_known(kind, heading, column, cell):
    sheet = read(written([heading, "x"], [cell, "a"], [cell, "b"]), "file.csv", Options())
    assert match(sheet, kind, Options()).position(column) == 0


@pytest.mark.parametrize(
    "text, hour, zone",
    [
        ("2026年9月18日 14:00-17:00", 14, ""),
        ("2026年9月18日 09:00-11:00", 9, ""),
        ("2026-09-18 09:00 - 11:30", 9, ""),
        ("2026-09-18 14:00~16:00", 14, ""),
        ("2026-09-18 14:00-07:00", 14, "-07:00"),
    ],
)
def test_hours_from_when_to_when_count_from_their_beginning(text, hour, zone):
    found = read_moment(text, Order())
    assert found is not None and (found.moment.hour, found.zone) == (hour, zone)
