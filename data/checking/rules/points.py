"""Points out of the most that could be had: shares turned into points, and points above the
most."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from data.checking.rules.outcome import RowFault
from data.text.folding import bracketed, stated_maximum
from data.values.cells import Cells, CellValues
from data.values.labels import fractions
from data.values.numbers import OUTSIDE, tidy
from errors import Message

_OF = r"^\s*(\d+(?:[.,]\d+)?)\s*/\s*(\d+(?:[.,]\d+)?)\s*$"
_MOSTLY = 0.7
SLIPS = 0.05  # the share of points above a maximum that may be slips of the pen


def out_of(cells: pd.Series) -> tuple[pd.Series, pd.Series] | tuple[None, None]:
    """Cells such as "7 / 10" as points and the most that could be had; None where most cells are no
    such pairs."""
    filled = cells[cells != ""]
    if (
        filled.empty
        or not filled.iloc[0].count("/")
        and not filled.str.contains("/", regex=False).any()
    ):
        return None, None
    parted = cells.str.extract(_OF)
    told = parted[0].notna()
    if told.sum() < _MOSTLY * len(filled):
        return None, None
    return parted[0].where(told, cells).astype("str"), parted[1].fillna("").astype("str")


def heading_maximum(
    heading: str, values: np.ndarray, told: list[Message] | None = None
) -> float | None:
    """The most that could be had, as the heading says it; None where it says nothing, or where the
    points themselves go beyond it.

    A number above which the points go is the weight of a part, not its maximum.
    """
    seen = values[~np.isnan(values)]
    stated = stated_maximum(heading)
    if stated is None:
        return bracketed(heading, seen)
    if len(seen) and np.mean(seen > stated) > SLIPS:
        if told is not None:
            told.append(
                Message(
                    "The heading \u201c{column}\u201d names {maximum}, but points below it go up "
                    "to {highest}. "
                    "So that is not the maximum, and the points were read as they are.",
                    {"column": heading, "maximum": tidy(stated), "highest": tidy(seen.max())},
                )
            )
        return None
    return stated


def with_fractions(cells: Cells, reading: CellValues) -> CellValues:
    """The reading, with points written beside their maximum (18 / 20) as percentages of it."""
    found = {at: pair for at, pair in fractions(cells).items() if np.isnan(reading.values[at])}
    if not found:
        return reading
    values, percent = reading.values.copy(), reading.signs.copy()
    for at, (points, top) in found.items():
        values[at], percent[at] = round(100 * points / top, 9), True
    read = np.array(list(found))
    return CellValues(
        values,
        tuple(left for fault in reading.faults if len((left := fault.without(read)).at)),
        percent,
    )


def fraction_maximum(cells: Cells) -> float | None:
    """The maximum that stands beside the points in all cells that hold one; None where there is
    none, or where they differ."""
    tops = {top for _, top in fractions(cells).values()}
    return tops.pop() if len(tops) == 1 else None


def percent_rows(
    columns: Mapping[str, Cells], readings: Mapping[str, CellValues], name: str, count: int
) -> np.ndarray:
    """Which of the `count` rows have a percentage in column `name`."""
    if name not in columns:
        return np.zeros(count, dtype=bool)
    return np.append(readings[name].signs, False)[columns[name].codes]


def in_points(values: pd.Series, percent: np.ndarray, maximum: pd.Series) -> pd.Series:
    """The values, with percentages of the maximum as points."""
    return values.where(~percent, (values / 100 * maximum).round(9)) if percent.any() else values


def above_maximum(
    rows: pd.DataFrame, name: str, maximum: str, columns: Mapping[str, Cells]
) -> list[RowFault]:
    """A fault for each row whose `name` is above its `maximum`."""
    above = (
        np.flatnonzero(rows[name] > rows[maximum])
        if name in columns
        else np.empty(0, dtype=np.int64)
    )
    return (
        [
            RowFault(
                above,
                name,
                Message(OUTSIDE, {"column": columns[name].heading, "low": 0}),
                {"value": rows[name].to_numpy()[above], "high": rows[maximum].to_numpy()[above]},
            )
        ]
        if len(above)
        else []
    )
