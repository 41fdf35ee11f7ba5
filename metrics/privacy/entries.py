"""The entries behind the figures about staff: what the rows say of a person in a month, with the
sums that figures are made of.

Entries are logged by the release that brought them (publishing.py), which makes the log all that
readers are shown anything of.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
import pandas as pd

from data.database.connection import ReadTransaction
from data.database.rollup_spec import Measured
from data.database.rollups import GRAINS, recorded
from data.database.tables import SUM_PARTS
from data.fiscal import JANUARY, period_sql
from data.kinds.catalog import kind_named
from data.kinds.schema import DatasetKind
from metrics.catalog import KPIS
from metrics.kpi import Kpi, Shape
from metrics.privacy.cases import UNNAMED, WHOLE, Cases
from metrics.privacy.lattice import STATES, SUMS
from metrics.privacy.releases import Log, Threshold
from metrics.sums.query import case_sql
from metrics.sums.relations import READS_TOO, kinds_read, relation_sql

ENTRY = ("person", "month", "layer", "n", "units", "whose", "sums")
_DIGITS = 10  # of an entry's sums, which tell entries apart: sums made anew add in another order


@dataclass(frozen=True)
class Counted:
    """Rows of staff that some KPIs count, in one way: as they are, or as a state at each month's
    end."""

    kind: DatasetKind
    relation: str | None
    state: bool
    kpis: tuple[Kpi, ...]

    @property
    def name(self) -> str:
        """Changes with whatever would make its entries others."""
        told = [self.kind.name, self.relation or "", self.state, self.kind.dimensions, self.layers]
        more = _SUMMED_MORE.get((self.kind.name, self.relation))
        return json.dumps(told if more is None else [*told, more])

    @property
    def layers(self) -> tuple[str, ...]:
        """The conditions under which the KPIs count the rows."""
        return tuple(sorted({kpi.measure.among for kpi in self.kpis}))

    def of_layer(self, layer: int) -> list[Kpi]:
        """The KPIs that count the rows under a condition."""
        return [kpi for kpi in self.kpis if kpi.measure.among == self.layers[layer]]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds whose rows it is made of."""
        found = {self.kind, *(kinds_read(self.relation) if self.relation else ())}
        return tuple(
            sorted({kind.name for kind in found} | set(READS_TOO.get(self.relation or "", ())))
        )

    @property
    def threshold(self) -> Threshold:
        """How many people, of which grains."""
        return Threshold(self.kind.anonymous_below, STATES if self.state else SUMS)


# Rows that more KPIs count than when they were first published, with how often that came to pass. An
# entry holds the sums of all KPIs of its layer in one text: beside entries of before, what is new
# would be missing of whoever has not changed since.
_SUMMED_MORE: dict[tuple[str, str | None], int] = {("suggestion", None): 1, ("violation", None): 1}


@cache
def counted_apart() -> tuple[Counted, ...]:
    """All rows of staff that KPIs count, by the way in which they are counted."""
    found: dict[tuple[DatasetKind, str | None, bool], list[Kpi]] = {}
    for kpi in KPIS:
        if kpi.dataset.anonymous_below:
            found.setdefault(_way(kpi), []).append(kpi)
    return tuple(Counted(*way, tuple(kpis)) for way, kpis in found.items())


def counted_by(kpi: Kpi) -> Counted:
    """The rows that a KPI about staff counts."""
    return next(
        (counted for counted in counted_apart() if kpi in counted.kpis), Counted(*_way(kpi), (kpi,))
    )


def _way(kpi: Kpi) -> tuple[DatasetKind, str | None, bool]:
    return kpi.dataset, kpi.measure.relation, kpi.measure.shape is Shape.STATE


def _entries_sql(counted: Counted) -> str:
    """The entries as the rows give them now."""
    units = ", ".join(f"coalesce({name}, '')" for name in counted.kind.dimensions)
    parts = [
        f"""SELECT {_person_sql(counted.kind)} AS person, year(date) * 12 + month(date) - 1 AS month, {layer} AS layer,
       {"sum(change)" if counted.state else "count(*)"}::BIGINT AS n, [{units}]::VARCHAR[] AS units,
       {_whose_sql(counted)} AS whose, {_values_sql(counted, layer)} AS sums
FROM rows WHERE ({among}) GROUP BY ALL"""
        for layer, among in enumerate(counted.layers)
    ]
    entries = f"WITH rows AS MATERIALIZED (FROM {_source(counted)})\n" + "\nUNION ALL\n".join(parts)
    return f"SELECT * FROM ({_standing_sql(entries) if counted.state else entries})"


def _person_sql(kind: DatasetKind) -> str:
    """Who stands behind a row; a row that names nobody may be somebody's of its own, known by what
    a correction keeps."""
    nobody = "key::VARCHAR || '.' || twin" if kind.unnamed_apart else "''"
    return f"coalesce({kind.person or kind.identifiers[0]}, {nobody})"


