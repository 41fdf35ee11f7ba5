"""How long those who look may see the state from before a file was stored, and who is told once one is
held (ui/state/ahead.py)."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from data.database.held import Holding
from errors import WrongCall

_SETTING = "SERVICE_CULTURE_LAG"
_LONGEST = 30.0  # seconds
_HOLDING: list[Holding] = []  # of this server: one while it runs


def lag() -> float:
    """For how many seconds; 0, as where nothing is set: not at all. WrongCall where the setting says no
    such number."""
    said = os.environ.get(_SETTING, "").strip()
    try:
        seconds = float(said) if said else 0.0
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= _LONGEST:
        raise WrongCall(
            "SERVICE_CULTURE_LAG is {said}. It takes seconds from 0 to 30: for how long those who "
            "look may see the figures from before a file was stored. Set it, or leave it out so that "
            "everybody sees the new ones at once, and start the program again.",
            said=said,
        )
    return seconds


@contextmanager
def states_held(told: Callable[[], None], seconds: float) -> Iterator[None]:
    """While this lasts the open database holds states, whenever it was opened; `told` is called when
    one is held, and sees to it that those who look turn to the last one."""
    holding = Holding(told, seconds)
    _HOLDING.append(holding)
    try:
        yield
    finally:
        _HOLDING.remove(holding)


def states_are_held() -> Holding | None:
    """How; None where none are."""
    return _HOLDING[-1] if _HOLDING else None
