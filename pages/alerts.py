"""Alerts: who is told of what changes, by which channel, and what became of each letter."""

from ui.shell.frame import open_frame

say = open_frame()

from ui.alerts.page import draw_channels, draw_letters, draw_new, draw_subscribers
from ui.parts import st
from ui.parts.role import ALERTS_MANAGED, draw_off
from ui.parts.viewer import manages_people
from ui.shell.bar import draw_plain_bar

draw_plain_bar(say, "alerts")
st.title(say("Alerts"))
if not manages_people():
    draw_off(ALERTS_MANAGED, say)
    st.stop()
known = draw_channels(say)
draw_subscribers(say)
if known:
    draw_new(known, say)
draw_letters(say)
