"""The list of problems: what is open, late, and worth the most."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from data.kinds.catalog import PROBLEM
from metrics.snapshot import Snapshot, remembered

WEIGHTS = {word: at for at, (word, _) in enumerate(PROBLEM.column("impact").choices, start=1)}
SOON, LATELY = timedelta(days=7), timedelta(days=90)
_ENDED = ("solved", "dropped")
# A proof ends with the link to the view that shows it, where it was raised from one.
_PROOF = re.compile(r"^(?P<words>.*?)\s*→ (?P<page>\w+)\?(?P<query>\S*)$", re.S)
_CELLS = (
    *("problem_id", "date", "title", "category", "source", "points_at", "kpi", "dimension", "unit"),
    *("department", "owner", "due", "status", "share", "impact", "cause", "closed", "upload"),
)


def with_link(words: str, page: str, query: str) -> str:
    """A proof as it is stored: what was seen, and the link to the view that shows it."""
    return f"{words} → {page}?{query}".strip()


def parted(proof: str) -> tuple[str, tuple[str, str] | None]:
    """Of a stored proof what was seen, and page and query of its link; None without one."""
    found = _PROOF.match(proof)
    return (found["words"], (found["page"], found["query"])) if found else (proof, None)


@dataclass(frozen=True)
class Problem:
    """A problem as it was last written down. `place`: dimension and unit, both None for the whole
    company. `share`: percent of the cases, None where nobody said."""

    problem_id: str
    raised: date
    title: str
    category: str | None
    source: str | None
    points_at: str | None
    kpi: str | None
    place: tuple[str | None, str | None]
    department: str
    owner: str | None
    due: date | None
    status: str
    share: float | None
    impact: str | None
    cause: str | None
    closed: date | None
    upload: int

    @property
    def is_open(self) -> bool:
        """Whether work on it goes on."""
        return self.status not in _ENDED

    @property
    def weight(self) -> float:
        """Share × impact, by which problems are ranked; 0 where one of the two is not known."""
        return (self.share or 0.0) * WEIGHTS.get(self.impact or "", 0)

    def is_overdue(self, today: date) -> bool:
        """Whether it is open after its day."""
        return self.is_open and self.due is not None and self.due < today

    def age(self, today: date) -> int:
        """Days since it was raised, to its end or to today."""
        return ((self.closed or today) - self.raised).days


@dataclass(frozen=True)
class Tiles:
    """How many problems are open, overdue, due within a week, and were closed in 90 days."""

    open: int
    overdue: int
    soon: int
    closed: int


@remembered(4)
def problems_of(snapshot: Snapshot) -> tuple[Problem, ...]:
    """All problems: those that are open by their weight, then the others, latest first."""
    rows = snapshot.reading.rows(f"SELECT {', '.join(_CELLS)} FROM live_problem")
    found = [_problem(dict(zip(_CELLS, row, strict=True))) for row in rows]
    return _ranked(found)


def _ranked(found: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(
        sorted(
            found,
            key=lambda one: (
                not one.is_open,
                -one.weight if one.is_open else 0.0,
                -one.raised.toordinal(),
                one.problem_id,
            ),
        )
    )


def problems_on(found: Iterable[Problem], day: date) -> tuple[Problem, ...]:
    """The problems as they stood at the end of a day, in their order: those raised by then, what
    ended later still open."""
    return _ranked(
        replace(one, status="open", closed=None)
        if one.closed is not None and one.closed > day
        else one
        for one in found
        if one.raised <= day
    )


def _problem(row: dict) -> Problem:
    place = row.pop("dimension"), row.pop("unit")
    return Problem(raised=row.pop("date"), place=place, **row)


def tiles(found: tuple[Problem, ...], today: date) -> Tiles:
    """The four numbers above the list."""
    going_on = [one for one in found if one.is_open]
    return Tiles(
        open=len(going_on),
        overdue=sum(one.is_overdue(today) for one in going_on),
        soon=sum(one.due is not None and today <= one.due <= today + SOON for one in going_on),
        closed=sum(
            one.closed is not None and today - LATELY <= one.closed <= today
            for one in found
            if not one.is_open
        ),
    )


@dataclass(frozen=True)
class Decision:
    """A decision of a meeting, as it was last written down."""

    decision_id: str
    meeting: str
    day: date
    text: str
    action_id: str | None
    owner: str | None
    due: date | None
    result: str
    kpi: str | None = None
    problem_id: str | None = None

    def is_late(self, today: date) -> bool:
        """Whether it is still to be done after its day."""
        return self.result == "open" and self.due is not None and self.due < today


@remembered(4)
def decisions_of(snapshot: Snapshot) -> tuple[Decision, ...]:
    """All decisions, latest first."""
    return tuple(
        Decision(*row)
        for row in snapshot.reading.rows(
            "SELECT decision_id, meeting, date, text, action_id, owner, due, result, kpi, problem_id "
            "FROM live_decision ORDER BY date DESC, decision_id"
        )
    )
