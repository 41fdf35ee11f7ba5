"""A database made anew from its archive, and the thorough check of both."""

import hashlib
import json
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
import pandas as pd

from data.connection import connect
from data.database import Database, Writing, quoted
from data.kinds import KINDS, kind_named
from data.pairing import refresh_live
from data.storage.archive import Missing, folder_of, keep_state, mend, missing, record_file, rows_file, sample_keys
from data.storage.faults import is_open_elsewhere, opening_fault
from data.storage.manifest import Entry, Key, read_manifest, sync_folder
from data.tables import OWN, rows_table
from data.unit_views import settle_names
from errors import StorageFault


@dataclass(frozen=True)
class Rebuilt:
    """What a rebuilding brought back. `aside`: the file that was there before; `lost`: names of files the archive no longer has whole."""

    uploads: int
    rows: int
    aside: Path | None
    lost: tuple[str, ...] = ()


@dataclass(frozen=True)
class Health:
    """A thorough check: numbers of uploads and rows, and what is not as it should be.

    `miscounted`: uploads with more or fewer rows than the ledger says.
    `spoilt`: uploads whose files in the archive are missing or damaged.
    `damaged_lines`: lines of the manifest that cannot be read.
    """

    uploads: int
    rows: int
    missing: tuple[Missing, ...]
    miscounted: tuple[int, ...]
    spoilt: tuple[int, ...]
    damaged_lines: int

    @property
    def sound(self) -> bool:
        return not (self.missing or self.miscounted or self.spoilt)


def check(database: Database) -> Health:
    """Compare ledger, rows and archive; every file of the archive is read."""
    folder = folder_of(database.path)
    manifest = read_manifest(folder)
    counts = counted(database)
    spoilt = sorted({key[0] for key in manifest.current if key in manifest.entries and not _is_whole(folder, manifest.entries[key])})
    return Health(len(counts), sum(there for _, there in counts.values()), missing(database),
                  tuple(number for number, (kept, there) in counts.items() if kept != there), tuple(spoilt), manifest.damaged)


def counted(database: Database) -> dict[int, tuple[int, int]]:
    """Upload -> rows by its ledger, rows there are."""
    tables = " UNION ALL ".join(f"SELECT upload FROM {rows_table(kind)}" for kind in KINDS)
    with database.read() as reading:
        rows = reading.rows(f"""SELECT u.id, u.kept, count(r.upload) FROM upload u LEFT JOIN ({tables}) r ON r.upload = u.id
                                GROUP BY u.id, u.kept ORDER BY u.id""")
    return {number: (kept, there) for number, kept, there in rows}


def _is_whole(folder: Path, entry: Entry) -> bool:
    return _is_as_named(rows_file(folder, entry)) and _is_as_named(record_file(folder, entry))


def _is_as_named(file: Path) -> bool:
    """Whether a file is there and still has the check sum it is named by."""
    if not file.exists():
        return False
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest() == file.stem


def rebuild(path: Path) -> Rebuilt:
    """Make the database at `path` anew from its archive; the file there is set aside under a name with the date.

    StorageFault where the archive holds nothing, or where another program has the file open.
    """
    manifest, folder = read_manifest(folder_of(path)), folder_of(path)
    wanted = [(manifest.entries[key], undone_at) for key, undone_at in manifest.current.items() if key in manifest.entries]
    if not wanted:
        raise StorageFault("The archive beside {file} holds no upload, so nothing can be rebuilt from it. Restore a backup.", file=path.name)
    refuse_where_open(path)
    whole = [one for one in wanted if _is_whole(folder, one[0])]
    fresh = path.with_name(f"{path.stem}.rebuilding{path.suffix}")
    remove_database(fresh)
    rows = _fill(fresh, folder, whole, sample_keys(manifest))
    aside = set_aside(path)
    put_in_place(fresh, path)
    settle(path)
    return Rebuilt(len(whole), rows, aside, tuple(entry.file for entry, undone_at in wanted if (entry, undone_at) not in whole))


