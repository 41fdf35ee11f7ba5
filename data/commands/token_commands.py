"""python -m data token, tokens, withdraw-token: what other programs prove themselves by."""

import argparse
from collections.abc import Callable
from datetime import datetime

from data.access.tokens import TokenLimits, create_token, tokens, withdraw_token
from data.commands.caller import person
from data.commands.storage import opened

Say = Callable[[object], int]
_WITHDRAWN = "withdrawn"


def create(asked: argparse.Namespace, as_json: Say) -> int:
    """A new token; its secret is printed this once."""
    with opened() as database:
        secret = create_token(
            database,
            asked.name,
            asked.role,
            datetime.now(),
            person(),
            TokenLimits(asked.kind, asked.within, asked.unit),
        )
    if asked.json:
        return as_json({"name": asked.name, "token": secret})
    print(secret)
    return 0


def listed(asked: argparse.Namespace, as_json: Say) -> int:
    """Every token, without its secret."""
    with opened() as database, database.read() as reading:
        found = tokens(reading)
    if asked.json:
        return as_json(
            [
                {
                    "name": one.name,
                    "roles": list(one.roles),
                    "kinds": list(one.kinds),
                    "within": one.within,
                    "units": list(one.units),
                    "created": one.created.isoformat(timespec="seconds"),
                    "withdrawn": one.withdrawn and one.withdrawn.isoformat(timespec="seconds"),
                    "last_used": one.last_used and one.last_used.isoformat(),
                }
                for one in found
            ]
        )
    for one in found:
        state = _WITHDRAWN if one.withdrawn else f"last used {one.last_used or 'never'}"
        rights = ", ".join(one.roles) or "reader"
        limits = "; ".join(", ".join(part) for part in (one.kinds, one.units) if part)
        rights += f" ({limits})" if limits else ""
        print(f"{one.name:30}  {rights:24}  {one.created:%Y-%m-%d}  {state}")
    return 0


def withdraw(asked: argparse.Namespace, as_json: Say) -> int:
    """A token proves nothing any more."""
    with opened() as database:
        withdraw_token(database, asked.name, datetime.now(), person())
    if asked.json:
        return as_json({"name": asked.name, _WITHDRAWN: True})
    print(f"The token {asked.name} is withdrawn.")
    return 0
