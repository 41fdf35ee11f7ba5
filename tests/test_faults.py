"""What happens to storage in the world: kills, full disks, damage, locks, two people at once.
Nothing is lost, all is said."""

import json
import os
import runpy
import shutil
import struct
import sys
import tempfile
import threading
import time
from pathlib import Path

import duckdb
import pytest

from bench import kill_load
from data.archive.archive import mend
from data.archive.rebuild import check, rebuild
from data.archive.standing import folder_of, missing
from data.database.connection import Database
from data.kinds.catalog import NPS
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.uploads.store import add
from errors import DatabaseDamaged, StorageFault

pytestmark = pytest.mark.without_sums


def nps(*rows: str):
    return prepare(
        "\n".join(["response_id,date,store,score,comment", *rows]).encode(),
        "answers.csv",
        NPS,
        Options(),
    )


FIRST = nps("1,2026-01-05 10:00,A,9,good", "2,2026-01-05 10:05,A,3,slow")
SECOND = nps("3,2026-02-05 10:00,A,9,good")

# What every child process starts with; it prints JSON at its end.
_CHILD = """
import json, os, resource, sys, time
sys.stdout, sys.stderr = (open(file, "w", encoding="utf-8") for file in (printed, faults))
import data.archive.archive, data.database.connection
from data.archive.archive import mend
from data.archive.standing import missing
from data.database.connection import Database
from data.kinds.catalog import NPS
from data.uploads.prepare import prepare
from data.reading.options import Options
from data.uploads.store import add
from errors import ServiceCultureError

def nps(first, count, comment="fine"):
    rows = [f"{first + at},2026-01-05 10:00,Store {at % 9},{at % 11},{comment} {at}" for at in range(count)]
    return prepare("\\n".join(["response_id,date,store,score,comment", *rows]).encode(), f"{first}.csv", NPS, Options())

def said(work):
    try:
        work()
    except ServiceCultureError as fault:
        return str(fault)

def counted(database):
    with database.read() as reading:
        return reading.row("SELECT count(*) FROM live_nps")[0]
"""


def child(code: str, path: Path, expected: int = 0) -> dict:
    """Run code in a process of its own; what it printed as JSON."""
    with tempfile.TemporaryDirectory() as folder:
        printed, faults = Path(folder) / "printed.json", Path(folder) / "faults.txt"
        given = {"path": path, "printed": str(printed), "faults": str(faults)}
        process = kill_load.process_of(exec, _CHILD + code, given)
        with kill_load.no_main():
            process.start()
        process.join(120)
        ended = process.exitcode
        process.kill()  # where it hangs
        process.join()
        assert ended == expected, faults.read_text("utf-8") if faults.exists() else "not started"
        told = printed.read_text("utf-8")
    return json.loads(told) if told else {}


def live(database: Database) -> int:
    with database.read() as reading:
        return reading.row("SELECT count(*) FROM live_nps")[0]


@pytest.fixture
def filled(tmp_path, empty_file) -> Path:
    return _filled(empty_file, tmp_path)


def _filled(empty_file: Path, folder: Path) -> Path:
    """A closed database with one upload."""
    database = Database(shutil.copy(empty_file, folder / "own.duckdb"))
    add(database, FIRST)
    database.close()
    return database.path


def test_kills_lose_nothing(tmp_path):
    tally = kill_load.run(tmp_path, 6, seed=7)
    assert (tally.rounds, tally.lost, tally.broken) == (6, 0, 0)
    assert tally.told > kill_load.FILES + kill_load.FILES // 3, (
        "some rounds were killed late enough to have stored something"
    )


def test_the_bench_that_kills_runs_under_its_own_name_when_it_is_called(monkeypatch):
    """What is run as a main module cannot be found by the process that is to be killed."""
    monkeypatch.setattr(sys, "argv", ["kill_load", "--help"])
    monkeypatch.setattr(kill_load, "main", lambda: 7)
    with (
        pytest.warns(RuntimeWarning, match="found in sys.modules"),
        pytest.raises(SystemExit) as ended,
    ):
        runpy.run_module("bench.kill_load", run_name="__main__")
    assert ended.value.code == 7


# A process that ends at one exact moment of a load, as if the power went.
_DIES = "{place} = lambda *_: os._exit(9)\nadd(Database(path), nps(100, 50))"
BEFORE_COMMIT, BEFORE_LISTED = "data.archive.archive._settled", "data.archive.archive._named"
BEFORE_CHECKPOINT = "data.database.connection.Database._checkpoint"


@pytest.mark.parametrize(
    ("place", "uploads", "to_mend"), [(BEFORE_COMMIT, 1, 0), (BEFORE_LISTED, 2, 1)]
)
def test_a_load_that_dies_at_the_worst_moment_is_whole_or_absent(filled, place, uploads, to_mend):
    child(_DIES.format(place=place), filled, expected=9)
    _is_whole(filled, uploads, to_mend)


