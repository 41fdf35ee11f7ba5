"""What deploy/ does by itself: the nightly backup, kept for some days, and that it can be restored;
commands with the service's settings."""

import os
import shlex
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from data.archive.rebuild import check
from data.database.connection import Database
from data.kinds.catalog import NPS
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.uploads.store import add, uploads
from metrics.handed.keeping import KEEPING
from metrics.handed.moves import month_values
from tests.conftest import ROOT


def lines(name: str, unit: str = "backup") -> list[list[str]]:
    """What a unit runs, as systemd would hand it over."""
    text = (ROOT / "deploy" / f"service-culture-{unit}.service").read_text("utf-8")
    found = [line.partition("=")[2] for line in text.splitlines() if line.startswith(f"{name}=")]
    return [shlex.split(line.replace("%%", "%")) for line in found]


@pytest.fixture
def machine(tmp_path, monkeypatch) -> Path:
    """A folder as the unit has it: the program by its link, the database, and one for backups."""
    (tmp_path / "backups").mkdir()
    (tmp_path / "program").mkdir()
    for name in ("data", "metrics", "errors.py", "i18n"):
        (tmp_path / "program" / name).symlink_to(ROOT / name)
    (tmp_path / "program" / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / "program" / ".venv" / "bin" / "python").symlink_to(sys.executable)
    monkeypatch.setenv("STATE_DIRECTORY", str(tmp_path / "backups"))
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(tmp_path / "company.duckdb"))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(path for path in sys.path if path))
    return tmp_path


def values(path: Path) -> tuple[dict, list]:
    with closing(Database(path, keeping=KEEPING)) as database:
        assert check(database).sound
        with database.read() as reading:
            return dict(month_values(reading, NPS)), uploads(reading)["hash"].tolist()


def test_a_backup_of_the_night_is_restored_on_an_empty_machine(machine, empty_file):
    path = machine / "company.duckdb"
    path.write_bytes(empty_file.read_bytes())
    with closing(Database(path, keeping=KEEPING)) as database:
        rows = "response_id,date,score\nR1,2026-01-05,9\nR2,2026-02-06,3"
        add(database, prepare(rows.encode(), "nps.csv", NPS, Options()))
    for age in (29, 40):
        old = machine / "backups" / f"{age}.duckdb"
        old.write_bytes(b"")
        os.utime(old, (time.time() - age * 86_400,) * 2)
    for command in (*lines("ExecStart"), *lines("ExecStartPost")):
        subprocess.run(command, cwd=machine / "program", check=True, capture_output=True)
    kept = sorted(file.name for file in (machine / "backups").iterdir())
    assert len(kept) == 2 and "29.duckdb" in kept and "40.duckdb" not in kept
    (made,) = (file for file in (machine / "backups").iterdir() if file.name != "29.duckdb")
    empty = machine / "empty" / "drill.duckdb"
    subprocess.run(
        [sys.executable, "-m", "data", "restore", str(made)],
        cwd=ROOT,
        env={**os.environ, "SERVICE_CULTURE_DB": str(empty)},
        check=True,
        capture_output=True,
    )
    assert values(empty) == values(path)
    assert values(path)[0]


def test_each_night_lets_go_of_what_is_kept_too_long(machine, empty_file, monkeypatch):
    monkeypatch.setenv("SERVICE_CULTURE_KEEP_COMMENTS_MONTHS", "24")
    path = machine / "company.duckdb"
    path.write_bytes(empty_file.read_bytes())
    with closing(Database(path, keeping=KEEPING)) as database:
        rows = "response_id,date,score,comment\nR1,2020-01-05,9,thanks\nR2,2020-02-06,3,"
        add(database, prepare(rows.encode(), "nps.csv", NPS, Options()))
    before = values(path)
    (command,) = lines("ExecStart", "retention")
    told = subprocess.run(command, cwd=machine / "program", check=True, capture_output=True)
    assert b"Comments from before" in told.stdout and values(path) == before
    with closing(Database(path)) as database, database.read() as reading:
        assert reading.rows("SELECT comment FROM live_nps WHERE comment <> ''") == []


def test_a_command_has_the_settings_that_the_service_has(tmp_path):
    settings = tmp_path / "settings"
    settings.write_text(
        '# SERVICE_CULTURE_ROLE=viewer\nSERVICE_CULTURE_DB="/a b/it\'s.duckdb"\n'
        "SERVICE_CULTURE_LAG=10\nSERVICE_CULTURE_LAG='30' \nSTREAMLIT_SERVER_PORT=1\n"
        "SERVICE_CULTURE_SIGN_OUT=https://door/?a=1&b=2"  # and no end of the line
    )
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(
        "#!/bin/sh\nenv | grep -E '^(SERVICE_CULTURE|STREAMLIT_SERVER)_'\necho \"$*\""
    )
    python.chmod(0o755)
    script = (ROOT / "deploy" / "culture").read_text("utf-8")
    for real, here in (
        ("/etc/service-culture.env", str(settings)),
        ("/opt/service-culture", str(tmp_path)),
        ("/usr/sbin/runuser -u culture -- ", ""),
        ('exec sudo "$0" "$@"', ":"),
    ):
        assert script.count(real) >= 1
        script = script.replace(real, here)
    told = subprocess.run(
        ["sh", "-c", script, "culture", "data", "restore", "a b"],
        env={"PATH": os.environ["PATH"]},
        check=True,
        capture_output=True,
        text=True,
    )
    *env, command = told.stdout.splitlines()
    assert sorted(env) == [
        "SERVICE_CULTURE_DB=/a b/it's.duckdb",
        "SERVICE_CULTURE_LAG=30",
        "SERVICE_CULTURE_SIGN_OUT=https://door/?a=1&b=2",
    ]
    assert command == "-m data restore a b"
