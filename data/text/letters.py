"""What none of many texts holds, seen at one look at all of them: a pattern would be looked for in
each."""

from collections.abc import Iterable

import pandas as pd
import pyarrow as pa


def letters_of(texts: pd.Series) -> bytes:
    """All texts of a column one behind the other, in UTF-8."""
    found = pa.array(texts, pa.large_string(), from_pandas=True)
    pieces = found.chunks if isinstance(found, pa.ChunkedArray) else [found]
    return b"".join(map(_letters, pieces))


def hold_any(letters: bytes, signs: Iterable[bytes]) -> bool:
    """Whether one of some signs stands among the letters, or any that is not of ASCII."""
    return not letters.isascii() or any(sign in letters for sign in signs)


def _letters(piece: pa.Array) -> bytes:
    """The letters of one array, which may be a part of a longer one."""
    _, offsets, letters = piece.buffers()
    if letters is None or not len(piece):
        return b""
    ends = memoryview(offsets).cast("q")
    return bytes(memoryview(letters)[ends[piece.offset] : ends[piece.offset + len(piece)]])
