"""The attack: what can be worked out about small groups from everything that is shown?

Shown are sums over cases. Whoever adds and subtracts them all solves one
system of equations whose unknowns are the cases of every month in every unit
(or combination of units); its linear programme gives the least and the
greatest number that a hidden group can have. The attacker knows which units
occur together, and that no number of cases is negative.
Hundepool et al. 2012, Statistical Disclosure Control, ch. 4.

A programme for every group would take hours in a company of many stores. So
the audit first looks for exchanges (exchange.py), which show that an attack
must fail; what they do not show, is attacked.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from metrics.privacy.cases import MONTHS, WHOLE, Cases, small
from metrics.privacy.exchange import Exchanges
from metrics.privacy.lattice import Lattice

if TYPE_CHECKING:
    from scipy.sparse import csr_array

_SOLVED, _UNBOUNDED = 0, 3  # the two statuses of linprog that tell something
_DUST = 1e-6  # what rounding may add to a bound


class Bounds(NamedTuple):
    """What an attacker can say of a hidden number of cases: at least `low`, at most `high`
    (infinite: nothing)."""

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
    """Everything shown, as `matrix` @ cases = `known`; `truth` are the cases themselves, `targets`
    @ cases those of `cells`."""

    matrix: "csr_array"
    known: np.ndarray
    truth: np.ndarray
    cells: tuple[Cell, ...]
    targets: "csr_array"


def attack(system: System, least: int) -> list[Bounds]:
    """For each of the targets what can be told of it: its bounds where they are under `least`
    apart, else bounds at least so far apart.

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
    """Cases that fit all that is shown, with the target at its highest (sign 1) or lowest (-1);
    None where nothing limits it."""
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
    """Whether any small hidden cell can be told from what is shown of the dimensions of each view,
    taken together."""
    attacked, exposed = set(), []
    for dimensions in views:
        hidden = _small_hidden(cases, lattice, least, dimensions)
        attacked |= {cell for _, cell in hidden}
        left = (
            hidden - _proved(cases, lattice, least, dimensions) if lattice.all_or_none() else hidden
        )
        for system in systems(cases, lattice, least, dimensions, left):
            found = zip(system.cells, attack(system, least), strict=True)
            exposed += [Exposure(cell, bounds) for cell, bounds in found if not bounds.open(least)]
    return Audit(len(attacked), tuple(exposed))


def _small_hidden(
    cases: Cases, lattice: Lattice, least: int, dimensions: Sequence[str]
) -> set[tuple[int, Cell]]:
    """The cells of the view that are hidden and of too few people, each with the layer in which
    they are."""
    return {
        (layer, Cell(name, group, grain, period))
        for name in (WHOLE, *dimensions)
        for grain, shown in lattice.shown[name].items()
        for layer, group, period in np.argwhere(
            small(cases.people(name, grain), least) & ~shown
        ).tolist()
    }


def _proved(
    cases: Cases, lattice: Lattice, least: int, dimensions: Sequence[str]
) -> set[tuple[int, Cell]]:
    """The small hidden cells that exchanges show to be open."""
    seen = replace(
        cases,
        units={name: cases.units[name] for name in (WHOLE, *dimensions)},
        names={name: cases.names[name] for name in (WHOLE, *dimensions)},
    )
    people = {
        name: {grain: cases.people(name, grain) for grain in _grains(lattice)}
        for name in seen.names
    }
    exchanges = Exchanges(seen, people, least)
    exchanges.unproven_alone(lattice.shown)
    cells = exchanges.proved | {
        (WHOLE, grain): exchanges.of_everybody(lattice.shown, grain) for grain in _grains(lattice)
    }
    return {
        (layer, Cell(name, group, grain, period))
        for (name, grain), proved in cells.items()
        for layer, group, period in np.argwhere(proved).tolist()
    }


def nested_views(cases: Cases, dimensions: Sequence[str]) -> list[tuple[str, ...]]:
    """Each dimension alone, and the pairs of which one has groups that lie within a group of the
    other."""
    pairs = [
        (first, second) for at, first in enumerate(dimensions) for second in dimensions[at + 1 :]
    ]
    within = [
        pair
        for pair in pairs
        if (cases.links(*pair).sum(axis=1) == 1).any()
        or (cases.links(*pair[::-1]).sum(axis=1) == 1).any()
    ]
    return [*((name,) for name in dimensions), *within]


def systems(
    cases: Cases,
    lattice: Lattice,
    least: int,
    dimensions: Sequence[str],
    among: Collection[tuple[int, Cell]] | None = None,
) -> Iterator[System]:
    """What is shown of some dimensions and of the whole, one system for each layer and each span of
    time that adds up to nothing longer; against all small hidden cells, or those `among` them."""
    hidden = _small_hidden(cases, lattice, least, dimensions) if among is None else among
    atoms, atom = np.unique(
        np.column_stack([cases.units[name] for name in dimensions]), axis=0, return_inverse=True
    )
    groups = {name: atoms[:, at] for at, name in enumerate(dimensions)} | {
        WHOLE: np.zeros(len(atoms), int)
    }
    span = max(MONTHS[grain] for grain in _grains(lattice))
    for layer, at in sorted(
        {(layer, cell.period * MONTHS[cell.grain] // span) for layer, cell in hidden}
    ):
        first = at * span
        inside = (cases.month >= first) & (cases.month < first + span) & (cases.layer == layer)
        truth = np.bincount(
            atom[inside] * span + cases.month[inside] - first, cases.n[inside], len(atoms) * span
        )
        places = list(_places(cases, lattice, groups, first, span))
        shown = [
            unknown
            for cell, unknown in places
            if lattice.shown[cell.dimension][cell.grain][cell.group, cell.period]
        ]
        yield _system(
            shown, [(cell, unknown) for cell, unknown in places if (layer, cell) in hidden], truth
        )


def _system(
    shown: list[np.ndarray], hidden: list[tuple[Cell, np.ndarray]], truth: np.ndarray
) -> System:
    """The equations of the places shown; unknowns that belong to a shown 0 are none."""
    matrix, targets = _rows(shown, len(truth)), _rows([places for _, places in hidden], len(truth))
    known = matrix @ truth
    left = matrix[known == 0].sum(axis=0) == 0
    return System(
        matrix[known > 0][:, left],
        known[known > 0],
        truth[left],
        tuple(cell for cell, _ in hidden),
        targets[:, left],
    )


def _places(
    cases: Cases, lattice: Lattice, groups: dict[str, np.ndarray], first: int, span: int
) -> Iterator[tuple[Cell, np.ndarray]]:
    """Every cell of the span of months from `first`, with the unknowns that add up to it."""
    for name, grain in ((name, grain) for name in groups for grain in _grains(lattice)):
        width = MONTHS[grain]
        for group in range(len(cases.names[name])):
            members = np.flatnonzero(groups[name] == group)[:, None] * span
            for start in range(0, span, width):
                yield (
                    Cell(name, group, grain, (first + start) // width),
                    (members + np.arange(start, start + width)).ravel(),
                )


def _rows(places: list[np.ndarray], columns: int) -> "csr_array":
    """A matrix of ones at the places of each row."""
    from scipy.sparse import csr_array

    counts = [len(row) for row in places]
    at = (
        np.repeat(np.arange(len(places)), counts),
        np.concatenate([*places, np.zeros(0, int)]).astype(int),
    )
    return csr_array((np.ones(sum(counts)), at), shape=(len(places), columns))


def _grains(lattice: Lattice) -> tuple[str, ...]:
    return tuple(lattice.shown[WHOLE])
