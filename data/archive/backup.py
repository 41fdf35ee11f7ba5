"""Backups: a consistent copy while people read and write, checked, and put back after a check."""

import errno
import os
import shutil
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from data.archive.leftovers import clear_parts, draft_of, in_use
from data.archive.manifest import sync_folder
from data.archive.notices import named
from data.archive.rebuild import (
    counted,
    put_in_place,
    refuse_where_open,
    set_archive_aside,
    set_aside,
    take_over,
)
from data.archive.standing import folder_of, missing_of, sample_keys, standing_beside
from data.database.connection import Database
from data.database.engine import connect_to_copy, copy_database, quoted
from data.database.tables import is_foreign
from data.faults import full, is_forbidden, is_full, opening_fault
from data.log.audit import COPIED, DATABASE, RESTORED, Act, note
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


def backup(database: Database, target: Path, who: str = "") -> Copied:
    """Write one consistent, checked state of the database to a new file, as `who` asked for; readers
    do not have to wait."""
    copied = _copied(database, target)
    told = {"file": target.name, "uploads": copied.uploads, "rows": copied.rows}
    # Where nothing can be written any more the copy is worth more than its entry.
    with suppress(StorageFault), database.write() as writing:
        note(writing, database.path, Act(who, COPIED, DATABASE, database.path.name, None, told))
    return copied


def _copied(database: Database, target: Path) -> Copied:
    if target.exists():
        raise WrongCall(
            "There is already a file {file}. A backup never overwrites: give it another name.",
            file=str(target),
        )
    if not target.parent.is_dir():
        raise WrongCall(
            "There is no folder {folder} for the backup. Make it first, or name another one.",
            folder=str(target.parent),
        )
    if not os.access(target.parent, os.W_OK):
        raise _not_written(target, os.strerror(errno.EACCES))
    clear_parts(target)
    if database.read_only:
        return _copied_closed(database, target)
    try:
        with in_use(draft_of(database.path, "backup")) as draft:
            database.copy_to(draft)
            copied = examine(draft)
            _bring(draft, target)
    except StorageFull:
        return _copied_closed(database, target)
    return Copied(target, copied.uploads, copied.rows)


def _copied_closed(database: Database, target: Path) -> Copied:
    """The copy is made in the target's folder, where that of the database may not be written or is
    full.

    The file is let go meanwhile: nobody can write then, and readers wait.
    """
    try:
        with in_use(_part_of(target)) as part:
            with database.away():
                copy_closed(database.path, part)
            copied = examine(part)
            put_in_place(part, target)
    except duckdb.Error as fault:
        raise opening_fault(database.path, fault) from fault
    except OSError as fault:
        raise _bring_fault(target, fault) from fault
    return Copied(target, copied.uploads, copied.rows)


def _part_of(target: Path) -> Path:
    """The name of a backup that this process is writing."""
    return target.with_name(f"{target.name}.{os.getpid()}.part")


def _bring(draft: Path, target: Path) -> None:
    """Copy to another folder or disk; the name appears only when the file is whole."""
    try:
        with in_use(_part_of(target)) as part:
            shutil.copyfile(draft, part)
            with part.open("r+b") as written:
                os.fsync(written.fileno())
            part.rename(target)
        sync_folder(target.parent)
    except OSError as fault:
        raise _bring_fault(target, fault) from fault


def _bring_fault(target: Path, fault: OSError) -> StorageFault:
    return full(target) if is_full(fault) else _not_written(target, fault.strerror or str(fault))


def _not_written(target: Path, reason: str) -> StorageFault:
    return StorageFault(
        "The backup {file} cannot be written: {reason}. Choose another folder.",
        file=str(target),
        reason=reason,
    )


def examine(file: Path) -> Copied:
    """Whether a file is a whole database of this program: its rows are those of its ledger.
    StorageFault where it is not."""
    if not file.is_file():
        raise WrongCall("There is no file {file}.", file=str(file))
    with closing(Database(file)) as database:
        counts = counted(database)
    wrong = [number for number, (kept, there) in counts.items() if kept != there]
    if wrong:
        raise StorageFault(
            "{file} is not whole: the number of rows differs from its ledger in the uploads "
            "{uploads}. "
            "Take another backup.",
            file=file.name,
            uploads=wrong,
        )
    return Copied(file, len(counts), sum(there for _, there in counts.values()))


def restore(path: Path, source: Path, who: str = "") -> Copied:
    """Put a backup in the place of the database at `path`, after a check, as `who` asked for; what is
    there is set aside, never deleted.

    The archive then takes what the backup holds for what there ought to be.
    """
    if not source.is_file():
        raise WrongCall("There is no file {file}.", file=str(source))
    refuse_where_open(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with in_use(draft_of(path, "restoring")) as fresh:
        _copy_backup(source, fresh)
        copied = examine(fresh)
        _part_from_others(fresh, path, source)
        aside = set_aside(path)
        put_in_place(fresh, path)
    told = {"backup": source.name, "uploads": copied.uploads, "rows": copied.rows}
    take_over(path, aside, who, RESTORED, told)
    return Copied(path, copied.uploads, copied.rows, aside)


def _part_from_others(fresh: Path, path: Path, source: Path) -> None:
    """A backup of another database does not take the place of one: StorageFault, unless its archive
    holds nothing but the sample company."""
    folder = folder_of(path)
    with closing(Database(fresh)) as database, database.read() as reading:
        standing = standing_beside(reading, folder)
    if not standing.is_foreign:
        return
    manifest = standing.manifest
    if not manifest.current.keys() <= sample_keys(manifest):
        latest = max(manifest.entries.values(), key=lambda entry: entry.loaded_at)
        raise StorageFault(
            "{source} is no backup of the database {file}: the archive {folder} holds uploads of "
            "another one, the latest of them "
            "{archived}. Nothing was changed. Set SERVICE_CULTURE_DB to a new file to restore it "
            "beside this one.",
            source=source.name,
            file=path.name,
            folder=folder.name,
            archived=named([missing_of(latest).named]),
        )
    set_archive_aside(folder)


def _copy_backup(source: Path, fresh: Path) -> None:
    try:
        copy_closed(source, fresh)
    except duckdb.Error as fault:
        raise StorageFault(
            "{file} cannot be read as a backup: {reason} Take another one. Nothing was changed.",
            file=source.name,
            reason=str(fault).split("\n")[0],
        ) from fault


def copy_closed(source: Path, fresh: Path) -> None:
    """Copy a file that nobody has open, with what is still in its log; the source is only read.
    What is wrong with it is DuckDB's to say."""
    try:
        with connect_to_copy(source, fresh) as connection:
            connection.execute(f"ATTACH {quoted(source)} AS source (READ_ONLY)")
            connection.execute("USE source")
            if is_foreign(connection):
                raise StorageFault(
                    "{file} is no backup of this program. Nothing was changed.", file=source.name
                )
            copy_database(connection, fresh)
    except duckdb.Error as fault:
        if is_full(fault):
            raise full(fresh) from fault
        if is_forbidden(fault) and str(fresh) in str(fault):
            raise StorageFault(
                "{file} cannot be written: the folder {folder} may not be written. Allow writing "
                "there, then try again. "
                "Nothing was changed.",
                file=fresh.name,
                folder=str(fresh.parent),
            ) from fault
        raise
