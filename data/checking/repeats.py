"""Rows of one file that say the same thing twice, or two things about the same record."""

from collections.abc import Callable, Container
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.checking.alike import duplicated, is_unique
from data.kinds.schema import DatasetKind
from data.matching.own_number import counts_rows
from data.reading.sheet import Places, Sheet

_SHEET = " sheet"  # no column of any kind
_NONE = pd.Series(index=pd.Index([], dtype="int64"), dtype="int64")


@dataclass(frozen=True)
class Repeats:
    """`identical` and `differing`: the lines of earlier rows with the same identifiers and moment,
    by the index of a row."""

    identical: pd.Series
    differing: pd.Series


def find_repeats(
    rows: pd.DataFrame,
    kind: DatasetKind,
    sheets: pd.Series | None = None,
    known: tuple[str, ...] = (),
    unused: Callable[[pd.DataFrame], pd.DataFrame] | None = None,
) -> Repeats:
    """Compares the rows of one file; rows without any identifier are never the same record, nor are
    rows of different `sheets`. `known`: identifiers that are never the same in two rows. `unused`:
    the cells of some rows that no column takes, where rows that differ only there are no repeats."""
    if _one_of_each(rows, kind, known):
        return Repeats(_NONE, _NONE)
    key = [*kind.identifiers, *([] if kind.lasting else [kind.date])]
    if sheets is not None:
        rows, key = rows.assign(**{_SHEET: sheets}), [*key, _SHEET]
    identified = rows[list(kind.identifiers)].notna().any(axis=1)
    shared = rows[identified & duplicated(rows, key, keep=False)]
    values = [*(column.name for column in kind.columns), *([] if sheets is None else [_SHEET])]
    alike = shared[shared.duplicated(values, keep=False)]
    if kind.in_parts and kind.case:  # what changes no number is a part like all others
        alike = shared.iloc[:0]
    elif unused is not None:
        cells = unused(alike)
        alike, values = alike.join(cells), [*values, *cells.columns]
    again = alike.duplicated(values, keep="first")
    others = shared.drop(index=again.index[again])
    return Repeats(
        _earlier(alike, values, again), _earlier(others, key, others.duplicated(key, keep="first"))
    )


def unused_cells(
    sheet: Sheet, used: Container[int], chosen: np.ndarray
) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """The cells of a sheet that no column takes, of some of its rows; without columns that only
    count the rows. `chosen`: of each record of the sheet whether the rows are made of it."""
    places = np.flatnonzero(chosen)
    free = [
        at
        for at, heading in enumerate(sheet.headings)
        if at not in used and not counts_rows(heading, sheet.cells[at])
    ]

    def of(rows: pd.DataFrame) -> pd.DataFrame:
        cells = sheet.cells.iloc[places[rows.index]]
        return pd.DataFrame({f" {at}": cells[at].to_numpy() for at in free}, rows.index)

    return of


def numbered_anew(rows: pd.DataFrame, kind: DatasetKind, places: Places) -> pd.Series | None:
    """The sheet of each row where every sheet numbers its rows from the start again, so that a
    number says nothing across sheets; else None.

    A sheet that says the same as another from end to end is a copy of it, however it is numbered.
    """
    name = kind.numbered[0] if kind.numbered else None
    if name is None or not places.names or rows[name].isna().any() or not len(rows):
        return None
    sheets = pd.Series(places.at(rows["line"]), index=rows.index)
    own = rows[name].groupby(sheets)
    starts_alike = (
        len({min(numbers, key=lambda number: (len(number), number)) for _, numbers in own}) == 1
    )
    if (
        sheets.nunique() < 2
        or not starts_alike
        or pd.DataFrame({"sheet": sheets, "number": rows[name]}).duplicated().any()
    ):
        return None
    seen = (
        pd.util.hash_pandas_object(rows[[column.name for column in kind.columns]], index=False)
        .groupby(sheets.to_numpy())
        .agg(frozenset)
    )
    return None if seen.duplicated().any() else sheets


def _one_of_each(rows: pd.DataFrame, kind: DatasetKind, known: tuple[str, ...]) -> bool:
    """Whether one identifier alone tells all rows apart, which is soon seen."""
    return any(
        rows[name].notna().all() and (name in known or is_unique(rows[name]))
        for name in kind.identifiers
    )


def _earlier(rows: pd.DataFrame, columns: list[str], again: pd.Series) -> pd.Series:
    if not again.any():
        return _NONE
    first = rows.groupby(columns, dropna=False, sort=False)["line"].transform("first")
    return first[again].astype("int64")
