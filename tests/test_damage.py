"""Damage of database and archive is always told, never mixes two companies, and is made good or
named."""

import json
import os
import shutil
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as some

from bench import damage
from bench.damage import NAME, Ready, file_of
from data.archive import anchor, archive, lines, manifest
from data.archive.archive import accept, mend
from data.archive.backup import backup, restore
from data.archive.leftovers import clear_leftovers, draft_of, in_use, set_asides
from data.archive.lines import Entry, read_line, read_lines, stored
from data.archive.rebuild import check, rebuild
from data.archive.standing import folder_of, look
from data.database.connection import Database
from data.uploads.store import add, add_sample, undo
from errors import StorageFault


@pytest.fixture(scope="module")
def ready(tmp_path_factory) -> Ready:
    """The company that the bench damages."""
    return damage.make(tmp_path_factory.mktemp("damage"))


@pytest.fixture
def path(ready, tmp_path) -> Path:
    """A copy of it: five uploads, the first undone, the last still in the log."""
    return Path(shutil.copytree(ready.folder, tmp_path / "copy")) / NAME


def list_of(path: Path) -> Path:
    return folder_of(path) / "manifest.jsonl"


def notices(path: Path) -> list[str]:
    with closing(Database(path)) as database:
        mend(database)
        seen = look(database)
        assert seen.foreign is None and not seen.missing
        return [notice.what for notice in seen.notices]


# A few of the 200 of `bench/damage.py`: of the database, of the list, of both, of an upload's files.
CASES = [
    ("database of 2 states ago", "list deleted"),
    ("list cut at 50%", "log deleted"),
    ("database deleted", "list of another company"),
    ("rows of upload 5 cut", "log deleted"),
    ("list without its last line", "log deleted"),
    ("record of upload 3 deleted", "database deleted, its log left"),
]


@pytest.mark.parametrize("case", CASES, ids=" + ".join)
def test_no_damage_is_silent_and_what_is_rebuilt_is_equal_or_named(ready, tmp_path, case):
    seen = damage.tried(case, ready, tmp_path)
    assert seen.is_good and seen.told and seen.checked, seen


def test_the_bench_notices_what_is_silent(ready, tmp_path, monkeypatch):
    monkeypatch.setattr(damage, "_told", lambda path: (False, False))
    assert damage.tried(("list without line 2",), ready, tmp_path).silent
    assert set(damage.cases(200)[-1]) <= set(damage.SINGLE) and len(set(damage.cases(200))) == 200


def test_a_double_damage_names_the_upload_by_number_file_and_rows(path, ready):
    shutil.copy(ready.older[1] / NAME, path)
    path.with_name(f"{NAME}.wal").unlink()
    list_of(path).write_bytes(list_of(ready.older[1] / NAME).read_bytes())
    with closing(Database(path)) as database:
        mend(database)
        assert [one.named for one in look(database).missing] == [
            (1, "answers-1.csv", 37),
            (3, "answers-100.csv", 37),
            (4, "answers-120.csv", 37),
            (5, "answers-300.csv", 37),
        ]
        assert [one.undo_only for one in look(database).missing] == [True, False, False, False]


# --- Lines


@pytest.mark.parametrize("garbage", damage.GARBAGE.values(), ids=damage.GARBAGE)
def test_garbage_in_the_list_is_counted_and_nothing_else(garbage):
    good = lines.line(lines.undone((1, "2026-01-01 00:00:00"), "2026-01-02 00:00:00"), "") + b"\n"
    found = read_lines(good + garbage)
    assert found[0].event["event"] == "undone"
    assert all(line.event is None or line.broken for line in found[1:]) and len(found) > 1


@settings(max_examples=30)
@given(
    some.binary(max_size=60)
    | some.recursive(
        some.none() | some.integers() | some.text(max_size=3), some.lists, max_leaves=4
    ).map(lambda value: damage._signed(event="accepted", uploads=value))
)
def test_no_bytes_are_read_as_a_line_they_are_not(raw):
    event = read_line(raw)
    assert event is None or event["uploads"] == []


ENTRY = Entry(1, "2026-01-01 00:00:00", "nps", "a.csv", 3, "own", "a" * 64, "b" * 64, False, (1, 2))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("upload", True),
        ("upload", 0),
        ("upload", 2**40),
        ("loaded_at", "yesterday"),
        ("kept", -1),
        ("file", 3),
        ("rows", "../../etc"),
        ("sample", "no"),
        ("sizes", [1]),
    ],
)
def test_an_upload_of_wrong_types_is_no_upload(name, value):
    assert read_line(lines.line(stored(ENTRY), ""))["rows"] == ENTRY.rows
    assert read_line(lines.line({**stored(ENTRY), name: value}, "")) is None


