"""Which earlier rows the rows of a file take the place of, and which rows are live."""

from collections.abc import Collection
from datetime import date

from data.database.connection import WriteTransaction
from data.database.meeting import UNITS
from data.database.reach import Reach, reach_of
from data.database.tables import rows_table
from data.issues import NOTE, WARNING, Issue
from data.kinds.schema import DatasetKind
from errors import Message

# By default a row takes the place of one of its own key, unless most of what it says is different:
# survey tools use numbers again.
BY_KEY = ("same", "changed", "rewritten")


def pair(
    writing: WriteTransaction, kind: DatasetKind, upload: int, reach: Reach, ways: Collection[str]
) -> int:
    """Give rows of an upload the key and twin of the row in `met` whose place they take, where they
    meet it in one of `ways`; how many do.

    All others are rows of their own: of a key that is stored they get the next free twin.
    """
    table = rows_table(kind)
    taken = f"SELECT * FROM met WHERE way IN ({', '.join(map(repr, ways)) or 'NULL'})"
    writing.run(
        f"UPDATE {table} SET key = taken.key, twin = taken.twin FROM ({taken}) taken WHERE "
        f"taken.place = {table}.rowid"
    )
    number_the_others(writing, kind, upload, reach, taken)
    _note_corrected(writing, upload, taken)
    return writing.row(f"SELECT count(*) FROM ({taken})")[0]


def count_within_file(writing: WriteTransaction, kind: DatasetKind, upload: int) -> None:
    """Rows of one key in one file are twins from the start."""
    table = rows_table(kind)
    writing.run(f"""UPDATE {table} SET twin = counted.twin FROM (
            SELECT rowid AS place, row_number() OVER (PARTITION BY key ORDER BY line, rowid) AS twin FROM {table} WHERE upload = {upload}
            QUALIFY twin > 1) counted
        WHERE counted.place = {table}.rowid""")


def number_the_others(
    writing: WriteTransaction,
    kind: DatasetKind,
    upload: int,
    reach: Reach,
    taken: str = "SELECT NULL AS place LIMIT 0",
) -> None:
    """Rows that take no other's place follow the twins of their key that are there, live or not."""
    table = rows_table(kind)
    if reach.alone:
        return
    writing.run(f"""UPDATE {table} SET twin = fresh.twin FROM (
            SELECT s.rowid AS place, r.top + row_number() OVER (PARTITION BY s.key ORDER BY s.line, s.rowid) AS twin
            FROM {table} s JOIN (SELECT key, max(twin) AS top FROM {table} WHERE upload <> {upload} AND {reach.holds(table, kind)}
                              AND key IN (SELECT key FROM {table} WHERE upload = {upload}) GROUP BY key) r
                 ON r.key = s.key
            WHERE s.upload = {upload} AND s.rowid NOT IN (SELECT place FROM ({taken}))) fresh
        WHERE fresh.place = {table}.rowid""")


def _note_corrected(writing: WriteTransaction, upload: int, taken: str) -> None:
    """Keep in the ledger in which uploads the rows are whose place is taken, and those whose place
    these took."""
    met = [
        number
        for (number,) in writing.rows(f"SELECT DISTINCT upload FROM ({taken}) ORDER BY upload")
    ]
    if not met:
        return
    more = writing.row(
        "SELECT list_distinct(flatten(list(coalesce(corrects, [])))) FROM upload WHERE id IN "
        f"({', '.join(map(str, met))})"
    )[0]
    writing.run("UPDATE upload SET corrects = ? WHERE id = ?", [sorted({*met, *more}), upload])


def kept_apart(writing: WriteTransaction) -> tuple[Issue, ...]:
    """Warnings for rows that have the number and time of a stored one, but mostly other values, and
    are rows of their own."""
    return tuple(
        Issue(
            WARNING,
            Message(
                "It has the number and time of a row of upload {upload}, but mostly other values: "
                "kept as a different row.",
                {"upload": number},
            ),
            row=line,
        )
        for line, number in writing.rows(
            "SELECT line, upload FROM met WHERE way = 'clash' ORDER BY line"
        )
    )


