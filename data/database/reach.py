"""Where the rows that an upload can meet are: on its days, in uploads of the same file, in uploads
whose rows it took the place of.

Rows of one key have one date, since the key contains it; the keys of rows
without identifiers contain their file. A row that corrects one of another key
takes over that key, and the ledger notes whose (`corrects`). So what is looked
for is looked for there, and what that takes does not grow with the other rows.
The keys of lasting records have no date: theirs are looked for on all days.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from data.database.connection import ReadTransaction
from data.database.tables import rows_table
from data.kinds.catalog import kind_named
from data.kinds.schema import DatasetKind


@dataclass(frozen=True)
class Reach:
    """On the days from `first` to `last`, or in some uploads; `alone`: no other upload of the
    ledger has rows there. `keys_of`: of lasting records, the upload whose keys they have."""

    first: date | None
    last: date | None
    uploads: tuple[int, ...]
    alone: bool
    keys_of: int | None = None

    def holds(self, rows: str, kind: DatasetKind) -> str:
        """SQL of whether rows are within reach; `rows` is what the statement calls their table."""
        day = f"{rows}.{kind.date}"
        within = f"{day} >= DATE '{self.first}' AND {day} < DATE '{self.last}' + INTERVAL 1 DAY"
        known = f"{rows}.upload IN ({', '.join(map(str, self.uploads))})"
        keys = f"{rows}.key IN (SELECT key FROM {rows_table(kind)} WHERE upload = {self.keys_of})"
        found = [
            sql
            for sql, is_asked in (
                (within, self.first is not None),
                (known, self.uploads),
                (keys, self.keys_of is not None),
            )
            if is_asked
        ]
        return f"({' OR '.join(found) or 'FALSE'})"


def reach_of(reading: ReadTransaction, upload: int) -> Reach:
    """Where an upload of the ledger can have met other rows."""
    first, last, kind, file, corrects = reading.row(
        """
        SELECT CASE WHEN replaces_period THEN date_trunc('month', first_date)::DATE ELSE first_date END,
               CASE WHEN replaces_period THEN last_day(last_date) ELSE last_date END, kind, hash, coalesce(corrects, []) FROM upload WHERE id = ?""",
        [upload],
    )
    return reach_between(reading, kind_named(kind), upload, file, (first, last), corrects)


def reach_between(
    reading: ReadTransaction,
    kind: DatasetKind,
    upload: int,
    file: str,
    days: tuple[date | None, date | None],
    corrects: Sequence[int] = (),
) -> Reach:
    """The reach of an upload of which the ledger need not be asked: with the hash of its `file`, and
    rows from the first to the last of these days; one that just came replaces no period yet, and corrects none."""
    first, last = days
    lasting = kind.lasting
    others = reading.rows(
        """SELECT id, hash = $2 OR list_contains($6::INT[], id) OR list_contains(coalesce(corrects, []), $3) AS same FROM upload
        WHERE kind = $1 AND id <> $3 AND ($7 OR last_date >= $4 AND first_date <= $5 OR same) ORDER BY id""",
        [kind.name, file, upload, first, last, list(corrects), lasting],
    )
    return Reach(
        first,
        last,
        tuple(number for number, same in others if same),
        alone=not others,
        keys_of=upload if lasting else None,
    )


def last_recorded(reading: ReadTransaction, kinds: Iterable[DatasetKind]) -> dict[str, date]:
    """Of these kinds that have any: the last day of which uploads that are in use have records."""
    rows = reading.rows(
        """SELECT kind, max(last_date) FROM upload
        WHERE list_contains(?, kind) AND undone_at IS NULL AND last_date IS NOT NULL GROUP BY kind""",
        [[kind.name for kind in kinds]],
    )
    return dict(rows)
