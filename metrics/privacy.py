"""The gate: groups of staff too small to show, and what would give them away.

It sits inside `ask`, so charts, tables, exports and commands all pass it.
"""

import os

import numpy as np
import pandas as pd

from metrics.kpi import Kpi
from metrics.suppression import Sum, suppress

_VALUES = ["n", "value", "low", "high", "y", "less", "x", "top", "yy", "xy", "xx"]
_SEE_PEOPLE = ("trainer", "committee")


def sees_people() -> bool:
    """Whether this installation was started for a role that works with named staff."""
    return os.environ.get("SERVICE_CULTURE_ROLE") in _SEE_PEOPLE


def gated(kpi: Kpi, rows: pd.DataFrame, named: bool) -> pd.DataFrame:
    """`rows` with `hidden`, and every number of a hidden row removed.

    A group of fewer people than the dataset's minimum is hidden, and with it
    as many others of its period as keep the whole minus the rest from
    narrowing it down.
    """
    least = 0 if named else kpi.dataset.anonymous_below
    hidden = _hidden(rows, least) if least else pd.Series(False, index=rows.index)
    rows = rows.assign(hidden=hidden)
    rows[_VALUES] = rows[_VALUES].astype(float).where(~hidden, np.nan)
    return rows.drop(columns="people")


def _hidden(rows: pd.DataFrame, least: int) -> pd.Series:
    hidden = pd.Series(False, index=rows.index)
    for _, period in rows.groupby("period"):
        counts = [*period["people"].astype(int), int(period["people"].sum())]
        whole = Sum(total=len(period), parts=tuple(range(len(period))))
        hidden[period.index] = suppress(counts, [whole] if len(period) > 1 else [], least).hidden[:-1]
    return hidden
