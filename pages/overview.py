"""Overview: the month's board."""

from ui.shell.frame import open_frame

say = open_frame()

from ui.overview.page import draw_board
from ui.parts import st
from ui.parts.visitor import palette
from ui.shell.empty import nothing_yet, tell_age
from ui.state.board import one_state
from ui.state.filters import month_choice, place_choice

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
