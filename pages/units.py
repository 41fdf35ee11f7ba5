"""Units: the names that files use for stores, departments, regions and channels, and what they are
shown as."""

from ui.shell.frame import open_frame

say = open_frame()

from ui.parts import st
from ui.parts.role import RECORDS_ONLY, draw_off
from ui.parts.viewer import keeps_records
from ui.shell.bar import draw_plain_bar
from ui.units import (
    dimension_choice,
    draw_history,
    draw_list,
    draw_merge,
    draw_place,
    draw_told,
    known_units,
    section_choice,
)

draw_plain_bar(say, "units")
st.title(say("Units"))
if not keeps_records():
    draw_off(RECORDS_ONLY, say)
    st.stop()
dimension, section = dimension_choice(say), section_choice(say)
draw_told(say)
match section:
    case "names":
        draw_list(known_units(dimension), dimension, say)
    case "merge":
        draw_merge(known_units(dimension), dimension, say)
    case "place":
        draw_place(known_units("store"), say)
    case "history":
        draw_history(say)
