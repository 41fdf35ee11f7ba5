"""The database file: where it is, who may write, what every question and change goes through."""

import os
import threading
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TypeVar

import duckdb
import numpy as np
import pandas as pd

from data.database.engine import connect, copy_database, execute
from data.database.file import identity, is_other_file, require_own_tables, until_quiet
from data.database.held import HeldState, States
from data.database.limit import QUERY_SECONDS, WATCH
from data.database.rollup_spec import NOTHING, Keeping
from data.faults import (
    after_commit_fault,
    full,
    in_words,
    is_forbidden,
    is_full,
    opening_fault,
    working_fault,
)
from data.progress import Stopped, Tell, silent
from data.roles import READER, Viewer, installed
from errors import ServiceCultureError, StorageFault

_DEFAULT = Path(__file__).resolve().parents[2] / "local" / "service_culture.duckdb"
_PATIENCE = 10.0  # seconds to wait for readers before the file is let go
# Seconds for which loads that follow each other may go without a checkpoint: the log grows, and
# what states that are held no longer need is kept.
_UNTIDY = 120.0

Found = TypeVar("Found")


def database_path() -> Path:
    """The database file: what SERVICE_CULTURE_DB names, else local/service_culture.duckdb."""
    path = Path(os.environ.get("SERVICE_CULTURE_DB") or _DEFAULT)
    if path.is_dir():
        raise StorageFault(
            "SERVICE_CULTURE_DB names the folder {folder}. Name a file in it.",
            folder=str(path.resolve()),
        )
    return path


def archive_of(database: Path) -> Path:
    """The folder beside a database file that holds what must outlive it."""
    return database.with_name(f"{database.stem}.archive")


class ReadTransaction:
    """One consistent state of the database, for as many questions as a page has.

    A statement that takes longer than `seconds` is interrupted. `keeping`: the
    sums that are kept beside the rows; `viewer`: for whom it is read; `of`:
    what its state is one of, with its version; `lags`: whether something was
    stored since; `in_step`: whether the sums are
    those of the rows, and `state`: which state of which file this is, once
    that was asked.
    """

    def __init__(
        self,
        cursor: duckdb.DuckDBPyConnection,
        seconds: float | None,
        keeping: Keeping,
        viewer: Viewer,
    ):
        self._cursor, self._seconds, self.keeping, self.viewer = cursor, seconds, keeping, viewer
        self.of = Path()
        self.lags = False
        self.in_step: bool | None = None
        self.state: tuple | None = None

    @property
    def cursor(self) -> duckdb.DuckDBPyConnection:
        """What it is read through."""
        return self._cursor

    def for_readers(self) -> "ReadTransaction":
        """This state as those see it who may see least: what is told to everybody alike."""
        seen = ReadTransaction(self._cursor, self._seconds, self.keeping, READER)
        seen.of, seen.lags = self.of, self.lags
        seen.in_step, seen.state = self.in_step, self.state
        return seen

    def frame(self, sql: str, values: Sequence[object] = ()) -> pd.DataFrame:
        """The rows of a query."""
        return self._limited(lambda: execute(self._cursor, sql, values).df())

    def columns(self, sql: str, values: Sequence[object] = ()) -> dict[str, np.ndarray]:
        """The columns of a query as arrays, masked where something is missing: for few rows, of
        which a frame would take longer than the query."""
        return self._limited(lambda: execute(self._cursor, sql, values).fetchnumpy())

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple]:
        """The rows of a query as tuples of Python values."""
        return self._limited(lambda: execute(self._cursor, sql, values).fetchall())

    def row(self, sql: str, values: Sequence[object] = ()) -> tuple:
        """The first row of a query that always has one."""
        return self.rows(sql, values)[0]

    def _limited(self, work: Callable[[], Found]) -> Found:
        if self._seconds is None:
            return work()
        with WATCH.limited(self._cursor, self._seconds):
            return work()


