"""How a database and the archive beside it stand to each other: what one of them lacks, and whether
they belong together.

Names and sizes of the archive's files are compared; no rows are read.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from data.archive import anchor
from data.archive.anchor import Anchor, anchor_of, position
from data.archive.lines import STORED, Entry, Key, entry_in, read_line
from data.archive.manifest import Manifest, read_manifest
from data.archive.named_files import RECORD, ROWS, is_as_named, sizes_in
from data.archive.notices import CHANGED, COPIES, CUT, DAMAGED, GONE, Named, Notice, named
from data.database.connection import Database, ReadTransaction, archive_of
from data.database.tables import SAMPLE
from errors import Message

TEMPORARY = ".tmp"
APART = "apart"  # in the state's `let_go`: the archive may name people again who were let go of
_APART = {anchor.GONE: GONE, anchor.CUT: CUT, anchor.CHANGED: CHANGED}


@dataclass(frozen=True)
class Missing:
    """An upload that the archive holds and the database lacks; `undo_only`: it is there, but its
    undoing is lost."""

    upload: int
    loaded_at: datetime
    kind: str
    file: str
    kept: int
    undo_only: bool = False

    @property
    def named(self) -> Named:
        """By number, file and rows."""
        return self.upload, self.file, self.kept


@dataclass(frozen=True)
class ArchiveStanding:
    """Both, as one transaction sees them. `held`: the uploads of the ledger, `files` their file and
    rows; `uncopied`: those of which the archive does not hold both files."""

    known: Anchor
    position: str
    manifest: Manifest
    held: dict[Key, str | None]
    files: dict[Key, tuple[str, int]]
    uncopied: frozenset[Key]

    @property
    def is_foreign(self) -> bool:
        """Whether the archive is another database's. One without uploads may take any archive as
        its own."""
        if not self.held:
            return False
        if self.known.database and self.manifest.database:
            return self.known.database != self.manifest.database
        return bool(self.manifest.entries) and not self.held.keys() & self.manifest.entries.keys()

    @property
    def is_first(self) -> bool:
        """Whether they have never known each other: what is there is accepted once."""
        return self.position == anchor.FRESH and self.manifest.database is None

    def named(self, keys: Iterable[Key]) -> tuple[Named, ...]:
        """Uploads of the ledger by number, file and rows."""
        return tuple((key[0], *self.files[key]) for key in sorted(keys))


@dataclass(frozen=True)
class Look:
    """What a start has to say: uploads that the database lacks, what is wrong with the archive;
    `foreign`: that both do not belong together."""

    missing: tuple[Missing, ...] = ()
    notices: tuple[Notice, ...] = ()
    foreign: Message | None = None


def folder_of(database: Path) -> Path:
    """The archive of a database file."""
    return archive_of(database)


def rows_file(folder: Path, entry: Entry) -> Path:
    """The Parquet file with the rows of an upload."""
    return folder / f"{entry.rows}{ROWS}"


def record_file(folder: Path, entry: Entry) -> Path:
    """The JSON file with the ledger's row and the issues of an upload."""
    return folder / f"{entry.record}{RECORD}"


def drafts_of(folder: Path, upload: int) -> tuple[Path, Path]:
    """The two files of an upload while it is not yet committed."""
    return folder / f"rows-{upload}{TEMPORARY}", folder / f"record-{upload}{TEMPORARY}"


def missing(database: Database) -> tuple[Missing, ...]:
    """The uploads that the archive holds and the database lacks, in the order of their numbers."""
    return look(database).missing


def look(database: Database) -> Look:
    """What is to be said of a database and its archive."""
    with database.read() as reading:
        standing = standing_of(reading, database.path)
    if standing.is_foreign:
        return Look(foreign=told_foreign(database.path, standing))
    return Look(
        _lacking(standing),
        (*standing.manifest.noticed, *found(standing, interrupted(standing, database.path))),
    )


def standing_of(
    reading: ReadTransaction, database: Path, thorough: bool = False
) -> ArchiveStanding:
    """How both stand to each other in this transaction; where it is to be `thorough`, every file of
    the archive is read."""
    return standing_beside(reading, folder_of(database), thorough)


def standing_beside(
    reading: ReadTransaction, folder: Path, thorough: bool = False
) -> ArchiveStanding:
    """How a database stands to any archive."""
    known = anchor_of(reading)
    rows = reading.rows(
        "SELECT id, loaded_at::VARCHAR, undone_at::VARCHAR, file, kept FROM upload ORDER BY id"
    )
    manifest, held = (
        read_manifest(folder, known.database),
        {(number, loaded_at): undone_at for number, loaded_at, undone_at, *_ in rows},
    )
    return ArchiveStanding(
        known,
        position(known, folder),
        manifest,
        held,
        {(number, loaded_at): (file, kept) for number, loaded_at, _, file, kept in rows},
        _uncopied(held, manifest, folder, thorough),
    )


