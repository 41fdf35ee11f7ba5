"""Differences, against published numbers and R."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from metrics.statistics.comparing import (
    UNKNOWN,
    discoveries,
    net_promoter_difference,
    rate_ratio,
    ratio_difference,
    share_difference,
)
from metrics.statistics.intervals import CaseSums

FIXTURES = Path(__file__).resolve().parents[2] / "shared" / "fixtures"


def rows(name: str) -> list[dict[str, float]]:
    if not (FIXTURES / name).exists():
        pytest.skip(f"the shared fixture {name} is not here")
    with (FIXTURES / name).open(encoding="utf-8") as file:
        return [{key: float(value) for key, value in row.items()} for row in csv.DictReader(file)]


def mean_sums(scores) -> CaseSums:
    y = np.asarray(scores, float)
    return CaseSums(len(y), y.sum(), len(y), (y * y).sum(), y.sum(), len(y))


def test_shares_as_newcombe_published_them():
    # Newcombe 1998, Statistics in Medicine 17:873-890, table II, method 10.
    assert share_difference(48, 80, 56, 70)[:3] == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)
    assert share_difference(3, 10, 9, 10)[:3] == pytest.approx((0.6, 0.1705, 0.8090), abs=5e-5)
    assert share_difference(0, 20, 10, 10)[:3] == pytest.approx((1.0, 0.6791, 1.0), abs=5e-5)


def test_the_sign_says_which_way_it_went():
    assert share_difference(56, 70, 48, 80).value == pytest.approx(-0.2)
    fall = net_promoter_difference(8, 0, 10, 8, 1, 10)
    assert fall.value == pytest.approx(-10) and fall.low < fall.value < fall.high


def test_net_promoter_scores_differ_by_200_points_at_most():
    assert net_promoter_difference(0, 20, 20, 20, 0, 20, level=0.99)[:3] == pytest.approx(
        (200, 141.8, 200), abs=0.1
    )
    assert net_promoter_difference(20, 0, 20, 0, 20, 20, level=0.99)[:3] == pytest.approx(
        (-200, -200, -141.8), abs=0.1
    )


def test_equal_shares_give_no_reason_to_doubt():
    assert share_difference(5, 5, 7, 7).p == 1
    assert share_difference(5, 10, 50, 100).p == pytest.approx(1)


def test_the_ratio_of_rates_by_the_exact_conditional_method():
    # The polio vaccine trial of 1954 (Francis): 57 cases of 200745 against 142 of 201229, ratio
    # 0.40.
    found = rate_ratio(142, 201229, 57, 200745)
    assert found.value == pytest.approx(0.4024, abs=1e-4)
    assert 0.28 < found.low < 0.30 and 0.54 < found.high < 0.56 and found.p < 1e-8


def test_no_events_on_one_side_leaves_that_end_open():
    more = rate_ratio(0, 1000, 4, 1000)
    assert more.value is None and more.high is None and more.low == pytest.approx(0.6601, abs=1e-3)
    fewer = rate_ratio(4, 1000, 0, 1000)
    assert fewer.value == 0 and fewer.low == 0 and fewer.high == pytest.approx(1 / 0.6601, rel=1e-3)


def test_nothing_counted_leaves_the_difference_unknown():
    assert (
        share_difference(0, 0, 3, 4) == rate_ratio(0, 5, 0, 5) == rate_ratio(1, 0, 1, 5) == UNKNOWN
    )
    assert net_promoter_difference(0, 0, 0, 1, 1, 3) == UNKNOWN
    assert ratio_difference(mean_sums([1, 2]), CaseSums(0, 0, 0, 0, 0, 0)) == UNKNOWN


def test_means_by_welch():
    # Student's sleep data (1908): R's t.test(extra ~ group) gives t = -1.8608, df = 17.776, p =
    # 0.07939.
    first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    found = ratio_difference(mean_sums(first), mean_sums(second))
    assert found == pytest.approx((1.58, -0.2054832, 3.3654832, 0.07939), abs=1e-5)


def test_means_without_spread_have_a_difference_but_no_limits():
    assert ratio_difference(mean_sums([4, 4, 4]), mean_sums([5, 5, 5])) == (1, None, None, None)


@pytest.mark.parametrize(
    ("found", "pairs"),
    [
        (share_difference, [(48, 80, 56, 70), (0, 0, 3, 4), (5, 5, 7, 7)]),
        (net_promoter_difference, [(8, 0, 10, 8, 1, 10), (0, 0, 0, 1, 1, 3)]),
    ],
)
def test_arrays_are_answered_like_their_numbers(found, pairs):
    together = found(*map(np.array, zip(*pairs, strict=True)))
    assert [together.at(place) for place in range(len(pairs))] == [found(*pair) for pair in pairs]


def test_means_of_arrays_are_answered_like_their_numbers():
    pairs = [
        (mean_sums([1, 2, 4]), mean_sums([2, 5])),
        (mean_sums([4, 4]), mean_sums([5, 5])),
        (mean_sums([1, 2]), CaseSums(0, 0, 0, 0, 0, 0)),
    ]
    first, second = (CaseSums(*np.array(side, float).T) for side in zip(*pairs, strict=True))
    together = ratio_difference(first, second)
    assert [together.at(place) for place in range(3)] == [ratio_difference(*pair) for pair in pairs]
    assert together.at(1) == (1, None, None, None) and together.at(2) == UNKNOWN


def test_discoveries_as_benjamini_and_hochberg_published_them():
    # Benjamini & Hochberg 1995, JRSS B 57:289-300, section 3.2: at 0.05 four of fifteen, where
    # Bonferroni finds three.
    p = np.array(
        [
            0.0344,
            0.0001,
            0.4262,
            0.0095,
            1.0,
            0.0019,
            0.0201,
            0.5719,
            0.0278,
            0.0004,
            0.0298,
            0.0459,
            0.3240,
            0.6528,
            0.7590,
        ]
    )
    assert sorted(p[discoveries(p, 0.05)]) == [0.0001, 0.0004, 0.0019, 0.0095]
    assert not discoveries(np.array([0.2, 0.06]), 0.05).any() and discoveries(
        np.array([]), 0.05
    ).shape == (0,)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_discoveries_equal_those_of_statsmodels(p):
    from statsmodels.stats.multitest import multipletests

    assert (
        discoveries(np.array(p), 0.05).tolist()
        == multipletests(p, alpha=0.05, method="fdr_bh")[0].tolist()
    )


def test_shares_equal_r():
    for row in rows("proportion_diff_ci.csv"):
        found = share_difference(row["x2"], row["n2"], row["x1"], row["n1"])
        assert found[:3] == pytest.approx(
            (row["diff"], row["newcombe10_lo"], row["newcombe10_hi"]), abs=1e-10
        )


def test_net_promoter_equals_r():
    for row in rows("nps_two_sample.csv"):
        n1, n2 = (row[f"d{i}"] + row[f"pa{i}"] + row[f"pr{i}"] for i in (1, 2))
        found = net_promoter_difference(row["pr1"], row["d1"], n1, row["pr2"], row["d2"], n2)
        expected = (
            row["nps2"] - row["nps1"],
            row["adjusted.wald_lo"],
            row["adjusted.wald_hi"],
            row["adjusted.wald_p"],
        )
        assert found == pytest.approx(expected, abs=1e-8)


def test_rate_ratio_equals_r():
    for row in rows("rate_poisson.csv"):
        found = rate_ratio(int(row["c2"]), row["e2"], int(row["c1"]), row["e1"])
        assert found == pytest.approx(
            (row["ratio"], row["ratio_lo"], row["ratio_hi"], row["p"]), abs=1e-8
        )


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 300), st.integers(1, 300), st.integers(0, 300), st.integers(1, 300))
def test_a_share_difference_holds_its_value_and_turns_round(k1, rest1, k2, rest2):
    there = share_difference(k1, k1 + rest1, k2, k2 + rest2)
    back = share_difference(k2, k2 + rest2, k1, k1 + rest1)
    assert -1 <= there.low <= there.value <= there.high <= 1
    assert (back.value, back.low, back.high) == pytest.approx(
        (-there.value, -there.high, -there.low), abs=1e-12
    )
    assert back.p == pytest.approx(there.p)


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 500), st.floats(1, 1e6), st.integers(1, 500), st.floats(1, 1e6))
def test_a_rate_ratio_holds_its_value_and_turns_round(c1, e1, c2, e2):
    there, back = rate_ratio(c1, e1, c2, e2), rate_ratio(c2, e2, c1, e1)
    assert there.low <= there.value <= there.high
    assert (back.value, back.low, back.high) == pytest.approx(
        (1 / there.value, 1 / there.high, 1 / there.low), rel=1e-7
    )
