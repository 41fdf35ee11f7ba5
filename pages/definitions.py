"""Definitions: what each KPI means and how it is calculated."""

from ui.shell.frame import open_frame

say = open_frame()

from metrics.catalog import indicator_named
from ui.kpi.definitions import ALL, chosen_kpi, draw_catalogue, draw_definition
from ui.parts import st
from ui.shell.bar import draw_plain_bar

draw_plain_bar(say, "definitions")
st.title(say("Definitions"))
first, rest = st.columns([1, 2])
with first:
    chosen = chosen_kpi(say)
if chosen == ALL:
    draw_catalogue(say)
else:
    draw_definition(indicator_named(chosen), say)
