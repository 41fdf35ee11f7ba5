"""Files that nobody has seen whose rows are not records yet: reports of meetings below their own
description, holidays as periods, results month by month, praise of colleagues."""

from datetime import date

import pytest

from data.kinds.catalog import (
    ATTENDANCE,
    COMPLAINT,
    KPI_VALUE,
    MYSTERY_VISIT,
    PRAISE,
    ROSTER,
    SUPERVISOR_RATING,
    SURVEY,
    WORKING_DAY,
)
from data.matching.likeness import contradicts
from data.questions import OF_ONE_FILE
from data.reading.options import Options
from data.reading.reader import read
from tests.test_unseen_records import asked, book, load, taken_for, written

_TIMES = ["10/13/2026 09:00:00 AM", "10/13/2026 11:00:00 AM"]
ZOOM = written(
    ["Topic", "ID", "Host", "Duration (minutes)", "Start time", "End time", "Participants"],
    ["Service basics", "855 1234", "Ann Lee", "120", *_TIMES, "3"],
    [],
    ["Name (original name)", "Email", "Join time", "Leave time", "Duration (minutes)", "Guest"],
    *(["P", f"p{one}@corp.test", *_TIMES, "110", "No"] for one in range(3)),
)
_HOSTS = ["Attended", "User Name", "Email", "Join Time", "Leave Time", "Is Guest"]
WEBINAR = written(
    ["Attendee Report"],
    ["Report Generated:", "10/14/2026 01:01 PM"],
    ["Topic", "Webinar ID", "Actual Start Time", "# Registered"],
    ["Service basics", "812 345", _TIMES[0], "12"],
    ["Host Details"],
    _HOSTS,
    ["Yes", "Ann Lee", "ann@corp.test", *_TIMES, "No"],
    ["Attendee Details"],
    [*_HOSTS[:2], "First Name", "Last Name", "Registration Time", "Approval Status", *_HOSTS[2:]],
    *(
        ["Yes" if one else "No", "P", "P", "X", _TIMES[0], "approved", f"p{one}@corp.test"]
        + (_TIMES if one else ["--", "--"])
        + ["No"]
        for one in range(3)
    ),
)
GOTO = written(
    ["Attendee Report"],
    ["Webinar Name", "Webinar ID"],
    ["Service basics", "123-456-789"],
    ["Actual Start Date/Time", "Duration", "# Registered"],
    ["Oct 13, 2026 09:00 AM", "2 hours", "12"],
    [],
    ["Session Details"],
    ["Attended", "Last Name", "First Name", "Email Address", "Time in Session"],
    *(
        ["Yes" if one else "No", "P", "X", f"p{one}@corp.test", f"1 hour {one} minutes"]
        for one in range(3)
    ),
)


@pytest.mark.parametrize(
    ("content", "came", "questions"),
    [
        (ZOOM, ["yes"] * 3, []),
        (WEBINAR, ["no", "yes", "yes"], ["tables"]),
        (GOTO, ["no", "yes", "yes"], []),
    ],
    ids=["meeting", "webinar", "session"],
)
def test_the_lines_above_a_list_of_participants_say_which_training_it_was(content, came, questions):
    assert taken_for(content, "participants.csv") == "attendance"
    found = load(ATTENDANCE, content, "participants.csv")
    rows = found.checked.rows
    assert rows["employee"].tolist() == [f"p{one}@corp.test" for one in range(3)]
    assert rows["attended"].tolist() == came and set(rows["course"]) == {"Service basics"}
    assert set(rows["date"].dt.date) == {date(2026, 10, 13)} and asked(found) == questions


def test_a_description_is_told_and_records_above_a_table_are_none():
    told = [
        str(issue.message) for issue in load(ATTENDANCE, ZOOM, "participants.csv").checked.issues
    ]
    assert any("say what the table below them is about" in text for text in told)
    two = written(
        ["date", "overall", "comment"],
        ["2026-09-01", "5", "Kind"],
        ["2026-09-02", "4", "Quick"],
        [],
        ["date", "store", "score", "remark"],
        ["2026-09-03", "North", "90", "a"],
        ["2026-09-04", "South", "80", "b"],
    )
    assert asked(load(SURVEY, two)) == ["tables"]


