"""Who signed in lately and is not in the table of people: proposed to the administrator, with what the
sign-in says of them. A claim gives nobody any right. Kept until the server ends: who still wants in
comes again."""

import threading
from pathlib import Path

from data.database.connection import database_path
from ui.parts.signing import SignedIn

_MOST = 50
_REFUSED: dict[tuple[Path, str], SignedIn] = {}  # the latest last
_TURN = threading.Lock()


def note_refused(found: SignedIn) -> None:
    """Somebody was not let in."""
    key = database_path(), found.sign
    with _TURN:
        _REFUSED.pop(key, None)
        _REFUSED[key] = found
        while len(_REFUSED) > _MOST:
            del _REFUSED[next(iter(_REFUSED))]


def refused() -> list[SignedIn]:
    """Them, the latest first."""
    with _TURN:
        return [one for (path, _), one in _REFUSED.items() if path == database_path()][::-1]
