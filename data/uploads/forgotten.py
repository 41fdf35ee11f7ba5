"""Who was forgotten on request, and that no file brings them back.

The log alone says who that is, by a hash that only this company's key makes of a name: so it stands
in every rebuilt or restored database too. A name of a customer is none of a member of staff.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from data.database.connection import ReadTransaction
from data.findings import Findings
from data.issues import NOTE, Issue
from data.kinds.schema import Column, DatasetKind
from data.log.audit import CUSTOMER, EMPLOYEE, EXPIRED, FORGOTTEN, LET_IN
from data.uploads.hashed import company_key, keyed_hash
from data.uploads.prepare import Prepared
from errors import Message
from i18n import N_, Text

SORTS = (CUSTOMER, EMPLOYEE)


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


def expired(reading: ReadTransaction) -> Mapping[str, Mapping[date, frozenset[str]]]:
    """The hashes of those whose rows were kept too long, by sort and the day before which: these are
    stored without a name, so a file that brings them again would have them counted twice."""
    found: dict[str, dict[date, frozenset[str]]] = {sort: {} for sort in SORTS}
    for about, hashes, told in reading.rows(
        "SELECT about, what, after FROM log_entry WHERE act = ? ORDER BY number", [EXPIRED]
    ):
        if about in found and hashes:
            before = date.fromisoformat(json.loads(told)["before"])
            found[about][before] = found[about].get(before, frozenset()) | frozenset(hashes.split())
    return found


def named_among(
    cells: Iterable[object], column: Column, hashes: frozenset[str], key: bytes
) -> list[str]:
    """Those cells of a column that name somebody of these."""
    sort = sort_of(column)
    texts = [cell for cell in cells if isinstance(cell, str)]
    if column.hashed:
        return [text for text in texts if text in hashes]
    return [text for text in texts if hash_of_person(sort, text, key) in hashes]


def without_forgotten(reading: ReadTransaction, prepared: Prepared) -> Prepared:
    """The file without those who were forgotten: rows about them are left out, in others their names
    are. To be called once customers stand there as hashes."""
    known = forgotten(reading)
    for sort, hashes in known.items():
        prepared = _without(reading, prepared, sort, hashes, None, _ON_REQUEST)
    for sort, by_day in expired(reading).items():
        for before, hashes in by_day.items():
            prepared = _without(reading, prepared, sort, hashes, before, _TOO_OLD)
    return prepared


def _without(
    reading: ReadTransaction,
    prepared: Prepared,
    sort: str,
    hashes: frozenset[str],
    before: date | None,
    words: tuple[Text, Text],
) -> Prepared:
    """The file without people of a sort, in rows `before` a day."""
    columns = person_columns(prepared.kind, sort)
    if not hashes or not columns:
        return prepared
    rows, key = prepared.checked.rows, company_key(reading)
    out, emptied = np.zeros(len(rows), dtype=bool), 0
    old = np.ones(len(rows), dtype=bool)
    if before is not None:
        old = (pd.to_datetime(rows[prepared.kind.date]) < pd.Timestamp(before)).to_numpy()
    for column in columns:
        names = named_among(rows[column.name].unique(), column, hashes, key)
        named = rows[column.name].isin(names).to_numpy() & old
        if column.required:
            out |= named
        elif named.any():
            rows = rows.assign(**{column.name: rows[column.name].mask(named)})
            emptied += int(named.sum())
    return _left_out(prepared, rows, out, emptied, words) if emptied or out.any() else prepared


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
        "Cells that name people who are no longer kept by name, of the time before: {count}. They "
        "are left empty."
    ),
)


def _left_out(
    prepared: Prepared,
    rows: pd.DataFrame,
    out: np.ndarray,
    emptied: int,
    words: tuple[Text, Text],
) -> Prepared:
    checked, lines = prepared.checked, rows["line"].to_numpy()[out]
    told = [
        Issue(NOTE, Message(text, {"count": count}))
        for text, count in zip(words, (len(lines), emptied), strict=True)
        if count
    ]
    kept = Findings(
        kind.take(np.flatnonzero(~np.isin(kind.rows, lines))) for kind in checked.issues.kinds
    )
    return replace(
        prepared,
        checked=replace(
            checked,
            rows=rows[~out].reset_index(drop=True),
            issues=Findings.of(told) + kept,
            left_out=checked.left_out + len(lines),
        ),
    )
