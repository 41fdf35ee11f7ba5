"""Tokens of other programs. What a program sends is kept as its hash only, so that who reads the
database cannot pass for it."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime

from data.database.connection import Database, ReadTransaction
from data.log.audit import CREATED, TOKEN, WITHDRAWN, note
from data.roles import ROLES
from errors import WrongCall

_HEAD = "scd_"  # so that a token that lies about is known for what it is
_NAME = re.compile(r"[\w .@-]{1,80}")
_COLUMNS = "name, roles, created, withdrawn, last_used"


@dataclass(frozen=True)
class Token:
    """A program's token. `roles`: parted by commas, empty for a reader; `last_used`: the day."""

    name: str
    roles: str
    created: datetime
    withdrawn: datetime | None
    last_used: date | None


def create_token(database: Database, name: str, roles: str, now: datetime, who: str = "") -> str:
    """The secret of a new token that `who` asked for, told this once. WrongCall for a name in use or a role that is
    none."""
    known = [role for role in roles.split(",") if role]
    for role in known:
        if role not in ROLES:
            raise WrongCall(
                "\u201c{role}\u201d is no role. There are {known}; without one a token is for "
                "readers.",
                role=role,
                known=list(ROLES),
            )
    if not _NAME.fullmatch(name):
        raise WrongCall(
            "\u201c{name}\u201d is no name for a token: letters, digits, blanks and . @ - _, at most "
            "80.",
            name=name,
        )
    secret = _HEAD + secrets.token_urlsafe(32)
    with database.write() as writing:
        if writing.rows("SELECT name FROM token WHERE name = ?", [name]):
            raise WrongCall(
                "There is a token \u201c{name}\u201d already. A withdrawn one keeps its name; take "
                "another.",
                name=name,
            )
        writing.run(
            "INSERT INTO token VALUES (?, ?, ?, ?, NULL, NULL)",
            [name, hash_of(secret), ",".join(known), now],
        )
        note(writing, database.path, who, CREATED, TOKEN, name, None, {"roles": known})
    return secret


def withdraw_token(database: Database, name: str, now: datetime, who: str = "") -> None:
    """From here on it proves nothing. WrongCall where there is none."""
    with database.write() as writing:
        found = writing.rows(
            "UPDATE token SET withdrawn = ? WHERE name = ? AND withdrawn IS NULL RETURNING roles",
            [now, name],
        )
        if not found:
            raise WrongCall("There is no token \u201c{name}\u201d in force.", name=name)
        roles = {"roles": [role for role in found[0][0].split(",") if role]}
        note(writing, database.path, who, WITHDRAWN, TOKEN, name, roles)


def tokens(reading: ReadTransaction) -> list[Token]:
    """All tokens, the latest first."""
    rows = reading.rows(f"SELECT {_COLUMNS} FROM token ORDER BY created DESC, name")
    return [Token(*row) for row in rows]


def holder_of(database: Database, secret: str, today: date) -> Token | None:
    """The token in force that a program proves; its use is noted once a day."""
    if not is_secret(secret):
        return None
    with database.read() as reading:
        rows = reading.rows(
            f"SELECT {_COLUMNS} FROM token WHERE hash = ? AND withdrawn IS NULL", [hash_of(secret)]
        )
    if not rows:
        return None
    found = Token(*rows[0])
    if found.last_used != today and not database.read_only:
        with database.write() as writing:
            writing.run("UPDATE token SET last_used = ? WHERE name = ?", [today, found.name])
    return found


def is_secret(text: str) -> bool:
    """Whether a text looks like the secret of a token."""
    return text.startswith(_HEAD)


def hash_of(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
