"""The releases of staff's figures beside the rows: made once the rows have changed, read by everybody who may not see people.

Rows are stored first, and readers go on seeing what was published. The release
is then made from one state of the rows without keeping anybody from storing,
and written in one short transaction; where the rows have changed meanwhile it
is made again.
"""

import json
import threading
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from data.database import Database, Reading, Writing
from data.keeping import Basis
from data.reading.progress import Tell, silent
from data.schema import DatasetKind
from data.sums import in_step, raise_version
from data.tables import SUM_PARTS
from metrics.cases import MONTHS, UNNAMED, WHOLE, Cases
from metrics.catalog import KPIS
from metrics.kpi import Kpi, Shape
from metrics.lattice import STATES, SUMS
from metrics.periods import add_months, start_of
from metrics.query import Query
from metrics.relations import READS_TOO, kinds_read, relation_sql
from metrics.releases import CURRENT, HELD, Log, Release
from metrics.renewing import renewed

_TURN, _STEP = threading.Lock(), 0.1
_TRIES = 5  # of a release that others overtake, before it is left to their own
_ENTRY = ("person", "month", "layer", "n", "print", "units")
_DIGITS = 6  # of sums that tell entries apart: sums made anew add in another order


@dataclass(frozen=True)
class Counted:
    """Rows of staff that some KPIs count, in one way: as they are, or as a state at each month's end."""

    kind: DatasetKind
    relation: str | None
    state: bool
    kpis: tuple[Kpi, ...]

    @property
    def name(self) -> str:
        """Changes with whatever would make its entries others."""
        return json.dumps([self.kind.name, self.relation or "", self.state, self.kind.dimensions, self.layers])

    @property
    def layers(self) -> tuple[str, ...]:
        """The conditions under which the KPIs count the rows."""
        return tuple(sorted({kpi.measure.among for kpi in self.kpis}))

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds whose rows it is made of."""
        found = {self.kind, *(kinds_read(self.relation) if self.relation else ())}
        return tuple(sorted({kind.name for kind in found} | set(READS_TOO.get(self.relation, ()))))

    @property
    def together(self) -> Mapping[str, int]:
        """The grains, and how many of their periods are shown all or none."""
        return STATES if self.state else SUMS


@dataclass(frozen=True)
class Published:
    """A release as it is read back: with first and last day on record, and whether rows have changed since it was made."""

    release: Release
    first: date
    last: date
    due: bool


def counted_apart() -> tuple[Counted, ...]:
    """All rows of staff that KPIs count, by the way in which they are counted."""
    found: dict[tuple, list[Kpi]] = {}
    for kpi in KPIS:
        if kpi.dataset is not None and kpi.dataset.anonymous_below:
            found.setdefault(_way(kpi), []).append(kpi)
    return tuple(Counted(*way, tuple(kpis)) for way, kpis in found.items())


def counted_by(kpi: Kpi) -> Counted:
    """The rows that a KPI about staff counts."""
    return next((counted for counted in counted_apart() if kpi in counted.kpis), Counted(*_way(kpi), (kpi,)))


def _way(kpi: Kpi) -> tuple[DatasetKind, str | None, bool]:
    return kpi.dataset, kpi.measure.relation, kpi.measure.shape is Shape.STATE


def bases() -> tuple[Basis, ...]:
    """What the database has to know of them."""
    return tuple(Basis(counted.name, counted.kinds) for counted in counted_apart())


def publish(database: Database, tell: Tell = silent) -> int:
    """Make a release of whatever changed since the last one; how many were made. What `tell` raises leaves the rest for later.

    One at a time: who comes later finds little left to do.
    """
    while not _TURN.acquire(timeout=_STEP):
        tell(0)
    try:
        return sum(_publish(database, counted, tell) for counted in counted_apart())
    finally:
        _TURN.release()


def is_due(reading: Reading) -> bool:
    """Whether rows of staff have changed since what is published was made."""
    return reading.row("SELECT coalesce(bool_or(changes > settled), FALSE) FROM release")[0]


def _publish(database: Database, counted: Counted, tell: Tell) -> bool:
    for _ in range(_TRIES):
        with database.read() as reading:
            changes, settled, body = _kept(reading, counted)
            if changes == settled or not in_step(reading):
                return False
            before = release_from_text(body)
            rows, days = _rows(reading, counted, 1 if before is None else before.number + 1), span(reading, counted)
        if rows.empty:
            return _nothing(database, counted, changes)
        release = renewed(before, _log(rows, counted), date.today(), counted.kind.anonymous_below, counted.together, tell)
        with database.write() as writing:
            if _kept(writing, counted) == (changes, settled, body) and in_step(writing):
                _write(writing, counted, release, rows[rows["release"] == release.number], changes, days or _days(body))
                return True
    return False


def _nothing(database: Database, counted: Counted, changes: int) -> bool:
    """Note that there is nothing to publish."""
    with database.write() as writing:
        writing.run("UPDATE release SET settled = ? WHERE basis = ?", [changes, counted.name])
    return False


def _kept(reading: Reading, counted: Counted) -> tuple[int, int, str | None]:
    found = reading.rows("SELECT changes, settled, body FROM release WHERE basis = ?", [counted.name])
    return found[0] if found else (0, 0, None)


def published(reading: Reading, counted: Counted) -> Published | None:
    """What was published last; None before anything was."""
    changes, settled, body = _kept(reading, counted)
    return None if body is None else Published(release_from_text(body), *_days(body), changes > settled)


def awaited(reading: Reading, counted: Counted) -> bool:
    """Whether the first release of these rows is yet to be made."""
    changes, settled, body = _kept(reading, counted)
    return body is None and changes > settled


def _days(body: str) -> tuple[date, date]:
    """First and last day on record when a release was made."""
    told = json.loads(body)
    return date.fromisoformat(told["first"]), date.fromisoformat(told["last"])


def _entries_sql(counted: Counted) -> str:
    """The entries as the rows give them now."""
    units = ", ".join(f"coalesce({name}, '')" for name in counted.kind.dimensions)
    parts = [f"""SELECT coalesce({counted.kind.person}, '') AS person, year(date) * 12 + month(date) - 1 AS month, {layer} AS layer,
       {"sum(change)" if counted.state else "count(*)"}::BIGINT AS n, {_print_sql(counted, among)} AS print, [{units}]::VARCHAR[] AS units
