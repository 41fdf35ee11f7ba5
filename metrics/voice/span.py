"""The months a page looks at together, and those they are set against."""

from dataclasses import dataclass
from datetime import date

from errors import Message
from i18n import N_, Say, Text
from metrics.periods import add_months, is_over, last_day, whole_month
from metrics.window import first_month, length

EARLIER: dict[str, Text] = {
    "year": N_("the same months a year before"),
    "before": N_("the months just before"),
}


@dataclass(frozen=True)
class Span:
    """`months` months, the first beginning on `first`; to be said inside a sentence. `running`: the
    last of them is not over."""

    first: date
    months: int
    running: bool = False

    @property
    def last(self) -> date:
        """First day of the last month."""
        return add_months(self.first, self.months - 1)

    @property
    def end(self) -> date:
        """The last day."""
        return last_day(self.last, "month")

    def earlier(self, against: str) -> "Span":
        """As many months, a year before or just before (a name of EARLIER); of more than a year
        just before, since months of both would be the same."""
        back = 12 if against == "year" and self.months <= 12 else self.months
        return Span(add_months(self.first, -back), self.months)

    def spoken(self, say: Say) -> str:
        told = (
            say.month(self.first)
            if self.months == 1
            else say("{first} to {last}", first=say.month(self.first), last=say.month(self.last))
        )
        return say(Message("{period} so far", {"period": told})) if self.running else told


def is_quarter(span: Span) -> bool:
    """Whether it is a quarter of the calendar, wherever our years begin: no two of them overlap."""
    return span.months == 3 and span.first.month % 3 == 1


def quarters_up_to(span: Span, today: date) -> list[Span]:
    """The last four quarters of the calendar that are over at the end of a span, the latest first."""
    after = add_months(whole_month(span.last, today), 1)
    end = add_months(after, -((after.month - 1) % 3))
    return [Span(add_months(end, -3 * back), 3) for back in range(1, 5)]


def span_ending(month: date, window: str, today: date, oldest: date | None = None) -> Span:
    """The span of a window (metrics/window.py) whose last month begins on `month`."""
    first = first_month(window, month, oldest)
    return Span(first, length(first, month), not is_over(month, today))
