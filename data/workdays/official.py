"""The official calendar and the usual hours: what holds where no row of `working_day` says
otherwise.

Holidays come from the library `holidays`, with the make-up days of mainland China. It knows these
only of years whose arrangement was published when it was made: of later years statutory days and
weekends are assumed, and `known_to` says up to where it knows.
"""

import os
import re
from datetime import date, timedelta
from functools import cache
from importlib.metadata import version

from errors import WrongCall

CALENDARS = ("CN", "HK", "TW", "MO")
FIRST, YEARS_AHEAD = date(2015, 1, 1), 3  # what the clock covers: to so many years from now
_CALENDAR, _HOURS = "SERVICE_CULTURE_CALENDAR", "SERVICE_CULTURE_HOURS"
_USUAL = "09:00-12:00,13:00-18:00"
_SPAN = re.compile(r"\s*(\d{1,2}):(\d{2})\s*[-–~至]\s*(\d{1,2}):(\d{2})\s*")
_DAY = 24 * 60
_WITH_MAKE_UP_DAYS = "CN"  # the others have none

Hours = tuple[tuple[int, int], ...]


def calendar() -> str:
    """Whose official calendar holds; the usual one where what is set is none, which
    `check_calendar` tells."""
    given = os.environ.get(_CALENDAR, "").strip().upper()
    return given if given in CALENDARS else CALENDARS[0]


def hours() -> Hours:
    """From when to when work is done on a working day, in minutes from midnight; the usual hours
    where what is set is none."""
    return _hours(os.environ.get(_HOURS, "").strip() or _USUAL) or _hours(_USUAL)


def _hours(text: str) -> Hours:
    """The spans that a text names, in their order; none where it is no such text."""
    found: list[tuple[int, int]] = []
    for part in re.split(r"[,，;；、]", text):
        span = _SPAN.fullmatch(part)
        if span is None:
            return ()
        opens, closes = (int(span[at]) * 60 + int(span[at + 1]) for at in (1, 3))
        if not (found[-1][1] if found else 0) <= opens < closes <= _DAY:
            return ()
        found.append((opens, closes))
    return tuple(found)


def check_calendar() -> None:
    """WrongCall where a calendar or hours are set that are none; to be asked by whatever opens the
    database."""
    given = os.environ.get(_CALENDAR, "").strip()
    if given and given.upper() not in CALENDARS:
        raise WrongCall(
            "{setting} is “{value}”. Set it to one of {known}, or leave it out.",
            setting=_CALENDAR,
            value=given,
            known=list(CALENDARS),
        )
    told = os.environ.get(_HOURS, "").strip()
    if told and not _hours(told):
        raise WrongCall(
            "{setting} is “{value}”. Write working hours like {example}, or leave it out.",
            setting=_HOURS,
            value=told,
            example=_USUAL,
        )


def state_of(today: date) -> str:
    """Changes with whatever the days and hours below follow from."""
    library = version("holidays")
    return f"{calendar()} {hours()} {library} {today.year + YEARS_AHEAD}"


@cache
def official_days(country: str, last_year: int) -> tuple[tuple[date, bool], ...]:
    """Each day from `FIRST` to the end of a year, and whether it is a working day."""
    from holidays import country_holidays  # takes a second, and few databases need it

    known = country_holidays(country, years=range(FIRST.year, last_year + 1))
    last = date(last_year, 12, 31)
    days = (FIRST + timedelta(days=at) for at in range((last - FIRST).days + 1))
    return tuple((day, bool(known.is_working_day(day))) for day in days)


@cache
def known_to(country: str, last_year: int) -> int | None:
    """The last year whose official arrangement of make-up days is known; None where there are
    none."""
    if country != _WITH_MAKE_UP_DAYS:
        return None
    return max(
        day.year
        for day, working in official_days(country, last_year)
        if working and _is_weekend(day)
    )


def _is_weekend(day: date) -> bool:
    return day.weekday() >= 5
