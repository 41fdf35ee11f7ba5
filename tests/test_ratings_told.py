"""What single columns say of a survey: points with labels and commas, versions that are no days,
tables that sum up others, groups of recommendations, stars in words."""

from datetime import date

import pytest

from data.kinds.catalog import NPS, SURVEY
from data.matching.headings import match
from data.matching.recognise import fits, recognise
from data.reading.options import Options
from data.reading.reader import read
from data.values.date_forms import Order, read as read_moment
from data.values.looks import is_date
from data.values.spans import heading_span
from data.values.words import choose
from tests.test_rated_parts import DAYS, ROWS, answers, asked, file_of, load, taken


@pytest.mark.parametrize(
    "form",
    ["{}/5", "{},0", "{}.0", "{} Sterne", "{} étoiles", "{}（分）", "{} (ok)", "{}星", "{} звезды"],
)
def test_points_are_read_however_they_are_written(form):
    columns = {
        "date": DAYS,
        "Gesamtbewertung": [form.format(point) for point in answers(1)],
        "Freundlichkeit": [form.format(point) for point in answers(2)],
    }
    found = load(columns)
    assert found.checked.rows["overall"].tolist() == answers(1)
    assert found.checked.rows["attitude"].tolist() == answers(2)


def test_labels_at_the_ends_only_are_still_points():
    labelled = {1: "1（非常不滿意）", 5: "5（非常滿意）"}
    points = answers(1)
    columns = {
        "填答時間": DAYS,
        "整體滿意程度": [labelled.get(point, str(point)) for point in points],
    }
    assert load(columns).checked.rows["overall"].tolist() == points


def test_the_version_of_a_program_is_no_day():
    assert not is_date("3.1.2") and is_date("3.1.2026") and is_date("3.1.26")
    columns = {
        "reviewId": [f"r{row}" for row in range(ROWS)],
        "content": ["fine", "too slow"] * (ROWS // 2),
        "score": answers(1),
        "reviewCreatedVersion": ["3.1.2"] * ROWS,
        "at": DAYS,
    }
    found = load(columns)
    assert taken(found)["date"] == "at" and taken(found)["comment"] == "content"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026. 3. 1 오후 2:03:11", date(2026, 3, 1)),
        ("2026. 03. 01", date(2026, 3, 1)),
        ("2026.03.01. 14:05:00", date(2026, 3, 1)),
    ],
)
def test_days_with_dots_behind_each_part(written, day):
    assert read_moment(written, Order()).moment.date() == day


def test_a_year_of_the_minguo_heads_a_column_of_targets():
    assert heading_span("115年目標").last == date(2026, 12, 31)
    assert heading_span("100年老店") is None


@pytest.mark.parametrize(
    ("headings", "rows"),
    [
        (("门店", "月份", "满意度", "样本数"), [("东店", "2026-01", "85.2%", "120")] * 12),
        (
            ("sku", "avg_rating", "rating_count", "last_updated"),
            [("P", "4.3", "57", "2026-01-02")] * 12,
        ),
        (("Store", "Date", "Average satisfaction"), [("A", "2026-01-02", "4.35")] * 12),
    ],
)
def test_a_table_that_sums_up_answers_is_no_survey(headings, rows):
    rows = [tuple(cell.replace("5", str(at % 10)) for cell in row) for at, row in enumerate(rows)]
    text = "\n".join(",".join(row) for row in [headings, *rows])
    ranked = recognise(read(text.encode(), "x.csv", Options()))
    assert not (ranked[0][0] in ("survey", "nps") and fits(ranked))


@pytest.mark.parametrize(
    "groups",
    [("Promotor", "Neutro", "Detrator"), ("Promoteur", "Passif", "Détracteur")],
)
def test_groups_tell_which_column_recommends(groups):
    scores = answers(4, high=10, low=0)
    columns = {
        "Data da resposta": DAYS,
        "Nota": scores,
        "Status": [groups[(score < 9) + (score < 7)] for score in scores],
    }
    sheet = read(file_of(columns), "f.csv", Options())
    found = match(sheet, NPS, Options())
    assert found.position("score") == 1 and 1 not in found.likely
    assert recognise(sheet)[0][0] == "nps"


def test_how_easy_it_was_is_no_rating_of_solving_problems():
    columns = {
        "date": DAYS,
        "How satisfied are you with the support you received?": answers(1),
        "How easy was it to resolve your issue?": answers(2, high=7),
        "Issue resolved": ["Yes", "No"] * (ROWS // 2),
    }
    assert "problem_solving" not in taken(load(columns))


def test_問題解決_is_a_rating_and_no_column_of_questions():
    columns = {"回答日": DAYS, "総合満足度": answers(1), "問題解決": answers(2)}
    found = load(columns)
    assert taken(found) == {
        "date": "回答日",
        "overall": "総合満足度",
        "problem_solving": "問題解決",
    }
    assert asked(found) == []


@pytest.mark.parametrize(
    ("words", "scale"),
    [
        (("çok kötü", "kötü", "orta", "iyi", "çok iyi"), 5),
        (("rất không hài lòng", "hài lòng", "rất hài lòng"), 5),
        (("bardzo niezadowolona", "zadowolona", "bardzo zadowolona"), 5),
        (("ungenügend", "mangelhaft", "ausreichend", "gut"), 6),
        (("น้อยที่สุด", "น้อย", "ปานกลาง", "มาก"), 5),
        (("很差", "差", "尚可", "好", "很好"), 5),
    ],
)
def test_words_of_more_languages_have_their_points(words, scale):
    chosen = choose(dict.fromkeys(words, 5))
    points = [chosen.scale.points(word) for word in words]
    assert points == sorted(points) and None not in points and chosen.scale.scale.high == scale


@pytest.mark.parametrize(
    "heading",
    [
        "How satisfied are you with your job?",
        "I would recommend this company as a place to work (0-10)",
        "Würden Sie uns als Arbeitgeber empfehlen?",
    ],
)
def test_what_staff_think_of_their_work_is_no_survey_of_customers(heading):
    sheet = read(file_of({"Timestamp": DAYS, heading: answers(1)}), "f.csv", Options())
    ranked = recognise(sheet)
    assert not (fits(ranked) and ranked[0][0] in (SURVEY.name, NPS.name, "praise"))
