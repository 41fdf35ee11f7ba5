"""Numbers side by side: a name, a value, what it rests on, and the target."""

from collections.abc import Sequence
from html import escape

from i18n import Say
from metrics.kpi import Kpi
from metrics.targets.verdict import Verdict
from ui.kpi.cards import judged_on, stage_words
from ui.parts import st


def tile(
    name: str,
    value: str | None,
    lines: Sequence[str] = (),
    chips: Sequence[str] = (),
    pale: bool = False,
) -> str:
    """One of them as HTML; `chips` is HTML already. Without a value the lines say why."""
    shown = (
        ""
        if value is None
        else f'<div class="scd-value{" scd-pale" if pale else ""}">{escape(value)}</div>'
    )
    told = "".join(f'<div class="scd-n">{escape(line)}</div>' for line in lines if line)
    return f'<div><h3 class="scd-tile">{escape(name)}</h3>{shown}{told}{"".join(chips)}</div>'


def stage_chip(kpi: Kpi, stage: Verdict | None, say: Say) -> str:
    """The target in force with its verdict, and the month that this rests on; nothing without."""
    if stage is None:
        return ""
    return f'<div class="scd-chip">{stage_words(stage, say)}</div>{judged_on(kpi, stage, say)}'


def draw_tiles(tiles: Sequence[str], narrowest: int = 230) -> None:
    """All of them in one element, as many in a line as there is room for."""
    columns = f"grid-template-columns: repeat(auto-fit, minmax(min(100%, {narrowest}px), 1fr))"
    st.html(
        "<style>.scd-tile { font-size: .92rem; font-weight: 600; margin: 0; padding: .2rem 0 0; }</style>"
        f'<div class="scd-stages" style="{columns}">{"".join(tiles)}</div>'
    )


def heading(words: str) -> str:
    """A heading of a part, as HTML."""
    return f'<h2 class="scd-part">{escape(words)}</h2>'
