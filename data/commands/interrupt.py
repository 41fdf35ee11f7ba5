"""Ctrl-C ends a command with a word and 130. Imports nothing that takes time, so that it can be in
force from the start."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

CODE = 130
WORD = (
    "Stopped. What changes the data is stored whole or not at all: \u201cpython -m data "
    "uploads\u201d shows which."
)


def end_with_a_word() -> None:
    """From here on Ctrl-C ends the program at once: for while it starts, when there is nothing to
    put in order."""
    signal.signal(signal.SIGINT, _end)


def _end(*_: object) -> None:
    print(WORD, file=sys.stderr, flush=True)
    os._exit(CODE)


class Stop:
    """Whether somebody pressed Ctrl-C."""

    def __init__(self) -> None:
        self.asked = False

    def ask(self, *_: object) -> None:
        """The work is broken off where it is, and puts in order what it leaves."""
        self.asked = True
        raise KeyboardInterrupt


@contextmanager
def noticed() -> Iterator[Stop]:
    """While this lasts Ctrl-C breaks the work off and is remembered: DuckDB makes other errors of
    the interrupt."""
    stop = Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = signal.signal(signal.SIGINT, stop.ask)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
