"""Parts of a page that are worked out only once somebody opens them."""

from collections.abc import Callable

from ui.parts import st


@st.fragment
def lazy_expander(label: str, draw: Callable[[], None], key: str) -> None:
    """A closed part; `draw` draws what is in it while it is open. Opening it leaves the rest of the
    page alone."""
    part = st.expander(label, key=key, on_change="rerun")
    if part.open:
        with part:
            draw()
