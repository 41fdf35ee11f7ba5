"""KPI: one indicator against its staged targets."""

from ui.shell.frame import open_frame

say = open_frame()

from metrics.catalog import KPIS
from metrics.findings.month import card_of
from ui.kpi.cards import lacking_words
from ui.kpi.page import draw_body, draw_finding
from ui.parts import st
from ui.parts.visitor import palette
from ui.rows.way import draw_way_to_rows
from ui.shell.bar import draw_bar
from ui.shell.empty import nothing_yet, tell_age, tell_nearest
from ui.shell.row import in_bar
from ui.state.board import looked_at, one_state
from ui.state.filters import LABELS, kpi_choice, tell_unknown_kpi

with one_state():
    with in_bar():
        kpi = kpi_choice(say, KPIS, steps=True)
    choice = draw_bar(say, "kpi", subject=kpi.label)
    tell_unknown_kpi(kpi, KPIS, say)
    if choice.month is None:
        nothing_yet(say)
        st.stop()
    shown = looked_at(card_of, kpi.name, choice.month, choice.only)
    if shown.lacking:
        names = [LABELS[dimension] for dimension in shown.lacking]
        st.info(say(lacking_words(shown), dimensions=names))
        st.stop()
    empty = shown.row is None or not (shown.has_value or shown.row["hidden"])
    if not (empty and tell_nearest([kpi.dataset], "kpi", choice.month, choice.month, say)):
        tell_age(say)
    draw_finding(shown, say)
    draw_way_to_rows(kpi, "kpi", shown.month, shown.month, say)
    draw_body(shown, say, palette())
