"""Exceptions: KPIs whose latest months are beyond normal variation, and how many of them chance
alone would show."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from errors import Message
from i18n import N_, Month, Text
from metrics.comparisons.signals import Process, process
from metrics.findings.board import Card
from metrics.findings.finding import finding
from metrics.findings.month import cards_of
from metrics.findings.process_words import process_doubt, process_finding
from metrics.kpi import Amount
from metrics.periods import add_months, last_whole_month
from metrics.review.item import EXCEPTION, QUARTER, AgendaItem, Place, ReviewFigure, Skipped, Words
from metrics.snapshot import Snapshot
from metrics.statistics.spc import Signal, Variation
from metrics.targets.verdict import Status

# Share of charts of a stable process whose latest month, and any of whose latest three months, is a
# signal, by the months behind the chart; simulated, docs/methods.md.
_BEHIND = (6, 12, 24)
_ONE, _THREE = (0.013, 0.015, 0.018), (0.014, 0.033, 0.04)
_SHAPES = {Variation.IMPROVEMENT: "○", Variation.CONCERN: "□"}
_BETTER = {Variation.IMPROVEMENT: True, Variation.CONCERN: False}
_ORDER = (Variation.CONCERN, Variation.HIGH, Variation.LOW, Variation.IMPROVEMENT)


@dataclass(frozen=True)
class Exceptions:
    """The KPIs with a signal, worse first; how many were looked at, how many of these have a signal,
    and how many would have one by chance alone; what was left out."""

    items: tuple[AgendaItem, ...]
    looked_at: int
    flagged: int
    by_chance: float
    skipped: tuple[Skipped, ...]


def chance_of_a_flag(months: int, length: str) -> float:
    """The share (0 to 1) of KPIs with so many months that a review of a month, or a quarter, flags
    though nothing changed."""
    return float(np.interp(months, _BEHIND, _THREE if length == QUARTER else _ONE))


def exceptions(
    snapshot: Snapshot,
    month: date,
    length: str,
    last_meeting: date | None,
    unseen: Collection[str] = (),
) -> Exceptions:
    """Of all KPIs of the whole company, as of a month that is over. KPIs on the same records that
    move the same way are one item; an improvement that the last meeting saw already is none, but
    where its item is `unseen`: the meeting did not go through it."""
    groups: dict[tuple[str, Variation], list[_Flagged]] = {}
    expected, limitless, usual, known = 0.0, [], [], []
    for card in cards_of(snapshot, month, ()):
        seen = _seen(card)
        if seen is None:
            continue
        if seen.chart.segments[-1].high is None:
            limitless.append(card.kpi.label)
            continue
        expected += chance_of_a_flag(len(seen.current), length)
        one = _flagged(card, seen, length)
        if one is None:
            usual.append(card.kpi.label)
        elif (
            one.variation is Variation.IMPROVEMENT
            and _key(one) not in unseen
            and one.was_told(last_meeting)
        ):
            known.append(card.kpi.label)
        else:
            groups.setdefault((card.kpi.dataset.name, one.variation), []).append(one)
    ordered = sorted(groups.values(), key=lambda group: _ORDER.index(group[0].variation))
    flagged = len(known) + sum(map(len, ordered))
    skipped = (
        _left_out(N_("KPIs within normal variation: {count}"), usual),
        _left_out(N_("KPIs that improved at the last meeting already: {count}"), known),
        _left_out(
            N_("KPIs with too few months, or too rare events, for limits: {count}"), limitless
        ),
    )
    items = tuple(_item(group, length) for group in ordered)
    return Exceptions(items, flagged + len(usual), flagged, expected, skipped)


def _left_out(why: Text, kpis: list[Text]) -> Skipped:
    return Skipped(EXCEPTION, Message(why, {"count": len(kpis)}), len(kpis), tuple(kpis))


@dataclass(frozen=True)
class _Flagged:
    """A KPI with a signal: the months of the period that show one, and what the latest means."""

    card: Card
    process: Process
    months: tuple[date, ...]
    variation: Variation

    def was_told(self, last_meeting: date | None) -> bool:
        """Whether a review at the last meeting, with the months that were over then, saw the
        same."""
        if last_meeting is None or self.card.months is None:
            return False
        months = self.card.months
        seen = months.rows[
            [period <= last_whole_month(last_meeting) for period in months.rows["period"]]
        ]
        before = process(replace(months, rows=seen), self.card.breaks.every)
        return before is not None and before.variation is self.variation


def _seen(card: Card) -> Process | None:
    """The process of a KPI that has a settled month now; one whose last one is long ago is none of
    this period."""
    found = card.process
    return found if found is not None and found.rows["period"].iloc[-1] >= _told(card) else None


def _told(card: Card) -> date:
    """The month that is told of: the card's, or the last settled one where those after it still
    mature."""
    month = card.month
    if card.months is None:
        return month
    rows = card.months.rows
    maturing = set(rows["period"].to_numpy()[rows["maturing"].to_numpy(bool)])
    while month in maturing:
        month = add_months(month, -1)
    return month


def _flagged(card: Card, seen: Process, length: str) -> _Flagged | None:
    """The months of the period with a signal, oldest first; None without any."""
    first = add_months(_told(card), -2 if length == QUARTER else 0)
    found = [
        (period, variation)
        for period, variation, signal in zip(
            seen.rows["period"], seen.variations, seen.chart.signals, strict=True
        )
        if period >= first and signal is not Signal.NONE
    ]
    if not found:
        return None
    return _Flagged(card, seen, tuple(period for period, _ in found), found[-1][1])


def _key(one: _Flagged) -> str:
    return f"exception-{one.card.kpi.dataset.name}-{one.variation.name.lower()}"


def _item(group: Sequence[_Flagged], length: str) -> AgendaItem:
    lead, *others = group
    card, variation = lead.card, lead.variation
    stage = card.stage if card.stage and card.stage.status is not Status.CANNOT else None
    sentences = [*process_finding(lead.process, stage)]
    if length == QUARTER:
        months = [Month(period) for period in lead.months]
        told = Message("Months of the quarter with a signal: {months}.", {"months": months})
        sentences.insert(0, told)
    if others:
        labels = [one.card.kpi.label for one in others]
        sentences.append(Message("The same way: {kpis}.", {"kpis": labels}))
    return AgendaItem(
        key=_key(lead),
        kind=EXCEPTION,
        title=_title(group),
        headline=finding(card),
        word=variation.value,
        shape=_SHAPES.get(variation, "◇"),
        better=_BETTER.get(variation),
        sentences=tuple(sentences),
        doubts=process_doubt(lead.process),
        facts=()
        if card.change is None
        else ((N_("The latest month alone"), card.change.sentence()),),
        table=(_HEAD, *map(_row, group)) if others else (),
        kpi=card.kpi.name,
        figure=figure_of(card),
    )


_HEAD: tuple[Words, ...] = (N_("KPI"), N_("Value"), N_("Signal"))


def _title(group: Sequence[_Flagged]) -> Words:
    labels = [one.card.kpi.label for one in group]
    return labels[0] if len(labels) == 1 else Message("{kpis}", {"kpis": labels})


def _row(one: _Flagged) -> tuple[Words, ...]:
    """The latest month of the period that shows a signal, with it."""
    seen, kpi = one.process, one.card.kpi
    at = seen.rows["period"].tolist().index(one.months[-1])
    row = seen.rows.iloc[at]
    value = Message(
        "{value} in {month}",
        {"value": Amount(kpi.unit, float(row["value"])), "month": Month(row["period"])},
    )
    return kpi.label, value, seen.chart.signals[at].value


def figure_of(card: Card, place: Place = (None, None)) -> ReviewFigure | None:
    """The value of the last settled month of a card."""
    row = card.settled
    if row is None or row["hidden"] or pd.isna(row["value"]):
        return None
    known = {
        name: None if pd.isna(row[name]) else float(row[name]) for name in ("low", "high", "n")
    }
    return ReviewFigure(
        card.kpi.name,
        place,
        row["period"],
        float(row["value"]),
        known["low"],
        known["high"],
        known["n"] if card.kpi.measure.told_by_n else None,
    )
