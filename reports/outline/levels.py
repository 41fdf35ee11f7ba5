"""The sections of measured KPIs: a table of all KPIs of a level, then a page for each that has a
target, leads, or moved."""

from collections.abc import Container, Iterable, Sequence

import pandas as pd

from errors import Message
from i18n import N_
from metrics.answers.asked import scale_breaks_of
from metrics.findings.board import Card
from metrics.findings.overview import LEADING, rows_of
from metrics.findings.scorecard import ScoreRow
from metrics.kpi import Amount, Kpi
from metrics.periods import Period, add_months
from metrics.snapshot import Snapshot
from metrics.statistics.spc import Variation
from metrics.targets.verdict import Verdict
from reports.outline.causes import notes_of
from reports.outline.kpis import (
    has_values,
    kpi_page,
    owners_told,
    quarter_rows,
    value_cells,
)
from reports.outline.parts import (
    BETTER,
    QUIET,
    WORSE,
    Cell,
    Page,
    Paragraph,
    ReportTable,
    Saying,
    TableColumn,
    Toned,
)
from reports.outline.period import ReportPeriod

CUSTOMER = ("customer", "operations")
PEOPLE = ("training", "programme", "people")
MYSTERY = ("mystery",)


def level_pages(
    snapshot: Snapshot, period: ReportPeriod, levels: Sequence[str]
) -> tuple[Page, ...]:
    """The table of the levels, and the pages of their KPIs that ask for one."""
    rows = _rows(snapshot, period, levels)
    if not rows:
        return (Page(Message("No records of this part up to {period}.", {"period": period}), ()),)
    pages = [_table_page(snapshot, period, rows)]
    noted = {kpi for kpi, _ in notes_of(snapshot, period)}
    for row in rows:
        if isinstance(row.kpi, Kpi) and asks_for_page(row, noted):
            pages.append(kpi_page(snapshot, row.kpi, period, row.owners))
    return tuple(pages)


def sheet_pages(snapshot: Snapshot, period: ReportPeriod) -> tuple[Page, ...]:
    """A page for each KPI that has values, for the workbook."""
    return tuple(
        kpi_page(snapshot, row.kpi, period, row.owners)
        for row in rows_of(snapshot, period.month, ())
        if isinstance(row.kpi, Kpi) and row.card is not None and has_values(row.card)
    )


def _rows(snapshot: Snapshot, period: ReportPeriod, levels: Iterable[str]) -> list[ScoreRow]:
    """The KPIs of some levels with values, or with targets."""
    return [
        row
        for row in rows_of(snapshot, period.month, ())
        if row.kpi.level in levels and (row.stages or row.card is not None and has_values(row.card))
    ]


def asks_for_page(row: ScoreRow, noted: Container[str | None]) -> bool:
    """Whether a KPI is told in full: it has a target, is one of those that lead, moved beyond normal
    variation, or somebody has something to say of it."""
    if row.card is None or not has_values(row.card):
        return False
    told = row.kpi.name in LEADING or row.kpi.name in noted
    return bool(row.counting) or told or moved(row.card)


def moved(card: Card) -> bool:
    """Whether its last month lies beyond normal variation."""
    process = card.process
    return (
        process is not None
        and process.variation is not Variation.COMMON
        and process.rows["period"].iloc[-1] == card.month
    )


_COLUMNS = (
    TableColumn(N_("KPI"), 3.6),
    TableColumn(N_("This period"), 1.3, number=True),
    TableColumn(N_("95% interval"), 1.5, number=True),
    TableColumn(N_("Cases"), 0.9, number=True),
    TableColumn(N_("Period before"), 1.3, number=True),
    TableColumn(N_("A year before"), 1.3, number=True),
    TableColumn(N_("Target in force"), 2.6),
)


def _table_page(snapshot: Snapshot, period: ReportPeriod, rows: Sequence[ScoreRow]) -> Page:
    told = [stage for row in rows for stage in row.counting]
    off = sum(stage.off for stage in told)
    title = (
        Message(
            "{period}: KPIs with records: {count}. Targets in force: {all}, of these off: {off}.",
            {"period": period, "count": _measured(rows), "all": len(told), "off": off},
        )
        if told
        else Message(
            "{period}: KPIs with records: {count}. No target is set for them.",
            {"period": period, "count": _measured(rows)},
        )
    )
    return Page(
        title,
        (
            ReportTable(
                _COLUMNS, tuple(_line(snapshot, period, row) for row in rows), title, small=True
            ),
            Paragraph(
                (
                    N_(
                        "The values are of the whole period; those of two periods may differ by "
                        "chance alone where their intervals overlap."
                    ),
                )
            ),
        ),
    )


