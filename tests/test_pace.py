"""The glide path through staged targets."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from metrics.targets.pace import gap, months_behind, required

FIXTURES = Path(__file__).resolve().parents[2] / "shared" / "fixtures"
A_MONTH = 30.4375
PATH = (80.0, date(2025, 12, 31), [(date(2026, 12, 31), 90.0), (date(2027, 12, 31), 95.0)])


def test_the_path_runs_straight_between_its_corners():
    assert required(date(2025, 6, 30), *PATH) == 80
    assert required(date(2025, 12, 31) + timedelta(days=73), *PATH) == pytest.approx(82)
    assert required(date(2026, 12, 31), *PATH) == 90
    assert required(date(2030, 1, 1), *PATH) == 95


def test_stages_may_come_in_any_order_and_past_ones_do_not_count():
    baseline, start, stages = PATH
    day = date(2026, 3, 31)
    assert required(day, baseline, start, stages[::-1]) == required(day, *PATH)
    assert required(day, baseline, start, [(start, 10.0), *stages]) == required(day, *PATH)


def test_the_gap_is_positive_where_the_value_is_better_than_the_path():
    day = date(2026, 12, 31)
    assert gap(day, 88, 1, *PATH) == pytest.approx(-2)
    assert gap(day, 2.5, -1, 4.0, date(2025, 12, 31), [(day, 3.0)]) == pytest.approx(0.5)


def test_months_behind():
    half_year = date(2025, 12, 31) + timedelta(days=146)
    assert months_behind(half_year, 82, 1, *PATH) == pytest.approx(73 / A_MONTH)
    assert months_behind(half_year, 84, 1, *PATH) == pytest.approx(0)
    assert months_behind(half_year, 86, 1, *PATH) == pytest.approx(-73 / A_MONTH)


def test_beyond_the_path_months_behind_says_at_least():
    half_year = date(2025, 12, 31) + timedelta(days=146)
    assert months_behind(half_year, 70, 1, *PATH) == pytest.approx(146 / A_MONTH)
    assert months_behind(date(2026, 12, 31), 99, 1, *PATH) == pytest.approx(-365 / A_MONTH)
    assert (
        months_behind(half_year, 90, 1, 90.0, date(2025, 12, 31), [(date(2026, 12, 31), 90.0)])
        is None
    )


def test_on_a_plateau_the_first_day_counts():
    plateau = (
        80.0,
        date(2025, 1, 1),
        [(date(2025, 7, 1), 90.0), (date(2026, 1, 1), 90.0), (date(2026, 7, 1), 95.0)],
    )
    assert months_behind(date(2025, 7, 1), 90, 1, *plateau) == pytest.approx(0)


def test_pace_equals_r():
    path = FIXTURES / "glidepath.json"
    if not path.exists():
        pytest.skip("the shared fixture glidepath.json is not here")
    for case in json.loads(path.read_text(encoding="utf-8")):
        stages = list(zip(map(date.fromisoformat, case["due"]), case["targets"], strict=True))
        start = date.fromisoformat(case["baseline_date"])
        found = [
            required(date.fromisoformat(day), case["baseline"], start, stages)
            for day in case["dates"]
        ]
        # The fixture is written with ten decimals.
        assert found == pytest.approx(case["required"], abs=1e-9)


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 729), st.sampled_from([1, -1]))
def test_a_value_on_the_path_is_never_behind(days, better):
    baseline, start, stages = PATH
    mirrored = better * baseline, start, [(due, better * target) for due, target in stages]
    day = start + timedelta(days=days)
    assert months_behind(day, required(day, *mirrored), better, *mirrored) == pytest.approx(
        0, abs=1e-9
    )
    assert gap(day, required(day, *mirrored), better, *mirrored) == 0
