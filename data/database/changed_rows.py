"""What an upload did to rows: brought, corrected, put in the place of others; counted by month and
by what tells of which KPI and which unit they are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from data.database.connection import ReadTransaction
from data.database.pairing import is_replaced
from data.database.tables import rows_table
from data.kinds.schema import DatasetKind

LATE, CORRECTED, GONE, HELD = "late", "corrected", "gone", "held"
# What rows are counted by, where their kind has it.
_TOLD_BY = ("region", "department", "kpi", "dimension", "unit")
_Row = Mapping[str, object]


@dataclass(frozen=True)
class ChangedRows:
    """Rows of which the same is to be said. `what`: LATE, brought for the first time; CORRECTED, put
    in the place of an earlier one that says something else; GONE, replaced with their whole period
    by rows that they are not among; HELD, what an upload holds that is not in use. `said`: what tells
    of them, by column, "month" their month; two where they said something else before."""

    what: str
    count: int
    said: tuple[tuple[tuple[str, object], ...], ...]


@dataclass(frozen=True)
class AskedRows:
    """Which rows are asked about: those of the months from `first` to `last`, and, where their kind
    has such columns, those of `kpi` (or of no KPI by name) and of exactly `place`: dimension and
    unit. `within`: a dimension of the records and the unit that they have to be of."""

    first: date
    last: date
    kpi: str | None = None
    place: tuple[str | None, str | None] | None = None
    within: tuple[str, str] | None = None

    def meets(self, row: _Row) -> bool:
        """Whether rows that say so are asked about."""
        month = row["month"]
        if not isinstance(month, date) or not self.first <= month <= self.last:
            return False
        if self.kpi is not None and row.get("kpi") not in (None, self.kpi):
            return False
        if self.place is not None and {"dimension", "unit"} <= row.keys():
            if (row["dimension"], row["unit"]) != self.place:
                return False
        return self.within is None or row.get(self.within[0], self.within[1]) == self.within[1]

    def count(self, changed: Iterable[ChangedRows], what: str) -> int:
        """How many rows asked about were changed so. A row that was corrected counts where what it
        said before or what it says now is asked about."""
        return sum(
            rows.count
            for rows in changed
            if rows.what == what and any(self.meets(dict(said)) for said in rows.said)
        )


def changed_rows(
    reading: ReadTransaction, kind: DatasetKind, upload: int
) -> tuple[ChangedRows, ...]:
    """What an upload did that is in use."""
    table, names = rows_table(kind), [f'"{column.name}"' for column in kind.columns]
    now, before = (", ".join(f"{rows}.{name}" for name in names) for rows in ("mine", "before"))
    met = reading.rows(
        f"""
        WITH mine AS (SELECT key, twin, {", ".join(names)} FROM {table} WHERE upload = $1),
             before AS (SELECT r.key, r.twin, {", ".join(f"r.{name}" for name in names)}
                        FROM {table} r JOIN upload u ON u.id = r.upload
                        WHERE u.undone_at IS NULL AND r.upload < $1
                          AND (r.key, r.twin) IN (SELECT (key, twin) FROM mine)
                        QUALIFY row_number() OVER (PARTITION BY r.key, r.twin ORDER BY r.upload DESC) = 1)
        SELECT before.key IS NULL, count(*), {_told_by(kind, "mine")}, {_told_by(kind, "before")}
        FROM mine LEFT JOIN before ON before.key = mine.key AND before.twin = mine.twin
        WHERE before.key IS NULL OR ({now}) IS DISTINCT FROM ({before})
        GROUP BY ALL""",
        [upload],
    )
    width = len(_columns(kind))
    found = [
        ChangedRows(
            LATE if is_new else CORRECTED,
            count,
            tuple(
                _said(kind, told)
                for told in ((cells[:width],) if is_new else (cells[:width], cells[width:]))
            ),
        )
        for is_new, count, *cells in met
    ]
    return (*found, *_gone(reading, kind, upload))


def _gone(reading: ReadTransaction, kind: DatasetKind, upload: int) -> tuple[ChangedRows, ...]:
    """The rows that counted until an upload replaced their whole period."""
    if not reading.row("SELECT replaces_period FROM upload WHERE id = ?", [upload])[0]:
        return ()
    table = rows_table(kind)
    rows = reading.rows(
        f"""
        SELECT count(*), {_told_by(kind, "r")} FROM {table} r JOIN upload u ON u.id = r.upload, upload v
        WHERE v.id = $1 AND u.undone_at IS NULL AND r.upload < $1 AND u.source = v.source AND {is_replaced("v", "r", kind)}
          AND (r.key, r.twin) NOT IN (SELECT (key, twin) FROM {table} WHERE upload = $1)
          AND NOT EXISTS (SELECT 1 FROM {table} s JOIN upload w ON w.id = s.upload
                          WHERE s.key = r.key AND s.twin = r.twin AND s.upload > r.upload AND s.upload < $1 AND w.undone_at IS NULL)
          AND NOT EXISTS (SELECT 1 FROM upload w WHERE w.id > r.upload AND w.id < $1 AND w.kind = u.kind AND w.source = u.source
                          AND w.replaces_period AND w.undone_at IS NULL AND {is_replaced("w", "r", kind)})
        GROUP BY ALL""",
        [upload],
    )
    return tuple(ChangedRows(GONE, count, (_said(kind, cells),)) for count, *cells in rows)


def rows_held(reading: ReadTransaction, kind: DatasetKind, upload: int) -> tuple[ChangedRows, ...]:
    """What an upload holds, whether it is in use or not."""
    rows = reading.rows(
        f"SELECT count(*), {_told_by(kind, 'r')} FROM {rows_table(kind)} r WHERE upload = ? "
        "GROUP BY ALL",
        [upload],
    )
    return tuple(ChangedRows(HELD, count, (_said(kind, cells),)) for count, *cells in rows)


def _columns(kind: DatasetKind) -> tuple[str, ...]:
    names = {column.name for column in kind.columns}
    return ("month", *(name for name in _TOLD_BY if name in names))


def _told_by(kind: DatasetKind, rows: str) -> str:
    month = f"date_trunc('month', {rows}.{kind.date})::DATE"
    return ", ".join([month, *(f"{rows}.{name}" for name in _columns(kind)[1:])])


def _said(kind: DatasetKind, cells: Iterable[object]) -> tuple[tuple[str, object], ...]:
    return tuple(zip(_columns(kind), cells, strict=True))
