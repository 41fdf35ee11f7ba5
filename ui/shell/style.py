"""The few rules of style that Streamlit has no setting for; colours come from the palette."""

from charts.theme import Palette


def style(palette: Palette) -> str:
    """A style sheet for cards, chips and the frame, in the colours of the reader's theme."""
    return f"""<style>
.block-container {{ padding-top: 4.5rem; padding-bottom: 3rem; max-width: 1320px; }}
[data-testid="stHeading"] h1 {{ font-size: 1.55rem; padding: .2rem 0; }}
[data-testid="stHeading"] h2 {{ font-size: 1.35rem; }} [data-testid="stHeading"] h3 {{ font-size: 1.15rem; }}
.scd-value {{ font-size: 1.9rem; font-weight: 650; line-height: 1.15; color: {palette.ink}; font-variant-numeric: tabular-nums; }}
.scd-pale {{ color: {palette.quiet}; font-weight: 450; }}
.scd-n, .scd-small {{ font-size: .82rem; color: {palette.quiet}; line-height: 1.45; }}
.scd-row {{ display: flex; justify-content: space-between; align-items: flex-end; gap: .75rem; flex-wrap: wrap; }}
.scd-chip {{ font-size: .86rem; line-height: 1.45; margin-top: .35rem; color: {palette.ink}; }}
.scd-better {{ color: {palette.better}; }} .scd-worse {{ color: {palette.worse}; }} .scd-neutral {{ color: {palette.quiet}; }}
.scd-finding {{ font-size: 1.55rem; font-weight: 650; line-height: 1.3; color: {palette.ink}; margin: .2rem 0; }}
.scd-evidence {{ font-size: 1rem; color: {palette.quiet}; margin-bottom: .4rem; }}
.scd-stages {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(220px, 1fr)); gap: .4rem 1.6rem; margin: .4rem 0; }}
.scd-list {{ padding-left: 1.1rem; margin: 0; }} .scd-list li {{ margin: .2rem 0; }}
.scd-spark {{ display: block; max-width: 100%; }}
[class*="st-key-card_"] {{ gap: .35rem; }}
[class*="st-key-card_"] a[data-testid="stPageLink-NavLink"], [class*="st-key-lead_"] a[data-testid="stPageLink-NavLink"] {{
  padding-left: 0; padding-right: 0; }}
[class*="st-key-card_"] a p, [class*="st-key-lead_"] a p {{ white-space: normal; text-decoration: underline; text-underline-offset: 3px; }}
[class*="st-key-lead_"] {{ gap: 0; }}
[data-testid="stDataFrame"] [data-testid="stElementToolbar"] {{ display: none; }}
.st-key-upload_questions hr {{ margin: 0; }}
.st-key-sample_banner {{ border-left: 4px solid {palette.target}; padding: .2rem .9rem; }}
@media (max-width: 640px) {{ [data-testid="stButtonGroup"] button {{ height: auto; }}
  [data-testid="stButtonGroup"] button p {{ white-space: normal; }}
  .block-container {{ padding-left: 1rem; padding-right: 1rem; }} .scd-finding {{ font-size: 1.25rem; }} }}
</style>"""
