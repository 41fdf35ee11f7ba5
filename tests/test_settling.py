"""What may be shown is settled in time, whatever the company looks like, and by the same rules."""

from collections import defaultdict
from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from bench import settling
from bench.privacy_attack import LEAST, random_cases
from bench.settling import COMPANIES, cases_of, file_of, part_shown, smaller
from bench.timing import cost
from metrics.privacy.audit import audit
from metrics.privacy.cases import MONTHS, UNNAMED, WHOLE, known
from metrics.privacy.exchange import Exchanges
from metrics.privacy.lattice import STATES, SUMS, solve_lattice


@settings(
    max_examples=40, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
@given(
    seed=st.integers(0, 10**6),
    together=st.sampled_from((SUMS, STATES)),
    coarsen=st.booleans(),
    unnamed=st.booleans(),
)
def test_every_lattice_keeps_the_rules(seed, together, coarsen, unnamed):
    cases = random_cases(np.random.default_rng([9, seed]))
    if unnamed:
        cases.person[::7] = UNNAMED
    settled = solve_lattice(cases, LEAST, together, coarsen=coarsen)
    for tables in settled.shown.values():
        for grain, width in together.items():
            blocks = tables[grain].reshape(len(tables[grain]), -1, width)
            assert (blocks.all(axis=2) == blocks.any(axis=2)).all(), "rule 1: all or none"
    assert settled.all_or_none()
    for child, parent, grain in product(cases.names, cases.names, together):
        if child not in (WHOLE, parent):
            assert all(
                people == 0 or people >= LEAST
                for people in left_over(cases, settled, child, parent, grain)
            ), "rule 2"
    people = {
        name: {grain: cases.people(name, grain) for grain in together} for name in cases.names
    }
    assert Exchanges(cases, people, LEAST).unproven(settled.shown) == [], "rule 3"


def left_over(cases, settled, child, parent, grain):
    """How many people are left of each shown group of `parent`, and of the hidden ones together
    where everybody is shown, when the shown groups of `child` that lie in it are taken away."""
    entries = list(
        zip(
            cases.layer.tolist(),
            (cases.month // MONTHS[grain]).tolist(),
            cases.units[child].tolist(),
            cases.units[parent].tolist(),
            cases.person.tolist(),
            strict=True,
        )
    )
    reached, parts = defaultdict(set), defaultdict(set)
    for unit, wider in zip(cases.units[child].tolist(), cases.units[parent].tolist(), strict=True):
        reached[unit].add(wider)

    def block(wider, period):
        return wider if settled.shown[parent][grain][wider, period] else None

    for layer, period, unit, wider, person in entries:
        within = len({block(one, period) for one in reached[unit]}) == 1
        if settled.shown[WHOLE][grain][0, period] and not (
            within and settled.shown[child][grain][unit, period]
        ):
            parts[layer, period, block(wider, period)].add(person)
    return [known(people) for people in parts.values()]


def test_it_tells_how_much_is_proved_and_can_be_ended():
    cases, told = cases_of(smaller(COMPANIES[3])), []
    settled = solve_lattice(cases, LEAST, tell=told.append)
    assert told == sorted(told) and told[0] == 0 and told[-1] == 1 and len(set(told)) > 2
    assert all(
        (settled.shown[name][grain] == shown).all()
        for name, tables in solve_lattice(cases, LEAST).shown.items()
        for grain, shown in tables.items()
    )

    def enough(part):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        solve_lattice(cases, LEAST, tell=enough)


def test_a_grain_that_loses_much_is_only_given_up_where_that_is_asked_for():
    cases = cases_of(COMPANIES[2])
    shown = {
        coarsen: solve_lattice(cases, LEAST, coarsen=coarsen).shown["store"]["month"].sum()
        for coarsen in (True, False)
    }
    assert shown[True] == 0 < shown[False]


@pytest.mark.parametrize("company", COMPANIES, ids=lambda company: company.name)
def test_the_companies_measured_are_as_they_are_called(company):
    cases = cases_of(company)
    assert (len(cases.n), len(set(cases.person.tolist())), cases.month.max() + 1) == (
        company.rows,
        company.people,
        company.months,
    )
    assert {
        name: len(set(cases.units[name].tolist())) for name in settling.DIMENSIONS
    } == dict.fromkeys(settling.DIMENSIONS, 1) | company.units


def test_the_file_measured_has_so_many_stores():
    rows = file_of(40, 120).decode().splitlines()[1:]
    assert len(rows) == 120 and len({row.rsplit(",", 1)[1] for row in rows}) == 40


def test_crossing_units_are_settled_in_time_and_more_than_nothing_is_shown():
    # It took minutes, and in the end not even everybody's numbers were shown.
    cases, settled = cases_of(COMPANIES[3]), []
    assert cost(lambda: settled.append(solve_lattice(cases, LEAST))).cpu < 10
    assert settled[0].shown[WHOLE]["month"].all() and part_shown(cases, settled[0]) > 0.03
    checked = audit(cases, settled[0], LEAST, [("department", "store", "course", "module")])
    assert checked.attacked > 3_000 and checked.exposed == ()


def test_the_benchmark_says_what_it_measured(capsys, monkeypatch):
    monkeypatch.setattr(settling, "COMPANIES", COMPANIES[-1:])
    monkeypatch.setattr(settling, "FILE_ROWS", 60)
    assert settling.main(["--quick"]) == 0
    told = capsys.readouterr().out
    assert (
        "400 stores, 1,200 rows, states, settled" in told
        and "a file of 60 rows of 400 stores" in told
    )
