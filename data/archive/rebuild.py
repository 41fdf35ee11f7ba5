"""A database made anew from its archive, and the thorough check of both."""

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from data.archive.archive import keep_state, mend
from data.archive.carried import carry_access, carry_published
from data.archive.leftovers import ASIDE, draft_of, in_use, log_of
from data.archive.lines import Entry, Key
from data.archive.manifest import Manifest, read_manifest, sync_folder
from data.archive.meetings import bring_back_meetings
from data.archive.named_files import is_as_named, ledger_in_rows
from data.archive.notices import Named, Notice, named
from data.archive.standing import (
    Missing,
    folder_of,
    look,
    missing_of,
    record_file,
    rows_file,
    sample_keys,
)
from data.database.connection import Database, WriteTransaction
from data.database.engine import connect, quoted
from data.database.pairing import refresh_live
from data.database.shown_names import write_shown_names
from data.database.tables import OWN, rows_table
from data.faults import is_open_elsewhere, opening_fault
from data.kinds.catalog import KINDS, kind_named
from data.log.audit import DATABASE, REBUILT, Act, adopt_from, note
from errors import Message, StorageFault

_KINDS = {kind.name for kind in KINDS}
_ALL, _ROWS = "all", "rows"


@dataclass(frozen=True)
class Rebuilt:
    """What a rebuilding brought back. `aside`: the file that was there before.

    `lost`: uploads that the archive no longer has whole, with the rows that are
    gone; `without_issues`: those that came back without what was found in them;
    `unknown`: numbers of uploads of which nothing is left. `latest`: the last
    upload that the archive knows of, where nothing that is whole says that it is the last.
    """

    uploads: int
    rows: int
    aside: Path | None
    lost: tuple[Named, ...] = ()
    without_issues: tuple[Named, ...] = ()
    unknown: tuple[int, ...] = ()
    latest: Missing | None = None

    @property
    def is_whole(self) -> bool:
        """Whether all that was stored is there again."""
        return not (self.lost or self.without_issues or self.unknown)

    @property
    def told(self) -> tuple[Message, ...]:
        """What it could not bring back, by number, file and rows, and what nobody can tell."""
        told = []
        if self.lost:
            told.append(
                Message(
                    "Load these files again, rows of them are no longer in the archive: {uploads}.",
                    {"uploads": named(self.lost)},
                )
            )
        if self.without_issues:
            told.append(
                Message(
                    "What was found in these files when they were stored is lost, their rows are "
                    "there: {uploads}.",
                    {"uploads": named(self.without_issues)},
                )
            )
        if self.unknown:
            told.append(
                Message(
                    "Of these uploads nothing is left, not even the names of their files: "
                    "{numbers}.",
                    {"numbers": [str(number) for number in self.unknown]},
                )
            )
        if self.latest:
            told.append(
                Message(
                    "Database and archive were not whole enough to say whether this is all. "
                    "Latest upload in the archive: {upload}, "
                    "of {day}. Look whether anything was stored or undone after it.",
                    {"upload": named([self.latest.named]), "day": self.latest.loaded_at.date()},
                )
            )
        return tuple(told)


@dataclass(frozen=True)
class Health:
    """A thorough check: numbers of uploads and rows, and what is not as it should be.

    `miscounted`: uploads with more or fewer rows than the ledger says.
    `spoilt`: uploads whose files in the archive are missing or damaged.
    `damaged_lines`: lines of the manifest that cannot be read. `notices`: what
    was found wrong with the archive and nobody has decided about. `foreign`:
    that both do not belong together. `unknown`: uploads of which nothing is left.
    """

    uploads: int
    rows: int
    missing: tuple[Missing, ...]
    miscounted: tuple[int, ...]
    spoilt: tuple[Named, ...]
    damaged_lines: int
    notices: tuple[Notice, ...] = ()
    foreign: Message | None = None
    unknown: tuple[int, ...] = ()

    @property
    def sound(self) -> bool:
        return not (
            self.missing
            or self.miscounted
            or self.spoilt
            or self.notices
            or self.foreign
            or self.unknown
        )


