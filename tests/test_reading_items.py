"""Exam items read out of wide files: points, responses and answer matrices, and Moodle's own files
counted a second time."""

import csv
import io
import json
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

import data.__main__ as data_commands
from data.archive.rebuild import rebuild
from data.kinds.catalog import EXAM_ITEM, NPS, SURVEY, TRAINING
from data.matching.exam_headings import item_heading, slots
from data.matching.exam_items import beside, read_items
from data.matching.exam_marking import marked
from data.matching.headings import match
from data.matching.recognise import recognise
from data.reading.options import Options
from data.reading.reader import read
from data.reading.sheet import Sheet
from data.uploads.prepare import CheckedWith, FileId, Prepared, prepare, prepare_sheet
from data.uploads.store import add
from errors import FileRefused
from metrics.training.exam import exam

TODAY = date(2026, 12, 1)
MATRIX = (
    '姓名,考试日期,第1题,第2题,第10题\n标准答案,,B,AC,D\n张三,2026-09-01,B,"C,A",A\n'
    "李四,2026-09-01,a,A,d\n王五,2026-09-01,,-,D\n"
)


def sheet(*rows) -> Sheet:
    cells = pd.DataFrame(rows[1:], dtype="str").set_axis(range(len(rows[0])), axis=1)
    return Sheet("x", tuple(rows[0]), cells, tuple(range(2, len(rows) + 1)))


def prepared(content: str, kind=EXAM_ITEM, **options) -> Prepared:
    return prepare(
        content.encode(), "x.csv", kind, Options(**{"set": {"course": "C"}, **options}), TODAY
    )


def told(found: Prepared) -> list[str]:
    return [str(issue.message) for issue in found.checked.issues if issue.row is None]


def answers(found: Prepared) -> dict[tuple[str, str], tuple]:
    rows = found.checked.rows
    shown = rows[["response", "correct_response", "score", "maximum"]].astype(object)
    return dict(
        zip(
            zip(rows["employee"], rows["item"], strict=True),
            shown.where(shown.notna(), None).itertuples(index=False, name=None),
            strict=True,
        )
    )


@pytest.mark.parametrize(
    "heading, expected",
    [
        ("Q. 1 /0.79", ("mark", 1, "Q. 1", 0.79)),
        ("q 12", ("mark", 12, "q 12", None)),
        ("Q01", ("mark", 1, "Q01", None)),
        ("Question 3", ("mark", 3, "Question 3", None)),
        ("ITEM 4 (2 points)", ("mark", 4, "ITEM 4", 2)),
        ("第1题", ("mark", 1, "第1题", None)),
        ("第 2 題（5分）", ("mark", 2, "第 2 題", 5)),
        ("题7", ("mark", 7, "题7", None)),
        ("第3题得分", ("mark", 3, "第3题", None)),
        ("9", ("mark", 9, "9", None)),
        ("3、顾客进店先做什么？（5分）", ("mark", 3, "3、顾客进店先做什么？", 5)),
        ("3. Open 24/7", ("mark", 3, "3. Open 24/7", None)),
        ("Response 1", ("response", 1, "Response 1", None)),
        ("Answer 2", ("response", 2, "Answer 2", None)),
        ("作答3", ("response", 3, "作答3", None)),
        ("第4题答案", ("response", 4, "第4题答案", None)),
        ("Right answer 1", ("right", 1, "Right answer 1", None)),
        ("Correct answer 10", ("right", 10, "Correct answer 10", None)),
        ("正确答案2", ("right", 2, "正确答案2", None)),
        ("標準答案 5", ("right", 5, "標準答案 5", None)),
        ("第6题正确答案", ("right", 6, "第6题正确答案", None)),
    ],
)
def test_headings_of_items_in_three_scripts(heading, expected):
    found = item_heading(heading)
    assert (found.role, found.number, found.name, found.maximum) == expected


@pytest.mark.parametrize(
    "heading",
    [
        "Score",
        "Grade/10.00",
        "2、姓名",
        "3、总体满意度",
        "4、您的手机号",
        "Q4 2025",
        "Column 3",
        "2026年1月",
        "Item 3 total",
        "1.5",
    ],
)
def test_what_is_no_item(heading):
    assert item_heading(heading) is None


