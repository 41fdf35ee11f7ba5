"""A table of text: what a file becomes before anyone asks what it means."""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import overload

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import DTypeLike

from data.issues import Issue
from data.questions import Question
from errors import Message


@dataclass(frozen=True)
class LeftOut:
    """A record that is no data (a total, a note, a filtered row, one that does not fit), and
    why."""

    line: int
    text: str
    reason: Message


_AT_ONCE = 10_000  # texts of parts that are held one by one


class Parts(Sequence[LeftOut]):
    """Records that are no data, in the order of the file, as columns: of millions of them little
    more than their text is held."""

    def __init__(
        self, lines: np.ndarray, texts: pa.Array, codes: np.ndarray, reasons: tuple[Message, ...]
    ):
        self.lines, self.texts, self.codes, self.reasons = lines, texts, codes, reasons

    @classmethod
    def of(cls, parts: Iterable[LeftOut]) -> "Parts":
        """Parts in the order of their lines."""
        gathered = Gathered()
        for part in parts:
            gathered.append(part)
        return gathered.parts()

    def __len__(self) -> int:
        return len(self.lines)

    @overload
    def __getitem__(self, at: int) -> LeftOut: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[LeftOut, ...]: ...
    def __getitem__(self, at: int | slice) -> LeftOut | tuple[LeftOut, ...]:
        if isinstance(at, slice):
            return tuple(self[place] for place in range(*at.indices(len(self))))
        return LeftOut(
            int(self.lines[at]),
            self.texts[at if at >= 0 else len(self) + at].as_py(),
            self.reasons[self.codes[at]],
        )

    def __iter__(self) -> Iterator[LeftOut]:
        return (self[at] for at in range(len(self)))

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Sequence)
            and len(self) == len(other)
            and all(one == another for one, another in zip(self, other, strict=True))
        )

    def __add__(self, other: Iterable[LeftOut]) -> "Parts":
        more = other if isinstance(other, Parts) else Parts.of(other)
        lines, codes = (
            np.concatenate([self.lines, more.lines]),
            np.concatenate([self.codes, more.codes + len(self.reasons)]),
        )
        order = np.argsort(lines, kind="stable")
        texts = pa.concat_arrays([self.texts, more.texts]).take(pa.array(order))
        return Parts(lines[order], texts, codes[order], (*self.reasons, *more.reasons))

    def take(self, at: np.ndarray) -> "Parts":
        """Some of the parts, by their positions."""
        return Parts(self.lines[at], self.texts.take(pa.array(at)), self.codes[at], self.reasons)


class Gathered:
    """Parts while a file is read."""

    def __init__(self) -> None:
        self._lines, self._codes = array("q"), array("q")
        self._texts: list[str] = []
        self._chunks: list[pa.Array] = []
        self._reasons: dict[tuple, tuple[int, Message]] = {}

    def __len__(self) -> int:
        return len(self._lines)

    def append(self, part: LeftOut) -> None:
        """One more; those of one reason share its sentence."""
        known = (part.reason.text, *part.reason.blanks.values())
        code, _ = self._reasons.setdefault(known, (len(self._reasons), part.reason))
        self._lines.append(part.line)
        self._codes.append(code)
        self._texts.append(part.text)
        if len(self._texts) == _AT_ONCE:
            self._keep()

    def _keep(self) -> None:
        self._chunks.append(pa.array(self._texts, pa.large_string()))
        self._texts = []

    def parts(self) -> Parts:
        """All of them, in the order of their lines."""
        self._keep()
        texts, lines = pa.concat_arrays(self._chunks), np.array(self._lines, dtype=np.int64)
        found = Parts(
            lines,
            texts,
            np.array(self._codes, dtype=np.int64),
            tuple(reason for _, reason in self._reasons.values()),
        )
        return (
            found if (np.diff(lines) >= 0).all() else found.take(np.argsort(lines, kind="stable"))
        )


class Lines(Sequence[int]):
    """The lines of records: a tuple of numbers that takes four bytes for each."""

    def __init__(self, numbers: Iterable[int] | np.ndarray):
        self._numbers = np.asarray(numbers).astype(np.int32)

    def __array__(self, dtype: DTypeLike | None = None, copy: bool | None = None) -> np.ndarray:
        return self._numbers if dtype is None else self._numbers.astype(dtype, copy=bool(copy))

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, at: int) -> int: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[int, ...]: ...
    def __getitem__(self, at: int | slice) -> int | tuple[int, ...]:
        return (
            tuple(self._numbers[at].tolist()) if isinstance(at, slice) else int(self._numbers[at])
        )

    def __iter__(self) -> Iterator[int]:
        return map(int, self._numbers)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Sequence)
            and len(self) == len(other)
            and bool((self._numbers == np.asarray(other)).all())
        )

    def __repr__(self) -> str:
        return f"Lines({self._numbers.tolist()[:20]})"


