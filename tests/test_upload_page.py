"""The upload page as a data steward uses it: choose, match, check, store, look back, undo."""

import io
import re
from datetime import date
from itertools import cycle
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from charts.axes import text_width
from data.exports.formula_safe import csv_bytes, inert
from data.issues import ERROR, WARNING, Issue
from data.kinds.catalog import UPLOADED, kind_named
from data.matching.headings import match
from data.matching.recognise import recognise
from data.reading.options import Options
from data.reading.reader import read
from data.uploads.prepare import prepare
from data.uploads.store import Move, add, uploads
from errors import Message
from i18n import LANGUAGES, N_, translator
from metrics.catalog import KPIS
from ui.parts import issues_table
from ui.parts.issues_table import group_words, grouped, issues_frame, rejected_frame
from ui.parts.literal import markdown_safe
from ui.parts.moves import moves_frame
from ui.upload.coverage import _beyond
from ui.upload.ledger import breadths
from ui.upload.start import template

pytestmark = pytest.mark.usefixtures("steward")

ROOT = Path(__file__).resolve().parents[1]
SAY = translator("en")
NPS = "id,date,store,score\n" + "".join(
    f"{number},2026-0{1 + number % 3}-1{number % 9} 10:0{number % 6},North,{number % 11}\n"
    for number in range(60)
)


def open_page(language: str = "en") -> AppTest:
    opened = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    opened.query_params["lang"] = language
    opened.switch_page(str(ROOT / "pages" / "upload.py")).run()
    assert not opened.exception
    return opened


@pytest.fixture
def page(pages_file) -> AppTest:
    return open_page()


def stored() -> pd.DataFrame:
    from ui.state.board import read as ask

    return ask(uploads)


def live_rows() -> int:
    from ui.state.board import read as ask

    return ask(lambda reading: reading.row("SELECT count(*) FROM live_nps")[0])


def choose(page: AppTest, content: str | bytes, name: str = "answers.csv") -> AppTest:
    content = content.encode() if isinstance(content, str) else content
    page.file_uploader[0].set_value((name, content, "text/csv")).run()
    assert not page.exception
    return page


def widget(widgets, start: str):
    """The one widget whose key begins so: draft keys end with the file's name."""
    found = [each for each in widgets if each.key and each.key.startswith(start)]
    assert len(found) == 1, [each.key for each in widgets]
    return found[0]


def words(page: AppTest) -> str:
    elements = [
        *page.markdown,
        *page.warning,
        *page.error,
        *page.info,
        *page.success,
        *page.caption,
    ]
    return "\n".join(element.value for element in elements) + "\n".join(
        element.proto.body for element in page.get("html")
    )


def test_nothing_chosen_explains_and_offers_templates(administrator, page):
    labels = [button.proto.label for button in page.get("download_button")]
    assert set(labels) == {kind.label for kind in UPLOADED}
    assert "Nothing was uploaded yet." in words(page)


def test_a_clean_file_is_recognised_rehearsed_stored_linked_and_known_when_it_comes_again(page):
    """Also corrected: how many rows it corrects is said."""
    choose(page, NPS)
    assert widget(page.selectbox, "upload_kind").value == "nps"
    assert "New ones: 6" in words(page)
    assert stored().empty
    widget(page.button, "upload_store").click().run()
    assert not page.exception
    assert stored().kept.tolist() == [60]
    assert "is stored as upload 1" in page.success[0].value.replace("\\", "")
    assert page.file_uploader[0].value is None
    assert "net_promoter_score" in [
        link.proto.query_string.split("kpi=")[-1].split("&")[0] for link in page.get("page_link")
    ]
    choose(page, NPS)
    assert "already loaded on" in page.info[0].value
    assert "upload_store" not in [button.key for button in page.button], "the same file again"
    choose(page, NPS.replace(",3\n", ",10\n"), "corrected.csv")
    counts = next(
        each.proto.body for each in page.get("html") if "changed or gone" in each.proto.body
    )
    assert '<div class="scd-value">6</div><div class="scd-n">changed or gone' in counts
    assert '<div class="scd-value">54</div><div class="scd-n">stored already' in counts
    assert "Known monthly values that change: 6. New ones: 0." in words(page)


