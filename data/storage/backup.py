"""Backups: a consistent copy while people read and write, checked, and put back after a check."""

import os
import shutil
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb

from data.database import Database, copy_database, quoted
from data.storage.faults import full, is_full
from data.storage.manifest import sync_folder
from data.storage.rebuild import counted, put_in_place, refuse_where_open, remove_database, set_aside, settle
from data.tables import is_foreign
from errors import StorageFault, WrongCall


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
    draft = database.path.with_name(f"{database.path.stem}.backup-{os.getpid()}{database.path.suffix}")
    remove_database(draft)
    try:
        database.copy_to(draft)
        copied = examine(draft)
        _bring(draft, target)
    finally:
        remove_database(draft)
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
        raise full(target) if is_full(fault) else StorageFault(
            "The backup {file} cannot be written: {reason}. Choose another folder.", file=str(target),
            reason=fault.strerror or str(fault)) from fault


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
        _copy_closed(source, fresh)
        copied = examine(fresh)
        aside = set_aside(path)
        put_in_place(fresh, path)
    finally:
        remove_database(fresh)
    settle(path)
    return Copied(path, copied.uploads, copied.rows, aside)


def _copy_closed(source: Path, fresh: Path) -> None:
    """Copy a file that nobody has open, with what is still in its log; the source is only read."""
    try:
        with duckdb.connect() as connection:
            connection.execute(f"ATTACH {quoted(source)} AS source (READ_ONLY)")
            connection.execute("USE source")
            if is_foreign(connection):
                raise StorageFault("{file} is no backup of this program. Nothing was changed.", file=source.name)
            copy_database(connection, fresh)
    except duckdb.Error as fault:
        if is_full(fault):
            raise full(fresh) from fault
        raise StorageFault("{file} cannot be read as a backup: {reason} Take another one. Nothing was changed.",
                           file=source.name, reason=str(fault).split("\n")[0]) from fault
