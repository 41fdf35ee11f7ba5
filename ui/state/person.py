"""Who is working here: a name that people may give, kept with what they store."""

from i18n import Say
from ui.parts import st

_LONGEST = 60


def who_input(say: Say, label: str = "") -> None:
    """A box for the name; it stays for the visit. `label`: what it is kept with, an upload unless
    given."""
    st.session_state.setdefault("who_kept", "")
    st.session_state["who_kept"] = st.text_input(
        label or say("Your name (optional, kept with the upload)"),
        value=st.session_state["who_kept"],
        max_chars=_LONGEST,
        key="who_box",
    )


def who() -> str:
    """The name given in this visit; "" without one."""
    return st.session_state.get("who_kept", "").strip()
