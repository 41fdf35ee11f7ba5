"""Targets: what is in force and how it stands; plans, changes, withdrawals, history."""

import streamlit as st

from ui.frame import open_frame
from ui.target_forms import draw_editor, draw_plan, draw_told, draw_withdraw
from ui.targets import all_revisions, as_of_choice, draw_file, draw_history, draw_targets

say = open_frame()
st.title(say("Targets"))
draw_told(say)
revisions = all_revisions()
current, plan, edit, withdraw, history, file = st.tabs([
    say("In force"), say("Start a plan"), say("Add or change a target"), say("Withdraw a target"), say("History"), say("File")])
with current:
    first, rest = st.columns([1, 4])
    with first:
        as_of = as_of_choice(say)
    draw_targets(as_of, revisions, say)
with plan:
    draw_plan(revisions, say)
with edit:
    draw_editor(revisions, say)
with withdraw:
    draw_withdraw(revisions, say)
with history:
    draw_history(revisions, say)
with file:
    draw_file(revisions, say)
