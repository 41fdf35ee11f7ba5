"""Quantiles of durations and their limits."""

import json
from math import nan
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from metrics.statistics.quantiles import Quantile, limit_ranks, quantile

FIXTURES = Path(__file__).resolve().parents[2] / "shared" / "fixtures"


def fixture(name: str):
    if not (FIXTURES / name).exists():
        pytest.skip(f"the shared fixture {name} is not here")
    return json.loads((FIXTURES / name).read_text(encoding="utf-8"))


def test_the_ranks_of_the_tables():
    # Ranks that bound the median at 95 %: Dixon & Massey, table A-25; Conover 1999, table A3 by
    # hand.
    assert limit_ranks(10, 0.5) == (2, 9)
    assert limit_ranks(20, 0.5) == (6, 15)
    assert limit_ranks(100, 0.5) == (40, 61)


def test_the_limits_are_values_of_the_sample():
    assert quantile([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], 0.5) == Quantile(5.5, 2, 9)


def test_too_few_values_leave_a_limit_open():
    assert limit_ranks(5, 0.5) == (None, None)
    assert limit_ranks(35, 0.9)[1] is None
    found = quantile(range(1, 36), 0.9)
    assert found.high is None and found.low < found.value


def test_missing_values_are_left_out():
    assert quantile([3, nan, 1, 2], 0.5).value == 2
    assert quantile([nan], 0.5) == Quantile(None, None, None)


def test_the_waiting_time_of_the_shared_arithmetic():
    case = fixture("kpi_arithmetic.json")
    minutes = [nan if value is None else value for value in case["inputs"]["wait_minutes"]]
    assert quantile(minutes, 0.5).value == case["expected"]["wait_median"]


def test_handling_time_equals_r():
    case = fixture("handling_time_quantiles.json")
    for expected in (case["median"], case["p90"]):
        assert limit_ranks(len(case["x"]), expected["p"]) == (
            expected["lo_rank"],
            expected["hi_rank"],
        )
        found = quantile(case["x"], expected["p"])
        assert found == pytest.approx(
            (expected["est_type7"], expected["lo"], expected["hi"]), abs=1e-12
        )


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 400), st.sampled_from([0.25, 0.5, 0.9, 0.95]), st.sampled_from([0.8, 0.95, 0.99])
)
def test_the_ranks_cover_what_they_promise(n, p, level):
    from scipy.stats import binom

    low, high = limit_ranks(n, p, level)
    below = binom.cdf(low - 1, n, p) if low else 0.0
    above = binom.sf(high - 1, n, p) if high else 0.0
    assert below <= (1 - level) / 2 + 1e-12 and above <= (1 - level) / 2 + 1e-12
    if low:
        assert binom.cdf(low, n, p) >= (1 - level) / 2
