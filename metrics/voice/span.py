"""The months a page looks at together, and those they are set against."""

from dataclasses import dataclass
from datetime import date

from errors import Message
from i18n import N_, Say, Text
from metrics.periods import add_months, is_over, last_day

LENGTHS: dict[str, Text] = {
    "month": N_("One month"),
    "quarter": N_("Three months"),
    "year": N_("Twelve months"),
}
EARLIER: dict[str, Text] = {
    "year": N_("the same months a year before"),
    "before": N_("the months just before"),
}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


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
        """As many months, a year before or just before (a name of EARLIER)."""
        return Span(add_months(self.first, -12 if against == "year" else -self.months), self.months)

    def spoken(self, say: Say) -> str:
        told = (
            say.month(self.first)
            if self.months == 1
            else say("{first} to {last}", first=say.month(self.first), last=say.month(self.last))
        )
        return say(Message("{period} so far", {"period": told})) if self.running else told


def span_ending(month: date, length: str, today: date) -> Span:
    """The span of a length (a name of LENGTHS) whose last month begins on `month`."""
    return Span(add_months(month, 1 - _MONTHS[length]), _MONTHS[length], not is_over(month, today))
