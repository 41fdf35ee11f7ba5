"""What is left to do once somebody was taken out of the database: the archive's copies of before, the
copy of the log, and what the file still holds in its free room.

What it is stands in the database until all of it is done, so that an interrupted one goes on.
"""

import json
from collections.abc import Collection, Iterable
from pathlib import Path

from data.archive.archive import keep_uploads
from data.archive.backup import copy_closed, examine
from data.archive.leftovers import draft_of, in_use, log_of
from data.archive.lines import Entry, Key
from data.archive.manifest import ever_named, read_manifest, sync_folder
from data.archive.named_files import RECORD, ROWS
from data.archive.rebuild import put_in_place
from data.archive.standing import folder_of
from data.database.connection import Database, ReadTransaction, WriteTransaction
from data.log.audit import EXPIRED, FORGOTTEN, renew_copy
from errors import StorageFault


def names_of(entries: Iterable[Entry]) -> frozenset[str]:
    """The names of the two files of uploads."""
    return frozenset(name for one in entries for name in (one.rows + ROWS, one.record + RECORD))


def copies_of(reading: ReadTransaction, database: Path, uploads: Collection[int]) -> frozenset[str]:
    """The names of all copies that the archive ever had of uploads."""
    return ever_named(folder_of(database), _keys(reading, uploads))


def _keys(reading: ReadTransaction, uploads: Collection[int]) -> frozenset[Key]:
    rows = reading.rows("SELECT id, loaded_at::VARCHAR FROM upload")
    return frozenset((number, moment) for number, moment in rows if number in uploads)


def owe(writing: WriteTransaction, uploads: Collection[int], stale: Collection[str]) -> None:
    """Note that these copies have to go, beside those of one that was interrupted before."""
    before = _owed(writing)
    owed = {
        "uploads": sorted({*uploads, *before.get("uploads", ())}),
        "stale": sorted({*stale, *before.get("stale", ())}),
    }
    writing.run("UPDATE state SET forgetting = ?", [json.dumps(owed)])


def _owed(reading: ReadTransaction) -> dict[str, list]:
    (owed,) = reading.row("SELECT forgetting FROM state")
    return json.loads(owed) if owed else {}


def renew(database: Database) -> None:
    """Let the archive hold what the database now says: copies of all uploads that people were taken out
    of, and the log."""
    with database.write() as writing:
        told = writing.rows("SELECT after FROM log_entry WHERE act IN (?, ?)", [FORGOTTEN, EXPIRED])
        uploads = {number for (after,) in told for number in json.loads(after)["uploads"]}
        if told:
            owe(writing, uploads, copies_of(writing, database.path, uploads))
    finish(database)


def is_unfinished(database: Database) -> bool:
    """Whether something is left to do."""
    with database.read() as reading:
        return bool(_owed(reading))


def finish(database: Database) -> None:
    """Do what is left; nothing where that is nothing. StorageFault where the file is being read for
    so long that it cannot be exchanged: it is done later."""
    if database.read_only or not is_unfinished(database):
        return
    folder = folder_of(database.path)
    with database.write() as writing:
        owed = _owed(writing)
        _keep_again(writing, database.path, owed)
    with database.write() as writing:
        manifest = read_manifest(folder)
        for name in set(owed["stale"]) - names_of(manifest.entries.values()):
            (folder / name).unlink(missing_ok=True)
        sync_folder(folder)
        renew_copy(writing, folder)
    compact(database)
    with database.write() as writing:
        writing.run("UPDATE state SET forgetting = NULL")


def _keep_again(writing: WriteTransaction, database: Path, owed: dict[str, list]) -> None:
    """Uploads that the archive still knows by a copy of before, as after a crash, are kept anew."""
    entries = read_manifest(folder_of(database)).entries
    late = [
        number
        for number, moment in sorted(_keys(writing, owed["uploads"]))
        if (entry := entries.get((number, moment))) is None
        or names_of([entry]) & set(owed["stale"])
    ]
    if late:
        keep_uploads(writing, database, late)


def compact(database: Database) -> None:
    """Write the database into a new file and put it in the place of this one: what was changed or
    deleted stays in the free room of a file until it happens to be written over."""
    path = database.path
    with in_use(draft_of(path, "rebuilding")) as fresh, database.away():
        if log_of(path).exists():
            raise StorageFault(
                "The database {file} is being read at this moment. Try again in a minute.",
                file=path.name,
            )
        copy_closed(path, fresh)
        examine(fresh)
        put_in_place(fresh, path)
