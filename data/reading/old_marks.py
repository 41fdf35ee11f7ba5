"""The marks of a workbook in the old binary form (.xls): its records are gone through one by one.

Used by the process that reads a workbook, which stands by itself; so this module imports nothing of
the project.
"""

import re
import struct
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Protocol, TypeVar

from fill_marks import Fills, indexed_styles

_SIGN, _END = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    0xFFFFFFF0,
)  # sector numbers from _END on are none
_HEADER, _ENTRY = 512, 128
_BOUNDSHEET, _FONT, _XF, _BOF, _EOF, _ROW, _COLINFO, _FILTERMODE = (
    0x85,
    0x31,
    0xE0,
    0x809,
    0x0A,
    0x208,
    0x7D,
    0x9B,
)
_FORMULA, _BOOLERR, _MULRK, _BLANK, _MULBLANK, _PALETTE = 0x06, 0x205, 0xBD, 0x201, 0xBE, 0x92
_CELLS = {0xFD, 0x204, 0x203, 0x27E, 0xD6, _FORMULA, _BOOLERR, _BLANK}
_STYLE_LENGTH, _FIRST_COLOUR = 20, 8  # bytes of a style with a fill; the number of the first colour
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_HIDDEN_ROW, _HIDDEN_COLUMN, _STRUCK, _TO_CALCULATE = 0x20, 0x01, 0x08, 0x02
_FORMAT = 0x41E
PERCENT_FORMATS = ("9", "10")  # built in, of a whole percent and of two decimals
_ASIDE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')  # text within a format, which shows no number
_FEWEST_ZEROS = 3  # formulas of a column that are all 0 and still to be calculated

Record = tuple[int, bytes]


class SheetMarks(Protocol):
    """What is noted of a sheet; those of every format are in workbook_marks.py."""

    hidden: set[int]
    columns: list[int]
    struck: dict[int, set[int]]
    errors: dict[int, dict[int, str]]
    unsolved: dict[int, array]
    filtered: bool
    percent: dict[int, set[int]]
    fills: Fills


Found = TypeVar("Found", bound=SheetMarks)


def is_percent(code: str) -> bool:
    """Whether a number format shows percent: a percent sign that is no plain text."""
    return "%" in _ASIDE.sub("", code)


def old_marks(content: bytes, new: Callable[[], Found]) -> dict[str, Found]:
    """Sheet name -> its marks, each begun by `new`; nothing where this is no such workbook, or one
    whose records break off."""
    try:
        return _of_book(_stream(content), new)
    except (struct.error, IndexError):
        return {}  # what could be read of its cells has been read by then


def _of_book(stream: bytes | None, new: Callable[[], Found]) -> dict[str, Found]:
    if stream is None:
        return {}
    sheets: list[tuple[int, str]] = []
    fonts: list[bool] = []
    styles: list[int] = []
    formats: list[int] = []
    filled: list[tuple[int, int]] = []
    palette: dict[int, str] = {}
    percent = {int(number) for number in PERCENT_FORMATS}
    for kind, data in _records(stream, 0):
        if kind == _BOUNDSHEET:
            sheets.append((struct.unpack_from("<I", data)[0], _name(data[6:])))
        elif kind == _FONT:
            fonts.append(bool(struct.unpack_from("<H", data, 2)[0] & _STRUCK))
        elif kind == _XF:
            styles.append(struct.unpack_from("<H", data)[0])
            formats.append(struct.unpack_from("<H", data, 2)[0])
            filled.append(_fill(data))
        elif kind == _PALETTE:
            palette = dict(enumerate(_colours(data), start=_FIRST_COLOUR))
        elif kind == _FORMAT and is_percent(_name(data[2:3] + data[4:])):
            percent.add(struct.unpack_from("<H", data)[0])
    struck = {
        at
        for at, font in enumerate(styles)
        if (place := font - (font > 4)) < len(fonts) and fonts[place]
    }  # there is no font 4
    in_percent = {at for at, number in enumerate(formats) if number in percent}
    coloured = indexed_styles(filled, palette)
    return {
        name: _of_sheet(stream, start, struck, in_percent, coloured, new())
        for start, name in sheets
    }


def _fill(style: bytes) -> tuple[int, int]:
    """The pattern of a style, and the number of its colour; nothing in the shorter ones of before
    1997."""
    if len(style) < _STYLE_LENGTH:
        return 0, 0
    lines, colours = struct.unpack_from("<IH", style, 14)
    return lines >> 26, colours & 0x7F


def _colours(data: bytes) -> Iterator[str]:
    """The colours of a palette as RRGGBB."""
    for at in range(2, len(data) - 3, 4):
        yield data[at : at + 3].hex().upper()


def _of_sheet(
    stream: bytes,
    start: int,
    struck: set[int],
    percent: set[int],
    coloured: dict[int, str],
    marks: Found,
) -> Found:
    zeros: dict[int, array] = defaultdict(lambda: array("q"))
    others: set[int] = set()
    for kind, data in _records(stream, start):
        if kind == _ROW and struct.unpack_from("<H", data, 12)[0] & _HIDDEN_ROW:
            marks.hidden.add(struct.unpack_from("<H", data)[0] + 1)
        elif kind == _COLINFO and struct.unpack_from("<H", data, 8)[0] & _HIDDEN_COLUMN:
            first, last = struct.unpack_from("<HH", data)
            marks.columns += range(first, min(last, 255) + 1)
        elif kind == _FILTERMODE:
            marks.filtered = True
        elif kind == _BOOLERR and data[7]:
            row, column = struct.unpack_from("<HH", data)
            marks.errors[row + 1][column] = _ERRORS.get(data[6], "#N/A")
        elif kind == _FORMULA:
            _formula(data, marks, zeros, others)
        if struck or percent or coloured:
            _note_styles(kind, data, struck, percent, coloured, marks)
    _note_unsolved(marks, zeros, others)
    return marks


