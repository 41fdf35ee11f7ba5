"""What is new in a month: verdicts that turned, levels that moved, first signals, figures restated.
For the worse first.

Levels are told so that of a company in which nothing happens `FALSE_LINES` a
month are expected at most, over all its KPIs: each dataset has an equal part of
them, and within a dataset, whose KPIs move together, the rule of Benjamini and
Hochberg decides. Single months have `FALSE_MONTHS`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from errors import Message
from i18n import Month
from metrics.answers.answer import Answer
from metrics.catalog import KPIS, indicator_named
from metrics.comparisons.signals import Process, process
from metrics.comparisons.swing import Level, Series, clearest, level, series_of
from metrics.findings.board import Card
from metrics.findings.summary import Line
from metrics.kpi import Amount, Kpi
from metrics.periods import add_months
from metrics.statistics.comparing import discoveries
from metrics.statistics.spc import Signal, Variation
from metrics.targets.plans import Target
from metrics.targets.verdict import Now, Status, Verdict

# single months told a month though nothing happened: expected of all KPIs together, at most
FALSE_MONTHS = 0.05
# levels told a month though nothing moved: expected of all datasets together, before those told
# already are left out
FALSE_LINES = 0.2
TOLD = 3  # months before in which a level told alike makes it no news
_DATASETS = len({kpi.dataset.name for kpi in KPIS})
# How a verdict stands, by its key: words that stand alike are no turn of one another. Those that
# are not here tell of the records.
_STANDS = {
    "missed": 0,
    "lost": 0,
    "out_of_reach": 1,
    "unlikely": 1,
    "open": 2,
    "likely": 3,
    "sure": 3,
    "reached": 4,
    "reached_late": 4,
    "met": 4,
}
_OPEN = 2
Word = Status | Now
_OUTSIDE = (Signal.ABOVE, Signal.BELOW)


@dataclass(frozen=True)
class _Moved:
    """The level of a KPI that lies beyond its swing, as of `month`, with its p."""

    kpi: Kpi
    month: date
    p: float
    level: Level

    @property
    def better(self) -> bool:
        value = self.level.difference.value
        return value is not None and self.kpi.direction.better(value, 0)

    def words(self) -> Message:
        unit, level = self.kpi.unit, self.level
        low, high = level.difference[1:3]
        blanks = {
            "value": Amount(unit, level.mean),
            "first": Month(add_months(self.month, 1 - level.months)),
            "last": Month(self.month),
            "low": Amount(unit, low, change=True, bare=True),
            "high": Amount(unit, high, change=True, bare=True),
        }
        if level.yearly:
            return Message(
                "{value} on average from {first} to {last}, {change} against the year before, "
                "where {usual} is usual "
                "(95% beyond that: {low} to {high}).",
                {
                    **blanks,
                    "change": Amount(
                        unit, unit.step_between(level.before, level.mean), change=True
                    ),
                    "usual": Amount(unit, level.usual, change=True),
                },
            )
        change = Amount(unit, unit.step_between(level.before, level.mean, low, high), change=True)
        return Message(
            "{value} on average from {first} to {last}, {change} against the mean of {months} "
            "months before (95%: {low} to {high}).",
            {**blanks, "change": change, "months": level.base},
        )


@dataclass(frozen=True)
class _Outside:
    """A KPI whose month is beyond the process limits for the first time."""

    process: Process

    @property
    def kpi(self) -> Kpi:
        return self.process.kpi

    @property
    def better(self) -> bool:
        return self.process.variation is Variation.IMPROVEMENT

    def words(self) -> Message:
        last = self.process.rows.iloc[-1]
        return Message(
            "{value} in {month}: {signal}.",
            {
                "value": Amount(self.kpi.unit, float(last["value"])),
                "month": Month(last["period"]),
                "signal": self.process.signal.value,
            },
        )


def news(
    cards: Sequence[Card], before: Iterable[Verdict], restated: Iterable[Line] = ()
) -> tuple[Line, ...]:
    """All that is new in the cards' month, the worse first. `before`: the verdicts of the month
    before; `restated`: see metrics.findings.restated."""
    found = [*turned(cards, before), *moved(cards), *restated]
    return tuple(sorted(found, key=lambda line: {False: 0, True: 1, None: 2}[line.better]))


def turned(cards: Iterable[Card], before: Iterable[Verdict]) -> list[Line]:
    """Verdicts that were others a month before, on the same target."""
    known = {which(verdict.target): word_of(verdict) for verdict in before}
    of = {card.kpi.name: card for card in cards}
    month = next((Month(add_months(card.month, -1)) for card in of.values()), None)
    return turns(
        (stage for card in of.values() for stage in card.stages),
        lambda target: known.get(which(target)),
        Message("{now}; at the end of {month}: {was}. {stages}.", {"month": month}),
    )


def turns(
    stages: Iterable[Verdict], was: Callable[[Target], Word | None], said: Message
) -> list[Line]:
    """Verdicts of one place that stand otherwise than they did (`was`; None where that is not known):
    those furthest off first. Stages of a KPI that turned alike are one line. `said`: the sentence,
    whose {now}, {was} and {stages} are filled here."""
    alike: dict[tuple[str, Word, Word], list[Verdict]] = {}
    for stage in stages:
        before, now = was(stage.target), word_of(stage)
        if before is not None and _standing(before) != _standing(now):
            alike.setdefault((stage.target.kpi, now, before), []).append(stage)
    found = sorted(alike.items(), key=lambda one: _STANDS.get(one[0][1].key, len(_STANDS)))
    return [_turn(kpi, now, before, together, said) for (kpi, now, before), together in found]


def which(target: Target) -> tuple:
    """What makes two verdicts ones of the same target, unchanged."""
    return (
        *target.series,
        target.kpi,
        target.place,
        target.due,
        target.form,
        target.value,
        target.value_high,
        target.baseline,
        target.start,
    )


def word_of(verdict: Verdict) -> Word:
    """How a verdict stands: what became of the stage, unless that is another today."""
    return verdict.now if verdict.now in (Now.LOST, Now.REACHED) else verdict.status


def _turn(kpi: str, now: Word, was: Word, stages: list[Verdict], said: Message) -> Line:
    told = [
        Message(
            "{stage}: {target} by {due}",
            {"stage": stage.stage, "target": stage.asked, "due": stage.target.due},
        )
        for stage in stages
    ]
    blanks = {**said.blanks, "now": now.label, "was": was.label, "stages": told}
    return Line(
        indicator_named(kpi),
        Message(said.text, blanks),
        _for_the_better(_STANDS.get(now.key), _STANDS.get(was.key, _OPEN)),
    )


def _standing(word: Word) -> int | str:
    return _STANDS.get(word.key, word.key)


def _for_the_better(now: int | None, then: int) -> bool | None:
    """Whether a verdict stands better than before; what could not be told before counts as open."""
    return None if now is None or now == then else now > then


def moved(cards: Sequence[Card]) -> list[Line]:
    """Levels beyond the swing of their months, the clearest first, then single months beyond the
    process limits; of KPIs on the same records that moved alike, one line. What was told alike in
    the months before is no news; where both are new, the month says it."""
    series = [(card, found) for card in cards if (found := _series(card)) is not None]
    outside = [
        _Outside(signalled)
        for card, months in series
        if _stands_out(months)  # hardly any does, and a process takes long
        and (signalled := first_signal(card)) is not None
        and signalled.signal in _OUTSIDE
    ]
    earlier = [one for back in range(1, TOLD + 1) for one in _told(series, back)]
    known: list[_Moved | _Outside] = [*earlier, *outside]
    told = {(one.kpi.name, one.better) for one in known}
    levels = [
        one
        for one in sorted(_told(series, 0), key=lambda one: one.p)
        if (one.kpi.name, one.better) not in told
    ]
    fresh: list[_Moved | _Outside] = [*levels, *outside]
    together: dict[tuple[str, bool], list[_Moved | _Outside]] = {}
    for one in fresh:
        together.setdefault((one.kpi.dataset.name, one.better), []).append(one)
    return [_line(lead, [one.kpi for one in alike]) for lead, *alike in together.values()]


def _stands_out(series: Series) -> bool:
    """Whether the latest month alone lies beyond what a month of some KPI does by chance."""
    found = level(series, 1)
    p = None if found is None else found.difference.p
    return p is not None and p <= FALSE_MONTHS / len(KPIS)


def _line(lead: "_Moved | _Outside", alike: list[Kpi]) -> Line:
    more = (
        (Message("The same way: {kpis}.", {"kpis": [kpi.label for kpi in alike]}),) if alike else ()
    )
    names = tuple(kpi.name for kpi in alike)
    return Line(lead.kpi, lead.words(), lead.better, more=more, alike=names)


def _series(card: Card) -> Series | None:
    """The months of a card up to the one that is told of."""
    if card.months is None:
        return None
    found = series_of(card.months.settled, card.breaks.every)
    if found is None:
        return None
    return found.until(_month(card, card.months))


def _month(card: Card, months: Answer) -> date:
    """The month that is told of: the card's, or the last settled one where those after it still
    mature."""
    columns, month = months.columns, card.month
    maturing = set(columns["period"][columns["maturing"].astype(bool)])
    while month in maturing:
        month = add_months(month, -1)
    return month


def _told(series: Sequence[tuple[Card, Series]], back: int) -> list[_Moved]:
    """The levels that are told as of the month `back` months before."""
    of_dataset: dict[str, list[_Moved]] = {}
    for card, whole in series:
        month = add_months(whole.last, -back)
        part = whole.until(month)
        found = clearest(part) if len(part.values) else None
        if found is not None:
            of_dataset.setdefault(card.kpi.dataset.name, []).append(_Moved(card.kpi, month, *found))
    return [
        one
        for together in of_dataset.values()
        for one, sure in zip(
            together,
            discoveries(np.array([one.p for one in together]), FALSE_LINES / _DATASETS),
            strict=True,
        )
        if sure
    ]


def first_signal(card: Card) -> Process | None:
    """The card's process where the month told of is a signal that the month before it, as that was
    told, was not."""
    found, months = card.process, card.months
    if found is None or months is None or found.variation is Variation.COMMON:
        return None
    month = _month(card, months)
    if found.rows["period"].iloc[-1] != month:
        return None
    earlier = months.rows[[period < month for period in months.rows["period"]]]
    before = process(replace(months, rows=earlier), card.breaks.every)
    return None if before is not None and before.variation is found.variation else found
