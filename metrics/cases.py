"""Who stands behind the numbers about staff: the cases that the lattice of publishable breakdowns is settled on."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

WHOLE = ""  # the dimension whose only group is everybody
MONTHS = {"year": 12, "quarter": 3, "month": 1}


@dataclass(frozen=True)
class Cases:
    """One entry a person, month and unit in every dimension.

    Codes of equal length: `person`; `month`, 0 the first January; `layer`, the
    measure that counts them; `units` by dimension, whose `names` stand in the
    order of their codes. `n`: cases of the entry.
    """

    first_year: int
    years: int
    person: np.ndarray
    month: np.ndarray
    layer: np.ndarray
    n: np.ndarray
    units: Mapping[str, np.ndarray]
    names: Mapping[str, tuple[str | None, ...]]

    @property
    def layers(self) -> int:
        """How many measures count the entries."""
        return int(self.layer.max(initial=0)) + 1

    def periods(self, grain: str) -> int:
        """Periods of a grain in all years."""
        return self.years * 12 // MONTHS[grain]

    def people(self, dimension: str, grain: str) -> np.ndarray:
        """Distinct people by layer, group and period."""
        return self.distinct(self.units[dimension], len(self.names[dimension]), grain, np.ones(len(self.person), bool))

    def distinct(self, block: np.ndarray, blocks: int, grain: str, among: np.ndarray) -> np.ndarray:
        """Distinct people by layer, block and period, of the entries in `among`."""
        periods, people = self.periods(grain), int(self.person.max(initial=0)) + 1
        cell = (self.layer * blocks + block) * periods + self.month // MONTHS[grain]
        met = np.unique(cell[among].astype(np.int64) * people + self.person[among])
        return np.bincount(met // people, minlength=self.layers * blocks * periods).reshape(self.layers, blocks, periods)

    def links(self, dimension: str, other: str) -> np.ndarray:
        """Which group of a dimension ever occurs with which of another."""
        found = np.zeros((len(self.names[dimension]), len(self.names[other])), bool)
        found[self.units[dimension], self.units[other]] = True
        return found


def small(counts: np.ndarray, least: int) -> np.ndarray:
    """Counts too small to be shown: above 0 and under `least`. A 0 tells of nobody."""
    counts = np.asarray(counts)
    return (counts > 0) & (counts < least)
