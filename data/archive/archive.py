"""What each upload stored is also kept outside the database, so that losing the file loses nothing.

Beside `x.duckdb` the folder `x.archive` holds two files for each upload, named
by their SHA-256: its rows (Parquet, with line, key and twin) and its record
(JSON: the ledger's row and the issues); both say whose they are (named_files.py).
A list (manifest.py) tells what happened in which order; database and list know
each other (anchor.py).

The files are on the disk before the upload is committed, under temporary
names; they get their names and their line afterwards. After a crash in between
the database has an upload that the archive lacks: `mend` adds it.
"""

import hashlib
import json
import os
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from data.archive import anchor, lines
from data.archive.anchor import Anchor, align, anchor_of, complete, owe, owner_of, position
from data.archive.lines import Entry, Key
from data.archive.manifest import Manifest, keep_earlier, read_manifest, sync_folder
from data.archive.named_files import names_in
from data.archive.notices import Named, named, noticed
from data.archive.standing import (
    APART,
    TEMPORARY,
    ArchiveStanding,
    drafts_of,
    folder_of,
    found,
    interrupted,
    record_file,
    rows_file,
    sample_keys,
    standing_of,
    told_foreign,
)
from data.database.connection import Database, ReadTransaction, WriteTransaction
from data.database.engine import quoted
from data.database.tables import NEW, OWN, SAMPLE, rows_table
from data.faults import after_commit_fault, full, is_full
from data.kinds.catalog import kind_named
from data.log.audit import ACCEPTED, DATABASE, Act, bring_together, note
from errors import Message, StorageFault

_MOST_LISTED = 4096  # texts of a column that are listed once; a longer list is made in vain


@dataclass(frozen=True)
class Mended:
    """What was done to bring the archive up to the database: uploads and undoings added (`count`).

    `interrupted`: those that a crash had kept from being listed. `followed`: the
    former name of an archive whose database was renamed.
    """

    count: int = 0
    interrupted: tuple[Named, ...] = ()
    followed: str = ""

    @property
    def told(self) -> tuple[Message, ...]:
        """What a person should know of it."""
        told = (
            [
                Message(
                    "The archive did not list these uploads, as where the program was interrupted "
                    "or the archive was gone: {uploads}. "
                    "It lists them again, and nothing of them is lost.",
                    {"uploads": named(self.interrupted)},
                )
            ]
            if self.interrupted
            else []
        )
        return (
            *told,
            *(
                [
                    Message(
                        "The database was renamed: its archive {folder} now has the new name too.",
                        {"folder": self.followed},
                    )
                ]
                if self.followed
                else []
            ),
        )


def keep_upload(writing: WriteTransaction, database: Path, upload: int) -> None:
    """Keep an upload in the archive; it is listed there once it is committed."""
    keep_uploads(writing, database, (upload,))


def keep_uploads(
    writing: WriteTransaction, database: Path, uploads: Iterable[int]
) -> tuple[Entry, ...]:
    """Keep the uploads of one transaction; to be called once in it. As what they are kept."""
    uploads = tuple(uploads)
    known = _make_ready(writing, database, uploads)
    _sweep(writing, database)
    kept = tuple(_kept(writing, database, upload, owner_of(known)) for upload in uploads)
    _note(writing, database, [lines.stored(entry) for entry in kept], known)
    return kept


def keep_undo(writing: WriteTransaction, database: Path, upload: int) -> None:
    """Note in the archive that an upload was undone, once that is committed."""
    known = _make_ready(writing, database, (upload,))
    key, undone_at = next(
        (key, moment)
        for key, moment in _held(writing).items()
        if key[0] == upload and moment is not None
    )
    _note(writing, database, [lines.undone(key, undone_at)], known)


def keep_state(writing: WriteTransaction, database: Path) -> None:
    """From the commit on, what the database holds is what it ought to hold: somebody removed or
    accepted the rest."""
    known = _make_ready(writing, database)
    manifest = _manifest(writing, database)
    events = [lines.all_held(lines.ACCEPTED, _held(writing), manifest.faults)]
    _note(writing, database, events, known)


