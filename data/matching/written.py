"""What a step hands on that makes a sheet one with one record a row."""

from dataclasses import dataclass

from data.issues import Issue
from data.questions import Question
from data.reading.sheet import Sheet


@dataclass(frozen=True)
class Written:
    """A sheet with one record a row, what was taken for granted, and what only a person can say.

    `dropped`: columns of the kind that are not read, though a heading names them.
    """

    sheet: Sheet
    told: tuple[Issue, ...] = ()
    questions: tuple[Question, ...] = ()
    dropped: tuple[str, ...] = ()
