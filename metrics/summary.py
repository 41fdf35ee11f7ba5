"""The month in sentences: what changed, where, and how sure that is; each with the way to its proof."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from errors import Message
from metrics.answer import Answer
from metrics.board import Card, moved_most
from metrics.change import Change, change
from metrics.kpi import Kpi
from metrics.periods import add_months, last_day, start_of
from metrics.query import Query
from metrics.signals import process
from metrics.spc import Variation

FALSE_DISCOVERIES = 0.05  # share of named units that may be named by chance


@dataclass(frozen=True)
class Line:
    """One finding: the KPI, the sentence, whether it is for the better, and the link's parameters."""

    kpi: Kpi
    sentence: Message
    better: bool | None
    link: tuple[tuple[str, str], ...] = ()


def signal_lines(cards: tuple[Card, ...]) -> list[Line]:
    """KPIs whose latest month is beyond normal variation."""
    lines = []
    for card in cards:
        found = process(card.answer) if card.answer is not None else None
        if found is None or found.variation in (None, Variation.COMMON) or found.rows["period"].iloc[-1] != card.month:
            continue
        sentence = Message("Signal: {signal}.", {"signal": found.signal.value})
        lines.append(Line(card.kpi, sentence, found.variation is Variation.IMPROVEMENT))
    return lines


def change_lines(cards: tuple[Card, ...]) -> list[Line]:
    """The clearest changes of the whole."""
    return [Line(card.kpi, card.change.sentence(), card.change.better) for card in moved_most(cards)]


def where_lines(cards: tuple[Card, ...], dimension: str, answer: Callable[[str, Query], Answer], most: int = 4) -> list[Line]:
    """The units that changed most clearly in the month's unfiltered KPIs; worse ones first."""
    shown = [card for card in cards if card.answer is not None and dimension in card.kpi.dimensions and not card.answer.query.only]
    lines = [line for card in shown for line in unit_lines(card.kpi, card.month, dimension, answer)]
    return sorted(lines, key=lambda line: line.better)[:most]


def unit_lines(kpi: Kpi, month: date, dimension: str, answer: Callable[[str, Query], Answer]) -> list[Line]:
    """Units that changed against a year before by more than chance, over the latest three months.

    Chance over all units together is kept in check: Benjamini & Hochberg 1995, JRSS B 57:289-300.
    """
    changes = {unit: found for unit, found in _unit_changes(kpi, month, dimension, answer).items() if found.difference.p is not None}
    if not changes:
        return []
    from statsmodels.stats.multitest import multipletests

    named = multipletests([found.difference.p for found in changes.values()], alpha=FALSE_DISCOVERIES, method="fdr_bh")[0]
    return [_unit_line(kpi, dimension, unit, found) for (unit, found), sure in zip(changes.items(), named, strict=True) if sure]


def _unit_changes(kpi: Kpi, month: date, dimension: str, answer: Callable[[str, Query], Answer]) -> dict[str, Change]:
    quarter = start_of(add_months(month, -2), "quarter")
    rows = answer(kpi.name, Query(add_months(quarter, -12), last_day(month, "month"), "quarter", dimension))
    units = [unit for unit in rows.rows["group"].unique() if unit]
    found = {unit: change(_only(rows, unit), quarter) for unit in units}
    return {unit: step for unit, step in found.items() if step is not None and step.before == add_months(quarter, -12)}


def _only(answer: Answer, unit: str) -> Answer:
    return Answer(answer.kpi, answer.query, answer.rows[answer.rows["group"] == unit])


def _unit_line(kpi: Kpi, dimension: str, unit: str, found: Change) -> Line:
    return Line(kpi, found.sentence(), kpi.direction.better(found.difference.value, 0), ((dimension, unit),))
