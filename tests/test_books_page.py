"""The upload page with workbooks: tables to choose from with their first rows, sheets alike in one
load."""

import pytest

from tests.test_books import HEADINGS, records, sheets
from tests.test_upload_page import choose, open_page, stored, widget, words

pytestmark = pytest.mark.usefixtures("steward")


def test_tables_are_shown_before_one_is_chosen_and_sheets_alike_are_stored_as_one(pages_file):
    page = choose(
        open_page(),
        sheets({"A": [["Colour", "Weight"], ["red", 3]], "B": [["Name", "Height"], ["Zoë", 7]]}),
        "two.xlsx",
    )
    assert [frame.value.to_numpy().tolist() for frame in page.dataframe[:2]] == [
        [["red", "3"]],
        [["Zoë", "7"]],
    ]
    assert words(page).count("No kind of record fits this file.") == 1
    choice = widget(page.radio, "upload_answer_which_sheet")
    assert (choice.options, choice.value) == (["A", "B"], "A")
    choice.set_value("B").run()
    assert widget(page.radio, "upload_answer_which_sheet").value == "B"
    assert words(page).count("No kind of record fits this file.") == 1

    tables = {f"{month}月": [HEADINGS, *records(6, month)] for month in (1, 2, 3)}
    tables["2月"][2][2] = "soon"
    choose(page, sheets(tables), "months.xlsx")
    assert widget(page.radio, "upload_answer_sheets").value == "together"
    assert "Row 2月!3: “NPS” is" in words(page).replace("\\", "")
    widget(page.button, "upload_answers_right").click().run()
    widget(page.button, "upload_store").click().run()
    assert not page.exception and stored().kept.tolist() == [17]
