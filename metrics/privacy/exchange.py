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
the rest) with known margins, whose cells have Fréchet's bounds (Dobra and
Fienberg 2000, PNAS 97(22):11885-11892). Where each atom keeps too
much, units swap cases between periods: one takes in a period what the other takes elsewhere.
All this supposes rule 1 of lattice.py. Pairs are looked at where both rest on each other.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import product
from typing import NamedTuple

import numpy as np

from metrics.privacy.cases import MONTHS, WHOLE, Cases, known, small

Shown = Mapping[str, Mapping[str, np.ndarray]]
MOST_TRIED = (
    300_000  # units looked at as partners of swaps; of a company with more of them, more is hidden
)


class Unproven(NamedTuple):
    """A hidden group, or two of them together, that exchanges do not protect enough, in a period of
    a grain."""

    dimension: str
    groups: tuple[int, ...]
    grain: str
    period: int


class Targets(NamedTuple):
    """Hidden numbers of a dimension and grain: `groups` holds the units of each that add up to it,
    a row a number."""

    dimension: str
    grain: str
    layer: np.ndarray
    period: np.ndarray
    groups: np.ndarray

    def only(self, those: np.ndarray) -> "Targets":
        """Some of them."""
        return self._replace(
            layer=self.layer[those], period=self.period[those], groups=self.groups[those]
        )

    def cells(self) -> list[tuple[int, Unproven]]:
        """Each with its layer."""
        found = zip(
            self.layer.tolist(), self.period.tolist(), map(tuple, self.groups.tolist()), strict=True
        )
        return [
            (layer, Unproven(self.dimension, groups, self.grain, period))
            for layer, period, groups in found
        ]


