"""What the rules of one dataset kind hand back to the checker."""

from dataclasses import dataclass

import pandas as pd

from data.questions import Question
from errors import Message


@dataclass(frozen=True)
class RowFault:
    """A fault that shows only beside other cells: position of the row, name of the column, what is wrong."""

    position: int
    column: str
    message: Message


@dataclass(frozen=True)
class Settled:
    """The rows after the kind's own rules, the faults they found, what the person should know of the whole file, and what only they can say."""

    rows: pd.DataFrame
    faults: tuple[RowFault, ...] = ()
    told: tuple[Message, ...] = ()
    questions: tuple[Question, ...] = ()
