"""The attack: what can be worked out about small groups from everything that is shown?

Shown are sums over cases. Whoever adds and subtracts them all solves one
system of equations whose unknowns are the cases of every month in every unit
(or combination of units); its linear programme gives the least and the
greatest number that a hidden group can have. The attacker knows which units
occur together, and that no number of cases is negative.
Hundepool et al. 2012, Statistical Disclosure Control, ch. 4.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from metrics.lattice import Cases, Lattice

if TYPE_CHECKING:
    from scipy.sparse import csr_array

_SOLVED, _UNBOUNDED = 0, 3  # the two statuses of linprog that tell something
_DUST = 1e-6  # what rounding may add to a bound


class Bounds(NamedTuple):
    """What an attacker can say of a hidden number of cases: at least `low`, at most `high` (infinite: nothing)."""

    low: float
    high: float

    def open(self, least: int) -> bool:
        """Whether the bounds lie at least `least` apart."""
        return self.high - self.low >= least - _DUST


class Cell(NamedTuple):
    """A group of a dimension in a period; `period` counts from the first one of the cases."""

    dimension: str
    group: int
    grain: str
    period: int


class Exposure(NamedTuple):
    """A small hidden cell that what is shown bounds too tightly."""

    cell: Cell
    bounds: Bounds


@dataclass(frozen=True)
class System:
    """Everything shown, as `matrix` @ cases = `known`; `truth` are the cases themselves, `targets` @ cases those of `cells`."""

    matrix: "csr_array"
    known: np.ndarray
    truth: np.ndarray
    cells: tuple[Cell, ...]
    targets: "csr_array"


def attack(system: System, least: int) -> list[Bounds]:
    """For each of the targets what can be told of it: its bounds where they are under `least` apart, else bounds at least so far apart.

    Every set of cases that fits all that is shown widens the bounds of all
    targets at once, so most of them are settled without a programme of their own.
    """
    low = system.targets @ system.truth
    high = low.copy()
    for place in range(len(low)):
        for sign in (1, -1):
            if high[place] - low[place] >= least:
                break
            found = _furthest(system, place, sign)
            if found is None:
                high[place] = np.inf
                break
            seen = system.targets @ found
            low, high = np.minimum(low, seen), np.maximum(high, seen)
    return [Bounds(float(least_), float(most)) for least_, most in zip(low, high, strict=True)]


def _furthest(system: System, place: int, sign: int) -> np.ndarray | None:
    """Cases that fit all that is shown, with the target at its highest (sign 1) or lowest (-1); None where nothing limits it."""
    from scipy.optimize import linprog

    cost = -sign * system.targets[[place]].toarray()[0].astype(float)
    answer = linprog(cost, A_eq=system.matrix, b_eq=system.known, bounds=(0, None), method="highs")
    if answer.status == _UNBOUNDED:
        return None
    if answer.status != _SOLVED:
        raise ArithmeticError(f"the bounds of a hidden number cannot be computed: {answer.message}")
    return answer.x


@dataclass(frozen=True)
class Audit:
    """How many small hidden cells were attacked, and those that are not open enough."""

    attacked: int
    exposed: tuple[Exposure, ...]


def audit(cases: Cases, lattice: Lattice, least: int, views: Iterable[Sequence[str]]) -> Audit:
    """Attack every small hidden cell with what is shown of the dimensions of each view, taken together."""
    attacked, exposed = set(), []
    for dimensions in views:
        for system in systems(cases, lattice, least, dimensions):
            attacked |= set(system.cells)
            found = zip(system.cells, attack(system, least), strict=True)
            exposed += [Exposure(cell, bounds) for cell, bounds in found if not bounds.open(least)]
    return Audit(len(attacked), tuple(exposed))


def nested_views(cases: Cases, dimensions: Sequence[str]) -> list[tuple[str, ...]]:
    """Each dimension alone, and the pairs of which one has groups that lie within a group of the other."""
    pairs = [(first, second) for at, first in enumerate(dimensions) for second in dimensions[at + 1:]]
    within = [pair for pair in pairs if (cases.links(*pair).sum(axis=1) == 1).any() or (cases.links(*pair[::-1]).sum(axis=1) == 1).any()]
    return [*((name,) for name in dimensions), *within]


def systems(cases: Cases, lattice: Lattice, least: int, dimensions: Sequence[str]) -> Iterator[System]:
    """What is shown of some dimensions and of the whole, one system for each layer and each span of time that adds up to nothing longer."""
    atoms, atom = np.unique(np.column_stack([cases.units[name] for name in dimensions]), axis=0, return_inverse=True)
    groups = {name: atoms[:, at] for at, name in enumerate(dimensions)} | {"": np.zeros(len(atoms), int)}
    people = {(name, grain): cases.people(name, grain) for name in groups for grain in _grains(lattice)}
    span = max(_months(cases, lattice, grain) for grain in _grains(lattice))
    for layer in range(int(cases.layer.max(initial=0)) + 1):
        for first in range(0, cases.years * 12, span):
            inside = (cases.month >= first) & (cases.month < first + span) & (cases.layer == layer)
            truth = np.bincount(atom[inside] * span + cases.month[inside] - first, cases.n[inside], len(atoms) * span)
            shown, hidden = [], []
            for cell, places in _places(cases, lattice, groups, first, span):
                if lattice.shown[cell.dimension][cell.grain][cell.group, cell.period]:
                    shown.append(places)
                elif 0 < people[cell.dimension, cell.grain][layer, cell.group, cell.period] < least:
                    hidden.append((cell, places))
            if hidden:
                yield _system(shown, hidden, truth)


def _system(shown: list[np.ndarray], hidden: list[tuple[Cell, np.ndarray]], truth: np.ndarray) -> System:
    """The equations of the places shown; unknowns that belong to a shown 0 are none."""
    matrix, targets = _rows(shown, len(truth)), _rows([places for _, places in hidden], len(truth))
    known = matrix @ truth
    left = matrix[known == 0].sum(axis=0) == 0
    return System(matrix[known > 0][:, left], known[known > 0], truth[left], tuple(cell for cell, _ in hidden), targets[:, left])


def _places(cases: Cases, lattice: Lattice, groups: dict[str, np.ndarray], first: int, span: int) -> Iterator[tuple[Cell, np.ndarray]]:
    """Every cell of the span of months from `first`, with the unknowns that add up to it."""
    for name, grain in ((name, grain) for name in groups for grain in _grains(lattice)):
        width = _months(cases, lattice, grain)
        for group in range(len(cases.names[name])):
            members = np.flatnonzero(groups[name] == group)[:, None] * span
            for start in range(0, span, width):
                yield Cell(name, group, grain, (first + start) // width), (members + np.arange(start, start + width)).ravel()


def _rows(places: list[np.ndarray], columns: int) -> "csr_array":
    """A matrix of ones at the places of each row."""
    from scipy.sparse import csr_array

    counts = [len(row) for row in places]
    at = (np.repeat(np.arange(len(places)), counts), np.concatenate([*places, np.zeros(0, int)]).astype(int))
    return csr_array((np.ones(sum(counts)), at), shape=(len(places), columns))


def _grains(lattice: Lattice) -> tuple[str, ...]:
    return tuple(lattice.shown[""])


def _months(cases: Cases, lattice: Lattice, grain: str) -> int:
    return cases.years * 12 // lattice.shown[""][grain].shape[1]
