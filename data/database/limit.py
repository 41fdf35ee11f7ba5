"""A limit for questions that run away: one thread watches all of them and interrupts the late
ones."""

import atexit
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

QUERY_SECONDS = 60.0
_EVERY = 0.5  # seconds between two looks


class Interruptible(Protocol):
    """What works on a statement and can be told to stop."""

    def interrupt(self) -> None: ...


class Watch:
    """Interrupts a cursor that works longer than its seconds on one statement."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._until: dict[int, tuple[float, Interruptible]] = {}
        self._thread: threading.Thread | None = None
        self._ended = threading.Event()

    @contextmanager
    def limited(self, cursor: Interruptible, seconds: float) -> Iterator[None]:
        """While this lasts, `cursor.interrupt()` comes after that many seconds."""
        self._start(id(cursor), time.monotonic() + seconds, cursor)
        try:
            yield
        finally:
            with self._lock:
                self._until.pop(id(cursor), None)

    def _start(self, name: int, until: float, cursor: Interruptible) -> None:
        with self._lock:
            self._until[name] = (until, cursor)
            if self._thread is None:
                self._thread = threading.Thread(target=self._look, name="query limit", daemon=True)
                self._thread.start()

    def _look(self) -> None:
        while not self._ended.wait(_EVERY):
            self._interrupt_late()

    def _interrupt_late(self) -> None:
        with self._lock:
            now = time.monotonic()
            for until, cursor in self._until.values():
                if until < now:
                    cursor.interrupt()

    def end(self) -> None:
        """Stop watching, at the end of the program."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join()


WATCH = Watch()
atexit.register(WATCH.end)
