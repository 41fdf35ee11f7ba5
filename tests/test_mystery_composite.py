"""The score of one visit: what does not apply, weights that move to the sections present, failures
counted apart."""

import json

import numpy as np
import pytest

from errors import WrongCall
from metrics.mystery.composite import Item, composite, section_score, visit_score

WEIGHTS = {"attitude": 0.4, "efficiency": 0.35, "compliance": 0.25}


def test_a_section_by_hand():
    assert section_score([5, 4, 5, None], [5, 5, 5, 5]) == pytest.approx(100 * 14 / 15)
    assert section_score([1, None], [1, None]) == 100
    assert section_score([None, None], [5, 5]) is section_score([], []) is None
    # Points count, not items: 10 of 10 and 0 of 1 is 10 of 11.
    assert section_score([10, 0], [10, 1]) == pytest.approx(100 * 10 / 11)


@pytest.mark.parametrize("earned", [6, -1])
def test_points_that_cannot_be_are_named(earned):
    with pytest.raises(WrongCall, match=f"{earned}.0 of 5.0"):
        section_score([5, earned], [5, 5])


def test_a_missing_section_gives_its_weight_to_the_others():
    found = composite({"attitude": 70, "efficiency": None, "compliance": 100}, WEIGHTS)
    assert found.value == pytest.approx((0.4 * 70 + 0.25 * 100) / 0.65)
    assert found.weight_present == pytest.approx(0.65) and found.incomplete
    assert composite({"attitude": 70}, {"attitude": 1}) == composite(
        {"attitude": 70}, {"attitude": 7}
    )


def test_exactly_four_fifths_of_the_weight_is_enough():
    # 0.1 + 0.7 is 0.7999999999999999 in floats.
    assert not composite({"a": 50, "b": 50, "c": None}, {"a": 0.1, "b": 0.7, "c": 0.2}).incomplete
    assert composite({"a": 50, "b": 50, "c": None}, {"a": 0.1, "b": 0.69, "c": 0.21}).incomplete


def test_nothing_scored_has_no_composite():
    found = composite({"attitude": None}, WEIGHTS)
    assert (found.value, found.weight_present, found.incomplete) == (None, 0, True)


def test_weights_that_cannot_be_are_refused():
    with pytest.raises(WrongCall, match="no weight for .*politeness"):
        composite({"politeness": 80}, WEIGHTS)
    with pytest.raises(WrongCall, match="below 0"):
        composite({"a": 80}, {"a": 1, "b": -1})
    with pytest.raises(WrongCall):
        composite({"a": 80}, {"a": 0})


def test_a_critical_failure_is_counted_and_changes_no_score():
    items = [
        Item("attitude", 1, 1),
        Item("attitude", 0, 1, critical=True),
        Item("compliance", None, 1, critical=True),
        Item("compliance", 1, 1, critical=True),
        Item("compliance", 0, 1),
    ]
    found = visit_score(items, WEIGHTS)
    assert found.critical_failures == 1
    calm = visit_score([Item(item.section, item.earned, item.available) for item in items], WEIGHTS)
    assert calm.critical_failures == 0 and calm.composite == found.composite
    assert found.sections == {"attitude": 50, "compliance": 50}


def test_the_composite_of_checklists(shared):
    case = json.loads((shared / "fixtures" / "mystery_composite.json").read_text("utf-8"))
    composites = []
    for visit, expected in zip(case["visits"], case["expected"], strict=True):
        items = [
            Item(section, earned, available)
            for section in case["weights"]
            for earned, available in zip(visit[section]["e"], visit[section]["a"], strict=True)
        ]
        found = visit_score(items, case["weights"])
        assert found.sections == {
            section: None if score is None else pytest.approx(score, abs=1e-9)
            for section, score in expected["sections"].items()
        }
        assert found.composite.value == pytest.approx(expected["composite"], abs=1e-9)
        assert found.composite.weight_present == pytest.approx(expected["weight_present"], abs=1e-9)
        assert found.composite.incomplete == expected["flag_incomplete"]
        composites.append(found.composite.value)
    assert np.mean(composites) == pytest.approx(case["store_mean_of_visits"], abs=1e-9)
