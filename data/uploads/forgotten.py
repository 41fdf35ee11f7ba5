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


def expired(reading: ReadTransaction) -> Mapping[str, Mapping[str, date]]:
    """The hashes of those whose rows were kept too long, by sort, with the day before which: these
    are stored without a name, so a file that brings them again would have them counted twice."""
    found: dict[str, dict[str, date]] = {sort: {} for sort in SORTS}
    for about, hashes, told in reading.rows(
        "SELECT about, what, after FROM log_entry WHERE act = ? ORDER BY number", [EXPIRED]
    ):
        if about in found:
            before = date.fromisoformat(json.loads(told)["before"])
            found[about].update(dict.fromkeys(hashes.split(), before))
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
    on_request = {
        sort: dict.fromkeys(hashes, date.max) for sort, hashes in forgotten(reading).items()
    }
    prepared = _without(reading, prepared, on_request, _ON_REQUEST)
    return _without(reading, prepared, expired(reading), _TOO_OLD)


def _without(
    reading: ReadTransaction,
    prepared: Prepared,
    known: Mapping[str, Mapping[str, date]],
    words: tuple[Text, Text],
) -> Prepared:
    """The file without these people, each in rows before a day."""
    columns = [column for column in prepared.kind.columns if column.personal]
    if not columns or not any(known.values()):
        return prepared
    rows, key = prepared.checked.rows, company_key(reading)
    out, emptied = np.zeros(len(rows), dtype=bool), 0
    for column in columns:
        named = _named_before(rows, column, prepared.kind.date, known[sort_of(column)], key)
        if column.required:
            out |= named
        elif named.any():
            rows = rows.assign(**{column.name: rows[column.name].mask(named)})
            emptied += int(named.sum())
    return _left_out(prepared, rows, out, emptied, words) if emptied or out.any() else prepared


def _named_before(
    rows: pd.DataFrame, column: Column, day: str, known: Mapping[str, date], key: bytes
) -> np.ndarray:
    """Which rows name somebody of these, of before their day."""
    texts = [cell for cell in rows[column.name].unique() if isinstance(cell, str)]
    hashes = (
        text if column.hashed else hash_of_person(sort_of(column), text, key) for text in texts
    )
    until = {text: known[one] for text, one in zip(texts, hashes, strict=True) if one in known}
    named = np.array(rows[column.name].isin(list(until)))
    found = rows.loc[named, [column.name, day]].itertuples(index=False)
    named[named] = [pd.Timestamp(moment).date() < until[text] for text, moment in found]
    return named


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
