"""The calendar of what came: for each month and kind its rows, or that it is missing."""

from datetime import date
from html import escape

from charts.axes import text_width, widest
from data.kinds.catalog import kind_named
from i18n import Say
from metrics.answers.recorded import first_months, rows_by_month
from metrics.periods import add_months
from metrics.snapshot import Snapshot, remembered
from ui.parts import st
from ui.parts.role import COUNTS_ONLY, for_whom
from ui.parts.table import tell_beyond
from ui.parts.viewer import sees_counts
from ui.parts.visitor import is_phone
from ui.state.board import looked_at, today

MONTHS = 12
_WINDOW, _SCREEN = 1200, 358  # pixels of a page in a window of 1280, and on a phone
_LETTERS, _NARROWEST, _GAP = 14, 77, 13  # pixels: size of letters, a column, what is beside it
Counts = dict[str, dict[date, int | None]]  # kind -> month -> rows; None: there are some
Starts = dict[str, date | None]  # kind -> first month with rows
Cell = tuple[str, str]  # shade, sign and words


def draw_coverage(say: Say) -> None:
    """The last twelve months, newest first, one column a kind; nothing before the first upload."""
    this_month = today().replace(day=1)
    counts, starts = looked_at(_recorded, add_months(this_month, 1 - MONTHS))
    if not any(starts.values()):  # nothing is expected yet
        return
    st.divider()
    title = say("What came for which month")
    st.header(title)
    st.caption(say("A kind is expected in every month since its first rows."))
    if not all(sees_counts(kind_named(kind)) for kind in counts):
        st.caption(say(for_whom(COUNTS_ONLY)))
    kinds = [say(kind_named(kind).label) for kind in counts]
    months = [add_months(this_month, -back) for back in range(MONTHS)]
    cells = {
        month: [
            _cell(counts[kind].get(month, 0), starts[kind], month, this_month, say)
            for kind in counts
        ]
        for month in months
    }
    if beyond := _beyond(kinds, cells, _SCREEN if is_phone() else _WINDOW, say):
        tell_beyond(beyond, say)
    heads = "".join(f'<th scope="col">{escape(kind)}</th>' for kind in kinds)
    rows = "".join(_row(month, cells[month], say) for month in months)
    st.html(f"""<style>.scd-calendar {{ border-collapse: collapse; width: 100%; font-size: .88rem; }}
.scd-calendar th, .scd-calendar td {{ text-align: left; font-weight: 400; padding: .25rem .8rem .25rem 0; vertical-align: top; }}
.scd-calendar thead th {{ font-weight: 600; min-width: 5.5em; }} .scd-calendar tbody > tr > * {{ white-space: nowrap; }}
.scd-calendar td {{ font-variant-numeric: tabular-nums; }}</style>
<div style="overflow-x: auto" tabindex="0" role="region" aria-label="{escape(title)}"><table class="scd-calendar">
<thead><tr><th scope="col">{escape(say("Month"))}</th>{heads}</tr></thead><tbody>{rows}</tbody></table></div>""")


@remembered(4)
def _recorded(snapshot: Snapshot, first: date) -> tuple[Counts, Starts]:
    return (rows_by_month(snapshot.reading, first), first_months(snapshot.reading))


def _beyond(kinds: list[str], cells: dict[date, list[Cell]], width: int, say: Say) -> list[str]:
    """The kinds whose columns do not end within so many pixels."""
    end = text_width(max(map(say.month, cells), key=len), _LETTERS) + _GAP
    beyond = []
    for at, kind in enumerate(kinds):
        texts = (
            {*kind.split(), *(row[at][1] for row in cells.values())}
            if kind.isascii()
            else {row[at][1] for row in cells.values()}
        )
        end += max(_NARROWEST, widest(texts, _LETTERS)) + _GAP
        if end > width:
            beyond.append(kind)
    return beyond


def _row(month: date, cells: list[Cell], say: Say) -> str:
    found = "".join(
        f'<td><span class="scd-{shade}">{escape(words)}</span></td>' for shade, words in cells
    )
    return f'<tr><th scope="row">{escape(say.month(month))}</th>{found}</tr>'


def _cell(rows: int | None, start: date | None, month: date, this_month: date, say: Say) -> Cell:
    """Shape and word: rows are there, missing, not expected yet, or the month is not over."""
    if rows is None:
        return "better", f"\u25cf {say('there')}"
    if rows:
        words = (
            say("Rows so far: {rows}", rows=rows)
            if month == this_month
            else say("Rows: {rows}", rows=rows)
        )
        return "better", f"\u25cf {words}"
    if start is None or month < start:
        return "neutral", f"– {say('not expected')}"
    if month == this_month:
        return "neutral", f"\u25cb {say('month not over')}"
    return "worse", f"\u2715 {say('missing')}"
