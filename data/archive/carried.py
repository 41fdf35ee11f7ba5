"""What was published of the staff's records is not given up with the database file: readers have
seen it."""

from pathlib import Path

import duckdb

from data.database.connection import WriteTransaction
from data.database.engine import connect

_TABLES = ("staff_entry", "release", "published")
# who may sign in, who has left since, what programs prove themselves by, and when people looked
_ACCESS = ("person", "sign_out", "token", "look")


def carry_published(writing: WriteTransaction, aside: Path | None) -> bool:
    """Take over what was published from the file that was set aside, where it is whole enough to be
    read and is this company's.

    Else what the database itself holds of it stays; whether it was taken over.
    """
    found = _tables_in(writing, aside, _TABLES)
    _fill(writing, found)
    if found is not None:
        writing.run(
            "UPDATE release SET changes = changes + 1"
        )  # they are of other rows until the next release
    return found is not None


def carry_access(writing: WriteTransaction, aside: Path | None) -> None:
    """Take over who may sign in, the tokens, those withdrawn included, and people's looks, where the
    file that was set aside can be read; else they have to be named anew."""
    for table in _ACCESS:
        _fill(writing, _tables_in(writing, aside, (table,)))


def _fill(writing: WriteTransaction, found: dict | None) -> None:
    for table, rows in (found or {}).items():
        writing.run(f"DELETE FROM {table}")
        with writing.with_frame("carried", rows):
            writing.run(f"INSERT INTO {table} BY NAME FROM carried")


def _tables_in(
    writing: WriteTransaction, file: Path | None, tables: tuple[str, ...]
) -> dict | None:
    """Tables of a database file; None where it cannot be read, or is another company's."""
    identity = writing.row("SELECT identity FROM state")[0]
    if file is None or identity is None:
        return None
    try:
        with connect(file, read_only=True) as connection:
            if connection.execute("SELECT identity FROM state").fetchall() != [(identity,)]:
                return None
            return {table: connection.sql(f"FROM {table}").to_arrow_table() for table in tables}
    except duckdb.Error:
        return None  # damaged, or of a version without such a table
