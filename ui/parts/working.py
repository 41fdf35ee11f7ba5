"""Work that may take long: it says what it does after a second, and can be cancelled after ten."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from data.progress import Tell
from i18n import Say
from ui.parts import st

SHOWN_AFTER, CANCEL_AFTER = 1.0, 10.0  # seconds
_BETWEEN = 0.5  # seconds between two signs of life


@contextmanager
def working(
    doing: str, key: str, cancel: Callable[[], None], say: Say, shown_after: float | None = None
) -> Iterator[Tell]:
    """Gives what the work calls again and again with the rows done so far; `doing` is a whole
    sentence.

    A click anywhere ends the script where it next writes to the page: that is
    in this call, so the work ends there, and `cancel` runs before the next run.
    Work that a stray click must not end writes nothing until `shown_after`.
    """
    place = st.empty()
    sign = _Sign(
        place, doing, key, cancel, say, SHOWN_AFTER if shown_after is None else shown_after
    )
    try:
        yield sign.tell
    finally:
        place.empty()


class _Sign:
    """What stands on the page while the work goes on."""

    def __init__(
        self, place, doing: str, key: str, cancel: Callable[[], None], say: Say, shown_after: float
    ):
        self.shown_after = shown_after
        self.place, self.doing, self.key, self.cancel, self.say = place, doing, key, cancel, say
        self.started = self.last = monotonic()
        self.status = None
        self.offered = False

    def tell(self, rows: int) -> None:
        now = monotonic()
        if now - self.started < self.shown_after or now - self.last < _BETWEEN:
            return
        self.last = now
        if self.status is None:
            with self.place.container():
                self.status = st.status(self.doing, expanded=True)
            self.line = self.status.empty()
        with self.line:
            st.markdown(self._so_far(rows, now))
        if now - self.started >= CANCEL_AFTER and not self.offered:
            self.offered = True
            with self.status:
                st.button(
                    self.say("Cancel"), key=self.key, on_click=self.cancel, icon=":material/close:"
                )

    def _so_far(self, rows: int, now: float) -> str:
        seconds = int(now - self.started)
        if rows:
            return self.say("Rows so far: {rows}, seconds: {seconds}.", rows=rows, seconds=seconds)
        return self.say("{seconds} seconds so far.", seconds=seconds)
