"""Curves of forgetting, and when a refresher is due."""

import json

import numpy as np
import pandas as pd
import pytest

from errors import WrongCall
from metrics.training.retention import (
    EBBINGHAUS,
    ENOUGH_DELAYS,
    FORMS,
    LOG_LINEAR,
    POWER,
    Due,
    TooFewDelays,
    forgetting,
    refresher,
)

# Minutes, share saved in relearning, and the share by Ebbinghaus' own curve (1885, k = 1.84, c =
# 1.25).
MINUTES = [19, 63, 525, 1440, 2880, 8640, 44640]
SAVED = [0.582, 0.442, 0.358, 0.337, 0.278, 0.254, 0.211]
HIS_CURVE = [0.575, 0.469, 0.345, 0.304, 0.281, 0.249, 0.212]
DAYS = np.array([1, 7, 30, 60, 90])
STRAIGHT = 0.95 - 0.1 * np.log10(DAYS)


def test_ebbinghaus_own_curve():
    assert EBBINGHAUS.score(np.array(MINUTES, float), 1.84, 1.25) == pytest.approx(
        HIS_CURVE, abs=5e-4
    )


def test_the_forms_equal_r(shared):
    data = pd.read_csv(shared / "fixtures" / "forgetting_ebbinghaus.csv")
    assert data["minutes"].tolist() == MINUTES and (
        data["savings"] / 100
    ).tolist() == pytest.approx(SAVED)
    expected = json.loads((shared / "fixtures" / "forgetting_expected.json").read_text("utf-8"))
    for form, name, parameters in (
        (LOG_LINEAR, "log10_linear", "ab"),
        (POWER, "power", "ab"),
        (EBBINGHAUS, "ebbinghaus_form_nls", "kc"),
    ):
        found = forgetting(MINUTES, SAVED, form=form)
        wanted = [expected[name][parameter] for parameter in parameters] + [expected[name]["rss"]]
        assert [found.first, found.second, found.rss] == pytest.approx(wanted, abs=1e-5), name


def test_a_straight_line_by_hand():
    found = forgetting(DAYS, STRAIGHT)
    assert (found.first, found.second) == pytest.approx(
        (0.95, -0.1)
    ) and found.rss == pytest.approx(0, abs=1e-20)
    assert (found.n, found.shortest, found.longest, found.falling) == (5, 1, 90, True)
    assert found.score(10) == pytest.approx(0.85) and found.days_to(0.8) == pytest.approx(10**1.5)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.key)
def test_every_form_goes_there_and_back(form):
    found = forgetting(MINUTES, SAVED, form=form)
    for score in (0.5, 0.3):
        assert found.score(found.days_to(score)) == pytest.approx(score)
    assert found.falling and found.rss == pytest.approx(((found.score(MINUTES) - SAVED) ** 2).sum())


def test_too_few_delays_are_said_to_be_too_few():
    found = forgetting(
        [1, 7, 30, 1, 7, 30, np.nan, 90], [0.9, 0.8, 0.7, 0.9, 0.8, 0.7, 0.6, np.nan]
    )
    assert found == TooFewDelays(3)
    assert str(found.sentence()).startswith(
        f"Too few different delays to show forgetting (3 of {ENOUGH_DELAYS})."
    )
    assert forgetting([], []) == TooFewDelays(0)


def test_a_refresher_is_due_where_the_line_meets_the_cut():
    noisy = STRAIGHT + np.array([0.004, -0.006, 0.003, 0.001, -0.002])
    found = refresher(forgetting(DAYS, noisy), 0.8)
    assert found.due is Due.WITHIN_EARLIEST and 1 < found.earliest < found.days < 90
    # At `earliest` the line's own lower limit is on the cut: a confidence limit of the mean, by
    # statsmodels.
    import statsmodels.api as sm

    fit = sm.OLS(noisy, sm.add_constant(np.log10(DAYS))).fit()
    limits = fit.get_prediction([[1, np.log10(found.earliest)]]).conf_int()
    assert limits[0, 0] == pytest.approx(0.8)
    assert fit.predict([[1, np.log10(found.days)]]) == pytest.approx(0.8)
    assert str(found.sentence) == (
        f"Train again within {int(found.days)} days: from then on the expected score is below "
        "80.0%. "
        f"It may be so after {int(found.earliest)} days already (95%)."
    )


