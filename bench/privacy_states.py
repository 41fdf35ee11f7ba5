"""python -m bench.privacy_states: companies in two or three states one after the other, and an
attacker who saw all that was published.

Between two states months come after each other, exams come later, uploads are taken back, results
are corrected, units are merged, and a hidden unit grows. The attacker solves for the cases by how
long they were on record: every combination of units and month, once for each set of states in which
a case may have been there. Small groups of each state are attacked, and what changed of few people
in between.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from bench import asked_quick
from bench.privacy_attack import EXAMS, SEED, attacked
from bench.privacy_shapes import SHAPES, Shape
from metrics.privacy.audit import Cell, System, attack
from metrics.privacy.cases import WHOLE, Cases
from metrics.privacy.late import next_release
from metrics.privacy.lattice import MONTHS, STATES, SUMS
from metrics.privacy.releases import CURRENT, HELD, HIDDEN, Log, Release, Threshold

DAY = date(2026, 1, 1)
_ACTS = (
    "come",
    "come",
    "many come",
    "few come",
    "correct",
    "few correct",
    "undo",
    "merge",
    "grow",
    "move",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what was attacked and what came out; 1 where anything did."""
    return attacked(
        asked_quick(
            "What two states of the data, one taken from the other, tell about few people.",
            arguments,
        ),
        tried,
    )


