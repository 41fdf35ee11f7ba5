"""Backups: a consistent copy while people read and write, checked, and put back after a check."""

import errno
import os
import shutil
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb

from data.connection import connect_to_copy, quoted
from data.database import Database, copy_database
from data.storage.faults import full, is_forbidden, is_full, opening_fault
from data.storage.manifest import sync_folder
from data.storage.rebuild import counted, put_in_place, refuse_where_open, remove_database, set_aside, settle
from data.tables import is_foreign
from errors import StorageFault, StorageFull, WrongCall


@dataclass(frozen=True)
class Copied:
    """A backup that was written or put back: how many uploads and rows it holds.

    `aside`: the database that was there before a restore.
    """

    file: Path
    uploads: int
    rows: int
    aside: Path | None = None


def backup(database: Database, target: Path) -> Copied:
    """Write one consistent, checked state of the database to a new file; readers do not have to wait."""
    if target.exists():
        raise WrongCall("There is already a file {file}. A backup never overwrites: give it another name.", file=str(target))
    if not target.parent.is_dir():
        raise WrongCall("There is no folder {folder} for the backup. Make it first, or name another one.", folder=str(target.parent))
    if not os.access(target.parent, os.W_OK):
        raise _not_written(target, os.strerror(errno.EACCES))
    if database.read_only:
        return _copied_closed(database, target)
    draft = database.path.with_name(f"{database.path.stem}.backup-{os.getpid()}{database.path.suffix}")
    remove_database(draft)
    try:
        database.copy_to(draft)
        copied = examine(draft)
        _bring(draft, target)
    except StorageFull:
        remove_database(draft)
        return _copied_closed(database, target)
    finally:
        remove_database(draft)
    return Copied(target, copied.uploads, copied.rows)


def _copied_closed(database: Database, target: Path) -> Copied:
    """The copy is made in the target's folder, where that of the database may not be written or is full.

    The file is let go meanwhile: nobody can write then, and readers wait.
    """
    part = target.with_name(target.name + ".part")
    remove_database(part)
    try:
        with database.away():
            _copy_closed(database.path, part)
        copied = examine(part)
        put_in_place(part, target)
    except duckdb.Error as fault:
        raise opening_fault(database.path, fault) from fault
    except OSError as fault:
        raise _bring_fault(target, fault) from fault
    finally:
        remove_database(part)
    return Copied(target, copied.uploads, copied.rows)


def _bring(draft: Path, target: Path) -> None:
    """Copy to another folder or disk; the name appears only when the file is whole."""
    part = target.with_name(target.name + ".part")
    try:
        shutil.copyfile(draft, part)
        with part.open("r+b") as written:
            os.fsync(written.fileno())
        part.rename(target)
        sync_folder(target.parent)
    except OSError as fault:
        part.unlink(missing_ok=True)
        raise _bring_fault(target, fault) from fault


def _bring_fault(target: Path, fault: OSError) -> StorageFault:
    return full(target) if is_full(fault) else _not_written(target, fault.strerror or str(fault))


def _not_written(target: Path, reason: str) -> StorageFault:
    return StorageFault("The backup {file} cannot be written: {reason}. Choose another folder.", file=str(target), reason=reason)


def examine(file: Path) -> Copied:
    """Whether a file is a whole database of this program: its rows are those of its ledger. StorageFault where it is not."""
    if not file.is_file():
        raise WrongCall("There is no file {file}.", file=str(file))
    with closing(Database(file)) as database:
        counts = counted(database)
    wrong = [number for number, (kept, there) in counts.items() if kept != there]
    if wrong:
        raise StorageFault("{file} is not whole: the number of rows differs from its ledger in the uploads {uploads}. "
                           "Take another backup.", file=file.name, uploads=wrong)
    return Copied(file, len(counts), sum(there for _, there in counts.values()))


def restore(path: Path, source: Path) -> Copied:
    """Put a backup in the place of the database at `path`, after a check; what is there is set aside, never deleted.

    The archive then takes what the backup holds for what there ought to be.
    """
    if not source.is_file():
        raise WrongCall("There is no file {file}.", file=str(source))
    refuse_where_open(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.stem}.restoring{path.suffix}")
    remove_database(fresh)
    try:
        _copy_backup(source, fresh)
        copied = examine(fresh)
        aside = set_aside(path)
        put_in_place(fresh, path)
    finally:
        remove_database(fresh)
    settle(path)
    return Copied(path, copied.uploads, copied.rows, aside)


def _copy_backup(source: Path, fresh: Path) -> None:
    try:
        _copy_closed(source, fresh)
    except duckdb.Error as fault:
        raise StorageFault("{file} cannot be read as a backup: {reason} Take another one. Nothing was changed.",
                           file=source.name, reason=str(fault).split("\n")[0]) from fault


def _copy_closed(source: Path, fresh: Path) -> None:
    """Copy a file that nobody has open, with what is still in its log; the source is only read. What is wrong with it is DuckDB's to say."""
    try:
        with connect_to_copy(source, fresh) as connection:
            connection.execute(f"ATTACH {quoted(source)} AS source (READ_ONLY)")
            connection.execute("USE source")
            if is_foreign(connection):
                raise StorageFault("{file} is no backup of this program. Nothing was changed.", file=source.name)
            copy_database(connection, fresh)
    except duckdb.Error as fault:
        if is_full(fault):
            raise full(fresh) from fault
        if is_forbidden(fault) and str(fresh) in str(fault):
            raise StorageFault("{file} cannot be written: the folder {folder} may not be written. Allow writing there, then try again. "
                               "Nothing was changed.", file=fresh.name, folder=str(fresh.parent)) from fault
        raise
