"""The frame of the mystery-shopper page: what is looked at, the finding, the cards, and which part
is open."""

from html import escape

from charts.theme import Palette
from i18n import N_, Say
from metrics.answers.asked import asking
from metrics.findings.board import Card, card
from metrics.findings.month import breaks_of
from metrics.mystery.finding import finding
from metrics.mystery.schedule import FEWEST, MOST
from metrics.snapshot import Snapshot
from metrics.targets.events import filtered_place
from metrics.targets.standing import judged_at
from ui.kpi.cards import CARDS_LOOK, card_body, draw_card
from ui.loop.raising import Proof, offer_problem
from ui.mystery.data import SCORES, VISITS, VisitsView, last_month, moved, part_weights, planned
from ui.parts import st
from ui.parts.links import page_named
from ui.shell.bar import draw_bar, draw_plain_bar
from ui.shell.style import shortened
from ui.state.board import looked_at, today
from ui.state.filters import draw_unfiltered, places_words
from ui.state.link import one_section

SECTIONS = {
    "stores": N_("Stores"),
    "visits": N_("Visits"),
    "checklist": N_("Checklist"),
    "shoppers": N_("Shoppers"),
    "stars": N_("Service stars"),
}
# Three cards beside each other, or as many as have room.
_LOOK = shortened("""<style>
@media (max-width: 1000px) {
  .st-key-cards > * > [data-testid="stHorizontalBlock"], .st-key-cards > [data-testid="stHorizontalBlock"] { flex-wrap: wrap; }
  .st-key-cards .stColumn { flex: 1 1 30%; min-width: 14rem; } }
</style>""")
_PLACES = ("region", "department", "channel")


def view_choice(say: Say) -> VisitsView | None:
    """The month and places looked at; None, with what to do, where nothing is recorded yet."""
    last = last_month()
    if last is None:
        draw_plain_bar(say, "mystery")
        st.title(say("Mystery shopper"))
        st.info(
            say(
                "There is nothing to show yet. Upload the visits of your mystery shoppers with "
                "their scores, and their checklists where you have "
                "them; for service stars also verified praise and supervisors' ratings."
            )
        )
        st.page_link(page_named("upload", say))
        return None
    choice = draw_bar(say, "mystery", places=_PLACES)
    # Checklists and ratings alone make no KPI, so there is no month to choose.
    return VisitsView(choice.month or last, choice.only)


def draw_head(view: VisitsView, say: Say, palette: Palette) -> None:
    """The finding as the title, then the scores and the visits against their targets."""
    cards = looked_at(_cards, view)
    _draw_finding(cards[0], view, say)
    st.html(CARDS_LOOK + _LOOK)
    with st.container(key="cards"):  # by which the style knows them
        for column, shown in zip(st.columns(len(cards)), cards, strict=True):
            with column:
                draw_card(shown.kpi, card_body(shown, say, palette), say)


def _cards(snapshot: Snapshot, view: VisitsView) -> list[Card]:
    kpis, place = (*SCORES, VISITS), filtered_place(view.only)
    ask, verdicts = asking(snapshot, kpis), judged_at(snapshot, view.month, place, kpis)
    return [
        card(kpi, view.month, view.only, verdicts, ask, breaks_of(snapshot, kpi, place))
        for kpi in kpis
    ]


def _draw_finding(score: Card, view: VisitsView, say: Say) -> None:
    sentence = say.sentences(finding(score, SCORES, moved(view), planned(view, "store")))
    st.html(f'<h1 class="scd-finding">{escape(sentence)}</h1>')
    place = filtered_place(view.only) or (None, None)
    offer_problem(Proof("mystery", "check", sentence, view.month, place=place), say)
    evidence = [
        say(
            "All scores go from 0 to 100. Planned are {fewest} to {most} visits a month and store.",
            fewest=FEWEST,
            most=MOST,
        )
    ]
    weights = part_weights(view)
    evidence.append(
        say("In the score attitude, efficiency and compliance count alike.")
        if len(set(weights.values())) == 1
        else say(
            "In the score attitude counts {attitude}, efficiency {efficiency}, compliance "
            "{compliance}.",
            **weights,
        )
    )
    if view != view.whole(today()):
        evidence.append(
            say(
                "{month} is not over: it is neither judged nor compared, and movements, estimates "
                "and checklists are those of the "
                "months up to {last}.",
                month=say.month(view.month),
                last=say.month(view.whole(today()).month),
            )
        )
    told = [say.month(view.month), places_words(view.only, say), say.sentences(evidence)]
    st.html(f'<div class="scd-evidence">{escape(" · ".join(told))}</div>')
    draw_unfiltered(say, _PLACES)


def section_choice(say: Say) -> str:
    """Which part of the page is open, a name of SECTIONS."""
    return one_section("show", SECTIONS, say)
