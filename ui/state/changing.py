"""THE ONE WAY by which pages store rows and take uploads back: as far as the rights of who sits there
go."""

from collections.abc import Callable, Mapping
from functools import partial
from threading import Lock

from data import roles
from data.access.rights import to_store, to_take_back
from data.database.connection import ReadTransaction, WriteTransaction
from data.kinds.catalog import UPLOADED
from data.kinds.schema import DatasetKind
from data.uploads.prepare import Prepared
from data.uploads.store import Stored, Terms, add, undo
from data.uploads.typed import typed_rows
from metrics.handed.kpi_facts import KPI_FACTS
from metrics.review.records import NUMBERED, free_number, require_free
from ui.parts.viewer import viewer
from ui.state.board import database, sees_all_changes
from ui.state.person import who

_TURN = Lock()  # of those who write down something new


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
    prepared: Prepared,
    require: Callable[[ReadTransaction], object] = lambda reading: None,
    besides: Callable[[WriteTransaction], object] = lambda writing: None,
) -> Stored:
    """Store rows that were typed, in the name of who sits there; NotForRole where the rights do not
    reach so far. `require` looks at what is stored when it is this one's turn, and may refuse;
    `besides` writes what is stored with it or not at all."""
    sees_all_changes()
    return add(
        database(),
        prepared,
        terms=Terms(who=who(), require=require, within=to_store(viewer()), besides=besides),
    )


def store_new(
    kind: DatasetKind,
    row: Mapping[str, object],
    name: str,
    besides: Callable[[WriteTransaction, str], object] = lambda writing, number: None,
) -> str:
    """Store what the committee writes down under the next number, which is returned; `name` says
    where it was typed. Two who write in the same moment do it one after the other, and a program
    that takes the number meanwhile is not written over: WrongCall. `besides`: as above, of the
    number."""
    column, _ = NUMBERED[kind.name]
    with _TURN:
        with database().read() as reading:
            number = free_number(reading, kind)
        numbered = typed_rows(kind, [{**row, column: number}], name, kpis=KPI_FACTS)
        store(
            numbered,
            partial(require_free, kind=kind, number=number),
            lambda writing: besides(writing, number),
        )
    return number


def take_back(upload: int) -> int:
    """Undo an upload, its rows; NotForRole where the rights do not reach so far: what is shown
    without an upload, less what was shown with it, is that upload."""
    sees_all_changes()
    return undo(database(), upload, who(), within=to_take_back(viewer()))
