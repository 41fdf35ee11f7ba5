"""The style of a review: calm and big, so that it is read from the far end of a table."""

from zlib import crc32

from charts.theme import Palette
from ui.parts import st
from ui.shell.style import shortened, wordless

_ANY = 100_000  # pixels: before a review the bar has more than the widest page can hold


# A screen that only shows is read from afar, and nobody types on it. Charts ask for their width on
# the screen, so that they are not enlarged with the rest: they get wider, and their letters larger.
_WALL = """<style>@media screen and (min-width: 1600px) {
.stMain .block-container { --wall: 1.25; zoom: var(--wall); } .st-key-rv_chart .js-plotly-plot { zoom: calc(1 / var(--wall)); }
.st-key-rv_chart :is(.xtick, .ytick, .annotation) text { font-size: 16px !important; } }
@media screen and (min-width: 2400px) { .stMain .block-container { --wall: 1.6; }
.st-key-rv_chart :is(.xtick, .ytick, .annotation) text { font-size: 19px !important; } }</style>"""


def to_the_top(of: str) -> None:
    """What is new begins at its top, wherever the one before was left; `of`: what it is, of which
    only a number goes into the script: its words are people's."""
    script = (
        f"document.querySelector('[data-testid=stMain]')?.scrollTo(0, 0 * {crc32(of.encode())})"
    )
    st.html(f"<script>{script}</script>", unsafe_allow_javascript=True)


def look(palette: Palette, on_the_wall: bool = False) -> str:
    """A style sheet; sizes follow the width of the screen."""
    return _style(palette) + (shortened(_WALL) if on_the_wall else "")


def _style(palette: Palette) -> str:
    return shortened(f"""<style>
.scd-rv {{ color: {palette.ink}; }}
.scd-rv h1 {{ font-size: clamp(1.35rem, 1.9vw, 2.5rem); line-height: 1.2; font-weight: 650; margin: .1rem 0 .4rem; padding: 0;
  overflow-wrap: anywhere; }}
.scd-rv h2 {{ font-size: clamp(1rem, 1.1vw, 1.35rem); font-weight: 650; margin: .7rem 0 .2rem; padding: 0; }}
.scd-rv p, .scd-rv li, .scd-rv dd, .scd-rv td, .scd-rv th {{ font-size: clamp(.95rem, 1.02vw, 1.3rem); line-height: 1.45;
  margin: .15rem 0; overflow-wrap: anywhere; }} .scd-rv :is(td, th) {{ overflow-wrap: break-word; }}
.scd-rv .scd-rv-asked {{ font-size: clamp(1rem, 1.15vw, 1.45rem); font-weight: 650; margin: .3rem 0; }}
.scd-rv .scd-rv-at {{ font-size: clamp(.85rem, .9vw, 1.1rem); color: {palette.quiet}; margin: 0; }}
.scd-rv .scd-rv-word {{ display: inline-block; font-weight: 650; border: 1px solid currentColor; border-radius: .4rem;
  padding: .05rem .6rem; margin: 0 .6rem .2rem 0; font-size: clamp(.95rem, 1.1vw, 1.4rem); }}
.scd-rv-worse {{ color: {palette.worse}; }} .scd-rv-better {{ color: {palette.better}; }}
.scd-rv details {{ margin: .4rem 0; }} .scd-rv summary {{ cursor: pointer; color: {palette.quiet}; }}
.stHtml .scd-rv ul {{ margin: .1rem 0; padding-left: 1.2rem; }}
.scd-rv-minutes {{ max-width: 60rem; }} .scd-rv-minutes li {{ margin: .45rem 0; }} .scd-rv-minutes li p, .scd-rv-minutes article > p {{
  color: {palette.quiet}; }}
.scd-rv dl {{ display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .1rem 1rem; margin: .3rem 0; padding: 0; }}
.scd-rv dt {{ color: {palette.quiet}; font-size: clamp(.9rem, .95vw, 1.2rem); }} .scd-rv dd {{ margin: 0; }}
.scd-rv table {{ border-collapse: collapse; width: 100%; }} .scd-rv td, .scd-rv th {{ text-align: left; padding: .25rem .8rem .25rem 0;
  border-bottom: 1px solid {palette.grid}; vertical-align: top; }}
.scd-rv-done {{ color: {palette.quiet}; }}
[class*="st-key-rv_list"] {{ gap: .1rem; }} [class*="st-key-rv_list"] button {{ min-height: 2rem; padding: .1rem .2rem;
  text-align: left; justify-content: flex-start; }}
[class*="st-key-rv_list"] button > div {{ justify-content: flex-start; text-align: left; }}
[class*="st-key-rv_list"] button p {{
  font-size: clamp(.95rem, 1.05vw, 1.3rem); white-space: normal; overflow-wrap: anywhere; }}
.st-key-rv_steps {{ gap: .5rem; flex-wrap: nowrap; }}
@media (max-width: 1350px) {{ .st-key-rv_steps button kbd {{ display: none; }}
.st-key-rv_back p {{ position: absolute; width: 1px; clip-path: inset(50%); }} }}
@media (max-width: 1000px) {{ .st-key-rv_steps {{ flex-wrap: wrap; }} }}
@media (min-width: 641px) and (max-width: 1000px) {{
:is(.st-key-rv_home, .st-key-bar:has(.st-key-linked_month) .st-key-rv_next) p {{ position: absolute; width: 1px; clip-path: inset(50%); }}
.st-key-bar:has(.st-key-linked_month) .st-key-rv_steps > :has(button:disabled) {{ display: none; }} }}
@media (max-width: 640px) {{ .st-key-rv_steps {{ gap: .25rem; }} .st-key-rv_marks button kbd {{ display: none; }}
.scd-rv dl {{ grid-template-columns: minmax(0, 8.5rem) minmax(0, 1fr); }} }}
{wordless(1600, ":has(.st-key-rv_steps)")}{wordless(_ANY, ":has(.st-key-rv_steps):has(.st-key-linked_month)")}
</style>""")
