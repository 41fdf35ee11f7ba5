"""python -m data people …: who may sign in, and with which rights."""

import argparse
from collections.abc import Callable, Iterable
from datetime import date, datetime

from data.access.people import Person, add_people, people, person_of, sign_of, withdraw_person
from data.access.people_file import people_in
from data.commands.caller import person, where_called
from data.commands.calling import day
from data.commands.storage import opened
from data.database.connection import Database
from data.roles import ROLES, UNITS_OF
from errors import WrongCall

Say = Callable[[object], int]


def add_people_parsers(parser: argparse.ArgumentParser, as_json: Say) -> None:
    """What can be asked of `people` besides the list."""
    asks = parser.add_subparsers(metavar="WHAT")

    def ask(
        name: str, work: Callable[[argparse.Namespace], list[Person]], about: str, what: str
    ) -> argparse.ArgumentParser:
        added = asks.add_parser(name, help=about, description=about)
        added.add_argument(what)
        added.add_argument("--json", action="store_true", help="print JSON")
        added.set_defaults(run=lambda asked: _told(work(asked), asked, as_json))
        return added

    for name, about in (
        ("add", "Let somebody sign in."),
        ("change", "Give somebody other rights, all of them anew."),
    ):
        added = ask(name, _added if name == "add" else _changed, about, "email")
        added.add_argument("--name", default="", help="how the dashboard calls them")
        added.add_argument("--role", action="append", default=[], choices=ROLES, required=True)
        add_limits(added)
        added.add_argument("--since", type=day, default=date.min, metavar="YYYY-MM-DD")
    ask("withdraw", _withdrawn, "Somebody may not sign in any more, nor go on.", "email")
    ask("import", _imported, "Let the people of a file sign in, all or none.", "file")


def add_limits(parser: argparse.ArgumentParser) -> None:
    """Of which kinds and units rights are; without any: of all."""
    parser.add_argument("--kind", action="append", default=[], help="that a steward stores")
    parser.add_argument("--unit", action="append", default=[], help="of a trainer or steward")
    parser.add_argument("--within", choices=UNITS_OF, default=UNITS_OF[0])


def listed(asked: argparse.Namespace, as_json: Say) -> int:
    """Everybody who may sign in, or might once."""
    with opened() as database, database.read() as reading:
        return _told(people(reading), asked, as_json)


def _added(asked: argparse.Namespace) -> list[Person]:
    with opened() as database:
        add_people(database, [_asked(asked)], datetime.now(), who=person())
        return _known(database, [asked.email])


def _changed(asked: argparse.Namespace) -> list[Person]:
    with opened() as database:
        with database.read() as reading:
            before = person_of(reading, asked.email)
        if before is None:
            raise WrongCall("“{sign}” is nobody who may sign in.", sign=asked.email)
        asked.name = asked.name or before.name
        add_people(database, [_asked(asked)], datetime.now(), anew=True, who=person())
        return _known(database, [asked.email])


def _withdrawn(asked: argparse.Namespace) -> list[Person]:
    with opened() as database:
        withdraw_person(database, asked.email, datetime.now(), person())
        return _known(database, [asked.email])


def _imported(asked: argparse.Namespace) -> list[Person]:
    path = where_called(asked.file)
    if not path.is_file():
        raise WrongCall("There is no file {file}.", file=asked.file)
    with opened() as database:
        with database.read() as reading:
            found = people_in(reading, path.read_bytes(), path.name)
        add_people(database, found, datetime.now(), anew=True, who=person())
        return _known(database, [one.email for one in found])


def _asked(asked: argparse.Namespace) -> Person:
    return Person(
        sign_of(asked.email),
        asked.name.strip(),
        tuple(dict.fromkeys(asked.role)),
        tuple(dict.fromkeys(asked.kind)),
        asked.within if asked.unit else "",
        tuple(dict.fromkeys(asked.unit)),
        asked.since,
    )


def _known(database: Database, signs: Iterable[str]) -> list[Person]:
    with database.read() as reading:
        return [found for sign in signs if (found := person_of(reading, sign))]


def _told(found: list[Person], asked: argparse.Namespace, as_json: Say) -> int:
    if asked.json:
        return as_json([_as_json(one) for one in found])
    for one in found:
        rights = [", ".join(one.roles)]
        rights += [f"kinds: {', '.join(one.kinds)}"] if one.kinds else []
        rights += [f"{one.within}: {', '.join(one.units)}"] if one.units else []
        state = "withdrawn" if one.withdrawn else f"since {one.since}"
        print(f"{one.email:36}  {one.name:20}  {'; '.join(rights)}  {state}")
    if not found:
        print("Nobody may sign in yet: python -m data people add EMAIL --role administrator")
    return 0


def _as_json(person: Person) -> dict:
    return {
        "email": person.email,
        "name": person.name,
        "roles": list(person.roles),
        "kinds": list(person.kinds),
        "within": person.within,
        "units": list(person.units),
        "since": person.since.isoformat(),
        "withdrawn": person.withdrawn and person.withdrawn.isoformat(timespec="seconds"),
    }
