"""Lists of holidays with a period in each row, in one cell or from one day to another, and the days
that are worked instead: made into one day a row."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pandas as pd

from data.issues import WARNING, Issue
from data.kinds.catalog import WORKING_DAY
from data.kinds.schema import DatasetKind
from data.matching.days_off import said_working, speaks_of_holidays, tells_holidays
from data.matching.headings import match
from data.matching.left_looks import Days, are_days, names_place
from data.matching.match import Match
from data.matching.personal import about_staff, is_name_part, is_personal
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import LeftOut, Lines, Sheet
from data.text.folding import fold
from data.text.writing import shown
from data.values.cells import choice_of
from data.values.looks import is_no_answer
from data.values.month_names import month_number
from data.values.short_days import years_in
from errors import Message
from i18n import N_

NAME, NO = "off_periods", "no"
_WORKING = WORKING_DAY.column("working")
_INSTEAD = re.compile(r"make-?up|extra work|调休|調休|补班|補班|上班|加班", re.I)
_TIME_OFF = re.compile(r"放假|休假", re.I)
_START = re.compile(r"start|begin|\bfrom\b|\bvon\b|d[ée]but|inicio|desde|开始|開始|起", re.I)
_END = re.compile(r"\bend|end\b|finish|\bto\b|until|\bbis\b|\bfin\b|hasta|结束|結束|止", re.I)
_BRACKETS = re.compile(r"[（(]([^）)]*)[）)]")
# What a cell says of the days before it; 调休 is said of both.
_WORKED = re.compile(r"上班|补班|補班")
_OFF = re.compile(r"放假|休假|休息")
_SAID = re.compile(f"({_WORKED.pattern}|{_OFF.pattern})")
_COMMA = re.compile(r"[,，;；。]")
_MIDNIGHT = re.compile(r"(?:^|[T ])(?:00?:00(?::00(?:\.0+)?)?|12:00(?::00)? ?a\.?m\.?)$", re.I)
_CLOCK = re.compile(r"(?:^|[T ])\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[ap]\.?m\.?)?$", re.I)
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
    r"[\s、,，;；。和与與及&/+]|and\b|und\b|起|放假|休假|休息|调休|調休|上班|补班|補班"
    r"|共?\s*\d+\s*天|星期.|周.|週."
)
_NO_DAY = Message("This row names no day.")
_ELSE = Message("This row was taken for something else than days off of the company.")
_LONGEST, _MOST, _SHOWN = 62, 400, 6  # days of one period; rows; days that are shown
_DECEMBER = 12


@dataclass(frozen=True)
class _Off:
    """The days of a list: in which row each stands, whether it is worked, and the columns that
    say so.

    `dated`: all of them are written with their year. `unread`: row and column of cells in which no
    day that is worked instead could be read. `staff`: the column that names members of staff.
    """

    days: tuple[tuple[int, date, str], ...]
    columns: tuple[int, ...]
    dated: bool
    unread: tuple[tuple[int, int], ...]
    staff: str | None

    def of(self, worked: str) -> list[date]:
        """The days that are worked, or those that are not."""
        return [day for _, day, told in self.days if told == worked]


@dataclass(frozen=True)
class _Column:
    """The days of a column, each with what its cell says of it ("" for nothing), and the rows that
    could not be read."""

    at: int
    days: tuple[tuple[int, date, str], ...]
    unread: tuple[int, ...] = ()


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
    # A year without a 29 February that the file names is none that can be answered.
    read = {
        year: found
        for year in dict.fromkeys((likely, today.year, today.year + 1))
        if (found := _found(sheet, year, options)) is not None
    }
    if likely not in read:
        return Written(sheet)
    question = _question(read[likely], tuple(read))
    answer = question.answer(options.answers)
    if answer == NO:  # no row is stored, and the question can still be answered otherwise
        none = replace(read[likely], days=())
        return Written(_made(sheet, none, _ELSE), questions=(question,))
    found = read[int(answer) if answer.isdigit() else likely]
    return Written(_made(sheet, found, _NO_DAY), _unread(sheet, found), (question,))


def _found(sheet: Sheet, year: int, options: Options) -> _Off | None:
    """The days of the periods, those of `year` that are written without theirs."""
    pair = _pair(sheet)
    off, worked = _columns(sheet, pair, year, options)
    if len(off) != 1 or len(off[0].days) == len({row for row, _, _ in off[0].days}):
        return None  # no periods, or several columns of them
    if any(told == "no" for column in worked for _, _, told in column.days):
        return None
    own = sorted({*pair, *(column.at for column in (*off, *worked))})
    said = _said_of_rows(sheet, own, options)
    if said is None:
        return None
    at, verdicts = said
    days = [(row, day, told or verdicts[row]) for row, day, told in off[0].days]
    days += [(row, day, "yes") for column in worked for row, day, _ in column.days]
    if all(told == "yes" for _, _, told in days):
        return None
    dated = not any(
        _is_yearless(cell) for column in (*off, *worked) for cell in sheet.cells[column.at]
    )
    unread = [(row, column.at) for column in worked for row in column.unread]
    staff = _names_staff(sheet, [day for _, day, _ in off[0].days])
    return _Off(tuple(sorted(days)), (*own, *at), dated, tuple(unread), staff)


def _columns(
    sheet: Sheet, pair: tuple[int, ...], year: int, options: Options
) -> tuple[list[_Column], list[_Column]]:
    """The columns of days off, and those of days that are worked instead."""
    spans = _from_to(sheet, pair, options)
    off = [] if spans is None else [spans]
    worked: list[_Column] = []
    for at, heading in enumerate(sheet.headings):
        instead = bool(_INSTEAD.search(heading)) and not _TIME_OFF.search(heading)
        if at in pair or spans is not None and not instead:
            continue
        column = _listed(at, sheet.cells[at].tolist(), year, instead)
        if column is not None:
            (worked if instead else off).append(column)
    return off, worked


def _said_of_rows(
    sheet: Sheet, own: Sequence[int], options: Options
) -> tuple[tuple[int, ...], list[str]] | None:
    """The column named after whether days are worked, where there is one, and what it or one of
    such words says of each row, else that all are off; None where it cannot be read, or where it
    says that all are worked."""
    known = match(sheet, WORKING_DAY, Options(set=options.set))
    named = tuple(at for at, name in known.columns.items() if name == "working" and at not in own)
    said = named[0] if named else said_working(sheet, known, own)
    if said is None:
        return (), ["no"] * len(sheet.cells)
    told = [choice_of(cell, _WORKING) for cell in sheet.cells[said]]
    only_named = {*told} == {"yes"} or _names_holidays(sheet, known, said)
    if not named and only_named and any(map(_is_vague, sheet.cells[said])):
        return (), ["no"] * len(sheet.cells)
    found = [choice for choice in told if choice is not None]
    return (named, found) if len(found) == len(told) and "no" in found else None


def _is_vague(cell: str) -> bool:
    """Whether a cell may only be named after work, as the holiday Workers' Day is."""
    known = choice_of(cell, replace(_WORKING, stems=()))
    vague = known is None and _INSTEAD.search(cell) is None
    return vague and choice_of(cell, _WORKING) == "yes"