class WriteTransaction(ReadTransaction):
    """A reading that may also change; the changes stand or fall together.

    `tell` is called before every statement; what it raises takes all changes back.
    """

    def __init__(
        self,
        cursor: duckdb.DuckDBPyConnection,
        seconds: float | None,
        keeping: Keeping,
        viewer: Viewer,
    ):
        super().__init__(cursor, seconds, keeping, viewer)
        self.afterwards: list[Callable[[], None]] = []
        self.tell: Tell = silent
        self.due = False  # whether figures of staff are to be published anew

    def _limited(self, work: Callable[[], Found]) -> Found:
        self.tell(0)
        return super()._limited(work)

    def run(self, sql: str, values: Sequence[object] = ()) -> None:
        """Execute a statement."""
        self.tell(0)
        execute(self._cursor, sql, values)

    def after_commit(self, work: Callable[[], None]) -> None:
        """What is to be done once the changes are certain, and not otherwise."""
        self.afterwards.append(work)

    @contextmanager
    def with_frame(self, name: str, frame: pd.DataFrame) -> Iterator[None]:
        """Let statements read `frame` as a table called `name`."""
        self._cursor.register(name, frame)
        try:
            yield
        finally:
            self._cursor.unregister(name)


class Database:
    """An open database file. Readers never wait; writers take turns.

    A file that may not be written is opened for reading (`read_only`).
    `seconds` limits each question; loads may take as long as they need.
    `keeping`: the sums to keep in step with the rows. `spared`: cores on which no question works
    beside the thread that asks it.
    """

    follows = False  # whether it is what another server publishes (data/following)

    def __init__(
        self,
        path: Path | None = None,
        seconds: float = QUERY_SECONDS,
        keeping: Keeping = NOTHING,
        spared: int = 0,
    ):
        self.path = Path(path or database_path())
        self.seconds = seconds
        self.keeping = keeping
        self._spared = spared
        self.read_only = False
        self._identity: tuple[int, int] | None = None
        self._turn = threading.Lock()
        self._cursors, self._leaving = 0, False
        self.uses = 0  # how often it was asked or changed
        self._idle = threading.Condition()
        self._untidy: float | None = None  # since when what is committed is in the log alone
        own = weakref.proxy(self)  # a database that nobody has any more is let go of at once
        self.states = States(lambda: own._take()[1], lambda cursor: own._let_go_of(cursor))
        self._connection: duckdb.DuckDBPyConnection | None = self._open()

    def _open(self) -> duckdb.DuckDBPyConnection:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            raise StorageFault(
                "The folder {folder} cannot be used: {reason}. Set SERVICE_CULTURE_DB to a file "
                "in a folder that can be written.",
                folder=str(self.path.parent),
                reason=fault.strerror or str(fault),
            ) from fault
        with in_words():
            is_fixed = self.path.exists() and not (
                os.access(self.path, os.W_OK) and os.access(self.path.parent, os.W_OK)
            )
        if is_fixed:
            return self._open_read_only()
        there = self.path.exists()
        try:
            return self._connect(read_only=False)
        except duckdb.Error as fault:
            if not there and is_full(fault):
                self.path.unlink(missing_ok=True)  # half made, it would pass for a damaged one
                raise full(self.path) from fault
            if there and (is_forbidden(fault) or is_full(fault)):
                return self._open_read_only()
            raise opening_fault(self.path, fault) from fault

    def _open_read_only(self) -> duckdb.DuckDBPyConnection:
        try:
            return self._connect(read_only=True)
        except duckdb.Error as fault:
            raise opening_fault(self.path, fault) from fault

    def _connect(self, read_only: bool) -> duckdb.DuckDBPyConnection:
        if is_other_file(self.path):
            raise StorageFault(
                "{file} is no database, but another kind of file. Set SERVICE_CULTURE_DB to "
                "another name. "
                "The file was not touched.",
                file=self.path.name,
            )
        connection = connect(self.path, read_only, spared=self._spared)
        try:
            require_own_tables(self.path, connection, read_only)
        except BaseException:
            connection.close()
            raise
        self.read_only = read_only
        self._identity = identity(self.path)
        return connection

    @contextmanager
    def read(self, limited: bool = True, viewer: Viewer | None = None) -> Iterator[ReadTransaction]:
        """A read transaction on a cursor of its own; what nobody waits for need not be `limited` in
        time. `viewer`: for whom, else for the one that the settings name."""
        seconds = self.seconds if limited else None
        with self._transaction(ReadTransaction, seconds, keep=False, viewer=viewer) as reading:
            yield reading

    @property
    def is_used(self) -> bool:
        """Whether anybody asks it or changes it at this moment, or a state of it is held."""
        return self._cursors > 0

    @property
    def is_leaving(self) -> bool:
        """Whether somebody waits until nobody uses it."""
        return self._leaving

    @contextmanager
    def look(self, viewer: Viewer, least: int = 0) -> Iterator[ReadTransaction]:
        """As `read`, for those who only look: of the state before where that is held for a while
        (data/database/held.py) and is not older than `least`."""
        held = self.states.held(least)
        if held is not None:
            with self.through(held, viewer) as reading:
                if reading is not None:
                    reading.lags = True
                    yield reading
                    return
        with self.read(viewer=viewer) as reading:
            yield reading

    @contextmanager
    def through(self, held: HeldState, viewer: Viewer) -> Iterator[ReadTransaction | None]:
        """A state that is held; None once it is let go."""
        with self._saying_what_failed(), held.cursor() as cursor:
            if cursor is None:
                yield None
            else:
                yield self._of(ReadTransaction, cursor, self.seconds, viewer)

    def _line(self, _reading: ReadTransaction) -> Path:
        """What the versions of the data count in: two states of one line and version are equal."""
        return self.path

    @contextmanager
    def write(self, tell: Tell = silent, lags: bool | None = False) -> Iterator[WriteTransaction]:
        """A write transaction: committed and checkpointed at the end, or nothing of it.

        `lags`: those who only look may see the state before for a while; None: as they might with
        the change before. What it makes due is published after that, while others may write. If
        that is stopped, what was published stays until the next occasion.
        """
        self._require_writable()
        with self._turn:
            with (
                self.states.change(False if self._is_untidy() else lags) as commits,
                self._transaction(WriteTransaction, None, keep=True) as writing,
            ):
                writing.tell = tell
                yield writing
                commits(writing.cursor)
            for work in writing.afterwards:
                work()
            if self.states.held() is None:
                self._tidy()
            elif self._untidy is None:
                self._untidy = monotonic()
        if writing.due and self.keeping.publish is not None:
            self._publish(self.keeping.publish, tell)

    def _publish(self, publish: Callable[["Database", Tell], object], tell: Tell) -> None:
        try:
            publish(self, tell)
        except Stopped:
            return
        except ServiceCultureError as fault:
            raise after_commit_fault(self.path, fault) from fault

    @contextmanager
    def trial(self, tell: Tell = silent) -> Iterator[WriteTransaction]:
        """A write transaction that is always rolled back: what would change?"""
        self._require_writable()
        with self._turn, self._transaction(WriteTransaction, None, keep=False) as writing:
            writing.tell = tell
            yield writing

    def _require_writable(self) -> None:
        if self.read_only:
            raise StorageFault(
                "The database {file} can only be read: its folder {folder} may not be written, or "
                "is full. "
                "Nothing can be stored until that is changed and the program is started again.",
                file=self.path.name,
                folder=str(self.path.parent),
            )
        if self._connection is not None and identity(self.path) != self._identity:
            raise StorageFault(
                "The database {file} was moved, deleted or exchanged in {folder} while this "
                "program had it open: nothing "
                "was stored. Start the program again, and put the file or a backup back first if "
                "it is gone.",
                file=self.path.name,
                folder=str(self.path.parent),
            )

    @contextmanager
    def _transaction(
        self, role: type, seconds: float | None, keep: bool, viewer: Viewer | None = None
    ) -> Iterator:
        with self._cursor() as cursor:
            cursor.execute("BEGIN TRANSACTION")
            try:
                yield self._of(role, cursor, seconds, viewer or installed())
            except duckdb.FatalException:
                raise  # there is nothing left to roll back
            except BaseException:
                cursor.execute("ROLLBACK")
                raise
            cursor.execute("COMMIT" if keep else "ROLLBACK")

    def _of(
        self,
        role: type,
        cursor: duckdb.DuckDBPyConnection,
        seconds: float | None,
        viewer: Viewer,
    ) -> ReadTransaction:
        transaction = role(cursor, seconds, self.keeping, viewer)
        transaction.of = self._line(transaction)
        return transaction

    @contextmanager
    def _saying_what_failed(self) -> Iterator[None]:
        try:
            with in_words():
                yield
        except duckdb.Error as fault:
            words = working_fault(self.path, fault, self.seconds)
            if words is None:
                raise
            raise words from fault

    @contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor of one's own; what goes wrong with it is said in words, and a connection that
        broke is replaced."""
        connection, cursor = self._take()
        broken = False
        try:
            with self._saying_what_failed():
                try:
                    yield cursor
                except duckdb.FatalException:
                    broken = True
                    raise
        finally:
            cursor.close()
            self._give_back(connection)
            if broken:
                self._replace(connection)

    def _take(self) -> tuple[duckdb.DuckDBPyConnection, duckdb.DuckDBPyConnection]:
        """The connection and a cursor of it; waits while the file is being let go, and opens it
        again."""
        with self._saying_what_failed(), self._idle:
            self._idle.wait_for(lambda: not self._leaving, timeout=_PATIENCE)
            if self._connection is None:
                self._connection = self._open()
            cursor = self._connection.cursor()
            self._cursors += 1
            self.uses += 1
            return self._connection, cursor

    def _give_back(self, _connection: duckdb.DuckDBPyConnection) -> None:
        with self._idle:
            self._cursors -= 1
            self._idle.notify_all()

    def _let_go_of(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Close a cursor that holds a state."""
        cursor.close()
        with self._idle:
            self._cursors -= 1
            self._idle.notify_all()

    def _replace(self, broken: duckdb.DuckDBPyConnection) -> None:
        """Drop a connection that a full storage made useless; the next question opens a new one.

        Its readers fail at their next question, so they are soon gone.
        """
        self.states.end()
        with self._idle:
            if self._connection is broken and not self._leaving:
                self._let_go()

    def _let_go(self) -> bool:
        """Close the file once no cursor uses it; whether that succeeded in time. To be called with
        `_idle` held."""
        self._leaving = True
        gone = self._idle.wait_for(lambda: self._cursors == 0, timeout=_PATIENCE)
        self._leaving = False
        self._idle.notify_all()
        if gone:
            self.close()
        return gone

    def checkpoint(self) -> None:
        """Do what was left out while a state was held."""
        with self._turn:
            self._tidy()

    def _is_untidy(self) -> bool:
        return self._untidy is not None and monotonic() - self._untidy >= _UNTIDY

    def _tidy(self) -> None:
        self._checkpoint()
        self._untidy = None

    def _checkpoint(self) -> None:
        """Move what was committed from the log into the file.

        Where that fails for want of space nothing is lost, since the log and
        the archive hold it: the file is opened anew, with its log. Where
        readers keep it from being done it is left to the next change.
        """
        connection, cursor = self._take()
        broken = False
        try:
            until_quiet(lambda: cursor.execute("CHECKPOINT"))
        except duckdb.Error as fault:
            broken = isinstance(fault, duckdb.FatalException)
            if not is_full(fault):
                raise after_commit_fault(self.path, fault) from fault
        finally:
            cursor.close()
            self._give_back(connection)
            if broken:
                self._replace(connection)

    @contextmanager
    def away(self) -> Iterator[None]:
        """While this lasts nobody has the file open, so that another can take its place."""
        with self._turn:
            self.states.end()
            with self._gone():
                yield

    @contextmanager
    def _gone(self) -> Iterator[None]:
        with self._idle:
            if not self._let_go():
                raise StorageFault(
                    "The database {file} is being read at this moment. Try again in a minute.",
                    file=self.path.name,
                )
            yield

    def leave_note(self, **told: object) -> None:
        """Have noted what only the server that stores can note; for those that follow one."""
        raise NotImplementedError

    def copy_to(self, file: Path) -> None:
        """Write one consistent state into a new database file in the database's own folder.

        Readers go on; writers wait, since nothing can be checkpointed meanwhile.
        """
        self._require_writable()
        with self._turn, self._cursor() as cursor:
            copy_database(cursor, file)

    @property
    def file(self) -> Path:
        """The file that is read."""
        return self.path

    def close(self) -> None:
        """Release the file."""
        self.states.end()
        if self._connection is not None:
            self._connection.close()
            self._connection = None
