"""What minutes say, in headings and lines; how they are laid out is for those who write them."""

from collections.abc import Iterable
from dataclasses import dataclass

from i18n import N_, Say, rounded
from metrics.catalog import indicator_named
from metrics.kpi import Amount
from metrics.periods import Period
from metrics.review.item import LENGTHS, SECTIONS, Agenda, AgendaItem, ReviewFigure, spoken
from metrics.review.minutes import MeetingMinutes, TakenDecision
from metrics.review.periods import period_of


@dataclass(frozen=True)
class Section:
    """A heading with what stands under it."""

    title: str
    lines: tuple[str, ...]


def title_of(minutes: MeetingMinutes, say: Say) -> str:
    """What minutes are called."""
    return say("Minutes of the meeting: {name}", name=minutes.name)


def head_of(minutes: MeetingMinutes, say: Say) -> tuple[str, ...]:
    """What stands under the title: when, of which period, and of which state the figures are."""
    told = [say("Meeting of {days}.", days=[say.date(day) for day in minutes.days])]
    if minutes.taken and not minutes.owners:
        told.append(say("Who is responsible is shown to those who may see people."))
    agenda = minutes.agenda
    if agenda is None:
        told.append(say("This meeting was not held on screen, so only its decisions are known."))
        return tuple(told)
    told.append(
        say("{review} of {period}.", review=LENGTHS[agenda.length], period=period_of(agenda))
    )
    told.append(
        say(
            "The figures are those that stood at the meeting (state {version} of the data).",
            version=str(minutes.version),
        )
    )
    if minutes.is_on:
        told.append(say("The meeting is still on: these are its minutes so far."))
    return tuple(told)


def sections_of(minutes: MeetingMinutes, say: Say) -> tuple[Section, ...]:
    """All of it; what is empty is left out, but for the decisions."""
    decided = [decision_words(one, minutes.owners, say) for one in minutes.taken]
    found = [Section(say("Decisions"), tuple(decided) or (say("Nothing was decided."),))]
    agenda = minutes.agenda
    if agenda is None:
        return tuple(found)
    for title, items in (
        (N_("Discussed"), minutes.discussed),
        (N_("Put off to the next meeting"), minutes.put_off),
        (N_("On the agenda, neither discussed nor put off"), minutes.untouched),
    ):
        if items:
            found.append(Section(say(title), tuple(item_words(one, say) for one in items)))
    figures = tuple(figure_words(one.figure, say) for one in agenda.items if one.figure is not None)
    if figures:
        found.append(Section(say("Figures at the meeting"), tuple(dict.fromkeys(figures))))
    skipped = tuple(_skipped(agenda, say))
    if skipped:
        found.append(Section(say("Without anything to discuss"), skipped))
    return tuple(found)


def decision_words(taken: TakenDecision, owners: bool, say: Say) -> str:
    """A decision with who, by when, its action, and what it was about."""
    decision = taken.decision
    parts = [f"{decision.decision_id} {decision.text}"]
    if owners:
        parts.append(
            say("responsible: {name}", name=taken.owner)
            if taken.owner
            else say("nobody named as responsible")
        )
    parts.append(
        say("by {day}", day=decision.due) if decision.due is not None else say("no day set")
    )
    if decision.action_id:
        parts.append(say("action {number}", number=decision.action_id))
    if taken.item is not None:
        parts.append(say("on: {item}", item=taken.item.title))
    return " · ".join(parts)


def item_words(item: AgendaItem, say: Say) -> str:
    """An item with its verdict, as it was told."""
    kind, title = say(SECTIONS[item.kind]), spoken(item.title, say)
    headline = spoken(item.headline, say)
    told = f"{kind} · {title}"
    if headline not in title:
        told += f" · {headline}"
    if item.word is not None:
        told += f" · {item.shape} {spoken(item.word, say)}"
    return told


def figure_words(figure: ReviewFigure, say: Say) -> str:
    """A value with its interval and how many are behind it."""
    kpi = indicator_named(figure.kpi)
    unit = kpi.unit
    place = figure.place[1]
    name = say(kpi.label) if place is None else f"{say(kpi.label)}, {place}"
    period = Period(figure.month, figure.length).spoken(say)
    told = f"{name} · {period} · {say.list([Amount(unit, figure.value)])}"
    if figure.low is not None and figure.high is not None:
        told += " · " + say(
            "95%: {low} to {high}",
            low=Amount(unit, figure.low),
            high=Amount(unit, figure.high),
        )
    if figure.n is not None:
        told += f" · n {say.number(figure.n, 0)}"
    if figure.published is not None:
        told += " · " + say("as published on {day}", day=figure.published)
    return told


def _skipped(agenda: Agenda, say: Say) -> Iterable[str]:
    for one in agenda.skipped:
        yield f"{say(SECTIONS[one.kind])} · {spoken(one.why, say)}"
    if agenda.looked_at:
        yield chance_words(agenda, say)


def chance_words(agenda: Agenda, say: Say) -> str:
    """How many of the flagged KPIs would be so though nothing changed."""
    return say(
        "KPIs looked at for exceptions: {count}. With a signal: {flagged}. By chance alone about "
        "{chance} would have one, and more where each month resembles the one before.",
        count=agenda.looked_at,
        flagged=agenda.flagged,
        chance=say.number(rounded(agenda.by_chance, 1), 1),
    )
