"""Work that lets whoever waits for an answer go first."""

import os
import sys
import threading

LOWER = 10  # how much others go first, as `nice` counts


def stand_back() -> None:
    """From now on, and with whatever it starts, this thread works where others do not need the
    processor. Only Linux knows such a thing of a single thread; elsewhere all stays as it is."""
    if sys.platform == "linux":
        thread = threading.get_native_id()
        # A server that was itself started behind others may not come forward.
        lower = max(LOWER, os.getpriority(os.PRIO_PROCESS, thread))
        os.setpriority(os.PRIO_PROCESS, thread, lower)
