"""Checklists: the same composites as visit by visit, under the weights of their day; items by what
they surely lose."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from metrics.mystery.checklist import (
    checklists,
    most_failed,
    refused_weight,
    seen_visit,
    weightings,
)
from metrics.mystery.composite import composite

WEIGHTS = pd.DataFrame(
    [
        ("A", 1.0, date(2026, 1, 1), "Plan"),
        ("B", 3.0, date(2026, 1, 1), "Plan"),
        ("A", 2.0, date(2026, 3, 1), None),
        ("Old", 9.0, date(2026, 2, 1), None),
    ],
    columns=["section", "weight", "date", "reason"],
)


def lines(*rows):
    return pd.DataFrame(
        [
            (visit, pd.Timestamp(day), section, score, critical)
            for visit, day, section, score, critical in rows
        ],
        columns=["visit", "date", "section", "score", "critical"],
    )


SEEN = lines(
    ("1", "2026-02-28 18:00", "A", 50.0, 0),
    ("1", "2026-02-28 18:00", "B", 90.0, 1),
    ("2", "2026-03-01 09:00", "A", 50.0, 0),
    ("2", "2026-03-01 09:00", "B", 90.0, 0),
    ("3", "2026-03-05 09:00", "A", 40.0, 2),
    ("3", "2026-03-05 09:00", "B", np.nan, 0),
    ("4", "2025-12-01 09:00", "A", 50.0, 0),
    ("4", "2025-12-01 09:00", "B", 90.0, 0),
)


def test_each_visit_is_weighed_as_on_its_day():
    found = checklists(SEEN, WEIGHTS, date(2026, 12, 31))
    turns = [turn.weights for turn in weightings(WEIGHTS, ["A", "B"])]
    assert turns == [{"A": 1, "B": 1}, {"A": 1, "B": 3}, {"A": 2, "B": 3}]
    expected = [
        composite({"A": 50, "B": 90}, turns[0]),
        composite({"A": 50, "B": 90}, turns[1]),
        composite({"A": 50, "B": 90}, turns[2]),
        composite({"A": 40, "B": None}, turns[2]),
    ]
    assert found.visits["value"].tolist() == pytest.approx([one.value for one in expected])
    assert found.visits["present"].tolist() == pytest.approx(
        [one.weight_present for one in expected]
    )
    assert found.visits["series"].tolist() == [0, 1, 2, 2] and found.incomplete == 1
    assert found.visits["critical"].tolist() == [0, 1, 0, 2]


def test_a_month_never_mixes_two_series():
    months = checklists(SEEN, WEIGHTS, date(2026, 12, 31)).months()
    assert months[["month", "series", "n"]].to_numpy().tolist() == [
        [date(2025, 12, 1), 0, 1],
        [date(2026, 2, 1), 1, 1],
        [date(2026, 3, 1), 2, 2],
    ]


def test_weights_that_come_later_are_not_in_force_yet():
    found = checklists(SEEN, WEIGHTS, date(2026, 2, 28))
    assert (
        found.current.since == date(2026, 1, 1)
        and found.current.weights == {"A": 1, "B": 3}
        and found.current.reason == "Plan"
    )
    assert found.sections.set_index("section")["visits"].to_dict() == {"A": 4, "B": 3}
    none = checklists(SEEN, WEIGHTS.head(0), date(2026, 12, 31))
    assert none.current.since is None and none.current.weights == {"A": 1, "B": 1}


def test_one_unlucky_item_does_not_lead():
    found = most_failed(
        pd.DataFrame({"item": ["seldom asked", "often"], "scored": [2, 200], "failed": [2, 140]})
    )
    assert found["item"].tolist() == ["often", "seldom asked"] and found["share"].tolist() == [
        0.7,
        1.0,
    ]
    assert (found["low"] < found["share"]).all()


def test_a_weight_is_above_nothing_and_has_a_reason():
    assert (
        "above 0" in refused_weight(0, "why")[1].text
        and "Say why" in refused_weight(2, "")[1].text
        and refused_weight(2, "why") is None
    )


def test_what_sections_cost_is_what_the_composite_is_missing():
    found = checklists(SEEN, WEIGHTS, date(2026, 12, 31))
    lost = found.sections.set_index("section")["lost"]
    assert lost.sum() == pytest.approx(100 - found.visits["value"].mean())
    # Of four visits: 50 of A with weights 1 of 2, 1 of 4 and 2 of 5, and 60 of A alone.
    assert lost["A"] == pytest.approx((25 + 12.5 + 20 + 60) / 4)
    assert (found.sections["low"] <= found.sections["lost"]).all()
    nothing = checklists(SEEN.assign(score=np.nan), WEIGHTS, date(2026, 12, 31))
    assert nothing.sections["lost"].isna().all()


LINES = pd.DataFrame(
    [
        ("A", "Greets", 5.0, 10.0, False),
        ("A", "Smiles", 10.0, 10.0, False),
        ("B", "Fast", 0.0, 40.0, True),
        ("B", "Queue", np.nan, np.nan, False),
        ("C", "Parking", np.nan, np.nan, False),
    ],
    columns=["section", "item", "earned", "available", "critical"],
)


@pytest.mark.parametrize("day", [date(2025, 12, 1), date(2026, 2, 1), date(2026, 3, 1)])
def test_the_lines_of_a_visit_cost_what_its_composite_is_missing(day):
    seen = seen_visit(LINES, WEIGHTS, day)
    turn = weightings(WEIGHTS[[since <= day for since in WEIGHTS["date"]]], ["A", "B", "C"])[-1]
    expected = composite({"A": 75, "B": 0, "C": None}, turn.weights).value
    assert seen.value == pytest.approx(expected)
    assert seen.lines["cost"].sum() == pytest.approx(100 - expected)
    assert seen.lines["cost"].isna().tolist() == [False, False, False, True, True]


def test_a_visit_on_which_nothing_was_scored_has_no_composite():
    seen = seen_visit(LINES.assign(earned=np.nan), WEIGHTS, date(2026, 3, 1))
    assert seen.value is None and seen.lines["cost"].isna().all()
