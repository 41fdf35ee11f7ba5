"""By what a program proves who it is, and how it is refused."""

from dataclasses import dataclass
from datetime import date

from starlette.requests import Request
from starlette.responses import JSONResponse

from data.roles import Viewer, written

BASE = "/api/v1"
_BEARER = "Bearer "
_LOOPBACK = {"127.0.0.1", "::1"}
_PASSED_ON = ("forwarded", "via", "x-forwarded-for", "x-real-ip")  # by a proxy in front


@dataclass(frozen=True)
class Program:
    """Another program that has a token in force: how the log names it, its roles as the settings
    write them, and for whom it reads and writes."""

    who: str
    roles: str
    viewer: Viewer


def proven(request: Request) -> Program | None:
    """Who asks, by the token in the header; None without one in force."""
    from data.access.tokens import holder_of
    from ui.parts.opened import following, opened

    given = request.headers.get("authorization", "")
    secret = given.removeprefix(_BEARER) if given.startswith(_BEARER) else ""
    read_here = following()
    token = (
        holder_of(opened(), secret, date.today())
        if read_here is None
        else read_here.rights().holder(secret)
    )
    if token is None:
        return None
    return Program(f"token:{token.name}", written(token.viewer), token.viewer)


def is_here(request: Request) -> bool:
    """Whether it is asked on this computer itself, and not passed on by a proxy."""
    host = request.client.host if request.client else ""
    named = (request.url.hostname or "") in (*_LOOPBACK, "localhost")
    return host in _LOOPBACK and named and not any(name in request.headers for name in _PASSED_ON)


def refused(code: int, reason: str) -> JSONResponse:
    """A refusal in one sentence."""
    headers = {"WWW-Authenticate": "Bearer"} if code == 401 else {}
    return JSONResponse({"error": reason}, status_code=code, headers=headers)


def no_token() -> JSONResponse:
    """What is said without a token in force."""
    return refused(401, "A token in force is needed: Authorization: Bearer scd_…")
