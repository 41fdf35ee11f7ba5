"""What of the staff's records was published is kept: no two states of the data tell few people."""

import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from bench.privacy_attack import LEAST
from bench.privacy_shapes import SHAPES
from bench.privacy_states import attacks, releases
from data.archive.backup import backup, restore
from data.archive.rebuild import rebuild
from data.beside.workers import work_beside
from data.database.connection import Database
from data.database.rollups import rebuild_rollups
from data.kinds.catalog import TRAINING, UNIT
from data.progress import Stopped
from data.reading.options import Options
from data.roles import READER, TRAINER, Viewer
from data.uploads.prepare import prepare
from data.uploads.store import add, undo
from metrics.answers.answer import ask, ask_all
from metrics.catalog import KPIS, kpi_named
from metrics.handed.keeping import KEEPING
from metrics.privacy import publishing, renewing
from metrics.privacy.audit import attack
from metrics.privacy.entries import counted_by
from metrics.privacy.late import next_release
from metrics.privacy.lattice import SUMS
from metrics.privacy.publishing import is_due, publish, release_as_text, release_from_text
from metrics.privacy.releases import HELD, Threshold
from metrics.sums.query import GRAINS, Query

TODAY = date(2026, 6, 1)
MEAN, PENDING = kpi_named("exam_mean"), kpi_named("pending_retakes")
STAFF = [kpi for kpi in KPIS if kpi.dataset.anonymous_below]
SEES_PEOPLE = Viewer(frozenset({TRAINER}))
HEADINGS = "employee,store,course,date,score,maximum,pass_mark"


def sat(
    store: str, people: range, score: int = 80, day: str = "2026-01-05", course: str = "Basics"
) -> list[str]:
    return [f"{store}{number},{store},{course},{day},{score},100,70" for number in people]


def load(database: Database, *rows: str) -> int:
    content = "\n".join([HEADINGS, *rows]).encode()
    return add(
        database, prepare(content, f"exam{len(rows)}{hash(rows)}.csv", TRAINING, Options())
    ).upload


def told(database: Database, by: str | None = "store", kpi=MEAN, grain: str = "month") -> dict:
    """Group -> value (None where hidden), with a star where it is held."""
    with database.read() as reading:
        rows = ask(reading, kpi, Query(grain=grain, by=by), TODAY).rows
    return {
        row.group: None
        if row.hidden
        else (round(row.value, 1), "*")
        if row.since
        else round(row.value, 1)
        for row in rows.itertuples()
    }


def hold(database: Database, store: str) -> None:
    """As where later changes of a store's cells could not be told."""
    counted = counted_by(MEAN)
    with database.write() as writing:
        body = json.loads(
            writing.row("SELECT body FROM release WHERE basis = ?", [counted.name])[0]
        )
        release = release_from_text(json.dumps(body))
        for cells in release.state["store"].values():
            cells[release.names["store"].index(store)] = HELD
        days = (date.fromisoformat(body[name]) for name in ("first", "last"))
        writing.run(
            "UPDATE release SET body = ? WHERE basis = ?",
            [release_as_text(release, *days), counted.name],
        )
        writing.run("UPDATE state SET version = version + 1, sums_version = sums_version + 1")


@pytest.fixture(scope="module")
def made(tmp_path_factory, empty_file) -> Path:
    """The closed database of two stores, of nine and twelve people, in a folder of its own."""
    path = Path(shutil.copy(empty_file, tmp_path_factory.mktemp("made") / "company.duckdb"))
    with closing(Database(path, keeping=KEEPING)) as database:
        load(database, *sat("A", range(9)), *sat("B", range(12), 90))
        assert told(database) == {"A": 80.0, "B": 90.0}
    return path


@pytest.fixture
def company(made, tmp_path) -> Iterator[Database]:
    """A copy of it."""
    database = Database(
        Path(shutil.copytree(made.parent, tmp_path / "copy")) / made.name, keeping=KEEPING
    )
    yield database
    database.close()


def test_one_exam_a_day_later_tells_nothing(company):
    load(company, *sat("A", range(9, 10), 10, "2026-01-06"))
    assert told(company) == {"A": 80.0, "B": 90.0} and told(company, None) == {None: 85.7}
    with company.read() as reading:
        assert not is_due(reading), "what is left out waits for others, not for another try"


