"""Who was forgotten on request or is kept no longer, and that no file brings them back.

The log alone says who that is, by a hash that only this company's key makes of a name: so it stands
in every rebuilt or restored database too. A name of a customer is none of a member of staff.
"""

import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa

from data.database.connection import ReadTransaction, WriteTransaction
from data.database.tables import rows_table
from data.findings import Findings
from data.issues import NOTE, Issue
from data.kinds.schema import Column, DatasetKind
from data.log.audit import COMMENTS, CUSTOMER, EMPLOYEE, EXPIRED, FORGOTTEN, LET_IN
from data.uploads.hashed import (
    company_key,
    is_nobodys,
    keyed_hash,
    nobodys_hash,
    nobodys_sql,
)
from data.uploads.prepare import Prepared
from errors import Message
from i18n import N_, Text

SORTS = (CUSTOMER, EMPLOYEE)
_CODE, _BYTES = "forgotten-", 6  # what a name made by chance begins with, and its bytes of chance


def sort_of(column: Column) -> str:
    """Whom a personal column names."""
    return CUSTOMER if column.hashed or column.of_customer else EMPLOYEE


def person_columns(kind: DatasetKind, sort: str) -> tuple[Column, ...]:
    """The columns of a kind that name such people."""
    return tuple(one for one in kind.columns if one.personal and sort_of(one) == sort)


def hash_of_person(sort: str, name: str, key: bytes) -> str:
    """By what the log knows somebody; customers as rows of purchases do."""
    return keyed_hash(name if sort == CUSTOMER else f"{EMPLOYEE}: {name}", key)


def forgotten(reading: ReadTransaction) -> Mapping[str, frozenset[str]]:
    """The hashes of all who were forgotten and not let in again, by sort."""
    found: dict[str, set[str]] = {sort: set() for sort in SORTS}
    for about, act, hashes in reading.rows(
        "SELECT about, act, what FROM log_entry WHERE act IN (?, ?) ORDER BY number",
        [FORGOTTEN, LET_IN],
    ):
        change = found[about].update if act == FORGOTTEN else found[about].difference_update
        change(hashes.split())
    return {sort: frozenset(hashes) for sort, hashes in found.items()}


def expired(reading: ReadTransaction) -> Mapping[str, Mapping[str, date]]:
    """The hashes of those whose rows were kept too long, by sort, with the day before which: these
    are stored without a name, so a file that brings them again would have them counted twice."""
    found: dict[str, dict[str, date]] = {sort: {} for sort in SORTS}
    for about, hashes, told in reading.rows(
        "SELECT about, what, after FROM log_entry WHERE act = ? ORDER BY number", [EXPIRED]
    ):
        if about in found:
            before = date.fromisoformat(json.loads(told)["before"])
            for one in hashes.split():
                found[about][one] = max(before, found[about].get(one, before))
    return found


def comments_emptied(reading: ReadTransaction) -> Mapping[int, date]:
    """Upload -> the day before which what people wrote in it was emptied, as the log says: after an
    older backup was restored a later upload may have the number of one that the backup lacks."""
    loaded = dict(reading.rows("SELECT id, loaded_at FROM upload"))
    found: dict[int, date] = {}
    for moment, after in reading.rows(
        "SELECT moment, after FROM log_entry WHERE act = ? AND about = ? ORDER BY number",
        [EXPIRED, COMMENTS],
    ):
        told = json.loads(after)
        before = date.fromisoformat(told["before"])
        for upload in told["uploads"]:
            if loaded.get(upload, moment) < moment:
                found[upload] = max(before, found.get(upload, before))
    return found


def named_among(
    cells: Iterable[object], column: Column, hashes: frozenset[str], key: bytes
) -> list[str]:
    """The cells of a column that name somebody of these."""
    sort = sort_of(column)
    texts = [cell for cell in cells if isinstance(cell, str)]
    if column.hashed:
        return [text for text in texts if text in hashes]
    return [text for text in texts if hash_of_person(sort, text, key) in hashes]


def chance_name(column: Column, key: bytes) -> str:
    """A cell that names nobody, in the place of one that did."""
    return nobodys_hash(key) if column.hashed else f"{_CODE}{secrets.token_hex(_BYTES)}"


def is_chance(text: str, column: Column) -> bool:
    """Whether a cell was made by chance."""
    return is_nobodys(text) if column.hashed else text.startswith(_CODE)


def without_forgotten(writing: WriteTransaction, prepared: Prepared) -> Prepared:
    """The file without those who were forgotten: rows about them are left out, in others their names
    are. To be called once customers stand there as hashes."""
    return _without_expired(writing, _without_asked_for(writing, prepared))


