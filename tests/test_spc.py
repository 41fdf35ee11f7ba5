"""Control charts, against the R packages NHSRplotthedots and qicharts2 and worked examples."""

import csv
import json
from collections import defaultdict
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from metrics.statistics.runs import fewest_crossings_allowed, longest_run_allowed, runs
from metrics.statistics.spc import Assurance, Signal, Variation, control_chart, rebased_at
from metrics.statistics.spc_denominators import rate_limits, share_limits

SHARED = Path(__file__).resolve().parents[2] / "shared"
BETTER = {"increase": 1, "decrease": -1, "neutral": 0}
SIGNALS = {
    "Common Cause": Signal.NONE,
    "Above UCL": Signal.ABOVE,
    "Below LCL": Signal.BELOW,
    "7 Point Trend (Increasing)": Signal.RISING,
    "7 Point Trend (Decreasing)": Signal.FALLING,
    "2 in 3 Above CL": Signal.NEAR_ABOVE,
    "2 in 3 Below CL": Signal.NEAR_BELOW,
    "7 Points Above CL": Signal.SHIFT_ABOVE,
    "7 Points Below CL": Signal.SHIFT_BELOW,
}
VARIATIONS = {
    "common_cause": Variation.COMMON,
    "special_cause_improvement": Variation.IMPROVEMENT,
    "special_cause_concern": Variation.CONCERN,
    "special_cause_neutral_high": Variation.HIGH,
    "special_cause_neutral_low": Variation.LOW,
}
ASSURANCES = {
    None: None,
    "consistent_pass": Assurance.PASSING,
    "consistent_fail": Assurance.FAILING,
    "inconsistent": Assurance.HIT_OR_MISS,
}


def shared(name: str) -> str:
    if not (SHARED / name).exists():
        pytest.skip(f"the shared file {name} is not here")
    return (SHARED / name).read_text(encoding="utf-8")


def grouped(name: str, column: str) -> dict[str, list[dict[str, str]]]:
    groups = defaultdict(list)
    for row in csv.DictReader(shared(name).splitlines()):
        groups[row[column]].append(row)
    return groups


def assert_rows(chart, rows, better):
    """Labels, colours and limits of every point, as the R package wrote them."""
    assert list(chart.signals) == [SIGNALS[row["special_cause_type"]] for row in rows]
    assert list(chart.variations(better)) == [VARIATIONS[row["point_type"]] for row in rows]
    for segment in chart.segments:
        for row in rows[segment.start : segment.end]:
            limits = tuple(float(row[key]) for key in ("mean_col", "lpl", "upl"))
            assert (segment.mean, segment.low, segment.high) == pytest.approx(limits, abs=1e-6)


def test_a_chart_by_hand():
    # Mean 12.4; ranges 2, 4, 1, 3, their mean 2.5; limits 12.4 -+ 2.66 * 2.5.
    chart = control_chart([12, 14, 10, 11, 14, 12, 14, 10, 11, 14, 12.2], screen=False)
    ranges = [2, 4, 1, 3, 2, 2, 4, 1, 3, 1.8]
    mean, width = 134.2 / 11, sum(ranges) / 10
    (segment,) = chart.segments
    assert (segment.mean, segment.low, segment.high) == pytest.approx(
        (mean, mean - 2.66 * width, mean + 2.66 * width)
    )
    assert (segment.near_low, segment.near_high) == pytest.approx(
        (mean - 2.66 * width * 2 / 3, mean + 2.66 * width * 2 / 3)
    )
    assert segment.trial and set(chart.signals) == {Signal.NONE}


def test_screening_as_the_nhs_vignette_shows_it():
    # One outlier among ones and twos: the upper limit is 4.6 screened, 6.95 as the NHS Excel tool
    # has it.
    y = [1, 2, 1, 2, 10] + [1, 2] * 6 + [1]
    assert control_chart(y).segments[0].high == pytest.approx(4.6044, abs=1e-4)
    assert control_chart(y, screen=False).segments[0].high == pytest.approx(6.9515, abs=1e-4)
    assert control_chart(y).signals[4] is Signal.ABOVE


