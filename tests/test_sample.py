"""The sample company: whole or not at all, told from a person's own files, out again without them,
and in again."""

import json
import os
import subprocess
import sys
import threading
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from data.archive import archive, lines as listing
from data.archive.archive import mend
from data.archive.manifest import read_manifest
from data.archive.rebuild import check, rebuild
from data.archive.standing import folder_of, missing
from data.archive.whose import OriginShare, held, is_empty, origin
from data.database.connection import Database
from data.database.rollups import rebuild_rollups
from data.database.tables import MIXED, NEW, OWN, SAMPLE, cube_table
from data.kinds.catalog import EVENT, KINDS, NPS, TARGET, UNIT
from data.reading.options import Options
from data.samples.demo import SampleFile, first_run, write
from data.uploads import sample_company
from data.uploads.prepare import prepare
from data.uploads.sample_company import load_demo, remove_demo
from data.uploads.store import add, add_sample, undo
from data.uploads.typed import typed_rows
from errors import StorageFault, WrongCall
from metrics.frozen.published import publications
from metrics.frozen.sample import COMMITTEE, load_with_history
from metrics.handed.keeping import KEEPING
from metrics.handed.kpi_facts import KPI_FACTS
from tests.conftest import ROOT

TODAY = date(2026, 10, 1)
ANSWERS = "response_id,date,store,score,comment\n"
SAMPLE_NPS = ANSWERS + "".join(
    f"{number},2026-0{1 + number % 8}-05 10:{number:02d},Store {number % 3},{number % 11},fine\n"
    for number in range(40)
)


def small(folder: Path, today: date) -> tuple[SampleFile, ...]:
    """A sample company that is quick to load, under the names of the real one's files."""
    contents = {
        "nps": ("nps-2025-10-to-2026-09.csv", SAMPLE_NPS),
        "target": (
            "targets.csv",
            "kpi,stage,form,value,due,date\n"
            "net_promoter_score,short,at_least,40,2026-12-31,2026-01-01\n",
        ),
        "unit": (
            "stores.csv",
            "dimension,name,region,date\nstore,Store 0,North,2026-01-01\n"
            "store,Store 1,South,2026-01-01\n",
        ),
    }
    found = []
    for kind, (name, content) in contents.items():
        (folder / name).write_text(content, "utf-8")
        found.append(SampleFile(kind, folder / name, Options()))
    return tuple(found)


def fill(database: Database) -> int:
    return load_demo(database, today=TODAY, files=small)


def nps(*rows: str, name: str = "answers.csv", **options):
    return prepare((ANSWERS + "\n".join(rows)).encode(), name, NPS, Options(**options))


# A person's own: a file that corrects a row of the sample and adds others, a target, a note, a name
# that is another's.
OWN_ANSWERS = nps(
    "3,2026-04-05 10:03,Store 0,10,corrected",
    "900,2026-05-05 10:00,Store 2,9,own",
    "901,2026-05-06 10:00,Store 2,2,own",
)
OWN_FILES = (
    OWN_ANSWERS,
    typed_rows(
        TARGET,
        [
            {
                "kpi": "csat",
                "stage": "short",
                "form": "at_least",
                "value": 80.0,
                "due": date(2026, 12, 31),
                "date": date(2026, 2, 1),
            }
        ],
        "typed",
        kpis=KPI_FACTS,
    ),
    typed_rows(EVENT, [{"date": date(2026, 3, 1), "type": "note", "text": "Own note"}], "typed"),
    typed_rows(
        UNIT,
        [{"dimension": "store", "name": "Store 2", "same_as": "Store 1", "date": date(2026, 3, 1)}],
        "typed",
    ),
)


def contents(database: Database) -> dict[str, list[tuple]]:
    """What the pages are made of: live rows without the numbers of their uploads, names, sums and
    texts."""
    sums = ["sums", "places", "scales", "shown_names", *(cube_table(kind) for kind in KINDS)]
    with database.read() as reading:
        there = {name for (name,) in reading.rows("SELECT table_name FROM duckdb_tables()")}
        rows = {
            kind.name: reading.rows(
                f"SELECT * EXCLUDE (upload, twin, key) FROM live_{kind.name} ORDER BY ALL"
            )
            for kind in KINDS
        }
        return rows | {
            name: reading.rows(f"FROM {name} ORDER BY ALL") for name in sums if name in there
        }


