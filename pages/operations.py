"""Service operations: which promises are kept, when and where they are broken, how long requests
take, what the first contact solves, what customers complain of, what a contact costs."""

from ui.shell.frame import open_frame

say = open_frame()

from metrics.catalog import kpi_named
from ui.operations.complaints import draw_complaints
from ui.operations.contact import draw_contact
from ui.operations.cost import draw_cost
from ui.operations.page import COUNTED, draw_head, section_choice, view_choice
from ui.operations.promises import draw_promises
from ui.operations.times import draw_times
from ui.operations.when import draw_when
from ui.parts import st
from ui.parts.visitor import palette
from ui.rows.way import draw_way_to_rows
from ui.state.board import one_state

DRAW = {
    "promises": draw_promises,
    "when": draw_when,
    "time": draw_times,
    "contact": draw_contact,
    "complaints": draw_complaints,
    "cost": draw_cost,
}

with one_state():
    view = view_choice(say)
    if view is None:
        st.stop()
    draw_head(view, say, palette())
    section = section_choice(say)
    DRAW[section](view, say, palette())
    draw_way_to_rows(kpi_named(COUNTED[section]), "operations", view.span.first, view.month, say)