def _fill(fresh: Path, folder: Path, wanted: list[tuple[Entry, str | None]], sample: set[Key]) -> int:
    """Write all uploads into a new database file; the number of rows. `sample`: those of the sample company."""
    database = Database(fresh)
    try:
        with database.write() as writing:
            numbers = _numbers([entry.key for entry, _ in wanted])
            rows = sum(_bring_back(writing, folder, entry, undone_at, numbers[entry.key], entry.key in sample) for entry, undone_at in wanted)
            for name in {entry.kind for entry, _ in wanted}:
                refresh_live(writing, kind_named(name))
            settle_names(writing.run)
            writing.run("UPDATE state SET origin = ?", [OWN])
    finally:
        database.close()
    return rows


def settle(path: Path) -> None:
    """From here on a database that was put in place is what there ought to be.

    Its data version rises above every one that a running program may have
    seen, so that answers kept in memory are not used again.
    """
    with closing(Database(path)) as database:
        mend(database)
        with database.write() as writing:
            writing.run("UPDATE state SET version = greatest(version, epoch(now())::BIGINT) + 1")
            keep_state(writing, path)


def _numbers(keys: list[Key]) -> Mapping[Key, int]:
    """The number of each upload; where two have the same, the later gets the next free one."""
    numbers: dict[Key, int] = {}
    free = max((number for number, _ in keys), default=0) + 1
    for key in sorted(keys, key=lambda key: key[1]):
        taken = key[0] in numbers.values()
        numbers[key] = free if taken else key[0]
        free += taken
    return numbers


def _bring_back(writing: Writing, folder: Path, entry: Entry, undone_at: str | None, number: int, sample: bool) -> int:
    """Insert one upload with its rows and issues; the number of rows."""
    record = json.loads(record_file(folder, entry).read_text("utf-8"))
    ledger = {**record["upload"], "id": number, "undone_at": undone_at, "sample": sample}
    columns = _columns(writing, "upload")
    names = [name for name in ledger if name in columns]
    writing.run(f"INSERT INTO upload ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})", [ledger[name] for name in names])
    _bring_back_issues(writing, record["issues"], number)
    return _bring_back_rows(writing, rows_file(folder, entry), entry, number)


def _bring_back_issues(writing: Writing, issues: list[list], number: int) -> None:
    if not issues:
        return
    frame = pd.DataFrame(issues, columns=["level", "row", "column", "value", "text", "blanks"])
    with writing.with_frame("found", frame.astype({"row": "Int64", "column": "str", "value": "str"})):
        writing.run('INSERT INTO issue SELECT ?::INT, level, "row", "column", "value", text, blanks FROM found', [number])


def _bring_back_rows(writing: Writing, file: Path, entry: Entry, number: int) -> int:
    table = rows_table(kind_named(entry.kind))
    source = f"read_parquet({quoted(file)})"
    there = {name for name, *_ in writing.rows(f"DESCRIBE SELECT * FROM {source}")}
    names = ", ".join(f'"{name}"' for name in _columns(writing, table) if name in there)
    writing.run(f"INSERT INTO {table} BY NAME SELECT {number}::INT AS upload, TRUE AS live, {names} FROM {source}")
    return writing.row(f"SELECT count(*) FROM {table} WHERE upload = ?", [number])[0]


def _columns(writing: Writing, table: str) -> list[str]:
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
    day = datetime.now().strftime("%Y-%m-%d-%H%M%S")
    names = (path.with_name(f"{path.stem}.set-aside-{day}{more}{path.suffix}") for more in ("", *(f"-{n}" for n in range(2, 100))))
    aside = next(name for name in names if not name.exists() and not _log(name).exists())
    if _log(path).exists():
        _log(path).rename(_log(aside))
    if not path.exists():
        return None
    path.rename(aside)
    return aside


def put_in_place(fresh: Path, path: Path) -> None:
    """Give a finished database file its name."""
    fresh.rename(path)
    sync_folder(path.parent)


def remove_database(path: Path) -> None:
    """Remove a database file that was left half made, with its log."""
    path.unlink(missing_ok=True)
    _log(path).unlink(missing_ok=True)


def _log(path: Path) -> Path:
    """The write-ahead log beside a database file."""
    return path.with_name(path.name + ".wal")