def test_bare_numbers_are_items_only_as_a_run_from_one():
    assert [slot.name for slot in slots(["id", "1", "2", "3"])] == ["1", "2", "3"]
    assert (
        not slots(["id", "1", "2"])
        and not slots(["id", "1", "2", "4"])
        and not slots(["id", "2", "3", "4"])
    )


def test_one_item_a_long_file_and_other_kinds_stay_as_they_are():
    wide = sheet(("employee", "Q1", "Q2"), ("E1", "1", "0"))
    assert (
        read_items(wide, NPS).sheet is wide
        and read_items(wide, TRAINING).sheet is wide
        and read_items(wide, EXAM_ITEM).sheet is not wide
    )
    for rows in (
        (("employee", "Q1", "date"), ("E1", "1", "")),
        (("employee", "Exam item", "Q1", "Q2"), ("E1", "7", "1", "0")),
    ):
        untouched = sheet(*rows)
        assert read_items(untouched, EXAM_ITEM).sheet is untouched


def test_lines_repeat_and_what_tells_of_the_person_stays():
    wide = sheet(
        ("employee", "Q2 /2", "date", "Q1 /0.5", "Total score"),
        ("E1", "2", "d", "0", "2"),
        ("E2", "1", "e", "0.5", "1.5"),
    )
    found = read_items(wide, EXAM_ITEM).sheet
    assert found.headings == (
        "employee",
        "date",
        "Exam item",
        "Score",
        "Maximum score",
    ) and found.lines == (2, 2, 3, 3)
    assert found.cells.to_numpy().tolist() == [
        ["E1", "d", "Q1", "0", "0.5"],
        ["E1", "d", "Q2", "2", "2"],
        ["E2", "e", "Q1", "0.5", "0.5"],
        ["E2", "e", "Q2", "1", "2"],
    ]
    assert read_items(found, EXAM_ITEM).sheet is found


def test_an_answer_matrix_is_marked_by_its_key():
    found = prepared(MATRIX)
    assert answers(found) == {
        ("张三", "第1题"): ("B", "B", 1, 1),
        ("张三", "第2题"): ("AC", "AC", 1, 1),
        ("张三", "第10题"): ("A", "D", 0, 1),
        ("李四", "第1题"): ("A", "B", 0, 1),
        ("李四", "第2题"): ("A", "AC", 0, 1),
        ("李四", "第10题"): ("D", "D", 1, 1),
        ("王五", "第1题"): (None, "B", 0, 1),
        ("王五", "第2题"): (None, "AC", 0, 1),
        ("王五", "第10题"): ("D", "D", 1, 1),
    }
    assert (found.checked.read, found.checked.left_out, found.checked.rejected) == (10, 1, 0)
    assert [issue.row for issue in found.checked.issues if "as the key" in str(issue.message)] == [
        2
    ]
    assert told(found)[:2] == [
        "3 rows with 3 exam items each were read as 9 answers.",
        "Items left unanswered by people who answered others: 2. They earn 0 points.",
    ]


@pytest.mark.parametrize(
    "label",
    ["key", "Answer key:", "Correct answer", "标准答案", "正确答案", "参考答案", "標準答案"],
)
@pytest.mark.parametrize("last", [False, True])
def test_the_key_may_stand_first_or_last_in_any_cell_of_the_person(label, last):
    people = ["E1,North,2026-09-01,A,B", "E2,North,2026-09-01,B,B"]
    key = f",{label},,A,B"
    found = prepared(
        "\n".join(["employee,store,date,Q1,Q2", *([*people, key] if last else [key, *people])])
    )
    assert {who: row[2] for (who, item), row in answers(found).items() if item == "Q1"} == {
        "E1": 1,
        "E2": 0,
    }


def test_a_person_called_key_is_a_person():
    rows = "name,date,Q1,Q2\nAnswer key,,A,B\nKey,2026-09-01,B,B\n"
    assert answers(prepared(rows))["Key", "Q1"][2] == 0
    with pytest.raises(FileRefused, match="nothing says which answers are right"):
        prepared(rows.replace("Answer key,,A,B\n", ""))


