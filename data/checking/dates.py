"""Dates and moments as people and tools write them; a year has four digits.

Moments keep the local wall time as written: a zone or offset is read over,
since a service happened at the hour that its customer saw.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache

import numpy as np
import pandas as pd

from data.checking.cells import CELL, Cells, Fault, Reading, faults_of, half_width, shown
from data.schema import Type
from errors import Message, Undecided

FIRST_YEAR, LAST_YEAR = 1990, 2100
FIRST_YEAR_OF_DATES = 1950  # such as the day somebody was hired
_EXCEL_START = datetime(1899, 12, 30)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAMES = ("january", "february", "march", "april", "may", "june", "july",
                "august", "september", "october", "november", "december")
_ISO = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?)?$"
_EITHER_ORDER = r"^([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})(?![0-9])"
_WEEKDAY = re.compile(r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+"
                      r"|(?:星期|周|週)[一二三四五六日天],?\s*", re.IGNORECASE)


def _pattern(text: str) -> re.Pattern:
    return re.compile(text, re.ASCII | re.IGNORECASE)


_DAYS = tuple(_pattern(text) for text in (
    r"(?P<y>\d{4})(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?!\d)",
    r"(?P<y>\d{4})\s?年\s?(?P<m>\d{1,2})\s?月\s?(?P<d>\d{1,2})\s?[日号號]",
    r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?!\d)",
    r"(?P<a>\d{1,2})(?P<sep>[-/.])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4})(?!\d)",
    r"(?P<d>\d{1,2})(?:st|nd|rd|th)?[-/. ]\s?(?P<name>[a-z]{3,9})\.?,?[-/. ]\s?(?P<y>\d{4})(?!\d)",
    r"(?P<name>[a-z]{3,9})\.?\s(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s(?P<y>\d{4})(?!\d)",
))
_MONTHS_ONLY = tuple(_pattern(text) for text in (
    r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})", r"(?P<y>\d{4})\s?年\s?(?P<m>\d{1,2})\s?月份?", r"(?P<y>\d{4})(?P<m>\d{2})",
    r"(?P<name>[a-z]{3,9})\.?,?[- ](?P<y>\d{4})",
))
_TIME = _pattern(
    r"(?:T|,?\s+|(?<=[日号號])|,)(?P<before>上午|下午|[ap]m\b)?\s*"
    r"(?P<hour>\d{1,2})(?::(?P<minute>\d{2})|[时時点點](?P<minute_zh>\d{1,2})分?)"
    r"(?::?(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?秒?)?"
    r"\s*(?P<after>[ap]\.?m\b\.?|上午|下午)?"
    r"\s*(?:Z|UTC|GMT|(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?|\((?:UTC|GMT)[^)]*\))?")
_COMPACT = _pattern(r"(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})")
_YEAR = r"^(?:19|20)[0-9]{2}\s?(?:年度?)?$"
_TWO_DIGIT_YEAR = _pattern(
    r"(?:\d{1,2}[-/.]\d{1,2}[-/.]\d{2}|\d{1,2}[-/. ][a-z]{3,9}[-/., ]+\d{2}|\d{2}年\d{1,2}月(?:\d{1,2}[日号號])?)(?![\d:])")
# What a date has to begin with, or to hold. So a column of nonsense is told as fast as it is read; blanks are written out, since with an
# escape for them pandas makes a Python string of each text.
_PARTED = "[0-9\uff10-\uff19][-/.\uff0d\uff0f\uff0e][0-9\uff10-\uff19]"  # as in 3/4/2026
_PERHAPS = ("(?i)^[ \t-\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]*[0-9\uff10-\uff19]"
            + "|[\uff21-\uff3a\uff41-\uff5a]|星期|周|週|" + "|".join((*_MONTHS, "mon", "tue", "wed", "thu", "fri", "sat", "sun")))
_SERIAL = _pattern(r"[2-8]\d{4}(?:\.\d+)?")


@lru_cache(maxsize=100_000)
def _day(text: str, day_first: bool | None) -> tuple[date, int] | None:
    """The day at the start of a text and where it ends; None where there is none, ValueError for no such day."""
    for pattern in _DAYS:
        found = pattern.match(text)
        if found and _month_of(found.groupdict()) is not None:
            return _date_of(found.groupdict(), day_first), found.end()
    return None


def _date_of(parts: dict[str, str | None], day_first: bool | None) -> date:
    if parts.get("a"):
        first, second = int(parts["a"]), int(parts["b"])
        day, month = (first, second) if day_first or (day_first is None and first > 12) else (second, first)
        return date(int(parts["y"]), month, day)
    return date(int(parts["y"]), _month_of(parts), int(parts.get("d") or 1))


def _month_of(parts: dict[str, str | None]) -> int | None:
    """The month as a number (0 while day and month are not told apart); None for a word that names no month."""
    if not parts.get("name"):
        return int(parts.get("m") or 0)
    name = parts["name"].lower()
    known = name in _MONTHS or name in _MONTH_NAMES or name == "sept"
    return _MONTHS.index(name[:3]) + 1 if known else None


def _at(day: date, found: re.Match) -> datetime:
    """The moment on that day; 0:04 PM is four past noon. ValueError for no such time."""
    hour, minute = int(found["hour"]), int(found["minute"] or found["minute_zh"])
    half = (found["before"] or found["after"] or "").lower().replace(".", "")
    if half in ("pm", "下午") and hour < 12:
        hour += 12
    if half in ("am", "上午"):
        if hour > 12:
            raise ValueError("no such hour in the morning")
        hour %= 12
    fraction = (found["fraction"] or "").ljust(6, "0")[:6]
    return datetime(day.year, day.month, day.day, hour, minute, int(found["second"] or 0), int(fraction))


def _moment(text: str, day_first: bool | None) -> datetime | None:
    """The moment a text names; None for a text of another form, ValueError for a day or time that does not exist."""
    text = _WEEKDAY.sub("", half_width(text), count=1)
    if found := _COMPACT.fullmatch(text):
        return datetime(*map(int, found.groups()))
    if _SERIAL.fullmatch(text) and 20_000 <= float(text) <= 80_000:
        return _EXCEL_START + timedelta(seconds=round(float(text) * 86_400))
    for pattern in _MONTHS_ONLY:
        found = pattern.fullmatch(text)
        if found and _month_of(found.groupdict()) is not None:
            return datetime.combine(_date_of(found.groupdict(), None), datetime.min.time())
    start = _day(text, day_first) if len(text) <= 10 else _day_of_longer(text, day_first)
    if start is None:
        return None
    day, end = start
    if end == len(text):
        return datetime.combine(day, datetime.min.time())
    time = _TIME.fullmatch(text, end)
    return _at(day, time) if time else None


def _day_of_longer(text: str, day_first: bool | None) -> tuple[date, int] | None:
    """As `_day`; the words before the time are looked up first, since few days repeat with many times."""
    head = text.split(":", 1)[0].rsplit(" ", 1)[0]
    start = _day(head, day_first)
    return start if start and start[1] == len(head) else _day(text, day_first)


def parse(text: str, heading: str, day_first: bool | None = None) -> datetime | Message:
    """The moment of one cell (no time of day: midnight), or what is wrong with it."""
    blanks = {"column": heading, "value": CELL}
    if _TWO_DIGIT_YEAR.match(half_width(text)):
        return Message("{column} is \u201c{value}\u201d, whose year has only two digits. Write it with four digits.", blanks)
    try:
        moment = _moment(text, day_first)
    except ValueError:
        return Message("{column} is \u201c{value}\u201d, a day or time that does not exist. Correct these cells.", blanks)
    return _no_date(heading) if moment is None else moment


def _no_date(heading: str) -> Message:
    return Message("{column} is \u201c{value}\u201d, which is not a date. Write it like 2026-09-03 or 2026-09-03 14:05.",
                   {"column": heading, "value": CELL})


def hopeless(texts: pd.Series) -> np.ndarray:
    """Which texts are certainly no date: they begin with no digit and name no month and no weekday. Some of the others are none either."""
    return ~texts.str.contains(_PERHAPS, regex=True).to_numpy(dtype=bool)


def day_order(texts: pd.Series, heading: str, day_first: bool | None) -> bool | None:
    """Whether 03/04/2026 is the 3rd of April in this column; None where no cell depends on it.

    A part above 12 decides; where none does or they contradict, `day_first`
    does; where that is None too, Undecided.
    """
    texts = texts[texts.str.contains(_PARTED, regex=True)]
    parts = texts.map(half_width).str.extract(_EITHER_ORDER)[[0, 2, 3]].dropna().astype(int) if len(texts) else pd.DataFrame()
    if parts.empty:
        return None
    first, second = parts[0], parts[2]
    days_first, months_first = bool(((first > 12) & (second <= 12)).any()), bool(((second > 12) & (first <= 12)).any())
    if days_first != months_first:
        return days_first
    open_cells = parts[(first <= 12) & (second <= 12) & (first != second) & first.gt(0) & second.gt(0)]
    if day_first is not None or open_cells.empty:
        return day_first
    one, other, year = open_cells.iloc[0]
    if year < 1:
        return None
    raise Undecided("{column} is \u201c{value}\u201d, which could be {first} or {second}. "
                    "Say whether the day or the month comes first.", setting="day_first", choices=(True, False),
                    column=heading, value=shown(texts[open_cells.index[0]]),
                    first=date(int(year), int(other), int(one)), second=date(int(year), int(one), int(other)))


def only_years(cells: Cells) -> bool:
    """Whether a column of moments holds nothing but years, such as 2017: its rows can be told apart by year only."""
    return cells.column.type is Type.MOMENT and len(cells.texts) > 0 and all(re.search(_YEAR, half_width(text)) for text in cells.texts)


def years_told(heading: str) -> Message:
    """What a person has to know of rows that were dated to the last day of their year."""
    return Message("{column} holds years without months or days. Each row counts on 31 December of its year: look at whole years, "
                   "not at months or quarters.", {"column": heading})


def read_moments(cells: Cells, day_first: bool | None) -> Reading:
    """The distinct texts as datetime64[us], without the time of day for dates; Undecided as in `day_order`.

    A column of nothing but years is read as their last days, so that a year to December holds them.
    """
    if only_years(cells):
        years = cells.texts.map(half_width).str[:4] + "-12-31"
        return _in_years(pd.to_datetime(years, format="ISO8601").astype("datetime64[us]"), cells, (), FIRST_YEAR)
    iso = cells.texts.str.contains(_ISO, regex=True).to_numpy(dtype=bool)
    order = day_order(cells.texts[~iso] if iso.any() else cells.texts, cells.heading, day_first)
    moments = pd.Series(pd.NaT, index=cells.texts.index, dtype="datetime64[us]")
    moments[iso] = pd.to_datetime(cells.texts[iso], format="ISO8601", errors="coerce").astype("datetime64[us]")
    odd = np.flatnonzero(moments.isna())
    none = hopeless(cells.texts.iloc[odd] if len(odd) < len(moments) else cells.texts)
    parsed: dict[int, datetime] = {}
    faults = (Fault(_no_date(cells.heading), odd[none]),) if none.any() else ()
    faults += faults_of(_parsed(cells, odd[~none], order, parsed))
    if parsed:
        moments.iloc[list(parsed)] = pd.Series(list(parsed.values()), dtype="datetime64[us]").array
    whole_days = cells.column.type is Type.DATE
    return _in_years(moments.dt.normalize() if whole_days else moments, cells, faults,
                     FIRST_YEAR_OF_DATES if whole_days else FIRST_YEAR)


def _parsed(cells: Cells, odd: np.ndarray, order: bool | None, parsed: dict[int, datetime]) -> Iterator[tuple[int, Message]]:
    """Read texts one by one into `parsed`; what is wrong with the others."""
    for at, text in zip(odd.tolist(), cells.texts.iloc[odd], strict=True):
        result = parse(text, cells.heading, order)
        if isinstance(result, Message):
            yield at, result
        else:
            parsed[at] = result


def _in_years(moments: pd.Series, cells: Cells, faults: tuple[Fault, ...], first_year: int) -> Reading:
    first, after = pd.Timestamp(first_year, 1, 1), pd.Timestamp(LAST_YEAR + 1, 1, 1)
    outside = np.flatnonzero((moments < first) | (moments >= after))
    if len(outside):
        faults += (Fault(Message("{column} is \u201c{value}\u201d, outside the years {first} to {last}. Correct these cells.", {
            "column": cells.heading, "value": CELL, "first": str(first_year), "last": str(LAST_YEAR)}), outside),)
        moments.iloc[outside] = pd.NaT
    return Reading(moments.array, faults)
