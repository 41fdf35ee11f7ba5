"""Access: what other programs prove themselves by, who is forgotten, and the log of every change."""

from ui.shell.frame import open_frame

say = open_frame()

from ui.access.forget import draw_forget
from ui.access.log import draw_log
from ui.access.tokens import draw_new, draw_tokens
from ui.parts import st
from ui.parts.role import ACCESS_MANAGED, draw_off
from ui.parts.viewer import manages_people
from ui.shell.bar import draw_plain_bar

draw_plain_bar(say, "access")
st.title(say("Access"))
if not manages_people():
    draw_off(ACCESS_MANAGED, say)
    st.stop()
draw_new(say)
draw_tokens(say)
draw_forget(say)
draw_log(say)
