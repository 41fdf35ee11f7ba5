"""Lists of holidays with a period in each row, in one cell or from one day to another, and the days
that are worked instead: made into one day a row."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pandas as pd

from data.kinds.catalog import WORKING_DAY
from data.kinds.schema import DatasetKind
from data.matching.days_off import speaks_of_holidays
from data.matching.left_looks import Days, are_days
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import Lines, Sheet
from data.text.folding import fold
from data.values.looks import is_no_answer
from data.values.month_names import month_number
from data.values.short_days import years_in
from errors import Message
from i18n import N_

NAME, NO = "off_periods", "no"
_INSTEAD = re.compile(r"make-?up|extra work|调休|調休|补班|補班|上班|加班", re.I)
_TIME_OFF = re.compile(r"放假|休假", re.I)
_START = re.compile(r"start|begin|\bfrom\b|\bvon\b|d[ée]but|inicio|desde|开始|開始|起", re.I)
_END = re.compile(r"\bend|end\b|finish|\bto\b|until|\bbis\b|\bfin\b|hasta|结束|結束|止", re.I)
_BRACKETS = re.compile(r"[（(][^）)]*[）)]")
_DAY = (
    r"(?:(?:(?P<year{0}>20\d\d)\s*[-年./]\s*)?(?P<month{0}>\d{{1,2}})\s*月\s*(?P<day{0}>\d{{1,2}})\s*[日号號]?"
    r"|(?P<wyear{0}>20\d\d)[-/.](?P<wmonth{0}>\d{{1,2}})[-/.](?P<wday{0}>\d{{1,2}})"
    r"|(?P<gday{0}>\d{{1,2}})\.(?P<gmonth{0}>\d{{1,2}})\.(?P<gyear{0}>20\d\d)?"
    r"|(?P<name{0}>[^\W\d]{{3,9}})\.? (?P<nday{0}>\d{{1,2}})(?:,? (?P<nyear{0}>20\d\d))?"
    r"|(?P<bday{0}>\d{{1,2}})\.? (?P<bname{0}>[^\W\d]{{3,9}})\.?(?:,? (?P<byear{0}>20\d\d))?)"
)
_ONE = re.compile(
    _DAY.format(1)
    + r"(?:\s*(?:至|到|~|～|—|–|-|\bto\b|\bbis\b|until|through)\s*(?:"
    + _DAY.format(2)
    + r"|(?P<last>\d{1,2})\s*[日号號]))?"
)
_BETWEEN = re.compile(
    r"[\s、,，;；和与與及&/+]|and\b|und\b|起|放假|休息|调休|調休|上班|共?\s*\d+\s*天|星期.|周.|週."
)
_LONGEST, _MOST, _SHOWN = 62, 400, 6  # days of one period; rows; days that are shown
_DECEMBER = 12


@dataclass(frozen=True)
class _Off:
    """The days of a list: in which row each stands, whether it is worked, and the columns that
    say so."""

    days: tuple[tuple[int, date, str], ...]
    columns: tuple[int, ...]
    dated: bool  # whether all of them are written with their year


def as_single_days(
    file: str, sheet: Sheet, kind: DatasetKind, options: Options, today: date
) -> Written:
    """The sheet with one day a row and whether it is worked; of other files the sheet itself."""
    if kind is not WORKING_DAY or not 0 < len(sheet.cells) <= _MOST:
        return Written(sheet)
    given = {*options.match.values(), *options.set}
    if {"working", "date"} & given or not speaks_of_holidays(file, sheet):
        return Written(sheet)
    years = years_in((*sheet.title, sheet.name, file))
    likely = years[0] if len(years) == 1 else today.year
    found = _found(sheet, likely, options)
    if found is None:
        return Written(sheet)
    question = _question(found, likely, today)
    answer = question.answer(options.answers)
    if answer == NO:
        return Written(sheet, questions=(question,))
    if answer.isdigit():
        found = _found(sheet, int(answer), options) or found
    return Written(_made(sheet, found), questions=(question,))


def _found(sheet: Sheet, year: int, options: Options) -> _Off | None:
    """The days of the periods, those of `year` that are written without theirs."""
    pair = _from_to(sheet, options)
    off, worked = [] if pair is None else [pair], []
    for at in range(len(sheet.headings)):
        days = _listed(sheet.cells[at].tolist(), year) if at not in _pair(sheet) else []
        heading = sheet.headings[at]
        if days and _INSTEAD.search(heading) and not _TIME_OFF.search(heading):
            worked.append((at, days))
        elif days and pair is None:
            off.append((at, days))
    if len(off) != 1 or len(off[0][1]) == len({row for row, _ in off[0][1]}):
        return None  # no periods, or several columns of them
    told = [(row, day, "no") for row, day in off[0][1]]
    told += [(row, day, "yes") for _, days in worked for row, day in days]
    own = (*_pair(sheet), *(at for at, _ in (*off, *worked)))
    dated = all(
        not any(_is_yearless(cell) for cell in sheet.cells[at]) for at, _ in (*off, *worked)
    )
    return _Off(tuple(sorted(told)), tuple(sorted(set(own))), dated)


def _pair(sheet: Sheet) -> tuple[int, ...]:
    """The columns of first and last days."""
    found = []
    for form in (_START, _END):
        at = [at for at, heading in enumerate(sheet.headings) if form.search(_words(heading))]
        days = [one for one in at if are_days([*filter(None, sheet.cells[one])])]
        if len(days) != 1:
            return ()
        found += days
    return tuple(found) if found[0] != found[1] else ()


def _words(heading: str) -> str:
    return heading.replace("_", " ")


def _from_to(sheet: Sheet, options: Options) -> tuple[int, list[tuple[int, date]]] | None:
    """The days from one column to another."""
    pair = _pair(sheet)
    if not pair:
        return None
    start, end = pair
    cells = sheet.cells.copy()  # one day alone has no last one
    cells[end] = cells[end].mask(cells[end].map(is_no_answer), cells[start])
    both = Days(replace(sheet, cells=cells), start, options).beside(end)
    days = []
    for row, first, last in both.itertuples():
        if not 0 <= (last - first).days < _LONGEST:
            return None
        days += [(row, day) for day in _each(first.date(), last.date())]
    alone = set(range(len(sheet.cells))) - {*both.index}
    return None if alone else (start, days)


def _listed(cells: Sequence[str], year: int) -> list[tuple[int, date]]:
    """The days of a column that holds nothing but days and periods of them; none for others."""
    days: list[tuple[int, date]] = []
    for row, cell in enumerate(cells):
        if is_no_answer(cell):
            continue
        found = _days_of(cell, year, row == 0)
        if found is None:
            return []
        days += [(row, day) for day in found]
    return days


def _days_of(cell: str, year: int, is_first: bool) -> list[date] | None:
    text = _BRACKETS.sub(" ", cell)
    if _BETWEEN.sub("", _ONE.sub("", text)):
        return None
    found: list[date] = []
    for each in _ONE.finditer(text):
        parts = each.groupdict()
        one = _parts(parts, 1)
        other = _parts(parts, 2) or (one[0], one[1], int(parts["last"] or one[2]))
        period = _period(one, other, year, is_first)
        if period is None:
            return None
        found += period
    return found


def _period(
    one: tuple[int, int, int], other: tuple[int, int, int], year: int, is_first: bool
) -> list[date] | None:
    """The days from one to the other; the first of a list that begins in December does so in the
    year before."""
    before = other[1] < one[1] and is_first and one[1] == _DECEMBER
    start = one[0] or other[0] or year
    if before and not one[0]:
        start = (other[0] or year) - 1
    end = other[0] or start + (other[1:] < one[1:])
    try:
        first, last = date(start, *one[1:]), date(end, *other[1:])
    except ValueError:
        return None
    return list(_each(first, last)) if 0 <= (last - first).days < _LONGEST else None


def _parts(parts: dict[str, str | None], which: int) -> tuple[int, int, int]:
    """Year (0 where none is written), month and day; nothing where there is no such day."""
    for year, month, day in (
        ("year", "month", "day"),
        ("wyear", "wmonth", "wday"),
        ("gyear", "gmonth", "gday"),
        ("nyear", "name", "nday"),
        ("byear", "bname", "bday"),
    ):
        named = parts[f"{month}{which}"]
        if named:
            number = int(named) if named.isdigit() else month_number(named) or 0
            return int(parts[f"{year}{which}"] or 0), number, int(parts[f"{day}{which}"] or 0)
    return ()  # type: ignore[return-value]


def _is_yearless(cell: str) -> bool:
    return any(
        not _parts(each.groupdict(), 1)[0] for each in _ONE.finditer(_BRACKETS.sub(" ", cell))
    )


def _each(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=after) for after in range((last - first).days + 1))


def _question(found: _Off, likely: int, today: date) -> Question:
    off = [day for _, day, worked in found.days if worked == "no"]
    worked = [day for _, day, worked in found.days if worked == "yes"]
    yes: tuple[Choice, ...] = (Choice("yes", N_("Yes: nobody works on them.")),)
    if not found.dated:
        years = dict.fromkeys((likely, today.year, today.year + 1))
        yes = tuple(
            Choice(str(year), Message("Yes: nobody works on them, in {year}.", {"year": str(year)}))
            for year in years
        )
    evidence = [Message("The first and the last: {first}, {last}.", _ends(off))]
    if worked:
        evidence.append(
            Message("Days that are worked instead: {days}.", {"days": [*sorted(worked)][:_SHOWN]})
        )
    return Question(
        NAME,
        Message(
            "Each row names a time off. Is each day of it a day off? Days: {count}.",
            {"count": len(off)},
        ),
        (*yes, Choice(NO, N_("No: they are something else."))),
        yes[0].name,
        tuple(evidence),
    )


def _ends(days: Sequence[date]) -> dict[str, date]:
    return {"first": min(days), "last": max(days)}


def _made(sheet: Sheet, found: _Off) -> Sheet:
    rest = [at for at in range(len(sheet.headings)) if at not in found.columns]
    rows = [row for row, _, _ in found.days]
    cells = sheet.cells[rest].iloc[rows].reset_index(drop=True)
    cells = cells.set_axis(range(len(rest)), axis="columns")
    headings = [sheet.headings[at] for at in rest]
    texts = ([day.isoformat() for _, day, _ in found.days], [told for _, _, told in found.days])
    for name, column in zip(("date", "working"), texts, strict=True):
        label = str(WORKING_DAY.column(name).label)
        taken = fold(label) in map(fold, headings)
        headings.append(f"{label} (2)" if taken else label)
        cells[len(headings) - 1] = pd.array(column, dtype="str")
    lines = Lines([sheet.lines[row] for row in rows])
    return replace(sheet, headings=tuple(headings), cells=cells, lines=lines)
