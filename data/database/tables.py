"""The tables: one for each kind, made from its declaration, and the ledger of uploads."""

import hashlib
from collections.abc import Mapping
from datetime import date
from functools import cache
from types import MappingProxyType

from duckdb import BinderException, CatalogException, DuckDBPyConnection

from data.database.shown_names import UNIT_NAMES, shown_units, write_shown_names
from data.database.working_clock import TABLES as CALENDAR, VIEW as CLOCK, is_due, write_calendar
from data.kinds.catalog import KINDS
from data.kinds.schema import Column, DatasetKind, Type

# Whose rows are in use: NEW nothing was ever loaded, SAMPLE the sample company, MIXED a person's
# files beside it, OWN else (data/archive/whose.py).
NEW, SAMPLE, MIXED, OWN = "new", "sample", "mixed", "own"

_LEDGER = """
CREATE TABLE IF NOT EXISTS state (version BIGINT NOT NULL, origin VARCHAR NOT NULL);
ALTER TABLE state ADD COLUMN IF NOT EXISTS declared VARCHAR;
ALTER TABLE state ADD COLUMN IF NOT EXISTS sums_version BIGINT;
ALTER TABLE state ADD COLUMN IF NOT EXISTS sums_of VARCHAR;
ALTER TABLE state ADD COLUMN IF NOT EXISTS sample_removed TIMESTAMP;
ALTER TABLE state ADD COLUMN IF NOT EXISTS identity VARCHAR;
ALTER TABLE state ADD COLUMN IF NOT EXISTS listed BIGINT;
ALTER TABLE state ADD COLUMN IF NOT EXISTS listed_last VARCHAR;
ALTER TABLE state ADD COLUMN IF NOT EXISTS listed_owed VARCHAR;
ALTER TABLE state ADD COLUMN IF NOT EXISTS listed_top INTEGER;
ALTER TABLE state ADD COLUMN IF NOT EXISTS staff_since TIMESTAMP;
ALTER TABLE state ADD COLUMN IF NOT EXISTS forgetting VARCHAR;
ALTER TABLE state ADD COLUMN IF NOT EXISTS let_go VARCHAR;
INSERT INTO state (version, origin) SELECT 0, 'new' WHERE NOT EXISTS (FROM state);
CREATE TABLE IF NOT EXISTS upload (
    id INTEGER PRIMARY KEY, kind VARCHAR NOT NULL, file VARCHAR NOT NULL, hash VARCHAR NOT NULL, options VARCHAR NOT NULL,
    loaded_at TIMESTAMP NOT NULL, undone_at TIMESTAMP,
    read INTEGER NOT NULL, kept INTEGER NOT NULL, rejected INTEGER NOT NULL, left_out INTEGER NOT NULL, replaced INTEGER NOT NULL,
    first_date DATE, last_date DATE, source VARCHAR NOT NULL, replaces_period BOOLEAN NOT NULL,
    match VARCHAR NOT NULL, unused VARCHAR NOT NULL, dropped_personal VARCHAR NOT NULL,
    scale_low DOUBLE, scale_high DOUBLE, satisfied DOUBLE, dissatisfied DOUBLE, moves VARCHAR NOT NULL);
ALTER TABLE upload ADD COLUMN IF NOT EXISTS who VARCHAR DEFAULT '';
ALTER TABLE upload ADD COLUMN IF NOT EXISTS replaces_by VARCHAR;
ALTER TABLE upload ADD COLUMN IF NOT EXISTS replaces_units VARCHAR[];
ALTER TABLE upload ADD COLUMN IF NOT EXISTS unchanged INTEGER DEFAULT 0;
ALTER TABLE upload ADD COLUMN IF NOT EXISTS corrects INTEGER[];
ALTER TABLE upload ADD COLUMN IF NOT EXISTS bottom_up BOOLEAN DEFAULT FALSE;
ALTER TABLE upload ADD COLUMN IF NOT EXISTS sample BOOLEAN;
CREATE TABLE IF NOT EXISTS token (
    name VARCHAR PRIMARY KEY, hash VARCHAR NOT NULL, roles VARCHAR NOT NULL, created TIMESTAMP NOT NULL, withdrawn TIMESTAMP, last_used DATE);
ALTER TABLE token ADD COLUMN IF NOT EXISTS kinds VARCHAR[];
ALTER TABLE token ADD COLUMN IF NOT EXISTS within VARCHAR DEFAULT '';
ALTER TABLE token ADD COLUMN IF NOT EXISTS units VARCHAR[];
CREATE TABLE IF NOT EXISTS log_entry (
    number BIGINT PRIMARY KEY, moment TIMESTAMP NOT NULL, who VARCHAR NOT NULL, act VARCHAR NOT NULL, about VARCHAR NOT NULL, what VARCHAR NOT NULL,
    before VARCHAR, after VARCHAR, follows VARCHAR NOT NULL, hash VARCHAR NOT NULL);
ALTER TABLE log_entry ADD COLUMN IF NOT EXISTS redacted VARCHAR DEFAULT '';
CREATE TABLE IF NOT EXISTS person (
    email VARCHAR NOT NULL, name VARCHAR NOT NULL, roles VARCHAR[] NOT NULL, kinds VARCHAR[] NOT NULL, within VARCHAR NOT NULL,
    units VARCHAR[] NOT NULL, since DATE NOT NULL, added TIMESTAMP NOT NULL, withdrawn TIMESTAMP);
CREATE TABLE IF NOT EXISTS sign_out (sign VARCHAR NOT NULL, moment DOUBLE NOT NULL);
CREATE TABLE IF NOT EXISTS look (who VARCHAR NOT NULL, begun TIMESTAMP NOT NULL, rights VARCHAR NOT NULL, stood VARCHAR NOT NULL);
CREATE TABLE IF NOT EXISTS subscriber (
    name VARCHAR PRIMARY KEY, channel VARCHAR NOT NULL, address VARCHAR NOT NULL, language VARCHAR NOT NULL,
    kpis VARCHAR[] NOT NULL, places VARCHAR[] NOT NULL, digest BOOLEAN NOT NULL, created TIMESTAMP NOT NULL);
CREATE TABLE IF NOT EXISTS told (
    subscriber VARCHAR NOT NULL, key VARCHAR NOT NULL, standing VARCHAR NOT NULL, month DATE NOT NULL, aloud BOOLEAN NOT NULL,
    told_at TIMESTAMP NOT NULL);
CREATE TABLE IF NOT EXISTS letter (
    id INTEGER PRIMARY KEY, subscriber VARCHAR NOT NULL, channel VARCHAR NOT NULL, address VARCHAR NOT NULL, title VARCHAR NOT NULL,
    lines VARCHAR[] NOT NULL, link VARCHAR NOT NULL, made TIMESTAMP NOT NULL, state VARCHAR NOT NULL, tries INTEGER NOT NULL,
    due TIMESTAMP NOT NULL, answer VARCHAR NOT NULL);
CREATE TABLE IF NOT EXISTS issue (
    upload INTEGER NOT NULL, level VARCHAR NOT NULL, "row" INTEGER, "column" VARCHAR, "value" VARCHAR,
    text VARCHAR NOT NULL, blanks VARCHAR NOT NULL);
"""


