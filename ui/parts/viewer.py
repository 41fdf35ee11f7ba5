"""For whom a page is drawn, and what they may be shown and may do."""

from collections.abc import Callable
from functools import wraps

from data import roles
from data.kinds.schema import DatasetKind
from data.roles import Viewer, installed


def viewer() -> Viewer:
    """Who looks: until people sign in, the installation's one viewer."""
    return installed()


def sees_people() -> bool:
    """Whether single members of staff, and figures that would tell theirs, may be shown."""
    return roles.sees_people(viewer())


def keeps_records() -> bool:
    """Whether names of units and targets may be changed here, and uploads be taken back."""
    return roles.keeps_records(viewer())


def publishes() -> bool:
    """Whether a period's figures may be published here, and withdrawn."""
    return roles.publishes(viewer())


def manages_people() -> bool:
    """Whether people and their rights, tokens and the log may be seen and changed here."""
    return roles.manages_people(viewer())


def sees_counts(kind: DatasetKind) -> bool:
    """Whether it may be told how many records of a kind are stored."""
    return roles.sees_counts(viewer(), kind)


def require_people() -> None:
    """NotForRole where the viewer may not see single members of staff."""
    roles.require(viewer(), roles.sees_people)


def require_keeper() -> None:
    """NotForRole where the viewer may not change names, targets and uploads."""
    roles.require(viewer(), roles.keeps_records)


def require_publisher() -> None:
    """NotForRole where the viewer may not publish a period, nor withdraw one."""
    roles.require(viewer(), roles.publishes)


def for_keepers(function: Callable) -> Callable:
    """Marks what a form or a button calls, and only a keeper of records may do."""

    @wraps(function)
    def guarded(*args, **named):
        require_keeper()
        return function(*args, **named)

    guarded.only = roles.keeps_records
    return guarded