def numbers_again(writing: WriteTransaction, count: int) -> tuple[Issue, ...]:
    """A note where numbers that are stored come again with another day, as tools write them that
    count from 1 in every file."""
    if not count:
        return ()
    earlier = writing.row("SELECT min(upload) FROM met WHERE way = 'reused'")[0]
    return (
        Issue(
            NOTE,
            Message(
                "Rows that carry a number which an earlier upload used on another day (for "
                "example upload {upload}): {count}. "
                "They are kept as different rows.",
                {"count": count, "upload": earlier},
            ),
        ),
    )


def refresh_live(
    writing: WriteTransaction, kind: DatasetKind, upload: int | None = None
) -> tuple[int, tuple[date, ...]]:
    """Decide anew which rows are live, among those that `upload` touches or among all.

    How many others' rows it replaces, and the months of all rows that came or went.
    """
    reach = None if upload is None else reach_of(writing, upload)
    within = {rows: "TRUE" if reach is None else reach.holds(rows, kind) for rows in "rs"}
    table = rows_table(kind)
    replacing = {
        number
        for (number,) in writing.rows(
            "SELECT id FROM upload WHERE kind = ? AND replaces_period", [kind.name]
        )
    }
    # Where no period is replaced nothing is asked of any: to plan that takes longer than the rest.
    replaced_by_none = (
        f"""NOT EXISTS (SELECT 1 FROM upload v WHERE v.kind = u.kind AND v.source = u.source AND v.id > r.upload
                               AND v.replaces_period AND v.undone_at IS NULL AND {is_replaced("v", "r", kind)})"""
        if replacing
        else "TRUE"
    )
    writing.run(
        f"""CREATE OR REPLACE TEMP TABLE changed AS
        SELECT r.rowid AS place, r.upload, date_trunc('month', r.{kind.date})::DATE AS month, r.live AS was_live,
               u.undone_at IS NULL
               AND NOT EXISTS (SELECT 1 FROM {table} s JOIN upload v ON v.id = s.upload
                               WHERE s.key = r.key AND s.twin = r.twin AND s.upload > r.upload AND v.undone_at IS NULL AND {within["s"]})
               AND {replaced_by_none} AS is_live
        FROM {table} r JOIN upload u ON u.id = r.upload
        WHERE {within["r"]} AND was_live <> is_live AND {_touched(kind, upload, upload in replacing)}"""
    )
    writing.run(
        f"UPDATE {table} SET live = changed.is_live FROM changed WHERE changed.place = "
        f"{table}.rowid"
    )
    replaced = writing.row(
        "SELECT count(*) FROM changed WHERE upload <> $1 AND NOT is_live", [upload]
    )[0]
    months = writing.rows("SELECT DISTINCT month FROM changed ORDER BY month")
    writing.run("DROP TABLE changed")
    return replaced, tuple(month for (month,) in months)


def _touched(kind: DatasetKind, upload: int | None, replaces: bool) -> str:
    """SQL of whether an upload can have changed what becomes of a row `r`, of the upload `u`; of all
    rows where it is about no single one. `replaces`: the rows of a period."""
    if upload is None:
        return "TRUE"
    mine = (
        f"(r.key, r.twin) IN (SELECT (key, twin) FROM {rows_table(kind)} WHERE upload = {upload})"
    )
    if not replaces:
        return mine
    return (
        f"({mine} OR EXISTS (SELECT 1 FROM upload p WHERE p.id = {upload} AND p.source = u.source "
        f"AND {is_replaced('p', 'r', kind)}))"
    )


def is_replaced(upload: str, rows: str, kind: DatasetKind) -> str:
    """SQL of whether a row is of the months and units whose rows an upload of its source
    replaces."""
    units = " ".join(
        f"WHEN '{name}' THEN coalesce({rows}.{name}, '')"
        for name in UNITS
        if name in kind.dimensions
    )
    unit = f"CASE {upload}.replaces_by {units} END" if units else "NULL"
    return (
        f"date_trunc('month', {rows}.{kind.date}) BETWEEN date_trunc('month', "
        f"{upload}.first_date) AND {upload}.last_date "
        f"AND ({upload}.replaces_by IS NULL OR ({upload}.id, {unit}) IN (SELECT (id, "
        "unnest(replaces_units)) FROM upload WHERE replaces_period))"
    )