def _source(counted: Counted) -> str:
    rows = relation_sql(counted.relation or f"live_{counted.kind.name}")
    return (
        f"(SELECT *, {counted.kpis[0].measure.y} AS change FROM {rows})" if counted.state else rows
    )


def _whose_sql(counted: Counted) -> str:
    """A number of the case that an entry is of, where the rows of one case are several; else 0."""
    return (
        "0::UBIGINT"
        if counted.state or not counted.kind.case
        else f"md5_number_lower({case_sql(counted.kpis[0])})"
    )


def _values_sql(counted: Counted, layer: int) -> str:
    """The sums of an entry as text: those of `_parts`, of each of the KPIs that count the layer."""
    sums = [sql for kpi in counted.of_layer(layer) for sql in _parts(counted, kpi).values()]
    return (
        "''"
        if counted.state
        else "concat_ws(';', "
        f"{', '.join(f'round(coalesce(sum({sql}), 0), {_DIGITS})' for sql in sums)})"
    )


def _parts(counted: Counted, kpi: Kpi) -> Mapping[str, str]:
    """The kept parts of a KPI's sums: squares and products are made of whole cases, so of those
    with several rows only later."""
    y, x = kpi.measure.y, kpi.measure.x
    sums = {"y": y, "less": kpi.measure.less, "x": x, "top": f"({kpi.measure.top})::INT"}
    return (
        sums
        if counted.kind.case
        else {**sums, "yy": f"({y}) * ({y})", "xy": f"({x}) * ({y})", "xx": f"({x}) * ({x})"}
    )


def _standing_sql(changes: str) -> str:
    """What changes add up to at each month's end until the last one, where that is not 0."""
    return f"""WITH changes AS MATERIALIZED ({changes})
SELECT person, upto AS month, layer, sum(n)::BIGINT AS n, units, any_value(whose) AS whose, any_value(sums) AS sums
FROM (SELECT *, unnest(range(month, (SELECT max(month) + 1 FROM changes))) AS upto
      FROM changes)
GROUP BY person, upto, layer, units HAVING sum(n) <> 0"""


def _net_sql(columns: str) -> str:
    """The entries that are published, as the log adds up."""
    return f"SELECT {columns} FROM staff_entry WHERE basis = ? GROUP BY ALL HAVING sum(sign) > 0"


def log_rows(reading: ReadTransaction, counted: Counted, number: int | None) -> pd.DataFrame:
    """The log, with the changes since the last release as those of `number` (None: without them):
    release, sign, `same` and `entry` as `Log` has them, and the columns of the entry, its units
    each in one of its own."""
    columns = ", ".join(ENTRY)
    units = "".join(
        f", units[{at}] AS {name}" for at, name in enumerate(counted.kind.dimensions, start=1)
    )
    log = f"SELECT {columns}, release, sign FROM staff_entry WHERE basis = ?"
    changes = f"""WITH fresh AS MATERIALIZED (SELECT {columns} FROM ({_entries_sql(counted)})), before AS MATERIALIZED ({_net_sql(columns)})
        FROM (SELECT *, {number} AS release, 1 AS sign FROM (FROM fresh EXCEPT FROM before)
              UNION ALL SELECT *, {number}, -1 FROM (FROM before EXCEPT FROM fresh))"""
    first = f"SELECT *, 1 AS release, 1 AS sign FROM ({_entries_sql(counted)})"
    every, asked = f"FROM ({log}) UNION ALL BY NAME FROM ({changes})", 2
    if number is None:
        every, asked = log, 1
    elif number == 1:  # planning to compare with what is not there takes as long as reading
        every, asked = first, 0
    return reading.frame(
        f"""
        SELECT person, month, layer, n, whose, sums, release, sign{units},
               hash(person, month, layer, n, whose, sums) AS same, hash(person, month, layer, n, whose, sums, units) AS entry
        FROM ({every}) ORDER BY release, entry, sign""",
        [counted.name] * asked,
    )


def log_of(reading: ReadTransaction, counted: Counted, published: bool, starts: int) -> Log | None:
    """The log of what is published; or, where nothing ever is, of the rows as they are; by years
    that begin with the month `starts`. None without any."""
    if not published and not recorded(reading, [kind_named(name) for name in counted.kinds]):
        return None  # to find that out of the entries takes twenty times as long
    rows = log_rows(reading, counted, None if published else 1)
    return None if rows.empty else log_made_of(rows, counted, starts)


def span(reading: ReadTransaction, counted: Counted) -> tuple[date, date] | None:
    """First and last day on record; None without records."""
    first, last = reading.row(f"SELECT min(date)::DATE, max(date)::DATE FROM {_source(counted)}")
    return None if first is None else (first, last)


