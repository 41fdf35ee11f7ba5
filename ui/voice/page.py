"""The customer voice page: its sections, and the choices that all of them share."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from html import escape

from errors import Message
from i18n import N_, Month, Say, Text
from metrics.sums.query import Filter
from metrics.targets.events import filtered_place
from metrics.voice.span import EARLIER, Span, span_ending
from metrics.window import ALL, DEFAULT
from ui.loop.raising import Proof, offer_problem
from ui.parts import st
from ui.shell.bar import draw_bar
from ui.state.board import today
from ui.state.filters import (
    COMMON,
    linked,
    months_offered,
    places_words,
    window_choice,
)
from ui.state.link import one_section, section_open

SECTIONS: dict[str, Text] = {
    "scores": N_("Scores"),
    "comments": N_("Comments"),
    "drivers": N_("What drives satisfaction"),
    "chain": N_("Know – do – feel"),
    "repurchase": N_("Repurchase"),
    "voices": N_("All voices"),
}
DIMENSIONS = (*COMMON, "segment")


@dataclass(frozen=True)
class VoiceChoice:
    """What is looked at: the last month, the months, those they are set against (None while the
    last is not over), and the units."""

    month: date
    span: Span
    before: Span | None
    only: Filter
    # Where the finding is drawn, above the choice of a section.
    head: AbstractContextManager[object] = field(compare=False)
    # One line of choices below the choice of a section.
    row: AbstractContextManager[object] = field(compare=False)


def open_section() -> str:
    """The question that is looked at; only its answer is worked out."""
    return section_open("view", SECTIONS)


def section_choice(say: Say) -> None:
    """The choice of a question, below the finding."""
    one_section("view", SECTIONS, say)


def choices(section: str, say: Say) -> VoiceChoice | None:
    """Months, comparison and units, as far as the section asks for them; None without any
    records."""
    windowed = section != "chain"
    chosen = draw_bar(
        say,
        "voice",
        places=DIMENSIONS,
        window=(lambda month: window_choice(say, month)) if windowed else None,
    )
    month = chosen.month
    if month is None:
        return None
    window = chosen.window or DEFAULT
    span = span_ending(month, window, today(), min(months_offered(), default=None))
    head = st.container()
    section_choice(say)
    row = st.container(horizontal=True, gap="small", key="voice_choices")
    with row:
        before = None if span.running or window == ALL else _before(section, span, say)
    return VoiceChoice(month=month, span=span, before=before, only=chosen.only, head=head, row=row)


def _before(section: str, span: Span, say: Say) -> Span:
    """The months that those looked at are set against: as many just before, or a year before where
    they are a year at most."""
    if section not in ("scores", "comments"):
        return span.earlier("year")
    offered = list(EARLIER) if span.months <= 12 else ["before"]
    return span.earlier(
        linked(
            "against",
            say("Compared with"),
            offered,
            offered[0],
            lambda name: say("Compared with {months}", months=EARLIER[name]),
            label_visibility="collapsed",
            width=400,
        )
    )


def draw_finding(
    choice: VoiceChoice,
    sentences: Sequence[Message],
    evidence: Sequence[str | Message],
    say: Say,
    months: bool = True,
) -> None:
    """The finding as the title; below it the months (unless the evidence names others) and the
    places, then what it rests on."""
    scope = [choice.span.spoken(say)] if months else []
    rests = [*scope, places_words(choice.only, say), say.sentences(evidence)]
    sentence = say.sentences(sentences)
    place = filtered_place(choice.only) or (None, None)
    offer_problem(Proof("voice", "dimension", sentence, choice.month, place=place), say)
    with choice.head:
        st.html(
            f'<h1 class="scd-finding">{escape(sentence)}</h1>'
            f'<div class="scd-evidence">{escape(" · ".join(filter(None, rests)))}</div>'
        )


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
