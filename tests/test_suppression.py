"""Small groups stay unknown, whatever sums an attacker solves."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.suppression import (
    Sum,
    bounds,
    difference_is_safe,
    is_safe,
    small,
    suppress,
    suppress_table,
    table_sums,
    with_totals,
)

FIXTURES = Path(__file__).resolve().parents[2] / "shared" / "fixtures"


def attack(table, hidden, floor=0):
    """Position -> bounds of every hidden count of a table with totals."""
    places = np.flatnonzero(hidden)
    found = bounds(table.ravel(), table_sums(*table.shape), hidden.ravel(), places, floor)
    return dict(zip(map(int, places), found, strict=True))


def cells(hidden):
    """The mask of the inner cells, widened by totals that are shown."""
    return np.pad(np.array(hidden, bool), ((0, 1), (0, 1)))


def audit_cases():
    path = FIXTURES / "privacy_suppression_audit.json"
    if not path.exists():
        pytest.skip("the shared fixture privacy_suppression_audit.json is not here")
    return json.loads(path.read_text(encoding="utf-8"))


def test_small_is_above_nothing_and_under_the_least():
    assert small(np.array([0, 1, 4, 5, 60]), 5).tolist() == [False, True, True, False, False]


def test_a_filter_may_not_leave_a_small_rest():
    assert difference_is_safe(20, 20, 5) and difference_is_safe(20, 25, 5)
    assert not difference_is_safe(4, 30, 5)
    assert not difference_is_safe(20, 23, 5)


def test_one_hidden_count_alone_is_given_away():
    table = with_totals([[20, 3, 15], [12, 18, 9], [25, 7, 30]])
    hidden = cells([[0, 1, 0], [0, 0, 0], [0, 0, 0]])
    assert attack(table, hidden)[1] == (3, 3)


def test_the_last_but_one_group_goes_with_a_small_one():
    result = suppress([50, 3, 53], [Sum(2, (0, 1))], 5)
    assert result.hidden.tolist() == [True, True, False] and result.primary.tolist() == [False, True, False]
    three = suppress([50, 30, 3, 83], [Sum(3, (0, 1, 2))], 5)
    assert three.hidden.tolist() == [False, True, True, False]


def test_two_small_counts_do_not_cover_each_other():
    # Zeros are shown, so what adds up to 5 is 1 to 4: both would be known to be small.
    assert suppress([2, 3, 30, 35], [Sum(3, (0, 1, 2))], 5).hidden.tolist() == [True, True, True, False]


def test_of_equal_partners_the_one_that_helps_another_too_is_hidden():
    result = suppress_table([[3, 20, 20], [50, 60, 4], [70, 80, 90]], 5)
    assert np.argwhere(result.hidden).tolist() == [[0, 0], [0, 2], [1, 0], [1, 2]]


def test_a_total_that_is_small_itself_is_hidden_with_another_total():
    result = suppress_table([[2, 0, 1], [20, 30, 10], [9, 12, 40]], 5)
    totals = result.hidden[:-1, -1]
    assert totals[0] and totals.sum() >= 2


def test_two_tables_of_one_publication_are_settled_together():
    # A quarter of three months for two stores: the quarter's totals must not give a month away.
    counts = [3, 20, 21, 44, 30, 31, 32, 93, 33, 51, 53, 137]
    sums = [Sum(3, (0, 1, 2)), Sum(7, (4, 5, 6)), Sum(11, (8, 9, 10)), Sum(8, (0, 4)), Sum(9, (1, 5)), Sum(10, (2, 6))]
    result = suppress(counts, sums, 5)
    assert is_safe(bounds(counts, sums, result.hidden, [0], floor=1)[0], 5) and not result.too_many


def test_nothing_small_hides_nothing():
    result = suppress_table([[20, 30], [40, 0]], 5)
    assert not result.hidden.any() and result.share == 0


def test_a_table_of_small_counts_asks_for_a_coarser_one():
    assert suppress_table([[2, 3, 1], [4, 2, 3], [1, 2, 30]], 5).too_many


def test_an_audit_of_something_else_is_refused():
    with pytest.raises(ValueError, match="do not add up"):
        bounds([1, 2, 4], [Sum(2, (0, 1))], np.array([True, True, False]), [0])
    with pytest.raises(ValueError, match="hidden counts only"):
        bounds([1, 2, 3], [Sum(2, (0, 1))], np.array([True, True, False]), [2])


def test_the_audit_equals_lpsolve():
    for case in audit_cases():
        table, hidden = with_totals(case["counts"]), cells(case["suppressed"])
        found = attack(table, hidden)
        for cell in case["bounds"]:
            place = (cell["row"] - 1) * table.shape[1] + cell["col"] - 1
            assert found[place] == pytest.approx((cell["lo"], cell["hi"]), abs=1e-6)
        open_ = [is_safe(found[place], case["threshold"]) for place in found if 0 < table.flat[place] < case["threshold"]]
        assert all(open_) == case["safe"], case["name"]


def test_it_hides_at_most_twice_the_smallest_safe_pattern():
    judged = [case for case in audit_cases() if "loss_sum" in case]
    for case in judged:
        table = with_totals(case["counts"])
        hidden = suppress_table(case["counts"], case["threshold"]).hidden
        assert table[hidden & ~small(table, case["threshold"])].sum() <= 2 * case["loss_sum"]
    assert judged


tables = st.integers(1, 5).flatmap(lambda columns: st.lists(
    st.lists(st.integers(0, 25), min_size=columns, max_size=columns), min_size=1, max_size=5))


@settings(max_examples=80, deadline=None)
@given(tables, st.sampled_from([5, 10]), st.sampled_from([0, 1]))
def test_no_small_count_can_be_narrowed_down(table, least, floor):
    whole, result = with_totals(table), suppress_table(table, least)
    assert (result.hidden >= small(whole, least)).all() and not result.hidden[whole == 0].any()
    for place, found in attack(whole, result.hidden, floor).items():
        assert found.low - 1e-6 <= whole.flat[place] <= found.high + 1e-6
        if result.primary.flat[place]:
            assert is_safe(found, least), (table, place, found)
