"""A visit: what somebody saw at the one before it, and that this one has begun. However often the page is
drawn or opened anew, a visit is one look; what is previewed as somebody else is none."""

from dataclasses import dataclass
from datetime import UTC, datetime

from data.access.looks import BoardLook, goes_on, looks_of, note_look
from data.roles import written
from metrics.findings.since import stood
from ui.parts import st
from ui.parts.opened import opened
from ui.parts.viewer import previewed, standing, viewer
from ui.state.board import looked_at
from ui.state.job import Job

_HELD = "visit"


@dataclass(frozen=True)
class _Visit:
    """Of whom, with which rights; `before`: the last look before it, None where there is none to
    compare with."""

    who: str
    rights: str
    begun: datetime
    before: BoardLook | None


def look_before() -> BoardLook | None:
    """How things stood when whoever looks last did, before this visit; None where that is not known,
    or was looked at with other rights. The first call of a visit notes that it has begun."""
    filled = opened()
    if previewed() is not None or filled.read_only:
        return None
    who, rights, now = standing().sign, written(viewer()), datetime.now(UTC).replace(tzinfo=None)
    held: _Visit | None = st.session_state.get(_HELD)
    if held is None or (held.who, held.rights) != (who, rights) or not goes_on(held.begun, now):
        held = st.session_state[_HELD] = _begun(who, rights, now)
    return held.before


def _begun(who: str, rights: str, now: datetime) -> _Visit:
    """The visit that is on, here or in another page of the same person; else one that begins now."""
    with opened().read() as reading:  # also where the page is of the state before (ahead.py)
        looks = looks_of(reading, who)
    if looks and goes_on(looks[0].begun, now):
        begun, before = looks[0].begun, looks[1:]
    else:
        begun, before = now, looks[:1]
        look, filled = BoardLook(now, rights, looked_at(stood)), opened()
        # Behind the page: somebody may be storing, and whoever looks does not wait for that.
        Job(lambda job: note_look(filled, who, look), to_the_end=True)
    return _Visit(who, rights, begun, next((one for one in before if one.rights == rights), None))
