"""Parts of a page that are worked out only once somebody opens them."""

from collections.abc import Callable

from ui.parts import st


@st.fragment
def lazy_expander(label: str, draw: Callable[[], None], key: str, typed_in: bool = False) -> None:
    """A closed part; `draw` draws what is in it while it is open. Opening it leaves the rest of the
    page alone. `typed_in`: somebody may have typed something there, so that once it was opened in
    this visit it is drawn closed as well: what is not drawn is forgotten."""
    part = st.expander(label, key=key, on_change="rerun")
    opened = f"{key}_opened"
    if typed_in and part.open:
        st.session_state[opened] = True
    if part.open or st.session_state.get(opened):
        with part:
            draw()
