"""Where a KPI may stand when a stage falls due, and how likely it then meets its goal."""

from dataclasses import dataclass
from datetime import date

from metrics.comparisons.signals import Process
from metrics.kpi import Kpi, Shape
from metrics.periods import add_months, last_day
from metrics.statistics.forecast import (
    FARTHEST,
    Forecast,
    ForecastScale,
    Identity,
    Logit,
    LogScale,
    forecast,
)
from metrics.statistics.intervals import Range
from metrics.targets.pace import required

LIKELY, POSSIBLE = 0.80, 0.95
_NEAREST, _WITHOUT_STAGE = 3, 6  # months that a fan has at least, and without a stage ahead
_RATE_FLOOR = 0.01

Path = tuple[float, date, list[tuple[date, float]]]


@dataclass(frozen=True)
class Chance:
    """Probability that the goal is met; `beyond`: of the pace a year ahead instead, the stage being
    farther."""

    kpi: Kpi
    future: Forecast
    probability: float
    beyond: bool = False

    @property
    def likely(self) -> Range:
        """Where the value then lies with 80 %, in the KPI's unit."""
        return _within(self.kpi, self.future.interval(LIKELY))


@dataclass(frozen=True)
class Ahead:
    """Where a month to come may lie, in the KPI's unit: `likely` with 80 %, `possible` with 95 %,
    above and below `middle` with 50 %."""

    period: date
    likely: Range
    possible: Range
    middle: float

    @property
    def day(self) -> date:
        return last_day(self.period, "month")


def scale_of(kpi: Kpi) -> ForecastScale:
    """Bounded units are forecast as logits, rates as logarithms, counts as they are."""
    if kpi.measure.shape in (Shape.RATE, Shape.EVENTS, Shape.TOTALS, Shape.QUANTILE):
        return LogScale(_RATE_FLOOR)
    if kpi.unit.low is not None and kpi.unit.high is not None:
        return Logit(kpi.unit.low, kpi.unit.high)
    return Identity()


def outlook(process: Process, months: int) -> Forecast | None:
    """The forecast some months after the last one; None under six months in the current segment."""
    return forecast(process.current["value"].to_numpy(float), months, scale_of(process.kpi))


def fan(process: Process, due: date | None = None) -> tuple[Ahead, ...]:
    """The months after the last settled one; empty where nothing can be told of them.

    They reach to the next stage's due date where one lies ahead, at least 3 and
    at most 12 months; else 6: a wider fan would only push the values aside.
    """
    last = process.rows["period"].iloc[-1]
    months = _months_to(due, last) if due is not None else 0
    farthest = min(max(months, _NEAREST), FARTHEST) if months > 0 else _WITHOUT_STAGE
    futures = [outlook(process, ahead) for ahead in range(1, farthest + 1)]
    return tuple(
        Ahead(
            add_months(last, future.months),
            likely=_within(process.kpi, future.interval(LIKELY)),
            possible=_within(process.kpi, future.interval(POSSIBLE)),
            middle=_within(process.kpi, future.interval(0)).low,
        )
        for future in futures
        if future is not None
    )


def _months_to(due: date, last: date) -> int:
    return (due.year - last.year) * 12 + due.month - last.month


def _within(kpi: Kpi, limits: Range) -> Range:
    """Limits inside the unit's own range, which a forecast on the plain scale does not know."""
    lowest = float("-inf") if kpi.unit.low is None else kpi.unit.low
    highest = float("inf") if kpi.unit.high is None else kpi.unit.high
    return Range(max(limits.low, lowest), min(limits.high, highest))


def chance(
    process: Process,
    due: date,
    goal: float,
    goal_high: float | None,
    better: int,
    path: Path | None,
) -> Chance | None:
    """The chance of a stage; None where it cannot be told.

    `better`: 1 where the goal is a least value, -1 where a greatest; with
    `goal_high` the value has to lie between.
    """
    last = process.rows["period"].iloc[-1]
    months = _months_to(due, last)
    if months < 1:
        return None
    if months <= FARTHEST:
        return _chance(process.kpi, outlook(process, months), goal, goal_high, better, beyond=False)
    if path is None:
        return None
    year_ahead = last_day(date(last.year + 1, last.month, 1), "month")
    return _chance(
        process.kpi,
        outlook(process, FARTHEST),
        required(year_ahead, *path),
        None,
        better,
        beyond=True,
    )


def _chance(
    kpi: Kpi,
    future: Forecast | None,
    goal: float,
    goal_high: float | None,
    better: int,
    beyond: bool,
) -> Chance | None:
    if future is None:
        return None
    if goal_high is not None:
        return Chance(
            kpi, future, future.probability(goal, 1) - future.probability(goal_high, 1), beyond
        )
    return Chance(kpi, future, future.probability(goal, better), beyond)