@given(some.integers(0, 4), some.integers(0, 4))
def test_a_line_that_is_gone_or_exchanged_breaks_the_chain(one, other):
    written, before = [], ""
    for number in range(1, 6):
        written.append(lines.line({**stored(ENTRY), "upload": number}, before))
        before = lines.hashed(written[-1])
    assert not any(line.broken for line in read_lines(b"\n".join(written)))
    gone = written[:one] + written[one + 1 :]
    assert any(line.broken for line in read_lines(b"\n".join(gone))) == (one < 4), (
        "the end is known to the database alone"
    )
    exchanged = list(written)
    exchanged[one], exchanged[other] = exchanged[other], exchanged[one]
    assert any(line.broken for line in read_lines(b"\n".join(exchanged))) == (one != other)


# --- Crashes


class Killed(BaseException):
    """The program ends here."""


STEPS = {
    "names": (archive, "_named"),
    "list": (manifest, "append"),
    "line": (manifest, "_write_all"),
    "event": (anchor, "keep_event"),
    "checkpoint": (Database, "_checkpoint"),
}


# step, whether an upload is undone or one stored, bytes of the line that are written, whether it
# ends before the step
CRASHES = [
    ("names", False, 0, True),
    ("names", False, 0, False),
    ("list", False, 0, True),
    ("list", True, 0, True),
    ("line", False, 0, True),
    ("line", False, 200, True),
    ("line", True, 30, True),
    ("event", True, 0, True),
    ("event", True, 0, False),
]


