"""Keys of exam items as people write them: columns swapped, titles, totals, several sheets,
encodings; and keys that cannot be right."""

import io

import pandas as pd
import pytest

import data.__main__ as data_commands
from data.kinds.catalog import EXAM_ITEM
from data.matching.exam_headings import Slot
from data.matching.exam_items import Items, read_items
from data.matching.exam_key_file import KEY_ROWS, MAXIMA_ROWS, joined, read_key
from data.matching.exam_marks import NAME, marked_items
from data.matching.exam_plan import plan_of
from data.reading.options import Options
from data.reading.reader import read
from errors import FileRefused, Undecided, WrongCall

ITEMS = ("Greet", "Listen", "Close")
EXAM = (
    "employee,date,Greet,Listen,Close\n"
    + "".join(f"E{who},2026-09-01,A,C,B\n" for who in range(1, 4))
    + "E4,2026-09-01,B,D,B\n"
)
ROWS = [("Greet", "A", "", ""), ("Listen", "C", "", ""), ("Close", "B", "", "")]


def rows(key: str) -> list[tuple]:
    return list(read_key(key.encode(), "key.csv").rows)


def marked(key: str, exam: str = EXAM) -> Items:
    options = Options(items=ITEMS, item_cells="answers", key=tuple(rows(key)))
    return read_items(read(exam.encode(), "x.csv", Options()), EXAM_ITEM, options)


def points(found: Items) -> list[str]:
    return found.sheet.cells[found.sheet.headings.index("Score")].tolist()


# --- keys that cannot be right


@pytest.mark.parametrize(
    ("key", "named", "says"),
    [
        ("Greet,1\nListen,3\nClose,2\n", ["Greet", "Listen", "Close"], "1"),
        ("Greet,Smile first\nListen,C\nClose,B\n", ["Greet"], "Smile first"),
        ("Greet,A or B\nListen,C\nClose,B\n", ["Greet"], "A or B"),
        ("Greet,A\nListen,B/D\nClose,B\n", ["Listen"], "BD"),
        ("Greet,A\nListen,C\nClose,A;B\n", ["Close"], "AB"),
    ],
)
def test_a_key_that_is_the_answer_of_nobody_is_named(key, named, says):
    [warning] = marked(key).warned
    assert (
        warning.blanks["items"] == named
        and warning.blanks["right"] == says
        and warning.blanks["answers"]
    )
    assert str(warning).startswith("Nobody gave the right answer to these items: ")


def test_nothing_is_said_of_a_key_that_somebody_met_or_that_few_answered():
    key = "Greet,A\nListen,C\nClose,B\n"
    assert marked(key).warned == () and marked(key).sheet.lines
    two = EXAM.replace("E1,2026-09-01,A", "E1,2026-09-01,").replace(
        "E2,2026-09-01,A", "E2,2026-09-01,"
    )
    assert marked(key.replace("Greet,A", "Greet,D"), two).warned == ()
    assert marked(key.replace("Close,B", "Close,")).warned == ()  # an item that is not to be marked


@pytest.mark.parametrize("key", ["A,Greet\nC,Listen\nB,Close\n", "C,Listen\nA,Greet\nB,Close\n"])
def test_a_key_with_its_two_columns_swapped_is_turned(key):
    found = marked(key)
    assert points(found) == ["1", "1", "1"] * 3 + ["0", "0", "1"] and not any(
        "by its order" in str(told) for told in found.told
    )


def test_a_swapped_key_may_hold_one_letter_twice_and_a_key_no_item_twice():
    found = marked("A,Greet\nA,Listen\nB,Close\n")
    assert points(found)[:3] == ["1", "0", "1"]
    with pytest.raises(FileRefused, match="holds “Greet” twice"):
        marked("Greet,A\nGreet,B\nListen,C\nClose,B\n")


def test_numbers_that_are_answers_do_not_turn_a_key():
    slots = [Slot(number, str(number), mark=number) for number in (1, 2, 3)]
    found, [told] = joined(
        [("X", "1", "", ""), ("Y", "3", "", ""), ("Z", "2", "", "")],
        slots,
        ["employee", "1", "2", "3"],
    )
    assert [row[1] for row in found.values()] == ["1", "3", "2"] and "by its order" in str(told)


# --- columns that a person matched are no items

