"""Moments of one record in the order in which they can have happened."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from data.checking.rules.outcome import RowFault
from data.values.cells import Cells
from errors import Message


def out_of_order(
    rows: pd.DataFrame, columns: Mapping[str, Cells], steps: Sequence[tuple[str, str]]
) -> list[RowFault]:
    """A fault for each row whose later step lies before the earlier one, with both moments; `steps`
    are pairs (earlier, later) of columns. A day without a time of day is the whole day."""
    found = []
    for earlier, later in steps:
        if later not in columns or earlier not in columns:
            continue
        before, after = rows[earlier], rows[later]
        # What the file gives as a day only may be any moment of that day.
        is_day = (after == after.dt.normalize()) & (before.dt.normalize() == after)
        at = np.flatnonzero(((after < before) & ~is_day).fillna(False))
        if len(at):
            found.append(
                RowFault(
                    at,
                    later,
                    Message(
                        "{column} is {later}, before {earlier_column}, {earlier}. Correct one of "
                        "the two.",
                        {
                            "column": columns[later].heading,
                            "earlier_column": columns[earlier].heading,
                        },
                    ),
                    {
                        "later": _written(after, at),
                        "earlier": _written(before, at),
                    },
                )
            )
    return found


def _written(moments: pd.Series, at: np.ndarray) -> np.ndarray:
    """The moments as people write them."""
    return moments.iloc[at].dt.strftime("%Y-%m-%d %H:%M").to_numpy(object)
