"""The spread of channels, with and without sampling noise."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from metrics.statistics.spread import Spread, share_variance, spread

FIXTURES = Path(__file__).resolve().parents[2] / "shared" / "fixtures"


# Cases and others, vaccinated and not, in 13 trials of the BCG vaccine (Colditz et al. 1994, JAMA
# 271:698-702).
BCG = (
    (4, 119, 11, 128),
    (6, 300, 29, 274),
    (3, 228, 11, 209),
    (62, 13536, 248, 12619),
    (33, 5036, 47, 5761),
    (180, 1361, 372, 1079),
    (8, 2537, 10, 619),
    (505, 87886, 499, 87892),
    (29, 7470, 45, 7232),
    (17, 1699, 65, 1600),
    (186, 50448, 141, 27197),
    (5, 2493, 3, 2338),
    (27, 16886, 29, 17825),
)


def test_the_bcg_trials():
    # Log risk ratios; Q, tau^2 and its limits as published with metafor (Viechtbauer 2010, J. Stat.
    # Software 36(3)).
    a, b, c, d = np.array(BCG, float).T
    found = spread(
        np.log(a / (a + b)) - np.log(c / (c + d)), 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)
    )
    assert found.q == pytest.approx(152.2330, abs=5e-4) and found.p < 1e-10
    assert found.tau_moments**2 == pytest.approx(0.3088, abs=5e-5)
    assert found.tau**2 == pytest.approx(0.3181, abs=5e-5)
    assert (found.low**2, found.high**2) == pytest.approx((0.1197, 1.1115), abs=5e-5)


def test_noise_alone_leaves_no_spread():
    found = spread([88, 91, 79, 85, 90], [22.5, 31.4, 53.3, 102.1, 15.0])
    assert found.raw == pytest.approx(4.827, abs=1e-3) and found.distance == 12
    assert found.tau == found.tau_moments == found.low == 0 and found.p > 0.5


def test_one_channel_has_no_spread():
    assert spread([80], [4]) == Spread(1, None, None)


def test_without_an_error_only_the_raw_spread_is_known():
    found = spread([4.0, 5.0], [0.1, 0.0])
    assert found.raw == pytest.approx(0.5**0.5) and found.tau is found.q is None


def test_a_share_of_all_or_none_still_has_a_variance():
    assert share_variance([0, 30, 60], [60, 60, 60]) == pytest.approx(
        [2 / 64 * 62 / 64 / 64, 1 / 256, 2 / 64 * 62 / 64 / 64]
    )


def test_spread_equals_metafor():
    path = FIXTURES / "channel_consistency.json"
    if not path.exists():
        pytest.skip("the shared fixture channel_consistency.json is not here")
    for case in json.loads(path.read_text(encoding="utf-8")):
        found = spread(case["mean"], np.square(case["sd"]) / case["n"])
        expected = (case[key] for key in ("raw_sd_ddof1", "tau_PM", "tau_DL", "Q", "Q_p"))
        assert (found.raw, found.tau, found.tau_moments, found.q, found.p) == pytest.approx(
            tuple(expected), abs=1e-4
        )


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0, 100), st.floats(0.5, 50)), min_size=2, max_size=12),
    st.floats(0.1, 10),
    st.floats(-50, 50),
)
def test_the_spread_follows_the_unit_not_the_level(pairs, factor, shift):
    values, variances = map(np.array, zip(*pairs, strict=True))
    plain, moved = spread(values, variances), spread(factor * values + shift, factor**2 * variances)
    assert plain.low <= plain.tau <= plain.high
    assert (moved.raw, moved.tau, moved.high) == pytest.approx(
        (factor * plain.raw, factor * plain.tau, factor * plain.high), rel=1e-4, abs=1e-4
    )
