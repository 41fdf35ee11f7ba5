"""Visits made against the plan, month by month, and whose turn it is."""

from datetime import date
from html import escape

import pandas as pd

from i18n import N_, Say
from metrics.mystery.finding import due_sentence
from metrics.mystery.records import UNITS
from metrics.mystery.schedule import FEWEST, MOST, OVERDUE_DAYS, Schedule
from metrics.periods import is_over
from ui.mystery.data import VisitsView, planned
from ui.parts import st
from ui.parts.table import draw_rest
from ui.state.board import today
from ui.state.filters import linked

_MOST_ROWS = 50
_UNITS = {"store": N_("Store"), "department": N_("Department"), "company": N_("Whole company")}
_LOOK = """<style>
.scd-visits { border-collapse: collapse; font-size: .88rem; font-variant-numeric: tabular-nums; max-width: 100%; }
.scd-visits th, .scd-visits td { padding: .16rem .45rem; text-align: center; font-weight: 400; }
.scd-visits tbody th { text-align: left; padding-left: 0; overflow-wrap: anywhere; }
.scd-visits td.scd-worse { font-weight: 700; }
@media (max-width: 640px) { .scd-visits { font-size: .78rem; } .scd-visits th, .scd-visits td { padding: .16rem .12rem; }
  .scd-visits .scd-last { display: none; } }
</style>"""


def draw_visits(view: VisitsView, say: Say) -> None:
    """How many units were visited as planned, who is due, and the months behind it."""
    with st.columns([1, 3])[0]:
        unit = linked(
            "per",
            say("Visits are planned per"),
            list(UNITS),
            "store",
            lambda name: say(_UNITS[name]),
        )
    found = planned(view, unit)
    if found is None:
        st.info(say("No visits are recorded yet. Upload the visits of your mystery shoppers."))
        return
    st.html(f'<h2 class="scd-finding">{escape(say(due_sentence(found, unit)))}</h2>')
    month = found.counts.columns[-1]
    st.html(f'<div class="scd-evidence">{escape(_kept(found, month, say))}</div>')
    if any(name != "region" for name, _ in view.only):
        st.caption(
            say(
                "Visits are counted for all departments and channels: the plan does not tell them "
                "apart."
            )
        )
    st.html(_LOOK + _table(found, unit, say))
    st.caption(
        say(
            "One column a month, with the number of visits. “0” in bold: none; “+”: more than "
            "{most}. "
            "“due”: none in the month so far, or for more than {days} days.",
            most=MOST,
            days=OVERDUE_DAYS,
        )
    )
    _draw_file(found, unit, say)


def _kept(found: Schedule, month: date, say: Say) -> str:
    if not is_over(month, today()):
        return say(
            "{month} so far: {kept} of {all} had {fewest} to {most} visits; the month is not over.",
            month=say.month(month),
            kept=found.kept(month),
            all=len(found.units),
            fewest=FEWEST,
            most=MOST,
        )
    return say(
        "{month}: {kept} of {all} had {fewest} to {most} visits.",
        month=say.month(month),
        kept=found.kept(month),
        all=len(found.units),
        fewest=FEWEST,
        most=MOST,
    )


def _table(found: Schedule, unit: str, say: Say) -> str:
    heads = "".join(
        f'<th scope="col"><abbr title="{escape(say.month(month))}">{month.month}</abbr></th>'
        for month in found.counts.columns
    )
    rows = "".join(_row(row, found, say) for row in found.units.head(_MOST_ROWS).itertuples())
    return (
        '<table class="scd-visits"><thead><tr><th '
        f'scope="col">{escape(say(_UNITS[unit]))}</th>{heads}<th scope="col" class="scd-last">'
        f"{escape(say('Last visit'))}</th><th "
        f'scope="col">{escape(say("Visit due"))}</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def _row(row, found: Schedule, say: Say) -> str:
    cells = "".join(_cell(int(visits)) for visits in found.counts.loc[row.unit])
    last = say("none in these months") if row.last is None else say.date(row.last)
    due = f'<b class="scd-worse">● {escape(say("due"))}</b>' if row.due else ""
    name = row.unit or say(N_("Whole company"))
    return (
        f'<tr><th scope="row">{escape(name)}</th>{cells}<td '
        f'class="scd-last">{escape(last)}</td><td>{due}</td></tr>'
    )


def _cell(visits: int) -> str:
    if visits < FEWEST:
        return f'<td class="scd-worse">{visits}</td>'
    return f'<td class="scd-neutral">{visits}+</td>' if visits > MOST else f"<td>{visits}</td>"


def _draw_file(found: Schedule, unit: str, say: Say) -> None:
    counts = found.counts.loc[found.units["unit"]].reset_index(drop=True)
    counts.columns = [f"{month:%Y-%m}" for month in counts.columns]
    numbers = pd.DataFrame(
        {
            say(_UNITS[unit]): found.units["unit"],
            say("Last visit"): found.units["last"],
            say("Visit due"): [say("yes") if due else say("no") for due in found.units["due"]],
        }
    ).join(counts)
    draw_rest(numbers, _MOST_ROWS, f"visits-{unit}", "mystery_visits_file", say)
