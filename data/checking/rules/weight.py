"""What the weight of a section needs beyond its cell: to be more than nothing."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from data.checking.rules.outcome import RowFault, RuleOutcome
from data.values.cells import Cells
from errors import Message


def apply_rules(rows: pd.DataFrame, columns: Mapping[str, Cells], *_: object) -> RuleOutcome:
    """The rows as they are, with a fault for each weight that is not above 0."""
    none = np.flatnonzero(rows["weight"] <= 0)
    return RuleOutcome(
        rows,
        (
            RowFault(
                none,
                "weight",
                Message(
                    "{column} is {value}, but a weight must be above 0. Write how much the "
                    "section counts beside the others, such as 1 or 2.",
                    {"column": columns["weight"].heading},
                ),
                {"value": rows["weight"].to_numpy()[none]},
            ),
        ),
    )
