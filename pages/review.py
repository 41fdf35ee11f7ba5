"""Review: the committee's meeting, one item a screen, decisions written down on the spot."""

from ui.shell.frame import open_frame

say = open_frame()

from ui.parts.visitor import palette
from ui.review.page import draw_review

draw_review(say, palette())