def test_the_first_of_two_tables_is_likely_where_the_longer_one_holds_something_else():
    content = written(
        ["date", "overall", "comment"],
        *([f"2026-09-0{day}", "5", "Kind"] for day in range(1, 4)),
        ["Visits"],
        ["date", "store", "score", "remark"],
        *([f"2026-09-0{day}", "North", "90", "a"] for day in range(1, 9)),
    )
    assert taken_for(content) == "survey"
    found = load(SURVEY, content)
    assert asked(found) == ["tables"] and found.checked.rows["overall"].tolist() == [5, 5, 5]


@pytest.mark.parametrize(
    "between", [lambda at: [[]], lambda at: [["South area"]] if not at else []]
)
def test_the_first_store_of_a_list_does_not_describe_the_others(between):
    names = ["Shop 1", "Harbour", "Station 2", "Market"]
    rows = [
        row for at, name in enumerate(names) for row in ([name, "North", "Store"], *between(at))
    ]
    sheet = read(written(["Store name", "Region", "Format"], *rows), "stores.csv", Options())
    assert sheet.headings == ("Store name", "Region", "Format")
    assert [name for name in sheet.cells[0] if name in names] == names


def test_how_long_somebody_stayed_is_no_course():
    course = ATTENDANCE.column("course")
    assert contradicts("Time in Session", ["1 hour 50 minutes", "20 minutes"], course, ATTENDANCE)
    assert not contradicts("Session", ["Service basics"], course, ATTENDANCE)


@pytest.mark.parametrize(
    ("rows", "off", "worked"),
    [
        (
            [
                ["节日", "放假时间", "天数", "补班日期"],
                ["元旦", "1月1日（周四）至3日（周六）放假调休，共3天", "3", "1月4日（周日）上班"],
                ["清明节", "4月4日", "1", ""],
            ],
            ["2026-01-01", "2026-01-02", "2026-01-03", "2026-04-04"],
            ["2026-01-04"],
        ),
        (
            [
                ["Holiday", "Start date", "End date"],
                ["Winter", "2026-12-30", "2027-01-01"],
                ["Labour day", "2027-05-01", ""],
            ],
            ["2026-12-30", "2026-12-31", "2027-01-01", "2027-05-01"],
            [],
        ),
        (
            [["Betriebsferien", "Zeitraum"], ["Weihnachten", "30.12.2026 - 01.01.2027"]],
            ["2026-12-30", "2026-12-31", "2027-01-01"],
            [],
        ),
        (
            [
                ["Public holiday", "Dates"],
                ["New Year", "Dec 31 – Jan 1"],
                ["Easter", "3 Apr"],
                ["May", "1 May"],
            ],
            ["2025-12-31", "2026-01-01", "2026-04-03", "2026-05-01"],
            [],
        ),
    ],
    ids=["chinese", "from and to", "german", "over the year"],
)
def test_each_day_of_a_holiday_is_a_row(rows, off, worked):
    content, name = written(*rows), "2026 holidays.csv"
    assert taken_for(content, name) == "working_day"
    found = load(WORKING_DAY, content, name)
    told = found.checked.rows
    days = told["date"].dt.strftime("%Y-%m-%d")
    assert days[told["working"] == "no"].tolist() == off
    assert days[told["working"] == "yes"].tolist() == worked
    assert asked(found) == ["off_periods"]


def test_years_that_a_file_leaves_out_are_asked_of_each_file_anew():
    assert {"off_periods", "month_columns_year"} <= OF_ONE_FILE


@pytest.mark.parametrize(
    "rows",
    [
        [["门店", "7月", "8月", "9月", "季度平均"], ["福田店", "85", "88", "89", "87.3"]],
        [["门店", "7月", "8月", "9月", "三季度"], ["福田店", "85", "88", "89", "87.3"]],
        [["Store", "Jul-26", "Aug-26", "Sep-26", "YTD"], ["North", "85", "88", "89", "87"]],
    ],
    ids=["mean", "quarter", "by its numbers"],
)
def test_what_sums_up_months_is_no_result(rows):
    content = book("Sheet1", ["2026 神秘顾客得分 mystery shopping"], *rows)
    assert taken_for(content, "2026.xlsx") == "mystery_visit"
    found = load(MYSTERY_VISIT, content, "2026.xlsx")
    assert found.checked.rows["overall"].tolist() == [85, 88, 89]
    assert found.checked.rows["date"].dt.month.tolist() == [7, 8, 9]


def test_praise_of_colleagues_counts_for_no_customer_unasked():
    content = written(
        ["Date", "Giver", "Receiver Email", "Amount", "Reason"],
        *(
            [f"2026-10-{day:02}", "G", f"p{day}@x.test", "10", "Stayed late to help a guest"]
            for day in range(1, 6)
        ),
    )
    assert taken_for(content, "recognition export.csv") == "praise"
    found = load(PRAISE, content, "recognition export.csv")
    assert set(found.checked.rows["verified"]) == {"no"} and "praise_verified" in asked(found)


