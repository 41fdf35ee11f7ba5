"""The period that a review looks at."""

from datetime import date

from metrics.periods import Period, add_months, start_of
from metrics.review.item import QUARTER, Agenda


def period_of(agenda: Agenda) -> Period:
    """The month or the quarter, to be said inside a sentence."""
    if agenda.length == QUARTER:
        return Period(add_months(agenda.month, -2), "quarter")
    return Period(agenda.month, "month")


def quarter_ended(month: date) -> date:
    """The last month of the latest quarter that is over with a month."""
    first = start_of(month, "quarter")
    return month if month == add_months(first, 2) else add_months(first, -1)
