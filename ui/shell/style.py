"""The few rules of style that Streamlit has no setting for; colours come from the palette."""

import re
from functools import lru_cache

from charts.theme import Palette

# Out of sight, and still read aloud.
UNSEEN = (
    "position: absolute; width: 1px; overflow: hidden; white-space: nowrap; clip-path: inset(50%)"
)


def style(palette: Palette) -> str:
    """What all pages need, in the colours of the reader's theme; what a few need is theirs, since the
    first look at each brings this."""
    return shortened(f"""<style>
.block-container {{ padding: 3.75rem 2.5rem 3rem; max-width: 1480px; }}
[data-testid="stHeading"] h1 {{ font-size: 1.55rem; padding: .2rem 0; }}
[data-testid="stHeading"] h2 {{ font-size: 1.2rem; }} [data-testid="stHeading"] h3 {{ font-size: 1.15rem; }}
.scd-value {{ font-size: 1.9rem; font-weight: 650; line-height: 1.15; color: {palette.ink}; font-variant-numeric: tabular-nums; }}
.scd-pale {{ color: {palette.quiet}; font-weight: 450; }}
.scd-n, .scd-small {{ font-size: .82rem; color: {palette.quiet}; line-height: 1.45; }}
.scd-chip {{ font-size: .86rem; line-height: 1.45; margin-top: .35rem; color: {palette.ink}; }}
.scd-better {{ color: {palette.better}; }} .scd-worse {{ color: {palette.worse}; }} .scd-neutral {{ color: {palette.quiet}; }}
.scd-finding {{ font-size: 1.55rem; font-weight: 650; line-height: 1.3; color: {palette.ink}; margin: .2rem 0; }}
:is(h2, h3).scd-h {{ font-size: 1.05rem; font-weight: 650; padding: .3rem 0; color: {palette.ink}; }}
.scd-evidence {{ font-size: 1rem; color: {palette.quiet}; margin-bottom: .4rem; }}
.scd-stages {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(220px, 1fr)); gap: .4rem 1.6rem; margin: .4rem 0; }}
.scd-list {{ padding-left: 1.1rem; margin: 0; }} .scd-list li {{ margin: .2rem 0; }} :where(.stHtml) a {{ color: {palette.value}; }}
.stMain .stPageLink a p {{ white-space: normal; }} .stPageLink a:focus-visible {{ outline: 2px solid {palette.value}; }}
.stDataFrame .stElementToolbar {{ display: none; }}
.st-key-upload_questions hr {{ margin: 0; }}
/* Choices that have no room in one line go on in the next: beyond the edge nobody finds them. */
.stButtonGroup [role="radiogroup"] {{ flex-wrap: wrap; row-gap: .25rem; }}
/* White writing does not stand out from the light accent of the dark theme. */
[data-testid^="stBaseButton-primary"]:not(:disabled) {{ color: {palette.surface}; }}
/* The bar: one line of 56 pixels; where it has no room for words they stay for those who hear it read. */
.st-key-bar {{ min-height: 3.5rem; margin-bottom: -1rem; justify-content: flex-end; }}
[class*="st-key-bar"] {{ flex-wrap: nowrap; gap: .5rem; }}
.st-key-bar > :has(> .st-key-bar_choices) {{ flex: 1; min-width: 0; }} .st-key-bar > :has(> .st-key-bar_beside) {{ flex: none; }}
.st-key-bar :has(> .st-key-bar_places, > * > .st-key-bar_places, > .st-key-bar_more, > * > .st-key-bar_more) {{ display: contents; }}
.st-key-bar button {{ white-space: nowrap; padding: .25rem .6rem; }} .st-key-bar_sample button {{ border-left: 4px solid {palette.target}; }}
.st-key-bar_sample p {{ max-width: 9rem; overflow: hidden; text-overflow: ellipsis; }}
:is(.st-key-bar_beside, .st-key-bar_more) button > div > [aria-hidden]:last-child {{ display: none; }}
.st-key-bar :is(.st-key-linked_window, .st-key-linked_rows_of, .st-key-linked_by) {{ flex: 0 1 9.5rem; min-width: 8rem; }}
.st-key-bar .st-key-linked_month {{ flex: 0 0 8.6rem; }} .st-key-bar .st-key-linked_kpi {{ flex: 1 1 12rem; min-width: 9rem; max-width: 24rem; }}
.st-key-bar_places {{ flex: 0 1 auto; min-width: 6rem; }} .st-key-bar_places button {{ max-width: 100%; min-width: 0; }}
.st-key-bar_places button div {{ max-width: none; min-width: 0; }}
.st-key-bar_places p {{ overflow: hidden; text-overflow: ellipsis; }}
.st-key-bar_beside .stPageLink a {{ height: 2.5rem; margin: 0; padding: .25rem .6rem; white-space: nowrap;
  border: 1px solid color-mix(in srgb, {palette.ink} 18%, transparent); border-radius: .25rem; }}
:is(.st-key-bar_more, [class*="kpi_step"]) button p {{ {UNSEEN} }}
{wordless(1200, "")}{wordless(1400, ":has(.st-key-linked_window)")}{wordless(1750, ":has(.st-key-linked_kpi)")}
@media (max-width: 1000px) {{ .st-key-bar {{ flex-wrap: wrap; justify-content: flex-start; margin-bottom: -.5rem; }}
  .st-key-bar > :has(> [class*="bar_choices"], > [class*="bar_beside"]), .st-key-bar_choices, .st-key-bar_beside {{ display: contents; }}
  .st-key-bar .st-key-linked_kpi {{ flex: 1 1 60%; max-width: none; }}
  .st-key-bar :is(.st-key-linked_month, .st-key-linked_window, .st-key-linked_rows_of, .st-key-linked_by) {{
    flex: 1 1 8rem; min-width: 8rem; max-width: 11rem; }}
  .st-key-bar .st-key-linked_month {{ min-width: 8.6rem; }}
  /* Two charts beside each other have no room for what they say. */
  [data-testid="stHorizontalBlock"]:has(> .stColumn .stPlotlyChart) {{ flex-wrap: wrap; }}
  .stColumn:has(.stPlotlyChart) {{ flex: 1 1 100%; }} }}
/* On a phone what is no choice stands beside the button of the menu, so that names of places have half a line. */
@media (max-width: 640px) {{ .st-key-bar {{ gap: .25rem; min-height: 0; margin-bottom: -.6rem; }} .st-key-bar button {{ padding: .25rem .45rem; }}
  .st-key-bar_beside, .st-key-bar_more {{ position: absolute; top: .6rem; right: .75rem; z-index: 999990; }}
  .st-key-bar_beside {{ display: flex; width: auto; right: 3.4rem; gap: .25rem; }} [data-testid="stStatusWidget"] {{ margin-right: 11rem; }}
  .st-key-bar_places {{ flex: 1 1 45%; min-width: 9.5rem; }} .st-key-bar_places button {{ width: 100%; }}
  .st-key-bar .st-key-linked_month {{ flex: 1 1 7.7rem; min-width: 7.7rem; }}
  .st-key-bar .st-key-linked_kpi {{ flex-basis: calc(100% - 6.5rem); }}
  .stButtonGroup button {{ height: auto; }} .stButtonGroup button p {{ white-space: normal; }}
  .block-container {{ padding-left: 1rem; padding-right: 1rem; }} .scd-finding {{ font-size: 1.25rem; }} }}
</style>""")


def wordless(width: int, bar: str) -> str:
    """Up to which width of the window only the signs of the bar are seen: a page with more to choose
    has less room for words. `bar`: which bars, as a selector goes on."""
    beside = f".st-key-bar{bar} .st-key-bar_beside"
    return (
        f"@media (max-width: {width}px) {{ {beside} :is(button, a) p {{ {UNSEEN} }}"
        f'{beside} [data-testid="stCaptionContainer"] p {{ font-size: 0; }} }}'
    )


@lru_cache(64)  # each page has its own, and they are asked for with every click
def shortened(sheet: str) -> str:
    """The rules in fewer letters: a first look at a page brings them all."""
    sheet = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    sheet = re.sub(r"\s*([{};,>])\s*", r"\1", re.sub(r"\s+", " ", sheet)).replace(";}", "}")
    sheet = re.sub(r'="([a-zA-Z][\w-]*)"\]', r"=\1]", sheet)
    return re.sub(r"(?<=:) +", "", sheet)
