"""How a page prints: as it reads, without what can only be clicked.

A chart that is given another width is drawn again, and until then there is none: on paper it would
be missing. So the sheet is as wide as the page on screen. Where little more than a sheet is needed it
is larger, with wider margins: the few last lines would be all there is on a second one. Of a closed
part whose key starts with `printed_` the title is printed: it says what is not on the paper.
"""

import re

from ui.shell.style import shortened

_WIDGETS = (
    "stButton stDownloadButton stLinkButton stMenuButton stPopover stButtonGroup stSelectbox stMultiSelect stTextInput "
    "stTextArea stNumberInput stDateInput stTimeInput stRadio stCheckbox stSlider stFileUploader stForm "
    "stElementToolbar stToast"
).split()
_UNSEEN = ", ".join(f".{name}" for name in _WIDGETS)
STYLE = shortened(f"""<style>
[data-testid="stLayoutWrapper"]:has(> .st-key-scripts) {{ display: none; }}
@media print {{
  [data-testid="stHeader"], .stSidebar, .modebar, .stMain .st-key-bar, [class*="st-key-unprinted"], {_UNSEEN},
  details.scd-fold:not([open]),
  :not([class*="st-key-printed_"]) > .stExpander:has(details:not([open])) {{ display: none !important; }}
  html, body, #root, [data-testid="stApp"], .stAppViewContainer, .stMain {{
    position: static !important; display: block !important; height: auto !important; overflow: visible !important; }}
  * {{ print-color-adjust: exact; }}
  .block-container {{ padding-top: 0 !important; padding-bottom: 0 !important; }}
  [data-testid="stHorizontalBlock"] {{ display: flex !important; break-inside: avoid; }}
  [class*="st-key-card_"], .stPlotlyChart, .stAlert, tr, img, svg {{ break-inside: avoid; }}
  h1, h2, h3, h4 {{ break-after: avoid; }}
}}
</style>""")
_LARGER = 1.3  # by how much at most a sheet grows to hold all of a page
# A sheet in the shape of A4; printers make it fit their paper. Rules by width are asked for the
# paper, which browsers take for narrow: so those that hold on screen hold in print, and no others.
# How high the page is on paper is asked of the page, laid out for that moment as it prints.
SCRIPT = """<script>
if (!window.printsAsWideAsShown) {
  const edge = 30, asked = new WeakMap();
  const add = text => Object.assign(document.body.appendChild(document.createElement("style")), {textContent: text});
  const page = () => document.querySelector(".block-container");
  const conditional = () => [...document.styleSheets].flatMap(one => [...one.cssRules]).filter(one => one.media && one.conditionText);
  const asShown = rule => {
    if (!asked.has(rule)) asked.set(rule, rule.conditionText);
    const width = asked.get(rule), screen = `screen and ${width}`;
    rule.media.mediaText = matchMedia(width).matches ? `${screen}, print` : screen;
  };
  const printedHeight = () => {
    const rules = conditional().filter(one => one.conditionText === "print").flatMap(one => [...one.cssRules]);
    const trial = add(rules.map(one => one.cssText).join(""));
    const height = page().offsetHeight;
    trial.remove();
    return height;
  };
  const sheet = add("");
  window.printsAsWideAsShown = true;
  addEventListener("beforeprint", () => {
    conditional().filter(one => asked.has(one) || one.conditionText.startsWith("(") && one.conditionText.includes("width")).forEach(asShown);
    const shown = page().offsetWidth, narrow = shown + 2 * edge;
    const needed = Math.ceil(1.02 * (printedHeight() + 2 * edge) / 1.414);
    const width = needed > narrow && needed <= LARGER * narrow ? needed : narrow;
    sheet.textContent = `@page { size: ${width}px ${Math.round(width * 1.414)}px; margin: ${edge}px ${(width - shown) / 2}px; }`;
  });
}
</script>""".replace("LARGER", str(_LARGER))
SCRIPT = re.sub(r"\n +", "\n", SCRIPT)
