"""Who signed in lately and is not in the table of people: proposed to the administrator, with what the
sign-in says of them. A claim gives nobody any right.

Kept by the server that stores until it ends; servers that only read tell it. Who still wants in comes
again.
"""

import threading
import time
from dataclasses import dataclass
from pathlib import Path

MOST = 50  # of whom more come, the earliest are left out: who still wants in comes again
_AGAIN = (
    600.0  # seconds after which somebody is news once more: the server that stores may be another
)


@dataclass(frozen=True)
class NotLetIn:
    """Somebody who was not let in; `claimed`: the roles that the sign-in says."""

    sign: str
    name: str
    claimed: tuple[str, ...]


_REFUSED: dict[tuple[Path, str], tuple[NotLetIn, float]] = {}  # the latest last
_TURN = threading.Lock()


def note_refused(database: Path, one: NotLetIn) -> bool:
    """Somebody was not let in; whether that is news."""
    key, now = (database, one.sign), time.monotonic()
    with _TURN:
        before, since = _REFUSED.pop(key, (None, now))
        news = before != one or now - since >= _AGAIN
        _REFUSED[key] = one, now if news else since
        while len(_REFUSED) > MOST:
            del _REFUSED[next(iter(_REFUSED))]
    return news


def refused(database: Path) -> list[NotLetIn]:
    """Them, the latest first."""
    with _TURN:
        return [one for (path, _), (one, _) in _REFUSED.items() if path == database][::-1]
