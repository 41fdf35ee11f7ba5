"""What a page puts into the bar: what is looked at, how far the records go, the link to it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from data.kinds.catalog import kind_named
from i18n import Say, Text
from metrics.answers.asked import months_of_kinds
from metrics.answers.recorded import last_day_recorded
from metrics.periods import is_over, start_of, whole_month
from metrics.snapshot import Snapshot, remembered
from metrics.sums.query import Filter
from reports.outline.period import MONTH, QUARTER, period_of
from ui.parts import st
from ui.parts.copy_link import draw_copy_link
from ui.parts.links import PAGES, page_named
from ui.shell.row import beside_choices, in_bar
from ui.state.board import looked_at, today
from ui.state.filters import (
    COMMON,
    link_to_view,
    month_choice,
    months_offered,
    place_choice,
    tell_places,
)


@dataclass(frozen=True)
class PageChoice:
    """What a page looks at: the month (None without records), how much time up to it, the units."""

    month: date | None
    only: Filter = ()
    window: str = ""


def draw_bar(
    say: Say,
    page: str,
    *,
    subject: Text | None = None,
    places: Sequence[str] = COMMON,
    window: Callable[[date], str] | None = None,
) -> PageChoice:
    """The choices of a page that looks at a month: the month, the time where it has a `window`, the
    dimensions it filters by. The title of the tab names them, with the `subject`."""
    with in_bar():
        month = month_choice(say)
        chosen = "" if month is None or window is None else window(month)
        found = place_choice(say, places) if places and month is not None else None
    only = found.only if found is not None else ()
    with beside_choices():
        if month is not None:
            _draw_reach(month, say)
    _name_tab(page, subject, [say.month(month)] if month else [], only, say)
    _draw_link(say)
    if month is not None:
        _draw_report(month, say)
    if found is not None:
        tell_places(found, say)
    return PageChoice(month, only, chosen)


def draw_plain_bar(say: Say, page: str, subject: Text | None = None) -> None:
    """The bar of a page that looks at no month."""
    _name_tab(page, subject, [], (), say)
    _draw_link(say)


def _name_tab(page: str, subject: Text | None, said: Sequence[str], only: Filter, say: Say) -> None:
    """The title of the browser's tab: the view, so that two of them can be told apart."""
    name = next(title for named, title, _ in PAGES if named == page)
    units = [say.list(units) for _, units in only]
    view = [name] if subject is None else [subject] if page == "kpi" else [name, subject]
    title = " · ".join([*map(say, view), *said, *units])
    if title != st.session_state.get("tab_title"):  # else the frame has said it
        st.session_state["tab_title"] = title
        st.set_page_config(page_title=title)


def _draw_reach(month: date, say: Say) -> None:
    """How far the records go, to the day; in its help what is missing of the month looked at."""
    last = months_offered()[-1]
    day = looked_at(_last_day, last)
    told = [
        say("The last records are of {month}.", month=say.month(last))
        if day is None
        else say("The last records are of {month}.", month=day)
    ]
    if not is_over(last, today()):
        told.append(say("{month} is not over.", month=say.month(last)))
    missing = [kind_named(kind).label for kind in looked_at(_missing, month)]
    if missing:
        told.append(say("No records for {month}: {kinds}.", month=say.month(month), kinds=missing))
    reach = say("Data to {month}", month=say.month(last) if day is None else day)
    if missing:
        reach = say("{reach}; kinds missing: {count}", reach=reach, count=len(missing))
    st.caption(reach, help=say.sentences(told), width="content")


def _draw_report(month: date, say: Say) -> None:
    """The way to the brief of the month looked at; the quarter that is offered there is its own."""
    whole = whole_month(month, today())
    quarter = period_of(start_of(whole, QUARTER), QUARTER, today()).written
    view = {"report": MONTH, "month": f"{month:%Y-%m}", "quarter": quarter, "lang": say.language}
    with beside_choices():
        st.page_link(
            page_named("reports", say),
            label=say("Report"),
            icon=":material/summarize:",
            help=say("Make a report of this month or its quarter"),
            query_params=link_to_view(**view),
        )


@remembered(4)
def _last_day(snapshot: Snapshot, month: date) -> date | None:
    return last_day_recorded(snapshot.reading, month, snapshot.today)


def _missing(snapshot: Snapshot, month: date) -> tuple[str, ...]:
    """The kinds that had records before a month and have none of it."""
    recorded = months_of_kinds(snapshot)
    return tuple(
        kind
        for kind, months in recorded.items()
        if months and min(months) < month and month not in months
    )


def _draw_link(say: Say) -> None:
    """The button that copies the link, which names the month too, as the link to the report does: else
    it would be another one in some weeks."""
    with beside_choices():
        draw_copy_link('.st-key-bar_beside a[href*="month="]', say)
