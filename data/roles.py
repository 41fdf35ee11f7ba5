"""THE ONE PLACE that says what a viewer may be shown and may do: role by kind of record by unit.

Where people sign in, each has the rights of the table of people (data/access/people.py). Until then the
installation has one viewer: SERVICE_CULTURE_ROLE names one role or several, parted by commas, for
all who open the dashboard; without one it is for readers, who see groups only. Commands ask
nothing of it: whoever has the shell has the file.
"""

import json
import os
from collections.abc import Callable, Iterator, Set
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache, update_wrapper
from typing import Concatenate, Generic, ParamSpec, Protocol, TypeVar

from data.kinds.schema import DatasetKind
from errors import NotForRole, WrongCall
from i18n import N_, Text

VIEWER, EXECUTIVE, TRAINER, COMMITTEE, STEWARD, ADMINISTRATOR = ROLES = (
    "viewer",
    "executive",
    "trainer",
    "committee",
    "steward",
    "administrator",
)
ROLE_WORDS = {
    VIEWER: N_("viewer"),
    EXECUTIVE: N_("executive"),
    TRAINER: N_("trainer"),
    COMMITTEE: N_("committee"),
    STEWARD: N_("data steward"),
    ADMINISTRATOR: N_("administrator"),
}
_SETTING = "SERVICE_CULTURE_ROLE"
_SEE_PEOPLE, _KEEP_RECORDS, _HOLD_REVIEWS, _MANAGE = (
    frozenset({TRAINER, COMMITTEE, ADMINISTRATOR}),
    frozenset({STEWARD, ADMINISTRATOR}),
    frozenset({COMMITTEE, ADMINISTRATOR}),
    frozenset({ADMINISTRATOR}),
)
# What the committee alone writes, and what it writes besides where people sign in. Kinds by their
# names: the catalogue of kinds is above this module.
_FOR_REVIEWERS = frozenset({"problem", "action", "decision", "meeting", "publication"})
_OF_COMMITTEE = _FOR_REVIEWERS | {"event", "star", "section_weight", "theme_term"}
# Rows of other kinds that say what only the committee says: what is written down as an action of
# improvement counts as one in reports and reviews, whatever list it stands in.
_ROWS_FOR_REVIEWERS = {"event": ("type", "action")}
# A name of a unit moves staff from group to group, a target is what all are judged by.
_FOR_KEEPERS = frozenset({"unit", "target"})
_FOR_ALL = frozenset({"event"})  # a note is taken back by whoever may write one
WRITING = frozenset({COMMITTEE, STEWARD, ADMINISTRATOR})
UNITS_OF = ("store", "department")  # what units of people may be: all records of staff have both


@dataclass(frozen=True)
class Viewer:
    """For whom something is read or worked out. Whatever is remembered of it is kept by viewer, so
    what does not decide what may be seen, as a name, is no part of it.

    `kinds`: those that a steward stores; none: all. `units`: of the dimension `within`, those
    whose exam records a trainer sees and whose rows a steward stores; none: all. `signed_in`: it
    is somebody of whom the table of people knows the rights, not the installation's one viewer.
    """

    roles: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    within: str = ""
    units: frozenset[str] = frozenset()
    signed_in: bool = False


NOBODY = Viewer(signed_in=True)  # where people sign in: who has not, or has no rights (any more)
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
    return _read(setting())


def sees_people(viewer: Viewer) -> bool:
    """Whether single members of staff, and figures that would tell theirs, may be shown: all of
    them, whatever their unit."""
    return not (_SEE_PEOPLE - _confined(viewer)).isdisjoint(viewer.roles)


def sees_exams(viewer: Viewer) -> bool:
    """Whether exam records may be shown person by person: all, or those of the viewer's units."""
    return sees_people(viewer) or TRAINER in viewer.roles


def exam_units(viewer: Viewer) -> tuple[str, tuple[str, ...]] | None:
    """The dimension and the units that exam records are confined to; None without such a limit."""
    if sees_people(viewer) or not sees_exams(viewer):
        return None
    return viewer.within, tuple(sorted(viewer.units))


