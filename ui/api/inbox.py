"""The inbox of the running dashboard, looked into every few seconds."""

import logging
import threading
from pathlib import Path

from data.commands.inbox import inbox_of, take_in
from data.database.connection import database_path

_LOG = logging.getLogger(__name__)
_PAUSE = 5.0  # seconds between two looks
WHO = "inbox"
_STORED, _LEFT = "stored from the inbox: %s", "needs a person: %s"


def watch(stop: threading.Event) -> None:
    """Take in what is dropped, until it is stopped; a look that fails is told in the log, and the
    next one tries again."""
    while not stop.wait(_PAUSE):
        inbox = inbox_of(database_path())
        if not inbox.is_dir():
            continue
        try:
            for taken in take_in(inbox, _load):
                _LOG.info(_STORED if taken.stored else _LEFT, taken.file)
                if stop.is_set():
                    return
        except Exception:  # noqa: BLE001  the inbox must not end with one file
            _LOG.exception("the inbox could not be taken in")


def _load(folder: Path, arguments: list[str]) -> tuple[int, str]:
    from ui.api.commands import run

    done = run("data", arguments, str(folder), WHO, "")
    return done["code"], done["out"] + done["err"]
