"""The month's board: one card a KPI, and the order in which they ask for attention."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import isnan

from metrics.answers.answer import Answer, Row, row_at
from metrics.answers.history import Asking, part
from metrics.catalog import KPIS
from metrics.comparisons.change import MonthChange, change
from metrics.comparisons.signals import Process, process
from metrics.kpi import Kpi
from metrics.periods import add_months, is_over, last_day, periods_between
from metrics.privacy.gate import crossed
from metrics.statistics.spc import Variation
from metrics.sums.query import Filter, Query, lacks
from metrics.targets.notes import is_old
from metrics.targets.verdict import (
    UNJUDGED,
    Status,
    Verdict,
    by_plan,
    counting,
    near,
    stage_in_force,
)

MONTHS = 24

# From what needs a decision to what does not.
_ORDER = (
    Status.MISSED,
    Status.MET,
    Status.REACHED_LATE,
    Status.OUT_OF_REACH,
    Status.UNLIKELY,
    Status.OPEN,
    Status.NOT_ENOUGH,
    Status.TOO_EARLY,
    Status.LIKELY,
    Status.SURE,
    Status.CANNOT,
    Status.NO_DATA,
)


@dataclass(frozen=True)
class Breaks:
    """First days of the months from which on a KPI's months are not like those before: new process
    limits were decided, or the scale or the definition is another (`scales`)."""

    limits: tuple[date, ...] = ()
    scales: tuple[date, ...] = ()

    @property
    def every(self) -> tuple[date, ...]:
        """Both, oldest first."""
        return tuple(sorted({*self.limits, *self.scales}))


NO_BREAKS = Breaks()


@dataclass(frozen=True)
class Card:
    """One KPI in one month. `row`: that month's row of the answer (None: no value);
    `stages`: its verdicts by due date; `lacking`: filtered dimensions it is not
    recorded by, or may not be filtered by together; `months`: all of its months
    up to this one, of which `answer` has the last two years; `breaks`: where they part;
    `over`: whether the month is."""

    kpi: Kpi
    answer: Answer | None
    row: Row | None
    change: MonthChange | None
    stages: tuple[Verdict, ...]
    lacking: tuple[str, ...] = ()
    months: Answer | None = None
    breaks: Breaks = NO_BREAKS
    over: bool = True

    @cached_property
    def process(self) -> Process | None:
        """The control chart of all settled months, with the limits decided for this place; None
        without any. The one that every page reads."""
        return None if self.months is None else process(self.months, self.breaks.every)

    @property
    def settled(self) -> Row | None:
        """The row of the last month up to this one to which no record is still to come; None
        without any."""
        columns = {} if self.months is None else self.months.settled
        return row_at(columns, -1) if len(columns.get("period", ())) else None

    @property
    def stage(self) -> Verdict | None:
        """The stage now in force; of several plans, the one that falls due first."""
        return (
            stage_in_force(
                tuple(sorted(self.stages_now, key=lambda stage: stage.target.due)), self._end
            )
            if self.stages
            else None
        )

    @property
    def stages_now(self) -> tuple[Verdict, ...]:
        """The stage now in force of each plan."""
        found = (stage_in_force(plan, self._end) for plan in by_plan(self.stages))
        return tuple(filter(None, found))

    @property
    def counting(self) -> tuple[Verdict, ...]:
        """The stages that count this month: where one follows the other, only that now in force."""
        return counting(self.stages, self._end) if self.stages else ()

    @property
    def near(self) -> tuple[Verdict, ...]:
        """The stages to be told in full: where many follow one another, those about this month."""
        return near(self.stages, self._end) if self.stages else ()

    @property
    def _end(self) -> date:
        return last_day(self.month, "month")

    @property
    def month(self) -> date:
        """The month that it is the card of; one that cannot be asked for is of none."""
        if self.answer is None or self.answer.query.end is None:
            raise ValueError(f"{self.kpi.name}: a card without an answer is of no month")
        return self.answer.query.end.replace(day=1)

    @property
    def is_wrong(self) -> bool:
        """Whether a target that counts is missed or behind, or the latest month is beyond normal
        variation and no improvement: what a problem is raised about."""
        signalled = self.process is not None and self.process.variation not in (
            Variation.COMMON,
            Variation.IMPROVEMENT,
        )
        return signalled or any(stage.behind for stage in self.counting)

    @property
    def has_value(self) -> bool:
        """Whether the month has a value to show."""
        return self.row is not None and not self.row["hidden"] and not isnan(self.row["value"])

    @property
    def shown(self) -> list[date]:
        """The months that it shows."""
        return periods_between(add_months(self.month, 1 - MONTHS), self.month, "month")

    def since(self, months: int) -> float | None:
        """Its value minus that of so many months before, as both are shown; None where the two may
        not be compared, or where it cannot be asked for here."""
        if self.answer is None:
            return None
        earlier = add_months(self.month, -months)
        if self.change is not None and self.change.before == earlier:
            return self.change.amount.value
        now, before = self._settled.get(self.month), self._settled.get(earlier)
        if now is None or before is None:
            return None
        if any(earlier < start <= self.month for start in self.breaks.scales):
            return None
        return self.kpi.unit.step_between(before, now)

    @cached_property
    def _settled(self) -> dict[date, float]:
        """The values of months that may be judged."""
        if self.answer is None:
            return {}
        columns = (self.answer.settled[name].tolist() for name in ("period", "value", "enough"))
        return {period: value for period, value, enough in zip(*columns, strict=True) if enough}

    def unknown(self, stage: Verdict) -> bool:
        """Whether nothing can be said of a stage today: not judged, or judged by old records."""
        return (
            stage.status in UNJUDGED
            or stage.unknown_today
            or stage.ahead
            and stage.period is not None
            and self.months is not None
            and is_old(self.months, self._end)
        )


def rank(verdict: Verdict) -> tuple[bool, int, float]:
    """Order of urgency: behind or not, then status, then the distance behind the pace."""
    return not verdict.behind, _ORDER.index(verdict.status), verdict.gap or 0.0


def board_query(month: date, only: Filter) -> Query:
    """What a card shows: two years up to a month."""
    return Query(start=add_months(month, 1 - MONTHS), end=last_day(month, "month"), only=only)


def cards(
    month: date,
    only: Filter,
    verdicts: tuple[Verdict, ...],
    answer: Asking,
    breaks: Callable[[Kpi], Breaks] = lambda kpi: NO_BREAKS,
) -> tuple[Card, ...]:
    """The cards of all measured KPIs for a month and filter; `answer` asks for one KPI."""
    return tuple(card(kpi, month, only, verdicts, answer, breaks(kpi)) for kpi in KPIS)


def card(
    kpi: Kpi,
    month: date,
    only: Filter,
    verdicts: tuple[Verdict, ...],
    answer: Asking,
    breaks: Breaks = NO_BREAKS,
) -> Card:
    """One KPI's card for a month and filter."""
    query = board_query(month, only)
    lacking = lacks(kpi, query) or crossed(answer.viewer, kpi, query)
    if lacking:
        return Card(kpi, None, None, None, (), lacking, over=is_over(month, answer.today))
    months = answer(kpi.name, Query(end=query.end, only=only))
    found = part(months, query)
    periods = found.columns["period"]
    row = row_at(found.columns, -1) if len(periods) and periods[-1] == month else None
    return Card(
        kpi,
        found,
        row,
        change(found, month, months, breaks.scales),
        stages_at(kpi, query.only, verdicts),
        months=months,
        breaks=breaks,
        over=is_over(month, answer.today),
    )


def stages_at(kpi: Kpi, only: Filter, verdicts: tuple[Verdict, ...]) -> tuple[Verdict, ...]:
    """The KPI's verdicts for exactly the place that is filtered for, by due date."""
    place = (
        (only[0][0], only[0][1][0])
        if len(only) == 1 and len(only[0][1]) == 1
        else (None, None)
        if not only
        else None
    )
    return tuple(
        sorted(
            (
                verdict
                for verdict in verdicts
                if verdict.target.kpi == kpi.name and verdict.target.place == place
            ),
            key=lambda verdict: verdict.target.due,
        )
    )
