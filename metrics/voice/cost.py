"""What each theme costs the result of a survey.

With N answers, of which n write of a theme and give a score, a theme costs n/N times the distance between
those n and the others who write: by so many points would the result be higher if those who write
of it were as satisfied as the others who wrote. Set against other writers, not against all answers,
since whoever writes is often less satisfied than who does not, whatever the theme. A comment may
speak of several themes, so the costs do not add up; and a theme need not be the reason.

Limits are those of the distance (Newcombe for shares, Rocks for net shares), the share n/N taken as
given.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from metrics.statistics.comparing import (
    FALSE_DISCOVERIES,
    Difference,
    discoveries,
    net_promoter_difference,
    share_difference,
)
from metrics.voice.theme_scores import Share, ThemeScore


@dataclass(frozen=True)
class Base:
    """What a span's coded comments are a part of: `recorded` comments, and `answered`, the answers
    that the result is made of. `net`: the result is promoters minus detractors."""

    recorded: int
    answered: int
    net: bool = False


@dataclass(frozen=True)
class ThemeCost:
    """Points that a theme adds to the result: below 0 where it costs. `writers`, `others`: comments
    with a score that speak of it, and of other things only. `clear`: its writers differ from the
    others by more than chance, all themes considered."""

    theme: str
    writers: int
    others: int
    size: float
    low: float
    high: float
    clear: bool

    @property
    def costs(self) -> bool:
        """Whether it draws the result down by more than chance."""
        return self.clear and self.size < 0


class _Distance(NamedTuple):
    """Points between two groups of writers, none of them empty, with limits and p."""

    value: float
    low: float
    high: float
    p: float


def theme_costs(
    themes: tuple[ThemeScore, ...], everyone: tuple[Share, Share], coded: int, base: Base
) -> tuple[ThemeCost, ...]:
    """The themes that have writers with a score and others beside them, the dearest first.

    `everyone`: satisfied and dissatisfied of all comments with a score; `coded`: comments that were
    read, of those of `base`.
    """
    if not base.answered or not coded:
        return ()
    shown = [theme for theme in themes if 0 < theme.top.n < everyone[0].n]
    distances = [_distance(theme, everyone, base.net) for theme in shown]
    sure = _sure(shown, distances)
    found = []
    for theme, distance, named in zip(shown, distances, sure, strict=True):
        part = theme.top.n / coded * base.recorded / base.answered
        found.append(
            ThemeCost(
                theme=theme.theme,
                writers=theme.top.n,
                others=everyone[0].n - theme.top.n,
                size=part * distance.value,
                low=part * distance.low,
                high=part * distance.high,
                clear=named,
            )
        )
    return tuple(sorted(found, key=lambda cost: cost.size))


def _sure(themes: list[ThemeScore], distances: list[_Distance]) -> list[bool]:
    """Which distances are more than chance; those of too few writers are not judged."""
    judged = [at for at, theme in enumerate(themes) if theme.top.enough]
    passed = discoveries(np.array([distances[at].p for at in judged], float), FALSE_DISCOVERIES)
    return [at in {judged[place] for place in np.flatnonzero(passed)} for at in range(len(themes))]


def _distance(theme: ThemeScore, everyone: tuple[Share, Share], net: bool) -> _Distance:
    """In points: those who write of the theme minus the others who write."""
    top, bottom = everyone
    n = top.n - theme.top.n
    if net:
        return _known(
            net_promoter_difference(
                top.k - theme.top.k,
                bottom.k - theme.bottom.k,
                n,
                theme.top.k,
                theme.bottom.k,
                theme.top.n,
            ),
            1.0,
        )
    return _known(share_difference(top.k - theme.top.k, n, theme.top.k, theme.top.n), 100.0)


def _known(found: Difference, times: float) -> _Distance:
    if found.value is None or found.low is None or found.high is None or found.p is None:
        raise ValueError("a group without writers has no distance to another")
    return _Distance(times * found.value, times * found.low, times * found.high, found.p)
