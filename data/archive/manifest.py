"""What the archive says: its list, and the files that name themselves where the list fails.

`manifest.jsonl` is only ever added to. `manifest-earlier.jsonl` is the list as a
version left it whose files do not name themselves.
"""

import os
import shutil
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from io import FileIO
from operator import itemgetter
from pathlib import Path

from data.archive import lines
from data.archive.lines import ArchiveLine, Entry, Key, entry_in, hashed, read_lines
from data.archive.named_files import RECORD, ROWS, Told, names_in, told_by_files
from data.archive.notices import Notice, notice_of
from errors import StorageFault

_NAME, _EARLIER = "manifest.jsonl", "manifest-earlier.jsonl"


@dataclass(frozen=True)
class Manifest:
    """All events together. `current`: what the database ought to hold, with the moment of its
    undoing or None.

    `damaged` counts the lines that cannot be read, `faults` these and whatever
    else is not as it was written, `known` those of them that were told.
    `noticed`: what was told and nobody has decided about. `database`: whose
    archive it is. `unlisted`: uploads that only their files tell of;
    `recovered`: whether files or the earlier list told of more than the list.
    `unknown`: numbers of uploads of which nothing is left. `is_earlier`: a
    version wrote the list that knew of no chain.
    """

    entries: Mapping[Key, Entry]
    current: Mapping[Key, str | None]
    damaged: int = 0
    faults: int = 0
    known: int = 0
    noticed: tuple[Notice, ...] = ()
    database: str | None = None
    unlisted: tuple[Entry, ...] = ()
    recovered: bool = False
    unknown: tuple[int, ...] = ()
    is_earlier: bool = False


def manifest_file(folder: Path) -> Path:
    """The file of the list."""
    return folder / _NAME


def content_of(folder: Path) -> bytes:
    """The list as it is on the disk; nothing where there is none."""
    return _content(manifest_file(folder))


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return b""
    except OSError as fault:
        raise StorageFault(
            "The list of the archive, {file}, cannot be read: {reason}. Allow reading it, then "
            "start again.",
            file=str(file),
            reason=fault.strerror or str(fault),
        ) from fault


def read_manifest(folder: Path, database: str | None = None) -> Manifest:
    """What the archive in `folder` says, to the database of that id where it is one of those the
    archive knows; empty where there is none."""
    found, names = read_lines(content_of(folder)), names_in(folder)
    listed = {name for line in found for name in _names_of(line)}
    lost = [
        line
        for line in read_lines(_content(folder / _EARLIER))
        if line.hash not in listed and line.event is not None
    ]
    told, unread = told_by_files(
        folder, names, listed | {name for line in lost for name in _names_of(line)}
    )
    owner = _owner(found, told, names, database)
    own = [line.event for line in found if line.event is not None and _is_of(owner, line.event)]
    more = [line.event for line in lost if line.event is not None] + [
        one.event for one in told if one.database in (None, owner)
    ]
    strange = sum(line.event is not None and not _is_of(owner, line.event) for line in found) + sum(
        one.database not in (None, owner) for one in told
    )
    damaged = sum(line.event is None for line in found)
    tale = _Tale(names)
    for event, is_listed in _in_order(own, more):
        tale.follow(event, is_listed)
    return Manifest(
        tale.entries,
        tale.current,
        damaged,
        damaged + sum(line.broken for line in found) + strange + unread,
        tale.known,
        tuple(tale.noticed),
        owner,
        tuple(tale.unlisted.values()),
        bool(more),
        tale.unknown(),
        bool(found) and not any("database" in line.event for line in found if line.event),
    )


def ever_named(folder: Path, keys: Collection[Key]) -> frozenset[str]:
    """The names of all files that the list ever named for these uploads, those before included."""
    found = (*read_lines(content_of(folder)), *read_lines(_content(folder / _EARLIER)))
    events = [line.event for line in found if line.event and line.event["event"] == lines.STORED]
    return frozenset(
        name
        for event in events
        if (event["upload"], event["loaded_at"]) in keys
        for name in (event["rows"] + ROWS, event["record"] + RECORD)
    )


def _names_of(line: ArchiveLine) -> tuple[str, ...]:
    """The names that a line gives to files: those of its upload, or its own hash."""
    if line.event is not None and line.event["event"] == lines.STORED:
        return line.hash, line.event["rows"], line.event["record"]
    return (line.hash,)


def _is_of(owner: str | None, event: dict | None) -> bool:
    return event is not None and event.get("database") in (None, owner)