def _is_whole(filled: Path, uploads: int, to_mend: int) -> None:
    database = Database(filled)
    assert mend(database).count == to_mend
    health = check(database)
    assert (health.sound, health.uploads, health.missing) == (True, uploads, ())
    assert list(folder_of(filled).glob("*.tmp")) == [] or uploads == 1
    add(database, SECOND)
    assert list(folder_of(filled).glob("*.tmp")) == []
    database.close()


@pytest.fixture(scope="module")
def died(tmp_path_factory, empty_file) -> Path:
    """A database of one upload, and of a second that is in its log alone."""
    path = _filled(empty_file, tmp_path_factory.mktemp("died"))
    child(_DIES.format(place=BEFORE_CHECKPOINT), path, expected=9)
    return path


@pytest.fixture
def dead(died, tmp_path) -> Path:
    return shutil.copytree(died.parent, tmp_path / "dead") / died.name


def test_a_load_that_dies_before_the_checkpoint_is_whole(dead):
    _is_whole(dead, 2, 0)


def test_a_deleted_log_is_noticed_and_made_good(dead):
    log = dead.with_name("own.duckdb.wal")
    assert log.exists()
    log.unlink()
    database = Database(dead)
    assert live(database) == 2
    assert [(one.upload, one.file, one.kept) for one in missing(database)] == [(2, "100.csv", 50)]
    database.close()
    assert rebuild(dead).rows == 52
    again = Database(dead)
    assert (live(again), missing(again)) == (52, ())
    again.close()


def test_a_damaged_log_is_never_silent(died, tmp_path):
    for share in (0.1, 0.5, 0.9):
        path = shutil.copytree(died.parent, tmp_path / str(share)) / died.name
        _damage_log(path.with_name("own.duckdb.wal"), share)
        try:
            database = Database(path)
        except DatabaseDamaged as fault:
            assert "own.duckdb is damaged" in str(fault)
        else:
            assert missing(database)
            database.close()
        rebuild(path)
        again = Database(path)
        assert live(again) == 52
        again.close()


def _damage_log(log: Path, share: float) -> None:
    content = bytearray(log.read_bytes())
    content[int(len(content) * share)] ^= 0x55
    log.write_bytes(content)


def _read_all(path: Path) -> None:
    database = Database(path)
    try:
        with database.read() as reading:
            reading.frame("FROM rows_nps")
            reading.frame("FROM upload")
    finally:
        database.close()


def _flip_all_but_the_head(content: bytes) -> bytes:
    return content[:12288] + bytes(byte ^ 0x55 for byte in content[12288:])


