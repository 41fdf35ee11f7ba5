"""Units that passed but do not practise: named only where both values are certain."""

from datetime import date

import pandas as pd
import pytest

from i18n import translator
from metrics.answers.answer import Answer
from metrics.catalog import kpi_named
from metrics.effect.practised import NotPractised, practised
from metrics.sums.query import Query

say = translator("en")
EXAM, VISIT, DISSATISFIED = (
    kpi_named("first_attempt_pass_rate"),
    kpi_named("mystery_score"),
    kpi_named("dissatisfied_share"),
)


def answer(kpi, units: dict[str | None, tuple], **states: set) -> Answer:
    """An answer of one period from value, low and high by unit; `few` and `hidden` name units in
    that state."""
    rows = [
        {
            "group": unit,
            "value": value,
            "low": low,
            "high": high,
            "n": 50,
            "enough": unit not in states.get("few", ()),
            "hidden": unit in states.get("hidden", ()),
        }
        for unit, (value, low, high) in units.items()
    ]
    return Answer(
        kpi, Query(date(2026, 7, 1), date(2026, 9, 30), "quarter", "store"), pd.DataFrame(rows)
    )


PASSING = answer(
    EXAM,
    {"Harbour": (95, 90, 98), "Centre": (95, 90, 98), "North": (86, 78, 92), "South": (70, 60, 79)},
)
SEEN = answer(
    VISIT,
    {"Harbour": (70, 66, 74), "Centre": (84, 80, 88), "North": (70, 66, 74), "South": (70, 66, 74)},
)


def test_only_the_unit_that_is_certainly_good_and_certainly_weak_is_named():
    found = practised(PASSING, 85, SEEN, 80)
    assert (found.units, found.compared) == ((NotPractised("Harbour", 95.0, 70.0),), 4)
    assert say(found.finding()) == (
        "Passed but not practised, 1 of 4 units: Harbour (95.0% against 70.0). Their "
        "“First-attempt pass rate” is clearly better than that "
        "of all units together, their “Mystery-shopper score” clearly worse."
    )


@pytest.mark.parametrize(("exam_whole", "visit_whole"), [(90, 80), (85, 74), (91, 80), (85, 70)])
def test_an_interval_that_reaches_the_whole_is_not_certain(exam_whole, visit_whole):
    assert practised(PASSING, exam_whole, SEEN, visit_whole).units == ()


def test_the_weakest_behaviour_comes_first():
    seen = answer(VISIT, {"Harbour": (70, 66, 74), "Centre": (60, 55, 65)})
    assert [unit.unit for unit in practised(PASSING, 85, seen, 80).units] == ["Centre", "Harbour"]


def test_where_lower_is_better_the_sides_change():
    seen = answer(DISSATISFIED, {"Harbour": (9, 6, 12), "Centre": (2, 1, 4), "North": (20, 15, 26)})
    assert [unit.unit for unit in practised(PASSING, 70, seen, 5).units] == ["North", "Harbour"]
    assert practised(
        answer(DISSATISFIED, {"Harbour": (9, 6, 12), "Centre": (2, 1, 4)}), 5, SEEN, 90
    ).units == (NotPractised("Centre", 2.0, 84.0),)


@pytest.mark.parametrize(
    "seen",
    [
        answer(VISIT, {"Harbour": (70, 66, 74)}, few={"Harbour"}),
        answer(VISIT, {"Harbour": (float("nan"), float("nan"), float("nan"))}, hidden={"Harbour"}),
        answer(VISIT, {"Harbour": (70, float("nan"), float("nan"))}),
        answer(VISIT, {"West": (70, 66, 74)}),
    ],
)
def test_units_that_cannot_be_judged_in_both_are_not_compared(seen):
    found = practised(PASSING, 85, seen, 80)
    assert (found.compared, found.units) == (0, ())
    assert say(found.finding()) == (
        "No unit has enough cases of both “First-attempt pass rate” and “Mystery-shopper score” "
        "to set one against the other."
    )


def test_rows_without_a_unit_are_left_out():
    nameless = {None: (95, 90, 98), "": (95, 90, 98)}
    assert (
        practised(
            answer(EXAM, nameless), 85, answer(VISIT, {None: (70, 66, 74), "": (70, 66, 74)}), 80
        ).compared
        == 0
    )


def test_none_named_in_words():
    assert say(practised(PASSING, 85, SEEN, 50).finding()) == (
        "Units with enough cases: 4. None of them clearly passes without practising, good in "
        "“First-attempt pass rate” and weak in "
        "“Mystery-shopper score”."
    )