class Exchanges:
    """The exchanges that are possible among the cases while more and more of them is hidden.

    What is proved once stays so: hiding more only adds exchanges.
    """

    def __init__(self, cases: Cases, people: Mapping[str, Mapping[str, np.ndarray]], least: int):
        self.cases, self.grains, self.least, self.tried = cases, tuple(people[WHOLE]), least, 0
        self.dimensions = [name for name in cases.names if name != WHOLE]
        self.atoms, self.atom = np.unique(
            np.column_stack([cases.units[name] for name in self.dimensions]),
            axis=0,
            return_inverse=True,
        )
        self.small = {
            (name, grain): small(people[name][grain], least)
            for name in self.dimensions
            for grain in self.grains
        }
        self.mass = [_Mass(self, depth) for depth in range(len(self.grains))]
        self.met = {name: _Met(self, name) for name in self.dimensions}
        self.proved = {place: np.zeros_like(cells) for place, cells in self.small.items()}
        self.rests_on: dict[
            tuple[int, Unproven], set[int]
        ] = {}  # the other small groups that spoil a group's proof where both are looked at
        self.proved_pairs: set[tuple[int, Unproven]] = set()

    def part_proved(self) -> float:
        """The part of the small groups that is proved."""
        return sum(int(cells.sum()) for cells in self.proved.values()) / max(
            1, sum(int(cells.sum()) for cells in self.small.values())
        )

    def unproven(
        self, shown: Shown, tell: Callable[[float], object] = lambda part: None
    ) -> list[Unproven]:
        """The small hidden groups whose numbers exchanges do not spread `least` apart; where there
        are none, such pairs of them."""
        return self.unproven_alone(shown, tell) or self._unproven_pairs(ExchangeState(self, shown))

    def unproven_alone(
        self, shown: Shown, tell: Callable[[float], object] = lambda part: None
    ) -> list[Unproven]:
        """The small hidden groups whose numbers, each for itself, exchanges do not spread `least`
        apart."""
        now = ExchangeState(self, shown)
        for dimension in self.dimensions:
            tell(self.part_proved())
            self._prove(now, dimension)
        return [
            Unproven(dimension, (group,), grain, period)
            for (dimension, grain), cells in self.small.items()
            for group, period in np.argwhere(
                (cells & ~self.proved[dimension, grain] & ~shown[dimension][grain]).any(axis=0)
            ).tolist()
        ]

    def of_everybody(self, shown: Shown, grain: str) -> np.ndarray:
        """The hidden periods (layer, 0, period) in which everybody's cases may be few or many: of a
        longer period that is shown any part may lie in each, for where everybody is hidden so is
        every group; of one that is not shown, any number."""
        depths, months = depth_of(shown[WHOLE])[0], self._months.sum(axis=1)
        found = np.zeros((self.cases.layers, 1, self.cases.periods(grain)), bool)
        for period in np.flatnonzero(~shown[WHOLE][grain][0]).tolist():
            month = period * MONTHS[grain]
            width = MONTHS[self.grains[max(depths[month] - 1, 0)]]
            first = month // width * width
            found[:, 0, period] = (months[:, first : first + width].sum(axis=1) >= self.least) | (
                depths[month] == 0
            )
        return found

    def _prove(self, now: "ExchangeState", dimension: str) -> None:
        """Note which small hidden groups are proved, and on which others the proof of each
        rests."""
        hidden = {
            grain: self.small[dimension, grain] & ~now.shown[dimension][grain]
            for grain in self.grains
        }
        wanted = {
            grain: (cells & ~self.proved[dimension, grain]).any(axis=(0, 1))
            for grain, cells in hidden.items()
        }
        for depth, shares in now.shares(dimension, wanted):
            for grain in self.grains[depth:]:
                proved = self.proved[dimension, grain]
                layer, group, period = np.nonzero(hidden[grain] & ~proved)
                targets = Targets(dimension, grain, layer, period, group[:, None])
                reach, parts = shares.reach(targets)
                found = reach >= self.least
                proved[layer[found], group[found], period[found]] = True
                rests = shares.rests_on(targets, reach, parts, self.small[dimension, grain])
                self.rests_on.update(
                    zip(
                        targets.only(np.array(list(rests), int)).cells(),
                        rests.values(),
                        strict=True,
                    )
                )
        for grain in self.grains[1:]:
            layer, group, period = np.nonzero(hidden[grain] & ~self.proved[dimension, grain])
            for cell in Targets(dimension, grain, layer, period, group[:, None]).cells():
                partners = now.swaps(*cell)
                if partners:
                    self.proved[dimension, grain][cell[0], cell[1].groups[0], cell[1].period] = True
                    self.rests_on[cell] = partners

    def _unproven_pairs(self, now: "ExchangeState") -> list[Unproven]:
        """Of the pairs whose proofs rest on each other those that are small together and not proved
        as a pair."""
        found = defaultdict(list)
        for (layer, cell), others in self.rests_on.items():
            (group,) = cell.groups
            for other in others:
                pair = cell._replace(groups=(group, other))
                if (
                    group < other
                    and group in self.rests_on.get((layer, cell._replace(groups=(other,))), ())
                    and (layer, pair) not in self.proved_pairs
                    and self._small_together(layer, pair)
                ):
                    found[cell.dimension, cell.grain].append((layer, cell.period, group, other))
        left = []
        for (dimension, grain), rows in found.items():
            layer, period, *groups = np.array(sorted(rows)).T
            targets = Targets(dimension, grain, layer, period, np.column_stack(groups))
            for place, reach in zip(targets.cells(), now.reach(targets), strict=True):
                if reach >= self.least or now.swaps(*place):
                    self.proved_pairs.add(place)
                else:
                    left.append(place[1])
        return left

    def _small_together(self, layer: int, pair: Unproven) -> bool:
        one, two = (
            self._who.get((pair.dimension, pair.grain, layer, group, pair.period), set())
            for group in pair.groups
        )
        return known(one | two) < self.least

    @cached_property
    def _who(self) -> dict[tuple[str, str, int, int, int], set[int]]:
        """The people of each small group."""
        cases, found = self.cases, defaultdict(set)
        for (dimension, grain), cells in self.small.items():
            group, period = cases.units[dimension], cases.month // MONTHS[grain]
            few = cells[cases.layer, group, period]
            for layer, unit, at, person in zip(
                *(codes[few].tolist() for codes in (cases.layer, group, period, cases.person)),
                strict=True,
            ):
                found[dimension, grain, layer, unit, at].add(person)
        return found

    def alike(self, cell: Unproven) -> tuple[np.ndarray, np.ndarray]:
        """The units that occur with the same other units as the cell's groups, and the cases they
        have there in its period."""
        met, first, width = (
            self.met[cell.dimension],
            cell.period * MONTHS[cell.grain],
            MONTHS[cell.grain],
        )
        atoms = [
            place
            for group in cell.groups
            for atom in met.atoms[group]
            for place in met.units[met.rest[atom]].values()
        ]
        unit = self.atoms[atoms, self.dimensions.index(cell.dimension)]
        cases = np.bincount(unit, self._months[:, atoms, first : first + width].sum(axis=(0, 2)))
        units = np.setdiff1d(unit, cell.groups)
        return units, cases[units]

    def met_by(self, cell: Unproven, other: str) -> np.ndarray:
        """The units of another dimension that occur with the cell's groups."""
        atoms = [atom for group in cell.groups for atom in self.met[cell.dimension].atoms[group]]
        return np.unique(self.atoms[atoms, self.dimensions.index(other)])

    @cached_property
    def _months(self) -> np.ndarray:
        """The cases by layer, atom and month."""
        cases, shape = self.cases, (self.cases.layers, len(self.atoms), self.cases.years * 12)
        return np.bincount(
            (cases.layer * shape[1] + self.atom) * shape[2] + cases.month, cases.n, math.prod(shape)
        ).reshape(shape)


