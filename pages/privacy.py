"""Privacy check: the product attacks itself, and says what comes out."""

from ui.shell.frame import open_frame

say = open_frame()

from ui.parts import st
from ui.privacy import (
    attacked,
    draw_finding,
    draw_registry,
    draw_rules,
    draw_shown,
    protected_kinds,
)
from ui.shell.bar import draw_plain_bar

draw_plain_bar(say, "privacy")
st.title(say("Privacy check"))
draw_rules(say)
for kind in protected_kinds():
    with st.spinner(say("Trying to work out what is hidden …")):
        found = attacked(kind.name)
    draw_finding(kind, found, say)
    draw_shown(kind, found, say)
draw_registry(say)
