"""Columns of dates and moments as people and tools write them.

Moments are kept by the company's clock: times that say another zone are moved
into the zone that is set, times that say none are taken as they stand.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.checking import doubted_dates, zone_moves
from data.kinds.schema import Type
from data.questions import Question
from data.text.writing import CELL
from data.values import stretches
from data.values.cells import Cells, CellValues, Fault, faults_of
from data.values.date_forms import (
    BUDDHIST,
    JAPANESE,
    MINGUO,
    SERIAL,
    SHORT,
    SINCE_1904,
    NoYear,
    Order,
    WrittenMoment,
    read,
)
from data.values.day_order import order_of, year_question
from data.values.habits import Habits
from data.values.month_names import SHORT_DAYS, STARTS
from data.values.short_days import short_days, written_out
from data.values.zones import zone_named
from errors import Message
from i18n import N_

FIRST_YEAR, LAST_YEAR = 1990, 2100
FIRST_YEAR_OF_DATES = 1950  # such as the day somebody was hired
_PLANNED = 20  # years ahead for which a target may be set
_ISO = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(?: "
    r"?(?:Z|UTC|[+-][0-9]{2}:?[0-9]{2}))?)?$"
)
_ISO_ZONE = r" ?(?:Z|UTC|[+-][0-9]{2}:?[0-9]{2})$"
# What a date has to begin with, or to hold. So a column of nonsense is told as fast as it is read;
# blanks are written out, since with an escape for them pandas makes a Python string of each text.
_PERHAPS = (
    "(?i)^[ "
    "\t-\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]*[0-9\uff10-\uff19]"
    + "|[\uff21-\uff3a\uff41-\uff5a]|^/Date|^[rhs][0-9]|星期|周|週|礼拜|禮拜|民国|民國|令和|平成"
    "|昭和|西元|公元|^[〇零○一二三四五六七八九十百]+年"
    + f"|(?:^|[^A-Za-z])(?:{'|'.join(STARTS)}|(?:{'|'.join(SHORT_DAYS)})[., ])"
)
_CALENDARS = {
    MINGUO: N_(
        "Years under {column} are written in the Minguo calendar: {value} was read as {day}. "
        "Rows: {rows}."
    ),
    BUDDHIST: N_(
        "Years under {column} are written in the Buddhist calendar: {value} was read as {day}. "
        "Rows: {rows}."
    ),
    JAPANESE: N_(
        "Years under {column} are written in Japanese eras: {value} was read as {day}. Rows: "
        "{rows}."
    ),
    SHORT: N_("Years under {column} have two digits: {value} was read as {day}. Rows: {rows}."),
}


@dataclass(frozen=True)
class Dating:
    """What a column of dates is read with.

    `answers`: name of a question -> name of the choice. `since_1904`: numbers count the days as
    workbooks of old Macs do. `zones`: heading -> zone, where the file says it outside of the
    heading. `lines`: the line of each row. `writes_day_first`: whether people who speak the
    language of the file do. `years`: that the name of the file or a title names. `later`: by how
    many months years begin later than those of the calendar.
    """

    day_first: bool | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    today: date = field(default_factory=date.today)
    since_1904: bool = False
    zones: Mapping[str, str] = field(default_factory=dict)
    lines: np.ndarray | None = None
    writes_day_first: bool = False
    years: tuple[int, ...] = ()
    later: int = 0

    @property
    def habits(self) -> Habits:
        """What is known of dates whose cells leave it open."""
        return Habits(
            self.today,
            self.day_first,
            self.answers,
            writes_day_first=self.writes_day_first,
            years=self.years,
        )


@dataclass(frozen=True)
class Dated:
    """A column of dates that was read: what a person is told and asked about it, and the zone it
    was moved into ("" for none)."""

    reading: CellValues
    notes: tuple[Message, ...] = ()
    warnings: tuple[Message, ...] = ()
    questions: tuple[Question, ...] = ()
    zone: str = ""


_ANY_ORDER, _LEAP = Order(), 2000  # a year that has every day
_PLAIN_LENGTHS = (10, 16, 19)  # of a day, with hours and minutes, with seconds


def parse(
    text: str, heading: str, order: Order = _ANY_ORDER, since_1904: bool = False
) -> WrittenMoment | Message:
    """The moment of one cell (no time of day: midnight), or what is wrong with it. NoYear where it
    is a day without a year."""
    try:
        found = read(text, order, since_1904)
    except NoYear:
        raise
    except ValueError:
        return Message(
            "{column} is \u201c{value}\u201d, a day or time that does not exist. Correct these "
            "cells.",
            {"column": heading, "value": CELL},
        )
    if found is not None:
        return found
    if len(text) <= 60 and stretches.stretch_of(text):
        return Message(
            "{column} is \u201c{value}\u201d, a stretch of time among single days. Write one day, "
            "like 2026-09-03.",
            {"column": heading, "value": CELL},
        )
    return _no_date(heading)


def _no_date(heading: str) -> Message:
    return Message(
        "{column} is \u201c{value}\u201d, which is not a date. Write it like 2026-09-03 or "
        "2026-09-03 14:05.",
        {"column": heading, "value": CELL},
    )


def hopeless(texts: pd.Series) -> np.ndarray:
    """Which texts are certainly no date: they begin with no digit and name no month and no weekday.
    Some of the others are none either."""
    return ~texts.str.contains(_PERHAPS, regex=True).to_numpy(dtype=bool)


def read_moments(cells: Cells, dating: Dating = Dating()) -> Dated:
    """The distinct texts as datetime64[us], without the time of day for dates; where day and month
    cannot be told apart, as answered or likely.

    A column of nothing but years, quarters, weeks or ranges is read as their last days, so that a
    year to December holds them.
    """
    if cells.column.type is Type.MOMENT and (
        found := stretches.stretches_of(cells.texts, dating.later)
    ):
        return _of_stretches(cells, found, dating)
    whole_days = cells.column.type is Type.DATE
    plain = _plain(cells.texts)
    if plain is None:
        moments, zones, timed, faults, notes, questions = _as_written(cells, dating)
    else:
        moments, timed = plain
        zones, faults, notes, questions = {}, (), [], []
    faults += _outside(moments, cells, FIRST_YEAR_OF_DATES if whole_days else FIRST_YEAR)
    if plain is None:
        faults += _mended(cells, moments, dating, questions)
    moved = zone_moves.move(
        cells,
        moments,
        zone_moves.Clocks(zones, timed, zone_named(dating.zones.get(cells.heading, ""))),
        dating.answers,
        dating.lines,
    )
    if moved.question:
        questions.append(moved.question)
    reading = CellValues(
        (moved.moments.dt.normalize() if whole_days else moved.moments).array, faults
    )
    return Dated(reading, (*notes, *moved.notes), moved.warnings, tuple(questions), moved.zone)


def _of_stretches(cells: Cells, found: list[stretches.Stretch], dating: Dating) -> Dated:
    asked = stretches.question(cells.heading, cells.texts, found, cells.counts())
    moments = stretches.days_of(found, asked, dating.answers)
    faults = _outside(moments, cells, FIRST_YEAR)
    return Dated(
        CellValues(moments.array, faults),
        warnings=stretches.told(cells.heading, cells.texts, found),
        questions=(asked,) if asked else (),
    )


Parsed = tuple[
    pd.Series, dict[str, np.ndarray], np.ndarray, tuple[Fault, ...], list[Message], list[Question]
]


def _plain(texts: pd.Series) -> tuple[pd.Series, np.ndarray] | None:
    """The moments of texts that are all like 2026-09-03, 2026-09-03 14:05 or 2026-09-03 14:05:06,
    and which have a time; None for any other column. These leave nothing to doubt, and Arrow reads
    them in a tenth of the time."""
    if not len(texts):
        return None
    written = pa.array(texts, pa.large_string(), from_pandas=True)
    lengths = pc.binary_length(written).to_numpy(zero_copy_only=False)
    if not np.isin(lengths, _PLAIN_LENGTHS).all():
        return None
    try:
        moments = pc.cast(written, pa.timestamp("us"))
    except pa.ArrowInvalid:
        return None
    return (
        pd.Series(moments.to_numpy(zero_copy_only=False), texts.index, "datetime64[us]"),
        lengths > _PLAIN_LENGTHS[0],
    )


def _as_written(cells: Cells, dating: Dating) -> Parsed:
    """Each text by its own clock: the moments, what they say of that clock -> where, whether they
    have a time, faults, notes, questions."""
    texts = cells.texts
    iso = texts.str.contains(_ISO, regex=True).to_numpy(dtype=bool)
    moments = pd.Series(pd.NaT, index=texts.index, dtype="datetime64[us]")
    moments[iso], zones = _iso(texts[iso])
    timed = texts.str.contains(":", regex=False).to_numpy(dtype=bool, copy=True)
    odd = np.flatnonzero(moments.isna())
    ahead = cells.column.type is Type.DATE
    unread, asked = _with_year(
        texts.iloc[odd] if len(odd) < len(texts) else texts, cells.heading, dating, ahead
    )
    if asked:
        texts = texts.copy()
        texts.iloc[odd] = unread.array
        cells = replace(cells, texts=texts)
    order, of_order = order_of(unread, cells.heading, dating.habits, ahead)
    none = hopeless(unread)
    parsed: dict[int, WrittenMoment] = {}
    yearless: list[int] = []
    faults: tuple[Fault, ...] = ()
    if none.any():
        faults += (Fault(_no_date(cells.heading), odd[none]),)
    faults += faults_of(_parsed(cells, odd[~none], order, dating.since_1904, parsed, yearless))
    faults += faults_of(_too_late(cells, parsed, dating.today))
    questions = [*asked, *of_order]
    if yearless:
        questions.append(
            year_question([texts.iloc[at] for at in yearless], cells.heading, order, dating.habits)
        )
        order = Order(order.day_first, order.year_first, int(questions[-1].answer(dating.answers)))
        faults += faults_of(
            _parsed(cells, np.array(yearless), order, dating.since_1904, parsed, [])
        )
    if parsed:
        places = list(parsed)
        moments.iloc[places] = pd.Series(
            [written.moment for written in parsed.values()], dtype="datetime64[us]"
        ).array
        timed[places] = [written.timed for written in parsed.values()]
        for word in {written.zone for written in parsed.values()} - {""}:
            at = np.array([at for at, written in parsed.items() if written.zone == word])
            zones[word] = np.concatenate([zones[word], at]) if word in zones else at
    return (
        moments,
        zones,
        timed,
        faults,
        [
            *_calendars_told(cells, parsed),
            *_start_told(cells, parsed, dating.since_1904),
            *doubted_dates.january_told(cells),
        ],
        questions,
    )


def _with_year(
    texts: pd.Series, heading: str, dating: Dating, ahead: bool
) -> tuple[pd.Series, tuple[Question, ...]]:
    """Days such as 9/5 with the year that is meant, as answered or likely, and what is asked."""
    short = short_days(texts)
    if not short.any():
        return texts, ()
    days, habits = texts[short], dating.habits
    in_leap, _ = written_out(days, heading, _LEAP, habits, ahead)
    asked = year_question([*in_leap], heading, _ANY_ORDER, habits, shown=days.iloc[0])
    year = int(asked.answer(dating.answers))
    whole, of_order = written_out(days, heading, year, habits, ahead)
    found = texts.copy()
    found[short] = whole.array
    return found, (asked, *([of_order] if of_order else []))


def _iso(texts: pd.Series) -> tuple[pd.arrays.DatetimeArray, dict[str, np.ndarray]]:
    """Texts like 2026-09-03T14:05:06+08:00 by their own clocks, and the zones that they say ->
    their positions."""
    zoned = texts[texts.str.contains(_ISO_ZONE, regex=True) & texts.str.contains(":", regex=False)]
    clocks = texts.copy()
    zones: dict[str, np.ndarray] = {}
    if len(zoned):
        clocks[zoned.index] = zoned.str.replace(_ISO_ZONE, "", regex=True)
        words = pd.Series(
            [
                text[len(clock) :].strip()
                for text, clock in zip(zoned, clocks[zoned.index], strict=True)
            ],
            index=zoned.index,
        )
        zones = {word: at.to_numpy() for word, at in words.groupby(words).groups.items()}
    return pd.to_datetime(clocks, format="ISO8601", errors="coerce").astype(
        "datetime64[us]"
    ).array, zones


def _parsed(
    cells: Cells,
    odd: np.ndarray,
    order: Order,
    since_1904: bool,
    parsed: dict[int, WrittenMoment],
    yearless: list[int],
) -> Iterator[tuple[int, Message]]:
    """Read texts one by one into `parsed`; what is wrong with the others. Days that need a year go
    to `yearless`."""
    for at, text in zip(odd.tolist(), cells.texts.iloc[odd], strict=True):
        try:
            result = parse(text, cells.heading, order, since_1904)
        except NoYear:
            yearless.append(at)
            continue
        if isinstance(result, Message):
            yield at, result
        else:
            parsed[at] = result


def _too_late(
    cells: Cells, parsed: dict[int, WrittenMoment], today: date
) -> Iterator[tuple[int, Message]]:
    """Years of two digits that would lie far ahead: 85 is rather 1985, or a year of the Minguo.
    They are taken out of `parsed`."""
    last = today.year + (_PLANNED if cells.column.type is Type.DATE else 1)
    for at in [
        at
        for at, written in parsed.items()
        if written.calendar == SHORT and written.moment.year > last
    ]:
        del parsed[at]
        yield (
            at,
            Message(
                "{column} is \u201c{value}\u201d, whose year has only two digits. Write it with "
                "four digits.",
                {"column": cells.heading, "value": CELL},
            ),
        )


def _calendars_told(cells: Cells, parsed: Mapping[int, WrittenMoment]) -> Iterator[Message]:
    """Which years were written otherwise than as 2026, with an example."""
    if not any(written.calendar for written in parsed.values()):
        return
    counts = cells.counts()
    for calendar, text in _CALENDARS.items():
        of_it = [at for at, written in parsed.items() if written.calendar == calendar]
        if of_it:
            yield Message(
                text,
                {
                    "column": cells.heading,
                    "value": cells.texts.iloc[of_it[0]],
                    "day": parsed[of_it[0]].moment.date(),
                    "rows": int(counts[of_it].sum()),
                },
            )


def _start_told(
    cells: Cells, parsed: Mapping[int, WrittenMoment], since_1904: bool
) -> Iterator[Message]:
    """That numbers were taken for days since 1904."""
    numbers = [at for at in parsed if SERIAL.fullmatch(cells.texts.iloc[at])] if since_1904 else []
    if numbers:
        at = numbers[0]
        yield Message(
            "The workbook counts its days from 1904, so {column} {value} was read as {day}, not "
            "{otherwise}. Rows: {rows}.",
            {
                "column": cells.heading,
                "value": cells.texts.iloc[at],
                "day": parsed[at].moment.date(),
                "otherwise": (parsed[at].moment - SINCE_1904).date(),
                "rows": int(cells.counts()[numbers].sum()),
            },
        )


def _mended(
    cells: Cells, moments: pd.Series, dating: Dating, questions: list[Question]
) -> tuple[Fault, ...]:
    """Undo in `moments` what a spreadsheet did to dates, as answered or likely, and add what is
    asked; the faults of what cannot be told."""
    if found := doubted_dates.swapped(cells, moments):
        at, question = found
        questions.append(question)
        if question.answer(dating.answers) == doubted_dates.SWAP:
            moments.iloc[at] = doubted_dates.exchanged(moments.iloc[at]).array
    faults: tuple[Fault, ...] = ()
    for at, question in doubted_dates.lost_nought(cells, dating.today):
        # Once one answer held for all years, and a file that was stored with it is not asked again.
        whole = {question.name: given} if (given := dating.answers.get(doubted_dates.TENTH)) else {}
        if not whole:
            questions.append(question)
        answer = question.answer({**whole, **dating.answers})
        if answer == doubted_dates.OCTOBER:
            moments.iloc[at] = (moments.iloc[at] + pd.DateOffset(months=9)).array
        elif answer == doubted_dates.LEAVE_OUT:
            moments.iloc[at] = pd.NaT
            faults = (*faults, Fault(doubted_dates.nought_fault(cells.heading), at))
    return faults


def _outside(moments: pd.Series, cells: Cells, first_year: int) -> tuple[Fault, ...]:
    """The fault of moments in years that nothing happened in, such as 0001 and 9999 that programs
    write for none; they are taken out."""
    first, after = pd.Timestamp(first_year, 1, 1), pd.Timestamp(LAST_YEAR + 1, 1, 1)
    outside = np.flatnonzero((moments < first) | (moments >= after))
    if not len(outside):
        return ()
    moments.iloc[outside] = pd.NaT
    return (
        Fault(
            Message(
                "{column} is \u201c{value}\u201d, outside the years {first} to {last}. Correct "
                "these cells.",
                {
                    "column": cells.heading,
                    "value": CELL,
                    "first": str(first_year),
                    "last": str(LAST_YEAR),
                },
            ),
            outside,
        ),
    )