def keep_removal(writing: WriteTransaction, database: Path, removed: Collection[Key]) -> None:
    """From the commit on these uploads are no longer asked for; what else is missing still is."""
    known = _make_ready(writing, database)
    _note(writing, database, [_left_out(_manifest(writing, database), removed)], known)


def _left_out(manifest: Manifest, removed: Collection[Key]) -> dict:
    staying = {key: undone_at for key, undone_at in manifest.current.items() if key not in removed}
    return lines.all_held(lines.SETTLED, staying, manifest.known)


def next_number(reading: ReadTransaction, database: Path) -> int:
    """The number of the next upload: above those of the ledger and of what is missing."""
    known = anchor_of(reading)
    if position(known, folder_of(database)) in (anchor.EVEN, anchor.BEHIND):
        top = known.top
    else:
        top = max((number for number, _ in _manifest(reading, database).current), default=0)
    return max(reading.row("SELECT coalesce(max(id), 0) FROM upload")[0], top) + 1


def _manifest(reading: ReadTransaction, database: Path) -> Manifest:
    return read_manifest(folder_of(database), anchor_of(reading).database)


def _held(reading: ReadTransaction) -> dict[Key, str | None]:
    """The uploads of the ledger by number and moment, and when each was undone."""
    rows = reading.rows("SELECT id, loaded_at::VARCHAR, undone_at::VARCHAR FROM upload ORDER BY id")
    return {(number, loaded_at): undone_at for number, loaded_at, undone_at in rows}


def _make_ready(writing: WriteTransaction, database: Path, own: Collection[int] = ()) -> Anchor:
    """Before anything is added to a list that is not the one this database wrote, what is wrong
    with it is noted, or the writing refused. What the database then knows of the list.

    `own`: uploads that the caller is about to note.
    """
    known = anchor_of(writing)
    if position(known, folder_of(database)) in (anchor.EVEN, anchor.BEHIND):
        return known
    standing = standing_of(writing, database)
    if standing.is_foreign:
        told = told_foreign(database, standing)
        raise StorageFault(told.text, **told.blanks)
    _put_right(writing, database, standing, {key for key in standing.held if key[0] in own})
    return anchor_of(writing)


def _note(writing: WriteTransaction, database: Path, events: list[dict], known: Anchor) -> None:
    """Add events to the list, once they are committed; `known`: what the database knows of it."""
    if events:
        owed = owe(writing, folder_of(database), events, known)
        writing.after_commit(
            lambda: _afterwards(database, lambda: complete(folder_of(database), owed))
        )


def _afterwards(database: Path, work: Callable[[], object]) -> None:
    try:
        work()
    except OSError as fault:
        raise after_commit_fault(database, fault) from fault


def _sweep(writing: WriteTransaction, database: Path) -> None:
    """The archive's folder, without what a crash left half written. Writers take turns, so nobody
    else's is under way; what this transaction itself has written there stays."""
    folder = folder_of(database)
    with _in_words(database):
        folder.mkdir(parents=True, exist_ok=True)
        if not writing.afterwards:
            _clear(folder)


def _kept(writing: WriteTransaction, database: Path, upload: int, owner: str) -> Entry:
    """Write the two files of an upload under temporary names; they are named once it is
    committed."""
    folder = folder_of(database)
    rows, record = drafts_of(folder, upload)
    with _in_words(database):
        number, loaded_at, kind, file, kept, sample, ledger = writing.row(
            """SELECT id, loaded_at::VARCHAR, kind, file, kept, sample, to_json(upload)::VARCHAR FROM upload
                                                 WHERE id = ?""",
            [upload],
        )
        try:
            name = _write_rows(writing, rows, upload, rows_table(kind_named(kind)), ledger, owner)
            told = _write_record(writing, record, upload, ledger, name, owner)
            sizes = rows.stat().st_size, record.stat().st_size
        except BaseException:
            rows.unlink(missing_ok=True)
            record.unlink(missing_ok=True)
            raise
    origin = SAMPLE if sample else OWN
    entry = Entry(number, loaded_at, kind, file, kept, origin, name, told, sample, sizes)
    writing.after_commit(lambda: _afterwards(database, lambda: _named(folder, entry, rows, record)))
    return entry


