"""Rows that their own tool marks as no answers: in the shapes that survey tools and course
platforms export."""

from datetime import date

import pytest

from data.issues import ERROR, NOTE, WARNING
from data.kinds.catalog import NPS, PRAISE, SURVEY, TRAINING, kind_named
from data.reading.options import Options
from data.uploads.prepare import prepare
from errors import WrongCall
from i18n import translator

TODAY = date(2026, 11, 20)
SAY = translator("en")


def loaded(kind, head, rows, **options):
    content = "\n".join([head, *(",".join(map(str, row)) for row in rows)])
    return prepare(content.encode(), "file.csv", kind, Options(**options), TODAY).checked


def left_out(checked):
    """Rows left out -> the column that says so."""
    return {
        issue.row: issue.column for issue in checked.issues if issue.level == NOTE and issue.row
    }


def states(states, heading="Status", kind=NPS, **options):
    """A file of answers with one state each."""
    rows = [(f"R{at}", f"2026-09-{at % 28 + 1:02d}", 9, state) for at, state in enumerate(states)]
    return loaded(
        kind, f"Response ID,Date,{'NPS' if kind is NPS else 'Overall'},{heading}", rows, **options
    )


def case(shared, name, kind, **options):
    content = (shared / "cases/public/test-and-partial-responses" / name).read_bytes()
    return prepare(content, name, kind_named(kind), Options(**options), TODAY).checked


def net(scores):
    return float((scores >= 9).mean() - (scores <= 6).mean())


def test_previews_spam_and_unfinished_answers_of_qualtrics_are_asked_about_and_left_out(shared):
    checked = case(shared, "qualtrics.csv", "nps")
    assert (
        len(checked.rows),
        checked.left_out,
        checked.rejected,
        net(checked.rows["score"].dropna()),
    ) == (60, 40, 0, 0.25)
    [question] = checked.questions
    assert (question.name, question.likely, [choice.name for choice in question.choices]) == (
        "not_counted",
        "leave_out",
        ["leave_out", "count"],
    )
    assert (
        "40 (“Finished” is “False”: 20, “Status” is “Survey Preview”: 15, “Status” is “Spam”: 5)"
        in SAY(question.message)
    )
    counted = case(shared, "qualtrics.csv", "nps", answers={"not_counted": "count"})
    assert (len(counted.rows), counted.left_out) == (100, 0) and any(
        "counted, as answered" in str(issue.message) for issue in counted.issues
    )


def test_rows_without_an_answer_need_no_question(shared):
    checked = case(shared, "formbricks.csv", "nps")
    assert (len(checked.rows), checked.left_out, net(checked.rows["score"]), checked.questions) == (
        40,
        20,
        0.25,
        (),
    )


def test_attempts_not_finished_or_not_graded_are_told_by_their_state(shared):
    checked = case(shared, "moodle_states.csv", "training", set={"course": "Basics"}, pass_mark=80)
    assert (len(checked.rows), checked.left_out, checked.rejected, checked.questions) == (
        14,
        26,
        0,
        (),
    )
    told = {issue.value for issue in checked.issues if issue.level == NOTE}
    assert told == {"In progress", "Overdue", "Never submitted", "Not yet graded"} and not [
        i for i in checked.issues if i.level == ERROR
    ]


@pytest.mark.parametrize(
    "heading, good, bad",
    [
        ("Status", "Complete", "Partial"),
        ("Status", "Complete", "Disqualified"),
        ("Status", "Completed", "In progress"),  # Alchemer, SurveyMonkey
        ("Response Type", "completed", "partial"),
        ("response_status", "completed", "overquota"),  # Typeform, SurveyMonkey
        ("Status", "IP Address", "Survey Test"),
        ("Status", "Imported", "Survey Preview"),
        ("DistributionChannel", "email", "preview"),  # Qualtrics
        ("答卷状态", "有效", "无效"),
        ("状态", "正常", "无效答卷"),
        ("是否有效", "是", "否"),
        ("是否有效", "有效", "无效"),
        ("狀態", "已完成", "未完成"),
        ("Finished", "True", "False"),
        ("Finished", "1", "0"),
        ("Completed", "Yes", "No"),
        ("是否完成", "是", "否"),
        ("is_test_data", "false", "true"),
        ("Deleted", "No", "Yes"),
        *(("isdeleted", "No", "Yes"), ("ispreview", "No", "Yes"), ("testdata", "No", "Yes")),
        ("Progress", "100", "42"),
        ("Progress", "100%", "42%"),
        ("进度", "100", "0"),
        ("Spam", "no", "yes"),
    ],
)
def test_a_heading_and_its_cells_together_say_what_does_not_count(heading, good, bad):
    checked = states([good] * 8 + [bad] * 2, heading)
    assert left_out(checked) == {10: heading, 11: heading} and len(checked.rows) == 8
    assert [question.name for question in checked.questions] == ["not_counted"]
    assert [
        issue
        for issue in checked.issues
        if issue.level == WARNING and f"“{heading}” is “{bad}”: 2" in SAY(issue.message)
    ]


