"""Ask for a KPI, get one row a period and group: the source of every number shown."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from data.database import Reading
from metrics.kpi import Kpi, Shape
from metrics.periods import last_day, periods_between, start_of
from metrics.privacy import gated
from metrics.query import Query, exposure_sql, sums_sql
from metrics.values import valued

_SUMS = ["n", "people", "y", "less", "x", "top", "yy", "xy", "xx"]
_COLUMNS = ["period", "group", "n", "value", "low", "high", "hidden", "enough", "partial", "maturing", "y", "less", "x",
            "top", "yy", "xy", "xx"]


@dataclass(frozen=True)
class Answer:
    """What a KPI was, period by period.

    `rows`: period (first day), group (None where not split, "" where not
    given), n (cases), value, low, high (NaN: none), hidden (too few people to
    show), enough (n reaches the minimum to be judged), partial (the period is
    not over, or only part of it was asked for), maturing (later records still belong to it), and the sums
    y, less, x, top over rows, yy, xy, xx over cases.
    """

    kpi: Kpi
    query: Query
    rows: pd.DataFrame

    def judged(self) -> pd.DataFrame:
        """Rows of whole, matured periods that have a value to show."""
        unsettled = self.rows["partial"] | self.rows["maturing"] | self.rows["hidden"]
        return self.rows[~unsettled.astype(bool) & self.rows["value"].notna()]


def ask(reading: Reading, kpi: Kpi, query: Query, today: date | None = None) -> Answer:
    """The answer of the live rows, after the privacy gate; WrongCall for a dimension the KPI lacks,
    and for two at once where it is about staff."""
    today = today or date.today()
    if not kpi.measured:
        return Answer(kpi, query, pd.DataFrame(columns=_COLUMNS))
    rows = gated(reading, kpi, query, valued(kpi, _sums(reading, kpi, query)))
    ends = rows["period"].map(lambda start: last_day(start, query.grain))
    rows = rows.assign(
        enough=(rows["n"] >= kpi.dataset.enough) | (kpi.measure.shape in (Shape.COUNT, Shape.STATE, Shape.RATE)),
        partial=[_cut(start, end, query, today) for start, end in zip(rows["period"], ends, strict=True)],
        maturing=ends.map(lambda end: (today - end).days <= kpi.matures_days and kpi.matures_days > 0).astype(bool))
    return Answer(kpi, query, rows[_COLUMNS])


def _cut(start: date, end: date, query: Query, today: date) -> bool:
    """Whether the period is not over, or reaches beyond what was asked for."""
    return end >= today or (query.end is not None and end > query.end) or (query.start is not None and start < query.start)


def _sums(reading: Reading, kpi: Kpi, query: Query) -> pd.DataFrame:
    sums = _frame(reading, *sums_sql(kpi, query))
    shape = kpi.measure.shape
    if shape is Shape.RATE:
        exposure = _frame(reading, *exposure_sql(kpi, query))
        joined = exposure.merge(sums.drop(columns="x"), on=["period", "group"], how="left")
        return _with_groups(joined.fillna({name: 0 for name in _SUMS if name != "x"}))
    if shape is Shape.COUNT and not sums.empty:
        return _complete(sums, query, sums["period"].max())
    if shape is Shape.STATE and not sums.empty:
        return _running(_complete(sums, query, _last_record(reading, kpi, query)), query)
    return sums


def _frame(reading: Reading, sql: str, values: list[object]) -> pd.DataFrame:
    frame = reading.frame(sql, values)
    return _with_groups(frame.assign(period=[stamp.date() for stamp in pd.to_datetime(frame["period"])]))


def _with_groups(frame: pd.DataFrame) -> pd.DataFrame:
    """Groups as plain text, None where the answer is not split."""
    return frame.assign(group=frame["group"].astype(object).where(frame["group"].notna(), None))


def _last_record(reading: Reading, kpi: Kpi, query: Query) -> date:
    last = reading.row(f"SELECT max({kpi.dataset.date})::DATE FROM live_{kpi.dataset.name}")[0]
    return start_of(min(last, query.end or last), query.grain)


def _complete(sums: pd.DataFrame, query: Query, end: date) -> pd.DataFrame:
    """Every group in every period up to `end`: a count of nothing is 0, not missing."""
    periods = periods_between(sums["period"].min(), max(end, sums["period"].max()), query.grain)
    grid = pd.MultiIndex.from_product([periods, sums["group"].unique()], names=["period", "group"]).to_frame(index=False)
    filled = grid.merge(sums, on=["period", "group"], how="left").fillna(dict.fromkeys(_SUMS, 0))
    return _with_groups(filled)


def _running(sums: pd.DataFrame, query: Query) -> pd.DataFrame:
    """The state at each period's end; its cases are what it counts."""
    y = sums.groupby("group", dropna=False)["y"].cumsum()
    running = sums.assign(y=y, n=y, people=y)
    return running[running["period"] >= start_of(query.start, query.grain)] if query.start else running
