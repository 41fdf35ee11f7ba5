"""The gate: groups of staff too small to show, and what would give them away.

It sits inside `ask`, so charts, tables, exports and commands all pass it.
"""

import os

import numpy as np
import pandas as pd

from metrics.kpi import Kpi

_VALUES = ["n", "value", "low", "high", "y", "less", "x", "top", "yy", "xy", "xx"]
_SEE_PEOPLE = ("trainer", "committee")


def sees_people() -> bool:
    """Whether this installation was started for a role that works with named staff."""
    return os.environ.get("SERVICE_CULTURE_ROLE") in _SEE_PEOPLE


def gated(kpi: Kpi, rows: pd.DataFrame, named: bool) -> pd.DataFrame:
    """`rows` with `hidden`, and every number of a hidden row removed.

    A group of fewer people than the dataset's minimum is hidden; where that
    leaves only one hidden group in a period, the next smallest is hidden with
    it, since the whole minus the others would give it back.
    """
    least = 0 if named else kpi.dataset.anonymous_below
    hidden = _hidden(rows, least) if least else pd.Series(False, index=rows.index)
    rows = rows.assign(hidden=hidden)
    rows[_VALUES] = rows[_VALUES].astype(float).where(~hidden, np.nan)
    return rows.drop(columns="people")


def _hidden(rows: pd.DataFrame, least: int) -> pd.Series:
    small = (rows["people"] > 0) & (rows["people"] < least)
    for _, period in rows[rows["people"] > 0].groupby("period"):
        shown = period.index[~small[period.index]]
        if len(period) - len(shown) == 1 and len(shown):
            small[period.loc[shown, "people"].idxmin()] = True
    return small
