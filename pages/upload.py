"""Upload: a file in, checked before it is stored; what came before, and taking it back."""

from ui.shell.frame import open_frame

say = open_frame()

from html import escape

from ui.parts import st
from ui.shell.bar import draw_plain_bar
from ui.upload.backup import draw_backup
from ui.upload.coverage import draw_coverage
from ui.upload.ledger import draw_ledger
from ui.upload.page import draw_upload

draw_plain_bar(say, "upload")
st.html(f'<h1 class="scd-finding">{escape(say("Upload a file"))}</h1>')
draw_upload(say)
st.divider()
draw_ledger(say)
draw_coverage(say)
draw_backup(say)
