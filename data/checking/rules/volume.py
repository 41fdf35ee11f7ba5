"""What a count of contacts needs beyond its cells: parts that are no more than the whole, and no
totals beside their parts."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from data.checking.rules.outcome import RowFault, RuleOutcome
from data.values.cells import Cells
from errors import Message

_PLACES = ("department", "store", "region", "channel")


def apply_rules(rows: pd.DataFrame, columns: Mapping[str, Cells], *_: object) -> RuleOutcome:
    """The rows, those left out that add up others of the file, and a fault for each part above its
    whole."""
    totals = np.flatnonzero(_totals(rows))
    reason = Message(
        "It is the sum of other rows of that day or month: left out, so that nothing counts twice."
    )
    faults = []
    for name in ("answered", "abandoned"):
        at = np.flatnonzero((rows[name] > rows["contacts"]).fillna(False))
        if len(at):
            faults.append(
                RowFault(
                    at,
                    name if name in columns else "contacts",
                    Message(
                        "{column} is {part}, more than all contacts, {whole}. Correct one of the "
                        "two.",
                        {"column": columns[name].heading if name in columns else ""},
                    ),
                    {
                        "part": rows[name].to_numpy(object)[at],
                        "whole": rows["contacts"].to_numpy(object)[at],
                    },
                )
            )
    return RuleOutcome(rows, tuple(faults), left_out=totals, reason=reason if len(totals) else None)


def _totals(rows: pd.DataFrame) -> np.ndarray:
    """Which rows leave a place empty that others of their day name, and have the sum of those
    others."""
    given = rows[list(_PLACES)].notna().to_numpy()
    found = np.zeros(len(rows), bool)
    if not len(rows) or (given == given[0]).all():
        return found
    named = rows[list(_PLACES)].to_numpy(object)
    contacts = rows["contacts"].astype("float64").to_numpy()
    for places in rows.groupby("date", sort=False).indices.values():
        for at in (at for at in places if not (given[at] == given[places].any(axis=0)).all()):
            found[at] = _adds_up(at, places[~found[places]], given, named, contacts)
    return found


def _adds_up(
    at: int, places: np.ndarray, given: np.ndarray, named: np.ndarray, contacts: np.ndarray
) -> bool:
    """Whether a row has the sum of all rows of `places` that tell what it tells, and more."""
    alike = (named[places][:, given[at]] == named[at][given[at]]).all(axis=1)
    finer = (given[places] >= given[at]).all(axis=1) & (given[places] != given[at]).any(axis=1)
    others = places[alike & finer]
    levels = np.unique(given[others], axis=0) if len(others) else ()
    sums = [
        (contacts[same].sum(), len(same))
        for level in levels
        for same in [others[(given[others] == level).all(axis=1)]]
    ]
    return any(total == contacts[at] and count > 1 for total, count in sums)
