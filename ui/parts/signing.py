"""Who somebody is, as the provider of identities or the company's proxy says; what they may is looked
up in the table of people, not here.

Streamlit reads both when a browser connects and keeps them while the page is open; that an identity
has run out it never asks, so that is asked here, whenever a page is drawn.
"""

import logging
import os
import time
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from data.access.leaving import leave, left_at
from data.access.people import sign_of
from data.roles import ROLES
from errors import ServiceCultureError
from ui.parts import st
from ui.parts.opened import following, opened

_CLAIM, _ROLE_CLAIM = "SERVICE_CULTURE_SIGN_IN_CLAIM", "SERVICE_CULTURE_ROLE_CLAIM"
_LOG = logging.getLogger(__name__)
_FRESH = 1.0  # seconds for which a look at the secrets holds
_FOUND: list = []  # the secrets, when they were looked at, and what they say


class SignIn(Enum):
    """How people sign in here."""

    OPEN = "open"  # not at all: whoever opens the page is the installation's one viewer
    OIDC = "oidc"
    PROXY = "proxy"


@dataclass(frozen=True)
class SignedIn:
    """Who somebody is; `ended`: the identity has run out, or they have signed out since. `claimed`:
    the roles that the provider says, which give no right here."""

    sign: str
    name: str
    ended: bool
    claimed: tuple[str, ...] = ()


def way() -> SignIn:
    """What is set up on this server."""
    if st.get_option("server.trustedUserHeaders"):
        return SignIn.PROXY
    secrets, now = st.secrets, time.monotonic()
    if not (_FOUND and _FOUND[0] is secrets and now - _FOUND[1] < _FRESH):
        _FOUND[:] = secrets, now, _by_secrets()  # a page asks a hundred times
    return _FOUND[2]


def _by_secrets() -> SignIn:
    """A file of secrets that cannot be read lets nobody in, since it may be the one that says how to
    sign in."""
    if st.secrets.load_if_toml_exists():
        return SignIn.OIDC if "auth" in st.secrets else SignIn.OPEN
    files = st.get_option("secrets.files")
    return SignIn.OIDC if any(Path(file).exists() for file in files) else SignIn.OPEN


def identity() -> SignedIn | None:
    """Who looks at the page; None where nobody has signed in."""
    told = st.user.to_dict()
    claim, by_proxy = os.environ.get(_CLAIM) or "email", way() is SignIn.PROXY
    if by_proxy and claim not in st.get_option("server.trustedUserHeaders").values():
        return None  # else what a cookie says would pass for the word of the proxy
    found = told.get(claim)
    if not isinstance(found, str) or not found.strip():
        return None
    sign, name = sign_of(found), told.get("name")
    shown = name.strip() if isinstance(name, str) else ""
    claimed = _roles_in(told.get(os.environ.get(_ROLE_CLAIM) or "roles"))
    if by_proxy:
        return SignedIn(sign, shown, ended=False, claimed=claimed)
    if not told.get("is_logged_in") or told.get("email_verified") is False:
        return None
    return SignedIn(sign, shown, ended=_has_ended(told, sign), claimed=claimed)


def _roles_in(claim: object) -> tuple[str, ...]:
    """The roles of ours that a claim names: a list, or a text parted by commas."""
    parts = claim.split(",") if isinstance(claim, str) else claim
    if not isinstance(parts, list | tuple):
        return ()
    named = {one.strip().casefold() for one in parts if isinstance(one, str)}
    return tuple(role for role in ROLES if role in named)


def _has_ended(told: dict, sign: str) -> bool:
    """Without a moment of its end, or of its making, an identity is none."""
    until, since = told.get("exp"), told.get("iat")
    if not isinstance(until, int | float) or not isinstance(since, int | float):
        return True
    return until <= time.time() or since <= _left_at(sign)


def providers() -> tuple[str, ...]:
    """The names of the providers that are set up; "" for the one without a name."""
    auth = st.secrets["auth"] if st.secrets.load_if_toml_exists() else {}
    named = tuple(name for name, value in auth.items() if hasattr(value, "keys"))
    own = tuple(name for name in named if name != "client_kwargs")
    return own if own and "client_id" not in auth else ("",)


def sign_in(provider: str) -> None:
    """Lead to the provider."""
    st.login(provider or None)


def sign_out() -> None:
    """End the session, here and wherever else the same identity has a page open."""
    found = identity()
    try:
        if found is not None:
            _leave(found.sign, time.time())
    except (ServiceCultureError, OSError):  # the cookie goes all the same
        _LOG.exception("A sign-out could not be told to other pages")
    st.logout()


def _leave(sign: str, moment: float) -> None:
    """Older identities of theirs hold no more, here and on the other servers."""
    leave(opened(), sign, moment)
    if (read_here := following()) is not None:
        read_here.leave_note(left=sign, at=moment)


def _left_at(sign: str) -> float:
    read_here = following()
    told = 0.0 if read_here is None else read_here.rights().left.get(sign, 0.0)
    return max(told, left_at(opened(), sign))
