"""The months of a KPI asked for once, and cut to what a month, a plan or a verdict looks at.

What a month was does not depend on which months are looked at; only whether it
was over, and whether records were still to come, depends on the day.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from data.database.connection import ReadTransaction
from data.roles import Viewer
from metrics.answers.answer import Answer, answer_of, ask_all
from metrics.catalog import collected
from metrics.kpi import Kpi, Shape
from metrics.periods import last_day, start_of
from metrics.sums.columns import Columns, taken
from metrics.sums.query import Query


class Asking:
    """Asks for one KPI at a time, as of `today` and for `viewer`.

    `together` answers a question about all time for several KPIs; each question is asked once.
    """

    def __init__(
        self, today: date, viewer: Viewer, together: Callable[[Query], Mapping[str, Answer]]
    ):
        self.today, self.viewer, self._together = today, viewer, together
        self._asked: dict[Query, Mapping[str, Answer]] = {}

    def __call__(self, kpi: str, query: Query) -> Answer:
        """The answer to a question about one KPI."""
        all_time = whole(query)
        if all_time not in self._asked:
            self._asked[all_time] = self._together(all_time)
        found = self._asked[all_time][kpi]
        return found if all_time == query else part(found, query)


def whole(query: Query) -> Query:
    """The question about all time that the answer can be cut from; the question itself where that
    would not be exact."""
    days = (
        query.start is None or query.start.day == 1,
        query.end is None or query.end == last_day(query.end.replace(day=1), "month"),
    )
    return (
        replace(query, start=None, end=None)
        if query.grain == "month" and query.by is None and all(days)
        else query
    )


def part(answer: Answer, query: Query, told: date | None = None) -> Answer:
    """The answer about all months, cut to the start and end of `query`; as it is told on the day
    `told`, else on the day it was asked.

    A month of which only a part is asked for is there, as partial, with the numbers of all its
    days.
    """
    kpi, periods = answer.kpi, answer.columns["period"]
    first = 0 if query.start is None else bisect_left(periods, start_of(query.start, "month"))
    last = len(periods) if query.end is None else bisect_right(periods, query.end)
    counted = _counted(kpi, answer.columns["n"][first:last])
    first, last = first + counted.start, first + counted.stop
    columns = taken(answer.columns, slice(first, last))
    if told is not None or not _are_whole(columns["period"], query):
        columns |= _as_told(kpi, query, columns, told)
    return answer_of(kpi, query, columns, first)


def _as_told(kpi: Kpi, query: Query, columns: Columns, told: date | None) -> Columns:
    """Which of these months are partial, and which maturing, on the day `told` (None: as they
    are)."""
    ends = [last_day(period, "month") for period in columns["period"]]
    partial = np.array(
        [
            (query.start is not None and period < query.start)
            or (query.end is not None and end > query.end)
            for period, end in zip(columns["period"], ends, strict=True)
        ],
        bool,
    )
    if told is None:
        return {"partial": columns["partial"].astype(bool) | partial}
    over = np.array([(told - end).days for end in ends], int)
    now = columns["maturing"].astype(bool)
    young = (over <= kpi.matures_days) & (kpi.matures_days > 0)
    return {
        "partial": partial | (over <= 0),
        "maturing": young & now
        if kpi.still_to_come is not None
        else young | now & kpi.matures_with_records,
    }


def _are_whole(periods: np.ndarray, query: Query) -> bool:
    """Whether of no month only a part is asked for: it could only be the first or the last."""
    return not len(periods) or (
        (query.start is None or periods[0] >= query.start)
        and (query.end is None or last_day(periods[-1], "month") <= query.end)
    )


def _counted(kpi: Kpi, n: np.ndarray) -> slice:
    """Before the first and after the last record nothing is known of a count; in between it is
    0."""
    if kpi.measure.shape is not Shape.COUNT:
        return slice(0, len(n))
    counted = np.flatnonzero(n.astype(float) != 0)  # what is hidden is NaN, which may be anything
    return slice(int(counted[0]), int(counted[-1]) + 1) if len(counted) else slice(0, 0)


def asking_in(reading: ReadTransaction, kpis: Sequence[str], today: date) -> Asking:
    """Asks for some KPIs in one reading."""
    wanted = collected(kpis)
    return Asking(today, reading.viewer, lambda query: ask_all(reading, wanted, query, today))
