"""A connection to DuckDB that reaches nothing but its own folders and loads no code: every one of
the program is opened here.

What a question names is a table, never a variable of the program, a file
elsewhere or an address; nothing is fetched, installed or loaded; none of this
can be set back.
"""

import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb

_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "allow_community_extensions": "false",
    "allow_extension_repositories": "forbidden",
    "allow_persistent_secrets": "false",
    "allow_unsigned_extensions": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
    "memory_limit": "2GB",
    "max_temp_directory_size": "4GB",
}
_MEMORY = ":memory:"
# Statements as they were parsed, by their text; a statement takes some fifty times the room of its
# text, so of this many characters of texts in all.
_PARSED: dict[str, duckdb.Statement] = {}
_KEPT = 400_000


def connect(
    file: Path, read_only: bool = False, spill: Path | None = None, spared: int = 0
) -> duckdb.DuckDBPyConnection:
    """A connection to a database file; besides it only the files of its folder can be reached, and
    there it may spill, unless in the folder `spill`. A question works on all cores that the program
    has but so many that are `spared`, on one at least."""
    settings = {**_SETTINGS, "temp_directory": str(spill)} if spill else _SETTINGS
    return _closed_in(
        duckdb.connect(str(file), read_only=read_only, config=settings), [file.parent], spared
    )


def connect_to_copy(source: Path, target: Path) -> duckdb.DuckDBPyConnection:
    """A connection that has neither file open yet; it reaches their two folders only, and spills
    beside the target."""
    return _closed_in(
        duckdb.connect(_MEMORY, config={**_SETTINGS, "temp_directory": f"{target}.tmp"}),
        [source.parent, target.parent],
    )


def _closed_in(
    connection: duckdb.DuckDBPyConnection, folders: Iterable[Path], spared: int = 0
) -> duckdb.DuckDBPyConnection:
    try:
        if spared:  # of those that DuckDB counts: it knows what a container may use
            found = connection.execute("SELECT current_setting('threads')").fetchall()[0][0]
            connection.execute(f"SET threads = {max(1, found - spared)}")
        connection.execute(
            "SET allowed_directories = "
            f"[{', '.join(quoted(folder.resolve()) for folder in folders)}]"
        )
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
    except BaseException:
        connection.close()
        raise
    return connection


def quoted(path: Path) -> str:
    """A path as a text in SQL."""
    return "'" + str(path).replace("'", "''") + "'"


def copy_database(cursor: duckdb.DuckDBPyConnection, file: Path) -> None:
    """Copy the database of a connection into a new file."""
    name = f"copy_{time.monotonic_ns()}"
    own = cursor.execute("SELECT current_database()").fetchall()[0][0].replace('"', '""')
    cursor.execute(f"ATTACH {quoted(file)} AS {name}")
    try:
        cursor.execute(f'COPY FROM DATABASE "{own}" TO {name}')
    finally:
        cursor.execute(f"DETACH {name}")


def execute(
    cursor: duckdb.DuckDBPyConnection, sql: str, values: Sequence[object] = ()
) -> duckdb.DuckDBPyConnection:
    """Execute a statement, parsed when it is met first: that is a fifth to a third of what a short
    question takes."""
    return cursor.execute(_PARSED.get(sql) or _parsed(cursor, sql), list(values))


def _parsed(cursor: duckdb.DuckDBPyConnection, sql: str) -> duckdb.Statement | str:
    found = cursor.extract_statements(sql)
    if len(found) != 1 or len(sql) > _KEPT:
        return sql
    if sum(map(len, tuple(_PARSED))) + len(sql) > _KEPT:
        _PARSED.clear()
    _PARSED[sql] = found[0]
    return found[0]
