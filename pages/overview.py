"""Overview: the month's board."""

import streamlit as st

from metrics.board import cards
from ui.board import answer, judged
from ui.empty import nothing_yet
from ui.filters import month_choice, place_choice
from ui.frame import open_frame, palette
from ui.overview import draw_cards, draw_finding

say = open_frame()
first, rest = st.columns([1, 4])
with first:
    month = month_choice(say)
with rest:
    only = place_choice(say)
if month is None:
    nothing_yet(say)
else:
    found = cards(month, only, judged(month), answer)
    draw_finding(found, month, say)
    draw_cards(found, say, palette())
