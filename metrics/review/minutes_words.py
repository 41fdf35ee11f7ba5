"""What minutes say, in headings and lines; how they are laid out is for those who write them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from data.kinds.meeting import RESULTS
from i18n import N_, Say, Text, rounded
from metrics.catalog import indicator_named
from metrics.periods import Period
from metrics.review.item import Agenda, AgendaItem, ReviewFigure, spoken
from metrics.review.minutes import MeetingMinutes, TakenDecision
from metrics.review.periods import name_said, period_of


@dataclass(frozen=True)
class MinutesLine:
    """What stands first, and what is said of it in short."""

    head: str
    rest: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """A heading with what stands under it."""

    title: str
    lines: tuple[MinutesLine, ...]


def title_of(minutes: MeetingMinutes, say: Say) -> str:
    """What minutes are called."""
    name = minutes.name
    if minutes.agenda is not None:
        name = name_said(name, minutes.agenda, say)
    return say("Minutes of the meeting: {name}", name=name)


def head_of(minutes: MeetingMinutes, say: Say) -> tuple[str, ...]:
    """What stands under the title: when, of which period, and of which day the figures are."""
    days, agenda = [say.date(day) for day in minutes.days], minutes.agenda
    told = [
        say("Meeting of {days}.", days=days)
        if agenda is None
        else say("Meeting of {days}, about {period}.", days=days, period=period_of(agenda))
    ]
    if minutes.is_on:
        told.append(say("The meeting is still on: these are its minutes so far."))
    if minutes.taken and not minutes.owners:
        told.append(say("Who is responsible is shown to those who may see people."))
    if agenda is None:
        told.append(say("This meeting was not held on screen, so only its decisions are known."))
    elif any(item.figure is not None for item in agenda.items):
        told.append(say("The figures are those that stood at the meeting."))
    return tuple(told)


def sections_of(minutes: MeetingMinutes, say: Say) -> tuple[Section, ...]:
    """All of it; what is empty is left out, but for the decisions."""
    decided = tuple(decision_line(one, minutes.owners, say) for one in minutes.taken)
    found = [Section(say("Decisions"), decided or (MinutesLine(say("Nothing was decided.")),))]
    agenda = minutes.agenda
    if agenda is None:
        return tuple(found)
    raised = tuple(
        MinutesLine(f"{one.problem_id} {one.title}", (say("on: {item}", item=item.title),))
        for item in agenda.items
        for one in minutes.raised.get(item.key, ())
    )
    if raised:
        found.append(Section(say("Problems raised"), raised))
    for title, items in (
        (N_("Discussed"), minutes.discussed),
        (N_("Put off to the next meeting"), minutes.put_off),
        (N_("On the agenda, neither discussed nor put off"), minutes.untouched),
    ):
        if items:
            lines = tuple(item_line(one, say, became(minutes, one)) for one in items)
            found.append(Section(say(title), lines))
    if minutes.no_room:
        told = say(
            "Items for which one meeting has no room: {count}. What has not ended by then is on the "
            "next agenda again.",
            count=len(minutes.no_room),
        )
        found.append(Section(say("Beyond what a meeting can hold"), (MinutesLine(told),)))
    skipped = tuple(_skipped(agenda, say))
    if skipped:
        found.append(Section(say("Without anything to discuss"), skipped))
    return tuple(found)


def decision_line(taken: TakenDecision, owners: bool, say: Say) -> MinutesLine:
    """A decision with who, by when, its action, and what it was about."""
    decision = taken.decision
    rest = []
    if owners:
        rest.append(
            say("responsible: {name}", name=taken.owner)
            if taken.owner
            else say("nobody named as responsible")
        )
    rest.append(
        say("by {day}", day=decision.due) if decision.due is not None else say("no day set")
    )
    if decision.action_id:
        rest.append(say("action {number}", number=decision.action_id))
    if taken.item is not None:
        rest.append(say("on: {item}", item=taken.item.title))
    return MinutesLine(f"{decision.decision_id} {decision.text}", tuple(rest))


def became(minutes: MeetingMinutes, item: AgendaItem) -> Text | None:
    """What the meeting said became of the decision that an item is about; None where it did not."""
    return dict(RESULTS).get((minutes.marks or {}).get(item.key, ""))


def item_line(item: AgendaItem, say: Say, result: Text | None = None) -> MinutesLine:
    """An item with its verdict, as it was told; each thing once. What is about a record is known by
    its number and title, so that its headline says no more. `result`: what became of it at the
    meeting."""
    title = spoken(item.title, say)
    headline = title if item.number else spoken(item.headline, say)
    head = headline if headline.startswith(title) else title
    rest = [] if item.word is None else [f"{item.shape} {spoken(item.word, say)}"]
    if headline != head:
        rest.append(headline.rstrip(".。"))
    if item.figure is not None:
        rest += figure_words(item.figure, headline, say)
    if result is not None:
        rest.append(say("at the meeting: {state}", state=result))
    return MinutesLine(head, tuple(rest))


def figure_words(figure: ReviewFigure, told: str, say: Say) -> Iterable[str]:
    """A value with its interval and how many are behind it; the value where `told` does not say it
    already."""
    kpi = indicator_named(figure.kpi)
    unit = kpi.unit
    value = unit.show(say, figure.value)
    if not _is_said(value, told):
        place = figure.place[1]
        name = say(kpi.label) if place is None else say.list([kpi.label, place])
        yield say(
            "{kpi} in {period}: {value}",
            kpi=name,
            period=Period(figure.month, figure.length),
            value=value,
        )
    if figure.low is not None and figure.high is not None:
        limits = {"low": unit.show(say, figure.low), "high": unit.show(say, figure.high)}
        if not all(_is_said(limit, told) for limit in limits.values()):
            yield say("95%: {low} to {high}", **limits)
    if figure.n is not None:
        yield f"n {say.number(figure.n, 0)}"
    if figure.published is not None:
        yield say("as published on {day}", day=figure.published)


def _is_said(value: str, told: str) -> bool:
    """Whether a sentence says a value: as a number of its own, not within another."""
    return re.search(rf"(?<![\d.,]){re.escape(value)}(?!\d)", told) is not None


def _skipped(agenda: Agenda, say: Say) -> Iterable[MinutesLine]:
    for one in agenda.skipped:
        yield MinutesLine(spoken(one.why, say))
    if agenda.looked_at:
        yield MinutesLine(chance_words(agenda, say))


def chance_words(agenda: Agenda, say: Say) -> str:
    """How many of the flagged KPIs would be so though nothing changed."""
    return say(
        "KPIs looked at for exceptions: {count}. With a signal: {flagged}. By chance alone about "
        "{chance} would have one, and more where each month resembles the one before.",
        count=agenda.looked_at,
        flagged=agenda.flagged,
        chance=say.number(rounded(agenda.by_chance, 1), 1),
    )
