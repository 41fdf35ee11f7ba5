"""Rows of visits that may be none: the same row twice, and a score of 0 where nothing was scored."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from data.issues import WARNING, Issue
from data.kinds.catalog import MYSTERY_VISIT
from data.kinds.schema import DatasetKind
from data.matching.headings import match
from data.matching.visit_scores import numbers_of, scores_of
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import LeftOut, Lines, Sheet
from data.text.writing import shown
from data.values.looks import is_no_answer
from data.values.numbers import tidy
from errors import Message
from i18n import N_

TWICE, ZEROS = "visit_twice", "visit_zeros"
_MOST_TWICE = 0.2  # share of the rows; of more the file says too little to tell visits apart
_TELLING = 0.5  # share of different cells of a column that tells rows apart
_FEWEST, _SEVERAL, _MOST_ZEROS = 9, 2, 0.2  # other scores; scores of 0, and their share
_SCENE = "scene"  # may say what kind of visit it was; a store or a day may just be a bad one
_HIGH = 50  # the least of all other scores beside which a 0 stands out
_FEW = 12  # different cells of a column of sorts


def without_doubts(sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The sheet of a file of visits without rows that repeat others and scores that are none, as
    answered, else as is likely; of other files the sheet itself."""
    if kind is not MYSTERY_VISIT or sheet.cells.empty:
        return Written(sheet)
    once = _once(sheet, kind, options)
    scored = _scored(once.sheet, kind, options)
    return Written(scored.sheet, (*once.told, *scored.told), (*once.questions, *scored.questions))


def _once(sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The sheet with one row of those that say the same in every cell, where nothing numbers the
    visits and the rows say enough to tell them apart."""
    own = match(sheet, kind, options)
    again = sheet.cells.duplicated().to_numpy()
    many = again.sum() > _MOST_TWICE * len(again)
    if not again.any() or many or own.position("visit_id") is not None:
        return Written(sheet)
    if own.position(kind.date) is None or not _tells_apart(sheet, own.columns, kind):
        return Written(sheet)
    blanks = {"count": int(again.sum())}
    question = Question(
        TWICE,
        Message(
            "Rows that say the same as an earlier one in every cell: {count}. Is it one visit that "
            "was entered twice?",
            blanks,
        ),
        (
            Choice("one", N_("Yes: each visit counts once.")),
            Choice("each", N_("No: each row is a visit of its own.")),
        ),
        "one",
    )
    if question.answer(options.answers) == "each":
        return Written(sheet, questions=(question,))
    return Written(
        _without(sheet, again),
        (
            Issue(
                WARNING,
                Message(
                    "Visits that were entered twice: {count}. The later rows were left out.", blanks
                ),
            ),
        ),
        (question,),
    )


def _tells_apart(sheet: Sheet, columns: Mapping[int, str], kind: DatasetKind) -> bool:
    """Whether a store, or a column of mostly different cells that is neither day nor score, says
    which visit it was."""
    if "store" in columns.values():
        return True
    results = {kind.date, *kind.one_of}
    return any(
        columns.get(at) not in results
        and sheet.cells[at].nunique() > _TELLING * len(sheet.cells)
        and not sheet.cells[at].map(is_no_answer).any()
        for at in sheet.cells
    )


def _without(sheet: Sheet, again: np.ndarray) -> Sheet:
    lines = np.asarray(sheet.lines)
    first = sheet.cells.groupby(list(sheet.cells.columns), sort=False).ngroup().to_numpy()
    begun = lines[np.unique(first, return_index=True)[1]][first]
    left = [
        LeftOut(
            int(lines[place]),
            ", ".join(filter(None, sheet.cells.iloc[place])),
            Message("This row is of the same visit as row {row}.", {"row": int(begun[place])}),
        )
        for place in np.flatnonzero(again).tolist()
    ]
    return replace(
        sheet,
        cells=sheet.cells[~again].reset_index(drop=True),
        lines=Lines(lines[~again]),
        left_out=sheet.left_out + left,
    )


def _scored(sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The sheet without totals of 0 that stand beside one word of another column alone, while all
    others are high: a visit of that kind may not be scored at all."""
    own = match(sheet, kind, options)
    at = scores_of(own, kind).get("overall")
    if at is None:
        return Written(sheet)
    scores = numbers_of(sheet, at, options)
    zero = scores.eq(0)
    others = scores[~zero].dropna()
    few = _SEVERAL <= zero.sum() <= _MOST_ZEROS * scores.notna().sum()
    if not few or len(others) < _FEWEST or others.min() < _HIGH:
        return Written(sheet)
    beside = _only_beside(
        sheet, zero, [one for one in sheet.cells if own.columns.get(one, _SCENE) == _SCENE]
    )
    if beside is None:
        return Written(sheet)
    blanks = {
        "count": int(zero.sum()),
        "column": sheet.headings[at],
        "other": sheet.headings[beside],
        "word": shown(sheet.cells[beside][zero].iloc[0]),
        "least": tidy(others.min()),
    }
    question = Question(
        ZEROS,
        Message(
            "{column} is 0 in {count} rows, in all of which {other} is “{word}”; all other scores are "
            "{least} or more. Were these visits scored at all?",
            blanks,
        ),
        (
            Choice("unscored", N_("No: these rows are left out.")),
            Choice("scored", N_("Yes: 0 is their score.")),
        ),
        "unscored",
    )
    if question.answer(options.answers) == "scored":
        return Written(sheet, questions=(question,))
    left = [
        LeftOut(
            int(sheet.lines[place]),
            ", ".join(filter(None, sheet.cells.iloc[place])),
            Message("This visit was not scored: its 0 stands for no score."),
        )
        for place in np.flatnonzero(zero).tolist()
    ]
    made = replace(
        sheet,
        cells=sheet.cells[~zero].reset_index(drop=True),
        lines=Lines(np.asarray(sheet.lines)[~zero.to_numpy()]),
        left_out=sheet.left_out + left,
    )
    told = Message("Visits that were not scored, and were left out: {count}.", blanks)
    return Written(made, (Issue(WARNING, told),), (question,))


def _only_beside(sheet: Sheet, zero: pd.Series, places: Sequence[int]) -> int | None:
    """The column of sorts that says the same in all rows of `zero`, and mostly something else in the
    others."""
    for at in places:
        cells = sheet.cells[at]
        words = set(cells[zero])
        if len(words) != 1 or is_no_answer(next(iter(words))) or cells.nunique() > _FEW:
            continue
        if cells[~zero].isin(words).mean() < _TELLING and cells.nunique() > 1:
            return at
    return None