def test_without_a_key_the_sentence_says_what_was_seen_and_what_to_add():
    with pytest.raises(
        FileRefused,
        match="from “第1题” to “第10题” hold answers such as “B”.*key as a file of its own.*add one "
        "row that says “key”",
    ):
        prepared("\n".join(line for line in MATRIX.splitlines() if "标准答案" not in line))


@pytest.mark.parametrize(
    "answer, key, score",
    [
        ("AC", "C,A", "1"),
        ("a；c", "AC", "1"),
        ("A C", "A、C", "1"),
        ("A", "AC", "0"),
        ("ABC", "AC", "0"),
        ("A. Greet at once┋C. Smile", "CA", "1"),
        ("greet ", "Greet", "1"),
        ("5; 10", "10; 5", "1"),
        ("E. coli", "E. faecalis", "0"),
        ("TRUE", "true", "1"),
        ("x", "", ""),
        ("-", "A", ""),
        ("", "A", ""),
        ("A", "A. Greet at once", "1"),
        ("b", "A. Greet at once", "0"),
        ("c,a", "A. Greet┋C. Smile", "1"),
        ("A", "A. Greet┋C. Smile", "0"),
        ("A. Greet; C. Smile;", "AC", "1"),
        ("A. Greet, C. Smile", "AC", "1"),
        ("A. Greet, then smile", "A", "1"),
        ("A.", "A", "1"),
        ("C. Smile┋A. Greet", "A. Greet┋C. Smile", "1"),
        ("A、Greet", "A. greet", "1"),
        ("B. Greet", "A. Greet", "0"),
        ("Greet", "A. Greet", "1"),
        ("A. Greet", "Greet", "1"),
        ("A. Greet", "Smile", "0"),
        ("Face", "Cafe", "0"),
        ("face", "Face", "1"),
        ("Bag", "gab", "0"),
        ("CAB", "Cab", "1"),
        ("AAB", "AB", "0"),
        ("AB", "AAB", "0"),
        ("ca", "AC", "1"),
        ("Ca", "AC", "1"),
        ("abc", "CBA", "1"),
        ("AC", "ac", "1"),
        ("b c", "BC", "1"),
        ("AC", "ca", "1"),
        ("C,A", "ca", "1"),
        ("ac", "ca", "1"),
        ("AB", "ca", "0"),
        ("cat", "Act", "0"),
        ("silent", "listen", "0"),
        ("B", "-", ""),
        ("-", "-", ""),
        ("B", "——", ""),
        ("B", " － ", ""),
        ("/", "/", ""),
        ("none", "None", "1"),
    ],
)
def test_answers_are_compared_as_people_compare_them(answer, key, score):
    found = marked(
        pd.Series([answer], dtype="str"), pd.Series([key], dtype="str"), np.array([False])
    )
    assert found[2].tolist() == [score]


def test_words_stay_as_they_were_written_where_the_key_is_a_word():
    found = marked(
        pd.Series(["be", "bed"], dtype="str"),
        pd.Series(["Bed", "Bed"], dtype="str"),
        np.ones(2, dtype=bool),
    )
    assert (found[0].tolist(), found[2].tolist()) == (["be", "Bed"], ["0", "1"])


def test_an_item_has_one_key_however_people_answered():
    answers_, key = (
        pd.Series(["A", "A. Greet", "b", "", "Bag"], dtype="str"),
        pd.Series(["A. Greet"] * 5, dtype="str"),
    )
    found = marked(answers_, key, np.ones(5, dtype=bool))
    assert [part.tolist() for part in found] == [
        ["A. Greet", "A. Greet", "B", "", "Bag"],
        ["A. Greet"] * 5,
        ["1", "1", "0", "0", "0"],
    ]


def test_a_dash_is_no_key_so_that_nobody_loses_points_by_it():
    found = prepared(
        "employee,date,Response 1,Right answer 1,Response 2,Right answer 2\n"
        "E1,2026-09-01,B,-,A,A\nE2,2026-09-01,,-,B,A\n"
    )
    assert answers(found) == {
        ("E1", "Q. 1"): ("B", None, None, 1),
        ("E1", "Q. 2"): ("A", "A", 1, 1),
        ("E2", "Q. 1"): (None, None, None, 1),
        ("E2", "Q. 2"): ("B", "A", 0, 1),
    }


