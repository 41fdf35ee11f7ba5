"""Days that are written as two numbers, without a year: 9/5, 05.09., 9-5 14:20, 9/5 (土)."""

import re
from collections.abc import Collection, Iterable
from datetime import date

import numpy as np
import pandas as pd

from data.questions import Question
from data.values.date_forms import cleaned
from data.values.day_or_month import DAY, order_question
from data.values.habits import Habits

_SHORT = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\.?(?=$|[\s(（])(.*)", re.DOTALL)
_MONTH_FIRST = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")  # Chinese, Japanese, Korean
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")


def years_in(texts: Iterable[str]) -> tuple[int, ...]:
    """The years that titles and names of files and sheets name."""
    return tuple(sorted({int(year) for text in texts for year in _YEAR.findall(text)}))


def short_days(texts: pd.Series) -> np.ndarray:
    """Which texts are such days, where most of them are."""
    found = np.array([_parts(text) is not None for text in texts], dtype=bool)
    return found if 2 * found.sum() > len(found) else np.zeros(len(texts), dtype=bool)


def written_out(
    texts: pd.Series, heading: str, year: int, habits: Habits, may_lie_ahead: bool
) -> tuple[pd.Series, Question | None]:
    """Such days as 2026-09-05, and the question where day and month could be either."""
    parts = [(text, found) for text in texts if (found := _parts(text))]
    firsts = {int(found[1]) for _, found in parts}
    seconds = {int(found[3]) for _, found in parts}
    day_first = _day_first(firsts, seconds, heading, {found[2] for _, found in parts})
    day_first, question = habits.day_first if day_first is None else day_first, None
    if day_first is None:
        pairs = [(text, int(found[1]), int(found[3]), year) for text, found in parts]
        question = order_question(
            pairs, heading, habits.today, may_lie_ahead, habits.writes_day_first
        )
        day_first = question.answer(habits.answers) == DAY
    return texts.map(lambda text: _whole(text, year, day_first)), question


def _parts(text: str) -> re.Match | None:
    found = _SHORT.match(cleaned(text))
    if found is None:
        return None
    first, second = int(found[1]), int(found[3])
    return found if 1 <= min(first, second) <= 12 and max(first, second) <= 31 else None


def _day_first(
    firsts: Collection[int], seconds: Collection[int], heading: str, signs: Collection[str]
) -> bool | None:
    """Whether the day comes first: by the parts that can be no month, then as people write who
    speak the language of the heading, or who part days by full stops."""
    if (max(firsts) > 12) != (max(seconds) > 12):
        return max(firsts) > 12
    if _MONTH_FIRST.search(heading):
        return False
    return True if {*signs} == {"."} else None


def _whole(text: str, year: int, day_first: bool) -> str:
    found = _parts(text)
    if found is None:
        return text
    day, month = (found[1], found[3]) if day_first else (found[3], found[1])
    return f"{year}-{int(month):02}-{int(day):02}{found[4]}"


def likely_year(named: Collection[int], days: Iterable[date], today: date) -> int:
    """The year that a file names, where it names one; else the last one in which none of its days
    lies ahead."""
    if len(named) == 1:
        return next(iter(named))
    ahead = any((day.month, day.day) > (today.month, today.day) for day in days)
    return today.year - 1 if ahead else today.year
