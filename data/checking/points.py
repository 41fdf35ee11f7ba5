"""Points out of the most that could be had: shares turned into points, and points above the most."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from data.checking.cells import Cells, Reading
from data.checking.numbers import OUTSIDE
from data.checking.rules import RowFault
from errors import Message


def percent_rows(columns: Mapping[str, Cells], readings: Mapping[str, Reading], name: str, count: int) -> np.ndarray:
    """Which of the `count` rows have a percentage in column `name`."""
    if name not in columns:
        return np.zeros(count, dtype=bool)
    return np.append(readings[name].percent, False)[columns[name].codes]


def in_points(values: pd.Series, percent: np.ndarray, maximum: pd.Series) -> pd.Series:
    """The values, with percentages of the maximum as points."""
    return values.where(~percent, (values / 100 * maximum).round(9)) if percent.any() else values


def above_maximum(rows: pd.DataFrame, name: str, maximum: str, columns: Mapping[str, Cells]) -> list[RowFault]:
    """A fault for each row whose `name` is above its `maximum`."""
    above = np.flatnonzero(rows[name] > rows[maximum]) if name in columns else np.empty(0, dtype=np.int64)
    return [RowFault(above, name, Message(OUTSIDE, {"column": columns[name].heading, "low": 0}),
                     {"value": rows[name].to_numpy()[above], "high": rows[maximum].to_numpy()[above]})] if len(above) else []