def log_made_of(rows: pd.DataFrame, counted: Counted, starts: int) -> Log:
    """The log that such rows are, its months counted in years that begin with `starts`."""
    entry, _ = pd.factorize(rows["entry"])
    once = rows.loc[~rows["entry"].duplicated()]
    months = once["month"].to_numpy(np.int64) - (starts - JANUARY)
    first_year = int(months.min()) // 12
    years = int(months.max()) // 12 - first_year + 1
    person = np.where(once["person"] == "", UNNAMED, pd.factorize(once["person"])[0])
    units, names = {WHOLE: np.zeros(len(once), int)}, {WHOLE: (None,)}
    for name in counted.kind.dimensions:
        codes, found = pd.factorize(once[name], sort=True)
        units[name], names[name] = codes, tuple(found)
    layer, n = (once[name].to_numpy(np.int64) for name in ("layer", "n"))
    month = months - first_year * 12
    entries = Cases(first_year, years, person, month, layer, n, units, names, starts)
    same, _ = pd.factorize(once["same"])
    return Log(
        entries, same, entry, rows["release"].to_numpy(np.int64), rows["sign"].to_numpy(np.int64)
    )


def records_sql(counted: Counted) -> str:
    """The published entries, with the first day of their month, and each unit in a column of its
    own."""
    units = "".join(
        f", units[{at}] AS {name}" for at, name in enumerate(counted.kind.dimensions, start=1)
    )
    return f"""SELECT make_date((month // 12)::INT, (month % 12 + 1)::INT, 1) AS date, layer, n, whose,
        CASE WHEN sums <> '' THEN string_split(sums, ';')::DOUBLE[] END AS sums{units} FROM ({_net_sql(", ".join(ENTRY))})"""


def places(counted: Counted, kpi: Kpi) -> dict[str, str]:
    """SQL of the parts of a KPI's sums in an entry."""
    parts, alike = (
        list(_parts(counted, kpi)),
        counted.of_layer(counted.layers.index(kpi.measure.among)),
    )
    first = 1 + alike.index(kpi) * len(parts)
    return {part: f"sums[{first + place}]" for place, part in enumerate(parts)}


def measured_entries(counted: Counted, kpi: Kpi) -> Measured:
    """How a KPI is summed over the table `entries_now`, whose cases have several rows."""
    at, layer = places(counted, kpi), counted.layers.index(kpi.measure.among)
    return Measured(
        kpi.name,
        counted.kind.name,
        "entries_now",
        at["y"],
        at["less"],
        at["x"],
        at["top"],
        f"layer = {layer}",
        "whose",
    )


def sums_of_cells(counted: Counted, kpi: Kpi, starts: int) -> list[str]:
    """SELECTs of the sums of a KPI from the table `entries_now`, where they add up, by years that
    begin with `starts`."""
    if counted.state:
        return [_standing_sums_sql(counted, kpi)]
    layer, at = counted.layers.index(kpi.measure.among), places(counted, kpi)
    totals = ", ".join(f"sum({sql}) AS {part}" for part, sql in {"n": "n", **at}.items())
    return [
        f"""SELECT '{kpi.name}' AS name, '{grain}' AS grain, dimension, unit, {period_sql(grain, "date", starts)} AS period, {totals}
        FROM (SELECT *, {_each_dimension(counted)} FROM entries_now WHERE layer = {layer}) GROUP BY ALL"""
        for grain in GRAINS
    ]


def _each_dimension(counted: Counted) -> str:
    """Columns `dimension` and `unit` that repeat a row: for the whole, and for each of its
    units."""
    names = counted.kind.dimensions
    dimensions, units = (
        ", ".join(["''", *(f"'{name}'" for name in names)]),
        ", ".join(["''", *names]),
    )
    return f"unnest([{dimensions}]) AS dimension, unnest([{units}]) AS unit"


def _standing_sums_sql(counted: Counted, kpi: Kpi) -> str:
    """Of a state: what stands at each month's end; 0 where a unit has records by then and nothing
    stands, or stood when it was last published."""
    last = f"(SELECT date_trunc('month', max(date))::DATE FROM live_{counted.kind.name})"
    zeros = ", ".join(f"0 AS {part}" for part in SUM_PARTS if part not in ("n", "y"))
    return f"""
        WITH standing AS (SELECT dimension, unit, date AS period, sum(n) AS y
                         FROM (SELECT *, {_each_dimension(counted)} FROM entries_now) GROUP BY ALL),
             on_record AS (SELECT dimension, unit, upto::DATE AS period, sum(y) AS y
                           FROM (SELECT *, unnest(generate_series(period, {last}, INTERVAL 1 MONTH)) AS upto
                                 FROM sums WHERE name = '{kpi.name}' AND grain = 'month') GROUP BY ALL),
             empty AS (SELECT dimension, unit, period FROM on_record WHERE y = 0
                       UNION SELECT dimension, unit, period FROM published WHERE name = '{kpi.name}' AND y = 0)
        SELECT '{kpi.name}' AS name, 'month' AS grain, dimension, unit, period, coalesce(standing.y, 0) AS n, coalesce(standing.y, 0) AS y, {zeros}
        FROM standing FULL JOIN empty USING (dimension, unit, period) WHERE period <= {last}"""
