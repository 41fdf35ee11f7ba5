"""What the page Service operations looks at."""

from dataclasses import dataclass
from datetime import date

from metrics.sums.query import Filter
from metrics.voice.span import Span


@dataclass(frozen=True)
class OperationsView:
    """The last month, the months looked at, those in which patterns are looked for (over, and at least
    a year of them where there are so many), the first month with records, and the places."""

    month: date
    span: Span
    pattern: Span
    oldest: date
    only: Filter