LONG = "Mitarbeiter,Kurs,Datum,Aufgabe,{}\n" + "".join(
    f"E{who},K,2026-09-0{who},T{who},{{0}},{{0}},{{0}}\n" for who in range(1, 5)
)
TOLD = {
    "Mitarbeiter": "employee",
    "Kurs": "course",
    "Datum": "date",
    "Aufgabe": "item",
    "Punkte erreicht": "score",
}


@pytest.mark.parametrize("cell", ["1", "A"])
def test_a_file_with_a_column_of_items_has_no_columns_that_are_items(cell):
    lines = LONG.replace("{0}", cell).replace("{}", "Punkte erreicht,Pause,Spaet")
    sheet = read(lines.encode(), "x.csv", Options())
    found = read_items(sheet, EXAM_ITEM, Options(match=TOLD))
    assert found.items == 0 and found.question is None and found.sheet is sheet
    assert read_items(sheet, EXAM_ITEM, Options(match={"AUFGABE": "item"})).items == 0


def test_a_matched_column_is_never_proposed():
    exam = "Mitarbeiter,Datum,Punkte erreicht,P,Q,R\n" + "".join(
        f"E{who},2026-09-0{who},1,0,1,1\n" for who in range(1, 5)
    )
    sheet = read(exam.encode(), "x.csv", Options())
    found = marked_items(sheet, Options(match={"Punkte erreicht": "attempt"}))
    assert found.question.name == NAME and [slot.name for slot in found.slots] == ["P", "Q", "R"]


# --- points out of their maximum

FORM = (
    "Timestamp,Name,Name [Score],Greet?,Greet? [Score],Greet? [Feedback],Smile?,Smile? "
    "[Score],Smile? [Feedback],Why?,Why? [Score]\n"
    "2026/09/01 10:00:00 AM GMT+2,Ann,-- / 0,all,1.00 / 1,ok,wide,0.00 / 2,no,x,-- / 5\n"
    "2026/09/01 10:05:00 AM GMT+2,Bob,-- / 0,none,0.00 / 1,no,,2.00 / 2,ok,y,3.50 / 5\n"
)


def test_points_and_what_they_are_out_of_may_stand_in_one_cell():
    found = read_items(read(FORM.encode(), "x.csv", Options()), EXAM_ITEM, Options())
    assert found.items == 3
    assert points(found) == ["1.00", "0.00", "", "0.00", "2.00", "3.50"]
    maximum = found.sheet.cells[
        found.sheet.headings.index(str(EXAM_ITEM.column("maximum").label))
    ].tolist()
    assert maximum == ["1", "2", "5"] * 2 and "Name" in found.sheet.headings


# --- the file of the key


def workbook(**sheets: pd.DataFrame) -> bytes:
    file = io.BytesIO()
    with pd.ExcelWriter(file) as writer:
        for name, frame in sheets.items():
            frame.to_excel(writer, sheet_name=name, index=False)
    return file.getvalue()


KEY = pd.DataFrame({"Question": ITEMS, "Right answer": ["A", "C", "B"]})


@pytest.mark.parametrize(
    "other",
    [
        KEY.assign(Question=["X", "Y", "Z"]),
        KEY.rename(columns={"Question": "Item", "Right answer": "Answer"}),
        KEY.rename(columns={"Question": "First", "Right answer": "Correct answer"}).assign(
            Points=1, Item=ITEMS
        ),
    ],
)
def test_a_key_workbook_in_which_several_sheets_fit_is_refused_with_their_names(other):
    with pytest.raises(
        FileRefused, match="Several sheets of key.xlsx may hold the key: .*March.*April"
    ) as refused:
        read_key(workbook(March=KEY, April=other), "key.xlsx")
    assert not isinstance(refused.value, Undecided)


def test_keys_with_an_item_a_column_in_several_sheets_are_refused_too():
    with pytest.raises(FileRefused, match="may hold the key: .*March.*April"):
        read_key(
            workbook(
                March=pd.DataFrame([["A", "C", "B"]], columns=ITEMS),
                April=pd.DataFrame([["B", "C", "A"]], columns=ITEMS),
            ),
            "key.xlsx",
        )


def test_what_is_told_of_a_key_workbook_is_passed_on():
    other = pd.DataFrame({"Remark": ["a", "b"], "By whom": ["x", "y"]})
    key = read_key(workbook(Key=KEY, Remarks=other), "key.xlsx")
    assert list(key.rows) == ROWS and any("Remarks" in str(issue.message) for issue in key.told)


