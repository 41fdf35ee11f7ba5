"""Figures about the running server for Prometheus: how much is asked of it, how old its data are. No
name of a person, a unit or a file is among them."""

import logging
import threading
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from shutil import disk_usage
from time import monotonic

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from streamlit.runtime import Runtime, exists

from data import __version__
from data.events import timed
from data.faults import is_of_machine
from data.log.audit import COPIED
from errors import StorageFault, WorkEnded
from i18n import translator
from ui.api.proving import is_here, no_token, proven, refused
from ui.parts.counted import drawing, runs

TEXT = "text/plain; version=0.0.4; charset=utf-8"
_HEAD = "service_culture_"
_BEGAN = monotonic()
_ANSWERED: Counter[tuple[str, str, int]] = Counter()
_TURN = threading.Lock()
_LOG = logging.getLogger(__name__)
_UNFORESEEN = (
    "This could not be done ({error}); the log of the server says more. See whether anything was stored, "
    "and try again."
)
Answer = Callable[[Request], Awaitable[Response]]


def counted(path: str, answer: Answer) -> Answer:
    """An answer to requests, each counted by address, method and code; where the data cannot be
    read at all, as by a reader to whom nothing is published yet, it says so. What nobody foresaw
    is told in a sentence too: by 503 where it is the machine's, as where no thread or no file
    can be had."""

    async def counting(request: Request) -> Response:
        try:
            with timed("request", method=request.method, path=path) as told:
                try:
                    response = await answer(request)
                except (StorageFault, WorkEnded) as fault:
                    response = refused(503, translator("en")(fault.message))
                except ClientDisconnect:  # there is nobody to answer
                    raise
                except Exception as fault:
                    told["code"] = _count(path, request.method, _code(fault))
                    raise
                told["code"] = _count(path, request.method, response.status_code)
            return response
        except ClientDisconnect:
            raise
        except Exception as fault:  # noqa: BLE001  the program is told in short; the log knows all
            _LOG.exception("a request could not be answered: %s", path)
            return refused(_code(fault), _UNFORESEEN.format(error=type(fault).__name__))

    return counting


def _code(fault: Exception) -> int:
    return 503 if is_of_machine(fault) else 500


def _count(path: str, method: str, code: int) -> int:
    with _TURN:
        _ANSWERED[path, method, code] += 1
    return code


async def metrics(request: Request) -> Response:
    """All figures, for a program with a token, or on this computer."""
    return await run_in_threadpool(_metrics, request)


def _metrics(request: Request) -> Response:
    if not is_here(request) and proven(request) is None:
        return no_token()
    return PlainTextResponse(_text(), media_type=TEXT)


def _text() -> str:
    lines = [
        *_family("info", "gauge", "The version that runs.", [({"version": __version__}, 1)]),
        *_family("up_seconds", "gauge", "Seconds since the start.", [({}, monotonic() - _BEGAN)]),
        *_family("script_runs_total", "counter", "Pages drawn.", [({}, runs())]),
        *_family("page_seconds_total", "counter", "Seconds of drawing them.", [({}, drawing())]),
        *_family("requests_total", "counter", "Answers to programs.", _answers()),
        *_sessions(),
        *_stored(),
    ]
    return "\n".join(lines) + "\n"


def _answers() -> list[tuple[dict[str, object], float]]:
    with _TURN:
        found = sorted(_ANSWERED.items())
    return [
        ({"path": path, "method": method, "code": code}, count)
        for (path, method, code), count in found
    ]


def _sessions() -> list[str]:
    if not exists():
        return []
    found = Runtime.instance().stats_mgr.get_stats(["active_sessions"]).get("active_sessions", ())
    count = sum(getattr(one, "value", 0) for one in found)
    return _family("sessions", "gauge", "Visits that are open.", [({}, count)])


def _stored() -> list[str]:
    """What the database holds; nothing of it where it cannot be read."""
    from errors import ServiceCultureError
    from ui.parts.opened import opened

    try:
        filled = opened()
        with filled.read() as reading:
            (version,) = reading.row("SELECT version FROM state")
            loaded, undone, last = reading.row(
                "SELECT count(*), count(undone_at), max(loaded_at) FROM upload"
            )
            entries, copied = reading.row(
                "SELECT count(*), max(moment) FILTER (WHERE act = ? AND NOT contains(after, '\"lake\"')) "
                "FROM log_entry",
                [COPIED],
            )
            letters = reading.rows("SELECT state, count(*) FROM letter GROUP BY state ORDER BY ALL")
        size = filled.file.stat().st_size
        free = disk_usage(filled.file.parent).free
        followed = _followed()
    except (ServiceCultureError, OSError):
        return _family("database_up", "gauge", "Whether the database can be read.", [({}, 0)])
    now = datetime.now(UTC).replace(tzinfo=None)
    age, backed_up = (
        [({}, (now - moment).total_seconds())] if moment else [] for moment in (last, copied)
    )
    by_state = [({"state": state}, count) for state, count in letters]
    return [
        *_family("database_up", "gauge", "Whether the database can be read.", [({}, 1)]),
        *_family("data_version", "gauge", "Raised by every change of the data.", [({}, version)]),
        *_family("uploads", "gauge", "Uploads stored, those undone included.", [({}, loaded)]),
        *_family("uploads_undone", "gauge", "Uploads undone.", [({}, undone)]),
        *_family("last_upload_age_seconds", "gauge", "Seconds since the last upload.", age),
        *_family("log_entries", "gauge", "Entries of the log.", [({}, entries)]),
        *_family("database_bytes", "gauge", "Size of the database file.", [({}, size)]),
        *_family("disk_free_bytes", "gauge", "Free room where it lies.", [({}, free)]),
        *_family("last_backup_age_seconds", "gauge", "Seconds since the last backup.", backed_up),
        *_family("letters", "gauge", "Letters to people, by what became of them.", by_state),
        *followed,
    ]


def _followed() -> list[str]:
    """On a server that only reads: how old its state is, and whether it may be behind."""
    from ui.parts.opened import following

    read_here = following()
    if read_here is None:
        return []
    behind = read_here.behind()
    age = (datetime.now(UTC) - read_here.published).total_seconds()
    late = (datetime.now(UTC) - behind.since).total_seconds() if behind else 0.0
    return [
        *_family("state_age_seconds", "gauge", "Since the state was published.", [({}, age)]),
        *_family("behind_seconds", "gauge", "Since it was surely the last.", [({}, late)]),
    ]


def _family(
    name: str, kind: str, about: str, samples: list[tuple[dict[str, object], float]]
) -> list[str]:
    name = _HEAD + name
    lines = [f"# HELP {name} {about}", f"# TYPE {name} {kind}"]
    for labels, value in samples:
        told = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
        lines.append(f"{name}{{{told}}} {value}" if told else f"{name} {value}")
    return lines


def _escaped(text: object) -> str:
    return str(text).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
