"""People who may sign in, and their rights: a table of their own, looked up whenever a page is drawn.

It is no record of the programme, so no upload holds it: backups have it, and a rebuilt database takes
it over from the one that was set aside. Who leaves is withdrawn and stays in the list, so that it can
be seen who had which rights.
"""

import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol

from data.access.looks import forget_looks
from data.database.connection import Database, ReadTransaction, WriteTransaction
from data.kinds.catalog import UNIT, UPLOADED
from data.log.audit import CHANGED, CREATED, PERSON, WITHDRAWN, Act, Told, note
from data.roles import ADMINISTRATOR, ROLES, STEWARD, TRAINER, UNITS_OF, Viewer
from data.units.names import known_names, shown_as
from errors import Message, WrongCall

_COLUMNS = "email, name, roles, kinds, within, units, since, added, withdrawn"
_SIGN = re.compile(
    r"[^\s,;<>\"'|]{1,200}"
)  # an address of mail, or what else the provider calls one
LONGEST_NAME = 80
_DIMENSIONS = dict(UNIT.column("dimension").choices)
_CHANGES, _TURN = [0], threading.Lock()


@dataclass(frozen=True)
class Person:
    """Somebody who may sign in. `email`: what the provider calls them by, small letters.

    `kinds`: of a steward, none: all. `units`: of a trainer or a steward, of the dimension `within`;
    none: all. `since`: the first day of these rights.
    """

    email: str
    name: str
    roles: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    within: str = ""
    units: tuple[str, ...] = ()
    since: date = date.min
    added: datetime | None = None
    withdrawn: datetime | None = None

    def viewer(self, today: date) -> Viewer | None:
        """The rights of that day; None without any."""
        if self.withdrawn is not None or self.since > today:
            return None
        return Viewer(
            frozenset(self.roles),
            frozenset(self.kinds),
            self.within,
            frozenset(self.units),
            signed_in=True,
        )


def sign_of(text: str) -> str:
    """What somebody is known by, as it is stored and looked up."""
    return text.strip().casefold()


def people(reading: ReadTransaction) -> list[Person]:
    """Everybody, those in force first, in order of their names."""
    rows = reading.rows(
        f"SELECT {_COLUMNS} FROM person ORDER BY withdrawn IS NOT NULL, lower(name), email"
    )
    return [_as_shown(reading, _person(row)) for row in rows]


def person_of(reading: ReadTransaction, sign: str) -> Person | None:
    """Whoever is known by that; None where nobody is."""
    rows = reading.rows(f"SELECT {_COLUMNS} FROM person WHERE email = ?", [sign_of(sign)])
    return _as_shown(reading, _person(rows[0])) if rows else None


def _as_shown(reading: ReadTransaction, person: Person) -> Person:
    """Rights with a unit are with the one that it is shown as, once the two were merged, and as
    before once they are parted: what is stored stays."""
    return replace(person, units=as_shown(reading, person.within, person.units))


def as_shown(reading: ReadTransaction, within: str, units: Iterable[str]) -> tuple[str, ...]:
    """Units that rights are limited to, as they are shown since."""
    return tuple(dict.fromkeys(shown_as(reading, within, unit) for unit in units))


def changes() -> int:
    """How often this process changed who may do what: who remembers rights asks it."""
    return _CHANGES[0]


def add_people(
    database: Database,
    added: Sequence[Person],
    now: datetime,
    anew: bool = False,
    who: str = "",
) -> None:
    """Let people in, all or none. WrongCall for what cannot be, and for somebody who is in the list
    already, unless their rights are to be given `anew`."""
    with database.write() as writing:
        faults = faults_of(writing, added)
        if faults:
            raise WrongCall(faults[0][1].text, **faults[0][1].blanks)
        with _keeping_an_administrator(writing):
            for person in added:
                before = person_of(writing, person.email)
                _put(writing, person, now, anew)
                was = None if before is None or before.withdrawn else rights_of(before)
                act = CHANGED if before else CREATED
                done = Act(who, act, PERSON, person.email, was, rights_of(person))
                note(writing, database.path, done)
    _have_changed()


class Limited(Protocol):
    """Rights with their limits."""

    @property
    def roles(self) -> tuple[str, ...]: ...
    @property
    def kinds(self) -> tuple[str, ...]: ...
    @property
    def within(self) -> str: ...
    @property
    def units(self) -> tuple[str, ...]: ...


def rights_of(one: Limited) -> Told:
    """What the log tells of rights."""
    return {
        "roles": one.roles,
        "kinds": one.kinds,
        "within": one.within,
        "units": one.units,
    }


def withdraw_person(database: Database, sign: str, now: datetime, who: str = "") -> Person:
    """From here on somebody may not sign in, nor go on. WrongCall where nobody is known by that, and
    for the only administrator."""
    with database.write() as writing:
        found = person_of(writing, sign)
        if found is None or found.withdrawn is not None:
            raise WrongCall("“{sign}” is nobody who may sign in.", sign=sign)
        with _keeping_an_administrator(writing):
            writing.run("UPDATE person SET withdrawn = ? WHERE email = ?", [now, found.email])
            forget_looks(writing, found.email)
            note(writing, database.path, Act(who, WITHDRAWN, PERSON, found.email, rights_of(found)))
    _have_changed()
    return found


