"""Scores up to 10 of which no word says whether people would recommend, or how satisfied they were."""

from datetime import date

import pytest

from data.kinds.catalog import kind_named
from data.matching.recognise import recognise
from data.reading.options import Options
from data.reading.reader import read
from data.uploads.prepare import prepare
from metrics.handed.kpi_facts import KPI_FACTS
from tests.test_upload_page import choose, open_page, stored, widget

TODAY = date(2026, 11, 29)


def scores(heading, low=1, more="", first="Date,Store"):
    rows = [
        f"2026-03-{at % 28 + 1:02},A,{at % (11 - low) + low}{',' * bool(more)}" for at in range(40)
    ]
    return f"{first},{heading}{',' * bool(more)}{more}\n" + "\n".join(rows) + "\n"


def looked_at(text, name="export.csv", **answers):
    sheet = read(text.encode(), name, Options())
    kind = kind_named(recognise(sheet, name, KPI_FACTS)[0][0])
    return prepare(text.encode(), name, kind, Options(answers=answers), TODAY)


def asked(found):
    return [q.likely for q in found.checked.questions if q.name == "which_score"]


@pytest.mark.parametrize(
    "heading, likely",
    [("Score", "nps"), ("Rating", "survey"), ("评分", "survey"), ("評分（1-10）", "survey")],
)
def test_scores_that_no_word_explains_are_asked_about(heading, likely):
    found = looked_at(scores(heading))
    assert (asked(found), found.kind.name) == ([likely], likely)


@pytest.mark.parametrize("answer, column", [("nps", "score"), ("survey", "overall")])
def test_the_answer_decides_the_kind_and_asks_no_more(answer, column):
    found = looked_at(scores("Score"), which_score=answer)
    assert found.kind.name == answer and found.matched["Score"] == column
    assert [q.name for q in found.checked.questions] == ["which_score"]
    assert found.checked.rows[column].tolist() == [at % 10 + 1 for at in range(40)]


@pytest.mark.parametrize(
    "text, name, kind",
    [
        (scores("Score"), "nps_export.csv", "nps"),
        (scores("Score"), "csat_2026.csv", "survey"),
        (scores("Score", more="Promoter group"), "export.csv", "nps"),
        (scores("Score", low=0), "export.csv", "nps"),
        (scores("Overall satisfaction"), "export.csv", "survey"),
        (scores("NPS score"), "export.csv", "nps"),
    ],
)
def test_what_words_or_zeros_tell_is_not_asked(text, name, kind):
    found = looked_at(text, name)
    assert found.kind.name == kind and not asked(found)


@pytest.mark.usefixtures("steward")
def test_the_answer_on_the_page_holds_for_the_next_file(pages_file):
    page = open_page()
    choose(page, scores("Score"))
    widget(page.radio, "upload_answer_which_score").set_value("survey").run()
    assert not page.exception and widget(page.selectbox, "upload_kind").value == "survey"
    widget(page.button, "upload_store").click().run()
    assert not page.exception and stored().kind.tolist() == ["survey"]
    choose(page, scores("Score").replace("2026-03", "2026-04"), "next.csv")
    assert not page.exception and widget(page.selectbox, "upload_kind").value == "survey"
    assert "upload_store" in [(button.key or "")[:12] for button in page.button]


# --- forms that were set up as a quiz


@pytest.mark.parametrize(
    "points, feedback, total",
    [("Points - ", "Feedback - ", "Total points"), ("Punkte – ", "F – ", "Gesamt")],
)
@pytest.mark.parametrize("point", ["", "0"])
def test_a_survey_exported_as_a_quiz_without_points_is_a_survey(points, feedback, total, point):
    asked_for = ("How satisfied are you with our service overall?", "Anything else?")
    heads = ["Id", "Completion time", "Email", "Name", total, "Quiz feedback"]
    heads += [f"{start}{question}" for question in asked_for for start in ("", points, feedback)]
    lines = [
        f"{at},2026-03-{at % 28 + 1:02} 10:00,anonymous,,{point},,{at % 5 + 1},{point},,fine {at},{point},"
        for at in range(30)
    ]
    found = looked_at("\n".join([",".join(heads), *lines]) + "\n", "form.csv")
    assert found.kind.name == "survey"
    assert found.matched[asked_for[0]] == "overall" and found.matched[asked_for[1]] == "comment"


def test_a_quiz_with_points_stays_an_exam():
    heads = "Id,Completion time,Email,Name,Total points,Quiz feedback,How do you greet?,Points - How do you greet?"
    lines = [
        f"{at},2026-03-{at % 28 + 1:02} 10:00,e{at}@co.example,Emp {at},{at % 2},,Smile,{at % 2}"
        for at in range(30)
    ]
    text = "\n".join([heads, *lines]) + "\n"
    ranked = recognise(read(text.encode(), "quiz.csv", Options()), "quiz.csv", KPI_FACTS)
    assert ranked[0][0] in ("training", "exam_item")
