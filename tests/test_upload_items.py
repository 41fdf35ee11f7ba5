"""A file of exam results that holds exam items: the upload page goes on with it, its settings kept."""

import pytest
from streamlit.testing.v1 import AppTest

from i18n import LANGUAGES, translator
from tests.test_upload_page import choose, open_page, stored, widget, words

pytestmark = pytest.mark.usefixtures("steward")

GRADES = "Email address,Completed,Grade/10.00,Q. 1 /6.00,Q. 2 /4.00\n" + "".join(
    f"u{who}@example.com,0{who}/04/2026,{6 * (who % 2) + 4},{6 * (who % 2)},4\n" for who in range(1, 9))
MATRIX = "姓名,考试日期,第1题,第2题\n张三,2026-04-01,A,B\n李四,2026-04-01,B,B\n"


def settled(page: AppTest, store: bool = True) -> AppTest:
    """The grades with their questions answered, and stored."""
    choose(page, GRADES, "grades.csv")
    assert widget(page.selectbox, "upload_kind").value == "training"
    widget(page.text_input, "upload_set_course").set_value("Basics").run()
    widget(page.number_input, "upload_pass_mark").set_value(80.0).run()
    widget(page.selectbox, "upload_ask_day_first").set_value(True).run()
    if store:
        widget(page.button, "upload_store").click().run()
    assert not page.exception
    return page


def test_the_same_file_goes_on_as_exam_items_with_its_settings(pages_file):
    page = settled(open_page())
    assert page.file_uploader[0].value is None and "The same file holds 2 exam items." in words(page)
    widget(page.button, "upload_go_on").click().run()
    assert not page.exception and not page.error
    assert widget(page.selectbox, "upload_kind").value == "exam_item"
    assert "8 rows with 2 exam items each were read as 16 answers" in words(page).replace("\\", "")
    widget(page.button, "upload_store").click().run()
    assert not page.exception and "upload_go_on" not in [button.key for button in page.button]
    ledger = stored().sort_values("id")
    assert ledger[["kind", "kept", "file"]].values.tolist() == [["training", 8, "grades.csv"], ["exam_item", 16, "grades.csv"]]
    assert ledger.source.nunique() == 2 and all('"course": "Basics"' in told and '"day_first": true' in told for told in ledger.options)
    assert str(ledger.last_date.iloc[1])[:10] == "2026-04-08"


def test_the_check_announces_it_and_a_file_that_is_there_offers_it_at_once(pages_file):
    page = settled(open_page(), store=False)
    assert any("also holds 2 exam items" in info.value for info in page.info)
    widget(page.button, "upload_store").click().run()
    choose(page, GRADES, "grades.csv")
    assert any("already loaded on" in info.value for info in page.info)
    widget(page.button, "upload_go_on").click().run()
    widget(page.button, "upload_store").click().run()
    assert not page.exception and stored().kind.tolist() == ["exam_item", "training"]


def test_another_file_takes_the_place_of_the_one_gone_on_with(pages_file):
    page = settled(open_page())
    widget(page.button, "upload_go_on").click().run()
    assert "Going on with the exam items of grades.csv" in words(page).replace("\\", "")
    choose(page, MATRIX, "matrix.csv")
    assert "Going on with" not in words(page) and "nothing says which answers are right" in page.error[0].value


def test_going_on_can_be_given_up(pages_file):
    page = settled(open_page())
    widget(page.button, "upload_go_on").click().run()
    widget(page.button, "upload_put_down").click().run()
    assert not page.exception and "Going on with" not in words(page) and not [box for box in page.selectbox if "upload_kind" in str(box.key)]


def test_a_matrix_without_a_key_is_refused_in_words_and_the_kind_can_still_be_chosen(pages_file):
    page = choose(open_page(), MATRIX, "matrix.csv")
    assert len(page.error) == 1 and "nothing says which answers are right" in page.error[0].value
    assert widget(page.selectbox, "upload_kind").value == "exam_item"


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_it_is_said_in_the_readers_language(pages_file, language):
    page = settled(open_page(language))
    assert widget(page.button, "upload_go_on").label == translator(language)("Go on with the exam items") != "Go on with the exam items"