CHINESE = "问候,甲\n倾听,丙\n结束,乙\n"


def test_a_key_is_read_in_the_encoding_of_the_exam_file():
    content = CHINESE.encode("gb18030")
    assert read_key(content, "key.csv", "gb18030").rows[0][0] == "问候"
    assert (
        read_key(CHINESE.encode(), "key.csv", "gb18030").rows[0][0] == "问候"
    )  # Unicode all the same
    with pytest.raises(WrongCall, match="no encoding “nonsense”"):
        read_key(content, "key.csv", "nonsense")
    with pytest.raises(FileRefused, match="Save the key as UTF-8 or as .xlsx") as refused:
        read_key(content, "key.csv")
    assert not isinstance(refused.value, Undecided)


@pytest.mark.parametrize(
    "key",
    [
        "Answer key for March exam\nQuestion,Right answer\nGreet,A\nListen,C\nClose,B\n",
        "Answer key for March exam,,\nCourse:,Basics,\n,,\nQuestion,Right answer,Points\n"
        "Greet,A,\nListen,C,\nClose,B,\n",
        "Question,Right answer,Points\nGreet,A,\nListen,C,\nClose,B,\nTotal,,3\n",
        "Greet,A\nListen,C\nClose,B\n合计,3\n",
        "Answer key for March exam\nGreet,Listen,Close\nA,C,B\n",
        "Answer key\n,Greet,Listen,Close\nkey,A,C,B\n",
    ],
)
def test_a_title_above_a_key_and_a_total_below_it_are_no_items(key):
    assert rows(key) == ROWS


def test_a_heading_of_a_single_cell_in_two_columns_may_be_an_item_without_a_key():
    assert rows("Greet,\nListen,C\nClose,B\n") == [("Greet", "", "", ""), *ROWS[1:]]


@pytest.mark.parametrize("word", ["key", "Right answers", "标准答案", "Correct answers:"])
def test_a_row_of_the_key_has_the_same_words_in_an_exam_file_and_in_a_key_file(word):
    sheet = read(
        f"employee,date,Q1,Q2\n{word},,A,C\nE1,2026-09-01,A,B\nE2,2026-09-01,A,C\n".encode(),
        "x.csv",
        Options(),
    )
    assert plan_of(sheet, Options())[0].key == 0
    assert rows(f"who,Greet,Listen,Close\n{word},A,C,B\nMax points,1,1,1\n") == [
        (*row[:2], "1", "") for row in ROWS
    ]


@pytest.mark.parametrize("word", ["Possible points", "Out of", "maximum points", "满分"])
def test_a_row_of_maxima_has_the_same_words_in_an_exam_file_and_in_a_key_file(word):
    sheet = read(
        f"employee,date,Q1,Q2\n{word},,2,3\nE1,2026-09-01,1,2\nE2,2026-09-01,2,3\n".encode(),
        "x.csv",
        Options(),
    )
    assert plan_of(sheet, Options())[0].maxima == 0
    assert rows(f"who,Greet,Listen,Close\n{word},2,3,1\nkey,A,C,B\n") == [
        (*row[:2], worth, "") for row, worth in zip(ROWS, "231", strict=True)
    ]


def test_no_word_of_such_a_row_is_a_name():
    assert not {"max", "mark"} & (KEY_ROWS | MAXIMA_ROWS)


def test_the_command_warns_of_a_key_and_tells_of_its_file(
    tmp_path, monkeypatch, capsys, empty_file
):
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(tmp_path / "x.duckdb"))
    (tmp_path / "x.duckdb").write_bytes(empty_file.read_bytes())
    exam, key = tmp_path / "exam.csv", tmp_path / "key.xlsx"
    exam.write_text(EXAM)
    key.write_bytes(
        workbook(
            Key=KEY.assign(**{"Right answer": ["A", "D,E", "B"]}),
            Remarks=pd.DataFrame({"Remark": ["a"], "By whom": ["x"]}),
        )
    )
    call = [
        "load",
        "exam_item",
        str(exam),
        "--set",
        "course=C",
        "--items",
        "Greet",
        "Close",
        "--item-cells",
        "answers",
        "--key",
        str(key),
    ]
    assert data_commands.main(call) == 0
    told = capsys.readouterr()
    assert (
        "Remarks" in told.err and "Nobody gave the right answer to these items: Listen" in told.out
    )
