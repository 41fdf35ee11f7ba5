"""A file in hand is still there after a look at another page, for this visit alone, until it is
stored or thrown away."""

import pytest

from tests.test_upload_page import NPS, ROOT, choose, open_page, stored, widget, words

pytestmark = pytest.mark.usefixtures("steward")


def look_elsewhere_and_back(page) -> None:
    """As a reader leaves: the box for files is drawn anew, empty."""
    page.switch_page(str(ROOT / "pages" / "definitions.py")).run()
    assert not page.exception
    page.switch_page(str(ROOT / "pages" / "upload.py")).run()
    assert not page.exception and page.file_uploader[0].value is None


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("zh_Hant", "answers.csv仍在這裡：已檢查，尚未儲存。")],
)
def test_a_checked_file_and_what_was_settled_are_still_there(pages_file, language, sentence):
    page = choose(open_page(language), NPS)
    widget(page.text_input, "upload_missing").set_value("0").run()
    before = widget(page.button, "upload_store").label
    look_elsewhere_and_back(page)
    assert sentence in words(page).replace("\\", "")
    assert widget(page.text_input, "upload_missing").value == "0"
    assert widget(page.button, "upload_store").label == before
    widget(page.button, "upload_store").click().run()
    assert len(stored()) == 1 and sentence not in words(page).replace("\\", "")
    look_elsewhere_and_back(page)
    assert "upload_throw_away" not in [button.key for button in page.button]


def test_it_can_be_thrown_away_and_no_other_visit_sees_it(pages_file):
    page = choose(open_page(), NPS)
    look_elsewhere_and_back(page)
    assert "still here" not in words(open_page())
    widget(page.button, "upload_throw_away").click().run()
    assert "still here" not in words(page) and "upload_store" not in [
        button.key for button in page.button
    ]
    assert not [
        name
        for name in ("upload_held", "upload_draft", "upload_sheet", "upload_prepared")
        if name in page.session_state
    ]


def test_a_file_that_was_not_checked_is_not_said_to_be(pages_file):
    page = choose(open_page(), "sku,pallets\nA1,3\nA2,4\n", "stock.csv")
    look_elsewhere_and_back(page)
    assert "stock.csv is still here: not stored." in words(page).replace("\\", "")


def test_another_file_takes_its_place(pages_file):
    page = choose(open_page(), NPS)
    look_elsewhere_and_back(page)
    choose(page, NPS, "newer.csv")
    assert "still here" not in words(page)
    look_elsewhere_and_back(page)
    assert "newer.csv is still here: checked, not stored." in words(page).replace("\\", "")


def test_what_is_taken_out_of_the_box_is_gone(pages_file):
    page = choose(open_page(), NPS)
    page.file_uploader[0].set_value(None).run()
    assert "still here" not in words(page) and "upload_held" not in page.session_state
