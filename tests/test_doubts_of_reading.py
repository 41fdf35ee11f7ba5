"""What reading a file leaves in doubt and is said or asked beside all else: the encoding of its
letters, colours in the place of answers."""

import io
from datetime import date, datetime, timedelta

import openpyxl
import pytest
from openpyxl.styles import PatternFill

from data.kinds.catalog import SURVEY
from data.matching.recognise import judge_of
from data.reading.options import Options
from data.reading.reader import read
from data.uploads.prepare import prepare
from errors import Undecided

TODAY = date(2026, 11, 29)
RED, YELLOW, GREEN, BLUE = "FFFF0000", "FFFFFF00", "FF92D050", "FF9DC3E6"


def loaded(content: bytes, name: str, **options):
    return prepare(content, name, SURVEY, Options(**options), TODAY)


# --- encodings

CZECH = (
    "Datum;Prodejna;Celková spokojenost;Poznámka\n"
    "03.09.2026;Plzeň;5;Příjemná obsluha\n04.09.2026;Brno;2;Čekal jsem příliš dlouho\n"
)
TURKISH = (
    "Tarih;Şube;Genel memnuniyet;Yorum\n"
    "03.09.2026;İzmir;5;Çok teşekkürler, güler yüzlü\n04.09.2026;Muğla;2;Çok bekledim\n"
)
FRENCH = "Date;Magasin;Satisfaction générale;Commentaire\n03/09/2026;Orléans;5;Très à l’écoute\n"
JAPANESE = "日付,店名,満足度\n2026/09/03,札幌,5\n2026/09/04,仙台,3\n"


@pytest.mark.parametrize(
    "text, encoding",
    [(CZECH, "cp1250"), (TURKISH, "cp1254"), (FRENCH, "mac_roman"), (JAPANESE, "shift_jis")],
)
def test_an_encoding_in_doubt_is_asked_beside_all_else(text, encoding):
    content = text.encode(encoding)
    with pytest.raises(Undecided):
        read(content, "f.csv", Options())
    sheet = read(content, "f.csv", Options(), judge=judge_of("f.csv"))
    question = next(asked for asked in sheet.questions if asked.name == "encoding")
    assert question.likely == encoding and "".join(sheet.headings) in text.replace(";", "").replace(
        ",", ""
    )


def test_the_answer_about_the_encoding_counts():
    content = CZECH.encode("cp1250")
    asked = loaded(content, "f.csv")
    assert "encoding" in [question.name for question in asked.checked.questions]
    answered = loaded(content, "f.csv", answers={"encoding": "cp850"})
    assert answered.checked.rows["store"].tolist() != asked.checked.rows["store"].tolist()


def test_letters_of_no_record_are_still_asked_first():
    with pytest.raises(Undecided):
        read("a;b\nÞæ;x\n".encode("cp1252"), "f.csv", Options(), judge=judge_of("f.csv"))


# --- colours


def book(rows, colour_of):
    """A sheet in which the cell at (row, column) has the colour that `colour_of` gives."""
    made = openpyxl.Workbook()
    sheet = made.active
    for at, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(at, column, value)
            if at > 1 and (colour := colour_of(at, column)):
                cell.fill = PatternFill("solid", fgColor=colour)
    made.save(out := io.BytesIO())
    return out.getvalue()


def days(number):
    return [datetime(2026, 3, 1, 9) + timedelta(days=at) for at in range(number)]


COLOURS = [GREEN, GREEN, YELLOW, RED, GREEN, GREEN, RED, YELLOW, GREEN, GREEN]


def test_cells_filled_with_colours_are_answers_and_said():
    rows = [("Date", "Store", "Overall satisfaction"), *((day, "A", None) for day in days(10))]
    found = loaded(book(rows, lambda at, column: column == 3 and COLOURS[at - 2]), "f.xlsx")
    assert found.checked.rows["overall"].tolist() == [3, 3, 2, 1, 3, 3, 1, 2, 3, 3]
    told = [
        issue.message.blanks["colours"]
        for issue in found.sheet.told
        if "colours" in issue.message.blanks
    ]
    assert [(each.blanks["value"], each.blanks["count"]) for each in told[0]] == [
        ("green", 6),
        ("yellow", 2),
        ("red", 2),
    ]


@pytest.mark.parametrize(
    "colour_of",
    [
        lambda at, column: COLOURS[at - 2],  # the whole row is marked
        lambda at, column: column == 4 and (RED if at == 4 else None),  # one cell is
        lambda at, column: BLUE if at % 2 else None,  # stripes
        lambda at, column: column == 3 and COLOURS[at - 2],  # beside numbers
    ],
)
def test_colours_that_only_mark_cells_are_no_answers(colour_of):
    rows = [
        ("Date", "Store", "Overall satisfaction", "Comment"),
        *((day, "A", at % 5 + 1, None) for at, day in enumerate(days(10))),
    ]
    found = loaded(book(rows, colour_of), "f.xlsx")
    assert found.checked.rows["overall"].tolist() == [at % 5 + 1 for at in range(10)]
    assert not any("colours" in issue.message.blanks for issue in found.sheet.told)
    assert found.checked.rows["comment"].isna().all()


@pytest.mark.parametrize(
    "words",
    [
        ("Red", "Amber", "Green"),
        ("R", "A", "G"),
        ("红灯", "黄灯", "绿灯"),
        ("紅", "黃", "綠"),
        ("rot", "gelb", "grün"),
        ("rouge", "orange", "vert"),
        ("赤", "黄", "青"),
        ("🔴", "🟡", "🟢"),
    ],
)
def test_colours_in_words_are_points_and_said(words):
    rows = "".join(f"2026-03-{at:02},{words[at % 3]}\n" for at in range(1, 13))
    found = loaded(f"Date,Overall satisfaction\n{rows}".encode(), "f.csv")
    assert found.checked.rows["overall"].tolist() == [at % 3 + 1 for at in range(1, 13)]
    assert any("words" in issue.message.blanks for issue in found.checked.issues)


def test_orange_beside_yellow_is_a_point_of_its_own():
    words = ("red", "orange", "yellow", "green")
    rows = "".join(f"2026-03-{at:02},{words[at % 4]}\n" for at in range(1, 13))
    found = loaded(f"Date,Overall satisfaction\n{rows}".encode(), "f.csv")
    assert found.checked.rows["overall"].tolist() == [(1, 2, 3, 5)[at % 4] for at in range(1, 13)]
