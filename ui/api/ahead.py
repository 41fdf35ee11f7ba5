"""Those who look turn to what was stored once it is worked out, and at the latest after a while: seen to
while the server runs."""

import threading
from time import monotonic

from metrics.snapshot import asked_is_noted
from ui.parts.holding import lag, states_held

_LOOK = 0.2  # seconds between two looks whether the server is being ended
_WORK = 10.0  # seconds on the clock, at most, for what is worked out before they turn to a state


def watch(stop: threading.Event) -> None:
    """Turn them to the last state: at once where none was stored lately, else as often as the
    setting says, which counts from the moment when a state begins to be worked out."""
    seconds, woken = lag(), threading.Event()
    if not seconds:
        return
    work = min(_WORK, seconds / 2)
    begun = -seconds
    with states_held(woken.set, seconds), asked_is_noted():
        while not stop.is_set():
            if not woken.wait(_LOOK):
                continue
            woken.clear()
            is_last = False
            while not is_last and not stop.wait(max(0.0, begun + seconds - work - monotonic())):
                begun = monotonic()
                is_last = _turn(work)


def _turn(work: float) -> bool:
    from ui.parts.opened import opened
    from ui.state.ahead import turn

    return turn(opened(), work)
