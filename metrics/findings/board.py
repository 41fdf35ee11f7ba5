"""The month's board: one card a KPI, and the order in which they ask for attention."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from metrics.answers.answer import Answer
from metrics.answers.history import Asking, part
from metrics.catalog import KPIS
from metrics.comparisons.change import MonthChange, change
from metrics.comparisons.signals import Process, process
from metrics.kpi import Kpi
from metrics.periods import add_months, is_over, last_day
from metrics.privacy.gate import crossed
from metrics.sums.query import Query, lacks
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
    row: pd.Series | None
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
    def settled(self) -> pd.Series | None:
        """The row of the last month up to this one to which no record is still to come; None
        without any."""
        rows = None if self.months is None else self.months.judged()
        return None if rows is None or rows.empty else rows.iloc[-1]

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
    def urgency(self) -> tuple[bool, int, float]:
        """Sorts what is off target first: lowest first."""
        ranks = [rank(stage) for stage in self.counting]
        return min(ranks, default=(True, len(_ORDER), 0.0))

    @property
    def unjudged(self) -> bool:
        """Whether there are stages that count, and nothing can be said of any of them, not even
        that it is off target."""
        if not self.stages or self.off_target:
            return False
        old = self.months is not None and is_old(self.months, self._end)
        return all(
            stage.status in UNJUDGED
            or stage.unknown_today
            or old
            and stage.ahead
            and stage.period is not None
            for stage in self.counting
        )

    @property
    def off_target(self) -> bool:
        """Whether a stage that counts is missed or lost by now, not to be expected any more, or
        behind its pace."""
        return any(stage.behind for stage in self.counting)


def rank(verdict: Verdict) -> tuple[bool, int, float]:
    """Order of urgency: behind or not, then status, then the distance behind the pace."""
    return not verdict.behind, _ORDER.index(verdict.status), verdict.gap or 0.0


def board_query(month: date, only: tuple[tuple[str, tuple[str, ...]], ...]) -> Query:
    """What a card shows: two years up to a month."""
    return Query(start=add_months(month, 1 - MONTHS), end=last_day(month, "month"), only=only)


def cards(
    month: date,
    only: tuple[tuple[str, tuple[str, ...]], ...],
    verdicts: tuple[Verdict, ...],
    answer: Asking,
    breaks: Callable[[Kpi], Breaks] = lambda kpi: NO_BREAKS,
) -> tuple[Card, ...]:
    """The cards of all measured KPIs for a month and filter; `answer` asks for one KPI."""
    return tuple(card(kpi, month, only, verdicts, answer, breaks(kpi)) for kpi in KPIS)


def card(
    kpi: Kpi,
    month: date,
    only: tuple[tuple[str, tuple[str, ...]], ...],
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
    row = (
        found.rows.iloc[-1] if len(found.rows) and found.rows["period"].iloc[-1] == month else None
    )
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


def stages_at(
    kpi: Kpi, only: tuple[tuple[str, tuple[str, ...]], ...], verdicts: tuple[Verdict, ...]
) -> tuple[Verdict, ...]:
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


def by_urgency(found: tuple[Card, ...]) -> list[Card]:
    """Cards, what is off target first."""
    return sorted(found, key=lambda card: card.urgency)
