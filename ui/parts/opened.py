"""The one open database of this server, as it is; pages ask `ui.state.board` for it, which keeps from
writing whoever may not."""

from pathlib import Path

from data.database.connection import Database, database_path
from data.following.folder import followed
from data.following.follower import Following
from data.roles import check_role
from data.values.zones import check_time_zone
from metrics.handed.keeping import KEEPING
from metrics.settings import check_settings
from metrics.snapshot import once
from ui.parts.holding import lag, states_are_held


def opened() -> Database:
    """The one open database of this server: its own, or what another server publishes."""
    return following() or _opened(database_path())


def following() -> Following | None:
    """What this server reads of another one's; None where it has a database of its own."""
    folder = followed()
    return None if folder is None else _followed(folder)


@once(4)
def _opened(path: Path) -> Database:
    _check()
    # Where many look while files are stored, no question takes all cores from their pages.
    database = Database(path, keeping=KEEPING, spared=1 if lag() else 0)
    database.states.holding = states_are_held
    return database


@once(4)
def _followed(folder: Path) -> Following:
    _check()
    return Following(folder, keeping=KEEPING)


def _check() -> None:
    check_role()
    check_time_zone()
    check_settings()
    lag()
