"""In the section “Exam items”: which items became easier or harder than before, and whether answers
are remembered from one attempt to the next."""

from html import escape

import pandas as pd

from i18n import Say, all_rounded
from metrics.snapshot import Snapshot, remembered
from metrics.training.drift import Drift
from metrics.training.met_before import MetBefore, met_before
from metrics.training.records import answers_again
from ui.parts import st
from ui.parts.heading import heading
from ui.parts.lazy_expander import lazy_expander
from ui.parts.table import show_table_with_file
from ui.state.board import looked_at


@remembered(12)
def _again(snapshot: Snapshot, course: str) -> MetBefore:
    return met_before(answers_again(snapshot.reading, course))


def draw_drift(found: Drift, course: str, say: Say) -> None:
    """What became of the items, in sentences; the numbers behind them below."""
    st.html(heading(say("Easier or harder than before")))
    told = [say.sentences(map(say, words)) for words in found.words()]
    told.append(say(looked_at(_again, course).sentence()))
    st.html("".join(f'<div class="scd-chip">{escape(words)}</div>' for words in told))
    if not found.items:
        return
    st.caption(
        say(
            "Those are compared who earned as much on the paper, so that an abler group is not taken "
            "for an easier item. What became of the paper as a whole is not seen that way. Where no "
            "item changes, at most one paper in twenty names one by chance; on a paper of few items "
            "whose later group is much abler or weaker it can be more."
        )
    )
    lazy_expander(say("Items before and since"), lambda: _draw_items(found, say), "item_drift")


def _draw_items(found: Drift, say: Say) -> None:
    items = found.items
    show_table_with_file(
        pd.DataFrame(
            {
                say("Exam item"): [str(one.item) for one in items],
                say("Since"): [say.month(one.since) for one in items],
                say("Points earned before (%)"): all_rounded([100 * one.before.p for one in items]),
                say("Points earned since (%)"): all_rounded([100 * one.after.p for one in items]),
                say("More than those who earned as much on the paper (percentage points)"): (
                    all_rounded([100 * one.difference for one in items])
                ),
                say("Goes with the rest before (r)"): all_rounded(
                    [one.before.r for one in items], 2
                ),
                say("Goes with the rest since (r)"): all_rounded([one.after.r for one in items], 2),
                say("n before"): [one.before.n for one in items],
                say("n since"): [one.after.n for one in items],
            }
        ),
        "item-drift",
        "item_drift_table",
        say,
    )
