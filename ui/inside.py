"""What has to be in order before a page is drawn inside the frame: the storage, the sample company, the sums, the forecasts."""

import streamlit as st

from data.tables import SAMPLE
from errors import DatabaseDamaged, ServiceCultureError
from i18n import Say
from ui.board import current_origin, database, keep_forecasts, start_with_sample, sums_ready
from ui.garbage import set_apart, set_libraries_apart
from ui.literal import literal
from ui.storage import draw_damaged, storage_ready


def draw_inside(page: st.Page, afterwards: st.Page, say: Say) -> None:
    """Draw the page, or say why it cannot be drawn; `afterwards` is the page to go to when the sample company is removed."""
    set_apart()
    try:
        if not storage_ready(say):
            return
        start_with_sample(say)
        sums_ready(say)
        if current_origin() == SAMPLE:
            _sample_banner(afterwards, say)
        else:
            keep_forecasts()
        page.run()
        set_libraries_apart()
    except DatabaseDamaged as fault:
        draw_damaged(fault, say)
    except ServiceCultureError as fault:
        st.error(literal(say(fault.message)))


def _sample_banner(afterwards: st.Page, say: Say) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="sample_banner"):
        st.markdown(say("**Sample company**: everything shown here is made up, so that you can look around."), width="stretch")
        if st.button(say("Remove it and start with your own files"), key="remove_sample"):
            from data.demo_load import remove_demo

            remove_demo(database())
            st.switch_page(afterwards)
