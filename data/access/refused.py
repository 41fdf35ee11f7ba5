"""Who signed in lately and is not in the table of people: proposed to the administrator, with what the
sign-in says of them. A claim gives nobody any right.

Kept by the server that stores until it ends; servers that only read tell it. Who still wants in comes
again.
"""

import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

MOST = 50  # of whom more come, the earliest are left out: who still wants in comes again
_AGAIN = (
    600.0  # seconds after which somebody is news once more: the server that stores may be another
)


@dataclass(frozen=True)
class NotLetIn:
    """Somebody who was not let in; `claimed`: the roles that the sign-in says, `at`: when, in seconds
    since 1970."""

    sign: str
    name: str
    claimed: tuple[str, ...]
    at: float = field(default_factory=time.time, compare=False)


_REFUSED: dict[Path, dict[str, tuple[NotLetIn, float]]] = {}  # when each was news last
_TURN = threading.Lock()


def note_refused(database: Path, one: NotLetIn) -> bool:
    """Somebody was not let in; whether that is news. What a server tells once more, or later than
    another one, brings nobody forward."""
    now = time.monotonic()
    with _TURN:
        these = _REFUSED.setdefault(database, {})
        before, since = these.get(one.sign, (None, now))
        if before is not None and one.at < before.at:
            return False
        news = before != one or now - since >= _AGAIN
        these[one.sign] = one, now if news else since
        if len(these) > MOST:
            del these[min(these, key=lambda sign: these[sign][0].at)]
    return news


def refused(database: Path) -> list[NotLetIn]:
    """Them, the latest first."""
    with _TURN:
        found = [one for one, _ in _REFUSED.get(database, {}).values()]
    return sorted(found, key=lambda one: one.at)[::-1]
