"""How long what is personal is kept: who was not seen for so many months is named no longer, and what
people wrote is kept no longer than that.

People go as those do who are forgotten on request (exchange.py): all rows stay, each with a name made
by chance, so that every sum is what it was. They go whole, once the latest row that names them is too
old: whether somebody passes a retake, comes back or waits follows from all of their rows together. It
cannot be undone, so whoever may still be there stays: by a list of staff, or in an open record.
Comments go one by one, by the day of their row.
"""

import json
import os
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

from data.archive.archive import keep_uploads
from data.database import rollups as sums
from data.database.connection import Database, ReadTransaction, WriteTransaction
from data.database.tables import rows_table
from data.forgetting.exchange import NamedCells, exchange, touched
from data.forgetting.finishing import copies_of, finish, names_of, owe
from data.forgetting.mentions import INSTEAD, json_cleaner
from data.kinds.catalog import (
    ACTION,
    COMPLAINT,
    DECISION,
    KINDS,
    PROBLEM,
    ROSTER,
    SERVICE_REQUEST,
    SUGGESTION,
    kind_named,
)
from data.kinds.schema import Column, DatasetKind, Type
from data.log.audit import COMMENTS, CUSTOMER, EMPLOYEE, EXPIRED, Act, note
from data.uploads.forgotten import (
    SORTS,
    comments_emptied,
    expired,
    hash_of_person,
    is_chance,
    person_columns,
    sort_of,
)
from data.uploads.hashed import company_key
from data.uploads.store import Move, Watch, moved, no_watch, values_of
from errors import WrongCall

_SETTINGS = {
    EMPLOYEE: "SERVICE_CULTURE_KEEP_STAFF_MONTHS",
    CUSTOMER: "SERVICE_CULTURE_KEEP_CUSTOMERS_MONTHS",
    COMMENTS: "SERVICE_CULTURE_KEEP_COMMENTS_MONTHS",
}
_LEAST, _MOST = 12, 600  # what is younger is still worked with: a year before is compared with
# Whether a record that stands goes on, so that whoever it names is still there, whatever its day: the
# last that a list of staff says of somebody is no leaving, or nothing says that it ended.
_GOING_ON = {
    ROSTER.name: "arg_max(left_on IS NULL, date)",
    SERVICE_REQUEST.name: "bool_or(coalesce(status IN ('open', 'waiting'), closed IS NULL OR reopened > closed, FALSE))",
    COMPLAINT.name: "bool_or(closed IS NULL)",
    SUGGESTION.name: "bool_or(done IS NULL AND coalesce(decision NOT IN ('not_adopted', 'withdrawn'), TRUE))",
    PROBLEM.name: "bool_or(coalesce(status NOT IN ('solved', 'dropped'), closed IS NULL))",
    ACTION.name: "bool_or(coalesce(status NOT IN ('closed', 'dropped'), closed IS NULL))",
    DECISION.name: "bool_or(coalesce(result = 'open', TRUE))",
}


@dataclass(frozen=True)
class Expired:
    """What is kept no longer, or would be. `before`: the day before which; `people`: how many;
    `rows`: by kind and upload."""

    sort: str
    before: date
    people: int
    rows: dict[tuple[str, int], int]


@dataclass(frozen=True)
class Retained:
    """What a call did, or would do; `moves`: KPI values that are others since."""

    expired: tuple[Expired, ...]
    moves: tuple[Move, ...]


def kept_months() -> dict[str, int]:
    """For how many months what is kept; what nobody limits is not in it. WrongCall where a setting
    is no such number."""
    given = {sort: os.environ.get(name, "").strip() for sort, name in _SETTINGS.items()}
    for sort, text in given.items():
        if text and not (text.isascii() and text.isdecimal() and _LEAST <= int(text) <= _MOST):
            raise WrongCall(
                "{setting} is “{value}”. Set it to the number of months for which it is kept, from "
                "{low} to {high}, or leave it out to keep it.",
                setting=_SETTINGS[sort],
                value=text,
                low=str(_LEAST),
                high=str(_MOST),
            )
    return {sort: int(text) for sort, text in given.items() if text}


def settings() -> tuple[str, ...]:
    """What can be set."""
    return tuple(_SETTINGS.values())


def rehearse_retention(database: Database, today: date, watch: Watch = no_watch) -> Retained:
    """What `retain` would do, with nothing changed."""
    with database.trial() as writing:
        told, _ = _retained(writing, today, watch)
        return told


