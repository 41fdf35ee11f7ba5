"""The months a page looks at together, and those they are set against."""

from dataclasses import dataclass
from datetime import date

from i18n import N_, Say, Text
from metrics.periods import add_months, last_day

LENGTHS: dict[str, Text] = {"month": N_("One month"), "quarter": N_("Three months"), "year": N_("Twelve months")}
EARLIER: dict[str, Text] = {"year": N_("the same months a year before"), "before": N_("the months just before")}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class Span:
    """`months` whole months, the first beginning on `first`; to be said inside a sentence."""

    first: date
    months: int

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
        if self.months == 1:
            return say.month(self.first)
        return say("{first} to {last}", first=say.month(self.first), last=say.month(self.last))


def span_ending(month: date, length: str) -> Span:
    """The span of a length (a name of LENGTHS) whose last month begins on `month`."""
    return Span(add_months(month, 1 - _MONTHS[length]), _MONTHS[length])
