"""Customer voice: what customers score and write, what goes with their satisfaction, and whether exams and visits say the same."""

from ui.frame import open_frame

say = open_frame()

from ui import st
from ui.board import one_state
from ui.empty import nothing_yet
from ui.folded import folded
from ui.frame import palette
from ui.voice import choices, section_choice
from ui.voice_chain import draw_chain
from ui.voice_comments import draw_comments
from ui.voice_drivers import draw_drivers
from ui.voice_scores import draw_scores
from ui.voice_terms import draw_dictionary, draw_told

DRAW = {"scores": draw_scores, "comments": draw_comments, "drivers": draw_drivers, "chain": draw_chain}

view = section_choice(say)
with one_state():
    choice = choices(view, say)
    if choice is None:
        nothing_yet(say)
        st.stop()
    draw_told(say)
    DRAW[view](choice, say, palette())
if view == "comments":
    folded(say("Theme dictionary"), lambda: draw_dictionary(say), "voice_dictionary")
