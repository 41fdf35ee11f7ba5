"""The one open database of this server, as it is; pages ask `ui.state.board` for it, which keeps from
writing whoever may not."""

from pathlib import Path

from data.database.connection import Database, database_path
from data.roles import check_role
from data.values.zones import check_time_zone
from metrics.handed.keeping import KEEPING
from metrics.settings import check_settings
from metrics.snapshot import once


def opened() -> Database:
    """The one open database of this server."""
    return _opened(database_path())


@once(4)
def _opened(path: Path) -> Database:
    check_role()
    check_time_zone()
    check_settings()
    return Database(path, keeping=KEEPING)