def test_true_and_false_are_answers_beside_a_key_and_points_without():
    rows = "employee,date,Q1,Q2\n{key}E1,2026-09-01,true,TRUE\nE2,2026-09-01,false,FALSE\n"
    assert [row[2] for row in answers(prepared(rows.format(key="key,,FALSE,TRUE\n"))).values()] == [
        0,
        1,
        1,
        0,
    ]
    bare = prepared(rows.format(key=""))
    assert [row[2] for row in answers(bare).values()] == [1, 1, 0, 0]
    assert any(
        "Q1" in sentence and "say right or wrong, so they were read as points" in sentence
        for sentence in told(bare)
    )


def test_options_in_numbers_are_answers_beside_a_key_of_numbers():
    rows = "employee,date,Q1,Q2\nkey,,1,3\nE1,2026-09-01,1,2\nE2,2026-09-01,4,3\n"
    assert [row[:3] for row in answers(prepared(rows)).values()] == [
        ("1", "1", 1),
        ("2", "3", 0),
        ("4", "1", 0),
        ("3", "3", 1),
    ]


def test_responses_with_the_right_answer_beside_them_are_named_by_their_question():
    rows = (
        "Email address,Completed,Question 1,Response 1,Right answer 1,Question 2,Response 2,Right "
        "answer 2\n"
        "a@example.com,2026-09-01,What first?,greet,Greet,How long?,10; 5,5; 10\n"
        "b@example.com,2026-09-01,How long?,5,5; 10,What first?,-,Greet\n"
    )
    assert answers(prepared(rows)) == {
        ("a@example.com", "What first?"): ("Greet", "Greet", 1, 1),
        ("a@example.com", "How long?"): ("5; 10", "5; 10", 1, 1),
        ("b@example.com", "How long?"): ("5", "5; 10", 0, 1),
        ("b@example.com", "What first?"): (None, "Greet", 0, 1),
    }


def test_points_beside_responses_count_and_the_answer_is_kept():
    rows = (
        "employee,date,第1题答案,第1题得分,第2题答案,第2题得分\nE1,2026-09-01,A,2,B,0\n"
        "E2,2026-09-01,A,2,C,3\n"
    )
    found = answers(prepared(rows, set={"course": "C", "maximum": "3"}))
    assert found["E1", "第1题"] == ("A", None, 2, 3) and found["E2", "第2题"] == ("C", None, 3, 3)


def test_a_row_of_maxima_says_what_items_are_worth():
    found = prepared("工号,考试日期,第1题,第2题\n满分,,2,5\nA,2026-09-01,2,3\nB,2026-09-01,1,9\n")
    assert answers(found) == {
        ("A", "第1题"): (None, None, 2, 2),
        ("A", "第2题"): (None, None, 3, 5),
    }
    [fault] = [issue for issue in found.checked.issues if issue.level == "error"]
    assert (fault.row, fault.column, str(fault.message)) == (
        4,
        "第2题",
        "第2题 is 9, outside 0 to 5. Correct these cells, or empty them.",
    )


def test_points_said_of_some_items_only_are_asked_for():
    with pytest.raises(FileRefused, match="第2题 goes up to 3.*such as “第2题 /3”"):
        prepared("工号,考试日期,第1题(2分),第2题\nA,2026-09-01,2,3\n")


def test_a_fault_is_told_once_a_row_and_keeps_the_attempt_out():
    found = prepared(
        "employee,date,Q1 /2,Q2 /2\nE1,2026-13-41,1,2\nE2,2026-09-01,x,1\nE3,2026-09-01,1,2\n"
        "E4,2026-09-01,1,2\n"
    )
    faults = [(issue.row, issue.column) for issue in found.checked.issues if issue.row]
    assert faults == [(2, "date"), (3, "Q1 /2")]
    assert (found.checked.rejected, sorted(set(found.checked.rows["employee"]))) == (
        4,
        ["E3", "E4"],
    )


def test_a_fault_stands_under_its_own_heading_only_where_that_is_certain():
    found = prepared(
        "employee,date,Q1 /2,Q2 /2,Q3 /2\nE1,2026-09-01,x,x,w\nE2,2026-09-01,1,z,2\n"
        "E3,2026-09-01,1,1,2\n"
    )
    faults = [(issue.row, issue.column, issue.value) for issue in found.checked.issues if issue.row]
    assert faults == [(2, "Score", "x"), (2, "Q3 /2", "w"), (3, "Q2 /2", "z")]