def _measured(rows: Iterable[ScoreRow]) -> int:
    return sum(row.card is not None and has_values(row.card) for row in rows)


def _line(snapshot: Snapshot, period: ReportPeriod, row: ScoreRow) -> tuple[Cell, ...]:
    stage = stage_told(row)
    target = None if stage is None else stage_cell(stage)
    if not isinstance(row.kpi, Kpi):
        return row.kpi.label, Toned(N_("not collected here"), QUIET), None, None, None, None, target
    found = quarter_rows(snapshot, row.kpi, period)
    _, value, interval, cases = value_cells(row.kpi, "", found.get(period.first))
    return (
        row.kpi.label,
        value,
        interval,
        cases,
        _earlier(snapshot, row.kpi, found.get(period.before), period.before, period),
        _earlier(
            snapshot,
            row.kpi,
            found.get(add_months(period.first, -12)),
            add_months(period.first, -12),
            period,
        ),
        target,
    )


def _earlier(
    snapshot: Snapshot,
    kpi: Kpi,
    row: pd.Series | None,
    first: object,
    period: ReportPeriod,
) -> Cell:
    """The value of an earlier period; none where another scale or definition held then."""
    if row is None or row["hidden"] or pd.isna(row["value"]):
        return Toned("–", QUIET)
    if any(row["period"] < start <= period.end for start in scale_breaks_of(snapshot, kpi)):
        return Toned(N_("another scale"), QUIET)
    return Amount(kpi.unit, float(row["value"]))


def stage_told(row: ScoreRow) -> Verdict | None:
    """Of the targets of a KPI the one that is told where there is room for one: the first that is
    off, else the one in force now."""
    off = next((stage for stage in row.counting if stage.off), None)
    now = None if row.card is None else row.card.stage
    return off or now or next(iter(row.counting), None)


def stage_cell(stage: Verdict) -> Toned:
    """A target with its verdict, in a cell."""
    word = stage.status if stage.now is None else stage.now
    return Toned(
        Message(
            "{shape} {target} by {due}: {verdict}",
            {
                "shape": word.shape,
                "target": stage.asked,
                "due": stage.target.due,
                "verdict": word.label,
            },
        ),
        WORSE if stage.off else BETTER if stage.meets else "",
    )


_TERMS = {"short": N_("Short term"), "mid": N_("Mid term"), "long": N_("Long term")}


def plan_pages(snapshot: Snapshot, period: ReportPeriod) -> tuple[Page, ...]:
    """One line a KPI: its value, and its targets of the short, mid and long term."""
    rows = [row for row in rows_of(snapshot, period.month, ()) if row.counting]
    if not rows:
        return (Page(N_("No target counts in this period."), ()),)
    columns = (
        TableColumn(N_("KPI"), 2.4),
        TableColumn(N_("Last settled month"), 2.0, number=True),
        *(TableColumn(name, 2.7) for name in _TERMS.values()),
        TableColumn(N_("Owner"), 1.3),
    )
    off = sum(row.off for row in rows)
    title = Message(
        "KPIs with targets: {all}; off target or behind their pace: {off}.",
        {"all": len(rows), "off": off},
    )
    return (Page(title, (ReportTable(columns, tuple(map(_plan_line, rows)), title, small=True),)),)


def _plan_line(row: ScoreRow) -> tuple[Cell, ...]:
    return (
        row.kpi.label,
        _latest(row),
        *(_term(row.of(term)) for term in _TERMS),
        owners_told(row.owners) if row.owners else None,
    )


def _latest(row: ScoreRow) -> Cell:
    settled = None if row.card is None else row.card.settled
    if settled is None:
        return Toned(N_("no value"), QUIET)
    return Saying(
        (
            Message(
                "{value} ({period})",
                {
                    "value": Amount(row.kpi.unit, float(settled["value"])),
                    "period": Period(settled["period"], "month"),
                },
            ),
        )
    )


def _term(stages: Sequence[Verdict]) -> Cell:
    """The targets of a term in one cell; the tone of the worst."""
    if not stages:
        return None
    cells = [stage_cell(stage) for stage in stages]
    tones = [cell.tone for cell in cells]
    tone = next((tone for tone in (WORSE, "", BETTER) if tone in tones), "")
    return Toned(Saying(tuple(cell.words for cell in cells)), tone)
