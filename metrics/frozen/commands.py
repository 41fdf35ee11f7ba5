"""python -m metrics publish, withdraw, published, restated."""

import argparse
import json
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from data.access.rights import at_the_shell
from data.commands.caller import one_database
from data.database.connection import Database
from data.uploads.store import data_version
from i18n import translator
from metrics.frozen.published import (
    FrozenFigure,
    Publication,
    figures_of,
    published,
)
from metrics.frozen.publishing import period_named, publish, standing_named, withdraw
from metrics.frozen.restated import (
    Restatement,
    StandsAgain,
    named,
    restatement_record,
    restatements,
    standing_again,
    standing_again_named,
    standing_again_record,
    told_together,
)
from metrics.handed.keeping import KEEPING
from metrics.snapshot import Snapshot

SAY = translator("en")
_PERIOD = "YYYY-Qn|FYYYYY-Qn|YYYY-MM"
Answered = TypeVar("Answered")


def add_commands(commands: argparse._SubParsersAction) -> tuple[argparse.ArgumentParser, ...]:
    """Add them to those of `python -m metrics`."""
    publishing = commands.add_parser("publish", help="freeze the figures of a period that is over")
    publishing.add_argument("period", metavar=_PERIOD)
    publishing.set_defaults(run=_publish)
    withdrawing = commands.add_parser("withdraw", help="withdraw a published period")
    withdrawing.add_argument("period", metavar=_PERIOD)
    withdrawing.add_argument("--reason", required=True, help="why; it is kept with it")
    withdrawing.set_defaults(run=_withdraw)
    for command in (publishing, withdrawing):
        command.add_argument("--by", default="", metavar="NAME", help="who does it")
    listing = commands.add_parser("published", help="published periods, or the figures of one")
    listing.add_argument("period", nargs="?", metavar=_PERIOD)
    listing.set_defaults(run=_published)
    restating = commands.add_parser("restated", help="published figures that are others now")
    restating.add_argument("period", nargs="?", metavar=_PERIOD)
    restating.set_defaults(run=_restated)
    return publishing, withdrawing, listing, restating


def _with(work: Callable[[Database], Answered]) -> Answered:
    with one_database(KEEPING) as database:
        return work(database)


def _look(question: Callable[[Snapshot], Answered]) -> Answered:
    def asked(database: Database) -> Answered:
        with database.read() as reading:
            return question(Snapshot(reading, reading.of, data_version(reading), date.today()))

    return _with(asked)


def _publish(asked: argparse.Namespace) -> int:
    period = period_named(asked.period)
    done = _with(lambda database: publish(database, period, date.today(), asked.by, at_the_shell()))
    figures = len(_look(lambda snapshot: figures_of(snapshot, done)))
    if asked.json:
        return _print_json({**_record(done), "figures": figures})
    print(f"Published {SAY(done.period.spoken(SAY))} as {done.number}: {figures} figures.")
    return 0


def _withdraw(asked: argparse.Namespace) -> int:
    found = _look(lambda snapshot: standing_named(published(snapshot), asked.period))
    done = _with(
        lambda database: withdraw(
            database,
            found.period,
            asked.reason,
            date.today(),
            asked.by,
            at_the_shell(),
        )
    )
    if asked.json:
        return _print_json(_record(done))
    print(f"Withdrawn {done.number}. It stays on record, with the reason: {done.reason}")
    return 0


def _published(asked: argparse.Namespace) -> int:
    if asked.period is not None:
        return _figures(asked)
    found = _look(published)
    if asked.json:
        return _print_json({"rows": [_record(one) for one in found]})
    for one in found:
        end = "" if one.stands else f", withdrawn on {one.withdrawn_at:%Y-%m-%d}: {one.reason}"
        by = f" by {one.by}" if one.by else ""
        print(f"{one.number:<14}published on {one.at:%Y-%m-%d}{by}{end}")
    return 0


def _figures(asked: argparse.Namespace) -> int:
    def question(snapshot: Snapshot) -> tuple[Publication, tuple[FrozenFigure, ...]]:
        found = standing_named(published(snapshot), asked.period)
        return found, figures_of(snapshot, found)

    publication, figures = _look(question)
    if asked.json:
        return _print_json(
            {**_record(publication), "rows": [_figure_record(one) for one in figures]}
        )
    for one in figures:
        unit = f" ({one.place[1]})" if one.place[1] else ""
        print(f"{one.kpi}{unit}: {one.words.spoken(SAY)}")
    return 0


def _restated(asked: argparse.Namespace) -> int:
    found, again = _look(lambda snapshot: _held_against_today(snapshot, asked.period))
    if asked.json:
        return _print_json(
            {
                "rows": [restatement_record(one, SAY) for one in found],
                "stands_again": [standing_again_record(one, SAY) for one in again],
            }
        )
    for line in named(found, SAY) or ["Nothing that was published is another number now."]:
        print(line)
    for together in told_together(again):
        print(SAY(standing_again_named(together)))
    return 0


def _held_against_today(
    snapshot: Snapshot, period: str | None
) -> tuple[tuple[Restatement, ...], tuple[StandsAgain, ...]]:
    one = None if period is None else standing_named(published(snapshot), period)
    return restatements(snapshot, one), standing_again(snapshot, one)


def _record(publication: Publication) -> dict[str, object]:
    return {
        "publication": publication.number,
        "period": publication.name,
        "state": publication.state,
        "published_at": publication.at.isoformat(),
        "by": publication.by,
        "data_version": publication.data_version,
        "upload": publication.upload,
        "withdrawn_at": None
        if publication.withdrawn_at is None
        else publication.withdrawn_at.isoformat(),
        "withdrawn_by": publication.withdrawn_by,
        "reason": publication.reason,
    }


def _figure_record(figure: FrozenFigure) -> dict[str, object]:
    dimension, unit = figure.place
    return {
        "kpi": figure.kpi,
        "place": f"{dimension}={unit}" if dimension else None,
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "n": figure.n,
        "shown": figure.shown,
        "verdicts": [
            {
                "stage": one.stage,
                "plan": one.plan,
                "due": one.due.isoformat(),
                "target": one.goal,
                "verdict": one.status,
                "now": one.now,
            }
            for one in figure.verdicts
        ],
        "text": figure.words.spoken(SAY),
    }


def _print_json(value: object) -> int:
    print(json.dumps(value, ensure_ascii=False, indent=1))
    return 0
