"""The log's copy outside the database: a file in the archive that is only ever added to, a line an
entry. Each entry carries the hash of the one before it, so that one that was changed, or taken out,
is noticed, in the table and in the file.
"""

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

NAME = "log.jsonl"
_BLOCK = 65_536


@dataclass(frozen=True)
class LogEntry:
    """Who did what to which thing, when (UTC), and what it was before and after, as JSON. `about`: what
    kind of thing; `follows`: the hash of the entry before. `redacted`: where a name was taken out of it
    later, the hash of what is left; `hash` stays what it was, so that the chain goes on."""

    number: int
    moment: datetime
    who: str
    act: str
    about: str
    what: str
    before: str | None
    after: str | None
    follows: str = ""
    hash: str = ""
    redacted: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether it says what it said when it was written, or when a name was taken out of it."""
        return (self.redacted or self.hash) == hash_of(self)


def hash_of(entry: LogEntry) -> str:
    """The hash of all that an entry says, and of the one before it."""
    said = {**vars(entry), "moment": entry.moment.isoformat(), "hash": ""}
    del said["redacted"]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def journal_of(archive: Path) -> Path:
    """The file, in the archive of a database."""
    return archive / NAME


def last_of(archive: Path) -> LogEntry | None:
    """The last entry that is whole on the disk; None without any. Only the end is read."""
    file = journal_of(archive)
    size = file.stat().st_size if file.is_file() else 0
    asked = _BLOCK
    while size:
        with file.open("rb") as journal:
            journal.seek(max(0, size - asked))
            lines = _lines(journal.read(), is_whole=asked >= size)
        # From the end on: the last entry alone is looked at.
        last = next(filter(None, map(_read, reversed(lines))), None)
        if last or asked >= size:
            return last
        asked *= 4
    return None


def entries_in(archive: Path) -> list[LogEntry]:
    """Every entry of the file, in its order, up to the first that is not whole or does not follow."""
    file, found = journal_of(archive), list[LogEntry]()
    lines = _lines(file.read_bytes(), is_whole=True) if file.is_file() else []
    for entry in filter(None, map(_read, lines)):
        if found and entry.follows != found[-1].hash:
            break
        found.append(entry)
    return found


def _lines(content: bytes, is_whole: bool) -> list[bytes]:
    """The whole lines; the first of a part of the file may be torn, the last by a crash."""
    return content.split(b"\n")[0 if is_whole else 1 : -1]


def _read(line: bytes) -> LogEntry | None:
    try:
        told = json.loads(line)
        entry = LogEntry(**{**told, "moment": datetime.fromisoformat(told["moment"])})
        return entry if entry.is_whole else None
    except (ValueError, KeyError, TypeError):
        return None


def append(archive: Path, entries: Iterable[LogEntry]) -> None:
    """Let the file go on with those that it lacks, and wait until they are on the disk; what a crash
    left of a line is cut off."""
    last = last_of(archive)
    lacking = [entry for entry in entries if last is None or entry.number > last.number]
    if not lacking:
        return
    archive.mkdir(parents=True, exist_ok=True)
    with journal_of(archive).open("a+b") as file:
        file.truncate(_whole(journal_of(archive)))
        file.writelines(map(_line, lacking))
        file.flush()
        os.fsync(file.fileno())


def rewrite(archive: Path, entries: Iterable[LogEntry]) -> None:
    """Put these in the place of all entries of the file: it is the old one, or the new one."""
    draft = archive / f"{NAME}.tmp"
    with draft.open("wb") as file:
        file.writelines(map(_line, entries))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(journal_of(archive))


def _line(entry: LogEntry) -> bytes:
    told = {**vars(entry), "moment": entry.moment.isoformat()}
    if not entry.redacted:
        del told["redacted"]  # which versions before did not know
    return json.dumps(told, ensure_ascii=False).encode() + b"\n"


def _whole(file: Path) -> int:
    """Bytes up to the end of the last whole line."""
    size = end = file.stat().st_size
    with file.open("rb") as journal:
        while end:
            start = max(0, end - _BLOCK)
            journal.seek(start)
            at = journal.read(end - start).rfind(b"\n")
            if at >= 0:
                return start + at + 1
            end = start
    return 0 if size else size


def set_aside(archive: Path) -> None:
    """Another database's, or one that was changed from outside, is kept under another name."""
    file = journal_of(archive)
    day = f"{datetime.now():%Y-%m-%d-%H%M%S-%f}"
    file.rename(file.with_name(f"{file.stem}.set-aside-{day}{file.suffix}"))
