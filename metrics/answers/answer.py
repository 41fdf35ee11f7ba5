"""Ask for a KPI, get one row a period and group: the source of every number shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from data.database.connection import ReadTransaction
from data.database.rollups import in_step
from metrics.answers.headcount import with_roster
from metrics.answers.maturing import still_maturing
from metrics.kpi import Kpi, Shape
from metrics.periods import last_day, periods_between, start_of
from metrics.privacy.gate import crossed, gated, narrowed, sums_for_readers
from metrics.sums import rollups as kept
from metrics.sums.against import against
from metrics.sums.columns import Columns, cells, placed, summed, taken
from metrics.sums.lengths import with_quantiles
from metrics.sums.query import Query, check, exposure_sql, lacks, sums_sql
from metrics.sums.values import value_columns

_COLUMNS = [
    "period",
    "group",
    "n",
    "value",
    "low",
    "high",
    "hidden",
    "since",
    "enough",
    "partial",
    "maturing",
    "roster",
    "y",
    "less",
    "x",
    "top",
    "yy",
    "xy",
    "xx",
]


Row = Mapping[str, Any]  # one row of an answer: its cells by the names of its columns


@dataclass(frozen=True)
class Answer:
    """What a KPI was, period by period.

    `rows`: period (first day), group (None where not split, "" where not
    given), n (cases), value, low, high (NaN: none), hidden (too few people to
    show), since (the day whose state is shown, where later changes are held
    back to protect staff; else None), enough (n reaches the minimum to be
    judged), partial (the period is
    not over, or only part of it was asked for), maturing (later records still belong to it),
    roster (how many staff there are to be asked, NaN where that is not known), and
    the sums y, less, x, top over rows, yy, xy, xx over cases.
    `columns`: the same as arrays by name; a look at one costs a fiftieth of that at a frame's.
    """

    kpi: Kpi
    query: Query
    rows: pd.DataFrame

    @cached_property
    def columns(self) -> Columns:
        """The rows as arrays by name."""
        return {name: self.rows[name].to_numpy() for name in self.rows}

    def judged(self) -> pd.DataFrame:
        """Rows of whole, matured periods that have a value to show."""
        return self._judged

    @cached_property
    def settled(self) -> Columns:
        """The columns of the rows that `judged` gives."""
        return self.columns if self._are_settled.all() else taken(self.columns, self._are_settled)

    @cached_property
    def _judged(self) -> pd.DataFrame:
        return self.rows if self._are_settled.all() else self.rows[self._are_settled]

    @cached_property
    def _are_settled(self) -> np.ndarray:
        partial, maturing, hidden = (
            self.columns[name].astype(bool) for name in ("partial", "maturing", "hidden")
        )
        known = ~np.isnan(self.columns["value"].astype(float))
        return known & ~(partial | maturing | hidden)

    def last(self) -> pd.Series | None:
        """The last row; None where there is none, where it is hidden, or where it has no value. For
        answers that are not split."""
        row = None if self.rows.empty else self.rows.iloc[-1]
        return None if row is None or row["hidden"] or pd.isna(row["value"]) else row

    def last_value(self) -> float | None:
        """The value of the last row, where that is shown."""
        row = self.last()
        return None if row is None else float(row["value"])

    def largest(self, most: int) -> "Answer":
        """The answer with the rows of most cases, so many at most: of groups, more cannot be looked
        at."""
        if len(self.rows) <= most:
            return self
        rows = self.rows.sort_values("n", ascending=False, kind="stable").head(most).sort_index()
        return Answer(self.kpi, self.query, rows)


class _OfColumns(Answer):
    """An answer that is a frame only for who asks for one."""

    _first: int

    @cached_property
    def rows(self) -> pd.DataFrame:
        return _frame(self.columns, self._first)


def answer_of(kpi: Kpi, query: Query, columns: Columns, first: int = 0) -> Answer:
    """An answer made of its columns; `first`: the label of its first row, where it is a part of
    another."""
    made = object.__new__(_OfColumns)
    made.__dict__.update(kpi=kpi, query=query, columns=columns, _first=first)
    return made


def row_at(columns: Columns, place: int) -> Row:
    """One row of an answer's columns."""
    return {name: values[place] for name, values in columns.items()}