def keeps_records(viewer: Viewer) -> bool:
    """Whether names of units and targets may be changed here, and any upload be taken back."""
    limited = {STEWARD} if viewer.kinds or viewer.units else set()
    return not (_KEEP_RECORDS - limited).isdisjoint(viewer.roles)


def stores(viewer: Viewer, kind: DatasetKind) -> bool:
    """Whether rows of a kind may be stored here, as far as the kind decides it; which units the rows
    may be of, `data.access.rights` asks."""
    if not viewer.signed_in:
        if kind.name in _FOR_KEEPERS:
            return keeps_records(viewer)
        return kind.name not in _FOR_REVIEWERS or holds_reviews(viewer)
    return (
        ADMINISTRATOR in viewer.roles
        or COMMITTEE in viewer.roles
        and kind.name in _OF_COMMITTEE
        or STEWARD in viewer.roles
        and kind.name not in _FOR_REVIEWERS
        and (not viewer.kinds or kind.name in viewer.kinds)
        and (not viewer.units or viewer.within in kind.dimensions)
    )


def takes_back(viewer: Viewer, kind: DatasetKind) -> bool:
    """Whether an upload of a kind may be undone here: what is shown without it, less what was shown
    with it, is that upload."""
    if kind.name in _FOR_REVIEWERS:
        return holds_reviews(viewer)
    if keeps_records(viewer):
        return True
    if not viewer.signed_in:
        return kind.name in _FOR_ALL
    return stores(viewer, kind) and (STEWARD in viewer.roles or kind.name in _FOR_ALL)


def stored_units(viewer: Viewer, kind: DatasetKind) -> tuple[str, tuple[str, ...]] | None:
    """The dimension and the units whose rows alone may change when a kind is stored or taken back;
    None without such a limit."""
    if not viewer.units or ADMINISTRATOR in viewer.roles:
        return None
    if COMMITTEE in viewer.roles and kind.name in _OF_COMMITTEE:
        return None
    return viewer.within, tuple(sorted(viewer.units))


def rows_kept(viewer: Viewer, kind: DatasetKind) -> tuple[str, str] | None:
    """The column and the word in it of rows of a kind that may not come, go or be replaced here,
    though others of the kind may; None without such rows."""
    return None if holds_reviews(viewer) else _ROWS_FOR_REVIEWERS.get(kind.name)


def holds_reviews(viewer: Viewer) -> bool:
    """Whether meetings, problems, actions and decisions may be written down here, and periods be
    published and withdrawn."""
    return not _HOLD_REVIEWS.isdisjoint(viewer.roles)


def review_roles() -> list[Text]:
    """The words of the roles that hold reviews."""
    return [ROLE_WORDS[role] for role in ROLES if role in _HOLD_REVIEWS]


def writes(viewer: Viewer) -> bool:
    """Whether anything at all may be stored here; without people who sign in, some kinds by all."""
    return not viewer.signed_in or not WRITING.isdisjoint(viewer.roles)


def manages_people(viewer: Viewer) -> bool:
    """Whether people and their rights may be seen and changed here."""
    return not _MANAGE.isdisjoint(viewer.roles)


def sees_counts(viewer: Viewer, kind: DatasetKind) -> bool:
    """Whether it may be told how many records of a kind are stored."""
    if not kind.about_staff or sees_people(viewer) or keeps_records(viewer):
        return True
    return STEWARD in viewer.roles and not viewer.units and kind.name in viewer.kinds


def _confined(viewer: Viewer) -> frozenset[str]:
    """The roles that are so for the viewer's units only."""
    return frozenset({TRAINER}) if viewer.units else frozenset()