def test_a_file_without_headings_is_matched_by_numbered_columns_and_stored(page):
    """What the other answer would do cannot be told of it, since its headings would be others."""
    rows = "".join(f"C{at % 7},2026030{1 + at % 9},{at + 1}.50\n" for at in range(30))
    choose(page, rows, "orders.txt")
    widget(page.selectbox, "upload_kind").set_value("purchase").run()
    for column, heading in (("customer", "Column 1"), ("date", "Column 2")):
        widget(page.selectbox, f"upload_heading_{column}").set_value(heading).run()
    assert not page.error, [error.value for error in page.error]
    widget(page.button, "upload_answers_right").click().run()
    widget(page.button, "upload_store").click().run()
    assert "Rows kept: 30" in page.success[0].value
    choose(page, rows + "C9,20260310,9.50\n", "again.txt")
    widget(page.selectbox, "upload_kind").set_value("purchase").run()  # the rest is remembered
    widget(page.radio, "upload_answer_no_headings").set_value("headings").run()
    assert not page.error, "the matched columns go with their headings"


def test_faults_are_grouped_their_rows_stay_out_and_the_upload_is_undone_in_two_steps(page):
    choose(
        page,
        NPS + "900,2026-03-02 09:00,North,11\n901,2026-03-02 09:01,North,12\n"
        "902,2026-03-02 09:02,North,9\n",
    )
    text = words(page).replace("\\", "")
    assert (
        "✕ rejected** · Rows: 2 (62, 63), for example row 62: “score” is 11, outside 0 to 10"
        in text
    )
    labels = [button.proto.label for button in page.get("download_button")]
    assert {
        "Findings as CSV",
        "The file with the faults marked",
        "Rejected rows, to correct",
    } <= set(labels)
    widget(page.button, "upload_store").click().run()
    assert stored()[["kept", "rejected"]].values.tolist() == [[61, 2]]
    widget(page.selectbox, "ledger_choice").set_value(1).run()
    assert "“score” is 11" in words(page).replace("\\", "")
    widget(page.button, "undo_1").click().run()
    assert stored().undone_at.isna().all()
    widget(page.button, "undo_no").click().run()
    widget(page.button, "undo_1").click().run()
    widget(page.button, "undo_yes").click().run()
    assert not page.exception
    assert stored().undone_at.notna().all()
    assert "Upload 1 is undone: none of its rows counts any longer. Rows: 61" in words(
        page
    ).replace("\\", "")


def test_a_missing_required_heading_is_asked_for_chosen_and_taken_over_for_the_layout(page):
    content = NPS.replace("score", "zzz", 1)
    choose(page, content)
    widget(page.selectbox, "upload_kind").set_value("nps").run()
    assert "Needed, but not found under any heading of the file: Score" in words(page)
    assert "upload_store" not in [button.key for button in page.button]
    widget(page.selectbox, "upload_heading_score").set_value("zzz").run()
    assert "Needed, but not found" not in words(page)
    widget(page.button, "upload_store").click().run()
    assert stored().kept.tolist() == [60]
    choose(page, content)
    widget(page.selectbox, "upload_kind").set_value("nps").run()
    assert "already loaded on" in page.info[0].value
    assert "those of upload 1, which had the same headings" in words(page)
    widget(page.button, "upload_unlearn").click().run()
    assert "Needed, but not found" in words(page)


def test_one_value_for_all_rows_fills_a_column_and_a_pass_mark_is_asked(page):
    exams = "employee,exam date,score\n" + "".join(
        f"E{number},2026-02-1{number},{60 + 4 * number}\n" for number in range(9)
    )
    choose(page, exams, "x.csv")
    widget(page.selectbox, "upload_kind").set_value("training").run()
    assert "Course" in page.warning[0].value
    widget(page.text_input, "upload_set_course").set_value("Basics").run()
    assert not page.error and "what percent passes" in words(page)
    assert widget(page.radio, "upload_answer_unsaid").value == "80"
    assert [button for button in page.button if button.key == "upload_store"] == []
    widget(page.number_input, "upload_pass_mark").set_value(80.0).run()
    widget(page.button, "upload_store").click().run()
    assert not page.exception
    assert stored()[["kept", "options"]].values.tolist()[0][0] == 9
    assert (
        '"course": "Basics"' in stored().options[0] and '"pass_mark": 80.0' in stored().options[0]
    )


