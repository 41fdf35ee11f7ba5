"""The rows in a lake whose catalogue is in PostgreSQL, read back by another engine.

It needs Debian's PostgreSQL, and an interpreter with deploy/lake-requirements.txt, which LAKE_PYTHON
names.
"""

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from bench.browser import free_port
from data.__main__ import main
from data.kinds.catalog import EVENT, KINDS, NPS, TARGET
from data.lake.publish import Lake, columns_of, lake_of, publish_lake
from data.lake.put import __file__ as PUT, _clear
from data.log.audit import COPIED, LogSearch, entries
from errors import StorageFault, WrongCall

_READ = """
import json, sys
sys.path.insert(0, sys.argv[1])
import put, duckdb
asked = json.load(sys.stdin)
engine = duckdb.connect()
engine.execute("SET enable_progress_bar = false")
for name in ("ducklake", "postgres_scanner"):
    engine.execute(f"LOAD '{put._extension(name)}'")
engine.execute(f"ATTACH 'ducklake:postgres:{asked['catalogue']}' AS lake (READ_ONLY)")
print(json.dumps([engine.execute(sql).fetchall() for sql in asked["sql"]], default=str))
"""


def test_without_people_nothing_of_staff_and_no_name_goes_out():
    for kind in KINDS:
        left = {column.name for column in kind.columns} - set(columns_of(kind, people=False))
        assert left >= {column.name for column in kind.columns if column.personal}
    assert columns_of(NPS, people=False) == [
        *("response_id", "date", "department", "store", "region", "channel", "segment", "score")
    ]
    told = columns_of(TARGET, people=False)
    assert "value" in told and not {"owner", "reason", "evidence"} & set(told)
    assert not {"text", "author", "reason"} & set(columns_of(EVENT, people=False))
    assert "comment" in columns_of(NPS, people=True)


def test_the_file_of_settings_is_read_whole_or_refused(tmp_path, monkeypatch):
    file = tmp_path / "lake.toml"
    with pytest.raises(WrongCall, match="lake.toml"):
        lake_of(tmp_path / "x.duckdb")
    file.write_text('catalogue = "a"\ndata = "b"\n')
    with pytest.raises(WrongCall, match="python"):
        lake_of(tmp_path / "x.duckdb")
    file.write_text('catalogue = "a"\ndata = "b"\npython = "c"\n')
    assert lake_of(tmp_path / "x.duckdb") == Lake("a", "b", "c")
    monkeypatch.setenv("SERVICE_CULTURE_LAKE", str(tmp_path / "other.toml"))
    with pytest.raises(WrongCall, match="other.toml"):
        lake_of(tmp_path / "x.duckdb")


def test_what_the_other_interpreter_says_is_told_without_the_password(database, tmp_path):
    script = tmp_path / "python"
    script.write_text("#!/bin/sh\necho 'no way to password=secret' >&2; exit 1\n")
    script.chmod(0o700)
    with pytest.raises(StorageFault) as fault:
        publish_lake(database, Lake("password=secret", "/x", str(script)), False, "")
    assert "no way to" in str(fault.value) and "secret" not in str(fault.value)
    with pytest.raises(WrongCall, match="cannot be started"):
        publish_lake(database, Lake("", "/x", str(tmp_path / "none")), False, "")
    assert not list(database.path.parent.glob("lake-*"))


def test_only_what_no_state_is_in_goes(tmp_path, monkeypatch):
    """However the folder is written: what is in the catalogue stays, and so does what is foreign."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "lake" / "main"
    folder.mkdir(parents=True)
    for name in ("ducklake-live", "ducklake-left", "ducklake-new", "foreign"):
        (folder / f"{name}.parquet").touch()
        if name != "ducklake-new":
            os.utime(folder / f"{name}.parquet", (0, 0))
    _clear(Path(f"{tmp_path}//./lake"), {"ducklake-live.parquet"})
    assert sorted(file.stem for file in folder.iterdir()) == [
        *("ducklake-live", "ducklake-new", "foreign")
    ]


@pytest.fixture
def catalogue():
    """A PostgreSQL of the test's own."""
    bins = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    if not bins or not os.environ.get("LAKE_PYTHON"):
        pytest.skip("there is no PostgreSQL, or no interpreter for the lake")
    folder, port = Path(tempfile.mkdtemp()), free_port()
    as_user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    home = folder / "data"
    if as_user:
        shutil.chown(folder, "postgres")

    def control(*call: str) -> None:
        subprocess.run([*as_user, *call], check=True, stdout=subprocess.DEVNULL, cwd="/")

    control(str(bins[-1].with_name("initdb")), "-D", str(home), "-A", "trust", "-U", "lake")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1"
    control(str(bins[-1]), "-D", str(home), "-o", options, "-l", f"{folder}/log", "-w", "start")
    yield f"host=127.0.0.1 port={port} user=lake dbname=postgres"
    control(str(bins[-1]), "-D", str(home), "-m", "immediate", "stop")
    shutil.rmtree(folder)


def test_another_engine_reads_the_same_counts_and_sums(
    database, catalogue, tmp_path, monkeypatch, capsys
):
    from tests.test_following import load

    load(database, 1)
    load(database, 2)
    python = os.environ["LAKE_PYTHON"]
    database.path.with_name("lake.toml").write_text(
        f'catalogue = "{catalogue}"\ndata = "{tmp_path}/lake"\npython = "{python}"\n'
    )
    path = database.path
    database.close()
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(path))

    def read_back(*sql: str) -> list:
        done = subprocess.run(
            [python, "-c", _READ, str(Path(PUT).parent)],
            input=json.dumps({"catalogue": catalogue, "sql": sql}),
            capture_output=True,
            text=True,
            check=True,
        )
        return json.loads(done.stdout)

    assert main(["lake", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["tables"]["nps"] == 4
    sums = "SELECT count(*), sum(score), min(date), max(date) FROM lake.nps"
    with database.read() as reading:
        own = reading.row("SELECT count(*), sum(score), min(date), max(date) FROM live_nps")
        (noted,) = entries(reading, LogSearch(act=COPIED))
    assert '"people": false' in noted.after
    tables = "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'training'"
    (found,), (staff,) = read_back(sums, tables)
    assert [str(cell) for cell in found] == [str(cell) for cell in own] and staff == [0]

    folder = tmp_path / "lake" / "main" / "nps"
    folder.mkdir(parents=True, exist_ok=True)  # small tables stand in the catalogue
    names = ("ducklake-left", "ducklake-fresh", "foreign")
    left, fresh, foreign = (folder / f"{name}.parquet" for name in names)
    for file in (left, fresh, foreign):
        file.write_bytes(b"PAR1")
    os.utime(left, (0, 0))
    os.utime(foreign, (0, 0))
    database.close()
    assert main(["lake", "--people"]) == 0
    assert read_back(tables) == [[[1]]]
    assert fresh.exists() and not left.exists(), "what a killed call left goes after a day"
    assert foreign.exists()
    load(database, 3)
    database.close()
    assert main(["lake"]) == 0  # whose table of staff goes again
    assert read_back("SELECT count(*) FROM lake.nps", tables) == [[[6]], [[0]]]
