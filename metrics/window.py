"""How much time is looked at together: so many months up to a chosen one, all, or those from a
month on. One choice for all pages of a visit."""

from dataclasses import dataclass
from datetime import date

from i18n import N_, Text
from metrics.periods import add_months, is_calendar_year

ALL = "all"
CALENDAR = "calendar"  # of those pages only that look at staff year by year
DEFAULT = "month"
LENGTHS: dict[str, Text] = {
    "month": N_("One month"),
    "quarter": N_("Three months"),
    "year": N_("12 months"),
    "24": N_("24 months"),
    "36": N_("36 months"),
    ALL: N_("Everything"),
}
_CALENDAR_YEAR, _FISCAL_YEAR = N_("Calendar year"), N_("Fiscal year")
MONTHS = {"month": 1, "quarter": 3, "year": 12, "24": 24, "36": 36}


@dataclass(frozen=True)
class TimeWindow:
    """The window of this `name` that ends with `month`, as `first_month` takes it, on the day
    `today`."""

    name: str
    month: date
    today: date
    oldest: date | None = None


def first_month(window: str, month: date, oldest: date | None = None) -> date:
    """First day of the window that ends with `month`: a name of LENGTHS, or "2026-01" for all from
    that month on. `oldest`: the first month with records, with which everything begins."""
    if window in MONTHS:
        return add_months(month, 1 - MONTHS[window])
    if window == ALL:
        return month if oldest is None else min(oldest, month)
    return min(date.fromisoformat(f"{window}-01"), month)


def year_words() -> Text:
    """How a whole year is called in a choice."""
    return _CALENDAR_YEAR if is_calendar_year() else _FISCAL_YEAR


def length(first: date, last: date) -> int:
    """How many months from one to another, both counted."""
    return 12 * (last.year - first.year) + last.month - first.month + 1
