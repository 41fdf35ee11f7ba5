"""What the rules of one dataset kind hand back to the checker."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from data.questions import Question
from errors import Message


@dataclass(frozen=True)
class RowFault:
    """A fault that shows only beside other cells: positions of the rows, name of the column, what
    is wrong.

    CELL in the sentence stands for the cell; `each` are the blanks that differ, as long as `at`.
    """

    at: np.ndarray
    column: str
    message: Message
    each: Mapping[str, np.ndarray] = field(default_factory=dict)


def row_faults(found: Iterable[tuple[int, str, Message]]) -> tuple[RowFault, ...]:
    """Faults that were found row by row (position, column, what is wrong), gathered by their
    sentences."""
    alike: dict[tuple, list[tuple[int, str, Message]]] = {}
    for position, column, message in found:
        alike.setdefault((column, message.text, tuple(message.blanks)), []).append(
            (position, column, message)
        )
    return tuple(_gathered(faults) for faults in alike.values())


def _gathered(faults: list[tuple[int, str, Message]]) -> RowFault:
    _, column, message = faults[0]
    each = {
        name: objects([blanks.blanks[name] for _, _, blanks in faults]) for name in message.blanks
    }
    return RowFault(
        np.array([position for position, _, _ in faults]), column, Message(message.text), each
    )


def objects(values: list[object]) -> np.ndarray:
    """An array of any things, lists among them."""
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


@dataclass(frozen=True)
class RuleOutcome:
    """The rows after the kind's own rules, the faults they found, and what the person should know
    about the whole file; `noted`: what is only to be known, and nothing to be corrected.

    `left_out`: positions of rows that do not count, all for the one `reason`; `aside`: more such
    rows, each time with their reason. `questions`: what
    only a person can say; the rest is as is likely.
    """

    rows: pd.DataFrame
    faults: tuple[RowFault, ...] = ()
    told: tuple[Message, ...] = ()
    left_out: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    reason: Message | None = None
    questions: tuple[Question, ...] = ()
    noted: tuple[Message, ...] = ()
    aside: tuple[tuple[np.ndarray, Message], ...] = ()

    @property
    def all_left_out(self) -> list[tuple[np.ndarray, Message]]:
        """Positions of rows that do not count, with their reasons, each row once."""
        found, seen = [], np.empty(0, dtype=np.int64)
        given = [] if self.reason is None else [(self.left_out, self.reason)]
        for positions, reason in (*given, *self.aside):
            found.append((np.setdiff1d(positions, seen), reason))
            seen = np.union1d(seen, positions)
        return found
