"""Intervals of one value, against published numbers, R, and what every interval must do."""

import csv
import json
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from metrics.statistics.intervals import (
    CaseSums,
    Interval,
    mean_t,
    net_promoter,
    poisson_rate,
    ratio_linearised,
    wilson,
    wilson_clustered,
)

FIXTURES = Path(__file__).resolve().parents[2] / "shared" / "fixtures"
NONE = Interval(None, None)


def fixture(name: str):
    if not (FIXTURES / name).exists():
        pytest.skip(f"the shared fixture {name} is not here")
    text = (FIXTURES / name).read_text(encoding="utf-8")
    return json.loads(text) if name.endswith(".json") else list(csv.DictReader(text.splitlines()))


def test_wilson_as_newcombe_published_it():
    # Newcombe 1998, Statistics in Medicine 17:857-872, table I, method 3.
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(15, 148) == pytest.approx((0.0624, 0.1605), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)
    assert wilson(1, 29) == pytest.approx((0.0061, 0.1718), abs=5e-5)


def test_garwood_as_tabled():
    # Exact Poisson limits of 0, 1 and 10 events, Garwood 1936 as in every table.
    assert poisson_rate(0, 1, per=1) == pytest.approx((0, 3.689), abs=5e-4)
    assert poisson_rate(1, 1, per=1) == pytest.approx((0.0253, 5.572), abs=5e-4)
    assert poisson_rate(10, 1, per=1) == pytest.approx((4.795, 18.39), abs=5e-3)
    assert poisson_rate(10, 2000) == pytest.approx((2.3977, 9.1952), abs=1e-4)


def test_net_promoter_by_hand():
    # 30 promoters, 20 passives, 10 detractors: (30.75 - 10.75) / 63 = 31.746 points in the middle.
    low, high = net_promoter(30, 10, 60)
    assert (low + high) / 2 == pytest.approx(31.746, abs=1e-3)
    assert net_promoter(10, 0, 10)[1] == 100


def test_mean_by_hand():
    # 50 scores of 3 and 50 of 5: mean 4, s = 1.00504, t(99) = 1.98422.
    assert mean_t(100, 400, 1700, 1, 5, 0.5) == pytest.approx(
        (4 - 0.199421, 4 + 0.199421), abs=1e-5
    )


def test_a_mean_has_no_interval_where_it_would_deceive():
    assert mean_t(29, 116, 493, 1, 5, 0.5) == NONE
    assert mean_t(30, 120, 510, 1, 5, 0.8) == NONE
    assert mean_t(30, 120, 480, 1, 5, 0.0) == NONE
    assert mean_t(60, 60 * 4.1, 60 * 4.1**2, 1, 5, 0.0) == NONE


def test_nothing_counted_gives_no_interval():
    assert wilson(0, 0) == net_promoter(0, 0, 0) == poisson_rate(3, 0) == NONE
    assert ratio_linearised(CaseSums(1, 5, 1, 25, 5, 1)) == NONE
    assert ratio_linearised(CaseSums(5, 0, 0, 0, 0, 0)) == NONE
    low, high = wilson(np.array([0, 3]), np.array([0, 4]))
    assert np.isnan([low[0], high[0]]).all() and low[1] < 0.75 < high[1]


def test_a_ratio_counts_cases_not_rows():
    # Ten respondents, each giving the same answer twenty times: as good as ten answers, not two
    # hundred.
    answers = np.array([1, 1, 1, 0, 1, 0, 1, 1, 0, 1])
    many = ratio_linearised(CaseSums(10, 20 * 7, 200, 400 * 7, 400 * 7, 4000))
    assert many == pytest.approx(ratio_linearised(CaseSums(10, 7, 10, 7, 7, 10)))
    half = 2.262157 * answers.std(ddof=1) / 10**0.5
    assert many == pytest.approx((0.7 - half, 0.7 + half), abs=1e-6)


def test_a_linearised_ratio_by_hand():
    y, x = np.array([3.0, 5, 2, 8]), np.array([4.0, 6, 3, 8])
    ratio = y.sum() / x.sum()
    error = np.sqrt(4 / 3 * ((y - ratio * x) ** 2).sum()) / x.sum()
    sums = CaseSums(4, y.sum(), x.sum(), (y * y).sum(), (x * y).sum(), (x * x).sum())
    found = ratio_linearised(sums)
    assert found == pytest.approx((ratio - 3.182446 * error, ratio + 3.182446 * error), abs=1e-6)


def test_wilson_equals_r():
    for row in fixture("proportion_ci.csv"):
        found = wilson(int(row["x"]), int(row["n"]), float(row["conf"]))
        assert found == pytest.approx((float(row["wilson_lo"]), float(row["wilson_hi"])), abs=1e-10)


