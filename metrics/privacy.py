"""The gate: numbers about staff leave it only for the cells of one fixed lattice (lattice.py).

It sits inside `ask`, so charts, tables, exports and commands all pass it. The
lattice of a kind: the whole company and each unit of each single dimension, by
month, quarter and year. Two dimensions at once, and periods of which only a
part is asked for, are no cells of it. What may be shown follows from the
stored rows alone, is the same for all KPIs that count the same rows, and does
not depend on what anyone looked at before.
"""

import json
import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from functools import partial

import numpy as np
import pandas as pd

from data.database import Reading, Writing
from data.keeping import Kept
from data.roles import sees_people
from data.schema import DatasetKind
from data.sums import in_step, text_kept
from errors import WrongCall
from metrics.cases import UNNAMED, WHOLE, Cases
from metrics.catalog import KPIS
from metrics.kpi import Kpi, Shape
from metrics.lattice import STATES, SUMS, Lattice, settle
from metrics.periods import last_day, periods_between
from metrics.query import Query
from metrics.relations import READS_TOO, relation_sql

_VALUES = ["n", "value", "low", "high", "y", "less", "x", "top", "yy", "xy", "xx"]
_MOST_KEPT = 12


def crossed(kpi: Kpi, query: Query) -> tuple[str, ...]:
    """The dimensions asked for where they are too many at once for those who may not see people; empty where all is well."""
    asked = _asked(query)
    return asked if _protects(kpi) and len(asked) > 1 else ()


def gated(reading: Reading, kpi: Kpi, query: Query, rows: pd.DataFrame) -> pd.DataFrame:
    """`rows` with `hidden`, every number of a hidden row removed, and hidden rows for cells that may not even be known to be empty.

    WrongCall where two dimensions are asked for at once.
    """
    if crossed(kpi, query):
        raise WrongCall("{kpi} is about staff, who could be recognised where {dimensions} are combined. Filter or compare by one of them.",
                        kpi=kpi.label, dimensions=[kpi.dataset.column(name).label for name in _asked(query)])
    if not _protects(kpi):
        return rows.assign(hidden=False)
    unseen = _hidden_cells(_published(reading, kpi, dimensions=bool(_asked(query))), query, rows)
    rows = _with(unseen, rows)
    hidden = pd.Series([cell in unseen for cell in zip(rows["period"], rows["group"], strict=True)], rows.index, dtype=bool)
    rows = rows.assign(hidden=hidden)
    rows[_VALUES] = rows[_VALUES].astype(float).where(~hidden, np.nan)
    return rows


@dataclass(frozen=True)
class Published:
    """What may be shown of the rows that some KPIs count: the `lattice`, first and last day on record, and the
    `cases` it was settled on (None where it was read back)."""

    lattice: Lattice
    first: date
    last: date
    state: bool
    cases: Cases | None = None


def published(reading: Reading, kind: DatasetKind) -> dict[str, Published]:
    """What may be shown of each set of rows that KPIs of a kind count, by the name of one of those KPIs; none without records."""
    found = {kpi.name: _settled(reading, kpi, dimensions=True) for kpi in _counting_apart(kind)}
    return {name: rows for name, rows in found.items() if rows is not None}


def lattices() -> tuple[Kept, ...]:
    """What may be shown of staff's records, to be settled when records change and kept beside them."""
    kinds = dict.fromkeys(kpi.dataset for kpi in KPIS if kpi.dataset.anonymous_below)
    return tuple(Kept(_kept_name(kpi, dimensions), kind.name, partial(_as_text, kpi=kpi, dimensions=dimensions),
                      READS_TOO.get(kpi.measure.relation, ()))
                 for kind in kinds for kpi in _counting_apart(kind) for dimensions in (True, False))


def _counting_apart(kind: DatasetKind) -> list[Kpi]:
    """One KPI for each set of rows that the KPIs of a kind count."""
    return list({(kpi.measure.relation, kpi.measure.shape is Shape.STATE): kpi for kpi in reversed(KPIS) if kpi.dataset is kind}.values())


def _protects(kpi: Kpi) -> bool:
    return kpi.dataset.anonymous_below > 0 and not sees_people()


def _asked(query: Query) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (query.by, *(name for name, _ in query.only)))))


