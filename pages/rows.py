"""Rows: what stands behind one number, row by row."""

from ui.shell.frame import open_frame

say = open_frame()

from metrics.catalog import KPIS
from ui.parts import st
from ui.rows.page import draw_rows, time_choice, view_of
from ui.shell.bar import draw_bar
from ui.shell.empty import nothing_yet
from ui.shell.row import in_bar
from ui.state.board import one_state
from ui.state.filters import kpi_choice, tell_unknown_kpi

with one_state():
    with in_bar():
        kpi = kpi_choice(say, KPIS)
    choice = draw_bar(say, "rows", subject=kpi.label, window=time_choice(kpi, say))
    tell_unknown_kpi(kpi, KPIS, say)
    if choice.month is None:
        nothing_yet(say)
        st.stop()
    draw_rows(view_of(kpi, choice.month, choice.window, choice.only), say)