@pytest.mark.parametrize(
    "heading, cells",
    [
        ("Status", ["Closed", "Open", "Solved", "Pending"]),
        ("Status", ["Completed", "Cancelled", "In progress"]),
        ("Status", ["Delivered", "Deleted"]),
        ("Order status", ["Completed", "In progress"]),
        ("状态", ["已发货", "未完成"]),
        ("State", ["NSW", "VIC"]),
        ("Status", ["Gold", "Test"]),
        ("Progress", ["3", "8"]),
        ("Progress", ["good", "100"]),
        ("Finished", ["10:30", "11:00"]),
        ("Finished", ["Yes", "Yes"]),
        ("Valid", ["2027", "2028"]),
        ("Test", ["A", "B"]),
        *((heading, ["No", "Yes"]) for heading in ("Data deleted", "Data removed", "In test")),
        *((heading, ["No", "Yes"]) for heading in ("Response ignored", "Excluded from sale")),
        ("Status", ["Complete", "Complete"]),
        ("Status", ["1", "2"]),
    ],
)
def test_the_state_of_something_else_leaves_no_row_out(heading, cells):
    checked = states(cells * 5, heading)
    assert (
        len(checked.rows) == 5 * len(cells) and checked.questions == () and left_out(checked) == {}
    )


def test_codes_of_qualtrics_in_place_of_words():
    head = "StartDate,EndDate,Status,Progress,Finished,ResponseId,NPS"
    rows = [
        ("2026-09-01", "2026-09-01", code, 100, 1, f"R{at}", 9)
        for at, code in enumerate([0, 0, 1, 2, 4, 8, 16, 17])
    ]
    checked = loaded(NPS, head, rows)
    assert sorted(left_out(checked)) == [4, 5, 7, 9]


def test_an_answer_that_limesurvey_never_saw_submitted():
    head = (
        "id. Response ID,submitdate. Date submitted,lastpage. Last page,startlanguage. Start "
        "language,NPS"
    )
    rows = [
        ("1", "2026-09-01 10:00", 3, "en", 9),
        ("2", "", 1, "en", 3),
        ("3", "2026-09-02 10:00", 3, "en", 10),
    ]
    checked = loaded(
        NPS,
        head,
        rows,
        match={"submitdate. Date submitted": "date", "id. Response ID": "response_id"},
    )
    assert (len(checked.rows), checked.left_out, checked.rejected, checked.questions) == (
        2,
        1,
        0,
        (),
    )
    assert [
        (i.row, "never submitted" in str(i.message)) for i in checked.issues if i.level == NOTE
    ] == [(3, True)]
    without = loaded(NPS, "id,submitdate,NPS", [("1", "2026-09-01", 9), ("2", "", 3)])
    assert without.rejected == 1  # another tool's empty date is a fault as before


def test_a_row_with_two_reasons_is_told_the_first():
    rows = [
        (1, "2026-09-01", 9, "False", "Survey Preview"),
        (2, "2026-09-01", 9, "True", "IP Address"),
    ]
    checked = loaded(NPS, "ID,Date,NPS,Finished,Status", rows)
    assert [(i.column, i.row) for i in checked.issues if i.level == NOTE] == [("Status", 2)]


def test_a_column_that_the_kind_uses_is_left_to_it():
    rows = [(1, "2026-09-01", "E1", "有效"), (2, "2026-09-01", "E2", "无效")]
    checked = loaded(PRAISE, "编号,日期,被表扬人,是否有效", rows)
    assert checked.rows["verified"].tolist() == ["yes", "no"] and checked.left_out == 0


def test_courses_that_were_only_begun_are_asked_about():
    rows = [
        ("E1", "Basics", "2026-09-01", 90, "Completed"),
        ("E2", "Basics", "", "", "Not started"),
        ("E3", "Basics", "2026-09-02", 40, "In progress"),
    ]
    checked = loaded(TRAINING, "Employee,Course,Exam date,Score,Status", rows, pass_mark=80)
    assert (len(checked.rows), checked.left_out, len(checked.questions)) == (1, 2, 1)


def test_a_row_that_was_not_asked_for_is_told_once():
    rows = [
        ("2026-09-01", 9, "NPS", "Complete"),
        ("2026-09-01", 8, "Other", "Partial"),
        ("2026-09-01", 7, "NPS", "Partial"),
    ]
    checked = loaded(NPS, "Date,NPS,Group,Status", rows, where={"Group": "NPS"})
    assert (len(checked.rows), checked.left_out) == (1, 2) and left_out(checked) == {
        3: "Group",
        4: "Status",
    }


def test_a_wrong_answer_is_refused():
    with pytest.raises(WrongCall, match="leave_out"):
        states(["Complete", "Partial"], answers={"not_counted": "perhaps"}, kind=SURVEY)


def test_points_of_a_day_count_although_their_state_is_not_finished():
    rows = [
        (f"E{at}", "Service", f"2026-10-{at + 1:02}", 60 + at, ["Passed", "Overdue"][at % 2])
        for at in range(10)
    ]
    rows += [
        ("E10", "Service", "", "", "Not started"),
        ("E11", "Service", "2026-10-30", 0, "Started"),
    ]
    found = loaded(TRAINING, "Employee ID,Course,Date,Score,Result", rows, pass_mark=65.0)
    assert len(found.rows) == 10 and found.left_out == 2


@pytest.mark.parametrize("heading, good", [("得分", "80"), ("结果", "合格")])
def test_whoever_was_absent_is_left_out_and_no_fault(heading, good):
    rows = [
        (f"E{at}", "礼仪", "" if at % 4 == 0 else "2026-10-05", good if at % 4 else "缺考")
        for at in range(12)
    ]
    found = loaded(TRAINING, f"工号,课程,考试日期,{heading}", rows, pass_mark=60.0)
    assert (len(found.rows), found.rejected, found.left_out) == (9, 0, 3)
