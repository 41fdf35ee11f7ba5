"""One process beside the server: `python -m data.beside.child MODULE …`, where MODULE is imported while
nobody waits. Each line of its input is a folder, in which `asked` says what is to be done and `made` is
put; it says by lines how far it is.

It ends with its input, so that it never outlives the server, whatever became of that.
"""

import importlib
import json
import os
import queue
import shutil
import signal
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable, Sequence
from inspect import signature
from pathlib import Path
from time import monotonic
from typing import cast

from data.beside.carrying import put_away, taken_out
from data.beside.standing_back import stand_back_whole
from data.faults import in_words
from data.progress import Stopped
from data.reading.give_back import LARGE, give_back

ASKED, MADE = "asked", "made"
READY, ROWS, DONE, STOP = "ready", "rows", "done", "stop"
Asked = tuple[Callable[..., object], tuple, dict]
_BETWEEN = 0.2  # seconds between two signs of life


def wants_tell(work: Callable[..., object]) -> bool:
    """Whether work says how far it is."""
    return "tell" in signature(work).parameters


class _Child:
    def __init__(self) -> None:
        self._folders: queue.Queue[Path] = queue.Queue()
        self._folder: Path | None = None
        self._stopped = threading.Event()
        self._last = 0.0
        self._out = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
        os.dup2(2, 1)  # what others print is not for the server

    def run(self, needed: Sequence[str]) -> None:
        for module in needed:
            importlib.import_module(module)
        threading.Thread(target=self._hear, daemon=True).start()
        self._say(READY)
        while True:
            self._folder = self._folders.get()
            self._stopped.clear()
            self._do(self._folder)
            self._folder = None
            self._say(DONE)
            give_back(LARGE)

    def _hear(self) -> None:
        for line in sys.stdin:
            told = json.loads(line)
            if told == STOP:
                self._stopped.set()
            else:
                self._folders.put(Path(told))
        self._end()

    def _end(self) -> None:
        """At once, with what it has started, and nothing left behind."""
        folder = self._folder
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
        if os.name == "posix":
            os.killpg(0, signal.SIGKILL)
        os._exit(1)

    def _do(self, folder: Path) -> None:
        tempfile.tempdir = str(folder)  # so that it goes with the folder, whatever happens here
        try:
            with in_words():
                made, known = self._made(folder)
        except Exception as fault:  # noqa: BLE001  raised again in the server
            fault.add_note(traceback.format_exc())
            made, known = fault, ()
        try:
            put_away(folder / MADE, made, known)
        except Exception as fault:  # noqa: BLE001  as with a full storage
            (folder / MADE).unlink(missing_ok=True)
            put_away(folder / MADE, fault)

    def _made(self, folder: Path) -> tuple[object, tuple]:
        work, asked, named = cast(Asked, taken_out(folder / ASKED))
        (folder / ASKED).unlink()
        told = {"tell": self._tell} if wants_tell(work) else {}
        return (work(*asked, **named, **told),), (*asked, *named.values())

    def _tell(self, rows: int | float = 0) -> None:
        if self._stopped.is_set():
            raise Stopped
        if monotonic() - self._last >= _BETWEEN:
            self._last = monotonic()
            self._say(f"{ROWS} {int(rows)}")

    def _say(self, line: str) -> None:
        self._out.write(line + "\n")


if __name__ == "__main__":
    stand_back_whole()
    _Child().run(sys.argv[1:])
