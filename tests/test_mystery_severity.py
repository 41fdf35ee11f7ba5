"""Stores told from shoppers, the visits a store needs, and designs that allow neither."""

import json

import numpy as np
import pandas as pd
import pytest

from metrics.mystery.crossed import crossed
from metrics.mystery.refusal import Refused
from metrics.mystery.severity import Severity, severity
from metrics.mystery.visits import RELIABLE, reliability, store_estimates, visits_needed


def programme(
    seed: int,
    between: float,
    shopper: float,
    residual: float,
    stores: int = 15,
    shoppers: int = 6,
    rounds: int = 4,
) -> pd.DataFrame:
    """Visits of a programme in which shoppers take turns; variances as given."""
    random = np.random.default_rng(seed)
    store, turn = np.repeat(np.arange(stores), rounds), np.tile(np.arange(rounds), stores)
    who = (store + turn * (1 + store // shoppers)) % shoppers
    score = (
        80
        + random.normal(0, between**0.5, stores)[store]
        + random.normal(0, shopper**0.5, shoppers)[who]
        + random.normal(0, residual**0.5, len(store))
    )
    return pd.DataFrame(
        {
            "store": [f"S{number:02d}" for number in store],
            "shopper": [f"P{number}" for number in who],
            "score": score,
        }
    )


def dense(
    visits: pd.DataFrame, between: float, shopper: float, residual: float
) -> tuple[float, float, np.ndarray]:
    """Restricted log-likelihood, mean and store predictions from the covariance matrix of all
    visits, written out."""
    stores, shoppers = (
        pd.get_dummies(visits[name]).to_numpy(float) for name in ("store", "shopper")
    )
    y, one = visits["score"].to_numpy(), np.ones(len(visits))
    covariance = (
        between * stores @ stores.T + shopper * shoppers @ shoppers.T + residual * np.eye(len(y))
    )
    inverse = np.linalg.inv(covariance)
    mean = one @ inverse @ y / (one @ inverse @ one)
    rest = y - mean
    likelihood = -0.5 * (
        np.linalg.slogdet(covariance)[1]
        + np.log(one @ inverse @ one)
        + rest @ inverse @ rest
        + (len(y) - 1) * np.log(2 * np.pi)
    )
    return likelihood, mean, between * stores.T @ inverse @ rest


def severe(visits: pd.DataFrame) -> Severity | Refused:
    return severity(visits["store"], visits["shopper"], visits["score"])


@pytest.mark.parametrize(
    "variances", [(15, 6, 20), (0, 6, 20), (15, 0, 20), (0, 0, 20), (40, 40, 1)]
)
def test_no_other_variances_are_more_likely(variances):
    visits = programme(7, *variances)
    found = severe(visits)
    at = np.array([found.between_stores, found.between_shoppers, found.residual])
    likelihood, mean, effects = dense(visits, *at)
    assert found.log_likelihood == pytest.approx(likelihood, abs=1e-8)
    assert found.mean == pytest.approx(mean) and found.stores[
        "estimate"
    ].to_numpy() == pytest.approx(mean + effects, abs=1e-8)
    for number in range(3):
        for step in (0.05, -0.05):
            other = at.copy()
            other[number] = max(other[number] + step * (other[number] or 1), 0)
            assert dense(visits, *other)[0] <= likelihood + 1e-9


def test_a_variance_of_nothing_is_found_to_be_0():
    # Every store has the same mean to the last digit.
    exact = programme(3, 0, 6, 20)
    exact["score"] -= exact.groupby("store")["score"].transform("mean")
    found = severe(exact)
    assert found.between_stores == 0 and found.needed.visits is None and found.needed.high is None
    assert found.reliability(50) == 0 and np.ptp(found.stores["estimate"]) == pytest.approx(0)


def test_errors_of_the_estimates_equal_the_written_out_equations():
    visits = programme(11, 15, 6, 20)
    found = severe(visits)
    design = np.column_stack(
        [np.ones(len(visits)), pd.get_dummies(visits["store"]), pd.get_dummies(visits["shopper"])]
    ).astype(float)
    penalty = np.diag([0.0] + 15 * [1 / found.between_stores] + 6 * [1 / found.between_shoppers])
    covariance = np.linalg.inv(design.T @ design / found.residual + penalty)
    errors = [
        np.sqrt(covariance[0, 0] + 2 * covariance[0, store] + covariance[store, store])
        for store in range(1, 16)
    ]
    half = (found.stores["high"] - found.stores["low"]) / 2
    assert half.to_numpy() == pytest.approx(1.959964 * np.array(errors), rel=1e-6)


def test_a_severe_shopper_does_not_make_a_weak_store():
    visits = programme(5, 4, 0, 4)
    harsh = visits["shopper"] == "P0"
    moved = visits.assign(score=visits["score"] - 15 * harsh)
    found = severe(moved)
    assert (
        found.shoppers.set_index("shopper")["effect"].idxmin() == "P0"
        and found.between_shoppers > 10
    )
    plain = severe(visits).stores["estimate"]
    raw = (
        moved.groupby("store")["score"].mean().to_numpy()
        - visits.groupby("store")["score"].mean().to_numpy()
    )
    adjusted = (found.stores["estimate"] - plain).to_numpy()
    assert np.ptp(adjusted) < 0.25 * np.ptp(raw)


def test_visits_that_lack_something_are_left_out():
    visits = programme(5, 9, 4, 9)
    more = pd.concat(
        [
            visits,
            pd.DataFrame(
                {
                    "store": [None, "S01", "S02"],
                    "shopper": ["P1", None, "P2"],
                    "score": [1.0, 2.0, None],
                }
            ),
        ]
    )
    assert severe(more).log_likelihood == severe(visits).log_likelihood


def refused(rows: list[tuple[str, str]], scores: list[float] | None = None) -> str:
    visits = pd.DataFrame(rows, columns=["store", "shopper"]).assign(
        score=scores or np.arange(len(rows)) % 7.0
    )
    found = severe(visits)
    assert isinstance(found, Refused)
    return str(found.reason)


def test_designs_that_cannot_tell_are_refused_in_words():
    wide = [(f"S{store}", f"P{shopper}") for store in range(4) for shopper in range(3)]
    assert isinstance(
        severe(pd.DataFrame(wide, columns=["store", "shopper"]).assign(score=np.arange(12) % 7.0)),
        Severity,
    )
    assert "1 of 4 shoppers visited fewer than 3 stores" in refused(
        [*wide, ("S0", "P9"), ("S1", "P9"), ("S1", "P9")]
    )
    apart = [(f"{store}x", f"{shopper}x") for store, shopper in wide]
    assert "2 groups that share no shopper" in refused(wide + apart)
    nested = [
        (f"S{shopper}{store}", f"P{shopper}") for shopper in range(5) for store in range(3)
    ] * 2
    assert "5 groups" in refused(nested)
    assert "fewer than two shoppers" in refused([(f"S{store}", "P0") for store in range(5)] * 3)
    assert "fewer than two shoppers" in refused([])
    chain = [
        (f"S{2 * shopper + store}", f"P{shopper}") for shopper in range(5) for store in range(3)
    ]
    assert "15 visits are too few for 11 stores and 5 shoppers; at least 16" in refused(chain)
    assert "same score" in refused(wide, [80.0] * 12)


def test_reliability_and_the_visits_it_takes_by_hand():
    assert reliability(15, 26, 1) == pytest.approx(15 / 41) and reliability(
        15, 26, 4
    ) == pytest.approx(60 / 86)
    assert visits_needed(15, 26) == 5 and reliability(15, 26, 4) < RELIABLE < reliability(15, 26, 5)
    assert visits_needed(7, 6) == 2  # 7 / (7 + 6 / 2) is 0.7 exactly
    assert visits_needed(1, 0) == 1 and visits_needed(0, 5) is None


def test_limits_of_the_visits_needed_hold_the_truth_and_narrow():
    few, many = (severe(programme(21, 15, 6, 20, rounds=rounds)).needed for rounds in (3, 24))
    for needed in (few, many):
        assert (
            needed.low <= needed.visits
            and needed.low <= 5
            and (needed.high is None or 5 <= needed.high)
        )
    assert many.high - many.low < (few.high or 999) - few.low


def test_profile_limits_reach_the_level():
    visits = programme(9, 15, 6, 20)
    model = crossed(
        *(np.unique(visits[name], return_inverse=True)[1] for name in ("store", "shopper")),
        visits["score"],
    )
    of_one, of_rest = model.best()
    low, high = model.limits(of_one, model.at(of_one, of_rest).deviance, 0.95)
    assert 0 < low < of_one < high < 1
    for end in (low, high):
        best = min(model.at(end, rest).deviance for rest in np.linspace(0, 0.9, 400))
        assert best - model.at(of_one, of_rest).deviance == pytest.approx(3.8415, abs=0.02)


def test_store_estimates_are_drawn_towards_all_stores():
    visits = programme(4, 25, 0, 16, stores=20, rounds=5)
    visits = visits[(visits["store"] != "S00") | (np.arange(len(visits)) < 1)]
    found = store_estimates(visits["store"], visits["score"])
    table = found.stores.set_index("store")
    drawn = (table["estimate"] - found.centre) / (table["mean"] - found.centre)
    kept = {n: found.between / (found.between + found.within / n) for n in (1, 5)}
    assert (
        table["visits"]["S00"] == 1
        and drawn["S00"] == pytest.approx(kept[1])
        and drawn["S07"] == pytest.approx(kept[5])
    )
    assert (table["low"] < table["estimate"]).all() and (
        table["high"] - table["low"]
    ).idxmax() == "S00"
    assert (
        found.needed.visits == visits_needed(found.between, found.within)
        and found.needed.low <= found.needed.visits <= found.needed.high
    )


def test_stores_that_differ_by_chance_alone_all_get_the_common_mean():
    visits = programme(3, 0, 0, 16)
    visits["score"] -= visits.groupby("store")["score"].transform("mean") - 80
    found = store_estimates(visits["store"], visits["score"])
    assert found.stores["estimate"].to_numpy() == pytest.approx(80) and found.needed.visits is None


def test_store_estimates_say_when_they_cannot():
    assert "at least 10 stores; 2 were" in str(
        store_estimates(["a", "a", "b", None], [80, 90, 70, 60]).reason
    )
    once = store_estimates([f"S{number}" for number in range(12)], np.arange(12.0))
    assert isinstance(once, Refused) and "two visits that differ" in str(once.reason)


def test_severity_equals_r(shared):
    folder = shared / "fixtures"
    visits = pd.read_csv(folder / "mystery_crossed.csv")
    expected = json.loads((folder / "mystery_crossed_expected.json").read_text("utf-8"))
    found = severe(visits)
    for name, value in (
        ("mean", found.mean),
        ("var_store", found.between_stores),
        ("var_shopper", found.between_shoppers),
        ("var_resid", found.residual),
        ("reml_loglik", found.log_likelihood),
    ):
        assert value == pytest.approx(expected[name], rel=1e-3), name
    stores = dict(zip(found.stores["store"], found.stores["estimate"] - found.mean, strict=True))
    assert stores == pytest.approx(expected["store_blup"], rel=1e-3)
    assert dict(
        zip(found.shoppers["shopper"], found.shoppers["effect"], strict=True)
    ) == pytest.approx(expected["shopper_blup"], rel=1e-3)
    for visits_made, value in expected["reliability_by_visits"].items():
        assert found.reliability(int(visits_made)) == pytest.approx(value, rel=1e-3)
    assert found.needed.visits == 4
