"""The quarter or month that a report is of."""

import re
from dataclasses import dataclass
from datetime import date

from errors import WrongCall
from i18n import N_, Say, Text
from metrics.periods import (
    Period,
    add_months,
    last_day,
    last_whole_month,
    periods_between,
    start_of,
)

QUARTER, MONTH = "quarter", "month"
TITLES: dict[str, Text] = {
    QUARTER: N_("Quarterly evaluation report"),
    MONTH: N_("Monthly brief"),
}
_WRITTEN = {
    QUARTER: re.compile(r"((?:19|20|21)\d\d)-?Q([1-4])", re.ASCII | re.IGNORECASE),
    MONTH: re.compile(r"((?:19|20|21)\d\d)-(0[1-9]|1[0-2])", re.ASCII),
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
        """Those of its months that are over."""
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
        if self.grain == MONTH:
            return f"{self.first:%Y-%m}"
        return f"{self.first.year}-Q{(self.first.month + 2) // 3}"

    def spoken(self, say: Say) -> str:
        return Period(self.first, self.grain).spoken(say)


def report_period(grain: str, text: str, today: date) -> ReportPeriod:
    """The period that a text names; WrongCall where it names none, or none of which a month is
    over."""
    found = _WRITTEN[grain].fullmatch(text.strip())
    if found is None and grain == QUARTER:
        raise WrongCall("“{text}” is not a quarter such as 2026-Q3.", text=text)
    if found is None:
        raise WrongCall("“{text}” is not a month such as 2026-10.", text=text)
    number = int(found[2])
    first = date(int(found[1]), 3 * number - 2 if grain == QUARTER else number, 1)
    if first > last_whole_month(today):
        raise WrongCall(
            "No month of {period} is over yet, so there is nothing to report. Choose an earlier one.",
            period=Period(first, grain),
        )
    return period_of(first, grain, today)


def period_of(first: date, grain: str, today: date) -> ReportPeriod:
    """The period that begins on a day; a month of it is over."""
    last = last_day(first, grain).replace(day=1)
    return ReportPeriod(first, grain, min(last, last_whole_month(today)))


def offered(grain: str, months: list[date], today: date) -> list[ReportPeriod]:
    """The periods that records reach into and of which a month is over, the latest first."""
    over = [month for month in months if month <= last_whole_month(today)]
    firsts = dict.fromkeys(start_of(month, grain) for month in reversed(over))
    return [period_of(first, grain, today) for first in firsts]
