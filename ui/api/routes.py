"""The addresses that answer programs, on the dashboard's own port.

What takes seconds to import is imported when it is first asked for: the dashboard is there before.
"""

import hmac
import json
import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from streamlit import get_option
from streamlit.cli_util import open_browser

from data import __version__
from data.beside.workers import work_beside
from data.commands.through import ADDRESS, PROGRAMS, Note, leave_note, take_note_away
from data.database.connection import database_path
from data.events import log_as_set, tell
from data.following.folder import followed
from ui.api import ahead, alerts, following, inbox, openapi, publishing, reading, writing

_LOG = logging.getLogger(__name__)
_LONGEST = 1_000_000  # bytes of a call
_SOON = 0.3  # seconds until the server listens; Streamlit opens a browser for plain scripts only
_LAST = 10.0  # seconds in which publishing and following may end by themselves
_EVERYWHERE = {"0.0.0.0", "::", ""}
_WANTED = {"program": str, "arguments": list, "folder": str, "who": str, "role": str}
_NEEDED_BESIDE = ("data.uploads.aside", "metrics.handed.kpi_facts")  # by what is done there
_NOTES: list[Note] = []  # of this server: one while it runs


@asynccontextmanager
async def serving(_: object) -> AsyncIterator[None]:
    """While the server runs a note beside the database says where, and how to prove oneself; the
    inbox is looked into, people are told of what changes, and states are published. A server that
    only reads follows."""
    log_as_set()
    database, stop = database_path(), threading.Event()
    note = None if followed() else _left_note(database)
    if note is not None:
        _NOTES.append(note)
    work_beside(_NEEDED_BESIDE)
    watching = [
        threading.Thread(
            target=watched.watch,
            args=(stop,),
            name=watched.__name__.rpartition(".")[2],
            daemon=True,
        )
        for watched in ((following,) if followed() else (ahead, inbox, alerts, publishing))
    ]
    for thread in watching:
        thread.start()
    tell("start", version=__version__, reads_only=followed() is not None)
    if not get_option("server.headless"):
        threading.Timer(_SOON, open_browser, (_address(),)).start()
    try:
        yield
    finally:
        tell("end")
        stop.set()
        watching[-1].join(_LAST)  # a state that is being copied
        if note is not None:
            _NOTES.remove(note)
            take_note_away(database, note)


def _left_note(database: Path) -> Note | None:
    """None where nothing can be written beside the database: commands then say who holds it."""
    try:
        return leave_note(database, _host(), int(get_option("server.port")))
    except OSError:
        _LOG.warning("no note could be left beside %s: commands cannot be passed on", database)
        return None


def _host() -> str:
    """Under which name this computer reaches the server."""
    address = get_option("server.address") or ""
    return "127.0.0.1" if address in _EVERYWHERE else address


def base_path() -> str:
    """What the addresses of this server begin with: empty, or /name."""
    base = (get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""


def _address() -> str:
    return f"http://{_host()}:{get_option('server.port')}{base_path()}"


async def _health(_: Request) -> JSONResponse:
    """Whether the server answers."""
    return JSONResponse({"status": "up", "version": __version__})


async def _ready(_: Request) -> JSONResponse:
    """Whether the database can be read."""
    from ui.api.commands import is_ready

    ready = await run_in_threadpool(is_ready)
    return JSONResponse({"ready": ready}, status_code=200 if ready else 503)


async def _commands(request: Request) -> JSONResponse:
    """Run a command for somebody who can read the note beside the database."""
    if not _is_proven(request):
        return _refused(401, "The secret is missing or another one.")
    body = await request.body()
    if len(body) > _LONGEST:
        return _refused(413, f"A call has at most {_LONGEST} bytes.")
    asked = _asked(body)
    if asked is None:
        return _refused(400, "Not a call: program, arguments, folder, who and role are needed.")
    from ui.api.commands import run

    try:
        return JSONResponse(await run_in_threadpool(run, **asked))
    except Exception as fault:  # noqa: BLE001  the caller is told in a sentence; the log knows all
        _LOG.exception("a command failed: %s", asked["arguments"][:1])
        return _refused(500, f"{type(fault).__name__}: {fault}")


def _is_proven(request: Request) -> bool:
    given = request.headers.get("authorization", "")
    return any(hmac.compare_digest(given, f"Bearer {note.token}") for note in _NOTES)


def _asked(body: bytes) -> dict | None:
    """The call; None where it is none."""
    try:
        asked = json.loads(body)
    except ValueError:
        return None
    if not isinstance(asked, dict) or asked.keys() != _WANTED.keys():
        return None
    if not all(isinstance(asked[name], wanted) for name, wanted in _WANTED.items()):
        return None
    words = all(isinstance(one, str) for one in asked["arguments"])
    return asked if words and asked["program"] in PROGRAMS else None


def _refused(code: int, reason: str) -> JSONResponse:
    return JSONResponse({"error": reason}, status_code=code)


ROUTES = (
    Route("/api/v1/health", _health),
    Route("/api/v1/ready", _ready),
    Route(ADDRESS, _commands, methods=["POST"]),
    *reading.ROUTES,
    *writing.ROUTES,
    *openapi.ROUTES,
)
