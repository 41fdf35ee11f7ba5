"""Months, quarters and years: where they start, end and follow each other."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from i18n import Say

FOUR_QUARTERS = "four quarters"  # not asked for, but added up; begins with any quarter
_MONTHS = {"month": 1, "quarter": 3, "year": 12, FOUR_QUARTERS: 12}
_SO_MANY = " months"  # "8 months": not asked for either; begins with any month


def so_many_months(count: int) -> str:
    """The name of a period of some months, to be added up from single ones."""
    return "month" if count == 1 else f"{count}{_SO_MANY}"


def _length(grain: str) -> int:
    return _MONTHS[grain] if grain in _MONTHS else int(grain.removesuffix(_SO_MANY))


@lru_cache(10_000)  # a page asks for the same few thousands of times
def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last day of that month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def start_of(day: date, grain: str) -> date:
    """First day of the period that holds `day`."""
    months = _MONTHS[grain]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def last_day(start: date, grain: str) -> date:
    """Last day of the period that begins on `start`."""
    return add_months(start, _length(grain)) - timedelta(days=1)


def periods_between(first: date, last: date, grain: str) -> list[date]:
    """The first days of all periods from the one of `first` to the one of `last`."""
    periods, step = [], start_of(first, grain)
    while step <= last:
        periods.append(step)
        step = add_months(step, _MONTHS[grain])
    return periods


def last_whole_month(today: date) -> date:
    """First day of the last month that is over."""
    return add_months(date(today.year, today.month, 1), -1)


def is_over(month: date, today: date) -> bool:
    """Whether a month, given by its first day, is over."""
    return month <= last_whole_month(today)


def whole_month(month: date, today: date) -> date:
    """The month itself where it is over, else the last one that is: what may be judged and
    compared."""
    return min(month, last_whole_month(today))


def has_fallen_due(due: date, month: date, today: date) -> bool:
    """Whether the month of a due date is over, as seen in a month given by its first day: a month
    that ends today still runs."""
    return due.replace(day=1) <= whole_month(month, today)


def as_known(month: date, today: date) -> date:
    """The day up to which a month is known: its last, or today while it is not over."""
    return min(last_day(month, "month"), today)


@dataclass(frozen=True)
class Period:
    """A month, quarter, year, four quarters or some months, to be said inside a sentence."""

    start: date
    grain: str

    def spoken(self, say: Say) -> str:
        if self.grain == "month":
            return say.month(self.start)
        if self.grain == FOUR_QUARTERS:
            return say(
                "{first} to {last}",
                first=Period(self.start, "quarter"),
                last=Period(add_months(self.start, 9), "quarter"),
            )
        if self.grain.endswith(_SO_MANY):
            return say(
                "{first} to {last}",
                first=say.month(self.start),
                last=say.month(last_day(self.start, self.grain).replace(day=1)),
            )
        year = str(self.start.year)
        return (
            say("{year}", year=year)
            if self.grain == "year"
            else say("Q{quarter} {year}", quarter=(self.start.month + 2) // 3, year=year)
        )
