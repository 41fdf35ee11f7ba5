"""What killed backups, restores and rebuilds left behind, and the files that were set aside."""

import os
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from data.database.engine import connect
from data.faults import is_open_elsewhere

ASIDE = ".set-aside-"
# seconds after which the half-written backup of a version that did not name its process is given up
_OLD = 3600.0
_BUSY: set[Path] = set()
_TURN = threading.Lock()


@dataclass(frozen=True)
class Aside:
    """A database or an archive that was set aside: its file or folder, its bytes with those of its
    log."""

    file: Path
    size: int


def draft_of(path: Path, purpose: str) -> Path:
    """The name of a database that is being made beside `path` by this process."""
    return path.with_name(f"{path.stem}.{purpose}-{os.getpid()}{path.suffix}")


@contextmanager
def in_use(draft: Path) -> Iterator[Path]:
    """While this lasts a file that is being made is no leftover, and at its end nothing of it stays
    under that name."""
    with _TURN:
        _BUSY.add(draft)
    try:
        remove_database(draft)
        yield draft
    finally:
        remove_database(draft)
        with _TURN:
            _BUSY.discard(draft)


def clear_leftovers(path: Path) -> tuple[str, ...]:
    """Remove what killed processes left beside a database and in its folder of backups; the names
    of it."""
    made = re.compile(
        rf"{re.escape(path.stem)}\.(?:backup|rebuilding|restoring|publishing)(?:-(\d+))?{re.escape(path.suffix)}(?:\.wal)?"
    )
    gone = [
        file
        for file in _files(path.parent)
        if (found := made.fullmatch(file.name)) and _is_given_up(file, found.group(1))
    ]
    return _removed(gone) + _clear_parts(path.parent / "backups", r"\d{4}-\d\d-\d\d-\d{6}\.duckdb")


def clear_parts(target: Path) -> tuple[str, ...]:
    """Remove what killed processes left of a backup of this name; their names."""
    return _clear_parts(target.parent, re.escape(target.name))


def _clear_parts(folder: Path, target: str) -> tuple[str, ...]:
    made = re.compile(rf"{target}(?:\.(\d+))?\.part")
    return _removed(
        [
            file
            for file in _files(folder)
            if (found := made.fullmatch(file.name)) and _is_given_up_part(file, found.group(1))
        ]
    )


def _removed(files: list[Path]) -> tuple[str, ...]:
    """Where a folder may not be written its leftovers stay: they are in nobody's way."""
    gone = []
    for file in files:
        with suppress(OSError):
            file.unlink()
            gone.append(file.name)
    return tuple(gone)


def set_asides(path: Path) -> tuple[Aside, ...]:
    """What was set aside beside a database, oldest first by its name."""
    named = [
        file
        for file in _entries(path.parent)
        if file.name.startswith(f"{path.stem}{ASIDE}") and not file.name.endswith(".wal")
    ]
    return tuple(Aside(file, _size(file)) for file in sorted(named))


def remove_database(path: Path) -> None:
    """Remove a database file that was left half made, with its log."""
    path.unlink(missing_ok=True)
    log_of(path).unlink(missing_ok=True)


def log_of(path: Path) -> Path:
    """The write-ahead log beside a database file."""
    return path.with_name(path.name + ".wal")


def _entries(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []


def _files(folder: Path) -> list[Path]:
    return [file for file in _entries(folder) if file.is_file()]


def _size(file: Path) -> int:
    if file.is_dir():
        return sum(part.stat().st_size for part in file.rglob("*") if part.is_file())
    return sum(part.stat().st_size for part in (file, log_of(file)) if part.exists())


def _is_given_up(file: Path, process: str | None) -> bool:
    database = file.with_name(file.name.removesuffix(".wal"))
    if process is None:  # of a version that did not name it
        return not _is_open(database)
    if int(process) == os.getpid():
        return database not in _BUSY
    return not _is_alive(int(process))


def _is_given_up_part(file: Path, process: str | None) -> bool:
    if process is None:
        return time.time() - file.stat().st_mtime > _OLD
    if int(process) == os.getpid():
        return file not in _BUSY
    return not _is_alive(int(process))


def _is_alive(process: int) -> bool:
    """Whether a process with this number is there; where that cannot be told, it is."""
    if os.name == "nt":
        return True  # a signal would end it there
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def _is_open(database: Path) -> bool:
    if not database.exists():
        return False
    try:
        connect(database, read_only=True).close()
    except duckdb.Error as fault:
        return is_open_elsewhere(fault)
    return False
