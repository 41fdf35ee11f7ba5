"""The releases of staff's figures beside the rows: made once the rows have changed, read by
everybody who may not see people.

Rows are stored first, and readers go on seeing what was published. The release
is then made from one state of the rows without keeping anybody from storing,
and written in one short transaction; where the rows have changed meanwhile it
is made again.
"""

import json
import threading
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from data.database.connection import Database, ReadTransaction, WriteTransaction
from data.database.rollup_spec import StaffBasis
from data.database.rollups import add_by_case, in_step, raise_version, recorded
from data.database.tables import SUM_PARTS
from data.fiscal import JANUARY, period_sql, year_starts
from data.kinds.catalog import kind_named
from data.progress import Tell, silent
from metrics.kpi import Kpi, Shape
from metrics.periods import start_of
from metrics.privacy.cases import MONTHS
from metrics.privacy.entries import (
    Counted,
    counted_apart,
    counted_by,
    log_made_of,
    log_rows,
    measured_entries,
    places,
    records_sql,
    span,
    sums_of_cells,
)
from metrics.privacy.releases import CURRENT, HELD, Release
from metrics.privacy.renewing import renewed
from metrics.sums.columns import Columns, by_name, summed
from metrics.sums.query import Query
from metrics.sums.rollups import covers

_TURN, _STEP = threading.Lock(), 0.1
_CELL = ("grain", "dimension", "unit", "period", "state")
_TRIES = 5  # of a release that others overtake, before it is left to their own


@dataclass(frozen=True)
class Published:
    """A release as it is read back, with first and last day on record."""

    release: Release
    first: date
    last: date


def bases() -> tuple[StaffBasis, ...]:
    """What the database has to know of them."""
    return tuple(StaffBasis(counted.name, counted.kinds) for counted in counted_apart())


def publish(database: Database, tell: Tell = silent) -> int:
    """Make a release of whatever changed since the last one; how many were made. What `tell` raises
    leaves the rest for later.

    One at a time: who comes later finds little left to do.
    """
    while not _TURN.acquire(timeout=_STEP):
        tell(0)
    try:
        with database.read(limited=False) as reading:
            due, empty = _due(reading)
        made = sum(_publish(database, counted, tell, empty) for counted in due)
        _note_empty(database, empty)
        return made
    finally:
        _TURN.release()


def _due(reading: ReadTransaction) -> tuple[list[Counted], dict[str, int]]:
    """Of which rows have changed since what is published of them was made; and those of them of which
    there are no rows and nothing was published, with how many changes."""
    found = reading.rows(
        "SELECT basis, changes, body IS NULL FROM release WHERE changes <> settled"
    )
    if not found or not in_step(reading):
        return [], {}
    changes = {basis: number for basis, number, _ in found}
    due = [counted for counted in counted_apart() if counted.name in changes]
    first = [counted for counted in due if (counted.name, changes[counted.name], True) in found]
    there = recorded(
        reading, map(kind_named, sorted({name for counted in first for name in counted.kinds}))
    )
    empty = [counted for counted in first if there.isdisjoint(counted.kinds)]
    return (
        [counted for counted in due if counted not in empty],
        {counted.name: changes[counted.name] for counted in empty},
    )


def is_due(reading: ReadTransaction) -> bool:
    """Whether rows of staff have changed since what is published was made. It can end without a new
    version of the data, so it is not to be remembered by one."""
    return reading.row("SELECT coalesce(bool_or(changes > settled), FALSE) FROM release")[0]


def _publish(database: Database, counted: Counted, tell: Tell, empty: dict[str, int]) -> bool:
    """Whether a release was made; where there is nothing to publish, after how many changes that was
    so is put into `empty`."""
    for _ in range(_TRIES):
        with database.read(limited=False) as reading:
            changes, settled, body = _kept(reading, counted)
            if changes == settled or not in_step(reading):
                return False
            before = None if body is None else release_from_text(body)
            days = span(reading, counted) or (None if body is None else _days(body))
            rows = (
                log_rows(reading, counted, 1 if before is None else before.number + 1)
                if days is not None
                else None
            )
        if days is None or rows is None or rows.empty:
            empty[counted.name] = changes
            return False
        kept, release = renewed(
            before,
            log_made_of(rows, counted, year_starts() if before is None else before.starts),
            date.today(),
            counted.threshold,
            tell,
        )
        if release is None:
            empty[counted.name] = changes
            return False
        with database.write(lags=None) as writing:
            if _kept(writing, counted) == (changes, settled, body) and in_step(writing):
                _write(
                    writing,
                    counted,
                    release,
                    rows[kept & (rows["release"] == release.number)],
                    changes,
                    days,
                )
                return True
    return False


