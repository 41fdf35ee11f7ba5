"""For whom a page is drawn, and what they may be shown and may do: looked up in the table of people
whenever it is asked, where people sign in."""

import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import wraps

from data import roles
from data.access.people import Person, changes, person_of
from data.access.refused import NotLetIn, note_refused, refused
from data.database.connection import database_path
from data.following.folder import followed
from data.kinds.schema import DatasetKind
from data.roles import NOBODY, VIEWER, Viewer, installed
from errors import NotForRole, StorageFault
from i18n import N_
from ui.parts import st
from ui.parts.opened import following, opened
from ui.parts.signing import SignedIn, SignIn, identity, way

_ELSEWHERE = N_(
    "This server only shows what is stored, so nothing of this was kept. The line at the top of the "
    "page leads to the server that stores: enter it there."
)
_PREVIEW = "preview_as"
_UNKNOWN = "SERVICE_CULTURE_UNKNOWN"  # "viewer": whom the table does not know sees what readers see
_FRESH = (
    1.0  # seconds for which a look into the table holds, while this server changes nothing in it
)
_LOOKED: dict[tuple, tuple[float, Person | None]] = {}
_TELLING = threading.Lock()


class Entrance(Enum):
    """How somebody stands to this dashboard."""

    OPEN = "open"  # nobody signs in here
    OUT = "out"
    ENDED = "ended"  # the identity has run out
    UNKNOWN = "unknown"
    WITHDRAWN = "withdrawn"  # or not yet in force
    IN = "in"


@dataclass(frozen=True)
class Looker:
    """Who looks at the page and what they may. `sign`, `name`: "" where nobody is known."""

    state: Entrance
    viewer: Viewer
    sign: str = ""
    name: str = ""


def standing() -> Looker:
    """Who looks at the page, whatever is previewed."""
    if way() is SignIn.OPEN:
        return Looker(Entrance.OPEN, installed())
    found = identity()
    if found is None:
        return Looker(Entrance.OUT, NOBODY)
    if found.ended:
        return Looker(Entrance.ENDED, NOBODY, found.sign, found.name)
    person = known(found.sign)
    if person is None:
        if os.environ.get(_UNKNOWN, "").strip() == VIEWER:
            reader = Viewer(frozenset({VIEWER}), signed_in=True)
            return Looker(Entrance.IN, reader, found.sign, found.name)
        _note_refused(found)
        return Looker(Entrance.UNKNOWN, NOBODY, found.sign, found.name)
    rights = person.viewer(date.today())
    name = person.name or found.name
    if rights is None:
        return Looker(Entrance.WITHDRAWN, NOBODY, person.email, name)
    return Looker(Entrance.IN, rights, person.email, name)


def _note_refused(found: SignedIn) -> None:
    """Have the administrator see who was not let in, on whatever server."""
    one = NotLetIn(found.sign, found.name, found.claimed)
    if note_refused(database_path(), one) and (read_here := following()) is not None:
        # One after the other, so that no note is of before the one in whose place it is put.
        with _TELLING, suppress(StorageFault):  # who was not let in comes again
            read_here.leave_refused(refused(database_path())[::-1])


def known(sign: str) -> Person | None:
    """Somebody in the table of people. StorageFault where it cannot be read."""
    if (read_here := following()) is not None:  # told sooner than a state is published
        return read_here.rights().person(sign)
    key = database_path(), changes(), sign
    moment, person = _LOOKED.get(key, (0.0, None))
    if not moment or time.monotonic() - moment > _FRESH:
        with opened().read(viewer=NOBODY) as reading:
            person = person_of(reading, sign)
        if len(_LOOKED) > 1000:
            _LOOKED.clear()
        _LOOKED[key] = time.monotonic(), person
    return person


def viewer() -> Viewer:
    """For whom the page is drawn: who looks, or whom an administrator previews."""
    own = _own()
    person = _previewed(own)
    return own if person is None else person.viewer(date.today()) or NOBODY


def _own() -> Viewer:
    """The rights of who looks; none where they cannot be looked up."""
    try:
        return standing().viewer
    except StorageFault:
        return NOBODY


def is_let_in() -> bool:
    """Whether anything may be shown at all."""
    return standing().state in (Entrance.OPEN, Entrance.IN)


def previewed() -> Person | None:
    """Whom an administrator previews at this moment."""
    return _previewed(_own())


def preview(sign: str | None) -> None:
    """Let an administrator see everything as somebody else does; None: as before again."""
    roles.require(_own(), roles.manages_people)
    if sign is None:
        st.session_state.pop(_PREVIEW, None)
    else:
        st.session_state[_PREVIEW] = sign


def _previewed(own: Viewer) -> Person | None:
    sign = st.session_state.get(_PREVIEW)
    if not sign or not roles.manages_people(own):
        return None
    person = known(sign)
    return None if person is None or person.viewer(date.today()) is None else person


def why_not_written() -> NotForRole | None:
    """Why nothing may be written: while somebody else's rights are previewed, for those whose rights
    are to look, and on a server that only reads; None for everybody else."""
    if previewed() is not None:
        return NotForRole("This is a preview: nothing is stored while it lasts.")
    own = viewer()
    if not roles.writes(own):
        return roles.refusal(own, roles.WRITING)
    return None if followed() is None else NotForRole(_ELSEWHERE)


def writes_elsewhere() -> bool:
    """Whether who looks may store something, on another server than this one."""
    return followed() is not None and roles.writes(viewer())


def require_writing() -> None:
    """NotForRole where nothing may be written."""
    if fault := why_not_written():
        raise fault


def sees_people() -> bool:
    """Whether single members of staff, and figures that would tell theirs, may be shown."""
    return roles.sees_people(viewer())


def sees_exams() -> bool:
    """Whether exam records may be shown person by person: all, or those of the viewer's units."""
    return roles.sees_exams(viewer())


def keeps_records() -> bool:
    """Whether names of units and targets may be changed here, and uploads be taken back."""
    return roles.keeps_records(viewer())


def holds_reviews() -> bool:
    """Whether meetings, problems, actions and decisions may be written down here, and periods be
    published and withdrawn."""
    return roles.holds_reviews(viewer())


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
    require_writing()
    roles.require(viewer(), roles.keeps_records)


def require_manager() -> None:
    """NotForRole where the viewer may not change people and their rights."""
    require_writing()
    roles.require(viewer(), roles.manages_people)


def for_keepers(function: Callable) -> Callable:
    """Marks what a form or a button calls, and only a keeper of records may do."""

    @wraps(function)
    def guarded(*args, **named):
        require_keeper()
        return function(*args, **named)

    guarded.only = roles.keeps_records
    return guarded
