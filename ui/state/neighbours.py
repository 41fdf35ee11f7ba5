"""Who looks at a month mostly looks at the one before or after it next. Once a page is drawn and nobody asks
for anything, what it asked is worked out of these two months as well, for who looks at it.

It is what the page itself would ask (metrics/snapshot.py), kept as its answers are: by file, version, day and
viewer. One page at a time, that drawn last; whoever asks or stores something goes first.
"""

import logging
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any

from data.database.connection import Database
from data.database.rollups import in_step
from data.uploads.store import data_version
from errors import ServiceCultureError
from metrics.periods import last_day
from metrics.settings import looks_ahead
from metrics.snapshot import OfSnapshots, PageQuestion, Snapshot, questions_of_page
from ui.parts.opened import opened
from ui.state.board import looked_at
from ui.state.job import Job, running

_LOG = logging.getLogger(__name__)
_QUIET = 0.3  # seconds in which nobody asks for anything, before it begins and when it goes on
_PATIENCE = 60.0  # seconds after which it is given up
# Of answers of which few are kept, those of other months would take the place of what is looked at.
_KEPT = 40
# What went wrong, such as what takes too long, is not tried again with every page that is drawn.
_FAILED: set[tuple[Path, int, PageQuestion]] = set()
_MOST_FAILED = 100


@dataclass(frozen=True)
class _Month:
    """The month of a page, of which state it is, and the months beside it."""

    path: Path
    version: int
    month: date
    beside: tuple[date, ...]

    def questions(self, asked: Collection[PageQuestion]) -> Iterator[PageQuestion]:
        """The questions of a page that name its month, of one month beside it after the other. Where they
        name a day besides, such as the first of a window, it is not known here what that would be."""
        for month in self.beside:
            instead = {self.month: month, _last(self.month): _last(month)}
            for question in asked:
                other = question.of_days(instead)
                if other is None or question.most < _KEPT:
                    continue
                if (self.path, self.version, other) not in _FAILED:
                    yield other


class _NotIdle(Exception):
    """Somebody asks for something, or stores it."""


class _NoRoom(Exception):
    """What somebody looks at would be put aside for it."""


_DRAWN: ContextVar[list[_Month] | None] = ContextVar("drawn", default=None)
_TURN = threading.Lock()
_WORK: list[Job] = []  # that of the page drawn last


def drawn_of(month: date, offered: Sequence[date]) -> None:
    """The page that is drawn is of this one of the months that can be looked at."""
    drawn = _DRAWN.get()
    if drawn is None:
        return
    at = offered.index(month)
    beside = (*offered[max(0, at - 1) : at], *offered[at + 1 : at + 2])
    path, version = looked_at(lambda seen: (seen.path, seen.version))
    drawn[:] = [_Month(path, version, month, beside)]


@contextmanager
def months_beside_follow(follow: bool = True) -> Iterator[None]:
    """Around a page: what follows another ends. Once it is drawn to its end, the months beside its
    own are worked out where they are to `follow`."""
    _only()
    if not follow or not looks_ahead():
        yield
        return
    drawn: list[_Month] = []
    before = _DRAWN.set(drawn)
    try:
        with questions_of_page() as asked:
            yield
    finally:
        _DRAWN.reset(before)
    for month in drawn:
        _only(partial(_work_out, month, asked))


def _only(*works: partial[None]) -> None:
    """Begin this work, and end what was begun before."""
    with _TURN:
        for job in _WORK:
            job.stop()
        _WORK[:] = [Job(work, to_the_end=False) for work in works]


def _work_out(drawn: _Month, asked: Collection[PageQuestion], job: Job) -> None:
    until = monotonic() + _PATIENCE
    while monotonic() < until and not _asked_all(drawn, asked, until, job):
        pass


def _asked_all(drawn: _Month, asked: Collection[PageQuestion], until: float, job: Job) -> bool:
    """Whether all is worked out that is to be, once nobody asked for anything for a while; what was
    before somebody did is kept."""
    database = opened()
    uses = database.uses
    job.pause(_QUIET)
    if database.is_used or database.uses != uses or len(running()) > 1:
        return False

    def go_on(keeper: OfSnapshots, *part: Any) -> None:
        job.tell()
        if database.uses != uses or database.is_leaving or monotonic() > until:
            raise _NotIdle
        if not keeper.has_room(*part):
            raise _NoRoom

    try:
        for question in drawn.questions(asked):
            uses += 1
            if not _ask(question, drawn, database, go_on):
                break
    except _NotIdle:
        return False
    return True


def _ask(
    question: PageQuestion, drawn: _Month, database: Database, go_on: Callable[..., object]
) -> bool:
    """Ask it; not of another state than that of the page, nor where the rows had to be added up."""
    try:
        with database.read(viewer=question.viewer) as reading:
            seen = Snapshot(reading, reading.of, data_version(reading), date.today())
            if (seen.path, seen.version) != (drawn.path, drawn.version) or not in_step(reading):
                return False
            question.ask(seen, go_on)
    except _NoRoom:
        pass
    except ServiceCultureError:  # said to whoever asks for it; nobody does yet
        if len(_FAILED) >= _MOST_FAILED:
            _FAILED.clear()
        _FAILED.add((drawn.path, drawn.version, question))
        _LOG.exception("A month beside the one looked at was not worked out")
        return False
    return True


def _last(month: date) -> date:
    return last_day(month, "month")
