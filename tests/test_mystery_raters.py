"""Agreement of two shoppers of one visit: the known statistics on the right table, and words where
it cannot be told."""

import numpy as np
import pandas as pd
import pytest

from metrics.mystery.agreement import intraclass, krippendorff_alpha
from metrics.mystery.raters import ENOUGH, agreement
from metrics.mystery.refusal import Refused


def seen(points: np.ndarray, shoppers=lambda visit: ("S1", "S2")) -> pd.DataFrame:
    """Lines of `points`: visits × 2 × items, each of 10."""
    return pd.DataFrame(
        [
            (f"V{visit:02d}", shoppers(visit)[turn], f"item {item}", value / 10, value, 10.0)
            for visit, pair in enumerate(points)
            for turn, values in enumerate(pair)
            for item, value in enumerate(values)
        ],
        columns=["visit", "shopper", "item", "share", "earned", "available"],
    )


@pytest.fixture
def points():
    rng = np.random.default_rng(3)
    first = rng.integers(0, 11, (ENOUGH + 5, 4))
    other = np.where(rng.random(first.shape) < 0.7, first, rng.integers(0, 11, first.shape))
    return np.stack([first, other], axis=1).astype(float)


def test_scores_and_items_are_compared_as_published(points):
    found = agreement(seen(points))
    assert (found.visits, found.shoppers, found.fixed) == (ENOUGH + 5, 2, True)
    assert found.score == intraclass((10 * points.mean(axis=2)).tolist())["2"]
    assert found.alpha == pytest.approx(
        krippendorff_alpha((points / 10).transpose(1, 0, 2).reshape(2, -1).tolist(), "interval")
    )


def test_other_shoppers_each_visit_ask_for_the_other_form(points):
    found = agreement(seen(points, lambda visit: (f"S{visit}", "T")))
    assert not found.fixed and found.score == intraclass((10 * points.mean(axis=2)).tolist())["1"]


def test_an_item_that_only_one_scored_is_not_compared(points):
    lines = seen(points)
    lines = lines[~((lines["shopper"] == "S2") & (lines["item"] == "item 0"))]
    assert agreement(lines).alpha == pytest.approx(
        krippendorff_alpha(
            (points[:, :, 1:] / 10).transpose(1, 0, 2).reshape(2, -1).tolist(), "interval"
        )
    )


def test_too_few_visits_are_refused_in_words(points):
    found = agreement(seen(points[: ENOUGH - 1]))
    assert isinstance(found, Refused) and str(ENOUGH) in str(found.reason.blanks.values())
    assert isinstance(agreement(seen(points).head(0)), Refused)
