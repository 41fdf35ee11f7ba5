"""What is said of the period before anything else."""

from errors import Message
from i18n import Month
from metrics.answers.asked import months_with_data
from metrics.findings.headline import fallen, headlines
from metrics.findings.overview import costs_of, dearest, rows_of
from metrics.findings.scorecard import tally
from metrics.snapshot import Snapshot
from reports.outline.period import ReportPeriod


def said_first(snapshot: Snapshot, period: ReportPeriod) -> list[Message]:
    """Where the leading KPIs stand, what is at stake, and what is not over."""
    if not months_with_data(snapshot):
        return [Message("There are no records yet.")]
    month = period.month
    rows = rows_of(snapshot, month, ())
    found = tally(rows, month, snapshot.today)
    told = headlines(month, rows, found, dearest(costs_of(snapshot, month, ())), snapshot.today)
    if found.ahead:
        told += fallen(found)
    return told if period.over else [not_over(period), *told]


def not_over(period: ReportPeriod) -> Message:
    """That months of the period are still to come."""
    return Message(
        "{period} is not over: it is reported up to {month}.",
        {"period": period, "month": Month(period.month)},
    )
