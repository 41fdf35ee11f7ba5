"""What is new since somebody last looked at the board: verdicts that turned, levels and months that
came to stand out, figures restated, files. What is a turn, stands out or is restated, `news` and
`restated` say."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from itertools import groupby

from data.kinds.catalog import kind_named
from data.kinds.schema import DatasetKind
from data.uploads.moved import uploads_since
from errors import Message
from metrics.catalog import indicator_named
from metrics.findings.month import cards_of
from metrics.findings.news import TOLD, Word, moved, turns, which, word_of
from metrics.findings.overview import MOST_PLACES, rows_of
from metrics.findings.restated import restated_lines, restated_since
from metrics.findings.summary import Line
from metrics.periods import add_months, last_whole_month
from metrics.snapshot import Snapshot, remembered
from metrics.targets.plans import Target
from metrics.targets.standing import judged_at, unit_places
from metrics.targets.verdict import Now, Status, Verdict

_WORDS: dict[str, Word] = {word.key: word for word in (*Status, Now.LOST, Now.REACHED)}


@dataclass(frozen=True)
class Files:
    """Uploads of a kind: those that came, and those that were there and were taken back."""

    kind: DatasetKind
    came: int
    gone: int


@dataclass(frozen=True)
class Since:
    """What is new; each list with what matters most first. `month`: the last one that is over.
    `outstanding`: each with its month. `units_judged`: whether verdicts of units are compared, not
    only those of the whole company."""

    month: date
    turned: tuple[Line, ...]
    outstanding: tuple[tuple[date, Line], ...]
    restated: tuple[Line, ...]
    files: tuple[Files, ...]
    units_judged: bool


@remembered(100)
def stood(snapshot: Snapshot) -> str:
    """How things stand, to be compared with at the next look: the word of each verdict, and what
    stands out in the last month that is over."""
    month = last_whole_month(snapshot.today)
    return json.dumps(
        {
            "month": month.isoformat(),
            "words": {_mark(one.target): word_of(one).key for one in _judged(snapshot)},
            "out": [
                sign
                for line in moved(cards_of(snapshot, month, ()))
                for sign in sorted(_signs(line))
            ],
        },
        separators=(",", ":"),
    )


@remembered(100)
def since(snapshot: Snapshot, begun: datetime, before: str) -> Since:
    """What is new since a look that began then, at which things stood as `before` tells."""
    month, was = last_whole_month(snapshot.today), json.loads(before)
    seen = date.fromisoformat(was["month"])
    restated = restated_since(snapshot.reading, begun, seen)
    return Since(
        month,
        tuple(_turned(snapshot, was["words"])),
        tuple(_outstanding(snapshot, seen, month, was["out"])),
        tuple(restated_lines(cards_of(snapshot, month, ()), restated)),
        tuple(
            Files(kind_named(kind), came, gone)
            for kind, came, gone in uploads_since(snapshot.reading, begun)
            if came or gone
        ),
        _units_are_judged(snapshot),
    )


def _judged(snapshot: Snapshot) -> list[Verdict]:
    """The targets of the whole company, and of units where the board judges them unasked."""
    month = last_whole_month(snapshot.today)
    company = [stage for row in rows_of(snapshot, month, ()) for stage in row.stages]
    if not _units_are_judged(snapshot):
        return company
    return company + [
        verdict
        for place, kpis in unit_places(snapshot)
        for verdict in judged_at(snapshot, month, place, [indicator_named(name) for name in kpis])
    ]


def _units_are_judged(snapshot: Snapshot) -> bool:
    """Of too many units the board has no verdicts before they are asked for."""
    return len(unit_places(snapshot)) <= MOST_PLACES


def _turned(snapshot: Snapshot, words: dict[str, str]) -> Iterator[Line]:
    """For the worse first, and of the whole company before its units."""
    found: list[Line] = []
    for place, stages in groupby(_judged(snapshot), lambda one: one.target.place):
        said = Message("{now}; when you last looked: {was}. {stages}.")
        link = ((place[0], place[1] or ""),) if place[0] else ()
        lines = turns(stages, lambda target: _WORDS.get(words.get(_mark(target), "")), said)
        found += [replace(line, link=link) for line in lines]
    yield from sorted(found, key=lambda line: {False: 0, True: 1, None: 2}[line.better])


def _outstanding(
    snapshot: Snapshot, seen: date, month: date, known: Sequence[str]
) -> Iterator[tuple[date, Line]]:
    """What stands out in the months that were not seen, and in the one that was what did not."""
    at = month
    while at >= max(seen, add_months(month, -TOLD)):
        for line in moved(cards_of(snapshot, at, ())):
            if at != seen or not _signs(line) <= set(known):
                yield at, line
        at = add_months(at, -1)


def _signs(line: Line) -> set[str]:
    """One for each KPI that it tells of: of those alike, which one leads may change."""
    return {f"{name}:{line.better}" for name in (line.kpi.name, *line.alike)}


def _mark(target: Target) -> str:
    """What makes two verdicts ones of the same target, unchanged, in a few letters."""
    return sha256(repr(which(target)).encode()).hexdigest()[:10]
