"""What the server does, as one line of JSON each, where SERVICE_CULTURE_LOG says json.

Nothing of a person, a unit or a file is in a line: of what is logged otherwise, here or by packages,
it has the place and the kind of error, never words that were put together from what somebody brought.
"""

import json
import logging
import os
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from types import TracebackType

from data.progress import Stopped
from errors import ServiceCultureError, WrongCall

_SETTING, _JSON, _PLAIN = "SERVICE_CULTURE_LOG", "json", "text"
_EVENTS = logging.getLogger("service_culture")
_LOG = logging.getLogger(__name__)
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
    logging.setLogRecordFactory(_record)
    logging.captureWarnings(True)
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread
    sys.unraisablehook = lambda told: _uncaught(told.exc_type, told.exc_value, told.exc_traceback)


def _record(name: str, *told: object, **more: object) -> logging.LogRecord:
    """A record, just before it is written: packages bring handlers of their own at any time, and
    each of them is to write it as all others do."""
    if logging.lastResort is not None:
        logging.lastResort.setFormatter(_LINES)
    for handler in _handlers(logging.Logger.manager.loggerDict.get(name)):
        handler.setFormatter(_LINES)
    return logging.LogRecord(name, *told, **more)  # type: ignore[arg-type]


def _handlers(logger: object) -> Iterator[logging.Handler]:
    """The handlers that a logger hands its records to."""
    found = logger if isinstance(logger, logging.Logger) else logging.getLogger()
    while True:
        yield from found.handlers
        if found.parent is None or not found.propagate:
            return
        found = found.parent


def _uncaught(
    kind: type[BaseException], fault: BaseException | None, trace: TracebackType | None
) -> None:
    """What nothing caught, of whichever thread."""
    told = Exception() if fault is None else fault
    if issubclass(kind, Exception):
        _LOG.error("nothing caught an error", exc_info=(kind, told, trace))
    else:  # as when somebody stops the server
        sys.__excepthook__(kind, told, trace)


def _uncaught_in_thread(told: threading.ExceptHookArgs) -> None:
    if told.exc_type is not SystemExit:  # by which a thread ends itself
        _uncaught(told.exc_type, told.exc_value, told.exc_traceback)


def tell(
    event: str, level: int = logging.INFO, /, **facts: str | int | float | bool | None
) -> None:
    """Note that something was done; `facts`: plain values, nothing that names anybody."""
    if _EVENTS.isEnabledFor(logging.INFO):
        _EVENTS.log(level, event, extra={"facts": facts})


@contextmanager
def timed(event: str, **facts: str | int | float | bool | None) -> Iterator[dict[str, object]]:
    """Note it with how long it took, whatever became of it; more facts may be put into what is
    given. What failed says by which error; one that nobody foresaw is of the level error."""
    began, more, level = monotonic(), dict[str, object](facts), logging.INFO
    try:
        yield more
    except Exception as fault:
        more["error"] = type(fault).__name__
        level = logging.INFO if isinstance(fault, ServiceCultureError | Stopped) else logging.ERROR
        raise
    finally:
        tell(event, level, **more, ms=round((monotonic() - began) * 1000))  # type: ignore[arg-type]


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
        "at": [
            f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
            for frame in frames[-_MOST_PLACES:]
        ],
    }


_LINES = JsonLines()
