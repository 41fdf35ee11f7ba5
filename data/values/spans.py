"""Months, quarters and years written where a day is meant: 2026年12月, 2026Q4, end of 2026; with or
without the year."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from data.fiscal import JANUARY, year_starts
from data.text.writing import half_width
from data.values.date_forms import MINGUO, Order, WrittenMoment, minguo, month_of
from data.values.month_names import month_number

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_CHINESE = {
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
    "十一": 11,
    "十二": 12,
}
_SHORT = r"(?P<short>\d{2})"  # of a year, only where a word or a sign says that it is one
_YEAR, _NUMBER = r"(?P<year>(?:19|20)\d{2})", r"(?P<number>\d{1,2}|十[一二]?|[一二三四五六七八九])"
_EDGE = re.compile(
    r"^(?:(?:by |at )?(?:the )?end(?: of)?\b|(?:bis )?(?:zum )?(?:jahresende|ende(?: des jahres| "
    r"des| der)?)"
    r"|(?:à la |a )?fin(?:ales)?\b(?: de l['’]ann[ée]e| d['’]ann[ée]e| del? año(?: de)?| del?| "
    r"du| d['’])?"
    r"|(?:até o )?(?:fim|final)(?: d[eo] ano(?: de)?| del año(?: de)?| de| do| del)?|year[- "
    r"]end|截至|截止)\s*"
    r"|\s*(?:年?底|年?末|年终|年終)前?$|\s*(?:year[- ]end|end)$",
    re.IGNORECASE,
)
_GOAL = re.compile(
    r"\s*(?:目标值|目標值|目标|目標|计划值|計劃值|计划|計劃|targets?|goals?|plan|ziel(?:wert)?|soll|objectif|cible|objetivo"
    r"|meta)\s*$",
    re.IGNORECASE,
)
_LED = re.compile(
    r"^\s*(?:目标值|目標值|目标|目標|targets?|goals?|plan|ziel(?:wert)?|soll|objectif|cible|objetivo|meta)\s*[:：]?\s+(?=\S)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{3,}\.?")
_MINGUO = re.compile(r"^(?:民[國国]\s?)?(1\d{2})\s?年")
_QUARTER = re.compile(
    r"(?:quartal|trimestre|\bt)\s?(?P<behind>[1-4])(?!\d)"
    r"|(?<!\d)(?P<before>[1-4])\s?(?:\.|er|re|ère|e|ème|º|°|ª)?\s?(?:quartals?|trimestre|[ºª°]?\s?trim\b\.?|t\b)",
    re.IGNORECASE,
)


def _pattern(text: str) -> re.Pattern:
    return re.compile(text, re.IGNORECASE | re.ASCII)


_QUARTER_OF = r"(?:q\s?(?P<number>[1-4])|第?(?P<zh>[一二三四1-4])\s?季度?)"
_FISCAL = r"(?:财年|財年|会计年度|會計年度|财政年度|財政年度)"
# Of a year that begins in one and ends in the other.
_BOTH = rf"{_YEAR}\s?[-–/]\s?(?:20)?(?P<next>\d{{2}})"
# (pattern, months that one is long); a number counts them within the year.
_OF_OWN = tuple(
    (_pattern(form), months)
    for year in (_BOTH, _YEAR)
    for form, months in (
        (rf"fy\s?{year}", 12),
        (rf"fy\s?{year}\s?[-/ ]?\s?{_QUARTER_OF}", 3),
        (rf"{_QUARTER_OF}[-/ ]?\s?fy\s?{year}", 3),
        (rf"{year}\s?{_FISCAL}", 12),
        (rf"{year}\s?{_FISCAL}\s?{_QUARTER_OF}", 3),
    )
)
_SAYS_OWN = _pattern(rf"\bfy|{_FISCAL}")
_WHOLE = (
    (_pattern(rf"{_YEAR}\s?(?:年度?)?"), 12),
    (
        _pattern(
            rf"{_YEAR}\s?(?:年度?)?[-/ "
            r"]?\s?(?:q(?:uarter|tr)?\s?(?P<number>[1-4])|第?(?P<zh>[一二三四1-4])\s?季度?)"
        ),
        3,
    ),
    (
        _pattern(rf"{_SHORT}\s?年度?\s?(?:q\s?(?P<number>[1-4])|第?(?P<zh>[一二三四1-4])\s?季度?)"),
        3,
    ),
    (_pattern(rf"(?:q\s?(?P<number>[1-4])\s?['’]|(?P<zh>[1-4])q\s?['’]?){_SHORT}"), 3),
    (_pattern(rf"(?P<number>[1-4])q[-/ ]?{_YEAR}"), 3),
    (_pattern(rf"{_SHORT}\s?年\s?(?:h\s?(?P<number>[12])|(?P<half>[上下])半年)"), 6),
    (
        _pattern(rf"(?:q\s?(?P<number>[1-4])|第?(?P<zh>[一二三四1-4])季度?)[-/ ]?\s?{_YEAR}\s?年?"),
        3,
    ),
    (_pattern(rf"{_YEAR}[-/.](?P<number>\d{{1,2}})"), 1),
    (_pattern(rf"{_YEAR}\s?年\s?{_NUMBER}\s?月份?"), 1),
    (_pattern(rf"{_NAME}\.?[-/, ]*{_YEAR}"), 1),
    (_pattern(rf"{_YEAR}[-/, ]*{_NAME}\.?"), 1),
    (_pattern(rf"{_YEAR}\s?年?\s?(?:h\s?(?P<number>[12])|(?P<half>[上下])半年)"), 6),
    (_pattern(rf"{_YEAR}\s?[-/]\s?[hs]\s?(?P<number>[12])"), 6),
    (_pattern(rf"{_YEAR}\s?s(?P<number>[12])"), 6),
    (_pattern(rf"[hs](?P<number>[12])[-/ ]\s?{_YEAR}"), 6),
    (
        _pattern(
            r"(?P<number>[12])\s?(?:\.|er|º|°|e|ème)?\s?(?:semestre|halbjahr)(?: de)?[-/ ]"
            rf"\s?{_YEAR}"
        ),
        6,
    ),
)
_YEARLESS = (
    (_pattern(r"(?:q\s?(?P<number>[1-4])|第?(?P<zh>[一二三四1-4])季度?)"), 3),
    (_pattern(r"quarter\s?(?P<number>[1-4])"), 3),
    (_pattern(rf"{_NUMBER}\s?月份?"), 1),
    (_pattern(rf"{_NAME}\.?"), 1),
    (_pattern(r"(?:h\s?(?P<number>[12])|(?P<half>[上下])半年)"), 6),
)
# Only above a column: in a cell, Mar-26 may be a day of March.
_HEADINGS = (
    (_pattern(rf"{_NAME}\.?[-/' ]\s?'?(?P<short>\d{{2}})"), 1),
    (_pattern(rf"(?P<short>\d{{2}})年\s?{_NUMBER}\s?月份?"), 1),
    (_pattern(rf"(?P<number>\d{{1,2}})[-/.]{_YEAR}"), 1),
    (_pattern(rf"{_YEAR}(?P<number>0[1-9]|1[0-2])"), 1),
    (_pattern(rf"{_YEAR}[-/.](?P<number>\d{{1,2}})[-/.]0?1(?:[ T]00:00(?::00(?:\.0+)?)?)?"), 1),
    (
        _pattern(
            r"(?:q(?P<number>[1-4])|第?(?P<zh>[一二三四1-4])季度?)[-/' ]?\s?'?(?P<short>\d{2})"
        ),
        3,
    ),
)
_LONGEST = 60  # letters of a text that is kept with what it names


@dataclass(frozen=True)
class DateSpan:
    """The `number`th stretch of `months` months in a year; `year` is None where it is not
    written. `later`: by how many months such years begin later than those of the calendar.
    `own`: whether the text itself says that it is the company's year that begins in `year`, as
    FY2026/27 does."""

    year: int | None
    months: int
    number: int = 1
    later: int = 0
    own: bool = False

    def of(self, year: int) -> "DateSpan":
        """This stretch, of that year where it names none."""
        return self if self.year is not None else replace(self, year=year)

    @property
    def first(self) -> date:
        return self._day(self.months * (self.number - 1))

    @property
    def last(self) -> date:
        return self._day(self.months * self.number) - timedelta(days=1)

    def in_years(self, later: int) -> "DateSpan":
        """This stretch, of years that begin so many months later; a month is one of the calendar."""
        return self if self.months == 1 or self.own else replace(self, later=later)

    def _day(self, months: int) -> date:
        """First day of the month so many after its year began."""
        year, month = divmod(self._written * 12 + self.later + months, 12)
        return date(year, month + 1, 1)

    @property
    def _written(self) -> int:
        if self.year is None:
            raise ValueError("a stretch without its year is at no time")
        return self.year


def span_of(text: str) -> DateSpan | None:
    """The month, quarter, half year or year that a text names as a whole; None for any other text,
    a day among them."""
    text = _EDGE.sub("", half_width(text)).strip()
    return _as_one_of(_OF_OWN if _SAYS_OWN.search(text) else (*_WHOLE, *_YEARLESS), text)


def _as_one_of(patterns: tuple[tuple[re.Pattern, int], ...], text: str) -> DateSpan | None:
    for pattern, months in patterns:
        found = pattern.fullmatch(text)
        if found:
            parts = found.groupdict()
            number = _number(parts)
            short = parts.get("short")
            year = int(parts["year"]) if parts.get("year") else 2000 + int(short) if short else None
            if not 1 <= number <= 12 // months:
                return None
            if parts.get("next"):
                return _of_own_year(DateSpan(year, months, number, own=True), parts["next"])
            return DateSpan(year, months, number)
    return None


def _of_own_year(span: DateSpan, ends: str) -> DateSpan | None:
    """Of a year that is named by both calendar years that it lies in: there is none where ours are
    those of the calendar."""
    later = year_starts() - JANUARY
    is_next = (span._written + 1) % 100 == int(ends)
    return replace(span, later=later) if later and is_next else None


def named_span(text: str) -> DateSpan | None:
    """As `span_of`, with months and quarters in the other languages too: März 2026, fin de marzo de
    2026, 2. Quartal 2026."""
    return span_of(text) or span_of(in_english(_EDGE.sub("", half_width(text))))


def heading_span(heading: str) -> DateSpan | None:
    """The stretch of time that a heading such as "2026年1月目标" names."""
    if len(heading) > _LONGEST:  # remarks come once and stay in no memory
        return _named_by(heading)
    return _kept(heading, year_starts())  # when years begin may be set otherwise


@lru_cache(maxsize=2000)
def _kept(heading: str, starts: int) -> DateSpan | None:
    del starts
    return _named_by(heading)


def _named_by(heading: str) -> DateSpan | None:
    text = _GOAL.sub("", _LED.sub("", half_width(heading))).strip()
    text = _MINGUO.sub(lambda found: f"{int(found[1]) + 1911}年", text)
    return _heading_span(text) or _heading_span(in_english(text))


def _heading_span(text: str) -> DateSpan | None:
    return span_of(text) or _as_one_of(_HEADINGS, text)


def in_english(text: str, shortest: int = 3) -> str:
    """A heading with its month and its quarter as English has them: "févr. 2026" as feb 2026, "1.
    Quartal 2026" as Q1 2026.

    `shortest`: letters of a word that may be a month.
    """

    def named(found: re.Match) -> str:
        word = found[0].rstrip(".")
        number = month_number(word) if len(word) >= shortest else None
        return found[0] if number is None else _MONTHS[number - 1]

    quartered = _QUARTER.sub(lambda found: f"Q{found['behind'] or found['before']}", text)
    return re.sub(r"(?<=\w) de (?=\d)", " ", _WORD.sub(named, quartered))


def _number(parts: dict[str, str | None]) -> int:
    if name := parts.get("name"):
        return _MONTHS.index(name[:3].lower()) + 1
    if half := parts.get("half"):
        return "上下".index(half) + 1
    text = parts.get("number") or parts.get("zh")
    return 1 if text is None else _CHINESE.get(text) or int(text)


def day_of(text: str, edge: str, later: int = 0) -> str | None:
    """The "first" or "last" day of a stretch of time with its year, as 2026-12-31; None where the
    text is no such stretch. `later`: as `DateSpan` has it."""
    span = named_span(text)
    month = _month_read(text) if span is None else None
    if month is not None:
        span = DateSpan(month.moment.year, 1, month.moment.month)
    if span is None or span.year is None:
        return None
    day = getattr(span.in_years(later), edge)
    # Whoever reads the days says that their years are those of the Minguo calendar, so they stay in
    # it.
    return minguo(day) if month is not None and month.calendar == MINGUO else day.isoformat()


def _month_read(text: str) -> WrittenMoment | None:
    """A month in the forms that only a column of days knows: 12/2026, 民國115年3月. A short year
    may be a day (Mar-26): it is left to that."""
    try:
        found = month_of(text, Order())
    except ValueError:  # there is no such month: whoever reads it as a day says so
        return None
    return found if found is not None and found.calendar in ("", MINGUO) else None
