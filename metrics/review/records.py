"""The records that items are about: who is responsible, and a decision's cells as they were stored."""

from collections.abc import Iterable
from datetime import date

from data.database.connection import ReadTransaction
from data.kinds.catalog import DECISION as DECISIONS
from errors import WrongCall
from metrics.effect.actions import registered_actions
from metrics.effect.problems import decisions_of, problems_of
from metrics.review.item import CHECK, DECISION, PROBLEM, AgendaItem
from metrics.snapshot import Snapshot

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


def require_new(reading: ReadTransaction, decision: str, action: str | None) -> None:
    """WrongCall where another device has taken one of these numbers meanwhile: under it, its decision
    or action would be replaced."""
    for table, name, number in (
        ("live_decision", "decision_id", decision),
        ("live_action", "action_id", action),
    ):
        if number and reading.rows(f"SELECT 1 FROM {table} WHERE {name} = ?", [number]):
            raise WrongCall("Somebody else wrote something down just now. Press the button again.")


def next_number(letter: str, taken: Iterable[str]) -> str:
    """The number after the highest of those that begin so: D-03 after D-2, which cannot be read as a
    day."""
    begun = f"{letter}-"
    used = [one.removeprefix(begun) for one in taken if one.startswith(begun)]
    numbers = [int(one) for one in used if one.isdecimal()]
    return f"{begun}{max(numbers, default=0) + 1:02d}"