def _note_styles(
    kind: int,
    data: bytes,
    struck: set[int],
    percent: set[int],
    coloured: dict[int, str],
    marks: Found,
) -> None:
    for row, column, style in _styled_cells(kind, data):
        if style in coloured and kind in (_BLANK, _MULBLANK):
            marks.fills.empty[row][column] = coloured[style]
        elif style in coloured:
            marks.fills.typed[row].add(coloured[style])
        if style in struck:
            marks.struck[row].add(column)
        if style in percent:
            marks.percent[row].add(column)


def _styled_cells(kind: int, data: bytes) -> Iterator[tuple[int, int, int]]:
    """Row (from 1), column and style of each cell of a record."""
    if kind in _CELLS:
        row, column, style = struct.unpack_from("<HHH", data)
        yield row + 1, column, style
    elif kind == _MULRK:
        row, column = struct.unpack_from("<HH", data)
        for at, offset in enumerate(range(4, len(data) - 2, 6)):
            yield row + 1, column + at, struct.unpack_from("<H", data, offset)[0]
    elif kind == _MULBLANK:
        row, column = struct.unpack_from("<HH", data)
        for at, offset in enumerate(range(4, len(data) - 2, 2)):
            yield row + 1, column + at, struct.unpack_from("<H", data, offset)[0]


def _note_unsolved(marks: SheetMarks, zeros: dict[int, array], others: set[int]) -> None:
    for column, rows in zeros.items():
        if len(rows) >= _FEWEST_ZEROS and column not in others:
            marks.unsolved[column].extend(rows)


def _formula(data: bytes, marks: SheetMarks, zeros: dict[int, array], others: set[int]) -> None:
    """Notes what a cell's formula came to: an error, a 0 that is still to be calculated, another."""
    row, column = struct.unpack_from("<HH", data)
    if data[12:14] == b"\xff\xff":
        others.add(column)
        if data[6] == 2:
            marks.errors[row + 1][column] = _ERRORS.get(data[8], "#N/A")
    elif data[6:14] == bytes(8) and struct.unpack_from("<H", data, 14)[0] & _TO_CALCULATE:
        zeros[column].append(row + 1)
    else:
        others.add(column)


def _name(data: bytes) -> str:
    count, wide = data[0], data[1] & 1
    return (
        data[2 : 2 + count * 2].decode("utf-16-le", "replace")
        if wide
        else data[2 : 2 + count].decode("latin-1")
    )


def _records(stream: bytes, start: int) -> Iterator[Record]:
    """The records of one part of the stream, from its beginning to its end; parts within it, such
    as charts, are left out."""
    at, depth = start, 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        data = stream[at + 4 : at + 4 + length]
        at += 4 + length
        depth += (kind == _BOF) - (kind == _EOF)
        if kind == _EOF and depth <= 0 or len(data) < length:
            return
        if depth == 1:
            yield kind, data


# The container: a file system of sectors.


def _stream(content: bytes) -> bytes | None:
    """The stream that holds the workbook."""
    if not content.startswith(_SIGN) or len(content) < _HEADER:
        return None
    size, small = (
        1 << struct.unpack_from("<H", content, 30)[0],
        1 << struct.unpack_from("<H", content, 32)[0],
    )
    directory, (cutoff, few) = (
        struct.unpack_from("<I", content, 48)[0],
        struct.unpack_from("<II", content, 56),
    )
    table = _table(content, size)
    entries = _chain(content, directory, table, size, size)
    root = next((entry for entry in _entries(entries) if entry[0] == "Root Entry"), None)
    found = next((entry for entry in _entries(entries) if entry[0] in ("Workbook", "Book")), None)
    if root is None or found is None:
        return None
    _, start, length = found
    if length >= cutoff:
        return _chain(content, start, table, size, size)[:length]
    lesser = array("I", _chain(content, few, table, size, size))
    return _chain(_chain(content, root[1], table, size, size), start, lesser, small, 0)[:length]


def _table(content: bytes, size: int) -> array:
    """Of each sector the one that follows it."""
    sectors, most = list(struct.unpack_from("<109I", content, 76)), len(content) // size + 1
    more, left = struct.unpack_from("<I", content, 68)[0], most
    while more < _END and left > 0:
        part = _sector(content, more, size, size)
        if len(part) < size:
            break
        numbers = struct.unpack(f"<{size // 4}I", part)
        sectors, more, left = sectors + list(numbers[:-1]), numbers[-1], left - 1
    found = array("I")
    for sector in [sector for sector in sectors if sector < _END][:most]:
        part = _sector(content, sector, size, size)
        found.frombytes(part[: len(part) // 4 * 4])
    return found


def _sector(content: bytes, number: int, size: int, head: int) -> bytes:
    start = head + number * size
    return content[start : start + size]


def _chain(content: bytes, start: int, table: array, size: int, head: int) -> bytes:
    """The sectors that follow each other; a chain that bites its tail ends."""
    parts: list[bytes] = []
    number = start
    while number < len(table) and len(parts) <= len(table):
        parts.append(_sector(content, number, size, head))
        number = table[number]
    return b"".join(parts)


def _entries(directory: bytes) -> Iterator[tuple[str, int, int]]:
    for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        length = min(struct.unpack_from("<H", directory, at + 64)[0], 64)
        start, size = struct.unpack_from("<II", directory, at + 116)
        yield directory[at : at + max(length - 2, 0)].decode("utf-16-le", "replace"), start, size
