"""Overview: the month's board."""

from ui.frame import open_frame

say = open_frame()

from ui import st
from ui.board import one_state
from ui.empty import nothing_yet, tell_age
from ui.filters import month_choice, place_choice
from ui.frame import palette
from ui.overview import draw_board

with one_state():
    first, rest = st.columns([1, 4])
    with first:
        month = month_choice(say)
    with rest:
        only = place_choice(say)
    if month is None:
        nothing_yet(say)
    else:
        tell_age(say)
        draw_board(month, only, say, palette())
