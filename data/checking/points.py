"""Points out of the most that could be had: shares turned into points, and points above the most."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from data.checking.cells import Cells, Reading
from data.checking.numbers import OUTSIDE
from data.checking.rules import RowFault
from errors import Message

_OF = r"^\s*(\d+(?:[.,]\d+)?)\s*/\s*(\d+(?:[.,]\d+)?)\s*$"
_MOSTLY = 0.7


def out_of(cells: pd.Series) -> tuple[pd.Series, pd.Series] | tuple[None, None]:
    """Cells such as "7 / 10" as points and the most that could be had; None where most cells are no such pairs."""
    filled = cells[cells != ""]
    if filled.empty or not filled.iloc[0].count("/") and not filled.str.contains("/", regex=False).any():
        return None, None
    parted = cells.str.extract(_OF)
    told = parted[0].notna()
    if told.sum() < _MOSTLY * len(filled):
        return None, None
    return parted[0].where(told, cells).astype("str"), parted[1].fillna("").astype("str")


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
