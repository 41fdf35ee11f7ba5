"""Proof by exchange that a hidden number cannot be told.

Cases of units that are hidden alike can be exchanged without changing any
number that is shown. What a hidden number could become by such exchanges, the
attacker cannot rule out, however many breakdowns are combined; so where it
could lie `least` cases apart, nobody can tell it more tightly than that.

An atom is a combination of units, one in each dimension. Its depth in a
dimension is the number of grains, coarse first, that are shown of its unit.
For exchanges of depth k the units of at most that depth count as one, so atoms
fall into classes that what is shown by finer grains cannot tell apart; every
atom keeps its total in each period of the grains shown. Within a class that
leaves a table of two rows (the group, the others) and two columns (the period,
the rest) with known margins, whose cells have Fréchet's bounds.
Dobra and Fienberg 2000, PNAS 97(22):11885-11892. Where each atom keeps too
much, units of one dimension swap cases between periods: one takes in a
period and combination what the other takes elsewhere.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import NamedTuple

import numpy as np

from metrics.cases import MONTHS, WHOLE, Cases, known, small

Shown = Mapping[str, Mapping[str, np.ndarray]]


class Unproven(NamedTuple):
    """A hidden group, or two of them together, that exchanges do not protect enough, in a period of a grain."""

    dimension: str
    groups: tuple[int, ...]
    grain: str
    period: int


class Exchanges:
    """The exchanges that are possible among the cases while more and more of them is hidden.

    What is proved once stays so: hiding more only adds exchanges.
    """

    def __init__(self, cases: Cases, grains: Sequence[str], least: int):
        self.cases, self.grains, self.least = cases, tuple(grains), least
        self.dimensions = [name for name in cases.names if name != WHOLE]
        self.atoms, self.atom = np.unique(np.column_stack([cases.units[name] for name in self.dimensions]), axis=0, return_inverse=True)
        cell = (cases.layer * len(self.atoms) + self.atom) * cases.years * 12 + cases.month
        counts = np.bincount(cell, cases.n, minlength=cases.layers * len(self.atoms) * cases.years * 12)
        self.mass = counts.reshape(cases.layers, len(self.atoms), cases.years * 12)
        self.people = {(name, grain): cases.people(name, grain) for name in self.dimensions for grain in self.grains}
        self.members = {name: [np.flatnonzero(column == unit) for unit in range(len(cases.names[name]))]
                        for name, column in zip(self.dimensions, self.atoms.T, strict=True)}
        self.proved: set[tuple[int, Unproven]] = set()

    def unproven(self, shown: Shown) -> Iterator[Unproven]:
        """The small hidden groups, alone and by pairs, whose numbers exchanges do not spread `least` apart."""
        now = Snapshot(self, shown)
        for dimension, grain in self.people:
            hidden = small(self.people[dimension, grain], self.least) & ~shown[dimension][grain]
            for layer, period in np.argwhere(hidden.any(axis=1)).tolist():
                for groups in self._small_sets(dimension, grain, layer, period, np.flatnonzero(hidden[layer, :, period])):
                    cell = Unproven(dimension, groups, grain, period)
                    if (layer, cell) in self.proved:
                        continue
                    if now.reach(cell, layer) >= self.least:
                        self.proved.add((layer, cell))
                    else:
                        yield cell

    def _small_sets(self, dimension: str, grain: str, layer: int, period: int, hidden: np.ndarray) -> list[tuple[int, ...]]:
        """Each hidden group, and each two of them that have too few people together."""
        people = self._who(dimension, grain, layer, period)
        pairs = combinations(hidden.tolist(), 2)
        return [(group,) for group in hidden.tolist()] + [(one, two) for one, two in pairs if known(people[one] | people[two]) < self.least]

    def _who(self, dimension: str, grain: str, layer: int, period: int) -> dict[int, set[int]]:
        """The people of each group with any."""
        cases, found = self.cases, defaultdict(set)
        inside = (cases.layer == layer) & (cases.month // MONTHS[grain] == period)
        for group, person in zip(cases.units[dimension][inside].tolist(), cases.person[inside].tolist(), strict=True):
            found[group].add(person)
        return found

    def beside(self, dimension: str) -> tuple[np.ndarray, np.ndarray]:
        """For each atom the combination of its other units, and its unit of the dimension."""
        at = self.dimensions.index(dimension)
        return _alike([column for other, column in enumerate(self.atoms.T) if other != at], len(self.atoms)), self.atoms[:, at]

    def partners(self, dimension: str, groups: Sequence[int], other: str) -> list[int]:
        """Units of `other` that occur with any of the groups; of the dimension itself: that occur with the same other units."""
        at = self.dimensions.index(dimension)
        mine = np.isin(self.atoms[:, at], groups)
        if other != dimension:
            return np.unique(self.atoms[mine, self.dimensions.index(other)]).tolist()
        rest = self.beside(dimension)[0]
        return np.unique(self.atoms[~mine & np.isin(rest, rest[mine]), at]).tolist()


class Snapshot:
    """The exchanges for what is shown at this moment; classes and their sums are made once."""

    def __init__(self, exchanges: Exchanges, shown: Shown):
        self.of = exchanges
        self.depths = {name: depth_of(shown[name]) for name in (WHOLE, *exchanges.dimensions)}
        self._kept: dict[tuple[int, ...], np.ndarray] = {}

    def reach(self, cell: Unproven, layer: int) -> float:
        """How far apart the cell's number can lie."""
        month = cell.period * MONTHS[cell.grain]
        atoms = np.concatenate([self.of.members[cell.dimension][group] for group in cell.groups])
        own = max(self.depths[cell.dimension][group, month] for group in cell.groups)
        found = 0.0
        for depth, way in product(range(own, len(self.of.grains)), (self._within_classes, self._between_units)):
            found = max(found, way(depth, atoms, cell, month, layer))
            if found >= self.of.least:
                break
        return found

    def _within_classes(self, depth: int, atoms: np.ndarray, cell: Unproven, month: int, layer: int) -> float:
        kept = self._totals(layer, *self._span(depth, month))
        if self.depths[WHOLE][0, month] <= depth:  # not even everybody's number is shown by a grain as fine
            return float(kept[atoms].sum()) if depth else np.inf
        alike = self._classes(depth, month)
        classes, inverse = np.unique(alike[atoms], return_inverse=True)
        mixed = np.bincount(alike)[classes] > np.bincount(inverse)
        columns = np.bincount(alike, self._totals(layer, month, MONTHS[cell.grain]))[classes]
        if depth == 0:
            return float(columns[mixed].sum())
        rows, all_ = np.bincount(inverse, kept[atoms]), np.bincount(alike, kept)[classes]
        return float((np.minimum(rows, columns) - np.maximum(0, rows + columns - all_))[mixed].sum())

    def _between_units(self, depth: int, atoms: np.ndarray, cell: Unproven, month: int, layer: int) -> float:
        """The same where each unit of the dimension keeps its total, each combination of other units its months; of one group alone."""
        if depth == 0 or self.depths[WHOLE][0, month] <= depth:
            return 0.0  # the classes tell all
        others, units = self.of.beside(cell.dimension)
        table = (len(self.depths[cell.dimension]), others.max() + 1)
        there, inside, kept = (np.bincount(units * table[1] + others, counts, minlength=table[0] * table[1]).reshape(table) for counts in
                               (np.ones(len(units)), self._totals(layer, month, MONTHS[cell.grain]), self._totals(layer, *self._span(depth, month))))
        outside, hidden = kept - inside, self.depths[cell.dimension][:, month] <= depth
        hidden[list(cell.groups)] = False
        partners = there[hidden] > 0
        return max(_moved(inside[group], outside[hidden], partners, there[group] > 0)
                   + _moved(outside[group], inside[hidden], partners, there[group] > 0) for group in cell.groups)

    def _span(self, depth: int, month: int) -> tuple[int, int]:
        """First month and width of the period in which exchanges of a depth keep each atom's total."""
        width = MONTHS[self.of.grains[max(depth - 1, 0)]]
        return month // width * width, width

    def _totals(self, layer: int, first: int, width: int) -> np.ndarray:
        """Cases of each atom in some months."""
        key = (layer, first, width)
        if key not in self._kept:
            self._kept[key] = self.of.mass[layer, :, first:first + width].sum(axis=1)
        return self._kept[key]

    def _classes(self, depth: int, month: int) -> np.ndarray:
        """The class of each atom for exchanges of a depth."""
        first = month // MONTHS[self.of.grains[depth]] * MONTHS[self.of.grains[depth]]
        if (depth, first) not in self._kept:
            units = [np.where(self.depths[name][:, first] > depth, np.arange(1, 1 + len(self.depths[name])), 0)[self.of.atoms[:, at]]
                     for at, name in enumerate(self.of.dimensions)]
            self._kept[depth, first] = _alike(units, len(self.of.atoms))
        return self._kept[depth, first]


def _alike(columns: Sequence[np.ndarray], length: int) -> np.ndarray:
    """A number for each place, the same where all columns of codes are."""
    codes = np.zeros(length, np.int64)
    for column in columns:
        codes = np.unique(codes * (column.max(initial=0) + 1) + column, return_inverse=True)[1]
    return codes


def depth_of(shown: Mapping[str, np.ndarray]) -> np.ndarray:
    """Grains shown of each unit of a dimension (unit, month)."""
    return sum(np.repeat(table, MONTHS[grain], axis=1).astype(int) for grain, table in shown.items())


def _moved(mine: np.ndarray, theirs: np.ndarray, there: np.ndarray, reachable: np.ndarray) -> float:
    """How many cases a group can give away and get back elsewhere: `mine` by combination, `theirs` by partner and combination,
    where a partner can take a case only in a combination it occurs in, and the group likewise."""
    left, moved = mine.astype(float).copy(), 0.0
    for back, open_ in zip((theirs * reachable).sum(axis=1), there, strict=True):
        taken = min(back, left[open_].sum())
        moved += taken
        for place in np.flatnonzero(open_):
            here = min(taken, left[place])
            left[place], taken = left[place] - here, taken - here
    return moved
