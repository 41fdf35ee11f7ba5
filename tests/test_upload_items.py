"""A file of exam results that holds exam items: the upload page goes on with it, its settings
kept."""

import pytest
from streamlit.testing.v1 import AppTest

from data.reading.options import Options
from i18n import translator
from tests.test_upload_page import choose, open_page, stored, widget, words
from ui.upload import draft

pytestmark = pytest.mark.usefixtures("steward")

GRADES = "Email address,Completed,Grade/10.00,Q. 1 /6.00,Q. 2 /4.00\n" + "".join(
    f"u{who}@example.com,0{who}/04/2026,{6 * (who % 2) + 4},{6 * (who % 2)},4\n"
    for who in range(1, 9)
)
MATRIX = "姓名,考试日期,第1题,第2题\n张三,2026-04-01,A,B\n李四,2026-04-01,B,B\n"


def settled(page: AppTest) -> AppTest:
    """The grades with their questions answered, not yet stored."""
    choose(page, GRADES, "grades.csv")
    assert widget(page.selectbox, "upload_kind").value == "training"
    widget(page.text_input, "upload_set_course").set_value("Basics")
    widget(page.number_input, "upload_pass_mark").set_value(80.0).run()
    widget(page.button, "upload_answers_right").click().run()
    assert not page.exception
    return page


def test_the_same_file_goes_on_as_exam_items_with_its_settings(pages_file):
    """It is announced, offered in the reader's language, left for another file, offered at once where
    the file is chosen again, and gone on with."""
    page = settled(open_page())
    assert any("also holds 2 exam items" in info.value for info in page.info)
    widget(page.button, "upload_store").click().run()
    assert page.file_uploader[0].value is None and "The same file holds 2 exam items." in words(
        page
    )
    _is_offered_in_another_language(page)
    widget(page.button, "upload_go_on").click().run()
    assert not page.exception and not page.error
    assert "Going on with the exam items of grades.csv" in words(page).replace("\\", "")
    choose(page, MATRIX, "data.csv")
    assert (
        "Going on with" not in words(page)
        and "nothing says which answers are right" in page.warning[-1].value
    )
    choose(page, GRADES, "grades.csv")
    assert any("already loaded on" in info.value for info in page.info)
    widget(page.button, "upload_go_on").click().run()
    assert not page.exception and not page.error
    assert widget(page.selectbox, "upload_kind").value == "exam_item"
    assert "8 rows with 2 exam items each were read as 16 answers" in words(page).replace("\\", "")
    widget(page.button, "upload_store").click().run()
    assert not page.exception and "upload_go_on" not in [button.key for button in page.button]
    ledger = stored().sort_values("id")
    assert ledger[["kind", "kept", "file"]].values.tolist() == [
        ["training", 8, "grades.csv"],
        ["exam_item", 16, "grades.csv"],
    ]
    assert ledger.source.nunique() == 2 and all(
        '"course": "Basics"' in told and '"day_first": "day"' in told for told in ledger.options
    )
    assert str(ledger.last_date.iloc[1])[:10] == "2026-04-08"


def _is_offered_in_another_language(page: AppTest) -> None:
    for language in ("zh_Hant", "en"):
        page.query_params["lang"] = language
        page.run()
        label = widget(page.button, "upload_go_on").label
        assert label == translator(language)("Go on with the exam items")
        assert (label == "Go on with the exam items") == (language == "en")


def test_going_on_can_be_given_up(pages_file):
    asks_nothing = "Email address,Course,Completed,Grade/10.00,Pass mark,Q. 1 /6.00,Q. 2 /4.00\n"
    asks_nothing += "".join(
        f"u{who}@example.com,Basics,2026-04-0{who},{6 * (who % 2) + 4},8,{6 * (who % 2)},4\n"
        for who in range(1, 9)
    )
    page = choose(open_page(), asks_nothing, "grades.csv")
    widget(page.button, "upload_store").click().run()
    widget(page.button, "upload_go_on").click().run()
    assert "Going on with" in words(page)
    widget(page.button, "upload_put_down").click().run()
    assert (
        not page.exception
        and "Going on with" not in words(page)
        and not [box for box in page.selectbox if "upload_kind" in str(box.key)]
    )


def give_key(page: AppTest, key: str) -> AppTest:
    widget(page.file_uploader, "upload_key").set_value(("key.csv", key.encode(), "text/csv")).run()
    assert not page.exception
    return page


def take_key_away(page: AppTest) -> None:
    widget(page.button, "upload_key_away").click().run()
    assert (
        not page.error
        and "Right answers from a key file" not in words(page)
        and "nothing says which answers are right" in page.warning[-1].value
    )


