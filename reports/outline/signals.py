"""What is out of the ordinary: verdicts that turned, levels and months that moved, and what was
restated."""

from collections.abc import Iterable, Sequence
from datetime import date

from errors import Message
from i18n import N_
from metrics.findings.board import Card
from metrics.findings.month import cards_of, news_of
from metrics.findings.news import FALSE_LINES, FALSE_MONTHS
from metrics.findings.restated import restated, restated_lines
from metrics.findings.summary import Line
from metrics.kpi import Amount
from metrics.snapshot import Snapshot
from metrics.statistics.spc import Variation
from reports.outline.levels import moved
from reports.outline.parts import (
    BETTER,
    WORSE,
    Cell,
    Column,
    Page,
    Paragraph,
    Table,
    Toned,
    told_of,
)
from reports.outline.period import ReportPeriod


def exception_pages(snapshot: Snapshot, period: ReportPeriod) -> tuple[Page, ...]:
    """What is new in each month of the period, and the KPIs whose last month is beyond normal
    variation, with what their process does to the target."""
    lines = [
        (month, line)
        for month in reversed(period.months)
        for line in _without_restated(snapshot, month)
    ]
    cards = [card for card in cards_of(snapshot, period.month, ()) if moved(card)]
    if not lines and not cards:
        return (
            Page(
                N_("Nothing is out of the ordinary."),
                (Paragraph((N_("No verdict turned, and no level or month lies beyond chance."),)),),
            ),
        )
    worse = sum(line.better is False for _, line in lines)
    title = Message(
        "New in this period: {count}, of these for the worse: {worse}. KPIs beyond normal "
        "variation: {moved}.",
        {"count": len(lines), "worse": worse, "moved": len(cards)},
    )
    blocks = []
    if lines:
        blocks.append(_lines_table(lines))
    if cards:
        blocks.append(_process_table(cards))
    blocks.append(
        Paragraph(
            (
                Message(
                    "If nothing had changed, chance alone would be expected to give at most "
                    "{count} of the lines about levels and months in this period.",
                    {"count": round((FALSE_LINES + FALSE_MONTHS) * len(period.months), 2)},
                ),
            )
        )
    )
    return (Page(title, tuple(blocks)),)


def _without_restated(snapshot: Snapshot, month: date) -> list[Line]:
    """The news of a month without restated values, which are a section of their own."""
    moves = _restated_lines(snapshot, month)
    return [line for line in news_of(snapshot, month, ()) if line not in moves]


def _lines_table(lines: Iterable[tuple[date, Line]]) -> Table:
    rows = [
        (
            line.kpi.label,
            Toned(N_("better") if line.better else N_("worse"), BETTER if line.better else WORSE)
            if line.better is not None
            else None,
            told_of(line.sentence, *line.more),
        )
        for _, line in lines
    ]
    return Table(
        (Column(N_("KPI"), 2.4), Column(N_("For the"), 0.9), Column(N_("What is new"), 7)),
        _once(rows),
        N_("What is new"),
        small=True,
    )


_LOOKS = {Variation.IMPROVEMENT: BETTER, Variation.CONCERN: WORSE}


def _process_table(cards: Iterable[Card]) -> Table:
    return Table(
        (
            Column(N_("KPI"), 2.4),
            Column(N_("Value"), 1.2, number=True),
            Column(N_("Variation"), 2.4),
            Column(N_("Signal"), 2.8),
            Column(N_("What the process does to the target"), 3),
        ),
        tuple(_process_row(card) for card in cards),
        N_("KPIs beyond normal variation"),
        small=True,
    )


def _process_row(card: Card) -> tuple[Cell, ...]:
    process, stage = card.process, card.stage
    if process is None:
        raise ValueError(f"{card.kpi.name} has no process")
    assured = None
    if stage is not None and stage.monthly_goal is not None and stage.goal_high is None:
        found = process.assurance(stage.monthly_goal, 1 if stage.target.upward else -1)
        assured = None if found is None else found.value
    return (
        card.kpi.label,
        Amount(card.kpi.unit, float(process.rows["value"].iloc[-1])),
        Toned(process.variation.value, _LOOKS.get(process.variation, "")),
        process.signal.value,
        assured,
    )


def restated_pages(snapshot: Snapshot, period: ReportPeriod) -> tuple[Page, ...]:
    """What files changed of figures told before, in the period."""
    lines = [line for month in period.months for line in _restated_lines(snapshot, month)]
    if not lines:
        return (Page(N_("Nothing that was told before has been restated."), ()),)
    rows = _once([(line.kpi.label, told_of(line.sentence, *line.more)) for line in lines])
    title = Message("KPIs with restated figures: {count}.", {"count": len(rows)})
    return (
        Page(
            title,
            (Table((Column(N_("KPI"), 3), Column(N_("What was restated"), 7)), rows, title),),
        ),
    )


def _restated_lines(snapshot: Snapshot, month: date) -> list[Line]:
    cards = cards_of(snapshot, month, ())
    return restated_lines(cards, restated(snapshot.reading, month=month, today=snapshot.today))


def _once(rows: Sequence[tuple[Cell, ...]]) -> tuple[tuple[Cell, ...], ...]:
    """The rows without those that say the same as an earlier one."""
    return tuple(row for at, row in enumerate(rows) if row not in rows[:at])
