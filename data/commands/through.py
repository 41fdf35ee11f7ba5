"""Commands while the dashboard runs: it holds the database's file, so it runs them, and the caller
prints what it says.

The dashboard leaves a note beside the database: where it listens, and a secret that only who may read
the note knows. A note that was left behind by a killed dashboard leads nowhere and is passed over.
"""

import http.client
import json
import os
import secrets
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from data.database.connection import database_path
from errors import FileRefused

ADDRESS = "/api/v1/commands"
PROGRAMS = ("data", "metrics", "alerts")  # python -m …
# What replaces the file itself cannot be done while the dashboard holds it; the inbox asks for each file.
_NEEDS_THE_FILE = {"inbox", "rebuild", "restore", "accept", "aside", "check", "demo"}
_CONNECT_SECONDS = 5


@dataclass(frozen=True)
class Note:
    """What the dashboard leaves beside the database. What its pages' addresses begin with, where
    that is set, is nothing to programs."""

    host: str
    port: int
    token: str
    process: int


def note_path(database: Path) -> Path:
    """Where the note about a database's dashboard lies."""
    return database.with_name(f"{database.name}.serving")


def leave_note(database: Path, host: str, port: int) -> Note:
    """Write the note, which only this user may read, with a new secret."""
    note = Note(host, port, secrets.token_urlsafe(32), os.getpid())
    path = note_path(database)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(asdict(note), file)
    return note


def take_note_away(database: Path, note: Note) -> None:
    """At the dashboard's end; a note that another one has left since stays."""
    if read_note(database) == note:
        note_path(database).unlink(missing_ok=True)


def read_note(database: Path) -> Note | None:
    """The note beside a database; None without a readable one."""
    try:
        return Note(**json.loads(note_path(database).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def through_dashboard(program: str, arguments: Sequence[str], who: str, role: str) -> int | None:
    """Let the dashboard that holds the database run a command: its exit code, after what it said was
    printed. None where none runs, or where the command works on the file itself."""
    note = read_note(database_path())
    if note is None or program not in PROGRAMS:
        return None
    if not arguments or arguments[0] in _NEEDS_THE_FILE:
        return None
    asked = {
        "program": program,
        "arguments": list(arguments),
        "folder": os.getcwd(),
        "who": who,
        "role": role,
    }
    answer = _ask(note, asked)
    if answer is None:
        return None
    sys.stdout.write(answer["out"])
    sys.stderr.write(answer["err"])
    return int(answer["code"])


@contextmanager
def copy_by_dashboard(who: str, role: str) -> Iterator[Path | None]:
    """A copy of the database that the dashboard which holds it makes, for work that takes long; gone
    afterwards. None where no dashboard runs."""
    database = database_path()
    note = read_note(database)
    if note is None:
        yield None
        return
    with TemporaryDirectory(prefix="copy-", dir=database.parent) as folder:
        copy = Path(folder) / database.name
        asked = {
            "program": "data",
            "arguments": ["backup", str(copy)],
            "folder": folder,
            "who": who,
            "role": role,
        }
        answer = _ask(note, asked)
        yield copy if answer is not None and answer["code"] == 0 else None


def _ask(note: Note, asked: dict) -> dict | None:
    """What the dashboard answers; None where nobody listens there, or somebody else does."""
    connection = http.client.HTTPConnection(note.host, note.port, timeout=_CONNECT_SECONDS)
    try:
        connection.connect()
    except OSError:
        return None
    connection.sock.settimeout(None)  # a large file takes its time
    headers = {"Authorization": f"Bearer {note.token}", "Content-Type": "application/json"}
    try:
        connection.request("POST", ADDRESS, json.dumps(asked).encode(), headers)
        with connection.getresponse() as response:
            said = response.read()
        if response.status in (401, 404, 405):
            return None
        told = json.loads(said)
        if response.status != 200:
            raise FileRefused(
                "The dashboard could not run the command: {reason}", reason=str(told.get("error"))
            )
        return told
    except (OSError, http.client.HTTPException, ValueError) as fault:
        # It may have been done: whoever called has to look before calling again.
        raise FileRefused(
            "The dashboard ended before it answered ({reason}). \u201cpython -m data uploads\u201d "
            "shows whether anything was stored.",
            reason=f"{type(fault).__name__}: {fault}",
        ) from fault
    finally:
        connection.close()
