"""The processes beside a server, and the one way to give them work.

Once one was needed, or soon will be, one is kept ready; as many as `most` work at a time, and who
comes later waits. Small work is done where it is asked for: to hand it over takes longer. Without a
server so is all of it.
"""

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import TypeVar, cast

from data.beside.carrying import put_away, taken_out
from data.beside.child import ASKED, DONE, MADE, ROWS, STOP, wants_tell
from data.faults import in_words
from data.progress import Tell
from errors import WorkEnded

SMALL = 200_000  # bytes of a file below which it is read where that is asked for
_MOST = 2
_ROOT = Path(__file__).resolve().parents[2]
_STEP = 0.1  # seconds between two looks
_GRACE = 0.5  # seconds in which work may stop by itself
# Of Windows: a lower priority, and not ended by what is typed into the server's window.
_WINDOWS = 0x00004000 | 0x00000200

Made = TypeVar("Made")


class _Ended(Exception):
    """The process is gone."""


class _Worker:
    """One process, and what it says."""

    def __init__(self, needed: Sequence[str]):
        self._process = subprocess.Popen(
            [sys.executable, "-m", "data.beside.child", *needed],
            cwd=_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            process_group=0 if os.name == "posix" else None,
            creationflags=_WINDOWS if os.name == "nt" else 0,
        )
        self._said: queue.Queue[str] = queue.Queue()
        self._ear = threading.Thread(target=self._hear, daemon=True)
        self._ear.start()
        self._ended = False

    @property
    def is_there(self) -> bool:
        return self._process.poll() is None

    def work(self, folder: Path, tell: Tell) -> None:
        """Have done what the folder asks for; what `tell` raises stops it."""
        self._say(str(folder))
        rows = 0
        try:
            while (said := self._next()) != DONE:
                if said.startswith(ROWS):
                    rows = int(said.split()[1])
                tell(rows)
        except _Ended:
            raise
        except BaseException:
            self._stop()
            raise

    def end(self) -> None:
        """End it with what it has started; once, since its number may be another's then."""
        if self._ended:
            return
        self._ended = True
        with contextlib.suppress(OSError):
            if os.name == "posix":
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()
        self._process.wait()
        self._ear.join()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                assert pipe is not None
                pipe.close()

    def _stop(self) -> None:
        """Let it stop by itself, so that it can be used again; else end it."""
        until = monotonic() + _GRACE
        try:
            self._say(STOP)
            while monotonic() < until:
                if self._next() == DONE:
                    return
        except _Ended:
            pass
        self.end()

    def _next(self) -> str:
        """What it says next, "" where that takes a while."""
        with contextlib.suppress(queue.Empty):
            return self._said.get(timeout=_STEP)
        if not self.is_there:
            raise _Ended
        return ""

    def _say(self, told: str) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(told) + "\n")
            self._process.stdin.flush()
        except (OSError, ValueError) as fault:  # of a pipe that is closed
            raise _Ended from fault

    def _hear(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._said.put(line.strip())


class Workers:
    """The processes of one server."""

    def __init__(self, needed: Sequence[str] = (), most: int = _MOST):
        self._needed = needed
        self._free = threading.BoundedSemaphore(most)
        self._turn = threading.Lock()
        self._ready: list[_Worker] = []
        self._all: set[_Worker] = set()
        self._closed = False

    def run(
        self, tell: Tell, work: Callable[..., Made], asked: tuple, named: Mapping[str, object]
    ) -> Made:
        """`work(*asked, **named)` in one of them; WorkEnded where it was ended from outside."""
        while not self._free.acquire(timeout=_STEP):
            tell(0)
        try:
            with in_words(), TemporaryDirectory(prefix="work-") as folder:
                put_away(Path(folder) / ASKED, (work, asked, named))
                self._worked(Path(folder), tell)
                made = taken_out(Path(folder) / MADE, (*asked, *named.values()))
        finally:
            self._free.release()
        if isinstance(made, Exception):
            raise made
        return cast(tuple[Made], made)[0]

    def close(self) -> None:
        """End all of them; work that is under way is not done."""
        with self._turn:
            self._closed = True
            ending = tuple(self._all)
        if self in _OF_SERVER:
            _OF_SERVER.remove(self)
        for worker in ending:
            worker.end()

    def _worked(self, folder: Path, tell: Tell) -> None:
        worker = self._one()
        try:
            worker.work(folder, tell)
        except _Ended as fault:
            raise WorkEnded(
                "The process that was working on this ended before it was done, as where memory "
                "runs out. Nothing came of its work. Try again; if it comes back, split a large "
                "file and load its parts one after the other."
            ) from fault
        finally:
            self._back(worker)

    def _one(self) -> _Worker:
        with self._turn:
            while self._ready:
                worker = self._ready.pop()
                if worker.is_there:
                    return worker
                self._all.discard(worker)
                worker.end()
            return self._started()

    def _started(self) -> _Worker:
        """To be called with the turn."""
        if self._closed:
            raise WorkEnded("The dashboard is being ended, so this was not done.")
        worker = _Worker(self._needed)
        self._all.add(worker)
        return worker

    def _back(self, worker: _Worker) -> None:
        """One is kept ready, others end."""
        with self._turn:
            kept = worker.is_there and not self._ready and not self._closed
            if kept:
                self._ready.append(worker)
            else:
                self._all.discard(worker)
        if not kept:
            worker.end()
            self.keep_one_ready()

    def keep_one_ready(self) -> None:
        """Start one if none waits for work; where it cannot be started, whoever needs it is told."""
        with self._turn, contextlib.suppress(OSError):
            if not self._ready and not self._closed:
                self._ready.append(self._started())


_OF_SERVER: list[Workers] = []


def work_beside(needed: Sequence[str] = ()) -> Workers:
    """From now on work is done beside this process, until they are closed, or it ends and they with
    it. `needed`: modules that most of it needs."""
    own = Workers(needed)
    _OF_SERVER.append(own)
    return own


def be_ready() -> None:
    """Somebody is about to bring a file: a process takes a second to start."""
    for own in _OF_SERVER[-1:]:
        own.keep_one_ready()


def beside(
    size: int, tell: Tell, work: Callable[..., Made], *asked: object, **named: object
) -> Made:
    """`work(*asked, **named)`, in a process beside the server where there is one and `size` bytes
    are worth it. What it raises is raised here, and what `tell` raises ends it."""
    if size >= SMALL and _OF_SERVER:
        return _OF_SERVER[-1].run(tell, work, asked, named)
    return work(*asked, **named, **({"tell": tell} if wants_tell(work) else {}))
