"""Figures of months told before that files, or taking them back, changed since."""

from collections.abc import Sequence
from datetime import date, datetime, time
from math import isnan

from data.database.connection import ReadTransaction
from data.uploads.moved import moves_since
from data.uploads.store import Move
from errors import Message
from i18n import Month, rounded
from metrics.catalog import KPIS
from metrics.findings.board import Card
from metrics.findings.summary import Line
from metrics.kpi import Amount
from metrics.periods import add_months, is_over

_CUSTOMERS = tuple(
    dict.fromkeys(kpi.dataset.name for kpi in KPIS if not kpi.dataset.anonymous_below)
)


def restated(reading: ReadTransaction, month: date, today: date) -> list[tuple[date, Move]]:
    """What files of customers' answers, loaded or taken back in the calendar month in which `month`
    is told, moved in known values of months before it.

    A month is told in the one after it; while it is not over, what was loaded and taken back in it
    so far.
    """
    told = add_months(month, 1) if is_over(month, today) else month
    first, end = (datetime.combine(day, time.min) for day in (told, add_months(told, 1)))
    found = moves_since(reading, _CUSTOMERS, first, end)
    return [(day, move) for day, move in found if move.period < add_months(told, -1)]


def restated_since(
    reading: ReadTransaction, since: datetime, month: date
) -> list[tuple[date, Move]]:
    """What such files moved since a moment, at which the months up to `month` were over."""
    found = moves_since(reading, _CUSTOMERS, since, datetime.max)
    return [(day, move) for day, move in found if move.period <= month]


def restated_lines(cards: Sequence[Card], found: Sequence[tuple[date, Move]]) -> list[Line]:
    """A line a KPI whose values, as they are shown, are others now, or gone: the latest month of
    them. Of the company; nothing of staff, whose values are told as published."""
    lines = []
    for card in cards:
        if card.months is None or card.kpi.dataset.anonymous_below:
            continue
        first: dict[date, tuple[date, float]] = {}
        for day, move in found:
            if move.kpi == card.kpi.name and move.before is not None:
                first.setdefault(move.period, (day, move.before))
        values = {
            period: value
            for period, value in zip(
                card.months.columns["period"],
                card.months.columns["value"].astype(float).tolist(),
                strict=True,
            )
            if not isnan(value)
        }
        decimals = card.kpi.unit.decimals
        changed = [
            period
            for period, (_, before) in sorted(first.items())
            if period not in values
            or rounded(before, decimals) != rounded(values[period], decimals)
        ]
        if changed:
            lines.append(_line(card, changed, *first[changed[-1]], values.get(changed[-1])))
    return lines


def _line(card: Card, changed: list[date], day: date, before: float, now: float | None) -> Line:
    unit, last = card.kpi.unit, changed[-1]
    blanks = {
        "day": day,
        "month": Month(last),
        "before": Amount(unit, before),
        "now": Amount(unit, now),
    }
    sentence = Message(
        "Restated: {month} was {before} until {day} and has no value any more."
        if now is None
        else "Restated: {month} was {before} until {day} and is {now}.",
        blanks,
    )
    more = (
        (
            Message(
                "Months restated: {count}, from {month} on.",
                {"count": len(changed), "month": Month(changed[0])},
            ),
        )
        if len(changed) > 1
        else ()
    )
    return Line(card.kpi, sentence, None, more=more)
