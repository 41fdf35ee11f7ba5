"""What is worth telling: how each target stands, and levels and months that stand out; without
words of one language.

A target is told of when it turns from good to bad or back. In between it is open, and stays what it
was told to be: a KPI near its goal would otherwise be told of month after month.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from errors import Message
from metrics.catalog import indicator_named
from metrics.findings.month import cards_of
from metrics.findings.news import moved
from metrics.findings.summary import Line
from metrics.kpi import Indicator
from metrics.periods import as_known, is_still_ahead, last_whole_month
from metrics.snapshot import Snapshot
from metrics.targets.judge import verdicts
from metrics.targets.verdict import Now, Status, Verdict, counting

GOOD, BAD, OPEN = "good", "bad", "open"
OUT, GONE = "out", "gone"  # how signals stand
SIGNAL = "signal:"
_GOOD = frozenset({Status.MET, Status.REACHED_LATE, Status.SURE, Status.LIKELY})


@dataclass(frozen=True)
class Occurrence:
    """How something stands, as of a month. `key`: what it is, whatever becomes of it; `place`:
    "store=Bund", "" the whole company; `turns`: whether it has to have stood otherwise before to be
    told of."""

    key: str
    standing: str
    month: date
    kpi: Indicator
    place: str
    sentence: Message
    turns: bool


def events(snapshot: Snapshot) -> tuple[Occurrence, ...]:
    """How everything stands as of the last month that is over: targets, then what stands out."""
    month = last_whole_month(snapshot.today)
    judged = verdicts(snapshot.reading, month, snapshot.today)
    lines = moved(cards_of(snapshot, month, ()))
    return (
        *of_targets(judged, month, as_known(month, snapshot.today)),
        *of_signals(lines, month),
    )


def of_targets(judged: Iterable[Verdict], month: date, day: date) -> list[Occurrence]:
    """How targets stand on a day: of those that follow one another the one that counts, and of the
    stages of a plan those still ahead, else all."""
    plans: dict[tuple, list[Verdict]] = {}
    for verdict in judged:
        kpi, place, _, plan = verdict.target.series
        plans.setdefault((kpi, place, plan), []).append(verdict)
    found: list[Occurrence] = []
    for together in plans.values():
        stages = counting(tuple(together), day)
        ahead = [stage for stage in stages if is_still_ahead(stage.target.due, day)]
        found += [_of_target(stage, month) for stage in ahead or stages]
    return found


def standing(verdict: Verdict) -> str:
    """GOOD, BAD, or OPEN, which is also what cannot be judged."""
    if verdict.off:
        return BAD
    return GOOD if verdict.status in _GOOD or verdict.now is Now.REACHED else OPEN


def _of_target(verdict: Verdict, month: date) -> Occurrence:
    target = verdict.target
    kpi = indicator_named(target.kpi)
    place = f"{target.dimension}={target.unit}" if target.dimension else ""
    blanks = {
        "kpi": kpi.label,
        "place": target.unit or "",
        "stage": verdict.stage,
        "target": verdict.asked,
        "due": target.due,
        "word": (verdict.now or verdict.status).label,
        "why": verdict.today or verdict.sentence,
    }
    sentence = (
        Message("{kpi}, {place} – {stage} ({target} by {due}): {word}. {why}", blanks)
        if place
        else Message("{kpi} – {stage} ({target} by {due}): {word}. {why}", blanks)
    )
    which = (target.kpi, place, target.stage, target.series[-1])
    return Occurrence(
        f"target:{'|'.join(which)}", standing(verdict), month, kpi, place, sentence, turns=True
    )


def of_signals(lines: Iterable[Line], month: date) -> list[Occurrence]:
    """What stands out in a month, and did not in the months before."""
    return [
        Occurrence(
            f"{SIGNAL}{line.kpi.name}:{line.better}:{month:%Y-%m}",
            OUT,
            month,
            line.kpi,
            "",
            Message("{kpi}: {what}", {"kpi": line.kpi.label, "what": line.sentence}),
            turns=False,
        )
        for line in lines
    ]
