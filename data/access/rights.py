"""What is asked while something is stored or taken back: that a steward changes rows of the own units
only, and that the committee alone changes rows that say what it decides. Which kinds and rows,
`data.roles` says."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from data.database.connection import WriteTransaction
from data.kinds.schema import DatasetKind
from data.roles import (
    Viewer,
    installed,
    require_stores,
    require_takes_back,
    review_roles,
    rows_kept,
    setting,
    stored_units,
)
from data.uploads.within import Within, anywhere
from errors import NotForRole

_NAMED = 5  # units of others that are named


def at_the_shell() -> Viewer | None:
    """Who calls a command: whoever the role says that is set there. Without one it is None, who may
    do all: whoever has the shell has the file."""
    return installed() if setting().strip() else None


def require_may_store(viewer: Viewer | None, kind: DatasetKind) -> None:
    """NotForRole where rows of a kind may not be stored; None may store all."""
    if viewer is not None:
        require_stores(viewer, kind)


def to_store(viewer: Viewer | None) -> Within:
    """Around the storing of rows: NotForRole, and nothing stored, where the kind is not the viewer's,
    or where live rows of other units would come, go or be replaced. None may store all."""
    if viewer is None:
        return anywhere
    return lambda writing, kind: _kept_within(writing, viewer, kind, require_stores)


def to_take_back(viewer: Viewer | None) -> Within:
    """Around the undoing of an upload: NotForRole, and nothing undone, where it is not the
    viewer's to take back. None may take back all."""
    if viewer is None:
        return anywhere
    return lambda writing, kind: _kept_within(writing, viewer, kind, require_takes_back)


@contextmanager
def _kept_within(
    writing: WriteTransaction,
    viewer: Viewer,
    kind: DatasetKind,
    require: Callable[[Viewer, DatasetKind], None],
) -> Iterator[None]:
    require(viewer, kind)
    with _rows_unchanged(writing, viewer, kind), _others_unchanged(writing, viewer, kind):
        yield


@contextmanager
def _rows_unchanged(writing: WriteTransaction, viewer: Viewer, kind: DatasetKind) -> Iterator[None]:
    """The rows that are the committee's are the same afterwards."""
    kept = rows_kept(viewer, kind)
    if kept is None:
        yield
        return
    column, word = kept
    before = _marks(writing, kind, f"{column} = ?", [word])
    yield
    if before != _marks(writing, kind, f"{column} = ?", [word]):
        raise NotForRole(
            "Rows whose {column} is “{word}” would change, and these are for {roles}: nothing was "
            "changed. Take these rows out of the file, or ask one of them to store it.",
            column=kind.column(column).label,
            word=dict(kind.column(column).choices)[word],
            roles=review_roles(),
        )


@contextmanager
def _others_unchanged(
    writing: WriteTransaction, viewer: Viewer, kind: DatasetKind
) -> Iterator[None]:
    """The rows of units that are others' are the same afterwards."""
    limit = stored_units(viewer, kind)
    if limit is None:
        yield
        return
    dimension, own = limit
    others = f"coalesce({dimension}, '') NOT IN ({', '.join('?' * len(own))})"
    before = _marks(writing, kind, others, own, f"coalesce({dimension}, '')")
    yield
    after = _marks(writing, kind, others, own, f"coalesce({dimension}, '')")
    touched = sorted(unit for unit in {*before, *after} if before.get(unit) != after.get(unit))
    if touched:
        raise NotForRole(
            "Rows of {others} would change, and your {dimension} is {own}: nothing was changed. "
            "Take these rows out of the file, or ask somebody who looks after them.",
            others=[unit or "–" for unit in touched[:_NAMED]]
            + (["…"] if len(touched) > _NAMED else []),
            dimension=kind.column(dimension).label,
            own=list(own),
        )


def _marks(
    writing: WriteTransaction,
    kind: DatasetKind,
    where: str,
    values: Sequence[str],
    unit: str = "''",
) -> dict[str, tuple]:
    """Unit -> what tells one set of live rows from another, of the rows that `where` names; "" of
    rows that name no unit."""
    rows = writing.rows(
        f"""SELECT {unit}, count(*), bit_xor(hash(upload, line)) FROM live_{kind.name}
        WHERE {where} GROUP BY 1""",
        list(values),
    )
    return {unit: (count, mark) for unit, count, mark in rows}
