"""Published periods: freezing a month or a quarter, and what of it is another number since."""

from ui.shell.frame import open_frame

say = open_frame()

from ui.frozen.page import draw_chosen, draw_head, draw_list, draw_publish
from ui.parts import st
from ui.shell.bar import draw_plain_bar

draw_plain_bar(say, "frozen")
st.title(say("Published periods"))
draw_head(say)
draw_publish(say)
chosen = draw_list(say)
if chosen is not None:
    draw_chosen(chosen, say)
