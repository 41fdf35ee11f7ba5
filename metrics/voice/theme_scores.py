"""What customers say of each theme: how many mention it, how satisfied those are, and what
changed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data.kinds.catalog import SURVEY
from metrics.statistics.comparing import (
    FALSE_DISCOVERIES,
    Difference,
    discoveries,
    share_difference,
)
from metrics.statistics.intervals import wilson
from metrics.voice.themes import Coded


@dataclass(frozen=True)
class Share:
    """`k` of `n` as a share, 0 to 1, with its 95 % Wilson limits; all None where n is 0."""

    k: int
    n: int
    value: float | None
    low: float | None
    high: float | None

    @property
    def enough(self) -> bool:
        """Whether there are as many cases as a customer survey needs to be judged."""
        return self.n >= SURVEY.enough


@dataclass(frozen=True)
class ThemeScore:
    """A theme. `mentioned`: of all comments. `top`, `bottom`: satisfied and dissatisfied, of those
    that mention it and have a score."""

    theme: str
    mentioned: Share
    top: Share
    bottom: Share


@dataclass(frozen=True)
class ThemeChange:
    """The share of comments that mention a theme, later minus earlier. `clear`: it changed by more
    than chance, all themes considered."""

    theme: str
    before: Share
    now: Share
    difference: Difference
    clear: bool


def share(k: int, n: int) -> Share:
    """k of n with its interval."""
    k, n = int(k), int(n)
    return Share(k, n, k / n if n else None, *wilson(k, n))


def unmatched_share(coded: Coded) -> Share:
    """Comments that no theme covers, of all comments: what the dictionary does not see."""
    return share(coded.unmatched.sum(), coded.base)


def theme_scores(coded: Coded, top: np.ndarray, bottom: np.ndarray) -> tuple[ThemeScore, ...]:
    """Each theme, the most mentioned first.

    `top`, `bottom`: for each comment 1 where the score given with it is in
    the top (bottom) two points, 0 where not, NaN without a score.
    """
    found = []
    for column, theme in enumerate(coded.themes):
        chosen = coded.mentions[:, column]
        found.append(
            ThemeScore(
                theme, share(chosen.sum(), coded.base), _among(chosen, top), _among(chosen, bottom)
            )
        )
    return tuple(sorted(found, key=lambda score: -score.mentioned.k))


def theme_changes(before: Coded, now: Coded) -> tuple[ThemeChange, ...]:
    """Each theme's change between two periods, coded with the same themes; nothing is clear with
    too few comments in either.

    Limits by Newcombe; which changes are clear by Benjamini & Hochberg 1995, JRSS B 57:289-300,
    over all themes.
    """
    return changes_between(
        now.themes,
        [
            (share(before.counts[theme], before.base), share(now.counts[theme], now.base))
            for theme in now.themes
        ],
    )


def changes_between(
    themes: Sequence[str], pairs: Sequence[tuple[Share, Share]]
) -> tuple[ThemeChange, ...]:
    """Each theme's change from the first to the second share of its pair."""
    differences = [
        share_difference(first.k, first.n, second.k, second.n) for first, second in pairs
    ]
    clear = (
        _clear(differences)
        if pairs and all(period.enough for pair in pairs for period in pair)
        else [False] * len(pairs)
    )
    return tuple(
        ThemeChange(theme, *pair, difference, sure)
        for theme, pair, difference, sure in zip(themes, pairs, differences, clear, strict=True)
    )


def _among(chosen: np.ndarray, marks: np.ndarray) -> Share:
    scored = np.asarray(marks, float)[chosen]
    return share(np.nansum(scored), np.isfinite(scored).sum())


def _clear(differences: list[Difference]) -> list[bool]:
    return discoveries(
        np.array([difference.p for difference in differences], float), FALSE_DISCOVERIES
    ).tolist()