# The parts of every kept sum: cases, then sums over rows, then over cases
# (data/database/rollups.py).
SUM_PARTS = ("n", "y", "less", "x", "top", "yy", "xy", "xx")
_PARTS = ", ".join(f"{part} DOUBLE" for part in SUM_PARTS)
_SUMS = f"""
CREATE TABLE IF NOT EXISTS sums (name VARCHAR, grain VARCHAR, dimension VARCHAR, unit VARCHAR, period DATE, {_PARTS});
CREATE TABLE IF NOT EXISTS places (kind VARCHAR, store VARCHAR, region VARCHAR, period DATE, n DOUBLE);
CREATE TABLE IF NOT EXISTS scales (kind VARCHAR, period DATE, scale VARCHAR);
ALTER TABLE scales DROP COLUMN IF EXISTS n;
CREATE TABLE IF NOT EXISTS lengths (name VARCHAR, dimension VARCHAR, unit VARCHAR, period DATE, minutes DOUBLE, done DOUBLE, open DOUBLE);
CREATE TABLE IF NOT EXISTS hours (name VARCHAR, dimension VARCHAR, unit VARCHAR, period DATE, slot INTEGER, n DOUBLE, kept DOUBLE);
DROP TABLE IF EXISTS kept;
"""
# What of the staff's records is published (metrics/privacy/publishing.py): every change of the
# entries behind the numbers, by the release that brought it; how many changes of the rows there
# were, and with how many of them the release in `body` was made; what it shows.
_RELEASES = f"""
CREATE TABLE IF NOT EXISTS staff_entry (basis VARCHAR, release INTEGER, sign TINYINT, person VARCHAR, month INTEGER, layer INTEGER, n BIGINT,
    units VARCHAR[], whose UBIGINT, sums VARCHAR);
CREATE TABLE IF NOT EXISTS release (basis VARCHAR, changes BIGINT, settled BIGINT, body VARCHAR);
CREATE TABLE IF NOT EXISTS published (name VARCHAR, grain VARCHAR, dimension VARCHAR, unit VARCHAR, period DATE, {_PARTS});
"""
# Where a meeting that is on stands: the item looked at, what was ticked off, and which decisions were
# taken on which item. What was said stands in the rows of its kind; this changes with every click.
_MEETING = """
CREATE TABLE IF NOT EXISTS meeting_now (meeting_id VARCHAR PRIMARY KEY, item VARCHAR NOT NULL, marks VARCHAR NOT NULL,
    taken VARCHAR NOT NULL, changes BIGINT NOT NULL);
"""


