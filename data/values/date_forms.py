"""The forms in which people and tools write one date or moment, one text at a time.

A form that stands for several days (3/4/26) is read as the column is: what decides that is in
dates.py.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from data.text.writing import half_width
from data.values.month_names import month_number, named_month, without_weekday
from data.values.zones import is_unclear, zone_named

EXCEL_START = datetime(1899, 12, 30)
SINCE_1904 = timedelta(days=1462)  # between the two days from which workbooks count
MINGUO, BUDDHIST, JAPANESE, SHORT = (
    "minguo",
    "buddhist",
    "japanese",
    "short",
)  # how a year was written, where not as 2026
_MINGUO_BEGAN, _BUDDHA_BEFORE = 1911, 543
_JAPANESE_ERAS = {"令和": 2018, "r": 2018, "平成": 1988, "h": 1988, "昭和": 1925, "s": 1925}
_COMMON_ERA = ("西元", "公元")
_EPOCH = datetime(1970, 1, 1)
_LATEST_EPOCH = (
    2_000_000_000  # seconds; a larger number of ten digits is a day with its hour, as 2026090314
)
EPOCH = "Z"  # seconds since 1970 are counted in UTC


class NoYear(ValueError):
    """A day of a month was written without its year."""


@dataclass(frozen=True)
class Order:
    """How forms that leave it open are meant in a column: 3/4/2026, 26/9/1 and 9/1 without a year
    (`year` then is the one meant)."""

    day_first: bool | None = None
    year_first: bool = False
    year: int | None = None


@dataclass(frozen=True)
class WrittenMoment:
    """A moment as it was written: by its own clock, `zone` is what the text says of that clock (""
    for nothing).

    `timed`: whether a time of day was written. `calendar`: MINGUO, BUDDHIST, JAPANESE or SHORT, ""
    for years such as 2026.
    """

    moment: datetime
    zone: str = ""
    timed: bool = False
    calendar: str = ""


def _pattern(text: str) -> re.Pattern:
    return re.compile(text, re.IGNORECASE)


_WORD = r"(?P<name>[^\W\d_]{3,12})"
_ERA = r"(?P<era>(?:中華|中华)?民[國国]|令和|平成|昭和|西元|公元|[rhs](?=\d))"
_D, _M, _NO_MORE = r"(?P<d>[0-9]{1,2})", r"(?P<m>[0-9]{1,2})", r"(?![0-9])"
_DAYS = tuple(
    _pattern(text)
    for text in (
        rf"(?P<y>[0-9]{{4}})\. {_M}\. {_D}(?:\.|{_NO_MORE})",
        rf"(?P<y>[0-9]{{4}})\.{_M}\.{_D}\.(?![0-9])",
        rf"(?P<y>[0-9]{{3,4}})(?P<sep>[-/.]){_M}(?P=sep){_D}{_NO_MORE}",
        rf"(?:{_ERA}\s?)?(?P<y>[0-9]{{1,4}}|元)\s?[年년]\s?{_M}\s?[月월]\s?{_D}\s?[日号號일]",
        rf"{_ERA}\s?(?P<y>[0-9]{{1,4}}|元)(?P<sep>[-/.]){_M}(?P=sep){_D}{_NO_MORE}",
        rf"(?P<y>[0-9]{{4}})(?P<m>[0-9]{{2}})(?P<d>[0-9]{{2}}){_NO_MORE}",
        rf"(?P<y>[01][0-9]{{2}})(?P<m>[0-9]{{2}})(?P<d>[0-9]{{2}}){_NO_MORE}",
        rf"(?P<a>[0-9]{{1,2}})(?P<sep>[-/.])(?P<b>[0-9]{{1,2}})(?P=sep)\s?(?P<y>[0-9]{{4}}){_NO_MORE}",
        r"(?P<p>[0-9]{1,2})(?P<sep>[-/.])(?P<q>[0-9]{1,2})(?P=sep)(?P<r>[0-9]{1,2})(?![0-9:])",
        rf"(?P<y>[0-9]{{4}})[-/. ]{_WORD}\.?[-/. ]{_D}{_NO_MORE}",
        rf"{_D}(?:st|nd|rd|th|er|[.ºª])?[-/. ]?\s?(?:de |of )?{_WORD}\.?,?[-/. ]?\s?(?:de |del "
        rf")?(?P<y>[0-9]{{4}})(?:\s?(?:г|р)\.?)?{_NO_MORE}",
        rf"{_WORD}\.?[ -]?{_D}(?:st|nd|rd|th)?[,. -]\s?(?P<y>[0-9]{{4}}){_NO_MORE}",
        rf"(?P<p>[0-9]{{1,2}})[-/. ]\s?{_WORD}\.?,?[-/. ]\s?['’]?(?P<r>[0-9]{{2}})(?![0-9:])",
        rf"{_M}\s?[月월]\s?{_D}\s?[日号號일]",
        rf"{_D}(?:[-. ]|\. ){_WORD}\.?(?![^\W_])(?!\s?[0-9]{{2,4}}{_NO_MORE})",
    )
)
_MONTHS_ONLY = tuple(
    _pattern(text)
    for text in (
        rf"(?P<y>[0-9]{{4}})[-/.]{_M}",
        rf"(?P<y>1[0-9]{{2}})[-/]{_M}",
        rf"(?:{_ERA}\s?)?(?P<y>[0-9]{{2,4}}|元)\s?[年년]\s?{_M}\s?[月월]份?",
        r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})",
        rf"{_WORD}\.?,?(?:[-/ ]| de )(?P<y>[0-9]{{4}})",
        rf"(?P<y>[0-9]{{4}})[-/ ]{_WORD}\.?",
        r"(?P<m>[0-9]{1,2})[-/.](?P<y>[0-9]{4})",
        rf"{_WORD}\.?[-'’](?P<y>[0-9]{{2}})",
    )
)
_CLOCK = (
    r"(?P<hour>[0-9]{1,2})(?:[:h.](?P<minute>[0-9]{2})|[時时點点시]\s?(?P<minute_zh>[0-9]{1,2})?[分분]?)"
    r"(?:[:.]?(?P<second>[0-9]{2})(?:[.,:](?P<fraction>[0-9]{1,9}))?[秒초]?)?"
)
_HALF = r"[ap]\.?\s?m\b\.?|上午|下午|凌晨|早上|中午|晚上|午前|午後|오전|오후"
_ZONE = (
    r"Z|(?:UTC|GMT|Z)?\s?[+\-\u2212]\s?[0-9]{1,2}(?::?[0-9]{2})?(?:\s?\([^)]*\)|\[[^\]]*\]|\s[+-][0-9]{4})?|\((?:UTC|GMT)[^)]*\)"
    r"|[\[(]?[A-Za-z]+/[A-Za-z_/]+(?: (?:[A-Z][a-z]+))?[\])]?|\(?(?:UTC|GMT|[A-Z]{2,5})\)?|北京时间|北京時間|台北時間"
)
_TIME = _pattern(
    r"(?:T|,?\s+|(?<=[日号號일])|,|:)(?:(?:um|at|à|a "
    rf"las|às|alle|om|в|kl\.?|-|–|@)\s+)?(?P<before>{_HALF})?\s*"
    rf"{_CLOCK}\s*(?P<after>{_HALF})?(?:\s?(?:uhr|hrs?|h))?\s*(?P<zone>{_ZONE})?"
)
_UNTIL = re.compile(
    r"(?<=[0-9])(?:\s*[~～–—至到]\s*|\s+(?:-|to)\s+|-(?=1[3-9]|2[0-4])|(?P<zone>-))[0-9]{1,2}:[0-9]{2}$"
)
_ISO_BASIC = re.compile(
    rf"([0-9]{{8}})T([0-9]{{2}})([0-9]{{2}})([0-9]{{2}})?(?:\.[0-9]+)?({_ZONE})?"
)
_COMPACT = re.compile(r"(20[0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})(?:([0-9]{2})([0-9]{2})?)?")
_EPOCH_TEXT = re.compile(
    r"(?:/Date\()?([0-9]{10}|[0-9]{13}|[0-9]{16})(?:\.[0-9]+)?(?:[+-][0-9]{4})?(?:\)/)?"
)
_YEAR_LAST = re.compile(
    rf"({_WORD}\.?\s+[0-9]{{1,2}})\s+([0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}})?)((?:\s+[A-Za-z+:0-9]{{1,9}})?)\s+([0-9]{{4}})"
)
_TIME_FIRST = re.compile(
    r"([0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:\s?[apAP][mM])?),?\s+(?:on\s+)?(\S.*)"
)
SERIAL = re.compile(r"([2-8][0-9]{4})(\.[0-9]+)?")
_ZEROS = re.compile(r"([0-9]{7,16})\.0+")  # a number that a program wrote with a decimal point
_ISO_WEEKDAY = re.compile(r"([0-9]{4})-?W([0-9]{2})-?([1-7])", re.IGNORECASE)


def cleaned(text: str) -> str:
    """A text without what is no part of the moment: odd width and blanks, the weekday before or
    behind the day."""
    text = (
        text.strip()
        if text.isascii()
        else _WEEKDAY_BEHIND.sub(" ", half_width(text), count=1).strip()
    )
    if IN_WORDS.search(text):
        text = IN_WORDS.sub(lambda found: _digits(found[0]), text)
    if not text[:1].isdigit():
        text = without_weekday(text)
    if "  " in text:
        text = " ".join(text.split())
    whole = _ZEROS.fullmatch(text) if text.endswith(".0") or text.endswith("00") else None
    return whole[1] if whole else text


_WEEKDAY_BEHIND = re.compile(
    r"(?<=[日号號0-9])\s*[(\[]?(?:星期|周|週|礼拜|禮拜)[一二三四五六日天][)\]]?\s*(?=$|[0-9上下凌早中晚午])"
    r"|(?<=[日0-9])\s*[(\[][一二三四五六日月火水木金土][)\]]\s*(?=\s|$|[0-9])"
)


# The numbers of a date in words: 民國一一五年十月三日, 一百一十五年, 二〇二六年.
_ONES = {"〇": 0, "零": 0, "○": 0, **dict(zip("一二三四五六七八九", range(1, 10), strict=True))}
IN_WORDS = re.compile(rf"[{''.join(_ONES)}十百]+(?=[年月日號号])")


def _digits(words: str) -> str:
    """A number in words as digits: of each word one, or tens and hundreds by their own words."""
    if not {"十", "百"} & {*words}:
        return "".join(str(_ONES[word]) for word in words)
    whole, last = 0, 0
    for word in words:
        if word in _ONES:
            last = _ONES[word]
        else:
            whole, last = whole + (last or 1) * (10 if word == "十" else 100), 0
    return str(whole + last)


def read(text: str, order: Order, since_1904: bool = False) -> WrittenMoment | None:
    """The moment that a text names; None for a text of another form, ValueError for a day or time
    that does not exist."""
    text = cleaned(text)
    if text[:5].isdigit() or text.startswith("/Date"):
        number = _as_number(text, since_1904)
        if number is not None:
            return number
    if found := _ISO_WEEKDAY.fullmatch(text):
        day = date.fromisocalendar(*map(int, found.groups()))
        return WrittenMoment(datetime(day.year, day.month, day.day))
    return _as_month(text, order) or _day_and_time(text, order) or _turned(text, order)


def minguo(day: date) -> str:
    """A day as it is written in the Minguo calendar."""
    return f"民國{day.year - _MINGUO_BEGAN}年{day.month}月{day.day}日"


def month_of(text: str, order: Order) -> WrittenMoment | None:
    """The month that `read` takes a text for as a whole, on its first day; None for any other text,
    ValueError for no such month."""
    text = cleaned(text)
    if text[:5].isdigit() and _as_number(text, since_1904=False) is not None:
        return None
    return _as_month(text, order)


def _as_month(text: str, order: Order) -> WrittenMoment | None:
    for pattern in _MONTHS_ONLY if ":" not in text else ():
        found = pattern.fullmatch(text)
        if found and _is_month(found):
            day, calendar = _date_of(found.groupdict(), order)
            return WrittenMoment(datetime(day.year, day.month, day.day), calendar=calendar)
    return None


def _as_number(text: str, since_1904: bool) -> WrittenMoment | None:
    """What is written in digits alone: days of a spreadsheet, seconds since 1970,
    20260903140500."""
    if found := SERIAL.fullmatch(text):
        days = float(text)
        if 20_000 <= days <= 80_000:
            moment = (
                EXCEL_START
                + timedelta(seconds=round(days * 86_400))
                + (SINCE_1904 if since_1904 else timedelta())
            )
            return WrittenMoment(moment, timed=found[2] is not None)
    if (
        (found := _EPOCH_TEXT.fullmatch(text))
        and text[:10].strip("/Date(").isdigit()
        and _seconds(found[1]) < _LATEST_EPOCH
    ):
        return WrittenMoment(
            _EPOCH + timedelta(seconds=round(_seconds(found[1]))), zone=EPOCH, timed=True
        )
    if found := _ISO_BASIC.fullmatch(text):
        day = datetime.strptime(found[1], "%Y%m%d")
        moment = day.replace(hour=int(found[2]), minute=int(found[3]), second=int(found[4] or 0))
        return WrittenMoment(moment, zone=found[5] or "", timed=True)
    if len(text) >= 10 and (found := _COMPACT.fullmatch(text)):
        at = [int(part or 0) for part in found.groups()]
        return WrittenMoment(datetime(at[0], at[1], at[2], at[3], at[4], at[5]), timed=True)
    return None


def _seconds(digits: str) -> float:
    return int(digits) / 10 ** (len(digits) - 10)


def _day_and_time(text: str, order: Order) -> WrittenMoment | None:
    start = _day(text, order) if len(text) <= 10 else _day_of_longer(text, order)
    if start is None:
        return None
    day, calendar, end = start
    text = _without_end(text, end)
    if end == len(text):
        return WrittenMoment(datetime(day.year, day.month, day.day), calendar=calendar)
    time = _TIME.fullmatch(text, end)
    if time is None or not _is_zone(time["zone"]):
        return None
    return WrittenMoment(
        _at(day, time), zone=(time["zone"] or "").strip(), timed=True, calendar=calendar
    )


def _without_end(text: str, end: int) -> str:
    """A day with the hours from when to when, without the end of them; -07:00 is rather a zone, except
    behind a Chinese day."""
    if text[-3:-2] != ":" or text.count(":", end) != 2:
        return text
    found = _UNTIL.search(text, end)
    if found is None or found["zone"] and text[end - 1] not in "日号號":
        return text
    return text[: found.start()]


def _is_zone(text: str | None) -> bool:
    return not text or zone_named(text) is not None or is_unclear(text)


def _turned(text: str, order: Order) -> WrittenMoment | None:
    """Forms with the year or the day behind the time: Sep 01 14:05:00 CST 2026, 14:05
    01/09/2026."""
    if found := _YEAR_LAST.fullmatch(text):
        return _day_and_time(f"{found[1]} {found[5]} {found[3]}{found[4]}", order)
    if found := _TIME_FIRST.fullmatch(text):
        return _day_and_time(f"{cleaned(found[2])} {found[1]}", order)
    return None


@lru_cache(maxsize=100_000)
def _day(text: str, order: Order) -> tuple[date, str, int] | None:
    """The day at the start of a text, its calendar, and where it ends; None where there is none,
    ValueError for no such day."""
    for pattern in _DAYS:
        found = pattern.match(text)
        if found and _is_month(found):
            return *_date_of(found.groupdict(), order), found.end()
    return None


def _day_of_longer(text: str, order: Order) -> tuple[date, str, int] | None:
    """As `_day`; the words before the time are looked up first, since few days repeat with many
    times."""
    before, colon, _ = text.partition(":")
    head = before.rsplit(" ", 1)[0].rstrip() if colon else text
    start = _day(head, order)
    return start if start and start[2] == len(head) else _day(text, order)


def _is_month(found: re.Match) -> bool:
    """Whether the word among the parts, if there is one, is a month."""
    name = found.groupdict().get("name")
    return name is None or month_number(name) is not None


Parts = dict[str, str | Any]  # as `re.Match.groupdict` gives them: None for what did not take part


def _date_of(parts: Parts, order: Order) -> tuple[date, str]:
    """The day that the parts of a form name, and how its year was written."""
    if parts.get("p"):
        return _short_date(parts, order), SHORT
    if parts.get("a"):
        day, month = _in_order(int(parts["a"]), int(parts["b"]), order.day_first)
    else:
        day = int(parts.get("d") or 1)
        month = named_month(parts["name"]) if parts.get("name") else int(parts["m"])
    if parts.get("y") is None:
        if order.year is None:
            raise NoYear
        return date(order.year, month, day), ""
    year, calendar = _year(parts["y"], (parts.get("era") or "").lower())
    return date(year, month, day), calendar


def _in_order(first: int, second: int, day_first: bool | None) -> tuple[int, int]:
    """Day and month."""
    return (first, second) if day_first or (day_first is None and first > 12) else (second, first)


def _short_date(parts: Parts, order: Order) -> date:
    if len(parts["p"] if order.year_first else parts["r"]) < 2:
        raise ValueError("a year of one digit")
    first, last = int(parts["p"]), int(parts["r"])
    if parts.get("name"):
        day, year = (last, first) if order.year_first else (first, last)
        return date(2000 + year, named_month(parts["name"]), day)
    middle = int(parts["q"])
    if order.year_first:
        return date(2000 + first, middle, last)
    day, month = _in_order(first, middle, order.day_first)
    return date(2000 + last, month, day)


def _year(text: str, era: str) -> tuple[int, str]:
    """The year of our era, and how it was written."""
    number = 1 if text == "元" else int(text)
    if era in _JAPANESE_ERAS:
        return number + _JAPANESE_ERAS[era], JAPANESE
    if era in _COMMON_ERA:
        return number, ""
    if era or 100 <= number < 200 or len(text) == 3:
        return number + _MINGUO_BEGAN, MINGUO
    if len(text) <= 2:
        return 2000 + number, SHORT
    return (number - _BUDDHA_BEFORE, BUDDHIST) if 2443 <= number <= 2643 else (number, "")


def _at(day: date, found: re.Match) -> datetime:
    """The moment on that day; 0:04 PM is four past noon. ValueError for no such time.

    Browsers write the first hour of a day as 24:15, people the last moment as 24:00: both mean the
    day that stands there.
    """
    hour, minute = int(found["hour"]), int(found["minute"] or found["minute_zh"] or 0)
    half = (found["before"] or found["after"] or "").lower().replace(".", "").replace(" ", "")
    if half in ("pm", "下午", "午後", "오후") and hour < 12 or half == "中午" and hour < 11:
        hour += 12
    elif half == "晚上":
        if hour == 12:
            raise ValueError("midnight of which day")
        hour += 12 if hour < 12 else 0
    elif half in ("am", "上午", "凌晨", "早上", "午前", "오전"):
        if hour > 12:
            raise ValueError("no such hour in the morning")
        hour %= 12
    if hour == 24 and not half:
        hour = 0
    fraction = (found["fraction"] or "").ljust(6, "0")[:6]
    return datetime(
        day.year, day.month, day.day, hour, minute, int(found["second"] or 0), int(fraction)
    )