def test_one_late_result_holds_nothing_else_up(company):
    load(
        company,
        *sat("A", range(20, 29), 60, "2026-02-05"),
        *sat("A", range(9, 10), 10, "2026-01-06"),
    )
    assert told(company, grain="year") == {"A": 70.0, "B": 90.0}, (
        "January's late one is left out, February is in the year"
    )
    load(company, *sat("A", range(29, 38), 30, "2026-03-05"))
    assert told(company, None, grain="year") == {None: pytest.approx(66.9, abs=0.05)}
    load(company, *sat("B", range(12, 16), 10, "2026-01-07"))
    assert told(company, None)[None] == 30.0


def test_five_more_people_are_published(company):
    load(company, *sat("A", range(9, 14), 10, "2026-01-06"))
    assert told(company) == {"A": 55.0, "B": 90.0} and told(company, None) == {None: 71.2}


def test_few_of_one_store_wait_while_others_go_on(company):
    load(
        company,
        *sat("A", range(9, 11), 10, "2026-01-06"),
        *sat("B", range(12, 17), 10, "2026-01-06"),
    )
    assert told(company) == {"A": 80.0, "B": pytest.approx(66.5, abs=0.05)}
    assert told(company, None) == {None: pytest.approx(71.2, abs=0.05)}, (
        "with the two of A the whole less B would tell them"
    )


def test_what_came_few_by_few_is_published_once_it_is_enough(company):
    for first, last in ((9, 10), (10, 13)):  # one, and then others, to be subtracted
        load(company, *sat("A", range(first, last), 10, "2026-01-06"))
        assert told(company)["A"] == 80.0
    load(company, *sat("A", range(13, 14), 10, "2026-01-06"))
    assert told(company) == {"A": 55.0, "B": 90.0}


def test_a_corrected_result_waits(company):
    load(company, *sat("A", range(1), 10))
    assert told(company) == {"A": 80.0, "B": 90.0}
    load(company, *sat("A", range(1, 5), 10))
    assert told(company) == {"A": pytest.approx(41.1, abs=0.05), "B": 90.0}


def test_taking_a_few_back_tells_nothing_and_bringing_them_again_neither(company):
    more = load(company, *sat("A", range(9, 14), 10, "2026-01-06"))
    few = load(company, *sat("A", range(14, 16), 100, "2026-01-07"))
    assert told(company)["A"] == 55.0
    undo(company, few)
    assert told(company) == {"A": 55.0, "B": 90.0}
    undo(company, more)
    assert told(company) == {"A": 80.0, "B": 90.0}


def test_taking_all_exams_back_leaves_no_figure_for_readers(company):
    assert told(company) == {"A": 80.0, "B": 90.0}
    with company.read() as reading:
        exams = reading.rows("SELECT id FROM upload WHERE kind = 'training'")
    for (upload,) in exams:
        undo(company, upload)
    assert not any(told(company).values()) and not any(told(company, None).values())


def test_merging_a_small_store_into_another_does_not_tell_it(database):
    load(
        database,
        *sat("A", range(9)),
        *sat("C", range(3), 20),
        *sat("B", range(12), 90),
        *sat("D", range(12), 90),
    )
    before = told(database)
    assert before["C"] is None and before["D"] == 90.0
    add(
        database,
        prepare(
            b"dimension,name,same_as,date\nstore,C,D,2026-02-01",
            "units.csv",
            UNIT,
            Options(),
            TODAY,
        ),
    )
    after = told(database)
    assert after == before, "the three of C wait under their old name"
    assert told(database, None) == {None: 81.7}


def test_who_only_changed_store_does_not_hide_a_single_result_among_them(company):
    company.keeping = replace(KEEPING, publish=None)
    add(
        company,
        prepare(
            b"dimension,name,same_as,date\nstore,B,D,2026-02-01",
            "units.csv",
            UNIT,
            Options(),
            TODAY,
        ),
    )
    load(company, *sat("A", range(9, 10), 10, "2026-01-06"))
    company.keeping = KEEPING
    assert publish(company) > 0
    assert told(company, None) == {None: 85.7}, (
        "thirteen changed, but of twelve the company's figure is the same"
    )


def test_a_hidden_store_appears_once_enough_people_came(database):
    load(database, *sat("A", range(9)), *sat("C", range(4), 20), *sat("B", range(12), 90))
    load(database, *sat("C", range(4, 8), 20), *sat("B", range(12, 24), 90))
    assert told(database)["C"] is None, "four more: what the whole gained less B would tell them"
    load(
        database, *sat("C", range(8, 9), 20), *sat("B", range(24, 36), 90), *sat("A", range(9, 20))
    )
    assert told(database)["C"] == 20.0


