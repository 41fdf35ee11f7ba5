"""KPI: one indicator against its staged targets."""

from ui.shell.frame import open_frame

say = open_frame()

from metrics.catalog import KPIS
from metrics.findings.month import card_of
from ui.kpi.cards import lacking_words
from ui.kpi.events import draw_events
from ui.kpi.page import definition, draw_finding, draw_split
from ui.kpi.trend import draw_trend
from ui.parts import st
from ui.parts.visitor import palette
from ui.shell.empty import nothing_yet, tell_age
from ui.state.board import looked_at, one_state
from ui.state.filters import LABELS, kpi_choice, month_choice, place_choice

with one_state():
    left, middle = st.columns([3, 1])
    with left:
        kpi = kpi_choice(say, KPIS)
    with middle:
        month = month_choice(say)
    if month is None:
        nothing_yet(say)
        st.stop()
    tell_age(say)
    shown = looked_at(card_of, kpi.name, month, place_choice(say))
    if shown.lacking:
        st.info(
            say(lacking_words(shown), dimensions=[LABELS[dimension] for dimension in shown.lacking])
        )
        st.stop()
    draw_finding(shown, say)
    draw_trend(shown, say, palette())
    draw_events(kpi, shown.answer.query.only, say)
    definition(kpi, say)
    draw_split(shown, say, palette())
