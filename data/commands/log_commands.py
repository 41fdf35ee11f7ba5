"""python -m data log: who changed what, and who was shown records of single people."""

import argparse
import json
from collections.abc import Callable
from datetime import UTC

from data.commands.calling import day
from data.commands.storage import opened
from data.log.audit import ACTS, LogSearch, entries
from data.log.journal import LogEntry

Say = Callable[[object], int]
_MOST = 1000


def add_options(parser: argparse.ArgumentParser) -> None:
    """What of the log is wanted."""
    parser.add_argument("--text", default="", help="only entries with this text")
    parser.add_argument("--who", help="only those of this person; empty: of nobody named")
    parser.add_argument("--act", default="", choices=["", *ACTS], help="only what was done so")
    parser.add_argument("--about", default="", metavar="THING", help="a kind of record, token …")
    parser.add_argument("--from", dest="first", type=day, metavar="YYYY-MM-DD")
    parser.add_argument("--to", dest="last", type=day, metavar="YYYY-MM-DD")
    parser.add_argument("--most", type=int, default=_MOST, help="at most so many, the latest")


def listed(asked: argparse.Namespace, as_json: Say) -> int:
    """The entries, the latest first."""
    wanted = LogSearch(asked.text, asked.who, asked.act, asked.about, asked.first, asked.last)
    with opened() as database, database.read() as reading:
        found = entries(reading, wanted, max(asked.most, 0))
    if asked.json:
        return as_json([_as_json(one) for one in found])
    for one in found:
        parts = (f"{one.moment:%Y-%m-%d %H:%M}", one.who or "–", one.act, one.about, one.what)
        print("  ".join(parts))
    return 0


def _as_json(one: LogEntry) -> dict:
    return {
        "number": one.number,
        "moment": one.moment.replace(tzinfo=UTC).isoformat(timespec="seconds"),
        "who": one.who,
        "act": one.act,
        "about": one.about,
        "what": one.what,
        "before": one.before and json.loads(one.before),
        "after": one.after and json.loads(one.after),
    }
