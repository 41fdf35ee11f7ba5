"""Answer scales: their ends, and which points count as satisfied.

A scale is kept with each upload, so that later changes of the questionnaire
stay visible; its rule ("satisfied from 4") can be edited afterwards.
"""

import re
from dataclasses import dataclass
from functools import cache

import numpy as np

from errors import WrongCall

DISSATISFIED, BETWEEN, SATISFIED = -1, 0, 1
FINE = 11  # points; scales of more have no boxes, so shares of their range count instead
_NAME = re.compile(r"\s*(-[1-3]|[01])\s*(?:-|–|to)\s*([0-9]{1,3})\s*")


@dataclass(frozen=True)
class Scale:
    """An answer scale: satisfied from `satisfied` up, dissatisfied up to `dissatisfied`."""

    low: float
    high: float
    satisfied: float
    dissatisfied: float

    @property
    def name(self) -> str:
        return f"{self.low:g}-{self.high:g}"

    def side(self, value: float) -> int:
        """SATISFIED, DISSATISFIED or BETWEEN."""
        return (
            SATISFIED
            if value >= self.satisfied
            else DISSATISFIED
            if value <= self.dissatisfied
            else BETWEEN
        )


def scale_from(low: int, high: int) -> Scale:
    """The scale of whole points from `low` to `high` with the field's boxes.

    The top and the bottom two points; of three or two points, where two would
    be most of the scale, the top and the bottom one; of more than FINE points
    the top and the bottom fifth of the range.
    """
    points = high - low + 1
    if points > FINE:
        fifth = (high - low) / 5
        return Scale(low, high, high - fifth, low + fifth)
    box = 0 if points <= 3 else 1
    return Scale(low, high, high - box, low + box)


# Those that are offered. A command takes any other as well.
SCALES = {
    scale.name: scale
    for scale in (
        *(scale_from(1, high) for high in (5, 7, 10)),
        scale_from(0, 10),
        scale_from(0, 100),
        scale_from(0, 1),
        scale_from(0, 2),
        scale_from(1, 2),
        *(scale_from(low, high) for high in (3, 4) for low in (1, 0)),
        scale_from(0, 5),
        scale_from(1, 6),
        scale_from(0, 6),
        scale_from(1, 8),
        scale_from(1, 9),
        scale_from(0, 20),
        scale_from(0, 50),
        *(scale_from(-end, end) for end in (1, 2, 3)),
    )
}


@cache
def known_scale(name: str) -> Scale | None:
    """The scale that a name such as 1-6 means; None for a name that means none."""
    found = _NAME.fullmatch(name)
    return (
        scale_from(int(found[1]), int(found[2]))
        if found and int(found[1]) < int(found[2])
        else None
    )


def scale_named(name: str) -> Scale:
    """The scale of a name; WrongCall for a name that means none."""
    scale = known_scale(name)
    if scale is None:
        raise WrongCall(
            "There is no scale \u201c{scale}\u201d. Name its lowest and its highest point, as in {known}.",
            scale=name,
            known=list(SCALES),
        )
    return scale


def moved(values: np.ndarray, own: Scale, to: Scale) -> np.ndarray:
    """Answers on one scale as answers on another: who is satisfied or dissatisfied stays so, and the ends stay ends.

    Between these marks the points lie in proportion.
    """
    if own == to:
        return values
    below, above = values <= own.dissatisfied, values >= own.satisfied
    there = _between(values, own.dissatisfied, own.satisfied, to.dissatisfied, to.satisfied)
    there = np.where(
        below, _between(values, own.low, own.dissatisfied, to.low, to.dissatisfied), there
    )
    there = np.where(
        above,
        to.high
        - _between(own.high - values, 0, own.high - own.satisfied, 0, to.high - to.satisfied),
        there,
    )
    return np.where((values >= own.low) & (values <= own.high), there, np.nan)


def _between(
    values: np.ndarray, low: float, high: float, to_low: float, to_high: float
) -> np.ndarray:
    """The values of one stretch in proportion on another; all of a stretch that is a point are its beginning."""
    return (
        np.full(values.shape, float(to_low))
        if low == high
        else to_low + (values - low) * (to_high - to_low) / (high - low)
    )
