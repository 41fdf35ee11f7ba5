"""The head of the page: the one number for the committee, and four tiles of problems."""

from datetime import date
from html import escape

from i18n import N_, Say
from metrics.effect.actions import JudgedAction, judged_actions
from metrics.effect.problems import problems_of, tiles
from metrics.effect.verdict_of_action import Outcome
from metrics.periods import add_months, last_whole_month, whole_month
from ui.parts import st
from ui.parts.links import page_named
from ui.shell.bar import draw_bar
from ui.state.board import looked_at, today
from ui.state.filters import link_to_view
from ui.state.link import one_section

SECTIONS = {
    "actions": N_("Actions"),
    "problems": N_("Problems"),
    "decisions": N_("Decisions"),
    "write": N_("Write down"),
}
_MOVED = (Outcome.WORKED, Outcome.PARTLY)
_LOOK = """<style>
.stHtml dl.scd-tiles { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: .8rem; margin: .2rem 0 .4rem; padding: 0; }
.scd-tiles div { border: 1px solid rgba(128, 128, 128, .35); border-radius: .5rem; padding: .5rem .8rem; }
.scd-tiles dt { font-size: .85rem; } .scd-tiles dd { margin: 0; font-size: 1.5rem; font-weight: 650; }
@media (max-width: 640px) { .stHtml dl.scd-tiles { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
</style>"""


def draw_way_back(say: Say) -> None:
    """The way back to the item of a meeting from which somebody came here to write something
    down."""
    if "way" in st.query_params and "item" in st.query_params:
        st.page_link(
            page_named("review", say),
            label=say("Back to the meeting"),
            icon=":material/arrow_back:",
            query_params=link_to_view(),
        )


def month_looked_at(say: Say, page: str = "actions") -> date:
    """The month up to which actions are judged: one that is over."""
    chosen = draw_bar(say, page, places=()).month
    return last_whole_month(today()) if chosen is None else whole_month(chosen, today())


def draw_head(month: date, say: Say) -> None:
    """The title, what came of the closed actions, and the tiles."""
    st.title(say("Problems and actions"))
    judged = looked_at(judged_actions, month)
    st.markdown(say.sentences(_headline(judged, month, say)))
    counted = tiles(looked_at(problems_of), today())
    told = (
        (say("Open problems"), counted.open),
        (say("Overdue"), counted.overdue),
        (say("Due within 7 days"), counted.soon),
        (say("Closed in 90 days"), counted.closed),
    )
    cells = "".join(
        f"<div><dt>{escape(label)}</dt><dd>{say.number(count, 0)}</dd></div>"
        for label, count in told
    )
    st.html(f'{_LOOK}<dl class="scd-tiles">{cells}</dl>')


def _headline(judged: tuple[JudgedAction, ...], month: date, say: Say) -> list[str]:
    """How many of the closed actions moved their KPI, and which checks are due."""
    year = [
        one
        for one in judged
        if one.action.status == "closed"
        and one.action.closed is not None
        and add_months(month, -11) <= one.action.closed < add_months(month, 1)
    ]
    due = [one.action.action_id for one in judged if one.is_due(month)]
    found = [
        say(
            "Of the actions closed in the twelve months to {month} ({count}), {moved} moved their "
            "KPI as expected.",
            month=say.month(month),
            count=len(year),
            moved=sum(one.outcome in _MOVED for one in year),
        )
        if year
        else say("No action was closed in the twelve months to {month}.", month=say.month(month))
    ]
    if due:
        found.append(say("Effect to be checked now: {actions}.", actions=due))
    return found


def section_choice(say: Say) -> str:
    """Which part of the page is open."""
    return one_section("section", SECTIONS, say)
