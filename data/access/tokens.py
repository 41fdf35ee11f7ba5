"""Tokens of other programs. What a program sends is kept as its hash only, so that who reads the
database cannot pass for it."""

import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from data.access.people import Person, as_shown, limit_faults, rights_of
from data.database.connection import Database, ReadTransaction
from data.log.audit import CREATED, TOKEN, WITHDRAWN, Act, note
from data.roles import ROLES, Viewer
from errors import WrongCall

_HEAD = "scd_"  # so that a token that lies about is known for what it is
_NAME = re.compile(r"[\w .@-]{1,80}")
_COLUMNS = "name, roles, kinds, within, units, created, withdrawn, last_used"


@dataclass(frozen=True)
class Token:
    """A program's token. `roles`: none: a reader; `kinds`, `within`, `units`: as of people
    (data/access/people.py); `last_used`: the day."""

    name: str
    roles: tuple[str, ...]
    kinds: tuple[str, ...]
    within: str
    units: tuple[str, ...]
    created: datetime
    withdrawn: datetime | None = None
    last_used: date | None = None

    @property
    def viewer(self) -> Viewer:
        """For whom its program reads and writes."""
        roles, kinds, units = map(frozenset, (self.roles, self.kinds, self.units))
        return Viewer(roles, kinds, self.within, units, signed_in=True)


@dataclass(frozen=True)
class TokenLimits:
    """What a token is limited to: `kinds` that its program may store, none: all; `units` of the
    dimension `within`, none: all."""

    kinds: Sequence[str] = ()
    within: str = ""
    units: Sequence[str] = ()


NO_LIMITS = TokenLimits()


def create_token(
    database: Database,
    name: str,
    roles: Sequence[str],
    now: datetime,
    who: str = "",
    limits: TokenLimits = NO_LIMITS,
) -> str:
    """The secret of a new token that `who` asked for, told this once. WrongCall for a name in use and
    for rights that cannot be."""
    for role in roles:
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
    within = limits.within if limits.units else ""
    rights = Person(name, "", tuple(roles), tuple(limits.kinds), within, tuple(limits.units))
    with database.write() as writing:
        if writing.rows("SELECT name FROM token WHERE name = ?", [name]):
            raise WrongCall(
                "There is a token \u201c{name}\u201d already. A withdrawn one keeps its name; take "
                "another.",
                name=name,
            )
        for fault in limit_faults(writing, rights):
            raise WrongCall(fault.text, **fault.blanks)
        rights = replace(rights, units=as_shown(writing, within, rights.units))
        writing.run(
            f"INSERT INTO token (hash, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, NULL, NULL)",
            [
                hash_of(secret),
                name,
                ",".join(roles),
                list(rights.kinds),
                within,
                list(rights.units),
                now,
            ],
        )
        note(writing, database.path, Act(who, CREATED, TOKEN, name, None, rights_of(rights)))
    return secret


def withdraw_token(database: Database, name: str, now: datetime, who: str = "") -> None:
    """From here on it proves nothing. WrongCall where there is none."""
    with database.write() as writing:
        found = [one for one in tokens(writing) if one.name == name and one.withdrawn is None]
        if not found:
            raise WrongCall("There is no token \u201c{name}\u201d in force.", name=name)
        writing.run("UPDATE token SET withdrawn = ? WHERE name = ?", [now, name])
        note(writing, database.path, Act(who, WITHDRAWN, TOKEN, name, rights_of(found[0])))


def tokens(reading: ReadTransaction) -> list[Token]:
    """All tokens, the latest first."""
    rows = reading.rows(f"SELECT {_COLUMNS} FROM token ORDER BY created DESC, name")
    return [_token(reading, row) for row in rows]


def _token(reading: ReadTransaction, row: tuple) -> Token:
    name, roles, kinds, within, units, *moments = row
    known = tuple(role for role in roles.split(",") if role)
    shown = as_shown(reading, within or "", units or ())
    return Token(name, known, tuple(kinds or ()), within or "", shown, *moments)


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
        found = _token(reading, rows[0])
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
