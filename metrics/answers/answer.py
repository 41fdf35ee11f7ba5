"""Ask for a KPI, get one row a period and group: the source of every number shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from data.database.connection import Reading
from data.database.rollups import in_step
from metrics.kpi import Kpi, Shape
from metrics.periods import last_day, periods_between, start_of
from metrics.privacy.gate import crossed, gated, sums_for_readers
from metrics.sums import rollups as kept
from metrics.sums.query import Query, check, exposure_sql, lacks, sums_sql
from metrics.sums.values import valued

_SUMS = ["n", "y", "less", "x", "top", "yy", "xy", "xx"]
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
    "y",
    "less",
    "x",
    "top",
    "yy",
    "xy",
    "xx",
]


@dataclass(frozen=True)
class Answer:
    """What a KPI was, period by period.

    `rows`: period (first day), group (None where not split, "" where not
    given), n (cases), value, low, high (NaN: none), hidden (too few people to
    show), since (the day whose state is shown, where later changes are held
    back to protect staff; else None), enough (n reaches the minimum to be
    judged), partial (the period is
    not over, or only part of it was asked for), maturing (later records still belong to it), and
    the sums y, less, x, top over rows, yy, xy, xx over cases.
    """

    kpi: Kpi
    query: Query
    rows: pd.DataFrame

    def judged(self) -> pd.DataFrame:
        """Rows of whole, matured periods that have a value to show."""
        partial, maturing, hidden = (
            self.rows[name].to_numpy(bool) for name in ("partial", "maturing", "hidden")
        )
        return self.rows[~(partial | maturing | hidden) & self.rows["value"].notna().to_numpy()]

    def last(self) -> pd.Series | None:
        """The last row; None where there is none, where it is hidden, or where it has no value. For
        answers that are not split."""
        row = None if self.rows.empty else self.rows.iloc[-1]
        return None if row is None or row["hidden"] or pd.isna(row["value"]) else row

    def last_value(self) -> float | None:
        """The value of the last row, where that is shown."""
        row = self.last()
        return None if row is None else float(row["value"])


def ask(reading: Reading, kpi: Kpi, query: Query, today: date) -> Answer:
    """The answer of the live rows, after the privacy gate; WrongCall for a dimension the KPI lacks,
    and for two at once where it is about staff."""
    check(kpi, query)
    return _answer(reading, kpi, query, today, _sums(reading, (kpi,), query)[kpi.name])


def ask_all(reading: Reading, kpis: Sequence[Kpi], query: Query, today: date) -> dict[str, Answer]:
    """The answers of several KPIs to one question, by name; those that cannot be asked it are left
    out."""
    able = [
        kpi for kpi in kpis if not lacks(kpi, query) and not crossed(reading.viewer, kpi, query)
    ]
    found = _sums(reading, able, query)
    return {kpi.name: _answer(reading, kpi, query, today, found[kpi.name]) for kpi in able}


def live_values(reading: Reading, kpis: Sequence[Kpi], query: Query) -> dict[str, pd.DataFrame]:
    """Period, group, value and sums of the rows as they are, without the gate: for what a load
    changes, which roles only are told."""
    able = [kpi for kpi in kpis if not lacks(kpi, query)]
    return {
        kpi.name: valued(kpi, sums)
        for kpi, sums in zip(able, _live_sums(reading, able, query).values(), strict=True)
    }


def _answer(reading: Reading, kpi: Kpi, query: Query, today: date, sums: pd.DataFrame) -> Answer:
    rows = gated(reading, kpi, query, valued(kpi, sums))
    ends = [last_day(start, query.grain) for start in rows["period"]]
    rows = rows.assign(
        enough=(rows["n"] >= kpi.dataset.enough)
        | (kpi.measure.shape in (Shape.COUNT, Shape.STATE, Shape.RATE)),
        partial=np.array(
            [
                _cut(start, end, query, today)
                for start, end in zip(rows["period"], ends, strict=True)
            ],
            bool,
        ),
        maturing=np.array(
            [(today - end).days <= kpi.matures_days and kpi.matures_days > 0 for end in ends], bool
        ),
    )
    return Answer(kpi, query, rows[_COLUMNS])


def _cut(start: date, end: date, query: Query, today: date) -> bool:
    """Whether the period is not over, or reaches beyond what was asked for."""
    return (
        end >= today
        or (query.end is not None and end > query.end)
        or (query.start is not None and start < query.start)
    )


def _sums(reading: Reading, kpis: Sequence[Kpi], query: Query) -> dict[str, pd.DataFrame]:
    """The sums of each KPI: as published where it is about staff; from those kept beside the rows
    where they hold the exact answer, else from the rows."""
    told = {kpi.name: sums_for_readers(reading, kpi, query) for kpi in kpis}
    published = {
        kpi.name: _finished(kpi, query, _tidy(told[kpi.name]))
        for kpi in kpis
        if told[kpi.name] is not None
    }
    return published | _live_sums(
        reading, [kpi for kpi in kpis if kpi.name not in published], query
    )


def _finished(kpi: Kpi, query: Query, sums: pd.DataFrame) -> pd.DataFrame:
    """What was published, with periods in which nothing was counted; a state is 0 until somebody of
    a group first changes it."""
    return (
        _complete(sums, query, sums["period"].max())
        if kpi.measure.shape in (Shape.COUNT, Shape.STATE) and not sums.empty
        else sums
    )


def _live_sums(reading: Reading, kpis: Sequence[Kpi], query: Query) -> dict[str, pd.DataFrame]:
    """The sums of each KPI as they are now."""
    held = [
        kpi
        for kpi in kpis
        if in_step(reading) and kept.holds(reading, kpi) and kept.covers(kpi, query)
    ]
    found = kept.kept_sums(reading, held, query) if held else {}
    return {
        kpi.name: _completed(
            reading,
            kpi,
            query,
            _tidy(found[kpi.name] if kpi in held else reading.frame(*sums_sql(kpi, query))),
            kpi in held,
        )
        for kpi in kpis
    }


def _completed(
    reading: Reading, kpi: Kpi, query: Query, sums: pd.DataFrame, held: bool
) -> pd.DataFrame:
    """What the shape of a measure needs besides: the exposure of a rate, periods in which nothing
    was counted, running totals."""
    shape = kpi.measure.shape
    if shape is Shape.RATE:
        exposure = _tidy(reading.frame(*exposure_sql(kpi, query, held)))
        joined = exposure.merge(sums.drop(columns="x"), on=["period", "group"], how="left")
        return _with_groups(joined.fillna({name: 0 for name in _SUMS if name != "x"}))
    if shape is Shape.COUNT and not sums.empty:
        return _complete(sums, query, sums["period"].max())
    if shape is Shape.STATE and not sums.empty:
        return _running(_complete(sums, query, _last_record(reading, kpi, query, held)), query)
    return sums


def _tidy(frame: pd.DataFrame) -> pd.DataFrame:
    """Periods as dates, groups as plain text."""
    return _with_groups(
        frame.assign(period=pd.Series([stamp.date() for stamp in frame["period"]], dtype=object))
    )


def _with_groups(frame: pd.DataFrame) -> pd.DataFrame:
    """Groups as plain text, None where the answer is not split."""
    return frame.assign(group=frame["group"].astype(object).where(frame["group"].notna(), None))


def _last_record(reading: Reading, kpi: Kpi, query: Query, held: bool) -> date:
    kind = kpi.dataset
    last = (
        kept.last_month(reading, kind.name)
        if held
        else reading.row(f"SELECT max({kind.date})::DATE FROM live_{kind.name}")[0]
    )
    return start_of(min(last, query.end or last), query.grain)


def _complete(sums: pd.DataFrame, query: Query, end: date) -> pd.DataFrame:
    """Every group in every period up to `end`: a count of nothing is 0, not missing."""
    periods = periods_between(sums["period"].min(), max(end, sums["period"].max()), query.grain)
    grid = pd.MultiIndex.from_product(
        [periods, sums["group"].unique()], names=["period", "group"]
    ).to_frame(index=False)
    filled = grid.merge(sums, on=["period", "group"], how="left").fillna(dict.fromkeys(_SUMS, 0))
    return _with_groups(filled)


def _running(sums: pd.DataFrame, query: Query) -> pd.DataFrame:
    """The state at each period's end; its cases are what it counts."""
    y = sums.groupby("group", dropna=False)["y"].cumsum()
    running = sums.assign(y=y, n=y)
    return (
        running[running["period"] >= start_of(query.start, query.grain)] if query.start else running
    )
