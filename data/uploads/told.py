"""What the log says of an upload: its file and counts; of targets, units, notes and what the committee
writes down also the rows themselves, and those that they take the place of."""

import json

from data.database.connection import ReadTransaction
from data.database.tables import rows_table
from data.kinds.catalog import ACTION, DECISION, EVENT, PROBLEM, TARGET, UNIT, kind_named
from data.kinds.schema import DatasetKind
from data.log.audit import Told

_IN_FULL = {kind.name for kind in (TARGET, UNIT, EVENT, PROBLEM, ACTION, DECISION)}
# By what a record is known from one row to the next, where every word of it is part of its key.
_KNOWN_BY = {TARGET.name: ("kpi", "dimension", "unit", "stage", "plan")}
_MOST, _LONGEST = 20, 200  # rows of an entry, letters of a cell


def told_of_upload(reading: ReadTransaction, upload: int) -> tuple[tuple[str, str], Told, Told]:
    """What kind of thing and which one, as the log names it; what stood there before, and what was
    stored. Columns that tell who somebody is are left out."""
    name, file, read, kept, rejected, replaced, options = reading.row(
        "SELECT kind, file, read, kept, rejected, replaced, options FROM upload WHERE id = ?",
        [upload],
    )
    after: dict[str, object] = {
        "upload": upload,
        "file": file,
        "read": read,
        "kept": kept,
        "rejected": rejected,
    }
    before: dict[str, object] = {"replaced": replaced}
    if name not in _IN_FULL:
        after["settings"] = _settled(options)
    else:
        after["rows"] = _rows(reading, kind_named(name), "upload = ?", upload)
        before["rows"] = _rows(reading, kind_named(name), _TAKEN, upload)
    return (name, f"{upload} {file}"), before, after


# What was said last of the same records until this upload came.
_TAKEN = """upload < ? AND {record} IN (SELECT {record} FROM {table} WHERE upload = ?)
    AND upload IN (SELECT id FROM upload WHERE undone_at IS NULL)
    QUALIFY row_number() OVER (PARTITION BY {record} ORDER BY upload DESC, line DESC) = 1"""


def _rows(reading: ReadTransaction, kind: DatasetKind, where: str, upload: int) -> list[dict]:
    """The first rows, column by column as far as they are filled."""
    table = rows_table(kind)
    names = [column.name for column in kind.columns if not column.personal]
    parts = ", ".join(
        f"coalesce({name}::VARCHAR, '')" for name in _KNOWN_BY.get(kind.name, kind.identifiers)
    )
    where = where.format(table=table, record=f"concat_ws(chr(31), {parts})")
    found = reading.rows(
        f"SELECT {', '.join(names)} FROM {table} WHERE {where} ORDER BY line LIMIT {_MOST}",
        [upload] * where.count("?"),
    )
    return [
        {
            name: cell[:_LONGEST] if isinstance(cell, str) else cell
            for name, cell in zip(names, row, strict=True)
            if cell is not None
        }
        for row in found
    ]


def _settled(options: str) -> dict:
    """What was settled for the file and is remembered for its layout. Of values given for all rows, and
    of those a row must have, the columns only: they may be names of people."""
    told = json.loads(options)
    told.pop("key", None)
    for name in ("set", "where"):
        told[name] = list(told.get(name) or ())
    return {name: value for name, value in told.items() if value not in ([], {}, None, False)}
