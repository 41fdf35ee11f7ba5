"""THE ONE WAY by which pages store rows and take uploads back: as far as the rights of who sits there
go."""

from collections.abc import Callable

from data import roles
from data.access.rights import to_store, to_take_back
from data.database.connection import ReadTransaction
from data.kinds.catalog import UPLOADED
from data.kinds.schema import DatasetKind
from data.uploads.prepare import Prepared
from data.uploads.store import Stored, add, undo
from ui.parts.viewer import viewer
from ui.state.board import database
from ui.state.person import who


def may_store(kind: DatasetKind) -> bool:
    """Whether rows of a kind may be stored here."""
    return roles.stores(viewer(), kind)


def storable() -> tuple[DatasetKind, ...]:
    """The kinds that may be uploaded here, in the order in which they are offered."""
    return tuple(kind for kind in UPLOADED if may_store(kind))


def may_take_back(kind: DatasetKind) -> bool:
    """Whether uploads of a kind may be undone here."""
    return roles.takes_back(viewer(), kind)


def require_may_store(kind: DatasetKind) -> None:
    """NotForRole where rows of a kind may not be stored here."""
    roles.require_stores(viewer(), kind)


def store(
    prepared: Prepared, require: Callable[[ReadTransaction], object] = lambda reading: None
) -> Stored:
    """Store rows that were typed, in the name of who sits there; NotForRole where the rights do not
    reach so far. `require` looks at what is stored when it is this one's turn, and may refuse."""
    return add(database(), prepared, who=who(), require=require, within=to_store(viewer()))


def take_back(upload: int) -> int:
    """Undo an upload, its rows; NotForRole where the rights do not reach so far: what is shown
    without an upload, less what was shown with it, is that upload."""
    return undo(database(), upload, who(), within=to_take_back(viewer()))
