"""The period that a review looks at."""

from metrics.periods import Period, add_months
from metrics.review.item import QUARTER, Agenda


def period_of(agenda: Agenda) -> Period:
    """The month or the quarter, to be said inside a sentence."""
    if agenda.length == QUARTER:
        return Period(add_months(agenda.month, -2), "quarter")
    return Period(agenda.month, "month")