def _hidden_cells(published: Published | None, query: Query, rows: pd.DataFrame) -> set[tuple[date, str | None]]:
    """The cells (period, group) of an answer that are hidden, with or without records."""
    if published is None:
        return set()
    first, last = max(published.first, query.start or published.first), min(published.last, query.end or published.last)
    grid = {(period, group) for period in periods_between(first, last, query.grain) for group in _groups(published, query)}
    cut = {period for period, _ in grid if _is_cut(published, query, period)}
    cells = grid | set(zip(rows["period"], rows["group"], strict=True))
    return {(period, group) for period, group in cells if period in cut or not _shows(published.lattice, query, group, period)}


def _is_cut(published: Published, query: Query, period: date) -> bool:
    """Whether only a part of the period's records was asked for. A state is that of the period's end, whenever one starts to look."""
    end = last_day(period, query.grain)
    if query.end is not None and query.end < end and query.end < published.last:
        return True
    return query.start is not None and period < query.start and published.first < query.start and not published.state


def _shows(lattice: Lattice, query: Query, group: str | None, period: date) -> bool:
    cells = [(query.by, group)] if query.by else [(name, unit) for name, units in query.only for unit in units]
    return all(lattice.shows(name, unit, period, query.grain) for name, unit in cells or [(WHOLE, None)])


def _with(cells: set[tuple[date, str | None]], rows: pd.DataFrame) -> pd.DataFrame:
    """`rows` and one for each of the cells that has none: that it is empty must not be told."""
    unseen = sorted(cells - set(zip(rows["period"], rows["group"], strict=True)), key=lambda cell: (cell[0], cell[1] or ""))
    if not unseen:
        return rows
    added = {name: [cell[at] for cell in unseen] for at, name in enumerate(("period", "group"))}
    together = pd.DataFrame({name: [*rows[name], *added.get(name, [np.nan] * len(unseen))] for name in rows.columns})
    together["group"] = together["group"].astype(object).where(together["group"].notna(), None)
    return together.sort_values(["period", "group"], ignore_index=True)


def _groups(published: Published, query: Query) -> tuple[str | None, ...]:
    if not query.by:
        return (None,)
    filtered = [set(units) for name, units in query.only if name == query.by]
    return tuple(name for name in published.lattice.names[query.by] if all(name in units for units in filtered))


_KEPT: OrderedDict[tuple, Published | None] = OrderedDict()
_TURN = threading.Lock()


def _published(reading: Reading, kpi: Kpi, dimensions: bool) -> Published | None:
    """Settled once for a state of the data; inside a change that may yet be taken back nothing is remembered."""
    name = _kept_name(kpi, dimensions)
    if isinstance(reading, Writing):
        return _read_back(reading, kpi, name, dimensions)
    key = (*_state(reading), name)
    with _TURN:
        if key not in _KEPT:
            _KEPT[key] = _read_back(reading, kpi, name, dimensions)
        _KEPT.move_to_end(key)
        while len(_KEPT) > _MOST_KEPT:
            _KEPT.popitem(last=False)
        return _KEPT[key]


def _read_back(reading: Reading, kpi: Kpi, name: str, dimensions: bool) -> Published | None:
    """As kept beside the rows, else settled anew."""
    text = text_kept(reading, name) if in_step(reading) else None
    return _settled(reading, kpi, dimensions) if text is None else _from_text(text)


def _state(reading: Reading) -> tuple:
    """Which file, and which state of it: a restored file may repeat a version, not the moments of its uploads."""
    return reading.row("""SELECT (SELECT path FROM duckdb_databases() WHERE database_name = current_database()),
        (SELECT version FROM state), (SELECT max(loaded_at) FROM upload), (SELECT max(undone_at) FROM upload)""")


def _settled(reading: Reading, kpi: Kpi, dimensions: bool) -> Published | None:
    state = kpi.measure.shape is Shape.STATE
    frame = reading.frame(_people_sql(kpi, dimensions))
    if frame.empty:
        return None
    first, last = (stamp.date() for stamp in (frame["first"].min(), frame["last"].max()))
    cases = _cases(frame, kpi.dataset.dimensions if dimensions else (), state)
    return Published(settle(cases, kpi.dataset.anonymous_below, STATES if state else SUMS), first, last, state, cases)


