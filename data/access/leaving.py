"""Who signed out, and when: identities made before that hold no more, on whatever page or server, nor
after a restart."""

import logging
from pathlib import Path

from data.database.connection import Database, ReadTransaction
from data.roles import NOBODY
from errors import ServiceCultureError

_DAYS = 30  # for which Streamlit's cookie would let somebody in
_SECONDS = 86_400 * _DAYS
_MOST = 10_000  # people whom a server remembers
_LEFT: dict[tuple[Path, str], float] = {}  # as known here, 0 for never
_LOG = logging.getLogger(__name__)


def leave(database: Database, sign: str, moment: float) -> None:
    """Somebody signed out at that moment, in seconds since 1970; kept where anything can be stored,
    else until this server ends."""
    latest = _LEFT[database.path, sign] = max(moment, left_at(database, sign))
    if database.read_only:
        return
    try:
        with database.write() as writing:
            writing.run(
                "DELETE FROM sign_out WHERE sign = ? OR moment < ?", [sign, moment - _SECONDS]
            )
            writing.run("INSERT INTO sign_out VALUES (?, ?)", [sign, latest])
    except ServiceCultureError:
        _LOG.exception("A sign-out could not be kept")


def left_at(database: Database, sign: str) -> float:
    """When somebody signed out last, before this server started too; 0 for who never did."""
    key = database.path, sign
    found = _LEFT.get(key)
    if found is None:
        with database.read(viewer=NOBODY) as reading:
            (found,) = reading.row(
                "SELECT coalesce(max(moment), 0) FROM sign_out WHERE sign = ?", [sign]
            )
        if len(_LEFT) >= _MOST:
            _LEFT.clear()
        found = _LEFT.setdefault(key, found)  # who signs out meanwhile has signed out
    return found


def all_left(reading: ReadTransaction, now: float) -> dict[str, float]:
    """Everybody whose signing out still matters."""
    return dict(
        reading.rows("SELECT sign, moment FROM sign_out WHERE moment > ?", [now - _SECONDS])
    )
