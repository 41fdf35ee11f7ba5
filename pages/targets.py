"""Targets: what is in force and how it stands; plans, changes, withdrawals, history."""

from ui.shell.frame import open_frame

say = open_frame()

from ui.parts import st
from ui.parts.role import CHANGING_TARGETS, draw_off
from ui.parts.viewer import keeps_records
from ui.shell.bar import draw_plain_bar
from ui.targets.calibration import draw_calibration
from ui.targets.forms import draw_editor, draw_plan, draw_told, draw_withdraw
from ui.targets.list import draw_targets
from ui.targets.page import all_revisions, chosen_view, draw_file, draw_history

draw_plain_bar(say, "targets")
st.title(say("Targets"))
draw_told(say)
revisions = all_revisions()
match chosen_view(say):
    case "current":
        draw_targets(revisions, say)
        draw_calibration(say)
        if not keeps_records():
            draw_off(CHANGING_TARGETS, say)
    case "plan":
        draw_plan(revisions, say)
    case "edit":
        draw_editor(revisions, say)
    case "withdraw":
        draw_withdraw(revisions, say)
    case "history":
        draw_history(revisions, say)
    case "file":
        draw_file(revisions, say)
