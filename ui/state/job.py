"""Work in a thread of the server: it goes on whatever becomes of the visitor who began it.

A visitor's script only watches. A click, another page, a closed tab end the
script where it next writes to the page, and the work is none the worse.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from time import monotonic

from data.faults import in_words
from data.progress import Stopped
from errors import ServiceCultureError
from metrics.snapshot import before_forgetting

_LOG = logging.getLogger(__name__)
_LOOK = 0.2  # seconds between two looks at the work
_RUNNING: set["Job"] = set()
_TURN = threading.Lock()


class Job:
    """One piece of work. `work` is given the job, and calls `tell` again and again: that ends it
    once it is to stop.

    `part`: how far it is, from 0 to 1, where the work says so. `ended`, and
    then either `result` or `fault`. `to_the_end`: a server that is stopped waits for it.
    """

    def __init__(self, work: Callable[["Job"], object], to_the_end: bool):
        self.began, self.over, self.part, self.to_the_end = monotonic(), None, 0.0, to_the_end
        self.result: object = None
        self.fault: Exception | None = None
        self._stop, self._ended = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, args=(work,), daemon=True)
        with _TURN:
            _RUNNING.add(self)
        self._thread.start()

    @property
    def ended(self) -> bool:
        return self._ended.is_set()

    @property
    def seconds(self) -> float:
        """How long it has taken so far, or took."""
        return (self.over or monotonic()) - self.began

    @property
    def seconds_over(self) -> float:
        """How long ago it ended; 0 while it goes on."""
        return monotonic() - self.over if self.over else 0.0

    def looks(self) -> Iterator[None]:
        """Gives, again and again until the work has ended, an occasion to say how far it is."""
        while not self._ended.wait(_LOOK):
            yield

    def tell(self, rows: int = 0) -> None:
        """A sign of life from the work; raises Stopped once it is to stop."""
        if self._stop.is_set():
            raise Stopped

    def progress(self, part: float) -> None:
        """A sign of life from the work that says how far it is; raises Stopped as `tell` does."""
        self.part = part
        self.tell()

    def pause(self, seconds: float) -> None:
        """Wait within the work, which raises Stopped as soon as it is to stop."""
        self._stop.wait(seconds)
        self.tell()

    def stop(self) -> None:
        """Ask the work to stop; what was not committed by then is taken back."""
        self._stop.set()

    def wait(self, seconds: float | None = None) -> None:
        """Until the work has ended, or for so long."""
        self._thread.join(seconds)

    def _run(self, work: Callable[["Job"], object]) -> None:
        try:
            with in_words():
                self.result = work(self)
        except Exception as fault:  # noqa: BLE001  said to whoever watches, and in the log where nobody foresaw it
            self.fault = fault
            if isinstance(fault, Stopped):
                fault.with_traceback(None)  # which holds all that the work held
            elif not isinstance(fault, ServiceCultureError):
                _LOG.exception("Work in the background failed")
        finally:
            with _TURN:
                _RUNNING.discard(self)
            self.over = monotonic()
            self._ended.set()


def running() -> tuple[Job, ...]:
    """All work that is under way."""
    with _TURN:
        return tuple(_RUNNING)


def end_all() -> None:
    """Before the server ends: what can be made again stops, what a person asked for is done to its
    end."""
    left = running()
    for job in left:
        if not job.to_the_end:
            job.stop()
    for job in left:
        job.wait()


before_forgetting(end_all)