class _Mass:
    """Cases by layer, atom, and span in which exchanges of a depth keep each atom's total; month by
    month in `months`.

    Only where there are any; but where no total is kept (depth 0) an atom can take cases wherever
    it occurs.
    """

    def __init__(self, of: Exchanges, depth: int):
        cases, self.grains, width = of.cases, of.grains, MONTHS[of.grains[max(depth - 1, 0)]]
        spans, atoms = cases.years * 12 // width, len(of.atoms)
        cell = (cases.layer * atoms + of.atom) * spans + cases.month // width
        cells, place = (
            np.unique(cell, return_inverse=True)
            if depth
            else (np.arange(cases.layers * atoms * spans), cell)
        )
        self.months = np.bincount(
            place * width + cases.month % width, cases.n, minlength=len(cells) * width
        ).reshape(-1, width)
        self.layer, self.atom, self.span, self.width = (
            cells // spans // atoms,
            cells // spans % atoms,
            cells % spans,
            width,
        )

    @cached_property
    def row(self) -> dict[tuple[int, int, int], int]:
        """Where the cases of a layer, atom and span stand."""
        return {
            key: at
            for at, key in enumerate(
                zip(self.layer.tolist(), self.atom.tolist(), self.span.tolist(), strict=True)
            )
        }

    @cached_property
    def by(self) -> dict[str, list[list[float]]]:
        """The cases by the periods of a grain within the span."""
        return {
            grain: self.months.reshape(len(self.months), -1, MONTHS[grain]).sum(axis=2).tolist()
            for grain in self.grains
            if MONTHS[grain] <= self.width
        }


class _Met:
    """Which units of a dimension occur with what: the atoms of each; `rest`, a number for each
    atom's combination of the other units; and the units that occur in each such combination."""

    def __init__(self, of: Exchanges, dimension: str):
        at = of.dimensions.index(dimension)
        self.rest = _alike(
            [column for other, column in enumerate(of.atoms.T) if other != at], len(of.atoms)
        ).tolist()
        self.atoms: list[list[int]] = [[] for _ in of.cases.names[dimension]]
        self.units: list[dict[int, int]] = [
            {} for _ in range(max(self.rest, default=-1) + 1)
        ]  # with the atom they make together
        for atom, (unit, rest) in enumerate(zip(of.atoms[:, at].tolist(), self.rest, strict=True)):
            self.atoms[unit].append(atom)
            self.units[rest][unit] = atom


