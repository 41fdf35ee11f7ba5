"""python -m alerts …: subscribe, unsubscribe, subscribers, channels, test, run, letters."""

if (
    __name__ == "__main__"
):  # Ctrl-C while the rest is imported, which takes a second, is no traceback either
    from data.commands.interrupt import end_with_a_word

    end_with_a_word()

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date, datetime

from alerts.passing import look, run
from alerts.sending import send_test
from alerts.settings import Channel, channels, channels_file, require_address
from data import __version__
from data.commands.caller import one_database, person
from data.commands.calling import called
from data.outbox.letters import letters
from data.outbox.subscribers import Subscriber, subscribe, subscribers, unsubscribe
from errors import WrongCall
from i18n import LANGUAGES, translator
from metrics.handed.keeping import KEEPING
from metrics.settings import check_settings
from metrics.targets.kpi_names import kpi_asked

SAY = translator("en")
_SHOWN = 50


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. 0 done, 1 refused, 2 wrong call."""
    return called(_parser(), arguments, check_settings)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m alerts", description="Tell people when it matters."
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, about: str, work: object) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=about, description=about)
        made.add_argument("--json", action="store_true", help="print JSON")
        made.set_defaults(run=work)
        return made

    new = command("subscribe", "Tell somebody of what changes from now on.", _subscribe)
    new.add_argument("name")
    new.add_argument("--channel", required=True, help="a name of the file of channels")
    new.add_argument("--address", default="", help="of a mail")
    new.add_argument("--language", choices=LANGUAGES, default="en")
    new.add_argument("--kpi", action="append", default=[], help="else all")
    new.add_argument(
        "--place", action="append", default=[], metavar="DIM=VALUE", help="else all of it"
    )
    new.add_argument("--digest", action="store_true", help="each month is summed up besides")
    command("unsubscribe", "Tell somebody of nothing more.", _unsubscribe).add_argument("name")
    command("subscribers", "Who is told, by what.", _subscribers)
    command("channels", "Which channels there are.", _channels)
    test = command("test", "Send a letter that says that it is a test.", _test)
    test.add_argument("channel")
    test.add_argument("--address", default="", help="of a mail")
    test.add_argument("--language", choices=LANGUAGES, default="en")
    command("run", "Write letters of what changed, and send what is due.", _run)
    command("letters", "The latest letters, and what became of each.", _letters)
    return parser


def _subscribe(asked: argparse.Namespace) -> int:
    require_address(_channel(asked.channel), asked.address)
    kpis = tuple(kpi_asked(name).name for name in asked.kpi)
    for place in asked.place:
        if "=" not in place:
            raise WrongCall(
                "{option} “{text}” needs an equals sign between two names.",
                option="--place",
                text=place,
            )
    wanted = Subscriber(
        asked.name,
        asked.channel,
        asked.address,
        asked.language,
        kpis,
        tuple(asked.place),
        asked.digest,
        datetime.now(),
    )
    with one_database(KEEPING) as database:
        subscribe(database, wanted, person())
        look(database, date.today(), datetime.now())
    return _said(asked, {"name": asked.name}, f"{asked.name} is told of what changes from now on.")


def _unsubscribe(asked: argparse.Namespace) -> int:
    with one_database(KEEPING) as database:
        unsubscribe(database, asked.name, person())
    return _said(asked, {"name": asked.name}, f"{asked.name} is told of nothing more.")


def _subscribers(asked: argparse.Namespace) -> int:
    with one_database(KEEPING) as database, database.read() as reading:
        found = subscribers(reading)
    rows = [
        {
            "name": one.name,
            "channel": one.channel,
            "address": one.address,
            "language": one.language,
            "kpis": list(one.kpis),
            "places": list(one.places),
            "digest": one.digest,
        }
        for one in found
    ]
    lines = (
        f"{one.name}  {one.channel} {one.address}  {one.language}  {' '.join(one.kpis) or 'all KPIs'}  "
        f"{', '.join(one.places) or 'the whole company'}{'  with digest' if one.digest else ''}"
        for one in found
    )
    return _said(asked, rows, *lines)


def _channels(asked: argparse.Namespace) -> int:
    found = channels()
    rows = [{"name": one.name, "kind": one.kind} for one in found.values()]
    none = () if found else (f"There are none. They are written down in {channels_file()}.",)
    return _said(asked, rows, *(f"{one.name}  {one.kind}" for one in found.values()), *none)


def _test(asked: argparse.Namespace) -> int:
    send_test(_channel(asked.channel), asked.address, translator(asked.language))
    return _said(asked, {"sent": True}, "It was taken.")


def _run(asked: argparse.Namespace) -> int:
    with one_database(KEEPING) as database:
        sent = run(database, channels(), date.today(), datetime.now())
    return _said(asked, {"sent": sent}, f"Letters sent: {sent}.")


def _letters(asked: argparse.Namespace) -> int:
    with one_database(KEEPING) as database, database.read() as reading:
        found = letters(reading, _SHOWN)
    rows = [
        {
            "id": one.id,
            "subscriber": one.subscriber,
            "made": one.made.isoformat(timespec="seconds"),
            "state": one.state,
            "tries": one.tries,
            "title": one.title,
            "lines": list(one.lines),
            "answer": one.answer,
        }
        for one in found
    ]
    lines = (
        f"{one.made:%Y-%m-%d %H:%M}  {one.subscriber}  {one.state}  {one.title}  {one.answer}".rstrip()
        for one in found
    )
    return _said(asked, rows, *lines)


def _channel(name: str) -> Channel:
    found = channels()
    if name not in found:
        raise WrongCall(
            "There is no channel “{name}” in {file}. There are: {known}.",
            name=name,
            file=str(channels_file()),
            known=list(found),
        )
    return found[name]


def _said(asked: argparse.Namespace, record: object, *lines: str) -> int:
    """Print what was done, as JSON where that is asked."""
    print(json.dumps(record, ensure_ascii=False, indent=1) if asked.json else "\n".join(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
