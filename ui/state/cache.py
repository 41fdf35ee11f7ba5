"""What was worked out once and is kept for everyone.

Streamlit's caches work out afresh at every call how the arguments are named
and what they hash to, which was a sixth of a page. Here arguments are plain,
given by place, and hashed as Python hashes them. What is kept belongs to the
database file it was asked of, and is shared: who gets it does not change it.
"""

import atexit
import threading
from collections.abc import Callable
from functools import lru_cache, wraps

from data.database.connection import database_path

_FORGET: list[Callable[[], None]] = []
_TURN = threading.Lock()  # two who ask at once get the same place


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


def kept(most: int):
    """Keeps what a function of hashable arguments gives, at most `most` answers, those asked for
    last; its `forget()` lets them go."""

    def keeping(function: Callable) -> Callable:
        place = lru_cache(most)(lambda path, *asked: _Place())
        _FORGET.append(place.cache_clear)

        @wraps(function)
        def keeper(*asked):
            with _TURN:
                found = place(database_path(), *asked)
            return found.answer(function, asked)

        keeper.forget = place.cache_clear
        return keeper

    return keeping


def forget() -> None:
    """Let go of everything that is kept, the open database included."""
    for clear in _FORGET:
        clear()


atexit.register(forget)  # an open database that is never let go would be called a leak