def test_who_stops_waiting_for_a_retake_is_told_with_others(database):
    load(database, *sat("A", range(9), 10), *sat("B", range(12), 10))
    assert told(database, None, PENDING) == {None: 21.0}
    load(database, *sat("A", range(1), 90, "2026-01-20"))
    assert told(database, None, PENDING) == {None: 21.0}
    load(database, *sat("A", range(1, 6), 90, "2026-01-21"))
    assert told(database, None, PENDING) == {None: (21.0, "*")}, (
        "less the twelve of B it would tell the three of A"
    )
    load(
        database, *sat("A", range(20, 26), 90, "2026-02-03"), *sat("B", range(6), 90, "2026-02-04")
    )
    with database.read() as reading:
        rows = ask(reading, PENDING, Query(), TODAY).rows
    assert [(row.value, row.since is not None) for row in rows.itertuples()] == [
        (21.0, True),
        (9.0, False),
    ]


def test_roles_that_see_people_see_the_rows_as_they_are(company, monkeypatch):
    load(company, *sat("A", range(9, 10), 10, "2026-01-06"))
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", "trainer")
    assert told(company) == {"A": 73.0, "B": 90.0}


def test_several_units_together_are_hidden_while_one_of_them_is_held(company):
    both = Query(only=(("store", ("A", "B")),))
    with company.read() as reading:
        assert ask(reading, MEAN, both, TODAY).rows["value"].round(1).tolist() == [85.7]
    hold(company, "A")
    with company.read() as reading:
        assert ask(reading, MEAN, both, TODAY).rows["hidden"].tolist() == [True]


def test_what_is_published_of_the_sample_is_what_the_rows_say(sample, today):
    shown = 0
    dimensions = (None, *dict.fromkeys(name for kpi in STAFF for name in kpi.dimensions))
    with sample.read(viewer=READER) as reading, sample.read(viewer=SEES_PEOPLE) as live:
        for query in [Query(grain=grain, by=by) for grain in GRAINS for by in dimensions]:
            published = ask_all(reading, STAFF, query, today)
            of_rows = ask_all(live, STAFF, query, today)
            assert published.keys() == of_rows.keys() == _able(query)
            for kpi, answer in published.items():
                both = answer.rows[~answer.rows["hidden"].astype(bool)].merge(
                    of_rows[kpi].rows, on=["period", "group"], suffixes=("", "_live")
                )
                shown += len(both)
                for name in ("n", "value", "low", "high", "y"):
                    np.testing.assert_allclose(
                        both[name].astype(float),
                        both[f"{name}_live"].astype(float),
                        rtol=1e-9,
                        err_msg=f"{kpi} {query}",
                    )
                assert answer.rows["since"].isna().all()
    assert shown > 2000


def _able(query: Query) -> set[str]:
    return {kpi.name for kpi in STAFF if query.by in (None, *kpi.dimensions)}


def test_a_release_that_is_stopped_is_made_later_and_shows_what_it_showed(company):
    def stop(rows: int) -> None:
        raise Stopped

    company.keeping = replace(KEEPING, publish=lambda database, tell: publish(database, stop))
    load(company, *sat("A", range(9, 14), 10, "2026-01-06"))
    with company.read() as reading:
        assert is_due(reading)
    assert told(company) == {"A": 80.0, "B": 90.0}
    assert publish(company) == 3
    with company.read() as reading:
        assert not is_due(reading)
    assert told(company) == {"A": 55.0, "B": 90.0}


def test_before_the_first_release_nothing_is_shown(database):
    def stop(rows: int) -> None:
        raise Stopped

    database.keeping = replace(KEEPING, publish=lambda database, tell: publish(database, stop))
    load(database, *sat("A", range(9)))
    assert told(database) == {"A": None} and told(database, None) == {None: None}
    publish(database)
    assert told(database) == {"A": 80.0} and told(database, None) == {None: 80.0}


def test_a_state_is_0_until_it_first_changes(database):
    load(
        database,
        *sat("A", range(9), 10),
        *sat("B", range(12)),
        *sat("B", range(20, 32), 10, "2026-02-05"),
    )
    with database.read() as reading:
        rows = ask(reading, PENDING, Query(by="store"), TODAY).rows
    assert {(row.group, row.period.month): row.value for row in rows.itertuples()} == {
        ("A", 1): 9,
        ("A", 2): 9,
        ("B", 1): 0,
        ("B", 2): 12,
    }