def _names_holidays(sheet: Sheet, known: Match, at: int) -> bool:
    return known.columns.get(at) == "reason" or tells_holidays(sheet.headings[at])


def _names_staff(sheet: Sheet, off: Sequence[date]) -> str | None:
    """The heading under which members of staff stand: then the periods are their leave. A holiday
    has a name as well, but no two holidays of one place fall on one day."""
    several = len({*off}) < len(off) and not any(map(names_place, sheet.headings))
    for heading in sheet.headings:
        if about_staff(heading) or is_name_part(heading) or "姓名" in heading:
            return heading
        if several and is_personal(heading, ()):
            return heading
    return None


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


def _from_to(sheet: Sheet, pair: tuple[int, ...], options: Options) -> _Column | None:
    """The days from one column to another."""
    if not pair:
        return None
    start, end = pair
    cells = sheet.cells.copy()  # one day alone has no last one
    cells[end] = cells[end].mask(cells[end].map(is_no_answer), cells[start])
    both = Days(replace(sheet, cells=cells), start, options).beside(end)
    ended = _ended_before(sheet, pair)
    days: list[tuple[int, date, str]] = []
    for row, first, last in both.itertuples():
        last -= timedelta(days=int(row in ended and last > first))
        if not 0 <= (last - first).days < _LONGEST:
            return None
        days += [(row, day, "") for day in _each(first.date(), last.date())]
    alone = set(range(len(sheet.cells))) - {*both.index}
    return None if alone else _Column(start, tuple(days))


def _ended_before(sheet: Sheet, pair: tuple[int, ...]) -> set[int]:
    """The rows that end as their last day begins, as calendars write whole days. Where no other
    time of day stands beside days, midnight is only how a program writes a day."""
    clocks = [
        at
        for at, heading in enumerate(sheet.headings)
        if at not in pair and _END.search(_words(heading)) and _are_clocks(sheet.cells[at])
    ]
    if len(clocks) == 1:
        ends = sheet.cells[clocks[0]]
    elif any(
        _CLOCK.search(cell) and not _MIDNIGHT.search(cell)
        for at in pair
        for cell in sheet.cells[at]
    ):
        ends = sheet.cells[pair[1]]
    else:
        return set()
    return {row for row, cell in enumerate(ends) if _MIDNIGHT.search(cell)}


def _are_clocks(cells: Iterable[str]) -> bool:
    told = [cell for cell in cells if not is_no_answer(cell)]
    return bool(told) and all(_CLOCK.match(cell) for cell in told)


