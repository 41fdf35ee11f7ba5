"""The mixture forecast."""

import json
from math import log
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from metrics.statistics.forecast import Identity, Logit, LogScale, forecast

FIXTURES = Path(__file__).resolve().parents[2] / "shared" / "fixtures"
SCALES = {"logit": Logit(0, 1), "log": LogScale(1e-9), "identity": Identity()}
YEAR = [81.0, 83, 80, 84, 82, 85, 83, 81, 84, 83, 82, 86]


def test_one_month_by_hand():
    # 1, 2, 3 and from there: the mean expert is 2 with sd 1, the walking one 3 with steps of 1.
    found = forecast([1, 2, 3], 4, Identity(), enough=3)
    assert (found.recent.degrees, found.recent.centre, found.recent.spread) == pytest.approx(
        (2, 2, (4 / 3) ** 0.5)
    )
    assert (found.walk.degrees, found.walk.centre, found.walk.spread) == pytest.approx((2, 3, 2))
    assert found.point == 2.5
    # Student's t with 2 degrees: F(x) = 1/2 + x / (2 sqrt(2 + x^2)).
    below = [0.5 + x / (2 * (2 + x * x) ** 0.5) for x in (2 / (4 / 3) ** 0.5, 0.5)]
    assert found.probability(4, 1) == pytest.approx(1 - sum(below) / 2)


def test_the_recent_expert_looks_back_twelve_months_and_the_other_all_the_way():
    found = forecast([0.0, 50, *YEAR], 1, Identity())
    assert found.recent.centre == pytest.approx(sum(YEAR) / 12) and found.recent.degrees == 11
    steps = [50, 31, *(one - other for one, other in zip(YEAR[1:], YEAR, strict=False))]
    assert found.walk.spread == pytest.approx((sum(step**2 for step in steps) / 13) ** 0.5)
    assert found.walk.degrees == 13


def test_the_ends_of_a_share_are_drawn_in():
    assert Logit(0, 100).apply(100) == pytest.approx(log(0.998 / 0.002)) == -Logit(0, 100).apply(-1)
    assert Logit(-100, 100).back(Logit(-100, 100).apply(37)) == pytest.approx(37)


def test_it_does_not_pretend_to_know():
    assert forecast(YEAR[:5], 1, Identity()) is None
    assert forecast(YEAR, 13, Identity()) is None
    assert forecast(YEAR, 0, Identity()) is None
    assert forecast([90.0] * 12, 3, Identity()) is None
    assert forecast([99.9, 100] * 6, 3, Logit(0, 100)) is None


def test_a_month_without_complaints_does_not_break_the_logarithm():
    found = forecast([2.0, 0, 1.5, 1.8, 0.9, 1.1, 1.2], 3, LogScale(floor=0.1))
    assert 0 < found.interval().low < found.point < found.interval().high
    assert 0 < found.probability(0, -1) < found.probability(1, -1) < 1


def test_forecast_equals_r():
    path = FIXTURES / "forecast_mix.json"
    if not path.exists():
        pytest.skip("the shared fixture forecast_mix.json is not here")
    cases = json.loads(path.read_text(encoding="utf-8"))
    for case in cases:
        found = forecast(case["y"], case["h"], SCALES[case["transform"]], enough=5)
        p = found.probability(case["target"], 1 if case["direction"] == "increase" else -1)
        assert (found.point, p) == pytest.approx((case["point"], case["p_target"]), abs=1e-9)
        for level in ("80", "95"):
            expected = case[f"pi{level}_lo"], case[f"pi{level}_hi"]
            assert found.interval(int(level) / 100) == pytest.approx(expected, abs=1e-9)
    assert len(cases) == 92


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.integers(10, 90), min_size=6, max_size=36), st.integers(1, 12), st.integers(5, 95)
)
def test_limits_and_probabilities_agree(values, months, target):
    found = forecast(values, months, Logit(0, 100))
    if found is None:
        assert len(set(values[-12:])) == 1
        return
    low, high = found.interval(0.9)
    wide_low, wide_high = found.interval(0.99)
    assert 0 <= wide_low <= low < high <= wide_high <= 100 and low <= found.point <= high
    if low > 0.2:  # nearer the end the scale itself draws values in
        assert found.probability(low, -1) == pytest.approx(0.05, abs=1e-7)
    assert found.probability(target, 1) + found.probability(target, -1) == pytest.approx(1)
    assert found.probability(target, 1) >= found.probability(target + 1, 1)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 100), min_size=6, max_size=24), st.integers(1, 11))
def test_farther_is_less_sure(values, months):
    near, far = (forecast(values, ahead, Identity()) for ahead in (months, months + 1))
    if near is not None:
        assert (
            far.interval().high - far.interval().low >= near.interval().high - near.interval().low
        )
