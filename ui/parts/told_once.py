"""What came of a form whose work is done before the page is drawn anew: said once, that it is done at
the top of the page, why it was refused below the form."""

from errors import Message
from i18n import Say
from ui.parts import st


class ToldOnce:
    """What is said on one page."""

    def __init__(self, page: str):
        self._done, self._refused = f"{page}_told", f"{page}_refused"

    def done(self, told: Message) -> None:
        """It is done."""
        st.session_state[self._done] = told

    def refused(self, form: str, why: Message) -> None:
        """It was refused."""
        st.session_state[self._refused] = form, why

    def draw(self, say: Say) -> None:
        """Say what was done."""
        told = st.session_state.pop(self._done, None)
        if told is not None:
            st.success(say(told))

    def draw_below(self, form: str, say: Say) -> None:
        """Say why this form was refused."""
        refused = st.session_state.get(self._refused)
        if refused is not None and refused[0] == form:
            st.session_state.pop(self._refused)
            st.error(say(refused[1]))