def check(database: Database) -> Health:
    """Compare ledger, rows and archive; every row and every file of the archive is read."""
    folder, seen = folder_of(database.path), look(database)
    with database.read() as reading:
        for name in (*map(rows_table, KINDS), "issue", "upload"):
            reading.row(
                f"SELECT bit_xor(hash(t)) FROM {name} t"
            )  # a damaged block of any column ends it
        (known,) = reading.row("SELECT identity FROM state")
    manifest, counts = read_manifest(folder, known), counted(database)
    spoilt = [
        manifest.entries[key]
        for key in sorted(manifest.current)
        if key in manifest.entries and not _is_whole(folder, manifest.entries[key])
    ]
    return Health(
        len(counts),
        sum(there for _, there in counts.values()),
        seen.missing,
        tuple(number for number, (kept, there) in counts.items() if kept != there),
        tuple(missing_of(entry).named for entry in spoilt),
        manifest.damaged,
        seen.notices,
        seen.foreign,
        manifest.unknown,
    )


def counted(database: Database) -> dict[int, tuple[int, int]]:
    """Upload -> rows by its ledger, rows there are."""
    tables = " UNION ALL ".join(f"SELECT upload FROM {rows_table(kind)}" for kind in KINDS)
    with database.read() as reading:
        rows = reading.rows(f"""SELECT u.id, u.kept, count(r.upload) FROM upload u LEFT JOIN ({tables}) r ON r.upload = u.id
                                GROUP BY u.id, u.kept ORDER BY u.id""")
    return {number: (kept, there) for number, kept, there in rows}


def _is_whole(folder: Path, entry: Entry) -> bool:
    return is_as_named(rows_file(folder, entry)) and is_as_named(record_file(folder, entry))


def rebuild(path: Path, who: str = "") -> Rebuilt:
    """Make the database at `path` anew from its archive, as `who` asked for; the file there is set aside under a name
    with the date.

    StorageFault where the archive holds nothing, or where another program has the file open.
    """
    manifest, folder = read_manifest(folder_of(path)), folder_of(path)
    wanted = [
        (manifest.entries[key], undone_at)
        for key, undone_at in manifest.current.items()
        if key in manifest.entries
    ]
    if not wanted:
        raise StorageFault(
            "The archive beside {file} holds no upload, so nothing can be rebuilt from it. "
            "Restore a backup.",
            file=path.name,
        )
    refuse_where_open(path)
    witness = _witness(path, manifest)
    left = {entry.key: _left(folder, entry) for entry, _ in wanted}
    whole = [(entry, undone_at) for entry, undone_at in wanted if left[entry.key]]
    if not whole:
        raise StorageFault(
            "The archive beside {file} no longer holds any upload whole, so nothing can be "
            "rebuilt from it. It lacks: {uploads}. "
            "Restore a backup, or upload these files again.",
            file=path.name,
            uploads=named(missing_of(entry).named for entry, _ in wanted),
        )
    with in_use(draft_of(path, "rebuilding")) as fresh:
        back = _fill(fresh, folder, whole, left, sample_keys(manifest))
        aside = set_aside(path)
        put_in_place(fresh, path)
    told = {"uploads": len(whole), "rows": sum(back.values())}
    take_over(path, aside, who, REBUILT, told)
    lost = [
        (entry.upload, entry.file, entry.kept - back.get(entry.key, 0))
        for entry, _ in wanted
        if back.get(entry.key) != entry.kept
    ]
    bare = [
        missing_of(entry).named
        for entry, _ in whole
        if left[entry.key] == _ROWS and back[entry.key] == entry.kept
    ]
    lost += [
        (number, file, kept)
        for (number, loaded_at), (file, kept) in witness.held.items()
        if (number, loaded_at) not in manifest.entries
    ]
    latest = (
        None
        if witness.is_whole and not manifest.noticed
        else missing_of(max((entry for entry, _ in wanted), key=lambda entry: entry.loaded_at))
    )
    return Rebuilt(
        len(whole),
        sum(back.values()),
        aside,
        tuple(sorted(lost)),
        tuple(sorted(bare)),
        manifest.unknown,
        latest,
    )


