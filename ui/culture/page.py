"""The frame of the page People and culture: what is looked at, the finding, and which part is
open."""

from html import escape

from i18n import N_, Say, Text
from metrics.catalog import kpi_named
from metrics.culture.finding import finding
from metrics.culture.suggestions import never_decided, never_sentence
from metrics.culture.view import CultureView, view_of
from metrics.targets.events import filtered_place
from ui.culture.data import counted_up, fates_of, last_wave, refused
from ui.loop.raising import Proof, offer_problem
from ui.parts import st
from ui.shell.bar import draw_bar
from ui.state.board import today
from ui.state.filters import (
    draw_unfiltered,
    months_offered,
    places_words,
    window_choice,
)
from ui.state.link import one_section

SECTIONS: dict[str, Text] = {
    "staff": N_("What staff say"),
    "conduct": N_("Training and conduct"),
    "suggestions": N_("Suggestions"),
    "programme": N_("What the programme has done"),
    "maturity": N_("Maturity and culture"),
}
PLACES = ("region", "department", "store")


def view_choice(say: Say) -> CultureView | None:
    """The month, the time and the units looked at; None without any records."""
    choice = draw_bar(say, "culture", places=PLACES, window=lambda month: window_choice(say, month))
    if choice.month is None:
        return None
    oldest = min(months_offered(), default=None)
    return view_of(choice.month, choice.window, choice.only, today(), oldest)


def draw_finding(view: CultureView, say: Say) -> None:
    """The finding as the title; below it the time and the units."""
    by_unit = refused(kpi_named("suggestions"), view, "department") == ()
    longer = view.quarters
    never = never_decided(fates_of(longer, "department"), longer, view.last) if by_unit else []
    fates = [] if refused(kpi_named("suggestions"), view) else fates_of(view)
    told = finding(
        last_wave(kpi_named("concept_awareness"), view),
        fates[0] if fates else None,
        never_sentence(never, longer),
        view.span,
        counted_up("scenes_standardised", view),
    )
    evidence = [say.month(view.month) if view.running else say("{time}", time=view.span)]
    if view.running:
        evidence.append(
            say(
                "{month} is not over: what is added up is that of {time}",
                month=say.month(view.month),
                time=view.span,
            )
        )
    evidence.append(places_words(view.only, say))
    sentence = say.sentences(told)
    place = filtered_place(view.only) or (None, None)
    seen = Proof("culture", "signal", sentence, view.month, place=place, about_staff=True)
    offer_problem(seen, say)
    st.html(
        f'<h1 class="scd-finding">{escape(sentence)}</h1>'
        f'<div class="scd-evidence">{escape(" · ".join(evidence))}</div>'
        "<style>.scd-part { font-size: 1.2rem; font-weight: 650; margin: .6rem 0 .1rem; padding: 0; }</style>"
    )
    draw_unfiltered(say, PLACES)


def section_choice(say: Say) -> str:
    """Which part of the page is open, a name of SECTIONS."""
    return one_section("culture", SECTIONS, say)
