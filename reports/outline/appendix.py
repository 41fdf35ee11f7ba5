"""The appendix: what the figures mean, how complete they are, what is not judged and why."""

from data.kinds.catalog import kind_named
from errors import Message
from i18n import N_, Month, Text
from metrics.answers.methods import interval_words
from metrics.answers.recorded import rows_by_month
from metrics.findings.overview import rows_of
from metrics.findings.scorecard import ScoreRow
from metrics.kpi import Kpi
from metrics.periods import add_months
from metrics.snapshot import Snapshot
from reports.outline.kpis import has_values
from reports.outline.parts import (
    QUIET,
    WORSE,
    Cell,
    Count,
    Page,
    ReportTable,
    TableColumn,
    Toned,
    told_of,
)
from reports.outline.period import ReportPeriod

_MONTHLY = 9  # months of the year before in which a kind that comes each month has records


def appendix_pages(snapshot: Snapshot, period: ReportPeriod) -> tuple[Page, ...]:
    """Definitions, completeness, and what is not judged."""
    return (
        *_definitions(snapshot, period),
        _completeness(snapshot, period),
        *_not_judged(snapshot, period),
    )


def _told_of(snapshot: Snapshot, period: ReportPeriod) -> list[ScoreRow]:
    return [
        row
        for row in rows_of(snapshot, period.month, ())
        if row.stages or row.card is not None and has_values(row.card)
    ]


def _definitions(snapshot: Snapshot, period: ReportPeriod) -> list[Page]:
    rows = [
        (row.kpi.label, row.kpi.meaning, _version(row), _interval(row))
        for row in _told_of(snapshot, period)
    ]
    if not rows:
        return []
    columns = (
        TableColumn(N_("KPI"), 2.2),
        TableColumn(N_("Definition"), 5),
        TableColumn(N_("In force since"), 1.6),
        TableColumn(N_("Interval"), 3.2),
    )
    title = N_("What the figures mean")
    return [Page(title, (ReportTable(columns, tuple(rows), title, small=True),))]


def _version(row: ScoreRow) -> Cell:
    versions = row.kpi.versions if isinstance(row.kpi, Kpi) else ()
    if not versions:
        return N_("the beginning")
    return told_of(*(Message("{day}: {note}", {"day": v.since, "note": v.note}) for v in versions))


def _interval(row: ScoreRow) -> Cell:
    return interval_words(row.kpi) if isinstance(row.kpi, Kpi) else N_("not collected here")


def missing_kinds(snapshot: Snapshot, period: ReportPeriod) -> list[tuple[Text, list[Month]]]:
    """The kinds that lack months of the period: those that come month by month each month, those
    that come now and then all of it."""
    found = []
    for name, months in _recorded(snapshot, period).items():
        before = [month for month in months if month < period.first]
        lacking = [
            Month(month)
            for month in period.months
            if not months.get(month, 0) and month not in _secret(months)
        ]
        monthly = len(before) >= _MONTHLY
        if before and lacking and (monthly or len(lacking) == len(period.months)):
            found.append((kind_named(name).label, lacking))
    return found


def without_records(snapshot: Snapshot, period: ReportPeriod) -> bool:
    """Whether nothing at all is recorded in the period."""
    return not any(
        months.get(month, 0) != 0
        for months in _recorded(snapshot, period).values()
        for month in period.months
    )


def _secret(months: dict) -> set:
    """Months of which there are records that may not be counted."""
    return {month for month, rows in months.items() if rows is None}


def _recorded(snapshot: Snapshot, period: ReportPeriod) -> dict[str, dict]:
    return rows_by_month(snapshot.reading, add_months(period.first, -12))


def _completeness(snapshot: Snapshot, period: ReportPeriod) -> Page:
    recorded = {name: months for name, months in _recorded(snapshot, period).items() if months}
    title = N_("How complete the records are")
    if not recorded:
        return Page(N_("There are no records of this period and the year before."), ())
    columns = (
        TableColumn(N_("Records"), 4),
        *(TableColumn(Month(month), 1.4, number=True) for month in period.months),
        TableColumn(N_("Mean of the 12 months before"), 2, number=True),
    )
    rows = tuple(
        (kind_named(name).label, *(_cell(months, m) for m in period.months), _usual(months, period))
        for name, months in recorded.items()
    )
    return Page(title, (ReportTable(columns, rows, title, small=True),))


def _cell(months: dict, month: object) -> Cell:
    if month not in months or months[month] == 0:
        return Toned(N_("none"), WORSE)
    return N_("there") if months[month] is None else Count(months[month])


def _usual(months: dict, period: ReportPeriod) -> Cell:
    earlier = [rows for month, rows in months.items() if month < period.first]
    if any(rows is None for rows in earlier):
        return Toned(N_("not told"), QUIET)
    return Count(round(sum(earlier) / 12))


def _not_judged(snapshot: Snapshot, period: ReportPeriod) -> list[Page]:
    told, rows = _told_of(snapshot, period), []
    if not any(row.counting for row in told):
        return [Page(N_("No target counts in this period."), ())]
    for row in told:
        rows += [
            (row.kpi.label, stage.asked, told_of(stage.sentence, stage.today))
            for stage in row.counting
            if row.unknown(stage)
        ]
    if not rows:
        return [Page(N_("Every target that counts is judged."), ())]
    columns = (TableColumn(N_("KPI"), 2.4), TableColumn(N_("Target"), 2), TableColumn(N_("Why"), 6))
    title = Message("Targets that are not judged: {count}.", {"count": len(rows)})
    return [Page(title, (ReportTable(columns, tuple(rows), title, small=True),))]
