"""What is asked while something is stored or taken back: that a steward changes rows of the own units
only. Which kinds, `data.roles` says."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from data.database.connection import WriteTransaction
from data.kinds.schema import DatasetKind
from data.roles import (
    Viewer,
    require_stores,
    require_takes_back,
    stored_units,
)
from data.uploads.within import Within
from errors import NotForRole

_NAMED = 5  # units of others that are named


def to_store(viewer: Viewer) -> Within:
    """Around the storing of rows: NotForRole, and nothing stored, where the kind is not the viewer's,
    or where live rows of other units would come, go or be replaced."""
    return lambda writing, kind: _kept_within(writing, viewer, kind, require_stores)


def to_take_back(viewer: Viewer) -> Within:
    """The same around the undoing of an upload."""
    return lambda writing, kind: _kept_within(writing, viewer, kind, require_takes_back)


@contextmanager
def _kept_within(
    writing: WriteTransaction,
    viewer: Viewer,
    kind: DatasetKind,
    require: Callable[[Viewer, DatasetKind], None],
) -> Iterator[None]:
    require(viewer, kind)
    limit = stored_units(viewer, kind)
    if limit is None:
        yield
        return
    before = _of_others(writing, kind, *limit)
    yield
    after = _of_others(writing, kind, *limit)
    touched = sorted(unit for unit in {*before, *after} if before.get(unit) != after.get(unit))
    if touched:
        raise NotForRole(
            "Rows of {others} would change, and your {dimension} is {own}: nothing was changed. "
            "Take these rows out of the file, or ask somebody who looks after them.",
            others=[unit or "–" for unit in touched[:_NAMED]]
            + (["…"] if len(touched) > _NAMED else []),
            dimension=kind.column(limit[0]).label,
            own=list(limit[1]),
        )


def _of_others(
    writing: WriteTransaction, kind: DatasetKind, dimension: str, own: tuple[str, ...]
) -> dict[str, tuple]:
    """Unit -> what tells one set of its live rows from another, of all units but the own; "" of rows
    that name none."""
    marks = ", ".join("?" * len(own))
    rows = writing.rows(
        f"""SELECT coalesce({dimension}, ''), count(*), bit_xor(hash(upload, line)) FROM live_{kind.name}
        WHERE coalesce({dimension}, '') NOT IN ({marks}) GROUP BY 1""",
        list(own),
    )
    return {unit: (count, mark) for unit, count, mark in rows}
