"""Answer scales: their ends, and which points count as satisfied.

A scale is kept with each upload, so that later changes of the questionnaire
stay visible; its rule ("satisfied from 4") can be edited afterwards.
"""

from dataclasses import dataclass


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


SCALES = {
    scale.name: scale
    for scale in (
        Scale(1, 5, 4, 2),
        Scale(1, 7, 6, 2),
        Scale(1, 10, 9, 2),
        Scale(0, 10, 9, 1),
        Scale(0, 100, 80, 20),
    )
}
