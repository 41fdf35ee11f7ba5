"""What an upload did to the rows of a period: brought, corrected, put in the place of others."""

import re
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


@dataclass(frozen=True)
class Asked:
    """Which rows are asked about: those of the days from `first` to `last`, and, where their kind
    has such columns, those of `kpi` (or of no KPI by name) and of exactly `place`: dimension and
    unit. `within`: a dimension of the records and the unit that they have to be of."""

    first: date
    last: date
    kpi: str | None = None
    place: tuple[str | None, str | None] | None = None
    within: tuple[str, str] | None = None

    def conditions(self, kind: DatasetKind, rows: str) -> str:
        """SQL of whether rows are asked about; the values are those of `values`."""
        names = {column.name for column in kind.columns}
        found = [f"{rows}.{kind.date} >= $first AND {rows}.{kind.date} < $last::DATE + 1"]
        if self.kpi is not None and "kpi" in names:
            found.append(f"coalesce({rows}.kpi, $kpi) = $kpi")
        if self.place is not None and {"dimension", "unit"} <= names:
            found.append(
                f"{rows}.dimension IS NOT DISTINCT FROM $dimension "
                f"AND {rows}.unit IS NOT DISTINCT FROM $unit"
            )
        if self.within is not None and self.within[0] in names:
            found.append(f"{rows}.{self.within[0]} = $within")
        return f"({' AND '.join(found)})"

    def placed(self, sql: str, upload: int) -> tuple[str, list[object]]:
        """SQL with its named values by their places, and these."""
        dimension, unit = self.place or (None, None)
        known: dict[str, object] = {
            "upload": upload,
            "first": self.first,
            "last": self.last,
            "kpi": self.kpi,
            "dimension": dimension,
            "unit": unit,
            "within": self.within[1] if self.within else None,
        }
        used = [name for name in known if re.search(rf"\${name}\b", sql)]
        for at, name in enumerate(used, start=1):
            sql = re.sub(rf"\${name}\b", f"${at}", sql)
        return sql, [known[name] for name in used]


def changed_rows(
    reading: ReadTransaction, kind: DatasetKind, upload: int, asked: Asked
) -> ChangedRows:
    """What an upload that is in use did to the rows asked about. A row that was corrected counts
    where what it said before or what it says now is asked about."""
    table, names = rows_table(kind), [f'"{column.name}"' for column in kind.columns]
    here, there = asked.conditions(kind, "mine"), asked.conditions(kind, "before")
    said, of_before = (", ".join(f"{rows}.{name}" for name in names) for rows in ("mine", "before"))
    late, corrected = reading.row(
        *asked.placed(
            f"""
        WITH mine AS (SELECT key, twin, {", ".join(names)} FROM {table} WHERE upload = $upload),
             before AS (SELECT r.key, r.twin, {", ".join(f"r.{name}" for name in names)}
                        FROM {table} r JOIN upload u ON u.id = r.upload
                        WHERE u.undone_at IS NULL AND r.upload < $upload
                          AND (r.key, r.twin) IN (SELECT (key, twin) FROM mine)
                        QUALIFY row_number() OVER (PARTITION BY r.key, r.twin ORDER BY r.upload DESC) = 1)
        SELECT count(*) FILTER (before.key IS NULL AND {here}),
               count(*) FILTER (before.key IS NOT NULL AND ({here} OR {there}) AND ({said}) IS DISTINCT FROM ({of_before}))
        FROM mine LEFT JOIN before ON before.key = mine.key AND before.twin = mine.twin""",
            upload,
        )
    )
    (gone,) = reading.row(
        *asked.placed(
            f"""
        SELECT count(*) FROM {table} r JOIN upload u ON u.id = r.upload, upload v
        WHERE v.id = $upload AND v.replaces_period AND u.undone_at IS NULL AND r.upload < $upload AND u.source = v.source
          AND {is_replaced("v", "r", kind)} AND {asked.conditions(kind, "r")}
          AND (r.key, r.twin) NOT IN (SELECT (key, twin) FROM {table} WHERE upload = $upload)
          AND NOT EXISTS (SELECT 1 FROM {table} s JOIN upload w ON w.id = s.upload
                          WHERE s.key = r.key AND s.twin = r.twin AND s.upload > r.upload AND s.upload < $upload AND w.undone_at IS NULL)
          AND NOT EXISTS (SELECT 1 FROM upload w WHERE w.id > r.upload AND w.id < $upload AND w.kind = u.kind AND w.source = u.source
                          AND w.replaces_period AND w.undone_at IS NULL AND {is_replaced("w", "r", kind)})""",
            upload,
        )
    )
    return ChangedRows(late, corrected, gone)


def rows_held(reading: ReadTransaction, kind: DatasetKind, upload: int, asked: Asked) -> int:
    """How many of the rows asked about an upload holds, whether it is in use or not."""
    return reading.row(
        *asked.placed(
            f"""SELECT count(*) FROM {rows_table(kind)} r WHERE upload = $upload
            AND {asked.conditions(kind, "r")}""",
            upload,
        )
    )[0]
