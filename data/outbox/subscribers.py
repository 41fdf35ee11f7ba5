"""Who is told of what changes: by which channel, in which language, of which KPIs and places."""

import re
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import date, datetime

from data.database.connection import Database, ReadTransaction, WriteTransaction
from data.log.audit import CREATED, REMOVED, SUBSCRIBER, Act, note
from errors import WrongCall

_NAME = re.compile(r"[\w .@-]{1,80}")
_COLUMNS = "name, channel, address, language, kpis, places, digest, created"


@dataclass(frozen=True)
class Subscriber:
    """`channel`: its name in the file of channels; `address`: of a mail, empty for a group's robot;
    `kpis`: names, none for all; `places`: "store=Bund", none for the whole company; `digest`: whether
    a summary of each month is wanted besides."""

    name: str
    channel: str
    address: str
    language: str
    kpis: tuple[str, ...]
    places: tuple[str, ...]
    digest: bool
    created: datetime

    def wants(self, kpi: str, place: str) -> bool:
        """Whether it is to be told of a KPI at a place; "" is the whole company."""
        asked = place in self.places if self.places else place == ""
        return asked and (not self.kpis or kpi in self.kpis)


def subscribe(database: Database, wanted: Subscriber, who: str = "") -> None:
    """WrongCall for a name in use, or a channel's address that somebody has already: one message a
    run reaches each."""
    if not _NAME.fullmatch(wanted.name):
        raise WrongCall(
            "“{name}” is no name for who is told: letters, digits, blanks and . @ - _, at most 80.",
            name=wanted.name,
        )
    with database.write() as writing:
        for other in subscribers(writing):
            if other.name == wanted.name:
                raise WrongCall("“{name}” is told already.", name=wanted.name)
            if (other.channel, other.address) == (wanted.channel, wanted.address):
                raise WrongCall(
                    "“{other}” is told by the same channel at the same address.", other=other.name
                )
        marks = ", ".join("?" * len(astuple(wanted)))
        row = [list(one) if isinstance(one, tuple) else one for one in astuple(wanted)]
        writing.run(f"INSERT INTO subscriber ({_COLUMNS}) VALUES ({marks})", row)
        note(
            writing, database.path, Act(who, CREATED, SUBSCRIBER, wanted.name, None, _told(wanted))
        )


def unsubscribe(database: Database, name: str, who: str = "") -> None:
    """Nobody of that name is told any more; letters still waiting are not sent. WrongCall where
    there is none."""
    with database.write() as writing:
        before = next((one for one in subscribers(writing) if one.name == name), None)
        if before is None:
            raise WrongCall("Nobody called “{name}” is told of anything.", name=name)
        writing.run("DELETE FROM subscriber WHERE name = ?", [name])
        writing.run("DELETE FROM told WHERE subscriber = ?", [name])
        writing.run("DELETE FROM letter WHERE subscriber = ? AND state = 'waiting'", [name])
        note(writing, database.path, Act(who, REMOVED, SUBSCRIBER, name, _told(before)))


def _told(one: Subscriber) -> dict[str, object]:
    """What the log tells of it."""
    return {
        "channel": one.channel,
        "address": one.address,
        "kpis": one.kpis,
        "places": one.places,
        "digest": one.digest,
    }


def subscribers(reading: ReadTransaction) -> list[Subscriber]:
    """Everyone who is told, by name."""
    rows = reading.rows(f"SELECT {_COLUMNS} FROM subscriber ORDER BY name")
    return [
        Subscriber(name, channel, address, language, tuple(kpis), tuple(places), digest, created)
        for name, channel, address, language, kpis, places, digest, created in rows
    ]


@dataclass(frozen=True)
class Known:
    """What somebody knows of a thing: how it stood, as of which month, whether that was told in a
    letter (`aloud`) or only noted, and when."""

    standing: str
    month: date
    aloud: bool
    at: datetime


def told(reading: ReadTransaction, name: str) -> dict[str, Known]:
    """What somebody knows, by key."""
    rows = reading.rows(
        "SELECT key, standing, month, aloud, told_at FROM told WHERE subscriber = ?", [name]
    )
    return {key: Known(*known) for key, *known in rows}


def note_told(writing: WriteTransaction, name: str, known: Mapping[str, Known]) -> None:
    """Keep what somebody knows from here on."""
    for key, one in known.items():
        writing.run("DELETE FROM told WHERE subscriber = ? AND key = ?", [name, key])
        row = [name, key, one.standing, one.month, one.aloud, one.at]
        writing.run("INSERT INTO told VALUES (?, ?, ?, ?, ?, ?)", row)
