"""Customer voice: what customers score and write, what goes with their satisfaction, and whether
exams and visits say the same."""

from ui.shell.frame import open_frame

say = open_frame()

from ui.parts import st
from ui.parts.lazy_expander import lazy_expander
from ui.parts.visitor import palette
from ui.shell.empty import nothing_yet
from ui.state.board import one_state
from ui.voice.chain import draw_chain
from ui.voice.comments import draw_comments
from ui.voice.drivers import draw_drivers
from ui.voice.page import choices, open_section
from ui.voice.repurchase import draw_repurchase
from ui.voice.scores import draw_scores
from ui.voice.spoken import draw_spoken
from ui.voice.terms import draw_dictionary, draw_told

DRAW = {
    "scores": draw_scores,
    "comments": draw_comments,
    "drivers": draw_drivers,
    "chain": draw_chain,
    "repurchase": draw_repurchase,
    "voices": draw_spoken,
}

view = open_section()
with one_state():
    choice = choices(view, say)
    if choice is None:
        nothing_yet(say)
        st.stop()
    draw_told(say)
    DRAW[view](choice, say, palette())
if view == "comments":
    lazy_expander(say("Theme dictionary"), lambda: draw_dictionary(say), "voice_dictionary")
