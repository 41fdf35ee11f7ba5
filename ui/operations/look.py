"""Tables of values with their bars: the style, and how a row is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd

from charts.theme import Palette, faded
from charts.words import group_name, interval, notes
from i18n import Say, rounded
from metrics.kpi import Kpi
from ui.shell.style import shortened


def look(palette: Palette) -> str:
    """A style sheet. Cells have the same widths in every row; on a phone a row is a small card."""
    return shortened(f"""<style>
.scd-ops {{ border-collapse: collapse; width: 100%; font-size: .9rem; color: {palette.ink}; font-variant-numeric: tabular-nums;
  margin: .2rem 0 .6rem; }}
.scd-ops th, .scd-ops td {{ padding: .34rem .7rem .34rem 0; text-align: left; vertical-align: top; font-weight: 400; border: 0; }}
.scd-ops thead th {{ color: {palette.quiet}; font-size: .8rem; padding-bottom: .15rem; }}
.scd-ops tbody tr {{ border-top: 1px solid {palette.grid}; }}
.scd-ops tr.scd-lead th, .scd-ops tr.scd-lead .scd-num {{ font-weight: 650; }}
.scd-ops tr.scd-under {{ border-top: 0; }} .scd-ops tr.scd-under th {{ padding-left: 1.1rem; }}
.scd-ops tbody th {{ overflow-wrap: anywhere; }}
.scd-ops .scd-num {{ white-space: nowrap; }} .scd-ops small {{ color: {palette.quiet}; font-size: .8rem; display: block; font-weight: 400; }}
.scd-ops .scd-barred {{ min-width: 9rem; width: 26%; }}
.scd-meter {{ position: relative; display: block; height: .85rem; margin-top: .28rem; background: {palette.grid}; border-radius: 2px; }}
.scd-meter > * {{ position: absolute; display: block; }}
.scd-meter .scd-fill {{ top: 0; bottom: 0; left: 0; background: {faded(palette.value, 0.55)}; border-radius: 2px; }}
.scd-meter .scd-span {{ top: 44%; height: 2px; background: {palette.ink}; }}
.scd-meter .scd-goal {{ top: -3px; bottom: -3px; width: 3px; margin-left: -1px; background: {palette.target}; }}
h2.scd-part {{ font-size: 1.15rem; font-weight: 650; margin: .7rem 0 .1rem; padding: 0; line-height: 1.35; color: {palette.ink}; }}
.scd-note {{ font-size: .84rem; color: {palette.quiet}; line-height: 1.5; margin: 0 0 .3rem; max-width: 75rem; }}
.scd-terms {{ font-size: .86rem; line-height: 1.5; max-width: 75rem; color: {palette.ink}; }}
.scd-terms dt {{ font-weight: 650; margin-top: .4rem; }} .scd-terms dd {{ margin: 0; }}
@media (max-width: 1000px) {{ .scd-ops .scd-num small {{ white-space: normal; }} }}
@media (min-width: 641px) {{ .scd-ops tbody th {{ min-width: 7.5rem; }} }}
@media (max-width: 640px) {{
  .scd-ops thead {{ position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }}
  .scd-ops, .scd-ops tbody {{ display: block; }}
  .scd-ops tbody tr {{ display: grid; grid-template-columns: minmax(0, 1fr) auto; padding: .3rem 0; gap: 0 .6rem; }}
  .scd-ops th, .scd-ops td {{ padding: .05rem 0; }} .scd-ops td:empty {{ display: none; }}
  .scd-ops .scd-barred, .scd-ops .scd-wide {{ grid-column: 1 / -1; width: auto; }}
  .scd-ops .scd-val {{ grid-row: 1; grid-column: 2; text-align: right; }}
  .scd-ops td[data-name]::before {{ content: attr(data-name) ":\\a0"; color: {palette.quiet}; }} }}
