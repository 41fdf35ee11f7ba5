"""The one place that opens DuckDB: where the file is, how it is hardened, who may write."""

import os
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pandas as pd

from data.tables import create_tables
from errors import StorageFault

_DEFAULT = Path(__file__).resolve().parents[1] / "local" / "service_culture.duckdb"
_CONFIG = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "memory_limit": "2GB",
    "max_temp_directory_size": "4GB",
}


def database_path() -> Path:
    """The database file: what SERVICE_CULTURE_DB names, else local/service_culture.duckdb."""
    return Path(os.environ.get("SERVICE_CULTURE_DB") or _DEFAULT)


class Reading:
    """One consistent state of the database, for as many questions as a page has."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection):
        self._cursor = cursor

    def frame(self, sql: str, values: Sequence[object] = ()) -> pd.DataFrame:
        """The rows of a query."""
        return self._cursor.execute(sql, list(values)).df()

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple]:
        """The rows of a query as tuples of Python values."""
        return self._cursor.execute(sql, list(values)).fetchall()

    def row(self, sql: str, values: Sequence[object] = ()) -> tuple:
        """The first row of a query that always has one."""
        return self.rows(sql, values)[0]


class Writing(Reading):
    """A reading that may also change; the changes stand or fall together."""

    def run(self, sql: str, values: Sequence[object] = ()) -> None:
        """Execute a statement."""
        self._cursor.execute(sql, list(values))

    @contextmanager
    def with_frame(self, name: str, frame: pd.DataFrame) -> Iterator[None]:
        """Let statements read `frame` as a table called `name`."""
        self._cursor.register(name, frame)
        try:
            yield
        finally:
            self._cursor.unregister(name)


class Database:
    """An open database file. Readers never wait; writers take turns."""

    def __init__(self, path: Path | None = None):
        self.path = Path(path or database_path())
        self._turn = threading.Lock()
        self._connection = self._open()

    def _open(self) -> duckdb.DuckDBPyConnection:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            connection = duckdb.connect(str(self.path), config=_CONFIG)
        except duckdb.IOException as fault:
            raise _opening_fault(self.path, fault) from fault
        except OSError as fault:
            raise StorageFault("The folder {folder} cannot be used: {reason}. Set SERVICE_CULTURE_DB to a file in a folder that can be written.",
                               folder=str(self.path.parent), reason=fault.strerror or str(fault)) from fault
        folder = str(self.path.resolve().parent).replace("'", "''")
        connection.execute(f"SET allowed_directories = ['{folder}']")
        connection.execute("SET enable_external_access = false")
        create_tables(connection)
        connection.execute("SET lock_configuration = true")
        return connection

    @contextmanager
    def read(self) -> Iterator[Reading]:
        """A read transaction on a cursor of its own."""
        with self._transaction(Reading, keep=False) as reading:
            yield reading

    @contextmanager
    def write(self) -> Iterator[Writing]:
        """A write transaction: committed and checkpointed at the end, or nothing of it."""
        with self._turn:
            with self._transaction(Writing, keep=True) as writing:
                yield writing
            self._connection.cursor().execute("CHECKPOINT")

    @contextmanager
    def trial(self) -> Iterator[Writing]:
        """A write transaction that is always rolled back: what would change?"""
        with self._turn, self._transaction(Writing, keep=False) as writing:
            yield writing

    @contextmanager
    def _transaction(self, role: type, keep: bool) -> Iterator:
        cursor = self._connection.cursor()
        try:
            cursor.execute("BEGIN TRANSACTION")
            try:
                yield role(cursor)
            except BaseException:
                cursor.execute("ROLLBACK")
                raise
            cursor.execute("COMMIT" if keep else "ROLLBACK")
        finally:
            cursor.close()

    def close(self) -> None:
        """Release the file."""
        self._connection.close()


def _opening_fault(path: Path, fault: duckdb.IOException) -> StorageFault:
    holder = re.search(r"PID (\d+)", str(fault))
    if holder:
        return StorageFault("The database {file} is in use by another program (process {process}). Stop that program, or set "
                            "SERVICE_CULTURE_DB to another file.", file=path.name, process=holder.group(1))
    return StorageFault("The database {file} cannot be opened: {reason} Restore a backup, or set SERVICE_CULTURE_DB to another file.",
                        file=path.name, reason=str(fault).split("\n")[0])
