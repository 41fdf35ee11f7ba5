"""The calendar of what came: for each month and kind its rows, or that it is missing."""

from datetime import date
from html import escape

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
_SEEN, _ON_A_PHONE = 8, 2  # kinds whose columns are seen at first
Counts = dict[str, dict[date, int | None]]  # kind -> month -> rows; None: there are some
Starts = dict[str, date | None]  # kind -> first month with rows


def draw_coverage(say: Say) -> None:
    """The last twelve months, newest first, one column a kind."""
    this_month = today().replace(day=1)
    counts, starts = looked_at(_recorded, add_months(this_month, 1 - MONTHS))
    title = say("What came for which month")
    st.header(title)
    st.caption(say("A kind is expected in every month since its first rows."))
    if not all(sees_counts(kind_named(kind)) for kind in counts):
        st.caption(say(for_whom(COUNTS_ONLY)))
    kinds = [say(kind_named(kind).label) for kind in counts]
    if beyond := kinds[_ON_A_PHONE if is_phone() else _SEEN :]:
        tell_beyond(beyond, say)
    heads = "".join(f'<th scope="col">{escape(kind)}</th>' for kind in kinds)
    rows = "".join(
        _row(add_months(this_month, -back), this_month, counts, starts, say)
        for back in range(MONTHS)
    )
    st.html(f"""<style>.scd-calendar {{ border-collapse: collapse; width: 100%; font-size: .88rem; }}
.scd-calendar th, .scd-calendar td {{ text-align: left; font-weight: 400; padding: .25rem .8rem .25rem 0; vertical-align: top; }}
.scd-calendar thead th {{ font-weight: 600; min-width: 5.5em; }} .scd-calendar tbody > tr > * {{ white-space: nowrap; }}
.scd-calendar td {{ font-variant-numeric: tabular-nums; }}</style>
<div style="overflow-x: auto" tabindex="0" role="region" aria-label="{escape(title)}"><table class="scd-calendar">
<thead><tr><th scope="col">{escape(say("Month"))}</th>{heads}</tr></thead><tbody>{rows}</tbody></table></div>""")


@remembered(4)
def _recorded(snapshot: Snapshot, first: date) -> tuple[Counts, Starts]:
    return (rows_by_month(snapshot.reading, first), first_months(snapshot.reading))


def _row(month: date, this_month: date, counts: Counts, starts: Starts, say: Say) -> str:
    cells = "".join(
        f"<td>{_cell(counts[kind].get(month, 0), starts[kind], month, this_month, say)}</td>"
        for kind in counts
    )
    return f'<tr><th scope="row">{escape(say.month(month))}</th>{cells}</tr>'


def _cell(rows: int | None, start: date | None, month: date, this_month: date, say: Say) -> str:
    """Shape and word: rows are there, missing, not expected yet, or the month is not over."""
    if rows is None:
        return f'<span class="scd-better">\u25cf</span> {escape(say("there"))}'
    if rows:
        words = (
            say("Rows so far: {rows}", rows=rows)
            if month == this_month
            else say("Rows: {rows}", rows=rows)
        )
        return f'<span class="scd-better">\u25cf</span> {escape(words)}'
    if start is None or month < start:
        return f'<span class="scd-neutral">– {escape(say("not expected"))}</span>'
    if month == this_month:
        return f'<span class="scd-neutral">\u25cb {escape(say("month not over"))}</span>'
    return f'<span class="scd-worse">\u2715 {escape(say("missing"))}</span>'
