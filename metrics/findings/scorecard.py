"""The scorecard: a row a KPI, its targets by term, and what the whole of them comes to."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from metrics.catalog import DECLARED, LEVELS
from metrics.findings.board import Card, rank
from metrics.kpi import Indicator
from metrics.periods import has_fallen_due, has_passed
from metrics.targets.plans import STAGES
from metrics.targets.verdict import UNJUDGED, Status, Verdict, counting

TERMS = tuple(STAGES)  # short, mid, long
_ON_TRACK = frozenset({Status.SURE, Status.LIKELY})
_LAST = (True, len(Status), 0.0)


@dataclass(frozen=True)
class ScoreRow:
    """One KPI. `stages`: all its targets in force at the place looked at, by due date; `counting`:
    of those that follow one another only the one in force now; `card`: its month, None where that
    is not looked at, or no records are collected."""

    kpi: Indicator
    card: Card | None
    stages: tuple[Verdict, ...]
    counting: tuple[Verdict, ...]

    def of(self, term: str) -> tuple[Verdict, ...]:
        """The targets of a term."""
        return tuple(stage for stage in self.counting if stage.target.stage == term)

    def later(self, stage: Verdict) -> int:
        """How many targets follow one of its stages."""
        return sum(
            other.target.series == stage.target.series and other.target.due > stage.target.due
            for other in self.stages
        )

    @property
    def off(self) -> bool:
        """Whether a target that counts is missed or lost by now, not to be expected any more, or
        behind its pace."""
        return any(stage.behind for stage in self.counting)

    @property
    def owners(self) -> tuple[str, ...]:
        """Who owns its targets, each once."""
        named = (stage.target.owner for stage in self.counting)
        return tuple(dict.fromkeys(owner for owner in named if owner))

    @property
    def urgency(self) -> tuple[bool, int, float]:
        """Sorts what is off target first: lowest first."""
        return min((rank(stage) for stage in self.counting), default=_LAST)

    def unknown(self, stage: Verdict) -> bool:
        """Whether nothing can be said of one of its stages today."""
        if self.card is not None and self.card.months is not None:
            return self.card.unknown(stage)
        return stage.status in UNJUDGED or stage.unknown_today


def rows(cards: Iterable[Card], others: Iterable[Verdict], end: date) -> tuple[ScoreRow, ...]:
    """A row a KPI, in the order of levels and of the catalogue. `others`: the targets of KPIs
    whose records are not collected; `end`: the day on which stages count."""
    of_cards = {card.kpi.name: card for card in cards}
    set_for: dict[str, list[Verdict]] = {}
    for stage in others:
        set_for.setdefault(stage.target.kpi, []).append(stage)
    found = []
    for kpi in sorted(DECLARED, key=lambda kpi: list(LEVELS).index(kpi.level)):
        card = of_cards.get(kpi.name)
        if card is not None:
            found.append(ScoreRow(kpi, card, card.stages, card.counting))
        elif kpi.name in set_for:
            stages = _by_due(set_for[kpi.name])
            found.append(ScoreRow(kpi, None, stages, counting(stages, end)))
    return tuple(found)


def of_units(judged: Iterable[Verdict], end: date) -> tuple[ScoreRow, ...]:
    """A row for each KPI and single unit that has a target which is off, the most urgent first."""
    places: dict[tuple, list[Verdict]] = {}
    for stage in judged:
        places.setdefault((stage.target.kpi, stage.target.place), []).append(stage)
    known = {kpi.name: kpi for kpi in DECLARED}
    found = [
        ScoreRow(known[name], None, stages, counting(stages, end))
        for (name, _), set_for in places.items()
        if (stages := _by_due(set_for))
    ]
    return tuple(sorted((row for row in found if row.off), key=lambda row: row.urgency))


def _by_due(stages: Iterable[Verdict]) -> tuple[Verdict, ...]:
    return tuple(sorted(stages, key=lambda stage: stage.target.due))


@dataclass(frozen=True)
class Tally:
    """What all targets come to. Of those yet to fall due: met already, on track (sure or likely),
    off or behind their pace, not known today, open; of those that count and have fallen due: all,
    and missed or lost by now."""

    met: int
    on_track: int
    off: int
    unknown: int
    open: int
    fallen: int
    failing: int

    @property
    def ahead(self) -> int:
        """All that are yet to fall due."""
        return self.met + self.on_track + self.off + self.unknown + self.open


def tally(found: Sequence[ScoreRow], month: date, today: date) -> Tally:
    """The targets of some rows, as of a month given by its first day."""
    ahead = Counter(
        _standing(row, stage)
        for row in found
        for stage in row.stages
        if not _is_over(stage, month, today)
    )
    fallen = [stage for row in found for stage in row.counting if _is_over(stage, month, today)]
    return Tally(
        met=ahead["met"],
        on_track=ahead["on_track"],
        off=ahead["off"],
        unknown=ahead["unknown"],
        open=ahead["open"],
        fallen=len(fallen),
        failing=sum(stage.off for stage in fallen),
    )


def _standing(row: ScoreRow, stage: Verdict) -> str:
    """Under what a target that is yet to fall due is counted."""
    if stage.behind:
        return "off"
    if row.unknown(stage):
        return "unknown"
    if stage.status in (Status.MET, Status.REACHED_LATE):
        return "met"
    return "on_track" if stage.status in _ON_TRACK else "open"


def _is_over(stage: Verdict, month: date, today: date) -> bool:
    """Whether a stage has fallen due in a month: a milestone does on its day, which may be in the
    middle of a month that still runs."""
    decide = has_passed if stage.target.form == "milestone" else has_fallen_due
    return decide(stage.target.due, month, today)


@dataclass(frozen=True)
class Away:
    """What a month's value is above (+) or below (-) a target, in the KPI's unit as it is shown."""

    size: float
    month: date


def gap(row: ScoreRow, stage: Verdict) -> Away | None:
    """That of a stage ahead by the value it is judged on, of one that is over by the latest settled
    month; of a range the distance to the end that is passed, 0 inside. None where nothing is known,
    or no month is held against it."""
    at = _judged(row, stage)
    if at is None or stage.goal is None:
        return None
    month, value = at
    above = row.kpi.unit.step_between(stage.goal, value)
    if stage.goal_high is not None and above > 0:
        above = max(0.0, row.kpi.unit.step_between(stage.goal_high, value))
    return Away(above, month)


def _judged(row: ScoreRow, stage: Verdict) -> tuple[date, float] | None:
    """The month and the value that say how a stage stands."""
    if stage.ahead:
        if stage.period is None or stage.value is None:
            return None
        return stage.period, stage.value
    if stage.now is None or stage.target.form == "count":
        return None
    if row.card is None or row.card.months is None:
        return None
    settled = row.card.settled
    return None if settled is None else (settled["period"], float(settled["value"]))
