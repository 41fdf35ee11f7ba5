"""Which stores moved: against an independent t with pooled variance, and how many are named by
chance."""

import numpy as np
import pytest
from scipy import stats

from metrics.mystery.movement import ENOUGH, FALSE_DISCOVERIES, movements


def test_one_store_by_hand():
    found = movements(
        ["A"] * 6 + ["B"] * 6,
        [False, False, False, True, True, True] * 2,
        [80, 82, 84, 70, 72, 74, 60, 62, 64, 60, 62, 64],
    )
    moved = {one.store: one for one in found}
    # Each side has squares of 8 and 2 degrees of freedom: variance 32 / 8 = 4, error of a
    # difference √(4·2/3).
    error = np.sqrt(4 * 2 / 3)
    half = stats.t.ppf(0.975, 8) * error
    assert (moved["A"].before, moved["A"].now, moved["A"].change) == (82, 72, -10)
    assert (moved["A"].low, moved["A"].high) == (
        pytest.approx(-10 - half),
        pytest.approx(-10 + half),
    )
    assert moved["A"].p == pytest.approx(2 * stats.t.sf(10 / error, 8)) and moved["A"].certain
    assert moved["B"].p == pytest.approx(1) and not moved["B"].certain
    assert [one.store for one in found] == ["A", "B"]


def test_few_visits_missing_stores_and_scores_name_nobody():
    assert movements([], [], []) == movements(["A"] * 5, [True] * 5, [1, 2, 3, 4, 5]) == ()
    assert movements(["A"] * 4, [True, False] * 2, [5, 5, 5, 5]) == ()  # nothing varies
    stores = ["A"] * (ENOUGH - 1) + ["A"] * ENOUGH + ["B"] * 6 + [""] * 6
    now = [True] * (ENOUGH - 1) + [False] * ENOUGH + [True, False] * 6
    found = movements(stores, now, np.arange(len(stores), dtype=float))
    assert [one.store for one in found] == ["B"]
    assert movements(["B"] * 6, [True, False] * 3, [1, np.nan, 2, 3, 4, 5]) == ()


def test_chance_alone_seldom_names_a_store():
    rng = np.random.default_rng(5)
    stores, now = (
        np.repeat([f"S{number:02d}" for number in range(24)], 18),
        np.tile([False] * 9 + [True] * 9, 24),
    )
    named = sum(
        any(one.certain for one in movements(stores, now, rng.normal(85, 5, len(stores))))
        for _ in range(100)
    )
    assert named <= 100 * FALSE_DISCOVERIES + 3 * np.sqrt(100 * FALSE_DISCOVERIES)
