"""Rows of one file that say the same thing twice, or two things about the same record."""

from dataclasses import dataclass

import pandas as pd

from data.checking.alike import duplicated, is_unique
from data.schema import DatasetKind

_NONE = pd.Series(index=pd.Index([], dtype="int64"), dtype="int64")


@dataclass(frozen=True)
class Repeats:
    """`identical` and `differing`: the lines of earlier rows with the same identifiers and moment, by the index of a row."""

    identical: pd.Series
    differing: pd.Series


def find_repeats(rows: pd.DataFrame, kind: DatasetKind) -> Repeats:
    """Compares the rows of one file; rows without any identifier are never the same record."""
    if _one_of_each(rows, kind):
        return Repeats(_NONE, _NONE)
    key = [*kind.identifiers, kind.date]
    identified = rows[list(kind.identifiers)].notna().any(axis=1)
    shared = rows[identified & duplicated(rows, key, keep=False)]
    values = [column.name for column in kind.columns]
    again = shared.duplicated(values, keep="first")
    others = shared[~again]
    return Repeats(_earlier(shared, values, again), _earlier(others, key, others.duplicated(key, keep="first")))


def _one_of_each(rows: pd.DataFrame, kind: DatasetKind) -> bool:
    """Whether one identifier alone tells all rows apart, which is soon seen."""
    return any(rows[name].notna().all() and is_unique(rows[name]) for name in kind.identifiers)


def _earlier(rows: pd.DataFrame, columns: list[str], again: pd.Series) -> pd.Series:
    if not again.any():
        return _NONE
    first = rows.groupby(columns, dropna=False, sort=False)["line"].transform("first")
    return first[again].astype("int64")