_ABLE: dict[Callable[[Viewer], bool], frozenset[str]] = {
    sees_people: _SEE_PEOPLE,
    keeps_records: _KEEP_RECORDS,
    holds_reviews: _HOLD_REVIEWS,
    sees_exams: _SEE_PEOPLE,
    manages_people: _MANAGE,
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
        raise refusal(viewer, _ABLE[may])


def refusal(viewer: Viewer, able: frozenset[str]) -> NotForRole:
    """What is said where something is for others: who they are, and how one becomes one of them."""
    roles = [role for role in ROLES if role in able]
    if viewer.signed_in:
        return NotForRole(
            "This is not among your rights; it is for {roles}. The administrator gives rights on "
            "the page People.",
            roles=[ROLE_WORDS[role] for role in roles],
        )
    return NotForRole(
        "This is off for readers. Start the dashboard with {setting} set to one of {roles}.",
        setting=_SETTING,
        roles=roles,
    )


def require_stores(viewer: Viewer, kind: DatasetKind) -> None:
    """NotForRole where rows of a kind may not be stored here."""
    if not stores(viewer, kind):
        raise _refused_kind(viewer, kind)


def require_takes_back(viewer: Viewer, kind: DatasetKind) -> None:
    """NotForRole where an upload of a kind may not be undone here."""
    if not takes_back(viewer, kind):
        raise _refused_kind(viewer, kind)


def _refused_kind(viewer: Viewer, kind: DatasetKind) -> NotForRole:
    if viewer.signed_in and STEWARD in viewer.roles and kind.name not in _FOR_REVIEWERS:
        return NotForRole(
            "“{kind}” is not among the kinds of records that you look after. The administrator "
            "gives rights on the page People.",
            kind=kind.label,
        )
    return refusal(viewer, _HOLD_REVIEWS if kind.name in _FOR_REVIEWERS else _KEEP_RECORDS)


_SHOWN: ContextVar[set[str] | None] = ContextVar("shown", default=None)


@contextmanager
def noticing_shown() -> Iterator[set[str]]:
    """What is read inside of what is for some viewers only, by the full names of the functions."""
    found: set[str] = set()
    before = _SHOWN.set(found)
    try:
        yield found
    finally:
        _SHOWN.reset(before)


def tell_shown(functions: Set[str]) -> None:
    """Somebody is given what these functions read, or read earlier: answers are kept."""
    noticed = _SHOWN.get()
    if noticed is not None:
        noticed.update(functions)


class Guarded(Generic[Read, Asked, Given]):
    """A function of a reading that works for some viewers: those that `only` is true of."""

    def __init__(
        self,
        function: Callable[Concatenate[Read, Asked], Given],
        may: Callable[[Viewer], bool],
    ):
        update_wrapper(self, function)
        self._function, self.only = function, may
        self._name = f"{function.__module__}.{getattr(function, '__qualname__', '')}"

    def __call__(self, reading: Read, /, *asked: Asked.args, **named: Asked.kwargs) -> Given:
        require(reading.viewer, self.only)
        tell_shown({self._name})
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


def written(viewer: Viewer) -> str:
    """A viewer as `asked_as`, the setting and the processes that work for it read it."""
    roles = sorted(viewer.roles)
    if viewer == Viewer(viewer.roles):
        return ",".join(roles)
    return json.dumps(
        {
            "roles": roles,
            "kinds": sorted(viewer.kinds),
            "within": viewer.within,
            "units": sorted(viewer.units),
            "signed_in": viewer.signed_in,
        },
        ensure_ascii=False,
    )


@lru_cache(200)
def _read(text: str) -> Viewer:
    """The viewer that a text names; of one that cannot be read, one without rights."""
    if not text.lstrip().startswith("{"):
        return Viewer(frozenset(_names(text)))
    try:
        told = json.loads(text)
        roles, kinds, units = (frozenset(told[name]) for name in ("roles", "kinds", "units"))
        return Viewer(roles, kinds, str(told["within"]), units, bool(told["signed_in"]))
    except (ValueError, KeyError, TypeError):
        return NOBODY


def _given() -> list[str]:
    """The names of the roles that are set."""
    text = setting()
    return sorted(_read(text).roles) if text.lstrip().startswith("{") else _names(text)


def _names(text: str) -> list[str]:
    """The names in a list, small and without blanks around them."""
    return [
        name
        for name in (part.strip().casefold() for part in text.replace("，", ",").split(","))
        if name
    ]
