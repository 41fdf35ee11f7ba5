"""Who may do what, as it is told to servers that only read: beside the states, since a state of a
large database takes longer to publish than somebody who was withdrawn may still look."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime

from data.access.leaving import all_left
from data.access.people import Person, people, sign_of
from data.access.tokens import Token, hash_of, is_secret, tokens
from data.database.connection import ReadTransaction


@dataclass(frozen=True)
class Rights:
    """People by what they are known by, tokens in force by their hash, sign-outs by moment."""

    people: Mapping[str, Person] = field(default_factory=dict)
    tokens: Mapping[str, Token] = field(default_factory=dict)
    left: Mapping[str, float] = field(default_factory=dict)

    def person(self, sign: str) -> Person | None:
        """Somebody in the table of people."""
        return self.people.get(sign_of(sign))

    def holder(self, secret: str) -> Token | None:
        """The token in force that a program proves."""
        return self.tokens.get(hash_of(secret)) if is_secret(secret) else None


def rights_told(reading: ReadTransaction, now: float) -> dict:
    """All of it, as JSON holds it."""
    hashes = dict(reading.rows("SELECT name, hash FROM token WHERE withdrawn IS NULL"))
    return {
        "people": [_told(one) for one in people(reading)],
        "tokens": {hashes[one.name]: _told(one) for one in tokens(reading) if one.name in hashes},
        "left": all_left(reading, now),
    }


def rights_from(told: Mapping) -> Rights:
    """What was told. KeyError, TypeError or ValueError where it is something else."""
    found = [_person(one) for one in told["people"]]
    return Rights(
        {one.email: one for one in found},
        {hashed: _token(one) for hashed, one in told["tokens"].items()},
        {str(sign): float(at) for sign, at in told["left"].items()},
    )


def _told(one: Person | Token) -> dict:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in asdict(one).items()
    }


def _person(told: Mapping) -> Person:
    known = {one.name: told[one.name] for one in fields(Person)}
    lists = {name: tuple(known[name]) for name in ("roles", "kinds", "units")}
    return Person(
        **{
            **known,
            **lists,
            "since": date.fromisoformat(known["since"]),
            "added": _moment(known["added"]),
            "withdrawn": _moment(known["withdrawn"]),
        }
    )


def _token(told: Mapping) -> Token:
    used = told["last_used"]
    roles, kinds, units = (tuple(map(str, told[name])) for name in ("roles", "kinds", "units"))
    return Token(
        str(told["name"]),
        roles,
        kinds,
        str(told["within"]),
        units,
        datetime.fromisoformat(told["created"]),
        _moment(told["withdrawn"]),
        date.fromisoformat(used) if used else None,
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
