"""Rows of several sheets named where a finding or a question speaks of another row than its own."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from data.checking.checker import Checked
from data.checking.rules.outcome import objects
from data.findings import Findings, Kind
from data.questions import Question
from data.reading.sheet import Places
from errors import Message

_ROWS = frozenset(
    {"row", "earlier", "first", "second"}
)  # blanks that are lines of the file, and "rows" where it lists some


def placed(checked: Checked, places: Places) -> Checked:
    """The outcome of a check in which lines are named by sheet and row; itself where there is one
    sheet."""
    if not places.names:
        return checked
    return replace(
        checked,
        issues=Findings(_of_kind(kind, places) for kind in checked.issues.kinds),
        questions=tuple(_of_question(question, places) for question in checked.questions),
    )


def _of_kind(kind: Kind, places: Places) -> Kind:
    each = {
        name: objects([_word(name, value, places) for value in values])
        if name in _ROWS
        and np.issubdtype(values.dtype, np.integer)
        or name in (*_ROWS, "rows")
        and values.dtype == object
        else values
        for name, values in kind.each.items()
    }
    return replace(kind, blanks=_blanks(kind.blanks, places), each=each)


def _of_question(question: Question, places: Places) -> Question:
    return replace(
        question,
        message=_message(question.message, places),
        evidence=tuple(_message(seen, places) for seen in question.evidence),
    )


def _message(message: Message, places: Places) -> Message:
    return Message(message.text, _blanks(message.blanks, places))


def _blanks(blanks: Mapping[str, object], places: Places) -> dict[str, object]:
    return {name: _word(name, value, places) for name, value in blanks.items()}


def _word(name: str, value: object, places: Places) -> object:
    if name in _ROWS and isinstance(value, int | np.integer):
        return places.words(int(value))
    if name == "rows" and isinstance(value, list):
        return [
            places.words(int(each)) if isinstance(each, int) or str(each).isdigit() else each
            for each in value
        ]
    return value
