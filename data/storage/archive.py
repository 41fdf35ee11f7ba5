"""What each upload stored is also kept outside the database, so that losing the file loses nothing.

Beside `x.duckdb` the folder `x.archive` holds two files for each upload, named
by their SHA-256: its rows (Parquet, with line, key and twin) and its record
(JSON: the ledger's row and the issues); `manifest` lists them.

The files are on the disk before the upload is committed, under temporary
names; they get their names and their line afterwards. After a crash in between
the database has an upload that the manifest lacks: `mend` adds it.
"""

import hashlib
import json
import os
from collections.abc import Callable, Collection, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from data.database import Database, Reading, Writing, quoted
from data.kinds import kind_named
from data.storage.faults import after_commit_fault, full, is_full
from data.storage.manifest import Entry, Key, Manifest, note_accepted, note_stored, note_undone, read_manifest, sync_folder
from data.tables import NEW, OWN, SAMPLE, rows_table
from errors import StorageFault

_TEMPORARY = ".tmp"


@dataclass(frozen=True)
class Missing:
    """An upload that the archive holds and the database lacks; `undo_only`: it is there, but its undoing is lost."""

    upload: int
    loaded_at: datetime
    kind: str
    file: str
    kept: int
    undo_only: bool = False


def folder_of(database: Path) -> Path:
    """The archive of a database file."""
    return database.with_name(f"{database.stem}.archive")


def rows_file(folder: Path, entry: Entry) -> Path:
    """The Parquet file with the rows of an upload."""
    return folder / f"{entry.rows}.parquet"


def record_file(folder: Path, entry: Entry) -> Path:
    """The JSON file with the ledger's row and the issues of an upload."""
    return folder / f"{entry.record}.json"


def keep_upload(writing: Writing, database: Path, upload: int) -> None:
    """Keep an upload in the archive; it is listed there once it is committed."""
    keep_uploads(writing, database, (upload,))


def keep_uploads(writing: Writing, database: Path, uploads: Iterable[int]) -> None:
    """Keep the uploads of one transaction; to be called once in it."""
    _sweep(database)
    for upload in uploads:
        finish = _kept(writing, database, upload)
        writing.after_commit(lambda finish=finish: _afterwards(database, finish))


def keep_undo(writing: Writing, database: Path, upload: int) -> None:
    """Note in the archive that an upload was undone, once that is committed."""
    key, undone_at = next((key, moment) for key, moment in held(writing).items() if key[0] == upload)
    writing.after_commit(lambda: _afterwards(database, lambda: note_undone(folder_of(database), key, undone_at)))


def keep_state(writing: Writing, database: Path) -> None:
    """From the commit on, what the database holds is what it ought to hold: somebody removed or accepted the rest."""
    state = held(writing)
    writing.after_commit(lambda: _afterwards(database, lambda: note_accepted(folder_of(database), state)))


def keep_removal(writing: Writing, database: Path, removed: Collection[Key]) -> None:
    """From the commit on these uploads are no longer asked for; what else is missing still is."""
    writing.after_commit(lambda: _afterwards(database, lambda: _leave_out(folder_of(database), removed)))


def _leave_out(folder: Path, removed: Collection[Key]) -> None:
    current = read_manifest(folder).current
    note_accepted(folder, {key: undone_at for key, undone_at in current.items() if key not in removed})


def next_number(reading: Reading, database: Path) -> int:
    """The number of the next upload: above those of the ledger and of what is missing."""
    known = [number for number, _ in read_manifest(folder_of(database)).current]
    return max(reading.row("SELECT coalesce(max(id), 0) FROM upload")[0], *known, 0) + 1


def held(reading: Reading) -> dict[Key, str | None]:
    """The uploads of the ledger by number and moment, and when each was undone."""
    rows = reading.rows("SELECT id, loaded_at::VARCHAR, undone_at::VARCHAR FROM upload ORDER BY id")
    return {(number, loaded_at): undone_at for number, loaded_at, undone_at in rows}


def _afterwards(database: Path, work: Callable[[], None]) -> None:
    try:
        work()
    except OSError as fault:
        raise after_commit_fault(database, fault) from fault


def _sweep(database: Path) -> None:
    """The archive's folder, without what a crash left half written. Writers take turns, so nobody else's is under way."""
    folder = folder_of(database)
    with _in_words(database):
        folder.mkdir(parents=True, exist_ok=True)
        for left_over in folder.glob(f"*{_TEMPORARY}"):
            left_over.unlink()


def _kept(writing: Writing, database: Path, upload: int) -> Callable[[], Entry]:
    """Write the two files of an upload under temporary names; the function returned names and lists them."""
    folder = folder_of(database)
    with _in_words(database):
        rows, record = folder / f"rows-{upload}{_TEMPORARY}", folder / f"record-{upload}{_TEMPORARY}"
        *listed, ledger = writing.row("""SELECT id, loaded_at::VARCHAR, kind, file, kept, sample, to_json(upload)::VARCHAR FROM upload
                                         WHERE id = ?""", [upload])
        try:
            hashes = _write_rows(writing, rows, upload, rows_table(kind_named(listed[2]))), _write_record(writing, record, upload, ledger)
        except BaseException:
            rows.unlink(missing_ok=True)
            record.unlink(missing_ok=True)
            raise
    *listed, sample = listed
    entry = Entry(*listed, SAMPLE if sample else OWN, *hashes, sample)
    return lambda: _listed(folder, entry, rows, record)


