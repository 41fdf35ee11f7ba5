"""Exam results with a column for each course, made into one result a row."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from data.findings import TOLD
from data.issues import NOTE, WARNING, Issue
from data.kinds.catalog import TRAINING
from data.kinds.schema import DatasetKind
from data.matching.heading_says import is_measured
from data.matching.headings import match
from data.matching.likeness import sample
from data.matching.match import Match
from data.matching.personal import is_personal
from data.matching.verdict_words import is_verdict
from data.matching.worked_out import filled, once
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import LeftOut, Lines, Sheet
from data.reading.sheets import some
from data.reading.table import refuse_too_long
from data.text.error_words import ERROR_WORDS
from data.text.folding import JOINT, bracketed, fold, known_headings, stated_maximum, vocabulary
from data.values.cells import among
from data.values.error_cells import EMPTIED
from data.values.looks import is_no_result, is_number
from data.values.numbers import with_point
from data.values.spans import heading_span
from errors import Message
from i18n import N_

NAME = "courses"
_TOTALS = frozenset(
    map(
        fold,
        (
            "total",
            "total score",
            "course total",
            "average",
            "average score",
            "mean",
            "sum",
            "overall",
            "grand total",
            "final average",
            "gpa",
            "总分",
            "总成绩",
            "总得分",
            "平均分",
            "平均",
            "平均成绩",
            "均分",
            "合计",
            "总计",
            "總分",
            "總成績",
            "平均成績",
            "合計",
            "總計",
            "總得分",
            "课程总分",
            "课程总成绩",
            "課程總分",
            "总评",
            "總評",
            "总评成绩",
            "total du cours",
            "kurs gesamt",
            "gesamt",
            "total del curso",
            "totale del corso",
            "total do curso",
        ),
    )
)
_NO_COURSE = re.compile(
    r"age|phone|mobile|tel|rank|seniority|tenure|years?|months?|hours?|number|no|年龄|年齡|工龄|司龄|年資|年资|电话|電話"
    r"|手机|手機|排名|名次|序号|序號|编号|編號|次数|次數|学时|學時|课时|課時|学分|學分|年份|月份",
    re.I,
)
_PROGRESS = re.compile(
    r"\b(?:progress|complete|completed|completion|viewed|watched|credits?)\b|进度|進度|完成率|学时|學時|学分|學分",
    re.I,
)  # of what somebody went through
_SHOWN_AS = re.compile(
    r"\s*\((?:real|percentage|letter|brut|punkte|prozentsatz|pourcentage|porcentaje|reale|percentuale|实际分数|百分比|實際分數)\)\s*$",
    re.I,
)  # how Moodle's gradebook shows a result
_SUFFIX = re.compile(
    r"[\s_:：-]*(?:考试)?(?:成绩|分数|得分|成績|分數|scores?|grades?|marks?|results?)\s*$", re.I
)
_FITTING, _HIGHEST = 0.9, 1000  # share of the filled cells that are numbers; of a score
_FEWEST = 3  # people: of fewer, columns of numbers say nothing
_OUT_OF = re.compile(r"m[aá]x|possible|满分|滿分|満点", re.I)  # what the points are out of
_RATING = 10  # the highest answer of a scale; results of exams are mostly above it
# How far apart results are that say the same, and how far the results of people have to be.
_SAME, _WIDE = 0.02, 1.3
_WHOLES, _ROUNDED = (
    (100, 120, 150),
    0.6,
)  # what an exam of several parts is out of; how far a sum may be off
_ONE_ROW = 0.9  # share of people with one row, below which a row is no person with all courses
EMPTY_ROW = Message("This row holds no result under any course: nobody sat an exam here.")
_BROKEN_ROW = Message(
    "This row holds no result under any course, but errors of formulas: {cells}. Mend them in the "
    "spreadsheet program."
)

Course = dict[str, int]  # column of the kind -> position in the sheet


def one_a_course(sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The sheet of an exam file with one result a row, where it has a column for each course; of
    other files the sheet itself."""
    if (
        kind is not TRAINING
        or sheet.cells.empty
        or "course" in {*options.set, *options.match.values()}
    ):
        return Written(sheet)
    own = match(sheet, kind, Options(set=options.set))
    if own.position("course") is not None or own.position("employee") is None:
        return Written(sheet)
    people = sheet.cells[own.position("employee")]
    if people.nunique() < max(_FEWEST, _ONE_ROW * len(people)):
        return Written(sheet)
    courses = _of_two_rows(sheet) or of_one_row(sheet, own)
    if len(courses) < 2:
        return Written(sheet)
    parts = _with_all_parts(sheet, own, courses)
    total = _total(sheet, own, parts)
    if total is not None:
        return Written(_of_whole(sheet, own, parts, total))
    question = _question(list(courses), len(sheet.lines))
    if question.answer(options.answers) == "no":
        return Written(sheet, questions=(question,))
    aside = [at for at, heading in enumerate(sheet.headings) if sums_up(heading)]
    return _taken_apart(sheet, courses, aside, question)


