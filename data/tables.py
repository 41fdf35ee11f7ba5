"""The tables: one for each kind, made from its declaration, and the ledger of uploads."""

from data.kinds import KINDS
from data.schema import DatasetKind

_LEDGER = """
CREATE TABLE IF NOT EXISTS state (version BIGINT NOT NULL, origin VARCHAR NOT NULL);
INSERT INTO state SELECT 0, 'new' WHERE NOT EXISTS (FROM state);
CREATE TABLE IF NOT EXISTS upload (
    id INTEGER PRIMARY KEY, kind VARCHAR NOT NULL, file VARCHAR NOT NULL, hash VARCHAR NOT NULL, options VARCHAR NOT NULL,
    loaded_at TIMESTAMP NOT NULL, undone_at TIMESTAMP,
    read INTEGER NOT NULL, kept INTEGER NOT NULL, rejected INTEGER NOT NULL, left_out INTEGER NOT NULL, replaced INTEGER NOT NULL,
    first_date DATE, last_date DATE, source VARCHAR NOT NULL, replaces_period BOOLEAN NOT NULL,
    match VARCHAR NOT NULL, unused VARCHAR NOT NULL, dropped_personal VARCHAR NOT NULL,
    scale_low DOUBLE, scale_high DOUBLE, satisfied DOUBLE, dissatisfied DOUBLE, moves VARCHAR NOT NULL);
CREATE TABLE IF NOT EXISTS issue (
    upload INTEGER NOT NULL, level VARCHAR NOT NULL, "row" INTEGER, "column" VARCHAR, "value" VARCHAR,
    text VARCHAR NOT NULL, blanks VARCHAR NOT NULL);
"""


def rows_table(kind: DatasetKind) -> str:
    """The name of the table that keeps every row ever stored of a kind."""
    return f"rows_{kind.name}"


def _kind_tables(kind: DatasetKind) -> str:
    columns = ", ".join(f'"{column.name}" {column.type.value}' for column in kind.columns)
    scale = ", scale_low, scale_high, satisfied, dissatisfied" if kind.scaled else ""
    join = f"JOIN upload ON upload.id = {rows_table(kind)}.upload" if kind.scaled else ""
    return f"""
CREATE TABLE IF NOT EXISTS {rows_table(kind)} (upload INTEGER NOT NULL, line INTEGER NOT NULL, key VARCHAR NOT NULL, twin INTEGER NOT NULL, live BOOLEAN NOT NULL, {columns});
CREATE OR REPLACE VIEW live_{kind.name} AS SELECT {rows_table(kind)}.*{scale} FROM {rows_table(kind)} {join} WHERE live;
"""


def create_tables(connection) -> None:
    """Create what is missing; leaves existing rows untouched."""
    connection.execute("BEGIN TRANSACTION")
    connection.execute(_LEDGER + "".join(_kind_tables(kind) for kind in KINDS))
    connection.execute("COMMIT")
