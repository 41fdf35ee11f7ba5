"""Who is working here, kept with what they store: who has signed in, else a name that people may
give."""

from i18n import Say
from ui.parts import st
from ui.parts.viewer import standing

_LONGEST = 60


def who_input(say: Say, label: str = "") -> None:
    """A box for the name, which stays for the visit; none where people sign in. `label`: what it is
    kept with, an upload unless given."""
    if standing().sign:
        return
    st.session_state.setdefault("who_kept", "")
    st.session_state["who_kept"] = st.text_input(
        label or say("Your name (optional, kept with the upload)"),
        value=st.session_state["who_kept"],
        max_chars=_LONGEST,
        key="who_box",
    )


def who() -> str:
    """The name of who has signed in, else that given in this visit; "" without one."""
    found = standing()
    return found.name or found.sign or st.session_state.get("who_kept", "").strip()
