"""What was done and noted about a KPI as a list, by the numbers of the flags on its chart: of an action
who answers for it, until when, what was expected, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from html import escape

from data.roles import sees_people
from i18n import Say, translator
from metrics.catalog import kpi_named
from metrics.effect.actions import ImprovementAction, JudgedAction, as_it_stood, judged_on
from metrics.effect.deeds import Deed, deeds_in_units, deeds_of
from metrics.kpi import Distance, Kpi
from metrics.periods import last_day, last_whole_month
from metrics.snapshot import Snapshot, remembered
from metrics.sums.query import Filter
from metrics.targets.events import ACTION, TYPES, Event, filtered_place
from ui.loop.words import place_words, status_words
from ui.parts.heading import heading

_MOST = 8
_LIST = "list-style: none; padding-left: 0; margin: 0"


@dataclass(frozen=True)
class _Then:
    """How actions stood: judged by the months up to `month`, in the state they were in at the end of
    `day`; `people`: whether those who answer for them may be named."""

    month: date
    day: date
    judged: Mapping[str, JudgedAction]
    people: bool


@remembered(200)
def deeds_words(snapshot: Snapshot, kpi: str, month: date, only: Filter, language: str) -> str:
    """The latest ones, newest first, as HTML; those in single units, of the whole company or of
    several that are looked at together, below them."""
    say, then = translator(language), _then(snapshot, month)

    def listed(found: tuple[Deed, ...], numbered: bool) -> str:
        lines = [
            (f"<b>{number}</b> " if numbered else "") + _line(deed, kpi_named(kpi), then, say)
            for number, deed in list(enumerate(found, start=1))[::-1][:_MOST]
        ]
        more = len(found) - _MOST
        rest = say("More, not shown here: {count}", count=more) if more > 0 else ""
        return (
            f'<ul class="scd-events" style="{_LIST}"><li>{"</li><li>".join(lines)}</li></ul>'
            f'<div class="scd-small">{escape(rest)}</div>'
        )

    here = deeds_of(snapshot, kpi, filtered_place(only))
    there = _in_units(snapshot, kpi, only)
    told = listed(here, True) if here else ""
    if there:
        told += heading(say("In single units"), level=3) + listed(there, False)
    if not told:
        nothing = say("Nothing is written down yet about this KPI here.")
        return f'<div class="scd-small">{escape(nothing)}</div>'
    return told


def _then(snapshot: Snapshot, month: date) -> _Then:
    """As of a month; of the last one that is over, or one that is not, as actions stand today."""
    last = last_whole_month(snapshot.today)
    day = snapshot.today if month >= last else last_day(month, "month")
    judged = judged_on(snapshot, min(month, last), day)
    return _Then(
        min(month, last),
        day,
        {one.action.action_id: one for one in judged},
        sees_people(snapshot.viewer),
    )


def _in_units(snapshot: Snapshot, kpi: str, only: Filter) -> tuple[Deed, ...]:
    """The deeds in single units that the place itself has no flags for."""
    if not only:
        return deeds_in_units(snapshot, kpi)
    if filtered_place(only) is not None:
        return ()
    chosen = {(by, unit) for by, units in only for unit in units}
    return tuple(
        deed
        for deed in deeds_in_units(snapshot, kpi)
        if (deed.event.dimension, deed.event.unit) in chosen
    )


def _line(deed: Deed, kpi: Kpi, then: _Then, say: Say) -> str:
    words = escape(" · ".join(_event_words(deed.event, then.people, say)))
    if deed.action is None:
        return words
    about = escape(" · ".join(_action_words(deed.event, deed.action, kpi, then, say)))
    return f'{words}<div class="scd-small">{about}</div>'


def _event_words(event: Event, people: bool, say: Say) -> list[str]:
    told = [say.date(event.date), say(TYPES[event.type]), event.text]
    told += [event.reason] if event.reason else []
    told += [author] if (author := author_told(event, people)) else []
    if event.dimension is not None:
        told.append(place_words((event.dimension, event.unit), say))
    return told


def author_told(event: Event, people: bool) -> str:
    """Who wrote it down. Of an action that is its owner, who is named to those only who may see
    people."""
    return event.author or "" if event.type != ACTION or people else ""


def _action_words(
    event: Event, listed: ImprovementAction, kpi: Kpi, then: _Then, say: Say
) -> list[str]:
    judged, action = then.judged.get(listed.action_id), as_it_stood(listed, then.day)
    told = [] if judged is None else [f"{judged.outcome.shape} {say(judged.outcome.label)}"]
    is_due = judged is not None and judged.is_due(then.month)
    told += [say("Effect to be checked now")] if is_due else []
    told += [status_words(action, say)]
    told += [_expected(action, kpi, say)] if action.promised else []
    if action.due and not action.has_ended:
        told.append(say("To be done by {day}", day=say.date(action.due)))
    if then.people and action.owner and action.owner != event.author:
        told.append(action.owner)
    return told


def _expected(action: ImprovementAction, kpi: Kpi, say: Say) -> str:
    if action.size is None:
        return say("expected to rise") if action.up else say("expected to fall")
    size = Distance(kpi.unit, action.size)
    return (
        say("expected to rise by at least {size}", size=size)
        if action.up
        else say("expected to fall by at least {size}", size=size)
    )
