"""The lines of the archive's list: how an event is written, and read without ever trusting it.

Each line is JSON with a check sum of its own, so that a torn or damaged one is
noticed and never taken for another event; and with the hash of the line before
it (`before`), so that one that is gone, or was put in, is noticed too.
"""

import hashlib
import json
import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TypeGuard

STORED, UNDONE, ACCEPTED, SETTLED, NOTICED, BEGUN = (
    "stored",
    "undone",
    "accepted",
    "settled",
    "noticed",
    "begun",
)

# An upload is known by its number and the moment it was stored (UTC, as text):
# numbers alone come twice when a database was replaced by an older one.
Key = tuple[int, str]

_LONGEST = 64_000_000  # bytes of a line that is looked into
_HASH = re.compile(r"[0-9a-f]{64}")
_HIGHEST = 2**31 - 1


@dataclass(frozen=True)
class Entry:
    """An upload in the archive. `rows` and `record` name its two files by their SHA-256; an empty
    name is a file that is gone.

    `sample`: whether it is the sample company's; None in lines of a version that
    noted only the `origin` of the database. `sizes`: bytes of the two files; None in lines of an
    earlier version.
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
    sizes: tuple[int, int] | None = None

    @property
    def key(self) -> Key:
        return self.upload, self.loaded_at


@dataclass(frozen=True)
class ArchiveLine:
    """A line as it is found: its event, None where it cannot be read; its hash; `broken`: the line
    before it is not the one it knows."""

    event: dict | None
    hash: str
    broken: bool = False


def now() -> str:
    """The moment, as moments are written in events and in the ledger."""
    return str(datetime.now(UTC).replace(tzinfo=None))


def stored(entry: Entry) -> dict:
    """An upload is in the database and its files are in the archive."""
    return {"event": STORED, **asdict(entry)}


def undone(key: Key, undone_at: str) -> dict:
    """An upload was undone."""
    return {"event": UNDONE, "upload": key[0], "loaded_at": key[1], "undone_at": undone_at}


def all_held(event: str, held: Mapping[Key, str | None], faults: int) -> dict:
    """From here on the database ought to hold just this: ACCEPTED somebody decided so, SETTLED it
    follows from what is known.

    `faults`: how many the archive has that were told until now.
    """
    return {
        "event": event,
        "uploads": [[*key, undone_at] for key, undone_at in held.items()],
        "at": now(),
        "faults": faults,
    }


def begun(faults: int) -> dict:
    """From here on the list is one whose database knows it, with so many faults that need not be
    told."""
    return {"event": BEGUN, "at": now(), "faults": faults}


def line(event: Mapping[str, object], before: str) -> bytes:
    """An event as a line, without its end; `before`: the hash of the line before."""
    event = {**event, "before": before}
    return json.dumps({**event, "check": _check(event)}).encode()


def hashed(written: bytes) -> str:
    """The hash by which the next line knows this one."""
    return hashlib.sha256(written).hexdigest()


def read_lines(content: bytes) -> list[ArchiveLine]:
    """Every line of a list, in its order."""
    found: list[ArchiveLine] = []
    before, is_chained = "", False
    for raw in content.removesuffix(b"\n").split(b"\n") if content else ():
        raw = raw.removesuffix(b"\r")
        event = read_line(raw)
        if event is not None:
            broken = event["before"] != before if "before" in event else is_chained
            is_chained |= "before" in event
            if broken and "before" not in event and event["event"] == ACCEPTED:
                event = None  # nobody decided so: whoever put it in did not know the line before
        before = hashed(raw)
        found.append(ArchiveLine(event, before, event is not None and broken))
    return found


def read_line(raw: bytes) -> dict | None:
    """The event of a line; None where it is not as this program writes one."""
    if len(raw) > _LONGEST:
        return None
    try:
        event = json.loads(raw)
        check = event.pop("check")
        return event if check == _check(event) and _is_event(event) else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _check(event: Mapping[str, object]) -> int:
    return zlib.crc32(json.dumps(event, sort_keys=True).encode())


def _is_event(event: dict) -> bool:
    named = (
        isinstance(event.get("database", ""), str)
        and isinstance(event.get("before", ""), str)
        and isinstance(event.get("at", ""), str)
    )
    counted = _is_count(event.get("holds", 0)) and _is_count(event.get("faults", 0))
    return named and counted and event["event"] in _FORMS and _FORMS[event["event"]](event)


def _is_undoing(event: dict) -> bool:
    return _is_key(event["upload"], event["loaded_at"]) and is_moment(event["undone_at"])


def _holds_uploads(event: dict) -> bool:
    return isinstance(event["uploads"], list) and all(
        _is_key(upload, loaded_at) and (undone_at is None or is_moment(undone_at))
        for upload, loaded_at, undone_at in event["uploads"]
    )


def _is_notice(event: dict) -> bool:
    told = all(
        _is_count(upload) and isinstance(file, str) and _is_count(kept)
        for upload, file, kept in event["uploads"]
    )
    return (
        told
        and isinstance(event["uploads"], list)
        and isinstance(event["what"], str)
        and _is_count(event["count"])
    )


def entry_of(told: Mapping[str, object]) -> Entry | None:
    """The entry that is told, where every part of it is of its kind."""
    return entry_in(told) if _is_entry(told) else None


def _is_entry(told: Mapping[str, object]) -> bool:
    sizes = told.get("sizes")
    return (
        _is_key(told.get("upload"), told.get("loaded_at"))
        and _is_count(told.get("kept"))
        and all(isinstance(told.get(name), str) for name in ("kind", "file", "origin"))
        and all(_is_hash(told.get(name)) for name in ("rows", "record"))
        and told.get("sample") in (True, False, None)
        and (
            sizes is None
            or isinstance(sizes, list | tuple)
            and len(sizes) == 2
            and all(map(_is_count, sizes))
        )
    )


def entry_in(told: Mapping) -> Entry:
    """The entry of what was found to be one."""
    sizes = told.get("sizes")
    return Entry(
        told["upload"],
        told["loaded_at"],
        told["kind"],
        told["file"],
        told["kept"],
        told["origin"],
        told["rows"],
        told["record"],
        told.get("sample"),
        None if sizes is None else tuple(sizes),
    )


_FORMS: dict[str, Callable[[dict], bool]] = {
    STORED: _is_entry,
    UNDONE: _is_undoing,
    ACCEPTED: _holds_uploads,
    SETTLED: _holds_uploads,
    NOTICED: _is_notice,
    BEGUN: lambda event: True,
}


def _is_key(upload: object, loaded_at: object) -> bool:
    return _is_count(upload) and 0 < upload <= _HIGHEST and is_moment(loaded_at)


def _is_count(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def is_moment(value: object) -> bool:
    """Whether this is a moment as the ledger writes one."""
    try:
        return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is None
    except ValueError:
        return False


def _is_hash(value: object) -> bool:
    return isinstance(value, str) and (value == "" or _HASH.fullmatch(value) is not None)
