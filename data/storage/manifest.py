"""The list of what the archive keeps: one JSON line an event, only ever added to.

Each line carries its own check sum, so that a torn or damaged line is
noticed and never taken for another event.
"""

import json
import os
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

_NAME = "manifest.jsonl"

# An upload is known by its number and the moment it was stored (UTC, as text):
# numbers alone come twice when a database was replaced by an older one.
Key = tuple[int, str]


@dataclass(frozen=True)
class Entry:
    """An upload in the archive. `rows` and `record` name its two files by their SHA-256.

    `sample`: whether it is the sample company's; None in lines of a version that
    noted only the `origin` of the database.
    """

    upload: int
    loaded_at: str
    kind: str
    file: str
    kept: int
    origin: str
    rows: str
    record: str
    sample: bool | None = None

    @property
    def key(self) -> Key:
        return self.upload, self.loaded_at


@dataclass(frozen=True)
class Manifest:
    """All events together. `current`: what the database ought to hold, with the moment of its undoing or None.

    `damaged` counts the lines that cannot be read.
    """

    entries: Mapping[Key, Entry]
    current: Mapping[Key, str | None]
    damaged: int = 0


def read_manifest(folder: Path) -> Manifest:
    """What the archive in `folder` says; an empty manifest where there is none."""
    file = folder / _NAME
    lines = file.read_bytes().splitlines() if file.exists() else []
    events = [_event(line) for line in lines if line]
    entries: dict[Key, Entry] = {}
    current: dict[Key, str | None] = {}
    for event in events:
        if event is not None:
            _follow(event, entries, current)
    return Manifest(entries, current, events.count(None))


def _event(line: bytes) -> dict | None:
    """The event of a line; None where the line is not as it was written."""
    try:
        event = json.loads(line)
        check = event.pop("check")
    except (ValueError, KeyError, AttributeError):
        return None
    return event if check == _check(event) else None


def _check(event: Mapping[str, object]) -> int:
    return zlib.crc32(json.dumps(event, sort_keys=True).encode())


def _follow(event: dict, entries: dict[Key, Entry], current: dict[Key, str | None]) -> None:
    match event.pop("event"):
        case "stored":
            entry = Entry(**event)
            entries[entry.key] = entry
            current.setdefault(entry.key, None)
        case "undone":
            current[event["upload"], event["loaded_at"]] = event["undone_at"]
        case "accepted":
            current.clear()
            current.update({(upload, loaded_at): undone_at for upload, loaded_at, undone_at in event["uploads"]})


def note_stored(folder: Path, entry: Entry) -> None:
    """An upload is in the database and its files are in the archive."""
    _append(folder, {"event": "stored", **asdict(entry)})


def note_undone(folder: Path, key: Key, undone_at: str) -> None:
    """An upload was undone."""
    _append(folder, {"event": "undone", "upload": key[0], "loaded_at": key[1], "undone_at": undone_at})


def note_accepted(folder: Path, held: Mapping[Key, str | None]) -> None:
    """From here on the database ought to hold just this: somebody decided so."""
    _append(folder, {"event": "accepted", "uploads": [[*key, undone_at] for key, undone_at in held.items()]})


def _append(folder: Path, event: dict) -> None:
    """Add a line and wait until it is on the disk; a line that fails half-way is taken off again."""
    line = json.dumps({**event, "check": _check(event)}).encode() + b"\n"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _NAME).open("a+b", buffering=0) as file:
        end = file.seek(0, os.SEEK_END)
        try:
            _write_all(file, (b"\n" if _is_torn(file, end) else b"") + line)
            os.fsync(file.fileno())
        except OSError:
            file.truncate(end)
            raise
    if end == 0:
        sync_folder(folder)


def _write_all(file, data: bytes) -> None:
    """Unbuffered writing may stop early where storage ends; the next write then says why."""
    while data:
        data = data[file.write(data):]


def _is_torn(file, end: int) -> bool:
    """Whether the last line was cut short by a crash."""
    if end == 0:
        return False
    file.seek(end - 1)
    return file.read(1) != b"\n"


def sync_folder(folder: Path) -> None:
    """Wait until new names in a folder are on the disk; Windows does so by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
