"""Which columns rate attitude, speed and the solving of problems, in languages that are in no list:
sure by a stem, else one question each."""

import random
from datetime import date

import pytest

from data.kinds.catalog import NPS, SURVEY
from data.matching.asked_headings import resolve_headings
from data.questions import still_open
from data.reading.options import Options
from data.reading.reader import read
from data.uploads.prepare import Prepared, prepare

TODAY = date(2026, 12, 1)
ROWS = 60


def answers(turn: int, high: int = 5, low: int = 1) -> list[int]:
    """Answers of people who are mostly content, which rise and fall together from turn to turn."""
    mood, own = random.Random(7), random.Random(turn)
    found = [mood.betavariate(3, 1.3) + own.gauss(0, 0.1) for _ in range(ROWS - 2)]
    span = high - low
    points = [low + min(span, max(0, int(one * (span + 1)))) for one in found]
    return [*points, low, high]


DAYS = [f"2026-09-{1 + row % 28:02d} 10:{row:02d}" for row in range(ROWS)]


def file_of(columns: dict[str, list]) -> bytes:
    rows = [tuple(columns), *zip(*columns.values(), strict=True)]
    return "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows).encode()


def load(columns: dict[str, list], kind=SURVEY, **settled) -> Prepared:
    return prepare(file_of(columns), "file.csv", kind, Options(**settled), TODAY)


def asked(found: Prepared) -> list[str]:
    return [one.name for one in still_open(found.checked.questions, found.options.answers)]


def taken(found: Prepared) -> dict[str, str]:
    return {column: heading for heading, column in found.matched.items()}


@pytest.mark.parametrize(
    ("overall", "attitude", "speed"),
    [
        ("Gesamtzufriedenheit", "Freundlichkeit", "Wartezeit"),
        (
            "Wie zufrieden waren Sie insgesamt mit unserem Service?",
            "Wie zufrieden waren Sie mit der Freundlichkeit unserer Mitarbeiter?",
            "Wie zufrieden waren Sie mit der Schnelligkeit?",
        ),
        ("satisfaction globale", "Amabilité du personnel", "Rapidité en caisse"),
        ("satisfacción general", "Trato y cortesía", "Tiempo de espera"),
        ("総合的な満足度", "スタッフの接客態度", "待ち時間"),
        ("전반적인 만족도", "직원의 친절도", "대기 시간"),
        ("Zadowolenie ogółem", "Uprzejmość obsługi", "Czas oczekiwania"),
        ("Overall satisfaction", "How kind and courteous were we?", "Waiting"),
        ("總體滿意度", "服務人員的親切態度", "出餐速度"),
    ],
)
def test_a_stem_that_one_column_alone_has_is_sure(overall, attitude, speed):
    found = load({"date": DAYS, overall: answers(1), attitude: answers(2), speed: answers(3)})
    assert {name: taken(found).get(name) for name in ("overall", "attitude", "speed")} == {
        "overall": overall,
        "attitude": attitude,
        "speed": speed,
    }
    assert not any(name.startswith("rated_part") for name in asked(found))


def test_headings_that_nobody_knows_are_one_question_each():
    columns = {
        "date": DAYS,
        "Üldine": answers(1),
        "Personali viisakus": answers(2),
        "Järjekord": answers(3),
    }
    found = load(columns)
    assert asked(found) == [
        "headings",
        "rated_part:attitude",
        "rated_part:speed",
        "rated_part:problem_solving",
    ]
    answered = load(
        columns,
        answers={
            "headings": "overall:Üldine" if taken(found)["overall"] != "Üldine" else "yes",
            "rated_part:attitude": "Personali viisakus",
            "rated_part:speed": "Järjekord",
            "rated_part:problem_solving": "none",
        },
    )
    assert asked(answered) == [] and len(answered.checked.rows["speed"].dropna()) == ROWS
    assert {name: taken(answered)[name] for name in ("overall", "attitude", "speed")} == {
        "overall": "Üldine",
        "attitude": "Personali viisakus",
        "speed": "Järjekord",
    }


def test_an_answer_holds_for_a_month_in_which_nobody_rated_that_part():
    columns = {"date": DAYS, "satisfaction": answers(1), "Viisakuś": [""] * ROWS}
    found = load(columns, answers={"rated_part:attitude": "Viisakuś"})
    assert asked(found) == [] and found.checked.rejected == 0


@pytest.mark.parametrize(
    "heading",
    ["Delivery speed", "Liefergeschwindigkeit", "物流速度", "Speed of the app", "Ease of ordering"],
)
def test_what_is_quick_besides_people_is_not_taken_for_sure(heading):
    found = load({"date": DAYS, "overall satisfaction": answers(1), heading: answers(2)})
    assert "speed" not in taken(found) or asked(found) == ["headings"]


def test_minutes_of_waiting_are_no_rating():
    minutes = [1 + row % 10 for row in range(ROWS)]
    found = load({"date": DAYS, "Gesamtzufriedenheit": answers(1), "Wartezeit": minutes})
    assert "speed" not in taken(found) or asked(found) == ["rated_part:speed"]


def test_two_columns_with_the_same_stem_are_asked_about():
    found = load(
        {
            "date": DAYS,
            "Gesamtzufriedenheit": answers(1),
            "Freundlichkeit Kasse": answers(2),
            "Freundlichkeit Theke": answers(3),
        }
    )
    assert asked(found) == ["rated_part:attitude"]


def test_the_question_lasts_for_the_page_too():
    sheet = read(
        file_of({"date": DAYS, "Gesamtzufriedenheit": answers(1), "Freundlichkeit": answers(2)}),
        "file.csv",
        Options(),
    )
    settled = resolve_headings(sheet, SURVEY, Options(), sheet)
    assert settled.match.position("attitude") == 2 and "Freundlichkeit" not in settled.match.unused


@pytest.mark.parametrize(
    "heading",
    [
        "Wie wahrscheinlich ist es, dass Sie uns weiterempfehlen? (0-10)",
        "Jak prawdopodobne jest, że nas polecisz?",
        "Bizi tavsiye eder misiniz?",
        "추천 의향",
        "Milyen valószínűséggel ajánlana minket?",
        "Soovitaksite meid? ěš",
    ],
)
def test_recommendations_beside_satisfaction_are_offered_in_any_language(heading):
    tens = answers(4, high=10, low=0)
    columns = {"date": DAYS, "Gesamtzufriedenheit": answers(1), heading: tens}
    found = load(columns)
    assert asked(found) == ["also_nps"] and found.also is not None
    assert found.also.checked.rows["score"].tolist() == tens


@pytest.mark.parametrize("heading", ["Anzahl Gäste", "Alter in Jahren", "Preis-Leistung", "Punkte"])
def test_other_numbers_up_to_ten_are_no_recommendation(heading):
    tens = answers(4, high=10, low=0)
    found = load({"date": DAYS, "Gesamtzufriedenheit": answers(1), heading: tens})
    assert "also_nps" not in asked(found)


def test_satisfaction_beside_recommendations_is_offered_in_any_language():
    columns = {
        "date": DAYS,
        "Bizi tavsiye etme olasılığınız (0-10)": answers(4, high=10, low=0),
        "Genel olarak ne kadar memnunsunuz?": [
            ("Hiç memnun değilim", "Memnun değilim", "Kararsızım", "Memnunum", "Çok memnunum")[
                point - 1
            ]
            for point in answers(1)
        ],
    }
    found = load(columns, NPS)
    assert asked(found) == ["also_survey"]
    assert found.also.checked.rows["overall"].tolist() == answers(1)
