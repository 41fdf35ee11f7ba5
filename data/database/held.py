"""A state that is no longer the last one, held open for some seconds for those who only look, while what
they ask for is worked out of the last one."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from time import monotonic

import duckdb

READINGS = 4  # at a time; who comes later waits for one of them
MOST = 40.0  # seconds, whatever becomes of who works out the last state

Cursor = duckdb.DuckDBPyConnection


class HeldState:
    """Transactions that see one state and take turns. `since`: when it ceased to be the last one."""

    def __init__(
        self,
        version: int,
        cursors: Sequence[Cursor],
        give_back: Callable[[Cursor], None],
    ):
        self.version, self.since = version, monotonic()
        self._free, self._left, self._give_back = list(cursors), len(cursors), give_back
        self._ended = False
        self._turn = threading.Condition()

    @contextmanager
    def cursor(self) -> Iterator[Cursor | None]:
        """One of its transactions, once one is free; None where there is none any more."""
        with self._turn:
            self._turn.wait_for(lambda: self._free or self._ended or not self._left)
            taken = None if self._ended or not self._left else self._free.pop()
        if taken is None:
            yield None
            return
        try:
            yield taken
        except BaseException:
            self._back(taken, _sees(taken, self.version))
            raise
        self._back(taken, True)

    @property
    def ended(self) -> bool:
        return self._ended

    def end(self) -> None:
        """Let go of it, of what is in use once that is given back."""
        with self._turn:
            self._ended = True
            ending, self._free = self._free, []
            self._turn.notify_all()
        for cursor in ending:
            self._give_back(cursor)

    def _back(self, cursor: Cursor, whole: bool) -> None:
        with self._turn:
            kept = whole and not self._ended
            if kept:
                self._free.append(cursor)
            else:
                self._left -= 1
            self._turn.notify_all()
        if not kept:
            self._give_back(cursor)


class States:
    """Which state those see who only look: the last one, or one that is held for a while.

    `told` is called when one is held, and has to end that by `turn_to`; where it is None none is
    held. `take`: a new cursor; `give_back`: what closes it.
    """

    def __init__(self, take: Callable[[], Cursor], give_back: Callable[[Cursor], None]):
        self.told: Callable[[], None] | None = None
        self._take, self._give_back = take, give_back
        self._held: HeldState | None = None
        self._next: HeldState | None = None
        self._least = 0  # changes up to this one are seen at once
        self._turn = threading.Lock()

    def held(self, least: int) -> HeldState | None:
        """The state that is held, unless it is older than `least` or was held for too long."""
        held = self._held
        if held is None or held.version < least:
            return None
        if monotonic() - held.since > MOST:
            self.end()
            return None
        return held

    @contextmanager
    def change(self, lags: bool) -> Iterator[Callable[[Cursor], None]]:
        """Around a change; what it gives is to be called with its cursor just before it is
        committed. `lags`: those who only look may see the state before for a while."""
        ready: list[HeldState] = []
        raised = False

        def commits(cursor: Cursor) -> None:
            nonlocal raised
            after, before = seen_by(cursor), self._last_version()
            raised = before != after
            if raised and lags and self.told is not None and self._held is None:
                ready.append(self._hold())
            if raised and not lags:
                self._least = after

        try:
            yield commits
        except BaseException:
            for one in ready:
                one.end()
            raise
        if raised and not lags:
            self.end()
        for one in ready:
            with self._turn:
                one.since, self._held = monotonic(), one
        if ready and self.told is not None:
            self.told()

    def last(self) -> HeldState:
        """The last state, held as well, to be worked out and turned to."""
        fresh = self._hold()
        with self._turn:
            self._next = fresh
        return fresh

    def turn_to(self, fresh: HeldState) -> bool:
        """Have those who look see a state that is worked out; whether it is the last one still, so
        that none is held any more."""
        is_last = self._last_version() == fresh.version
        with self._turn:
            before, self._held, self._next = self._held, None, None
            if not is_last and fresh.version >= self._least and not fresh.ended:
                fresh.since, self._held = monotonic(), fresh
        for one in filter(None, (before, None if self._held is fresh else fresh)):
            one.end()
        return self._held is None

    def end(self) -> None:
        """Have everybody see the last state from now on."""
        with self._turn:
            ending = self._held, self._next
            self._held = self._next = None
        for one in filter(None, ending):
            one.end()

    def _hold(self) -> HeldState:
        """The state that is the last one now."""
        cursors = [self._pinned()]
        try:
            version = seen_by(cursors[0])
            while len(cursors) < READINGS:
                cursors.append(self._pinned())
                if seen_by(cursors[-1]) != version:  # changed meanwhile: fewer do
                    self._give_back(cursors.pop())
                    break
        except BaseException:
            for cursor in cursors:
                self._give_back(cursor)
            raise
        return HeldState(version, cursors, self._give_back)

    def _last_version(self) -> int:
        cursor = self._take()
        try:
            return seen_by(cursor)
        finally:
            self._give_back(cursor)

    def _pinned(self) -> Cursor:
        cursor = self._take()
        try:
            cursor.execute("BEGIN TRANSACTION")
            seen_by(cursor)
        except BaseException:
            self._give_back(cursor)
            raise
        return cursor


def seen_by(cursor: Cursor) -> int:
    """The state of the data that a transaction sees, from now on whatever others change."""
    return cursor.execute("SELECT version FROM state").fetchall()[0][0]


def _sees(cursor: Cursor, version: int) -> bool:
    """Whether a transaction still sees its state: a question that failed may have ended it."""
    try:
        return seen_by(cursor) == version
    except duckdb.Error:
        return False
