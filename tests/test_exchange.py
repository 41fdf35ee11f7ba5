"""Exchanges of cases: they prove what cannot be told, and never more than that."""

import numpy as np
import pytest

from bench.privacy_attack import DIMENSIONS, LEAST, SEED, attacks, company, random_cases
from metrics import lattice
from metrics.exchange import Exchanges, Snapshot, Unproven
from metrics.lattice import STATES, SUMS, settle
from metrics.suppression import attack, systems

# Companies in which three breakdowns combined told more than any two of them.
TOLD_BY_THREE = (5958, 6318, 6829)


@pytest.mark.parametrize("number", TOLD_BY_THREE)
def test_three_breakdowns_together_tell_no_more_than_two(number, monkeypatch):
    assert exposed(*company(number)) == 0
    monkeypatch.setattr(lattice._Settling, "close_unproven", lambda settling: False)
    assert exposed(*company(number)) > 0


@pytest.mark.parametrize("number", (5499, 5942))
def test_of_two_groups_shown_unlike_the_one_that_is_shown_more_closely_gives_way(number):
    assert exposed(*company(number)) == 0  # hiding the other, hidden already, went on for ever


def exposed(cases, settled) -> int:
    return sum(not bounds.open(LEAST) for system in attacks(cases, settled) for bounds in attack(system, LEAST))


def test_what_exchanges_prove_is_never_more_than_the_attackers_bounds():
    compared = 0
    for number in range(12):
        rng = np.random.default_rng([SEED, number])
        cases, together = random_cases(rng), STATES if rng.random() < 0.25 else SUMS
        if cases.layers > 1:
            continue
        settled = settle(cases, LEAST, together)
        now = Snapshot(Exchanges(cases, tuple(together), LEAST), settled.shown)
        for system in systems(cases, settled, LEAST, DIMENSIONS):
            for cell, bounds in zip(system.cells, attack(system, 10_000), strict=True):
                if cell.dimension:
                    reach = now.reach(Unproven(cell.dimension, (cell.group,), cell.grain, cell.period), 0)
                    assert reach <= bounds.high - bounds.low + 1e-6, (number, cell)
                    compared += reach > 0
    assert compared > 200