def _listed(folder: Path, entry: Entry, rows: Path, record: Path) -> Entry:
    rows.replace(rows_file(folder, entry))
    record.replace(record_file(folder, entry))
    sync_folder(folder)
    note_stored(folder, entry)
    return entry


def _write_rows(writing: Writing, file: Path, upload: int, table: str) -> str:
    writing.run(f"""COPY (SELECT * EXCLUDE (upload, live) FROM {table} WHERE upload = {int(upload)})
                    TO {quoted(file)} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)""")
    return _settled(file)


def _write_record(writing: Writing, file: Path, upload: int, ledger: str) -> str:
    issues = writing.rows('SELECT level, "row", "column", "value", text, blanks FROM issue WHERE upload = ?', [upload])
    file.write_text(json.dumps({"upload": json.loads(ledger), "issues": issues}, ensure_ascii=False), "utf-8")
    return _settled(file)


def _settled(file: Path) -> str:
    """Wait until a file is on the disk; its SHA-256."""
    with file.open("r+b") as written:
        os.fsync(written.fileno())
        return hashlib.file_digest(written, "sha256").hexdigest()


@contextmanager
def _in_words(database: Path):
    try:
        yield
    except OSError as fault:
        if is_full(fault):
            raise full(database) from fault
        raise StorageFault("The archive beside {file} cannot be written: {reason}. Nothing of this was saved. Allow writing in the "
                           "folder {folder}, then try again.", file=database.name, reason=fault.strerror or str(fault),
                           folder=str(folder_of(database))) from fault


def missing(database: Database) -> tuple[Missing, ...]:
    """The uploads that the archive holds and the database lacks, in the order of their numbers. No rows are read."""
    manifest = read_manifest(folder_of(database.path))
    with database.read() as reading:
        there = held(reading)
    lost = [_missing(manifest, key, key in there) for key, undone_at in manifest.current.items()
            if key in manifest.entries and (key not in there or undone_at is not None and there[key] is None)]
    return tuple(sorted(lost, key=lambda one: (one.upload, one.loaded_at)))


def _missing(manifest: Manifest, key: Key, undo_only: bool) -> Missing:
    entry = manifest.entries[key]
    return Missing(entry.upload, datetime.fromisoformat(entry.loaded_at), entry.kind, entry.file, entry.kept, undo_only)


def mend(database: Database) -> int:
    """Bring the archive up to what the database holds, as after a crash; how many uploads and undoings were added.

    A database that may not be written is left as it is.
    """
    if database.read_only:
        return 0
    folder = folder_of(database.path)
    manifest = read_manifest(folder)
    with database.trial() as writing:
        there = held(writing)
        unlisted = [key for key in there if not _is_kept(manifest, folder, key)]
        undone = [key for key, moment in there.items() if moment is not None and manifest.current.get(key) is None]
        if unlisted:
            _sweep(database.path)
        for number, _ in unlisted:
            finish = _kept(writing, database.path, number)
            with _in_words(database.path):
                finish()
        with _in_words(database.path):
            for key in undone:
                note_undone(folder, key, there[key])
            if _is_new_again(writing, manifest, there):
                note_accepted(folder, there)
            elif removed := _removed(writing, manifest, there):
                _leave_out(folder, removed)
    return len(unlisted) + len(undone)


def _is_kept(manifest: Manifest, folder: Path, key: Key) -> bool:
    entry = manifest.entries.get(key)
    return (entry is not None and key in manifest.current
            and rows_file(folder, entry).exists() and record_file(folder, entry).exists())


def _is_new_again(reading: Reading, manifest: Manifest, there: dict[Key, str | None]) -> bool:
    """Whether a new database lacks nothing but the sample company, which it makes again by itself."""
    lost = {key for key in manifest.current if key not in there and key in manifest.entries}
    return bool(lost) and lost <= sample_keys(manifest) and reading.row("SELECT origin FROM state")[0] == NEW


def _removed(reading: Reading, manifest: Manifest, there: dict[Key, str | None]) -> set[Key]:
    """Uploads of the sample company that were removed just before a crash, so that the archive still asks for them."""
    removed, = reading.row("SELECT sample_removed::VARCHAR FROM state")
    if removed is None:
        return set()
    return {key for key in sample_keys(manifest) if key in manifest.current and key not in there and key[1] <= removed}


def sample_keys(manifest: Manifest) -> set[Key]:
    """The uploads of the sample company.

    An earlier version listed a person's own uploads beside it as the sample's
    too: the sample's come first, and are known by their names.
    """
    marked = {key for key, entry in manifest.entries.items() if entry.sample}
    unmarked = sorted(key for key, entry in manifest.entries.items() if entry.sample is None and entry.origin == SAMPLE)
    if not unmarked:
        return marked
    from data.demo import first_run  # loads what writes the files, which only this needs

    return marked | set(first_run((key, manifest.entries[key].kind, manifest.entries[key].file) for key in unmarked))


def accept(database: Database) -> None:
    """Go on with what the database holds; what is missing stays in the archive's files, but is no longer asked for."""
    with database.write() as writing:
        keep_state(writing, database.path)
