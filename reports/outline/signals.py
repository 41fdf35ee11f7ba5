"""What is out of the ordinary: verdicts that turned, levels and months that moved, and what was
restated."""

from collections.abc import Iterable, Sequence
from datetime import date

from errors import Message
from i18n import N_, Text
from metrics.catalog import indicator_named, kpi_named
from metrics.findings.month import cards_of, news_of
from metrics.findings.news import FALSE_LINES, FALSE_MONTHS
from metrics.findings.restated import restated, restated_lines
from metrics.findings.summary import Line
from metrics.frozen.published import standing
from metrics.frozen.restated import (
    StandsAgain,
    restatement_message,
    restatements,
    standing_again,
    standing_again_kpis,
    standing_again_message,
    told_together,
)
from metrics.kpi import Amount
from metrics.review.exceptions import exceptions
from metrics.review.item import AgendaItem
from metrics.snapshot import Snapshot
from reports.outline.kpis import place_name
from reports.outline.parts import (
    BETTER,
    WORSE,
    Block,
    Cell,
    Listed,
    Page,
    Paragraph,
    ReportTable,
    TableColumn,
    Toned,
    told_of,
)
from reports.outline.period import MONTH, QUARTER, ReportPeriod


def exception_pages(snapshot: Snapshot, period: ReportPeriod) -> tuple[Page, ...]:
    """What is new in each month of the period, and the KPIs beyond normal variation as a review
    talks about them, with how many of them chance alone would give."""
    lines = [
        line for month in reversed(period.months) for line in _without_restated(snapshot, month)
    ]
    length = QUARTER if period.grain == QUARTER and period.over else MONTH
    found = exceptions(snapshot, period.month, length, None)
    if not lines and not found.looked_at:
        lacking = N_(
            "No KPI has both records of this period and the months before that it takes to tell what "
            "is unusual."
        )
        return (Page(lacking, ()),)
    if not lines and not found.items:
        return (
            Page(
                N_("Nothing is out of the ordinary."),
                (Paragraph((N_("No verdict turned, and no level or month lies beyond chance."),)),),
            ),
        )
    worse = sum(line.better is False for line in lines)
    title = Message(
        "New in this period: {count}, of these for the worse: {worse}. KPIs beyond normal "
        "variation: {flagged} of {looked_at}, where chance alone would give about {chance}.",
        {
            "count": len(lines),
            "worse": worse,
            "flagged": found.flagged,
            "looked_at": found.looked_at,
            "chance": round(found.by_chance, 1),
        },
    )
    blocks: list[Block] = []
    if lines:
        blocks.append(_lines_table(lines))
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
    if found.items:
        blocks.append(_exceptions_table(found.items))
    return (Page(title, tuple(blocks)),)


def _without_restated(snapshot: Snapshot, month: date) -> list[Line]:
    """The news of a month without restated values, which are a section of their own."""
    moves = _restated_lines(snapshot, month)
    return [line for line in news_of(snapshot, month, ()) if line not in moves]


def _lines_table(lines: Iterable[Line]) -> ReportTable:
    rows = [
        (
            line.kpi.label,
            Toned(N_("better") if line.better else N_("worse"), BETTER if line.better else WORSE)
            if line.better is not None
            else None,
            told_of(line.sentence, *line.more),
        )
        for line in lines
    ]
    return ReportTable(
        (
            TableColumn(N_("KPI"), 2.4),
            TableColumn(N_("For the"), 0.9),
            TableColumn(N_("What is new"), 7),
        ),
        _once(rows),
        N_("What is new"),
        small=True,
    )


def _exceptions_table(items: Sequence[AgendaItem]) -> ReportTable:
    return ReportTable(
        (
            TableColumn(N_("KPI"), 2.4),
            TableColumn(N_("Value"), 1.2, number=True),
            TableColumn(N_("Variation"), 2.2),
            TableColumn(N_("What its months say"), 6),
        ),
        tuple(map(_exception_row, items)),
        N_("KPIs beyond normal variation"),
        small=True,
    )


_LOOKS = {True: BETTER, False: WORSE, None: ""}


def _exception_row(item: AgendaItem) -> tuple[Cell, ...]:
    figure = item.figure
    return (
        told_of(item.title),
        None if figure is None else Amount(kpi_named(figure.kpi).unit, figure.value),
        Toned(told_of(item.word), _LOOKS[item.better]),
        told_of(*item.sentences),
    )


def restated_pages(snapshot: Snapshot, period: ReportPeriod) -> tuple[Page, ...]:
    """What was published and is another figure today; what files of the period changed of months
    told before; then what was taken back."""
    published = restatements(snapshot)
    lines = [line for month in period.months for line in _restated_lines(snapshot, month)]
    rows = [
        (
            indicator_named(one.kpi).label,
            place_name(one.place),
            told_of(restatement_message(one)),
        )
        for one in published
    ]
    rows += [
        (line.kpi.label, N_("whole company"), told_of(line.sentence, *line.more)) for line in lines
    ]
    title: Message | Text = Message(
        "Published figures that are others today: {published}; KPIs of which months told before "
        "were corrected during the period: {corrected}.",
        {"published": len(published), "corrected": len({line.kpi.name for line in lines})},
    )
    if not rows:
        title = _nothing_restated(snapshot)
    rows += [
        (
            Listed(tuple(standing_again_kpis(together))),
            N_("whole company"),
            told_of(standing_again_message(together)),
        )
        for together in told_together(standing_again_lately(snapshot, period))
    ]
    if not rows:
        return (Page(title, ()),)
    columns = (
        TableColumn(N_("KPI"), 2.6),
        TableColumn(N_("Place"), 1.6),
        TableColumn(N_("What was restated"), 7),
    )
    return (Page(title, (ReportTable(columns, _once(rows), title, small=True),)),)


def standing_again_lately(snapshot: Snapshot, period: ReportPeriod) -> list[StandsAgain]:
    """Published figures that stand although uploads had rows of them, which were taken back in the
    period or the one that follows, in which it is reported on."""
    return [
        found
        for found in standing_again(snapshot)
        if any(
            one.undone is not None and period.first <= one.undone <= period.next_end
            for one in found.uploads
        )
    ]


def _nothing_restated(snapshot: Snapshot) -> Message | Text:
    count = len(standing(snapshot))
    if not count:
        return N_("No period has been published, and no month told before has been corrected.")
    return Message(
        "Periods published: {count}. All their figures stand, and no month told before has been "
        "corrected.",
        {"count": count},
    )


def _restated_lines(snapshot: Snapshot, month: date) -> list[Line]:
    cards = cards_of(snapshot, month, ())
    return restated_lines(cards, restated(snapshot.reading, month=month, today=snapshot.today))


def _once(rows: Sequence[tuple[Cell, ...]]) -> tuple[tuple[Cell, ...], ...]:
    """The rows without those that say the same as an earlier one."""
    return tuple(row for at, row in enumerate(rows) if row not in rows[:at])
