"""Results that stand beside each attempt of an exam and tell of the course in the end: whoever failed
at first and passed at last says "Passed" there twice, and would count as two exams passed at once."""

from dataclasses import replace

import numpy as np
import pandas as pd

from data.issues import WARNING, Issue
from data.kinds.catalog import TRAINING
from data.kinds.schema import DatasetKind
from data.matching.headings import match
from data.matching.match import Match
from data.matching.result_columns import in_percent, tops_of
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.text.writing import folded
from data.values.cells import spellings
from errors import Message
from i18n import N_

NAME, COURSE, EACH = "attempt_results", "course", "each"
_PASSED, _FAILED = "passed", "failed"


def of_each_attempt(sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The sheet with the results of attempts alone, as answered, else as is likely, where nobody who
    sat an exam several times failed before passing, though some scored less than what passes; of other
    files the sheet itself."""
    if kind is not TRAINING or sheet.cells.empty:
        return Written(sheet)
    own = match(sheet, kind, options)
    at = own.position("outcome")
    rows = _attempts(sheet, own, options)
    again = _passed_again(rows)
    if at is None or again.empty:
        return Written(sheet)
    earlier = again[again["turn"] < again.groupby("exam")["turn"].transform("max")]
    low = earlier[earlier["score"] < earlier["passes"]]
    if low.empty:
        return Written(sheet)
    by_mark = own.position("pass_mark") is not None or options.pass_mark is not None
    heading = {"heading": sheet.headings[at], "count": again["exam"].nunique()}
    question = Question(
        NAME,
        Message(
            "“{heading}” says passed beside every attempt of whoever sat an exam several times and "
            "passed (people and exams: {count}). Does it tell of each attempt, or of the course in "
            "the end?",
            heading,
        ),
        (
            Choice(
                COURSE,
                N_(
                    "Of the course in the end: attempts before the last go by the pass mark, or were "
                    "failed where there is none and they scored less than everybody who passed at once."
                )
                if by_mark
                else N_(
                    "Of the course in the end: attempts before the last were failed where they "
                    "scored less than everybody who passed at once."
                ),
            ),
            Choice(EACH, N_("Of each attempt: these were passed several times.")),
        ),
        COURSE if _mostly_failing(again, earlier) else EACH,
    )
    if question.answer(options.answers) == EACH:
        return Written(sheet, questions=(question,))
    cells = sheet.cells.copy(deep=False)
    results = sheet.cells[at].copy()
    results.loc[low.index] = _FAILED
    results.loc[low.index[low["mark"].notna()]] = ""  # the mark says it
    cells[at] = results.astype("str")
    told = Message(
        "“{heading}” tells of the course in the end, so attempts before the last were not read as "
        "passed: {count}.",
        {**heading, "count": len(low)},
    )
    return Written(replace(sheet, cells=cells), (Issue(WARNING, told),), (question,))


def _attempts(sheet: Sheet, own: Match, options: Options) -> pd.DataFrame:
    """The rows that say who passed or failed, and at which attempt: `exam`, who sat which; `turn`;
    `said`; `score` in percent; `passes`, the least that passes by the pass mark or those who sat the
    same course once; `failing`, whether the score is below the mark or others failed with it."""
    places = [own.position(name) for name in ("outcome", "attempt", "employee", "score")]
    outcome, attempt, employee, score = places
    if outcome is None or attempt is None or employee is None or score is None:
        return pd.DataFrame()
    words = spellings(TRAINING.column("outcome"))
    parts = [at for name in ("course", "module") if (at := own.position(name)) is not None]
    course = sheet.cells[parts].agg("\n".join, axis=1) if parts else ""
    tops = tops_of(sheet, own)
    rows = pd.DataFrame(
        {
            "course": course,
            "exam": sheet.cells[[employee, *parts]].agg("\n".join, axis=1),
            "turn": pd.to_numeric(sheet.cells[attempt], errors="coerce"),
            "said": sheet.cells[outcome].map(lambda cell: words.get(folded(cell), "")),
            "score": in_percent(sheet.cells[score], tops),
        }
    )
    mark = own.position("pass_mark")
    marks = np.nan if mark is None else in_percent(sheet.cells[mark], tops)
    rows["mark"] = pd.Series(marks, index=rows.index, dtype=float).fillna(
        np.nan if options.pass_mark is None else options.pass_mark
    )
    rows = rows[rows["said"].isin([_PASSED, _FAILED]) & rows["turn"].notna()]
    once = rows[rows.groupby("exam")["turn"].transform("nunique") == 1]
    least = once[once["said"] == _PASSED].groupby("course")["score"].min()
    most = rows[rows["said"] == _FAILED].groupby("course")["score"].max()
    passes = rows["mark"].fillna(rows["course"].map(least).astype(float))
    failing = rows["score"] <= rows["course"].map(most).astype(float)
    return rows.assign(
        passes=passes, failing=failing.where(rows["mark"].isna(), rows["score"] < rows["mark"])
    )


def _passed_again(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of whoever passed an exam in several numbered attempts; none where anybody's attempts
    differ in their results."""
    if rows.empty:
        return rows
    several = rows[rows.groupby("exam")["turn"].transform("nunique") > 1]
    if (several.groupby("exam")["said"].nunique() > 1).any():
        return several[:0]  # it tells of attempts
    return several[several["said"] == _PASSED]


def _mostly_failing(again: pd.DataFrame, earlier: pd.DataFrame) -> bool:
    """Whether most attempts before the last have scores that fail, and the last has not."""
    last = again.sort_values("turn").groupby("exam")["failing"].last()
    return bool((earlier["failing"] & ~earlier["exam"].map(last).astype(bool)).mean() > 1 / 2)
