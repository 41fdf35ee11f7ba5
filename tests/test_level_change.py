"""How far a KPI moved since an action, and the word for it."""

import numpy as np
import pytest

from bench import effect
from i18n import translator
from metrics.catalog import kpi_named
from metrics.effect.level_change import foreseen, level_change
from metrics.effect.verdict_of_action import Expected, Outcome, verdicts_of, words_of

SAY = translator("en")
UP = Expected(up=True, size=None, to_come=0)


def noise(seed: int, length: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=length)


def judged(y, start, expected=UP):
    return verdicts_of([(level_change(np.arange(len(y)), y, start), expected)])[0]


def test_a_step_is_measured_as_the_difference_of_the_levels():
    y = np.r_[70 + noise(1, 12), 76 + noise(2, 11)]
    found = level_change(np.arange(23), y, 12)
    assert found.step.value == pytest.approx(y[12:].mean() - y[:12].mean(), abs=0.5)
    assert found.step.limits.low < 6 < found.step.limits.high
    assert (found.before, found.after, found.run, found.segmented) == (12, 11, 11, None)


@pytest.mark.parametrize(
    ("expected", "outcome"),
    [
        (UP, Outcome.WORKED),
        (Expected(True, 3, 0), Outcome.WORKED),
        (Expected(True, 20, 0), Outcome.PARTLY),
        (Expected(False, 3, 0), Outcome.WORSENED),
    ],
)
def test_a_certain_step_is_named_by_what_was_expected(expected, outcome):
    y = np.r_[70 + noise(1, 12), 76 + noise(2, 11)]
    assert judged(y, 12, expected).outcome is outcome


def test_months_in_a_row_are_told_from_six_on_and_slopes_from_a_year():
    csat = kpi_named("csat")

    def told(y, start):
        return " ".join(SAY(one) for one in words_of(judged(y, start), csat))

    up = told(np.r_[70 + noise(1, 12), 76 + noise(2, 11)], 12)
    assert "one after another above the level before: 11 (charts call 7 or more a shift)" in up
    assert "slope" not in up
    down = np.r_[70 + noise(1, 12), 64 + noise(2, 12)]
    found = judged(down, 12).change
    assert found.run == -12
    text = told(down, 12)
    assert "one after another below the level before: 12" in text
    last = found.segmented.last
    assert (
        "which do not decide" in text
        and f"−{-last.value:.1f} percentage points in the last month measured" in text
    )
    rising = 60 + 0.4 * np.arange(36) + noise(3, 36)
    assert "one after another" not in told(rising, 24), "it would have left that level anyway"
    assert "one after another" not in told(np.full(24, 70.0), 12), "on neither side"


def test_no_step_is_no_clear_effect():
    found = judged(70 + noise(5, 24), 12)
    assert found.outcome is Outcome.NO_EFFECT
    words = [SAY(one) for one in words_of(found, kpi_named("csat"))]
    assert words[-1] == "The change cannot be told from normal variation."


@pytest.mark.parametrize(
    ("before", "after", "to_come", "outcome"),
    [
        (12, 3, 9, Outcome.EARLY),
        (12, 5, 1, Outcome.EARLY),
        (12, 5, 0, Outcome.FEW),
        (5, 3, 9, Outcome.FEW),
        (5, 12, 0, Outcome.FEW),
        (12, 0, 12, Outcome.EARLY),
        (0, 0, 12, Outcome.FEW),
    ],
)
def test_with_too_few_months_it_is_said_whether_more_will_come(before, after, to_come, outcome):
    y = noise(1, before + after)
    found = judged(y, before, Expected(True, None, to_come))
    assert found.outcome is outcome and found.change.step is None
    (words,) = [SAY(one) for one in words_of(found, kpi_named("csat"))]
    count = after if before >= 6 else before
    assert f": {count} of the 6 that are needed" in words


def test_what_was_rising_before_has_not_worked():
    months = np.arange(36)
    y = 60 + 0.4 * months + noise(3, 36)
    found = judged(y, 24)
    assert y[24:].mean() - y[:24].mean() > 5
    assert found.outcome is Outcome.NO_EFFECT and found.change.trend


def test_a_trend_that_cannot_be_told_from_a_step_is_said():
    rng = np.random.default_rng(12)
    for _ in range(200):
        y = 0.05 * np.arange(33) + rng.normal(size=33)
        found = judged(y, 24)
        step = found.change.step
        if found.change.doubtful and step.limits.low > 0:
            assert found.outcome is Outcome.NO_EFFECT
            assert "A steady trend that began before would explain" in SAY(
                words_of(found, kpi_named("csat"))[-1]
            )
            return
    raise AssertionError("no such series came")


def test_one_of_many_that_seems_to_work_may_be_chance():
    weak = np.r_[noise(4, 12), 1.3 + noise(21, 9)]
    alone = judged(weak, 12)
    none = [level_change(np.arange(24), noise(seed, 24), 12) for seed in range(100, 120)]
    change = alone.change
    assert alone.outcome is Outcome.WORKED and change.step.p > 0.005
    together = verdicts_of([(change, UP), *((one, UP) for one in none)])
    assert together[0].outcome is Outcome.NO_EFFECT and together[0].alone
    assert "among all actions" in SAY(words_of(together[0], kpi_named("csat"))[-1])


def test_a_year_on_both_sides_gives_level_and_slope():
    months = np.arange(30)
    y = 50 + noise(8, 30) * 0.02 + np.where(months >= 15, 3 + 0.5 * (months - 15), 0)
    told = level_change(months, y, 15).segmented
    assert told.level.value == pytest.approx(3, abs=0.3)
    assert told.slope.value == pytest.approx(0.5, abs=0.05)
    assert told.last.value == pytest.approx(3 + 0.5 * 14, abs=0.3)


def test_what_the_data_can_show_is_said_before():
    months, y = np.arange(24), noise(6, 24) * 2
    wide, narrow = foreseen(months, y, 9, 1.0), foreseen(months, y, 24, 1.0)
    assert wide.smallest > narrow.smallest and wide.power < narrow.power < 0.8
    assert foreseen(months, y, 9, wide.smallest).power == pytest.approx(0.8, abs=0.02)
    assert foreseen(months, y, 9, None).power is None
    short = foreseen(months[:5], y[:5], 9, 1.0)
    assert (short.months, short.power, short.smallest) == (5, None, None)


@pytest.mark.parametrize("value", [100.0, 93.3333333333, 88.1])
def test_a_kpi_that_never_varies_has_not_changed_and_foretells_nothing(value):
    found = judged(np.full(30, value), 15)
    assert found.outcome is Outcome.NO_EFFECT and found.change.step.value == 0
    foresight = foreseen(np.arange(20), np.full(20, value), 12, 2.0)
    assert not foresight.varies and (foresight.power, foresight.smallest) == (None, None)


def test_power_is_how_often_a_true_step_is_found():
    rng = np.random.default_rng(9)
    foresight = foreseen(np.arange(24), rng.normal(size=24), 9, 1.2)
    found = sum(
        judged(np.r_[rng.normal(size=24), 1.2 + rng.normal(size=9)], 24).outcome is Outcome.WORKED
        for _ in range(60)
    )
    assert found / 60 == pytest.approx(foresight.power, abs=0.2)


def test_the_bench_counts_what_is_said_to_have_worked():
    rng = np.random.default_rng(1)
    sure = effect.Situation("a step nobody misses", step=8)
    assert effect.measured(rng, sure, 5).measured == 100
    none = effect.Situation("none, chosen as the worst", worst=True, high=5)
    assert effect.measured(rng, none, 10).measured <= 30
