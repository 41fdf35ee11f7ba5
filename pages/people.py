"""People: who may sign in, with which rights, and what each of them sees."""

from ui.shell.frame import open_frame

say = open_frame()

from ui.parts import st
from ui.parts.role import PEOPLE_MANAGED, draw_off
from ui.parts.viewer import manages_people
from ui.people.page import draw_form, draw_import, draw_list, draw_one, draw_told, draw_way
from ui.shell.bar import draw_plain_bar

draw_plain_bar(say, "people")
st.title(say("People"))
if not manages_people():
    draw_off(PEOPLE_MANAGED, say)
    st.stop()
draw_told(say)
draw_way(say)
chosen = draw_list(say)
if chosen is not None:
    draw_one(chosen, say)
draw_form(chosen, say)
draw_import(say)
