"""Whatever is looked at, in whatever order: no small group of staff comes out."""

from collections import defaultdict
from datetime import date, timedelta
from functools import cache

import numpy as np
import pytest

from bench import privacy_attack
from bench.privacy_attack import DIMENSIONS, LEAST, attacks, company, random_cases
from bench.privacy_shapes import SHAPES
from data.kinds.catalog import TRAINING
from data.roles import TRAINER, Viewer
from errors import WrongCall
from metrics.answers.answer import ask
from metrics.catalog import KPIS, kpi_named
from metrics.periods import last_day
from metrics.privacy.audit import attack, audit
from metrics.privacy.gate import views
from metrics.privacy.lattice import WHOLE, small, solve_lattice
from metrics.sums.query import GRAINS, Query

STAFF = [kpi for kpi in KPIS if kpi.dataset.anonymous_below]
company = cache(company)  # several tests look at the same ones, and none changes them


@pytest.mark.parametrize("first", range(0, 30, 15))
def test_no_small_group_of_a_random_company_can_be_told(first):
    attacked = 0
    for number in range(first, first + 15):
        for system in attacks(*company(number)):
            found = attack(system, LEAST)
            attacked += len(found)
            assert all(bounds.open(LEAST) for bounds in found), number
    assert attacked > 300


@pytest.mark.parametrize("shape", SHAPES[1:], ids=lambda shape: shape.kind.name)
def test_no_small_group_of_surveys_violations_and_suggestions_can_be_told(shape):
    attacked = shown = 0
    for number in range(3):
        cases, settled = company(number, shape)
        shown += sum(cells.sum() for grains in settled.shown.values() for cells in grains.values())
        for system in attacks(cases, settled, shape):
            found = attack(system, shape.least)
            attacked += len(found)
            assert all(bounds.open(shape.least) for bounds in found), number
    assert attacked > 50 and shown > 10


@pytest.mark.parametrize("shape", SHAPES[1:], ids=lambda shape: shape.kind.name)
def test_these_shapes_would_be_told_without_the_lattice(shape):
    exposed = number = 0
    while exposed <= 5 and number < 3:
        cases = shape.random_cases(np.random.default_rng([2, number]))
        careless = solve_lattice(cases, 0)
        for name, tables in careless.shown.items():
            for grain in tables:
                tables[grain] &= ~small(cases.people(name, grain), shape.least).any(axis=0)
        exposed += len(audit(cases, careless, shape.least, [shape.units]).exposed)
        number += 1
    assert exposed > 5


def test_the_shapes_are_those_of_the_kinds():
    staff = {kpi.dataset for kpi in STAFF}
    for shape in SHAPES:
        cases = shape.random_cases(np.random.default_rng(1))
        assert shape.kind in staff and set(shape.units) == set(cases.names) - {WHOLE}
        assert set(shape.units) <= set(shape.kind.dimensions)
    (survey,) = (shape for shape in SHAPES if shape.kind.name == "staff_survey")
    cases = survey.random_cases(np.random.default_rng(2))
    assert (
        survey.least == 10 and len(set(cases.person[cases.layer == 0])) == (cases.layer == 0).sum()
    )


def test_hiding_only_the_small_groups_would_not_do():
    exposed = 0
    for number in range(3):
        cases = random_cases(np.random.default_rng([1, number]))
        careless = solve_lattice(cases, 0)
        for name, tables in careless.shown.items():
            for grain in tables:
                tables[grain] &= ~small(cases.people(name, grain), LEAST).any(axis=0)
        exposed += len(audit(cases, careless, LEAST, [DIMENSIONS]).exposed)
    assert exposed > 20


def test_every_part_that_is_left_over_holds_nobody_or_enough_people():
    for number in range(40):
        cases, lattice = company(number)
        for name, grain in ((name, grain) for name in DIMENSIONS for grain in lattice.shown[WHOLE]):
            shown = lattice.shown[name][grain]
            period = cases.month // (cases.years * 12 // shown.shape[1])
            for at in np.flatnonzero(lattice.shown[WHOLE][grain][0]):
                for layer in set(cases.layer.tolist()):
                    rest = (
                        (period == at) & (cases.layer == layer) & ~shown[cases.units[name], period]
                    )
                    people = len(set(cases.person[rest].tolist()))
                    assert people == 0 or people >= LEAST, (number, name, grain, at)


def test_more_is_shown_than_the_whole():
    shown = [
        settled.shown[name]["month"][cases.people(name, "month").any(axis=0)].mean()
        for cases, settled in map(company, range(40))
        for name in DIMENSIONS
    ]
    assert np.nanmean(shown) > 0.05


def queries(rng: np.random.Generator, units: dict[str, tuple[str, ...]], count: int):
    """Questions as a curious reader would ask them: any split, any filter, any grain, any dates."""
    for _ in range(count):
        start = date(2023, 9, 1) + timedelta(days=int(rng.integers(0, 1100)))
        end = start + timedelta(days=int(rng.integers(0, 800)))
        dimension = str(rng.choice(list(units)))
        chosen = tuple(str(unit) for unit in rng.choice(units[dimension], int(rng.integers(1, 4))))
        yield Query(
            *(
                (start, end)
                if rng.random() < 0.5
                else (start.replace(day=1), None)
                if rng.random() < 0.5
                else (None, None)
            ),
            str(rng.choice(GRAINS)),
            dimension if rng.random() < 0.6 else None,
            ((dimension, chosen),) if rng.random() < 0.5 else (),
        )


