"""Upload: a file in, checked before it is stored; what came before, and taking it back."""

from ui.frame import open_frame

say = open_frame()

from html import escape

from ui import st
from ui.backup import draw_backup
from ui.coverage import draw_coverage
from ui.ledger import draw_ledger
from ui.upload import draw_upload

st.html(f'<h1 class="scd-finding">{escape(say("Upload a file"))}</h1>')
draw_upload(say)
st.divider()
draw_ledger(say)
st.divider()
draw_coverage(say)
draw_backup(say)
