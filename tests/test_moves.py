"""What a load moves: every KPI of every month whose value is another one, and nothing else."""

import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from math import isclose
from pathlib import Path
from types import SimpleNamespace

import pytest

from data.database.connection import Database
from data.kinds.catalog import (
    KINDS,
    MYSTERY_VISIT,
    NPS,
    PRAISE,
    ROSTER,
    SECTION_WEIGHT,
    STAFF_SURVEY,
    STAR,
    SURVEY,
    TARGET,
    TRAINING,
    UNIT,
)
from data.kinds.schema import DatasetKind
from data.reading.options import Options
from data.roles import TRAINER, Viewer
from data.uploads.prepare import prepare
from data.uploads.store import add, rehearse
from i18n import translator
from metrics.answers.answer import ask_all
from metrics.catalog import KPIS, kpi_named
from metrics.handed.keeping import KEEPING
from metrics.handed.kpi_facts import KPI_FACTS
from metrics.handed.moves import month_values, moved_by, untold
from metrics.sums.query import Query
from metrics.sums.relations import RELATIONS, kinds_read
from tests.published_once import UNPUBLISHED, published_once
from ui.parts import moves

SAY = translator("en")


def of(kind: DatasetKind, text: str, **options):
    return prepare(text.encode(), "a.csv", kind, Options(**options), kpis=KPI_FACTS)


def nps(*lines):
    return of(NPS, "\n".join(["response_id,date,store,score", *lines]))


def visits(*lines):
    return of(
        MYSTERY_VISIT, "\n".join(["visit_id,date,store,attitude,efficiency,compliance", *lines])
    )


def exams(*lines):
    return of(TRAINING, "\n".join(["employee,course,date,attempt,score,maximum,pass_mark", *lines]))


COMPANY = (
    nps(
        *(
            f"{month}{store},2026-0{month}-05,{store},{score}"
            for month in (1, 2, 3)
            for store, score in (("A", 9), ("B", 3))
        )
    ),
    visits(
        *(
            f"v{month}{store}{at},2026-0{month}-1{at},{store},80,70,60"
            for month in (2, 3)
            for store in "AB"
            for at in (1, 2)
        )
    ),
    exams(*(f"E{at},Basics,2026-02-0{1 + at},1,{40 if at < 3 else 90},100,60" for at in range(8))),
    of(PRAISE, "praise_id,date,employee,store,verified\n1,2026-02-01,E1,A,yes\n"),
)
FILES = {
    "three mistyped stores": nps("x1,2026-03-06,Aa,9", "x2,2026-03-06,Bb,9", "x3,2026-03-06,Cc,9"),
    "a store a year ago": nps("x1,2025-03-06,Z,9"),
    "a survey of a new store": of(
        SURVEY, "response_id,date,store,overall\n1,2026-02-01,New,5\n", scale="1-5"
    ),
    "a roster with a new store": of(
        ROSTER, "employee,date,hired,store\nE1,2026-03-01,2025-01-01,New\n"
    ),
    "two stores become one": of(UNIT, "dimension,name,same_as,date\nstore,B,A,2026-03-01\n"),
    "a retake months later": exams("E1,Basics,2026-05-02,2,95,100,60"),
    "an attempt before the first one": exams(
        "E9,Basics,2026-01-02,1,95,100,60", "E1,Basics,2026-01-02,0,95,100,60"
    ),
    "a praise after months without": of(
        PRAISE, "praise_id,date,employee,store,verified\n2,2026-06-01,E1,A,yes\n"
    ),
    "a star": of(STAR, "date,honour,employee,store\n2026-03-31,month,E1,A\n"),
    "a corrected answer": nps("3A,2026-03-05,A,0"),
    "a target": of(
        TARGET, "kpi,stage,form,value,due,date\ncsat,short,at_least,80,2026-12-31,2026-01-01\n"
    ),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory, empty_file) -> Path:
    """The closed database of the company, in a folder of its own."""
    path = Path(shutil.copy(empty_file, tmp_path_factory.mktemp("made") / "company.duckdb"))
    with published_once(path) as database:
        for prepared in COMPANY:
            add(database, prepared)
    return path


@pytest.fixture
def company(made, tmp_path) -> Iterator[Database]:
    """A copy of it."""
    database = Database(
        Path(shutil.copytree(made.parent, tmp_path / "copy")) / made.name, keeping=KEEPING
    )
    yield database
    database.close()


@pytest.fixture(scope="module")
def as_made(made) -> dict:
    """Every KPI's months before anything came."""
    return from_rows(made)


def from_rows(path) -> dict:
    """Every KPI's months, asked of the rows themselves by a role that sees people."""
    database = Database(path)
    with database.read(viewer=Viewer(frozenset({TRAINER}))) as reading:
        answers = ask_all(reading, KPIS, Query(), date.today())
    database.close()
    return {
        (name, period): None if value != value else value
        for name, answer in answers.items()
        for period, value in zip(answer.rows["period"], answer.rows["value"], strict=True)
    }


