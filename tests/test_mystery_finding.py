"""Sentences of the mystery-shopper page where there is little or nothing to say."""

from datetime import date

import pandas as pd
import pytest

from i18n import translator
from metrics.catalog import SCORE, kpi_named
from metrics.mystery.agreement import RELIABLE, TENTATIVE, Icc
from metrics.mystery.finding import (
    agreement_sentences,
    alike,
    deepest_fall,
    due_sentence,
    movement_sentence,
    named_sentence,
    needed_sentence,
    severity_sentences,
)
from metrics.mystery.movement import Movement
from metrics.mystery.raters import Agreement
from metrics.mystery.schedule import schedule
from metrics.mystery.severity import Severity
from metrics.mystery.visits import Needed

say = translator("en")
ATTITUDE, SPEED = kpi_named("mystery_attitude"), kpi_named("mystery_efficiency")


def moved(store: str, change: float, certain: bool = True) -> Movement:
    return Movement(store, 80, 80 + change, change - 4, change + 4, 0.001, certain)


def test_the_deepest_certain_fall_is_named():
    found = {
        ATTITUDE.name: [moved("A", -8)],
        SPEED.name: [moved("B", -20, certain=False), moved("C", -9), moved("D", 30)],
    }
    assert deepest_fall((ATTITUDE, SPEED), found) == (SPEED, moved("C", -9))
    assert deepest_fall((ATTITUDE, SPEED), {ATTITUDE.name: [moved("D", 30)]}) is None


@pytest.mark.parametrize("change, word", [(-8, "fell by 8.0 points"), (8, "rose by 8.0 points")])
def test_a_movement_is_told_with_its_interval_in_order(change, word):
    said = say(movement_sentence(ATTITUDE, moved("A", change)))
    assert (
        word in said
        and said.endswith("95%: 4.0 to 12.0).")
        and SCORE.show(say, 80 + change) in said
    )


@pytest.mark.parametrize("unit", ["store", "department", "company"])
def test_who_is_due_is_said_for_every_unit(unit):
    counts = pd.DataFrame(
        [("A", date(2026, 9, 1), 1, date(2026, 9, 20))], columns=["unit", "month", "visits", "last"]
    )
    due, none = (
        say(due_sentence(schedule(["A"], counts, day), unit))
        for day in (date(2026, 10, 2), date(2026, 9, 30))
    )
    assert "had no visit" in due and "Oct 2, 2026" in due and "visited in Sep 2026" in none


def test_visits_needed_are_never_promised_where_none_are_enough():
    assert "no number of visits" in needed_sentence(Needed(None, None, None)).text
    assert (
        "cannot be told yet" in needed_sentence(Needed(9, 3, None)).text
        and "95%" in needed_sentence(Needed(9, 3, 20)).text
    )


@pytest.mark.parametrize(
    "alpha, word",
    [(RELIABLE, "well enough"), (TENTATIVE, "tentative"), (TENTATIVE - 0.01, "too little")],
)
def test_agreement_uses_the_guide_words(alpha, word):
    first, *rest = (
        say(sentence)
        for sentence in agreement_sentences(Agreement(20, 2, Icc(0.5, 0.2, 0.7), True, alpha))
    )
    assert word in first and "0.2 to 0.7" in rest[-1]


def test_visits_scored_alike_have_no_coefficient():
    assert [say(one) for one in agreement_sentences(Agreement(20, 2, None, True, None))] == [
        "All 20 visits that two shoppers saw were scored alike."
    ]


@pytest.mark.parametrize("between, same", [(0.0, True), (9.0, False)])
def test_severity_says_what_scores_vary_by(between, same):
    found = Severity(80, 11, between, 80, -1, pd.DataFrame(), pd.DataFrame(), Needed(20, 10, 40))
    said = " ".join(say(sentence) for sentence in severity_sentences(found))
    assert (
        alike(found) is same
        and ("about 3 points" in said) is not same
        and f"{between:.0f}% from the shoppers" in said
    )


def test_stars_of_a_month_are_counted_without_names():
    awarded = pd.DataFrame(
        {
            "date": [date(2026, 9, 3), date(2026, 9, 1)],
            "honour": ["month", "year"],
            "employee": ["E1", "E2"],
        }
    )
    assert "Sep 2026: 1, of 2 to 3" in say(named_sentence(awarded, date(2026, 9, 1)))
    assert "yet" in named_sentence(awarded, date(2026, 8, 1)).text and "E1" not in say(
        named_sentence(awarded, date(2026, 9, 1))
    )
