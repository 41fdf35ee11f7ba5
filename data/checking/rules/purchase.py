"""What an order needs beyond its cells: a refund that is no more than what was paid."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from data.checking.rules.outcome import RowFault, RuleOutcome
from data.values.cells import Cells
from errors import Message

_CENT = 0.005


def apply_rules(rows: pd.DataFrame, columns: Mapping[str, Cells], *_: object) -> RuleOutcome:
    """The rows as they are; a refund above the amount is told beside both."""
    if "refunded" not in columns or "amount" not in columns:
        return RuleOutcome(rows)
    found = np.flatnonzero((rows["amount"] > 0) & (rows["refunded"] > rows["amount"] + _CENT))
    if not len(found):
        return RuleOutcome(rows)
    return RuleOutcome(
        rows,
        (
            RowFault(
                found,
                "refunded",
                Message(
                    "{column} is {refunded}, more than the {amount} that was paid. Correct one of "
                    "the two.",
                    {"column": columns["refunded"].heading},
                ),
                {
                    "refunded": rows["refunded"].to_numpy()[found],
                    "amount": rows["amount"].to_numpy()[found],
                },
            ),
        ),
    )
