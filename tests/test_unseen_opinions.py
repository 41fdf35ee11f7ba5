"""Small files as people publish them, of opinions, praise and places, that were misread once."""

from collections.abc import Callable
from datetime import date

import pytest

from data.kinds.catalog import kind_named
from data.matching.voice_columns import asks_something_else
from data.questions import still_open
from data.reading.options import Options
from data.uploads.prepare import Prepared, prepare
from errors import FileRefused
from i18n import translator

TODAY, SAY, ROWS = date(2026, 11, 30), translator("en"), 14


def load(kind: str, headings: str, row: Callable[[int], str], name="file.csv", **told) -> Prepared:
    text = "\n".join([headings, *(row(at) for at in range(ROWS))])
    return prepare(text.encode(), name, kind_named(kind), Options(**told), TODAY)


def likely(found: Prepared, name: str) -> str | None:
    asked = still_open(found.checked.questions, found.options.answers)
    return next((one.likely for one in asked if one.name == name), None)


def choices(found: Prepared, name: str) -> list[str]:
    return [
        choice.name for one in found.checked.questions if one.name == name for choice in one.choices
    ]


def day(at: int) -> str:
    return f"2026-10-{at + 1:02}"


@pytest.mark.parametrize(
    "heading, cells",
    [
        ("sentimiento", ("positivo", "negativo", "neutro")),
        ("Recommandation", ("Oui", "Non", "Peut-être")),
        ("nationalite", ("Française", "Suisse", "Belge")),
        ("urgencia", ("alta", "media", "baja")),
        ("prioritas", ("Tinggi", "Sedang", "Rendah")),
        ("Meinung dazu", ("Ja", "Nein", "Vielleicht")),
        ("kategori", ("Kebersihan", "Kesehatan", "Jalan")),
    ],
)
def test_moods_answers_and_levels_are_not_offered_as_stores(heading, cells):
    found = load(
        "survey",
        f"Date,Overall satisfaction,{heading}",
        lambda at: f"{day(at)},{at % 5 + 1},{cells[at % 3]}",
    )
    assert choices(found, "left_over:store") == []


@pytest.mark.parametrize(
    "heading, cells, answer",
    [
        ("commerce", ("Le Fournil", "Chez Margot", "Bio Verte"), "commerce"),
        ("Stall", ("La Rosa", "El Sol", "Casa Pepe"), "Stall"),
        ("Pavilion", ("Lake Pavilion", "Port Pavilion", "Hill Pavilion"), "Pavilion"),
        ("Where", ("Lake Pavilion", "Port Pavilion", "Hill Pavilion"), "Where"),
        ("courrier", ("Matin-courrier", "Soir-courrier", "Nuit-courrier"), "none"),
        ("Point", ("Aspen", "Birch", "Cedar"), "none"),
    ],
)
def test_names_of_places_are_the_likely_store_and_common_nouns_are_not(heading, cells, answer):
    found = load(
        "survey",
        f"Date,Overall satisfaction,{heading}",
        lambda at: f"{day(at)},{at % 5 + 1},{cells[at % 3]}",
    )
    assert likely(found, "left_over:store") == answer


def praise(headings: str, giver: Callable[[int], str]) -> Prepared:
    return load(
        "praise",
        f"{headings},employee_id,date,message",
        lambda at: f"{giver(at)},EMP{at % 6:03},{day(at)},Thank you for day {at}",
        "praise.csv",
    )


@pytest.mark.parametrize(
    "heading, giver",
    [
        ("recognizer_id", lambda at: f"EMP{at % 5 + 1:03}"),
        ("Sender", lambda at: f"EMP{at + 500}"),
        ("from", lambda at: f"EMP{at % 3 + 2:03}"),
    ],
)
def test_praise_of_colleagues_counts_only_once_it_was_verified(heading, giver):
    found = praise(heading, giver)
    assert likely(found, "praise_verified") == "no"
    (question,) = [one for one in found.checked.questions if one.name == "praise_verified"]
    assert any(heading in SAY(seen) for seen in question.evidence)


@pytest.mark.parametrize(
    "heading, giver",
    [
        ("Customer", lambda at: f"C{at + 100}"),
        ("customer_id", lambda at: f"EMP{at % 5 + 1:03}"),
        ("recorded_by", lambda at: f"EMP{at % 5 + 1:03}"),
        ("Sender", lambda at: f"Guest {at}"),
        ("Card", lambda at: f"K-{at + 100}"),
    ],
)
def test_praise_of_customers_is_likely_verified_whoever_wrote_it_down(heading, giver):
    assert likely(praise(heading, giver), "praise_verified") == "yes"


@pytest.mark.parametrize(
    "words, satisfied",
    [
        (("Setuju", "Tidak Setuju"), 7),
        (("Concordo totalmente", "Discordo"), 7),
        (("Zgadzam się", "Nie zgadzam się"), 7),
        (("Rất tốt", "Kém"), 7),
    ],
)
def test_agreement_is_a_scale_in_further_languages(words, satisfied):
    found = load(
        "survey",
        "Date,Overall satisfaction",
        lambda at: f"{day(at)},{words[at % 2]}",
    )
    scores = found.checked.rows["overall"]
    assert len(scores) == ROWS
    assert (scores > scores.mean()).sum() == satisfied
    assert not [one.name for one in found.checked.questions if one.name.startswith("answer_word:")]


@pytest.mark.parametrize("heading", ["model_score", "Sentiment score", "bert", "Predicted rating"])
def test_what_a_program_made_of_a_comment_is_no_answer(heading):
    """ "Model" alone may be what was rated."""
    assert asks_something_else(heading)
    assert not asks_something_else("How do you rate this model?")


def test_the_day_of_the_question_comes_before_that_on_which_the_row_was_made():
    found = load(
        "nps",
        "id,score,created_at,surveyed_at",
        lambda at: f"{at},{at % 11},2026-01-0{at % 9 + 1},2026-02-0{at % 9 + 1}",
    )
    assert {day.month for day in found.checked.rows["date"]} == {2}


def test_a_chapter_is_nobody_who_sat_an_exam():
    with pytest.raises(FileRefused, match="Employee"):
        load(
            "training",
            "quiz_date,chapter_name,total_questions,final_score",
            lambda at: f"2026-01-0{at % 9 + 1},Chapter {'ABC'[at % 3]},10,{at % 10}",
        )