def _without_asked_for(writing: WriteTransaction, prepared: Prepared) -> Prepared:
    """The file without those who asked to be forgotten."""
    known = {sort: dict.fromkeys(hashes, date.max) for sort, hashes in forgotten(writing).items()}
    named = _named(writing, prepared, known)
    about = [mask for name, mask in named.items() if prepared.kind.column(name).required]
    out = np.logical_or.reduce(about) if about else np.zeros(len(prepared.checked.rows), dtype=bool)
    same, alike = _stored_already(writing, prepared, _told_apart(prepared.kind, named), ~out)
    out |= same | alike
    named = {name: mask & ~out for name, mask in named.items()}
    return _taken_out(prepared, [out], {}, named, _ON_REQUEST)


def _without_expired(writing: WriteTransaction, prepared: Prepared) -> Prepared:
    """The file without the names of those of whom what is old is kept no longer: of rows by which they
    would be told apart, those that are stored already are left out, so as not to count twice; the
    others are of somebody new, made by chance."""
    kind = prepared.kind
    named = _named(writing, prepared, expired(writing), unless_stored=True)
    apart = _told_apart(kind, named)
    every = np.ones(len(prepared.checked.rows), dtype=bool)
    same, alike = _stored_already(writing, prepared, apart, every)
    named = {name: mask & ~same & ~alike for name, mask in named.items()}
    key, anew = company_key(writing) if named else b"", {}
    for name in apart:
        texts = prepared.checked.rows[name][named[name]]
        anew[name] = {text: chance_name(kind.column(name), key) for text in texts.unique()}
    return _taken_out(prepared, [same, alike], anew, named, _TOO_OLD)


