"""What is stored costs those who look no wait: for some seconds they see the state before, while what was
asked for lately is worked out of the new one, once for all of them.

Where one file is stored after the other they turn to a new state every so many seconds. It is so for files
of records alone, and only where it is set (ui/parts/holding.py). Whoever stores one, and whoever is on a page
under Act or Data, sees it at once; so do programs and commands.
"""

import logging
from datetime import date
from time import monotonic, thread_time

from data.database.connection import Database
from data.database.held import HeldState
from metrics.snapshot import Snapshot, asked_lately

_LOG = logging.getLogger(__name__)
# Seconds of processor, at most, for what is worked out before those who look turn to it: what is left
# waits until it is asked.
_WORK = 3.0
_GIVES_WAY = 0.25  # seconds, at most, before each of these to those who look,
_IN_ALL = (
    0.25  # and this part of the clock in all: where somebody always looks it goes on all the same
)
_LATELY = 180.0  # seconds for which it is thought that it will be asked again


def turn(database: Database, longest: float) -> bool:
    """Work out the last state, for `longest` seconds on the clock, and have those who look turn to
    it; whether it is the last one still. Whatever happens they see no earlier one afterwards."""
    try:
        fresh = database.states.last()
        _work_out(database, fresh, longest)
        is_last = database.states.turn_to(fresh)
    except Exception:  # noqa: BLE001  they turn to it all the same, and wait for what they ask
        _LOG.exception("The last state was not worked out before it was shown")
        database.states.end()
        is_last = True
    if is_last:
        _tidy(database)
    return is_last


def _tidy(database: Database) -> None:
    try:
        database.checkpoint()
    except Exception:  # noqa: BLE001  nothing is lost: it is done with the next change
        _LOG.exception("What was stored stays in the log beside the database for now")


def _work_out(database: Database, fresh: HeldState, longest: float) -> None:
    until, work = monotonic() + longest, thread_time() + _WORK
    patience = longest * _IN_ALL
    for question in asked_lately(database.path, _LATELY):
        patience -= _give_way(database, min(_GIVES_WAY, patience))
        with database.through(fresh, question.viewer) as reading:
            if reading is None or monotonic() > until or thread_time() > work:
                return
            question.ask(Snapshot(reading, reading.of, fresh.version, date.today()))


def _give_way(database: Database, longest: float) -> float:
    """One interpreter draws the pages and does this: whoever looks is waiting, nobody waits for it.
    How many seconds it took."""
    begun, held = monotonic(), database.states.held()
    if held is not None and longest > 0:
        held.rests(longest)
    return monotonic() - begun
