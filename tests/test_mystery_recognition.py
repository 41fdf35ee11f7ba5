"""Service stars: few lucky observations do not win, and the committee cannot name without a reason,
twice, or too many."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from metrics.mystery.recognition import MOST, awarded_in, candidates, refused_name, shown_first
from metrics.mystery.refusal import Refused
from metrics.mystery.stars import ENOUGH

MONTH = date(2026, 9, 1)


@pytest.fixture
def evidence():
    rng = np.random.default_rng(8)
    n = np.array([30, 3, *[14] * 40])
    mean = np.array([97, 100, *rng.normal(72, 6, 40)])
    return pd.DataFrame(
        {
            "employee": [f"E{at:02d}" for at in range(len(n))],
            "n": n,
            "mean": mean,
            "squares": 250.0 * (n - 1),
        }
    )


def test_a_perfect_score_of_three_does_not_beat_thirty(evidence):
    found = candidates(evidence)
    first = shown_first(found, 5)
    assert (
        first["unit"].iloc[0] == "E00"
        and "E01" not in set(first["unit"])
        and len(first) == 5
        and (first["n"] >= ENOUGH).all()
    )
    assert found.units.set_index("unit").loc["E01", "mean"] < 90


def test_without_observations_nobody_is_ranked(evidence):
    assert isinstance(candidates(evidence.head(0)), Refused)


def awarded(*rows):
    return pd.DataFrame(rows, columns=["date", "honour", "employee"])


def test_a_name_needs_a_person_and_a_reason():
    assert "Choose" in refused_name(None, "month", "why", awarded(), MONTH)[1].text
    assert "Say why" in refused_name("E01", "month", "", awarded(), MONTH)[1].text
    assert refused_name("E01", "month", "why", awarded(), MONTH) is None


def test_nobody_twice_and_no_more_than_planned():
    full = awarded(
        *((MONTH.replace(day=9), "month", f"E{at}") for at in range(MOST)),
        (MONTH, "year", "E9"),
        (date(2026, 8, 1), "month", "E8"),
    )
    assert len(awarded_in(full, "month", MONTH)) == MOST and awarded_in(full, "year", MONTH)[
        "employee"
    ].tolist() == ["E9"]
    assert "already has" in refused_name("E0", "month", "why", full, MONTH)[1].text
    assert "already named" in refused_name("E7", "month", "why", full, MONTH)[1].text
    assert (
        refused_name("E7", "month", "why", full, date(2026, 8, 1)) is None
        and refused_name("E7", "year", "why", full, MONTH) is None
    )
