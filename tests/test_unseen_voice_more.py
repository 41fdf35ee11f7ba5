"""Headings of tools for surveys and of plans of targets that were met in files nobody had seen."""

from datetime import date

import pytest

from data.kinds.catalog import NPS, SERVICE_REQUEST, SURVEY
from data.matching.recognise import recognise
from data.reading.options import Options
from data.reading.reader import read
from data.uploads.prepare import prepare
from metrics.handed.kpi_facts import KPI_FACTS

TODAY = date(2026, 11, 29)
TEN = range(1, 13)


def loaded(text: str, kind=SURVEY):
    return prepare(text.encode(), "export.csv", kind, Options(), TODAY)


@pytest.mark.parametrize(
    "heading, cell",
    [
        ("Nota geral (1 a 5)", "{}"),
        ("Note générale", "{}"),
        ("Nota general del servicio", "{}"),
        ("q_osat_5", "{}"),
        ("星等", "{}顆星"),
        ("评分", "{}颗星"),
    ],
)
def test_the_overall_rating_is_found(heading, cell):
    rows = [f"2026-03-{at:02},A,{cell.format(at % 5 + 1)},{at % 3 + 3}\n" for at in TEN]
    found = loaded(f"Date,Store,{heading},Limpeza\n" + "".join(rows))
    assert found.checked.rows["overall"].tolist() == [at % 5 + 1 for at in TEN]


def test_the_lights_of_a_thermometer_are_points():
    rows = [f"2026-03-{at:02},{('Red', 'Amber', 'Green', 'Gold')[at % 4]}\n" for at in TEN]
    found = loaded("Response Date,Temperature Rating\n" + "".join(rows))
    assert found.checked.rows["overall"].tolist() == [at % 4 + 1 for at in TEN]


@pytest.mark.parametrize(
    "rated, recommended",
    [
        ("Welk cijfer geeft u onze dienstverlening?", "Zou u ons aanbevelen? (0-10)"),
        ("q_osat_5", "q_ltr_11"),
    ],
)
def test_satisfaction_and_recommendation_are_loaded_in_one_step(rated, recommended):
    rows = [f"2026-03-{at:02},{at % 5 + 1},{at % 11}\n" for at in TEN]
    text = f"Datum,{rated},{recommended}\n" + "".join(rows)
    kind = recognise(read(text.encode(), "f.csv", Options()), "f.csv")[0][0]
    found = loaded(text, NPS if kind == "nps" else SURVEY)
    assert found.also is not None and {found.kind.name, found.also.kind.name} == {"survey", "nps"}


def test_an_age_is_no_day():
    rows = [f"{at:02}/03/2026,45-54,{at % 5 + 1}\n" for at in range(13, 25)]
    found = loaded("Date of appointment,Age,Overall experience\n" + "".join(rows))
    assert found.checked.rows["date"].dt.month.unique().tolist() == [3]


def test_short_remarks_are_no_answers():
    words = ("Friendly", "Too slow", "Clean", "")
    rows = [f"2026-03-{at:02},{at % 5 + 1},{words[at % 4]}\n" for at in TEN]
    found = loaded("Date,Overall satisfaction,What is the main reason?\n" + "".join(rows))
    assert found.checked.rows["comment"].dropna().unique().tolist() == [
        "Too slow",
        "Clean",
        "Friendly",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "指标,权重,2025年完成值,2026年目标值\n客户满意度,30%,83%,87%\n投诉量,20%,120,90\n",
        "Filiale,Kennzahl,Januar 2026,Februar 2026\nJena,Kundenzufriedenheit,0.85,0.86\n",
    ],
)
def test_tables_of_an_annual_plan_are_targets(text):
    ranked = recognise(read(text.encode(), "plan.csv", Options()), "plan.csv", KPI_FACTS)
    assert ranked[0][0] == "target"


