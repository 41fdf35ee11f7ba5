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
from functools import lru_cache, update_wrapper
from pathlib import Path
from typing import Concatenate, Generic, ParamSpec, TypeVar

from data.database.connection import ReadTransaction
from data.roles import Viewer, noticing_shown, tell_shown

Asked = ParamSpec("Asked")
Given = TypeVar("Given")

_FORGET: list[Callable[[], None]] = []
_BEFORE: list[Callable[[], None]] = []
_TURN = threading.Lock()  # two who ask at once get the same place


@dataclass(frozen=True)
class Snapshot:
    """What a page, a report or a command looks at. `path`: the database file, or what else the
    versions of the data count in; `version`: the state of its data, which every change raises; `today`: the day on which it is looked at."""

    reading: ReadTransaction
    path: Path
    version: int
    today: date

    @property
    def viewer(self) -> Viewer:
        """For whom it is read."""
        return self.reading.viewer


class _Place(Generic[Given]):
    """Where one answer is kept. Several who ask at once wait for one of them; what raised is tried
    again."""

    _answer: Given  # once it is filled
    _shown: frozenset[str]  # what of single people was read for it: whoever gets it sees that too

    def __init__(self) -> None:
        self._lock, self._filled = threading.RLock(), False

    def answer(self, function: Callable[..., Given], asked: tuple) -> Given:
        if not self._filled:
            with self._lock, noticing_shown() as shown:
                if not self._filled:
                    self._answer = function(*asked)
                    self._shown, self._filled = frozenset(shown), True
        tell_shown(self._shown)
        return self._answer


class Keeper(Generic[Asked, Given]):
    """A function whose answers are kept; `forget()` lets them go."""

    def __init__(self, function: Callable[Asked, Given], most: int, key: Callable[..., tuple]):
        update_wrapper(self, function)
        self._function, self._key = function, key
        self._place = lru_cache(most)(lambda *known: _Place[Given]())
        self.forget: Callable[[], None] = self._place.cache_clear
        _FORGET.append(self.forget)

    def __call__(self, *asked: Asked.args, **named: Asked.kwargs) -> Given:
        with _TURN:
            found = self._place(*self._key(*asked, **named))  # which takes none by name
        return found.answer(self._function, asked)


def once(
    most: int, key: Callable[..., tuple] = lambda *asked: asked
) -> Callable[[Callable[Asked, Given]], Keeper[Asked, Given]]:
    """Keeps what a function of hashable arguments gives, at most `most` answers, those asked for
    last; its `forget()` lets them go. `key`: what the arguments are known by."""
    return lambda function: Keeper(function, most, key)


def _known_by(snapshot: Snapshot, *asked: object) -> tuple:
    return snapshot.path, snapshot.version, snapshot.today, snapshot.viewer, *asked


def remembered(
    most: int,
) -> Callable[
    [Callable[Concatenate[Snapshot, Asked], Given]], Keeper[Concatenate[Snapshot, Asked], Given]
]:
    """As `once`, for a function of a snapshot and of hashable arguments. What it gives must not hold
    the snapshot, which is closed before others get it."""
    return once(most, _known_by)


def before_forgetting(work: Callable[[], None]) -> None:
    """Have something done before everything is let go, such as ending work on the open database."""
    _BEFORE.append(work)


def forget() -> None:
    """Let go of everything that is kept, the open database included."""
    for end in _BEFORE:
        end()
    for clear in _FORGET:
        clear()


atexit.register(forget)  # an open database that is never let go would be called a leak