def _note_empty(database: Database, empty: Mapping[str, int]) -> None:
    """Note of which nothing is to be published, all at once: each commit is written to the disk."""
    if not empty:
        return
    with database.write(lags=None) as writing:
        for basis, changes in empty.items():
            writing.run("UPDATE release SET settled = ? WHERE basis = ?", [changes, basis])


def _kept(reading: ReadTransaction, counted: Counted) -> tuple[int, int, str | None]:
    found = reading.rows(
        "SELECT changes, settled, body FROM release WHERE basis = ?", [counted.name]
    )
    return found[0] if found else (0, 0, None)


def published(reading: ReadTransaction, counted: Counted) -> Published | None:
    """What was published last; None before anything was."""
    _, _, body = _kept(reading, counted)
    return None if body is None else Published(release_from_text(body), *_days(body))


def awaited(reading: ReadTransaction, counted: Counted) -> bool:
    """Whether the first release of these rows is yet to be made."""
    changes, settled, body = _kept(reading, counted)
    return body is None and changes > settled


def _days(body: str) -> tuple[date, date]:
    """First and last day on record when a release was made."""
    told = json.loads(body)
    return date.fromisoformat(told["first"]), date.fromisoformat(told["last"])


def _write(
    writing: WriteTransaction,
    counted: Counted,
    release: Release,
    changes: pd.DataFrame,
    settled: int,
    days: tuple[date, date],
) -> None:
    """Put a release in the place of the one before, with the sums of the cells that show what is on
    record."""
    with writing.with_frame("changed", changes):
        units = f"[{', '.join(counted.kind.dimensions)}]::VARCHAR[]"
        writing.run(
            f"""INSERT INTO staff_entry BY NAME SELECT ? AS basis, person, month, layer, n, {units} AS units, whose, sums, release, sign
            FROM changed""",
            [counted.name],
        )
    writing.run(
        "UPDATE release SET settled = ?, body = ? WHERE basis = ?",
        [settled, release_as_text(release, *days), counted.name],
    )
    names = ", ".join(f"'{kpi.name}'" for kpi in counted.kpis)
    _add_up(writing, counted, release.starts)
    with writing.with_frame("closed", _cells(release)):
        cell = (
            "closed.grain = published.grain AND closed.dimension = published.dimension AND "
            "closed.unit = published.unit "
            "AND closed.period = published.period"
        )
        writing.run(
            f"DELETE FROM published WHERE name IN ({names}) AND NOT EXISTS (FROM closed WHERE "
            f"closed.state = {HELD} AND {cell})"
        )
        writing.run(
            "INSERT INTO published BY NAME SELECT * FROM added_up AS published WHERE NOT EXISTS "
            f"(FROM closed WHERE {cell})"
        )
    writing.run("DROP TABLE added_up")
    raise_version(writing, in_step(writing))


def _add_up(writing: WriteTransaction, counted: Counted, starts: int) -> None:
    """The sums of all cells as a table `added_up`, by every grain, as the published entries give
    them, by years that begin with `starts`."""
    writing.run(
        f"CREATE OR REPLACE TEMP TABLE entries_now AS {records_sql(counted)}", [counted.name]
    )
    writing.run("CREATE OR REPLACE TEMP TABLE added_up AS FROM published LIMIT 0")
    if counted.kind.case and not counted.state:
        add_by_case(
            writing,
            counted.kind,
            [measured_entries(counted, kpi) for kpi in counted.kpis],
            "added_up",
            starts,
        )
    else:
        for sums in (sums for kpi in counted.kpis for sums in sums_of_cells(counted, kpi, starts)):
            writing.run(f"INSERT INTO added_up BY NAME {sums}")
    writing.run("DROP TABLE entries_now")


def _cells(release: Release) -> pd.DataFrame:
    """The cells that do not show what is on record: grain, dimension, unit, period, state. One frame
    of all, since each takes longer to make than what is in it."""
    columns: dict[str, list[np.ndarray]] = {name: [] for name in _CELL}
    for dimension, tables in release.state.items():
        names = np.array([name or "" for name in release.names[dimension]], object)
        for grain, cells in tables.items():
            group, period = np.nonzero(cells != CURRENT)
            first = np.datetime64(f"{release.first_year}-{release.starts:02d}", "M")
            found = (
                np.full(len(group), grain, object),
                np.full(len(group), dimension, object),
                names[group],
                (first + MONTHS[grain] * period).astype("datetime64[us]"),
                cells[group, period],
            )
            for name, values in zip(_CELL, found, strict=True):
                columns[name].append(values)
    whole = {name: np.concatenate(parts) for name, parts in columns.items()}
    texts = {name: pd.Series(whole[name], dtype="str") for name in _CELL[:3]}
    return pd.DataFrame({**whole, **texts})