def test_answers_that_were_taken_apart_before_are_not_taken_apart_again():
    content = b"employee,date,Q1,Q2\nE1,2026-09-01,1,0\nE2,2026-09-01,1,1\n"
    whole, options = read(content, "x.csv", Options()), Options(set={"course": "C"})
    one = prepare_sheet(
        FileId.of(content, "x.csv"),
        whole,
        EXAM_ITEM,
        options,
        CheckedWith(today=TODAY, items=read_items(whole, EXAM_ITEM, most=1)),
    )
    assert one.checked.rows["employee"].tolist() == ["E1", "E1"] and one.sheet is whole
    assert told(one)[0] == "1 rows with 2 exam items each were read as 2 answers."


def test_a_sign_beside_answers_is_an_item_left_unanswered_and_an_empty_cell_one_not_shown():
    found = prepared(
        "employee,date,Q1,Q2,Q3\nE1,2026-09-01,1,-,\nE2,2026-09-01,-,-,-\nE3,2026-09-01,1,1,1\n"
    )
    assert [row[2] for row in answers(found).values()] == [1, 0, None, None, None, None, 1, 1, 1]
    assert "Answers without points: 4." in " ".join(told(found))


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 30), st.integers(2, 14), st.integers(0, 10**6))
def test_random_points_are_counted_back(people, items, seed):
    rng = np.random.default_rng(seed)
    points = rng.integers(0, 5, (people, items))
    order = rng.permutation(items)
    headings = ["employee", *(f"Q{at + 1} /4" for at in order)]
    found = read_items(
        sheet(headings, *([f"E{who}", *map(str, points[who, order])] for who in range(people))),
        EXAM_ITEM,
    ).sheet
    long = found.cells.set_axis(list(found.headings), axis=1).astype({"Score": int})
    assert len(found.lines) == len(long) == people * items and set(long["Maximum score"]) == {"4"}
    back = long.pivot(index="employee", columns="Exam item", values="Score")
    assert (
        back.loc[
            [f"E{who}" for who in range(people)], [f"Q{at + 1}" for at in range(items)]
        ].to_numpy()
        == points
    ).all()


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 30), st.integers(2, 14), st.integers(0, 10**6))
def test_random_answers_are_marked_as_counted(people, items, seed):
    rng = np.random.default_rng(seed)
    given_, key = rng.choice(list("ABCD"), (people, items)), rng.choice(list("ABCD"), items)
    rows = [[f"E{who}", *given_[who]] for who in range(people)]
    rows.insert(int(rng.integers(0, people + 1)), ["key", *key])
    found = read_items(
        sheet(["employee", *(f"第{at}题" for at in range(1, items + 1))], *rows), EXAM_ITEM
    )
    scores = (
        found.sheet.cells[list(found.sheet.headings).index("Score")]
        .astype(int)
        .to_numpy()
        .reshape(people, items)
    )
    assert (
        (scores == (given_ == key)).all()
        and found.items == items
        and len(found.sheet.left_out) == 1
    )


@pytest.mark.parametrize(
    "content, kind",
    [
        (MATRIX, "exam_item"),
        ("工号,日期,1,2,3\nA,2026-09-01,1,0,1\nB,2026-09-01,0,0,1\n", "exam_item"),
        ("employee,date,Q1,Q2\nE1,2026-09-01,A,B\nE2,2026-09-01,B,B\n", "exam_item"),
        (
            "Email address,Completed,Grade/10.00,Q. 1 /5.00,Q. 2 /5.00\n"
            "a@example.com,2026-09-01,9,5,4\nb@example.com,2026-09-02,5,1,4\n",
            "training",
        ),
        (
            MATRIX.replace("第10题", "第10题,总分")
            .replace(",D\n", ",D,2\n")
            .replace("A\n", "A,2\n")
            .replace("d\n", "d,1\n"),
            "training",
        ),
        (
            "提交时间,工号,1、总体满意度,2、服务态度,3、响应速度,4、其他\n2026-09-01,A,5,4,4,3\n"
            "2026-09-02,B,4,4,5,1\n",
            "survey",
        ),
    ],
)
def test_items_alone_are_recognised_and_a_total_comes_first(content, kind):
    assert recognise(read(content.encode(), "x.csv", Options()))[0][0] == kind


