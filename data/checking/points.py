"""Points out of the most that could be had: shares turned into points, and points above the most."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from data.checking.cells import Cells, Reading
from data.checking.numbers import outside_limits
from data.checking.rules import RowFault


def percent_rows(columns: Mapping[str, Cells], readings: Mapping[str, Reading], name: str, count: int) -> np.ndarray:
    """Which of the `count` rows have a percentage in column `name`."""
    if name not in columns:
        return np.zeros(count, dtype=bool)
    return np.append(readings[name].percent, False)[columns[name].codes]


def in_points(values: pd.Series, percent: np.ndarray, maximum: pd.Series) -> pd.Series:
    """The values, with percentages of the maximum as points."""
    return values.where(~percent, (values / 100 * maximum).round(9))


def above_maximum(rows: pd.DataFrame, name: str, maximum: str, columns: Mapping[str, Cells]) -> list[RowFault]:
    """A fault for each row whose `name` is above its `maximum`."""
    above = np.flatnonzero(rows[name] > rows[maximum]) if name in columns else ()
    return [RowFault(int(at), name, outside_limits(columns[name].heading, rows[name].iloc[at], 0, rows[maximum].iloc[at])) for at in above]