def test_an_ambiguous_date_is_one_question_and_its_answer_is_kept(page):
    choose(
        page,
        "id,date,score\n"
        + "".join(f"{number},0{number}/04/2026 10:00,9\n" for number in range(1, 8)),
    )
    assert widget(page.radio, "upload_answer_day_first").value == "day", "all are of one month"
    widget(page.button, "upload_answers_right").click().run()
    widget(page.button, "upload_store").click().run()
    assert (
        str(stored().first_date[0])[:10] == "2026-04-01"
        and str(stored().last_date[0])[:10] == "2026-04-07"
    )


def test_a_file_that_cannot_be_read_is_refused_in_words(page):
    for content in (b"", b"%PDF-1.7 nothing", b"id,date,score\n", b"\x89PNG\r\n\x1a\n"):
        choose(page, content)
        assert len(page.error) == 1 and "Traceback" not in page.error[0].value
        assert page.header[0].value == "Uploads so far"


def test_changing_the_scale_checks_again(page):
    survey = "date,overall\n" + "".join(
        f"2026-03-0{1 + number % 9} 10:00,{1 + number % 5}\n" for number in range(60)
    )
    choose(page, survey)
    assert "scale 1-5" in words(page)
    widget(page.selectbox, "upload_scale").set_value("1-10").run()
    assert "scale 1-10" in words(page)


def test_a_heading_can_be_set_aside_and_only_rows_with_one_value_are_taken(page):
    choose(page, NPS.replace("North", "South", 20))
    widget(page.selectbox, "upload_match_nps_2").set_value("").run()
    assert "Not used: “store”." in words(page)
    widget(page.selectbox, "upload_heading_store").set_value("store").run()
    assert widget(page.selectbox, "upload_match_nps_2").value == "store"
    widget(page.selectbox, "upload_where").set_value("store").run()
    widget(page.selectbox, "upload_where_value").set_value("South").run()
    widget(page.button, "upload_store").click().run()
    assert stored()[["kept", "left_out"]].values.tolist() == [[20, 40]]


def test_values_of_personal_columns_are_withheld_in_the_ledger(page, monkeypatch):
    exams = (
        "employee,course,exam date,score,pass mark\n,Basics,2026-02-01,80,70\n"
        "E1,Basics,2026-02-02,80,70\nE1,Basics,2026-02-03,80,70,x\n"
    )
    choose(page, exams, "exams.csv")
    widget(page.selectbox, "upload_kind").set_value("training").run()
    assert any("E1" in str(table.value.to_numpy().tolist()) for table in page.dataframe)
    widget(page.button, "upload_store").click().run()
    widget(page.selectbox, "ledger_choice").set_value(1).run()
    table = next(each.value for each in page.dataframe if "What was found" in each.value)
    assert len(table) and "E1" not in str(table.to_numpy().tolist())


def test_the_calendar_tells_what_came_and_what_is_missing(page):
    first = (date.today().replace(day=1) - pd.DateOffset(months=4)).date()
    last = (date.today().replace(day=1) - pd.DateOffset(months=2)).date()
    choose(page, f"id,date,score\n1,{first} 10:00,9\n2,{last} 10:00,9\n3,{last} 11:00,9\n")
    widget(page.selectbox, "upload_kind").set_value("nps").run()
    widget(page.button, "upload_store").click().run()
    calendar = next(
        each.proto.body for each in page.get("html") if "scd-calendar" in each.proto.body
    )
    rows = {
        month: calendar.split(f">{SAY.month(month)}<")[1].split("</tr>")[0]
        for month in (first, last, (last + pd.DateOffset(months=1)).date())
    }
    assert ["Rows: 1" in rows[first], "Rows: 2" in rows[last]] == [True, True]
    assert [text.count("missing") for text in rows.values()] == [0, 0, 1]


