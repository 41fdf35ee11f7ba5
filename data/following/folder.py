"""The folder between the server that stores and those that only read: which files lie in it, and how
they are put there whole.

    current.json     which state is the last one published
    states/          the states, each a database file that never changes
    rights.json      people, tokens and sign-outs as they are now
    heard            when the server that stores was there last
    notes/           what readers have to have noted, or tell; .taken while it is read, .unread where it
                     cannot be, until the server that stores is started again, as another version
"""

import json
import os
import secrets
from datetime import UTC, datetime
from pathlib import Path

from data.archive.manifest import sync_folder
from errors import WrongCall

_PUBLISH, _FOLLOW = "SERVICE_CULTURE_PUBLISH", "SERVICE_CULTURE_FOLLOW"
_WRITER = "SERVICE_CULTURE_WRITER"
OWN_ONLY = 0o600  # what is personal in a state is as protected as in the database
_FOLDER_MODE = 0o700


def published_to() -> Path | None:
    """The folder that this server publishes its states to; None where it does not."""
    return _set(_PUBLISH)


def followed() -> Path | None:
    """The folder whose states this server reads; None where it has a database of its own."""
    return _set(_FOLLOW)


def writer_address() -> str:
    """Where people find the server that stores, ending with /; "" where that is not set. WrongCall
    for what is no address."""
    found = os.environ.get(_WRITER, "").strip()
    if not found:
        return ""
    if not found.startswith(("/", "https://", "http://")):
        raise WrongCall(
            "{setting} is “{value}”. Set it to the address of the server that stores, as people "
            "reach it: https://… or /….",
            setting=_WRITER,
            value=found,
        )
    return found.rstrip("/") + "/"


def _set(name: str) -> Path | None:
    found = os.environ.get(name, "").strip()
    return Path(found) if found else None


def states(folder: Path) -> Path:
    """Where the states lie."""
    return folder / "states"


def notes(folder: Path) -> Path:
    """Where readers leave what they have to have noted."""
    return folder / "notes"


def make(folder: Path) -> None:
    """The folder with its parts, for this user only."""
    for part in (folder, states(folder), notes(folder)):
        part.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
    for part in (states(folder), notes(folder)):
        part.chmod(_FOLDER_MODE)


def put(file: Path, told: object, sync: bool = True) -> None:
    """Write a file of JSON: whoever reads meanwhile finds the old one or the new one."""
    part = file.with_name(f"{file.name}.{secrets.token_hex(4)}.part")  # of no other thread
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWN_ONLY)
    with os.fdopen(handle, "w", encoding="utf-8") as written:
        json.dump(told, written, ensure_ascii=False)
        written.flush()
        if sync:
            os.fsync(written.fileno())
    part.replace(file)
    if sync:
        sync_folder(file.parent)


def taken(file: Path) -> dict | None:
    """What a file of JSON tells; None where there is none, or none that can be read."""
    try:
        told = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return told if isinstance(told, dict) else None


def point(folder: Path, state: str) -> None:
    """From here on this state is the last one."""
    put(folder / "current.json", {"state": state, "published": _now()})


def pointed(folder: Path) -> tuple[str, datetime] | None:
    """The last state's name, and when it was published; None before there is one."""
    told = taken(folder / "current.json") or {}
    try:
        return Path(str(told["state"])).name, datetime.fromisoformat(told["published"])
    except (KeyError, TypeError, ValueError):
        return None


def beat(folder: Path) -> None:
    """The server that stores is there."""
    put(folder / "heard", {"at": _now()}, sync=False)


def heard(folder: Path) -> datetime | None:
    """When the server that stores was there last, by its own clock."""
    try:
        return datetime.fromisoformat((taken(folder / "heard") or {})["at"])
    except (KeyError, TypeError, ValueError):
        return None


def rights_file(folder: Path) -> Path:
    """The file of people, tokens and sign-outs."""
    return folder / "rights.json"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
