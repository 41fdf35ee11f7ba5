"""Which rows say the same in some columns, told by numbers: tables of a million different texts
take several times what the file does."""

from collections.abc import Iterator, Sequence
from typing import Literal

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

_AT_ONCE = 10_000  # texts that are held one by one
_CLOSE = 1000  # the widest range of whole numbers that are their own codes
_MOST_CODES = 2**62  # numbers that fit
_LOOKED_AT, _MOSTLY = (
    1000,
    0.9,
)  # cells, and the share of different ones among them from which on most are taken to differ


def codes_of(rows: pd.DataFrame, columns: Sequence[str]) -> np.ndarray:
    """A number for each row, from 0 on, the same for rows that say the same in these columns;
    nothing is the same as nothing."""
    codes, different = np.zeros(len(rows), dtype=np.int64), 1
    for name in columns:
        own = _codes(rows[name])
        kinds = int(own.max(initial=-1)) + 2
        if different * kinds > _MOST_CODES:
            codes, different = pd.factorize(codes)[0], len(rows)
        codes, different = codes * kinds + own + 1, different * kinds
    return pd.factorize(codes)[0]


def duplicated(
    rows: pd.DataFrame, columns: Sequence[str], keep: Literal["first", False] = "first"
) -> pd.Series:
    """Whether a row says the same in these columns as an earlier one, or with `keep` False as any
    other."""
    return pd.Series(
        pd.Series(codes_of(rows, columns)).duplicated(keep=keep).to_numpy(), index=rows.index
    )


def is_unique(column: pd.Series) -> bool:
    """Whether no two cells say the same; nothing said twice is the same as well."""
    if column.dtype == "str" and _are_rising(pa.array(column)):
        return True
    return not pd.Series(_codes(column)).duplicated().any()


def _are_rising(texts: pa.Array | pa.ChunkedArray) -> bool:
    """Whether each text comes after the one before, as running numbers of one length do."""
    if len(texts) < 2:
        return False
    return pc.all(pc.less(texts[:-1], texts[1:]), skip_nulls=False).as_py() is True


def _codes(column: pd.Series) -> np.ndarray:
    """A number for each cell, the same for the same, -1 where there is nothing."""
    if column.dtype == "float64" and (few := _points(column.to_numpy())) is not None:
        return few
    if column.dtype != "str":
        return pd.factorize(column)[0].astype(np.int64)
    texts = pa.array(column)
    if texts[:_LOOKED_AT].unique().to_pandas().size <= _MOSTLY * _LOOKED_AT:
        return _among(texts)
    hashes = np.fromiter(_hashes(texts), dtype=np.int64, count=len(texts))
    shared = (
        pd.Series(hashes).duplicated(keep=False).to_numpy()
    )  # two texts may have one by chance, so these are looked at
    codes = np.arange(len(texts), dtype=np.int64)
    own = _among(texts.filter(pa.array(shared)))
    codes[shared] = np.where(own < 0, -1, own + len(texts))
    return codes


def _points(values: np.ndarray) -> np.ndarray | None:
    """The codes of whole numbers close to each other, as points of a scale are; None for others."""
    there = ~np.isnan(values)
    if not there.any():
        return np.full(len(values), -1, dtype=np.int64)
    low, high = np.nanmin(values), np.nanmax(values)
    if not high - low < _CLOSE:
        return None
    above = np.where(there, values - low, -1)
    codes = above.astype(np.int64)
    return codes if (codes == above).all() else None


def _hashes(texts: pa.Array | pa.ChunkedArray) -> Iterator[int]:
    for at in range(0, len(texts), _AT_ONCE):
        yield from map(hash, texts[at : at + _AT_ONCE].to_pylist())


def _among(texts: pa.Array | pa.ChunkedArray) -> np.ndarray:
    """The codes of texts of which many are the same."""
    found = pa.chunked_array(
        [texts] if isinstance(texts, pa.Array) else texts.chunks, texts.type
    ).dictionary_encode()
    parts = [chunk.indices.fill_null(-1).to_numpy() for chunk in found.chunks]
    return np.concatenate([np.empty(0, dtype=np.int64), *parts]).astype(np.int64)
