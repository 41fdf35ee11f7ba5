"""Units: the names that files use for stores, departments, regions and channels, and what they are shown as."""

from ui.frame import open_frame

say = open_frame()

import streamlit as st

from ui.units import dimension_choice, draw_history, draw_list, draw_merge, draw_place, draw_told, known_units

st.title(say("Units"))
draw_told(say)
dimension = dimension_choice(say)
known = known_units(dimension)
listed, merge, place, history = st.tabs([say("Names"), say("Merge"), say("Place a store"), say("History")])
with listed:
    draw_list(known, dimension, say)
with merge:
    draw_merge(known, dimension, say)
with place:
    draw_place(known_units("store"), say)
with history:
    draw_history(say)
