"""Backups are whole whatever happens meanwhile; a restore checks first and keeps what was there."""

import json
import threading

import pytest

import data.__main__ as commands
from data.archive.backup import backup, examine, restore
from data.archive.rebuild import check
from data.archive.standing import missing
from data.database.connection import Database
from data.kinds.catalog import NPS
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.uploads.store import add, undo
from errors import StorageFault, WrongCall

pytestmark = pytest.mark.without_sums


def nps(first: int, count: int = 5):
    rows = [f"{first + at},2026-01-05 10:00,A,{at % 11}," for at in range(count)]
    return prepare(
        "\n".join(["response_id,date,store,score,comment", *rows]).encode(),
        f"{first}.csv",
        NPS,
        Options(),
    )


def state(database: Database) -> dict[str, list[tuple]]:
    with database.read() as reading:
        return {
            name: reading.rows(f"FROM {name} ORDER BY ALL")
            for name in ("upload", "issue", "rows_nps", "live_nps")
        }


def test_a_restored_backup_is_equal_and_what_was_there_is_kept(database, tmp_path):
    add(database, nps(1))
    undo(database, add(database, nps(100)).upload)
    before = state(database)
    copied = backup(database, tmp_path / "backup.duckdb")
    assert (copied.uploads, copied.rows) == (2, 10)
    add(database, nps(200))
    later = state(database)
    database.close()
    done = restore(database.path, tmp_path / "backup.duckdb")
    again = Database(database.path)
    assert state(again) == before
    assert (missing(again), check(again).sound) == ((), True)
    again.close()
    kept = Database(done.aside)
    assert state(kept) == later
    kept.close()


def test_a_restore_on_a_new_machine(database, tmp_path):
    add(database, nps(1))
    backup(database, tmp_path / "backup.duckdb")
    elsewhere = tmp_path / "elsewhere" / "new.duckdb"
    assert restore(elsewhere, tmp_path / "backup.duckdb").aside is None
    again = Database(elsewhere)
    assert state(again) == state(database)
    assert check(again).sound
    again.close()


def test_a_backup_while_files_are_loaded_is_a_committed_state(database, tmp_path):
    files = [nps(number * 100, 60) for number in range(1, 9)]
    begun = threading.Event()

    def load() -> None:
        for file in files:
            add(database, file)
            begun.set()

    loading = threading.Thread(target=load)
    loading.start()
    begun.wait(60)
    copies = [backup(database, tmp_path / f"{number}.duckdb") for number in range(3)]
    loading.join()
    assert all(copied.rows == copied.uploads * 60 for copied in copies)
    assert 1 <= copies[0].uploads <= copies[-1].uploads <= 8
    assert check(database).sound


def test_a_backup_never_overwrites_and_leaves_nothing_half_made(database, tmp_path):
    (tmp_path / "there").mkdir()
    backup(database, tmp_path / "there" / "b.duckdb")
    with pytest.raises(WrongCall, match="never overwrites"):
        backup(database, tmp_path / "there" / "b.duckdb")
    with pytest.raises(WrongCall, match="no folder"):
        backup(database, tmp_path / "nowhere" / "b.duckdb")
    assert [file.name for file in (tmp_path / "there").iterdir()] == ["b.duckdb"]
    assert not list(tmp_path.glob("*.backup-*"))


def test_what_is_no_whole_backup_is_refused_and_nothing_changes(database, tmp_path):
    add(database, nps(1))
    good = tmp_path / "good.duckdb"
    backup(database, good)
    short = Database(good)
    with short.write() as writing:
        writing.run("DELETE FROM rows_nps WHERE line = 3")
    short.close()
    (tmp_path / "text.duckdb").write_text("no database")
    before = state(database)
    database.close()
    with pytest.raises(StorageFault, match="differs from its ledger"):
        restore(database.path, good)
    with pytest.raises(StorageFault, match="cannot be read as a backup"):
        restore(database.path, tmp_path / "text.duckdb")
    with pytest.raises(WrongCall, match="no file"):
        restore(database.path, tmp_path / "none.duckdb")
    again = Database(database.path)
    assert state(again) == before
    assert not list(tmp_path.glob("*restoring*")) and not list(tmp_path.glob("*set-aside*"))
    with pytest.raises(StorageFault, match="in use"):
        restore(database.path, good)
    again.close()


def test_a_running_server_lets_go_for_a_restore(database, tmp_path):
    add(database, nps(1))
    backup(database, tmp_path / "b.duckdb")
    add(database, nps(100))
    with database.read() as reading:
        version = reading.row("SELECT version FROM state")[0]
    with database.away():
        restore(database.path, tmp_path / "b.duckdb")
    with database.read() as reading:
        assert reading.row("SELECT count(*) FROM rows_nps")[0] == 5
        assert reading.row("SELECT version FROM state")[0] > version
    assert add(database, nps(300)).upload == 2


def test_the_commands(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(tmp_path / "own.duckdb"))
    (tmp_path / "nps.csv").write_text(
        "response_id,date,store,score\n1,2026-01-05,A,9\n2,2026-01-06,B,3\n"
    )
    copy = str(tmp_path / "copy.duckdb")

    def call(*arguments: str) -> tuple[int, dict, str]:
        code = commands.main([*arguments, "--json"])
        printed = capsys.readouterr()
        return code, json.loads(printed.out) if printed.out else {}, printed.err

    assert call("load", "nps", str(tmp_path / "nps.csv"))[0] == 0
    assert call("check")[:2] == (
        0,
        {
            "sound": True,
            "uploads": 1,
            "rows": 2,
            "missing": [],
            "miscounted": [],
            "spoilt": [],
            "damaged_lines": 0,
            "unknown": [],
            "notices": [],
            "foreign": None,
            "made_anew": 0,
            "aside": [],
            "log_broken_at": None,
        },
    )
    assert call("backup", copy)[:2] == (0, {"file": copy, "uploads": 1, "rows": 2})
    assert call("backup", copy)[0] == 2
    (tmp_path / "own.duckdb").unlink()
    code, told, complaint = call("check")
    assert (code, told["missing"]) == (1, [1])
    assert "lacks 1 of the uploads" in complaint and "nps.csv" in complaint
    code, told, _ = call("rebuild")
    assert (code, told["uploads"], told["rows"], told["lost"]) == (0, 1, 2, [])
    assert call("restore", copy)[1]["uploads"] == 1
    assert call("check")[1]["sound"]
    (tmp_path / "own.duckdb").write_bytes(b"not a database")
    code, _, complaint = call("uploads")
    assert code == 1 and "python -m data rebuild" in complaint
    assert call("rebuild")[1]["rows"] == 2


def test_examining_names_what_is_wrong(database, tmp_path):
    add(database, nps(1))
    backup(database, tmp_path / "b.duckdb")
    assert (examine(tmp_path / "b.duckdb").uploads, examine(tmp_path / "b.duckdb").rows) == (1, 5)
