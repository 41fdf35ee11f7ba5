"""Knowledge: what was tried, what it did, and under which conditions."""

from ui.shell.frame import open_frame

say = open_frame()

from ui.loop.knowledge import draw_knowledge
from ui.loop.page import month_looked_at
from ui.parts.visitor import palette

draw_knowledge(month_looked_at(say, "knowledge"), say, palette())
