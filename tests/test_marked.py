"""The workbook with the faults marked mirrors the upload, says what is wrong where, and runs
nothing."""

import io

import openpyxl
import pytest

from data.exports.formula_safe import inert
from data.exports.marked import marked_workbook
from data.issues import ERROR
from data.kinds.catalog import NPS
from data.reading.options import Options
from data.reading.reader import read
from data.uploads.prepare import Prepared, prepare
from i18n import LANGUAGES, translator

SAY = translator("en")
FILE = (
    "2026 answers\nid,date,store,score\n1,2026-03-01,=1+1,9\n"
    '2,2026-03-01,"http://example.test",11\n3,2026-02-30,North,x\n'
    "4,2026-03-01,North,8,7\n5,2026-03-01,@x,7\n合计,,,27\n"
)


def prepared(content: str = FILE) -> Prepared:
    return prepare(content.encode(), "answers.csv", NPS, Options())


def opened(content: bytes) -> list[list[object]]:
    return [
        [cell.value for cell in row]
        for row in openpyxl.load_workbook(io.BytesIO(content))["Table"].iter_rows()
    ]


def test_headings_and_rows_are_those_of_the_file():
    found = prepared()
    rows = opened(marked_workbook(found, found.checked.issues, SAY))
    assert rows[0] == [
        "id",
        "date",
        "store",
        "score",
        "Row in the file",
        "Rejected?",
        "What was found",
    ]
    assert [row[:5] for row in rows[1:4]] == [
        ["1", "2026-03-01", "=1+1", "9", 3],
        ["2", "2026-03-01", "http://example.test", "11", 4],
        ["3", "2026-02-30", "North", "x", 5],
    ]
    assert [row[4] for row in rows[1:]] == [3, 4, 5, 6, 7, 8]
    assert [row[5] for row in rows[1:]] == [None, "yes", "yes", "yes", None, None]


def test_sentences_comments_and_colours_stand_at_the_faulty_cells():
    found = prepared()
    book = openpyxl.load_workbook(io.BytesIO(marked_workbook(found, found.checked.issues, SAY)))
    sheet = book["Table"]
    assert "“score” is 11, outside 0 to 10" in sheet["D3"].comment.text == sheet["G3"].value
    assert (
        "“date” is “2026-02-30”" in sheet["B4"].comment.text
        and "is not a number" in sheet["D4"].comment.text
    )
    assert sheet["D3"].fill.fgColor.rgb == sheet["B4"].fill.fgColor.rgb == "FFF8C9C4"
    assert sheet["A3"].fill.fill_type is None and sheet["D2"].comment is None


def test_what_concerns_the_whole_file_is_said_too():
    found = prepared()
    assert all(issue.row for issue in found.checked.issues)
    assert (
        "Whole file"
        not in openpyxl.load_workbook(
            io.BytesIO(marked_workbook(found, found.checked.issues, SAY))
        ).sheetnames
    )
    from data.issues import WARNING, Issue
    from errors import Message

    told = (*found.checked.issues, Issue(WARNING, Message("About all of it.")))
    book = openpyxl.load_workbook(io.BytesIO(marked_workbook(found, told, SAY)))
    assert book["Whole file"]["A1"].value == "warning: About all of it."


def test_nothing_in_it_is_a_formula_or_a_link():
    found = prepared(FILE.replace("North", "=cmd|' /C calc'!A0").replace("store", "=2+2", 1))
    book = openpyxl.load_workbook(io.BytesIO(marked_workbook(found, found.checked.issues, SAY)))
    cells = [
        cell
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    assert any(str(cell.value) != inert(str(cell.value)) for cell in cells), (
        "the file holds something to be wary of"
    )
    risky = [cell for cell in cells if str(cell.value).startswith("=")]
    assert risky and all(cell.quotePrefix and cell.hyperlink is None for cell in risky)
    assert b"<f>" not in b"".join(part for part in _parts(found))


def _parts(found: Prepared) -> list[bytes]:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(marked_workbook(found, found.checked.issues, SAY))) as packed:
        return [packed.read(name) for name in packed.namelist() if "worksheets" in name]


def test_corrected_in_place_it_can_be_sent_again():
    found = prepared()
    book = openpyxl.load_workbook(io.BytesIO(marked_workbook(found, found.checked.issues, SAY)))
    book["Table"]["D3"], book["Table"]["B4"], book["Table"]["D4"] = "10", "2026-02-28", "4"
    buffer = io.BytesIO()
    book.save(buffer)
    again = prepare(buffer.getvalue(), "answers.xlsx", NPS, Options())
    assert again.checked.rows["score"].tolist() == [9, 10, 4, 7]
    assert set(again.match.columns.values()) == {"response_id", "date", "store", "score"}
    assert sum(issue.level == ERROR for issue in again.checked.issues) <= 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_the_readers_language_and_is_read_as_the_same_table(language):
    found, say = prepared(), translator(language)
    sheet = read(
        marked_workbook(found, found.checked.issues, say), "x.xlsx", Options(sheet=say("Table"))
    )
    assert sheet.headings == found.sheet.headings
