"""Names of somebody in rows, exchanged for names made by chance, so that no count becomes another.

The same cell gets the same name wherever it stands. What was made of names goes with them: the keys by
which rows take each other's places, and the numbers of cases in what was published of staff.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from data.database.connection import ReadTransaction, WriteTransaction
from data.database.tables import case_sql, rows_table
from data.kinds.catalog import KINDS
from data.kinds.schema import Column, DatasetKind
from data.uploads.forgotten import SORTS, chance_name, named_among, person_columns, sort_of


@dataclass(frozen=True)
class NamedCells:
    """The cells of a column that name somebody."""

    kind: DatasetKind
    column: Column
    texts: tuple[str, ...]


def cells_of(
    reading: ReadTransaction, sort: str, hashes: frozenset[str], key: bytes
) -> tuple[NamedCells, ...]:
    """All cells that name somebody of these, in rows that count or do not."""
    found = []
    for kind in KINDS:
        for column in person_columns(kind, sort):
            rows = reading.rows(f"SELECT DISTINCT {column.name} FROM {rows_table(kind)}")
            if texts := named_among((text for (text,) in rows), column, hashes, key):
                found.append(NamedCells(kind, column, tuple(texts)))
    return tuple(found)


def touched(reading: ReadTransaction, cells: Iterable[NamedCells]) -> dict[tuple[str, int], int]:
    """Kind and upload -> rows with such cells."""
    where: dict[DatasetKind, list[str]] = {}
    values: dict[DatasetKind, list[list[str]]] = {}
    for one in cells:
        where.setdefault(one.kind, []).append(f"{one.column.name} IN (SELECT unnest(?::VARCHAR[]))")
        values.setdefault(one.kind, []).append(list(one.texts))
    return {
        (kind.name, upload): rows
        for kind, parts in where.items()
        for upload, rows in reading.rows(
            f"SELECT upload, count(*) FROM {rows_table(kind)} WHERE {' OR '.join(parts)} "
            "GROUP BY upload ORDER BY upload",
            values[kind],
        )
    }


def exchange(writing: WriteTransaction, cells: Iterable[NamedCells], key: bytes) -> set[int]:
    """Exchange these cells; the uploads of which rows are others now. Customers and members of staff
    apart: the same number may be one of each."""
    cells = tuple(cells)
    changed = {upload for _, upload in touched(writing, cells)}
    for sort in SORTS:
        changed |= _exchange_sort(
            writing, sort, [one for one in cells if sort_of(one.column) == sort], key
        )
    return changed


def _exchange_sort(
    writing: WriteTransaction, sort: str, cells: Sequence[NamedCells], key: bytes
) -> set[int]:
    changed, chance = set[int](), secrets.token_hex()
    with writing.with_frame("exchanged", _codes(cells, key)):
        for one in cells:
            _exchange_cases(writing, one)
        for one in cells:
            changed |= _exchange_keys(writing, one, chance)
        for one in cells:
            writing.run(
                f"UPDATE {rows_table(one.kind)} SET {one.column.name} = code FROM exchanged "
                f"WHERE {one.column.name} = cell"
            )
        writing.run(
            "UPDATE staff_entry SET person = code FROM exchanged WHERE person = cell AND "
            "list_contains(?, json_extract_string(basis, '$[0]'))",
            [[kind.name for kind in KINDS if _measures(kind, sort)]],
        )
    return changed


def _measures(kind: DatasetKind, sort: str) -> bool:
    """Whether the person whom a kind measures is of this sort; entries of answers without names are
    known by the answer's number, which may be anybody's too."""
    return kind.person in {column.name for column in person_columns(kind, sort)}


def _codes(cells: Iterable[NamedCells], key: bytes) -> pd.DataFrame:
    """Each cell with what stands in its place from now on."""
    codes = {text: chance_name(one.column, key) for one in cells for text in one.texts}
    return pd.DataFrame({"cell": list(codes), "code": list(codes.values())}, dtype="str")


def _exchange_cases(writing: WriteTransaction, one: NamedCells) -> None:
    """What was published of staff goes on to know its cases by their numbers: else all of the
    person's would look as if they had just changed."""
    name, kind = one.column.name, one.kind
    if not kind.anonymous_below or name not in kind.case:
        return
    fresh = case_sql(kind, {name: "code"})
    writing.run(f"""UPDATE staff_entry SET whose = fresh FROM
        (SELECT DISTINCT md5_number_lower({case_sql(kind)}) AS old, md5_number_lower({fresh}) AS fresh
         FROM {rows_table(kind)} JOIN exchanged ON {name} = cell) cases
        WHERE whose = old""")


def _exchange_keys(writing: WriteTransaction, one: NamedCells, chance: str) -> set[int]:
    """Keys that were made of such cells, of all rows that have them; the uploads of these."""
    if one.column.name not in one.kind.identifiers:
        return set()
    table = rows_table(one.kind)
    keys = f"SELECT key FROM {table} JOIN exchanged ON {one.column.name} = cell"
    found = writing.rows(f"SELECT DISTINCT upload FROM {table} WHERE key IN ({keys})")
    writing.run(
        f"UPDATE {table} SET key = unhex(md5(concat(key, ?)))::UUID WHERE key IN ({keys})", [chance]
    )
    return {upload for (upload,) in found}
