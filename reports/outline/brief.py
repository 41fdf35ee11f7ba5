"""The brief of a month on one page, in the order of the quarterly report."""

from collections.abc import Sequence
from dataclasses import replace

from errors import Message
from i18n import N_
from metrics.catalog import indicator_named, kpi_named
from metrics.effect.actions import judged_actions
from metrics.findings.month import news_of
from metrics.findings.overview import LEADING, rows_of
from metrics.findings.scorecard import ScoreRow
from metrics.frozen.figures import COMPANY
from metrics.frozen.restated import (
    restatement_message,
    restatements,
    standing_again_named,
    told_together,
)
from metrics.periods import add_months
from metrics.snapshot import Snapshot
from reports.outline.causes import notes_of
from reports.outline.headline import said_first
from reports.outline.kpis import card_at, has_values, month_chart, outcome_words, value_cells
from reports.outline.levels import stage_cell, stage_told
from reports.outline.loop import (
    asked_decisions,
    coming,
    decisions_told,
    problem_tiles,
    without_cause,
)
from reports.outline.parts import (
    BETTER,
    LIMIT,
    MEAN,
    QUIET,
    WORSE,
    Cell,
    Halves,
    Listed,
    More,
    Page,
    Paragraph,
    ReportTable,
    Saying,
    TableColumn,
    Toned,
    Words,
    told_of,
)
from reports.outline.period import ReportPeriod
from reports.outline.signals import standing_again_lately

_ROWS, _LINES, _NAMED = 8, 2, 3


def brief_page(snapshot: Snapshot, period: ReportPeriod) -> Page:
    """The whole brief: the left column first."""
    rows = [row for row in rows_of(snapshot, period.month, ()) if row.counting]
    rows.sort(key=lambda row: row.urgency)
    plan = _table(rows) if rows else Paragraph((N_("No target counts in this period."),))
    left = (*_decisions_and_news(snapshot, period), plan, *_more(len(rows) - _ROWS))
    right = (
        *_restated(snapshot, period),
        *_chart(snapshot, period),
        *_causes_and_notes(snapshot, period),
        problem_tiles(snapshot, period),
        *_checks_and_next(snapshot, period),
    )
    return Page(Saying(tuple(said_first(snapshot, period))), (Halves(left, right),))


def _table(rows: Sequence[ScoreRow]) -> ReportTable:
    """The KPIs with targets, the most urgent first."""
    return ReportTable(
        (
            TableColumn(N_("KPI"), 2.6),
            TableColumn(N_("Value"), 1.1, number=True),
            TableColumn(N_("On the year"), 1, number=True),
            TableColumn(N_("Target in force"), 3.2),
        ),
        tuple(_line(row) for row in rows[:_ROWS]),
        N_("KPIs with targets, the most urgent first"),
        small=True,
    )


def _line(row: ScoreRow) -> tuple[Cell, ...]:
    card = row.card
    value: Cell = Toned("–", QUIET)
    change: Cell = None
    if card is not None and card.row is not None:
        _, value, _, _ = value_cells(card.kpi, "", card.row)
        found = card.change
        if found is not None and found.before == add_months(card.month, -12):
            tone = "" if found.better is None else BETTER if found.better else WORSE
            change = Toned(replace(found.amount, bare=True), tone)
    return row.kpi.label, value, change, stage_cell(stage_told(row) or row.counting[0])


def _chart(snapshot: Snapshot, period: ReportPeriod) -> list:
    cards = (card_at(snapshot, kpi_named(name), period) for name in LEADING)
    card = next((card for card in cards if has_values(card)), None)
    if card is None:
        return []
    chart = month_chart(snapshot, card)
    plain = tuple(one for one in chart.series if one.role not in (MEAN, LIMIT))
    return [replace(chart, series=plain)]


def _decisions_and_news(snapshot: Snapshot, period: ReportPeriod) -> list[Paragraph]:
    """A few lines each of what has to be decided, was decided, and is new."""
    asked = [one.sentences[0] for one in asked_decisions(snapshot, period)]
    lines = news_of(snapshot, period.month, ())
    return [
        *_list(N_("Decisions asked for"), asked),
        *_list(N_("Last decisions"), decisions_told(snapshot, period)),
        *_list(
            N_("News"),
            [told_of(Message("{kpi}:", {"kpi": line.kpi.label}), line.sentence) for line in lines],
        ),
    ]


def _restated(snapshot: Snapshot, period: ReportPeriod) -> list[Paragraph]:
    found: list[Words | Saying] = [
        told_of(
            Message("{kpi}:", {"kpi": indicator_named(one.kpi).label}), restatement_message(one)
        )
        for one in restatements(snapshot)
        if one.place == COMPANY
    ]
    found += [
        standing_again_named(together, _NAMED)
        for together in told_together(standing_again_lately(snapshot, period))
    ]
    return _list(N_("What was restated"), found)


def _causes_and_notes(snapshot: Snapshot, period: ReportPeriod) -> list[Paragraph]:
    """What people said of the KPIs, and where they said nothing of a missed target."""
    return [
        *_joined(N_("No cause given"), without_cause(snapshot, period)),
        # the latest first: what is typed for the report is of its last day
        *_list(N_("Notes"), [_note(*one) for one in reversed(notes_of(snapshot, period))]),
    ]


def _checks_and_next(snapshot: Snapshot, period: ReportPeriod) -> list[Paragraph]:
    """Actions whose effect is to be checked, and what comes next."""
    checks = [one for one in judged_actions(snapshot, period.month) if one.is_due(period.month)]
    return [
        *_list(
            N_("Effect to be checked now"),
            [
                told_of(
                    Message(
                        "{number} {title}:",
                        {"number": one.action.action_id, "title": one.action.title},
                    ),
                    outcome_words(one),
                )
                for one in checks
            ],
        ),
        *_list(
            N_("Next"),
            [
                Message("{day}: {what}", {"day": row[0], "what": row[2]})
                for row in coming(snapshot, period)
            ],
        ),
    ]


def _note(kpi: str | None, text: str) -> Words | Saying:
    if kpi is None:
        return text
    return told_of(Message("{kpi}:", {"kpi": indicator_named(kpi).label}), text)


def _joined(label: Words, names: Sequence[Words]) -> list[Paragraph]:
    """Names in one line below a label."""
    return [Paragraph((Listed(tuple(names)),), label)] if names else []


def _list(label: Words, found: Sequence[Words | Saying]) -> list[Paragraph]:
    """The first of some lines below a label, and how many more there are."""
    if not found:
        return []
    told = [Paragraph((one,), label if at == 0 else "") for at, one in enumerate(found[:_LINES])]
    return [*told, *_more(len(found) - _LINES)]


def _more(count: int) -> list[Paragraph]:
    """How many there are besides those that are told."""
    return [Paragraph((More(count),), tone=QUIET)] if count > 0 else []
