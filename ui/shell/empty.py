"""What a page says while there is nothing to show, or nothing new: what to do next."""

from collections.abc import Sequence
from datetime import date

from data.kinds.schema import DatasetKind
from i18n import Say
from metrics.answers.asked import kinds_without_kpi, months_with_data, nearest_month
from metrics.periods import last_whole_month
from metrics.targets.notes import are_old
from ui.parts import st
from ui.parts.links import page_named
from ui.shell.sample import offer_sample
from ui.state.board import looked_at, today
from ui.state.filters import link_to_view


def tell_age(say: Say) -> None:
    """That the company's records are old at the end of the last whole month, so that nobody takes
    the last month with any for that one."""
    months = looked_at(months_with_data)
    if months and are_old(months[-1], last_whole_month(today())):
        st.info(
            say("The last records are of {month}.", month=say.month(months[-1])),
            icon=":material/history:",
        )


def tell_nearest(
    kinds: Sequence[DatasetKind], page: str, first: date, last: date, say: Say
) -> bool:
    """Where no kind has records from the month `first` to the month `last`: of which month the
    nearest are, and the way there, so that an empty view is not taken for an empty file. Whether
    that was said."""
    nearest = looked_at(nearest_month, tuple(kind.name for kind in kinds), first, last)
    if nearest is None:
        return False
    month = say.month(nearest)
    with st.container(horizontal=True, vertical_alignment="center"):
        told = say(
            "The nearest records of {kinds} are of {month}.",
            kinds=[kind.label for kind in kinds],
            month=month,
        )
        st.info(told, icon=":material/history:")
        st.page_link(
            page_named(page, say),
            label=say("Show {month}", month=month),
            icon=":material/arrow_forward:",
            query_params=link_to_view(month=f"{nearest:%Y-%m}", lang=say.language),
        )
    return True


def nothing_yet(say: Say) -> None:
    """No rows of which KPIs are made: what else is stored, and the way to the upload page."""
    beside = looked_at(kinds_without_kpi)
    st.info(
        say(
            "Stored so far: {kinds}. No KPI is made of these alone. Upload a survey, NPS, "
            "mystery-shopper or training file, and its KPIs appear here.",
            kinds=[kind.label for kind in beside],
        )
        if beside
        else say(
            "There are no records yet. Upload a survey, NPS, mystery-shopper or training file, "
            "and its KPIs appear here."
        )
    )
    st.page_link(page_named("upload", say))
    offer_sample(say)