def _owner(
    found: list[ArchiveLine], told: list[Told], names: frozenset[str], asked: str | None
) -> str | None:
    """Whose archive it is: the database asked for where files of it are there, else that of most
    files, else of most lines."""
    events = [line.event for line in found if line.event and "database" in line.event]
    files = Counter(one.database for one in told if one.database)
    files.update(
        event["database"]
        for event in events
        if event["event"] == lines.STORED
        and {event["rows"] + ROWS, event["record"] + RECORD} & names
    )
    for counted in (files, Counter(event["database"] for event in events)):
        if counted:
            return asked if asked in counted else counted.most_common(1)[0][0]
    return None


def _in_order(own: Iterable[dict], more: list[dict]) -> Iterable[tuple[dict, bool]]:
    """The events of the list in its order, and between them, by their moments, those that it
    lacks."""
    if not more:
        return ((event, True) for event in own)
    latest, placed = "", []
    for event in own:
        latest = max(latest, _moment(event))
        placed.append((latest, event, True))
    placed += [(_moment(event), event, False) for event in more]
    return ((event, is_listed) for _, event, is_listed in sorted(placed, key=itemgetter(0)))


def _moment(event: dict) -> str:
    return event.get("at") or event.get("undone_at") or event.get("loaded_at") or ""


@dataclass
class _Tale:
    """Events, followed one after the other. `names`: the files that are there."""

    names: frozenset[str]
    entries: dict[Key, Entry] = field(default_factory=dict)
    current: dict[Key, str | None] = field(default_factory=dict)
    unlisted: dict[Key, Entry] = field(default_factory=dict)
    noticed: list[Notice] = field(default_factory=list)
    known: int = 0
    holds: int = 0

    def follow(self, event: dict, is_listed: bool) -> None:
        self.holds = event.get("holds", self.holds)
        self.known = event.get("faults", self.known)
        match event["event"]:
            case lines.STORED:
                self._store(entry_in(event), is_listed, event.get("was_undone"))
            case lines.UNDONE:
                self.current[event["upload"], event["loaded_at"]] = event["undone_at"]
            case lines.ACCEPTED | lines.SETTLED as decided:
                self.current = {
                    (upload, loaded_at): undone_at
                    for upload, loaded_at, undone_at in event["uploads"]
                }
                if decided == lines.ACCEPTED:
                    self.noticed.clear()
            case lines.NOTICED:
                self.noticed.append(notice_of(event))

    def _store(self, entry: Entry, is_listed: bool, undone_at: str | None) -> None:
        """Of two entries of one upload that counts which has more of its files, else the listed
        one."""
        other = self.entries.get(entry.key)
        if other is None or (self._there(entry), is_listed) >= (self._there(other), True):
            self.entries[entry.key] = entry
            self.unlisted.pop(entry.key, None)
            if not is_listed:
                self.unlisted[entry.key] = entry
        self.current.setdefault(entry.key, undone_at)

    def _there(self, entry: Entry) -> tuple[bool, bool]:
        return entry.rows + ROWS in self.names, entry.record + RECORD in self.names

    def unknown(self) -> tuple[int, ...]:
        """Numbers of uploads that the last line counted and of which nothing is left."""
        lacking = self.holds - len(self.current)
        if lacking <= 0:
            return ()
        numbers = {number for number, _ in self.entries}
        highest = max(numbers, default=0)
        return tuple(
            [number for number in range(1, highest + lacking + 1) if number not in numbers][
                :lacking
            ]
        )


def keep_earlier(folder: Path) -> None:
    """Keep a second copy of a list whose files do not name themselves."""
    if manifest_file(folder).exists() and not (folder / _EARLIER).exists():
        shutil.copyfile(manifest_file(folder), folder / _EARLIER)
        sync_folder(folder)


def keep_event(folder: Path, written: bytes) -> None:
    """Keep the line of an event that is no upload as a file of its own, so that it is known without
    the list."""
    file = folder / f"{hashed(written)}{RECORD}"
    if file.exists():
        return
    draft = folder / f"{file.stem}.tmp"
    with draft.open("wb") as kept:
        kept.write(written)
        kept.flush()
        os.fsync(kept.fileno())
    draft.replace(file)


def append(folder: Path, base: int, written: bytes) -> None:
    """Let the list go on from `base` with these bytes, and wait until they are on the disk; a
    failed writing leaves it as it was."""
    folder.mkdir(parents=True, exist_ok=True)
    with manifest_file(folder).open("r+b" if base else "w+b", buffering=0) as file:
        try:
            file.truncate(base)
            file.seek(base)
            _write_all(file, written)
            os.fsync(file.fileno())
        except OSError:
            file.truncate(base)
            raise
    if base == 0:
        sync_folder(folder)


def _write_all(file: FileIO, data: bytes) -> None:
    """Unbuffered writing may stop early where storage ends; the next write then says why."""
    while data:
        data = data[file.write(data) :]


def sync_folder(folder: Path) -> None:
    """Wait until new names in a folder are on the disk; Windows does so by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