@dataclass(frozen=True)
class _Witness:
    """What the database that is to be replaced says was stored; `is_whole`: nothing of it could not
    be read."""

    held: Mapping[Key, tuple[str, int]] = field(default_factory=dict)
    is_whole: bool = False


def _witness(path: Path, manifest: Manifest) -> _Witness:
    """Ask the database that is to be replaced, without its log where that is what cannot be read;
    another company's is not asked."""
    if not path.exists():
        return _Witness()
    with suppress(duckdb.Error):
        return _asked(path, manifest, is_whole=True)
    with in_use(draft_of(path, "rebuilding")) as copy, suppress(duckdb.Error, OSError):
        shutil.copyfile(path, copy)
        return _asked(copy, manifest, is_whole=False)
    return _Witness()


def _asked(file: Path, manifest: Manifest, is_whole: bool) -> _Witness:
    with connect(file, read_only=True) as connection:
        (known,) = connection.execute("SELECT identity FROM state").fetchall()[0]
        rows = connection.execute(
            "SELECT id, loaded_at::VARCHAR, file, kept FROM upload"
        ).fetchall()
    held = {(number, loaded_at): (name, kept) for number, loaded_at, name, kept in rows}
    if manifest.database != known and (known or not held.keys() & manifest.entries.keys()):
        return _Witness()
    return _Witness(held, is_whole)


def _left(folder: Path, entry: Entry) -> str:
    """What is left of an upload's copy: all, its rows with the ledger's row in them, or nothing
    that can be brought back."""
    if entry.kind not in _KINDS or not is_as_named(rows_file(folder, entry)):
        return ""
    if is_as_named(record_file(folder, entry)):
        return _ALL
    return _ROWS if ledger_in_rows(rows_file(folder, entry))[0] else ""


def _record(folder: Path, entry: Entry, left: str) -> dict:
    """The record of an upload; without issues where only its rows are left."""
    if left == _ALL:
        return json.loads(record_file(folder, entry).read_text("utf-8"))
    return {"upload": ledger_in_rows(rows_file(folder, entry))[0], "issues": []}


def _fill(
    fresh: Path,
    folder: Path,
    wanted: list[tuple[Entry, str | None]],
    left: Mapping[Key, str],
    sample: set[Key],
) -> dict[Key, int]:
    """Write all uploads into a new database file; the number of rows of each. `sample`: those of
    the sample company."""
    with closing(Database(fresh)) as database, database.write() as writing:
        numbers = _numbers([entry.key for entry, _ in wanted])
        back = {
            entry.key: _bring_back(
                writing,
                folder,
                entry,
                left[entry.key],
                {
                    "id": numbers[entry.key],
                    "undone_at": undone_at,
                    "sample": entry.key in sample,
                },
            )
            for entry, undone_at in wanted
        }
        for name in {entry.kind for entry, _ in wanted}:
            refresh_live(writing, kind_named(name))
        write_shown_names(writing.run)
        bring_back_meetings(writing, folder)
        writing.run("UPDATE state SET origin = ?", [OWN])
    return back


def take_over(
    path: Path, aside: Path | None, who: str, act: str, told: Mapping[str, object]
) -> None:
    """From here on a database that was put in place of the one set aside is what there ought to be,
    by what `who` did.

    Its data version rises above every one that a running program may have
    seen, so that answers kept in memory are not used again.
    """
    with closing(Database(path)) as database:
        mend(database)
        with database.write() as writing:
            writing.run("UPDATE state SET version = greatest(version, epoch(now())::BIGINT) + 1")
            keep_state(writing, path)
            carry_access(writing, aside)
            if not carry_published(writing, aside):
                # what was shown of staff before is not remembered: nothing is told of it by comparing
                writing.run(
                    "UPDATE state SET staff_since = ?", [datetime.now(UTC).replace(tzinfo=None)]
                )
            adopt_from(writing, path, aside)
            before = {"set aside": aside.name} if aside else None
            note(writing, path, Act(who, act, DATABASE, path.name, before, told))


