"""The month's board: the finding first, then the cards by level."""

from datetime import date
from html import escape

import streamlit as st

from charts.theme import DARK, LIGHT, Palette
from i18n import Say, translator
from metrics.board import Card, by_urgency, rank
from metrics.catalog import LEVELS
from metrics.kpi import Kpi
from metrics.summary import Line, worst_first
from ui.board import version
from ui.cards import card_body, draw_card, stage_words
from ui.filters import link_to_view
from ui.frame import page_named
from ui.literal import literal
from ui.month import MOST, Only, cards_of, changed_units, changes_of

# Few blocks: each is a message to the browser. A grid keeps the cards of a row at one height.
_LOOK = """<style>
[class*="st-key-cards_"] { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 1rem; align-items: stretch; }
@media (max-width: 640px) { [class*="st-key-cards_"] { grid-template-columns: minmax(0, 1fr); } }
[class*="st-key-lead_"] > :nth-child(even):not(:last-child) { margin-bottom: 1rem; }
</style>"""


def draw_finding(found: tuple[Card, ...], month: date, only: Only, say: Say) -> None:
    """One sentence for the month, then what is off target, what changed, and where."""
    off = [card for card in by_urgency(found) if card.off_target]
    st.html(f'{_LOOK}<h1 class="scd-finding">{escape(_sentence(found, off, month, say))}</h1>')
    first, second, third = st.columns(3)
    with first:
        _list("off", say("Off target first"), [(card.kpi, (), stage_words(min(card.stages, key=rank), say)) for card in off[:MOST]], say)
    with second:
        _list("changed", say("What changed"), [_told(line, say) for line in changes_of(month, only)], say)
    with third:
        units = () if only else worst_first(changed_units(month, "store"), MOST)
        _list("where", say("Where"), [_told(line, say) for line in units], say)


def _sentence(found: tuple[Card, ...], off: list[Card], month: date, say: Say) -> str:
    with_target = [card for card in found if card.stages]
    if not with_target:
        return say("{month}: no targets are set for this selection.", month=say.month(month))
    if off:
        return say("{month}: {off} of {all} KPIs with targets are off target or behind their pace.", month=say.month(month),
                   off=len(off), all=len(with_target))
    return say("{month}: all {all} KPIs with targets are on their way.", month=say.month(month), all=len(with_target))


def _told(line: Line, say: Say) -> tuple[Kpi, tuple[tuple[str, str], ...], str]:
    shape, looks = {True: ("▲", "better"), False: ("▼", "worse"), None: ("●", "neutral")}[line.better]
    word = {True: say("better"), False: say("worse"), None: ""}[line.better]
    return line.kpi, line.link, f'<b class="scd-{looks}">{shape} {escape(word)}</b> {escape(say(line.sentence))}'


def _list(name: str, title: str, shown: list[tuple[Kpi, tuple[tuple[str, str], ...], str]], say: Say) -> None:
    """Links with their proof: KPI, what its link filters for, and the words as HTML."""
    if not shown:
        return
    st.markdown(f"**{title}**")
    with st.container(key=f"lead_{name}"):
        for kpi, link, words in shown:
            st.page_link(page_named("kpi", say), label=" · ".join([say(kpi.label), *(literal(unit) for _, unit in link)]), icon="",
                         query_params=link_to_view(kpi=kpi.name, lang=say.language, **dict(link)))
            st.html(f'<div class="scd-small">{words}</div>')


def draw_cards(month: date, only: Only, say: Say, palette: Palette) -> None:
    """The cards, level by level, what is off target first."""
    found = cards_of(month, only)
    bodies = _bodies(version(), date.today(), month, only, say.language, palette is DARK)
    for level, label in LEVELS.items():
        shown = by_urgency(tuple(card for card in found if card.kpi.level == level))
        if not shown:
            continue
        st.subheader(say(label))
        with st.container(key=f"cards_{level}"):
            for card in shown:
                draw_card(card, bodies[card.kpi.name], say)


@st.cache_resource(max_entries=200, show_spinner=False)
def _bodies(version: int, today: date, month: date, only: Only, language: str, dark: bool) -> dict[str, str]:
    """KPI -> what its card says: put into words once for everyone who reads this language."""
    say, palette = translator(language), DARK if dark else LIGHT
    return {card.kpi.name: card_body(card, say, palette) for card in cards_of(month, only)}
