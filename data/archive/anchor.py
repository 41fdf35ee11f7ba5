"""How database and list of the archive know each other.

The database keeps its own id, how long the list is and the hash of its last
line (`state`), in the very transaction that changes the data, and with them the
lines themselves that are still to be written (`owed`): so after a crash the list
is completed to the letter, and whatever else it says than the database knows is
damage, or an older file in the place of one of the two.
"""

from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from data.archive.lines import ACCEPTED, SETTLED, STORED, hashed, line, read_line
from data.archive.manifest import Manifest, append, keep_event, manifest_file
from data.database.connection import ReadTransaction, WriteTransaction

# Where the list stands to what the database knows of it.
FRESH, EVEN, BEHIND, AHEAD, GONE, CUT, CHANGED = (
    "fresh",
    "even",
    "behind",
    "ahead",
    "gone",
    "cut",
    "changed",
)
_BLOCK = 65_536


@dataclass(frozen=True)
class Anchor:
    """What the database knows of itself and of the list: bytes of it and its last line's hash once
    all that is `owed` is written, and the highest number of an upload (`top`) that the archive asks
    for."""

    database: str | None
    size: int | None
    last: str
    owed: bytes
    top: int = 0

    @property
    def whole(self) -> int:
        """Bytes of the list with what is owed, of one that the database knows."""
        if self.size is None:
            raise ValueError("the database knows of no list yet")
        return self.size

    @property
    def base(self) -> int:
        """Bytes of the list before what is owed."""
        return (self.size or 0) - len(self.owed)


def anchor_of(reading: ReadTransaction) -> Anchor:
    """What the database knows of itself and of the list."""
    database, size, last, owed, top = reading.row(
        "SELECT identity, listed, listed_last, listed_owed, listed_top FROM state"
    )
    return Anchor(database, size, last or "", (owed or "").encode(), top or 0)


def position(anchor: Anchor, folder: Path) -> str:
    """FRESH the database knows of no list; EVEN both agree; BEHIND the list lacks some of what is
    owed, as after a crash; AHEAD the database is the older one; GONE, CUT, CHANGED the list is not
    the one it wrote."""
    if anchor.size is None:
        return FRESH
    size, last = _end(folder)
    if (size, last) == (anchor.size, anchor.last):
        return EVEN
    if _is_behind(anchor, folder, size):
        return BEHIND
    if size == 0:
        return GONE
    if size > anchor.size:
        return (
            AHEAD
            if _ends_whole(folder, anchor.size) and _end(folder, anchor.size)[1] == anchor.last
            else CHANGED
        )
    return CUT if size < anchor.size else CHANGED


def _is_behind(anchor: Anchor, folder: Path, size: int) -> bool:
    if (
        not anchor.owed
        or not anchor.base <= size < anchor.whole
        or not anchor.owed.startswith(_part(folder, anchor.base, size))
    ):
        return False
    first = read_line(anchor.owed.lstrip(b"\n").split(b"\n", 1)[0])
    return first is not None and first.get("before") == _end(folder, anchor.base)[1]


def _part(folder: Path, start: int, end: int) -> bytes:
    if start >= end:
        return b""
    with manifest_file(folder).open("rb") as listed:
        listed.seek(start)
        return listed.read(end - start)


def _end(folder: Path, upto: int | None = None) -> tuple[int, str]:
    """Bytes of the list, or of its first part, and the hash of the last line in it; only its end is
    read."""
    file = manifest_file(folder)
    size = (file.stat().st_size if file.is_file() else 0) if upto is None else upto
    tail = b""
    while len(tail) < size and b"\n" not in tail[:-1]:
        tail = _part(folder, max(0, size - len(tail) - max(_BLOCK, len(tail))), size)
    return size, _last(tail)


def _last(content: bytes) -> str:
    """The hash of the last line of a list, or of what is left of one."""
    return (
        hashed(content.removesuffix(b"\n").rsplit(b"\n", 1)[-1].removesuffix(b"\r"))
        if content
        else ""
    )


def align(writing: WriteTransaction, folder: Path, manifest: Manifest) -> None:
    """From this transaction on the list as it is now is the one that the database knows; its
    archive's id is taken, else one is made."""
    size, last = _end(folder)
    writing.run(
        "UPDATE state SET identity = coalesce(?, identity, ?), listed = ?, listed_last = ?, "
        "listed_owed = '', listed_top = ?",
        [
            manifest.database,
            uuid4().hex,
            size,
            last,
            max((number for number, _ in manifest.current), default=0),
        ],
    )


def owner_of(anchor: Anchor) -> str:
    """The id that database and archive share, once they were aligned."""
    if anchor.database is None:
        raise ValueError("the database has no id yet")
    return anchor.database


def owe(writing: WriteTransaction, folder: Path, events: list[dict], anchor: Anchor) -> Anchor:
    """Note in this transaction what the list is to say besides; `complete` writes it once that is
    committed. `anchor`: what the database knows as yet."""
    behind = position(anchor, folder) == BEHIND
    owed = anchor.owed if behind else b"" if _ends_whole(folder, anchor.whole) else b"\n"
    base, last = anchor.base if behind else anchor.whole, anchor.last
    (holds,) = writing.row("SELECT count(*) FROM upload")
    top = anchor.top
    for event in events:
        written = line({**event, "database": anchor.database, "holds": holds}, last)
        owed, last = owed + written + b"\n", hashed(written)
        top = _top(event, top)
    writing.run(
        "UPDATE state SET listed = ?, listed_last = ?, listed_owed = ?, listed_top = ?",
        [base + len(owed), last, owed.decode(), top],
    )
    return Anchor(anchor.database, base + len(owed), last, owed, top)


def _top(event: dict, top: int) -> int:
    """The highest number that is asked for after an event."""
    if event["event"] == STORED:
        return max(top, event["upload"])
    return (
        max((number for number, *_ in event["uploads"]), default=0)
        if event["event"] in (ACCEPTED, SETTLED)
        else top
    )


def _ends_whole(folder: Path, size: int) -> bool:
    return size == 0 or _part(folder, size - 1, size) == b"\n"


def complete(folder: Path, anchor: Anchor) -> list[dict]:
    """Write what the list lacks of what is owed, where nothing else happened to it; the events of
    the lines that it lacked."""
    if position(anchor, folder) != BEHIND:
        return []
    there = _end(folder)[0] - anchor.base
    owed = [(written, _event_of(written)) for written in anchor.owed.split(b"\n") if written]
    folder.mkdir(parents=True, exist_ok=True)
    for written, event in owed:
        if event["event"] != STORED:
            keep_event(folder, written)
    append(folder, anchor.base, anchor.owed)
    ends = [anchor.owed.index(written) + len(written) for written, _ in owed]
    return [event for (_, event), end in zip(owed, ends, strict=True) if end > there]


def _event_of(written: bytes) -> dict:
    """The event of a line that this program wrote."""
    event = read_line(written)
    if event is None:
        raise ValueError("what the database owes the list cannot be read")
    return event