GUESTS = ["Quite slow at the till", "Staff were really kind", "I would come back again"]


def answers(*more: str, texts: list[str] = GUESTS):
    rows = [
        [f"2026-10-{day:02}", str(day % 5 + 1), *(f"{texts[day % 3]} {day}" for _ in more)]
        for day in range(1, 11)
    ]
    return load(SURVEY, written(["Answered on", "Overall satisfaction", *more], *rows))


@pytest.mark.parametrize(
    ("heading", "texts", "likely"),
    [
        ("FFT", GUESTS, "FFT"),
        (
            "Follow-up",
            ["Called the guest back", "Sent a voucher by post", "Spoke to staff"],
            "none",
        ),
        (
            "FFT",
            ["Sehr nette Bedienung", "Die Kasse war sehr langsam", "Gute schnelle Beratung"],
            "FFT",
        ),
        ("FFT", ["服务员态度很好", "等候时间有点长", "环境干净整洁"], "FFT"),
    ],
    ids=["English", "of staff", "German", "Chinese"],
)
def test_what_somebody_wrote_is_asked_about_and_that_of_staff_is_likely_no_comment(
    heading, texts, likely
):
    found = answers(heading, texts=texts)
    (question,) = [one for one in found.checked.questions if one.name == "left_over:comment"]
    assert question.likely == likely
    assert found.checked.rows["comment"].isna().all() == (likely == "none")


def test_of_several_columns_of_what_somebody_wrote_one_is_chosen():
    (question,) = [
        one for one in answers("FFT", "Zz").checked.questions if one.name == "left_over:comment"
    ]
    assert [choice.name for choice in question.choices] == ["FFT", "Zz", "none"]
    assert question.likely == "FFT"


@pytest.mark.parametrize(
    ("kind", "headings", "row", "wanted"),
    [
        (
            ATTENDANCE,
            ["培训班编号(必填)", "姓名(必填)", "考勤日期(必填)", "考勤状态(必填)"],
            ["PX1", "张伟", "2026-10-01", "缺勤"],
            {"course": "PX1", "employee": "张伟", "attended": "no"},
        ),
        (
            COMPLAINT,
            ["Fecha y hora", "Tipo de reclamo", "Detalles", "ID Reclamo"],
            ["13/10/2026 09:00", "Atención", "Sin servicio", "R001"],
            {"complaint_id": "R001", "category": "Atención", "comment": "Sin servicio"},
        ),
        (
            ROSTER,
            ["Personalnummer", "Standort", "Anstelldatum", "Ende des Arbeitsverhältnisses"],
            ["1001", "Köln", "15.02.2020", "20.10.2026"],
            {"employee": "1001", "store": "Köln"},
        ),
    ],
    ids=["sign-in", "reclamos", "personal"],
)
def test_headings_of_other_trades_are_known(kind, headings, row, wanted):
    number = row.index(next(cell for cell in row if cell in ("PX1", "R001", "1001")))
    others = ([*row[:number], f"{row[number]}{one}", *row[number + 1 :]] for one in range(3))
    name = "Personalliste 2026-10-31.csv"
    rows = load(kind, written(headings, row, *others), name).checked.rows
    assert {name: rows[name].iloc[0] for name in wanted} == wanted
    if kind is ROSTER:
        assert (str(rows["hired_on"].iloc[0])[:10], str(rows["left_on"].iloc[0])[:10]) == (
            "2020-02-15",
            "2026-10-20",
        )


def test_points_of_a_game_are_no_rating_by_a_superior():
    content = written(
        ["Position", "Alias", "User", "Score", "Team", "Challenges", "% Won", "Knowledge level"],
        *(
            [str(one), f"al{one}", f"u{one}@x.test", str(5200 - one), "North", "12", "50%", "80%"]
            for one in range(1, 13)
        ),
    )
    assert taken_for(content, "Players ranking.csv") == "none"


def test_a_time_of_day_is_no_label():
    content = written(
        ["Class: Service basics"],
        ["Start time", "10/13/2026 08:55 AM"],
        [],
        ["Email", "Attended"],
        ["a@x.test", "Yes"],
        ["b@x.test", "No"],
    )
    sheet = read(content, "class.csv", Options())
    assert ("Start time", "10/13/2026 08:55 AM") in sheet.above[0]
    found = load(ATTENDANCE, content, "class.csv", set={"course": "Service basics"})
    assert set(found.checked.rows["date"].dt.date) == {date(2026, 10, 13)}


