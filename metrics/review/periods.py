"""The period that a review looks at."""

from datetime import date

from i18n import LANGUAGES, Say, translator
from metrics.periods import Period, add_months, start_of
from metrics.review.item import LENGTHS, QUARTER, Agenda


def period_of(agenda: Agenda) -> Period:
    """The month or the quarter, to be said inside a sentence."""
    if agenda.length == QUARTER:
        return Period(add_months(agenda.month, -2), "quarter")
    return Period(agenda.month, "month")


def quarter_ended(month: date) -> date:
    """The last month of the latest quarter that is over with a month."""
    first = start_of(month, "quarter")
    return month if month == add_months(first, 2) else add_months(first, -1)


def review_of(agenda: Agenda, say: Say) -> str:
    """What is reviewed, in one line; a meeting is called so where nobody calls it otherwise."""
    return say("{review} of {period}", review=LENGTHS[agenda.length], period=period_of(agenda))


def name_said(name: str, agenda: Agenda, say: Say) -> str:
    """The name of a meeting: in the reader's language where it is the one that was proposed."""
    proposed = {review_of(agenda, translator(language)) for language in LANGUAGES}
    return review_of(agenda, say) if name in proposed else name
