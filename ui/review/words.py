"""An agenda and its items as HTML: every word of people is escaped."""

from collections.abc import Iterable
from html import escape

from i18n import Say
from metrics.catalog import indicator_named
from metrics.review.item import SECTIONS, TARGET, Agenda, AgendaItem, Skipped, Words, spoken
from metrics.review.minutes_words import chance_words
from metrics.review.places import place_words
from metrics.review.targets_due import ALWAYS_OR_NEVER

_LOOKS = {True: "scd-rv-better", False: "scd-rv-worse", None: "scd-rv-even"}


def said(words: object, say: Say) -> str:
    """Words of an agenda, escaped."""
    return escape(spoken(words, say))


def headline_of(item: AgendaItem, say: Say) -> str:
    """What is the matter: of a target, whose sentence does not name it, with its KPI; where that is
    not recorded, with its title."""
    told = spoken(item.headline, say)
    if item.kind != TARGET or item.key == ALWAYS_OR_NEVER:
        return told
    if not item.kpi:
        return say("{kpi}: {told}", kpi=spoken(item.title, say), told=told)
    kpi = indicator_named(item.kpi).label
    if item.place[0] is None:
        return say("{kpi}: {told}", kpi=kpi, told=told)
    return say("{kpi}, {place}: {told}", kpi=kpi, place=place_words(item.place), told=told)


def summary(agenda: Agenda, say: Say) -> list[str]:
    """How much there is to discuss, since when, and how much of it may be chance."""
    told = [
        say(
            "To discuss: {count}. Looked at, and nothing to discuss about them: {skipped}.",
            count=len(agenda.walked),
            skipped=agenda.left_out,
        )
        if agenda.items
        else say("There is nothing to discuss.")
    ]
    told.append(
        say("The last meeting was on {day}.", day=agenda.last_meeting)
        if agenda.last_meeting is not None
        else say("No earlier meeting is written down, so this is the first.")
    )
    if agenda.aside:
        told.append(
            say(
                "Beyond what one meeting can hold: {count}, each in the list below its kind. What "
                "is not discussed and has not ended by then is on the next agenda again.",
                count=len(agenda.aside),
            )
        )
    return told + ([chance_words(agenda, say)] if agenda.looked_at else [])


def skipped_html(skipped: Iterable[Skipped], say: Say) -> str:
    """What was left out, each kind folded with its names."""
    lines = []
    for one in skipped:
        names = "".join(f"<li>{said(name, say)}</li>" for name in one.names)
        lines.append(
            f"<details><summary>{said(one.why, say)}</summary><ul>{names}</ul></details>"
            if names
            else f"<p>{said(one.why, say)}</p>"
        )
    return "".join(lines)


def word_html(item: AgendaItem, say: Say) -> str:
    """The verdict of an item: shape and word, never colour alone."""
    if item.word is None:
        return ""
    return (
        f'<span class="scd-rv-word {_LOOKS[item.better]}">{escape(item.shape)} '
        f"{said(item.word, say)}</span>"
    )


def position(agenda: Agenda, item: AgendaItem, say: Say) -> str:
    """Where an item stands on the agenda."""
    section, walked = SECTIONS[item.kind], agenda.walked
    if item.aside:
        return say("{section} · beyond what one meeting can hold", section=section)
    return say(
        "{section} · {at} of {count}",
        section=section,
        at=1 + walked.index(item),
        count=len(walked),
    )


def proof_html(item: AgendaItem, owner: str | None, say: Say) -> str:
    """The proof in words: sentences, what else is known, a table, how certain it is."""
    told = "".join(f"<p>{said(words, say)}</p>" for words in item.sentences)
    facts: list[tuple[Words, object]] = [*item.facts]
    if owner:
        facts.append((say("Person responsible"), owner))
    if facts:
        cells = "".join(
            f"<dt>{said(label, say)}</dt><dd>{said(value, say)}</dd>" for label, value in facts
        )
        told += f"<dl>{cells}</dl>"
    if item.table:
        told += _table(item, say)
    if item.doubts:
        doubts = "".join(f"<p>{said(words, say)}</p>" for words in item.doubts)
        told += f"<h2>{escape(say('How certain this is'))}</h2>{doubts}"
    return told


def _table(item: AgendaItem, say: Say) -> str:
    head, *rows = item.table
    top = "".join(f'<th scope="col">{said(cell, say)}</th>' for cell in head)
    body = "".join(
        "<tr>" + "".join(f"<td>{said(cell, say)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
