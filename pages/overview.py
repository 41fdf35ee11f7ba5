"""Overview: the month's board."""

from ui.shell.frame import open_frame

say = open_frame()

from ui.overview.page import draw_board
from ui.parts.visitor import palette
from ui.shell.bar import draw_bar
from ui.shell.empty import nothing_yet, tell_age
from ui.state.board import one_state

with one_state():
    choice = draw_bar(say, "overview")
    if choice.month is None:
        nothing_yet(say)
    else:
        tell_age(say)
        draw_board(choice.month, choice.only, say, palette())
