"""The states that the running dashboard publishes for servers that only read."""

import logging
import threading
from collections.abc import Callable

from data.following.folder import published_to

_LOG = logging.getLogger(__name__)
_PAUSE = 0.3  # seconds between two looks at what has changed
_AGAIN = 5.0  # seconds after one that failed


def watch(stop: threading.Event) -> None:
    """Publish whatever changes, until it is stopped; what fails is told in the log and tried
    again."""
    folder = published_to()
    if folder is None:
        return
    from data.following.publisher import Publisher
    from ui.parts.opened import opened

    publisher: Publisher | None = None
    while publisher is None:
        try:
            publisher = Publisher(folder)
        except Exception:  # noqa: BLE001  the dashboard itself goes on
            _LOG.exception("nothing is published to %s", folder)
            if stop.wait(_AGAIN):
                return

    def tell() -> None:
        publisher.tell(opened())

    def take_notes() -> None:
        publisher.take_notes(opened())

    def publish() -> None:
        publisher.publish(opened())
        publisher.tidy()

    # Who may do what, and who signed out, do not wait for a state of a large database.
    beside = [
        threading.Thread(target=_again, args=(work, stop), name=work.__name__, daemon=True)
        for work in (tell, take_notes)
    ]
    for thread in beside:
        thread.start()
    _again(publish, stop)
    for thread in beside:
        thread.join()
    publisher.close()


def _again(work: Callable[[], object], stop: threading.Event) -> None:
    pause = _PAUSE
    while not stop.wait(pause):
        try:
            work()
            pause = _PAUSE
        except Exception:  # noqa: BLE001  one failure must not silence what comes after
            _LOG.exception("the state could not be published")
            pause = _AGAIN
