"""Funnel limits and over-dispersion, against R, published numbers and simulated units."""

import csv
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy.stats import binom

from metrics.statistics.funnel import (
    ENOUGH_UNITS,
    INNER,
    OUTER,
    dispersion,
    exact_limit,
    share_funnel,
    value_funnel,
)
from tests.test_spread import BCG


@pytest.fixture(scope="module")
def fixture(shared):
    with (shared / "fixtures" / "funnel_proportion.csv").open(encoding="utf-8") as file:
        rows = [
            {key: float(value) for key, value in row.items() if key != "case"}
            for row in csv.DictReader(file)
        ]
    return {key: np.array([row[key] for row in rows]) for key in rows[0]}


def test_limits_and_dispersion_equal_funnelplotr(fixture):
    found = share_funnel(fixture["x"], fixture["n"])
    assert found.target == pytest.approx(fixture["target"][0], abs=1e-9)
    assert found.dispersion == pytest.approx((fixture["phi"][0], fixture["tau2"][0]), abs=1e-9)
    assert found.z(fixture["x"], fixture["n"]) == pytest.approx(fixture["z_od"], abs=1e-9)
    # The package writes the outer z as 3.090232; ours has all its digits.
    wide = found.limits(fixture["n"], 2 * NormalDist().cdf(3.090232) - 1)
    assert wide.low == pytest.approx(fixture["odll998"], abs=1e-9) and wide.high == pytest.approx(
        fixture["odul998"], abs=1e-9
    )
    for level, ends in ((INNER, "95"), (OUTER, "998")):
        tail = (1 - level) / 2
        assert exact_limit(found.target, fixture["n"], tail) == pytest.approx(
            fixture[f"exact_ll{ends}"], abs=1e-9
        )
        assert exact_limit(found.target, fixture["n"], 1 - tail) == pytest.approx(
            fixture[f"exact_ul{ends}"], abs=1e-9
        )


def test_units_outside_are_those_of_funnelplotr(fixture):
    found = share_funnel(fixture["x"], fixture["n"])
    outside = np.abs(fixture["z_od"]) > 3.0902
    assert (
        outside.any()
        and (
            found.side(fixture["x"], fixture["n"]) == np.where(outside, np.sign(fixture["z_od"]), 0)
        ).all()
    )


def test_the_variance_between_trials_as_published():
    # Untrimmed, about the weighted mean, it is DerSimonian and Laird's: 0.3088 for the BCG trials
    # (Viechtbauer 2010, J. Stat. Software 36(3)).
    a, b, c, d = np.array(BCG, float).T
    values, variances = (
        np.log(a / (a + b)) - np.log(c / (c + d)),
        1 / a - 1 / (a + b) + 1 / c - 1 / (c + d),
    )
    z = (values - np.average(values, weights=1 / variances)) / np.sqrt(variances)
    found = dispersion(z, variances, trimmed=0)
    assert found.tau_squared == pytest.approx(0.3088, abs=5e-5)
    assert found.phi * len(BCG) == pytest.approx(152.2330, abs=5e-4)


def test_one_outlier_does_not_hide_itself():
    z = np.array([-1.2, -0.7, -0.3, -0.1, 0.0, 0.2, 0.4, 0.8, 1.1, 0.5, 9.0])
    assert (
        dispersion(z, np.ones(11)).tau_squared
        == 0
        < dispersion(z, np.ones(11), trimmed=0).tau_squared
    )


def test_limits_between_counts_by_hand():
    # Binomial(10, 0.5): P(X <= 1) = 11/1024, P(X <= 2) = 56/1024, so 2.5 % lies (56 - 25.6) / 45
    # below 2.
    assert exact_limit(0.5, 10, 0.025) == pytest.approx((2 - (56 - 25.6) / 45) / 10)
    assert exact_limit(0.5, 10, 0.975) == pytest.approx((8 - (1013 - 998.4) / 45) / 10)


