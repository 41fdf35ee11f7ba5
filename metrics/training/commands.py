"""python -m metrics items."""

import argparse
import json

from data.commands.caller import one_database
from data.database.connection import ReadTransaction
from errors import WrongCall
from i18n import translator
from metrics.handed.keeping import KEEPING
from metrics.training.drift import ItemDrift, drift_words
from metrics.training.exam import Exam, exam
from metrics.training.met_before import MetBefore, met_before
from metrics.training.records import SatPaper, answers_again, papers

SAY = translator("en")
_Found = tuple[list[tuple[SatPaper, Exam]], MetBefore]


def add_commands(commands: argparse._SubParsersAction) -> tuple[argparse.ArgumentParser, ...]:
    """Add them to those of `python -m metrics`."""
    items = commands.add_parser("items", help="an exam's items, and which became easier or harder")
    items.add_argument("course")
    items.set_defaults(run=_items)
    return (items,)


def _items(asked: argparse.Namespace) -> int:
    with one_database(KEEPING) as database, database.read() as reading:
        sat, again = _found(reading, asked.course)
    if asked.json:
        print(json.dumps(_record(sat, again), ensure_ascii=False, indent=1))
        return 0
    for paper, found in sat:
        version = f", version {paper.version}" if paper.version else ""
        print(f"{paper.course}{version}: {found.people} people")
        for verdict in found.verdicts:
            print(f"  {verdict.item}  {SAY(verdict.sentence)}")
        for words in found.drift.words():
            print(f"  {SAY.sentences(map(SAY, words))}")
    print(SAY(again.sentence()))
    return 0


def _found(reading: ReadTransaction, course: str) -> _Found:
    known = papers(reading)
    if not known:
        raise WrongCall("No scored answers to single exam items are on record.")
    sat = [
        (paper, found)
        for paper in known
        if paper.course == course and (found := exam(reading, course, paper.version))
    ]
    if not sat:
        raise WrongCall(
            "No scored answers to single exam items of \u201c{course}\u201d are on record. Courses "
            "with such answers: {known}.",
            course=course,
            known=list(dict.fromkeys(paper.course for paper in known)),
        )
    return sat, met_before(answers_again(reading, course))


def _record(sat: list[tuple[SatPaper, Exam]], again: MetBefore) -> dict[str, object]:
    return {
        "papers": [
            {
                "course": paper.course,
                "version": paper.version,
                "people": found.people,
                "compared": found.drift.compared,
                "items": _items_of(found),
            }
            for paper, found in sat
        ],
        "met_before": {
            "met": again.met,
            "new": again.new,
            **{
                name: _told(part) if again.told else None
                for name, part in again.difference._asdict().items()
            },
            "text": SAY(again.sentence()),
        },
    }


def _items_of(found: Exam) -> list[dict[str, object]]:
    drifted = {one.item: one for one in found.drift.items}
    rows = found.items.to_dict("index")
    return [
        {
            "item": str(verdict.item),
            "finding": verdict.finding.key,
            "text": SAY(verdict.sentence),
            **{name: _told(rows[verdict.item][name]) for name in ("n", "p", "r_rest", "d27")},
            "drift": _drift_of(drifted.get(verdict.item)),
        }
        for verdict in found.verdicts
    ]


def _drift_of(one: ItemDrift | None) -> dict[str, object] | None:
    if one is None:
        return None
    return {
        "since": one.since.isoformat(),
        "difference": one.difference,
        "p_adjusted": one.p,
        "before": {name: _told(part) for name, part in one.before._asdict().items()},
        "after": {name: _told(part) for name, part in one.after._asdict().items()},
        "text": SAY.sentences(map(SAY, drift_words(one))),
    }


def _told(value: float | None) -> float | None:
    return None if value is None or value != value else float(value)
