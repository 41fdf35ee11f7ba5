"""Exam items under headings that nobody knows: marked by a person or found as a block, with a key
from a file of its own."""

import io
import json
from datetime import date

import pandas as pd
import pytest

import data.__main__ as data_commands
from data.archive.rebuild import rebuild
from data.database.connection import Database
from data.kinds.catalog import EXAM_ITEM
from data.matching.exam_headings import slots
from data.matching.exam_key_file import read_key
from data.matching.exam_marks import NAME, between
from data.matching.exam_plan import NoKey
from data.matching.headings import match
from data.matching.recognise import recognise
from data.questions import still_open
from data.reading.options import Options
from data.reading.reader import read
from data.uploads.prepare import Prepared, prepare
from data.uploads.remembered import merged, remembered, settings_of_file
from data.uploads.store import add
from errors import FileRefused, WrongCall
from tests.test_reading_items import answers, told

TODAY = date(2026, 12, 1)
POINTS = "employee,date,Greeting,Smile,Complaint (2分),Closing\n" + "".join(
    f"E{who},2026-09-0{who},{who % 2},1,{who % 3},0\n" for who in range(1, 7)
)
LETTERS = (
    "employee,date,T1 a,T1 b,T2\nE1,2026-09-01,A,C,B\nE2,2026-09-01,B,C,B\nE3,2026-09-01,A,D,-\n"
)
KEY = "question,answer\nT1 a,A\nT1 b,C\nT2,B\n"


def loaded(content: str, key: str = "", **options) -> Prepared:
    settled = Options(
        **{
            "set": {"course": "C"},
            "key": read_key(key.encode(), "key.csv").rows if key else (),
            **options,
        }
    )
    return prepare(content.encode(), "x.csv", EXAM_ITEM, settled, TODAY)


def scores(found: Prepared) -> list[float]:
    return found.checked.rows["score"].fillna(-1).tolist()


@pytest.mark.parametrize(
    "marks", [("Greeting", "Closing"), ("Closing", "Greeting"), ("greeting", "CLOSING")]
)
def test_the_first_and_the_last_column_mark_a_block_in_the_order_of_the_file(marks):
    sheet = read(POINTS.encode(), "x.csv", Options())
    assert between(sheet, *marks) == ("Greeting", "Smile", "Complaint (2分)", "Closing")
    found = loaded(POINTS, items=between(sheet, *marks))
    assert len(found.checked.rows) == 24 and found.checked.rows["item"].unique().tolist() == [
        "Greeting",
        "Smile",
        "Complaint",
        "Closing",
    ]
    assert found.checked.rows.groupby("item")["maximum"].max().to_dict() == {
        "Greeting": 1,
        "Smile": 1,
        "Complaint": 2,
        "Closing": 1,
    }
    assert "Columns read as the points of one item each: 4, from “Greeting” to “Closing”." in told(
        found
    )


def test_single_columns_may_be_marked_and_known_headings_too():
    found = loaded(POINTS, items=("Closing", "Greeting"))
    assert found.checked.rows["item"].unique().tolist() == ["Greeting", "Closing"]
    found = loaded(
        "employee,date,Score,Grade,Mark\nE1,2026-09-01,1,0,1\nE2,2026-09-01,0,1,1\n",
        items=("Score", "Grade", "Mark"),
    )
    assert len(found.checked.rows) == 6 and "Score" in found.checked.rows["item"].tolist()
    with pytest.raises(WrongCall, match="no heading “Greting”"):
        loaded(POINTS, items=("Greting",))


@pytest.mark.parametrize(
    ("rows", "right"),
    [
        (["E1,2026-09-01,1,0,1", "E2,2026-09-01,0,1,1"], [1, 0, 1, 0, 1, 1]),
        (["E1,2026-09-01,对,错,对", "E2,2026-09-01,错,对,对"], [1, 0, 1, 0, 1, 1]),
        (
            ["E1,2026-09-01,Correct,Incorrect,Correct", "E2,2026-09-01,Incorrect,Correct,Correct"],
            [1, 0, 1, 0, 1, 1],
        ),
        (["E1,2026-09-01,✓,✗,✓", "E2,2026-09-01,✗,✓,✓"], [1, 0, 1, 0, 1, 1]),
        (["E1,2026-09-01,TRUE,FALSE,TRUE", "E2,2026-09-01,FALSE,TRUE,TRUE"], [1, 0, 1, 0, 1, 1]),
    ],
)
def test_right_and_wrong_may_be_written_in_several_ways(rows, right):
    content = "\n".join(["employee,date,Greeting,Smile,Closing", *rows])
    found = loaded(content, items=("Greeting", "Smile", "Closing"), item_cells="right_wrong")
    assert scores(found) == right and found.checked.rows["maximum"].unique().tolist() == [1]
    assert "Columns read as one item each, where 1 is right and 0 is wrong: 3, from" in " ".join(
        told(found)
    )


