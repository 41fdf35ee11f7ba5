"""What the archive's files say of themselves, for those that its list does not name.

A record (JSON) holds the ledger's row of its upload, the hash of its rows and the
database it belongs to; the rows (Parquet) hold the ledger's row and the database
too; an event that is no upload is a file that holds its line. So the list can be
made anew from them.
"""

import hashlib
import json
import os
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from data.archive.lines import STORED, entry_of, is_moment, read_line
from data.database.tables import OWN, SAMPLE

RECORD, ROWS = ".json", ".parquet"


@dataclass(frozen=True)
class Told:
    """An event that a file tells of; `database`: whose it is, None in files of an earlier
    version."""

    database: str | None
    event: dict


def names_in(folder: Path) -> frozenset[str]:
    """The names of all files in a folder; none where there is no folder."""
    return frozenset(os.listdir(folder)) if folder.is_dir() else frozenset()


def sizes_in(folder: Path) -> dict[str, int]:
    """Name -> bytes of all files in a folder."""
    if not folder.is_dir():
        return {}
    with os.scandir(folder) as files:
        return {file.name: file.stat().st_size for file in files if file.is_file()}


def is_as_named(file: Path) -> bool:
    """Whether a file is there and still has the check sum it is named by."""
    try:
        with file.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest() == file.stem
    except OSError:
        return False


def told_by_files(
    folder: Path, names: Collection[str], listed: Collection[str]
) -> tuple[list[Told], int]:
    """What the files that are not `listed` tell of, and how many of them tell nothing."""
    told: list[Told] = []
    unread = 0
    unlisted = sorted(
        name
        for name in names
        if name.endswith((RECORD, ROWS)) and name.rpartition(".")[0] not in listed
    )
    for name in (name for name in unlisted if name.endswith(RECORD)):
        found = _told_by_record(folder / name)
        told, unread = ([*told, found], unread) if found else (told, unread + 1)
    covered = {one.event["rows"] for one in told if one.event["event"] == STORED}
    for name in (
        name for name in unlisted if name.endswith(ROWS) and Path(name).stem not in covered
    ):
        found = _told_by_rows(folder / name)
        told, unread = ([*told, found], unread) if found else (told, unread + 1)
    return told, unread


def _told_by_record(file: Path) -> Told | None:
    content = file.read_bytes()
    if hashlib.sha256(content).hexdigest() != file.stem:
        return None
    event = read_line(content)
    if event is not None:
        return Told(event.get("database"), event)
    try:
        record = json.loads(content)
        return _told(record["upload"], record.get("database"), record.get("rows", ""), file.stem)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _told_by_rows(file: Path) -> Told | None:
    ledger, database = ledger_in_rows(file)
    return None if ledger is None else _told(ledger, database, file.stem, "")


def ledger_in_rows(file: Path) -> tuple[dict | None, str | None]:
    """The ledger's row and the database that a file of rows names; None where it cannot be read, or
    is of an earlier version."""
    # takes a third of a second, and is only needed where something is gone
    import pyarrow.parquet as parquet

    try:
        names = parquet.read_metadata(file).metadata or {}
        ledger = json.loads(names[b"ledger"])
        return (ledger, names[b"database"].decode()) if isinstance(ledger, dict) else (None, None)
    except (
        OSError,
        ValueError,
        KeyError,
        TypeError,
        RecursionError,
    ):  # what pyarrow raises is one of the first two
        return None, None


def _told(ledger: Mapping[str, object], database: object, rows: str, record: str) -> Told | None:
    entry = entry_of(
        {
            **ledger,
            "upload": ledger["id"],
            "origin": SAMPLE if ledger.get("sample") else OWN,
            "rows": rows,
            "record": record,
        }
    )
    if entry is None or not (database is None or isinstance(database, str)):
        return None
    undone_at = ledger.get("undone_at")
    return Told(
        database,
        {
            "event": STORED,
            **asdict(entry),
            "was_undone": undone_at if is_moment(undone_at) else None,
        },
    )