def test_net_promoter_equals_r():
    for row in fixture("nps_one_sample.csv"):
        for level in ("80", "90", "95"):
            expected = (float(row[f"adjusted.wald_{level}_{end}"]) for end in ("lo", "hi"))
            found = net_promoter(
                int(row["promoters"]), int(row["detractors"]), int(row["n"]), float(level) / 100
            )
            assert found == pytest.approx(
                [min(max(limit, -100), 100) for limit in expected], abs=1e-8
            )


def test_poisson_rate_equals_r():
    for row in fixture("rate_poisson.csv"):
        assert poisson_rate(int(row["c1"]), float(row["e1"])) == pytest.approx(
            (float(row["lo1"]), float(row["hi1"])), abs=1e-8
        )


def test_mean_equals_r():
    for case in fixture("likert_mean.json"):
        scores = np.repeat([int(score) for score in case["scores"]], list(case["scores"].values()))
        sums = len(scores), scores.sum(), (scores**2).sum()
        found = mean_t(*sums, 1, 5, 0, enough=2)
        assert found == pytest.approx((case["t_lo_clipped"], case["t_hi_clipped"]), abs=1e-8)
        low, high = wilson((scores >= 4).sum(), len(scores))
        assert (100 * low, 100 * high) == pytest.approx(
            (case["top2_wilson_lo"], case["top2_wilson_hi"]), abs=1e-8
        )


@st.composite
def shares(draw):
    n = draw(st.integers(1, 10**6))
    return draw(st.integers(0, n)), n


@settings(max_examples=200, deadline=None)
@given(shares(), st.sampled_from([0.8, 0.95, 0.99]))
def test_wilson_holds_the_share_and_is_symmetric(case, level):
    k, n = case
    low, high = wilson(k, n, level)
    assert 0 <= low <= k / n <= high <= 1 and low < high
    assert wilson(n - k, n, level) == pytest.approx((1 - high, 1 - low), abs=1e-12)
    more_low, more_high = wilson(4 * k, 4 * n, level)
    assert more_high - more_low < high - low


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2000), st.integers(0, 2000), st.integers(2, 2000))
def test_net_promoter_holds_the_point_and_is_symmetric(promoters, detractors, passives):
    n = promoters + detractors + passives
    low, high = net_promoter(promoters, detractors, n)
    assert -100 <= low <= 100 * (promoters - detractors) / n <= high <= 100
    assert net_promoter(detractors, promoters, n) == pytest.approx((-high, -low), abs=1e-9)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 5000), st.floats(0.5, 1e7))
def test_poisson_rate_holds_the_rate_and_scales(count, exposure):
    low, high = poisson_rate(count, exposure)
    assert low <= 1000 * count / exposure <= high
    assert poisson_rate(count, 2 * exposure) == pytest.approx((low / 2, high / 2))
    assert poisson_rate(count + 1, exposure)[1] > high


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(1, 5), min_size=30, max_size=80))
def test_a_mean_interval_holds_the_mean(scores):
    y = np.array(scores)
    low, high = mean_t(len(y), y.sum(), (y * y).sum(), 1, 5, (y == 5).mean())
    if np.ptp(y) == 0 or (y == 5).mean() >= 0.8:
        assert low is None and high is None
    else:
        assert 1 <= low <= y.mean() <= high <= 5


def test_thousands_of_rows_take_milliseconds():
    n = np.arange(1, 5001)
    wilson(1, 2), poisson_rate(1, 2), mean_t(60, 240, 1000, 1, 5, 0)
    start = time.perf_counter()
    (
        wilson(n // 2, n),
        net_promoter(n // 2, n // 4, n),
        poisson_rate(n, n),
        mean_t(n, 4 * n, 17 * n, 1, 5, 0.1),
    )
    assert time.perf_counter() - start < 0.25


def test_a_clustered_share_of_single_rows_is_nearly_wilson():
    n, k = 400.0, 240.0
    clustered = wilson_clustered(CaseSums(n, k, n, k, k, n))
    plain = wilson(k, n)
    assert clustered.low == pytest.approx(plain.low, abs=1e-3) and clustered.high == pytest.approx(
        plain.high, abs=1e-3
    )
    assert clustered.low < plain.low and clustered.high > plain.high


def test_rows_that_repeat_their_case_count_as_one():
    cases, copies, k = 100.0, 5.0, 60.0
    repeated = wilson_clustered(
        CaseSums(cases, copies * k, copies * cases, copies**2 * k, copies**2 * k, copies**2 * cases)
    )
    single = wilson_clustered(CaseSums(cases, k, cases, k, k, cases))
    assert repeated.low == pytest.approx(single.low) and repeated.high == pytest.approx(single.high)


def test_cases_that_all_agree_still_have_an_interval_and_one_case_has_none():
    low, high = wilson_clustered(CaseSums(40.0, 80.0, 80.0, 160.0, 160.0, 160.0))
    assert 0.85 < low < 0.95 and high == 1
    assert wilson_clustered(CaseSums(1.0, 2.0, 3.0, 4.0, 6.0, 9.0)) == Interval(None, None)