FROM rows WHERE ({among}) GROUP BY ALL""" for layer, among in enumerate(counted.layers)]
    entries = f"WITH rows AS MATERIALIZED (FROM {_source(counted)})\n" + "\nUNION ALL\n".join(parts)
    return f"SELECT * FROM ({_standing_sql(entries) if counted.state else entries})"


def _source(counted: Counted) -> str:
    rows = relation_sql(counted.relation or f"live_{counted.kind.name}")
    return f"(SELECT *, {counted.kpis[0].measure.y} AS change FROM {rows})" if counted.state else rows


def _print_sql(counted: Counted, among: str) -> str:
    """What tells entries of different values apart."""
    if counted.state:
        return "0::UBIGINT"
    measures = [kpi.measure for kpi in counted.kpis if kpi.measure.among == among]
    sums = sorted({sql for measure in measures for sql in (measure.y, measure.less, measure.x, f"({measure.top})::INT")})
    return f"md5_number_lower(concat_ws('|', {', '.join(f'round(sum({sql}), {_DIGITS})' for sql in sums)}))"


def _standing_sql(changes: str) -> str:
    """What changes add up to at each month's end until the end of their last year, where that is not 0."""
    return f"""WITH changes AS MATERIALIZED ({changes})
SELECT person, upto AS month, layer, sum(n)::BIGINT AS n, any_value(print) AS print, units
FROM (SELECT *, unnest(range(month, (SELECT max(month) // 12 * 12 + 12 FROM changes))) AS upto
      FROM changes)
GROUP BY ALL HAVING sum(n) <> 0"""


