"""A state that is no longer the last one, held open for some seconds for those who only look, while what
they ask for is worked out of the last one."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic

import duckdb

READINGS = 4  # at a time; who comes later waits for one of them

Cursor = duckdb.DuckDBPyConnection


@dataclass(frozen=True)
class Holding:
    """That states are held: for so many `seconds` at most, whatever becomes of who works out the
    last one; `told` is called when one is held, and sees to it that they turn to the last one."""

    told: Callable[[], None]
    seconds: float


class HeldState:
    """Transactions that see one state and take turns. `until`: when nobody is to see it any more;
    what is not in it yet was stored after it was made."""

    def __init__(
        self,
        version: int,
        first: Cursor,
        give_back: Callable[[Cursor], None],
        until: float,
    ):
        self.version, self.until = version, until
        self._free, self._left, self._give_back = [first], 1, give_back
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

    def rests(self, longest: float) -> bool:
        """Once nobody looks at it, or it is let go, and after `longest` seconds whoever looks;
        whether nobody does."""
        with self._turn:
            return self._turn.wait_for(
                lambda: self._ended or len(self._free) == self._left, longest
            )

    def takes(self, cursor: Cursor) -> bool:
        """Whether it takes one more of its transactions: not once it is let go."""
        with self._turn:
            if not self._ended:
                self._free.append(cursor)
                self._left += 1
            return not self._ended

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


def _none_are() -> None:
    """No states are held."""


class States:
    """Which state those see who only look: the last one, or one that is held for a while.

    `holding`: how, asked at every change; where it gives None nothing is held, and nothing done.
    `take`: a new cursor; `give_back`: what closes it.
    """

    def __init__(self, take: Callable[[], Cursor], give_back: Callable[[Cursor], None]):
        self.holding: Callable[[], Holding | None] = _none_are
        self._take, self._give_back = take, give_back
        self._held: HeldState | None = None
        self._coming: list[HeldState] = []  # made, and not yet held
        self._ends = 0  # how often all of them were let go
        self._lagged = False  # whether the last change might lag
        self._least = 0  # changes up to this one are seen at once
        self._turn = threading.Lock()

    def held(self, least: int = 0) -> HeldState | None:
        """The state that is held, unless it is older than `least` or was held for too long."""
        held = self._held
        if held is None or held.version < max(least, self._least):
            return None
        if monotonic() >= held.until:
            self.end()
            return None
        return held

    @contextmanager
    def change(self, lags: bool | None) -> Iterator[Callable[[Cursor], None]]:
        """Around a change; what it gives is to be called with its cursor just before it is
        committed. `lags`: those who only look may see the state before for a while; None: as they
        might with the change before it, of which it is made."""
        holding = self.holding()
        if holding is None:
            yield lambda cursor: None
            return
        lags = self._lagged if lags is None else lags
        before: HeldState | None = None
        raised = False

        def commits(cursor: Cursor) -> None:
            nonlocal raised, before
            after = seen_by(cursor)
            raised = self._last_version() != after
            if raised and lags and self._held is None:
                before = self._hold(holding.seconds)
            if raised and not lags:
                self._least = after  # also between the commit and the end of what is held

        try:
            yield commits
        except BaseException:
            if before is not None:
                self._drop(before)
            raise
        self._lagged = lags if raised else self._lagged
        if raised and not lags:
            self.end()
        if before is not None and self._see(before):
            holding.told()

    def last(self) -> HeldState:
        """The last state, held as well, to be worked out and turned to."""
        holding = self.holding()
        return self._hold(0.0 if holding is None else holding.seconds)

    def turn_to(self, fresh: HeldState) -> bool:
        """Have those who look see a state that is worked out; whether it is the last one still, so
        that none is held any more."""
        if self._last_version() != fresh.version and self._see(fresh):
            return False
        with self._turn:
            before, self._held = self._held, None
        if before is not None:
            before.end()
        self._drop(fresh)
        return True

    def end(self) -> None:
        """Have everybody see the last state from now on."""
        with self._turn:
            self._ends += 1
            ending = [*self._coming, *([] if self._held is None else [self._held])]
            self._held, self._coming = None, []
        for one in ending:
            one.end()

    def _see(self, one: HeldState) -> bool:
        """Have those who look see a state; whether it is one that they may see."""
        with self._turn:
            may = one in self._coming and one.version >= self._least
            before, self._held = self._held, one if may else self._held
            if may:
                self._coming.remove(one)
        if may and before is not None:
            before.end()
        return may

    def _drop(self, one: HeldState) -> None:
        with self._turn:
            if one in self._coming:
                self._coming.remove(one)
        one.end()

    def _hold(self, seconds: float) -> HeldState:
        """The state that is the last one now; ended already where all were let go meanwhile. It is
        known to be coming as soon as it has one transaction: whoever closes the file waits for none."""
        ends, until = self._ends, monotonic() + seconds
        version, first = self._pinned()
        made = HeldState(version, first, self._give_back, until)
        with self._turn:
            is_wanted = ends == self._ends
            if is_wanted:
                self._coming.append(made)
        if not is_wanted:
            made.end()
            return made
        try:
            self._fill(made)
        except BaseException:
            self._drop(made)
            raise
        return made

    def _fill(self, made: HeldState) -> None:
        """Give it all its transactions; where something is stored meanwhile fewer do."""
        for _ in range(READINGS - 1):
            version, cursor = self._pinned()
            if version != made.version or not made.takes(cursor):
                self._give_back(cursor)
                return

    def _last_version(self) -> int:
        cursor = self._take()
        try:
            return seen_by(cursor)
        finally:
            self._give_back(cursor)

    def _pinned(self) -> tuple[int, Cursor]:
        cursor = self._take()
        try:
            cursor.execute("BEGIN TRANSACTION")
            return seen_by(cursor), cursor
        except BaseException:
            self._give_back(cursor)
            raise


def seen_by(cursor: Cursor) -> int:
    """The state of the data that a transaction sees, from now on whatever others change."""
    return cursor.execute("SELECT version FROM state").fetchall()[0][0]


def _sees(cursor: Cursor, version: int) -> bool:
    """Whether a transaction still sees its state: a question that failed may have ended it."""
    try:
        return seen_by(cursor) == version
    except duckdb.Error:
        return False
