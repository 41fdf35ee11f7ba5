"""The month's board: the finding first, then the cards by level."""

from datetime import date
from html import escape

import streamlit as st

from charts.theme import Palette
from i18n import Say
from metrics.board import Card, by_urgency, moved_most, rank
from metrics.catalog import LEVELS
from ui.cards import draw_card, stage_words
from ui.filters import link_to_view
from ui.frame import page_named

_COLUMNS = 3


def draw_finding(found: tuple[Card, ...], month: date, say: Say) -> None:
    """One sentence for the month, what is off target, what moved most."""
    off = [card for card in by_urgency(found) if card.off_target]
    with_target = [card for card in found if card.stages]
    if not with_target:
        sentence = say("{month}: no targets are set for this selection.", month=say.month(month))
    elif off:
        sentence = say("{month}: {off} of {all} KPIs with targets are off target or behind their pace.", month=say.month(month),
                       off=len(off), all=len(with_target))
    else:
        sentence = say("{month}: all {all} KPIs with targets are on their way.", month=say.month(month), all=len(with_target))
    st.html(f'<h1 class="scd-finding">{escape(sentence)}</h1>')
    left, right = st.columns(2)
    with left:
        _list("off", say("Off target first"), off[:4], say, lambda card: stage_words(min(card.stages, key=rank), say))
    with right:
        _list("moved", say("Moved most"), moved_most(found), say, lambda card: escape(say(card.change.sentence())))


def _list(name: str, title: str, shown: list[Card], say: Say, words) -> None:
    if not shown:
        return
    st.markdown(f"**{title}**")
    for card in shown:
        with st.container(key=f"lead_{name}_{card.kpi.name}"):
            st.page_link(page_named("kpi", say), label=say(card.kpi.label), icon="",
                         query_params=link_to_view(kpi=card.kpi.name, lang=say.language))
            st.html(f'<div class="scd-small">{words(card)}</div>')


def draw_cards(found: tuple[Card, ...], say: Say, palette: Palette) -> None:
    """The cards, level by level, what is off target first."""
    for level, label in LEVELS.items():
        shown = by_urgency(tuple(card for card in found if card.kpi.level == level))
        if shown:
            st.subheader(say(label))
        for start in range(0, len(shown), _COLUMNS):
            for column, card in zip(st.columns(_COLUMNS), shown[start:start + _COLUMNS], strict=False):
                with column:
                    draw_card(card, say, palette)
