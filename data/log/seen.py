"""That somebody was shown, or exported, records of single people: once a person, kind of record and
day, so that the log does not grow with every click."""

import json
import threading
from collections.abc import Set
from datetime import UTC, date, datetime
from pathlib import Path

from data.database.connection import Database
from data.log.audit import PEOPLE, SEEN, Act, LogSearch, entries, note

_TOLD: set[tuple[Path, date, str, str]] = set()  # what this process knows to be noted
_TURN = threading.Lock()


def unnoted(database: Database, who: str, functions: Set[str]) -> frozenset[str]:
    """Which of the functions this process did not yet note for this person today; they are the
    caller's to note. None where nothing can be noted."""
    if not functions or database.read_only and not database.follows:
        return frozenset()
    path, day, _ = _key(database, who)
    with _TURN:
        fresh = frozenset(name for name in functions if (path, day, who, name) not in _TOLD)
        _TOLD.update((path, day, who, name) for name in fresh)
    return fresh


def note_seen(database: Database, who: str, functions: Set[str], seen: date | None = None) -> None:
    """Note what `who` was given of these functions, unless it stands in the log of today already.
    `seen`: the day on which another server gave it, where that is not today."""
    path, day, _ = _key(database, who)
    try:
        _write(database, who, day, seen or day, functions)
    except BaseException:
        with _TURN:
            _TOLD.difference_update((path, day, who, name) for name in functions)
        raise


def _write(database: Database, who: str, day: date, seen: date, functions: Set[str]) -> None:
    if database.follows:
        database.leave_note(who=who, seen=sorted(functions), day=seen.isoformat())
        return
    told = None if seen == day else {"day": seen.isoformat()}
    with database.write() as writing:
        asked = LogSearch(who=who, act=SEEN, about=PEOPLE, first=day, last=day)
        there = {
            entry.what
            for entry in entries(writing, asked)
            if (json.loads(entry.after) if entry.after else None) == told
        }
        for name in sorted(functions - there):
            note(writing, database.path, Act(who, SEEN, PEOPLE, name, None, told))


def _key(database: Database, who: str) -> tuple[Path, date, str]:
    return database.path, datetime.now(UTC).date(), who
