"""Themes with the scores given beside them, and what changed between two periods."""

import json

import numpy as np
import pytest

from i18n import N_
from metrics.statistics.comparing import share_difference
from metrics.statistics.intervals import wilson
from metrics.voice.theme_scores import Share, share, theme_changes, theme_scores, unmatched_share
from metrics.voice.themes import Coded, Theme, coded

THEMES = (Theme("speed", N_("Speed"), (), ("slow",)), Theme("place", N_("Place"), (), ("clean",)))


def counted(base: int, **mentioned: int) -> Coded:
    """A period with `base` comments, of which so many mention each theme."""
    mentions = np.column_stack([np.arange(base) < count for count in mentioned.values()])
    return Coded(tuple(mentioned), np.ones(base, bool), mentions)


def test_a_share_has_wilson_limits_and_none_without_cases():
    assert share(18, 20) == Share(18, 20, 0.9, *wilson(18, 20))
    assert share(0, 0) == Share(0, 0, None, None, None)
    assert not share(29, 29).enough and share(0, 30).enough


def test_the_score_beside_the_comment_tells_how_a_theme_is_meant():
    found = coded(["slow", "slow", "slow", "slow and clean", "clean", "fine", "none"], THEMES)
    top, bottom = np.array([0, 0, 1, np.nan, 1, 1, 1]), np.array([1, 0, 0, np.nan, 0, 0, 0])
    speed, place = theme_scores(found, top, bottom)
    assert (speed.theme, speed.mentioned) == ("speed", share(4, 6))
    assert (speed.top, speed.bottom) == (share(1, 3), share(1, 3))  # the fourth has no score
    assert (place.mentioned, place.top, place.bottom) == (share(2, 6), share(1, 1), share(0, 1))


def test_a_theme_without_scores_has_no_share():
    speed = theme_scores(coded(["slow"], THEMES), np.array([np.nan]), np.array([np.nan]))[0]
    assert speed.mentioned.k == 1 and speed.top == speed.bottom == share(0, 0)


def test_themes_come_by_mentions():
    found = coded(["clean", "clean", "slow"], THEMES)
    assert [score.theme for score in theme_scores(found, np.ones(3), np.zeros(3))] == [
        "place",
        "speed",
    ]


def test_comments_that_no_theme_covers():
    assert unmatched_share(coded(["slow", "hm", "other", "none"], THEMES)) == share(2, 3)


def test_a_clear_change_is_told_from_chance():
    speed, place = theme_changes(
        counted(400, speed=40, place=100), counted(400, speed=90, place=104)
    )
    assert (speed.before, speed.now, speed.difference) == (
        share(40, 400),
        share(90, 400),
        share_difference(40, 400, 90, 400),
    )
    assert speed.clear and not place.clear


def test_many_themes_are_allowed_for():
    # p of the first is about .03: clear alone, by chance among twelve.
    alone = theme_changes(counted(400, t0=40), counted(400, t0=60))
    others = {f"t{number}": 50 for number in range(1, 12)}
    among = theme_changes(counted(400, t0=40, **others), counted(400, t0=60, **others))
    assert alone[0].difference.p == among[0].difference.p < 0.05
    assert alone[0].clear and not any(change.clear for change in among)


def test_which_changes_are_clear_follows_benjamini_hochberg(shared):
    fixture = json.loads((shared / "fixtures" / "multiple_comparison.json").read_text("utf-8"))
    now = {f"t{number}": count for number, count in enumerate((80, 70, 66, 64, 61, 58, 50, 45, 40))}
    changes = theme_changes(counted(400, **dict.fromkeys(now, 40)), counted(400, **now))
    p = np.array([change.difference.p for change in changes])
    order = np.argsort(p)
    adjusted = np.minimum.accumulate((p[order] * len(p) / np.arange(1, len(p) + 1))[::-1])[::-1]
    assert [changes[number].clear for number in order] == (adjusted <= 0.05).tolist() and 0 < (
        adjusted <= 0.05
    ).sum() < len(p)
    known = np.array(fixture["p"])
    by_rule = np.minimum.accumulate((known * len(known) / np.arange(1, len(known) + 1))[::-1])[::-1]
    assert by_rule == pytest.approx(fixture["BH"], abs=1e-11)  # the rule of this test is R's


def test_nothing_is_clear_with_few_comments_or_no_themes():
    few = theme_changes(counted(20, speed=1), counted(400, speed=200))
    assert few[0].difference.p < 0.001 and not few[0].clear
    assert (
        theme_changes(coded([], THEMES), counted(400, speed=9, place=9))[0].difference.value is None
    )
    assert theme_changes(coded(["slow"], ()), coded(["slow"], ())) == ()