def differing(before: dict, after: dict) -> dict:
    both = {key: (before.get(key), after.get(key)) for key in {**before, **after}}
    return {
        key: pair
        for key, pair in both.items()
        if pair[0] is not pair[1]
        and (None in pair or not isclose(*pair, rel_tol=1e-9, abs_tol=1e-9))
    }


@pytest.mark.parametrize("name", FILES)
def test_moves_are_all_that_differs_between_before_and_after(name, made, as_made, tmp_path):
    """As is said before it is stored, from sums, and as it is stored, from rows alone."""
    path = Path(shutil.copytree(made.parent, tmp_path / "copy")) / made.name
    with closing(Database(path, keeping=KEEPING)) as database:
        would = rehearse(database, FILES[name], month_values)
        with database.write() as writing:
            writing.run("UPDATE state SET sums_version = NULL")
    with closing(Database(path, keeping=UNPUBLISHED)) as database:
        did = add(database, FILES[name], month_values)
    expected = differing(as_made, from_rows(path))
    for stored in (would, did):
        told = {(move.kpi, move.period): (move.before, move.after) for move in stored.moves}
        assert set(told) == set(expected)
        for key, pair in expected.items():
            assert told[key] == pytest.approx(pair), key


def test_three_mistyped_names_are_seen_in_the_visits_of_their_month_and_of_those_after(company):
    told = {
        (move.kpi, f"{move.period:%Y-%m}"): (move.before, move.after)
        for move in rehearse(company, FILES["three mistyped stores"], month_values).moves
    }
    assert told["mystery_visits", "2026-03"] == (2.0, pytest.approx(0.8))
    assert ("net_promoter_score", "2026-03") in told and not any(
        month < "2026-03" for _, month in told
    )
    later = rehearse(
        company,
        of(SURVEY, "response_id,date,store,overall\n1,2026-06-01,A,5\n", scale="1-5"),
        month_values,
    )
    assert [
        (f"{move.period:%m}", move.after) for move in later.moves if move.kpi == "mystery_visits"
    ] == [("04", 0), ("05", 0), ("06", 0)]


def test_targets_events_and_the_like_move_no_kpi():
    assert [kind.name for kind in KINDS if not moved_by(kind)] == [
        "target",
        "event",
        "theme_term",
        "problem",
        "action",
        "decision",
        "meeting",
        "forecast",
        "publication",
    ]
    assert moved_by(UNIT) == (kpi_named("mystery_visits"),)
    assert moved_by(SECTION_WEIGHT) == (kpi_named("mystery_score"),)


def test_what_staff_answered_without_their_names_is_told_by_no_file(sample):
    """Nor by one of a single row, tried with one answer after another."""
    assert {kpi.name for kpi in untold(STAFF_SURVEY)} == {
        kpi.name for kpi in KPIS if kpi.dataset is STAFF_SURVEY
    }
    with sample.read() as reading:
        told = {name for kind in KINDS for name, _ in month_values(reading, kind)}
    assert told and not [name for name in told if kpi_named(name).dataset is STAFF_SURVEY]


@pytest.mark.parametrize(
    ("kind", "said"), [(STAFF_SURVEY, moves.UNTOLD), (SURVEY, "No KPI value moves.")]
)
def test_what_is_not_told_is_not_said_to_stay(monkeypatch, kind, said):
    told = []
    page = SimpleNamespace(
        header=lambda _: None, markdown=told.append, info=lambda words, **_: told.append(words)
    )
    monkeypatch.setattr(moves, "st", page)
    moves.draw_moves(kind, (), (3, 4), SAY)
    assert told == ["Rows that count in these months: 4 (now 3).", said]


@pytest.mark.parametrize("name", RELATIONS)
def test_a_relation_knows_what_it_is_made_of(name):
    assert {f"live_{kind.name}" for kind in kinds_read(name) if kind is not UNIT} == {
        f"live_{kind.name}"
        for kind in KINDS
        if re.search(rf"\blive_{kind.name}\b", RELATIONS[name]())
    }
    assert kinds_read(name)


def test_what_a_watch_costs_does_not_grow_with_the_rows(sample):
    """The rows of no kind are read where the sums are kept: only kinds whose cells may be hidden
    are settled from rows."""
    with sample.read() as reading:
        seen = []
        rows = reading.rows
        reading.rows = lambda sql, values=(): seen.append(sql) or rows(sql, values)
        frame = reading.frame
        reading.frame = lambda sql, values=(): seen.append(sql) or frame(sql, values)
        for kind in KINDS:
            assert month_values(reading, kind) or moved_by(kind) == untold(kind)
    assert seen and not [sql for sql in seen if "live_" in sql or "rows_" in sql]
