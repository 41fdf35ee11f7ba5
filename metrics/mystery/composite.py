"""The score of one mystery visit: its sections, their weighted composite, and critical failures
counted apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from errors import WrongCall

PRESENT = 0.80  # share of the weight that must have been scored for a composite to count as whole


@dataclass(frozen=True)
class Item:
    """One line of a checklist: points earned (None where not applicable) of points available.

    A `critical` item is one that must never fail, whatever the score says.
    """

    section: str
    earned: float | None
    available: float
    critical: bool = False

    @property
    def failed(self) -> bool:
        """Whether it was scored and missed points."""
        return self.earned is not None and self.earned < self.available


@dataclass(frozen=True)
class Composite:
    """The weighted mean of the sections present, 0 to 100 (None where none is).

    `weight_present`: share of all weight that they carry, 0 to 1.
    """

    value: float | None
    weight_present: float

    @property
    def incomplete(self) -> bool:
        """Whether less than `PRESENT` of the weight was scored; sums of weights leave dust."""
        return self.weight_present < PRESENT - 1e-9


@dataclass(frozen=True)
class VisitScore:
    """One visit: section scores (0 to 100, None where nothing applied), the composite, and critical
    items failed."""

    sections: Mapping[str, float | None]
    composite: Composite
    critical_failures: int


def section_score(
    earned: Sequence[float | None], available: Sequence[float | None]
) -> float | None:
    """100 times the points earned of those available; items without either (None) are left out of
    both.

    None where no item is left. WrongCall where an item earned less than 0 or more than it could.
    """
    got, possible = np.array(earned, float), np.array(available, float)
    applies = ~np.isnan(got) & ~np.isnan(possible)
    got, possible = got[applies], possible[applies]
    wrong = (got < 0) | (got > possible)
    if wrong.any():
        raise WrongCall(
            "An item earned {earned} of {available} points; it can earn from 0 to {available}. "
            "Correct the visit's points.",
            earned=float(got[wrong][0]),
            available=float(possible[wrong][0]),
        )
    return float(100 * got.sum() / possible.sum()) if possible.sum() > 0 else None


def composite(sections: Mapping[str, float | None], weights: Mapping[str, float]) -> Composite:
    """The sections' weighted mean; a section without a score gives its weight to the others.

    Weights need not add up to 1. WrongCall where a section has no weight, or the weights are not
    positive.
    """
    unknown = sorted(set(sections) - set(weights))
    if unknown:
        raise WrongCall(
            "There is no weight for {sections}. Weights are set for {known}.",
            sections=unknown,
            known=sorted(weights),
        )
    total = sum(weights.values())
    if min(weights.values(), default=0) < 0 or not total > 0:
        raise WrongCall(
            "The weights are {weights}. None may be below 0, and one must be above.",
            weights=list(weights.values()),
        )
    present = {name: score for name, score in sections.items() if score is not None}
    weight = sum(weights[name] for name in present)
    value = (
        sum(weights[name] * score for name, score in present.items()) / weight
        if weight > 0
        else None
    )
    return Composite(value, weight / total)


def visit_score(items: Sequence[Item], weights: Mapping[str, float]) -> VisitScore:
    """The score of a visit from its checklist; `weights` by section. WrongCall as in
    `section_score` and `composite`."""
    names = dict.fromkeys(item.section for item in items)
    sections = {
        name: section_score(
            *zip(
                *((item.earned, item.available) for item in items if item.section == name),
                strict=True,
            )
        )
        for name in names
    }
    return VisitScore(
        sections, composite(sections, weights), sum(item.critical and item.failed for item in items)
    )