@pytest.mark.parametrize(
    ("language", "width", "last"),
    [
        ("en", 1200, "Mystery-shopper visit"),
        ("zh_Hans", 1200, "员工花名册"),
        ("zh_Hant", 358, "推薦意願調查（NPS）"),
    ],
)
def test_the_calendar_names_the_kinds_that_are_out_of_sight(language, width, last):
    say = translator(language)
    names = (
        "survey nps praise purchase complaint service_request contact_volume mystery_visit training "
        "behaviour_check star roster attendance staff_survey suggestion"
    )
    kinds = [say(kind_named(name).label) for name in names.split()]
    cells = {date(2026, 10, 1): [("neutral", f"– {say('not expected')}")] * len(kinds)}
    beyond = _beyond(kinds, cells, width, say)
    assert kinds[: -len(beyond)][-1] == last


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_period_is_whole_in_the_ledger_and_a_long_name_of_a_file_is_not(language):
    say = translator(language)
    period = say("{first} to {last}", first=date(2025, 10, 11), last=date(2026, 12, 31))
    frame = pd.DataFrame({say("Period"): ["–", period], say("File"): ["a.csv", "b" * 90]})
    wide = breadths(frame, say)
    assert wide[say("Period")] > text_width(period, 14) + 16  # pixels that Streamlit keeps free
    assert wide[say("File")] < text_width("b" * 90, 14)


def test_columns_that_answers_add_are_no_headings_of_the_file(page):
    rows = "".join(f"E{n:02},2026-10-{n + 1:02},{n % 9 + 20}\n" for n in range(20))
    choose(page, "工号,考试日期,得分\n" + rows, "客服礼仪考核.csv")
    titles = [each.label for each in page.expander]
    assert "Headings: 3 of 3 are used, 0 to confirm" in titles


@pytest.mark.parametrize("language", ["zh_Hant"])
def test_the_page_speaks_the_readers_language(administrator, pages_file, language):
    page = choose(open_page(language), NPS)
    labels = [translator(language)(kind.label) for kind in UPLOADED]
    assert (
        widget(page.selectbox, "upload_kind").options == labels != [kind.label for kind in UPLOADED]
    )
    assert widget(page.button, "upload_store").label == translator(language)(
        "Store these rows: {count}", count=60
    )
    assert (
        page.dataframe[0]
        .value[translator(language)("KPI")]
        .isin([translator(language)(kpi.label) for kpi in KPIS])
        .all()
    )


def test_words_of_a_file_are_never_markup(page):
    hostile = (
        "**id**,date,store,![x](http://example.test/x.png),score\n"
        "1,2026-03-01 10:00,<img src=x onerror=alert(1)>,<b>,9\n2,x,y,z,**11**\n"
    )
    choose(page, hostile, "<b>_name_</b>.csv")
    if not [
        button for button in page.button if (button.key or "").startswith("upload")
    ]:  # a file of no kind
        widget(page.selectbox, "upload_kind").set_value("nps").run()
    marked = "".join(
        element.value
        for element in [*page.markdown, *page.warning, *page.error, *page.info, *page.caption]
    )
    drawn = "".join(element.proto.body for element in page.get("html"))
    assert "![x](" not in marked and "<img" not in marked + drawn and "**11**" not in marked
    assert "&lt;img src=x onerror=alert(1)&gt;" in drawn


def test_literal_keeps_every_letter_and_no_markup():
    assert markdown_safe("**a** <b>") == r"\*\*a\*\* \<b>"
    assert markdown_safe("完全 满意 11") == "完全 满意 11"


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "＝1", "＋1", "－1", "＠x"]
)
def test_no_cell_of_an_export_begins_a_formula(text):
    assert inert(text) == "'" + text
    exported = pd.read_csv(io.BytesIO(csv_bytes(pd.DataFrame({text: [text, "plain"]}))), dtype=str)
    assert (
        exported.iloc[0, 0].startswith("'")
        and exported.columns[0].startswith("'")
        and exported.iloc[1, 0] == "plain"
    )


def test_groups_put_what_keeps_rows_out_first_and_name_the_rows():
    low, high = Message("{column} is {value}.", {"column": "a", "value": 11}), Message("Odd.")
    issues = (
        Issue(WARNING, high, 2),
        *(Issue(ERROR, low, row, "a", "11") for row in range(3, 12)),
        Issue(WARNING, high),
    )
    groups = grouped(issues)
    assert [(group[0].level, len(group)) for group in groups] == [(ERROR, 9), (WARNING, 2)]
    assert "Rows: 9, the first are 3, 4, 5, 6, 7, 8: “a” is 11" in group_words(
        groups[0], SAY
    ).replace("\\", "")
    frame = issues_frame(issues, SAY)
    assert frame["Row"].tolist()[1:3] == [2, 3] and frame["Level"][2] == "✕ rejected"


