"""What a suggestion needs beyond its cells: its days in their order, and a decision, if only that
there is none yet."""

from collections.abc import Mapping

import pandas as pd

from data.checking.rules.order import out_of_order
from data.checking.rules.outcome import RuleOutcome
from data.values.cells import Cells
from errors import Message


def apply_rules(rows: pd.DataFrame, columns: Mapping[str, Cells], *_: object) -> RuleOutcome:
    """The rows with an empty decision as one that is still to come."""
    steps = (("date", "decided"), ("decided", "done"))
    faults = tuple(out_of_order(rows, columns, steps))
    cells = columns["decision"]
    empty = pd.Series(cells.codes < 0, index=rows.index)  # not those that cannot be read
    if not empty.any():
        return RuleOutcome(rows, faults)
    told = Message(
        "Suggestions without a decision: {count}. They count as not decided yet.",
        {"count": int(empty.sum())},
    )
    return RuleOutcome(rows.assign(decision=rows["decision"].mask(empty, "open")), faults, (told,))