def test_seven_rising_points_are_a_trend_and_six_are_not():
    seven = control_chart([5, 1, 2, 3, 4, 5, 6, 7, 4, 3, 4, 5, 4])
    assert seven.signals == (Signal.NONE, *[Signal.RISING] * 7, *[Signal.NONE] * 5)
    assert Signal.RISING not in control_chart([5, 1, 2, 3, 4, 5, 6, 4, 3, 4, 5, 4]).signals
    assert Signal.RISING not in control_chart([5, 1, 2, 3, 3, 4, 5, 6, 4, 3, 4, 5]).signals


def test_the_top_of_a_rise_and_fall_belongs_to_the_fall():
    chart = control_chart([10, 20, 30, 40, 50, 60, 70, 60, 50, 40, 30, 20, 10], screen=False)
    assert (
        chart.segments[0].high > 60
        and chart.signals[5] is Signal.RISING
        and chart.signals[7] is Signal.FALLING
    )
    wide = control_chart(
        [0, 500, 0, 500, 10, 20, 30, 40, 50, 60, 70, 60, 50, 40, 30, 20, 10], screen=False
    )
    assert wide.signals[10] is Signal.FALLING


def test_a_point_on_the_mean_breaks_a_run():
    high, low = [6, 8] * 3, [4, 2] * 3
    assert set(control_chart([*high, 5, *low, 5]).signals) == {Signal.NONE}
    assert control_chart([*high, 5.5, *low, 4.5]).signals == (
        *[Signal.SHIFT_ABOVE] * 7,
        *[Signal.SHIFT_BELOW] * 7,
    )


def test_two_of_three_points_close_to_a_limit():
    calm = [10, 12] * 10
    last = Signal.NEAR_ABOVE, Signal.NONE, Signal.NEAR_ABOVE
    assert control_chart([*calm, 16, 12, 16]).signals[-3:] == last
    assert set(control_chart([*calm, 16, 12, 12]).signals) == {Signal.NONE}, "one is too few"
    assert set(control_chart([*calm, 16, 10, 16]).signals) == {Signal.NONE}, (
        "one lies on the other side"
    )
    outside = Signal.NONE, Signal.NONE, Signal.ABOVE
    assert control_chart([*calm, 16, 13, 30]).signals[-3:] == outside, (
        "a point beyond the limit is not close to it"
    )


def test_fixed_limits_come_from_the_first_points_of_each_segment():
    chart = control_chart([1, 3] * 6 + [50] * 3 + [11, 13] * 6, rebases=(15,), fix_after=12)
    assert [segment.mean for segment in chart.segments] == [2, 12]
    assert chart.signals[12:15] == (Signal.ABOVE,) * 3
    assert [control_chart([1, 3] * 8, fix_after=n).segments[0].trial for n in (11, 12)] == [
        True,
        False,
    ]


@pytest.mark.parametrize("value", [0.1, 92.3, 1 / 3, 0.0])
def test_a_constant_series_has_no_signal(value):
    for screen in (True, False):
        assert set(control_chart([value] * 13, screen=screen).signals) == {Signal.NONE}


def test_too_short_a_series_has_no_limits():
    (segment,) = control_chart([3.0]).segments
    assert segment.mean == 3 and segment.low is segment.high is None
    assert control_chart([]).variation(1) is None and control_chart([]).assurance(1, 1) is None
    with pytest.raises(ValueError, match="every point"):
        control_chart([1.0, float("nan")])


def test_a_rebase_counts_only_on_a_date_of_the_series():
    months = [date(2025, month, 1) for month in range(1, 13)]
    assert rebased_at(months, [date(2025, 7, 1), date(2025, 9, 15)]) == (6,)
    chart = control_chart([1, 2] * 3 + [11, 12] * 3, rebases=(6,))
    assert [(s.start, s.end, s.mean) for s in chart.segments] == [(0, 6, 1.5), (6, 12, 11.5)]


def test_assurance_looks_at_the_last_limits():
    chart = control_chart([50, 52] * 8)
    limits = chart.segments[-1]
    assert chart.assurance(limits.high + 1, 1) is Assurance.FAILING
    assert chart.assurance(limits.high + 1, -1) is Assurance.PASSING
    assert chart.assurance(limits.low - 1, 1) is Assurance.PASSING
    assert chart.assurance(limits.low - 1, -1) is Assurance.FAILING
    assert chart.assurance(limits.high, 1) is Assurance.HIT_OR_MISS
    assert chart.assurance(51, 0) is chart.assurance(None, 1) is None