def test_what_is_said_of_the_whole_file_is_never_folded_into_its_first_sentence():
    thin = [
        Issue(WARNING, Message("Rows of {month}: {count}.", {"month": month, "count": 4}))
        for month in ("May", "June", "June")
    ]
    groups = grouped(tuple(thin))
    assert [len(group) for group in groups] == [2, 1]
    assert {"May" in group_words(group, SAY) for group in groups} == {True, False}


def test_rows_kept_out_are_given_back_as_they_were():
    content = b"id,date,score\n1,2026-03-01 10:00,11\n2,2026-03-01 10:00,=9\n3,2026-03-01 10:00,9\n"
    prepared = prepare(content, "a.csv", kind_named("nps"), Options())
    rows = rejected_frame(prepared.checked.issues, prepared.sheet, SAY)
    assert rows[["Row in the file", "id", "score"]].values.tolist() == [
        [2, "1", "11"],
        [3, "2", "=9"],
    ]


def test_each_row_kept_out_has_its_own_sentences_however_many_rows_there_are(monkeypatch):
    content = "id,date,score\n" + "".join(
        f"{n},{'nonsense' if n % 3 else '2026-03-01'},{n + 11}\n" for n in range(50)
    )
    prepared = prepare(content.encode(), "a.csv", kind_named("nps"), Options())
    at_once = rejected_frame(prepared.checked.issues, prepared.sheet, SAY)
    monkeypatch.setattr(issues_table, "_ROWS_AT_ONCE", 7)
    in_parts = rejected_frame(prepared.checked.issues, prepared.sheet, SAY)
    assert in_parts.equals(at_once) and len(in_parts) == 50
    told = in_parts["What was found"].tolist()
    assert all(
        f"“score” is {n + 11}," in told[n] and ("“date” is" in told[n]) == bool(n % 3)
        for n in range(50)
    )


def test_moves_name_the_biggest_change_of_a_known_value_first():
    month = date(2026, 3, 1)
    frame = moves_frame(
        (
            Move("net_promoter_score", month, None, 50.0),
            Move("net_promoter_score", month, 10.0, 12.0),
            Move("detractor_share", month, 40.0, 20.0),
        ),
        SAY,
    )
    assert frame["KPI"].tolist() == [
        "Detractor share",
        "Net promoter score (NPS)",
        "Net promoter score (NPS)",
    ]
    assert frame.iloc[0, 1:].tolist() == ["Mar 2026", "40.0%", "20.0%", "−20.0 percentage points"]
    assert frame.iloc[2, 2] == "–" and frame.iloc[2, 4] == "–"


# each in one of the languages in turn
@pytest.mark.parametrize(
    ("kind", "language"),
    list(zip(UPLOADED, cycle(LANGUAGES), strict=False)),
    ids=lambda part: getattr(part, "name", part),
)
def test_a_template_is_recognised_as_its_own_kind(kind, language):
    sheet = read(template(kind, translator(language)), "template.csv", Options())
    assert recognise(sheet)[0][0] == kind.name
    assert list(match(sheet, kind, Options()).columns.values()) == [
        column.name for column in kind.columns
    ]


def test_the_question_that_holds_the_score_is_asked_once(page):
    long = "submission id,submitted,question,answer\n" + "".join(
        f"{number},2026-03-0{number} 14:05,Q1,{number}\n"
        f"{number},2026-03-0{number} 14:05,Q2,{number + 1}\n"
        f"{number},2026-03-0{number} 14:05,Q3,slow\n"
        for number in range(1, 8)
    )
    choose(page, long)
    widget(page.selectbox, "upload_kind").set_value("nps").run()
    question = widget(page.selectbox, "upload_ask_where")
    assert question.options == ["question: Q1", "question: Q2"]
    question.set_value({"question": "Q2"}).run()
    assert not page.exception and not page.error
    assert widget(page.selectbox, "upload_where_value").value == "Q2"
    widget(page.button, "upload_store").click().run()
    assert stored()[["kept", "left_out"]].values.tolist() == [[7, 14]]


