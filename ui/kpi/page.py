"""One KPI: its finding, the chart beside the boxes of its stages, why, what was done, and what
stands behind it."""

from dataclasses import dataclass
from datetime import date
from html import escape

import pandas as pd

from charts.theme import Palette
from data.roles import Viewer
from i18n import N_, Say, Text, translator
from metrics.answers.answer import Row
from metrics.findings.board import Card
from metrics.findings.finding import finding, is_open, so_far
from metrics.findings.month import card_of
from metrics.kpi import Kpi
from metrics.snapshot import Snapshot, remembered
from metrics.sums.query import Filter
from metrics.targets.events import filtered_place
from ui.frozen.words import published_html
from ui.kpi.cards import count_words
from ui.kpi.definitions import draw_definition
from ui.kpi.events import draw_events
from ui.kpi.stages import BOXES_LOOK, boxes
from ui.kpi.trend import draw_trend, process_words, revisions_of
from ui.kpi.why import draw_why
from ui.loop.raising import Proof, offer_problem
from ui.loop.words import place_words
from ui.parts import st
from ui.parts.role import late_changes
from ui.parts.visitor import is_phone
from ui.shell.style import shortened
from ui.state.board import looked_at, one_state
from ui.state.filters import places_words
from ui.state.link import one_section

BEHIND: dict[str, Text] = {"process": N_("Process"), "definition": N_("Definition")}
# The boxes come first, to be read and tabbed to before the chart, and stand at its right where there
# is room; else above it.
_LOOK = shortened("""<style>
.scd-kpi .scd-finding { font-size: 1.3rem; margin-top: 0; }
.scd-kpi .scd-evidence { font-size: .88rem; margin: 0; }
.st-key-kpi_body { display: grid; grid-template-columns: calc(75% - .5rem) calc(25% - .5rem); gap: 1rem; align-items: start; }
.st-key-kpi_body > :first-child { order: 1; }
.st-key-kpi_chart { margin-top: -.4rem; }
.st-key-kpi_switches { gap: .4rem .6rem; }
.scd-part { font-size: 1.2rem; font-weight: 600; line-height: 1.2; letter-spacing: -.005em; padding: 1rem 0; margin: 0; }
.scd-part:last-child { margin-bottom: -1rem; }
@media (max-width: 1100px) { .st-key-kpi_body { grid-template-columns: minmax(0, 1fr); } .st-key-kpi_body > :first-child { order: 0; } }
@media (max-width: 640px) { .scd-kpi .scd-finding { font-size: 1.15rem; } }
</style>""")


def draw_finding(card: Card, say: Say) -> None:
    """Title and evidence; the title can be raised as a problem."""
    only = card.answer.query.only
    told = looked_at(_finding, card.kpi.name, card.month, only, say.language)
    st.html(_LOOK + BOXES_LOOK)  # on their own, so that they are sent once
    st.html(told.html)
    place = filtered_place(only) or (None, None)
    seen = Proof(
        "kpi",
        "signal",
        told.sentence,
        card.month,
        title=say("{kpi}, {place}", kpi=card.kpi.label, place=place_words(place, say)),
        kpi=card.kpi.name,
        place=place,
        about_staff=card.kpi.dataset.about_staff,
        calm=not card.is_wrong,
        named=(("kpi", card.kpi.name),),
    )
    offer_problem(seen, say)


def draw_body(card: Card, say: Say, palette: Palette) -> None:
    """All below the finding."""
    with st.container(key="kpi_body"):
        st.html(
            looked_at(
                _boxes, card.kpi.name, card.month, card.answer.query.only, say.language, is_phone()
            )
        )
        with st.container(key="kpi_trend"):
            draw_trend(card, say, palette)
    draw_why(card, say, palette)
    draw_events(card.kpi, card.month, card.answer.query.only, say)
    _draw_behind(card, say)


@dataclass(frozen=True)
class _Finding:
    """The title in words, and title and evidence as HTML."""

    sentence: str
    html: str


@remembered(200)
def _finding(snapshot: Snapshot, kpi: str, month: date, only: Filter, language: str) -> _Finding:
    card, say = card_of(snapshot, kpi, month, only), translator(language)
    sentence = say(finding(card))
    evidence = [] if say.month(month) in sentence or is_open(card) else [say.month(month)]
    evidence += [places_words(only, say)] if only else []
    evidence += [say(card.change.sentence())] if card.change is not None else []
    row = card.settled if is_open(card) else card.row
    evidence += (
        _counted(card.kpi, row, snapshot.viewer, say)
        if row is not None and not row["hidden"]
        else []
    )
    told = published_html(snapshot, kpi, filtered_place(only), say)
    open_month = so_far(card)
    evidence += [] if open_month is None else [say(open_month)]
    html = (
        f'<div class="scd-kpi"><h1 class="scd-finding">{escape(sentence)}</h1>'
        f'<div class="scd-evidence">{escape(" · ".join(evidence))}</div>{told}</div>'
    )
    return _Finding(sentence, html)


@remembered(200)
def _boxes(
    snapshot: Snapshot, kpi: str, month: date, only: Filter, language: str, narrow: bool
) -> str:
    card = card_of(snapshot, kpi, month, only)
    return boxes(card, revisions_of(snapshot, card), translator(language), narrow)


def _counted(kpi: Kpi, row: Row, who: Viewer, say: Say) -> list[str]:
    """How many are behind the value; of which day it is, where later changes are held back; to
    readers, what waits."""
    held = (
        []
        if pd.isna(row["since"])
        else [say("as of {day}, later changes would tell of few people", day=row["since"])]
    )
    counted = [count_words(kpi, row["n"], say)] if kpi.measure.told_by_n else []
    return [*counted, *held, *map(say, late_changes(kpi, who))]


@st.fragment
def _draw_behind(card: Card, say: Say) -> None:
    """What stands behind the numbers, one part at a time: only the chosen one is worked out."""
    with one_state():
        chosen = one_section("behind", BEHIND, say)
        if chosen == "definition":
            draw_definition(card.kpi, say)
            return
        told = looked_at(_process, card.kpi.name, card.month, card.answer.query.only, say.language)
        if told:
            st.html(told)
        else:
            st.caption(say("There are too few months to tell a process by."))


@remembered(200)
def _process(snapshot: Snapshot, kpi: str, month: date, only: Filter, language: str) -> str:
    return process_words(card_of(snapshot, kpi, month, only), translator(language))
