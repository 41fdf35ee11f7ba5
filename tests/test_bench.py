"""The benchmarks of the statistics: they run, they say what they found, and they notice what is
wrong."""

import numpy as np
import pytest

from bench import Criterion, coverage, false_alarms, forecast, report, stable_company
from metrics.catalog import KPIS
from metrics.periods import add_months
from metrics.statistics.forecast import Expert
from metrics.statistics.intervals import Interval, wilson
from metrics.statistics.spc import Signal


def test_a_criterion_says_its_limits_and_fails_outside_them(capsys):
    kept, broken = Criterion("kept", 95, 93, 97), Criterion("broken", 92.9, 93, 97)
    assert report([kept]) == 0 and report([kept, broken]) == 1
    assert capsys.readouterr().out.splitlines()[1:] == [
        "PASS  kept: 95.0% (at least 93.0%, at most 97.0%)",
        "FAIL  broken: 92.9% (at least 93.0%, at most 97.0%)",
    ]
    assert not Criterion("missing", float("nan"), 0, 1).passed


def test_coverage_tells_a_good_interval_from_a_bad_one():
    rng = np.random.default_rng(1)
    k = rng.binomial(30, 0.95, 2_000)
    share, error = k / 30, np.sqrt(k * (30 - k) / 30**3)
    plain = Interval(
        share - 1.96 * error, share + 1.96 * error
    )  # the textbook interval, known to be far too short here
    assert (
        coverage.holds(wilson(k, 30), 0.95).mean()
        > 0.92
        > 0.85
        > coverage.holds(plain, 0.95).mean()
    )
    assert not coverage.holds(Interval(np.array([np.nan]), np.array([np.nan])), 0.5).any()


def test_coverage_of_exact_methods_is_at_least_what_they_claim(capsys):
    assert all(criterion.passed for criterion in coverage.exact())
    assert "exact Poisson" in capsys.readouterr().out


def test_rows_of_one_case_are_not_independent():
    by_case, by_row, none = coverage.clustered_coverage(np.random.default_rng(2), 100, 0.7, 400)
    assert by_case > 90 > by_row and none == 0


def test_every_sampled_method_prints_its_line(capsys, monkeypatch):
    monkeypatch.setattr(coverage, "SIZES", (30,))
    monkeypatch.setattr(coverage, "SHARES", np.array([0.6, 0.9]))
    rng = np.random.default_rng(3)
    found = [
        *coverage.one_value(rng, 50),
        *coverage.clustered(rng, 50),
        *coverage.differences(rng, 10),
    ]
    coverage.mean_rule(rng, 50)
    printed = capsys.readouterr().out
    assert len(found) == 5 and all(50 < criterion.measured <= 100 for criterion in found)
    assert [
        word in printed
        for word in ("Wilson", "adjusted Wald", "several rows a case", "Newcombe", "ceiling")
    ] == [True] * 5


def test_alarm_rates_count_charts_not_points():
    none, mark = Signal.NONE, Signal.ABOVE
    assert false_alarms.alarm_rates([(none, none), (mark, none), (mark, mark), (none, mark)]) == (
        50,
        75,
    )


@pytest.mark.parametrize("process", false_alarms.PROCESSES, ids=lambda process: process.name)
def test_false_alarms_print_a_line_a_length(process, capsys):
    found = false_alarms.measured(np.random.default_rng(4), process, 40)
    assert len(capsys.readouterr().out.splitlines()) == len(process.any_point) == len(found) - 1
    assert found[0].measured >= found[-1].measured, (
        "some point is marked at least as often as the last one"
    )


def test_a_series_that_follows_itself_does_so():
    values = false_alarms.carried_on(np.random.default_rng(5).normal(size=4_000), 0.4)
    assert np.corrcoef(values[1:], values[:-1])[0, 1] == pytest.approx(0.4, abs=0.05)
    assert values.var() == pytest.approx(1 / (1 - 0.16), rel=0.1)


def test_a_stable_company_has_every_kpi_and_a_step_is_in_its_latest_months_alone():
    calm, stepped = (
        stable_company.company(np.random.default_rng(6), 36, step=step)
        for step in ({}, {"behaviour": 1.5})
    )
    assert set(calm.answers) == {kpi.name for kpi in KPIS}
    checks = stepped.answers["behaviour_check_pass_rate"].rows["value"].to_numpy()
    assert checks[-3:].min() > 94 > 92 > checks[:-3].mean() > 88
    month = calm.answers["csat"].rows["period"].iloc[-1]
    told = {
        line.kpi.name
        for back in range(stable_company.WITHIN)
        for line in stepped.told(add_months(month, -back))[1]
        if line.better
    }
    assert "behaviour_check_pass_rate" in told


def test_no_store_is_named_where_stores_only_swing():
    assert (
        stable_company.named_stores(np.random.default_rng(5), 24, 0.0, 10) == 0
    )  # six would be, by sampling error alone


def test_the_months_to_come_are_not_shown():
    months = np.arange(36.0)
    seen = list(forecast.origins(months))
    assert all(outcome == shown[-1] + ahead for shown, ahead, outcome in seen)
    assert {len(shown) for shown, _, _ in seen} == set(forecast.TRAIN) and max(
        outcome for *_, outcome in seen
    ) == 35


def test_a_straight_line_goes_on_straight():
    wave = np.array([0.1, -0.1, -0.1, 0.1] * 3)  # without slope of its own
    found = forecast.straight_line(
        np.array([forecast.SCALE.back(z) for z in 0.1 * np.arange(12) + wave]), 4
    )
    assert (
        found.centre == pytest.approx(1.5, abs=0.05) and found.degrees == 10 and found.spread > 0.1
    )


def test_the_score_of_a_sure_and_right_forecast_is_nothing():
    sure = forecast.Single(Expert(1_000, forecast.SCALE.apply(84), 1e-6))
    issued, reached, held_80, held_95 = forecast._scored(sure, 80.0, 84.0)
    assert reached == [True, True, True, False] and held_80 and held_95
    score = forecast.Score(
        np.array([issued]), np.array([reached]), np.array([held_80]), np.array([held_95])
    )
    assert score.brier == pytest.approx(0, abs=1e-9)


def test_the_forecast_is_scored_beside_the_others_on_real_months(shared, capsys):
    trusts = forecast.series(shared / "real" / "spc" / "ae_attendances.csv")
    assert len(trusts) == 130 and all(
        len(months) == 36 and 0 < months.min() <= months.max() <= 100 for months in trusts
    )
    found = forecast.scores(trusts[:4], 8)
    forecast.calibration(found[forecast.MIXTURE])
    assert "issued 40% to 60%" in capsys.readouterr().out
    assert set(found) == {"mixture", "straight line", "last value"}
    assert len({score.issued.shape for score in found.values()}) == 1, (
        "all methods answer the same questions"
    )
    assert [criterion.name for criterion in forecast.criteria(found)][
        0
    ] == "Brier score of the forecast"


def test_without_the_real_months_it_says_so(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(forecast, "DATA", tmp_path / "months.csv")
    assert forecast.main(["--quick"]) == 0
    assert (
        capsys.readouterr().out
        == "Skipped: the real months are not here (months.csv is missing).\n"
    )
