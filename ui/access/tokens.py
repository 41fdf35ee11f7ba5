"""Tokens of other programs: made, listed, withdrawn."""

from collections.abc import Sequence
from datetime import datetime

import pandas as pd

from data.access.tokens import Token, TokenLimits, create_token, tokens, withdraw_token
from data.kinds.catalog import UPLOADED, kind_named
from data.roles import ROLE_WORDS, ROLES, UNITS_OF, manages_people, require
from data.units.names import known_names
from errors import ServiceCultureError
from i18n import Say
from ui.parts import st
from ui.parts.form import Fields
from ui.parts.table import show_table
from ui.parts.viewer import viewer
from ui.state.board import database, read
from ui.state.filters import LABELS
from ui.state.person import who

_SECRET = "access_secret"
_FORM = "access_new"


def draw_new(say: Say) -> None:
    """The form of a new token, and its secret, this once."""
    st.header(say("A new token"))
    st.markdown(
        say(
            "A token lets one program read figures and send files with the rights of its roles. "
            "Without a role it reads what every reader sees. Kinds limit what a data steward's "
            "token stores; units limit that, and whose exam records a trainer's token reads. Give "
            "each program its own."
        )
    )
    empty: dict[str, object] = {f"{_FORM}_{name}": [] for name in ("roles", "kinds", "units")}
    fields = Fields(_FORM, {f"{_FORM}_name": "", **empty})
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
        kinds = st.multiselect(
            say("Kinds of records that the data steward stores (none chosen: all)"),
            [kind.name for kind in UPLOADED],
            format_func=lambda kind: say(kind_named(kind).label),
            key=f"{_FORM}_kinds",
            placeholder=say("All kinds"),
        )
        units = st.multiselect(
            say("Their units (none chosen: all)"),
            [
                (within, unit)
                for within, names in read(lambda reading: known_names(reading, UNITS_OF)).items()
                for unit in sorted(set(names.values()))
            ],
            format_func=lambda one: f"{say(LABELS[one[0]])}: {one[1]}",
            key=f"{_FORM}_units",
            placeholder=say("All units"),
        )
        made = st.form_submit_button(say("Make the token"), type="primary")
    if made:
        try:
            require(viewer(), manages_people)
            secret = create_token(
                database(),
                name.strip(),
                roles,
                datetime.now(),
                who(),
                TokenLimits(kinds, _one_dimension(units), [unit for _, unit in units]),
            )
        except ServiceCultureError as refusal:
            fields.refuse("name", refusal.message, say)
            return
        st.session_state[_SECRET] = secret
        fields.empty()
        st.rerun()
    _draw_secret(say)


def _one_dimension(units: Sequence[tuple[str, str]]) -> str:
    """What the units are; "" where they are of several, which is refused."""
    found = {within for within, _ in units}
    return found.pop() if len(found) == 1 else ""


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
        say("Roles"): say.list(ROLE_WORDS[role] for role in one.roles) or say("reader"),
        say("Kinds of records"): say.list(kind_named(kind).label for kind in one.kinds),
        say("Their units"): say.list(one.units),
        say("Made on"): say.date(one.created.date()),
        say("Last used on"): say.date(one.last_used) if one.last_used else say("never"),
        say("Withdrawn on"): say.date(one.withdrawn.date()) if one.withdrawn else "",
    }