def test_a_curve_without_limits_gives_the_day_alone():
    found = refresher(forgetting(DAYS, 0.95 * DAYS**-0.05, form=POWER), 0.8)
    assert (
        found.due is Due.WITHIN
        and found.earliest is None
        and found.days == pytest.approx((0.95 / 0.8) ** 20, rel=1e-4)
    )


def test_nothing_is_foretold_beyond_the_longest_delay():
    found = refresher(forgetting(DAYS, STRAIGHT), 0.7)
    assert found.due is Due.LATER and found.days is None
    assert (
        str(found.sentence)
        == "No refresher is due within 90 days, the longest delay tested: the expected score is "
        "75.5% then, not below 70.0%."
    )


def test_below_the_cut_from_the_start():
    found = refresher(forgetting(DAYS, STRAIGHT), 0.96)
    assert found.due is Due.NOW and "Train again now: 1.0 days" in str(found.sentence)


def test_chance_is_not_forgetting():
    flat = forgetting(DAYS, [0.85, 0.79, 0.86, 0.78, 0.77])
    assert not flat.falling and flat.score(90) < 0.8
    found = refresher(flat, 0.8)
    assert found.due is Due.NOT_FALLING and found.days is None
    rising = forgetting(DAYS, 0.7 + 0.1 * np.log10(DAYS))
    assert refresher(rising, 0.6).due is Due.NOT_FALLING and rising.second > 0


def test_people_tested_again_count_once():
    rng = np.random.default_rng(5)
    level = np.repeat(rng.normal(0.8, 0.1, 12), 5)
    delays, scores = (
        np.tile(DAYS, 12),
        np.clip(level - 0.05 * np.log10(np.tile(DAYS, 12)) + rng.normal(0, 0.02, 60), 0, 1),
    )
    people = np.repeat([f"E{number}" for number in range(12)], 5)
    alone, clustered = forgetting(delays, scores), forgetting(delays, scores, people)
    assert (alone.first, alone.second) == (clustered.first, clustered.second)
    # Everybody was seen at every delay, so levels cancel from the slope and stay in the intercept.
    assert (
        clustered.covariance[1, 1] < alone.covariance[1, 1]
        and clustered.covariance[0, 0] > alone.covariance[0, 0]
    )
    import statsmodels.api as sm

    groups = np.unique(people, return_inverse=True)[1]
    fit = sm.OLS(scores, sm.add_constant(np.log10(delays))).fit(
        cov_type="cluster", cov_kwds={"groups": groups}
    )
    assert clustered.covariance == pytest.approx(fit.cov_params())
    assert forgetting(delays, scores, range(60)).covariance == pytest.approx(alone.covariance)


def test_one_person_is_no_evidence():
    found = forgetting(DAYS, STRAIGHT, ["E1"] * 5)
    assert not found.falling and refresher(found, 0.8).due is Due.NOT_FALLING


@pytest.mark.parametrize(
    ("delays", "scores", "form", "says"),
    [
        ([0, 7, 30, 60], [0.9] * 4, LOG_LINEAR, "A delay is 0.0, not above 0"),
        ([1, 7, 30, 60], [0.9] * 4, EBBINGHAUS, "A delay is 1.0, not above 1"),
        ([1, 7, 30, 60], [90, 80, 70, 60], LOG_LINEAR, "A score is 90.0, outside 0 to 1"),
    ],
)
def test_what_has_no_curve_is_refused(delays, scores, form, says):
    with pytest.raises(WrongCall, match=says):
        forgetting(delays, scores, form=form)


@pytest.mark.parametrize("cut", [0, 1, 80])
def test_a_cut_is_a_share(cut):
    with pytest.raises(WrongCall, match=f"The cut is {cut}, outside 0 to 1"):
        refresher(forgetting(DAYS, STRAIGHT), cut)
