"""What is counted up: from which day on, and its chance, from what the months so far have brought."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from math import sqrt
from statistics import NormalDist, fmean, variance

from metrics.answers.answer import Answer
from metrics.answers.history import Asking, part
from metrics.periods import add_months
from metrics.sums.query import Query
from metrics.targets.plans import Target

_MONTHS = 12  # the latest months that say how much one brings
_FEWEST = 3


def chance_of_count(months: Sequence[float], missing: float, ahead: int) -> float | None:
    """The chance that `ahead` months to come bring what is `missing`; None with fewer than three
    months to go by.

    `months`: what each month so far brought, oldest first. The sum to come is taken as normal about
    `ahead` times the mean of the latest twelve months; its variance is that between months, at
    least that of pure chance (a Poisson count), and that of the mean itself.
    """
    latest = [float(value) for value in months[-_MONTHS:]]
    if missing <= 0:
        return 1.0
    if ahead <= 0:
        return 0.0
    if len(latest) < _FEWEST:
        return None
    mean = fmean(latest)
    spread = max(variance(latest), mean, 1 / len(latest))
    return 1 - NormalDist(ahead * mean, sqrt(spread * ahead * (1 + ahead / len(latest)))).cdf(
        missing - 0.5
    )


def since_its_day(asking: Asking, target: Target, whole: Answer, end: date) -> Answer:
    """The months of an answer from the day on from which a target counts: of that day's own month what
    came since, where a part of a month may be told, else from the next month on."""
    months = asking(whole.kpi.name, Query(target.start, only=whole.query.only))
    first = target.start.replace(day=1)
    told = months.columns["period"] != first
    if first < target.start and not (told | ~months.columns["hidden"].astype(bool)).all():
        first = add_months(first, 1)
    query = replace(whole.query, start=first)
    return part(months, query, told=min(end + timedelta(days=1), asking.today))