def _rows(reading: Reading, counted: Counted, number: int) -> pd.DataFrame:
    """The log with the changes since the last release as those of `number`: release, sign, entry (what it is known by) and its columns."""
    columns = ", ".join(_ENTRY)
    return reading.frame(f"""
        WITH fresh AS MATERIALIZED (SELECT {columns} FROM ({_entries_sql(counted)})),
             logged AS MATERIALIZED (SELECT {columns}, release, sign FROM staff_entry WHERE basis = ?),
             before AS MATERIALIZED (SELECT {columns} FROM logged GROUP BY ALL HAVING sum(sign) > 0),
             changed AS (SELECT *, 1 AS sign FROM (FROM fresh EXCEPT FROM before) UNION ALL SELECT *, -1 FROM (FROM before EXCEPT FROM fresh))
        SELECT {columns}, release, sign, md5(concat_ws(chr(31), person, month, layer, n, print, array_to_string(units, chr(30)))) AS entry
        FROM (FROM logged UNION ALL BY NAME SELECT *, {int(number)} AS release FROM changed)
        ORDER BY release, entry""", [counted.name])


def log_of(reading: Reading, counted: Counted) -> Log | None:
    """The log up to the rows as they are now; None where there never were any."""
    rows = _rows(reading, counted, 1 + reading.row("SELECT coalesce(max(release), 0) FROM staff_entry WHERE basis = ?", [counted.name])[0])
    return None if rows.empty else _log(rows, counted)


def span(reading: Reading, counted: Counted) -> tuple[date, date] | None:
    """First and last day on record; None without records."""
    first, last = reading.row(f"SELECT min(date)::DATE, max(date)::DATE FROM {_source(counted)}")
    return None if first is None else (first, last)


def _log(rows: pd.DataFrame, counted: Counted) -> Log:
    entry, _ = pd.factorize(rows["entry"])
    once = rows.loc[~rows["entry"].duplicated()]
    first_year = int(once["month"].min()) // 12
    years = int(once["month"].max()) // 12 - first_year + 1
    person = np.where(once["person"] == "", UNNAMED, pd.factorize(once["person"])[0])
    units, names = {WHOLE: np.zeros(len(once), int)}, {WHOLE: (None,)}
    for at, name in enumerate(counted.kind.dimensions):
        codes, found = pd.factorize(once["units"].str[at], sort=True)
        units[name], names[name] = codes, tuple(found)
    month, layer, n = (once[name].to_numpy(np.int64) for name in ("month", "layer", "n"))
    entries = Cases(first_year, years, person, month - first_year * 12, layer, n, units, names)
    same = once.groupby(["person", "month", "layer", "n", "print"]).ngroup().to_numpy()
    return Log(entries, same, entry, rows["release"].to_numpy(np.int64), rows["sign"].to_numpy(np.int64))


def _write(writing: Writing, counted: Counted, release: Release, changes: pd.DataFrame, settled: int, days: tuple[date, date]) -> None:
    """Put a release in the place of the one before, with the sums of the cells that show what is on record."""
    with writing.with_frame("changed", changes.drop(columns="entry")):
        writing.run(f"INSERT INTO staff_entry BY NAME SELECT ? AS basis, {', '.join(_ENTRY)}, release, sign FROM changed", [counted.name])
    writing.run("UPDATE release SET settled = ?, body = ? WHERE basis = ?", [settled, release_as_text(release, *days), counted.name])
    names = ", ".join(f"'{kpi.name}'" for kpi in counted.kpis)
    with writing.with_frame("closed", _cells(release)):
        cell = "closed.grain = published.grain AND closed.dimension = published.dimension AND closed.unit = published.unit " \
               "AND closed.period = published.period"
        writing.run(f"DELETE FROM published WHERE name IN ({names}) AND NOT EXISTS (FROM closed WHERE closed.state = {HELD} AND {cell})")
        writing.run(f"""INSERT INTO published BY NAME SELECT * FROM ({_sums_sql(counted, names)}) AS published
            WHERE NOT EXISTS (FROM closed WHERE {cell})""")
    raise_version(writing, in_step(writing))


