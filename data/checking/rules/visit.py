"""What is said of visits whose total is not what their parts give: the score of a visit is that of its
parts, wherever one was scored."""

from collections.abc import Mapping

import pandas as pd

from data.checking.rules.outcome import RuleOutcome
from data.values.cells import Cells
from errors import Message

_PARTS = ("attitude", "efficiency", "compliance")
_APART = 5  # points of a hundred, from which on it is said


def apply_rules(rows: pd.DataFrame, columns: Mapping[str, Cells], *_: object) -> RuleOutcome:
    """The rows as they are, and a warning where totals and parts differ."""
    parts = rows[list(_PARTS)].astype("float64").mean(axis=1)
    total = rows["overall"].astype("float64")
    both = parts.notna() & total.notna()
    if "overall" not in columns or not both.any():
        return RuleOutcome(rows)
    given, found = float(total[both].mean()), float(parts[both].mean())
    if abs(given - found) < _APART:
        return RuleOutcome(rows)
    told = Message(
        "{heading} gives {given} on average, its parts give {found} ({columns}): the score of a visit is "
        "that of its parts. If the total is meant, leave the columns of the parts unused.",
        {
            "heading": columns["overall"].heading,
            "given": round(given, 1),
            "columns": [columns[part].heading for part in _PARTS if part in columns],
            "found": round(found, 1),
        },
    )
    return RuleOutcome(rows, told=(told,))
