"""What goes wrong with the database file, in words."""

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from errors import DatabaseDamaged, StorageFault, StorageFull

_FULL = re.compile(r"No space left|File too large|quota exceeded|not enough space", re.IGNORECASE)
_FORBIDDEN = re.compile(
    r"Permission denied|Read-only file system|Operation not permitted|Access is denied",
    re.IGNORECASE,
)
_DAMAGED = re.compile(
    r"Corrupt|checksum|Could not read enough bytes|not a valid DuckDB|replaying WAL|[Dd]eserializ",
    re.IGNORECASE,
)
_OPEN_HERE = re.compile(r"different configuration|configuration has been locked")
_NEWER = re.compile(r"version number|newer version|storage version", re.IGNORECASE)
_ERRNO_FULL = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}

_STORAGE = (
    duckdb.IOException,
    duckdb.TransactionException,
    duckdb.OutOfMemoryException,
    duckdb.InterruptException,
    duckdb.FatalException,
    duckdb.InternalException,
    duckdb.SerializationException,
)


def is_forbidden(fault: Exception) -> bool:
    """Whether a file or folder may not be written."""
    return bool(_FORBIDDEN.search(str(fault)))


def is_full(fault: Exception) -> bool:
    """Whether the storage has no room left."""
    return (
        bool(_FULL.search(str(fault))) or isinstance(fault, OSError) and fault.errno in _ERRNO_FULL
    )


def is_of_machine(fault: Exception) -> bool:
    """Whether something nobody foresaw is no matter of what was asked: no file, thread or memory is to
    be had, or the database failed."""
    no_thread = isinstance(fault, RuntimeError) and "start new thread" in str(fault)
    failed = (OSError, MemoryError, duckdb.ConnectionException, *_STORAGE)
    return no_thread or isinstance(fault, failed)


def full(path: Path) -> StorageFull:
    """Storage is full: what that means for the file that was being saved."""
    return StorageFull(
        "The storage that holds {file} is full: nothing of this was saved, and all that was saved "
        "before is "
        "untouched. Free some space, then try again.",
        file=path.name,
    )


@contextmanager
def in_words() -> Iterator[None]:
    """What the system says of a file or folder inside, as a sentence with what to do."""
    try:
        yield
    except OSError as fault:
        raise file_fault(fault) from fault


def file_fault(fault: OSError) -> StorageFault:
    """A file or folder that could not be read or written, named."""
    file, reason = str(fault.filename or ""), fault.strerror or str(fault)
    if is_full(fault):
        return (
            full(Path(file))
            if file
            else StorageFull(
                "There is no room left on the storage: {reason}. Free some space, then try again.",
                reason=reason,
            )
        )
    if not file:
        return StorageFault(
            "Something could not be read or written: {reason}. Try again; if it comes back, start "
            "the program again.",
            reason=reason,
        )
    if is_forbidden(fault):
        return StorageFault(
            "\u201c{file}\u201d cannot be read or written: {reason}. Allow reading and writing "
            "there, then try again.",
            file=file,
            reason=reason,
        )
    return StorageFault(
        "\u201c{file}\u201d cannot be read or written: {reason}. See whether it is still in its "
        "place, then try again.",
        file=file,
        reason=reason,
    )


def opening_fault(path: Path, fault: Exception) -> StorageFault:
    """Why the database does not open, and what to do."""
    text = str(fault)
    holder = re.search(r"PID (\d+)", text)
    if is_open_elsewhere(fault):
        return StorageFault(
            "The database {file} is in use by another program (process {process}). Stop that "
            "program, or set "
            "SERVICE_CULTURE_DB to another file.",
            file=path.name,
            process=holder.group(1) if holder else str(os.getpid()),
        )
    if _NEWER.search(text):
        return StorageFault(
            "The database {file} was written by a newer version of this program. Update this "
            "program, or set "
            "SERVICE_CULTURE_DB to another file. The file was not touched.",
            file=path.name,
        )
    if is_forbidden(fault):
        return StorageFault(
            "The database {file} cannot be opened: the file or its folder {folder} may not be "
            "read or written. Allow "
            "both, or set SERVICE_CULTURE_DB to another file.",
            file=path.name,
            folder=str(path.parent),
        )
    if is_full(fault):
        return full(path)
    if _DAMAGED.search(text):
        return damaged(path, fault)
    return StorageFault(
        "The database {file} cannot be read or written: {reason}",
        file=path.name,
        reason=_first_line(fault),
    )


def is_open_elsewhere(fault: Exception) -> bool:
    """Whether a program has the file open: another one, or this one a second time."""
    return bool(re.search(r"PID \d+", str(fault)) or _OPEN_HERE.search(str(fault)))


def after_commit_fault(path: Path, fault: Exception) -> StorageFault:
    """Something went wrong after a change was safely stored."""
    reason = (
        f"{fault.filename}: {fault.strerror}."
        if isinstance(fault, OSError) and fault.filename
        else _first_line(fault)
    )
    return StorageFault(
        "The change is stored in {file}, but what follows failed: {reason} Put that right, then "
        "start the program "
        "again: it makes good what is lacking.",
        file=path.name,
        reason=reason,
    )


def damaged(path: Path, fault: Exception) -> DatabaseDamaged:
    """The file cannot be read."""
    return DatabaseDamaged(
        "The database {file} is damaged or is no database: {reason} Rebuild it from the archive "
        "(python -m data rebuild), or restore a backup. The file itself is kept.",
        file=path.name,
        reason=_first_line(fault),
    )


def working_fault(path: Path, fault: Exception, seconds: float) -> StorageFault | None:
    """Why a question or a change failed; None where it is no matter of storage."""
    if is_full(fault):
        return full(path)
    if isinstance(fault, duckdb.InterruptException):
        return StorageFault(
            "The question took longer than {seconds} seconds and was stopped. Choose a shorter "
            "period or fewer "
            "groups, then ask again.",
            seconds=seconds,
        )
    if isinstance(fault, duckdb.OutOfMemoryException):
        return StorageFault(
            "There is not enough memory for this: {reason} Split the file, or ask for a shorter "
            "period.",
            reason=_first_line(fault),
        )
    if _DAMAGED.search(str(fault)) and isinstance(fault, duckdb.Error):
        return damaged(path, fault)
    if is_forbidden(fault) and isinstance(fault, _STORAGE):
        return StorageFault(
            "The database {file} or its archive cannot be read or written: {reason} Allow both in "
            "the folder {folder}, "
            "then try again.",
            file=path.name,
            reason=_first_line(fault),
            folder=str(path.parent),
        )
    if isinstance(fault, duckdb.ConnectionException):
        return StorageFault(
            "The database {file} was closed or exchanged meanwhile. Load the page again.",
            file=path.name,
        )
    if isinstance(fault, _STORAGE):
        return StorageFault(
            "The database {file} cannot be read or written: {reason}",
            file=path.name,
            reason=_first_line(fault),
        )
    return None


def _first_line(fault: Exception) -> str:
    line = re.sub(r"^(\w+ )*Error: ", "", str(fault).split("\n")[0].strip())
    return line if line.endswith(".") else line + "."