def has_cube(kind: DatasetKind) -> bool:
    """Whether sums by all dimensions together are kept: where every row is a case of its own, so
    that they add up."""
    return not kind.case and len(kind.dimensions) > 1


def cube_table(kind: DatasetKind) -> str:
    """The name of the table that keeps a kind's sums by all its dimensions together."""
    return f"cube_{kind.name}"


def _cube_table(kind: DatasetKind) -> str:
    if not has_cube(kind):
        return ""
    units = ", ".join(f"{name} VARCHAR" for name in kind.dimensions)
    gained = "".join(
        f"ALTER TABLE {cube_table(kind)} ADD COLUMN IF NOT EXISTS {name} VARCHAR;\n"
        for name in kind.dimensions
    )
    return (
        f"CREATE TABLE IF NOT EXISTS {cube_table(kind)} (name VARCHAR, period DATE, {units}, "
        f"{_PARTS});\n{gained}"
    )


def rows_table(kind: DatasetKind) -> str:
    """The name of the table that keeps every row ever stored of a kind."""
    return f"rows_{kind.name}"


def case_sql(kind: DatasetKind, instead: Mapping[str, str] = MappingProxyType({})) -> str:
    """Whose row it is, as SQL: the same text for rows of one case. `instead`: SQL in the place of
    columns."""
    return (
        "||chr(31)||".join(
            f"coalesce({instead.get(name, name)}::VARCHAR, '')" for name in kind.case
        )
        or "upload::VARCHAR||'.'||line"
    )


_OF_EVERY_ROW = "upload INTEGER NOT NULL, line INTEGER NOT NULL, key UUID NOT NULL, twin INTEGER NOT NULL, live BOOLEAN NOT NULL"


def _kind_table(kind: DatasetKind) -> str:
    """The table of a kind; one of an earlier version gains the columns declared since, and had its
    keys as text."""
    table = rows_table(kind)
    columns = "".join(
        f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS {column};\n" for column in _columns(kind)
    )
    return f"""
CREATE TABLE IF NOT EXISTS {table} (
    {_OF_EVERY_ROW});
ALTER TABLE {table} ALTER COLUMN key TYPE UUID;
{columns}"""


def _new_kind_table(kind: DatasetKind) -> str:
    """The table of a kind where there is none yet, in one go: to add column after column is most of what a new
    database takes."""
    return f"CREATE TABLE {rows_table(kind)} ({', '.join((_OF_EVERY_ROW, *_columns(kind)))});\n"


def _columns(kind: DatasetKind) -> list[str]:
    return [f'"{column.name}" {_stored_as(kind, column)}' for column in kind.columns]


