"""Rows of text to a `Sheet`: stripped, blank rows dropped, totals and notes set aside.

Rows come in chunks, so that a million of them stay far below a gigabyte.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, count, groupby, islice

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.issues import NOTE as NOTED, WARNING as WARNED, Issue
from data.kinds.schema import DatasetKind
from data.progress import Tell, silent
from data.reading.footers import NOTE, REASONS, is_note, no_records
from data.reading.give_back import give_back
from data.reading.layout import HEAD, Block, Headings, Row, locate
from data.reading.merged import filled_down
from data.reading.null_marks import without_null_marks
from data.reading.plain_text import Batch, NotPlain, plain_batches
from data.reading.sheet import NO_PARTS, Gathered, LeftOut, Lines, Parts, Sheet, Unseen, Unsolved
from data.reading.stacked import part
from data.text.folding import fold
from errors import FileRefused, Message

MOST_COLUMNS = 2000
MOST_ROWS = 2_000_000  # twice as many as a spreadsheet holds
MOST_CELLS = 20_000_000
MOST_LISTED, _LISTS = (
    20_000,
    ("target", "event", "unit"),
)  # rows of one file, and kinds whose rows are judged one by one
MOST_LINES = 4_000_000  # of text; a record may take several
_MANY_MISSING, _MOST_MISSING = 2_000_000, 20_000_000  # cells missing at the ends of rows
_MISSING_SHARE = 50  # times as many missing as there are
_SIGN, _SIGNS = np.uint8(0x21), 0x7F - 0x21  # the first byte that is no blank and part of none
_LARGE = 32_000_000  # bytes of columns
_LABELS = 5  # of a description that are named
_SAME_BESIDE = 0.8  # of the headings of two blocks of columns
_CHUNK = (
    1000  # small, so that rows of Python lists are gone before the garbage collector looks at them
)


@dataclass(frozen=True)
class Shown:
    """How a spreadsheet shows a sheet: hidden and struck-through rows, hidden columns (from 0),
    whether a filter is on, and the rows in which a column (from 0) holds a formula without a
    result."""

    hidden: Sequence[int] = ()
    struck: Sequence[int] = ()
    columns: Sequence[int] = ()
    filtered: bool = False
    unsolved: Mapping[int, Sequence[int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Rows:
    """The rows of one table, from its first line on; `faulty` fills while they are read.

    `blocks`: merged ranges. `shown`: how a spreadsheet shows them. `exact`: a row longer than the
    others is a fault, as in delimited text, whose cells stand between each `separator`.
    `since_1904`: as in `Sheet`.
    """

    name: str
    rows: Iterator[Row]
    blocks: tuple[Block, ...] = ()
    exact: bool = False
    faulty: Gathered = field(default_factory=Gathered)
    separator: str = ""
    shown: Shown = field(default_factory=Shown)
    since_1904: bool = False


@dataclass(frozen=True)
class Opened:
    """A table whose headings were found; its records are not read yet."""

    table: Rows
    headings: Headings
    head: list[Row]


def open_table(table: Rows, file: str) -> Opened | None:
    """Find the headings; None where the table has no cell. FileRefused for too many columns."""
    head: list[Row] = []
    for line, cells in table.rows:
        if len(cells) > MOST_COLUMNS:
            raise FileRefused(
                "The file {file} has {found} columns; at most {most} can be read. "
                "Export only the columns you need.",
                file=file,
                found=len(cells),
                most=MOST_COLUMNS,
            )
        if _any_text(cells):
            head.append((line, cells))
        if len(head) == HEAD:
            break
    return Opened(table, locate(head, table.blocks), head) if head else None


def read_table(
    opened: Opened,
    file: str,
    tell: Tell = silent,
    text: bytes = b"",
    answers: Mapping[str, str] | None = None,
) -> Sheet:
    """All records below the headings; FileRefused where there is none or where no row fits the
    headings.

    `text`: the whole of a text file in UTF-8, which is read in a quicker way where that gives the
    same. `answers`: to questions about where the table begins and ends.
    """
    names, faulty = _names(opened), opened.table.faulty
    filled: Counter[int] = Counter()
    head = opened.head[opened.headings.taken :]
    try:
        cells, lines = _collect(
            _plain(text, opened.table.separator, head, len(names)), len(names), tell, file
        )
    except NotPlain:
        body = filled_down(chain(head, opened.table.rows), opened.table.blocks, filled)
        cells, lines = _collect(_by_row(body, len(names), faulty, file), len(names), tell, file)
    cells = without_null_marks(cells, text)
    titles = len(opened.headings.title)
    above = [opened.head[at] for at in range(titles) if at not in opened.headings.about]
    first = opened.head[titles : opened.headings.taken]
    parted = part(cells, lines, names, above, first[0] if len(first) == 1 else None, answers or {})
    cells, lines = parted.cells, parted.lines
    cells, names_at = _named(cells, parted.names)
    headings = tuple(names_at.values())
    give_back(len(cells))
    reasons = no_records(cells)
    kept = np.flatnonzero(reasons < 0)
    faults, notes = _faults_and_notes(faulty.parts(), int(lines[kept[-1]]) if len(kept) else 0)
    _must_hold_rows(file, len(kept), faults, len(headings))
    left_out = _left_out(cells, lines, reasons)
    if len(left_out):
        cells, lines = cells.iloc[kept].reset_index(drop=True), lines[kept]
    if parted.left_out:
        left_out = left_out + parted.left_out
    return Sheet(
        opened.table.name,
        headings,
        cells,
        Lines(lines),
        left_out=left_out + notes if len(notes) else left_out,
        title=opened.headings.title,
        above=(opened.headings.above,),
        faulty=faults,
        unseen=_unseen(opened.table.shown, lines, names_at),
        told=(*_filled(filled, names_at), *_beside(names), *_about(opened)),
        questions=parted.questions,
        since_1904=opened.table.since_1904,
        zones={names_at[at]: zone for at, zone in opened.headings.zones.items() if at in names_at},
    )


def _unseen(shown: Shown, lines: np.ndarray, names: Mapping[int, str]) -> Unseen:
    """What is not shown, or not calculated, of the records."""

    def among(rows: Sequence[int]) -> np.ndarray:
        wanted = np.unique(np.asarray(rows, dtype=np.int32))
        return wanted[np.isin(wanted, lines)] if len(wanted) else wanted

    unsolved = {
        names[at]: Unsolved(_letters(at), tuple(among(rows).tolist()))
        for at, rows in shown.unsolved.items()
        if at in names
    }
    return Unseen(
        among(shown.hidden),
        among(shown.struck),
        tuple(names[at] for at in shown.columns if at in names),
        shown.filtered,
        {name: found for name, found in unsolved.items() if found.rows},
    )


def _letters(column: int) -> str:
    """A column, from 0, as spreadsheets name it."""
    return (_letters(column // 26 - 1) if column >= 26 else "") + chr(65 + column % 26)


def _filled(filled: Counter, names: Mapping[int, str]) -> tuple[Issue, ...]:
    """What was filled in, since it was merged over several rows."""
    found = {names[at]: count for at, count in sorted(filled.items()) if at in names}
    return (
        (
            Issue(
                NOTED,
                Message(
                    "Cells merged over several rows hold for each of them: {count} cells were "
                    "filled in under {headings}.",
                    {"count": sum(found.values()), "headings": list(found)},
                ),
            ),
        )
        if found
        else ()
    )


def _about(opened: Opened) -> tuple[Issue, ...]:
    """That rows above the headings describe the table, and hold no record of it."""
    rows = [opened.head[at] for at in sorted(opened.headings.about)]
    return tuple(
        Issue(
            NOTED,
            Message(
                "Rows {first} and {last} say what the table below them is about ({labels}), so they "
                "are no records.",
                {
                    "first": labels[0],
                    "last": values[0],
                    "labels": [cell.strip() for cell in labels[1] if cell.strip()][:_LABELS],
                },
            ),
        )
        for labels, values in zip(rows[::2], rows[1::2], strict=True)
    )


def _beside(names: Sequence[str]) -> tuple[Issue, ...]:
    """A warning where a second table with the same headings stands beside the first, behind an
    empty column."""
    blocks = [
        [name for _, name in block]
        for filled, block in groupby(enumerate(names), key=lambda column: column[1] != "")
        if filled
    ]
    for at, block in enumerate(blocks):
        for other in blocks[at + 1 :]:
            same = [name for name in other if fold(name) in map(fold, block)]
            if len(same) >= 2 and len(same) >= _SAME_BESIDE * max(len(block), len(other)):
                return (
                    Issue(
                        WARNED,
                        Message(
                            "A second table with the same headings stands beside the first: "
                            "{headings}. Only the first is read. "
                            "Put the second one on a sheet of its own, or below the first.",
                            {"headings": same},
                        ),
                    ),
                )
    return ()


def padded(rows: Iterable[Row], width: int) -> Iterator[Row]:
    """The rows of a table `width` columns wide, those that are looked at for headings filled up to
    it."""
    for number, (line, cells) in enumerate(rows):
        yield line, cells + [""] * (width - len(cells)) if number < HEAD else cells


def _any_text(cells: list[str]) -> bool:
    return any(cells) and any(cell.strip() for cell in cells)


def _names(opened: Opened) -> tuple[str, ...]:
    """One name a column. In delimited text the headings' own width counts, or the rows' where all
    end in an empty cell."""
    names = opened.headings.names
    if not opened.table.exact:
        return names
    taken = opened.headings.taken
    named = max((at + 1 for at, name in enumerate(names) if name), default=1)
    own = max(named, len(opened.head[taken - 1][1]))
    rows = [cells for _, cells in opened.head[taken:]]
    trailing = (
        rows
        and all(len(cells) == len(rows[0]) for cells in rows)
        and not any(_any_text(cells[own:]) for cells in rows)
    )
    return tuple(names[: max(own, len(rows[0])) if trailing else own])


def _plain(text: bytes, separator: str, head: list[Row], width: int) -> Iterator[Batch]:
    if not text or not head:
        raise NotPlain
    return plain_batches(text, separator, head[0][0], width)


def _by_row(body: Iterator[Row], width: int, faulty: Gathered, file: str) -> Iterator[Batch]:
    """The rows that fit, in batches; those that are too long go to `faulty`."""
    fitting = _fitting(body, width, faulty, file)
    while batch := list(islice(fitting, _CHUNK)):
        cells = zip(*(row for _, row in batch), strict=True)
        yield (
            np.array(array("q", (line for line, _ in batch))),
            [pa.array(column, pa.large_string()) for column in cells],
        )


def _collect(
    batches: Iterator[Batch], width: int, tell: Tell, file: str
) -> tuple[pd.DataFrame, np.ndarray]:
    """The cells, columns numbered from 0, and the line of each row; rows without any text are
    dropped."""
    columns: list[list[pa.Array]] = [[] for _ in range(width)]
    lines = [np.empty(0, dtype=np.int32)]
    done = 0
    for numbers, cells in batches:
        tell(done := done + len(numbers))
        refuse_too_long(file, done, width)
        stripped = [_stripped(column) for column in cells]
        filled = np.zeros(len(numbers), dtype=bool)
        for column in stripped:
            filled |= pc.not_equal(column, "").to_numpy(zero_copy_only=False)
            if filled.all():
                break
        keep = None if filled.all() else pa.array(filled)
        for chunks, column in zip(columns, stripped, strict=True):
            kept = column if keep is None else column.filter(keep)
            chunks.append(kept.cast(pa.large_string()))
        lines.append(numbers[filled].astype(np.int32))
    return pd.DataFrame(_joined(columns), copy=False), np.concatenate(lines)


def _stripped(column: pa.Array) -> pa.Array:
    """The cells without blanks around them; itself where no cell can have any, which is told from
    the first and the last byte of each."""
    _, places, letters = column.buffers()
    if letters is None or not letters.size:
        return column
    small = column.type == pa.string()
    offsets = np.frombuffer(places, np.int32 if small else np.int64)
    offsets = offsets[column.offset : column.offset + len(column) + 1]
    text = np.frombuffer(letters, np.uint8)
    # That of an empty cell is a byte of its neighbour, which may only cost a look too many.
    first = text[np.minimum(offsets[:-1], len(text) - 1)]
    last = text[np.maximum(offsets[1:] - 1, 0)]
    if all((edge - _SIGN).max(initial=0) < _SIGNS for edge in (first, last)):
        return column
    return pc.utf8_trim_whitespace(column)


def _joined(columns: list[list[pa.Array]]) -> dict[int, pd.api.extensions.ExtensionArray]:
    """The pieces of each column in one; what the pieces took is given back as often as it is
    much."""
    joined, free = {}, 0
    for at, chunks in enumerate(columns):
        whole = pa.chunked_array(chunks, pa.large_string()).combine_chunks()
        chunks.clear()
        joined[at], free = pd.array(whole, dtype="str"), free + whole.nbytes
        if free > _LARGE:
            pa.default_memory_pool().release_unused()
            free = 0
    return joined


def _fitting(body: Iterator[Row], width: int, faulty: Gathered, file: str) -> Iterator[Row]:
    missing = there = 0
    for line, row in body:
        if len(row) == width:
            yield line, row
        elif len(row) < width:
            if row:
                missing, there = missing + width - len(row), there + len(row)
                if missing > _MOST_MISSING or missing > max(_MANY_MISSING, _MISSING_SHARE * there):
                    raise FileRefused(
                        "Most rows of {file} have far fewer cells than its {headings} headings. "
                        "Export only the columns you need.",
                        file=file,
                        headings=width,
                    )
                yield line, row + [""] * (width - len(row))
        elif _any_text(row):
            refuse_too_long(file, len(faulty), 1)
            faulty.append(
                LeftOut(
                    line,
                    ",".join(row),
                    Message(
                        "The row has {found} cells, but there are {headings} headings. Look for a "
                        "separator inside a text, "
                        "put that text in quotation marks, and load the row again.",
                        {"found": len(row), "headings": width},
                    ),
                )
            )


def _named(cells: pd.DataFrame, names: tuple[str, ...]) -> tuple[pd.DataFrame, dict[int, str]]:
    """Blank columns dropped, nameless ones numbered, repeated headings told apart: the cells, and
    column of the file -> heading."""
    kept = [at for at, name in enumerate(names) if name or (cells[at] != "").any()]
    headings = unlike(names[at] or f"Column {at + 1}" for at in kept)
    return cells[kept].set_axis(range(len(kept)), axis=1), dict(zip(kept, headings, strict=True))


def unlike(names: Iterable[str]) -> list[str]:
    """The names, repeated ones with a number behind."""
    found: dict[str, None] = {}
    for name in names:
        free = chain([name], (f"{name} ({number})" for number in count(2)))
        found[next(candidate for candidate in free if candidate not in found)] = None
    return list(found)


def refuse_too_long(file: str, rows: int, width: int) -> None:
    """FileRefused for more rows or cells than one file may bring at once."""
    if rows > MOST_ROWS:
        raise FileRefused(
            "The file {file} has {found} rows or more; at most {most} can be read at once. "
            "Split it, for example by month, and load the parts one after the other.",
            file=file,
            found=rows,
            most=MOST_ROWS,
        )
    if rows * width > MOST_CELLS:
        raise FileRefused(
            "The file {file} has {found} cells or more, in {columns} columns; at most {most} can "
            "be read at once. "
            "Export only the columns you need, or split the file by month.",
            file=file,
            found=rows * width,
            columns=width,
            most=MOST_CELLS,
        )


def refuse_long_list(file: str, rows: int, kind: DatasetKind) -> None:
    """FileRefused for more rows than a list can have that people keep by hand; each of its rows is
    judged for itself."""
    if kind.name in _LISTS and rows > MOST_LISTED:
        raise FileRefused(
            "The file {file} has {found} rows, but a list of the kind \u201c{kind}\u201d has at "
            "most {most}. Check that the kind "
            "is right, or split the file.",
            file=file,
            found=rows,
            kind=kind.label,
            most=MOST_LISTED,
        )


def _left_out(cells: pd.DataFrame, lines: np.ndarray, reasons: np.ndarray) -> Parts:
    """The rows that are no records, each as the text of its cells."""
    at = np.flatnonzero(reasons >= 0)
    if not len(at):
        return NO_PARTS
    columns = [pa.array(cells[column].iloc[at], pa.large_string()) for column in cells.columns]
    told = [
        pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.large_string()), column)
        for column in columns
    ]
    texts = pc.binary_join_element_wise(
        *told, pa.scalar(", ", pa.large_string()), null_handling="skip"
    )
    return Parts(
        lines[at].astype(np.int64),
        texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts,
        reasons[at],
        REASONS,
    )


def _faults_and_notes(faulty: Parts, last: int) -> tuple[Parts, Parts]:
    """A row below all records that announces a note is one, however many commas it holds."""
    below = np.flatnonzero(faulty.lines > last) if last > 0 else np.empty(0, dtype=np.int64)
    notes = np.fromiter(
        (at for at in below if is_note(faulty.texts[at].as_py())), dtype=np.int64
    )  # one by one: there may be a million
    if not len(notes):
        return faulty, NO_PARTS
    told = faulty.take(notes)
    return faulty.take(np.setdiff1d(np.arange(len(faulty)), notes)), Parts(
        told.lines, told.texts, np.zeros(len(notes), dtype=np.int64), (NOTE,)
    )


def _must_hold_rows(file: str, kept: int, faulty: Parts, headings: int) -> None:
    if not kept and len(faulty):
        raise FileRefused(
            "No row of {file} fits its {headings} headings: line {line} already has more cells. "
            "A heading is missing, or the separator stands inside texts. Correct that and load "
            "the file again.",
            file=file,
            headings=headings,
            line=faulty[0].line,
        )
    if not kept:
        raise FileRefused(
            "The file {file} has headings but no rows below them. Export it again with its rows.",
            file=file,
        )
