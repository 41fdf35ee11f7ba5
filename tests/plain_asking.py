"""Asking by a plain function, for tests of what asks."""

from collections.abc import Callable
from datetime import date

from data.roles import READER, Viewer
from metrics.answers.answer import Answer
from metrics.answers.history import Asking
from metrics.sums.query import Query


class _Each(dict):
    def __init__(self, answer: Callable[[str, Query], Answer], query: Query):
        super().__init__()
        self._answer, self._query = answer, query

    def __missing__(self, kpi: str) -> Answer:
        return self._answer(kpi, self._query)


def asking_by(
    answer: Callable[[str, Query], Answer], today: date | None = None, viewer: Viewer = READER
) -> Asking:
    """Asks `answer` for each KPI; as of today unless another day is named."""
    return Asking(today or date.today(), viewer, lambda query: _Each(answer, query))
