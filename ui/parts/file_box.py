"""The words of Streamlit's box for files, which says them in English whatever the reader's language."""

from i18n import Say
from ui.parts import st

MOST_MB = 50  # as in .streamlit/config.toml
_BOX = """<style>
[data-testid=stFileUploaderDropzone] :is(button p, [data-testid=stFileUploaderDropzoneInstructions] span) { font-size: 0; }
[data-testid=stFileUploaderDropzone] :is(button p, [data-testid=stFileUploaderDropzoneInstructions] span)::after { font-size: .875rem; }
[data-testid=stFileUploaderDropzone] button p::after { content: "CHOOSE"; }
[data-testid=stFileUploaderDropzoneInstructions] span::after { content: "LIMIT"; }
</style>"""


def file_box_words(say: Say) -> None:
    """Every box for files of this page speaks the reader's language; shows nothing itself."""
    words = {"CHOOSE": say("Choose a file"), "LIMIT": say("at most {size} MB", size=MOST_MB)}
    box = _BOX
    for place, text in words.items():
        box = box.replace(place, text)
    st.html(box)
