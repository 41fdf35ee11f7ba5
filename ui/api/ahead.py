"""Those who look turn to what was stored once it is worked out, and at the latest after a while: seen to
while the server runs."""

import threading
from time import monotonic

from ui.parts.holding import lag, states_held

_LOOK = 0.2  # seconds between two looks whether the server is being ended
_WORK = 10.0  # seconds before the time is over at which the last state begins to be worked out


def watch(stop: threading.Event) -> None:
    """Turn them to the last state: at once where none was stored lately, else as often as the
    setting says."""
    seconds, woken = lag(), threading.Event()
    if not seconds:
        return
    turned = -seconds
    with states_held(woken.set):
        while not stop.is_set():
            if not woken.wait(_LOOK):
                continue
            woken.clear()
            is_last = False
            while not is_last and not stop.wait(max(0.0, turned + seconds - _WORK - monotonic())):
                is_last = _turn()
                turned = monotonic()


def _turn() -> bool:
    from ui.parts.opened import opened
    from ui.state.ahead import turn

    return turn(opened())
