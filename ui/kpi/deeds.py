"""What was done and noted about a KPI as a list, by the numbers of the flags on its chart: of an action
who answers for it, until when, what was expected, and what became of it."""

from datetime import date
from html import escape

from i18n import Say, translator
from metrics.catalog import kpi_named
from metrics.effect.actions import ImprovementAction, JudgedAction, judged_actions
from metrics.effect.deeds import Deed, deeds_in_units, deeds_of
from metrics.kpi import Distance, Kpi
from metrics.periods import whole_month
from metrics.snapshot import Snapshot, remembered
from metrics.sums.query import Filter
from metrics.targets.events import ACTION, TYPES, Event, filtered_place
from ui.loop.words import place_words, status_words
from ui.parts.heading import heading
from ui.parts.viewer import sees_people

_MOST = 8
_LIST = "list-style: none; padding-left: 0; margin: 0"


@remembered(200)
def deeds_words(snapshot: Snapshot, kpi: str, month: date, only: Filter, language: str) -> str:
    """The latest ones, newest first, as HTML; of the whole company those in single units below them.
    Actions are judged as of a month."""
    say, as_of = translator(language), whole_month(month, snapshot.today)
    judged = {one.action.action_id: one for one in judged_actions(snapshot, as_of)}

    def listed(found: tuple[Deed, ...], numbered: bool) -> str:
        lines = [
            (f"<b>{number}</b> " if numbered else "")
            + _line(deed, kpi_named(kpi), judged, as_of, say)
            for number, deed in list(enumerate(found, start=1))[::-1][:_MOST]
        ]
        more = len(found) - _MOST
        rest = say("More, not shown here: {count}", count=more) if more > 0 else ""
        return (
            f'<ul class="scd-events" style="{_LIST}"><li>{"</li><li>".join(lines)}</li></ul>'
            f'<div class="scd-small">{escape(rest)}</div>'
        )

    here = deeds_of(snapshot, kpi, filtered_place(only))
    there = () if only else deeds_in_units(snapshot, kpi)
    told = listed(here, True) if here else ""
    if there:
        told += heading(say("In single units"), level=3) + listed(there, False)
    if not told:
        nothing = say("Nothing is written down yet about this KPI here.")
        return f'<div class="scd-small">{escape(nothing)}</div>'
    return told


def _line(deed: Deed, kpi: Kpi, judged: dict[str, JudgedAction], as_of: date, say: Say) -> str:
    words = escape(" · ".join(_event_words(deed.event, say)))
    if deed.action is None:
        return words
    about = _action_words(deed.action, kpi, judged.get(deed.action.action_id), as_of, say)
    return f'{words}<div class="scd-small">{escape(" · ".join(about))}</div>'


def _event_words(event: Event, say: Say) -> list[str]:
    told = [say.date(event.date), say(TYPES[event.type]), event.text]
    told += [event.reason] if event.reason else []
    told += [author] if (author := author_told(event)) else []
    if event.dimension is not None:
        told.append(place_words((event.dimension, event.unit), say))
    return told


def author_told(event: Event) -> str:
    """Who wrote it down. Of an action that is its owner, who is named to those only who may see
    people."""
    return event.author or "" if event.type != ACTION or sees_people() else ""


def _action_words(
    action: ImprovementAction, kpi: Kpi, judged: JudgedAction | None, as_of: date, say: Say
) -> list[str]:
    told = [] if judged is None else [f"{judged.outcome.shape} {say(judged.outcome.label)}"]
    told += [say("Effect to be checked now")] if judged is not None and judged.is_due(as_of) else []
    told += [status_words(action, say)]
    told += [] if action.noted else [_expected(action, kpi, say)]
    told += [say("To be done by {day}", day=say.date(action.due))] if action.due else []
    told += [action.owner] if action.owner and not action.noted and sees_people() else []
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
