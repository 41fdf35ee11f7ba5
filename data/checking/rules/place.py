"""A place is a unit and its type, or the whole company: neither stands without the other."""

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from data.checking.rules.outcome import RowFault, row_faults
from data.values.cells import Cells
from errors import Message


def half_places(
    rows: pd.DataFrame, columns: Mapping[str, Cells], instead: str
) -> Iterable[RowFault]:
    """A fault for each row with only one of `unit` and `dimension`, told under that column, or under
    `instead` where the file has no such column."""
    found = []
    for at in np.flatnonzero(rows["unit"].notna() & rows["dimension"].isna()):
        message = Message(
            "The unit \u201c{unit}\u201d is named without its type. Say whether it is a "
            "department, a store, a region or a channel.",
            {"unit": rows["unit"].iloc[at]},
        )
        found.append((int(at), "unit" if "unit" in columns else instead, message))
    for at in np.flatnonzero(rows["unit"].isna() & rows["dimension"].notna()):
        message = Message(
            "A unit type is named, but no unit. Name the unit, or empty the type if it concerns "
            "the whole company."
        )
        found.append((int(at), "dimension" if "dimension" in columns else instead, message))
    return row_faults(found)
