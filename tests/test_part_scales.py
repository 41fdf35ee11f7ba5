"""Parts of a service answered in words of their own: how quick, how friendly, how professional."""

from datetime import date

import pytest

from data.kinds.catalog import SURVEY
from data.reading.options import Options
from data.uploads.prepare import prepare

TODAY = date(2026, 11, 29)
SATISFIED = ("Very dissatisfied", "Dissatisfied", "Neutral", "Satisfied", "Very satisfied")


@pytest.mark.parametrize(
    "heading, column, words",
    [
        (
            "How quickly were you served?",
            "speed",
            "Very slowly|Slowly|OK|Quickly|Very quickly",
        ),
        (
            "How responsive have we been to your questions?",
            "speed",
            "Not at all responsive|Not so responsive|Somewhat responsive|Very responsive|"
            "Extremely responsive",
        ),
        (
            "How friendly were our staff?",
            "attitude",
            "Not at all friendly|Not so friendly|Somewhat friendly|Very friendly|"
            "Extremely friendly",
        ),
        ("您对响应速度的评价", "speed", "非常慢|较慢|一般|较快|非常快"),
        ("服務態度", "attitude", "非常不親切|不親切|普通|親切|非常親切"),
        (
            "Freundlichkeit",
            "attitude",
            "sehr unfreundlich|unfreundlich|neutral|freundlich|sehr freundlich",
        ),
        ("Délai de réponse", "speed", "très lent|lent|moyen|rapide|très rapide"),
        ("対応の速さ", "speed", "とても遅い|遅い|普通|早い|とても早い"),
    ],
)
def test_the_words_of_a_part_are_its_points(heading, column, words):
    rows = [
        f"2026-03-0{point},{SATISFIED[point - 1]},{word}\n"
        for point, word in enumerate(words.split("|"), start=1)
    ]
    text = f"Date,Overall satisfaction,{heading}\n" + "".join(rows * 3)
    found = prepare(text.encode(), "survey.csv", SURVEY, Options(), TODAY)
    assert found.checked.rows[column].tolist() == [1, 2, 3, 4, 5] * 3
