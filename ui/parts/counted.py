"""How many pages this server has drawn."""

from itertools import count

_RUNS = count()  # counts on in one step, whichever thread asks
_DRAWN = [0]


def count_run() -> None:
    """A page is drawn."""
    _DRAWN[0] = next(_RUNS) + 1


def runs() -> int:
    """How many pages were drawn."""
    return _DRAWN[0]
