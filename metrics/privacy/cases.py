"""Who stands behind the numbers about staff: the cases that the lattice of publishable breakdowns
is settled on."""

from collections.abc import Mapping, Set
from dataclasses import dataclass

import numpy as np

from data.fiscal import JANUARY

WHOLE = ""  # the dimension whose only group is everybody
UNNAMED = -1  # the person of records that name nobody
MONTHS = {"year": 12, "quarter": 3, "month": 1}


@dataclass(frozen=True)
class Cases:
    """One entry a person, month and unit in every dimension.

    Codes of equal length: `person` (or `UNNAMED`); `month`, 0 the one with which the first year begins; `layer`, the
    measure that counts them; `units` by dimension, whose `names` stand in the
    order of their codes. `n`: cases of the entry. `starts`: the month with which years begin.
    """

    first_year: int
    years: int
    person: np.ndarray
    month: np.ndarray
    layer: np.ndarray
    n: np.ndarray
    units: Mapping[str, np.ndarray]
    names: Mapping[str, tuple[str | None, ...]]
    starts: int = JANUARY

    @property
    def layers(self) -> int:
        """How many measures count the entries."""
        return int(self.layer.max(initial=0)) + 1

    def periods(self, grain: str) -> int:
        """Periods of a grain in all years."""
        return self.years * 12 // MONTHS[grain]

    def people(self, dimension: str, grain: str) -> np.ndarray:
        """Distinct people by layer, group and period."""
        return self.distinct(
            self.units[dimension], len(self.names[dimension]), grain, np.arange(len(self.person))
        )

    def distinct(self, block: np.ndarray, blocks: int, grain: str, among: np.ndarray) -> np.ndarray:
        """Distinct people by layer, block and period, of the entries `among`, whose blocks are
        `block`.

        Records that name nobody add no one, for they may be of the people
        named; where there are only such, it is 1: of how many nobody knows.
        """
        periods, codes = self.periods(grain), int(self.person.max(initial=0)) + 2
        cell = (self.layer[among] * blocks + block) * periods + self.month[among] // MONTHS[grain]
        met = np.sort(cell.astype(np.int64) * codes + self.person[among] - UNNAMED)
        met = met[np.append(True, met[1:] != met[:-1])[: len(met)]]  # np.unique takes far longer
        cells = self.layers * blocks * periods
        people = np.bincount(met // codes, minlength=cells)
        unnamed = np.bincount(met[met % codes == 0] // codes, minlength=cells)
        return np.where(people > 1, people - unnamed, people).reshape(self.layers, blocks, periods)

    def links(self, dimension: str, other: str) -> np.ndarray:
        """Which group of a dimension ever occurs with which of another."""
        found = np.zeros((len(self.names[dimension]), len(self.names[other])), bool)
        found[self.units[dimension], self.units[other]] = True
        return found


def known(people: Set[int]) -> int:
    """How many people a set holds for certain; 1 where it only knows that there is somebody."""
    return max(len(people - {UNNAMED}), min(len(people), 1))


def small(counts: np.ndarray, least: int) -> np.ndarray:
    """Counts too small to be shown: above 0 and under `least`. A 0 tells of nobody."""
    counts = np.asarray(counts)
    return (counts > 0) & (counts < least)


def together_with(cells: np.ndarray, width: int) -> np.ndarray:
    """The periods that stand in a row of `width` with one in which some group is marked."""
    return cells.any(axis=0).reshape(-1, width).any(axis=1).repeat(width)
