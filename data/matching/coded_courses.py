"""Columns that tell courses apart by a number or by their sort, where no heading names the course: the
name of a file is that of one course only."""

import re
from collections.abc import Iterable
from pathlib import PurePath

from data.matching.match import Match
from data.reading.sheet import Sheet
from data.text.folding import words
from data.values.looks import is_date, is_no_answer, is_number

_OF_COURSES = (
    r"(?:course|training|quiz|exam|test|lesson|module|assessment|kurs|schulung|curso|examen|prueba"
    r"|cours|formation|corso|课程|課程|培训|培訓|考试|考試|试卷|試卷)"
)
_NUMBER = re.compile(rf"{_OF_COURSES} ?(?:id|code|编号|編號|代码|代碼)", re.I)
_SORT = re.compile(
    rf"{_OF_COURSES} ?(?:type|category|topic|subject|area|kind|program|类型|類型|类别|類別)", re.I
)
# What a file is called that may hold any course.
_ANY = frozenset(
    "employee employees staff training trainings trainee course courses quiz quizzes exam exams test"
    " tests result results record records score scores grade grades attempt attempts data dataset"
    " list log export report hr all sample my user users student students csv".split()
)


def coded_course(sheet: Sheet, own: Match, names: Iterable[str]) -> int | None:
    """The only column of numbers of courses, if there are several courses; else the only one of sorts
    of them, where no name says more than that there was a course."""
    said = [" ".join(words(heading)) for heading in sheet.headings]
    free = [at for at in range(len(said)) if at not in own.columns and _come_again(sheet, at)]
    numbers = [at for at in free if _NUMBER.fullmatch(said[at])]
    if len(numbers) == 1:
        return numbers[0]
    if not all({*words(PurePath(name).stem)} <= _ANY for name in names):
        return None
    sorts = [at for at in free if _SORT.fullmatch(said[at])]
    return sorts[0] if len(sorts) == 1 else None


def named_courses(sheet: Sheet, at: int) -> tuple[str, ...]:
    """The cells as names of courses: a bare number with the word that heads it, as in "quiz 17"."""
    word = words(sheet.headings[at])[0]
    return tuple(f"{word} {cell}" if is_number(cell) else cell for cell in sheet.cells[at])


def _come_again(sheet: Sheet, at: int) -> bool:
    """Whether several texts stand below a heading, in fewer different ones than rows."""
    cells = sheet.cells[at]
    told = cells[~cells.map(is_no_answer).astype(bool)]
    return 1 < told.nunique() < len(told) == len(cells) and not is_date(told.iloc[0])