def _numbers(keys: list[Key]) -> Mapping[Key, int]:
    """The number of each upload; where two have the same, the later gets the next free one."""
    numbers: dict[Key, int] = {}
    free = max((number for number, _ in keys), default=0) + 1
    for key in sorted(keys, key=lambda key: key[1]):
        taken = key[0] in numbers.values()
        numbers[key] = free if taken else key[0]
        free += taken
    return numbers


def _bring_back(
    writing: WriteTransaction,
    folder: Path,
    entry: Entry,
    left: str,
    now: Mapping[str, Any],
) -> int:
    """Insert one upload with its rows and issues; the number of rows. `now`: what its row in the
    ledger says otherwise by now."""
    record, number = _record(folder, entry, left), now["id"]
    ledger = {**record["upload"], **now}
    columns = _columns(writing, "upload")
    names = [name for name in ledger if name in columns]
    writing.run(
        f"INSERT INTO upload ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",
        [ledger[name] for name in names],
    )
    _bring_back_issues(writing, record["issues"], number)
    return _bring_back_rows(writing, rows_file(folder, entry), entry, number)


def _bring_back_issues(writing: WriteTransaction, issues: list[list], number: int) -> None:
    if not issues:
        return
    frame = pd.DataFrame(issues, columns=["level", "row", "column", "value", "text", "blanks"])
    with writing.with_frame(
        "found", frame.astype({"row": "Int64", "column": "str", "value": "str"})
    ):
        writing.run(
            'INSERT INTO issue SELECT ?::INT, level, "row", "column", "value", text, blanks FROM '
            "found",
            [number],
        )


def _bring_back_rows(writing: WriteTransaction, file: Path, entry: Entry, number: int) -> int:
    table = rows_table(kind_named(entry.kind))
    source = f"read_parquet({quoted(file)})"
    there = {name for name, *_ in writing.rows(f"DESCRIBE SELECT * FROM {source}")}
    names = ", ".join(f'"{name}"' for name in _columns(writing, table) if name in there)
    writing.run(
        f"INSERT INTO {table} BY NAME SELECT {number}::INT AS upload, TRUE AS live, {names} FROM "
        f"{source}"
    )
    return writing.row(f"SELECT count(*) FROM {table} WHERE upload = ?", [number])[0]


def _columns(writing: WriteTransaction, table: str) -> list[str]:
    return [name for name, *_ in writing.rows(f"DESCRIBE {table}")]


def refuse_where_open(path: Path) -> None:
    """StorageFault where a program has the file open; a damaged file is none of its business."""
    if not path.exists():
        return
    try:
        connect(path, read_only=True).close()
    except duckdb.Error as fault:
        if is_open_elsewhere(fault):
            raise opening_fault(path, fault) from fault


def set_aside(path: Path) -> Path | None:
    """Rename a database file and its log; the new name, or None where there was no file.

    The log goes first: a log left alone would be taken for that of the next file.
    """
    aside = next(
        name
        for name in _aside_names(path.stem, path)
        if not name.exists() and not log_of(name).exists()
    )
    if log_of(path).exists():
        log_of(path).rename(log_of(aside))
    if not path.exists():
        return None
    path.rename(aside)
    return aside


def set_archive_aside(folder: Path) -> Path:
    """Rename an archive that is not this database's; its new name."""
    aside = next(name for name in _aside_names(folder.stem, folder) if not name.exists())
    folder.rename(aside)
    sync_folder(folder.parent)
    return aside


def _aside_names(stem: str, path: Path) -> Iterator[Path]:
    day = datetime.now().strftime("%Y-%m-%d-%H%M%S")
    return (
        path.with_name(f"{stem}{ASIDE}{day}{more}{path.suffix}")
        for more in ("", *(f"-{n}" for n in range(2, 100)))
    )


def put_in_place(fresh: Path, path: Path) -> None:
    """Give a finished database file its name."""
    fresh.rename(path)
    sync_folder(path.parent)
