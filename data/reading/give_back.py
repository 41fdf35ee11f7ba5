"""Memory that a large file took, given back to the machine; else the allocators keep it for
themselves beside everybody's sessions."""

import pyarrow as pa

LARGE = 100_000  # rows from which on it is worth the while
# Arrow's own allocator takes a third longer for the first large file that a process reads: the
# machine clears each page of it anew. That of the system is the whole program's, so what it gives
# back is not Arrow's alone.
pa.set_memory_pool(pa.system_memory_pool())


def give_back(rows: int) -> None:
    """To be called where most of what a step with so many rows took is no longer held."""
    if rows >= LARGE:
        pa.default_memory_pool().release_unused()
