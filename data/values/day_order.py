"""What a column says of dates that alone could be several: 3/4/2026, 9/1/26, 9月1日."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from data.questions import Choice, Question
from data.values.date_forms import NoYear, Order, WrittenMoment, cleaned, read
from data.values.day_or_month import DAY, Pair, order_question
from data.values.habits import Habits
from data.values.month_names import month_number
from data.values.short_days import likely_year
from errors import Message

YEAR_PLACE, YEAR_FIRST, YEAR_LAST = "year_place", "year_first", "year_last"
MISSING_YEAR = "missing_year"
_PARTED = "[0-9\uff10-\uff19][-/.\uff0d\uff0f\uff0e][0-9\uff10-\uff19]"  # as in 3/4/2026
_DOTTED = re.compile(r"[0-9]{1,2}\.[0-9]{1,2}\.")
_EITHER = r"^([0-9]{1,2})([-/.])([0-9]{1,2})\2\s?([0-9]{4})(?![0-9])"
_PLAINLY = r"^[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{4}"
_SHORT = re.compile(
    r"([0-9]{1,2})([-/. ])\s?([0-9]{1,2}|[^\W\d_]{3,12})\.?,?[-/. ]\s?['’]?([0-9]{1,2})(?![0-9:])"
)
_PERHAPS_SHORT = (
    "^[^0-9\uff10-\uff19]{0,12}[0-9\uff10-\uff19]{1,2}[-/. "
    "\uff0d\uff0f\uff0e]+(?:[0-9\uff10-\uff19]{1,2}|[^0-9 ]{3,12})"
    "[-/., \uff0d\uff0f\uff0e]+['’]?[0-9\uff10-\uff19]{1,2}(?:[^0-9:\uff10-\uff19]|$)"
)
_NEAR, _OLDEST = (
    1,
    40,
)  # years around today that a two-digit year surely means; how far back one may lie
_LEAP = 2000  # a year that has every day


def order_of(
    texts: pd.Series, heading: str, habits: Habits, may_lie_ahead: bool = False
) -> tuple[Order, tuple[Question, ...]]:
    """How the open forms of a column are meant, as answered or likely, and what is asked of them.
    `may_lie_ahead`: days to come are as usual in it as days gone by."""
    short = _short_parts(texts)
    year_first, asked = _year_first(short, heading, habits.answers, habits.today)
    order, either = day_order(texts, habits.day_first, () if year_first else short)
    questions = [asked] if asked else []
    if either:
        question = order_question(
            either, heading, habits.today, may_lie_ahead, habits.writes_day_first
        )
        order = question.answer(habits.answers) == DAY
        questions.append(question)
    return Order(order, year_first), tuple(questions)


Short = tuple[str, str, str, str]  # a date with a year of two digits, and its three parts


def _short_parts(texts: pd.Series) -> list[Short]:
    """The dates with a year of two digits."""
    likely = texts[texts.str.contains(_PERHAPS_SHORT, regex=True)]
    found = [(text, _SHORT.match(cleaned(text))) for text in likely]
    return [
        (text, parts[1], parts[3], parts[4])
        for text, parts in found
        if parts and (parts[3].isdigit() and parts[2] != " " or month_number(parts[3]))
    ]


def _year_first(
    short: list[Short], heading: str, answers: Mapping[str, str], today: date
) -> tuple[bool, Question | None]:
    """Whether 26/9/1 is the first of September: by the parts that can be no year, no month or no
    day, then by the years that are near."""
    if not short:
        return False, None
    last_fits = all(
        len(last) == 2 and _is_day(int(first), middle) for _, first, middle, last in short
    )
    first_fits = all(
        len(first) == 2 and _is_day(int(last), middle, turned=False)
        for _, first, middle, last in short
    )
    if not (last_fits and first_fits):
        return first_fits, None
    firsts, lasts = [int(first) for _, first, _, _ in short], [int(last) for *_, last in short]
    near = {True: _all_near(firsts, today, _NEAR), False: _all_near(lasts, today, _NEAR)}
    if near[True] != near[False]:
        return near[True], None
    if not near[True]:
        may = {True: _all_near(firsts, today, _OLDEST), False: _all_near(lasts, today, _OLDEST)}
        if may[True] != may[False]:
            return may[True], None
    question = _place_question(short[0], heading, len(set(firsts)) < len(set(lasts)))
    return question.answer(answers) == YEAR_FIRST, question


def _is_day(day: int, middle: str, turned: bool = True) -> bool:
    """Whether two parts can be a day and a month, in either order where `turned`."""
    if not middle.isdigit():
        return 1 <= day <= 31
    month = int(middle)
    return 1 <= day <= 31 and 1 <= month <= 12 or turned and 1 <= month <= 31 and 1 <= day <= 12


def _all_near(years: list[int], today: date, most: int) -> bool:
    return all(today.year - most <= 2000 + year <= today.year + _NEAR for year in years)


def _place_question(example: Short, heading: str, is_first_likely: bool) -> Question:
    text, first, _, last = example
    return Question(
        YEAR_PLACE,
        Message(
            "{column} holds years of two digits, such as {value}. Which part is the year?",
            {"column": heading, "value": text},
        ),
        (
            Choice(
                YEAR_LAST,
                Message(
                    "The last part: {value} is in {year}.", {"value": text, "year": f"20{last}"}
                ),
            ),
            Choice(
                YEAR_FIRST,
                Message(
                    "The first part: {value} is in {year}.", {"value": text, "year": f"20{first}"}
                ),
            ),
        ),
        YEAR_FIRST if is_first_likely else YEAR_LAST,
    )


def day_order(
    texts: pd.Series, day_first: bool | None, short: Sequence[Short] = ()
) -> tuple[bool | None, list[Pair]]:
    """Whether 03/04/2026 is the 3rd of April in this column (None where no cell depends on it), and
    the dates that could be either where nothing decides.

    A part above 12 decides; where none does or they contradict, `day_first` does. `short`: dates
    whose last part is a year of two digits.
    """
    texts = texts[texts.str.contains(_PARTED, regex=True)]
    plain = texts.str.contains(_PLAINLY, regex=True)
    clean = (
        texts.where(plain, texts[~plain].map(cleaned)) if len(texts) and not plain.all() else texts
    )
    parts = (
        clean.str.extract(_EITHER)[[0, 2, 3]].dropna().astype(int)
        if len(texts)
        else pd.DataFrame(columns=[0, 2, 3])
    )
    pairs = [
        (texts[at], first, second, year)
        for at, first, second, year in zip(parts.index, parts[0], parts[2], parts[3], strict=True)
    ]
    pairs += [
        (text, int(first), int(middle), 2000 + int(last))
        for text, first, middle, last in short
        if middle.isdigit()
    ]
    if not pairs:
        return None, []
    days_first = any(first > 12 >= second for _, first, second, _ in pairs)
    months_first = any(second > 12 >= first for _, first, second, _ in pairs)
    if days_first != months_first:
        return days_first, []
    still_open = [
        pair for pair in pairs if 0 < pair[1] <= 12 and 0 < pair[2] <= 12 and pair[1] != pair[2]
    ]
    if day_first is not None or not still_open:
        return day_first, []
    if all(_DOTTED.match(text) for text, *_ in still_open):
        return True, []  # who parts days by full stops writes the day first
    return None, [pair for pair in still_open if pair[3] > 0]


def year_question(
    texts: list[str], heading: str, order: Order, habits: Habits, shown: str = ""
) -> Question:
    """Which year days without one are of: the one that the file names, else this year or one of
    the two before it. `shown`: an example as the file has it."""
    days = [found.moment.date() for text in texts if (found := _in_leap_year(text, order))]
    today = habits.today
    ahead = sum((day.month, day.day) > (today.month, today.day) for day in days)
    years = dict.fromkeys([*habits.years, *(today.year - back for back in range(3))])
    return Question(
        MISSING_YEAR,
        Message(
            "{column} holds days without a year, such as {value}. Of which year are they?",
            {"column": heading, "value": (shown or texts[0]).rstrip(".")},
        ),
        tuple(Choice(str(year), Message("Of {year}.", {"year": str(year)})) for year in years),
        str(likely_year(habits.years, days, today)),
        (
            *(
                Message(
                    "A title or a name of the file or a sheet says {year}.", {"year": str(year)}
                )
                for year in habits.years
            ),
            *(
                [
                    Message(
                        "Different days that would still lie ahead in this year: {ahead}.",
                        {"ahead": ahead},
                    )
                ]
                if ahead
                else []
            ),
        ),
    )


def _in_leap_year(text: str, order: Order) -> WrittenMoment | None:
    try:
        return read(text, Order(order.day_first, order.year_first, _LEAP))
    except (NoYear, ValueError):
        return None