NO_PARTS = Parts(
    np.empty(0, dtype=np.int64), pa.array([], pa.large_string()), np.empty(0, dtype=np.int64), ()
)


@dataclass(frozen=True)
class Unsolved:
    """Formulas without a result: the letters of their column, and the lines of the records that
    hold one."""

    column: str
    rows: tuple[int, ...]


@dataclass(frozen=True)
class Unseen:
    """What a spreadsheet does not show of a table as it shows the rest: lines of records that are
    hidden, or struck through, and hidden columns.

    `filtered`: a filter is on. `unsolved`: heading -> formulas without a result.
    """

    hidden: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=np.int32))
    struck: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=np.int32))
    columns: tuple[str, ...] = ()
    filtered: bool = False
    unsolved: Mapping[str, Unsolved] = field(default_factory=dict)


@dataclass(frozen=True)
class Places:
    """The sheets of a workbook that were read as one table, in their order, each with the line
    before its first row; none for a single sheet.

    `hidden`: names of those that the spreadsheet does not show.
    """

    names: tuple[str, ...] = ()
    starts: tuple[int, ...] = ()
    hidden: tuple[str, ...] = ()

    def at(self, lines: object) -> np.ndarray:
        """Of each line the position of its sheet."""
        return np.searchsorted(np.asarray(self.starts), np.asarray(lines), side="left") - 1

    def words(self, line: int) -> str:
        """A line as a person finds it: the row, behind the name of its sheet where there are
        several."""
        if not self.names or line < 1:
            return str(line)
        return self.cell("", line)

    def cell(self, column: str, line: int) -> str:
        """A cell as spreadsheets write it."""
        if not self.names or line < 1:
            return f"{column}{line}"
        at = int(self.at(line))
        return f"{self.names[at]}!{column}{line - self.starts[at]}"


NOWHERE = Places()


@dataclass(frozen=True)
class Sheet:
    """One table of a file, all cells as stripped text.

    `headings`: one a column, unique (a repeated one gets " (2)"); "" never.
    `cells`: strings, one row a record, columns numbered 0…; "" is an empty cell.
    `lines`: of each record its physical line or sheet row, from 1.
    `left_out`: records below the headings that are no data.
    `faulty`: records whose cells do not fit the headings; they count as rejected.
    `title`: the text found above the headings, one string a line.
    `questions`: what only a person can say of where the table begins and ends; the rows are as
    answered, else as is likely. `encoding`: of a text file, else "". `sheets`: names of all sheets
    with a table. `places`: the sheets that it was put together from; `collected`: the one of them
    that holds the rows of all others. `told`: what a person should know about how it was read.
    `since_1904`: a workbook whose numbers of days begin in 1904. `zones`: heading -> the time zone
    that the file says of it in a row of its own, as Qualtrics does. `previews`: of the tables among
    which `questions` let choose, each a Preview of sheets.py. `above`: of each table that it was put together from, the lines above
    the headings, each as its filled cells.
    `file`: the name of the file.
    """

    name: str
    headings: tuple[str, ...]
    cells: pd.DataFrame
    lines: Sequence[int]
    left_out: Parts = field(default_factory=lambda: NO_PARTS)
    title: tuple[str, ...] = ()
    encoding: str = ""
    sheets: tuple[str, ...] = ()
    faulty: Parts = field(default_factory=lambda: NO_PARTS)
    unseen: Unseen = field(default_factory=Unseen)
    places: Places = field(default_factory=Places)
    collected: str = ""
    told: tuple[Issue, ...] = ()
    questions: tuple[Question, ...] = ()
    since_1904: bool = False
    zones: Mapping[str, str] = field(default_factory=dict)
    previews: tuple = ()
    above: tuple[tuple[tuple[str, ...], ...], ...] = ()
    file: str = ""

    @property
    def records(self) -> int:
        """Records below the headings: data, left out and faulty."""
        return len(self.lines) + len(self.left_out) + len(self.faulty)
