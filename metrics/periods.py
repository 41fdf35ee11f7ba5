"""Months, quarters and years: where they start, end and follow each other."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from data.fiscal import JANUARY, year_starts
from i18n import Say

FOUR_QUARTERS = "four quarters"  # not asked for, but added up; begins with any quarter
_MONTHS = {"month": 1, "quarter": 3, "year": 12, FOUR_QUARTERS: 12}
_FISCAL = "FY"
_WRITTEN = re.compile(
    rf"(?P<fiscal>{_FISCAL})?(?P<year>(?:19|20|21)\d\d)"
    r"(?:-?Q(?P<quarter>[1-4])|-(?P<month>0[1-9]|1[0-2]))",
    re.ASCII | re.IGNORECASE,
)
_SO_MANY = " months"  # "8 months": not asked for either; begins with any month


def so_many_months(count: int) -> str:
    """The name of a period of some months, to be added up from single ones."""
    return "month" if count == 1 else f"{count}{_SO_MANY}"


def _length(grain: str) -> int:
    return _MONTHS[grain] if grain in _MONTHS else int(grain.removesuffix(_SO_MANY))


@lru_cache(10_000)  # a page asks for the same few thousands of times
def add_months(day: date, months: int) -> date:
    """The day `months` later, or the last day of that month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def start_of(day: date, grain: str) -> date:
    """First day of the period that holds `day`."""
    if grain == "month":
        return date(day.year, day.month, 1)
    since = _months_since(day)
    return _month_at(since // _MONTHS[grain] * _MONTHS[grain])


def _months_since(day: date) -> int:
    """Months from the beginning of our year 0, so that whole years are dozens of them."""
    return day.year * 12 + day.month - year_starts()


def _month_at(since: int) -> date:
    year, month = divmod(since + year_starts() - 1, 12)
    return date(year, month + 1, 1)


def period_number(start: date, grain: str) -> int:
    """Periods since the beginning of our year 0: neighbours differ by one."""
    return _months_since(start) // _MONTHS[grain]


def period_at(year: int, number: int, grain: str) -> date:
    """First day of the `number`th period, from 1, of the year that begins in `year`."""
    return _month_at(year * 12 + (number - 1) * _MONTHS[grain])


def is_calendar_year() -> bool:
    """Whether our years begin in January."""
    return year_starts() == JANUARY


def year_of(start: date) -> int:
    """The year in which the year of a day begins."""
    return _months_since(start) // 12


def quarter_of(start: date) -> int:
    """Which quarter of our year a day is in, 1 to 4."""
    return _months_since(start) % 12 // 3 + 1


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


def is_still_ahead(due: date, day: date) -> bool:
    """Whether what falls due on a day counts on another: it does to the end of its month, with which
    it is judged, wherever in the month it lies."""
    return due >= day.replace(day=1)


def counts_on(dues: Sequence[date], day: date) -> int:
    """The place of the due date that counts on a day among those that follow one another: the next,
    the last of a month to its end, else the last of all."""
    following = next((at for at, due in enumerate(dues) if due >= day), len(dues))
    in_month = following and is_still_ahead(dues[following - 1], day)
    if following == len(dues) or in_month and dues[following].replace(day=1) > day:
        return following - 1
    return following


def has_passed(due: date, month: date, today: date) -> bool:
    """Whether a due date that counts by its day is past, as seen in a month given by its first
    day."""
    return due < today and due <= as_known(month, today)


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
        if self.start != start_of(self.start, self.grain):
            # of when years began in another month
            return Period(self.start, so_many_months(_MONTHS[self.grain])).spoken(say)
        year, quarter = year_of(self.start), quarter_of(self.start)
        if is_calendar_year():
            named = str(year)
            return (
                say("{year}", year=named)
                if self.grain == "year"
                else say("Q{quarter} {year}", quarter=quarter, year=named)
            )
        named = f"{year}/{(year + 1) % 100:02d}"  # companies differ in which of the two they name
        return (
            say("FY{year}", year=named)
            if self.grain == "year"
            else say("Q{quarter} FY{year}", quarter=quarter, year=named)
        )

    @property
    def written(self) -> str:
        """As a month or a quarter is typed, in commands, links and names of files: 2026-10, 2026-Q3,
        FY2026-Q3."""
        if self.grain == "month":
            return f"{self.start:%Y-%m}"
        fiscal = "" if is_calendar_year() else _FISCAL
        return f"{fiscal}{year_of(self.start)}-Q{quarter_of(self.start)}"


def period_written(text: str) -> Period | None:
    """The month or the quarter that such a text names; None where it names none. The year is that in
    which the quarter's year begins; of a fiscal year it has to be said that it is one, since 2026-Q3
    may be meant as the calendar's."""
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        return None
    year = int(found["year"])
    if found["quarter"]:
        if bool(found["fiscal"]) == is_calendar_year():
            return None
        return Period(period_at(year, int(found["quarter"]), "quarter"), "quarter")
    return None if found["fiscal"] else Period(date(year, int(found["month"]), 1), "month")


def quarter_as_written() -> str:
    """How a quarter is typed, for example."""
    return Period(period_at(2026, 3, "quarter"), "quarter").written