def whose(database: Database) -> str:
    with database.read() as reading:
        return origin(reading)


def test_every_file_of_the_sample_is_marked_and_known_by_its_name(sample):
    with sample.read() as reading:
        rows = reading.rows("SELECT id, kind, file, sample FROM upload ORDER BY id")
        assert held(reading).own == OriginShare(0, 0) and origin(reading) == SAMPLE
    assert len(rows) == 40 and all(marked for *_, marked in rows)
    assert first_run((number, kind, file) for number, kind, file, _ in rows) == tuple(
        number for number, *_ in rows
    )


def test_the_real_files_end_where_a_persons_own_begin():
    own = [(3, "target", "targets.csv"), (4, "nps", "answers.csv"), (5, "event", "events.csv")]
    assert first_run([(1, "target", "targets.csv"), (2, "roster", "roster.csv"), *own]) == (1, 2)
    assert (
        first_run([(1, "nps", "targets.csv")]) == () == first_run([(1, "nps", "nps-2026-09.csv")])
    )


# Kills the filling at four moments, each in a process of its own, and starts again after each.
_KILLED = """
import json, os, signal, sys
from datetime import date
from functools import partial
from pathlib import Path
from data.database.connection import Database
from data.uploads.sample_company import load_demo
from data.database.rollups import rebuild_rollups
from data.archive import archive
from data.archive.archive import mend
from data.archive.standing import folder_of, missing
from data.archive.rebuild import check
from data.archive.whose import held, origin
from metrics.frozen.published import publications
from metrics.frozen.sample import COMMITTEE, load_with_history
from metrics.handed.keeping import KEEPING
from tests.test_sample import TODAY, small

def killed(path, moment):
    def die():
        os.kill(os.getpid(), signal.SIGKILL)
    passed = []
    def at(name):
        passed.append(name)
        if (name, passed.count(name)) == moment:
            die()
    usual_name, usual_checkpoint = archive._named, Database._checkpoint
    archive._named = lambda *given: (at("listed"), usual_name(*given))
    Database._checkpoint = lambda self: (at("checkpoint"), usual_checkpoint(self))
    database = Database(path, keeping=KEEPING)
    load_demo(database, lambda part: at("told"), TODAY, lambda rows: at("asked"), small)
    os._exit(7)

def again(path, answer):
    database = Database(path, keeping=KEEPING)
    mended = mend(database).count
    with database.read() as reading:
        before = origin(reading), reading.row("SELECT count(*) FROM upload")[0]
    if before[0] == "new":
        load_demo(database, today=TODAY, files=small)
    with database.read() as reading:
        found = held(reading)
    health = check(database)
    left = [file.name for file in folder_of(path).glob("*.tmp")]
    told = dict(before=before, uploads=found.sample.uploads, rows=found.sample.rows, sound=health.sound, lost=len(missing(database)),
                summed=not rebuild_rollups(database), left=left)
    Path(answer).write_text(json.dumps(told))
    os._exit(0)

def apart(work, *given):
    child = os.fork()
    if child == 0:
        try:
            work(*given)
        finally:
            os._exit(9)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

folder, told = Path(sys.argv[1]), []
for number, moment in enumerate(json.loads(sys.argv[2])):
    path, answer = folder / f"{number}.duckdb", folder / f"{number}.json"
    ended = apart(killed, path, tuple(moment))
    done = apart(again, path, answer)
    told.append(dict(ended=ended, done=done, **(json.loads(answer.read_text()) if answer.exists() else {})))
print(json.dumps(told))
"""
_BEFORE = [("told", 4), ("asked", 60)]
_AFTER = [("listed", 3), ("checkpoint", 1)]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_start_killed_at_any_moment_ends_with_the_whole_sample(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", _KILLED, str(tmp_path), json.dumps(_BEFORE + _AFTER)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert [(one["ended"], one["done"]) for one in told] == [(-9, 0)] * len(_BEFORE + _AFTER)
    assert [one["before"] for one in told] == [[NEW, 0]] * len(_BEFORE) + [[SAMPLE, 3]] * len(
        _AFTER
    )
    whole = {"uploads": 3, "rows": 43, "sound": True, "lost": 0, "summed": True, "left": []}
    assert all(one.items() >= whole.items() for one in told), told


def test_what_fails_while_it_is_made_leaves_nothing(database):
    def no_room(folder: Path, today: date):
        raise OSError(28, "No space left on device")

    with pytest.raises(StorageFault, match="No space left"):
        load_demo(database, files=no_room)
    folder_of(database.path).write_text("in the way")
    with pytest.raises(StorageFault, match="Nothing of this was saved"):
        fill(database)
    folder_of(database.path).unlink()
    assert whose(database) == NEW
    assert fill(database) == 3 and check(database).sound


def test_nobody_uploads_into_a_company_half_made(database):
    """Writers take turns: what is stored meanwhile comes after the whole sample."""
    started, seen = threading.Event(), []
    other = threading.Thread(
        target=lambda: (started.wait(), seen.append(add(database, OWN_ANSWERS).upload))
    )
    other.start()
    load_demo(database, lambda part: started.set(), TODAY, files=small)
    other.join()
    assert seen == [4] and whose(database) == MIXED


def test_removing_takes_the_sample_and_nothing_else(database, tmp_path):
    fill(database)
    for prepared in OWN_FILES:
        add(database, prepared)
    assert whose(database) == MIXED
    found = remove_demo(database)
    assert (found.sample, found.own) == (OriginShare(3, 43), OriginShare(4, 6))
    assert whose(database) == OWN
    with closing(Database(tmp_path / "alone.duckdb", keeping=KEEPING)) as alone:
        rebuild_rollups(alone)
        for prepared in OWN_FILES:
            add(alone, prepared)
        expected = contents(alone)
    assert contents(database) == expected
    assert {name for name in expected if expected[name]} >= {
        "nps",
        "target",
        "event",
        "unit",
        "sums",
        "shown_names",
    }
    assert (check(database).sound, check(database).uploads, missing(database)) == (True, 4, ())
    database.close()
    rebuild(database.path)
    with closing(Database(database.path, keeping=KEEPING)) as again:
        rebuild_rollups(again)
        assert contents(again) == expected and whose(again) == OWN


def test_a_row_of_ones_own_that_the_sample_had_replaced_counts_again(database):
    add(database, nps("3,2026-04-05 10:03,Store 0,3,fine"))
    with database.write() as writing:
        add_sample(
            writing,
            database.path,
            nps("3,2026-04-05 10:03,Store 0,9,fine", name="nps-2025-10-to-2026-09.csv"),
        )
    mend(database)
    with database.read() as reading:
        assert reading.rows("SELECT score FROM live_nps") == [(9,)]
    remove_demo(database)
    with database.read() as reading:
        assert reading.rows("SELECT score FROM live_nps") == [(3,)]


def test_a_database_without_the_sample_is_left_alone(database):
    add(database, OWN_ANSWERS)
    with pytest.raises(WrongCall, match="does not hold the sample"):
        remove_demo(database)
    with pytest.raises(WrongCall, match="already holds uploads"):
        fill(database)


def test_what_was_missing_beside_the_sample_is_still_asked_for(database):
    fill(database)
    older = database.path.with_name("older.duckdb")
    database.copy_to(older)
    add(database, OWN_ANSWERS)
    database.close()
    older.replace(database.path)
    with closing(Database(database.path)) as again:
        remove_demo(again)
        assert [one.file for one in missing(again)] == ["answers.csv"]


def test_a_crash_between_removing_and_noting_it_brings_nothing_back(database, monkeypatch):
    def crash(*given):
        raise KeyboardInterrupt

    fill(database)
    add(database, OWN_ANSWERS)
    with monkeypatch.context() as patched:
        patched.setattr(archive, "complete", crash)
        with pytest.raises(KeyboardInterrupt):
            remove_demo(database)
    assert len(missing(database)) == 3
    database.close()
    with closing(Database(database.path)) as again:
        mend(again)
        assert missing(again) == () and check(again).uploads == 1


def test_it_can_be_loaded_again_after_removal_and_after_undoing_everything(database):
    fill(database)
    first = contents(database)
    remove_demo(database)
    fill(database)
    assert contents(database) == first and check(database).sound
    with database.read() as reading:
        numbers = [number for (number,) in reading.rows("SELECT id FROM upload")]
    for number in numbers:
        undo(database, number)
    assert whose(database) == OWN
    fill(database)
    assert contents(database) == first and check(database).sound
    with database.read() as reading:
        assert held(reading).sample == OriginShare(3, 43)
    remove_demo(database)
    assert check(database).uploads == 0 and whose(database) == OWN


def _as_an_earlier_version_left_it(path: Path) -> None:
    """Without marks: in the ledger, in the records and in the manifest, where all that came beside
    the sample was called the sample's."""
    with closing(Database(path)) as database, database.write() as writing:
        writing.run("UPDATE upload SET sample = NULL")
        writing.run(
            "UPDATE state SET origin = 'sample', declared = NULL, sums_version = NULL, identity = "
            "NULL, listed = NULL"
        )
    manifest = folder_of(path) / "manifest.jsonl"
    lines = []
    for line in manifest.read_text("utf-8").splitlines():
        event = json.loads(line)
        for name in ("check", "sample", "before", "database", "holds", "sizes"):
            del event[name]
        event["origin"] = "sample"
        lines.append(json.dumps({**event, "check": listing._check(event)}))
    manifest.write_text("\n".join(lines) + "\n", "utf-8")
    assert all(entry.sample is None for entry in read_manifest(folder_of(path)).entries.values())


def test_a_database_of_an_earlier_version_learns_which_uploads_are_the_samples(database):
    fill(database)
    for prepared in OWN_FILES:
        add(database, prepared)
    database.close()
    _as_an_earlier_version_left_it(database.path)
    with closing(Database(database.path)) as again:
        with again.read() as reading:
            assert reading.rows("SELECT id FROM upload WHERE sample ORDER BY id") == [
                (1,),
                (2,),
                (3,),
            ]
        assert whose(again) == MIXED
    rebuild(database.path)
    with closing(Database(database.path)) as rebuilt:
        assert whose(rebuilt) == MIXED
        assert remove_demo(rebuilt).own == OriginShare(4, 6)


def test_own_files_of_an_earlier_version_are_missed_when_the_file_is_deleted(database):
    fill(database)
    add(database, OWN_ANSWERS)
    database.close()
    _as_an_earlier_version_left_it(database.path)
    database.path.unlink()
    with closing(Database(database.path)) as again:
        mend(again)
        assert "answers.csv" in [one.file for one in missing(again)]


def test_a_deleted_sample_company_is_not_missed(database):
    fill(database)
    database.close()
    database.path.unlink()
    with closing(Database(database.path)) as again:
        mend(again)
        assert missing(again) == ()


def test_the_real_sample_has_the_names_by_which_it_is_known(tmp_path):
    files = write(tmp_path, TODAY)
    assert first_run((at, file.kind, file.path.name) for at, file in enumerate(files)) == tuple(
        range(40)
    )


def test_its_last_quarter_is_published_and_goes_with_it(database, monkeypatch):
    monkeypatch.setattr(sample_company, "load_demo", partial(load_demo, files=small))
    parts: list[float] = []
    assert load_with_history(database, parts.append, today=date(2026, 10, 15)) == 3
    with database.read() as reading:
        (one,) = publications(reading)
        assert (one.start, one.length, one.by) == (date(2026, 7, 1), "quarter", COMMITTEE)
        assert held(reading).own.uploads == 0, "it is the sample's, as its files are"
    assert parts == sorted(parts) and parts[-1] == 1
    remove_demo(database)
    with database.read() as reading:
        assert not publications(reading) and is_empty(reading)


def test_a_company_without_records_of_the_quarter_is_there_all_the_same(database, monkeypatch):
    monkeypatch.setattr(sample_company, "load_demo", partial(load_demo, files=small))
    assert load_with_history(database, today=date(2029, 10, 15)) == 3
    with database.read() as reading:
        assert not publications(reading) and held(reading).sample.uploads == 3
