"""What work costs, in seconds of processor: a busy machine is slow, not wrong."""

import os
import time
from collections.abc import Callable


def worked() -> float:
    """The seconds of processor that this process used, and the ones that it started and that ended."""
    return sum(os.times()[:4])


def effort(work: Callable[[], object]) -> float:
    """Seconds of processor of this process until the work is done; the least of two times."""
    return min(_once(work) for _ in range(2))


def _once(work: Callable[[], object]) -> float:
    start = time.process_time()
    assert work()  # work that finds nothing measures nothing
    return time.process_time() - start
