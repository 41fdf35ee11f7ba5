"""Targets of one snapshot and where the KPIs stand against them, worked out once and remembered."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from metrics.answers.asked import anew, asking, breaks_in
from metrics.catalog import KPIS, collected
from metrics.kpi import Indicator, Kpi
from metrics.snapshot import Snapshot, remembered
from metrics.targets.events import Event, Place, actions, decisions, events, rebased
from metrics.targets.judge import Basis, judge
from metrics.targets.plans import Target, targets
from metrics.targets.verdict import Verdict


@remembered(100)
def judged(snapshot: Snapshot, as_of: date) -> tuple[Verdict, ...]:
    """Every stage in force, judged as of a month."""
    return judge(_basis(snapshot, _revisions(snapshot)), as_of)


def judged_at(
    snapshot: Snapshot, as_of: date, place: Place, kpis: Sequence[Indicator]
) -> tuple[Verdict, ...]:
    """The stages in force of some KPIs at one place, judged as of a month; none for several places
    together."""
    if place is None:
        return ()
    return _judged_at(snapshot, as_of, place, tuple(kpi.name for kpi in kpis))


@remembered(400)
def _judged_at(
    snapshot: Snapshot, as_of: date, place: Place, kpis: tuple[str, ...]
) -> tuple[Verdict, ...]:
    revisions = tuple(
        target for target in _revisions(snapshot) if target.place == place and target.kpi in kpis
    )
    return judge(_basis(snapshot, revisions, kpis), as_of)


@remembered(100)
def judged_as_if(snapshot: Snapshot, as_of: date, target: Target, goal: float) -> Verdict | None:
    """The verdict on a stage if `goal`, in the KPI's unit, were asked instead; all else as it is.
    None where the stage is not in force."""
    form = ("at_least" if target.upward else "at_most") if target.form == "change" else target.form
    asked = replace(target, form=form, value=goal)
    revisions = tuple(
        asked if one == target else one
        for one in _revisions(snapshot)
        if (one.kpi, one.place) == (target.kpi, target.place)
    )
    found = judge(_basis(snapshot, revisions, (target.kpi,)), as_of)
    return next((verdict for verdict in found if verdict.target == asked), None)


def _basis(
    snapshot: Snapshot, revisions: tuple[Target, ...], kpis: Iterable[str] | None = None
) -> Basis:
    """`kpis`: those that are asked for together; without, those that have targets."""
    names = dict.fromkeys(target.kpi for target in revisions) if kpis is None else kpis
    asked = collected(names)
    return Basis(
        revisions,
        _decisions(snapshot),
        asking(snapshot, asked),
        _scales(snapshot),
        {kpi.name: anew(snapshot, kpi) for kpi in asked},
    )


def _scales(snapshot: Snapshot) -> dict[str, tuple[date, ...]]:
    """By kind of record, the months in which the scale of its answers changed."""
    kinds = dict.fromkeys(kpi.dataset for kpi in KPIS)
    return {kind.name: breaks_in(snapshot, kind.name) for kind in kinds if kind.scaled}


@remembered(4)
def unit_places(snapshot: Snapshot) -> tuple[tuple[Place, tuple[str, ...]], ...]:
    """Each single unit that has or had targets of its own, with their KPIs."""
    found: dict[Place, dict[str, None]] = {}
    for target in _revisions(snapshot):
        if target.dimension is not None:
            found.setdefault(target.place, {})[target.kpi] = None
    return tuple((place, tuple(kpis)) for place, kpis in found.items())


def plan_of(snapshot: Snapshot, kpi: Kpi, place: Place) -> tuple[Target, ...]:
    """Every revision of a KPI's targets at a place, oldest first."""
    return tuple(
        target
        for target in _revisions(snapshot)
        if target.kpi == kpi.name and target.place == place
    )


def events_of(snapshot: Snapshot, kpi: Kpi, place: Place) -> tuple[Event, ...]:
    """What was written down about a KPI at a place, oldest first."""
    return _events(snapshot, kpi.name, place)


@remembered(100)
def _events(snapshot: Snapshot, kpi: str, place: Place) -> tuple[Event, ...]:
    return events(snapshot.reading, kpi, place)


def rebased_at(snapshot: Snapshot, kpi: Kpi, place: Place) -> tuple[date, ...]:
    """The months from which on new limits were decided for exactly this place."""
    return () if place is None else rebased(_decisions(snapshot), kpi.name, place)


@remembered(4)
def actions_in(snapshot: Snapshot) -> tuple[Event, ...]:
    """Every improvement action, oldest first."""
    return actions(snapshot.reading)


@remembered(4)
def _revisions(snapshot: Snapshot) -> tuple[Target, ...]:
    return targets(snapshot.reading)


@remembered(4)
def _decisions(snapshot: Snapshot) -> tuple[Event, ...]:
    return decisions(snapshot.reading)
