"""python -m bench.privacy_attack: companies made at random, what may be shown of them, and an
attacker who solves all of it.

Each try makes a company with records of one shape (exams, staff surveys, violations, suggestions:
privacy_shapes.py; some tiny, some large), settles what may be shown, and attacks every small hidden
group, and pairs of them that are small together, with all that is shown of every dimension at once.
Seeds are fixed: a try can be repeated.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import combinations
from multiprocessing import get_context

import numpy as np

from bench import Criterion, asked_quick, report
from bench.privacy_shapes import SHAPES, Shape
from metrics.privacy import lattice
from metrics.privacy.audit import Cell, System, attack, systems
from metrics.privacy.lattice import STATES, SUMS, Cases, Lattice

SEED = 20260905
EXAMS = SHAPES[0]
LEAST, DIMENSIONS, random_cases = EXAMS.least, EXAMS.units, EXAMS.random_cases
_MOST_PAIRS = 12  # pairs attacked a system


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what was attacked and what came out; 1 where anything did."""
    return attacked(
        asked_quick(
            "What can be worked out about small groups from everything that is shown.", arguments
        ),
        tried,
    )


def attacked(quick: bool, tried: Callable[[int], Mapping[str, int]]) -> int:
    """Attack many companies by `tried`, print what came out, and say whether that is nothing."""
    tries, total = (200 if quick else 10_000), Counter[str]()
    for done, found in enumerate(
        map(tried, range(tries)) if quick else on_every_core(range(tries), tried), 1
    ):
        total.update(found)
        if done % 500 == 0:
            print(
                f"{done} of {tries} companies: {total['attacked']} groups attacked, "
                f"{total['exposed']} exposed",
                flush=True,
            )
    held = f", {100 * total['held'] / total['there']:.0f}% as they were" if "held" in total else ""
    print(
        f"{tries} companies, {total['attacked']} small hidden groups attacked, "
        f"{100 * total['shown'] / total['there']:.0f}% of the cells with records are shown{held}"
    )
    return report(
        [
            Criterion(
                "hidden groups bounded more tightly than allowed", total["exposed"], 0, 0, "{:.0f}"
            )
        ]
    )


def on_every_core(
    numbers: Sequence[int], tried: Callable[[int], Mapping[str, int]]
) -> Iterator[Mapping[str, int]]:
    """What was found of each company by `tried`, in order."""
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        yield from pool.map(tried, numbers, chunksize=10)


def tried(number: int) -> dict[str, int]:
    """Of one company: small hidden groups attacked and exposed, months with records there and
    shown. The shapes take turns."""
    shape = SHAPES[number % len(SHAPES)]
    cases, settled = company(number, shape)
    found = [
        bounds
        for system in attacks(cases, settled, shape)
        for bounds in attack(system, shape.least)
    ]
    kept = [
        (cases.people(name, "month").any(axis=0), tables["month"])
        for name, tables in settled.shown.items()
    ]
    return {
        "attacked": len(found),
        "exposed": sum(not bounds.open(shape.least) for bounds in found),
        "shown": sum(int((some & seen).sum()) for some, seen in kept),
        "there": sum(int(some.sum()) for some, _ in kept),
    }


def company(number: int, shape: Shape = EXAMS) -> tuple[Cases, Lattice]:
    """The cases of a company made at random, and what may be shown of them."""
    rng = np.random.default_rng([SEED, number])
    cases = shape.random_cases(rng)
    counted = STATES if shape is EXAMS and rng.random() < 0.25 else SUMS
    return cases, lattice.solve_lattice(cases, shape.least, counted)


def attacks(cases: Cases, settled: Lattice, shape: Shape = EXAMS) -> Iterator[System]:
    """What is shown of every dimension at once, against small hidden cells and against pairs of
    them."""
    from scipy.sparse import vstack

    for system in systems(cases, settled, shape.least, shape.units):
        pairs = [
            pair
            for pair in combinations(range(len(system.cells)), 2)
            if _small_together(cases, system, pair, shape.least)
        ][:_MOST_PAIRS]
        first, second = ([pair[at] for pair in pairs] for at in (0, 1))
        yield replace(
            system,
            targets=vstack([system.targets, system.targets[first] + system.targets[second]], "csr"),
        )


def _small_together(cases: Cases, system: System, pair: tuple[int, int], least: int) -> bool:
    """Whether two groups have nobody's case in common, and too few people together."""
    first, second = (system.cells[place] for place in pair)
    if (first.dimension, first.grain) != (second.dimension, second.grain):
        return False
    return 0 < len(_people(cases, first) | _people(cases, second)) < least


def _people(cases: Cases, cell: Cell) -> set[int]:
    inside = (cases.units[cell.dimension] == cell.group) & (
        cases.month // lattice.MONTHS[cell.grain] == cell.period
    )
    return set(cases.person[inside].tolist())


if __name__ == "__main__":
    sys.exit(main())
