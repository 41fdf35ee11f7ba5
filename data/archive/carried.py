"""What was published of the staff's records is not given up with the database file: readers have
seen it."""

from pathlib import Path

import duckdb

from data.database.connection import WriteTransaction
from data.database.engine import connect

_TABLES = ("staff_entry", "release", "published")


def carry_published(writing: WriteTransaction, aside: Path | None) -> bool:
    """Take over what was published from the file that was set aside, where it is whole enough to be
    read and is this company's.

    Else what the database itself holds of it stays; whether it was taken over.
    """
    found = (
        None
        if aside is None
        else _published_in(aside, writing.row("SELECT identity FROM state")[0])
    )
    for table, rows in (found or {}).items():
        writing.run(f"DELETE FROM {table}")
        with writing.with_frame("carried", rows):
            writing.run(f"INSERT INTO {table} BY NAME FROM carried")
    if found is not None:
        writing.run(
            "UPDATE release SET changes = changes + 1"
        )  # they are of other rows until the next release
    return found is not None


def _published_in(file: Path, identity: str | None) -> dict | None:
    """The tables of a database file; None where it cannot be read, or is another company's."""
    try:
        with connect(file, read_only=True) as connection:
            if identity is None or connection.execute("SELECT identity FROM state").fetchall() != [
                (identity,)
            ]:
                return None
            return {table: connection.sql(f"FROM {table}").to_arrow_table() for table in _TABLES}
    except duckdb.Error:
        return None  # damaged, or of a version that published nothing
