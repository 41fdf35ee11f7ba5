"""Companies made at random in two or three states one after the other, what is published of each, and an attacker who saw them all.

Between two states exams come later, uploads are taken back, results are
corrected, units are merged, and a hidden unit grows. The attacker solves for
the cases by how long they were on record: every combination of units and
month, once for each set of states in which a case may have been there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from bench.privacy_attack import LEAST, SEED, random_cases
from metrics.cases import WHOLE, Cases
from metrics.lattice import MONTHS, STATES, SUMS
from metrics.releases import CURRENT, Log, Release, renew
from metrics.suppression import Cell, System

DAY = date(2026, 1, 1)
_ACTS = ("come", "come", "few come", "correct", "few correct", "undo", "merge", "grow", "move")


def releases(number: int, states: int = 2) -> tuple[Log, list[Release]]:
    """A company's log, and what was published of each of its states."""
    rng = np.random.default_rng([SEED, number, states])
    cases = random_cases(rng)
    there = _states(rng, cases, states)
    log, together = _log(cases, there), STATES if rng.random() < 0.25 else SUMS
    made: list[Release] = []
    for at in range(1, states + 1):
        until = log.release <= at
        so_far = replace(log, entry=log.entry[until], release=log.release[until], sign=log.sign[until])
        made.append(renew(made[-1] if made else None, so_far, DAY, LEAST, together))
    return log, made


def _states(rng: np.random.Generator, cases: Cases, states: int) -> list[np.ndarray]:
    """The rows of each state: columns person, month, layer, n, a value, and the code of each dimension."""
    dimensions = [name for name in cases.names if name != WHOLE]
    rows = np.unique(np.column_stack([cases.person, cases.month, cases.layer, cases.n, np.zeros(len(cases.n), int),
                                      *(cases.units[name] for name in dimensions)]), axis=0)
    found = [rows[rng.random(len(rows)) < rng.choice([0.5, 0.9, 1.0])]]
    for _ in range(states - 1):
        found.append(_later(rng, found[-1], rows))
    return found


def _later(rng: np.random.Generator, now: np.ndarray, all_rows: np.ndarray) -> np.ndarray:
    """The next state of the rows."""
    for act in rng.choice(_ACTS, rng.integers(1, 3)):
        now = _acted(rng, str(act), now, all_rows)
    return np.unique(now, axis=0)


def _acted(rng: np.random.Generator, act: str, now: np.ndarray, all_rows: np.ndarray) -> np.ndarray:
    if not len(now):
        return all_rows
    few = min(len(now), int(rng.integers(1, 4)))
    column = int(rng.integers(5, now.shape[1]))
    if act in ("come", "few come"):
        more = rng.permutation(all_rows)[:few if act == "few come" else int(rng.integers(4, 40))]
        return np.concatenate([now, more])
    if act == "undo":
        return now[rng.permutation(len(now)) >= int(rng.integers(1, 15))]
    if act in ("correct", "few correct"):
        changed = now.copy()
        changed[rng.permutation(len(now))[:few if act == "few correct" else 12], 4] += 1
        return changed
    units = np.unique(now[:, column])
    one, other = rng.choice(units, 2)
    if act == "grow":
        grown = all_rows[all_rows[:, column] == one]
        return np.concatenate([now, grown[:int(rng.integers(1, 8))]])
    changed = now.copy()
    moved = now[:, column] == one if act == "merge" else (now[:, column] == one) & (rng.random(len(now)) < 0.2)
    changed[moved, column] = other
    return changed


