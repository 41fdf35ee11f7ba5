"""Who may store rows of a kind, and take them back: asked where they are stored, whoever calls."""

from collections.abc import Callable

from data import roles
from data.kinds.catalog import ACTION, DECISION, EVENT, MEETING, PROBLEM, PUBLICATION, TARGET, UNIT
from data.kinds.schema import DatasetKind
from data.roles import Viewer

# A name of a unit moves staff from group to group, a target is what all are judged by.
_FOR_KEEPERS = (UNIT, TARGET)
_FOR_REVIEWERS = (PROBLEM, ACTION, DECISION, MEETING, PUBLICATION)
_FOR_ALL = (EVENT,)  # a note is taken back by whoever may write one


def may_store(viewer: Viewer, kind: DatasetKind) -> bool:
    """Whether rows of a kind may be stored."""
    may = _storing(kind)
    return may is None or may(viewer)


def may_take_back(viewer: Viewer, kind: DatasetKind) -> bool:
    """Whether an upload of a kind may be undone."""
    may = _taking_back(kind)
    return may is None or may(viewer)


def require_may_store(viewer: Viewer | None, kind: DatasetKind) -> None:
    """NotForRole where rows of a kind may not be stored; None may store all."""
    _require(viewer, _storing(kind))


def require_may_take_back(viewer: Viewer | None, kind: DatasetKind) -> None:
    """NotForRole where an upload of a kind may not be undone; None may undo all."""
    _require(viewer, _taking_back(kind))


def at_the_shell() -> Viewer | None:
    """Who calls a command: whoever the role says that is set there. Without one it is None, who may
    do all: whoever has the shell has the file."""
    return roles.installed() if roles.setting().strip() else None


def _storing(kind: DatasetKind) -> Callable[[Viewer], bool] | None:
    if kind in _FOR_KEEPERS:
        return roles.keeps_records
    return roles.holds_reviews if kind in _FOR_REVIEWERS else None


def _taking_back(kind: DatasetKind) -> Callable[[Viewer], bool] | None:
    if kind in _FOR_ALL:
        return None
    return roles.holds_reviews if kind in _FOR_REVIEWERS else roles.keeps_records


def _require(viewer: Viewer | None, may: Callable[[Viewer], bool] | None) -> None:
    if viewer is not None and may is not None:
        roles.require(viewer, may)
