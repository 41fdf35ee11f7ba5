"""One state of the data, on one day, for one viewer; and what was worked out of it once.

Everything that is remembered is kept by the database file, the version of the data, the day and the
viewer: nobody is given what was worked out for somebody who may see more. Streamlit's caches work
out afresh at every call how arguments are named and what they hash to, which was a sixth of a page.
Here arguments are plain, given by place, and hashed as Python hashes them. What is remembered is
shared: who gets it does not change it.
"""

import atexit
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, wraps
from pathlib import Path

from data.database.connection import Reading
from data.roles import Viewer

_FORGET: list[Callable[[], None]] = []
_TURN = threading.Lock()  # two who ask at once get the same place


@dataclass(frozen=True)
class Snapshot:
    """What a page, a report or a command looks at. `path`: the database file; `version`: the state
    of its data, which every change raises; `today`: the day on which it is looked at."""

    reading: Reading
    path: Path
    version: int
    today: date

    @property
    def viewer(self) -> Viewer:
        """For whom it is read."""
        return self.reading.viewer


class _Place:
    """Where one answer is kept. Several who ask at once wait for one of them; what raised is tried
    again."""

    def __init__(self) -> None:
        self._lock, self._filled, self._answer = threading.RLock(), False, None

    def answer(self, function: Callable, asked: tuple):
        if not self._filled:
            with self._lock:
                if not self._filled:
                    self._answer, self._filled = function(*asked), True
        return self._answer


def once(most: int, key: Callable = lambda *asked: asked):
    """Keeps what a function of hashable arguments gives, at most `most` answers, those asked for
    last; its `forget()` lets them go. `key`: what the arguments are known by."""

    def keeping(function: Callable) -> Callable:
        place = lru_cache(most)(lambda *known: _Place())
        _FORGET.append(place.cache_clear)

        @wraps(function)
        def keeper(*asked):
            with _TURN:
                found = place(*key(*asked))
            return found.answer(function, asked)

        keeper.forget = place.cache_clear
        return keeper

    return keeping


def _known_by(snapshot: Snapshot, *asked) -> tuple:
    return snapshot.path, snapshot.version, snapshot.today, snapshot.viewer, *asked


def remembered(most: int):
    """As `once`, for a function of a snapshot and of hashable arguments. What it gives must not hold
    the snapshot, which is closed before others get it."""
    return once(most, _known_by)


def forget() -> None:
    """Let go of everything that is kept, the open database included."""
    for clear in _FORGET:
        clear()


atexit.register(forget)  # an open database that is never let go would be called a leak