def test_all_or_none_is_not_named_where_chance_gives_it():
    # 20 of 20 at 95 % happens in 36 of 100 units, though the interpolated limit is 0.9999.
    found = share_funnel([20, 19, 18], [20, 20, 20], target=0.95)
    assert found.limits(np.array([20.0]), OUTER).high[0] < 1
    assert found.side(np.array([20, 19, 18]), np.full(3, 20)).tolist() == [0, 0, 0]
    everybody = share_funnel([5, 9], [5, 9])
    assert everybody.side(np.array([5, 9]), np.array([5, 9])).tolist() == [0, 0]


def test_fewer_than_ten_units_tell_no_dispersion():
    k, n = np.array([80, 60, 90, 70, 85, 65, 75, 88, 62]), np.full(9, 100)
    assert share_funnel(k, n).dispersion is None
    assert share_funnel([*k, 78], [*n, 100]).dispersion.tau_squared > 0


def test_dispersion_widens_the_limits():
    k, n = np.array([80, 60, 90, 70, 85, 65, 75, 88, 62, 78]), np.full(10, 100.0)
    wide, exact = (
        share_funnel(k, n).limits(n[:1], OUTER),
        share_funnel(k[:9], n[:9], target=k.sum() / 1000).limits(n[:1], OUTER),
    )
    assert wide.low[0] < exact.low[0] and wide.high[0] > exact.high[0]
    assert not share_funnel(k, n).side(k, n).any()


@given(st.floats(0.02, 0.98), st.integers(3, 400))
def test_a_named_unit_is_rarer_than_one_in_a_thousand(target, n):
    counts = np.arange(n + 1)
    side = share_funnel([1, 1], [2, 2], target=target).side(counts, np.full(n + 1, n))
    chances = binom.pmf(counts, n, target)
    assert chances[side == 1].sum() < 0.001 and chances[side == -1].sum() < 0.001


def units(seed: int, sizes, apart: float = 0.0):
    """Values, sizes and squares of units of normal scores (mean 80, standard deviation 10)."""
    random = np.random.default_rng(seed)
    scores = [random.normal(80 + random.normal(0, apart), 10, size) for size in sizes]
    return (
        np.array([s.mean() for s in scores]),
        np.array(sizes, float),
        np.array([((s - s.mean()) ** 2).sum() for s in scores]),
    )


def test_means_by_hand():
    found = value_funnel([70, 80, 90], [5, 5, 5], [40, 40, 40], target=80)
    assert (found.variance, found.degrees, found.dispersion) == (10, 12, None)
    # t with 12 degrees: 3.930 at 99.8 %; standard error √(10 / 5).
    assert found.limits(np.array([5.0]), OUTER) == (
        pytest.approx([80 - 3.9296 * 2**0.5], abs=1e-3),
        pytest.approx([80 + 3.9296 * 2**0.5], abs=1e-3),
    )
    assert found.side(np.array([70, 80, 90]), np.full(3, 5)).tolist() == [-1, 0, 1]


def test_equal_units_with_few_cases_are_rarely_named():
    named = 0
    for seed in range(300):
        values, n, squares = units(seed, [6] * 24)
        named += int((value_funnel(values, n, squares, values.mean()).side(values, n) != 0).sum())
    assert named / (300 * 24) < 0.003


def test_a_different_unit_is_found_among_units_that_vary():
    values, n, squares = units(3, [100] * 20, apart=2)
    values[4] = 60
    found = value_funnel(values, n, squares, float(np.average(values, weights=n)))
    assert found.tau_squared**0.5 == pytest.approx(2, abs=1)
    assert np.flatnonzero(found.side(values, n)).tolist() == [4]


def test_nothing_varies_so_nothing_is_told():
    assert value_funnel([5, 5, 6], [4, 4, 4], [0, 0, 0], 5) is None
    assert value_funnel([5, 6], [1, 1], [0, 0], 5) is None
    assert ENOUGH_UNITS == 10
