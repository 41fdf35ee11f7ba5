"""Files without headings whose words happen to be known as headings: every line is a record, and a
person is asked; headings stay headings where a word of theirs comes again below."""

import pytest

from data.kinds.catalog import SURVEY, TRAINING
from data.reading.options import Options
from data.reading.reader import read
from data.reading.record_form import has_form_of_records
from errors import FileRefused
from tests.test_unseen_records import asked, load, written

PLACES = ["Meal", "Vegetarian", "Service", "Meal", "Service", "Vegetarian", "Meal", "Service"]


def test_no_line_above_a_known_word_vanishes():
    rows = [
        [place, str(at % 5 + 1), "open" if at % 2 else "new"] for at, place in enumerate(PLACES)
    ]
    sheet = read(written(*rows), "results.csv", Options(), kind=SURVEY)
    assert [one.name for one in sheet.questions] == ["no_headings"]
    assert len(sheet.cells) == len(rows) and sheet.cells[0].tolist() == PLACES


def test_a_word_beside_a_day_is_no_heading():
    rows = [[f"2026-10-{at + 1:02}", place, "good"] for at, place in enumerate(PLACES)]
    found = load(SURVEY, written(*rows), "results.csv")
    assert "no_headings" in asked(found) and len(found.checked.rows) == len(rows)


BELOW = [["Meal", "5", "a"], ["Service", "4", "b"], ["Meal", "3", "c"], ["Bar", "2", "d"]]


@pytest.mark.parametrize(
    ("row", "others"),
    [
        (["Service", "Score", "State"], BELOW),  # names its numbers
        (["Product", "2026", "State"], BELOW),  # no word of it comes again
        (["Service", "5"], [one[:2] for one in BELOW]),  # a label and its value
        (["Meal", "5", ""], BELOW),  # not as full
        (["Meal", "5", "a"], BELOW),  # the same row again, as headings on each page
        (["Meal", "5", "a"], BELOW[:2]),  # too few to compare with
    ],
)
def test_what_is_no_record_by_its_form(row, others):
    assert not has_form_of_records(row, others)


def test_a_record_by_its_form():
    assert has_form_of_records(["Service", "1", "e"], BELOW)


@pytest.mark.parametrize(
    "head",
    [["Date", "Service", "Rating"], ["Service", "Date", "Rating"], ["Day", "Product", "Stars"]],
)
def test_headings_stay_headings_where_their_word_comes_again(head):
    at = head.index("Date") if "Date" in head else 0
    rows = []
    for day, place in enumerate(PLACES):
        cells = [place, place, str(day % 5 + 1)]
        cells[at] = f"2026-10-{day + 1:02}"
        rows.append(cells)
    sheet = read(written(head, *rows), "results.csv", Options(), kind=SURVEY)
    assert not sheet.questions and sheet.headings == tuple(head)


def test_headings_that_come_again_on_each_page_are_no_records():
    head = ["Store", "1", "2", "3"]
    rows = [["Leeds", "5", "4", "3"], ["York", "4", "4", "2"], ["Bath", "1", "2", "3"]]
    sheet = read(written(head, *rows, head, *rows), "results.csv", Options(), kind=SURVEY)
    assert "no_headings" not in [one.name for one in sheet.questions]


def test_a_file_without_headings_that_is_refused_shows_what_stands_in_its_columns():
    rows = [
        [str(140 + at), str(60 + at % 4), f"2016-05-{at + 1:02} 15:42:55", str(at + 8), "22"]
        for at in range(12)
    ]
    with pytest.raises(FileRefused) as refused:
        load(TRAINING, written(*rows), "quiz.csv")
    assert refused.value.message.blanks["headings"][0] == "Column 1 (140, 141, 142)"