class ExchangeState:
    """The exchanges for what is shown at this moment."""

    def __init__(self, of: Exchanges, shown: Shown):
        self.of, self.shown = of, shown
        self.depths = {name: depth_of(shown[name]) for name in (WHOLE, *of.dimensions)}
        self._kept: dict[tuple[str, int, int], set[int]] = {}

    def shares(
        self, dimension: str, wanted: Mapping[str, np.ndarray]
    ) -> Iterator[tuple[int, "_Shares"]]:
        """What the hidden units have in the classes of each depth that serve some of the periods
        wanted of each grain."""
        for depth, coarse in enumerate(self.of.grains):
            cells = [
                wanted[grain].reshape(-1, MONTHS[coarse] // MONTHS[grain]).any(axis=1)
                for grain in self.of.grains[depth:]
            ]
            if (periods := np.any(cells, axis=0)).any():
                yield depth, _Shares(self, dimension, depth, periods)

    def reach(self, targets: Targets) -> np.ndarray:
        """How far apart each of the numbers can lie by exchanges within classes."""
        reach = np.zeros(len(targets.period))
        wanted = {grain: np.zeros(self.of.cases.periods(grain), bool) for grain in self.of.grains}
        wanted[targets.grain][targets.period] = True
        for _, shares in self.shares(targets.dimension, wanted):
            reach = np.maximum(reach, shares.reach(targets)[0])
        return reach

    def swaps(self, layer: int, cell: Unproven) -> set[int]:
        """The partners of swaps between periods that spread the number `least` apart, where there
        are such swaps."""
        month = cell.period * MONTHS[cell.grain]
        depths = range(
            1, min(self.of.grains.index(cell.grain) + 1, self.depths[WHOLE][0, month])
        )  # beyond, the classes tell all
        for depth, group in product(depths, cell.groups):
            if self.depths[cell.dimension][group, month] <= depth and (
                found := self._swaps(depth, layer, cell, group)
            ):
                return found
        return set()

    def _swaps(self, depth: int, layer: int, cell: Unproven, group: int) -> set[int]:
        """Partners of one of the groups: each unit keeps its total in the span of the depth, each
        combination of other units its months."""
        met = self.of.met[cell.dimension]
        mine = self._mine(depth, layer, cell, group)
        enough = sum(map(sum, (mine[0].values(), mine[1].values()))) >= self.of.least
        if not enough or self.of.tried > MOST_TRIED:
            return set()
        theirs = self._theirs(depth, layer, cell, group)
        moved, partners = 0.0, set()
        for given, back in ((0, 1), (1, 0)):
            left = {rest: cases for rest, cases in mine[given].items() if cases}
            for unit, has in theirs.items():
                able = [rest for rest in left if unit in met.units[rest]] if has[back] else []
                taken = _take(left, able, has, back)
                moved += taken
                if taken:
                    partners.add(unit)
                if moved >= self.of.least:
                    return partners
                if not any(left.values()):
                    break
        return set()

    def _mine(self, depth: int, layer: int, cell: Unproven, group: int) -> list[dict[int, float]]:
        """The group's cases by combination of other units: in the period, in the rest of the
        span."""
        met = self.of.met[cell.dimension]
        mine: list[dict[int, float]] = [{}, {}]
        for atom in met.atoms[group]:
            found = self._cases(depth, layer, cell, atom)
            if found is not None:
                mine[0][met.rest[atom]], mine[1][met.rest[atom]] = found
        return mine

    def _theirs(self, depth: int, layer: int, cell: Unproven, group: int) -> dict[int, list[float]]:
        """The cases of each partner, of the combinations that the group occurs in too."""
        met = self.of.met[cell.dimension]
        month = cell.period * MONTHS[cell.grain]
        hidden = self._hidden(cell.dimension, month, depth) - set(cell.groups)
        theirs: dict[int, list[float]] = {}
        for atom in met.atoms[group]:
            units = met.units[met.rest[atom]]
            self.of.tried += len(units)
            for unit, place in units.items():
                found = self._cases(depth, layer, cell, place) if unit in hidden else None
                if found is not None:
                    has = theirs.setdefault(unit, [0.0, 0.0])
                    has[0], has[1] = has[0] + found[0], has[1] + found[1]
        return theirs

    def _cases(
        self, depth: int, layer: int, cell: Unproven, atom: int
    ) -> tuple[float, float] | None:
        """An atom's cases in the cell's period, and in the rest of the depth's span."""
        mass, month = self.of.mass[depth], cell.period * MONTHS[cell.grain]
        row = mass.row.get((layer, atom, month // mass.width))
        if row is None:
            return None
        cases = mass.by[cell.grain][row]
        inside = cases[month % mass.width // MONTHS[cell.grain]]
        return inside, sum(cases) - inside

    def _hidden(self, dimension: str, month: int, depth: int) -> set[int]:
        """The units that count as one for exchanges of a depth."""
        if (dimension, month, depth) not in self._kept:
            self._kept[dimension, month, depth] = set(
                np.flatnonzero(self.depths[dimension][:, month] <= depth).tolist()
            )
        return self._kept[dimension, month, depth]


class _Shares:
    """What each hidden unit of a dimension has in each class of a depth, in the periods wanted."""

    def __init__(self, now: ExchangeState, dimension: str, depth: int, wanted: np.ndarray):
        of, mass, width = now.of, now.of.mass[depth], MONTHS[now.of.grains[depth]]
        self.depth, self.width, self.least, self.periods, self.units = (
            depth,
            width,
            of.least,
            len(wanted),
            len(of.cases.names[dimension]),
        )
        self.free = (
            now.depths[WHOLE][0, ::width] <= depth
        )  # not even everybody's number is shown by a grain as fine
        told = {name: now.depths[name][:, ::width] > depth for name in of.dimensions}
        unit, parts = of.atoms[mass.atom, of.dimensions.index(dimension)], mass.width // width
        period = mass.span[:, None] * parts + np.arange(parts)
        row, part = np.nonzero(wanted[period] & ~told[dimension][unit[:, None], period])
        period, unit, when = (
            period[row, part],
            unit[row],
            mass.layer[row] * self.periods + period[row, part],
        )
        others = {
            name: of.atoms[mass.atom[row], at]
            for at, name in enumerate(of.dimensions)
            if name != dimension
        }
        apart = [
            np.where(told[name][codes, period], codes + 1, 0) for name, codes in others.items()
        ]
        class_ = _alike([when, *apart], len(row))
        found, first, place = np.unique(
            class_ * self.units + unit, return_index=True, return_inverse=True
        )
        self.class_, self.unit = found // self.units, found % self.units
        # Where atoms keep no totals it only matters how many units there are.
        self.own = (
            np.bincount(place, mass.months.sum(axis=1)[row], len(found))
            if depth
            else np.ones(len(found))
        )
        self.size, self.all = np.bincount(self.class_), np.bincount(self.class_, self.own)
        cases = mass.months.reshape(-1, parts, width)[row, part]
        self.months = np.bincount(
            (class_[:, None] * width + np.arange(width)).ravel(),
            cases.ravel(),
            len(self.size) * width,
        ).reshape(-1, width)
        where = when[first] * self.units + self.unit
        self.order = np.argsort(where, kind="stable")
        self.where = where[self.order]

    def reach(self, targets: Targets) -> tuple[np.ndarray, "_Parts"]:
        """How far apart each of the numbers can lie, and of which parts that is made."""
        count, cells = len(targets.period), self.width // MONTHS[targets.grain]
        when = targets.layer * self.periods + targets.period // cells
        wanted = (when[:, None] * self.units + targets.groups).ravel()
        low, high = (
            np.searchsorted(self.where, wanted, "left"),
            np.searchsorted(self.where, wanted, "right"),
        )
        at, target = (
            self.order[_ranges(low, high)],
            np.repeat(np.arange(count).repeat(targets.groups.shape[1]), high - low),
        )
        class_, own = self.class_[at], self.own[at]
        if targets.groups.shape[1] > 1:
            both, place = np.unique(target * len(self.size) + class_, return_inverse=True)
            target, class_, own = (
                both // len(self.size),
                both % len(self.size),
                np.bincount(place, own, len(both)),
            )
        column = self.months.reshape(len(self.size), cells, MONTHS[targets.grain]).sum(axis=2)[
            class_, targets.period[target] % cells
        ]
        free = self.free[targets.period[target] // cells]
        spread = np.where(
            free, own if self.depth else np.inf, self._spread(own, column, self.all[class_])
        )
        return np.bincount(target, spread, count), _Parts(
            target[~free], class_[~free], own[~free], column[~free], spread[~free]
        )

    def _spread(self, own: np.ndarray, column: np.ndarray, all_: np.ndarray) -> np.ndarray:
        """Fréchet's bounds of a cell, the upper less the lower; without totals of atoms all may be
        its cases, or none, if others are there."""
        if self.depth == 0:
            return np.where(all_ > own, column, 0.0)
        return np.maximum(
            np.minimum(np.minimum(own, column), np.minimum(all_ - own, all_ - column)), 0.0
        )

    def rests_on(
        self, targets: Targets, reach: np.ndarray, parts: "_Parts", few: np.ndarray
    ) -> dict[int, set[int]]:
        """Of the targets (groups alone) proved with this reach, with which other small groups they
        may be unproven as a pair.

        In a class of many others the pair has at least as much room as it needs.
        """
        some = (reach[parts.target] >= self.least) & (self.size[parts.class_] < self.least + 2)
        target, class_, own, column, spread = (values[some] for values in parts)
        after = np.cumsum(self.size)[class_]
        place = np.repeat(np.arange(len(target)), self.size[class_])
        other = _ranges(after - self.size[class_], after)
        loss = spread[place] - self._spread(
            own[place] + self.own[other], column[place], self.all[class_[place]]
        )
        target, unit = target[place], self.unit[other]
        counts = (
            (loss > 0)
            & (unit != targets.groups[target, 0])
            & few[targets.layer[target], unit, targets.period[target]]
        )
        pairs, place = np.unique(target[counts] * self.units + unit[counts], return_inverse=True)
        spoiled = (
            reach[pairs // self.units] - np.bincount(place, loss[counts], len(pairs)) < self.least
        )
        found = defaultdict(set)
        for pair in pairs[spoiled].tolist():
            found[pair // self.units].add(pair % self.units)
        return found


class _Parts(NamedTuple):
    """What targets have in classes: `own` of the class, of whose cases `column` are in the period,
    which leaves `spread`."""

    target: np.ndarray
    class_: np.ndarray
    own: np.ndarray
    column: np.ndarray
    spread: np.ndarray


def _take(left: dict[int, float], able: Sequence[int], has: list[float], back: int) -> float:
    """How much a partner that `has` so many cases takes of what is left of combinations that it
    occurs in too, giving as many back."""
    moved = 0.0
    for rest in able:
        taken = min(has[back], left[rest])
        left[rest] -= taken
        has[back] -= taken
        moved += taken
    return moved


def _alike(columns: Sequence[np.ndarray], length: int) -> np.ndarray:
    """A number for each place, the same where all columns of codes are."""
    codes, size = np.zeros(length, np.int64), 1
    for column in columns:
        values = int(column.max(initial=0)) + 1
        if size * values >= 2**62:
            codes, size = np.unique(codes, return_inverse=True)[1], length
        codes, size = codes * values + column, size * values
    return np.unique(codes, return_inverse=True)[1]


def _ranges(low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """All numbers from each low up to its high, one range after the other."""
    counts = high - low
    return np.arange(counts.sum()) + np.repeat(low - (np.cumsum(counts) - counts), counts)


def depth_of(shown: Mapping[str, np.ndarray]) -> np.ndarray:
    """Grains shown of each unit of a dimension (unit, month)."""
    return np.sum(
        [np.repeat(table, MONTHS[grain], axis=1).astype(int) for grain, table in shown.items()],
        axis=0,
    )