def retain(database: Database, today: date, who: str = "", watch: Watch = no_watch) -> Retained:
    """Let go, for good, of what is kept no longer, in the database and in its archive."""
    with database.write() as writing:
        done, behind = _retained(writing, today, watch)
        if done.expired:
            _put_down(writing, database, done, behind, who)
    finish(database)  # also what a night before could not
    return done


def retain_again(database: Database, who: str = "") -> int:
    """Let go of what was let go of already and is there again, as after an older backup was restored,
    whatever the settings say by now; the number of rows. To be followed by `finish`."""
    if database.read_only:
        return 0
    with database.read() as reading:
        if not _gone_again(reading) and not _comments_again(reading):
            return 0
    with database.write() as writing:
        lots, comments = _gone_again(writing), _comments_again(writing)
        done, behind = _let_go(writing, lots, comments, no_watch)
        if done.expired:
            _put_down(writing, database, done, behind, who)
    return sum(sum(one.rows.values()) for one in done.expired)


def _put_down(
    writing: WriteTransaction, database: Database, done: Retained, behind: "_Behind", who: str
) -> None:
    """New copies for the archive, what is left to do, and the entries of the log."""
    stale = copies_of(writing, database.path, behind.uploads)
    kept = keep_uploads(writing, database.path, sorted(behind.uploads))
    owe(writing, behind.uploads, stale - names_of(kept))
    for one in done.expired:
        told = {
            "before": one.before.isoformat(),
            "people": one.people,
            "rows": sum(one.rows.values()),
            "uploads": sorted({upload for _, upload in one.rows}),
        }
        what = " ".join(sorted(behind.of.get((one.sort, one.before), ())))
        note(writing, database.path, Act(who, EXPIRED, one.sort, what, None, told))


@dataclass(frozen=True)
class _Behind:
    """By sort and day before which, the hashes of people who are named no longer; the uploads that are
    others since."""

    of: dict[tuple[str, date], frozenset[str]]
    uploads: set[int]


def _retained(writing: WriteTransaction, today: date, watch: Watch) -> tuple[Retained, _Behind]:
    before = {sort: _day_before(writing, today, months) for sort, months in kept_months().items()}
    lots = [_not_seen(writing, sort, before[sort]) for sort in SORTS if sort in before]
    comments = [_Comments(before[COMMENTS])] if COMMENTS in before else []
    return _let_go(writing, lots, comments, watch)


def _let_go(
    writing: WriteTransaction,
    lots: Sequence["_Gone"],
    comments: Sequence["_Comments"],
    watch: Watch,
) -> tuple[Retained, _Behind]:
    key, kept = company_key(writing), sums.in_step(writing)
    cells = [cell for lot in lots for cell in lot.cells]
    told = [
        Expired(one.sort, one.before, len(one.hashes), touched(writing, one.cells)) for one in lots
    ]
    told += [Expired(COMMENTS, one.before, 0, _written(writing, one)) for one in comments]
    told = [one for one in told if one.rows]
    kinds = [one for one in KINDS if one.name in {kind for up in told for kind, _ in up.rows}]
    writing.in_step = False  # the rows themselves are to say whether a value is another
    was = values_of(writing, kinds, watch)
    uploads = {upload for one in told for _, upload in one.rows}
    uploads |= exchange(writing, cells, key)
    for one in comments:
        _empty_comments(writing, one)
    gone = {sort: frozenset[str]() for sort in SORTS}
    for lot in lots:
        gone[lot.sort] |= lot.hashes
    names = frozenset(text for one in cells for text in one.texts)
    uploads |= _Cleaning(gone, key, names, frozenset(uploads), bool(comments)).done(writing)
    moves = moved(was, values_of(writing, kinds, watch))
    if told:
        sums.raise_version(writing, kept)
    of = {(lot.sort, lot.before): lot.hashes for lot in lots}
    return Retained(tuple(told), moves), _Behind(of, uploads)


def _day_before(reading: ReadTransaction, today: date, months: int) -> date:
    return reading.row(f"SELECT (?::DATE - INTERVAL {months} MONTH)::DATE", [today])[0]


@dataclass(frozen=True)
class _Gone:
    """People of a sort of whom all rows are too old, and the cells that name them."""

    sort: str
    before: date
    hashes: frozenset[str]
    cells: tuple[NamedCells, ...]


