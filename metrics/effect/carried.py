"""Actions that were noted beside a KPI's chart before actions had a list of their own.

Each is an action that was registered on the day its upload was stored, without an expected size. It
stays an event in the ledger and the archive; ended or changed on the page, it becomes an action of the
same number, which then counts instead.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from data.database.connection import ReadTransaction
from data.text.writing import folded
from metrics.targets.events import ACTION

LETTER = "E"
_NOTED = """SELECT row_number() OVER (PARTITION BY upload ORDER BY line), date, "text", kpi, dimension,
        unit, author, upload, CAST(loaded_at AS DATE)
    FROM live_event JOIN upload ON upload.id = live_event.upload
    WHERE type = ? AND kpi IS NOT NULL ORDER BY date, upload, line"""


@dataclass(frozen=True)
class NotedAction:
    """An event that says what was done. `told`: the day on which it was stored."""

    at: int
    day: date
    text: str
    kpi: str
    dimension: str | None
    unit: str | None
    author: str | None
    upload: int
    told: date

    @property
    def number(self) -> str:
        """Its lasting number: that of its upload, and its place among the actions there."""
        return f"{LETTER}-{self.upload}-{self.at}"

    @property
    def place(self) -> tuple[str | None, str | None]:
        return self.dimension, self.unit


def noted_actions(reading: ReadTransaction) -> tuple[NotedAction, ...]:
    """All that are noted for a KPI, oldest first; of one that is noted for several KPIs the first."""
    found: dict[tuple, NotedAction] = {}
    for row in reading.rows(_NOTED, [ACTION]):
        noted = NotedAction(*row)
        found.setdefault((noted.day, noted.text, noted.place, noted.upload), noted)
    return tuple(found.values())


def says_the_same(one: str, other: str) -> bool:
    """Whether one of two names holds the other."""
    short, long = sorted((folded(one), folded(other)), key=len)
    return bool(short) and short in long


def is_told(noted: NotedAction, known: Iterable) -> bool:
    """Whether an action of the list is the one that was noted: by its number, or by day, place and
    name of one that has no such number of its own."""
    return any(
        one.action_id == noted.number
        or (
            not one.was_noted
            and one.starts == noted.day
            and one.place == noted.place
            and says_the_same(one.title, noted.text)
        )
        for one in known
    )
