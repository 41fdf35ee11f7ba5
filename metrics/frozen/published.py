"""Which periods were published, and each of their figures as it was told then."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from data.database.connection import ReadTransaction
from data.kinds.publication import FIGURE, PUBLISHED, WITHDRAWN
from data.roles import exam_units
from i18n import Say
from metrics.catalog import KPIS
from metrics.periods import Period, last_day, start_of
from metrics.privacy.gate import tells_of_exams
from metrics.snapshot import Snapshot, remembered
from metrics.targets.plans import plan_key

At = tuple[str | None, str | None]  # dimension and unit, both None for the whole company
FINAL, OPEN, HIDDEN = "final", "open", "hidden"
_EVENTS = """
SELECT publication, date, length, row_type, reason, version, loaded_at, coalesce(who, ''), id
FROM live_publication JOIN upload ON upload.id = live_publication.upload
WHERE row_type <> 'figure' ORDER BY id, line"""
_FIGURES = """
SELECT kpi, dimension, unit, value, low, high, n, shown, verdicts, words, definition
FROM live_publication WHERE row_type = ? AND publication = ? ORDER BY line"""
_OF_KPI = """
SELECT publication, kpi, dimension, unit, value, low, high, n, shown, verdicts, words, definition
FROM live_publication WHERE row_type = ? AND kpi = ? ORDER BY upload, line"""


@dataclass(frozen=True)
class Publication:
    """A period that was published. `start`: its first day; `length`: "month" or "quarter"; `at`:
    when, in UTC; `data_version`: the state of the data it was told of; `by`: who gave a name then;
    `upload`: by which it was stored. `state`: "published", or "withdrawn" with its `reason`."""

    number: str
    start: date
    length: str
    at: datetime
    data_version: int
    by: str
    upload: int
    state: str = PUBLISHED
    reason: str = ""
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""

    @property
    def stands(self) -> bool:
        """Whether it was not withdrawn."""
        return self.state == PUBLISHED

    @property
    def end(self) -> date:
        """The last day of the period."""
        return last_day(self.start, self.length)

    @property
    def month(self) -> date:
        """The last month of the period, as of which its targets were judged."""
        return self.end.replace(day=1)

    @property
    def period(self) -> Period:
        """The period, to be said inside a sentence."""
        return Period(self.start, self.length)

    @property
    def name(self) -> str:
        """What its period was called in commands and files when it was published: 2026-Q3."""
        return self.number.rpartition("-")[0]

    @property
    def compares(self) -> bool:
        """Whether there is such a period still: quarters may begin in other months since."""
        return self.start == start_of(self.start, self.length)


@dataclass(frozen=True)
class FrozenVerdict:
    """What was said of a stage: `status` and `now` are keys of verdict.Status and verdict.Now."""

    stage: str
    plan: str
    due: date
    form: str
    goal: float | None
    goal_high: float | None
    status: str
    now: str | None = None

    @property
    def target(self) -> tuple[str, str]:
        """What tells the stages of a KPI at a place apart: of those of one term and plan one counts
        at a time, and it stays the same when its due date is moved."""
        return self.stage, plan_key(self.plan)


@dataclass(frozen=True)
class Words:
    """Sentences as they were said, in every language; to be said inside another sentence."""

    of: tuple[tuple[str, str], ...]

    def spoken(self, say: Say) -> str:
        told = dict(self.of)
        return told.get(say.language) or told.get("en", "")


@dataclass(frozen=True)
class FrozenFigure:
    """One figure as it was published, to everybody alike. `place`: dimension and unit, both None
    for the whole company; `value` None: there was none, or it was hidden. `shown`: FINAL, OPEN
    (later records were still to come) or HIDDEN. `definition`: what the KPI was made by."""

    kpi: str
    place: At
    value: float | None
    low: float | None
    high: float | None
    n: float | None
    shown: str
    verdicts: tuple[FrozenVerdict, ...]
    words: Words
    definition: str


@remembered(4)
def published(snapshot: Snapshot) -> tuple[Publication, ...]:
    """All publications, the latest first; those withdrawn among them."""
    return publications(snapshot.reading)


def publications(reading: ReadTransaction) -> tuple[Publication, ...]:
    """All publications of a reading, the latest first."""
    found: dict[str, dict[str, Any]] = {}
    for number, start, length, what, reason, version, at, who, upload in reading.rows(_EVENTS):
        if what == PUBLISHED:
            found[number] = {
                "number": number,
                "start": start,
                "length": length,
                "at": at,
                "data_version": int(version),
                "by": who,
                "upload": upload,
            }
        elif number in found:
            found[number] |= {
                "state": WITHDRAWN,
                "reason": reason or "",
                "withdrawn_at": at,
                "withdrawn_by": who,
            }
    return tuple(Publication(**one) for one in reversed(found.values()))


def standing(snapshot: Snapshot) -> tuple[Publication, ...]:
    """The publications that stand, the latest first."""
    return tuple(one for one in published(snapshot) if one.stands)


def figures_of(snapshot: Snapshot, publication: Publication) -> tuple[FrozenFigure, ...]:
    """Every figure as it was published, in the order of the catalogue; the company before its
    units."""
    return _figures(snapshot, publication.number)


@remembered(100)
def _figures(snapshot: Snapshot, number: str) -> tuple[FrozenFigure, ...]:
    rows = snapshot.reading.rows(_FIGURES, [FIGURE, number])
    return tuple(_figure(row) for row in rows if _is_told(snapshot, row[0]))


def figures_of_kpi(
    snapshot: Snapshot, publication: Publication, kpi: str
) -> tuple[FrozenFigure, ...]:
    """The figures of one KPI: of all publications they are read at once."""
    return _of_kpi(snapshot, kpi).get(publication.number, ())


@remembered(100)
def _of_kpi(snapshot: Snapshot, kpi: str) -> dict[str, tuple[FrozenFigure, ...]]:
    found: dict[str, list[FrozenFigure]] = {}
    rows = snapshot.reading.rows(_OF_KPI, [FIGURE, kpi]) if _is_told(snapshot, kpi) else []
    for number, *cells in rows:
        found.setdefault(number, []).append(_figure(cells))
    return {number: tuple(figures) for number, figures in found.items()}


def _is_told(snapshot: Snapshot, kpi: str) -> bool:
    """Figures of exams not to whoever sees the exam records of some units person by person: less
    these they would tell of the others."""
    if exam_units(snapshot.viewer) is None:
        return True
    return all(one.name != kpi or not tells_of_exams(one) for one in KPIS)


def _figure(row: Sequence[Any]) -> FrozenFigure:
    """A row of `_FIGURES`."""
    kpi, dimension, unit, value, low, high, n, shown, verdicts, words, definition = row
    return FrozenFigure(
        kpi=kpi,
        place=(dimension, unit),
        value=value,
        low=low,
        high=high,
        n=n,
        shown=shown,
        verdicts=tuple(_verdict(one) for one in json.loads(verdicts)),
        words=Words(tuple(json.loads(words).items())),
        definition=definition,
    )


def _verdict(told: Mapping[str, Any]) -> FrozenVerdict:
    return FrozenVerdict(**{**told, "due": date.fromisoformat(told["due"])})
