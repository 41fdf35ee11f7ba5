"""THE ONE WAY by which pages store rows and take uploads back: as far as the role of this
installation goes."""

from data.kinds.catalog import EVENT, TARGET, UNIT, UPLOADED
from data.kinds.schema import DatasetKind
from data.uploads.prepare import Prepared
from data.uploads.store import Stored, add, ledger_entry, undo
from ui.parts.viewer import keeps_records, require_keeper
from ui.state.board import database, read
from ui.state.person import who

_FOR_KEEPERS = (
    UNIT,
    TARGET,
)  # a name of a unit moves staff from group to group, a target is what all are judged by
_FOR_ALL = (EVENT,)  # a note is taken back by whoever may write one


def may_store(kind: DatasetKind) -> bool:
    """Whether rows of a kind may be stored here."""
    return keeps_records() or kind not in _FOR_KEEPERS


def storable() -> tuple[DatasetKind, ...]:
    """The kinds that may be uploaded here, in the order in which they are offered."""
    return tuple(kind for kind in UPLOADED if may_store(kind))


def require_may_store(kind: DatasetKind) -> None:
    """NotForRole where rows of a kind may not be stored here."""
    if not may_store(kind):
        require_keeper()


def store(prepared: Prepared) -> Stored:
    """Store rows that were typed, in the name of who sits there; NotForRole where the role may
    not."""
    require_may_store(prepared.kind)
    return add(database(), prepared, who=who())


def take_back(upload: int) -> int:
    """Undo an upload, its rows; NotForRole where the role may not: what is shown without an upload,
    less what was shown with it, is that upload."""
    if read(lambda reading: ledger_entry(reading, upload)).kind not in {
        kind.name for kind in _FOR_ALL
    }:
        require_keeper()
    return undo(database(), upload, who())
