"""How long what is personal is kept: who was not seen for so many months is named no longer, and what
people wrote is kept no longer than that.

People go as those do who are forgotten on request (exchange.py): all rows stay, each with a name made
by chance, so that every sum is what it was. They go whole, once the latest row that names them is too
old: whether somebody passes a retake, comes back or waits follows from all of their rows together.
Comments go one by one, by the day of their row.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from data.archive.archive import keep_uploads
from data.database import rollups as sums
from data.database.connection import Database, ReadTransaction, WriteTransaction
from data.database.tables import rows_table
from data.forgetting.exchange import CODE, NamedCells, exchange, touched
from data.forgetting.finishing import copies_of, finish, names_of, owe
from data.forgetting.mentions import INSTEAD, json_cleaner
from data.kinds.catalog import KINDS
from data.kinds.schema import DatasetKind
from data.log.audit import COMMENTS, CUSTOMER, EMPLOYEE, EXPIRED, note
from data.uploads.forgotten import SORTS, hash_of_person, person_columns
from data.uploads.hashed import company_key, is_nobodys
from data.uploads.store import Move, Watch, moved, no_watch, values_of
from errors import WrongCall

_SETTINGS = {
    EMPLOYEE: "SERVICE_CULTURE_KEEP_STAFF_MONTHS",
    CUSTOMER: "SERVICE_CULTURE_KEEP_CUSTOMERS_MONTHS",
    COMMENTS: "SERVICE_CULTURE_KEEP_COMMENTS_MONTHS",
}
_LEAST, _MOST = 12, 600  # what is younger is still worked with: a year before is compared with
_WRITTEN = ("comment", "remark")  # columns in which people write as they like


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
        if not done.expired:
            return done
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
            what = " ".join(sorted(behind.of.get(one.sort, ())))
            note(writing, database.path, who, EXPIRED, one.sort, what, None, told)
    finish(database)
    return done


@dataclass(frozen=True)
class _Behind:
    """By sort, the hashes of people who are named no longer; the uploads that are others since."""

    of: dict[str, frozenset[str]]
    uploads: set[int]


def _retained(writing: WriteTransaction, today: date, watch: Watch) -> tuple[Retained, _Behind]:
    limits, key, kept = kept_months(), company_key(writing), sums.in_step(writing)
    before = {sort: _day_before(writing, today, months) for sort, months in limits.items()}
    people = {sort: _not_seen(writing, sort, before[sort], key) for sort in SORTS if sort in before}
    cells = [cell for found in people.values() for cell in found.cells]
    expired = [
        Expired(sort, before[sort], len(found.hashes), touched(writing, found.cells))
        for sort, found in people.items()
    ]
    if COMMENTS in before:
        expired.append(Expired(COMMENTS, before[COMMENTS], 0, _comments(writing, before[COMMENTS])))
    expired = [one for one in expired if one.rows]
    kinds = [one for one in KINDS if one.name in {kind for up in expired for kind, _ in up.rows}]
    writing.in_step = False  # the rows themselves are to say whether a value is another
    was = values_of(writing, kinds, watch)
    uploads = {upload for one in expired for _, upload in one.rows}
    uploads |= exchange(writing, cells, key)
    if COMMENTS in before:
        _empty_comments(writing, before[COMMENTS])
    names = frozenset(text for one in cells for text in one.texts)
    _clean_findings(writing, uploads, names, COMMENTS in before)
    moves = moved(was, values_of(writing, kinds, watch))
    if expired:
        sums.raise_version(writing, kept)
    return Retained(tuple(expired), moves), _Behind(
        {sort: found.hashes for sort, found in people.items()}, uploads
    )


def _day_before(reading: ReadTransaction, today: date, months: int) -> date:
    return reading.row(f"SELECT (?::DATE - INTERVAL {months} MONTH)::DATE", [today])[0]


@dataclass(frozen=True)
class _Gone:
    """People of whom all rows are too old, and the cells that name them."""

    hashes: frozenset[str]
    cells: tuple[NamedCells, ...]


def _not_seen(reading: ReadTransaction, sort: str, before: date, key: bytes) -> _Gone:
    """Who of a sort is named by no row from the day `before` on."""
    named = [(kind, column) for kind in KINDS for column in person_columns(kind, sort)]
    latest: dict[str, date] = {}
    whose: list[dict[str, str]] = []
    for kind, column in named:
        known = {}
        for text, day in reading.rows(
            f"SELECT {column.name}, max({kind.date})::DATE FROM {rows_table(kind)} WHERE "
            f"{column.name} <> '' GROUP BY 1"
        ):
            if text.startswith(CODE) or column.hashed and is_nobodys(text):
                continue
            person = text if column.hashed else hash_of_person(sort, text, key)
            known[text] = person
            latest[person] = max(day, latest.get(person, day))
        whose.append(known)
    gone = frozenset(person for person, day in latest.items() if day < before)
    return _Gone(
        gone,
        tuple(
            NamedCells(kind, column, texts)
            for (kind, column), known in zip(named, whose, strict=True)
            if (texts := tuple(text for text, person in known.items() if person in gone))
        ),
    )


def _texts(kind: DatasetKind) -> list[str]:
    return [column.name for column in kind.columns if column.name in _WRITTEN]


def _comments(reading: ReadTransaction, before: date) -> dict[tuple[str, int], int]:
    """Kind and upload -> rows with comments that are too old."""
    return {
        (kind.name, upload): rows
        for kind in KINDS
        for name in _texts(kind)
        for upload, rows in reading.rows(
            f"SELECT upload, count(*) FROM {rows_table(kind)} WHERE {name} <> '' AND {kind.date} < ? "
            "GROUP BY upload ORDER BY upload",
            [before],
        )
    }


def _empty_comments(writing: WriteTransaction, before: date) -> None:
    for kind in KINDS:
        for name in _texts(kind):
            writing.run(
                f"UPDATE {rows_table(kind)} SET {name} = NULL WHERE {name} <> '' AND {kind.date} < ?",
                [before],
            )


def _clean_findings(
    writing: WriteTransaction, uploads: Iterable[int], names: frozenset[str], written: bool
) -> None:
    """What was found in these files no longer quotes a cell that is one of the names, nor, where what
    is `written` goes, one of a column in which people write."""
    for place, heading, match, value, blanks in writing.rows(
        'SELECT issue.rowid, "column", match, "value", blanks FROM issue JOIN upload ON id = upload '
        "WHERE list_contains(?, id)",
        [sorted(uploads)],
    ):
        column = json.loads(match).get(heading, heading)
        if written and column in _WRITTEN:
            left = INSTEAD, json.dumps(dict.fromkeys(json.loads(blanks), INSTEAD))
        elif (value or "").strip() in names:
            left = INSTEAD, json_cleaner([value.strip()])(blanks)
        else:
            continue
        writing.run('UPDATE issue SET "value" = ?, blanks = ? WHERE rowid = ?', [*left, place])
