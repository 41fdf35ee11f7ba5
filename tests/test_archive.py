"""What was stored is also kept beside the database: compared at each start, and enough to make the
database anew."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as some

from data.archive.archive import accept, keep_upload, mend
from data.archive.manifest import read_manifest
from data.archive.rebuild import check, rebuild
from data.archive.standing import folder_of, look, missing
from data.archive.whose import origin
from data.database.connection import Database
from data.database.tables import SAMPLE, cube_table
from data.kinds.catalog import KINDS, NPS, SURVEY
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.uploads.store import Terms, add, issues_of, undo, uploads
from errors import StorageFault

pytestmark = pytest.mark.without_sums


def nps(*rows: str, **options):
    return prepare(
        "\n".join(["response_id,date,store,score,comment", *rows]).encode(),
        "answers.csv",
        NPS,
        Options(**options),
    )


FIRST = nps("1,2026-01-05 10:00,A,9,good", "2,2026-01-05 10:05,A,3,slow", "3,2026-02-01 09:00,B,7,")
CORRECTED = nps("2,2026-01-05 10:05,A,6,slow", "9,2026-01-05 10:05,A,11,far too much")
SURVEYED = prepare(
    "日期,总体满意度\n2026-01-05,4\n2026-01-06,2\n".encode(),
    "调查.csv",
    SURVEY,
    Options(scale="1-5"),
)


def state(database: Database) -> dict[str, list[tuple]]:
    """All that a rebuilding must bring back; sums are made anew from it when the database is
    opened."""
    summed = {
        "state",
        "sums",
        "places",
        "scales",
        "staff_entry",
        "release",
        "published",
        "lengths",
        "hours",
        "calendar_state",
        "official_day",
        "usual_hours",
        "log_entry",  # goes on with the rebuilding itself
        *(cube_table(kind) for kind in KINDS),
    }
    with database.read() as reading:
        tables = [
            name
            for (name,) in reading.rows("SELECT table_name FROM duckdb_tables()")
            if name not in summed
        ]
        return {name: reading.rows(f"FROM {name} ORDER BY ALL") for name in tables} | {
            "origin": origin(reading)
        }


def manifest(database: Database):
    return read_manifest(folder_of(database.path))


def replaced_by(path: Path, older: Path) -> Database:
    """The database after somebody put an older file in its place."""
    shutil.copy(older, path)
    return Database(path)


def copied(database: Database, name: str) -> Path:
    file = database.path.with_name(name)
    database.copy_to(file)
    return file


def test_each_upload_is_in_the_archive_with_rows_record_and_line(database):
    add(database, FIRST, terms=Terms(who="Li Wei"))
    entries = list(manifest(database).entries.values())
    assert [(entry.upload, entry.kind, entry.file, entry.kept) for entry in entries] == [
        (1, "nps", "answers.csv", 3)
    ]
    assert {file.suffix for file in folder_of(database.path).iterdir()} == {
        ".parquet",
        ".json",
        ".jsonl",
    }
    with database.read() as reading:
        assert uploads(reading).iloc[0]["who"] == "Li Wei"
    assert check(database).sound


def test_nothing_is_archived_of_what_was_not_stored(database):
    def broken(reading, kind):
        if reading.row("SELECT count(*) FROM rows_nps")[0]:
            raise RuntimeError("the power went")
        return {}

    with pytest.raises(RuntimeError):
        add(database, FIRST, broken)
    assert manifest(database).entries == {}
    assert not add(database, FIRST).already
    assert add(database, FIRST).already
    assert len(manifest(database).entries) == 1


def test_a_rebuilt_database_is_equal(database):
    first = add(database, FIRST, terms=Terms(who="Li Wei")).upload
    add(database, CORRECTED)
    add(database, SURVEYED)
    add(database, nps("7,2026-01-09 10:00,A,1,", replace_period=True))
    undo(database, first)
    before = state(database)
    database.close()
    done = rebuild(database.path)
    again = Database(database.path)
    assert state(again) == before
    assert (done.uploads, done.rows, done.lost) == (4, 7, ())
    assert done.aside.exists() and done.aside != database.path
    assert (missing(again), mend(again).count, check(again).sound) == ((), 0, True)
    with again.read() as reading:
        assert "11" in str(issues_of(reading, 2)[0].message)
    again.close()


def test_the_rebuilt_sample_company_is_equal(sample, tmp_path):
    path = copied(sample, "copy.duckdb").rename(tmp_path / "copy.duckdb")
    database = Database(path)
    mend(database)
    before = state(database)
    database.close()
    rebuild(path)
    again = Database(path)
    after = state(again)
    again.close()
    assert {name for name in before if before[name] != after[name]} == set()
    assert after["origin"] == SAMPLE


STEPS = some.lists(
    some.tuples(some.integers(1, 4), some.integers(0, 10), some.booleans(), some.booleans()),
    min_size=1,
    max_size=4,
)


@settings(max_examples=3)
@given(STEPS)
def test_any_history_is_rebuilt(tmp_path_factory, empty_file, steps):
    database = Database(Path(shutil.copy(empty_file, tmp_path_factory.mktemp("any"))))
    for key, score, whole_period, back in steps:
        stored = add(database, nps(f"{key},2026-01-0{key},A,{score},", replace_period=whole_period))
        if back and not stored.already:
            undo(database, stored.upload)
    before = state(database)
    database.close()
    rebuild(database.path)
    again = Database(database.path)
    assert state(again) == before
    again.close()


def test_an_older_file_in_its_place_is_noticed_and_what_came_since_too(database):
    add(database, FIRST)
    older = copied(database, "older.duckdb")
    second = add(database, CORRECTED).upload
    undo(database, 1)
    database.close()
    again = replaced_by(database.path, older)
    lost = missing(again)
    assert [(one.upload, one.file, one.kept, one.undo_only) for one in lost] == [
        (1, "answers.csv", 3, True),
        (second, "answers.csv", 1, False),
    ]
    newer = add(again, SURVEYED).upload
    assert newer == 3, "the number of an upload that is missing is not used again"
    again.close()
    rebuild(database.path)
    whole = Database(database.path)
    with whole.read() as reading:
        assert reading.rows("SELECT id, undone_at IS NULL FROM upload ORDER BY id") == [
            (1, False),
            (2, True),
            (3, True),
        ]
        assert reading.rows("SELECT response_id, score FROM live_nps") == [("2", 6)]
    assert missing(whole) == ()
    whole.close()


def test_a_deleted_database_is_noticed(database):
    add(database, FIRST)
    database.close()
    database.path.unlink()
    again = Database(database.path)
    mend(again)
    assert [one.upload for one in missing(again)] == [1]
    again.close()


def test_going_on_without_what_is_missing(database):
    older = copied(database, "older.duckdb")
    add(database, FIRST)
    database.close()
    again = replaced_by(database.path, older)
    accept(again)
    assert missing(again) == ()
    assert add(again, CORRECTED).upload == 1
    again.close()
    assert rebuild(database.path).uploads == 1


def test_a_lost_archive_is_made_again(database):
    add(database, FIRST)
    undo(database, add(database, CORRECTED).upload)
    before = state(database)
    shutil.rmtree(folder_of(database.path))
    assert check(database).missing == ()
    assert mend(database).count == 3
    assert mend(database).count == 0
    database.close()
    rebuild(database.path)
    again = Database(database.path)
    assert state(again) == before
    again.close()


def test_a_lost_copy_of_one_upload_is_made_again(database):
    add(database, FIRST)
    for file in folder_of(database.path).glob("*.parquet"):
        file.unlink()
    assert check(database).spoilt == ((1, "answers.csv", 3),)
    assert mend(database).count == 1
    assert not check(database).spoilt


def _with_line(database: Database, spoil) -> None:
    file = folder_of(database.path) / "manifest.jsonl"
    file.write_bytes(spoil(file.read_bytes().rstrip(b"\n")))


@pytest.mark.parametrize(
    "spoil", [lambda line: line.replace(b"answers", b"answer5"), lambda line: b"\x00" * 9]
)
def test_a_damaged_line_is_never_taken_for_another(database, spoil):
    add(database, FIRST)
    _with_line(database, spoil)
    assert [(entry.file, entry.record) for entry in manifest(database).unlisted] == [
        ("answers.csv", next(iter(_records(database))))
    ]
    assert [notice.what for notice in look(database).notices] == ["cut", "damaged"]
    assert mend(database).count == 1
    assert [entry.file for entry in manifest(database).entries.values()] == ["answers.csv"]
    health = check(database)
    assert (health.damaged_lines, health.sound, len(health.notices)) == (1, False, 2)
    accept(database)
    assert check(database).sound


def _records(database: Database) -> set[str]:
    return {file.stem for file in folder_of(database.path).glob("*.json")}


def test_a_torn_line_is_completed_to_the_letter(database):
    add(database, FIRST)
    whole = (folder_of(database.path) / "manifest.jsonl").read_bytes()
    _with_line(database, lambda line: line[:-20])
    assert mend(database).interrupted == ((1, "answers.csv", 3),)
    assert (folder_of(database.path) / "manifest.jsonl").read_bytes() == whole
    assert check(database).sound


def test_a_damaged_copy_is_named_and_never_brought_back(database):
    add(database, FIRST)
    add(database, SURVEYED)
    entry = manifest(database).entries[
        next(key for key in manifest(database).entries if key[0] == 1)
    ]
    file = folder_of(database.path) / f"{entry.rows}.parquet"
    file.write_bytes(file.read_bytes()[:-9] + b"\x00" * 9)
    assert check(database).spoilt == ((1, "answers.csv", 3),)
    database.close()
    done = rebuild(database.path)
    assert (done.uploads, done.lost) == (1, ((1, "answers.csv", 3),))


def test_an_empty_archive_cannot_rebuild(database):
    with pytest.raises(StorageFault, match="holds no upload"):
        rebuild(database.path)


def test_a_database_of_an_earlier_version_gains_its_columns(database):
    add(database, FIRST)
    with database.write() as writing:
        writing.run("ALTER TABLE rows_nps DROP COLUMN comment")
        writing.run("ALTER TABLE upload DROP COLUMN who")
        writing.run("UPDATE state SET declared = NULL")
    database.close()
    again = Database(database.path)
    add(again, CORRECTED)
    with again.read() as reading:
        assert reading.rows("SELECT comment FROM live_nps WHERE response_id = '2'") == [("slow",)]
        assert reading.rows("SELECT who FROM upload ORDER BY id") == [("",), ("",)]
    again.close()


def test_keys_that_an_earlier_version_wrote_as_text_are_the_same_keys(database):
    add(database, FIRST)
    with database.write() as writing:
        writing.run("ALTER TABLE rows_nps ALTER COLUMN key TYPE VARCHAR")
        writing.run("UPDATE rows_nps SET key = replace(key, '-', '')")
        writing.run("UPDATE state SET declared = NULL")
        keep_upload(writing, database.path, 1)  # with keys as text in its archive too
    database.close()
    with closing(Database(database.path)) as again:
        assert add(again, CORRECTED).replaced == 1
    rebuild(database.path)
    with closing(Database(database.path)) as rebuilt:
        undo(rebuilt, 2)
        assert add(rebuilt, CORRECTED).replaced == 1
