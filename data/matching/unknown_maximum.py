"""Points of exams of which nothing says out of how many they are: where that has to be asked, and
what is likely."""

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

from data.kinds.schema import DatasetKind
from data.matching.heading_says import is_measured
from data.matching.match import Match
from data.reading.sheet import Sheet
from data.values.looks import is_no_answer, is_number
from data.values.numbers import with_point
from errors import Message

HUNDRED = 100
_MANY = 0.05  # the share of higher points that rules out a hundred
# Results that nobody exceeds, and of how many: as in a short quiz, or on paper out of fifty.
_LOW = ((20, 3), (50, 5), (60, 20))
_PERCENT = re.compile(  # as the unit: "pass 60%" is what was to be reached
    r"(?<!\d)(?<!\d\s)[%％]|\b100 ?[%％]|(?<!\d)(?<!\d\s)(?:percent(?!il)|prozent|procent)(?!\w*\W+(?:needed|required|to pass))"
    r"|(?:^|[a-z][\W_]+)pct[\W_]*$"  # at the end alone: a test may be called "PCT"
    r"|(?<!\d)(?<!\d\s)po[u]?r ?cent|百分(?![制之位])|正确率|正確率|得分率",
    re.I,
)
_ALONE = re.compile(r"[(（\[【]\s*[%％]\s*[)）\]】]")  # "(%)"
_TOP = re.compile(  # what can be had, by its words
    r"\b(?:points?|marks?|scores?)\W+(?:offered|available|possible)\b"
    r"|\b(?:possible|available|full|max(?:imum)?)\.?\W+(?:points?|marks?|scores?)\b(?!\W+(?:count|number))"
    r"|^\W*total (?:points|marks)\W*$|^\W*всего баллов\W*$|макс\w*\.? балл|punktzahl möglich|(?:mögliche|maximale) punkt"
    r"|满分|滿分|总分值|總分值|应得分|應得分|配点|満点|만점",
    re.I,
)
_NO_TOP = re.compile(  # what was to be reached, what others had
    r"pass|requir|need|cut|target|goal|last|prev|best|average|\bavg|mean|rank|attempt|tries|versuch|besteh|проход"
    r"|reached|achieved|earned|合格|及格|目标|目標|平均|最高|上次|排名|次数|次數",
    re.I,
)
_OF_OTHERS = re.compile(r"\b(?:class|team|group|seat)s?\b|全班|班级|班級|全组|全組", re.I)
_FEWEST = 3  # rows
_ROUND = (5, 10, 15, 20, 25, 30, 40, 50, 60, 80, 100, 120, 150)
_READ = 20_000  # rows


def needed_maximum(
    sheet: Sheet, kind: DatasetKind, columns: Mapping[int, str], cells: list[str]
) -> Message | None:
    """Why the highest possible score has to be known: points go so high that nobody could guess it,
    or so low, in the file or in one of its courses, that out of a hundred all would have failed."""
    at = next(at for at, name in columns.items() if name == "score")
    numbers = points_among(cells)
    if _is_low(numbers):
        numbers = points_among(sheet.cells[at].iloc[:_READ].tolist())
    label = kind.column("maximum").label
    blanks = {
        "column": label,
        "heading": sheet.headings[at],
        "highest": float(numbers.max()) if len(numbers) else 0,
    }
    if len(numbers) and (numbers > HUNDRED).mean() > _MANY:
        return Message(
            "{column} (\u201c{heading}\u201d goes up to {highest}, and nothing says out of how "
            "many points)",
            blanks,
        )
    if _is_low(numbers) and not says_percent(sheet.headings[at]):
        return Message(
            "{column} (\u201c{heading}\u201d goes up to {highest} only, and nothing says out "
            "of how many points)",
            blanks,
        )
    low = low_courses(sheet, columns)
    if not low:
        return None
    course, highest = next(iter(low.items()))
    return Message(
        "{column} (\u201c{heading}\u201d goes up to {highest} only in \u201c{course}\u201d, and "
        "nothing says out of how many points)",
        {**blanks, "highest": highest, "course": course},
    )


def says_percent(heading: str) -> bool:
    """Whether a heading says that the points below it are percentages, and does not only name a
    percentage that was to be reached."""
    return _PERCENT.search(heading) is not None or _ALONE.search(heading) is not None


def low_courses(sheet: Sheet, columns: Mapping[int, str]) -> dict[str, float]:
    """The courses whose results are so low that they are hardly out of a hundred, each with the
    highest result."""
    places = {name: at for at, name in columns.items()}
    score, course = places.get("score"), places.get("course")
    if score is None or course is None or says_percent(sheet.headings[score]):
        return {}
    read = sheet.cells[[course, score]].iloc[:_READ]
    points = pd.to_numeric(read[score].where(~read[score].map(is_no_answer)), errors="coerce")
    grouped = points.groupby(read[course].to_numpy())
    return {
        str(name): float(found.max())
        for name, found in grouped
        if name and _is_low(found.dropna().to_numpy())
    }


def top_beside(sheet: Sheet, own: Match, or_hundred: bool, confirmed: bool = False) -> int | None:
    """The one column that may say out of how many the points are: its heading speaks of what can be
    had, it says the same of each course, and nobody has more. `or_hundred`: a hundred alone, too,
    which is what is thought where nothing says it. `confirmed`: somebody said so of such a file, so
    that its heading is enough."""
    score, course = own.position("score"), own.position("course")
    if score is None or says_percent(sheet.headings[score]):
        return None
    points = _points_of(sheet, score)
    courses = pd.Series("", index=points.index) if course is None else sheet.cells[course]
    found = []
    for at, heading in enumerate(sheet.headings):
        if at in own.columns or not _may_top(heading):
            continue
        top = _points_of(sheet, at)
        both = points.notna() & top.notna()
        if confirmed and both.any():
            found.append(at)
            continue
        if both.sum() < _FEWEST or not (top[both] >= points[both]).all():
            continue
        same = top.groupby(courses.iloc[: len(top)].to_numpy()).nunique().max() == 1
        if same and (or_hundred or not (top.dropna() == HUNDRED).all()):
            found.append(at)
    return found[0] if len(found) == 1 else None


def _may_top(heading: str) -> bool:
    said = _TOP.search(heading) is not None and _NO_TOP.search(heading) is None
    return said and not is_of_others(heading) and not is_measured(heading)


def is_of_others(heading: str) -> bool:
    """Whether a heading speaks of a class or a team, or of seats."""
    return _OF_OTHERS.search(heading) is not None


def _points_of(sheet: Sheet, at: int) -> pd.Series:
    cells = sheet.cells[at].iloc[:_READ]
    return pd.to_numeric(cells.map(with_point), errors="coerce")


def next_round(highest: float) -> float:
    """The round number that nobody exceeds; 0 where only a game goes that high."""
    return next((number for number in _ROUND if number >= highest), 0)


def _is_low(numbers: np.ndarray) -> bool:
    return any(
        len(numbers) >= several and 1 < numbers.max() <= highest for highest, several in _LOW
    )


def points_among(cells: list[str]) -> np.ndarray:
    """The numbers among some cells; none of them with a sign such as %."""
    plain = [with_point(cell).replace(",", "") for cell in cells if is_number(cell)]
    return np.array(
        [float(text) for text in plain if text.replace(".", "", 1).isdecimal()], dtype=float
    )
