"""Results that stand beside each attempt of an exam and tell of the course in the end: whoever failed
at first and passed at last says "Passed" there twice, and would count as two exams passed at once."""

from dataclasses import replace

import pandas as pd

from data.issues import WARNING, Issue
from data.kinds.catalog import TRAINING
from data.kinds.schema import DatasetKind
from data.matching.headings import match
from data.matching.match import Match
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
    sat an exam several times failed before passing; of other files the sheet itself."""
    if kind is not TRAINING or sheet.cells.empty:
        return Written(sheet)
    own = match(sheet, kind, options)
    at = own.position("outcome")
    again = _passed_again(sheet, own)
    if at is None or again.empty:
        return Written(sheet)
    earlier = again[again["turn"] < again.groupby("exam")["turn"].transform("max")].index
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
                N_("Of the course in the end: attempts before the last go by the pass mark.")
                if by_mark
                else N_("Of the course in the end: attempts before the last were failed."),
            ),
            Choice(EACH, N_("Of each attempt: these were passed several times.")),
        ),
        COURSE if _rising(again) else EACH,
    )
    if question.answer(options.answers) == EACH:
        return Written(sheet, questions=(question,))
    cells = sheet.cells.copy(deep=False)
    results = sheet.cells[at].copy()
    results.loc[earlier] = "" if by_mark else _FAILED
    cells[at] = results.astype("str")
    told = Message(
        "“{heading}” tells of the course in the end, so attempts before the last were not read as "
        "passed: {count}.",
        {**heading, "count": len(earlier)},
    )
    return Written(replace(sheet, cells=cells), (Issue(WARNING, told),), (question,))


def _passed_again(sheet: Sheet, own: Match) -> pd.DataFrame:
    """The rows of whoever passed an exam in several numbered attempts, where nobody's attempts
    differ in their results: `exam`, who sat which; `turn`; `score`."""
    places = [own.position(name) for name in ("outcome", "attempt", "employee")]
    outcome, attempt, employee = places
    if outcome is None or attempt is None or employee is None:
        return pd.DataFrame()
    words = spellings(TRAINING.column("outcome"))
    parts = [own.position(name) for name in ("course", "module")]
    exam = sheet.cells[[employee, *(at for at in parts if at is not None)]].agg("\n".join, axis=1)
    score = own.position("score")
    points = "" if score is None else sheet.cells[score].str.rstrip("%分 ")
    rows = pd.DataFrame(
        {
            "exam": exam,
            "turn": pd.to_numeric(sheet.cells[attempt], errors="coerce"),
            "said": sheet.cells[outcome].map(lambda cell: words.get(folded(cell), "")),
            "score": pd.to_numeric(points, errors="coerce"),
        }
    )
    rows = rows[rows["said"].isin([_PASSED, _FAILED]) & rows["turn"].notna()]
    several = rows[rows.groupby("exam")["turn"].transform("nunique") > 1]
    if (several.groupby("exam")["said"].nunique() > 1).any():
        return pd.DataFrame()  # it tells of attempts
    return several[several["said"] == _PASSED]


def _rising(again: pd.DataFrame) -> bool:
    """Whether most of those whose points are known got more the last time than the first, or of
    nobody they are known."""
    in_order = again.dropna(subset="score").sort_values("turn").groupby("exam")["score"]
    more = in_order.last() > in_order.first()
    return bool(more.empty or more.mean() > 1 / 2)