def _log(cases: Cases, states: Sequence[np.ndarray]) -> Log:
    """The changes that lead from nothing to each state in turn."""
    rows, place = np.unique(np.concatenate(states), axis=0, return_inverse=True)
    held = np.split(place, np.cumsum([len(state) for state in states])[:-1])
    there = np.zeros((len(states) + 1, len(rows)), int)
    for at, places in enumerate(held, start=1):
        there[at, places] = 1
    release, entry = np.nonzero(np.diff(there, axis=0))
    sign = np.diff(there, axis=0)[release, entry]
    dimensions = [name for name in cases.names if name != WHOLE]
    units = {WHOLE: np.zeros(len(rows), int)} | {name: rows[:, 5 + at] for at, name in enumerate(dimensions)}
    entries = Cases(cases.first_year, cases.years, rows[:, 0], rows[:, 1], rows[:, 2], rows[:, 3], units, cases.names)
    return Log(entries, entry, release + 1, sign)


def attacks(log: Log, made: Sequence[Release], dimensions: Sequence[str]) -> Iterator[System]:
    """All that was shown in any state, against the small groups of each state and of each change; one system a layer and year."""
    from scipy.sparse import csr_array

    entries = log.entries
    atoms, atom = np.unique(np.column_stack([entries.units[name] for name in dimensions]), axis=0, return_inverse=True)
    groups = {name: atoms[:, at] for at, name in enumerate(dimensions)} | {WHOLE: np.zeros(len(atoms), int)}
    there = np.array([log.net(log.release <= at) > 0 for at in range(1, len(made) + 1)])
    pattern = (there * (1 << np.arange(len(made)))[:, None]).sum(axis=0)
    patterns = np.arange(1, 1 << len(made))
    span = 12 if "year" in made[0].state[WHOLE] else 1
    for layer in range(entries.layers):
        for first in range(0, entries.years * 12, span):
            shape = (len(atoms), span, len(patterns))
            inside = (entries.layer == layer) & (entries.month >= first) & (entries.month < first + span) & (pattern > 0)
            at = np.ravel_multi_index((atom[inside], entries.month[inside] - first, pattern[inside] - 1), shape)
            truth = np.bincount(at, entries.n[inside], int(np.prod(shape)))
            shown, targets, cells = [], [], []
            for name, grain, group, period, mask in _cells(groups, made[0], entries, first, span, shape):
                people = _people(log, there, layer, name, grain, group, period)
                for at, release in enumerate(made):
                    on = mask * ((patterns >> at) & 1)
                    if release.state[name][grain][group, period] == CURRENT:
                        shown.append(on.ravel())
                    elif 0 < len(people[at]) < LEAST:
                        targets.append(on.ravel())
                        cells.append(Cell(name, group, grain, period))
                    if at and 0 < len(people[len(made) + at]) < LEAST:
                        targets.append((on - mask * ((patterns >> (at - 1)) & 1)).ravel())
                        cells.append(Cell(name, group, f"change {grain}", period))
            if cells:
                matrix, aims = csr_array(np.array(shown).reshape(-1, truth.size)), csr_array(np.array(targets))
                known = matrix @ truth
                left = matrix[known == 0].sum(axis=0) == 0
                yield System(matrix[known > 0][:, left], known[known > 0], truth[left], tuple(cells), aims[:, left])


def _cells(groups, release, entries, first, span, shape):
    for name, tables in release.state.items():
        if name not in groups:
            continue
        for grain in tables:
            width = MONTHS[grain] if span > 1 else 1
            for group in range(len(entries.names[name])):
                for start in range(0, span, width):
                    mask = np.zeros(shape, np.int8)
                    mask[np.flatnonzero(groups[name] == group), start:start + width] = 1
                    yield name, grain, group, (first + start) // width, mask


def _people(log: Log, there: np.ndarray, layer: int, name: str, grain: str, group: int, period: int) -> list[set[int]]:
    """Who stands behind a cell in each state, then who in each change."""
    entries = log.entries
    inside = (entries.layer == layer) & (entries.units[name] == group) & (entries.month // MONTHS[grain] == period)
    states = [set(entries.person[inside & on].tolist()) for on in there]
    changes = [set(entries.person[inside & (now != before)].tolist()) for before, now in zip(np.vstack([there[:1], there[:-1]]), there, strict=True)]
    return [*states, *changes]
