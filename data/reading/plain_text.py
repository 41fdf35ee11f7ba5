"""Delimited text that nobody can read in two ways, column by column instead of row by row.

That is text in which every quoted cell begins and ends at a separator or a
line end and holds neither a quotation mark nor a line end, no line is blank,
and all rows are as wide as the headings. Everything else is read by
`text_table`, which knows what is wrong with it.
"""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
from pyarrow import csv

SEPARATORS = (",", ";", "\t", "|")
_BLOCK, _PIECE = 1 << 22, 1 << 18
_SHORTEST, _LONGEST = 3, 1_000_000  # bytes of a line; shorter ones may be blank
_LINE_END, _RETURN, _QUOTE = b'\n\r"'


class NotPlain(Exception):
    """The text has to be read row by row."""


Batch = tuple[np.ndarray, list[pa.Array]]  # the line of each row, and the cells of each column


def plain_batches(text: bytes, separator: str, first: int, width: int) -> Iterator[Batch]:
    """The rows of UTF-8 `text` from line `first` on; NotPlain, also later on, where that does not
    do."""
    if width < 2 or separator not in SEPARATORS or b"\0" in text or _has_lone_returns(text):
        raise NotPlain
    body = _from_line(text, first)
    if not _is_plain(body, ord(separator)):
        raise NotPlain
    names = [str(at) for at in range(width)]
    reader = _opened(body, separator, names)
    while True:
        try:
            batch = reader.read_next_batch()
        except StopIteration:
            return
        except pa.ArrowInvalid as fault:  # a row is longer or shorter than the others
            raise NotPlain from fault
        yield np.arange(first, first + batch.num_rows), batch.columns
        first += batch.num_rows


def _has_lone_returns(text: bytes) -> bool:
    return b"\r" in text and text.count(b"\r") != text.count(b"\r\n")


def _opened(body: memoryview, separator: str, names: list[str]) -> csv.CSVStreamingReader:
    try:
        return csv.open_csv(
            pa.py_buffer(body),
            csv.ReadOptions(column_names=names, block_size=_BLOCK, use_threads=False),
            csv.ParseOptions(delimiter=separator, ignore_empty_lines=False),
            csv.ConvertOptions(
                # Texts of a block are short enough for small offsets, which are read twice as fast.
                column_types=dict.fromkeys(names, pa.string()),
                check_utf8=False,
            ),
        )
    except pa.ArrowInvalid as fault:  # so it already is in the first block
        raise NotPlain from fault


def _from_line(text: bytes, first: int) -> memoryview:
    """The text from a line on, without the line ends at its end; not a copy."""
    at, end = 0, len(text)
    for _ in range(first - 1):
        at = text.index(b"\n", at) + 1
    while end > at and text[end - 1] in b"\r\n":
        end -= 1
    return memoryview(text)[at:end]


def _is_plain(text: memoryview, separator: int) -> bool:
    letters = np.frombuffer(text, np.uint8)
    marks = _marks(letters)
    is_quote = letters[marks] == _QUOTE
    ends, quotes = marks[~is_quote], marks[is_quote]
    lines = np.diff(ends, prepend=-1, append=len(letters))  # lengths, each with its end
    # Behind an odd number of quotation marks a line end is one of a cell.
    is_within = np.cumsum(is_quote, dtype=np.uint8)[~is_quote] & 1
    usual = lines.min() >= _SHORTEST and lines.max() <= _LONGEST and len(quotes) % 2 == 0
    return usual and not is_within.any() and _are_whole_cells(letters, quotes, separator)


def count_of(text: bytes, letter: int) -> int:
    """How often a letter stands in a text: counted in pieces by numpy, which is three times as quick
    as Python where it stands in every line."""
    letters = np.frombuffer(text, np.uint8)
    starts = range(0, len(letters), _PIECE)
    return sum(int(np.count_nonzero(letters[at : at + _PIECE] == letter)) for at in starts)


def _marks(letters: np.ndarray) -> np.ndarray:
    """Where line ends and quotation marks stand, looked for in pieces: one table of a hundred million
    answers takes longer to be written and read again than the look."""
    pieces = ((at, letters[at : at + _PIECE]) for at in range(0, len(letters), _PIECE))
    found = [np.flatnonzero((piece == _LINE_END) | (piece == _QUOTE)) + at for at, piece in pieces]
    return np.concatenate([np.empty(0, dtype=np.int64), *found])


def _are_whole_cells(letters: np.ndarray, quotes: np.ndarray, separator: int) -> bool:
    """Whether quotation marks, an even number of them, stand around whole cells only."""
    opening, closing = quotes[::2], quotes[1::2]
    before, after = (
        letters[opening[opening > 0] - 1],
        letters[closing[closing < len(letters) - 1] + 1],
    )
    return bool(
        np.isin(before, (separator, _LINE_END)).all()
        and np.isin(after, (separator, _LINE_END, _RETURN)).all()
    )
