"""Which earlier rows the rows of a file correct, and which rows are live.

Rows of one key have one date, since the key contains it; the keys of rows
without identifiers contain their file. So what can meet a file's rows is
looked for within its dates and among uploads of the same file (`Reach`), and
what that takes does not grow with the other rows stored.
"""

from dataclasses import dataclass
from datetime import date

from data.database import Reading, Writing
from data.issues import NOTE, WARNING, Issue
from data.schema import DatasetKind
from data.tables import rows_table
from errors import Message

_LATEST = 3  # uploads of a kind that are looked through for numbers used before: a tool that counts from 1 did so in the last file too


@dataclass(frozen=True)
class Paired:
    """`corrections`: how many rows correct an earlier one; `told`: those that look as if they did."""

    corrections: int
    told: tuple[Issue, ...]


@dataclass(frozen=True)
class Reach:
    """Where rows of the same keys, or of a replaced period, can be: on the days from `first` to `last`, or in some uploads.

    `alone`: no other upload of the ledger has rows there.
    """

    first: date | None
    last: date | None
    uploads: tuple[int, ...]
    alone: bool

    def holds(self, rows: str, kind: DatasetKind) -> str:
        """SQL of whether rows are within reach; `rows` is what the statement calls their table."""
        day = f"{rows}.{kind.date}"
        within = f"{day} >= DATE '{self.first}' AND {day} < DATE '{self.last}' + INTERVAL 1 DAY"
        known = f"{rows}.upload IN ({', '.join(map(str, self.uploads))})"
        found = [sql for sql, is_asked in ((within, self.first is not None), (known, self.uploads)) if is_asked]
        return f"({' OR '.join(found) or 'FALSE'})"


def reach_of(reading: Reading, upload: int) -> Reach:
    """Where an upload of the ledger can have met other rows."""
    first, last, kind, file = reading.row("""
        SELECT CASE WHEN replaces_period THEN date_trunc('month', first_date)::DATE ELSE first_date END,
               CASE WHEN replaces_period THEN last_day(last_date) ELSE last_date END, kind, hash FROM upload WHERE id = ?""", [upload])
    others = reading.rows("""SELECT id, hash = $2 FROM upload
        WHERE kind = $1 AND id <> $3 AND (hash = $2 OR last_date >= $4 AND first_date <= $5) ORDER BY id""", [kind, file, upload, first, last])
    return Reach(first, last, tuple(number for number, same in others if same), not others)


def pair(writing: Writing, kind: DatasetKind, upload: int, repeated: bool) -> Paired:
    """Set `twin` of the rows of an upload: that of the earlier row of the same key that a row corrects, or the next free number.

    Two rows of one key are different rows when at least three values can be
    compared and more than half of them differ: survey tools reuse numbers.
    `repeated`: whether the upload holds two rows of one key.
    """
    table, mine = rows_table(kind), f"(SELECT rowid AS place, * FROM {rows_table(kind)} WHERE upload = {upload})"
    reach = reach_of(writing, upload)
    others = f"(SELECT * FROM {table} WHERE upload <> {upload} AND {reach.holds(table, kind)})"
    if repeated:
        _count_within_file(writing, table, mine)
    paired = Paired(0, ()) if reach.alone or not _meets(writing, mine, others) else _pair_met(writing, kind, mine, others)
    return Paired(paired.corrections, (*paired.told, *_reused(writing, kind, mine, upload)))


def _count_within_file(writing: Writing, table: str, mine: str) -> None:
    """Rows of one key in one file are twins from the start."""
    writing.run(f"""UPDATE {table} SET twin = counted.twin FROM (
            SELECT place, row_number() OVER (PARTITION BY key ORDER BY line, place) AS twin FROM {mine}
            QUALIFY twin > 1) counted
        WHERE counted.place = {table}.rowid""")


def _meets(writing: Writing, mine: str, others: str) -> bool:
    """Whether there are earlier rows of the same keys."""
    return writing.row(f"SELECT count(*) FROM {mine} s JOIN {others} r ON r.key = s.key")[0] > 0


def _comparison(kind: DatasetKind) -> tuple[str, str]:
    others = [c.name for c in kind.columns if c.name not in kind.identifiers and c.name != kind.date]
    compared = " + ".join(f"(s.{name} IS NOT NULL AND r.{name} IS NOT NULL)::INT" for name in others)
    different = " + ".join(f"coalesce(s.{name} <> r.{name}, FALSE)::INT" for name in others)
    return compared, different


