"""Privacy check: the product attacks itself, and says what comes out."""

import streamlit as st

from ui.frame import open_frame
from ui.privacy import attacked, draw_finding, draw_shown, protected_kinds

say = open_frame()
st.title(say("Privacy check"))
for kind in protected_kinds():
    with st.spinner(say("Trying to work out what is hidden …")):
        found = attacked(kind.name)
    draw_finding(kind, found, say)
    draw_shown(kind, found, say)
