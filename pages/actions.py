"""Problems and actions: what is wrong, what is done about it, and whether that helped."""

from ui.shell.frame import open_frame

say = open_frame()

from ui.loop.actions import draw_actions
from ui.loop.decisions import draw_decisions
from ui.loop.forms import draw_forms
from ui.loop.page import draw_head, draw_way_back, month_looked_at, section_choice
from ui.loop.problems import draw_problems
from ui.loop.writing import draw_told
from ui.parts.visitor import palette

month = month_looked_at(say)
draw_head(month, say)
draw_told(say)
draw_way_back(say)
match section_choice(say):
    case "actions":
        draw_actions(month, say, palette())
    case "problems":
        draw_problems(month, say)
    case "decisions":
        draw_decisions(say)
    case "write":
        draw_forms(month, say)
