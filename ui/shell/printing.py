"""How a page prints: as it reads, without what can only be clicked.

A chart that is given another width is drawn again, and until then there is none: on paper it would
be missing. So the sheet is as wide as the page on screen.
"""

from ui.parts import st
from ui.shell.style import shortened

_WIDGETS = (
    "stButton stDownloadButton stLinkButton stMenuButton stPopover stButtonGroup stSelectbox stMultiSelect stTextInput "
    "stTextArea stNumberInput stDateInput stTimeInput stRadio stCheckbox stSlider stFileUploader stForm "
    "stElementToolbar stToast"
).split()
_UNSEEN = ", ".join(f'[data-testid="{name}"]' for name in _WIDGETS)
_FRAME = ", ".join(f'[data-testid="{name}"]' for name in ("stApp", "stAppViewContainer", "stMain"))
_STYLE = f"""<style>
[data-testid="stLayoutWrapper"]:has(> .st-key-printing) {{ display: none; }}
@media print {{
  [data-testid="stHeader"], [data-testid="stSidebar"], .modebar, .stMain .st-key-bar, [class*="st-key-unprinted"], {_UNSEEN},
  [data-testid="stExpander"]:has(details:not([open])) {{ display: none !important; }}
  html, body, #root, {_FRAME} {{
    position: static !important; display: block !important; height: auto !important; overflow: visible !important; }}
  * {{ print-color-adjust: exact; }}
  .block-container {{ padding-top: 0 !important; padding-bottom: 0 !important; }}
  [data-testid="stHorizontalBlock"] {{ display: flex !important; break-inside: avoid; }}
  [class*="st-key-card_"], [data-testid="stPlotlyChart"], [data-testid="stAlert"], tr, img, svg {{ break-inside: avoid; }}
  h1, h2, h3, h4 {{ break-after: avoid; }}
}}
</style>"""
# A sheet in the shape of A4; printers make it fit their paper.
SCRIPT = """<script>
if (!window.printsAsWideAsShown) {
  const sheet = document.head.appendChild(document.createElement("style"));
  window.printsAsWideAsShown = true;
  addEventListener("beforeprint", () => {
    const edge = 30, shown = document.querySelector(".block-container").offsetWidth, width = shown + 2 * edge;
    sheet.textContent = `@page { size: ${width}px ${Math.round(width * 1.414)}px; margin: ${edge}px; }`;
  });
}
</script>"""


def draw_for_print() -> None:
    """What a page needs to be printed; shows nothing."""
    st.html(shortened(_STYLE))
    with st.container(key="printing"):
        st.html(SCRIPT, unsafe_allow_javascript=True)
