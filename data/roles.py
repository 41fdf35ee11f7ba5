"""THE ONE PLACE that says what this installation's role may do, until people sign in.

SERVICE_CULTURE_ROLE names one role or several, parted by commas, for all who open the dashboard.
Without one it is for readers, who see groups only. Commands ask nothing of it: whoever has the
shell has the file.
"""

import os
from collections.abc import Callable
from functools import wraps

from data.kinds.schema import DatasetKind
from errors import NotForRole, WrongCall

TRAINER, COMMITTEE, STEWARD, ADMINISTRATOR = ROLES = (
    "trainer",
    "committee",
    "steward",
    "administrator",
)
_SETTING = "SERVICE_CULTURE_ROLE"
_SEE_PEOPLE, _KEEP_RECORDS = {TRAINER, COMMITTEE, ADMINISTRATOR}, {STEWARD, ADMINISTRATOR}


def sees_people() -> bool:
    """Whether single members of staff, and figures that would tell theirs, may be shown."""
    return not _SEE_PEOPLE.isdisjoint(_given())


def keeps_records() -> bool:
    """Whether names of units and targets may be changed here, and uploads be taken back."""
    return not _KEEP_RECORDS.isdisjoint(_given())


def sees_counts(kind: DatasetKind) -> bool:
    """Whether it may be told how many records of a kind are stored."""
    return not kind.about_staff or sees_people() or keeps_records()


def check_role() -> None:
    """WrongCall where a role is set that is none; to be asked by whatever opens the database."""
    unknown = [name for name in _given() if name not in ROLES]
    if unknown:
        raise WrongCall(
            "{setting} is “{value}”, and “{unknown}” is no role. Set it to one or several of "
            "{known}, parted by commas, or leave it "
            "out for readers.",
            setting=_SETTING,
            value=os.environ[_SETTING],
            unknown=unknown[0],
            known=list(ROLES),
        )


def require(may: Callable[[], bool]) -> None:
    """NotForRole where the role may not; `may` is `sees_people` or `keeps_records`."""
    if not may():
        able = _SEE_PEOPLE if may is sees_people else _KEEP_RECORDS
        raise NotForRole(
            "This is off for readers. Start the dashboard with {setting} set to one of {roles}.",
            setting=_SETTING,
            roles=[role for role in ROLES if role in able],
        )


def only(may: Callable[[], bool]) -> Callable[[Callable], Callable]:
    """Marks a function that works for some roles only: called for another, it raises NotForRole.
    `only` of the function says which."""

    def mark(function: Callable) -> Callable:
        @wraps(function)
        def guarded(*args, **named):
            require(may)
            return function(*args, **named)

        guarded.only = may
        return guarded

    return mark


def _given() -> list[str]:
    """The names set, small and without blanks around them."""
    return [
        name
        for name in (
            part.strip().casefold()
            for part in os.environ.get(_SETTING, "").replace("，", ",").split(",")
        )
        if name
    ]