def months_of(headings: list[str], *scores: int | str):
    """Month and score of those results by month and quarter that are results of their own."""
    content = written(
        ["门店", *headings], ["福田店", *scores], ["南山店", *scores], ["宝安店", *scores]
    )
    assert taken_for(content, "神秘顾客得分.csv") == "mystery_visit"
    rows = load(MYSTERY_VISIT, content, "神秘顾客得分.csv").checked.rows
    own = rows[rows["store"] == "福田店"]
    return list(zip(own["date"].dt.strftime("%Y-%m"), own["overall"], strict=True))


@pytest.mark.parametrize(
    ("headings", "scores", "results"),
    [
        (["7月", "8月", "9月", "三季度"], (80, 90, 70, 86), "7 8 9"),
        (["Jul 2026", "Aug 2026", "Sep 2026", "Q3 2026"], (80, 90, 70, 86), "7 8 9"),
        (["7月", "8月", "9月", "三季度"], (80, "", 70, 86), "7 9"),
        (["一季度", "二季度", "7月", "8月", "三季度"], (60, 65, 80, 90, 86), "1 4 7 8"),
        (["4月", "5月", "6月", "一季度"], (80, 90, 70, 86), "4 5 6"),
        (
            ["4月", "5月", "6月", "一季度", "7月", "8月", "9月", "二季度"],
            (80, 90, 70, 86, 81, 91, 71, 87),
            "4 5 6 7 8 9",
        ),
        (["Apr 2026", "May 2026", "Q3 2026"], (80, 90, 86), "4 5 7"),
    ],
    ids="weighted dated empty before own two others".split(),
)
def test_a_quarter_beside_its_months_is_no_result_whatever_its_weights(headings, scores, results):
    told = months_of(headings, *scores)
    assert [month for month, _ in told] == [f"2026-{int(one):02}" for one in results.split()]


def test_months_without_a_year_leave_the_quarter_of_another_year():
    told = months_of(["7月", "8月", "9月", "2025年三季度"], 80, 90, 70, 86)
    assert told == [("2026-07", 80), ("2026-08", 90), ("2026-09", 70), ("2025-07", 86)]


@pytest.mark.parametrize("kind", [KPI_VALUE, SUPERVISOR_RATING])
def test_a_quarter_that_is_no_result_is_told(kind):
    head = "KPI" if kind is KPI_VALUE else "Employee ID"
    content = written([head, "Jul", "Aug", "Sep", "Q3"], ["E1", 4, 5, 3, 4.4], ["E2", 3, 4, 3, 3.4])
    found = load(kind, content)
    told = [issue.message for issue in found.checked.issues]
    assert any("sum up the months" in str(one) and "Q3" in str(one) for one in told)
    assert kind is KPI_VALUE or found.checked.rows["score"].tolist() == [4, 5, 3, 3, 4, 3]


def praised(head: str, *more: str) -> bytes:
    rows = [[f"2026-10-{day:02}", "G", "E1", "Helped a guest", *more[1:]] for day in range(1, 6)]
    return written(["Date", head, "Employee ID", "Reason", *more[:1]], *rows)


@pytest.mark.parametrize(
    ("content", "verified"),
    [
        (praised("Sender"), "yes"),
        (praised("赠送人"), "yes"),
        (praised("Giver"), "no"),
        (praised("Giver", "Checked?", "Yes"), "yes"),
    ],
)
def test_only_givers_are_colleagues_and_a_verdict_of_each_row_comes_first(content, verified):
    found = load(PRAISE, content, "praise.csv")
    assert "praise_verified" in asked(found)
    assert set(found.checked.rows["verified"]) == {verified}


def test_a_japanese_list_of_who_attended_is_no_exam():
    rows = [["接遇研修", f"2026/10/{6 + one % 2}", f"S{one}", "○○×"[one % 3]] for one in range(6)]
    content = written(["研修名", "実施日", "社員番号", "出欠"], *rows)
    assert taken_for(content, "研修出欠一覧.csv") == ATTENDANCE.name
    found = load(ATTENDANCE, content, "研修出欠一覧.csv").checked.rows
    assert found["attended"].tolist() == ["yes", "yes", "no"] * 2
    assert found["employee"].tolist() == [f"S{one}" for one in range(6)]
