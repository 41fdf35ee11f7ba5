"""THE ONE PLACE that says what a viewer may be shown and may do.

Until people sign in, the installation has one viewer: SERVICE_CULTURE_ROLE names one role or
several, parted by commas, for all who open the dashboard. Without one it is for readers, who see
groups only.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import update_wrapper
from typing import Concatenate, Generic, ParamSpec, Protocol, TypeVar

from data.kinds.schema import DatasetKind
from errors import NotForRole, WrongCall

TRAINER, COMMITTEE, STEWARD, ADMINISTRATOR = ROLES = (
    "trainer",
    "committee",
    "steward",
    "administrator",
)
_SETTING = "SERVICE_CULTURE_ROLE"
_SEE_PEOPLE, _KEEP_RECORDS, _HOLD_REVIEWS = (
    frozenset({TRAINER, COMMITTEE, ADMINISTRATOR}),
    frozenset({STEWARD, ADMINISTRATOR}),
    frozenset({COMMITTEE, ADMINISTRATOR}),
)


@dataclass(frozen=True)
class Viewer:
    """For whom something is read or worked out. Whatever is remembered of it is kept by viewer."""

    roles: frozenset[str] = frozenset()


READER = Viewer()
_ASKED_AS: ContextVar[str | None] = ContextVar("asked_as", default=None)


class Seen(Protocol):
    """What is read for somebody: a reading of the database."""

    viewer: Viewer


Read = TypeVar("Read", bound=Seen)
Asked = ParamSpec("Asked")
Given = TypeVar("Given")


def installed() -> Viewer:
    """The viewer that the installation's settings name."""
    return Viewer(frozenset(_given()))


def sees_people(viewer: Viewer) -> bool:
    """Whether single members of staff, and figures that would tell theirs, may be shown."""
    return not _SEE_PEOPLE.isdisjoint(viewer.roles)


def keeps_records(viewer: Viewer) -> bool:
    """Whether names of units and targets may be changed here, and uploads be taken back."""
    return not _KEEP_RECORDS.isdisjoint(viewer.roles)


def holds_reviews(viewer: Viewer) -> bool:
    """Whether meetings, problems, actions and decisions may be written down here, and periods be
    published and withdrawn."""
    return not _HOLD_REVIEWS.isdisjoint(viewer.roles)


def sees_counts(viewer: Viewer, kind: DatasetKind) -> bool:
    """Whether it may be told how many records of a kind are stored."""
    return not kind.about_staff or sees_people(viewer) or keeps_records(viewer)


_ABLE: dict[Callable[[Viewer], bool], frozenset[str]] = {
    sees_people: _SEE_PEOPLE,
    keeps_records: _KEEP_RECORDS,
    holds_reviews: _HOLD_REVIEWS,
}


def check_role() -> None:
    """WrongCall where a role is set that is none; to be asked by whatever opens the database."""
    unknown = [name for name in _given() if name not in ROLES]
    if unknown:
        raise WrongCall(
            "{setting} is “{value}”, and “{unknown}” is no role. Set it to one or several of "
            "{known}, parted by commas, or leave it "
            "out for readers.",
            setting=_SETTING,
            value=setting(),
            unknown=unknown[0],
            known=list(ROLES),
        )


def require(viewer: Viewer, may: Callable[[Viewer], bool]) -> None:
    """NotForRole where the viewer may not; `may` is one of the questions above."""
    if not may(viewer):
        able = _ABLE[may]
        raise NotForRole(
            "This is off for readers. Start the dashboard with {setting} set to one of {roles}.",
            setting=_SETTING,
            roles=[role for role in ROLES if role in able],
        )


class Guarded(Generic[Read, Asked, Given]):
    """A function of a reading that works for some viewers: those that `only` is true of."""

    def __init__(
        self,
        function: Callable[Concatenate[Read, Asked], Given],
        may: Callable[[Viewer], bool],
    ):
        update_wrapper(self, function)
        self._function, self.only = function, may

    def __call__(self, reading: Read, /, *asked: Asked.args, **named: Asked.kwargs) -> Given:
        require(reading.viewer, self.only)
        return self._function(reading, *asked, **named)


def only(
    may: Callable[[Viewer], bool],
) -> Callable[[Callable[Concatenate[Read, Asked], Given]], Guarded[Read, Asked, Given]]:
    """Marks a function of a reading that works for some viewers only: with a reading for another,
    it raises NotForRole. `only` of the function says which."""
    return lambda function: Guarded(function, may)


@contextmanager
def asked_as(roles: str) -> Iterator[None]:
    """Inside, the installation's viewer is the one that `roles` names, as its setting would."""
    before = _ASKED_AS.set(roles)
    try:
        yield
    finally:
        _ASKED_AS.reset(before)


def setting() -> str:
    """What names the roles here, as it was written."""
    asked = _ASKED_AS.get()
    return os.environ.get(_SETTING, "") if asked is None else asked


def _given() -> list[str]:
    """The names set, small and without blanks around them."""
    return [
        name
        for name in (part.strip().casefold() for part in setting().replace("，", ",").split(","))
        if name
    ]
