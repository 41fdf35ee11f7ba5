"""Alerts of the running dashboard: whenever the data or the day is another, who is to be told is."""

import logging
import threading
from datetime import date, datetime

from data.database.connection import database_path

_LOG = logging.getLogger(__name__)
_PAUSE = 30.0  # seconds between two looks
_CROWDED = (0, 30)  # minutes at which everybody's machines send


def watch(stop: threading.Event) -> None:
    """Tell, until it is stopped; a look that fails is told in the log, and the next one tries
    again."""
    seen: tuple | None = None
    while not stop.wait(_PAUSE):
        if datetime.now().minute in _CROWDED or not database_path().exists():
            continue
        try:
            seen = _look(seen)
        except Exception:  # noqa: BLE001  one failure must not silence what comes after
            _LOG.exception("alerts could not be sent")


def _look(seen: tuple | None) -> tuple | None:
    """What the data were when somebody was told last. Nothing is worked out where there are no
    channels, and letters that wait are sent without."""
    from alerts.passing import run, send_due
    from alerts.settings import channels
    from data.uploads.store import data_version
    from ui.parts.opened import opened

    known = channels()
    if not known or opened().read_only:
        return seen
    with opened().read() as reading:
        state = (opened().path, data_version(reading), date.today())
    work = run if state != seen else send_due
    if sent := work(opened(), known, date.today(), datetime.now()):
        _LOG.info("letters sent: %s", sent)
    return state