def faults_of(reading: ReadTransaction, given: Iterable[Person]) -> list[tuple[int, Message]]:
    """What is wrong with people who are to be let in, each with the place of who it is about; names of
    units are compared with those on record, where there are any."""
    known, faults, seen = known_names(reading, UNITS_OF), [], set()
    for at, person in enumerate(given):
        found = [*_own_faults(person), *_unit_faults(person, known)]
        if person.email in seen:
            found.append(Message("“{sign}” is given twice.", {"sign": person.email}))
        seen.add(person.email)
        faults += [(at, fault) for fault in found]
    return faults


def _own_faults(person: Person) -> list[Message]:
    """What can be said without looking at the records."""
    found = []
    if not _SIGN.fullmatch(person.email):
        found.append(
            Message(
                "“{sign}” is no address to know somebody by: letters, digits and signs, no blanks.",
                {"sign": person.email},
            )
        )
    if len(person.name) > LONGEST_NAME:
        found.append(Message("A name has at most {most} letters.", {"most": LONGEST_NAME}))
    unknown = [role for role in person.roles if role not in ROLES]
    if not person.roles:
        found.append(Message("A role is needed. There are {known}.", {"known": list(ROLES)}))
    if unknown:
        found.append(
            Message(
                "“{role}” is no role. There are {known}.",
                {"role": ", ".join(unknown), "known": list(ROLES)},
            )
        )
    return [*found, *_limit_faults(person)]


def limit_faults(reading: ReadTransaction, person: Person) -> list[Message]:
    """What is wrong with the kinds and the units that rights are limited to."""
    return [*_limit_faults(person), *_unit_faults(person, known_names(reading, UNITS_OF))]


def _limit_faults(person: Person) -> list[Message]:
    kinds = {kind.name for kind in UPLOADED}
    found = [
        Message("“{kind}” is no kind of record. “python -m data kinds” lists them.", {"kind": kind})
        for kind in person.kinds
        if kind not in kinds
    ]
    if person.kinds and STEWARD not in person.roles:
        found.append(
            Message(
                "Kinds are those that a steward stores; {sign} is none.", {"sign": person.email}
            )
        )
    if person.units and not {STEWARD, TRAINER} & set(person.roles):
        found.append(
            Message(
                "Units are those of a trainer or a steward; {sign} is neither. A viewer sees the "
                "groups of the whole company.",
                {"sign": person.email},
            )
        )
    if person.units and person.within not in UNITS_OF:
        found.append(
            Message(
                "The units of one person are all of one dimension, one of {known}.",
                {"known": list(UNITS_OF)},
            )
        )
    return found


def _unit_faults(person: Person, known: dict[str, dict[str, str]]) -> list[Message]:
    names = {*known.get(person.within, {}), *known.get(person.within, {}).values()}
    return [
        Message(
            "“{unit}” is no {dimension} on record. Write it as the page Units shows it.",
            {"unit": unit, "dimension": _DIMENSIONS[person.within]},
        )
        for unit in person.units
        if names and unit not in names
    ]


def _put(writing: WriteTransaction, person: Person, now: datetime, anew: bool) -> None:
    before = person_of(writing, person.email)
    if before is not None and before.withdrawn is None and not anew:
        raise WrongCall("“{sign}” is in the list already.", sign=person.email)
    known = known_names(writing, UNITS_OF).get(person.within, {})
    units = dict.fromkeys(known.get(unit, unit) for unit in person.units)  # as they are shown
    kept = replace(person, units=tuple(units), added=before.added if before else now)
    writing.run("DELETE FROM person WHERE email = ?", [person.email])
    writing.run(
        f"INSERT INTO person ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)",
        [
            kept.email,
            kept.name,
            list(kept.roles),
            list(kept.kinds),
            kept.within if kept.units else "",
            list(kept.units),
            kept.since if kept.since > date.min else now.date(),
            kept.added,
        ],
    )


@contextmanager
def _keeping_an_administrator(writing: WriteTransaction) -> Iterator[None]:
    """WrongCall where what is done inside leaves none: nobody could let anybody in again but who has
    the server's shell."""
    before = _administrators(writing)
    yield
    if before and not _administrators(writing):
        raise WrongCall("There would be no administrator left. Make somebody else one first.")


def _administrators(reading: ReadTransaction) -> list[Person]:
    return [one for one in people(reading) if ADMINISTRATOR in one.roles and one.withdrawn is None]


def _have_changed() -> None:
    with _TURN:
        _CHANGES[0] += 1


def _person(row: tuple) -> Person:
    email, name, roles, kinds, within, units, since, added, withdrawn = row
    return Person(
        email, name, tuple(roles), tuple(kinds), within, tuple(units), since, added, withdrawn
    )
