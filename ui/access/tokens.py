"""Tokens of other programs: made, listed, withdrawn."""

from datetime import datetime

import pandas as pd

from data.access.tokens import Token, create_token, tokens, withdraw_token
from data.roles import ROLE_WORDS, ROLES, manages_people, require
from errors import ServiceCultureError
from i18n import Say
from ui.parts import st
from ui.parts.form import Fields
from ui.parts.table import show_table
from ui.parts.viewer import viewer
from ui.state.board import database, read
from ui.state.person import who

_SECRET = "access_secret"
_FORM = "access_new"


def draw_new(say: Say) -> None:
    """The form of a new token, and its secret, this once."""
    st.header(say("A new token"))
    st.markdown(
        say(
            "A token lets one program read figures and send files with the rights of its roles. "
            "Without a role it reads what every reader sees. Give each program its own."
        )
    )
    fields = Fields(_FORM, {f"{_FORM}_name": "", f"{_FORM}_roles": []})
    with st.form(_FORM, border=False):
        with fields.field("name"):
            name = st.text_input(say("Name of the program"), key=f"{_FORM}_name", max_chars=80)
        roles = st.multiselect(
            say("Roles"),
            ROLES,
            format_func=lambda role: say(ROLE_WORDS[role]),
            key=f"{_FORM}_roles",
            placeholder=say("None: a reader"),
        )
        made = st.form_submit_button(say("Make the token"), type="primary")
    if made:
        try:
            require(viewer(), manages_people)
            secret = create_token(database(), name.strip(), ",".join(roles), datetime.now(), who())
        except ServiceCultureError as refusal:
            fields.refuse("name", refusal.message, say)
            return
        st.session_state[_SECRET] = secret
        fields.empty()
        st.rerun()
    _draw_secret(say)


def _draw_secret(say: Say) -> None:
    secret = st.session_state.pop(_SECRET, None)
    if secret is None:
        return
    st.success(
        say(
            "The token is made. Copy it now into the program: it is shown this once, and kept as a "
            "check sum only."
        )
    )
    st.code(secret, language=None)


def draw_tokens(say: Say) -> None:
    """Every token without its secret, and the withdrawing of one."""
    st.header(say("Tokens"))
    found = read(tokens)
    if not found:
        st.info(say("There is no token yet."))
        return
    show_table(pd.DataFrame([_line(one, say) for one in found]), "access_tokens")
    in_force = [one.name for one in found if one.withdrawn is None]
    if not in_force:
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        name = st.selectbox(say("Token to withdraw"), in_force, key="access_token", width=320)
        if st.button(say("Withdraw it"), key="access_withdraw"):
            try:
                require(viewer(), manages_people)
                withdraw_token(database(), name, datetime.now(), who())
            except ServiceCultureError as refusal:
                st.error(say(refusal.message))
                return
            st.rerun()
    st.caption(say("From then on it proves nothing. Its name stays taken, and in the log."))


def _line(one: Token, say: Say) -> dict[str, str]:
    return {
        say("Program"): one.name,
        say("Roles"): say.list(ROLE_WORDS[role] for role in one.roles.split(",") if role)
        or say("reader"),
        say("Made on"): say.date(one.created.date()),
        say("Last used on"): say.date(one.last_used) if one.last_used else say("never"),
        say("Withdrawn on"): say.date(one.withdrawn.date()) if one.withdrawn else "",
    }
