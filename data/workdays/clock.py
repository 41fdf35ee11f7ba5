"""The working clock of one place: how long something took in working time, and when it is due."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class WorkingClock:
    """Consecutive days from `first` on, each with the spans in which work is done, in minutes from
    midnight."""

    first: date
    days: tuple[Spans, ...]

    def __post_init__(self) -> None:
        passed = accumulate(
            (sum(closes - opens for opens, closes in spans) for spans in self.days), initial=0
        )
        object.__setattr__(self, "_before", tuple(passed))

    def minutes(self, opened: datetime, done: datetime) -> float:
        """The working minutes between two moments."""
        return self._passed(done) - self._passed(opened)

    def due(self, opened: datetime, minutes: float) -> datetime:
        """The first moment by which so many working minutes have passed."""
        wanted = self._passed(opened) + minutes
        before: tuple[float, ...] = self._before  # type: ignore[attr-defined]
        at = max(bisect_right(before, wanted) - 1, 0)
        while before[at] >= wanted and at > 0:
            at -= 1
        left = wanted - before[at]
        for opens, closes in self.days[at]:
            if left <= closes - opens:
                return _at(self.first + timedelta(days=at), opens + left)
            left -= closes - opens
        raise ValueError("the calendar ends before that")

    def _passed(self, moment: datetime) -> float:
        at = (moment.date() - self.first).days
        now = (moment - datetime.combine(moment.date(), time())).total_seconds() / 60
        before: tuple[float, ...] = self._before  # type: ignore[attr-defined]
        return before[at] + sum(
            max(0.0, min(now, closes) - opens) for opens, closes in self.days[at]
        )


def working_clock(rows: Iterable[tuple[date, Spans]]) -> WorkingClock:
    """The clock of days without a gap, the first day first."""
    found = tuple(rows)
    return WorkingClock(found[0][0], tuple(spans for _, spans in found))


def _at(day: date, minutes: float) -> datetime:
    return datetime.combine(day, time()) + timedelta(minutes=minutes)