def _uncopied(
    held: Iterable[Key], manifest: Manifest, folder: Path, thorough: bool
) -> frozenset[Key]:
    sizes = sizes_in(folder)

    def is_there(name: str, size: int | None) -> bool:
        return (
            name in sizes
            and size in (None, sizes[name])
            and (not thorough or is_as_named(folder / name))
        )

    def has_copy(entry: Entry | None) -> bool:
        if entry is None:
            return False
        rows, record = entry.sizes or (None, None)
        return is_there(entry.rows + ROWS, rows) and is_there(entry.record + RECORD, record)

    return frozenset(key for key in held if not has_copy(manifest.entries.get(key)))


def _lacking(standing: ArchiveStanding) -> tuple[Missing, ...]:
    manifest, there = standing.manifest, standing.held
    lost = [
        missing_of(manifest.entries[key], key in there)
        for key, undone_at in manifest.current.items()
        if key in manifest.entries
        and (key not in there or undone_at is not None and there[key] is None)
    ]
    return tuple(sorted(lost, key=lambda one: (one.upload, one.loaded_at)))


def missing_of(entry: Entry, undo_only: bool = False) -> Missing:
    """An upload of the archive as one that is missing elsewhere."""
    return Missing(
        entry.upload,
        datetime.fromisoformat(entry.loaded_at),
        entry.kind,
        entry.file,
        entry.kept,
        undo_only,
    )


def found(standing: ArchiveStanding, excused: Collection[Key] = ()) -> tuple[Notice, ...]:
    """What is wrong with the archive and not yet told in its list. `excused`: uploads that a crash,
    or nobody yet, has put there."""
    if standing.is_first:
        return ()
    manifest = standing.manifest
    notices = [Notice(_APART[standing.position])] if standing.position in _APART else []
    if manifest.faults > manifest.known:
        notices.append(Notice(DAMAGED, manifest.faults - manifest.known))
    gone = standing.uncopied.difference(excused)
    if gone and standing.position != anchor.GONE:
        notices.append(Notice(COPIES, len(gone), standing.named(gone)))
    return tuple(notices)


def interrupted(standing: ArchiveStanding, database: Path) -> tuple[Key, ...]:
    """Uploads that the list lacks because the program ended before it could write their lines:
    their files are there, named or not."""
    if standing.position != anchor.BEHIND:
        return ()
    folder = folder_of(database)
    events = [read_line(written) for written in standing.known.owed.split(b"\n") if written]
    entries = [entry_in(event) for event in events if event and event["event"] == STORED]
    return tuple(
        entry.key
        for entry in entries
        if all(
            draft.exists() or file.exists()
            for draft, file in zip(
                drafts_of(folder, entry.upload),
                (rows_file(folder, entry), record_file(folder, entry)),
                strict=True,
            )
        )
    )


def told_foreign(database: Path, standing: ArchiveStanding) -> Message:
    """That a database and the archive beside it do not belong together, and what to do."""
    entries = standing.manifest.entries
    latest = max(entries.values(), key=lambda entry: entry.loaded_at, default=None)
    return Message(
        "The database {file} and the archive {folder} beside it do not belong together. Latest "
        "upload in the database: {held}. Latest in the "
        "archive: {archived}. Nothing is stored, and the two are not mixed. If the database is "
        "the right one, move the folder away and start "
        "again. If the archive is, rebuild the database from it (python -m data rebuild): the "
        "file that is there is kept.",
        {
            "file": database.name,
            "folder": folder_of(database).name,
            "held": named(standing.named([max(standing.held, key=lambda key: key[1])])),
            "archived": named([(latest.upload, latest.file, latest.kept)] if latest else []),
        },
    )


def sample_keys(manifest: Manifest) -> set[Key]:
    """The uploads of the sample company.

    An earlier version listed a person's own uploads beside it as the sample's
    too: the sample's come first, and are known by their names.
    """
    marked = {key for key, entry in manifest.entries.items() if entry.sample}
    unmarked = sorted(
        key
        for key, entry in manifest.entries.items()
        if entry.sample is None and entry.origin == SAMPLE
    )
    if not unmarked:
        return marked
    from data.samples.demo import first_run  # loads what writes the files, which only this needs

    return marked | set(
        first_run((key, manifest.entries[key].kind, manifest.entries[key].file) for key in unmarked)
    )
