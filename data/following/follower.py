"""A database that another server stores into: read here, state by state, as it is published."""

import logging
import os
import secrets
import shutil
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from data.access.refused import MOST, NotLetIn
from data.database.connection import Database, ReadTransaction
from data.database.engine import connect
from data.database.limit import QUERY_SECONDS
from data.database.rollup_spec import NOTHING, Keeping
from data.database.tables import is_as_declared
from data.faults import in_words
from data.following.folder import heard, notes, pointed, put, rights_file, states, taken
from data.following.rights import Rights, rights_from
from errors import StorageFault

_LOG = logging.getLogger(__name__)
_EVERY = 0.25  # seconds between two looks into the folder
_SILENT = 10.0  # seconds without a sign of life after which the server that stores is silent


@dataclass(frozen=True)
class Behind:
    """That what is shown may not be the last state. `since`: it was by then. `fault`: why the last
    one cannot be shown; None where the server that stores is silent."""

    since: datetime
    fault: StorageFault | None = None


class Following(Database):
    """What is published in a folder. A reading stays with the state that it began with; the next one
    is of the state published last. What is to be stored goes to the server that stores."""

    follows = True

    def __init__(self, folder: Path, seconds: float = QUERY_SECONDS, keeping: Keeping = NOTHING):
        self._state, self._published = "", datetime.min.replace(tzinfo=UTC)
        self._looked = self._rights_read = 0.0
        self._looking = threading.Lock()
        self._users: dict[int, int] = {}  # cursors in use of a connection, by its id
        self._left: dict[int, duckdb.DuckDBPyConnection] = {}  # connections of earlier states
        self._fault: StorageFault | None = None
        self._rights: Rights | None = None
        self._name = secrets.token_hex(4)  # among the readers, of whatever machine
        # The last sign of life, and when it came: by two clocks of this server.
        self._heard: tuple[datetime | None, float, datetime] = (None, -_SILENT, self._published)
        self._spill = Path(tempfile.mkdtemp(prefix="spill-"))
        try:
            _require_notes(folder)
            super().__init__(folder, seconds, keeping)
        except BaseException:
            shutil.rmtree(self._spill, ignore_errors=True)
            raise

    @property
    def file(self) -> Path:
        """The file of the state that is read now."""
        return states(self.path) / self._state

    @property
    def published(self) -> datetime:
        """When the state that is read now was published."""
        return self._published

    def _open(self) -> duckdb.DuckDBPyConnection:
        found = pointed(self.path)
        if found is None:
            raise StorageFault(
                "Nothing has been published in {folder} yet. Start the server that stores with "
                "SERVICE_CULTURE_PUBLISH set to this folder.",
                folder=str(self.path),
            )
        self.read_only = True
        connection = self._opened(found[0])
        self._state, self._published = found
        return connection

    def _opened(self, state: str) -> duckdb.DuckDBPyConnection:
        try:
            with in_words():
                self._spill.mkdir(mode=0o700, exist_ok=True)
                connection = connect(
                    states(self.path) / state, read_only=True, spill=self._spill / state
                )
        except duckdb.Error as fault:
            raise StorageFault(
                "The state {state} in {folder} cannot be read: {reason}",
                state=state,
                folder=str(self.path),
                reason=str(fault).split("\n")[0],
            ) from fault
        if is_as_declared(connection):
            return connection
        connection.close()
        raise StorageFault(
            "The server that stores runs another version of this program. Bring this server to "
            "the same version."
        )

    def follow(self) -> None:
        """Turn to the state published last. Where it cannot be read the one before stays."""
        if time.monotonic() - self._looked < _EVERY or not self._looking.acquire(blocking=False):
            return
        try:
            self._looked = time.monotonic()
            self._listen()
            found = pointed(self.path)
            if found is None or found[0] == self._state or self._connection is None:
                return
            fresh = self._opened(found[0])
            self._fault = None
            self._turn_to(fresh, found)
        except StorageFault as fault:
            if self._fault is None:
                _LOG.warning("the last state is not read: %s", fault)
            self._fault = fault
        finally:
            self._looking.release()

    def _turn_to(self, fresh: duckdb.DuckDBPyConnection, found: tuple[str, datetime]) -> None:
        with self._idle:
            before, self._connection = self._connection, fresh
            self._state, self._published = found
            if before is None:
                return
            if self._users.get(id(before)):
                self._left[id(before)] = before
                return
        before.close()

    def _take(self) -> tuple[duckdb.DuckDBPyConnection, duckdb.DuckDBPyConnection]:
        self.follow()
        with self._idle:
            connection, cursor = super()._take()
            self._users[id(connection)] = self._users.get(id(connection), 0) + 1
            return connection, cursor

    def _give_back(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Its last reading closes the state of before."""
        with self._idle:
            super()._give_back(connection)
            self._users[id(connection)] -= 1
            if self._users[id(connection)]:
                return
            del self._users[id(connection)]
            ended = self._left.pop(id(connection), None)
        if ended is not None:
            ended.close()

    def _line(self, reading: ReadTransaction) -> Path:
        (state,) = reading.row("SELECT current_database()")
        return self.path / str(state).partition("-")[0]

    def _require_writable(self) -> None:
        raise StorageFault(
            "This server only reads. What is to be stored goes to the server that stores."
        )

    def copy_to(self, file: Path) -> None:
        """A copy of the state that is read now, which never changes."""
        with in_words(), self.file.open("rb") as source:
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as target:
                shutil.copyfileobj(source, target, 1 << 20)

    def rights(self) -> Rights:
        """Who may do what, as the server that stores told it last. StorageFault where it never
        did."""
        if self._rights is None or time.monotonic() - self._rights_read >= _EVERY:
            try:
                self._rights = rights_from(taken(rights_file(self.path)) or {})
            except (KeyError, TypeError, ValueError) as fault:
                if self._rights is None:
                    raise StorageFault(
                        "Who may do what has not been published in {folder} yet.",
                        folder=str(self.path),
                    ) from fault
            self._rights_read = time.monotonic()
        return self._rights

    def behind(self) -> Behind | None:
        """Why what is shown may not be the last state; None where it is."""
        if self._fault is not None:
            return Behind(self._published, self._fault)
        _, moment, since = self._heard
        return Behind(since) if time.monotonic() - moment >= _SILENT else None

    def _listen(self) -> None:
        """Note when a new sign of life came. The clocks of two machines differ, so what counts is
        that it is another one than before."""
        found, before = heard(self.path), self._heard[0]
        if found is None or found == before:
            return
        if before is not None or _age(found) < _SILENT:
            self._heard = found, time.monotonic(), datetime.now(UTC)
        else:
            self._heard = found, -_SILENT, max(found, self._published)

    def leave_note(self, **told: object) -> None:
        """Have the server that stores note something; it does so when it is there."""
        name = f"{time.time_ns():020}-{os.getpid()}-{threading.get_ident()}.json"
        self._leave(name, told)

    def leave_refused(self, these: Sequence[NotLetIn]) -> None:
        """Have the server that stores know who was not let in here, the earliest first: one note, in
        the place of the last one, so that they do not pile up while it is away."""
        told = [asdict(one) for one in these[-MOST:]]
        self._leave(f"refused-{self._name}.json", {"refused": told})

    def _leave(self, name: str, told: dict) -> None:
        with in_words():
            put(notes(self.path) / name, told)

    def close(self) -> None:
        """Let go of all states."""
        super().close()
        for connection in self._left.values():
            connection.close()
        self._left.clear()
        shutil.rmtree(self._spill, ignore_errors=True)


def _require_notes(folder: Path) -> None:
    """Who was shown records of single people is noted by the server that stores: without a way to
    tell it nothing is shown."""
    if not notes(folder).is_dir():
        raise StorageFault(
            "Nothing has been published in {folder} yet. Start the server that stores with "
            "SERVICE_CULTURE_PUBLISH set to this folder.",
            folder=str(folder),
        )
    if not os.access(notes(folder), os.W_OK):
        raise StorageFault(
            "The folder {folder} may not be written: who was shown records of single people could "
            "not be noted. Allow this server to write there.",
            folder=str(notes(folder)),
        )


def _age(moment: datetime) -> float:
    return abs((datetime.now(UTC) - moment).total_seconds())
