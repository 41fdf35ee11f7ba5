"""What can be told of a database file before it is used, and when it can be tidied."""

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb

from data.database.tables import create_tables, is_as_declared, is_foreign, renew_calendar
from errors import StorageFault

# seconds to wait for a moment without readers before a checkpoint is left to the next change
_QUIET = 1.0
_TABLES = (
    ".csv",
    ".tsv",
    ".txt",
    ".json",
    ".jsonl",
    ".ndjson",
    ".parquet",
    ".xlsx",
    ".xls",
    ".gz",
    ".zst",
    ".sqlite",
    ".db3",
)


def is_other_file(path: Path) -> bool:
    """Whether a file is a table by its name: DuckDB would show it in memory, and forget what is
    stored beside it."""
    return path.suffix.lower() in _TABLES


def identity(path: Path) -> tuple[int, int] | None:
    """Which file has this name at this moment; None where there is none."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def until_quiet(work: Callable[[], object], patience: float = _QUIET) -> bool:
    """Checkpoint between readers: after an update one is refused while any transaction is open.
    Whether it was done in time."""
    end = time.monotonic() + patience
    while True:
        try:
            work()
            return True
        except duckdb.TransactionException as fault:
            if "CHECKPOINT" not in str(fault):
                raise
            if time.monotonic() > end:
                return False
        time.sleep(0.02)


def require_own_tables(path: Path, connection: duckdb.DuckDBPyConnection, read_only: bool) -> None:
    """Make what is missing. StorageFault where the tables are another program's, or another version's
    and may not be written."""
    if not is_as_declared(connection) and is_foreign(connection):
        raise StorageFault(
            "The database {file} belongs to another program. Set SERVICE_CULTURE_DB to "
            "another file. "
            "The file was not touched.",
            file=path.name,
        )
    if not read_only:
        create_tables(connection)
        renew_calendar(connection, date.today())
    elif not is_as_declared(connection):
        raise StorageFault(
            "The database {file} was made by another version of this program and has to be "
            "written once to be "
            "read by this one, but it may not be written. Allow writing, then start again.",
            file=path.name,
        )