def ask(reading: ReadTransaction, kpi: Kpi, query: Query, today: date) -> Answer:
    """The answer of the live rows, after the privacy gate; WrongCall for a dimension the KPI lacks,
    and for two at once where it is about staff."""
    asked = narrowed(reading.viewer, kpi, query)
    check(kpi, asked)
    sums = _sums(reading, (kpi,), asked)[kpi.name]
    return _answer(reading, kpi, asked, today, sums, query)


def ask_all(
    reading: ReadTransaction, kpis: Sequence[Kpi], query: Query, today: date
) -> dict[str, Answer]:
    """The answers of several KPIs to one question, by name; those that cannot be asked it are left
    out."""
    able: dict[Query, list[Kpi]] = {}
    for kpi in kpis:
        asked = narrowed(reading.viewer, kpi, query)
        if not lacks(kpi, asked) and not crossed(reading.viewer, kpi, asked):
            able.setdefault(asked, []).append(kpi)
    found = {
        kpi.name: _answer(reading, kpi, asked, today, sums, query)
        for asked, together in able.items()
        for kpi, sums in zip(together, _sums_of(reading, together, asked), strict=True)
    }
    return {kpi.name: found[kpi.name] for kpi in kpis if kpi.name in found}


def _sums_of(reading: ReadTransaction, kpis: Sequence[Kpi], query: Query) -> list[Columns]:
    found = _sums(reading, kpis, query)
    return [found[kpi.name] for kpi in kpis]


def live_values(reading: ReadTransaction, kpis: Sequence[Kpi], query: Query) -> dict[str, Columns]:
    """Period, group, value and sums of the rows as they are, without the gate: for what a load
    changes, which roles only are told."""
    able = [kpi for kpi in kpis if not lacks(kpi, query)]
    return {
        kpi.name: {**sums, **value_columns(kpi, sums)}
        for kpi, sums in zip(able, _live_sums(reading, able, query).values(), strict=True)
    }


def _answer(
    reading: ReadTransaction, kpi: Kpi, query: Query, today: date, sums: Columns, told: Query
) -> Answer:
    """`told`: the question as it was put, where it is answered narrower."""
    rows = gated(reading, kpi, query, {**sums, **value_columns(kpi, sums)})
    periods, at = _apart(rows["period"])
    ends = [last_day(start, query.grain) for start in periods]
    cut = [_cut(start, end, query, today) for start, end in zip(periods, ends, strict=True)]
    maturing = still_maturing(reading, kpi, query.grain, periods, today)
    rows = with_roster(reading, kpi, query, rows, [ends[place] for place in at])
    n = _cases(kpi, rows)
    rows |= {
        "n": n,
        "enough": (n >= kpi.dataset.enough) | kpi.measure.counted_in_full,
        "partial": np.array(cut, bool)[at],
        "maturing": np.array(maturing, bool)[at],
    }
    return answer_of(kpi, told, {name: rows[name] for name in _COLUMNS})


def _cases(kpi: Kpi, rows: Columns) -> np.ndarray:
    """How many cases stand behind each row: of what was measured elsewhere the answers that it says
    it was made of, 0 where it does not say."""
    if kpi.measure.shape is not Shape.GIVEN:
        return rows["n"]
    return np.where(rows["less"] >= rows["x"], rows["less"], 0)


def _apart(periods: np.ndarray) -> tuple[list[date], np.ndarray]:
    """Each period once, and which of them each row has."""
    places: dict[date, int] = {}
    at = [places.setdefault(period, len(places)) for period in periods]
    return list(places), np.array(at, int)


def _frame(rows: Columns, first: int) -> pd.DataFrame:
    """The answer as a frame, made at once. Without saying that objects are objects, pandas
    takes them for text, of which each look at a column's name takes twice as long."""
    index = pd.RangeIndex(first, first + len(rows["period"]))
    found = pd.DataFrame(
        {
            name: pd.Series(values, index, object) if values.dtype == object else values
            for name, values in rows.items()
        },
        index,
    )
    found.columns = pd.Index(list(rows), dtype=object)
    return found


def _cut(start: date, end: date, query: Query, today: date) -> bool:
    """Whether the period is not over, or reaches beyond what was asked for."""
    return (
        end >= today
        or (query.end is not None and end > query.end)
        or (query.start is not None and start < query.start)
    )