def test_rows_that_change_while_a_release_is_made_are_in_the_next(company, monkeypatch):
    made = []

    def overtaken(*arguments):
        made.append(1)
        if len(made) == 1:
            company.keeping = replace(KEEPING, publish=None)  # as where another publishes it later
            load(company, *sat("A", range(9, 14), 10, "2026-01-06"))
            company.keeping = KEEPING
        return renewing.renewed(*arguments)

    monkeypatch.setattr(publishing, "renewed", overtaken)
    load(company, *sat("B", range(12, 20), 10, "2026-01-06"))
    assert told(company) == {"A": 55.0, "B": 58.0}


def test_another_process_makes_the_same_release(monkeypatch):
    log, (first, _) = releases(4)
    monkeypatch.setattr(renewing, "_APART", 0)
    own = work_beside()
    kept, again = renewing.renewed(first, log, TODAY, Threshold(LEAST, SUMS), lambda rows: None)
    own.close()
    also, same = next_release(first, log, TODAY, Threshold(LEAST, SUMS))
    assert (kept == also).all()
    assert all(
        (again.state[name][grain] == same.state[name][grain]).all()
        for name in same.state
        for grain in same.state[name]
    )


def test_a_release_is_read_back_as_it_was_written():
    _, (_, made) = releases(1)
    read = release_from_text(release_as_text(made, TODAY, TODAY))
    assert (read.days, read.names, read.number) == (made.days, made.names, 2)
    assert all(
        (read.since[name][grain] == made.since[name][grain]).all()
        for name in made.since
        for grain in made.since[name]
    )


@pytest.mark.parametrize("states", [2, 3])
def test_states_one_after_the_other_tell_no_small_group(states):
    attacked = 0
    for number in range(3):
        for system in attacks(*releases(number, states)):
            found = attack(system, LEAST)
            attacked += len(found)
            assert all(bounds.open(LEAST) for bounds in found), number
    assert attacked > 100


@pytest.mark.parametrize("shape", SHAPES[1:], ids=lambda shape: shape.kind.name)
def test_states_of_surveys_violations_and_suggestions_tell_no_small_group(shape):
    attacked = 0
    for number in range(2):
        for system in attacks(*releases(number, 2, shape), shape):
            found = attack(system, shape.least)
            attacked += len(found)
            assert all(bounds.open(shape.least) for bounds in found), number
    assert attacked > 50


# Of each: a period shown whole by its parts; courses all of one module once another is merged into
# it; three records of one value of which two changed module and one came; a year less its months
# that are held, of which other figures tell all but one.
@pytest.mark.parametrize(("number", "states"), [(1698, 2), (1758, 2), (5510, 3), (5605, 3)])
def test_companies_in_which_states_once_told_a_small_group(number, states):
    found = [
        bounds for system in attacks(*releases(number, states)) for bounds in attack(system, LEAST)
    ]
    assert found and all(bounds.open(LEAST) for bounds in found)


def test_what_is_known_though_the_lattice_would_hide_it_tells_nothing_with_what_is_new():
    """Of a course that moved, an empty month was newly shown, beside a month of another that was known
    from before: together they told four people."""
    calls = SHAPES[-1]
    found = [
        bounds
        for system in attacks(*releases(104, 3, calls), calls)
        for bounds in attack(system, calls.least)
    ]
    assert found and all(bounds.open(calls.least) for bounds in found)


def test_every_kpi_about_staff_is_published_by_one_way_of_counting():
    assert {counted_by(kpi).kind for kpi in STAFF} == {kpi.dataset for kpi in STAFF}
    assert all(
        pd.Series([kpi.name for kpi in counted_by(kpi).kpis]).is_unique
        and kpi in counted_by(kpi).kpis
        for kpi in STAFF
    )


@pytest.mark.parametrize("way", ["rebuilt", "restored"])
def test_another_file_in_its_place_goes_on_from_what_was_published(company, tmp_path, way):
    path, older = company.path, tmp_path / "backups" / "older.duckdb"
    older.parent.mkdir()
    backup(company, older)
    load(company, *sat("A", range(9, 14), 10, "2026-01-06"))
    few = load(company, *sat("A", range(14, 16), 100, "2026-01-07"))
    assert told(company)["A"] == 55.0
    if way == "rebuilt":
        undo(company, few)
        load(company, *sat("A", range(16, 18), 100, "2026-01-07"))
    company.close()
    _ = rebuild(path) if way == "rebuilt" else restore(path, older)
    with closing(Database(path, keeping=KEEPING)) as again:
        with again.read() as reading:
            assert is_due(reading), "what was published is of the rows of the file that was there"
        rebuild_rollups(again)
        with again.read() as reading:
            assert not is_due(reading)
        assert told(again)["A"] == (55.0 if way == "rebuilt" else 80.0)
