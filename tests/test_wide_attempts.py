"""One row a person with several results in columns: attempts, a test before and one after, modules;
as tools export them."""

from datetime import date

import pytest

from data.kinds.catalog import TRAINING
from data.questions import still_open
from data.reading.options import Options
from data.uploads.prepare import Prepared, prepare
from errors import FileRefused

TODAY = date(2026, 12, 1)


def loaded(content: str, **options) -> Prepared:
    return prepare(
        content.encode(), "x.csv", TRAINING, Options(**{"pass_mark": 60, **options}), TODAY
    )


def asked(found: Prepared) -> list[str]:
    return [
        question.name for question in still_open(found.checked.questions, found.options.answers)
    ]


def results(found: Prepared, *columns: str) -> list[tuple]:
    rows = found.checked.rows
    return list(rows[["employee", *columns, "score"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    "headings",
    [
        ("Attempt 1", "Attempt 2", "Attempt 3"),
        ("第一次成绩", "第二次成绩", "第三次成绩"),
        ("第1次考试成績", "第2次考試成績", "第3次考試成績"),
        ("1st attempt", "2nd attempt", "3rd attempt"),
        ("First attempt score", "Second attempt score", "Third attempt score"),
        ("Score 1", "Score 2", "Score 3"),
        ("Quiz attempt #1 (%)", "Quiz attempt #2 (%)", "Quiz attempt #3 (%)"),
        ("初考成绩", "补考成绩", "补考二成绩"),
        ("Original exam", "Retake", "Retake 2"),
    ],
)
def test_attempts_in_columns_are_one_result_each_in_their_order(headings):
    content = "\n".join(
        [
            f"employee,course,date,{','.join(headings)}",
            "E1,C,2026-09-01,55,65,",
            "E2,C,2026-09-01,80,,",
            "E3,C,2026-09-02,40,50,70",
        ]
    )
    found = loaded(content)
    assert asked(found) == ["attempts"]
    assert results(found, "attempt") == [
        ("E1", 1, 55),
        ("E1", 2, 65),
        ("E2", 1, 80),
        ("E3", 1, 40),
        ("E3", 2, 50),
        ("E3", 3, 70),
    ]
    assert found.checked.rows["line"].tolist() == [2, 2, 3, 4, 4, 4]


def test_what_tells_of_all_attempts_is_left_aside_and_percent_are_points():
    found = loaded(
        "User,Email,Course,Score,Status,Completed on,Attempt 1,Attempt 2\n"
        "Ann,a@x.com,C,85%,Passed,14/09/2026,60%,85%\n"
        "Bob,b@x.com,C,50%,Failed,15/09/2026,40%,50%\nCid,c@x.com,C,90%,Passed,16/09/2026,90%,\n"
    )
    assert [row[1:] for row in results(found, "attempt")] == [
        (1, 60),
        (2, 85),
        (1, 40),
        (2, 50),
        (1, 90),
    ]
    assert found.checked.rows["outcome"].isna().all()
    assert any(
        "Left aside" in str(issue.message) and "Status" in str(issue.message)
        for issue in found.checked.issues
    )


def test_a_score_beside_a_retake_is_that_of_the_first_attempt():
    content = (
        "姓名,工号,考试名称,考试时间,得分,是否及格,考试次数,补考成绩\n"
        "张三,E1,礼仪,2026-09-14,85,及格,1,\n"
        "李四,E2,礼仪,2026-09-14,55,不及格,2,70\n"
    )
    assert results(loaded(content), "attempt") == [("E1", 1, 85), ("E2", 1, 55), ("E2", 2, 70)]
    assert results(loaded(content, answers={"attempts": "no"})) == [("E1", 85), ("E2", 55)]


def test_each_attempt_may_have_a_date_of_its_own():
    found = loaded(
        "employee,course,Attempt 1,Attempt 1 date,Attempt 2,Attempt 2 date\n"
        "E1,C,55,2026-09-01,65,2026-10-02\nE2,C,80,2026-09-03,,\n"
        "E3,C,90,2026-09-03,,\n"
    )
    assert [str(day)[:10] for day in found.checked.rows["date"]] == [
        "2026-09-01",
        "2026-10-02",
        "2026-09-03",
        "2026-09-03",
    ]


@pytest.mark.parametrize(
    "headings",
    [
        ("Pre-test", "Post-test"),
        ("Quiz: Pre-test (Real)", "Quiz: Post-test (Real)"),
        ("训前测试", "训后测试"),
        ("培訓前測驗成績", "培訓後測驗成績"),
        ("Pre training score", "Post training score"),
        ("课前测试分数", "课后测试分数"),
    ],
)
def test_a_test_before_and_one_after_are_asked_about_and_the_later_one_counts(headings):
    content = "\n".join(
        [
            f"Employee ID,Course,Date,{headings[0]},{headings[1]},Improvement",
            "E1,C,2026-09-14,45,82,37",
            "E2,C,2026-09-14,50,,",
            "E3,C,2026-09-14,38,91,53",
        ]
    )
    found = loaded(content)
    assert (
        asked(found) == ["before_after"]
        and results(found) == [("E1", 82), ("E3", 91)]
        and found.checked.left_out == 1
    )
    both = loaded(content, answers={"before_after": "both"})
    assert results(both, "module") == [
        ("E1", headings[0], 45),
        ("E1", headings[1], 82),
        ("E2", headings[0], 50),
        ("E3", headings[0], 38),
        ("E3", headings[1], 91),
    ]


def test_columns_beside_a_known_course_are_its_modules_and_their_total_is_left_aside():
    found = loaded(
        "Employee ID,Exam date,Course,Module 1,Law,Total\nE1,2026-09-14,C,80,70,75\n"
        "E2,2026-09-14,C,60,#N/A,60\n"
        "E3,2026-09-14,C,90,95,92\n"
    )
    assert asked(found) == ["modules"]
    assert results(found, "module") == [
        ("E1", "Module 1", 80),
        ("E1", "Law", 70),
        ("E2", "Module 1", 60),
        ("E3", "Module 1", 90),
        ("E3", "Law", 95),
    ]
    assert [
        (issue.row, issue.column) for issue in found.checked.issues if issue.value == "#N/A"
    ] == [(3, "Law")]


@pytest.mark.parametrize(
    "content",
    [
        # one row an attempt
        "employee,course,date,attempt,score\nE1,C,2026-09-01,1,55\nE1,C,2026-09-02,2,65\n",
        # how many there were
        "employee,course,date,score,Attempts\nE1,C,2026-09-01,55,2\nE2,C,2026-09-01,75,1\n",
        "employee,course,date,Pre-test,Score\nE1,C,2026-09-01,20,75\nE2,C,2026-09-01,30,85\n",
    ],
)  # the score is named
def test_files_with_one_result_a_row_are_asked_nothing_of_this_kind(content):
    assert (
        not {"attempts", "before_after", "modules"} & set(asked(loaded(content)))
        and len(loaded(content).checked.rows) == 2
    )


def test_error_cells_under_courses_and_attempts_are_counted_and_told_row_by_row():
    content = (
        "employee,course,date,Attempt 1,Attempt 2\nE1,C,2026-09-01,#N/A,65\n"
        "E2,C,2026-09-01,#DIV/0!,\nE3,C,2026-09-01,80,#REF!\n"
    )
    courses = (
        "employee,date,Greeting,Selling,Law\nE1,2026-09-01,#N/A,65,70\nE2,2026-09-01,#DIV/0!,,\n"
        "E3,2026-09-01,80,#REF!,90\n"
    )
    for found in (loaded(content), loaded(courses)):
        told = [str(issue.message) for issue in found.checked.issues]
        assert any(
            sentence.startswith("Cells in the place of results that hold the error of a formula")
            and ": 3." in sentence
            for sentence in told
        )
        assert [
            issue.row
            for issue in found.checked.issues
            if (issue.value or "").startswith("#") and issue.level == "warning"
        ] == [2, 3, 4]
        assert any("but errors of formulas: #DIV/0!" in sentence for sentence in told)


def test_total_points_are_the_score_in_a_quiz_of_microsoft_forms_whose_maximum_is_asked_for():
    content = (
        "ID,Completion time,Email,Name,Total points,Quiz feedback,Greet?,Points - "
        "Greet?,Smile?,Points - Smile?\n"
        "1,2026-09-14 10:12:11,a@x.com,Ann,2,,all,1,3 s,1\n"
        "2,2026-09-14 10:13:11,b@x.com,Bob,1,,none,0,3 s,1\n"
        "3,2026-09-15 10:15:11,c@x.com,Cid,2,,all,1,3 s,1\n"
    )
    likely = loaded(content, set={"course": "C"})
    assert asked(likely) == ["unsaid:maximum=5"] and set(likely.checked.rows["maximum"]) == {5}
    with pytest.raises(FileRefused, match="goes up to .* only"):
        loaded(content, set={"course": "C"}, answers={"unsaid:maximum=5": "no"})
    found = loaded(content, set={"course": "C", "maximum": "2"})
    assert [row[1] for row in results(found)] == [2, 1, 2] and found.checked.rows[
        "maximum"
    ].tolist() == [2, 2, 2]


def test_staff_numbers_asked_for_in_a_form_name_the_person():
    content = (
        "序号,提交答卷时间,所用时间,总分,1、您的姓名：,2、您的工号：\n"
        "1,2026/9/14 10:02:11,300秒,100,张三,E001\n"
        "2,2026/9/14 10:05:11,280秒,50,李四,E002\n"
    )
    assert results(loaded(content, set={"course": "C"})) == [("E001", 100), ("E002", 50)]