def _named(folder: Path, entry: Entry, rows: Path, record: Path) -> None:
    rows.replace(rows_file(folder, entry))
    record.replace(record_file(folder, entry))
    sync_folder(folder)


def _write_rows(
    writing: WriteTransaction, file: Path, upload: int, table: str, ledger: str, owner: str
) -> str:
    writing.run(f"""COPY (SELECT * EXCLUDE (upload, live) FROM {table} WHERE upload = {int(upload)})
                    TO {quoted(file)} (FORMAT parquet, PARQUET_VERSION V2, COMPRESSION zstd, COMPRESSION_LEVEL 1,
                                       DICTIONARY_SIZE_LIMIT {_MOST_LISTED},
                                       KV_METADATA {{ledger: {_sql_text(ledger)}, database: {_sql_text(owner)}}})""")
    return _settled(file)


def _sql_text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _write_record(
    writing: WriteTransaction, file: Path, upload: int, ledger: str, rows: str, owner: str
) -> str:
    issues = writing.rows(
        'SELECT level, "row", "column", "value", text, blanks FROM issue WHERE upload = ?', [upload]
    )
    told = {"upload": json.loads(ledger), "issues": issues, "rows": rows, "database": owner}
    file.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    return _settled(file)


def _settled(file: Path) -> str:
    """Wait until a file is on the disk; its SHA-256."""
    with file.open("r+b") as written:
        os.fsync(written.fileno())
        return hashlib.file_digest(written, "sha256").hexdigest()


