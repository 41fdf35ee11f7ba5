"""The quarter or month that a report is of."""

from dataclasses import dataclass
from datetime import date

from errors import WrongCall
from i18n import N_, Say, Text
from metrics.periods import (
    Period,
    add_months,
    last_day,
    last_whole_month,
    period_written,
    periods_between,
    quarter_as_written,
    start_of,
)

QUARTER, MONTH = "quarter", "month"
TITLES: dict[str, Text] = {
    QUARTER: N_("Quarterly evaluation report"),
    MONTH: N_("Monthly brief"),
}
_NO_PERIOD: dict[str, Text] = {
    QUARTER: N_("“{text}” is not a quarter such as {quarter}."),
    MONTH: N_("“{text}” is not a month such as 2026-10."),
}


@dataclass(frozen=True)
class ReportPeriod:
    """A quarter or a month, looked at on a day. `month`: its last month that is over, as of which
    everything is judged."""

    first: date
    grain: str
    month: date

    @property
    def last(self) -> date:
        """First day of its last month."""
        return last_day(self.first, self.grain).replace(day=1)

    @property
    def end(self) -> date:
        """Its last day."""
        return last_day(self.first, self.grain)

    @property
    def months(self) -> tuple[date, ...]:
        """First days of its months that are over."""
        return tuple(periods_between(self.first, self.month, "month"))

    @property
    def over(self) -> bool:
        """Whether all of its months are over."""
        return self.month == self.last

    @property
    def before(self) -> date:
        """First day of the period before."""
        return start_of(add_months(self.first, -1), self.grain)

    @property
    def next_end(self) -> date:
        """The last day of the period that follows."""
        return last_day(add_months(self.last, 1), self.grain)

    @property
    def written(self) -> str:
        """As it is typed: 2026-Q3, 2026-10."""
        return Period(self.first, self.grain).written

    def spoken(self, say: Say) -> str:
        return Period(self.first, self.grain).spoken(say)


def report_period(grain: str, text: str, today: date) -> ReportPeriod:
    """The period that a text names; WrongCall where it names none, or none of which a month is
    over."""
    found = period_written(text)
    if found is None or found.grain != grain:
        raise WrongCall(_NO_PERIOD[grain], text=text, quarter=quarter_as_written())
    if found.start > last_whole_month(today):
        raise WrongCall(
            "No month of {period} is over yet, so there is nothing to report. Choose an earlier one.",
            period=found,
        )
    return period_of(found.start, grain, today)


def period_of(first: date, grain: str, today: date) -> ReportPeriod:
    """The period that begins on a day; a month of it is over."""
    last = last_day(first, grain).replace(day=1)
    return ReportPeriod(first, grain, min(last, last_whole_month(today)))


def offered(grain: str, months: list[date], today: date) -> list[ReportPeriod]:
    """The periods that records reach into and of which a month is over, the latest first."""
    over = [month for month in months if month <= last_whole_month(today)]
    firsts = dict.fromkeys(start_of(month, grain) for month in reversed(over))
    return [period_of(first, grain, today) for first in firsts]