@dataclass(frozen=True)
class _Comments:
    """What people wrote before a day; `uploads`: of these alone."""

    before: date
    uploads: tuple[int, ...] | None = None


@dataclass(frozen=True)
class _Seen:
    """People of a sort by their hashes: the latest day of each by uploads that are not undone, and by
    those that are; who is still there, and by column the texts that name them."""

    sort: str
    latest: Mapping[str, date]
    undone: Mapping[str, date]
    there: Set[str]
    named: Sequence[tuple[DatasetKind, Column, Mapping[str, str]]]

    @property
    def people(self) -> set[str]:
        """All who are named."""
        return {person for _, _, known in self.named for person in known.values()}

    def gone(self, before: date, hashes: Set[str]) -> _Gone:
        """Some of them, with their cells."""
        cells = (
            NamedCells(kind, column, texts)
            for kind, column, known in self.named
            if (texts := tuple(text for text, person in known.items() if person in hashes))
        )
        return _Gone(self.sort, before, frozenset(hashes), tuple(cells))


def _not_seen(reading: ReadTransaction, sort: str, before: date) -> _Gone:
    """Who of a sort is named by no row with a day from `before` on, and by none that goes on. Uploads
    that were undone keep those alone whom no other names, who may be in the right file to come."""
    seen = _seen(reading, sort)
    last = {**seen.undone, **seen.latest}
    return seen.gone(before, {person for person, day in last.items() if day < before} - seen.there)


def is_named_still(reading: ReadTransaction) -> bool:
    """Whether anybody who was let go of is named by rows of before alone: who waits for the file that
    says that they left, too."""
    return any(back for _, back in _back(reading))


def _gone_again(reading: ReadTransaction) -> list[_Gone]:
    """Who was let go of and is named again. Who is still there by these rows stays: a backup may lack
    the file that says otherwise, and once that is loaded again it has to meet their rows."""
    return [
        seen.gone(until, left)
        for seen, back in _back(reading)
        for until, people in sorted(back.items())
        if (left := people - seen.there)
    ]


def _back(reading: ReadTransaction) -> Iterator[tuple[_Seen, Mapping[date, set[str]]]]:
    """Of each sort, by the day until which, who was let go of and is named by no row but those of
    before, or of uploads that were undone."""
    for sort, known in expired(reading).items():
        if not known:
            continue
        seen, back = _seen(reading, sort), defaultdict[date, set[str]](set)
        for person in seen.people & known.keys():
            if seen.latest.get(person, date.min) < known[person]:
                back[known[person]].add(person)
        yield seen, back


def _comments_again(reading: ReadTransaction) -> list[_Comments]:
    """What was emptied and is there again, in the uploads in which it was."""
    by_day: dict[date, list[int]] = defaultdict(list)
    for upload, before in comments_emptied(reading).items():
        by_day[before].append(upload)
    emptied = [_Comments(before, tuple(uploads)) for before, uploads in sorted(by_day.items())]
    return [one for one in emptied if _written(reading, one)]


def _seen(reading: ReadTransaction, sort: str) -> _Seen:
    key = company_key(reading)
    latest: dict[str, date] = {}
    undone: dict[str, date] = {}
    there: set[str] = set()
    named: list[tuple[DatasetKind, Column, dict[str, str]]] = []
    for kind, column in [(one, name) for one in KINDS for name in person_columns(one, sort)]:
        known, day = {}, _last_day(kind)
        for text, goes_on, *days in reading.rows(
            f"SELECT {column.name}, {_goes_on(kind)}, max({day}) FILTER (undone_at IS NULL), "
            f"max(least({day}, undone_at::DATE)) FILTER (undone_at IS NOT NULL) FROM "
            f"{rows_table(kind)} JOIN (SELECT id, undone_at FROM upload) ON id = upload "
            f"WHERE {column.name} <> '' GROUP BY 1"
        ):
            if is_chance(text, column):
                continue
            person = text if column.hashed else hash_of_person(sort, text, key)
            known[text] = person
            for found, last in zip((latest, undone), days, strict=True):
                if last is not None:
                    found[person] = max(last, found.get(person, last))
            there |= {person} if goes_on else set()
        named.append((kind, column, known))
    return _Seen(sort, latest, undone, there, named)