def _total(sheet: Sheet, own: Match, courses: Mapping[str, Course]) -> int | None:
    """The sum of these columns, where they are the parts of one exam, such as a written and a
    practical one: the row says of it whether it passed or out of what, the parts are out of
    different numbers, or all together are no more than a hundred."""
    points = [
        pd.to_numeric(sheet.cells[part["score"]], errors="coerce")
        for part in courses.values()
        if "score" in part
    ]
    sums = [
        at
        for at, heading in enumerate(sheet.headings)
        if points and sums_up(heading) and _are_same(sum(points), _as_numbers(sheet, at))
    ]
    score = own.position("score")
    if len(sums) != 1 or score not in (None, sums[0], *own.likely):  # a part may look like it
        return None
    judged = {"outcome", "pass_mark", "maximum"} & {
        name for at, name in own.columns.items() if at not in own.likely
    }
    tops = _tops(sheet, courses)
    whole = tops is not None and (sum(tops) in _WHOLES or len(set(tops)) > 1)
    low = _as_numbers(sheet, sums[0]).max() <= _WHOLES[0]
    return sums[0] if judged or whole or low else None


def _with_all_parts(
    sheet: Sheet, own: Match, courses: Mapping[str, Course]
) -> Mapping[str, Course]:
    """The courses with the columns beside them that are needed to make up a total: a part whose
    heading means something else as well is one too."""
    scores = {part["score"] for part in courses.values() if "score" in part}
    for total, heading in enumerate(sheet.headings):
        if not scores or not sums_up(heading):
            continue
        parts: list[int] = []
        sums = 0.0
        for at in range(total - 1, -1, -1):
            numbers = _as_numbers(sheet, at)
            if at in own.columns and at not in scores or numbers.isna().all():
                break
            parts, sums = [at, *parts], sums + numbers
            if scores <= {*parts} and _are_same(sums, _as_numbers(sheet, total)):
                more = {sheet.headings[at]: {"score": at} for at in parts if at not in scores}
                return {**courses, **more}
    return courses


def _as_numbers(sheet: Sheet, at: int) -> pd.Series:
    return pd.to_numeric(sheet.cells[at], errors="coerce")


def _are_same(sums: pd.Series, totals: pd.Series) -> bool:
    """Whether these are the totals: of all who have points, since others were absent."""
    there = totals.notna() | (sums > 0)
    return bool(((sums - totals)[there].abs() < _ROUNDED).mean() >= _FITTING)


def _tops(sheet: Sheet, courses: Mapping[str, Course]) -> list[float] | None:
    """What the heading of each part says that it is out of; None where one does not say it."""
    told = [
        stated_maximum(sheet.headings[at])
        or bracketed(sheet.headings[at], _as_numbers(sheet, at).dropna().to_numpy())
        for part in courses.values()
        for at in part.values()
    ]
    tops = [top for top in told if top is not None]
    return tops if len(tops) == len(told) else None


def _of_whole(sheet: Sheet, own: Match, courses: Mapping[str, Course], total: int) -> Sheet:
    """The sheet with the sum of all parts as the score, and with what they are out of together, where
    they say it and nothing else does."""
    headings = list(sheet.headings)
    if own.position("score") != total:
        headings[total] = TRAINING.column("score").label
    tops = _tops(sheet, courses)
    if tops is None or own.maximum is not None or own.position("maximum") is not None:
        return replace(sheet, headings=tuple(headings))
    whole = pd.Series([f"{sum(tops):g}"] * len(sheet.lines), dtype="str")
    return replace(
        sheet,
        headings=(*headings, TRAINING.column("maximum").label),
        cells=pd.concat([sheet.cells, whole.rename(len(sheet.headings))], axis=1),
    )


def _question(names: list[str], people: int) -> Question:
    message = Message(
        "No column names the course, but these look like the results of one course each: "
        "{columns}. Are they courses?",
        {"columns": some(names)},
    )
    return Question(
        NAME,
        message,
        (
            Choice(
                "each",
                Message(
                    "Yes: each of these {courses} columns is a course, and each filled cell in "
                    "the {people} rows a result.",
                    {"courses": len(names), "people": people},
                ),
            ),
            Choice("no", N_("No: I give the course and the column of the score myself.")),
        ),
        "each",
    )