def _pair_met(writing: Writing, kind: DatasetKind, mine: str, others: str) -> Paired:
    table, (compared, different) = rows_table(kind), _comparison(kind)
    writing.run(f"""CREATE OR REPLACE TEMP TABLE met AS
        SELECT s.place, s.line, r.key, r.twin, r.upload, r.live, {compared} AS compared, {different} AS different
        FROM {mine} s JOIN {others} r ON r.key = s.key""")
    writing.run("""CREATE OR REPLACE TEMP TABLE pairs AS
        WITH close AS (SELECT *, different / greatest(compared, 1) AS distance FROM met
                       WHERE live AND (compared < 3 OR different * 2 <= compared)),
             nearest AS (SELECT * FROM close QUALIFY row_number() OVER (PARTITION BY place ORDER BY distance, twin) = 1)
        SELECT place, twin FROM nearest QUALIFY row_number() OVER (PARTITION BY key, twin ORDER BY distance, line, place) = 1""")
    writing.run(f"UPDATE {table} SET twin = pairs.twin FROM pairs WHERE pairs.place = {table}.rowid AND {table}.twin <> pairs.twin")
    writing.run(f"""UPDATE {table} SET twin = fresh.twin FROM (
            SELECT s.place, r.top + row_number() OVER (PARTITION BY s.key ORDER BY s.line, s.place) AS twin
            FROM {mine} s JOIN (SELECT key, max(twin) AS top FROM met GROUP BY key) r ON r.key = s.key
            WHERE s.place NOT IN (SELECT place FROM pairs)) fresh
        WHERE fresh.place = {table}.rowid""")
    corrections = writing.row("SELECT count(*) FROM pairs")[0]
    clashes = writing.rows("SELECT line, min(upload) FROM met WHERE live AND place NOT IN (SELECT place FROM pairs) GROUP BY line ORDER BY line")
    writing.run("DROP TABLE pairs")
    writing.run("DROP TABLE met")
    return Paired(corrections, tuple(
        Issue(WARNING, Message("It has the number and time of a row of upload {upload}, but mostly other values: kept as a different row.",
                               {"upload": upload}), row=line) for line, upload in clashes))


def _reused(writing: Writing, kind: DatasetKind, mine: str, upload: int) -> tuple[Issue, ...]:
    """A note where numbers of the latest uploads come again with another moment, as tools write them that count from 1 in every file."""
    if not kind.dimensions:
        return ()
    same = " AND ".join(f"r.{name} IS NOT DISTINCT FROM s.{name}" for name in kind.identifiers[1:]) or "TRUE"
    first = kind.identifiers[0]
    latest = [number for number, in writing.rows("SELECT id FROM upload WHERE kind = ? AND id < ? AND undone_at IS NULL ORDER BY id DESC LIMIT ?",
                                                 [kind.name, upload, _LATEST])]
    if not latest:
        return ()
    reused, earlier = writing.row(f"""SELECT count(DISTINCT s.place), min(r.upload) FROM {mine} s
        JOIN {rows_table(kind)} r ON r.live AND r.upload IN ({", ".join(map(str, latest))})
         AND r.{first} = s.{first} AND {same} AND r.{kind.date} <> s.{kind.date}""")
    if not reused:
        return ()
    return (Issue(NOTE, Message("{count} rows carry a number that earlier uploads used at another time (for example in upload {upload}): "
                                "they are kept as different rows.", {"count": reused, "upload": earlier})),)


def refresh_live(writing: Writing, kind: DatasetKind, upload: int | None = None) -> tuple[int, tuple[date, ...]]:
    """Decide anew which rows are live, among those that `upload` touches or among all.

    How many others' rows it replaces, and the months of all rows that came or went.
    """
    reach = None if upload is None else reach_of(writing, upload)
    within = {rows: "TRUE" if reach is None else reach.holds(rows, kind) for rows in "rs"}
    table = rows_table(kind)
    writing.run(f"""CREATE OR REPLACE TEMP TABLE changed AS
        WITH mine AS (SELECT key, twin FROM {table} WHERE upload = $1),
             period AS (SELECT * FROM upload WHERE id = $1 AND replaces_period)
        SELECT r.rowid AS place, r.upload, date_trunc('month', r.{kind.date})::DATE AS month, r.live AS was_live,
               u.undone_at IS NULL
               AND NOT EXISTS (SELECT 1 FROM {table} s JOIN upload v ON v.id = s.upload
                               WHERE s.key = r.key AND s.twin = r.twin AND s.upload > r.upload AND v.undone_at IS NULL AND {within["s"]})
               AND NOT EXISTS (SELECT 1 FROM upload v WHERE v.kind = u.kind AND v.source = u.source AND v.id > r.upload
                               AND v.replaces_period AND v.undone_at IS NULL
                               AND date_trunc('month', r.{kind.date}) BETWEEN date_trunc('month', v.first_date) AND v.last_date) AS is_live
        FROM {table} r JOIN upload u ON u.id = r.upload
        WHERE {within["r"]} AND was_live <> is_live
          AND ($1 IS NULL OR (r.key, r.twin) IN (SELECT (key, twin) FROM mine)
               OR EXISTS (SELECT 1 FROM period p WHERE p.source = u.source
                          AND date_trunc('month', r.{kind.date}) BETWEEN date_trunc('month', p.first_date) AND p.last_date))""", [upload])
    writing.run(f"UPDATE {table} SET live = changed.is_live FROM changed WHERE changed.place = {table}.rowid")
    replaced = writing.row("SELECT count(*) FROM changed WHERE upload <> $1 AND NOT is_live", [upload])[0]
    months = writing.rows("SELECT DISTINCT month FROM changed ORDER BY month")
    writing.run("DROP TABLE changed")
    return replaced, tuple(month for month, in months)