# One that is of the whole company only has no parts.
PARTED = [kpi for kpi in STAFF if kpi.dimensions]


@pytest.mark.parametrize("kpi", PARTED, ids=lambda kpi: kpi.name)
def test_whatever_is_asked_only_cells_of_the_lattice_come_out(kpi, sample, today):
    with sample.read() as reading:
        units = {
            name: tuple(
                unit for unit in ask(reading, kpi, Query(by=name), today).rows["group"].unique()
            )
            for name in kpi.dimensions
        }
        whole = {
            (grain, name): ask(reading, kpi, Query(grain=grain, by=name), today).rows
            for grain in GRAINS
            for name in (None, *kpi.dimensions)
        }
        cells = {
            (grain, name, row.period, row.group): row
            for (grain, name), rows in whole.items()
            for row in rows.itertuples()
        }
        told = defaultdict(int)
        for query in queries(np.random.default_rng(7), units, 12):
            for row in ask(reading, kpi, query, today).rows.itertuples():
                told[bool(row.hidden)] += 1
                groups = (
                    [(query.by, row.group)]
                    if query.by
                    else [(name, unit) for name, chosen in query.only for unit in set(chosen)]
                )
                asked = [
                    cells.get((query.grain, name, row.period, group))
                    for name, group in groups or [(None, None)]
                ]
                if not row.hidden:
                    assert not any(cell.hidden for cell in asked if cell is not None), (query, row)
                    assert row.n == sum(cell.n for cell in asked if cell is not None), (query, row)
                else:
                    assert np.isnan(
                        [row.n, row.value, row.low, row.high, row.y, row.x, row.yy]
                    ).all()
    assert told[True] > 5 and told[False] > 5


def test_two_dimensions_at_once_are_refused_in_words(sample, today):
    crossing = Query(by="store", only=(("department", ("Sales",)),))
    with sample.read() as reading:
        for kpi in PARTED:
            with pytest.raises(WrongCall, match="combined"):
                ask(reading, kpi, crossing, today)
        assert len(ask(reading, kpi_named("csat"), crossing, today).rows) > 100
    with sample.read(viewer=Viewer(frozenset({TRAINER}))) as reading:
        assert not ask(reading, STAFF[0], crossing, today).rows["hidden"].any()


def test_a_part_of_a_period_is_not_shown(sample, today):
    kpi = kpi_named("people_examined")
    with sample.read() as reading:

        def hidden(start, end, grain):
            rows = ask(reading, kpi, Query(start, end, grain), today).rows
            return dict(zip(rows["period"], rows["hidden"], strict=True))

        assert hidden(date(2025, 2, 1), date(2025, 9, 30), "quarter") == {
            date(2025, 1, 1): True,
            date(2025, 4, 1): False,
            date(2025, 7, 1): False,
        }
        assert hidden(date(2025, 3, 1), date(2025, 4, 29), "month") == {
            date(2025, 3, 1): False,
            date(2025, 4, 1): True,
        }
        # The records end within the last year; up to there it is all of them.
        assert hidden(date(2026, 1, 1), today - timedelta(days=1), "year") == {
            date(2026, 1, 1): False
        }
        assert hidden(date(2026, 1, 1), date(2026, 5, 31), "year") == {date(2026, 1, 1): True}


def test_the_pattern_is_that_of_the_rows_not_of_the_kpi(sample, today):
    with sample.read() as reading:
        patterns = {
            kpi.name: ask(reading, kpi, Query(by="course", grain="quarter"), today).rows[
                ["period", "group", "hidden"]
            ]
            for kpi in STAFF
            if kpi.measure.relation == "exam_outcomes"
        }
    (first, *others) = patterns.values()
    assert len(others) == 2 and first["hidden"].any()
    for other in others:
        together = first.merge(other, on=["period", "group"])
        assert (together["hidden_x"] == together["hidden_y"]).all()


def test_the_stores_of_the_sample_company_are_shown_by_quarter(sample, today):
    with sample.read() as reading:
        rows = ask(
            reading, kpi_named("first_attempt_pass_rate"), Query(by="store", grain="quarter"), today
        ).rows
    assert rows["hidden"].mean() < 0.2


def test_the_sample_company_gives_nobody_away(sample):
    with sample.read() as reading:
        found = views(reading, TRAINING)
    assert len(found) == 3
    for name, (view, cases) in found.items():
        if "year" in view.release.state["store"]:
            checked = audit(cases, view.release.lattice, 5, [("store",), ("course", "module")])
            assert checked.attacked > 50 and checked.exposed == (), name


def test_it_is_settled_once_for_a_state_of_the_data(sample, today, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "metrics.privacy.releases.solve_lattice",
        lambda *arguments, **more: asked.append(arguments) or solve_lattice(*arguments, **more),
    )
    kpi = kpi_named("final_pass_rate")
    with sample.read() as reading:
        for by in ("store", "course", "store"):
            ask(reading, kpi, Query(by=by, end=last_day(today, "month")), today)
    assert not asked


def test_the_benchmark_says_what_it_attacked(capsys, monkeypatch):
    monkeypatch.setattr(privacy_attack, "asked_quick", lambda *_: True)
    monkeypatch.setattr(privacy_attack, "company", lambda number, _: company(number % 2))
    monkeypatch.setattr(privacy_attack, "attacks", lambda *_: ())
    assert privacy_attack.main([]) == 0
    assert capsys.readouterr().out.startswith("200 companies, 0 small hidden groups attacked")
