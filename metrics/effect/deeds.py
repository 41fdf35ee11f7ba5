"""What was done and noted about a KPI at a place: events beside its chart, and the actions of the list,
each once."""

from collections.abc import Iterable
from dataclasses import dataclass

from metrics.catalog import kpi_named
from metrics.effect.actions import ImprovementAction, registered_actions
from metrics.effect.carried import says_the_same
from metrics.snapshot import Snapshot, remembered
from metrics.targets.events import ACTION, Event, Place
from metrics.targets.standing import events_of


@dataclass(frozen=True)
class Deed:
    """One thing that was done or noted, as a flag on the chart tells it; and the action of the list
    that it is."""

    event: Event
    action: ImprovementAction | None = None


@remembered(100)
def deeds_of(snapshot: Snapshot, kpi: str, place: Place) -> tuple[Deed, ...]:
    """All of a KPI at a place, oldest first, as flags are numbered. Of a unit those of the whole
    company too."""
    actions = [
        one
        for one in registered_actions(snapshot)
        if one.kpi == kpi and one.place in ((None, None), place)
    ]
    events = events_of(snapshot, kpi_named(kpi), place)
    found = [Deed(event, _listed(event, actions)) for event in events]
    told = {deed.action.action_id for deed in found if deed.action is not None}
    found += [Deed(_as_event(one), one) for one in actions if one.action_id not in told]
    return tuple(sorted(found, key=lambda deed: deed.event.date))


@remembered(100)
def deeds_in_units(snapshot: Snapshot, kpi: str) -> tuple[Deed, ...]:
    """The actions of a KPI in single units, oldest first: the chart of the company has no flag for
    them."""
    actions = [one for one in registered_actions(snapshot) if one.kpi == kpi and one.place[0]]
    return tuple(Deed(_as_event(one), one) for one in actions)


def _listed(event: Event, actions: Iterable[ImprovementAction]) -> ImprovementAction | None:
    """The action of the list that was noted beside the chart as well."""
    if event.type != ACTION:
        return None
    return next(
        (
            one
            for one in actions
            if one.starts == event.date
            and one.place == (event.dimension, event.unit)
            and says_the_same(one.title, event.text)
        ),
        None,
    )


def _as_event(action: ImprovementAction) -> Event:
    dimension, unit = action.place
    return Event(
        action.starts,
        ACTION,
        action.title,
        action.kpi,
        dimension,
        unit,
        None,
        None,
        action.upload,
        1,
    )
