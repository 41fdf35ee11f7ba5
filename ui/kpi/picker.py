"""The KPIs before and after the one that is shown, in the order of the list."""

from collections.abc import Sequence

from i18n import Say
from metrics.kpi import Kpi
from ui.parts import st
from ui.parts.links import page_named
from ui.state.filters import link_to_view


def draw_neighbours(kpi: Kpi, kpis: Sequence[Kpi], say: Say) -> None:
    """A link to the one before and one to the one after; round at both ends."""
    at = kpis.index(kpi)
    with st.container(horizontal=True, horizontal_alignment="distribute", key="kpi_neighbours"):
        for label, icon, near in (
            (say("Previous KPI"), ":material/chevron_left:", kpis[at - 1]),
            (say("Next KPI"), ":material/chevron_right:", kpis[(at + 1) % len(kpis)]),
        ):
            st.page_link(
                page_named("kpi", say),
                label=label,
                icon=icon,
                help=say(near.label),
                query_params=link_to_view(kpi=near.name, lang=say.language),
            )
