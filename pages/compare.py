"""Compare: the units of one KPI against the whole, as far as the answers bear it."""

from ui.shell.frame import open_frame

say = open_frame()

from metrics.answers.pooled import WINDOWS, comparable
from metrics.catalog import KPIS
from ui.compare import (
    compared_units,
    dimension_choice,
    draw_channels,
    draw_finding,
    draw_pair,
    draw_table,
    draw_units,
)
from ui.parts import st
from ui.parts.visitor import palette
from ui.shell.empty import nothing_yet
from ui.state.board import one_state
from ui.state.filters import kpi_choice, linked, month_choice, place_choice

with one_state():
    first, second, third, fourth = st.columns([2, 1, 1, 1])
    with first:
        kpi = kpi_choice(say, [kpi for kpi in KPIS if comparable(kpi)])
    with second:
        month = month_choice(say)
    if month is None:
        nothing_yet(say)
        st.stop()
    with third:
        window = linked(
            "window", say("Time"), list(WINDOWS), "quarter", lambda name: say(WINDOWS[name])
        )
    only = place_choice(say)
    with fourth:
        by = dimension_choice(kpi, only, say)
    found = compared_units(kpi, month, window, by, only, say) if by else None
    if found is None:
        st.stop()
    draw_finding(found, month, say)
    draw_units(found, month, say, palette())
    draw_pair(found, say)
    draw_table(found, say)
    draw_channels(kpi, month, only, say, palette())
