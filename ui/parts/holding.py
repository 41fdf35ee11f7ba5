"""How long those who look may see the state from before a change, and who is told once one is held
(ui/state/ahead.py)."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from errors import WrongCall

_SETTING = "SERVICE_CULTURE_LAG"
_LONGEST = 30.0  # seconds
_TOLD: list[Callable[[], None]] = []  # of this server: one while it runs


def lag() -> float:
    """For how many seconds; 0: not at all. WrongCall where the setting says no such number."""
    said = os.environ.get(_SETTING, "").strip()
    try:
        seconds = float(said) if said else _LONGEST
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= _LONGEST:
        raise WrongCall(
            "SERVICE_CULTURE_LAG is {said}. It takes seconds from 0 to 30: for how long those who "
            "look may see the figures from before a file was stored. Set it, or leave it out for "
            "30, and start the program again.",
            said=said,
        )
    return seconds


@contextmanager
def states_held(told: Callable[[], None]) -> Iterator[None]:
    """While this lasts a database that is opened holds states; `told` is called then, and sees to it
    that those who look turn to the last one."""
    _TOLD.append(told)
    try:
        yield
    finally:
        _TOLD.remove(told)


def who_is_told() -> Callable[[], None] | None:
    """None where no states are held."""
    return _TOLD[-1] if _TOLD else None