def _last_day(kind: DatasetKind) -> str:
    """The last of all days of a row: also when it is due, was closed, or somebody left."""
    days = [one.name for one in kind.columns if one.type in (Type.DATE, Type.MOMENT)]
    return f"greatest({', '.join(f'{name}::DATE' for name in days)})"


def _goes_on(kind: DatasetKind) -> str:
    return (
        f"coalesce({_GOING_ON[kind.name]} FILTER (live), FALSE)"
        if kind.name in _GOING_ON
        else "FALSE"
    )


def _told(kind: DatasetKind) -> list[str]:
    return [column.name for column in kind.columns if column.told]


def _old(kind: DatasetKind, which: _Comments) -> tuple[str, list[object]]:
    """SQL of whether a row holds such a text and is too old, and its values."""
    any_ = " OR ".join(f"{name} <> ''" for name in _told(kind))
    old = f"({any_}) AND {kind.date} < ?"
    if which.uploads is None:
        return old, [which.before]
    return f"{old} AND list_contains(?::INT[], upload)", [which.before, list(which.uploads)]


def _written(reading: ReadTransaction, which: _Comments) -> dict[tuple[str, int], int]:
    """Kind and upload -> rows with comments that are too old."""
    return {
        (kind.name, upload): rows
        for kind in KINDS
        if _told(kind)
        for old, values in [_old(kind, which)]
        for upload, rows in reading.rows(
            f"SELECT upload, count(*) FROM {rows_table(kind)} WHERE {old} "
            "GROUP BY upload ORDER BY upload",
            values,
        )
    }


def _empty_comments(writing: WriteTransaction, which: _Comments) -> None:
    for kind in KINDS:
        if names := _told(kind):
            emptied = ", ".join(f"{name} = NULL" for name in names)
            old, values = _old(kind, which)
            writing.run(f"UPDATE {rows_table(kind)} SET {emptied} WHERE {old}", values)


@dataclass(frozen=True)
class _Cleaning:
    """What is noted of files no longer names people who are gone, by sort; `texts`: the cells that
    named them in the rows of `uploads`; `written`: what people wrote goes there too."""

    gone: Mapping[str, frozenset[str]]
    key: bytes
    texts: frozenset[str]
    uploads: frozenset[int]
    written: bool

    def done(self, writing: WriteTransaction) -> set[int]:
        """The uploads of which something else is noted since."""
        if not any(self.gone.values()) and not self.uploads:
            return set()
        return self._findings(writing) | self._settings(writing)

    def _names(self, kind: DatasetKind, name: str, text: str) -> bool:
        """Whether a text, as that of a column, names somebody of them."""
        column = next((one for one in kind.columns if one.name == name and one.personal), None)
        if column is None or not text:
            return False
        sort = sort_of(column)
        return hash_of_person(sort, text, self.key) in self.gone.get(sort, frozenset())

    def _findings(self, writing: WriteTransaction) -> set[int]:
        changed = set()
        for place, upload, kind, heading, match, value, blanks in writing.rows(
            'SELECT issue.rowid, id, kind, "column", match, coalesce("value", \'\'), blanks '
            "FROM issue JOIN upload ON id = upload"
        ):
            kind, name = kind_named(kind), json.loads(match).get(heading, heading)
            if self.written and upload in self.uploads and name in _told(kind):
                left = INSTEAD, json.dumps(dict.fromkeys(json.loads(blanks), INSTEAD))
            elif self._names(kind, name, value.strip()) or (
                upload in self.uploads and value.strip() in self.texts
            ):
                left = INSTEAD, json_cleaner([value.strip()])(blanks)
            else:
                continue
            writing.run('UPDATE issue SET "value" = ?, blanks = ? WHERE rowid = ?', [*left, place])
            changed.add(upload)
        return changed

    def _settings(self, writing: WriteTransaction) -> set[int]:
        """One value for all rows, and values that a row must have."""
        changed = set()
        for upload, kind, match, text in writing.rows(
            "SELECT id, kind, match, options FROM upload"
        ):
            options, columns = json.loads(text), json.loads(match)
            for setting in ("set", "where"):
                given = options.get(setting) or {}
                for name, value in given.items():
                    if self._names(kind_named(kind), columns.get(name, name), str(value).strip()):
                        given[name] = INSTEAD
                        changed.add(upload)
            if upload in changed:
                writing.run(
                    "UPDATE upload SET options = ? WHERE id = ?",
                    [json.dumps(options, ensure_ascii=False, sort_keys=True), upload],
                )
        return changed
