"""Work that lets whoever waits for an answer go first."""

import os
import sys
import threading

LOWER = 10  # how much others go first, as `nice` counts


def stand_back() -> None:
    """From now on, and with whatever it starts, this thread works where others do not need the
    processor. Only Linux knows such a thing of a single thread; elsewhere all stays as it is."""
    if sys.platform == "linux":
        _lower(threading.get_native_id())


def stand_back_whole() -> None:
    """A process that has just begun works where others do not need the processor, where its
    system knows such a thing."""
    if os.name == "posix":
        _lower(0)


def _lower(which: int) -> None:
    # Who was itself started behind others may neither come forward nor fall back once more.
    lower = max(LOWER, os.getpriority(os.PRIO_PROCESS, which))
    os.setpriority(os.PRIO_PROCESS, which, lower)