def _of_two_rows(sheet: Sheet) -> dict[str, Course]:
    """Courses that head several columns each: the score, and perhaps the date or the pass mark."""
    found: dict[str, Course] = {}
    for at, heading in enumerate(sheet.headings):
        course, joint, column = heading.rpartition(JOINT)
        names = vocabulary(TRAINING).get(fold(column), {}) if joint else {}
        if names:
            found.setdefault(course, {}).setdefault(min(names, key=names.__getitem__), at)
    return {
        course: columns
        for course, columns in found.items()
        if "score" in columns and fold(course) not in _TOTALS
    }


def sums_up(heading: str) -> bool:
    """Whether a heading names what sums up other results, such as a total."""
    shown = fold(_SHOWN_AS.sub("", heading))
    return bool({fold(heading), shown, fold(_course(heading))} & _TOTALS)


def of_one_row(sheet: Sheet, own: Match) -> dict[str, Course]:
    """Columns of points that mean nothing else. A score beside them that is no total is that of the
    row."""
    scored = own.position("score")
    if scored is not None and scored not in own.likely and not sums_up(sheet.headings[scored]):
        return {}
    taken = {at for at, name in own.columns.items() if name != "score"}
    results = [
        at
        for at in range(len(sheet.headings))
        if at not in taken and _is_course(sheet, at, _results)
    ]
    if scored is None and len(results) > 1:
        return {_course(sheet.headings[at]): {"outcome": at} for at in results}
    found = [
        at
        for at in range(len(sheet.headings))
        if at not in taken and _is_course(sheet, at, _points)
    ]
    points = (
        pd.concat([_numbers(sheet.cells[at]) for at in found])
        if found
        else pd.Series(dtype="float64")
    )
    if not points.median() > _RATING or _of_one_exam(sheet, found):
        return {}
    return {_course(sheet.headings[at]): {"score": at} for at in found}


def _of_one_exam(sheet: Sheet, places: list[int]) -> bool:
    """Whether one of these columns is another one many times over, as the points and the percent of
    one exam are."""
    numbers = [_numbers(sheet.cells[at]) for at in places]
    for at, one in enumerate(numbers):
        for other in numbers[at + 1 :]:
            wide = len(one) > 2 and one.min() > 0 and one.max() >= _WIDE * one.min()
            if wide and len(one) == len(other):
                times = other / one
                if times.max() - times.min() < _SAME * abs(times.mean()):
                    return abs(times.mean() - 1) > _SAME
    return False


def _numbers(cells: pd.Series) -> pd.Series:
    """The points among the first filled cells."""
    told = [with_point(cell.rstrip("%分 ")) for cell in sample(cells.tolist()) if is_number(cell)]
    return pd.to_numeric(pd.Series(told, dtype="str"), errors="coerce").dropna()


def _course(heading: str) -> str:
    shown = _SHOWN_AS.sub("", heading)
    return _SUFFIX.sub("", shown).strip() or heading


def _points(told: list[str]) -> int:
    """How many of these cells are points."""
    return int(_numbers(pd.Series(told, dtype="str")).between(0, _HIGHEST).sum())


def _results(told: list[str]) -> int:
    """How many of these cells say whether an exam was passed."""
    return sum(map(is_verdict, told))


def _is_course(sheet: Sheet, at: int, fitting: Callable[[list[str]], int]) -> bool:
    heading, name = sheet.headings[at], fold(_course(sheet.headings[at]))
    if (
        not name
        or name.isdigit()
        or sums_up(heading)
        or name in known_headings()
        or _NO_COURSE.fullmatch(name)
        or _PROGRESS.search(heading)
        or is_measured(heading)
        or heading_span(heading) is not None
    ):
        return False
    told = once(sheet, ("results", at), lambda: _results_of(sheet.cells[at]))
    if not told or fitting(told) < _FITTING * len(told):
        return False
    if is_personal(heading, told) or len(set(told)) == 1 and _OUT_OF.search(heading):
        return False
    counts_up = len(told) > 2 and sheet.cells[at].tolist() == [
        str(number) for number in range(1, len(sheet.lines) + 1)
    ]
    return not counts_up


def _results_of(cells: pd.Series) -> list[str]:
    return [cell for cell in filled(cells) if not is_no_result(cell)]


