"""What the server does, as one line of JSON each, where SERVICE_CULTURE_LOG says json.

Nothing of a person, a unit or a file is in a line: of what is logged otherwise, here or by packages,
it has the place and the kind of error, never words that were put together from what somebody brought.
"""

import json
import logging
import os
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from time import monotonic

from errors import WrongCall

_SETTING, _JSON, _PLAIN = "SERVICE_CULTURE_LOG", "json", "text"
_EVENTS = logging.getLogger("service_culture")
_OURS = ("alerts", "charts", "data", "metrics", "reports", "ui")
_MOST_PLACES = 12  # of an error, the innermost


def check_log() -> None:
    """WrongCall where a form of log is set that there is not."""
    if _form() not in (_JSON, _PLAIN):
        raise WrongCall(
            "{setting} is “{value}”. Set it to one of {known}, or leave it out.",
            setting=_SETTING,
            value=_form(),
            known=[_JSON, _PLAIN],
        )


def _form() -> str:
    return os.environ.get(_SETTING, "").strip() or _PLAIN


def log_as_set() -> None:
    """Have everything that is logged in this process written as it is set. To be called once the
    packages have set up their own."""
    if _form() != _JSON:
        return
    root = logging.getLogger()
    if not root.handlers:
        root.addHandler(logging.StreamHandler())
    _EVENTS.setLevel(logging.INFO)
    _take_over()


def tell(event: str, **facts: str | int | float | bool | None) -> None:
    """Note that something was done; `facts`: plain values, nothing that names anybody."""
    if _EVENTS.isEnabledFor(logging.INFO):
        _take_over()
        _EVENTS.info(event, extra={"facts": facts})


@contextmanager
def timed(event: str, **facts: str | int | float | bool | None) -> Iterator[dict[str, object]]:
    """Note it with how long it took, whatever became of it; more facts may be put into what is
    given."""
    began, more = monotonic(), dict[str, object](facts)
    try:
        yield more
    finally:
        tell(event, **more, ms=round((monotonic() - began) * 1000))  # type: ignore[arg-type]


_TAKEN = [0]  # how many loggers there were when all of them were taken over


def _take_over() -> None:
    """Packages have handlers of their own, and more of them with every module that is imported."""
    known = logging.Logger.manager.loggerDict
    if len(known) == _TAKEN[0]:
        return
    _TAKEN[0] = len(known)
    loggers = [one for one in list(known.values()) if isinstance(one, logging.Logger)]
    for logger in (logging.getLogger(), *loggers):
        for handler in logger.handlers:
            handler.setFormatter(JsonLines())


class JsonLines(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line: time, level, event and its facts."""
        told: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
        }
        if record.name == _EVENTS.name:
            told |= {"event": record.msg, **getattr(record, "facts", {})}
        else:
            told |= {"event": "log", "of": record.name, "line": record.lineno}
            if record.name.partition(".")[0] in _OURS:
                told["text"] = record.msg  # as it is written in the program, with its blanks
        if record.exc_info and record.exc_info[0] is not None:
            told |= _error(record.exc_info[1], record.exc_info[0])
        return json.dumps(told, ensure_ascii=False, default=str)


def _error(fault: BaseException | None, kind: type[BaseException]) -> dict[str, object]:
    """Which error it is, and where; what it says may quote what somebody brought."""
    frames = traceback.extract_tb(None if fault is None else fault.__traceback__)
    return {
        "error": kind.__name__,
        "at": [f"{frame.name}:{frame.lineno}" for frame in frames[-_MOST_PLACES:]],
    }