@pytest.mark.parametrize(("step", "is_undo", "torn", "before"), CRASHES)
def test_a_crash_at_any_moment_ends_with_both_in_line_and_no_false_alarm(
    ready, tmp_path_factory, step, is_undo, torn, before
):
    path = Path(shutil.copytree(ready.older[1], tmp_path_factory.mktemp("crash") / "copy")) / NAME
    module, name = STEPS[step]
    usual = getattr(module, name)

    def die(*given):
        if not before:
            usual(*given)
        elif step == "line":
            given[0].write(given[1][:torn])
        raise Killed

    database = Database(path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(anchor if step == "list" else module, name, die)
        with pytest.raises(Killed):
            undo(database, 1) if is_undo else add(database, file_of(500))
    database.close()
    with closing(Database(path)) as again:
        mend(again)
        health = check(again)
        assert (
            health.sound
            and health.notices == ()
            and health.damaged_lines == 0
            and not list(folder_of(path).glob("*.tmp"))
        )
        assert mend(again).told == ()
        with again.read() as reading:
            assert reading.row("SELECT count(*), count(undone_at) FROM upload") == (
                (2, 1) if is_undo else (3, 0)
            )


def test_the_program_tells_what_it_was_interrupted_in(path, monkeypatch):
    with closing(Database(path)) as database, monkeypatch.context() as patch:
        patch.setattr(archive, "complete", lambda *given: (_ for _ in ()).throw(Killed))
        with pytest.raises(Killed):
            add(database, file_of(500))
    with closing(Database(path)) as again:
        assert mend(again).interrupted == ((6, "answers-500.csv", 37),)
        assert look(again).notices == ()


# --- Whose archive it is


def test_a_database_of_another_company_is_named_and_never_mixed_in(path, ready):
    before = list_of(path).read_bytes()
    path.with_name(f"{NAME}.wal").unlink()
    shutil.copy(ready.foreign / NAME, path)
    with closing(Database(path)) as database:
        assert mend(database).count == 0
        told = str(look(database).foreign)
        assert (
            "do not belong together" in told
            and "answers-9001.csv" in told
            and "answers-300.csv" in told
        )
        with pytest.raises(StorageFault, match="do not belong together"):
            add(database, file_of(900))
        with pytest.raises(StorageFault, match="do not belong together"):
            undo(database, 1)
        assert not check(database).sound
    assert list_of(path).read_bytes() == before
    done = rebuild(path)
    assert (done.uploads, done.latest.upload) == (5, 5), (
        "the other company's database is no witness"
    )
    assert damage._uploads_of(path) == ready.truth
    assert damage._uploads_of(done.aside) == ready.theirs


def test_databases_that_never_knew_an_id_are_told_apart_by_their_uploads(path, ready):
    with closing(Database(path)) as database, database.write() as writing:
        writing.run("UPDATE state SET identity = NULL, listed = NULL")
    assert notices(path) == []
    foreign = Path(shutil.copy(ready.foreign / NAME, path.with_name("other.duckdb")))
    with closing(Database(foreign)) as database, database.write() as writing:
        writing.run("UPDATE state SET identity = NULL, listed = NULL")
    foreign.replace(path)
    with closing(Database(path)) as database:
        assert look(database).foreign is not None


def test_an_older_state_of_ones_own_is_no_stranger(path, ready):
    path.with_name(f"{NAME}.wal").unlink()
    shutil.copy(ready.older[0] / NAME, path)
    with closing(Database(path)) as database:
        mend(database)
        assert look(database).foreign is None and [
            one.upload for one in look(database).missing
        ] == [1, 2, 3, 4, 5]
        accept(database)
        assert check(database).sound and add(database, file_of(900)).upload == 2


def test_a_new_database_beside_an_old_archive_offers_it(path):
    path.unlink()
    path.with_name(f"{NAME}.wal").unlink()
    with closing(Database(path)) as database:
        mend(database)
        assert look(database).foreign is None and len(look(database).missing) == 5
        assert add(database, file_of(900)).upload == 6
    rebuild(path)
    with closing(Database(path)) as database:
        assert check(database).sound and check(database).uploads == 6


def test_a_pair_that_was_moved_or_copied_is_in_order(path, ready):
    elsewhere = Path(shutil.copytree(path.parent, path.parent.with_name("elsewhere")))
    assert notices(elsewhere / NAME) == notices(path) == []


def test_two_companies_side_by_side_do_not_meet(path, ready):
    shutil.copy(ready.foreign / NAME, path.with_name("y.duckdb"))
    shutil.copytree(folder_of(ready.foreign / NAME), path.with_name("y.archive"))
    assert notices(path) == notices(path.with_name("y.duckdb")) == []


def test_an_archive_follows_its_renamed_database(path):
    with closing(Database(path)):
        pass  # its log goes into the file
    renamed = path.rename(path.with_name("renamed.duckdb"))
    with closing(Database(renamed)) as database:
        assert mend(database).followed == "own.archive"
        assert check(database).sound
    assert sorted(file.name for file in path.parent.iterdir()) == [
        "renamed.archive",
        "renamed.duckdb",
    ]


def test_a_copy_of_the_database_leaves_the_archive_with_its_owner(path):
    with closing(Database(path)):
        pass
    shutil.copy(path, path.with_name("copy.duckdb"))
    assert notices(path.with_name("copy.duckdb")) == ["gone"]
    assert notices(path) == []


def test_an_archive_deleted_on_purpose_is_told_until_somebody_goes_on(path):
    shutil.rmtree(folder_of(path))
    assert notices(path) == notices(path) == ["gone"]
    with closing(Database(path)) as database:
        assert not check(database).sound
        accept(database)
        assert check(database).sound
    assert notices(path) == []


def test_what_cannot_be_written_is_told_all_the_same(path, monkeypatch):
    with closing(Database(path)):
        pass
    list_of(path).unlink()
    with closing(Database(path)) as database:
        database.read_only = True
        assert mend(database).count == 0 and [notice.what for notice in look(database).notices] == [
            "gone"
        ]
    assert not list_of(path).exists()


def _of_an_earlier_version(path: Path) -> None:
    """Make a database whose archive's files do not name themselves, whose lines are not chained,
    and that knows nothing of its list."""

    def rows(writing, file, upload, table, ledger, owner):
        writing.run(
            f"COPY (SELECT * EXCLUDE (upload, live) FROM {table} WHERE upload = {upload}) TO "
            f"'{file}' (FORMAT parquet)"
        )
        return archive._settled(file)

    def record(writing, file, upload, ledger, rows, owner):
        file.write_text(json.dumps({"upload": json.loads(ledger), "issues": []}))
        return archive._settled(file)

    with closing(Database(path)) as database, pytest.MonkeyPatch.context() as patch:
        patch.setattr(archive, "_write_rows", rows)
        patch.setattr(archive, "_write_record", record)
        add(database, file_of(1))
        add(database, file_of(100))
        undo(database, 1)
        with database.write() as writing:
            writing.run(
                "UPDATE state SET identity = NULL, listed = NULL, listed_last = NULL, listed_owed "
                "= NULL"
            )
    told = [read_line(line) for line in list_of(path).read_bytes().splitlines()]
    new = ("check", "before", "database", "holds", "sizes")
    list_of(path).write_bytes(
        b"".join(
            damage._signed(**{name: told for name, told in event.items() if name not in new})
            for event in told
        )
    )
    for file in folder_of(path).glob("*.json"):
        if b'"event"' in file.read_bytes():
            file.unlink()


def test_an_archive_of_an_earlier_version_is_taken_once_and_its_list_kept_twice(tmp_path):
    path = tmp_path / NAME
    _of_an_earlier_version(path)
    assert notices(path) == []
    assert [line.event["event"] for line in read_lines(list_of(path).read_bytes())] == [
        "stored",
        "stored",
        "undone",
        "begun",
    ]
    list_of(path).unlink()
    assert notices(path) == ["gone"]
    list_of(path).unlink()
    path.unlink()
    assert (rebuild(path).uploads, rebuild(path).lost) == (2, ())
    with closing(Database(path)) as database:
        assert check(database).sound
        with database.read() as reading:
            assert reading.rows("SELECT id, undone_at IS NULL FROM upload ORDER BY id") == [
                (1, False),
                (2, True),
            ]


def test_a_first_upload_beside_uploads_that_no_archive_knows_keeps_all_of_them(path):
    shutil.rmtree(folder_of(path))
    with closing(Database(path)) as database:
        with database.write() as writing:
            writing.run("UPDATE state SET identity = NULL, listed = NULL")
        add(database, file_of(900))
        assert check(database).sound
        shutil.rmtree(folder_of(path))
        undo(database, 2)
        assert [notice.what for notice in look(database).notices] == ["copies"]
        mend(database)
        assert [notice.what for notice in look(database).notices] == ["copies"] and check(
            database
        ).spoilt == ()


# --- Backups


def test_a_backup_keeps_the_id_and_an_older_one_is_taken(path, tmp_path):
    with closing(Database(path)) as database:
        backup(database, tmp_path / "b.duckdb")
        add(database, file_of(900))
    restore(path, tmp_path / "b.duckdb")
    with closing(Database(path)) as database:
        assert check(database).sound and check(database).uploads == 5
        assert add(database, file_of(901)).upload == 6


def test_a_backup_of_another_company_is_refused_and_nothing_changes(path, ready):
    with closing(Database(path)):
        pass
    before = path.read_bytes(), list_of(path).read_bytes()
    with pytest.raises(
        StorageFault, match=r"no backup of the database own.duckdb.*answers-300.csv"
    ):
        restore(path, ready.foreign / NAME)
    assert (path.read_bytes(), list_of(path).read_bytes()) == before


def test_a_backup_may_replace_a_new_installation_with_the_sample_company(tmp_path, ready):
    path = tmp_path / "new.duckdb"
    with closing(Database(path)) as database, database.write() as writing:
        number = archive.next_number(writing, path)
        assert add_sample(writing, path, file_of(1)) == number
        archive.keep_upload(writing, path, number)
    restore(path, ready.foreign / NAME)
    with closing(Database(path)) as database:
        assert check(database).sound and check(database).uploads == 3
    assert [one.file.suffix for one in set_asides(path)] == [".archive", ".duckdb"]


# --- Copies and leftovers


def test_the_check_makes_spoilt_copies_anew_from_the_database(path):
    file = next(folder_of(path).glob("*.parquet"))
    damage._flip(0.5)(file)
    with closing(Database(path)) as database:
        assert len(check(database).spoilt) == 1
        assert mend(database, thorough=True).count == 1
        assert check(database).spoilt == () and [
            notice.what for notice in check(database).notices
        ] == ["copies"]


def test_what_killed_processes_left_is_cleared_and_what_is_in_use_is_not(path):
    (path.parent / "backups").mkdir()
    gone = [
        "own.backup-999999999.duckdb",
        "own.backup-999999999.duckdb.wal",
        "own.rebuilding.duckdb",
        "own.restoring-999999999.duckdb",
        "backups/2026-01-01-101010.duckdb.999999999.part",
    ]
    kept = [
        "own.backup-1.duckdb",
        "other.rebuilding.duckdb",
        "backups/2026-01-01-101010.duckdb",
        "backups/film.999999999.part",
    ]
    for name in (*gone, *kept):
        (path.parent / name).write_bytes(b"half")
    with in_use(draft_of(path, "backup")) as draft:
        draft.write_bytes(b"half")
        cleared = clear_leftovers(path)
        assert draft.exists()
    assert sorted(cleared) == sorted(Path(name).name for name in gone)
    assert [name for name in kept if not (path.parent / name).exists()] == [] and not draft.exists()
    draft.write_bytes(b"of an earlier process with this number")
    assert clear_leftovers(path) == (draft.name,) and os.getpid() == int(
        draft.stem.rsplit("-", 1)[1]
    )


def test_what_was_set_aside_is_listed_with_its_size(path):
    size = path.stat().st_size + path.with_name(f"{NAME}.wal").stat().st_size
    done = rebuild(path)
    assert [(one.file, one.size) for one in set_asides(path)] == [(done.aside, size)]