def test_what_the_cells_hold_is_a_known_word():
    with pytest.raises(WrongCall, match="'points', 'right_wrong'"):
        loaded(POINTS, items=("Greeting", "Smile"), item_cells="marks")


def test_numbers_of_options_are_answers_where_a_person_says_so():
    content = "employee,date,Greeting,Smile\nE1,2026-09-01,3,1\nE2,2026-09-01,2,1\n"
    found = loaded(
        content,
        "question,answer\nGreeting,3\nSmile,1\n",
        items=("Greeting", "Smile"),
        item_cells="answers",
    )
    assert scores(found) == [1, 1, 0, 1]


@pytest.mark.parametrize(
    ("content", "likely"),
    [
        (POINTS.replace("Complaint (2分)", "Complaint").replace(",2,0", ",1,0"), "right_wrong"),
        (LETTERS.replace("date,T1", "考试日期,T1"), "answers"),
        (LETTERS.replace("E1,2026-09-01,A", 'E1,2026-09-01,"A,C"'), "answers"),
    ],
)
def test_a_block_of_columns_filled_alike_is_asked_about_with_the_likely_answer(content, likely):
    found = loaded(content, KEY if likely == "answers" else "")
    assert [
        (question.name, question.likely) for question in still_open(found.checked.questions, {})
    ] == [(NAME, likely)]
    assert len(found.checked.rows) == {"right_wrong": 24, "answers": 9}[likely]
    with pytest.raises(FileRefused, match="mark these columns"):
        loaded(content, KEY if likely == "answers" else "", answers={NAME: "no"})


@pytest.mark.parametrize(
    "content",
    [
        # two columns
        "employee,date,Greeting,Smile\nE1,2026-09-01,1,0\nE2,2026-09-01,0,1\nE3,2026-09-01,0,1\n",
        "employee,date,Greeting,Smile,Closing\nE1,2026-09-01,1,0,1\n",  # one person
        # apart
        "employee,date,Greeting,Age,Smile,Closing\nE1,2026-09-01,1,33,0,1\n"
        "E2,2026-09-01,1,44,0,1\nE3,2026-09-01,1,45,0,1\n",
        "employee,date,Greeting,Smile,Closing\nE1,2026-09-01,4,3,5\nE2,2026-09-01,5,2,1\n"
        "E3,2026-09-01,3,3,3\n",
    ],
)  # marks of any size
def test_what_is_no_probable_block_is_left_to_the_person(content):
    with pytest.raises(FileRefused, match="mark these columns"):
        loaded(content)


@pytest.mark.parametrize(
    "key",
    [
        KEY,
        "T1 a,A\nT1 b,C\nT2,B\n",
        "T1 a,T1 b,T2\nA,C,B\n",
        ",T1 a,T1 b,T2\nkey,A,C,B\n",
        "题目,正确答案\nT2,B\nt1 A,a\nT1 b,C\n",
        "题号,T1 a,T1 b,T2\n答案,A,C,B\n",
        "序号,题目,答案\n1,T1 a,A\n2,T1 b,C\n3,T2,B\n",
        "Item;Correct response\nT1 a;A\nT1 b;C\nT2;B\n",
        "1,A\n2,C\n3,B\n",
        "No.,Answer\n1,A\n2,C\n3,B\n",
    ],
)
def test_a_key_of_its_own_may_have_items_in_rows_or_in_columns_by_heading_or_by_order(key):
    found = loaded(LETTERS, key, items=("T1 a", "T1 b", "T2"))
    assert scores(found) == [1, 1, 1, 0, 1, 1, 1, 0, 0]
    assert any("by its order" in sentence for sentence in told(found)) == ("\n2,C" in key)
    assert found.checked.rows["correct_response"].tolist() == ["A", "C", "B"] * 3


def test_a_workbook_may_hold_the_key():
    file = io.BytesIO()
    pd.DataFrame(
        {
            "Question": ["T1 a", "T1 b", "T2"],
            "Right answer": ["A", "C", "B"],
            "Points": [2, 3, 1],
            "Module": ["Law", "Law", "Service"],
        }
    ).to_excel(file, index=False)
    found = prepare(
        LETTERS.encode(),
        "x.csv",
        EXAM_ITEM,
        Options(
            set={"course": "C"},
            items=("T1 a", "T1 b", "T2"),
            key=read_key(file.getvalue(), "key.xlsx").rows,
        ),
        TODAY,
    )
    rows = found.checked.rows
    assert (
        scores(found) == [2, 3, 1, 0, 3, 1, 2, 0, 0] and rows["maximum"].tolist() == [2, 3, 1] * 3
    )
    assert rows["module"].tolist() == ["Law", "Law", "Service"] * 3