@pytest.mark.parametrize(
    "heading, answers, told",
    [
        ("Satisfaction score", ("Good", "Bad"), "Customer satisfaction survey"),
        ("满意度", ("满意", "不满意"), "Customer satisfaction survey"),
        ("Subject", ("Broken", "Late"), None),
    ],
)
def test_requests_that_were_rated_name_the_kind_of_their_ratings(heading, answers, told):
    rows = [f"{at},2026-03-{at:02} 10:00,2026-03-{at:02} 12:00,{answers[at % 2]}\n" for at in TEN]
    found = loaded(f"Ticket ID,Created at,Solved at,{heading}\n" + "".join(rows), SERVICE_REQUEST)
    named = [
        str(issue.message.blanks["kind"])
        for issue in found.checked.issues
        if "answers of customers" in issue.message.text
    ]
    assert named == ([told] if told else [])


@pytest.mark.parametrize(
    "headings, kind",
    [
        ("Data recensione,Punteggio (su 10),Commento", "survey"),
        ("Review date,Score,Review", "survey"),
        ("Date,How likely are you to recommend us?,Review", "nps"),
    ],
)
def test_marks_of_reviews_are_no_recommendations(headings, kind):
    rows = [f"{at:02}/03/2026,{at % 10 + 1},\n" for at in range(10, 28)]
    text = headings + "\n" + "".join(rows)
    assert recognise(read(text.encode(), "f.csv", Options()), "f.csv")[0][0] == kind


def test_groups_in_numbers_do_not_hide_the_recommendation_beside_them():
    rows = [f"2026-03-{at:02},{at % 5 + 1},{at % 3 + 1},{at % 11}\n" for at in TEN]
    question = "How likely are you to recommend our company?"
    found = loaded(
        f"Date,Overall satisfaction,{question} - Group,{question}\n" + "".join(rows), SURVEY
    )
    assert found.also is not None
    assert found.also.checked.rows["score"].tolist() == [at % 11 for at in TEN]


def test_an_empty_column_of_replies_numbers_no_answers():
    rows = [f"u{at},{at % 11},Nice place,,2026-10-{at:02}\n" for at in TEN]
    found = loaded("nps_feedback_uid,rating,review,response,created_at\n" + "".join(rows), NPS)
    assert found.match.position("response_id") != 3
    assert found.checked.rows["score"].tolist() == [at % 11 for at in TEN]


@pytest.mark.parametrize(
    "heading, cell, is_number",
    [
        ("Id odpowiedzi", "91{:02}", True),
        ("Antwort-ID", "A{:02}", True),
        ("ID de la respuesta", "7{:02}", True),
        ("回答番号", "{}", True),
        ("問卷編號", "Q{:02}", True),
        ("Id odpowiedzi", "7", False),  # the same in all rows
        ("回答人数", "{}", False),
        ("ID responsable", "R{:02}", False),
        ("Nº respuestas", "{}", False),  # how many
        ("Id klienta", "91{:02}", False),
    ],
)
def test_the_number_of_an_answer_is_known_by_its_words_where_no_other_row_has_it(
    heading, cell, is_number
):
    rows = [f"{cell.format(at)},2026-03-{at:02},{at % 5 + 1}\n" for at in TEN]
    found = loaded(f"{heading},Date,Overall satisfaction\n" + "".join(rows))
    assert (found.matched.get(heading) == "response_id") is is_number


def test_reasons_in_japanese_are_what_customers_said():
    said = ("対応が丁寧でした", "待ち時間が長い", "価格が分かりにくい", "また利用します")
    rows = [f"2026-03-{at:02},{at % 11},{said[at % 4]}\n" for at in TEN]
    found = loaded("回答日時,推奨度,その点数をつけた理由をお聞かせください\n" + "".join(rows), NPS)
    assert found.checked.rows["comment"].tolist() == [said[at % 4] for at in TEN]


@pytest.mark.parametrize("heading", ["お名前をお聞かせください", "来店理由", "职业", "理由代码"])
def test_what_is_asked_of_a_person_in_japanese_is_no_remark(heading):
    said = ("山田太郎", "佐藤花子", "鈴木一郎", "高橋健")
    rows = [f"2026-03-{at:02},{at % 11},{said[at % 4]}\n" for at in TEN]
    found = loaded(f"回答日時,推奨度,{heading}\n" + "".join(rows), NPS)
    assert found.matched.get(heading) != "comment"
