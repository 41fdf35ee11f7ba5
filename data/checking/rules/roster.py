"""What a line of the roster needs beyond its cells: the days of hiring and leaving in their
order."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from data.checking.rules.outcome import RowFault, RuleOutcome
from data.values.cells import Cells
from errors import Message


def apply_rules(rows: pd.DataFrame, columns: Mapping[str, Cells], *_: object) -> RuleOutcome:
    """The rows as they are, with a fault for each person who left before being hired."""
    early = np.flatnonzero(rows["left_on"] < rows["hired_on"])
    if not len(early):
        return RuleOutcome(rows)
    return RuleOutcome(
        rows,
        (
            RowFault(
                early,
                "left_on",
                Message(
                    "{column} is {left}, before the day of hiring, {hired}. Correct one of the "
                    "two dates.",
                    {"column": columns["left_on"].heading},
                ),
                {
                    "left": rows["left_on"].to_numpy()[early],
                    "hired": rows["hired_on"].to_numpy()[early],
                },
            ),
        ),
    )