def tried(number: int) -> Mapping[str, int]:
    """Of one company, every fifth of a shape in three states: what was attacked and exposed, cells with
    records there, shown and held in the last state. The shapes take turns."""
    shape = SHAPES[number % len(SHAPES)]
    log, made = releases(number, 3 if number // len(SHAPES) % 5 == 0 else 2, shape)
    found = [
        bounds for system in attacks(log, made, shape) for bounds in attack(system, shape.least)
    ]
    now = log.cases(log.net(log.release > 0) > 0)  # of what is published
    states = np.concatenate(
        [
            cells[now.people(name, grain).any(axis=0)]
            for name, tables in made[-1].state.items()
            for grain, cells in tables.items()
        ]
    )
    return {
        "attacked": len(found),
        "exposed": sum(not bounds.open(shape.least) for bounds in found),
        "there": len(states),
        "shown": int((states != HIDDEN).sum()),
        "held": int((states == HELD).sum()),
    }


def releases(number: int, states: int = 2, shape: Shape = EXAMS) -> tuple[Log, list[Release]]:
    """A company's log of what was published, and the releases of its states."""
    rng = np.random.default_rng([SEED, number, states])
    cases = shape.random_cases(rng)
    log, there = _entries(cases, _states(rng, cases, states))
    together = STATES if shape is EXAMS and rng.random() < 0.25 else SUMS
    threshold = Threshold(shape.least, together)
    made: list[Release] = []
    for records in there:
        log = _with_changes(log, records, len(made) + 1)
        kept, release = next_release(made[-1] if made else None, log, DAY, threshold)
        log = log.only(kept)
        made += [release] if release else []
    return log, made


def _with_changes(log: Log, there: np.ndarray, number: int) -> Log:
    """The log with all that leads from what is published to the entries that are `there`."""
    change = there.astype(int) - log.net(log.release > 0)
    fresh = np.flatnonzero(change)
    return replace(
        log,
        entry=np.append(log.entry, fresh),
        release=np.append(log.release, np.full(len(fresh), number)),
        sign=np.append(log.sign, change[fresh]),
    )


def _states(rng: np.random.Generator, cases: Cases, states: int) -> list[np.ndarray]:
    """The rows of each state: columns person, month, layer, n, a value, and the code of each
    dimension."""
    dimensions = [name for name in cases.names if name != WHOLE]
    rows = np.unique(
        np.column_stack(
            [
                cases.person,
                cases.month,
                cases.layer,
                cases.n,
                np.zeros(len(cases.n), int),
                *(cases.units[name] for name in dimensions),
            ]
        ),
        axis=0,
    )
    found = [rows[rng.random(len(rows)) < rng.choice([0.5, 0.9, 1.0])]]
    # In every other company the months come one after the other, with what else happens.
    until = (
        np.sort(rng.integers(0, cases.years * 12, states))
        if rng.random() < 0.5
        else np.full(states, cases.years * 12)
    )
    found[0] = (
        found[0][found[0][:, 1] <= until[0]] if (found[0][:, 1] <= until[0]).any() else found[0]
    )
    for last, month in zip(until, until[1:], strict=False):
        come = rows[(rows[:, 1] > last) & (rows[:, 1] <= month)]
        found.append(
            np.unique(
                np.concatenate([_later(rng, found[-1], rows[rows[:, 1] <= month]), come]), axis=0
            )
        )
    return found


def _later(rng: np.random.Generator, now: np.ndarray, all_rows: np.ndarray) -> np.ndarray:
    """The next state of the rows."""
    for act in rng.choice(_ACTS, rng.integers(1, 3)):
        now = _acted(rng, str(act), now, all_rows)
    return np.unique(now, axis=0)


def _acted(rng: np.random.Generator, act: str, now: np.ndarray, all_rows: np.ndarray) -> np.ndarray:
    if not len(now) or not len(all_rows):
        return all_rows
    few = min(len(now), int(rng.integers(1, 4)))
    column = int(rng.integers(5, now.shape[1]))
    if act in ("come", "few come", "many come"):
        more = {"few come": few, "come": int(rng.integers(4, 40)), "many come": len(all_rows) // 2}[
            act
        ]
        return np.concatenate([now, rng.permutation(all_rows)[:more]])
    if act == "undo":
        return now[rng.permutation(len(now)) >= int(rng.integers(1, 15))]
    if act in ("correct", "few correct"):
        changed = now.copy()
        changed[rng.permutation(len(now))[: few if act == "few correct" else 12], 4] += 1
        return changed
    units = np.unique(now[:, column])
    one, other = rng.choice(units, 2)
    if act == "grow":
        grown = all_rows[all_rows[:, column] == one]
        return np.concatenate([now, grown[: int(rng.integers(1, 8))]])
    changed = now.copy()
    moved = (
        now[:, column] == one
        if act == "merge"
        else (now[:, column] == one) & (rng.random(len(now)) < 0.2)
    )
    changed[moved, column] = other
    return changed


def _entries(cases: Cases, states: Sequence[np.ndarray]) -> tuple[Log, np.ndarray]:
    """A log without changes of all entries of the states, and by state which are there."""
    rows, place = np.unique(np.concatenate(states), axis=0, return_inverse=True)
    there = np.zeros((len(states), len(rows)), bool)
    for at, places in enumerate(np.split(place, np.cumsum([len(state) for state in states])[:-1])):
        there[at, places] = True
    dimensions = [name for name in cases.names if name != WHOLE]
    units = {WHOLE: np.zeros(len(rows), int)} | {
        name: rows[:, 5 + at] for at, name in enumerate(dimensions)
    }
    entries = Cases(
        cases.first_year,
        cases.years,
        rows[:, 0],
        rows[:, 1],
        rows[:, 2],
        rows[:, 3],
        units,
        cases.names,
    )
    _, same = np.unique(rows[:, :5], axis=0, return_inverse=True)
    nothing = np.zeros(0, int)
    return Log(entries, same, nothing, nothing, nothing), there


def attacks(log: Log, made: Sequence[Release], shape: Shape = EXAMS) -> Iterator[System]:
    """All that was shown in any state, against the small groups of each state and of each change;
    one system a layer and year."""
    span = 12 if "year" in made[0].state[WHOLE] else 1
    there = np.array([log.net(log.release <= at) > 0 for at in range(1, len(made) + 1)])
    for layer in range(log.entries.layers):
        for first in range(0, log.entries.years * 12, span):
            system = _system(
                _Unknowns(log, there, shape.units, layer, first, span), made, shape.least
            )
            if system is not None:
                yield system


class _Unknowns:
    """What the attacker does not know, of a layer and some months: the cases by combination of
    units, month, and states they were there in."""

    def __init__(
        self,
        log: Log,
        there: np.ndarray,
        dimensions: Sequence[str],
        layer: int,
        first: int,
        span: int,
    ):
        self.log, self.there, self.layer, self.first, self.span = log, there, layer, first, span
        entries = log.entries
        atoms, atom = np.unique(
            np.column_stack([entries.units[name] for name in dimensions]),
            axis=0,
            return_inverse=True,
        )
        self.groups = {name: atoms[:, at] for at, name in enumerate(dimensions)} | {
            WHOLE: np.zeros(len(atoms), int)
        }
        self.patterns = np.arange(1, 1 << len(there))
        self.shape = len(atoms), span, len(self.patterns)
        pattern = (there * (1 << np.arange(len(there)))[:, None]).sum(axis=0)
        inside = (
            (entries.layer == layer)
            & (entries.month >= first)
            & (entries.month < first + span)
            & (pattern > 0)
        )
        place = np.ravel_multi_index(
            (atom[inside], entries.month[inside] - first, pattern[inside] - 1), self.shape
        )
        self.truth = np.bincount(place, entries.n[inside], int(np.prod(self.shape)))

    def places(self, cell: Cell) -> np.ndarray:
        """1 at the unknowns of a cell, whatever state they are of."""
        width = MONTHS[cell.grain] if self.span > 1 else 1
        start = cell.period * width - self.first
        places = np.zeros(self.shape, np.int8)
        places[np.flatnonzero(self.groups[cell.dimension] == cell.group), start : start + width] = 1
        return places

    def on(self, state: int) -> np.ndarray:
        """Which patterns are there in a state."""
        return (self.patterns >> state) & 1

    def people(self, cell: Cell) -> tuple[list[int], list[int]]:
        """How many people stand behind a cell in each state, and behind what changed in it since
        the state before."""
        entries = self.log.entries
        inside = (
            (entries.layer == self.layer)
            & (entries.units[cell.dimension] == cell.group)
            & (entries.month // MONTHS[cell.grain] == cell.period)
        )
        now = self.there.astype(int)
        steps = [np.zeros_like(now[0]), *(now[1:] - now[:-1])]
        changed = [
            (net != 0) & ~self.log.moved(net, entries.units[cell.dimension]) for net in steps
        ]
        return tuple(
            [len(set(entries.person[inside & who].tolist())) for who in states]
            for states in (self.there, changed)
        )


def _system(unknowns: _Unknowns, made: Sequence[Release], least: int) -> System | None:
    from scipy.sparse import csr_array

    shown, targets, cells = [], [], []
    for cell in _cells(unknowns, made[0]):
        places, (people, changed) = unknowns.places(cell), unknowns.people(cell)
        for at, release in enumerate(made):
            now = places * unknowns.on(at)
            if release.state[cell.dimension][cell.grain][cell.group, cell.period] == CURRENT:
                shown.append(now.ravel())
            elif 0 < people[at] < least:
                targets.append(now.ravel())
                cells.append(cell)
            if 0 < changed[at] < least:
                targets.append((now - places * unknowns.on(at - 1)).ravel())
                cells.append(cell)
    if not cells:
        return None
    matrix, aims = (
        csr_array(np.array(shown).reshape(-1, unknowns.truth.size)),
        csr_array(np.array(targets)),
    )
    known = matrix @ unknowns.truth
    left = matrix[known == 0].sum(axis=0) == 0
    return System(
        matrix[known > 0][:, left],
        known[known > 0],
        unknowns.truth[left],
        tuple(cells),
        aims[:, left],
    )


def _cells(unknowns: _Unknowns, release: Release) -> Iterator[Cell]:
    for name, grain in [
        (dimension, grain) for dimension in unknowns.groups for grain in release.state[dimension]
    ]:
        width = MONTHS[grain] if unknowns.span > 1 else 1
        for group in range(len(release.names[name])):
            for start in range(0, unknowns.span, width):
                yield Cell(name, group, grain, (unknowns.first + start) // width)


if __name__ == "__main__":
    sys.exit(main())
