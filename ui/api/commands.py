"""Commands that the dashboard runs for a caller beside it: the same code on the dashboard's database,
what it prints handed back."""

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TextIO

from alerts.__main__ import main as alerts
from data.__main__ import main as data
from data.commands.caller import CALLER, Caller
from data.events import timed
from data.roles import NOBODY, asked_as
from data.uploads.store import data_version
from errors import ServiceCultureError
from metrics.__main__ import main as metrics
from ui.parts.opened import opened

_PROGRAMS = {"data": data, "metrics": metrics, "alerts": alerts}
_HEARD: ContextVar[dict[str, io.StringIO] | None] = ContextVar("heard", default=None)


def is_ready() -> bool:
    """Whether the database can be read."""
    try:
        with opened().read(viewer=NOBODY) as reading:
            data_version(reading)
    except ServiceCultureError:
        return False
    return True


def run(program: str, arguments: list[str], folder: str, who: str, role: str) -> dict:
    """Exit code, and what was written to standard output and standard error."""
    with timed("command", program=program) as told, _heard() as heard, asked_as(role):
        before = CALLER.set(Caller(Path(folder), who, opened()))
        try:
            code = _PROGRAMS[program](arguments)
        except SystemExit as end:  # how a parser says that a call is wrong
            code = end.code if isinstance(end.code, int) else 2
        finally:
            CALLER.reset(before)
        told["code"] = code
    return {"code": code, "out": heard["out"].getvalue(), "err": heard["err"].getvalue()}


@contextmanager
def _heard() -> Iterator[dict[str, io.StringIO]]:
    """What this call prints; other threads go on writing where they wrote."""
    if not isinstance(sys.stdout, _Parted):
        sys.stdout, sys.stderr = _Parted("out", sys.stdout), _Parted("err", sys.stderr)
    heard = {"out": io.StringIO(), "err": io.StringIO()}
    before = _HEARD.set(heard)
    try:
        yield heard
    finally:
        _HEARD.reset(before)


class _Parted:
    """A stream of the server that hands what a running command writes to its caller."""

    def __init__(self, name: str, own: TextIO):
        self._name, self._own = name, own

    def write(self, text: str) -> int:
        """Take a text."""
        heard = _HEARD.get()
        return self._own.write(text) if heard is None else heard[self._name].write(text)

    def __getattr__(self, name: str) -> object:
        return getattr(self._own, name)
