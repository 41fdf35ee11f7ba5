"""How much time the rates of the page Training cover."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from data.roles import Viewer, sees_people
from errors import Message
from i18n import Say
from metrics.answers import pooled
from metrics.answers.answer import Answer
from metrics.kpi import Kpi
from metrics.periods import Period, add_months, last_day, start_of
from metrics.sums.query import Filter, Query
from metrics.window import CALENDAR, TimeWindow


def usual_window(viewer: Viewer) -> str:
    """Four quarters; a whole year for those who may not see small groups, because few courses
    have people enough in each quarter."""
    return "year" if sees_people(viewer) else CALENDAR


def windowed(
    ask: Callable[[Query], Answer],
    kpi: Kpi,
    window: TimeWindow,
    by: str | None,
    only: Filter,
) -> Answer:
    """The answer for the window of a month, as one period: of whole quarters, at least the latest
    one; a year that is not over counts as it stands."""
    if window.name != CALENDAR:
        return pooled.windowed(ask, kpi, window, by, only)
    start = start_of(window.month, "year")
    found = ask(Query(start, last_day(start, "year"), "year", by, only))
    found = pooled.or_of_others(found, ask, add_months(start, 11))
    judged = pooled.compared(kpi)
    rows = found.rows.assign(
        partial=False, maturing=False, enough=found.rows["n"] >= judged.dataset.enough
    )
    return Answer(judged, found.query, rows)


@dataclass(frozen=True)
class WindowSpan:
    """The time of an answer of `windowed`, to be said inside a sentence."""

    query: Query
    today: date

    def spoken(self, say: Say) -> str:
        start, end = self.query.start, self.query.end
        if start is None or end is None:
            raise ValueError("a window has a first and a last day")
        period = Period(start, self.query.grain)
        return (
            say(Message("{period} so far", {"period": period}))
            if end >= self.today
            else period.spoken(say)
        )
