"""Columns that name the test of a course beside columns that name the course."""

import re

from data.kinds.schema import DatasetKind
from data.matching.worked_out import SAMPLED
from data.reading.sheet import Sheet
from data.text.folding import fold, vocabulary

_TEST = re.compile(
    r"\b(?:tests?|exams?|quiz(?:zes)?|assessments?)\b|prüfung|考试|考試|考核|测验|測驗|测试|測試|试卷|試卷|試験|テスト|시험",
    re.I,
)


_CLASS = re.compile(r"\bclass(?:es)?\b", re.I)


def tests_of_courses(sheet: Sheet, kind: DatasetKind, free: list[int]) -> set[int]:
    """Of several columns known as the course those that come second: those that name its test, where
    each course has one test: both say the same, and the course is what it is called elsewhere. Of a
    class and a test the class, which is a group of people."""
    known = [at for at in free if "course" in vocabulary(kind).get(fold(sheet.headings[at]), {})]
    tests = {at for at in known if _TEST.search(sheet.headings[at])}
    courses = [at for at in known if at not in tests and not bool((sheet.cells[at] == "").all())]
    classes = {at for at in courses if _CLASS.search(sheet.headings[at])}
    if tests and classes == {*courses}:
        return {
            at
            for at in classes
            if any(_go_together(sheet, at, test) or _is_one(sheet, test) for test in tests)
        }
    return {at for at in tests if any(_go_together(sheet, at, other) for other in courses)}


def _is_one(sheet: Sheet, at: int) -> bool:
    return sheet.cells[at].iloc[:SAMPLED].nunique() == 1


def _go_together(sheet: Sheet, one: int, other: int) -> bool:
    """Whether each text of one column always stands beside the same text of the other."""
    pairs = sheet.cells[[one, other]].iloc[:SAMPLED].drop_duplicates()
    return len(pairs) == pairs[one].nunique() == pairs[other].nunique()
