"""How well the dictionary finds what a person finds: comments coded by hand against the same coded
by terms."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from errors import WrongCall
from metrics.voice.theme_scores import Share, share
from metrics.voice.themes import Coded

ENOUGH = 100  # comments coded by hand, in each language, before the figures say much


@dataclass(frozen=True)
class CodingAgreement:
    """A theme. `precision`: of the comments the terms find, how many a person puts there. `recall`:
    the other way round."""

    theme: str
    precision: Share
    recall: Share


def agreement(coded: Coded, by_hand: Sequence[Collection[str]]) -> tuple[CodingAgreement, ...]:
    """Each theme's agreement; `by_hand` holds the themes a person saw in each comment. WrongCall
    where they are not as many."""
    if len(by_hand) != len(coded.written):
        raise WrongCall(
            "{hand} comments were coded by hand, {terms} by terms. Give the same comments in the "
            "same order.",
            hand=len(by_hand),
            terms=len(coded.written),
        )
    seen = np.array(
        [[theme in themes for theme in coded.themes] for themes in by_hand], bool
    ).reshape(coded.mentions.shape)
    both, found, wanted = (
        marks.sum(axis=0) for marks in (coded.mentions & seen, coded.mentions, seen)
    )
    return tuple(
        CodingAgreement(
            theme, share(both[column], found[column]), share(both[column], wanted[column])
        )
        for column, theme in enumerate(coded.themes)
    )