def test_the_r_package_finds_the_same_in_52_series():
    cases = grouped("fixtures/spc_ptd_cases.csv", "case")
    manifest = json.loads(shared("fixtures/spc_ptd_manifest.json"))
    for case in manifest:
        rows, better, expected = (
            cases[case["id"]],
            BETTER[case["improvement_direction"]],
            case["expected"],
        )
        days = [date.fromisoformat(row["x"]) for row in rows]
        chart = control_chart(
            [float(row["y"]) for row in rows],
            rebased_at(days, map(date.fromisoformat, case["rebase"])),
            case["fix_after_n_points"],
            case["screen_outliers"],
        )
        assert_rows(chart, rows, better)
        assert chart.assurance(case["target"], better) is ASSURANCES[expected["assurance"]]
        assert chart.variation(better) is VARIATIONS[expected["last_point_type"]]
        assert sum(signal is not Signal.NONE for signal in chart.signals) == expected["n_special"]
        assert [segment.end - segment.start for segment in chart.segments] == [
            s["n"] for s in expected["by_segment"]
        ]
    assert len(manifest) == 52


def test_the_r_package_finds_the_same_in_edge_cases():
    cases = json.loads(shared("fixtures/spc_ptd_edge.json"))
    for case in cases:
        chart = control_chart(case["y"], screen=case["screen_outliers"])
        (segment,) = chart.segments
        assert [SIGNALS[label] for label in case["special_cause_type"]] == list(chart.signals), (
            case["name"]
        )
        assert [VARIATIONS[kind] for kind in case["point_type"]] == list(
            chart.variations(BETTER[case["improvement_direction"]])
        ), case["name"]
        assert segment.mean == pytest.approx(case["mean"], abs=1e-6)
        for found, expected in ((segment.low, case["lpl"]), (segment.high, case["upl"])):
            assert found == (None if expected is None else pytest.approx(expected, abs=1e-6))
    assert len(cases) == 36


@pytest.mark.parametrize(("name", "better"), [("pct4h", 1), ("breaches", -1)])
def test_the_r_package_finds_the_same_in_two_hospitals(name, better):
    for rows in grouped(f"real/spc/expected_plotthedots_{name}_R1K_RQM.csv", "f").values():
        assert_rows(control_chart([float(row["y"]) for row in rows]), rows, better)


NUMBERS = ("y.sum", "n", "y", "lcl", "ucl", "ucl.95")
DENOMINATOR_CHARTS = {
    "p": (share_limits, False),
    "pp": (share_limits, True),
    "u": (rate_limits, False),
    "up": (rate_limits, True),
}


def test_charts_with_denominators_equal_qicharts2():
    checked = 0
    for case, all_rows in grouped("fixtures/spc_qicharts2.csv", "case").items():
        kind = next((word for word in case.split("_") if word in DENOMINATOR_CHARTS), None)
        if kind is None:
            continue
        limits_of, prime = DENOMINATOR_CHARTS[kind]
        per = 1 if kind in ("p", "pp") else 10000
        for part in sorted({row["part"] for row in all_rows}):
            rows = [row for row in all_rows if row["part"] == part]
            column = {key: np.array([float(row[key]) for row in rows]) for key in NUMBERS}
            found = limits_of(column["y.sum"], column["n"], prime, screen=case.endswith("_scr"))
            assert per * found.centre == pytest.approx(float(rows[0]["cl"]), abs=1e-8)
            for values, key in ((found.values, "y"), (found.low, "lcl"), (found.high, "ucl")):
                np.testing.assert_allclose(per * values, column[key], rtol=0, atol=1e-8)
            high_95 = np.minimum(found.centre + 2 * found.sigma, 1 if per == 1 else np.inf)
            np.testing.assert_allclose(per * high_95, column["ucl.95"], rtol=0, atol=1e-8)
            assert list(found.outside) == [row["sigma.signal"] == "TRUE" for row in rows]
            checked += 1
    assert checked == 12


def test_the_i_chart_equals_qicharts2_but_for_its_constant():
    checked = 0
    for case, rows in grouped("fixtures/spc_qicharts2.csv", "case").items():
        if "_i_" not in case:
            continue
        chart = control_chart(
            [float(row["y"]) for row in rows], fix_after=24, screen=case.endswith("_scr")
        )
        (segment,) = chart.segments
        stretch = 3 / 1.128 / 2.66
        assert segment.mean == pytest.approx(float(rows[0]["cl"]), abs=1e-8)
        assert (segment.high - segment.mean) * stretch == pytest.approx(
            float(rows[0]["ucl"]) - segment.mean, abs=1e-8
        )
        assert (segment.mean - segment.low) * stretch == pytest.approx(
            segment.mean - float(rows[0]["lcl"]), abs=1e-8
        )
        checked += 1
    assert checked == 2


