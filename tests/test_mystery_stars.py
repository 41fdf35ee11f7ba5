"""The ranking behind the service star: shrunken values, and who cannot be told apart from rank
1."""

import json

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import beta, betabinom

from errors import WrongCall
from metrics.mystery.refusal import Refused
from metrics.mystery.shrinkage import (
    beta_posterior,
    beta_prior,
    doubted,
    normal_posterior,
    normal_prior,
)
from metrics.mystery.stars import ENOUGH, LEVEL, SEPARABLE, Ranking, score_ranking, share_ranking
from metrics.statistics.intervals import normal_quantile

N = np.array([60, 60, 40, 40, 35, 35, 20, 20, 12, 12, 8, 5, 3, 2, 1, 1])
K = np.array([57, 40, 36, 25, 28, 20, 18, 11, 11, 6, 8, 5, 3, 1, 1, 0])
NAMES = [f"E{number:02d}" for number in range(len(N))]


def log_likelihood(a: float, b: float) -> float:
    return betabinom.logpmf(K, N, a, b).sum()


def test_the_prior_is_the_most_likely_one():
    prior = beta_prior(K, N)
    best = log_likelihood(prior.a, prior.b)
    for step in (0.98, 1.02):
        assert (
            log_likelihood(step * prior.a, prior.b) < best
            and log_likelihood(prior.a, step * prior.b) < best
        )
        assert log_likelihood(step * prior.a, step * prior.b) < best


def test_the_doubt_is_the_curvature_of_the_likelihood():
    prior, step = beta_prior(K, N), 0.01
    curvature = (
        log_likelihood(prior.a * np.exp(step), prior.b)
        + log_likelihood(prior.a * np.exp(-step), prior.b)
        - 2 * log_likelihood(prior.a, prior.b)
    ) / step**2
    assert np.linalg.inv(prior.doubt)[0, 0] == pytest.approx(-curvature, rel=1e-3)


def test_few_cases_are_drawn_further():
    prior = beta_prior(K, N)
    posterior = beta_posterior(prior, [3, 30, 0], [3, 30, 0])
    assert (
        prior.mean == pytest.approx(posterior.mean[2])
        and posterior.mean[2] < posterior.mean[0] < posterior.mean[1] < 1
    )
    assert posterior.mean[0] == pytest.approx((prior.a + 3) / (prior.a + prior.b + 3))


def test_an_estimated_prior_widens_the_interval_and_leaves_the_mean():
    prior = beta_prior(K, N)
    known = beta_posterior(prior, K, N)
    wider = doubted(known, prior)
    assert wider.mean == pytest.approx(known.mean)
    (low, high), (wider_low, wider_high) = known.interval(LEVEL), wider.interval(LEVEL)
    assert (
        (wider_high - wider_low > high - low).all()
        and (wider_low > 0).all()
        and (wider_high < 1).all()
    )


def test_the_chance_to_be_better_is_the_integral():
    posterior = beta_posterior(beta_prior(K, N), K, N)
    chance = posterior.chance_above(0)
    for unit in (1, 2, 8, 14):
        a, b = posterior.a[[unit, 0]], posterior.b[[unit, 0]]
        expected = quad(
            lambda share, a=a, b=b: beta.pdf(share, a[0], b[0]) * beta.cdf(share, a[1], b[1]), 0, 1
        )[0]
        assert chance[unit] == pytest.approx(expected, abs=1e-4)
    assert chance[0] == pytest.approx(0.5)


def test_only_units_with_enough_cases_are_ranked():
    units = share_ranking(NAMES, K, N).units
    ranked = units[units["rank"].notna()]
    assert set(ranked["unit"]) == {
        name for name, n in zip(NAMES, N, strict=True) if n >= ENOUGH
    } and len(units) == len(N)
    assert list(ranked["rank"]) == list(range(1, 11)) and ranked["mean"].is_monotonic_decreasing
    assert units["unit"][0] == "E00" and units["raw"][0] == 0.95
    rest = units[units["rank"].isna()]
    assert (rest["raw"] == 1).sum() == 4 and rest["chance"].isna().all() and not rest["top"].any()


def test_the_top_holds_all_who_may_be_better_than_rank_1():
    units = share_ranking(NAMES, K, N).units
    ranked = units[units["rank"].notna()]
    assert ranked["top"].equals(ranked["chance"] >= SEPARABLE) and ranked["top"][0]
    assert 1 < ranked["top"].sum() < len(ranked)
    assert ranked["chance"][0] == pytest.approx(0.5) and (ranked["chance"] < 0.501).all()
    # Far more cases of the same shares leave fewer who may be.
    more = share_ranking(NAMES[:10], 60 * K[:10], 60 * N[:10]).units
    assert list(more["top"]) == [True] + 9 * [False]


def test_equal_units_share_a_rank():
    k, n = np.append(K, [57, 40]), np.append(N, [60, 60])
    units = share_ranking([*NAMES, "twin", "last"], k, n).units
    assert list(units["rank"][:3]) == [1, 1, 3] and list(units["unit"][:2]) == ["E00", "twin"]
    assert units["top"][1]


def test_a_level_and_its_tail_agree():
    assert pytest.approx((1 - LEVEL) / 2) == SEPARABLE


def test_no_more_spread_than_chance_gives_no_ranking():
    found = share_ranking(NAMES, np.round(0.8 * N), N)
    assert isinstance(found, Refused) and "by luck" in str(found.reason)
    assert beta_prior([0] * 12, [20] * 12) is None and beta_prior([20] * 12, [20] * 12) is None


