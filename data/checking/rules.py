"""What the rules of one dataset kind hand back to the checker."""

from collections.abc import Mapping
from dataclasses import dataclass, field

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
    """The rows after the kind's own rules, the faults they found, and what the person should know about the whole file.

    `left_out`: positions of rows that do not count, and why. `questions`: what only a person can say; the rest is as is likely.
    """

    rows: pd.DataFrame
    faults: tuple[RowFault, ...] = ()
    told: tuple[Message, ...] = ()
    left_out: Mapping[int, Message] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
