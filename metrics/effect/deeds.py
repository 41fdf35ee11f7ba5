"""What was done and noted about a KPI at a place: events beside its chart, and the actions of the list,
each once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from data.text.writing import folded
from metrics.catalog import kpi_named
from metrics.effect.actions import ImprovementAction, registered_actions
from metrics.effect.carried import noted_actions, says_the_same
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
    is_of = _paired(snapshot, events, actions)
    found = [_deed(event, is_of.get(at)) for at, event in enumerate(events)]
    told = {one.action_id for one in is_of.values()}
    found += [Deed(_as_event(one), one) for one in actions if one.action_id not in told]
    return tuple(sorted(found, key=lambda deed: deed.event.date))


@remembered(100)
def deeds_in_units(snapshot: Snapshot, kpi: str) -> tuple[Deed, ...]:
    """The actions of a KPI in single units, oldest first: the chart of the company has no flag for
    them."""
    actions = [one for one in registered_actions(snapshot) if one.kpi == kpi and one.place[0]]
    return tuple(Deed(_as_event(one), one) for one in actions)


def _paired(
    snapshot: Snapshot, events: Sequence[Event], actions: Sequence[ImprovementAction]
) -> dict[int, ImprovementAction]:
    """Which action of the list the events, by their places among them, are: by number; else by day
    and place, of the same name before those whose name holds the other. Each is one at most."""
    numbers = {
        (one.upload, one.day, one.text, one.place): one.number
        for one in noted_actions(snapshot.reading)
    }

    def numbered(event: Event, one: ImprovementAction) -> bool:
        told = event.upload, event.date, event.text, (event.dimension, event.unit)
        return numbers.get(told) == one.action_id

    found: dict[int, ImprovementAction] = {}
    left = list(actions)
    tests: tuple[Callable[[Event, ImprovementAction], bool], ...] = (
        numbered,
        lambda event, one: _then_and_there(event, one) and folded(one.title) == folded(event.text),
        lambda event, one: _then_and_there(event, one) and says_the_same(one.title, event.text),
    )
    for is_it in tests:
        for at, event in enumerate(events):
            if event.type != ACTION or at in found:
                continue
            one = next((one for one in left if is_it(event, one)), None)
            if one is not None:
                found[at] = one
                left.remove(one)
    return found


def _then_and_there(event: Event, action: ImprovementAction) -> bool:
    return action.starts == event.date and action.place == (event.dimension, event.unit)


def _deed(event: Event, action: ImprovementAction | None) -> Deed:
    """Where a note was changed or ended under its number, what it says now counts."""
    if action is not None and action.was_noted and not action.noted:
        return Deed(_as_event(action), action)
    return Deed(event, action)


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
