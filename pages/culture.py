"""People and culture: what staff say, know and suggest, how the standards are kept, what the
programme has done."""

from ui.shell.frame import open_frame

say = open_frame()

from ui.culture.conduct import draw_conduct
from ui.culture.maturity import draw_maturity
from ui.culture.page import draw_finding, section_choice, view_choice
from ui.culture.programme import draw_programme
from ui.culture.staff import draw_staff
from ui.culture.suggestions import draw_suggestions
from ui.parts import st
from ui.parts.visitor import palette
from ui.shell.empty import nothing_yet
from ui.state.board import one_state

DRAW = {
    "staff": draw_staff,
    "conduct": draw_conduct,
    "suggestions": draw_suggestions,
    "programme": draw_programme,
    "maturity": draw_maturity,
}

with one_state():
    view = view_choice(say)
    if view is None:
        nothing_yet(say)
        st.stop()
    draw_finding(view, say)
    DRAW[section_choice(say)](view, say, palette())
