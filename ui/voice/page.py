"""The customer voice page: its sections, and the choices that all of them share."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from errors import Message
from i18n import N_, Month, Say, Text
from metrics.voice.records import Only
from metrics.voice.span import EARLIER, LENGTHS, Span, span_ending
from ui.parts import st
from ui.state.board import today
from ui.state.filters import COMMON, linked, month_choice, one_section, place_choice

SECTIONS: dict[str, Text] = {
    "scores": N_("Scores"),
    "comments": N_("Comments"),
    "drivers": N_("What drives satisfaction"),
    "chain": N_("Know – do – feel"),
}
DIMENSIONS = (*COMMON, "segment")


@dataclass(frozen=True)
class VoiceChoice:
    """What is looked at: the last month, the months, those they are set against (None while the
    last is not over), and the units."""

    month: date
    span: Span
    before: Span | None
    only: Only


def section_choice(say: Say) -> str:
    """The question that is looked at; only its answer is worked out."""
    return one_section("view", SECTIONS, say)


def choices(section: str, say: Say) -> VoiceChoice | None:
    """Months, comparison and units, as far as the section asks for them; None without any
    records."""
    first, second, third = st.columns(3)
    with first:
        month = month_choice(say)
    if month is None:
        return None
    length, against = "quarter", "year"
    with second:
        if section != "chain":
            length = linked(
                "window", say("Time"), list(LENGTHS), length, lambda name: say(LENGTHS[name])
            )
    span = span_ending(month, length, today())
    with third:
        if section in ("scores", "comments") and not span.running:
            against = linked(
                "against",
                say("Compared with"),
                list(EARLIER),
                against,
                lambda name: say(EARLIER[name]),
            )
    return VoiceChoice(
        month, span, None if span.running else span.earlier(against), place_choice(say, DIMENSIONS)
    )


def draw_finding(sentences: Sequence[Message], evidence: Sequence[str | Message], say: Say) -> None:
    """The finding as the title; below it what it rests on."""
    st.html(f'<h1 class="scd-finding">{escape(say.sentences(sentences))}</h1>')
    st.html(f'<div class="scd-evidence">{escape(say.sentences(evidence))}</div>')


def partial_words(choice: VoiceChoice) -> list[Message]:
    """What is said first of a span whose last month is not over; nothing of one that is."""
    if not choice.span.running:
        return []
    return [
        Message(
            "{month} is not over, so nothing is compared with earlier months.",
            {"month": Month(choice.month)},
        )
    ]


def dimension_choice(
    choice: VoiceChoice, dimensions: Sequence[str], label: str, show, name: str = "by"
) -> str | None:
    """What units are compared by: a dimension that is not filtered; None where all are."""
    filtered = {dimension for dimension, _ in choice.only}
    free = [dimension for dimension in dimensions if dimension not in filtered]
    if not free:
        return None
    return linked(name, label, free, "store" if "store" in free else free[0], show)
