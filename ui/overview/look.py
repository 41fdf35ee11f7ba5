"""The style of the board: how wide its columns are, and how it folds on narrow screens."""

from charts.theme import Palette, faded
from ui.shell.style import UNSEEN, shortened


def look(palette: Palette) -> str:
    """A style sheet. Rows are a grid of a link and one block, whose cells have the same widths in
    every row; below 1100 pixels the right third comes last, on a phone a row is a line or a card."""
    off, hover = faded(palette.worse, 0.1), faded(palette.ink, 0.1)
    quiet, ink = palette.quiet, palette.ink
    return shortened(f"""<style>
.st-key-board {{ display: grid; gap: 0 2rem; grid-template-columns: minmax(0, 1fr); align-items: start; }}
.st-key-board_score, .st-key-board_beside {{ gap: .3rem; }}
.st-key-board_bar {{ gap: .4rem .6rem; }} .st-key-board_bar button {{ padding: .25rem .55rem; }}
.scd-rows {{ display: grid; gap: 0; grid-template-columns: 10rem minmax(0, 1fr); overflow-x: clip; }}
.scd-rows > * {{ position: relative; align-content: center; }}
.scd-rows > .scd-all {{ grid-column: 1 / -1; }}
.scd-in {{ display: block; padding: .1rem .2rem .1rem 0; border-radius: 4px; color: {ink}; text-decoration: underline;
  text-underline-offset: 2px; font-size: .84rem; line-height: 1.25; }}
.scd-rows .scd-in {{ font-weight: 600; font-size: .78rem; }} .scd-in:hover {{ background: {hover}; }}
.scd-in:focus-visible {{ outline: 2px solid {palette.value}; }}
.scd-lead {{ margin: .5rem 0 .1rem; }}
.scd-r {{ position: relative; display: grid; gap: 0 .5rem; align-items: center; min-height: 2.2rem; font-size: .76rem;
  line-height: 1.25; font-variant-numeric: tabular-nums; color: {ink};
  grid-template-columns: 4.3rem 5.5rem 68px repeat(3, minmax(0, 1fr)); }}
.scd-rows > :is(.scd-line, .scd-card)::before {{ content: ""; position: absolute; top: 0; left: -60vw; right: 0;
  border-top: 1px solid {palette.grid}; }}
.scd-r.scd-bare {{ padding: .2rem 0; grid-template-columns: 9rem 6rem 68px minmax(0, 1fr); }}
.scd-over {{ padding-left: 10rem; }}
.scd-r.scd-head {{ color: {quiet}; min-height: 0; align-items: end; white-space: pre-line; }}
.scd-r i {{ {UNSEEN} }}
h2.scd-h {{ font-size: 1rem; font-weight: 650; padding: 0; margin: 0; color: {ink}; }}
.scd-beside h2.scd-h {{ padding-top: .9rem; }}
p.scd-note {{ margin: 1rem 0 0; font-size: .875rem; line-height: 1.6; color: {faded(ink, 0.6)}; }}
p.scd-note:first-child {{ margin-top: 0; }}
h3.scd-level {{ font-size: .76rem; font-weight: 650; padding: .3rem 0 .05rem; margin: 0; line-height: 1.3; color: {quiet}; }}
.scd-r details {{ position: relative; border-radius: 4px; }} .scd-t, .scd-no {{ padding: .05rem .25rem; }}
.scd-r img {{ display: block; width: 68px; height: 26px; }}
.scd-r summary {{ cursor: pointer; list-style: none; }} .scd-r summary::-webkit-details-marker {{ display: none; }}
.scd-r summary > b, .scd-r summary > span, div.scd-v > * {{ display: block; }}
.scd-v b {{ font-size: 1rem; line-height: 1.15; }} .scd-v .scd-long {{ font-size: .8rem; }}
.scd-v span, .scd-c, .scd-no, .scd-o {{ color: {quiet}; }}
.scd-r summary:hover, .scd-r details[open] summary {{ text-decoration: underline; text-underline-offset: 2px; }}
.scd-r summary:focus-visible {{ outline: 2px solid {palette.value}; outline-offset: 2px; border-radius: 4px; }}
.scd-off {{ background: {off}; }}
.scd-r details > div {{ position: absolute; z-index: 9; top: 100%; left: 0; width: min(22rem, 80vw); padding: .6rem .8rem;
  background: {palette.surface}; border: 1px solid {quiet}; border-radius: 6px; box-shadow: 0 4px 14px rgba(0,0,0,.25);
  font-size: .82rem; line-height: 1.45; color: {ink}; }}
.scd-r > :nth-child(n+5) > div, .scd-r > :nth-child(n+5) details > div {{ left: auto; right: 0; }}
.scd-o {{ grid-column: 1 / -1; font-size: .7rem; line-height: 1.15; padding: .1rem .6rem 0 0; }}
.scd-r .scd-o i {{ position: static; clip-path: none; width: auto; height: auto; font-style: normal; }}
.scd-head > :nth-child(7) {{ display: none; }}
@media (max-width: 1399px) {{ .scd-r {{ padding: .15rem 0; }} }}
.scd-acts.scd-acts {{ margin: 0; padding: 0; list-style: none; }} .scd-acts.scd-acts li {{ margin: .2rem 0; padding: 0; }}
@media (min-width: 1100px) {{ .st-key-board {{ grid-template-columns: minmax(0, 2.4fr) minmax(0, 1fr); }} }}
@media (min-width: 1400px) {{
  .scd-r {{ grid-template-columns: 4.3rem 5.5rem 68px repeat(3, minmax(0, 1fr)) 6.4rem; }}
  .scd-head > :nth-child(7) {{ display: block; }}
  .scd-o {{ grid-column: auto; overflow-wrap: anywhere; padding: 0; }} .scd-r .scd-o i {{ {UNSEEN} }} }}
@media (max-width: 640px) {{
  .scd-rows {{ grid-template-columns: minmax(0, 1fr) 10.5rem; }}
  .scd-over, .scd-c, .scd-r img, .scd-line .scd-no, .scd-line .scd-o,
  .scd-line .scd-v span:not(.scd-y), .scd-card .scd-no {{ display: none; }}
  .scd-rows .scd-in {{ font-size: .86rem; }}
  .scd-r, .scd-r.scd-bare {{ display: flex; justify-content: flex-end; gap: .1rem .6rem; font-size: .82rem; }}
  .scd-line .scd-t summary > b > span, .scd-line .scd-t summary > span {{ {UNSEEN} }}
  .scd-line details > div {{ right: 0; left: auto; }}
  .scd-rows > :is(.scd-card, .scd-cards) {{ grid-column: 1 / -1; }}
  .scd-rows > .scd-card::before {{ display: none; }}
  .scd-cards {{ border-top: 1px solid {palette.grid}; }}
  .scd-r.scd-card {{ flex-wrap: wrap; justify-content: space-between; padding-bottom: .65rem; }} .scd-card img {{ display: block; }}
  .scd-card .scd-t {{ flex: 1 1 100%; }}
  .scd-card .scd-t i {{ position: static; clip-path: none; width: auto; height: auto; font-style: normal; color: {quiet}; }}
  .scd-card .scd-t summary > b, .scd-card .scd-t summary > span {{ display: inline; }}
  .scd-card .scd-t summary > b::after {{ content: " · "; }}
  .scd-card .scd-t > div {{ position: static; width: auto; box-shadow: none; margin-top: .3rem; }} }}
@media print {{ .st-key-board_bar {{ display: none; }} }}
</style>""")
