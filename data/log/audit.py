"""THE ONE WAY to write down who changed what, and who was shown what of single people.

An entry is written in the very transaction of the change: without it there is no change, and
without the change no entry. It is never altered, but for the names of people who are forgotten on
request, which a later entry tells. Its copy stands in the archive (journal.py), from which a database
that was rebuilt, or restored from an older backup, takes back what it lacks.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import duckdb

from data.database.connection import Database, ReadTransaction, WriteTransaction, archive_of
from data.database.engine import connect
from data.events import tell
from data.faults import after_commit_fault
from data.log.journal import (
    LogEntry,
    append,
    entries_in,
    hash_of,
    last_of,
    rewrite,
    set_aside,
)
from i18n import N_, Text

(
    STORED,
    UNDONE,
    CREATED,
    CHANGED,
    WITHDRAWN,
    REMOVED,
    COPIED,
    RESTORED,
    REBUILT,
    ACCEPTED,
    SEEN,
    FORGOTTEN,
    LET_IN,
    EXPIRED,
) = (
    "stored",
    "undone",
    "created",
    "changed",
    "withdrawn",
    "removed",
    "copied",
    "restored",
    "rebuilt",
    "accepted",
    "seen",
    "forgotten",
    "let in",
    "expired",
)
ACTS: dict[str, Text] = {
    STORED: N_("stored"),
    UNDONE: N_("undone"),
    CREATED: N_("created"),
    CHANGED: N_("changed"),
    WITHDRAWN: N_("withdrawn"),
    REMOVED: N_("removed"),
    COPIED: N_("backed up"),
    RESTORED: N_("restored from a backup"),
    REBUILT: N_("rebuilt from the archive"),
    ACCEPTED: N_("accepted as it is"),
    SEEN: N_("shown or exported"),
    FORGOTTEN: N_("forgotten on request"),
    LET_IN: N_("let in again"),
    EXPIRED: N_("kept no longer"),
}
# What an entry is about, besides kinds of records.
TOKEN, SUBSCRIBER, PERSON, DATABASE, SAMPLE_COMPANY, PEOPLE, CUSTOMER, EMPLOYEE, COMMENTS = (
    "token",
    "subscriber",
    "person",
    "database",
    "sample",
    "people",
    "customer",
    "employee",
    "comments",
)
THINGS: dict[str, Text] = {
    TOKEN: N_("Token"),
    SUBSCRIBER: N_("Who is told"),
    PERSON: N_("Person"),
    DATABASE: N_("Database"),
    SAMPLE_COMPANY: N_("Sample company"),
    PEOPLE: N_("Records of single people"),
    CUSTOMER: N_("Customer"),
    EMPLOYEE: N_("Member of staff"),
    COMMENTS: N_("Comments"),
}
_COLUMNS = "number, moment, who, act, about, what, before, after, follows, hash, redacted"
REDACTED = "redacted"  # in what an entry tells: number -> hash of what is left of that entry
Told = Mapping[str, object]


@dataclass(frozen=True)
class Act:
    """What somebody did to a thing: `who` "" is the one person at this computer; `before` and `after`:
    plain values, nothing of staff or customers."""

    who: str
    act: str
    about: str
    what: str
    before: Told | None = None
    after: Told | None = None


def note(writing: WriteTransaction, database: Path, done: Act) -> None:
    """Write one entry, in the transaction of what it tells of."""
    if done.act not in ACTS:
        raise ValueError(f"{done.act} is no act of the log")
    archive = archive_of(database)
    last = _agree(writing, archive)
    entry = LogEntry(
        number=last.number + 1,
        moment=datetime.now(UTC).replace(tzinfo=None),
        who=done.who,
        act=done.act,
        about=done.about,
        what=done.what,
        before=_json(done.before),
        after=_json(done.after),
        follows=last.hash,
    )
    entry = replace(entry, hash=hash_of(entry))
    _insert(writing, entry)
    _copy_later(writing, database, entry)
    writing.after_commit(
        partial(tell, "change", act=done.act, about=done.about, entry=entry.number)
    )


_NONE = LogEntry(0, datetime.min, "", "", "", "", None, None)


def _json(told: Told | None) -> str | None:
    return None if told is None else json.dumps(told, ensure_ascii=False, default=str)


def _insert(writing: WriteTransaction, entry: LogEntry) -> None:
    values = [getattr(entry, name) for name in _COLUMNS.split(", ")]
    writing.run(f"INSERT INTO log_entry VALUES ({', '.join('?' * len(values))})", values)


def _last(reading: ReadTransaction) -> LogEntry:
    found = reading.rows(f"SELECT {_COLUMNS} FROM log_entry ORDER BY number DESC LIMIT 1")
    return LogEntry(*found[0]) if found else _NONE


def _agree(writing: WriteTransaction, archive: Path) -> LogEntry:
    """Take back what the archive's copy says and the table lacks; a copy that says something else is
    set aside. The last entry of the table."""
    last, copied = _last(writing), last_of(archive)
    if copied is None or copied == last:
        return last
    if copied.number > last.number:
        last = adopt(writing, entries_in(archive))
    if copied.number > last.number or not _holds(writing, copied):
        set_aside(archive)
    return last


def _holds(reading: ReadTransaction, entry: LogEntry) -> bool:
    return bool(
        reading.rows(
            "SELECT 1 FROM log_entry WHERE number = ? AND hash = ?", [entry.number, entry.hash]
        )
    )


def adopt(writing: WriteTransaction, entries: Iterable[LogEntry]) -> LogEntry:
    """Take over entries that go on where the table ends; the last one then."""
    last = _last(writing)
    for entry in entries:
        if entry.number == last.number + 1 and entry.follows == last.hash and entry.is_whole:
            _insert(writing, entry)
            last = entry
    return last


def adopt_from(writing: WriteTransaction, database: Path, file: Path | None) -> None:
    """Take over what the archive's copy, and a database file that was set aside, know besides, where
    they can be read."""
    adopt(writing, entries_in(archive_of(database)))
    if file is None:
        return
    try:
        with connect(file, read_only=True) as connection:
            found = connection.execute(
                "FROM log_entry WHERE number > ? ORDER BY number", [_last(writing).number]
            )
            names = [name for name, *_ in found.description or ()]  # an earlier version had fewer
            rows = found.fetchall()
    except duckdb.Error:
        return  # damaged, or of a version without a log
    adopt(writing, [LogEntry(**dict(zip(names, row, strict=True))) for row in rows])


def _copy_later(writing: WriteTransaction, database: Path, entry: LogEntry) -> None:
    """Once it is committed, the archive's copy goes on with all that it lacks; `entry` is the last
    of the table, and as a rule it lacks no other."""
    archive = archive_of(database)
    copied = last_of(archive)
    since = copied.number if copied else 0
    only_this = since == entry.number - 1
    lacking = [entry] if only_this else _entries(writing, "number > ?", [since])
    writing.after_commit(partial(_copy, database, archive, lacking))


def _copy(database: Path, archive: Path, entries: list[LogEntry]) -> None:
    try:
        append(archive, entries)
    except OSError as fault:
        raise after_commit_fault(database, fault) from fault


def bring_together(database: Database) -> None:
    """After a crash the copy in the archive is given what it lacks; after an older file was put back
    by hand, the table is: who was forgotten since, the log alone tells."""
    archive = archive_of(database.path)
    copied = last_of(archive)
    with database.read(limited=False) as reading:
        last = _last(reading)
    if copied is not None and copied.number > last.number:
        with database.write() as writing:
            adopt(writing, entries_in(archive))
        return
    with database.read(limited=False) as reading:
        if last.number <= (copied.number if copied else 0):
            return
        if copied is not None and not _holds(reading, copied):
            return  # the next entry sets it aside
        lacking = _entries(reading, "number > ?", [copied.number if copied else 0])
    _copy(database.path, archive, lacking)


def redact(writing: WriteTransaction, cleaned: Callable[[str], str]) -> dict[int, str]:
    """Let every entry say what `cleaned` leaves of it, but for who did it; number -> hash of what is
    left, of those that changed. The caller notes these in an entry of its own (REDACTED), and has
    the copy follow (`renew_copy`)."""
    told = {}
    for entry in _entries(writing, "TRUE", []):
        before, after = (text and cleaned(text) for text in (entry.before, entry.after))
        what = entry.what if entry.what.isdecimal() else cleaned(entry.what)  # an upload's number
        left = replace(entry, what=what or "", before=before, after=after, redacted="")
        if left == replace(entry, redacted=""):
            continue
        told[entry.number] = hash_of(left)
        writing.run(
            "UPDATE log_entry SET what = ?, before = ?, after = ?, redacted = ? WHERE number = ?",
            [left.what, left.before, left.after, told[entry.number], entry.number],
        )
    return told


def renew_copy(reading: ReadTransaction, archive: Path) -> None:
    """The copy in the archive says what the table says, where names were taken out of that."""
    rewrite(archive, _entries(reading, "TRUE", []))


def _entries(reading: ReadTransaction, where: str, values: Sequence[object]) -> list[LogEntry]:
    return [
        LogEntry(*row)
        for row in reading.rows(
            f"SELECT {_COLUMNS} FROM log_entry WHERE {where} ORDER BY number", values
        )
    ]


@dataclass(frozen=True)
class LogSearch:
    """What of the log is wanted: entries with this `text` anywhere, of this person, act and thing,
    between two days; empty and None: all."""

    text: str = ""
    who: str | None = None
    act: str = ""
    about: str = ""
    first: date | None = None
    last: date | None = None

    @property
    def sql(self) -> tuple[str, list[object]]:
        """The condition, and its values. Days are those of UTC."""
        parts: dict[str, object] = {}
        if self.text:
            parts["contains(lower(concat_ws(' ', who, about, what, before, after)), lower(?))"] = (
                self.text
            )
        for name, value in (("who", self.who), ("act", self.act or None)):
            if value is not None:
                parts[f"{name} = ?"] = value
        if self.about:
            parts["about = ?"] = self.about
        if self.first:
            parts["moment >= ?"] = self.first
        if self.last:
            parts["moment < ?"] = self.last + timedelta(days=1)
        return " AND ".join(parts) or "TRUE", list(parts.values())


def entries(reading: ReadTransaction, asked: LogSearch, most: int | None = None) -> list[LogEntry]:
    """The entries asked for, the latest first, at most so many."""
    where, values = asked.sql
    limit = "" if most is None else f" LIMIT {int(most)}"
    return [
        LogEntry(*row)
        for row in reading.rows(
            f"SELECT {_COLUMNS} FROM log_entry WHERE {where} ORDER BY number DESC{limit}", values
        )
    ]


def count(reading: ReadTransaction, asked: LogSearch) -> int:
    """How many entries there are of those asked for."""
    where, values = asked.sql
    return reading.row(f"SELECT count(*) FROM log_entry WHERE {where}", values)[0]


def names(reading: ReadTransaction) -> tuple[list[str], list[str]]:
    """Who did something, and about which things."""
    return (
        [who for (who,) in reading.rows("SELECT DISTINCT who FROM log_entry ORDER BY who")],
        [about for (about,) in reading.rows("SELECT DISTINCT about FROM log_entry ORDER BY about")],
    )


def first_broken(reading: ReadTransaction) -> int | None:
    """The number of the first entry that is not as it was written, or does not follow the one before
    it; None where the log is whole. What names were taken out of, another entry has to tell."""
    found, before = _entries(reading, "TRUE", []), _NONE
    told = {pair for entry in found if entry.act == FORGOTTEN for pair in _redacted_by(entry)}
    for entry in found:
        follows = entry.number == before.number + 1 and entry.follows == before.hash
        known = not entry.redacted or (entry.number, entry.redacted) in told
        if not (follows and known and entry.is_whole):
            return entry.number
        before = entry
    return None


def _redacted_by(entry: LogEntry) -> list[tuple[int, str]]:
    """What an entry says of those that names were taken out of."""
    told = json.loads(entry.after or "{}").get(REDACTED, {}) if entry.is_whole else {}
    return [(int(number), left) for number, left in told.items()]
