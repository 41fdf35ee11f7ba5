"""What a page says while there is nothing to show: what to do next."""

from i18n import Say
from ui import st
from ui.frame import page_named
from ui.sample import offer_sample


def nothing_yet(say: Say) -> None:
    """No rows at all: the way to the upload page."""
    st.info(say("There are no records yet. Upload a survey, NPS, mystery-shopper or training file, and its KPIs appear here."))
    st.page_link(page_named("upload", say))
    offer_sample(say)