def test_what_the_command_loaded_is_known_to_the_page(page):
    from ui.state.board import database as shared

    add(shared(), prepare(NPS.encode(), "answers.csv", kind_named("nps"), Options()))
    choose(page, NPS)
    assert "already loaded on" in page.info[0].value


@pytest.mark.parametrize("language", ["zh_Hant"])
def test_headings_in_doubt_are_one_question_and_the_next_file_asks_nothing(pages_file, language):
    page, say = open_page(language), translator(language)
    heading = "Your answer"
    first = NPS.replace("score", heading, 1)
    asks = markdown_safe(
        say(
            "Headings of this file that nobody has confirmed yet: {count}. Do they mean this?",
            count=1,
        )
    )
    choose(page, first)
    widget(page.selectbox, "upload_kind").set_value("nps").run()
    assert asks in words(page) and f"“{heading}”" in words(page).replace("「", "“").replace(
        "」", "”"
    )
    assert "upload_store" not in [button.key for button in page.button]
    widget(page.radio, "upload_answer_headings").set_value("no").run()
    lacks = say(
        "Needed, but not found under any heading of the file: {columns}. Choose the heading that "
        "holds it, or give one value for all rows.",
        columns=N_("|"),
    )
    assert markdown_safe(lacks.split("|")[0]) in words(page)
    widget(page.button, "upload_headings_again").click().run()
    assert widget(page.radio, "upload_answer_headings").value == "yes"
    widget(page.button, "upload_answers_right").click().run()
    widget(page.button, "upload_store").click().run()
    choose(page, re.sub(r"\n(?=\d)", r"\n9", first).replace("2026-0", "2027-0"), "next.csv")
    widget(page.selectbox, "upload_kind").set_value("nps").run()
    assert "upload_store" in [(button.key or "")[:12] for button in page.button]
    assert asks not in words(page)
    choose(page, first, "again.csv")
    widget(page.selectbox, "upload_kind").set_value("nps").run()
    assert "upload_store" not in [button.key for button in page.button], (
        "the very same file is still known"
    )


def test_the_ledger_counts_the_rows_of_others_that_an_upload_replaced(page):
    choose(page, NPS)
    widget(page.button, "upload_store").click().run()
    fewer = "\n".join(NPS.split("\n")[:11])  # ten of the sixty rows, one of them with another score
    choose(page, fewer.replace("North,3", "North,4"), "corrected.csv")
    if "upload_store" in [button.key for button in page.button]:
        widget(page.button, "upload_store").click().run()
    frame = next(frame.value for frame in page.dataframe if "Changed or gone" in frame.value)
    changed = [str(number) for number in stored().replaced - stored().unchanged]
    assert frame["Changed or gone"].tolist() == changed and "Corrected" not in frame
    widget(page.selectbox, "ledger_choice").set_value(int(stored().id.max())).run()
    widget(page.button, f"undo_{stored().id.max()}").click().run()
    assert "Earlier rows that it had replaced count again" in words(page)


def test_a_ledger_of_many_uploads_shows_the_latest(page, monkeypatch):
    from ui.state.board import database as shared
    from ui.upload import ledger

    for number in range(3):
        add(
            shared(),
            prepare(
                NPS.replace("North", f"Shop {number}").encode(),
                f"{number}.csv",
                kind_named("nps"),
                Options(),
            ),
        )
    monkeypatch.setattr(ledger, "LATEST", 2)
    page.run()
    assert "The latest 2 of 3 uploads." in words(page)
    assert page.dataframe[0].value["Upload"].tolist() == [3, 2]


def _without_numbers(turned: bool) -> str:
    rows = [f"2026-03-01 10:{at:02d},{at % 11}" for at in range(20)]
    return "\n".join(["date,score", *(rows[::-1] if turned else rows)])


@pytest.mark.parametrize("language", ["zh_Hant"])  # English is that of the next test
def test_rows_that_are_stored_already_are_asked_about_before_they_can_be_stored(
    pages_file, language
):
    say, page = translator(language), open_page(language)
    choose(page, _without_numbers(False))
    widget(page.button, "upload_store").click().run()
    choose(page, _without_numbers(True), "again.csv")
    assert markdown_safe(
        say(
            "Rows of this file that are stored already: {count} of {rows}. Is the file a "
            "correction, a replacement of its whole "
            "period, or new?",
            count=20,
            rows=20,
        )
    ) in words(page)
    assert not [button for button in page.button if button.key == "upload_store"]
    answer = widget(page.radio, "upload_answer_again")
    assert answer.value == "replace" and answer.options[2] == markdown_safe(
        say("New: all {rows} rows of the file count beside the stored ones.", rows=20)
    )
    widget(page.button, "upload_answers_right").click().run()
    widget(page.button, "upload_store").click().run()
    assert stored()["kept"].tolist() == [20, 20] and live_rows() == 20


