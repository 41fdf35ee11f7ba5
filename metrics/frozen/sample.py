"""The sample company with a quarter that its committee published, so that there is something to hold
later figures against."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta

from data.database.connection import Database
from data.progress import Tell, silent
from data.uploads import sample_company
from errors import WrongCall
from metrics.frozen.publishing import publish
from metrics.periods import Period, start_of

COMMITTEE = "Culture committee"
_LOADED = 0.95  # of the whole; the rest is publishing


def load_with_history(
    database: Database,
    progress: Callable[[float], None] = lambda part: None,
    tell: Tell = silent,
    who: str = "",
    today: date | None = None,
) -> int:
    """Load the sample company, and publish its last quarter that is over; the number of files."""
    today = today or date.today()
    loaded = sample_company.load_demo(
        database, lambda part: progress(_LOADED * part), today, tell, who=who
    )
    before = start_of(today, "quarter") - timedelta(days=1)
    with suppress(WrongCall):  # the company is there; it only may have no records of the quarter
        publish(database, Period(before, "quarter"), today, COMMITTEE)
    progress(1.0)
    return loaded
