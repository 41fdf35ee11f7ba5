"""What a page says while there is nothing to show, or nothing new: what to do next."""

from i18n import Say
from metrics.answers.asked import months_with_data
from metrics.periods import last_whole_month
from metrics.targets.notes import are_old
from ui.parts import st
from ui.parts.links import page_named
from ui.shell.sample import offer_sample
from ui.state.board import looked_at, today


def tell_age(say: Say) -> None:
    """That the company's records are old at the end of the last whole month, so that nobody takes
    the last month with any for that one."""
    months = looked_at(months_with_data)
    if months and are_old(months[-1], last_whole_month(today())):
        st.info(
            say("The last records are of {month}.", month=say.month(months[-1])),
            icon=":material/history:",
        )


def nothing_yet(say: Say) -> None:
    """No rows at all: the way to the upload page."""
    st.info(
        say(
            "There are no records yet. Upload a survey, NPS, mystery-shopper or training file, "
            "and its KPIs appear here."
        )
    )
    st.page_link(page_named("upload", say))
    offer_sample(say)