def _listed(at: int, cells: Sequence[str], year: int, instead: bool) -> _Column | None:
    """The days of a column that holds nothing but days and periods of them; None for others.
    Where a heading says that they are worked `instead`, one that is not settled yet keeps none of
    the others from being read."""
    told = [row for row, cell in enumerate(cells) if not is_no_answer(cell)]
    days: list[tuple[int, date, str]] = []
    unread = []
    for row in told:
        begins = row == told[0] and len(told) > 1
        found = _told_in(cells[row], year, begins, instead)
        if found is None:
            unread.append(row)
        else:
            days += [(row, day, said) for day, said in found]
    if not days or unread and not instead:
        return None
    return _Column(at, tuple(days), tuple(unread))


def _told_in(cell: str, year: int, begins: bool, instead: bool) -> list[tuple[date, str]] | None:
    """The days of a cell, each with what the cell says of it: 1月1日至3日放假，1月4日上班 names
    days of both sorts. None where they cannot be told apart."""
    text = _plain(cell)
    if not _WORKED.search(text) or instead and not _OFF.search(text):
        days = _days_of(text, year, begins)
        return None if days is None else [(day, "") for day in days]
    *pieces, rest = _SAID.split(text)
    found: list[tuple[date, str]] = []
    for piece, word in zip(pieces[::2], pieces[1::2], strict=True):
        days = _days_of(piece, year, begins)
        worked = _WORKED.fullmatch(word) is not None
        unclear = worked and not found and days and len(days) > 1 and _COMMA.search(piece)
        if not days or unclear:
            return None
        found += [(day, "yes" if worked else "no") for day in days]
    return found if _days_of(rest, year, begins) == [] else None


def _plain(cell: str) -> str:
    """The text without what is only remarked in brackets: days and work are none."""
    return _BRACKETS.sub(lambda found: f"，{found[1]}，" if _tells_days(found[1]) else " ", cell)


def _tells_days(text: str) -> bool:
    return _WORKED.search(text) is not None or any(
        _parts(each.groupdict(), 1)[1] for each in _ONE.finditer(text)
    )


def _days_of(text: str, year: int, begins: bool) -> list[date] | None:
    if _BETWEEN.sub("", _ONE.sub("", text)):
        return None
    found: list[date] = []
    for each in _ONE.finditer(text):
        period = _period(*_first_and_last(each), year, begins)
        if period is None:
            return None
        found += period
    return found


def _first_and_last(each: re.Match[str]) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    parts = each.groupdict()
    one = _parts(parts, 1)
    return one, _parts(parts, 2) or (one[0], one[1], int(parts["last"] or one[2]))


def _period(
    one: tuple[int, int, int], other: tuple[int, int, int], year: int, begins: bool
) -> list[date] | None:
    """The days from one to the other; one in December that `begins` a list of several does so in
    the year before."""
    over = int(other[1:] < one[1:])
    before = int(begins and other[1] < one[1] == _DECEMBER)
    start = one[0] or (other[0] - over if other[0] else year - before)
    end = other[0] or start + over
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
        not any(parts[0] for parts in _first_and_last(each)) for each in _ONE.finditer(_plain(cell))
    )


def _each(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=after) for after in range((last - first).days + 1))


def _question(found: _Off, years: tuple[int, ...]) -> Question:
    off, worked = found.of("no"), found.of("yes")
    yes: tuple[Choice, ...] = (Choice("yes", N_("Yes: nobody works on them.")),)
    if not found.dated:
        yes = tuple(
            Choice(str(year), Message("Yes: nobody works on them, in {year}.", {"year": str(year)}))
            for year in years
        )
    evidence = [Message("The first and the last: {first}, {last}.", _ends(off))]
    if worked:
        evidence.append(
            Message("Days that are worked instead: {days}.", {"days": [*sorted(worked)][:_SHOWN]})
        )
    if found.staff is not None:
        evidence.append(Message("A column names people: {column}.", {"column": found.staff}))
    return Question(
        NAME,
        Message(
            "Rows name times off. Is each of their days a day off? Days: {count}.",
            {"count": len(off)},
        ),
        (*yes, Choice(NO, N_("No: they are something else."))),
        yes[0].name if found.staff is None else NO,
        tuple(evidence),
    )


def _ends(days: Sequence[date]) -> dict[str, date]:
    return {"first": min(days), "last": max(days)}


def _unread(sheet: Sheet, found: _Off) -> tuple[Issue, ...]:
    """What could not be read of the days that are worked instead."""
    told = Message(
        "{column} is “{value}”, which names no day: this row adds no day that is worked instead."
    )
    return tuple(
        Issue(
            WARNING,
            replace(told, blanks={"column": sheet.headings[at], "value": shown(cell)}),
            sheet.lines[row],
            sheet.headings[at],
            cell,
        )
        for row, at in found.unread
        for cell in (sheet.cells[at].iloc[row],)
    )


def _made(sheet: Sheet, found: _Off, reason: Message) -> Sheet:
    """One day a row; rows without one are left out for this reason."""
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
    empty = [
        LeftOut(line, ", ".join(filter(None, sheet.cells.iloc[row])), reason)
        for row, line in enumerate(sheet.lines)
        if row not in rows
    ]
    left_out = sheet.left_out + empty
    return replace(sheet, headings=tuple(headings), cells=cells, lines=lines, left_out=left_out)
