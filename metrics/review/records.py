"""The records that items are about: who is responsible, and a decision's cells as they were stored."""

from collections.abc import Iterable
from datetime import date

from data.database.connection import ReadTransaction
from data.kinds.catalog import DECISION as DECISIONS
from data.kinds.schema import DatasetKind
from errors import WrongCall
from metrics.effect.actions import registered_actions
from metrics.effect.problems import decisions_of, problems_of
from metrics.review.item import CHECK, DECISION, PROBLEM, AgendaItem
from metrics.snapshot import Snapshot

# What the committee writes down: the column of its number, and the letter that begins it.
NUMBERED = {
    "problem": ("problem_id", "P"),
    "action": ("action_id", "A"),
    "decision": ("decision_id", "D"),
}
_CELLS = tuple(column.name for column in DECISIONS.columns)


def owner_of(snapshot: Snapshot, item: AgendaItem) -> str | None:
    """Who is responsible for what an item is about, as it stands now: for those who may see people."""
    if item.kind == PROBLEM:
        found = {one.problem_id: one.owner for one in problems_of(snapshot)}
    elif item.kind == DECISION:
        found = {one.decision_id: one.owner for one in decisions_of(snapshot)}
    elif item.kind == CHECK:
        found = {one.action_id: one.owner for one in registered_actions(snapshot)}
    else:
        return None
    return found.get(item.number)


def decision_cells(snapshot: Snapshot, number: str) -> dict[str, object] | None:
    """All cells of a decision, so that it can be written down anew with one of them changed."""
    names = ", ".join(f'"{name}"' for name in _CELLS)
    rows = snapshot.reading.rows(
        f"SELECT {names} FROM live_decision WHERE decision_id = ?", [number]
    )
    return dict(zip(_CELLS, rows[0], strict=True)) if rows else None


def carried_out(cells: dict[str, object], today: date) -> dict[str, object]:
    """The decision as carried out: in time, or late."""
    due = cells["due"]
    late = isinstance(due, date) and due < today
    return {**cells, "result": "late" if late else "kept"}


def free_number(reading: ReadTransaction, kind: DatasetKind) -> str:
    """The number under which the next record of the committee's is written down."""
    column, letter = NUMBERED[kind.name]
    return next_number(
        letter, [one for (one,) in reading.rows(f"SELECT {column} FROM live_{kind.name}")]
    )


def require_free(reading: ReadTransaction, kind: DatasetKind, number: str) -> None:
    """WrongCall where a record has this number meanwhile: under it, that one would be replaced."""
    column, _ = NUMBERED[kind.name]
    if reading.rows(f"SELECT 1 FROM live_{kind.name} WHERE {column} = ?", [number]):
        raise WrongCall("Somebody else wrote something down just now. Press the button again.")


def next_number(letter: str, taken: Iterable[str]) -> str:
    """The number after the highest of those that begin so: D-03 after D-2, which cannot be read as a
    day."""
    begun = f"{letter}-"
    used = [one.removeprefix(begun) for one in taken if one.startswith(begun)]
    numbers = [int(one) for one in used if one.isdecimal()]
    return f"{begun}{max(numbers, default=0) + 1:02d}"
