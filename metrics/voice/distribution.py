"""How the answers to a question are spread over its scale: what a mean or a share does not tell."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from data.kinds.scales import BETWEEN, DISSATISFIED, SATISFIED, Scale

MOST_PARTS = (
    11  # answers of a scale that are told apart; those of a finer scale are told as three classes
)


@dataclass(frozen=True)
class Part:
    """`n` answers with this value, or None for all answers of a side."""

    value: float | None
    side: int
    n: int


@dataclass(frozen=True)
class Distribution:
    """The answers of one group on one scale, from the worst to the best."""

    group: str | None
    scale: Scale
    parts: tuple[Part, ...]

    @property
    def n(self) -> int:
        return sum(part.n for part in self.parts)


def distributions(counts: pd.DataFrame) -> tuple[Distribution, ...]:
    """One a group and scale, in their order, from what `answer_counts` gives."""
    keys = ["group", "scale_low", "scale_high", "satisfied", "dissatisfied"]
    return tuple(
        _distribution(
            str(key[0]) if isinstance(key[0], str) else None,
            Scale(*map(float, key[1:])),
            dict(zip(rows["value"], rows["n"].astype(int), strict=True)),
        )
        for key, rows in counts.groupby(keys, dropna=False, sort=True)
    )


def _distribution(group: str | None, scale: Scale, counts: Mapping[float, int]) -> Distribution:
    steps = scale.high - scale.low + 1
    if steps <= MOST_PARTS and all(float(value).is_integer() for value in counts):
        values = [scale.low + step for step in range(int(steps))]
        return Distribution(
            group,
            scale,
            tuple(Part(value, scale.side(value), counts.get(value, 0)) for value in values),
        )
    sides = {
        side: sum(n for value, n in counts.items() if scale.side(value) == side)
        for side in (DISSATISFIED, BETWEEN, SATISFIED)
    }
    return Distribution(group, scale, tuple(Part(None, side, n) for side, n in sides.items()))
