"""For whom a command runs, and on which database: the process's own, or, where the dashboard holds the
file, the dashboard's, for somebody who called the command beside it."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from data.database.connection import Database
from data.database.rollup_spec import NOTHING, Keeping
from data.log.seen import note_seen, unnoted
from data.roles import noticing_shown


@dataclass(frozen=True)
class Caller:
    """Who called a command that the dashboard runs: in which folder, under which name, and the
    dashboard's database."""

    folder: Path
    who: str
    database: Database


CALLER: ContextVar[Caller | None] = ContextVar("caller", default=None)


@contextmanager
def one_database(keeping: Keeping = NOTHING) -> Iterator[Database]:
    """The dashboard's database, which stays open; else one of the command's own. `keeping`: the sums
    that changes keep in step, as the dashboard's does."""
    caller = CALLER.get()
    database = Database(keeping=keeping) if caller is None else caller.database
    try:
        with noticing_shown() as shown:
            yield database
        if fresh := unnoted(database, person(), shown):
            note_seen(database, person(), fresh)
    finally:
        if caller is None:
            database.close()


def where_called(file: str) -> Path:
    """The path of a file that was named where the command was called."""
    caller = CALLER.get()
    return Path(file) if caller is None else caller.folder / file


def person() -> str:
    """Who calls: the name at this computer; empty where it has none."""
    caller = CALLER.get()
    if caller is not None:
        return caller.who
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""