def _taken_apart(
    sheet: Sheet, courses: Mapping[str, Course], aside: list[int], question: Question
) -> Written:
    """Each row as one for each course with a result, in the order of the courses."""
    used = {at for columns in courses.values() for at in columns.values()} | set(aside)
    kept = [at for at in range(len(sheet.headings)) if at not in used]
    maxima = {
        course: stated_maximum(sheet.headings[columns["score"]]) if "score" in columns else None
        for course, columns in courses.items()
    }
    supplied = [name for columns in courses.values() for name in columns]
    own = list(dict.fromkeys(["course", *supplied, *(["maximum"] if any(maxima.values()) else [])]))
    refuse_too_long(sheet.name, len(sheet.lines) * len(courses), len(kept) + len(own))
    parts, rows = [], []
    for course, columns in courses.items():
        at = np.flatnonzero(
            ~sheet.cells[columns.get("score", columns.get("outcome"))].map(is_no_result).to_numpy()
        )
        parts.append(
            pd.DataFrame(
                dict(_of_course(sheet, course, columns, own, maxima[course], at)), dtype="str"
            )
        )
        rows.append(at)
    row = np.concatenate(rows)
    order = np.argsort(row, kind="stable")
    row, texts = row[order], pd.concat(parts, ignore_index=True).iloc[order].reset_index(drop=True)
    cells = pd.concat([sheet.cells[kept].iloc[row].reset_index(drop=True), texts], axis=1)
    headings = (
        *(sheet.headings[at] for at in kept),
        *(TRAINING.column(name).label for name in own),
    )
    empty = np.setdiff1d(np.arange(len(sheet.lines)), row)
    results = (columns.get("score", columns.get("outcome")) for columns in courses.values())
    broken = broken_cells(sheet, [at for at in results if at is not None])
    left = [
        LeftOut(
            sheet.lines[at],
            ", ".join(filter(None, sheet.cells.iloc[at])),
            why_empty(sheet, broken, at, EMPTY_ROW),
        )
        for at in empty.tolist()
    ]
    made = replace(
        sheet,
        headings=headings,
        cells=cells.set_axis(range(len(headings)), axis=1),
        lines=Lines(np.asarray(sheet.lines)[row]),
        left_out=sheet.left_out + left,
    )
    return Written(made, tuple(_told(sheet, courses, aside, len(row), broken)), (question,))


def broken_cells(sheet: Sheet, places: Iterable[int]) -> dict[int, np.ndarray]:
    """Column of the file -> rows in which it holds the error of a spreadsheet in place of a
    result."""
    found = {at: np.flatnonzero(among(sheet.cells[at], ERROR_WORDS)) for at in places}
    return {at: rows for at, rows in found.items() if len(rows)}


def why_empty(
    sheet: Sheet, broken: Mapping[int, np.ndarray], row: int, otherwise: Message
) -> Message:
    """Why a row holds no result: errors of formulas stand in their place, or `otherwise`."""
    cells = [sheet.cells[at].iloc[row] for at, rows in broken.items() if row in rows]
    return Message(_BROKEN_ROW.text, {"cells": ", ".join(cells)}) if cells else otherwise


def told_errors(sheet: Sheet, broken: Mapping[int, np.ndarray]) -> Iterator[Issue]:
    """The error cells in the place of results: how many, and each."""
    errors = sum(map(len, broken.values()))
    if errors:
        yield Issue(
            WARNING,
            Message(
                "Cells in the place of results that hold the error of a formula, or were too "
                "narrow for their number: {count}. "
                "They were read as no result; mend them in the spreadsheet program.",
                {"count": errors},
            ),
        )
    for at, rows in broken.items():
        for row in rows[:TOLD].tolist():
            heading, value = sheet.headings[at], sheet.cells[at].iloc[row]
            yield Issue(
                WARNING,
                Message(EMPTIED, {"column": heading, "value": value}),
                sheet.lines[row],
                heading,
                value,
            )


def _of_course(
    sheet: Sheet,
    course: str,
    columns: Course,
    own: list[str],
    maximum: float | None,
    at: np.ndarray,
) -> Iterator[tuple[str, list[str]]]:
    for name in own:
        if name == "course":
            yield name, [course] * len(at)
        elif name in columns:
            yield name, sheet.cells[columns[name]].iloc[at].tolist()
        else:
            yield name, [f"{maximum:g}" if name == "maximum" and maximum else ""] * len(at)


def _told(
    sheet: Sheet,
    courses: Mapping[str, Course],
    aside: list[int],
    results: int,
    broken: Mapping[int, np.ndarray],
) -> Iterator[Issue]:
    errors = sum(map(len, broken.values()))
    blank = len(sheet.lines) * len(courses) - results - errors
    yield Issue(
        NOTE,
        Message(
            "A column for each course was read as one result for each: {count} results under "
            "{courses} courses. "
            "Cells without one, empty or such as \u201cabsent\u201d: {empty}.",
            {"count": results, "courses": len(courses), "empty": blank},
        ),
    )
    if aside:
        yield Issue(
            NOTE,
            Message(
                "Columns that sum up the courses were left aside: {columns}.",
                {"columns": [sheet.headings[at] for at in aside]},
            ),
        )
    yield from told_errors(sheet, broken)
