"""KPI: one indicator against its staged targets."""

from ui.shell.frame import open_frame

say = open_frame()

from metrics.catalog import KPIS
from metrics.findings.month import card_of
from ui.kpi.cards import lacking_words
from ui.kpi.page import draw_body, draw_finding
from ui.kpi.picker import draw_neighbours
from ui.parts import st
from ui.parts.visitor import palette
from ui.shell.empty import nothing_yet, tell_age
from ui.state.board import looked_at, one_state
from ui.state.filters import LABELS, kpi_choice, month_choice, place_choice

with one_state():
    month = month_choice(say)
    if month is None:
        nothing_yet(say)
        st.stop()
    only = place_choice(say)
    tell_age(say)
    told, choice = st.columns([3, 1])
    with choice:
        kpi = kpi_choice(say, KPIS)
        draw_neighbours(kpi, KPIS, say)
    shown = looked_at(card_of, kpi.name, month, only)
    with told:
        if shown.lacking:
            names = [LABELS[dimension] for dimension in shown.lacking]
            st.info(say(lacking_words(shown), dimensions=names))
            st.stop()
        draw_finding(shown, say)
    draw_body(shown, say, palette())
