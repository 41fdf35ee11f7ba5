"""First attempts, final passes and the curve of who passed when."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

from errors import WrongCall
from metrics.training.attempts import (
    ENOUGH_AT_RISK,
    Passed,
    at,
    attempts_to_pass,
    coverage,
    final,
    first_attempt,
    first_pass,
    passing_curve,
)

# Weeks in remission under 6-MP, and whether it ended: Gehan 1965, Biometrika 52:203-223.
REMISSION = ([6, 6, 6, 7, 10, 13, 16, 22, 23], [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35])
RECORDS = pd.DataFrame(
    [
        ("a", 1, 10, True),
        ("a", 2, 30, False),  # sat it again for nothing
        ("b", 1, 10, False),
        ("b", 2, 20, True),
        ("c", 1, 15, False),
        ("d", 2, 25, True),  # the first attempt is not in the records
    ],
    columns=["employee", "attempt", "day", "passed"],
)


@pytest.fixture
def exam(shared) -> tuple[pd.DataFrame, dict]:
    records = pd.read_csv(shared / "fixtures" / "exam_attempts.csv").rename(
        columns={"emp": "employee", "pass": "passed"}
    )
    return records, json.loads(
        (shared / "fixtures" / "exam_attempts_expected.json").read_text("utf-8")
    )


def test_shares_by_hand():
    assert first_attempt(RECORDS) == Passed(1, 3) and first_attempt(RECORDS).share == pytest.approx(
        1 / 3
    )
    assert final(RECORDS) == Passed(3, 4)
    assert coverage(RECORDS, ["a", "b", "c", "e"]) == Passed(2, 4)
    assert attempts_to_pass(RECORDS).to_dict() == {1: 1, 2: 2}


def test_the_first_pass_counts_else_the_last_attempt():
    days = first_pass(RECORDS, "day")
    assert days["time"].to_dict() == {"a": 10, "b": 20, "c": 15, "d": 25}
    assert days["passed"].to_dict() == {"a": True, "b": True, "c": False, "d": True}


def test_nobody_is_no_share():
    none = RECORDS.iloc[:0]
    assert (
        first_attempt(none) == final(none) == coverage(none, []) == Passed(0, 0)
        and final(none).share is None
    )
    assert (
        passing_curve(first_pass(none, "day")).empty
        and at(passing_curve(first_pass(none, "day")), 5) is None
    )


def test_the_curve_of_kaplan_and_meier_as_published():
    events, censored = REMISSION
    curve = passing_curve(
        pd.DataFrame({"time": events + censored, "passed": [True] * 9 + [False] * 12})
    )
    ends = curve[curve["passed"] > 0]
    assert ends["time"].tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert ends["at_risk"].tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert (1 - ends["share"]).tolist() == pytest.approx(
        [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448], abs=5e-4
    )
    # Limits at 6 weeks on the log(-log) scale: 0.620 to 0.952 still in remission.
    assert (1 - ends["high"].iloc[0], 1 - ends["low"].iloc[0]) == pytest.approx(
        (0.620, 0.952), abs=5e-4
    )
    assert (
        curve.loc[~curve["shown"], "time"].tolist() == [32, 34, 35]
        and curve.loc[curve["time"] == 25, "at_risk"].item() == ENOUGH_AT_RISK
    )


def test_first_and_final_equal_r(exam):
    records, expected = exam
    assert first_attempt(records).share == pytest.approx(expected["first_attempt_pass"])
    assert final(records).share == pytest.approx(expected["final_pass_naive"])
    assert {
        str(attempt): count for attempt, count in attempts_to_pass(records).items()
    } == expected["attempts_to_pass"]
    assert coverage(records, range(1, 101)) == Passed(65, 100)


def test_the_curve_by_attempt_equals_r(exam):
    records, expected = exam
    curve = passing_curve(first_pass(records, "attempt"))
    wanted = pd.DataFrame(expected["by_attempt"])
    for ours, theirs in {"time": "attempt", "at_risk": "at_risk", "passed": "passed"}.items():
        assert curve[ours].tolist() == wanted[theirs].tolist()
    for ours, theirs in {"share": "cum_pass_km", "low": "lo", "high": "hi"}.items():
        assert curve[ours].tolist() == pytest.approx(wanted[theirs].tolist(), abs=1e-8), ours
    assert curve["plain"].tolist() == pytest.approx([55 / 80, 63 / 80, 65 / 80, 65 / 80])
    assert curve["shown"].tolist() == [True, True, False, False]


def test_the_curve_by_day_equals_r(exam):
    records, expected = exam
    curve = passing_curve(first_pass(records, "day"))
    for wanted in expected["by_day"]:
        found = at(curve, wanted["day"])
        assert found["share"] == pytest.approx(wanted["cum_pass_km"], abs=1e-8)
        limits = (wanted.get("lo", np.nan), wanted.get("hi", np.nan))
        assert (found["low"], found["high"]) == pytest.approx(limits, abs=1e-8, nan_ok=True)
    assert at(curve, 5) is None


def test_where_nobody_or_everybody_is_through_there_are_no_limits():
    curve = passing_curve(pd.DataFrame({"time": [1, 2, 3], "passed": [False, True, True]}))
    assert curve["share"].tolist() == [0, 0.5, 1]
    assert curve["low"].isna().tolist() == curve["high"].isna().tolist() == [True, False, True]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            {"passed": [True, None, False, True, False, True]},
            "1 of 6 records do not say whether the exam was passed",
        ),
        (
            {"day": [1, np.nan, 3, 4, 5, np.nan]},
            "2 of 6 records lack their attempt number or their day",
        ),
    ],
)
def test_records_must_be_whole(change, says):
    with pytest.raises(WrongCall, match=says):
        first_pass(RECORDS.assign(**change), "day")


def test_an_unknown_clock_is_refused():
    with pytest.raises(WrongCall, match="There is no clock “week”"):
        first_pass(RECORDS, "week")


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 9), st.booleans()), min_size=1, max_size=60))
def test_the_curve_keeps_its_promises(people):
    times = pd.DataFrame(people, columns=["time", "passed"])
    curve = passing_curve(times)
    assert curve["at_risk"].iloc[0] == len(people) and (curve["at_risk"].diff().dropna() < 0).all()
    assert (curve["share"].diff().dropna() >= -1e-12).all() and (
        curve["share"] >= curve["plain"] - 1e-12
    ).all()
    assert curve["plain"].iloc[-1] == pytest.approx(times["passed"].mean())
    inside = curve.dropna(subset="low")
    assert (inside["low"] <= inside["share"]).all() and (inside["share"] <= inside["high"]).all()
    if times["passed"].all():
        assert curve["share"].tolist() == pytest.approx(curve["plain"].tolist())