@pytest.mark.parametrize("heading", ["提交答卷时间", "提交时间", "提交答卷時間", "提交時間"])
@pytest.mark.parametrize("kind", [TRAINING, EXAM_ITEM, SURVEY, NPS], ids=lambda kind: kind.name)
def test_when_a_form_was_handed_in_is_the_day(heading, kind):
    found = match(sheet(("工号", heading), ("E1", "2026-09-01 10:00")), kind, Options())
    assert (found.columns[1], found.likely) == ("date", ())


@pytest.mark.parametrize(
    "content, kind",
    [
        (
            "序号,提交答卷时间,姓名,课程,总分\n1,2026-09-01 10:00,A,礼仪,92\n"
            "2,2026-09-02 11:30,B,礼仪,88\n",
            "training",
        ),
        (
            "提交時間,姓名,課程,第1題 /2,第2題 /2\n2026-09-01 10:00,A,禮儀,2,0\n"
            "2026-09-02 11:30,B,禮儀,1,2\n",
            "exam_item",
        ),
    ],
)
def test_an_exam_held_with_a_form_is_recognised_for_sure(content, kind):
    (best, sureness), (_, second), *_ = recognise(read(content.encode(), "x.csv", Options()))
    assert best == kind and sureness > 0.9 and sureness > second


def test_day_of_the_exam_counts_more_than_when_the_form_was_handed_in():
    found = match(
        sheet(("提交时间", "考试日期"), ("2026-09-03", "2026-09-01")), TRAINING, Options()
    )
    assert found.columns == {1: "date"}


def test_what_is_settled_for_results_holds_for_their_items_too():
    content = (
        b"Who,Email address,Completed,Grade/10.00,Q. 1 /5.00,Q. 2 /5.00\n"
        b"x,a@example.com,2026-09-01,9,5,4\n"
    )
    found = beside(read(content, "x.csv", Options()), TRAINING)
    assert found.items == 2 and beside(read(content, "x.csv", Options()), NPS) is None
    both = {
        "where": {"Who": "x"},
        "missing": ("99",),
        "day_first": True,
        "encoding": "utf-8",
        "replace_period": True,
    }
    settled = Options(
        match={"Who": "employee", "Grade/10.00": "score", "Email address": ""},
        pass_mark=80,
        set={"course": "C", "hired_on": "2026-01-01", "maximum": "10"},
        **both,
    )
    assert found.settings(settled) == Options(
        match={"Who": "employee", "Email address": ""}, set={"course": "C"}, **both
    )
    assert (
        beside(read(b"name,date,score,Q1,Q2\nE1,2026-09-01,9,A,B\n", "x.csv", Options()), TRAINING)
        is None
    )


def quiz(shared, number: int):
    return shared / "real" / "survey_exports" / f"moodle_grades_Quiz_{number}.csv"


def counted(text: str) -> tuple[list[str], np.ndarray, np.ndarray, list[float]]:
    """Items, their maxima, points people x items, and the averages in the last row, straight from
    the file; "-" is 0, as Moodle's average has it."""
    headings, *rows = csv.reader(io.StringIO(text))
    at = [number for number, heading in enumerate(headings) if heading.startswith("Q. ")]
    points = np.array(
        [[0.0 if row[column] == "-" else float(row[column]) for column in at] for row in rows[:-1]]
    )
    names, maxima = zip(*(headings[column].split(" /") for column in at), strict=True)
    return list(names), np.array(maxima, float), points, [float(rows[-1][column]) for column in at]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_item_tables_of_moodle_files_agree_with_an_independent_count(
    shared, database, committee, number
):
    content = quiz(shared, number).read_bytes()
    options = Options(set={"course": "Quiz"}, pass_mark=80)
    assert not add(database, prepare(content, "q.csv", TRAINING, options, TODAY)).already
    assert not add(
        database, prepare(content, "q.csv", EXAM_ITEM, Options(set={"course": "Quiz"}), TODAY)
    ).already
    names, maxima, points, averages = counted(content.decode())
    assert points.mean(axis=0) == pytest.approx(
        averages, abs=0.011
    )  # two decimals of unrounded points
    with database.read() as reading:
        found = exam(reading, "Quiz", "")
    assert found.items.index.tolist() == names and found.people == len(points) == 26
    assert (
        found.items["n"].tolist() == [26] * len(names)
        and found.items["maximum"].tolist() == maxima.tolist()
    )
    assert found.items["p"].tolist() == pytest.approx((points.mean(axis=0) / maxima).tolist())
    total = points.sum(axis=1)
    for item, name in enumerate(names):
        own, rest = points[:, item], total - points[:, item]
        expected = np.corrcoef(own, rest)[0, 1] if np.ptp(own) > 0 else np.nan
        assert found.items.loc[name, "r_rest"] == pytest.approx(expected, nan_ok=True), name
    assert found.near is not None and found.near.cut == pytest.approx(0.8 * maxima.sum())


