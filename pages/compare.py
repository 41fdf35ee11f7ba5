"""Compare: the units of one KPI against the whole, as far as the answers bear it."""

from ui.shell.frame import open_frame

say = open_frame()

from metrics.answers.pooled import comparable
from metrics.catalog import KPIS
from ui.compare import (
    compared_units,
    dimension_choice,
    draw_channels,
    draw_finding,
    draw_pair,
    draw_parts,
    draw_table,
    draw_units,
    layers_choice,
    year_before,
)
from ui.parts import st
from ui.parts.visitor import palette
from ui.rows.way import draw_way_to_rows
from ui.shell.bar import draw_bar
from ui.shell.empty import nothing_yet
from ui.shell.row import in_bar
from ui.state.board import one_state
from ui.state.filters import kpi_choice, tell_unknown_kpi, window_choice

with one_state():
    kpis = [kpi for kpi in KPIS if comparable(kpi)]
    with in_bar():
        kpi = kpi_choice(say, kpis)
    choice = draw_bar(
        say, "compare", subject=kpi.label, window=lambda month: window_choice(say, month)
    )
    tell_unknown_kpi(kpi, kpis, say)
    if choice.month is None:
        nothing_yet(say)
        st.stop()
    month, only = choice.month, choice.only
    by = dimension_choice(kpi, only, say)
    found = compared_units(kpi, month, choice.window, by, only, say) if by else None
    if found is None:
        st.stop()
    draw_finding(found, month, say)
    before = year_before(found, month, choice.window)
    layers = layers_choice(found, before.parts, month, say)
    draw_units(found, month, layers, say, palette())
    if "parts" in layers:
        draw_parts(found, before.parts, say)
    if "pair" in layers:
        draw_pair(found, say)
    draw_table(found, before, month, say)
    asked = found.answer.query
    draw_way_to_rows(kpi, "compare", asked.start, asked.end.replace(day=1), say)
    if "channels" in layers:
        draw_channels(kpi, month, only, say, palette())