def _kept_name(kpi: Kpi, dimensions: bool) -> str:
    """A name for the rows that a KPI counts, and how."""
    parts = (kpi.dataset.name, kpi.measure.relation or "", kpi.measure.shape is Shape.STATE, dimensions, kpi.dataset.anonymous_below, *_layers(kpi))
    return f"lattice {json.dumps(parts)}"


def _as_text(reading: Reading, kpi: Kpi, dimensions: bool) -> str:
    """What may be shown as JSON; "null" without records."""
    found = _settled(reading, kpi, dimensions)
    if found is None:
        return "null"
    shown = {name: {grain: ["".join(map(str, row)) for row in table.astype(int).tolist()] for grain, table in tables.items()}
             for name, tables in found.lattice.shown.items()}
    return json.dumps({"first_year": found.lattice.first_year, "names": dict(found.lattice.names), "shown": shown,
                       "first": found.first.isoformat(), "last": found.last.isoformat(), "state": found.state})


def _from_text(text: str) -> Published | None:
    body = json.loads(text)
    if body is None:
        return None
    shown = {name: {grain: np.array([[cell == "1" for cell in row] for row in rows], bool) for grain, rows in tables.items()}
             for name, tables in body["shown"].items()}
    names = {name: tuple(units) for name, units in body["names"].items()}
    return Published(Lattice(body["first_year"], names, shown), date.fromisoformat(body["first"]), date.fromisoformat(body["last"]), body["state"])


def _layers(kpi: Kpi) -> tuple[tuple[str, str], ...]:
    """The conditions under which KPIs count rows of the same relation, and what a state adds up."""
    state = kpi.measure.shape is Shape.STATE
    alike = [other.measure for other in (*KPIS, kpi) if other.dataset is kpi.dataset and other.measure.relation == kpi.measure.relation
             and (other.measure.shape is Shape.STATE) == state]
    return tuple(sorted({(measure.among, measure.y if state else "1") for measure in alike}))


def _people_sql(kpi: Kpi, dimensions: bool) -> str:
    """One row a person, month and unit in every dimension, for each layer: cases (or changes of a state), first and last day."""
    relation = relation_sql(kpi.measure.relation or f"live_{kpi.dataset.name}")
    units = "".join(f", coalesce({name}, '') AS {name}" for name in kpi.dataset.dimensions) if dimensions else ""
    parts = [f"""SELECT {layer} AS layer, coalesce({kpi.dataset.person}, '') AS person, year(date) * 12 + month(date) - 1 AS month{units},
       sum({y})::BIGINT AS n, min(date) AS first, max(date) AS last
FROM rows WHERE ({among}) GROUP BY ALL""" for layer, (among, y) in enumerate(_layers(kpi))]
    return f"WITH rows AS MATERIALIZED (FROM {relation})\n" + "\nUNION ALL\n".join(parts)


def _cases(frame: pd.DataFrame, dimensions: tuple[str, ...], state: bool) -> Cases:
    first_year, last_year = frame["month"].min() // 12, frame["month"].max() // 12
    years = int(last_year - first_year + 1)
    frame = frame.assign(month=frame["month"] - first_year * 12, person=_codes(frame["person"]))
    if state:
        frame = _standing(frame, dimensions, years * 12)
    coded = {name: pd.factorize(frame[name], sort=True) for name in dimensions}
    units = {WHOLE: np.zeros(len(frame), int)} | {name: codes for name, (codes, _) in coded.items()}
    names = {WHOLE: (None,)} | {name: tuple(found) for name, (_, found) in coded.items()}
    columns = (frame[name].to_numpy(np.int64) for name in ("person", "month", "layer", "n"))
    return Cases(int(first_year), years, *columns, units, names)


def _codes(people: pd.Series) -> np.ndarray:
    """A code a person, and `UNNAMED` where nobody is named."""
    return np.where(people == "", UNNAMED, pd.factorize(people)[0])


def _standing(frame: pd.DataFrame, dimensions: tuple[str, ...], months: int) -> pd.DataFrame:
    """From changes to what they add up to at each month's end, where that is not 0."""
    changes = frame.pivot_table(index=["layer", "person", *dimensions], columns="month", values="n", aggfunc="sum", fill_value=0)
    standing = changes.reindex(columns=range(months), fill_value=0).cumsum(axis=1).rename_axis(columns="month").stack().rename("n").reset_index()
    return standing[standing["n"] != 0]
