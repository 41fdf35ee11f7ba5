"""Days and moments of one record that have to follow each other."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from data.checking.rules.outcome import RowFault
from data.values.cells import Cells
from errors import Message


def too_early(
    rows: pd.DataFrame, columns: Mapping[str, Cells], earlier: str, later: str
) -> tuple[RowFault, ...]:
    """The fault of rows whose `later` day lies before their `earlier` one, with both values."""
    if later not in columns or earlier not in columns:
        return ()
    found = np.flatnonzero(rows[later].dt.normalize() < rows[earlier].dt.normalize())
    if not len(found):
        return ()
    return (
        RowFault(
            found,
            later,
            Message(
                "{column} is {later}, before {other}, {earlier}. Correct one of the two dates.",
                {"column": columns[later].heading, "other": columns[earlier].heading},
            ),
            {
                "later": rows[later].to_numpy()[found],
                "earlier": rows[earlier].to_numpy()[found],
            },
        ),
    )
