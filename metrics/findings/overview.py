"""What the overview asks of one snapshot: the scorecard, single units' targets, what units cost, and
what was begun. Worked out once and remembered; without words."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from metrics.answers.asked import asking, values_of
from metrics.catalog import AWAITED, indicator_named, kpi_named
from metrics.comparisons.contribution import Contributions, UnitPart, contributions, divisible
from metrics.comparisons.contribution_words import worst_unit
from metrics.effect.actions import ImprovementAction, Place, judged_actions, registered_actions
from metrics.effect.problems import Problem, problems_of
from metrics.effect.verdict_of_action import Outcome
from metrics.findings.board import Card
from metrics.findings.month import cards_of
from metrics.findings.scorecard import ScoreRow, of_units, rows
from metrics.findings.summary import quarter_over
from metrics.kpi import Direction, Kpi
from metrics.periods import add_months, as_known, last_day, whole_month
from metrics.privacy.gate import crossed
from metrics.snapshot import Snapshot, remembered
from metrics.sums.query import Filter, Query, lacks
from metrics.targets.events import filtered_place
from metrics.targets.goals import goals_in_force
from metrics.targets.standing import actions_in, judged_at, plan_of, unit_places
from metrics.targets.verdict import Status

LEADING = ("csat", "net_promoter_score")
MOST_PLACES = 40  # units with targets that are judged without being asked for
STARTED = 12  # months in which an action that was begun is told of
_UNITS = ("store", "department", "region")  # of which the first that is open says what costs most


@remembered(100)
def rows_of(snapshot: Snapshot, month: date, only: Filter) -> tuple[ScoreRow, ...]:
    """The scorecard of a month and filter; KPIs whose records are not collected where they have a
    target."""
    others = judged_at(snapshot, month, filtered_place(only), AWAITED)
    return rows(cards_of(snapshot, month, only), others, as_known(month, snapshot.today))


def count_of_places(snapshot: Snapshot) -> int:
    """How many single units have targets of their own."""
    return len(unit_places(snapshot))


@remembered(100)
def units_off(snapshot: Snapshot, month: date) -> tuple[ScoreRow, ...]:
    """The targets of single units that are off, the most urgent first."""
    found = [
        verdict
        for place, kpis in unit_places(snapshot)
        for verdict in judged_at(snapshot, month, place, [indicator_named(name) for name in kpis])
    ]
    return of_units(found, as_known(month, snapshot.today))


def steps_of(snapshot: Snapshot, card: Card) -> tuple[tuple[float, ...], ...]:
    """The goals of a card's months as they were in force, for its sparkline; none where today's
    cannot be set against the values."""
    if card.stage is None or card.stage.status is Status.CANNOT:
        return ()
    place = card.stage.target.place
    end = last_day(card.month, "month")
    revisions = [target for target in plan_of(snapshot, card.kpi, place) if target.date <= end]
    return goals_in_force(asking(snapshot, [card.kpi]), revisions, card.shown)


@dataclass(frozen=True)
class Costs:
    """What the units of a KPI do to its level and to its change since a year before; `by`: what
    they are."""

    kpi: Kpi
    by: str
    grain: str
    found: Contributions

    @property
    def worst(self) -> UnitPart | None:
        """The unit that holds the whole back most, where that is more than chance."""
        return worst_unit(self.found)


def costs_of(snapshot: Snapshot, month: date, only: Filter) -> tuple[Costs, ...]:
    """What the units cost the leading KPIs, in the latest whole period up to a month."""
    found = (_costs(snapshot, name, month, only) for name in LEADING)
    return tuple(costs for costs in found if costs is not None)


@remembered(100)
def _costs(snapshot: Snapshot, name: str, month: date, only: Filter) -> Costs | None:
    kpi = kpi_named(name)
    by = next((by for by in _UNITS if _is_open(snapshot, kpi, by, only)), None)
    if by is None or not divisible(kpi):
        return None
    grain = kpi.dataset.compared_by
    whole = whole_month(month, snapshot.today)
    period = whole if grain == "month" else quarter_over(whole)
    before = add_months(period, -12)
    card = next(card for card in cards_of(snapshot, month, only) if card.kpi.name == name)
    broken = any(before < start <= last_day(period, grain) for start in card.breaks.scales)
    ask = asking(snapshot, [kpi])
    split = Query(grain=grain, by=by, only=only)
    found = contributions(
        ask(name, split), ask(name, replace(split, by=None)), period, None if broken else before
    )
    return None if found is None or len(found.parts) < 2 else Costs(kpi, by, grain, found)


def _is_open(snapshot: Snapshot, kpi: Kpi, by: str, only: Filter) -> bool:
    """Whether a KPI may be split by a dimension that tells more than what is filtered for."""
    filtered = {dimension for dimension, _ in only}
    query = Query(by=by, only=only)
    return (
        not filtered & set(_UNITS[: _UNITS.index(by) + 1])
        and by in kpi.dimensions
        and not lacks(kpi, query)
        and not crossed(snapshot.viewer, kpi, query)
        and len(values_of(snapshot, by)) > 1
    )


def dearest(found: Iterable[Costs]) -> Costs | None:
    """The first of the leading KPIs that one unit costs more than chance."""
    return next(
        (
            costs
            for costs in found
            if costs.kpi.direction is Direction.UP and costs.worst is not None
        ),
        None,
    )


@dataclass(frozen=True)
class Action:
    """An improvement action: when it began, where, for which KPIs (none: all of them), and who
    wrote it down. Of one that is registered what became of it, and whether that is `due` to be
    checked."""

    date: date
    text: str
    dimension: str | None
    unit: str | None
    kpis: tuple[str, ...]
    author: str | None
    outcome: Outcome | None = None
    due: bool = False


def actions_of(snapshot: Snapshot, month: date, only: Filter) -> tuple[Action, ...]:
    """The actions that began in the year up to a month, the latest first: of a filtered place those
    of its units and of the whole company."""
    first, last = add_months(month, 1 - STARTED), as_known(month, snapshot.today)
    together: dict[tuple, list[str]] = {}
    for event in actions_in(snapshot):
        if _within((event.dimension, event.unit), only) and first <= event.date <= last:
            key = event.date, event.text, event.dimension, event.unit, event.author
            together.setdefault(key, []).extend([event.kpi] if event.kpi else [])
    whole = whole_month(month, snapshot.today)
    became = {one.action.action_id: one for one in judged_actions(snapshot, whole)}
    registered = [
        Action(
            one.starts,
            one.title,
            *one.place,
            (one.kpi,),
            None,
            outcome=judged.outcome if (judged := became.get(one.action_id)) else None,
            due=judged is not None and judged.is_due(whole),
        )
        for one in registered_actions(snapshot)
        if not one.noted and first <= one.starts <= last and _within(one.place, only)
    ]
    known = {(one.date, one.dimension, one.unit, kpi) for one in registered for kpi in one.kpis}
    found = registered + [
        Action(day, text, dimension, unit, tuple(dict.fromkeys(kpis)), author)
        for (day, text, dimension, unit, author), kpis in together.items()
        if not any((day, dimension, unit, kpi) in known for kpi in kpis)  # told twice
    ]
    return tuple(sorted(found, key=lambda action: action.date, reverse=True))


def overdue_of(snapshot: Snapshot, only: Filter) -> tuple[Problem | ImprovementAction, ...]:
    """What goes on today after the day by which it was to be done, the longest overdue first: of a
    filtered place what is of its units and of the whole company."""
    known: list[Problem | ImprovementAction] = [*problems_of(snapshot)]
    known += registered_actions(snapshot)
    late = [one for one in known if one.is_overdue(snapshot.today) and _within(one.place, only)]
    return tuple(sorted(late, key=lambda one: one.due or date.max))


def _within(place: Place, only: Filter) -> bool:
    """Whether what is told of a place is shown where a filter is set."""
    units = {(dimension, name) for dimension, names in only for name in names}
    return not only or place[0] is None or place in units