def _sums(reading: ReadTransaction, kpis: Sequence[Kpi], query: Query) -> dict[str, Columns]:
    """The sums of each KPI: as published where it is about staff; from those kept beside the rows
    where they hold the exact answer, else from the rows."""
    told = sums_for_readers(reading, kpis, query)
    published = {
        kpi.name: _finished(reading, kpi, query, told[kpi.name]) for kpi in kpis if kpi.name in told
    }
    return published | _live_sums(
        reading, [kpi for kpi in kpis if kpi.name not in published], query
    )


def _finished(reading: ReadTransaction, kpi: Kpi, query: Query, sums: Columns) -> Columns:
    """What was published, with periods in which nothing was counted, and with what it is counted
    against; a state is 0 until somebody of a group first changes it."""
    if kpi.measure.shape is Shape.EVENTS:
        return against(reading, kpi, query, sums, _holds(reading, kpi, query))
    return (
        _complete(sums, query, max(sums["period"]))
        if kpi.measure.shape in (Shape.COUNT, Shape.STATE) and len(sums["period"])
        else sums
    )


def _live_sums(reading: ReadTransaction, kpis: Sequence[Kpi], query: Query) -> dict[str, Columns]:
    """The sums of each KPI as they are now."""
    held = [kpi for kpi in kpis if _holds(reading, kpi, query)]
    found = kept.kept_sums(reading, held, query) if held else {}
    return {
        kpi.name: _completed(
            reading,
            kpi,
            query,
            found[kpi.name] if kpi.name in found else summed(reading, *sums_sql(kpi, query)),
            kpi.name in found,
        )
        for kpi in kpis
    }


def _holds(reading: ReadTransaction, kpi: Kpi, query: Query) -> bool:
    """Whether the sums kept beside the rows hold the exact answer."""
    return in_step(reading) and kept.holds(reading, kpi) and kept.covers(kpi, query)


def _completed(
    reading: ReadTransaction, kpi: Kpi, query: Query, sums: Columns, held: bool
) -> Columns:
    """What the shape of a measure needs besides: the exposure of a rate, periods in which nothing
    was counted, running totals."""
    shape = kpi.measure.shape
    if shape is Shape.QUANTILE:
        return with_quantiles(reading, kpi, query, sums, held)
    if shape is Shape.EVENTS:
        return against(reading, kpi, query, sums, held)
    if shape is Shape.RATE:
        return exposed(reading, kpi, query, sums, held)
    if shape is Shape.COUNT and len(sums["period"]):
        return _complete(sums, query, max(sums["period"]))
    if shape is Shape.STATE and len(sums["period"]):
        return _running(_complete(sums, query, _last_record(reading, kpi, query, held)), query)
    return sums


def exposed(reading: ReadTransaction, kpi: Kpi, query: Query, sums: Columns, held: bool) -> Columns:
    """The sums of a rate in every cell in which something could be counted."""
    exposure = summed(reading, *exposure_sql(kpi, query, held))
    return {**placed(cells(exposure), sums), "x": exposure["x"]}


def _last_record(reading: ReadTransaction, kpi: Kpi, query: Query, held: bool) -> date:
    kind = kpi.dataset
    last = (
        kept.last_month(reading, kind.name)
        if held
        else reading.row(f"SELECT max({kind.date})::DATE FROM live_{kind.name}")[0]
    )
    return start_of(min(last, query.end or last), query.grain)


def _complete(sums: Columns, query: Query, end: date) -> Columns:
    """Every group in every period up to `end`: a count of nothing is 0, not missing."""
    first, last = min(sums["period"]), max(sums["period"])
    groups = dict.fromkeys(sums["group"])
    return placed(
        [
            (period, group)
            for period in periods_between(first, max(end, last), query.grain)
            for group in groups
        ],
        sums,
    )


def _running(sums: Columns, query: Query) -> Columns:
    """The state at each period's end; its cases are what it counts. Every group is in every
    period."""
    groups = len(set(sums["group"]))
    y = sums["y"].reshape(-1, groups).cumsum(axis=0).ravel()
    running = {**sums, "y": y, "n": y}
    if not query.start:
        return running
    first = start_of(query.start, query.grain)
    return taken(running, [period >= first for period in sums["period"]])
