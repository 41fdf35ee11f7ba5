"""The day that a name or a title hints at without saying all of it: "9月15日", "September quiz", "Q3
2026", "KW 37". What is missing is taken from the last such time before today."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from data.text.writing import half_width
from data.values.month_names import month_number

_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
_DAY_ZH = re.compile(r"(?<!\d)(?P<month>\d{1,2})\s*[月월]\s*(?P<day>\d{1,2})\s*[日号號일]")
_DOTTED = re.compile(r"(?<![\d.])(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.?(?![\d.]*\d)")
_NAMED = re.compile(
    r"(?<![^\W_])(?:(?P<before>\d{1,2})(?:st|nd|rd|th|\.)?[ _-]?(?:de )?)?(?P<word>[^\W\d_]{3,10})\.?(?:[ _](?P<after>\d{1,2})(?:st|nd|rd"
    r"|th)?)?(?![^\W_])"
)
_QUARTER = re.compile(
    r"(?<![^\W_])Q\s?(?P<one>[1-4])(?!\d)|(?<!\d)(?P<two>[1-4])\s?Q(?![^\W_])|第?(?P<three>[一二三四1-4])季度?"
    r"|(?<!\w)[TS](?P<four>[1-4])(?=[ _-]?20\d{2})",
    re.I,
)
_WEEK = re.compile(
    r"(?<![^\W_])(?:w|kw|wk|week|woche|semaine|semana)[ _.]?(?P<one>\d{1,2})(?!\d)|第\s?(?P<two>\d{1,2})\s?周",
    re.I,
)
_MONTH_ZH = re.compile(r"(?<!\d)(?P<month>\d{1,2})\s*[月월](?!\s*\d)")
_SEVERAL = re.compile(r"\d\s*[-–~～至到]\s*\d{1,2}\s*[月월]")
_CHINESE = "一二三四"
_LONGEST_AGO = 366  # days


def hinted_day(text: str, today: date) -> date | None:
    """The one day at which a text hints, else the first of the one month, quarter or week; None where
    it hints at none or at several, or at one that is yet to come."""
    plain = half_width(text)
    if _SEVERAL.search(plain):
        return None
    years = {int(year) for year in _YEAR.findall(plain)}
    if len(years) > 1:
        return None
    year = years.pop() if years else None
    for found in (_days(plain), _weeks(plain), _quarters(plain), _months(plain)):
        told = {day for parts in found if (day := _last(parts, year, today)) is not None}
        if told:
            return told.pop() if len(told) == 1 else None
    return None


def _days(text: str) -> Iterator[tuple[int, int]]:
    """Months with a day."""
    for form in (_DAY_ZH, _DOTTED):
        for found in form.finditer(text):
            month, day = int(found["month"]), int(found["day"])
            if form is _DAY_ZH or day > 12 >= month:  # 1.2 may be a version
                yield month, day
    for found in _NAMED.finditer(text):
        written = found["before"] or found["after"]
        if written and (named := month_number(found["word"])):
            yield named, int(written)


def _weeks(text: str) -> Iterator[tuple[int]]:
    for found in _WEEK.finditer(text):
        yield (int(found["one"] or found["two"]),)


def _quarters(text: str) -> Iterator[tuple[int, int]]:
    for found in _QUARTER.finditer(text):
        number = found["one"] or found["two"] or found["three"] or found["four"]
        yield 3 * ((_CHINESE.index(number) + 1 if number in _CHINESE else int(number)) - 1) + 1, 1


def _months(text: str) -> Iterator[tuple[int, int]]:
    for found in _MONTH_ZH.finditer(text):
        yield int(found["month"]), 1
    for found in _NAMED.finditer(text):
        month = month_number(found["word"]) if len(found["word"]) > 3 else None
        if month and found["word"].casefold() not in ("may", "mars", "march"):
            yield month, 1


def _last(parts: tuple[int, ...], year: int | None, today: date) -> date | None:
    """The last such day up to today, in the year if one is named."""
    years = (today.year, today.year - 1) if year is None else (year,)
    for each in years:
        try:
            day = date.fromisocalendar(each, parts[0], 1) if len(parts) == 1 else date(each, *parts)
        except ValueError:
            continue
        if day <= today and (year is not None or today - day <= timedelta(days=_LONGEST_AGO)):
            return day
    return None