def _told_apart(kind: DatasetKind, named: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Of columns that name somebody, those without which a row would be another one, or about nobody."""
    return {
        name: mask
        for name, mask in named.items()
        if name in kind.identifiers or kind.column(name).required
    }


def _named(
    reading: ReadTransaction,
    prepared: Prepared,
    known: Mapping[str, Mapping[str, date]],
    unless_stored: bool = False,
) -> dict[str, np.ndarray]:
    """Column -> which rows name somebody of these, each before a day; columns in which none does are
    left out. `unless_stored`: nor those who are still, or again, named by stored rows of that time."""
    columns = [column for column in prepared.kind.columns if column.personal]
    if not columns or not any(known.values()):
        return {}
    rows, key, found = prepared.checked.rows, company_key(reading), {}
    for column in columns:
        until = _until(rows, column, known[sort_of(column)], key)
        if unless_stored and until:
            until = _not_stored(reading, prepared.kind, column, until)
        mask = _before(rows, column, prepared.kind.date, until)
        if mask.any():
            found[column.name] = mask
    return found


def _until(
    rows: pd.DataFrame, column: Column, known: Mapping[str, date], key: bytes
) -> dict[str, date]:
    """Cell -> the day before which it names somebody of these."""
    texts = [cell for cell in rows[column.name].unique() if isinstance(cell, str)]
    hashes = (
        text if column.hashed else hash_of_person(sort_of(column), text, key) for text in texts
    )
    return {text: known[one] for text, one in zip(texts, hashes, strict=True) if one in known}


def _not_stored(
    reading: ReadTransaction, kind: DatasetKind, column: Column, until: Mapping[str, date]
) -> dict[str, date]:
    """The cells that no stored row of before their day holds: after an older backup was restored it
    may, and then takes part in what files bring like any other."""
    first = dict(
        reading.rows(
            f"SELECT {column.name}, min({kind.date})::DATE FROM {rows_table(kind)} WHERE "
            f"{column.name} IN (SELECT unnest(?::VARCHAR[])) GROUP BY 1",
            [list(until)],
        )
    )
    return {text: day for text, day in until.items() if first.get(text, date.max) >= day}


def _before(rows: pd.DataFrame, column: Column, day: str, until: Mapping[str, date]) -> np.ndarray:
    """Which rows have one of these cells, before its day."""
    named = np.array(rows[column.name].isin(list(until)))
    found = rows.loc[named, [column.name, day]].itertuples(index=False)
    named[named] = [pd.Timestamp(moment).date() < until[text] for text, moment in found]
    return named


def _stored_already(
    writing: WriteTransaction,
    prepared: Prepared,
    named: Mapping[str, np.ndarray],
    among: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Which rows are stored under a name made by chance, and of which one is that says something else
    of the same record; each stored row is met by one of the file at most."""
    rows, kind = prepared.checked.rows, prepared.kind
    same, alike = np.zeros((2, len(rows)), dtype=bool)
    if not named:
        return same, alike
    patterns = np.column_stack([mask & among for mask in named.values()])
    for pattern in np.unique(patterns, axis=0):
        if pattern.any():
            names = [name for name, there in zip(named, pattern, strict=True) if there]
            places = np.flatnonzero((patterns == pattern).all(axis=1))
            for found, met in zip(
                (same, alike), _met(writing, kind, rows, places, names), strict=True
            ):
                found[met] = True
    return same, alike


def _met(
    writing: WriteTransaction,
    kind: DatasetKind,
    rows: pd.DataFrame,
    places: np.ndarray,
    names: Sequence[str],
) -> list[np.ndarray]:
    """Which of the rows at `places` that meet a stored one in which all of `names` are chance: first by
    all that both say, then the others by what tells records and units apart."""
    taken, left, met = np.empty(0, dtype=np.int64), places, []
    record = {*kind.identifiers, *kind.dimensions, kind.date}
    said = {
        one.name for one in kind.columns if not one.personal and not kind.is_free_text(one)
    } | record
    for compared in (said, record):
        columns = [one for one in kind.columns if one.name in compared - set(names)]
        frame = pd.DataFrame({"place": left}).join(
            rows[[one.name for one in columns]].iloc[left].reset_index(drop=True)
        )
        with (
            writing.with_frame("brought", pa.Table.from_pandas(frame, preserve_index=False)),
            writing.with_frame("taken", pd.DataFrame({"place": taken})),
        ):
            pairs = writing.frame(_meeting_sql(kind, columns, names))
        met.append(pairs["mine"].to_numpy(dtype=np.int64))
        left = np.setdiff1d(left, met[-1])
        taken = np.append(taken, pairs["theirs"].to_numpy(dtype=np.int64))
    return met


def _meeting_sql(kind: DatasetKind, columns: Sequence[Column], names: Sequence[str]) -> str:
    same = ", ".join(f"coalesce({one.name}::{one.type.value}::VARCHAR, '')" for one in columns)
    nth = "row_number() OVER (PARTITION BY same ORDER BY place) AS nth"
    chance = " AND ".join(_is_chance_sql(kind.column(name)) for name in names)
    return f"""
    WITH mine AS (SELECT *, {nth} FROM (SELECT place, concat_ws(chr(31), {same}) AS same FROM brought)),
         theirs AS (SELECT *, {nth} FROM (SELECT rowid AS place, concat_ws(chr(31), {same}) AS same
                    FROM {rows_table(kind)} WHERE live AND {chance}
                    AND {kind.date} IN (SELECT {kind.date}::{kind.column(kind.date).type.value} FROM brought)
                    AND rowid NOT IN (SELECT place FROM taken)))
    SELECT mine.place AS mine, theirs.place AS theirs FROM mine JOIN theirs USING (same, nth)"""


def _is_chance_sql(column: Column) -> str:
    return nobodys_sql(column.name) if column.hashed else f"starts_with({column.name}, '{_CODE}')"


_ON_REQUEST = (
    N_("Rows about people who were forgotten on request: {count}. They are left out."),
    N_("Cells that name people who were forgotten on request: {count}. They are left empty."),
)
_TOO_OLD = (
    N_(
        "Rows about people who are no longer kept by name, of the time before: {count}. They are "
        "stored already, without the name, so they are left out."
    ),
    N_(
        "Rows about people who are no longer kept by name, of the time before: {count}. A stored row "
        "of the same record, without the name, says something else. It stays, and they are left out."
    ),
    N_(
        "Cells that name people who are no longer kept by name, of the time before: {count}. They "
        "are left empty."
    ),
    N_(
        "Cells that name people who are no longer kept by name, in rows of the time before that are "
        "not stored yet: {count}. The rows count, under a name made by chance."
    ),
)


def _taken_out(
    prepared: Prepared,
    gone: Sequence[np.ndarray],
    anew: Mapping[str, Mapping[str, str]],
    named: Mapping[str, np.ndarray],
    words: Sequence[Text],
) -> Prepared:
    """The file without the rows that are `gone`; of the others those that are `named` have the names
    of `anew`, or none. Nothing that was found quotes them. `words`: of the parts of `gone`, of cells
    left empty, and of others."""
    out = np.logical_or.reduce(gone)
    if not out.any() and not any(mask.any() for mask in named.values()):
        return prepared
    checked = prepared.checked
    rows, line = checked.rows, checked.rows["line"].to_numpy()
    counts, lines = [*(int(part.sum()) for part in gone), 0, 0], {}
    for name, mask in named.items():
        fresh = rows[name].map(anew.get(name, {}))
        rows = rows.assign(**{name: rows[name].mask(mask, fresh.astype(rows[name].dtype))})
        counts[-1 if name in anew else -2] += int(mask.sum())
        for heading in (name, *(one for one, of in prepared.matched.items() if of == name)):
            lines[heading] = line[mask]
    told = [
        Issue(NOTE, Message(text, {"count": count}))
        for text, count in zip(words, counts, strict=False)
        if count
    ]
    kept = Findings(
        kind.take(
            np.flatnonzero(
                ~np.isin(kind.rows, line[out])
                & ~np.isin(kind.rows, lines.get(kind.column or "", ()))
            )
        )
        for kind in checked.issues.kinds
    )
    return replace(
        prepared,
        checked=replace(
            checked,
            rows=rows[~out].reset_index(drop=True),
            issues=Findings.of(told) + kept,
            left_out=checked.left_out + int(out.sum()),
        ),
    )
