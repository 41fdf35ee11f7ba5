"""How many pages this server has drawn, and how long that took."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from data.events import timed

_TURN = threading.Lock()
_DRAWN: dict[str, float] = {"pages": 0, "seconds": 0.0}


def count_run() -> None:
    """A page is drawn."""
    with _TURN:
        _DRAWN["pages"] += 1


@contextmanager
def timing(page: str) -> Iterator[None]:
    """A page is drawn meanwhile."""
    began = monotonic()
    try:
        with timed("page", page=page):
            yield
    finally:
        with _TURN:
            _DRAWN["seconds"] += monotonic() - began


def runs() -> int:
    """How many pages were drawn."""
    return int(_DRAWN["pages"])


def drawing() -> float:
    """How many seconds it took to draw them."""
    return _DRAWN["seconds"]
