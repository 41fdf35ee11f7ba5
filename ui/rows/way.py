"""The way from a number to its rows: a link that names the number, and where to go back to."""

from collections.abc import Container, Sequence
from datetime import date

from i18n import Say
from metrics.answers.asked import answer
from metrics.answers.rows import can_be_listed, may_list
from metrics.kpi import Kpi, Shape
from metrics.periods import last_day
from metrics.sums.query import Filter, Query, lacks
from metrics.window import DEFAULT
from ui.parts import st
from ui.parts.links import page_named
from ui.parts.viewer import viewer
from ui.state.board import looked_at
from ui.state.filters import link_to_view, months_offered, places_asked

# What the link to the rows names besides: the page to go back to, the month that was looked at there,
# how many months, which page of rows.
BACK, SEEN, TIME, AT = "back", "seen", "rows_of", "at"


def draw_way_to_rows(kpi: Kpi, page: str, first: date, last: date, say: Say) -> bool:
    """The link from a number to its rows, of the months from one to another; with what the page's own
    link names, so that the way back leads to the same number. Nothing where no month
    has rows, where the KPI counts none in them, or where they are not the viewer's to see: whether it
    is there. `page`: the one that it stands on."""
    if not can_be_listed(kpi) or not may_list(viewer(), kpi):
        return False
    if kpi.measure.shape is Shape.STATE:
        first = last = month_told(kpi, last, places_asked())
    offered = offered_between(first, last, months_offered())
    if offered is None:
        return False
    first, last = offered
    if not counts_any(kpi, first, last, places_asked()):
        return False
    time, month = DEFAULT if first == last else f"{first:%Y-%m}", f"{last:%Y-%m}"
    seen = st.session_state.get("linked_month") or month
    own = {BACK: page, SEEN: seen, TIME: time, "month": month, "kpi": kpi.name}
    with st.container(key=f"unprinted_way_{kpi.name}"):
        st.page_link(
            page_named("rows", say),
            label=say("The rows behind it: {kpi}", kpi=kpi.label),
            icon=":material/table_rows:",
            query_params=without((AT,), link_to_view(lang=say.language, **own)),
        )
    return True


def month_told(kpi: Kpi, month: date, only: Filter) -> date:
    """The month whose end a state is told of: the last one up to a month with records of its kind."""
    query = Query(end=last_day(month, "month"), only=only)
    if lacks(kpi, query) or not may_list(viewer(), kpi):
        return month
    return max(looked_at(answer, kpi.name, query).columns["period"], default=month)


def counts_any(kpi: Kpi, first: date, last: date, only: Filter) -> bool:
    """Whether anything was counted for a KPI in the months from one to another, at the units that its
    rows are filtered for."""
    query = Query(first, last_day(last, "month"), "month", None, only)
    if lacks(kpi, query):
        return False
    counted = looked_at(answer, kpi.name, query).columns
    # The n of a value given says what somebody else counted, that of a state how often it changed.
    part = {Shape.GIVEN: "x", Shape.STATE: "value"}.get(kpi.measure.shape, "n")
    return bool((counted[part] > 0).any())


def offered_between(first: date, last: date, months: Sequence[date]) -> tuple[date, date] | None:
    """The first and the last of the months that the rows' page offers within two; None without any.
    What is left out has no rows, and a month that is not offered would be followed by another."""
    within = [month for month in months if first <= month <= last]
    return (min(within), max(within)) if within else None


def without(left_out: Container[str], link: dict[str, str]) -> dict[str, str]:
    """A link that leaves some names out."""
    return {name: value for name, value in link.items() if name not in left_out}
