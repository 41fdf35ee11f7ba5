"""The frame of the page Service operations: what is looked at, the finding, and which part is
open."""

from dataclasses import dataclass
from html import escape

from charts.theme import Palette
from charts.week import part_words
from charts.words import group_name
from data.kinds.catalog import COMPLAINT, CONTACT_VOLUME, SERVICE_REQUEST
from errors import Message
from i18n import N_, Month, Say, Text
from metrics.catalog import kpi_named
from metrics.findings.operations import (
    STEPS,
    Minutes,
    first_record,
    one,
    pattern_span,
    together,
)
from metrics.findings.operations_times import Times, times
from metrics.findings.operations_when import WeekPart, week_of
from metrics.kpi import Amount
from metrics.targets.events import filtered_place
from metrics.voice.span import span_ending
from ui.kpi.cards import CARDS_LOOK
from ui.loop.raising import Proof, offer_problem
from ui.operations.look import look
from ui.operations.view import OperationsView
from ui.parts import st
from ui.parts.links import page_named
from ui.shell.bar import draw_bar, draw_plain_bar
from ui.shell.empty import tell_nearest
from ui.state.board import looked_at, today
from ui.state.filters import COMMON, LABELS, draw_unfiltered, places_words, window_choice
from ui.state.link import one_section

KINDS = (SERVICE_REQUEST, COMPLAINT, CONTACT_VOLUME)
SECTIONS: dict[str, Text] = {
    "promises": N_("Promises"),
    "when": N_("When and where"),
    "time": N_("Handling time"),
    "contact": N_("First contact"),
    "complaints": N_("Complaints"),
    "cost": N_("Cost"),
}

# The KPI whose rows a part of the page is made of.
COUNTED = {
    "promises": "answered_in_time",
    "when": "answered_in_time",
    "time": "handling_time",
    "contact": "first_contact_resolution",
    "complaints": "complaints",
    "cost": "cost_per_contact",
}


def view_choice(say: Say) -> OperationsView | None:
    """The month, time and places looked at; None, with what to do, where nothing is recorded yet."""
    oldest = looked_at(first_record)
    if oldest is None:
        draw_plain_bar(say, "operations")
        st.title(say("Service operations"))
        st.info(
            say(
                "There is nothing to show yet. Upload service requests (when they were opened, "
                "answered and closed), complaints, and the contact volume that complaints and cost "
                "are set against."
            )
        )
        st.page_link(page_named("upload", say))
        return None
    choice = draw_bar(
        say, "operations", places=COMMON, window=lambda month: window_choice(say, month)
    )
    month = choice.month or oldest
    span = span_ending(month, choice.window, today(), oldest)
    return OperationsView(month, span, pattern_span(span, today(), oldest), oldest, choice.only)


def draw_head(view: OperationsView, say: Say, palette: Palette) -> None:
    """The finding as the title: the level, then where and when it breaks."""
    part = strongest(view)
    sentences = [_first(view), *([part_sentence(part, view.pattern)] if part else [])]
    sentence = say.sentences(sentences)
    scope = [view.span.spoken(say), places_words(view.only, say)]
    rests = [say(line) for line in _evidence(view)]
    st.html(look(palette) + CARDS_LOOK)  # apart: not sent again with every change of the finding
    st.html(
        f'<h1 class="scd-finding">{escape(sentence)}</h1>'
        + f'<div class="scd-evidence">{escape(" · ".join([*rests, *scope]))}</div>'
    )
    tell_nearest(KINDS, "operations", view.span.first, view.span.last, say)
    place = filtered_place(view.only) or (None, None)
    offer_problem(Proof("operations", "signal", sentence, view.month, place=place), say)
    draw_unfiltered(say, COMMON)


def section_choice(say: Say) -> str:
    """Which part of the page is open, a name of SECTIONS."""
    return one_section("show", SECTIONS, say)


def strongest(view: OperationsView) -> WeekPart | None:
    """The part of a week in which promised answers are broken most clearly; None where none is."""
    week = looked_at(week_of, STEPS["answer"], view.pattern, view.only)
    return week.parts[0] if week is not None and week.parts else None


def part_sentence(part: WeekPart, span: object) -> Message:
    """Where and when promises are broken, with the rest of the same requests beside it."""
    blanks = {
        "when": SpokenPart(part),
        "broken": part.broken,
        "asked": part.asked,
        "rest_broken": part.rest_broken,
        "rest_asked": part.rest_asked,
        "span": span,
    }
    if part.dimension is None:
        return Message(
            "{when}: {broken} of {asked} promises of an answer broken in {span}, at other times "
            "{rest_broken} of {rest_asked}.",
            blanks,
        )
    return Message(
        "{dimension} {unit}, {when}: {broken} of {asked} promises of an answer broken in {span}, "
        "at other times {rest_broken} of {rest_asked}.",
        {**blanks, "dimension": LABELS[part.dimension], "unit": group_name(part.unit or "")},
    )


@dataclass(frozen=True)
class SpokenPart:
    """A part of a week, to be said inside a sentence."""

    part: WeekPart

    def spoken(self, say: Say) -> str:
        return part_words(self.part, say)


def _first(view: OperationsView) -> Message:
    """The leading number that there is: promised answers, else complaints, else cost."""
    closing = looked_at(times, "closing_time", view.span, view.only).get(None)
    for name in (STEPS["answer"], "complaints", "cost_per_contact"):
        row = one(looked_at(together, name, view.span, view.only))
        if row is None and name == STEPS["answer"] and closing and closing.n:
            return closing_sentence(closing, view.span)
        if row is None:
            continue
        kpi = kpi_named(name)
        blanks = {
            "kpi": kpi.label,
            "value": Amount(kpi.unit, float(row["value"])),
            "n": int(row["n"]),
            "span": view.span,
        }
        if name == "complaints":
            return Message("{kpi} in {span}: {n}.", blanks)
        if name == "cost_per_contact":
            return Message("{kpi}: {value} in {span}.", blanks)
        return Message("{kpi}: {value} of {n} requests in {span}.", blanks)
    return Message(
        "No service requests, complaints or costs of contacts in {span} for this selection.",
        {"span": view.span},
    )


def closing_sentence(found: Times, span: object) -> Message:
    """In which time half and nine in ten of the requests opened in a span are closed."""
    blanks = {"n": found.n, "open": found.open, "span": span}
    if found.median.value is None:
        return Message(
            "Of {n} requests opened in {span} {open} are still open: too many to tell how long it "
            "takes.",
            blanks,
        )
    blanks |= {"median": Minutes(found.median.value)}
    if found.ninth.value is None:
        return Message(
            "Half of the {n} requests opened in {span} were closed within {median}; {open} are "
            "still open.",
            blanks,
        )
    return Message(
        "Half of the {n} requests opened in {span} were closed within {median}, nine in ten within "
        "{ninth}; {open} are still open.",
        {**blanks, "ninth": Minutes(found.ninth.value)},
    )


def _evidence(view: OperationsView) -> list[Message]:
    if not view.span.running:
        return []
    return [
        Message(
            "{month} is not over: nothing of it is judged, and patterns are those of {span}.",
            {"month": Month(view.month), "span": view.pattern},
        )
    ]
