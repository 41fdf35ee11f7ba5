"""How long work tells that it goes on."""

from collections.abc import Callable


class Stopped(Exception):
    """What work is ended with when it is to stop."""


Tell = Callable[
    [int], None
]  # called often, with the rows done so far (0: not known); what it raises ends the work


def silent(rows: int) -> None:
    """For work that nobody watches."""