def test_too_few_units_or_cases_give_no_ranking():
    assert "records of 9." in str(share_ranking(NAMES[:9], K[:9], N[:9]).reason)
    few = share_ranking(NAMES, np.minimum(K, 5), np.minimum(N, 9))
    assert "10 records each, and 0 of 16 have" in str(few.reason)
    # Units without a case do not count.
    assert "records of 9." in str(
        share_ranking(NAMES, [*K[:9], *[0] * 7], [*N[:9], *[0] * 7]).reason
    )


def test_counts_that_cannot_be_are_named():
    with pytest.raises(WrongCall, match="E03: 41.0 of 40.0"):
        share_ranking(NAMES, np.where(np.arange(16) == 3, 41, K), N)


def test_scores_by_hand():
    # Equal variances: tau^2 is the variance of the values less v, and each value keeps tau^2 /
    # (tau^2 + v) of its distance.
    values, v = np.array([70.0, 78.0, 82.0, 90.0]), 5.0
    tau_squared = values.var(ddof=1) - v
    prior = normal_prior(values, [v] * 4)
    posterior = normal_posterior(prior, values, [v] * 4)
    kept = tau_squared / (tau_squared + v)
    assert (prior.mean, prior.deviation) == pytest.approx((80, tau_squared**0.5))
    assert posterior.mean == pytest.approx(80 + kept * (values - 80))
    half = normal_quantile(0.9) * (kept * v + (1 - kept) ** 2 * (tau_squared + v) / 4) ** 0.5
    assert posterior.interval(0.9).high - posterior.mean == pytest.approx([half] * 4)


def test_scores_are_ranked_and_a_lucky_few_do_not_win():
    n = np.array([12, 12, 12, 12, 12, 12, 12, 12, 30, 30, 2, 1])
    values = np.array([80, 81, 79, 78, 82, 77, 83, 80, 88, 70, 99, 100.0])
    found = score_ranking([f"E{number}" for number in range(12)], values, n, 36.0 * (n - 1))
    assert (
        isinstance(found, Ranking)
        and found.units["unit"][0] == "E8"
        and found.units["unit"][9] == "E9"
    )
    assert set(found.units["unit"][10:]) == {"E10", "E11"} and found.units["rank"][10:].isna().all()
    assert found.units["top"][0] and not found.units["top"][9]
    assert (found.units["low"] < found.units["mean"]).all() and 77 < found.centre < 85


def test_scores_that_differ_by_chance_alone_are_not_ranked():
    n = np.full(12, 12)
    found = score_ranking(
        [f"E{number}" for number in range(12)], 80 + np.arange(12) / 50, n, 36.0 * (n - 1)
    )
    assert isinstance(found, Refused) and "by luck" in str(found.reason)
    alike = score_ranking(
        [f"E{number}" for number in range(12)], np.full(12, 80.0), n, np.zeros(12)
    )
    assert isinstance(alike, Refused)


def test_a_small_sample_does_not_win_by_luck():
    random = np.random.default_rng(20260930)
    cases = np.repeat([1, 2, 3, 5, 8, 12, 20, 35, 60], [5, 5, 5, 5, 5, 4, 4, 4, 3])
    names = [str(number) for number in range(len(cases))]
    standing, lucky, best_held = [], [], []
    for _ in range(15):
        true = random.beta(24, 6, len(cases))
        k = random.binomial(cases, true)
        lucky.append(cases[np.argmax(k / cases)])
        found = share_ranking(names, k, cases)
        if isinstance(found, Ranking):
            winner = int(found.units["unit"][0])
            assert cases[winner] >= ENOUGH
            standing.append((true < true[winner]).mean())
            ranked = found.units[found.units["rank"].notna()]
            best = np.argmax(true[ranked["unit"].astype(int)])
            best_held.append(ranked["top"].iloc[best])
    assert np.mean(np.array(lucky) < 8) > 0.7, "the best raw share is mostly a small sample's"
    assert len(standing) >= 12 and np.mean(standing) > 0.7
    assert np.mean(best_held) > 0.9


def test_the_posterior_equals_r(shared):
    case = json.loads((shared / "fixtures" / "eb_betabinomial.json").read_text("utf-8"))
    k, n = (np.array([unit[name] for unit in case["units"]]) for name in ("x", "n"))
    prior = beta_prior(k, n)
    assert (prior.a, prior.b) == pytest.approx((case["alpha"], case["beta"]), rel=1e-4)
    assert prior.mean == pytest.approx(case["mu"], rel=1e-4)
    assert prior.deviation**2 / (prior.mean * (1 - prior.mean)) == pytest.approx(
        case["rho"], rel=1e-4
    )
    assert betabinom.logpmf(k, n, prior.a, prior.b).sum() == pytest.approx(case["loglik"], rel=1e-8)
    posterior = beta_posterior(prior, k, n)
    (low, high), (low_90, _) = posterior.interval(0.95), posterior.interval(0.90)
    for name, found in (
        ("post_mean", posterior.mean),
        ("post_lo95", low),
        ("post_hi95", high),
        ("post_lo05", low_90),
        ("p_above_mu", beta.sf(prior.mean, posterior.a, posterior.b)),
    ):
        assert found == pytest.approx([unit[name] for unit in case["units"]], abs=1e-5), name
    ranked = share_ranking([unit["unit"] for unit in case["units"]], k, n).units
    assert ranked["unit"][0] == "U26" and ranked["n"][0] == 35