</style>""")


@dataclass(frozen=True)
class TableCell:
    """A cell of a table: what it says, as HTML; its class; and what it is called where the headings
    have no room."""

    html: str
    kind: str = ""
    name: str = ""


def cell(text: str, kind: str = "", name: str = "") -> TableCell:
    """A cell of text."""
    return TableCell(escape(text), kind, name)


def table(title: str, heads: Sequence[str], rows: Sequence[tuple[str, Sequence[TableCell]]]) -> str:
    """A table as HTML, called `title`; of each row its class and its cells, the first of which names
    it. Roles are named, since on a phone the rows are no table any more."""
    named = "".join(
        f'<th role="columnheader" scope="col">{escape(head)}</th>'
        if head
        else '<td role="cell"></td>'
        for head in heads
    )
    body = "".join(_row(kind, cells) for kind, cells in rows)
    return (
        f'<table class="scd-ops" role="table" aria-label="{escape(title)}"><thead role="rowgroup">'
        f'<tr role="row">{named}</tr></thead><tbody role="rowgroup">{body}</tbody></table>'
    )


def _row(kind: str, cells: Sequence[TableCell]) -> str:
    first, *rest = cells
    inner = "".join(
        f'<td role="cell"{_class(one.kind)}{_named(one.name)}>{one.html}</td>' for one in rest
    )
    return (
        f'<tr role="row"{_class(kind)}><th role="rowheader" scope="row"{_class(first.kind)}>'
        f"{first.html}</th>{inner}</tr>"
    )


def _class(names: str) -> str:
    return f' class="{names}"' if names else ""


def _named(name: str) -> str:
    return f' data-name="{escape(name)}"' if name else ""


def meter(
    value: float, low: float | None = None, high: float | None = None, goal: float | None = None
) -> str:
    """A value from 0 to 100 as a bar with its interval and its goal; for the eye only, since the
    numbers stand beside it."""
    ends = low is not None and high is not None and not pd.isna(low) and not pd.isna(high)
    span = (
        f'<i class="scd-span" style="left:{rounded(low, 1)}%;width:{rounded(high - low, 1)}%"></i>'
        if ends
        else ""
    )
    aim = (
        f'<b class="scd-goal" style="left:{rounded(min(100.0, max(0.0, goal)), 1)}%"></b>'
        if goal is not None
        else ""
    )
    return (
        f'<span class="scd-meter" aria-hidden="true"><i class="scd-fill" '
        f'style="width:{rounded(value, 1)}%"></i>{span}{aim}</span>'
    )


def value_cell(kpi: Kpi, row: pd.Series | None, say: Say, name: str = "") -> TableCell:
    """The value of a row with its interval and reservations; an en dash where there is none."""
    kind = "scd-num" if name else "scd-num scd-val"
    if row is None or pd.isna(row["value"]):
        return cell("–", kind, name)
    value = escape(kpi.unit.show(say, float(row["value"])))
    pale = "" if row["enough"] else ' class="scd-pale"'
    told = interval(kpi, row, say)
    beside = "" if told == "–" else f"<small>{escape(told)}</small>"
    doubts = "".join(f"<small>{escape(say(note))}</small>" for note in notes(kpi, row))
    return TableCell(f"<span{pale}>{value}</span>{beside}{doubts}", kind, name)


def unit_words(unit: str | None, say: Say) -> str:
    """A unit as it is called: words of a file as they stand, those of a few choices translated."""
    return say.list([group_name(unit or "")])


def share_of_all(percent: float, say: Say) -> str:
    """A unit's part of all, in percent; of very many units each is less than one."""
    return say("{value}%", value=say.number(percent, 0 if percent == 0 or percent >= 1 else 2))


def heading(text: str) -> str:
    """The heading of a part, as HTML."""
    return f'<h2 class="scd-part">{escape(text)}</h2>'


def note(text: str) -> str:
    """A line below, as HTML."""
    return f'<p class="scd-note">{escape(text)}</p>' if text else ""


def terms(pairs: Sequence[tuple[str, str]], title: str) -> str:
    """Words and what they mean, folded."""
    inner = "".join(f"<dt>{escape(name)}</dt><dd>{escape(means)}</dd>" for name, means in pairs)
    return (
        f"<details class=scd-fold><summary>{escape(title)}</summary>"
        f"<dl class='scd-terms'>{inner}</dl></details>"
    )
