"""The attack finds what can be worked out, no more and no less."""

import json
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_array

from metrics.privacy.audit import Cell, System, attack, audit, nested_views
from metrics.privacy.lattice import SUMS, WHOLE, Cases, small, solve_lattice

FIXTURES = Path(__file__).resolve().parents[2] / "shared" / "fixtures"


def table_system(counts, hidden) -> System:
    """A table shown with its row and column totals, but for its hidden cells."""
    counts, hidden = np.array(counts), np.array(hidden, bool)
    places = np.arange(counts.size).reshape(counts.shape)
    shown = [
        *(places[row] for row in range(len(places))),
        *places.T,
        *([place] for place in places[~hidden]),
    ]
    matrix, targets = (
        np.array([np.isin(places.ravel(), row) for row in rows], float)
        for rows in (shown, places[hidden].reshape(-1, 1))
    )
    truth = counts.ravel().astype(float)
    cells = tuple(Cell("", int(place), "month", 0) for place in places[hidden])
    return System(csr_array(matrix), matrix @ truth, truth, cells, csr_array(targets))


def company(sizes: dict[tuple[str, int], int], store_of=lambda name: name) -> Cases:
    """People who each have one case: how many by course and month of one year; `store_of` a
    course."""
    entries = [(name, month) for (name, month), size in sizes.items() for _ in range(size)]
    courses = sorted({name for name, _ in sizes})
    stores = sorted({store_of(name) for name in courses})
    count = len(entries)
    units = {
        WHOLE: np.zeros(count, int),
        "course": np.array([courses.index(name) for name, _ in entries]),
        "store": np.array([stores.index(store_of(name)) for name, _ in entries]),
    }
    names = {WHOLE: (None,), "course": tuple(courses), "store": tuple(stores)}
    month = np.array([month for _, month in entries])
    return Cases(
        2026, 1, np.arange(count), month, np.zeros(count, int), np.ones(count, int), units, names
    )


def hiding(lattice, **groups):
    """The lattice with cells (grain, group, period) of its dimensions hidden."""
    for dimension, cells in groups.items():
        for grain, group, period in cells:
            lattice.shown[dimension][grain][lattice.names[dimension].index(group), period] = False
    return lattice


def test_small_is_above_nothing_and_under_the_least():
    assert small(np.array([0, 1, 4, 5, 60]), 5).tolist() == [False, True, True, False, False]


def test_the_attack_equals_lpsolve():
    path = FIXTURES / "privacy_suppression_audit.json"
    if not path.exists():
        pytest.skip("the shared fixture privacy_suppression_audit.json is not here")
    for case in json.loads(path.read_text(encoding="utf-8")):
        system = table_system(case["counts"], case["suppressed"])
        columns = len(case["counts"][0])
        found = {
            cell.group: bounds
            for cell, bounds in zip(system.cells, attack(system, np.inf), strict=True)
        }
        for cell in case["bounds"]:
            place = (cell["row"] - 1) * columns + cell["col"] - 1
            assert found[place] == pytest.approx((cell["lo"], cell["hi"]), abs=1e-6), case["name"]


def test_it_stops_where_the_bounds_are_wide_enough():
    system = table_system([[20, 3, 15], [12, 18, 9]], [[0, 1, 1], [0, 1, 1]])
    wide = attack(system, 5)
    exact = attack(system, np.inf)
    assert all(bounds.open(5) for bounds in wide)
    assert all(
        narrow.low - 1e-6 <= some.low and some.high <= narrow.high + 1e-6
        for some, narrow in zip(wide, exact, strict=True)
    )


def test_one_hidden_course_alone_is_given_away():
    cases = company({("a", 0): 3, ("b", 0): 20, ("c", 0): 30})
    careless = hiding(solve_lattice(cases, 0), course=[(grain, "a", 0) for grain in SUMS])
    found = audit(cases, careless, 5, [("course",)])
    assert found.attacked == 3 and [exposure.bounds for exposure in found.exposed] == [(3, 3)] * 3
    assert audit(cases, solve_lattice(cases, 5), 5, [("course",)]).exposed == ()


def test_a_month_is_given_away_by_its_quarter():
    cases = company({("a", 0): 3, ("a", 1): 20, ("a", 2): 30, ("b", 0): 40})
    careless = hiding(solve_lattice(cases, 0), course=[("month", "a", 0), ("month", "b", 0)])
    assert {exposure.bounds for exposure in audit(cases, careless, 5, [("course",)]).exposed} == {
        (3, 3)
    }
    assert audit(cases, solve_lattice(cases, 5), 5, [("course",)]).exposed == ()


def test_a_course_is_given_away_by_its_module_only_where_both_are_looked_at():
    cases = company(
        {("a1", 0): 3, ("a2", 0): 20, ("b1", 0): 7, ("b2", 0): 40}, store_of=lambda name: name[0]
    )
    careless = hiding(
        solve_lattice(cases, 0),
        course=[(grain, name, 0) for grain in SUMS for name in ("a1", "b1")],
    )
    assert audit(cases, careless, 5, [("course",), ("store",)]).exposed == ()
    assert {
        exposure.bounds for exposure in audit(cases, careless, 5, [("course", "store")]).exposed
    } == {(3, 3)}
    assert nested_views(cases, ("course", "store")) == [
        ("course",),
        ("store",),
        ("course", "store"),
    ]
    assert audit(cases, solve_lattice(cases, 5), 5, [("course", "store")]).exposed == ()