def test_another_answer_is_worked_out_at_once(page):
    choose(page, _without_numbers(False))
    widget(page.button, "upload_store").click().run()
    choose(page, _without_numbers(True), "again.csv")
    widget(page.radio, "upload_answer_again").set_value("new").run()
    assert "Rows that count in these months: 40 (now 20)." in words(page)
    assert [each.label for each in page.expander if "Answered questions: 1" in each.label]
    widget(page.button, "upload_store").click().run()
    assert live_rows() == 40


@pytest.mark.parametrize("language", ["zh_Hans"])
def test_quarters_of_targets_in_columns_are_a_target_each(pages_file, language):
    page = choose(
        open_page(language),
        "指标,2026Q1,2026Q2,二〇\n满意度,80%,82%,\n净推荐值（NPS）,30,32,\n电费,1,2,\n",
        "目标.csv",
    )
    shown = words(page)
    say = translator(language)
    told = say(
        "The file names no stage, so its targets are those of the stage \u201c{stage}\u201d.",
        stage=say("Short term"),
    )
    assert (
        markdown_safe(told) in shown
        and markdown_safe(say("Form is empty, but every row needs it. Fill in these cells."))
        not in shown
    )
    assert say("Store these rows: {count}", count=4) in [button.label for button in page.button]
    widget(page.button, "upload_store").click().run()
    assert not page.exception
    assert stored().iloc[0][["read", "kept", "rejected"]].tolist() == [6, 4, 2]


def test_a_file_of_targets_names_the_kpi_that_it_mistypes(page):
    choose(
        page,
        "kpi,stage,form,value,due,date\ncsatt,short,≥,85,2026年底,2026-01-01\n"
        "csat,短期,≥,85,2026年底,2026-01-01\n",
        "targets.csv",
    )
    assert "Did you mean “csat”?" in words(page)
    assert SAY("Store these rows: {count}", count=1) in [button.label for button in page.button]


@pytest.mark.parametrize("language", ["zh_Hans"])
def test_a_file_of_no_kind_says_so_first_with_the_nearest_and_asks_nothing_else(
    pages_file, language
):
    page, say = open_page(language), translator(language)
    choose(page, "Shelf,Weight,Counted\nA1,12.5,2026-09-01\nA2,13.5,2026-09-02\n", "stock.csv")
    assert page.warning[0].value == say("No kind of record fits this file.")
    assert (
        words(page).count(
            say("It has no column for: {columns}.", columns=["\u2026"]).split("\u2026")[0].strip()
        )
        == 3
    )
    assert say(
        "These come nearest. If the file holds one of them, choose it; what has no column can then be given."
    ) in words(page)
    assert say("What came for which month") not in words(page), "nothing is expected yet"
    assert words(page).count("** · ") == 3, (
        "what is bold ends before a blank: before a Chinese letter markdown would show the stars"
    )
    assert widget(page.selectbox, "upload_kind").value is None
    assert not [button for button in page.button if (button.key or "").startswith("upload")]
    assert not [box for box in page.selectbox if (box.key or "").startswith("upload_heading")]
    widget(page.selectbox, "upload_kind").set_value("survey").run()
    assert not page.exception and [
        box for box in page.selectbox if (box.key or "").startswith("upload_heading")
    ]


def test_an_answer_that_decides_which_rows_are_read_is_followed_and_its_effect_is_shown(page):
    choose(
        page,
        "date,overall,comment\n2026-09-01,5,Kind\n2026-09-02,4,Quick\ndate,overall,comment\n"
        "2026-09-03,3,Slow\n2026-09-04,2,Cold\n",
    )
    answer = widget(page.radio, "upload_answer_tables")
    assert (
        answer.value == "all"
        and "4" in answer.proto.captions[0]
        and "2" in answer.proto.captions[1]
    )
    answer.set_value("1").run()
    assert not page.exception and "Store these rows: 2" in [button.label for button in page.button]


