"""Training: which course fails, who must retake, which item to mend, who is trained, what is kept,
what reaches the customer."""

from ui.shell.frame import open_frame

say = open_frame()

from i18n import N_
from ui.parts import st
from ui.parts.role import PEOPLE_ONLY, STAFF_LIST, draw_off
from ui.parts.viewer import sees_exams
from ui.parts.visitor import palette
from ui.shell.bar import draw_bar, draw_plain_bar
from ui.state.filters import draw_unfiltered
from ui.training.effect import draw_customer, draw_retention
from ui.training.exam import draw_attempts, draw_items, flawed_of
from ui.training.page import (
    all_courses,
    all_papers,
    draw_finding,
    draw_numbers,
    is_off,
    section_choice,
    upload_first,
    window_choice,
)
from ui.training.rates import draw_rates
from ui.training.retakes import draw_retakes
from ui.training.staff import draw_staff

if not all_courses():
    draw_plain_bar(say, "training")
    if all_papers():
        draw_items(None, say, palette())
    upload_first(
        N_(
            "There are no exam results yet. Upload a training file (who, which course, when, "
            "which score), and they appear here."
        ),
        say,
    )
    st.stop()
choice = draw_bar(say, "training", places=(), window=lambda month: window_choice(say, month))
month, window = choice.month, choice.window
worst = draw_finding(month, window, flawed_of, say).course
draw_unfiltered(say)
draw_numbers(month, window, say)
section = section_choice(say)
if is_off(section):
    draw_off(STAFF_LIST if sees_exams() else PEOPLE_ONLY, say)
    st.stop()
match section:
    case "rates":
        draw_rates(month, window, say, palette())
    case "retakes":
        draw_retakes(say)
    case "items":
        draw_items(worst, say, palette())
    case "attempts":
        draw_attempts(worst, say, palette())
    case "staff":
        draw_staff(month, say, palette())
    case "retention":
        draw_retention(say, palette())
    case "customer":
        draw_customer(month, say, palette())
