"""Whether 3/4/2026 is the 3rd of April or the 4th of March, where no cell of a column tells: what
else speaks for either, and the question."""

from collections.abc import Sequence
from datetime import date

from data.questions import Choice, Question
from data.text.writing import shown
from errors import Message

DAY_FIRST, DAY, MONTH = "day_first", "day", "month"
_STEADY = 3  # days from which on their order in the file is no chance

Pair = tuple[str, int, int, int]  # the text, its first and second part, its year
Days = list[date]


def order_question(
    pairs: Sequence[Pair], heading: str, today: date, may_lie_ahead: bool, is_day_first: bool
) -> Question:
    """Which part is the day. `pairs`: the dates that could be either, as they follow each other in
    the file; `is_day_first`: how people write who speak the language of the file."""
    as_day = [date(year, second, first) for _, first, second, year in pairs]
    as_month = [date(year, first, second) for _, first, second, year in pairs]
    text, first, second, year = pairs[0]
    is_likely = _is_day_first(as_day, as_month, today, may_lie_ahead, is_day_first)
    return Question(
        DAY_FIRST,
        Message(
            "{column} is “{value}”, which could be {first} or {second}. Does the day or the month "
            "come first?",
            {
                "column": heading,
                "value": shown(text),
                "first": date(year, second, first),
                "second": date(year, first, second),
            },
        ),
        (
            Choice(DAY, Message("The day: {value} is {day}.", _blanks(text, as_day[0]))),
            Choice(MONTH, Message("The month: {value} is {day}.", _blanks(text, as_month[0]))),
        ),
        DAY if is_likely else MONTH,
        tuple(_seen(as_day, as_month, today, may_lie_ahead)),
    )


def _blanks(text: str, day: date) -> dict[str, object]:
    return {"value": shown(text), "day": day}


def _is_day_first(
    as_day: Days, as_month: Days, today: date, may_lie_ahead: bool, is_written_so: bool
) -> bool:
    """The likelier reading: none of its days lies ahead, its days follow each other, they are of
    fewer months; else as the language writes."""
    ahead = (0, 0) if may_lie_ahead else (_ahead(as_day, today), _ahead(as_month, today))
    steps = (_steps_back(as_day), _steps_back(as_month))
    months = (_months(as_day), _months(as_month))
    for day, month in (ahead, steps, months):
        if day != month:
            return day < month
    return is_written_so


def _seen(as_day: Days, as_month: Days, today: date, may_lie_ahead: bool) -> list[Message]:
    """What tells the two readings apart, in words."""
    told = []
    months = (_months(as_day), _months(as_month))
    if months[0] != months[1]:
        told.append(
            Message(
                "Different months, with the day first: {day}; with the month first: {month}.",
                {"day": months[0], "month": months[1]},
            )
        )
    ahead = (_ahead(as_day, today), _ahead(as_month, today))
    if ahead[0] != ahead[1] and not may_lie_ahead:
        told.append(
            Message(
                "Different days that would still lie ahead, with the day first: {day}; with the "
                "month first: {month}.",
                {"day": ahead[0], "month": ahead[1]},
            )
        )
    steps = (_steps_back(as_day), _steps_back(as_month))
    if steps[0] != steps[1]:
        told.append(
            Message(
                "Days out of the order of the file, with the day first: {day}; with the month "
                "first: {month}.",
                {"day": steps[0], "month": steps[1]},
            )
        )
    return told


def _ahead(days: Days, today: date) -> int:
    return sum(day > today for day in {*days})


def _months(days: Days) -> int:
    return len({(day.year, day.month) for day in days})


def _steps_back(days: Days) -> int:
    """How often the file goes back in time, or forward where it begins with the newest."""
    if len(days) < _STEADY:
        return 0
    back = sum(after < before for before, after in zip(days, days[1:], strict=False))
    on = sum(after > before for before, after in zip(days, days[1:], strict=False))
    return min(back, on)
