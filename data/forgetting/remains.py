"""What still holds somebody after they were taken out: copies that were made before, and files as they
were sent. None of it is the program's to delete.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from data.archive.leftovers import set_asides
from data.archive.manifest import read_manifest
from data.archive.standing import folder_of
from data.database.connection import ReadTransaction
from data.forgetting.finishing import names_of
from data.log.audit import COPIED, LogSearch, entries


@dataclass(frozen=True)
class Copy:
    """A file or folder of before, and since when it is there; `there`: whether it lies where the
    program can see it; `lacking`: it is of an upload that the database lacks, of whose rows it may be
    the only copy."""

    name: str
    since: datetime
    there: bool = True
    lacking: bool = False


def older_copies(reading: ReadTransaction, database: Path) -> tuple[Copy, ...]:
    """Backups that the log knows of or that lie beside the database, what was set aside, and what the
    archive holds of uploads that the database lacks."""
    beside = [
        *(database.parent / "backups").glob("*.duckdb"),
        *(one.file for one in set_asides(database)),
        *folder_of(database).glob("log.set-aside-*"),
    ]
    found = {file.name: Copy(file.name, _since(file)) for file in beside}
    found |= {
        file.name: Copy(file.name, _since(file), lacking=True)
        for file in _of_lacking(reading, database)
    }
    for entry in entries(reading, LogSearch(act=COPIED)):
        name = _file_of(entry.after)
        if name:
            found.setdefault(name, Copy(name, entry.moment, False))
    return tuple(sorted(found.values(), key=lambda copy: (copy.since, copy.name)))


def _of_lacking(reading: ReadTransaction, database: Path) -> list[Path]:
    """Copies in the archive of uploads that the database lacks, as after an older backup was put back:
    nobody is taken out of these."""
    folder = folder_of(database)
    held = set(reading.rows("SELECT id, loaded_at::VARCHAR FROM upload"))
    left = names_of(
        entry
        for key, entry in read_manifest(folder).entries.items()
        if key not in held and not entry.sample
    )
    return [file for name in sorted(left) if (file := folder / name).exists()]


def _since(file: Path) -> datetime:
    return datetime.fromtimestamp(file.stat().st_mtime)


def _file_of(after: str | None) -> str:
    told = json.loads(after or "{}")
    return str(told.get("file") or told.get("people") and told.get("lake") or "")


def sent_files(inbox: Path, names: Iterable[str]) -> tuple[Path, ...]:
    """Files of these names that lie in the inbox, with what was written beside them."""
    wanted = {Path(name).stem for name in names}
    lying = inbox.glob("*/*/*") if inbox.is_dir() else ()
    return tuple(sorted(file for file in lying if any(file.name.startswith(one) for one in wanted)))