def _cells(release: Release) -> pd.DataFrame:
    """The cells that do not show what is on record: grain, dimension, unit, period, state."""
    found = []
    for dimension, tables in release.state.items():
        names = np.array([name or "" for name in release.names[dimension]], object)
        for grain, cells in tables.items():
            group, period = np.nonzero(cells != CURRENT)
            width = MONTHS[grain]
            starts = np.array([add_months(date(release.first_year, 1, 1), width * at) for at in range(cells.shape[1])], object)
            found.append(pd.DataFrame({"grain": grain, "dimension": dimension, "unit": names[group], "period": pd.to_datetime(starts[period]),
                                       "state": cells[group, period]}))
    cells = pd.concat(found, ignore_index=True)
    return cells.assign(period=cells["period"].astype("datetime64[us]"), unit=cells["unit"].astype(str))


def _sums_sql(counted: Counted, names: str) -> str:
    """The sums of all cells of some KPIs as the rows give them, by every grain."""
    if counted.state:
        last = f"(SELECT date_trunc('month', max(date))::DATE FROM live_{counted.kind.name})"
        zeros = ", ".join(f"0 AS {part}" for part in SUM_PARTS if part not in ("n", "y"))
        return f"""SELECT name, 'month' AS grain, dimension, unit, upto::DATE AS period, sum(y) AS n, sum(y) AS y, {zeros}
FROM (SELECT *, unnest(generate_series(period, {last}, INTERVAL 1 MONTH)) AS upto FROM sums WHERE name IN ({names}) AND grain = 'month')
GROUP BY ALL"""
    if counted.kind.case:
        return f"SELECT name, grain, dimension, unit, period, {', '.join(SUM_PARTS)} FROM sums WHERE name IN ({names})"
    totals = ", ".join(f"sum({part}) AS {part}" for part in SUM_PARTS)
    return f"""SELECT name, grain, dimension, unit, date_trunc(grain, month)::DATE AS period, {totals}
FROM (SELECT * EXCLUDE (grain, period), period AS month, unnest(['month', 'quarter', 'year']) AS grain FROM sums WHERE name IN ({names}))
GROUP BY ALL"""


def release_as_text(release: Release, first: date, last: date) -> str:
    """A release as JSON, its cells as bytes in Base64."""
    cells = {what: {name: {grain: [*table.shape, b64encode(table.astype(np.int32).tobytes()).decode()] for grain, table in tables.items()}
                    for name, tables in getattr(release, what).items()} for what in ("state", "since")}
    return json.dumps({"days": [day.isoformat() for day in release.days], "first_year": release.first_year, "names": dict(release.names),
                       "first": first.isoformat(), "last": last.isoformat(), **cells}, ensure_ascii=False)


def release_from_text(text: str | None) -> Release | None:
    """The release of such a text."""
    if text is None:
        return None
    body = json.loads(text)
    cells = {what: {name: {grain: _table(*table) for grain, table in tables.items()} for name, tables in body[what].items()}
             for what in ("state", "since")}
    names = {name: tuple(units) for name, units in body["names"].items()}
    return Release(tuple(map(date.fromisoformat, body["days"])), body["first_year"], names, cells["state"], cells["since"])


def _table(groups: int, periods: int, text: str) -> np.ndarray:
    return np.frombuffer(b64decode(text), np.int32).reshape(groups, periods).astype(int)


def published_sums(reading: Reading, kpi: Kpi, query: Query) -> pd.DataFrame:
    """Period, group and sums of a KPI as published, for whole periods by one dimension at most."""
    state = kpi.measure.shape is Shape.STATE
    conditions, values = ["name = ?", "grain = ?", "dimension = ?"], [kpi.name, "month" if state else query.grain, _dimension(query)]
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
    latest = f"QUALIFY row_number() OVER (PARTITION BY date_trunc('{query.grain}', period), unit ORDER BY period DESC) = 1" if state else ""
    totals = ", ".join(f"sum({part}) AS {part}" for part in SUM_PARTS)
    return reading.frame(f"""SELECT date_trunc('{query.grain}', period)::DATE AS period, {group} AS "group", {totals}
        FROM (FROM published WHERE {" AND ".join(conditions)} {latest}) GROUP BY ALL ORDER BY ALL""", values)


def _dimension(query: Query) -> str:
    return query.by or next((name for name, _ in query.only), "")
