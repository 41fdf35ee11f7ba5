"""Memory that a large file took, given back to the machine; else the allocators keep it for
themselves beside everybody's sessions."""

import ctypes
import sys
from collections.abc import Callable
from functools import cache

import pyarrow as pa

LARGE = 100_000  # rows from which on it is worth the while
# Arrow's own allocator takes a third longer for the first large file that a process reads: the
# machine clears each page of it anew.
pa.set_memory_pool(pa.system_memory_pool())


def give_back(rows: int) -> None:
    """To be called where most of what a step with so many rows took is no longer held."""
    if rows >= LARGE:
        pa.default_memory_pool().release_unused()
        _trim()


@cache
def _trimmer() -> Callable[[int], int] | None:
    """The C library's own call where it has one: that of most Linux machines."""
    return getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None


def _trim() -> None:
    trim = _trimmer()
    if trim is not None:
        trim(0)
