"""What an order needs beyond its cells: a refund that is no more than what was paid; an order
refunded as a whole is a returned one."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from data.checking.rules.outcome import RowFault, RuleOutcome
from data.values.cells import Cells
from errors import Message

_CENT = 0.005


def apply_rules(rows: pd.DataFrame, columns: Mapping[str, Cells], *_: object) -> RuleOutcome:
    """The rows, those of orders that were wholly refunded as returned; a refund above the amount
    is told beside both."""
    if "refunded" not in columns or "amount" not in columns:
        return RuleOutcome(rows)
    whole = _of_orders(rows)
    faults = _refunded_too_much(rows, columns, whole["refunded"] > whole["amount"] + _CENT)
    back = (whole["amount"] > 0) & (whole["refunded"] >= whole["amount"] - _CENT)
    status = rows["status"].mask(back & (rows["status"].fillna("paid") == "paid"), "returned")
    return RuleOutcome(rows.assign(status=status), faults)


def _of_orders(rows: pd.DataFrame) -> pd.DataFrame:
    """Amount and refund of the whole order that each row is of; of rows without a number, their
    own."""
    own = rows[["amount", "refunded"]].fillna(0.0)
    numbered = rows["order_id"].notna()
    if not numbered.any():
        return own
    key = [rows["order_id"], rows["customer"], rows["date"].dt.normalize()]
    return own.groupby(key, dropna=False).transform("sum").where(numbered, own)


def _refunded_too_much(
    rows: pd.DataFrame, columns: Mapping[str, Cells], above: pd.Series
) -> tuple[RowFault, ...]:
    found = np.flatnonzero(above & (rows["amount"] > 0) & (rows["refunded"] > 0))
    if not len(found):
        return ()
    return (
        RowFault(
            found,
            "refunded",
            Message(
                "{column} is {refunded}, more than the {amount} that was paid. Correct one of the "
                "two.",
                {"column": columns["refunded"].heading},
            ),
            {
                "refunded": rows["refunded"].to_numpy()[found],
                "amount": rows["amount"].to_numpy()[found],
            },
        ),
    )