def _stored_as(kind: DatasetKind, column: Column) -> str:
    """A column's type. Numbers that all differ are listed in vain: without a list they are stored in
    some two thirds of the time or less, in a third more room, and looked up somewhat slower.
    Numbers that come again, with each part or each state of a record, keep their list, as do those
    of a table that is there already."""
    once = column.type is Type.TEXT and kind.numbered == (column.name,) and not kind.lasting
    return f"{column.type.value} USING COMPRESSION zstd" if once else column.type.value


def _live_view(kind: DatasetKind) -> str:
    """The live rows of a kind, with the names that units are shown under."""
    table, units = rows_table(kind), shown_units(kind)
    scale = ", scale_low, scale_high, satisfied, dissatisfied" if kind.scaled else ""
    join = f"JOIN upload ON upload.id = {table}.upload" if kind.scaled else ""
    return (
        f"CREATE OR REPLACE VIEW live_{kind.name} AS SELECT {table}.*{units.replace}{scale} FROM "
        f"{table} {join} {units.joins} WHERE live;\n"
    )


def create_tables(connection: DuckDBPyConnection) -> None:
    """Create what is missing; existing rows are left untouched, and tables that are as declared
    cost no write."""
    if is_as_declared(connection):
        return
    connection.execute("BEGIN TRANSACTION")
    connection.execute(_declaration(new=not _tables(connection)))
    _mark_sample(connection)
    write_shown_names(connection.execute)
    connection.execute(
        "UPDATE state SET declared = ?, sums_version = NULL", [_fingerprint()]
    )  # what is summed may mean something else
    connection.execute("COMMIT")


def renew_calendar(connection: DuckDBPyConnection, today: date) -> None:
    """Write the calendar anew where another one, or a later version of it, holds since; what is
    summed by it is summed anew."""
    made = connection.execute("SELECT any_value(made) FROM calendar_state").fetchall()[0][0]
    if not is_due(made, today):
        return
    connection.execute("BEGIN TRANSACTION")
    write_calendar(connection.execute, today)
    connection.execute("UPDATE state SET sums_version = NULL")
    connection.execute("COMMIT")


def _mark_sample(connection: DuckDBPyConnection) -> None:
    """Uploads of a version that did not note whose they are: those of the sample company come
    first, and are known by their names."""
    unmarked = connection.execute(
        "SELECT id, kind, file FROM upload WHERE sample IS NULL ORDER BY id"
    ).fetchall()
    if not unmarked:
        return
    from data.samples.demo import first_run  # loads what writes the files, which only this needs

    (origin,) = connection.execute("SELECT origin FROM state").fetchall()[0]
    found = first_run(unmarked) if origin == SAMPLE else ()
    connection.execute(
        "UPDATE upload SET sample = list_contains(?::INTEGER[], id) WHERE sample IS NULL",
        [list(found)],
    )


@cache
def _declaration(new: bool = False) -> str:
    """All tables and views; `new`: of a file that holds none."""
    of_kinds = (
        *map(_new_kind_table if new else _kind_table, KINDS),
        *map(_cube_table, KINDS),
        UNIT_NAMES,
        *map(_live_view, KINDS),
    )
    return "".join((_LEDGER, _SUMS, _RELEASES, _MEETING, CALENDAR, *of_kinds, CLOCK))


@cache
def _fingerprint() -> str:
    return hashlib.sha256(_declaration().encode()).hexdigest()


def is_as_declared(connection: DuckDBPyConnection) -> bool:
    """Whether tables and views are those of this version."""
    try:  # to look it up among all columns takes longer than all the rest of opening
        found = connection.execute("SELECT declared FROM state").fetchall()
    except (CatalogException, BinderException):  # there is no such table, or no such column
        return False
    return found == [(_fingerprint(),)]


def is_foreign(connection: DuckDBPyConnection) -> bool:
    """Whether the file holds tables, but no ledger of uploads: somebody else's database."""
    names = _tables(connection)
    return bool(names) and not {"state", "upload"} <= names


def _tables(connection: DuckDBPyConnection) -> set[str]:
    found = connection.execute(
        "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database() AND NOT "
        "temporary"
    ).fetchall()
    return {name for (name,) in found}