def test_a_score_is_taken_from_a_heading_only(page):
    choose(page, "id,date,store,Order\n1,2026-09-01,North,x1\n2,2026-09-02,South,x2\n")
    if not [box for box in page.selectbox if (box.key or "").startswith("upload_heading_overall")]:
        widget(page.selectbox, "upload_kind").set_value("survey").run()
    assert [box for box in page.selectbox if (box.key or "").startswith("upload_heading_overall")]
    assert not [box for box in page.text_input if (box.key or "").startswith("upload_set_overall")]


def test_times_in_utc_that_were_moved_are_told_with_a_row_whose_day_changed(page, monkeypatch):
    monkeypatch.setenv("SERVICE_CULTURE_TIME_ZONE", "Asia/Shanghai")
    choose(
        page,
        "id,Submit Date (UTC),score\n"
        + "".join(f"{number},2026-09-30 {number:02d}:10,{number % 11}\n" for number in range(24)),
    )
    widget(page.selectbox, "upload_kind").set_value("nps").run()
    assert not page.exception and "Asia/Shanghai, the company's time zone" in words(page)
    assert "row 18: 2026-09-30 16:10 became 2026-10-01 00:10" in words(page)


def test_stars_under_a_recommendation_go_on_as_a_survey_and_its_scale_is_asked(page):
    stars = "Response ID,Date,NPS\n" + "".join(
        f"{at},2026-09-{1 + at % 28:02d},{(4, 4, 3, 1)[at % 4]}\n" for at in range(60)
    )
    choose(page, stars)
    widget(page.button, "upload_as_survey").click().run()
    assert not page.exception and widget(page.selectbox, "upload_kind").value == "survey"
    scale = widget(page.radio, "upload_answer_answer_scale")
    assert scale.value == "1-4" and "The answers were read on the scale 1-4" in words(page)
    scale.set_value("1-5").run()
    assert not page.exception and "The answers were read on the scale 1-5" in words(page)
    widget(page.button, "upload_store").click().run()
    assert not page.exception and stored().kind.tolist() == ["survey"]


DOUBTED = "Answered on,Shop,Mood,Remarks,Your manager\n" + "".join(
    f"2026-09-{at + 1:02},North,{('Splendid', 'Meh', 'Grim')[at % 3]},we waited quite long on {at},\n"
    for at in range(14)
)


def test_a_kind_in_doubt_and_a_column_that_no_heading_names_are_asked_in_the_panel(page):
    choose(page, DOUBTED, "Customer survey.csv")
    assert widget(page.radio, "upload_answer_needed:overall").value == "Mood"
    assert widget(page.radio, "upload_answer_which_kind").value == "survey"
    widget(page.radio, "upload_answer_needed:overall").set_value("none").run()
    assert "The check goes on as soon as the questions above are answered." in words(page)
    widget(page.button, "upload_proposed").click().run()
    widget(page.radio, "upload_answer_which_kind").set_value("staff_survey").run()
    assert not page.exception and widget(page.selectbox, "upload_kind").value == "staff_survey"
    assert not [one for one in page.radio if "which_kind" in one.key]


def test_the_answer_which_kind_a_file_holds_is_kept_for_the_next_one(page, monkeypatch):
    choose(page, DOUBTED, "Customer survey.csv")
    widget(page.radio, "upload_answer_which_kind").set_value("staff_survey").run()
    answers = page.session_state["upload_draft"].options.answers
    assert answers["which_kind:staff_survey/survey"] == "staff_survey"

    def once(reading, sheet, kind, hash):
        return (7, Options(answers=answers)) if kind.name == "staff_survey" else None

    monkeypatch.setattr("ui.upload.page.recalled", once)
    choose(page, DOUBTED.replace("2026-09", "2026-10"), "Customer survey.csv")
    assert not page.exception and widget(page.selectbox, "upload_kind").value == "staff_survey"


def test_a_doubt_about_the_kind_is_said_where_a_column_is_lacking_too(page):
    choose(page, DOUBTED, "Customer survey.csv")
    widget(page.radio, "upload_answer_needed:overall").set_value("none").run()
    assert "Kinds of record that fit this file nearly alike" in words(page)
