"""Whether 1 is the best answer: told by words around the table, asked where remarks, grades or
recommendations say so."""

import random
from datetime import date

import pytest

from data.kinds.catalog import SURVEY
from data.questions import still_open
from data.reading.options import Options
from data.uploads.prepare import Prepared, prepare
from data.values.praise_words import praises

TODAY = date(2026, 12, 1)
ROWS = 64
GRADES = [*random.Random(3).choices([1, 2, 3, 4, 5, 6], [26, 36, 18, 9, 6, 4], k=ROWS - 2), 1, 6]
GOOD = sum(grade <= 2 for grade in GRADES)
DAYS = [f"{1 + row % 28:02d}.09.2026" for row in range(ROWS)]


def load(columns: dict[str, list], above: str = "", **settled) -> Prepared:
    rows = [tuple(columns), *zip(*columns.values(), strict=True)]
    text = "\n".join(";".join(f'"{cell}"' for cell in row) for row in rows)
    return prepare((above + text).encode(), "f.csv", SURVEY, Options(**settled), TODAY)


def asked(found: Prepared) -> dict[str, str]:
    return {
        one.name: one.likely for one in still_open(found.checked.questions, found.options.answers)
    }


def satisfied(found: Prepared) -> int:
    return int((found.checked.rows["overall"] >= found.checked.scale.satisfied).sum())


def remarks(good: str, bad: str) -> list[str]:
    return [good if grade <= 2 else bad if grade >= 4 else "" for grade in GRADES]


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("Sehr freundlich, danke", "Zu lange gewartet"),
        ("Great service, thank you", "Rude and slow"),
        ("服务很好", "等太久了，态度差"),
        ("親切でした", "待たされました"),
        ("Très bon accueil, merci", "Déçu, trop lent"),
        ("Bardzo miła obsługa", "Niemiła obsługa, za długo"),
    ],
)
def test_remarks_tell_that_1_is_the_best(good, bad):
    columns = {"Datum": DAYS, "Gesamtzufriedenheit": GRADES, "Kommentar": remarks(good, bad)}
    found = load(columns)
    assert asked(found) == {"answer_scale": "1-6", "lowest_best": "best"}
    assert satisfied(found) == GOOD


def test_remarks_tell_that_1_is_the_worst():
    turned = [7 - grade for grade in GRADES]
    columns = {
        "Datum": DAYS,
        "Gesamtzufriedenheit": turned,
        "Kommentar": remarks("Sehr freundlich", "Zu lange gewartet"),
    }
    assert "lowest_best" not in asked(load(columns))


def test_remarks_by_chance_tell_nothing():
    chance = random.Random(1)
    said = [chance.choice(["", "Sehr freundlich", "Zu lange gewartet"]) for _ in GRADES]
    points = [min(5, 7 - grade) for grade in GRADES]
    columns = {"Datum": DAYS, "Gesamtzufriedenheit": points, "Kommentar": said}
    assert asked(load(columns)) == {}


@pytest.mark.parametrize("heading", ["Gesamtnote (Schulnote)", "Zufriedenheit als Schulnote"])
def test_school_grades_are_asked_about(heading):
    found = load({"Datum": DAYS, heading: GRADES}, match={heading: "overall"})
    assert asked(found)["lowest_best"] == "best" and satisfied(found) == GOOD
    answers = {"lowest_best": "worst", "answer_scale": "1-6"}
    assert satisfied(
        load({"Datum": DAYS, heading: GRADES}, match={heading: "overall"}, answers=answers)
    ) == sum(grade >= 5 for grade in GRADES)


def test_recommendations_tell_that_1_is_the_best():
    scores = [max(0, 11 - 2 * grade) for grade in GRADES]
    columns = {"Datum": DAYS, "Gesamtzufriedenheit": GRADES, "Weiterempfehlung (0-10)": scores}
    found = load(columns)
    assert asked(found)["lowest_best"] == "best" and satisfied(found) == GOOD


@pytest.mark.parametrize(
    "above",
    [
        "Skala: 1 = sehr gut, 6 = ungenügend\n\n",
        "1 (sehr gut) bis 6 (ungenügend)\n\n",
        "Bitte bewerten: 1 = sehr gut; 2 = gut; 6 = ungenügend\n\n",
    ],
)
def test_a_line_above_the_table_explains_the_scale(above):
    found = load({"Datum": DAYS, "Gesamtzufriedenheit": GRADES}, above)
    assert asked(found) == {} and satisfied(found) == GOOD


def test_many_bad_answers_alone_are_asked_about_without_a_leaning():
    found = load(
        {"Datum": DAYS, "Gesamtzufriedenheit": [min(2, grade) for grade in GRADES[:-1]] + [5]}
    )
    assert asked(found) == {"lowest_best": "worst"}


def test_columns_that_do_not_reach_the_worst_grade_are_on_the_same_scale():
    columns = {
        "Datum": DAYS,
        "Gesamtzufriedenheit": GRADES,
        "Freundlichkeit": [min(grade, 4) for grade in GRADES],
        "Kommentar": remarks("Sehr freundlich, danke", "Zu lange gewartet"),
    }
    found = load(columns)
    assert "column_scales" not in asked(found)
    rows = found.checked.rows
    assert int((rows["attitude"] >= found.checked.scale.satisfied).sum()) == GOOD


@pytest.mark.parametrize(
    ("text", "praised"),
    [
        ("not good at all", False),
        ("服务不错", True),
        ("不太好", False),
        ("nicht freundlich", False),
        ("ok", None),
        ("good food but slow", None),
    ],
)
def test_what_praises_and_what_blames(text, praised):
    assert praises(text) is praised