def release_as_text(release: Release, first: date, last: date) -> str:
    """A release as JSON, its cells as bytes in Base64."""
    cells = {
        what: {
            name: {
                grain: [*table.shape, b64encode(table.astype(np.int32).tobytes()).decode()]
                for grain, table in tables.items()
            }
            for name, tables in getattr(release, what).items()
        }
        for what in ("state", "since")
    }
    return json.dumps(
        {
            "days": [day.isoformat() for day in release.days],
            "first_year": release.first_year,
            "starts": release.starts,
            "until": release.last,
            "names": dict(release.names),
            "first": first.isoformat(),
            "last": last.isoformat(),
            **cells,
        },
        ensure_ascii=False,
    )


def release_from_text(text: str) -> Release:
    """The release of such a text."""
    body = json.loads(text)
    cells = {
        what: {
            name: {grain: _table(*table) for grain, table in tables.items()}
            for name, tables in body[what].items()
        }
        for what in ("state", "since")
    }
    names = {name: tuple(units) for name, units in body["names"].items()}
    return Release(
        tuple(map(date.fromisoformat, body["days"])),
        body["first_year"],
        body["until"],
        names,
        cells["state"],
        cells["since"],
        body.get("starts", JANUARY),
    )


def _table(groups: int, periods: int, text: str) -> np.ndarray:
    return np.frombuffer(b64decode(text), np.int32).reshape(groups, periods).astype(int)


def published_sums(
    reading: ReadTransaction, kpis: Sequence[Kpi], query: Query
) -> dict[str, Columns]:
    """Period, group and sums of each KPI as published, for whole periods by one dimension at most.
    What stands in cells is asked for together."""
    of_cells = [kpi for kpi in kpis if covers(kpi, query)]
    states = [kpi for kpi in of_cells if kpi.measure.shape is Shape.STATE]
    others = [kpi for kpi in of_cells if kpi not in states]
    return {
        **(_from_cells(reading, others, query, state=False) if others else {}),
        **(_from_cells(reading, states, query, state=True) if states else {}),
        **{kpi.name: _from_records(reading, kpi, query) for kpi in kpis if kpi not in of_cells},
    }


def _from_cells(
    reading: ReadTransaction, kpis: Sequence[Kpi], query: Query, state: bool
) -> dict[str, Columns]:
    names = [kpi.name for kpi in kpis]
    conditions = [f"name IN ({', '.join('?' * len(names))})", "grain = ?", "dimension = ?"]
    values: list[object] = [*names, "month" if state else query.grain, _dimension(query)]
    for _, units in query.only:
        conditions.append(f"unit IN ({', '.join('?' * len(units))})")
        values += units
    if query.start:
        conditions.append("period >= ?")
        values.append(start_of(query.start, query.grain))
    if query.end:
        conditions.append("period <= ?")
        values.append(query.end)
    group = "unit" if query.by else "NULL::VARCHAR"
    latest = (
        f"QUALIFY row_number() OVER (PARTITION BY name, {period_sql(query.grain, 'period')}, unit "
        "ORDER BY period DESC) = 1"
        if state
        else ""
    )
    totals = ", ".join(f"sum({part}) AS {part}" for part in SUM_PARTS)
    found = summed(
        reading,
        f"""SELECT name, {period_sql(query.grain, "period")} AS period, {group} AS "group", {totals}
        FROM (FROM published WHERE {" AND ".join(conditions)} {latest}) GROUP BY ALL ORDER BY ALL""",
        values,
    )
    return by_name(found, names)


def _from_records(reading: ReadTransaction, kpi: Kpi, query: Query) -> Columns:
    """Of several units together, where one case may have rows in more than one of them."""
    counted = counted_by(kpi)
    conditions = [f"layer = {counted.layers.index(kpi.measure.among)}"]
    values: list[object] = [counted.name]
    for name, units in query.only:
        conditions.append(f"{name} IN ({', '.join('?' * len(units))})")
        values += units
    for day, comparison in ((query.start, ">="), (query.end, "<=")):
        if day:
            conditions.append(f"date {comparison} ?")
            values.append(day)
    of_case = ", ".join(f"sum({sql}) AS {part}" for part, sql in places(counted, kpi).items())
    return summed(
        reading,
        f"""SELECT period, NULL::VARCHAR AS "group", count(*) AS n, sum(y) AS y, sum(less) AS less, sum(x) AS x, sum(top) AS top,
            sum(y * y) AS yy, sum(x * y) AS xy, sum(x * x) AS xx
        FROM (SELECT {period_sql(query.grain, "date")} AS period, whose, {of_case} FROM ({records_sql(counted)})
              WHERE {" AND ".join(conditions)} GROUP BY ALL) GROUP BY ALL ORDER BY ALL""",
        values,
    )


def _dimension(query: Query) -> str:
    return query.by or next((name for name, _ in query.only), "")
