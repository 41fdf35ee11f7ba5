"""The server that stores publishes each state of its data as a file that never changes again.

A state is copied inside the database, which leaves the interpreter to the clicks; only who stores
something waits meanwhile. Changes that follow one another come out as one state. What readers must
know at once, who may do what, is told in a file of its own, which is not held up by that.
"""

import errno
import fcntl
import logging
import os
import shutil
import time
from contextlib import suppress
from datetime import date
from pathlib import Path

from data.access.leaving import leave
from data.access.refused import MOST, NotLetIn, note_refused
from data.archive.leftovers import draft_of, in_use
from data.archive.manifest import sync_folder
from data.database.connection import Database
from data.following.folder import (
    OWN_ONLY,
    beat,
    make,
    notes,
    point,
    pointed,
    put,
    rights_file,
    states,
    taken,
)
from data.following.rights import rights_told
from data.log.seen import note_seen
from data.roles import NOBODY, ROLES
from errors import StorageFault

_LOG = logging.getLogger(__name__)
_REST = 2.0  # times what the last state took: pause before the next
_KEPT = (
    60.0  # seconds for which a state is kept after the next one, whether anybody holds it or not
)
_BEAT = 1.0  # seconds between two signs of life
# What changes with whatever readers are shown; who was shown what, and letters, are none of it.
_SHOWN = (
    "SELECT (SELECT state FROM state)::VARCHAR, "
    "(SELECT list(release ORDER BY basis) FROM (SELECT * EXCLUDE (body) FROM release) AS release)::VARCHAR"
)


class Publisher:
    """Publishes the states of one database to one folder, alone."""

    def __init__(self, folder: Path):
        self._folder = folder
        make(folder)
        self._lock = _locked(folder / "publishing")
        # Versions of a database that was restored may count on from an earlier one: what readers
        # remember holds for the states of one start.
        self._line, self._number = f"{time.time_ns():x}", 0
        self._shown: tuple | None = None
        self._rights: dict | None = None
        self._beat = self._rested = 0.0
        self._failing = False
        for file in notes(folder).glob("*.unread"):  # of another version: this one may read it
            if not (again := file.with_suffix(".taken")).exists():
                file.rename(again)

    def close(self) -> None:
        """Let another server publish here."""
        os.close(self._lock)

    def tell(self, database: Database) -> None:
        """Tell who may do what, where that has changed, and that this server is there: not while its
        states cannot be published, since readers would take theirs for the latest."""
        with database.read(viewer=NOBODY) as reading:
            told = rights_told(reading, time.time())
        if told != self._rights:
            put(rights_file(self._folder), told)
            self._rights = told
        if not self._failing and time.monotonic() - self._beat >= _BEAT:
            beat(self._folder)
            self._beat = time.monotonic()

    def publish(self, database: Database) -> bool:
        """Publish the state as it is, unless it is published; whether it did."""
        if time.monotonic() < self._rested:
            return False
        shown = _shown(database)
        if shown == self._shown:
            return False
        began = time.monotonic()
        self._number += 1
        state = f"{self._line}-{self._number}.duckdb"
        try:
            _copy(database, states(self._folder) / state)
            point(self._folder, state)
        except BaseException:
            self._failing = True
            raise
        self._failing = False
        self._shown = shown  # of before the copy: what came in between is published once more
        self._rested = time.monotonic() + _REST * (time.monotonic() - began)
        return True

    def take_notes(self, database: Database) -> None:
        """Note what readers have to have noted: who was shown records of single people, who signed
        out, who was not let in."""
        for file in notes(self._folder).glob("*.json"):
            if not (own := file.with_suffix(".taken")).exists():  # else it waits for that one
                file.rename(own)  # its reader may put another one in its place
        for file in sorted(notes(self._folder).glob("*.taken")):
            try:
                _take_note(database, taken(file) or {}, file.stat().st_mtime)
            except (KeyError, TypeError, ValueError):
                _LOG.error("a note of a reader cannot be read and is passed over: %s", file.name)
                file.rename(file.with_suffix(".unread"))
            else:
                file.unlink()

    def tidy(self) -> None:
        """Remove the states that nobody reads any more, and what a killed server left half made."""
        for part in (*self._folder.glob("*.part"), *notes(self._folder).glob("*.part")):
            with suppress(OSError):
                if time.time() - part.stat().st_mtime > _KEPT:
                    part.unlink()
        current = pointed(self._folder)
        if current is None:
            return
        found = sorted((file.stat().st_mtime, file) for file in states(self._folder).iterdir())
        for at, (_, file) in enumerate(found):
            if file.name == current[0]:
                continue
            after = found[at + 1][0] if at + 1 < len(found) else time.time()
            if time.time() - after > _KEPT and not _is_held(file):
                with suppress(OSError):
                    file.unlink()


def _take_note(database: Database, told: dict, left: float) -> None:
    """`left`: when it was, in seconds since 1970, for one that does not say so. KeyError,
    TypeError or ValueError where it is no note."""
    if "left" in told:
        leave(database, str(told["left"]), float(told["at"]))
    elif "refused" in told:
        for one in _refused_in(told)[:MOST]:
            claimed = tuple(role for role in ROLES if role in one["claimed"])
            now = time.time()
            at = min(float(one.get("at", left)), now)  # by a clock that is ahead
            note_refused(database.path, NotLetIn(str(one["sign"]), str(one["name"]), claimed, at))
    else:
        day = date.fromisoformat(told["day"])
        note_seen(database, str(told["who"]), set(map(str, told["seen"])), day)


def _refused_in(told: dict) -> list[dict]:
    """Who was not let in by a note; one of an earlier version has one name, and says not when."""
    found = told["refused"]
    return [{**told, "sign": found}] if isinstance(found, str) else list(found)


def _shown(database: Database) -> tuple:
    with database.read(viewer=NOBODY) as reading:
        return reading.row(_SHOWN)


def _copy(database: Database, target: Path) -> None:
    """The state as it is now, under its name only once it is whole and on the disk."""
    part = target.with_suffix(".part")
    with in_use(draft_of(database.path, "publishing")) as draft:
        database.copy_to(draft)
        draft.chmod(OWN_ONLY)
        try:
            draft.replace(part)
        except OSError:  # on another disk
            with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWN_ONLY), "wb") as file:
                with draft.open("rb") as made:
                    shutil.copyfileobj(made, file, 1 << 20)
    with part.open("rb") as made:
        os.fsync(made.fileno())
    part.replace(target)
    sync_folder(target.parent)


def _locked(file: Path) -> int:
    """A file that is this process's while it lives. StorageFault where it is another's."""
    handle = os.open(file, os.O_RDWR | os.O_CREAT, OWN_ONLY)
    try:
        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as fault:
        os.close(handle)
        raise StorageFault(
            "Another server publishes to {folder}. Name another folder in SERVICE_CULTURE_PUBLISH.",
            folder=str(file.parent),
        ) from fault
    return handle


def _is_held(file: Path) -> bool:
    """Whether a reader has it open: DuckDB locks what it reads."""
    try:
        handle = os.open(file, os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as fault:  # of another kind where the storage knows no locks
        return fault.errno in (errno.EACCES, errno.EAGAIN)
    finally:
        os.close(handle)
    return False
