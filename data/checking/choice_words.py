"""Words under a column of few choices that nobody has told the dashboard about, where numbers
depend on them."""

from collections.abc import Collection, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from data.kinds.schema import DatasetKind
from data.questions import Choice, Question
from data.text.writing import shown
from data.values.cells import Cells, CellValues
from errors import Message
from i18n import N_

NAME, NONE = "choice_word", "none"
# What a word decides here is part of a KPI: (kind, column).
_COUNTS = frozenset(
    {
        ("attendance", "attended"),
        ("complaint", "upheld"),
        ("service_request", "urgency"),
        ("purchase", "status"),
        ("suggestion", "decision"),
        ("violation", "step"),
        ("programme_item", "type"),
        ("programme_item", "state"),
    }
)
# Of these only words are asked about of which the file has no known ones to speak of, and only where
# no moment says what they would.
_UNSAID = {("service_request", "status"): "closed"}
_HALF = 0.5
_MOST = 6  # words that are asked about; more are another column
_FEWEST = 2  # rows of a word, where an empty cell would do
_RARE = 100  # of so many rows a single one is told as unreadable, and not asked about


def with_told_words(
    cells: Cells,
    reading: CellValues,
    kind: DatasetKind,
    answers: Mapping[str, str],
    beside: Collection[str] = (),
) -> tuple[CellValues, tuple[Question, ...]]:
    """The reading of a column of choices with unknown words as answered, and what is asked of
    them. `beside`: the other columns of the file."""
    column = cells.column
    unread = reading.unreadable
    counts = cells.counts()
    counted = (kind.name, column.name) in _COUNTS or (
        _UNSAID.get((kind.name, column.name), column.name) not in {*beside, column.name}
        and counts[unread].sum() >= _HALF * counts.sum()
    )
    if not counted or cells.given or not len(unread):
        return reading, ()
    asked = [
        at
        for at in unread.tolist()
        if counts[at] * _RARE >= counts.sum()
        and (counts[at] >= _FEWEST or column.filled or column.required)
    ]
    if not asked or len(asked) > _MOST:
        return reading, ()
    values, questions, settled = list(reading.values), [], []
    for at in asked:
        question = _question(cells, at, int(counts[at]))
        questions.append(question)
        answer = question.answer(answers)
        if answer != NONE:
            values[at] = answer
            settled.append(at)
    faults = tuple(
        left
        for fault in reading.faults
        if len((left := fault.without(np.array(settled, dtype=np.int64))).at)
    )
    return replace(reading, values=pd.array(values, dtype="str"), faults=faults), tuple(questions)


def _question(cells: Cells, at: int, count: int) -> Question:
    column, word = cells.column, cells.texts.iloc[at]
    none = (
        N_("None of these: these rows stay out.")
        if column.filled or column.decides
        else N_("None of these: these cells count as empty.")
    )
    return Question(
        f"{NAME}:{column.name}:{word}",
        Message(
            "“{word}” stands under {column} (rows: {count}), and it is not known what it means "
            "there. Which of these is it?",
            {"word": shown(word), "column": cells.heading, "count": count},
        ),
        (*(Choice(name, label) for name, label in column.choices), Choice(NONE, none)),
        NONE,
    )