DAMAGE = {
    "truncated": lambda content: content[: len(content) // 2],
    "cut to the head": lambda content: content[:100],
    "emptied": lambda content: b"",
    "no database": lambda content: b"date,score\n2026-01-05,9\n" * 500,
    "blocks flipped": _flip_all_but_the_head,
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_file_is_said_set_aside_and_rebuilt(filled, damage):
    spoilt = DAMAGE[damage](filled.read_bytes())
    filled.write_bytes(spoilt)
    with pytest.raises(DatabaseDamaged, match="own.duckdb is damaged or is no database"):
        _read_all(filled)
    done = rebuild(filled)
    assert done.aside.read_bytes() == spoilt
    again = Database(filled)
    assert (live(again), check(again).sound) == (2, True)
    again.close()


def _as_of_a_newer_version(content: bytes) -> bytes:
    """The head of a file with a storage version far ahead, and the check sum that DuckDB gives
    it."""
    head = content[8:12] + struct.pack("<Q", 1_000_000) + content[20:4096]
    check_sum = 5381
    for (word,) in struct.iter_unpack("<Q", head):
        check_sum ^= word * 0xBF58476D1CE4E5B9 & 0xFFFFFFFFFFFFFFFF
    return struct.pack("<Q", check_sum) + head + content[4096:]


def test_a_file_of_a_newer_version_is_left_alone(filled):
    newer = _as_of_a_newer_version(filled.read_bytes())
    filled.write_bytes(newer)
    with pytest.raises(StorageFault, match="newer version"):
        Database(filled)
    assert filled.read_bytes() == newer


def test_the_database_of_another_program_is_left_alone(tmp_path):
    other = duckdb.connect(str(tmp_path / "other.duckdb"))
    other.execute("CREATE TABLE theirs (a INT)")
    other.close()
    before = (tmp_path / "other.duckdb").read_bytes()
    with pytest.raises(StorageFault, match="belongs to another program"):
        Database(tmp_path / "other.duckdb")
    assert (tmp_path / "other.duckdb").read_bytes() == before


def test_a_second_program_is_told_who_holds_the_file(database):
    add(database, FIRST)
    told = child("print(json.dumps(said(lambda: Database(path))))", database.path)
    assert "in use by another program" in told and str(os.getpid()) in told
    assert not add(database, SECOND).already


_FULL = """
database = Database(path)
add(database, nps(1, 20))
before = counted(database)
limit = path.stat().st_size + 100_000
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
fault = said(lambda: add(database, nps(1000, {count}, {comment})))
begun = time.monotonic()
after = counted(database)
seconds = time.monotonic() - begun
lost = len(missing(database))
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
again = add(database, nps(1000, {count}, {comment}))
print(json.dumps(dict(fault=fault, before=before, after=after, seconds=seconds, lost=lost, already=again.already, last=counted(database))))
"""


def test_a_full_disk_in_a_load_stores_nothing_and_the_dashboards_go_on(tmp_path):
    told = child(
        _FULL.format(count=30_000, comment="os.urandom(20).hex()"), tmp_path / "own.duckdb"
    )
    assert "is full: nothing of this was saved" in told["fault"]
    assert (told["before"], told["after"], told["lost"], told["already"], told["last"]) == (
        20,
        20,
        0,
        False,
        30_020,
    )
    assert told["seconds"] < 5


_FULL_AT_CHECKPOINT = """
database = Database(path)
add(database, nps(1, 20))
usual = Database._checkpoint
def tight(self):
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, resource.RLIM_INFINITY))
    usual(self)
Database._checkpoint = tight
broken = database._connection
fault = said(lambda: add(database, nps(1000, 2_000)))
begun = time.monotonic()
after = counted(database)
seconds = time.monotonic() - begun
replaced = database._connection is not broken
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
Database._checkpoint = usual
again = add(database, nps(1000, 2_000))
database.close()
database = Database(path)
print(json.dumps(dict(fault=fault, after=after, seconds=seconds, replaced=replaced, already=again.already, last=counted(database),
                      lost=len(missing(database)))))
"""


def test_a_full_disk_at_the_checkpoint_keeps_what_was_committed(tmp_path):
    told = child(_FULL_AT_CHECKPOINT, tmp_path / "own.duckdb")
    assert told["replaced"], "the limit did not make the checkpoint fail"
    assert (told["fault"], told["after"], told["already"], told["last"], told["lost"]) == (
        None,
        2_020,
        True,
        2_020,
        0,
    )
    assert told["seconds"] < 5


_READ_ONLY = """
if os.getuid() == 0:
    os.setuid(65534)
database = Database(path)
print(json.dumps(dict(read_only=database.read_only, count=counted(database), mended=mend(database).count, lost=len(missing(database)),
                      fault=said(lambda: add(database, nps(1, 5))))))
"""


@pytest.mark.parametrize("file_mode", [0o444, 0o666], ids=["file and folder", "folder"])
def test_what_may_not_be_written_can_still_be_read(filled, file_mode):
    folder = Path(tempfile.mkdtemp())
    try:
        path = Path(shutil.copy(filled, folder))
        shutil.copytree(folder_of(filled), folder_of(path))
        path.chmod(file_mode)
        folder.chmod(0o555)
        told = child(_READ_ONLY, path)
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)
    assert (told["read_only"], told["count"], told["mended"], told["lost"]) == (True, 2, 0, 0)
    assert "can only be read" in told["fault"] and str(folder) in told["fault"]


def test_an_archive_that_cannot_be_written_stores_nothing(database):
    folder_of(database.path).write_text("in the way")
    with pytest.raises(StorageFault, match="Nothing of this was saved"):
        add(database, FIRST)
    assert live(database) == 0
    folder_of(database.path).unlink()
    add(database, FIRST)
    assert live(database) == 2


def test_the_same_file_by_two_people_at_once_is_stored_once(database):
    begin, found = threading.Barrier(2), []

    def person() -> None:
        begin.wait()
        found.append(add(database, FIRST))

    people = [threading.Thread(target=person) for _ in range(2)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert sorted(stored.already for stored in found) == [False, True]
    assert {stored.upload for stored in found} == {1}
    assert live(database) == 2


_ENDLESS = (
    "SELECT count(*) FROM range(10000000000) a, range(10000000000) b WHERE hash(a.range + "
    "b.range) = 3"
)


def test_a_runaway_question_is_stopped_and_others_are_served(tmp_path):
    database = Database(tmp_path / "own.duckdb", seconds=1.0)
    add(database, FIRST)
    begun, served = time.monotonic(), []
    other = threading.Thread(target=lambda: served.append(live(database)))
    with pytest.raises(StorageFault, match="longer than 1.0 seconds"):
        with database.read() as reading:
            other.start()
            reading.rows(_ENDLESS)
    other.join()
    assert time.monotonic() - begun < 10
    assert (served, live(database)) == ([2], 2)
    database.close()