def test_items_stand_in_the_order_in_which_people_count(database, committee):
    rows = (
        "employee,date,"
        + ",".join(f"Q. {at} /1.00" for at in range(1, 13))
        + "\n"
        + "".join(
            f"E{who},2026-09-01,"
            + ",".join(str(int((who + at) % 3 > 0)) for at in range(12))
            + "\n"
            for who in range(12)
        )
    )
    add(database, prepared(rows))
    with database.read() as reading:
        found = exam(reading, "C", "")
    assert (
        found.items.index.tolist()
        == [f"Q. {at}" for at in range(1, 13)]
        == [verdict.item for verdict in found.verdicts]
    )


@pytest.mark.without_sums
def test_a_correction_replaces_and_a_rebuilt_database_has_the_same_answers(database):
    add(database, prepared("employee,date,Q1,Q2\nE1,2026-09-01,1,0\nE2,2026-09-01,1,1\n"))
    assert (
        add(
            database, prepared("employee,date,Q1,Q2\nE1,2026-09-01,1,1\nE2,2026-09-01,1,1\n")
        ).replaced
        == 4
    )
    ask = "SELECT employee, item, score, live, line FROM rows_exam_item ORDER BY ALL"
    with database.read() as reading:
        before = reading.rows(ask)
    assert len(before) == 8 and sum(row[3] for row in before) == 4
    database.close()
    assert rebuild(database.path).rows == 8
    again = type(database)(database.path)
    with again.read() as reading:
        assert reading.rows(ask) == before
    again.close()


@pytest.mark.without_sums
def test_two_papers_of_one_tool_do_not_replace_each_other(database):
    papers = [
        "employee,date,Q1,Q2\nE1,2026-09-01,1,0\n",
        "employee,date,Q1,Q2,Q3\nE1,2026-09-01,1,0,1\n",
    ]
    for course, content in zip("AB", papers, strict=True):
        add(database, prepared(content, set={"course": course}, replace_period=True))
    with database.read() as reading:
        assert reading.rows(
            "SELECT course, count(*) FROM live_exam_item GROUP BY ALL ORDER BY ALL"
        ) == [("A", 2), ("B", 3)]


def test_the_command_says_that_items_are_there_and_loads_them(
    shared, tmp_path, monkeypatch, capsys
):
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(tmp_path / "own.duckdb"))
    arguments = [str(quiz(shared, 1)), "--set", "course=Quiz 1"]
    assert data_commands.main(["load", "training", *arguments, "--pass-mark", "80"]) == 0
    [line] = [line for line in capsys.readouterr().out.splitlines() if "exam items" in line]
    assert "holds 8 exam items" in line and "data load exam_item moodle_grades_Quiz_1.csv" in line
    assert data_commands.main(["load", "exam_item", *arguments, "--json"]) == 0
    done = json.loads(capsys.readouterr().out)
    assert done["rows"]["kept"] == 208 and done["exam_items"] == 0 and not done["already"]
    assert "26 rows with 8 exam items each were read as 208 answers." in [
        issue["text"] for issue in done["issues"]
    ]
    assert data_commands.main(["load", "training", *arguments, "--pass-mark", "80"]) == 0
    assert "Already loaded as upload 1" in capsys.readouterr().out
