"""Run by an interpreter of its own, which has duckdb 1.5 with the extensions that the program's own
version has no packages of: takes what JSON on standard input names into the lake, all of it or
nothing.

{"catalogue": "host=… dbname=…", "data": folder, "tables": {name: [Parquet file, its rows]}}
"""

import json
import sys
import time
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import duckdb

_DAYS = 1  # for which an earlier state can still be read
_KEPT = f"INTERVAL {_DAYS} DAY"


def main() -> None:
    """Put the tables; take away those that are there no longer."""
    asked = json.load(sys.stdin)
    connection = duckdb.connect(config={"autoinstall_known_extensions": "false"})
    for name in ("ducklake", "postgres_scanner"):
        connection.execute(f"LOAD {_quoted(_extension(name))}")
    folder = Path(asked["data"].removeprefix("file://"))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    connection.execute(
        f"ATTACH {_quoted('ducklake:postgres:' + asked['catalogue'])} AS lake "
        f"(DATA_PATH {_quoted(asked['data'].rstrip('/') + '/')})"
    )
    for call in (
        f"ducklake_expire_snapshots('lake', older_than => now() - {_KEPT})",
        f"ducklake_cleanup_old_files('lake', older_than => now() - {_KEPT})",
    ):
        connection.execute(f"SELECT count(*) FROM {call}").fetchall()
    connection.execute("BEGIN")
    for table, (file, rows) in asked["tables"].items():
        connection.execute(f'CREATE OR REPLACE TABLE lake."{table}" AS FROM {_quoted(file)}')
        (there,) = connection.execute(f'SELECT count(*) FROM lake."{table}"').fetchall()[0]
        if there != rows:
            raise SystemExit(f"{table}: {there} rows of {rows}")
    for (table,) in connection.execute(
        "SELECT table_name FROM duckdb_tables() WHERE database_name = 'lake'"
    ).fetchall():
        if table not in asked["tables"]:
            connection.execute(f'DROP TABLE lake."{table}"')
    connection.execute("COMMIT")
    # The lake is changed by now, whatever becomes of this; the next call tries again.
    with suppress(duckdb.Error, OSError):
        _clear(folder, _catalogued(connection))


def _catalogued(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """The names of the files that any state is in, or that wait for their deletion."""
    return {
        Path(path).name
        for table in ("data_file", "delete_file", "files_scheduled_for_deletion")
        for (path,) in connection.execute(
            f"SELECT path FROM __ducklake_metadata_lake.ducklake_{table}"
        ).fetchall()
    }


def _clear(folder: Path, catalogued: set[str]) -> None:
    """Remove what a call that was killed had written more than a day ago, and nobody can read.

    By name, in which each file has an identifier of its own: one folder can be written in several
    ways (`//`, a link), so that ducklake_delete_orphaned_files takes the live files for orphans.
    """
    for file in folder.rglob("ducklake-*.parquet"):
        old = file.stat().st_mtime < time.time() - _DAYS * 86_400
        if old and file.name not in catalogued:
            file.unlink()


def _extension(name: str) -> str:
    found = find_spec(f"duckdb_extension_{name}")
    if found is None or not found.submodule_search_locations:
        raise SystemExit(f"there is no package duckdb-extension-{name.replace('_', '-')}")
    folder = Path(found.submodule_search_locations[0])
    return str(next(folder.glob(f"extensions/*/{name}.duckdb_extension")))


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


if __name__ == "__main__":
    main()
