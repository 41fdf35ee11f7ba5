"""What a target that is counted up would ask, while it is typed: how much a month, how often the past
brought as much in as many months, and how likely it is if they go on so."""

from dataclasses import dataclass
from datetime import date
from statistics import fmean

import numpy as np

from errors import Message
from i18n import Month, rounded
from metrics.answers.asked import asking
from metrics.findings.month import card_of
from metrics.periods import add_months, last_day, last_whole_month
from metrics.snapshot import Snapshot
from metrics.targets.counting_up import chance_of_count, since_its_day
from metrics.targets.plans import Target, countable, measurable, place_of
from metrics.targets.verdict_words import percent_of
from metrics.window import length

_BACK, _LATEST, _FEWEST = 24, 12, 6  # months looked back, that say what is usual, for any statement


@dataclass(frozen=True)
class CountAdvice:
    """`missing`: what is still to be counted in `ahead` months, from `first` to `due`; `months`: what
    each of the whole months up to the `last` on record brought, oldest first; `begun`: whether any of
    these counts towards it."""

    missing: float
    ahead: int
    first: date
    due: date
    months: tuple[float, ...]
    last: date
    begun: bool = True

    @property
    def usual(self) -> float:
        """What one of the latest months brought."""
        return fmean(self.months[-_LATEST:])

    @property
    def runs(self) -> np.ndarray:
        """What each run of as many months brought; none where fewer are on record."""
        if self.ahead > len(self.months):
            return np.empty(0)
        return np.convolve(self.months, np.ones(self.ahead), "valid")


def count_advice(snapshot: Snapshot, target: Target) -> CountAdvice | None:
    """None where the KPI is not counted there, where its months are hidden, and of a target that no
    whole month is left for."""
    kpi = measurable(target)
    if kpi is None or not countable(kpi) or target.value is None:
        return None
    only, last = place_of(target), last_whole_month(snapshot.today)
    card = card_of(snapshot, kpi.name, last, only)
    if card.lacking or card.months is None or card.months.rows["hidden"].astype(bool).any():
        return None
    rows = card.months.judged()
    last = (
        last if rows.empty else rows["period"].iloc[-1]
    )  # of later ones nothing is known: judge.py
    first = max(add_months(last, 1), target.start.replace(day=1))
    ahead = length(first, target.due)
    if ahead < 1:
        return None
    rows = rows[rows["period"] > add_months(last, -_BACK)]
    so_far, begun = target.baseline or 0.0, target.start < first
    if begun:
        end = last_day(last, "month")
        since = since_its_day(asking(snapshot, [kpi]), target, card.months, end).judged()
        so_far += float(since.loc[since["period"] <= last, "y"].sum())
    months = tuple(map(float, rows["y"]))
    return CountAdvice(target.value - so_far, ahead, first, target.due, months, last, begun)


def count_words(found: CountAdvice) -> tuple[Message, ...]:
    """The advice in sentences."""
    if found.missing <= 0 and not found.begun:
        return (Message("It starts with as much: nothing more is asked for."),)
    if found.missing <= 0:
        return (
            Message(
                "So much is counted already, up to the end of {month}.",
                {"month": Month(found.last)},
            ),
        )
    if len(found.months) < _FEWEST:
        return (
            Message(
                "How much a month brings cannot be told: whole months on record number {months}, and "
                "{fewest} are needed.",
                {"months": len(found.months), "fewest": _FEWEST},
            ),
        )
    latest = len(found.months[-_LATEST:])
    said = [
        Message(
            "From {first} to {due} it asks for {needed} a month; the {months} whole months up to {last}, "
            "the last on record, brought {usual} on average.",
            {
                "first": Month(found.first),
                "due": Month(found.due),
                "needed": rounded(found.missing / found.ahead, 1),
                "months": latest,
                "last": Month(found.last),
                "usual": rounded(found.usual, 1),
            },
        )
    ]
    if len(found.runs):
        said.append(
            Message(
                "Runs of as many months within the last {months} that brought as much: {met} of "
                "{count}.",
                {
                    "count": len(found.runs),
                    "months": len(found.months),
                    "met": int((found.runs >= found.missing).sum()),
                },
            )
        )
    chance = chance_of_count(found.months, found.missing, found.ahead)
    if chance is not None:
        said.append(
            Message(
                "If the months go on as the last {months}, the chance of meeting it is {chance}%.",
                {"months": latest, "chance": percent_of(chance)},
            )
        )
    return tuple(said)
