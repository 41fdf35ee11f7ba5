"""Sums as columns: arrays of one length by name.

From the database to the finished answer they stay that, since putting a frame
together column by column took half of a page; the answer is made one at its end.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise

import numpy as np

from data.database.connection import ReadTransaction
from data.database.tables import SUM_PARTS

Columns = dict[str, np.ndarray]
SUMS = SUM_PARTS


def summed(reading: ReadTransaction, sql: str, values: Sequence[object]) -> Columns:
    """The sums of a query: periods as dates, groups as text or None, numbers NaN where there is
    none."""
    return {name: _plain(name, found) for name, found in reading.columns(sql, values).items()}


def _plain(name: str, found: np.ndarray) -> np.ndarray:
    if name == "period":
        return found.astype("datetime64[D]").astype(object)
    if not isinstance(found, np.ma.MaskedArray):
        return found
    return (
        np.where(found.mask, np.nan, found.data.astype(float))
        if name in SUMS
        else np.where(found.mask, np.array(None, object), found.data)
    )


def objects(values: Iterable[object]) -> np.ndarray:
    """A column of what is no number."""
    found = list(values)
    column = np.empty(len(found), object)
    column[:] = found
    return column


def taken(columns: Columns, places: slice | Sequence[int] | np.ndarray) -> Columns:
    """Some of the rows."""
    return {name: values[places] for name, values in columns.items()}


def by_name(columns: Columns, names: Sequence[str]) -> dict[str, Columns]:
    """The rows of each of these names, which stand together in a column `name`; of those not there,
    none."""
    of = columns["name"]
    rest = {name: values for name, values in columns.items() if name != "name"}
    edges = [0, *(np.flatnonzero(of[1:] != of[:-1]) + 1), len(of)]
    found = {
        of[start]: taken(rest, slice(start, end)) for start, end in pairwise(edges) if start < end
    }
    return {name: found.get(name, taken(rest, slice(0, 0))) for name in names}


def joined(parts: Sequence[Columns]) -> Columns:
    """The rows of several, one after the other."""
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def cells(columns: Mapping[str, Sequence[object] | np.ndarray]) -> list[tuple]:
    """The (period, group) of each row."""
    return list(zip(columns["period"], columns["group"], strict=True))


def placed(wanted: Sequence[tuple[date, str | None]], sums: Columns) -> Columns:
    """The sums of these (period, group), 0 where there are none."""
    known = {cell: at for at, cell in enumerate(cells(sums))}
    places = np.array([known.get(cell, -1) for cell in wanted], int)
    filled = {name: np.append(sums[name].astype(float), 0.0)[places] for name in SUMS}
    return {
        "period": objects(period for period, _ in wanted),
        "group": objects(group for _, group in wanted),
        **{name: np.nan_to_num(values) for name, values in filled.items()},
    }
