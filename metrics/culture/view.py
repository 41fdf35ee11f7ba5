"""What the page People and culture looks at."""

from dataclasses import dataclass, replace
from datetime import date

from metrics.periods import (
    Period,
    add_months,
    is_over,
    last_day,
    so_many_months,
    start_of,
    whole_month,
)
from metrics.sums.query import Filter
from metrics.window import first_month, length


@dataclass(frozen=True)
class CultureView:
    """A month, the months up to it that are added up, and the units filtered for.

    `first`, `last`: the first days of the first and the last of these months, all of which are
    over.
    """

    month: date
    first: date
    last: date
    only: Filter = ()

    @property
    def end(self) -> date:
        """The last day of the months that are added up."""
        return last_day(self.last, "month")

    @property
    def running(self) -> bool:
        """Whether the month looked at is not over, so that it is not added up."""
        return self.last != self.month

    @property
    def span(self) -> Period:
        """The months added up, to be said."""
        return Period(self.first, so_many_months(length(self.first, self.last)))

    @property
    def quarters(self) -> "CultureView":
        """The last four quarters that are over with them: of staff these show more than as many
        single months."""
        latest = start_of(add_months(self.last, -2), "quarter")
        return replace(self, first=add_months(latest, -9), last=add_months(latest, 2))


def view_of(
    month: date, window: str, only: Filter, today: date, oldest: date | None = None
) -> CultureView:
    """What a month, a window (metrics/window.py) and a filter look at; `oldest`: the first month
    with records."""
    last = month if is_over(month, today) else whole_month(month, today)
    return CultureView(month, min(first_month(window, last, oldest), last), last, only)