@contextmanager
def _in_words(database: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        if is_full(fault):
            raise full(database) from fault
        raise StorageFault(
            "The archive beside {file} cannot be written: {reason}. Nothing of this was saved. "
            "Allow writing in the "
            "folder {folder}, then try again.",
            file=database.name,
            reason=fault.strerror or str(fault),
            folder=str(folder_of(database)),
        ) from fault


def mend(database: Database, thorough: bool = False) -> Mended:
    """Bring the archive up to what the database holds, as after a crash. `thorough`: every file of
    it is read.

    A database that may not be written, or that does not belong to the archive, is left as it is.
    """
    if database.read_only:
        return Mended()
    with database.trial() as reading, _in_words(database.path):
        followed = _follow(anchor_of(reading).database, database.path)
        standing = standing_of(reading, database.path, thorough)
        if standing.is_foreign:
            return Mended(followed=followed)
        excused = interrupted(standing, database.path)
        completed = complete(folder_of(database.path), standing.known)
        _clear(folder_of(database.path))
        standing = standing_of(reading, database.path, thorough) if completed else standing
        older = bool(_stored_in(completed) - set(excused))  # its files are not there: of before
        in_order = _is_in_order(reading, standing) and not older
    bring_together(database)
    if in_order:
        return _mended(completed, frozenset(), followed)
    with database.write() as writing:
        added = _put_right(
            writing, database.path, standing_of(writing, database.path, thorough), (), excused
        )
        if older:
            _look_again(writing)
    return _mended(completed, added, followed)


def _stored_in(events: list[dict]) -> set[Key]:
    return {
        (event["upload"], event["loaded_at"]) for event in events if event["event"] == lines.STORED
    }


def _look_again(writing: WriteTransaction) -> None:
    """Copies in the archive may be of before somebody was let go of."""
    writing.run("UPDATE state SET let_go = ?", [APART])


def _mended(completed: list[dict], added: frozenset[tuple[str, Key]], followed: str) -> Mended:
    late = {
        (event["event"], (event["upload"], event["loaded_at"])): event
        for event in completed
        if event["event"] in (lines.STORED, lines.UNDONE)
    }
    uploads = tuple(
        (event["upload"], event["file"], event["kept"])
        for event in late.values()
        if event["event"] == lines.STORED
    )
    return Mended(len(added | late.keys()), uploads, followed)


def _follow(database: str | None, path: Path) -> str:
    """Where a database was renamed and its archive was not, the archive takes the new name: its
    former one, empty where nothing was done."""
    if database is None or folder_of(path).exists():
        return ""
    stems = {file.stem for file in path.parent.iterdir() if file.is_file()}
    for other in sorted(path.parent.glob("*.archive")):
        if (
            other.is_dir()
            and other.stem not in stems
            and read_manifest(other, database).database == database
        ):
            other.rename(folder_of(path))
            sync_folder(path.parent)
            return other.name
    return ""


def _clear(folder: Path) -> None:
    """Remove what a crash left half written, where there is any; to be called in a writer's
    turn."""
    for name in names_in(folder):
        if name.endswith(TEMPORARY):
            (folder / name).unlink()


def _is_in_order(reading: ReadTransaction, standing: ArchiveStanding) -> bool:
    manifest = standing.manifest
    if standing.is_first and not standing.held and not manifest.entries and not manifest.faults:
        return True
    return (
        standing.position == anchor.EVEN
        and not manifest.recovered
        and not manifest.is_earlier
        and manifest.faults == manifest.known
        and not _unlisted(standing)
        and not _undone(standing)
        and not _no_longer(reading, standing)
    )


def _put_right(
    writing: WriteTransaction,
    database: Path,
    standing: ArchiveStanding,
    own: Collection[Key] = (),
    excused: Collection[Key] = (),
) -> frozenset[tuple[str, Key]]:
    """Let archive and database say the same, and note what was wrong with the archive; the uploads
    and undoings that were added.

    `own`: uploads that the caller is about to note; `excused`: those that a crash had kept from
    being listed.
    """
    folder, manifest = folder_of(database), standing.manifest
    notices = found(standing, {*own, *excused})
    unlisted = [key for key in _unlisted(standing) if key not in own]
    undone = [key for key in _undone(standing) if key not in own]
    with _in_words(database):
        if manifest.is_earlier:
            keep_earlier(folder)
        align(writing, folder, manifest)
    if notices:
        _look_again(writing)
    events = [lines.stored(entry) for entry in manifest.unlisted]
    if manifest.recovered:
        events.append(lines.all_held(lines.SETTLED, manifest.current, manifest.known))
    if unlisted:
        _sweep(writing, database)
    known = anchor_of(writing)
    events += [
        lines.stored(_kept(writing, database, number, owner_of(known))) for number, _ in unlisted
    ]
    events += [
        lines.undone(key, moment) for key in undone if (moment := standing.held[key]) is not None
    ]
    if leaving := _no_longer(writing, standing):
        events.append(_left_out(manifest, leaving))
    events += [noticed(notice, manifest.faults) for notice in notices]
    if not notices and (manifest.is_earlier or manifest.faults != manifest.known):
        events.append(lines.begun(manifest.faults))
    _note(writing, database, events, known)
    stored = {*unlisted, *(entry.key for entry in manifest.unlisted)}
    return frozenset(
        {(lines.STORED, key) for key in stored} | {(lines.UNDONE, key) for key in undone}
    )


def _unlisted(standing: ArchiveStanding) -> list[Key]:
    return [
        key
        for key in standing.held
        if key not in standing.manifest.current or key in standing.uncopied
    ]


def _undone(standing: ArchiveStanding) -> list[Key]:
    return [
        key
        for key, moment in standing.held.items()
        if moment is not None and standing.manifest.current.get(key) is None
    ]


def _no_longer(reading: ReadTransaction, standing: ArchiveStanding) -> set[Key]:
    """Uploads of the sample company that the archive asks for and nobody else does: a new database
    makes them again by itself, and one that they were removed from just before a crash is not to
    have them back."""
    manifest = standing.manifest
    lost = {key for key in manifest.current if key not in standing.held and key in manifest.entries}
    if not lost:
        return set()
    of_sample = sample_keys(manifest)
    origin, removed = reading.row("SELECT origin, sample_removed::VARCHAR FROM state")
    if lost <= of_sample and origin == NEW:
        return lost
    return {key for key in lost & of_sample if removed is not None and key[1] <= removed}


def accept(database: Database, who: str = "") -> None:
    """Go on with what the database holds, as `who` decided; what is missing stays in the archive's
    files, but is no longer asked for."""
    with database.write() as writing:
        lacking = sorted(_manifest(writing, database.path).current.keys() - _held(writing).keys())
        keep_state(writing, database.path)
        told = {"no longer asked for": [number for number, _ in lacking]}
        note(writing, database.path, Act(who, ACCEPTED, DATABASE, database.path.name, told))