def test_a_matrix_asks_for_its_key_which_is_a_file_of_its_own_can_be_taken_away_and_is_kept(
    pages_file,
):
    page = choose(open_page(), MATRIX, "data.csv")
    assert not page.error and "nothing says which answers are right" in page.warning[-1].value
    assert (
        widget(page.selectbox, "upload_kind").value == "exam_item" and len(page.file_uploader) == 2
    )
    give_key(page, "第1题,A\n第3题,B\n")
    assert (
        "第2题" in page.error[0].value and "第3题" in page.error[0].value
    )  # which item lacks a key, and which key has no item
    assert "Right answers from a key file: 2" in words(page)
    take_key_away(page)
    give_key(page, "题目,答案\n第1题,A\n第2题,B\n")
    assert (
        not page.error
        and "Right answers from a key file: 2" in words(page)
        and len(page.file_uploader) == 1
    )
    take_key_away(page)
    give_key(page, "题目,答案\n第1题,A\n第2题,B\n")
    widget(page.text_input, "upload_set_course").set_value("Basics").run()
    widget(page.button, "upload_store").click().run()
    assert (
        not page.exception
        and '"key": [["第1题", "A", "", ""], ["第2题", "B", "", ""]]' in stored().options[0]
    )


def test_a_key_does_not_outlive_another_kind(pages_file):
    page = give_key(choose(open_page(), MATRIX, "data.csv"), "第1题,A\n第2题,B\n")
    widget(page.selectbox, "upload_kind").set_value("training").run()
    assert not page.exception and "Right answers from a key file" not in words(page)


@pytest.mark.parametrize(
    "change",
    [
        lambda: draft.set_kind("training"),
        lambda: draft.set_options(sheet="B"),
        lambda: draft.set_options(sheet=None),
    ],
)
def test_another_kind_or_sheet_has_no_items_of_the_old_one(monkeypatch, change):
    settled = Options(
        items=("Greet",), item_cells="answers", key=(("Greet", "A", "", ""),), encoding="utf-8"
    )
    monkeypatch.setattr(
        draft.st,
        "session_state",
        {"upload_draft": draft.Draft("f", "exam_item", settled)},
        raising=False,
    )
    change()
    left = draft.st.session_state["upload_draft"].options
    assert (left.items, left.item_cells, left.key, left.encoding) == ((), None, (), "utf-8")


def test_marks_under_headings_that_are_gone_are_dropped(monkeypatch):
    first = draft.Draft("f", "exam_item", Options(items=("Greet", "Listen"), item_cells="answers"))
    monkeypatch.setattr(draft.st, "session_state", {"upload_draft": first}, raising=False)
    assert draft.drop_lost_marks(("employee", "Listen", "Greet")) is first
    assert draft.drop_lost_marks(("employee", "Listen", "Smile")).options.items == ("Listen",)
    assert draft.drop_lost_marks(("employee",)).options == Options(item_cells="answers")


MARKED = "工号,考试日期,服务礼仪,微笑（2分）,投诉处理\n" + "".join(
    f"E{who},2026-04-01,{who % 2},{who % 3},1\n" for who in range(6)
)


def test_the_person_marks_the_first_and_the_last_column_of_the_items(pages_file):
    page = choose(open_page(), MARKED, "export.csv")
    widget(page.selectbox, "upload_kind").set_value("exam_item").run()
    widget(page.selectbox, "upload_items_first").set_value("服务礼仪").run()
    widget(page.selectbox, "upload_items_last").set_value("投诉处理").run()
    widget(page.selectbox, "upload_item_cells").set_value("points").run()
    assert widget(page.multiselect, "upload_items_all").value == [
        "服务礼仪",
        "微笑（2分）",
        "投诉处理",
    ]
    widget(page.text_input, "upload_set_course").set_value("Basics").run()
    widget(page.button, "upload_store").click().run()
    assert (
        not page.exception
        and stored().kept.tolist() == [18]
        and '"items": ["服务礼仪", "微笑（2分）", "投诉处理"]' in stored().options[0]
    )
    choose(
        page, MARKED.replace("04-01", "05-01"), "export 2.csv"
    )  # next month nothing has to be marked
    widget(page.selectbox, "upload_kind").set_value("exam_item").run()
    assert widget(
        page.selectbox, "upload_items_last"
    ).value == "投诉处理" and "The settings are those of upload 1" in words(page)


def test_a_block_filled_alike_is_asked_about_and_no_answer_breaks_the_page(pages_file):
    block = MARKED.replace(",2,", ",1,").replace("（2分）", "")
    page = choose(open_page(), block, "report.csv")
    widget(page.selectbox, "upload_kind").set_value("exam_item").run()
    widget(page.text_input, "upload_set_course").set_value("Basics").run()
    assert "from “服务礼仪” to “投诉处理” look like it" in words(page).replace("\\", "")
    widget(page.button, "upload_answers_right").click().run()
    widget(page.button, "upload_store").click().run()
    assert not page.exception and stored().kept.tolist() == [18]
    choose(page, block.replace("04-01", "05-01"), "export 2.csv")
    widget(page.selectbox, "upload_kind").set_value("exam_item").run()
    widget(page.text_input, "upload_set_course").set_value("Basics").run()
    widget(page.radio, "upload_answer_exam_items").set_value("no").run()
    assert not page.exception and widget(page.selectbox, "upload_items_first").value is None