def test_a_key_in_columns_may_say_what_items_are_worth():
    found = loaded(
        LETTERS, "x,T1 a,T1 b,T2\nkey,A,C,B\nmaximum,5,2,1\n", items=("T1 a", "T1 b", "T2")
    )
    assert found.checked.rows["maximum"].tolist() == [5, 2, 1] * 3


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("question,answer\nT1 a,A\nT1 b,C\n", "no right answer in the key: .*T2"),
        (KEY + "T3,D\n", "items that the file does not have: .*T3"),
        (
            "question,answer\nT1 a,A\nT1 b,C\nT9,B\n",
            "Items without a key: .*T2.*Keys without an item: .*T9",
        ),
        ("question,answer\nX,A\nY,C\n", "without a key: .*T1 a"),
        (KEY + "t1 A,B\n", "holds “T1 a” twice"),
        (KEY + ",B\n", "right answer “B” without the question"),
        ("question,comment\nT1 a,x\n", "is no key"),
    ],
)
def test_a_key_that_does_not_fit_is_told_in_words(key, said):
    with pytest.raises(FileRefused, match=said):
        loaded(LETTERS, key, items=("T1 a", "T1 b", "T2"))


def test_an_item_whose_key_is_left_empty_is_kept_without_points():
    found = loaded(LETTERS, KEY.replace("T2,B", "T2,"), items=("T1 a", "T1 b", "T2"))
    assert scores(found) == [1, 1, -1, 0, 1, -1, 1, 0, -1] and any(
        "The key says no right answer for" in sentence for sentence in told(found)
    )


def test_a_key_marks_items_under_known_headings_by_their_number():
    matrix = "姓名,考试日期,第1题,第2题\n张三,2026-09-01,A,B\n李四,2026-09-01,B,B\n"
    with pytest.raises(NoKey, match="key as a file of its own"):
        loaded(matrix)
    assert answers(loaded(matrix, "Q2,B\nQ1,A\n"))["张三", "第2题"] == ("B", "B", 1, 1)
    worded = (
        "姓名,考试日期,1、先做什么？,2、微笑多久？\n张三,2026-09-01,问候,3秒\n"
        "李四,2026-09-01,问候,5秒\n"
    )
    assert scores(loaded(worded, "题目,正确答案\n微笑多久？,3秒\n先做什么？,问候\n")) == [
        1,
        1,
        1,
        0,
    ]


@pytest.mark.parametrize(
    "headings",
    [
        [
            "Greet whom?",
            "Points - Greet whom?",
            "Feedback - Greet whom?",
            "Smile how?",
            "Points - Smile how?",
            "Feedback - Smile how?",
        ],
        [
            "Greet whom?",
            "Greet whom? [Score]",
            "Greet whom? [Feedback]",
            "Smile how?",
            "Smile how? [Score]",
            "Smile how? [Feedback]",
        ],
        [
            "先做什么",
            "得分 - 先做什么",
            "反馈 - 先做什么",
            "微笑多久",
            "得分 - 微笑多久",
            "反馈 - 微笑多久",
        ],
    ],
)
def test_points_beside_each_question_are_its_items(headings):
    assert [(slot.name, slot.response, slot.mark) for slot in slots(["ID", *headings])] == [
        (headings[0], 1, 2),
        (headings[3], 4, 5),
    ]
    rows = [
        ",".join(["employee", "date", *headings]),
        "E1,2026-09-01,all,1,ok,wide,0,no",
        "E2,2026-09-01,none,0,no,wide,1,ok",
    ]
    assert scores(loaded("\n".join(rows))) == [1, 0, 0, 1]


def test_canvas_writes_the_points_in_the_next_column_and_their_maximum_above_it():
    rows = [
        "name,id,sis_id,submitted,attempt,4711: Greet whom?,2.0,4712: Smile how?,2.0,n correct,n "
        "incorrect,score",
        "Ann,7,E1,2026-09-01 10:00:00 UTC,1,all,2.0,wide,0.0,1,1,2.0",
        "Bob,8,E2,2026-09-01 11:00:00 UTC,1,none,0.0,thin,2.0,1,1,2.0",
    ]
    found = loaded("\n".join(rows), match={"sis_id": "employee", "submitted": "date"})
    assert scores(found) == [2, 0, 0, 2] and found.checked.rows["maximum"].tolist() == [2] * 4


def test_an_error_cell_among_answers_is_told_and_earns_nothing_for_certain():
    found = loaded(
        LETTERS.replace("E3,2026-09-01,A,D,-", "E3,2026-09-01,#N/A,D,-"),
        KEY,
        items=("T1 a", "T1 b", "T2"),
    )
    assert scores(found) == [1, 1, 1, 0, 1, 1, -1, 0, 0]
    assert [
        (issue.row, issue.column, issue.value)
        for issue in found.checked.issues
        if issue.level == "warning"
    ] == [(4, "T1 a", "#N/A")]


