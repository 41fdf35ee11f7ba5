"""Cells that cannot be read: those that keep their rows out, and those that are only left empty."""

from collections.abc import Iterable, Mapping

import numpy as np
import pyarrow as pa

from data.findings import Kind, kind_of, texts_of
from data.issues import ERROR, WARNING
from data.kinds.schema import DatasetKind
from data.values.cells import Cells, CellValues, Fault
from errors import Message


def unreadable(
    columns: Mapping[str, Cells],
    readings: Mapping[str, CellValues],
    kind: DatasetKind,
    lines: np.ndarray,
) -> tuple[list[Kind], list[Kind]]:
    """The cells that keep their rows out, and those that are only left empty.

    Empty are left those on which nothing depends, and one of several scores of which one is enough
    where another is there.
    """
    errors, emptied = [], []
    scores = {
        name: _readable(columns[name], readings[name]) for name in kind.one_of if name in columns
    }
    for name, cells in columns.items():
        spared = (
            np.logical_or.reduce(list(scores.values()))
            if name in scores
            else np.full(len(lines), kind.may_be_emptied(cells.column))
        )
        for fault in readings[name].faults:
            errors.append(found_in(cells, fault, lines, ERROR, ~spared))
            emptied.append(found_in(cells, fault, lines, WARNING, spared))
    return [error for error in errors if len(error)], emptied


def _readable(cells: Cells, reading: CellValues) -> np.ndarray:
    """Of each row whether its cell holds something that can be read."""
    able = np.ones(len(cells.texts) + 1, dtype=bool)
    able[reading.unreadable] = False
    able[-1] = False  # where the code is -1, there is no text
    return able[cells.codes]


def emptied_told(emptied: Iterable[Kind]) -> list[Message]:
    counts: dict[str | None, int] = {}
    for found in emptied:
        counts[found.column] = counts.get(found.column, 0) + len(found)
    return [
        Message(
            "Cells under {column} that could not be read: {count}. They were left empty; their "
            "rows count.",
            {"column": column, "count": count},
        )
        for column, count in counts.items()
        if count
    ]


def found_in(
    cells: Cells,
    fault: Fault,
    lines: np.ndarray,
    level: str = ERROR,
    among: np.ndarray | bool = True,
) -> Kind:
    """The rows among these whose text has a fault."""
    places = np.full(
        len(cells.texts) + 1, -1, dtype=np.int32
    )  # one more: where the code is -1, there is no text
    places[fault.at] = np.arange(len(fault.at))
    own = places[cells.codes]
    at = np.flatnonzero((own >= 0) & among)
    return kind_of(
        level,
        fault.message.text,
        lines_of(lines, at),
        cells.heading,
        fault.message.blanks,
        {name: values[own[at]] for name, values in fault.each.items()},
        written(cells, at),
    )


def lines_of(lines: np.ndarray, at: np.ndarray) -> np.ndarray:
    """The lines at some positions in their order; of a column in which all is wrong they are held
    once."""
    return lines if len(at) == len(lines) else lines[at]


def written(cells: Cells, at: np.ndarray) -> pa.Array:
    """The cells of some rows as the file has them."""
    return texts_of(cells.written if len(at) == len(cells.written) else cells.written.iloc[at])
