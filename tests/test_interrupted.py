"""A series before and after a date: against nlme, statsmodels and by hand."""

import json

import numpy as np
import pytest
import statsmodels.api as sm

from metrics.statistics.comparing import discoveries
from metrics.statistics.interrupted import design, estimate, fit


def _cases(shared):
    return json.loads((shared / "fixtures" / "its.json").read_text("utf-8"))


def test_the_published_series_give_the_published_coefficients(shared):
    for case in _cases(shared):
        months = np.arange(1, len(case["y"]) + 1)
        x = design(months, case["t0"], slopes=True)
        fitted = fit(case["y"], x, months)
        told = case["gls_ar1_reml"]
        assert fitted.rho == pytest.approx(case["rho_reml"], abs=1e-5)
        assert fitted.sigma == pytest.approx(case["sigma_reml"], rel=1e-5)
        assert fitted.b == pytest.approx([row["b"] for row in told], rel=1e-4)
        assert np.sqrt(np.diag(fitted.cov)) == pytest.approx([row["se"] for row in told], rel=1e-4)
        constants = -0.5 * fitted.degrees * (1 + np.log(2 * np.pi))
        assert fitted.likelihood + constants == pytest.approx(case["reml_loglik"], abs=1e-6)


def test_what_counts_among_several_is_what_was_published(shared):
    told = json.loads((shared / "fixtures" / "multiple_comparison.json").read_text("utf-8"))
    p = np.array(told["p"])
    assert discoveries(p, 0.05).tolist() == [bool(one <= 0.05) for one in told["BH"]]


def test_a_short_series_is_fitted_by_least_squares():
    y, months = [3.0, 4, 2, 5, 9, 8, 9, 11], np.arange(8)
    x = design(months, 4, slopes=True)
    fitted, by_others = fit(y, x, months), sm.OLS(y, x).fit()
    assert fitted.rho == 0 and fitted.likelihood is None
    assert fitted.b == pytest.approx(by_others.params)
    assert np.sqrt(np.diag(fitted.cov)) == pytest.approx(by_others.bse)
    level = estimate(fitted, [0, 0, 1, 0])
    assert level.p == pytest.approx(by_others.pvalues[2])
    assert level.limits == pytest.approx(by_others.conf_int()[2])


def test_a_missing_month_is_a_longer_way_from_one_to_the_next():
    """The whitened sum of squares is that of the matrix of correlations, gaps and all."""
    rng = np.random.default_rng(3)
    months = np.array([0, 1, 2, 5, 6, 8, 9, 10, 11, 14, 15, 16, 17])
    y = rng.normal(size=len(months)).cumsum()
    x = design(months, 9, slopes=False)
    fitted = fit(y, x, months)
    apart = np.abs(months[:, None] - months[None, :])
    weights = np.linalg.inv(np.sign(fitted.rho) ** apart * abs(fitted.rho) ** apart)
    by_hand = np.linalg.solve(x.T @ weights @ x, x.T @ weights @ y)
    assert fitted.b == pytest.approx(by_hand)
    rest = y - x @ by_hand
    assert fitted.sigma**2 == pytest.approx(rest @ weights @ rest / (len(y) - 2))


def test_months_that_follow_each_other_are_worth_fewer():
    months = np.arange(40)
    y = np.sin(months / 6)  # each month much like the one before
    fitted = fit(y, design(months, 20, slopes=False), months)
    assert fitted.rho > 0.8 and fitted.effective_degrees < 5


def test_a_series_that_never_varies_has_no_error():
    months = np.arange(14)
    y = np.where(months < 7, 90.0, 95.0)
    step = estimate(fit(y, design(months, 7, slopes=False), months), [0, 1])
    assert step.value == pytest.approx(5) and step.error == 0
    assert step.p < 0.001


@pytest.mark.parametrize("value", [100.0, 93.3333333333, 88.1, 0.0])
@pytest.mark.parametrize("length", [8, 30])
def test_what_the_arithmetic_leaves_of_nothing_is_nothing(value, length):
    months = np.arange(length)
    y = np.full(length, value)
    step = estimate(fit(y, design(months, length // 2, slopes=False), months), [0, 1])
    assert (step.value, step.error, step.p, step.limits) == (0, 0, 1, (0, 0))
