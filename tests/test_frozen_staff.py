"""What was published of staff: the readers' figures, and nothing of today that the gate holds back."""

import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from data.archive.rebuild import rebuild
from data.database.connection import Database
from data.kinds.catalog import TRAINING
from data.reading.options import Options
from data.roles import COMMITTEE, READER, Viewer
from data.uploads.prepare import prepare
from data.uploads.store import add, data_version
from i18n import translator
from metrics.answers.answer import ask
from metrics.catalog import kpi_named
from metrics.frozen.published import figures_of, published
from metrics.frozen.publishing import publish
from metrics.frozen.restated import restatement_words, restatements_of
from metrics.handed.keeping import KEEPING
from metrics.periods import Period
from metrics.privacy.entries import counted_by
from metrics.privacy.publishing import release_as_text, release_from_text
from metrics.privacy.releases import HIDDEN
from metrics.snapshot import Snapshot
from metrics.sums.query import Query

TODAY, MONTH = date(2026, 6, 1), date(2026, 1, 1)
MEAN = kpi_named("exam_mean")
SEES_PEOPLE = Viewer(frozenset({COMMITTEE}))
SAY = translator("en")
UNIT_A, UNIT_B, COMPANY = ("department", "A"), ("department", "B"), (None, None)


def sat(unit: str, people: range, score: int = 80) -> list[str]:
    return [f"{unit}{number},{unit},Basics,2026-01-05,{score},100,70" for number in people]


def load(database: Database, *rows: str) -> int:
    heads = "employee,department,course,date,score,maximum,pass_mark"
    content = "\n".join([heads, *rows]).encode()
    return add(
        database, prepare(content, f"exam{len(rows)}{hash(rows)}.csv", TRAINING, Options())
    ).upload


@pytest.fixture(scope="module")
def folder(tmp_path_factory, empty_file) -> Path:
    place = tmp_path_factory.mktemp("staff")
    path = Path(shutil.copy(empty_file, place / "own.duckdb"))
    with closing(Database(path, keeping=KEEPING)) as database:
        load(database, *sat("A", range(9)), *sat("B", range(12), 90))
        publish(database, Period(MONTH, "month"), TODAY)
    return place


@pytest.fixture
def told(folder, tmp_path) -> Iterator[Database]:
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    with closing(Database(tmp_path / "own.duckdb", keeping=KEEPING)) as database:
        yield database


def look(database: Database, question, *asked, viewer: Viewer = READER):
    with database.read(viewer=viewer) as reading:
        return question(Snapshot(reading, database.path, data_version(reading), TODAY), *asked)


def restated(database: Database, place=UNIT_A, viewer: Viewer = READER):
    return look(database, restatements_of, MEAN.name, place, viewer=viewer)


def frozen(database: Database) -> dict:
    (publication,) = look(database, published)
    return {
        one.place: one.value
        for one in look(database, figures_of, publication)
        if one.kpi == MEAN.name
    }


def shown_to_readers(database: Database, unit: str) -> float:
    with database.read(viewer=READER) as reading:
        rows = ask(reading, MEAN, Query(by="department"), TODAY).rows
    return float(rows[rows["group"] == unit]["value"].iloc[0])


def hide(database: Database, unit: str) -> None:
    """As where the gate hides a unit from now on."""
    name = counted_by(MEAN).name
    with database.write() as writing:
        body = json.loads(writing.row("SELECT body FROM release WHERE basis = ?", [name])[0])
        release = release_from_text(json.dumps(body))
        for cells in release.state["department"].values():
            cells[release.names["department"].index(unit)] = HIDDEN
        days = (date.fromisoformat(body[end]) for end in ("first", "last"))
        writing.run(
            "UPDATE release SET body = ? WHERE basis = ?", [release_as_text(release, *days), name]
        )
        writing.run("UPDATE state SET version = version + 1, sums_version = sums_version + 1")


def test_what_the_gate_holds_back_is_no_restatement_for_anybody(told):
    assert frozen(told)[UNIT_A] == 80.0
    load(told, *sat("A", range(1), 10))
    assert shown_to_readers(told, "A") == 80.0
    for viewer in (READER, SEES_PEOPLE):
        assert restated(told, UNIT_A, viewer) == restated(told, COMPANY, viewer) == ()


def test_what_readers_are_shown_is_told_without_the_number_of_rows(told):
    uploads = [load(told, *sat("A", people, 10)) for people in (range(1), range(1, 6))]
    (found,) = restated(told)
    assert (found.was, found.now) == (80.0, shown_to_readers(told, "A"))
    assert found.now != found.was
    assert [(one.upload, one.corrected) for one in found.causes] == [
        (upload, None) for upload in uploads
    ]
    assert "changed records of" in restatement_words(found, SAY)
    (seen,) = restated(told, UNIT_A, SEES_PEOPLE)
    assert (seen.now, [one.corrected for one in seen.causes]) == (found.now, [1, 5])


def test_of_what_is_hidden_today_nothing_is_told_and_what_was_published_stays(told):
    load(told, *sat("A", range(6), 10))
    assert len(restated(told)) == 1
    hide(told, "A")
    assert restated(told) == restated(told, UNIT_A, SEES_PEOPLE) == ()
    assert frozen(told)[UNIT_A] == 80.0


def test_what_was_hidden_when_it_was_published_is_not_compared(database):
    load(database, *sat("A", range(3)), *sat("B", range(12), 90), *sat("C", range(12), 90))
    publish(database, Period(MONTH, "month"), TODAY)
    assert frozen(database)[UNIT_A] is None
    load(database, *sat("A", range(3, 20)))
    assert shown_to_readers(database, "A") == 80.0
    assert restated(database) == ()


def test_where_what_was_shown_before_is_forgotten_nothing_of_staff_is_compared(told):
    load(told, *sat("A", range(6), 10))
    path = told.path
    told.close()
    path.unlink()
    rebuild(path)
    with closing(Database(path, keeping=KEEPING)) as rebuilt:
        assert frozen(rebuilt)[UNIT_A] == 80.0 != shown_to_readers(rebuilt, "A")
        assert restated(rebuilt) == restated(rebuilt, COMPANY) == ()


def test_where_the_file_is_there_what_was_shown_is_carried_over(told):
    load(told, *sat("A", range(6), 10))
    before, path = restated(told), told.path
    told.close()
    rebuild(path)
    with closing(Database(path, keeping=KEEPING)) as rebuilt:
        assert [(one.was, one.now) for one in restated(rebuilt)] == [
            (one.was, one.now) for one in before
        ]
