"""Exchanges of cases: they prove what cannot be told, and never more than that."""

from itertools import combinations

import numpy as np
import pytest

from bench.privacy_attack import DIMENSIONS, LEAST, SEED, attacks, company, random_cases
from metrics.privacy import lattice
from metrics.privacy.audit import attack, audit, systems
from metrics.privacy.cases import WHOLE, Cases
from metrics.privacy.exchange import Exchanges, ExchangeState, Targets
from metrics.privacy.lattice import STATES, SUMS, solve_lattice

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
    return sum(
        not bounds.open(LEAST)
        for system in attacks(cases, settled)
        for bounds in attack(system, LEAST)
    )


def test_what_exchanges_prove_is_never_more_than_the_attackers_bounds():
    compared = 0
    for number in range(6):
        rng = np.random.default_rng([SEED, number])
        cases, together = random_cases(rng), STATES if rng.random() < 0.25 else SUMS
        if cases.layers > 1:
            continue
        settled = solve_lattice(cases, LEAST, together)
        now = snapshot(cases, settled.shown)
        for system in systems(cases, settled, LEAST, DIMENSIONS):
            for cell, bounds in zip(system.cells, attack(system, 10_000), strict=True):
                if cell.dimension:
                    reach = reach_of(now, cell.dimension, cell.grain, cell.period, cell.group)
                    assert reach <= bounds.high - bounds.low + 1e-6, (number, cell)
                    compared += reach > 0
    assert compared > 100


def snapshot(cases: Cases, shown) -> ExchangeState:
    people = {
        name: {grain: cases.people(name, grain) for grain in tables}
        for name, tables in shown.items()
    }
    return ExchangeState(Exchanges(cases, people, LEAST), shown)


def reach_of(now: ExchangeState, dimension: str, grain: str, period: int, *groups: int) -> float:
    (found,) = now.reach(
        Targets(dimension, grain, np.array([0]), np.array([period]), np.array([groups]))
    )
    return found


def test_pairs_whose_proofs_do_not_rest_on_each_other_are_proved_as_pairs_too():
    looked_at = 0
    for cases, settled in map(company, range(8)):
        people = {
            name: {grain: cases.people(name, grain) for grain in tables}
            for name, tables in settled.shown.items()
        }
        exchanges = Exchanges(cases, people, LEAST)
        assert exchanges.unproven(settled.shown) == []
        now = ExchangeState(exchanges, settled.shown)
        for (dimension, grain), few in exchanges.small.items():
            hidden = few & ~settled.shown[dimension][grain]
            for layer, period in np.argwhere(hidden.any(axis=1)).tolist():
                pairs = np.array(
                    [*combinations(np.flatnonzero(hidden[layer, :, period]).tolist(), 2)], int
                ).reshape(-1, 2)
                targets = Targets(
                    dimension, grain, np.full(len(pairs), layer), np.full(len(pairs), period), pairs
                )
                for (_, cell), reach in zip(targets.cells(), now.reach(targets), strict=True):
                    if exchanges._small_together(layer, cell):
                        assert reach >= LEAST or now.swaps(layer, cell), cell
                        looked_at += 1
    assert looked_at > 50


def test_a_quarter_is_not_spread_by_months_that_nobody_is_shown():
    # Everybody is shown by quarter, store 0 by year; what lies in which month does not move a
    # quarter.
    count = 24
    store, month = np.arange(count) % 2, np.arange(count) // 2
    units, names = {WHOLE: store * 0, "store": store}, {WHOLE: (None,), "store": ("a", "b")}
    cases = Cases(2026, 1, np.arange(count), month, store * 0, np.full(count, 2), units, names)
    shown = {
        name: {grain: np.ones(cases.people(name, grain).shape[1:], bool) for grain in SUMS}
        for name in names
    }
    for name in names:
        shown[name]["month"][:] = False
    shown["store"]["quarter"][0] = False
    assert reach_of(snapshot(cases, shown), "store", "quarter", 0, 0) == 0
    shown["store"]["quarter"][1] = False
    assert reach_of(snapshot(cases, shown), "store", "quarter", 0, 0) == 12, (
        "none of the quarter's 12 cases, or all of them"
    )


@pytest.mark.parametrize("together", (SUMS, STATES))
def test_of_cells_that_are_only_hidden_where_small_the_attacker_tells_what_is_not_proved(together):
    attacked = told = 0
    for number in range(6):
        cases = random_cases(np.random.default_rng([3, number]))
        careless = lattice._Settling(cases, LEAST, together, lambda part: None)
        careless.close_small()
        people = {
            name: {grain: cases.people(name, grain) for grain in together} for name in cases.names
        }
        exchanges = Exchanges(cases, people, LEAST)
        exchanges.unproven_alone(careless.shown)
        settled = lattice.Lattice(cases.first_year, cases.names, careless.shown)
        assert settled.all_or_none()
        checked = audit(cases, settled, LEAST, [DIMENSIONS])
        exposed = {
            cell
            for system in systems(cases, settled, LEAST, DIMENSIONS)
            for cell, bounds in zip(system.cells, attack(system, LEAST), strict=True)
            if not bounds.open(LEAST)
        }
        assert {exposure.cell for exposure in checked.exposed} == exposed, number
        attacked, told = attacked + checked.attacked, told + len(exposed)
    assert attacked > 100 and told > 10, (attacked, told)
