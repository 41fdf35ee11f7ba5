"""What an item of the programme needs beyond its cells: a state, and numbers that go together."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from data.checking.rules.outcome import RowFault, RuleOutcome
from data.values.cells import Cells
from errors import Message

_OF_SO_MANY = ("commitment", "return_visit")  # types of which so many are done of so many due


def apply_rules(rows: pd.DataFrame, columns: Mapping[str, Cells], *_: object) -> RuleOutcome:
    """The rows with an empty state as done, which a list of what there is means."""
    empty = rows["state"].isna()
    told = (
        (
            Message(
                "Items without a state: {count}. They count as done.", {"count": int(empty.sum())}
            ),
        )
        if empty.any()
        else ()
    )
    rows = rows.assign(state=rows["state"].mask(empty, "done"))
    return RuleOutcome(rows, (*_without_points(rows, columns), *_too_many(rows, columns)), told)


def _without_points(rows: pd.DataFrame, columns: Mapping[str, Cells]) -> tuple[RowFault, ...]:
    found = np.flatnonzero((rows["type"] == "points") & rows["number"].isna())
    if not len(found):
        return ()
    heading = columns["number"].heading if "number" in columns else "number"
    message = Message(
        "Points were given, but {column} does not say how many. Fill in these cells.",
        {"column": heading},
    )
    return (RowFault(found, "number" if "number" in columns else "type", message, {}),)


def _too_many(rows: pd.DataFrame, columns: Mapping[str, Cells]) -> tuple[RowFault, ...]:
    if "number" not in columns:
        return ()
    found = np.flatnonzero(rows["type"].isin(_OF_SO_MANY) & (rows["number"] > rows["due_number"]))
    if not len(found):
        return ()
    return (
        RowFault(
            found,
            "number",
            Message(
                "{column} is {number}, more than the {due} that were due. Correct one of the two.",
                {"column": columns["number"].heading},
            ),
            {
                "number": rows["number"].to_numpy()[found],
                "due": rows["due_number"].to_numpy()[found],
            },
        ),
    )
