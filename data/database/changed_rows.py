"""What an upload did to the rows of a period: brought, corrected, put in the place of others."""

from dataclasses import dataclass
from datetime import date

from data.database.connection import ReadTransaction
from data.database.pairing import is_replaced
from data.database.tables import rows_table
from data.kinds.schema import DatasetKind


@dataclass(frozen=True)
class ChangedRows:
    """Rows of some days. `late`: brought for the first time; `corrected`: put in the place of an
    earlier one that says something else; `gone`: those that were replaced with their whole period
    and came no more."""

    late: int = 0
    corrected: int = 0
    gone: int = 0

    @property
    def any(self) -> bool:
        """Whether anything is another than before."""
        return bool(self.late or self.corrected or self.gone)


def changed_rows(
    reading: ReadTransaction,
    kind: DatasetKind,
    upload: int,
    first: date,
    last: date,
    kpi: str | None = None,
) -> ChangedRows:
    """What an upload that is in use did to the rows of these days; of one KPI where its rows are
    of KPIs. A row of which the day was corrected is one of both days."""
    table, day = rows_table(kind), kind.date
    said = ", ".join(f'"{column.name}"' for column in kind.columns)
    mine = ", ".join(f'mine."{column.name}"' for column in kind.columns)
    theirs = ", ".join(f'before."{column.name}"' for column in kind.columns)
    named = "" if kpi is None or "kpi" not in _names(kind) else "AND coalesce({0}.kpi, $4) = $4"
    within = "({0}.{1} >= $2 AND {0}.{1} < $3::DATE + 1)"
    here, there = within.format("mine", day), within.format("before", day)
    values = [upload, first, last, *([kpi] if named else [])]
    late, corrected = reading.row(
        f"""
        WITH mine AS (SELECT key, twin, {said} FROM {table} WHERE upload = $1),
             before AS (SELECT r.key, r.twin, {", ".join(f'r."{c.name}"' for c in kind.columns)}
                        FROM {table} r JOIN upload u ON u.id = r.upload
                        WHERE u.undone_at IS NULL AND r.upload < $1
                          AND (r.key, r.twin) IN (SELECT (key, twin) FROM mine)
                        QUALIFY row_number() OVER (PARTITION BY r.key, r.twin ORDER BY r.upload DESC) = 1)
        SELECT count(*) FILTER (before.key IS NULL AND {here}),
               count(*) FILTER (before.key IS NOT NULL AND ({here} OR {there}) AND ({mine}) IS DISTINCT FROM ({theirs}))
        FROM mine LEFT JOIN before ON before.key = mine.key AND before.twin = mine.twin
        WHERE TRUE {named.format("mine")}""",
        values,
    )
    (gone,) = reading.row(
        f"""
        SELECT count(*) FROM {table} r JOIN upload u ON u.id = r.upload, upload v
        WHERE v.id = $1 AND v.replaces_period AND u.undone_at IS NULL AND r.upload < $1 AND u.source = v.source
          AND {is_replaced("v", "r", kind)} AND {within.format("r", day)} {named.format("r")}
          AND (r.key, r.twin) NOT IN (SELECT (key, twin) FROM {table} WHERE upload = $1)
          AND NOT EXISTS (SELECT 1 FROM {table} s JOIN upload w ON w.id = s.upload
                          WHERE s.key = r.key AND s.twin = r.twin AND s.upload > r.upload AND s.upload < $1 AND w.undone_at IS NULL)
          AND NOT EXISTS (SELECT 1 FROM upload w WHERE w.id > r.upload AND w.id < $1 AND w.kind = u.kind AND w.source = u.source
                          AND w.replaces_period AND w.undone_at IS NULL AND {is_replaced("w", "r", kind)})""",
        values,
    )
    return ChangedRows(late, corrected, gone)


def rows_held(
    reading: ReadTransaction,
    kind: DatasetKind,
    upload: int,
    first: date,
    last: date,
    kpi: str | None = None,
) -> int:
    """How many rows of these days an upload holds, whether it is in use or not."""
    named = kpi is not None and "kpi" in _names(kind)
    return reading.row(
        f"""SELECT count(*) FROM {rows_table(kind)} WHERE upload = $1 AND {kind.date} >= $2
            AND {kind.date} < $3::DATE + 1 {"AND coalesce(kpi, $4) = $4" if named else ""}""",
        [upload, first, last, *([kpi] if named else [])],
    )[0]


def _names(kind: DatasetKind) -> set[str]:
    return {column.name for column in kind.columns}