# --- remembered, rebuilt, and by the command


def test_marks_hold_for_the_layout_and_a_key_for_its_file(database):
    found = loaded(LETTERS, KEY, items=("T1 a", "T1 b", "T2"), item_cells="answers")
    add(database, found)
    sheet = read(LETTERS.encode(), "x.csv", Options())
    with database.read() as reading:
        layout = remembered(reading, sheet, EXAM_ITEM)
        _, own = settings_of_file(reading, "exam_item", found.hash)
    assert (layout.items, layout.item_cells, layout.key) == (
        ("T1 a", "T1 b", "T2"),
        "answers",
        (),
    ) and own == found.options
    assert merged(Options(), layout).items == layout.items and merged(
        Options(items=("T2",)), layout
    ).items == ("T2",)


def test_a_file_without_such_settings_is_known_by_the_same_text_as_before():
    assert (
        not {"items", "item_cells", "key"}
        & json.loads(loaded("employee,date,Q1,Q2\nE1,2026-09-01,1,0\n").options_text).keys()
    )


def rows_of(database):
    with database.read() as reading:
        return reading.rows(
            "SELECT employee, item, response, correct_response, score, maximum, module FROM "
            "live_exam_item ORDER BY ALL"
        )


def test_a_rebuild_from_the_archive_gives_the_same_rows(database):
    add(
        database,
        loaded(
            LETTERS,
            "question,answer,points,module\nT1 a,A,2,Law\nT1 b,C,1,Law\nT2,B,1,Law\n",
            items=("T1 a", "T1 b", "T2"),
        ),
    )
    before, path = rows_of(database), database.path
    database.close()
    rebuild(path)
    again = Database(path)
    assert len(before) == 9 and rows_of(again) == before
    again.close()


def test_the_command_takes_marks_cells_and_key_as_options(
    tmp_path, monkeypatch, capsys, empty_file
):
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(tmp_path / "x.duckdb"))
    (tmp_path / "x.duckdb").write_bytes(empty_file.read_bytes())
    exam, key = tmp_path / "exam.csv", tmp_path / "key.csv"
    exam.write_text(LETTERS)
    key.write_text(KEY)
    call = ["load", "exam_item", str(exam), "--set", "course=C"]
    assert data_commands.main(call) == 1 and "key as a file of its own" in capsys.readouterr().err
    assert (
        data_commands.main([*call, "--key", str(key)]) == 1
        and "--answer exam_items=answers (likely)" in capsys.readouterr().out
    )
    assert data_commands.main([*call, "--key", str(tmp_path / "none.csv")]) == 2
    assert data_commands.main(["load", "nps", str(exam), "--key", str(key)]) == 2
    assert (
        data_commands.main(
            [
                *call,
                "--key",
                str(key),
                "--items",
                "T1 a",
                "T1 b",
                "--item",
                "T2",
                "--item-cells",
                "answers",
                "--json",
            ]
        )
        == 0
    )
    capsys.readouterr()
    exam.write_text(LETTERS.replace("09-01", "10-01"))
    assert (
        data_commands.main([*call, "--key", str(key), "--json"]) == 0
    )  # next month nothing is asked
    assert json.loads(capsys.readouterr().out)["rows"]["kept"] == 9


def test_known_columns_are_never_part_of_a_probable_block():
    content = "employee,date,attempt,passed,Greeting,Smile,Closing\n" + "".join(
        f"E{who},2026-09-0{who},1,1,{who % 2},1,0\n" for who in range(1, 6)
    )
    found = loaded(content)
    assert found.checked.rows["item"].unique().tolist() == ["Greeting", "Smile", "Closing"]
    sheet = read(content.encode(), "x.csv", Options())
    assert match(sheet, EXAM_ITEM, Options()).position("attempt") == 2


def test_a_file_of_nothing_but_answers_is_known_as_one_of_items_and_one_with_scores_is_not():
    headings = "Employee,Course,Date,Greets at once,Listens,Offers help,Thanks"
    rows = [
        f"E{at},Basics,2026-09-{at % 28 + 1:02d},"
        + ",".join("ABCD"[(at * step) % 4] for step in (1, 3, 5, 7))
        for at in range(30)
    ]
    plain = read("\n".join([headings, *rows]).encode(), "a.csv", Options())
    scored = read(
        "\n".join(
            [headings + ",Score", *(f"{row},{60 + at}" for at, row in enumerate(rows))]
        ).encode(),
        "b.csv",
        Options(),
    )
    assert [recognise(sheet)[0][0] for sheet in (plain, scored)] == ["exam_item", "training"]