def test_runs_equal_qicharts2():
    for case, all_rows in grouped("fixtures/spc_qicharts2.csv", "case").items():
        for part in sorted({row["part"] for row in all_rows}):
            rows = [row for row in all_rows if row["part"] == part]
            found = runs([float(row["y"]) for row in rows], float(rows[0]["cl"]))
            expected = [
                int(rows[0][key])
                for key in (
                    "n.useful",
                    "longest.run",
                    "longest.run.max",
                    "n.crossings",
                    "n.crossings.min",
                )
            ]
            assert [
                found.useful,
                found.longest,
                found.longest_allowed,
                found.crossings,
                found.fewest_allowed,
            ] == expected, case
            assert found.signal == (rows[0]["runs.signal"] == "TRUE")


def test_the_limits_of_anhoej():
    for row in csv.DictReader(shared("fixtures/spc_anhoej_limits.csv").splitlines()):
        useful = int(row["n_useful"])
        assert longest_run_allowed(useful) == int(row["longest_run_max"])
        assert fewest_crossings_allowed(useful) == int(row["crossings_min"])


def test_runs_about_the_median():
    # Anhoej & Olesen 2014, table 1: 20 useful points allow a run of 7 and want 6 crossings.
    found = runs([*range(1, 12), *range(12, 23)])
    assert (found.useful, found.longest, found.crossings) == (22, 11, 1) and found.signal
    assert (longest_run_allowed(20), fewest_crossings_allowed(20)) == (7, 6)
    mixed = runs([1, 3, 2, 2, 3, 1, 3, 1])
    assert (mixed.useful, mixed.longest, mixed.crossings, mixed.signal) == (6, 2, 4, False)
    assert runs([]).signal is runs([5, 5, 5]).signal is False


def test_limits_breathe_with_the_denominator():
    found = share_limits([50, 90, 45], [100, 200, 100], prime=False)
    assert found.centre == pytest.approx(185 / 400)
    half = 3 * (found.centre * (1 - found.centre) / np.array([100, 200, 100])) ** 0.5
    assert found.high == pytest.approx(found.centre + half) and found.low == pytest.approx(
        found.centre - half
    )
    assert (
        share_limits([2, 2, 2], [2, 2, 2]).factor == 1
        and not share_limits([2, 2, 2], [2, 2, 2]).outside.any()
    )
    assert (rate_limits([1, 0, 2], [10, 10, 10]).low == 0).all()


def test_with_equal_denominators_laney_gives_the_chart_of_individuals():
    counts = [12, 14, 10, 11, 14, 12, 14, 10, 11, 14, 12]
    found = rate_limits(counts, [1] * 11, screen=False)
    width = sum(abs(one - other) for one, other in zip(counts, counts[1:], strict=False)) / 10
    assert found.high == pytest.approx(np.full(11, found.centre + 3 * width / 1.128))


integers = st.lists(st.integers(0, 100), min_size=1, max_size=40)


@settings(max_examples=150, deadline=None)
@given(integers, st.integers(-50, 50), st.sampled_from([0.25, 2, 8]), st.booleans())
def test_signals_do_not_depend_on_the_unit(values, shift, factor, screen):
    y = np.array(values, float)
    plain, moved = (
        control_chart(y, screen=screen),
        control_chart(factor * (y + shift), screen=screen),
    )
    assert plain.signals == moved.signals


@settings(max_examples=150, deadline=None)
@given(integers)
def test_upside_down_turns_every_signal(values):
    y = np.array(values, float)
    plain, mirrored = control_chart(y), control_chart(-y)
    assert plain.variations(1) == mirrored.variations(-1)
    assert {
        Variation.HIGH: Variation.LOW,
        Variation.LOW: Variation.HIGH,
        Variation.COMMON: Variation.COMMON,
    }[plain.variation(0)] is mirrored.variation(0)


@settings(max_examples=80, deadline=None)
@given(integers, integers)
def test_a_rebased_stretch_is_judged_alone(first, second):
    chart = control_chart([*first, *second], rebases=(len(first),))
    assert chart.signals == control_chart(first).signals + control_chart(second).signals
