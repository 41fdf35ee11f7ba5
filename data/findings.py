"""What a check found, as columns: the sentence of each kind once, beside it the rows, and what
differs from one to the next.

A file of millions of faulty cells is told in a few arrays. A finding becomes an `Issue` only where
it is looked at.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import overload

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.issues import NOTE, Issue
from data.text.writing import CELL, shown
from errors import Message

TOLD = 1_000  # findings of each kind that are told one by one; the rest are counted
_OPEN = "…"
_WHOLE = 0  # in place of a row: the whole file
_AT_ONCE = 1_000  # findings that are Issues at a time while all are gone through
_FEW = 0.5  # different cells for each finding, up to which each is kept once


@dataclass(frozen=True, eq=False)
class Kind:
    """All findings that say the same of the same column.

    `rows`: of the file, 0 for the whole of it. `blanks`: those of the sentence that are the same in
    all, CELL among them for the cell itself; `each`: those that differ, one array each, as long as
    `rows`. `values`: the cells as written, as long as `rows`, or None.
    """

    level: str
    text: str
    rows: np.ndarray
    column: str | None = None
    blanks: Mapping[str, object] = field(default_factory=dict)
    each: Mapping[str, np.ndarray] = field(default_factory=dict)
    values: pa.Array | None = None

    def __len__(self) -> int:
        return len(self.rows)

    def issue(self, at: int) -> Issue:
        """One finding by its position."""
        row, value = int(self.rows[at]), None if self.values is None else self.values[at].as_py()
        blanks = {
            name: shown(value or "") if blank == CELL else blank
            for name, blank in self.blanks.items()
        }
        blanks |= {name: _plain(array[at]) for name, array in self.each.items()}
        return Issue(self.level, Message(self.text, blanks), row or None, self.column, value)

    def take(self, at: np.ndarray) -> "Kind":
        """Some of the findings, by their positions."""
        return replace(
            self,
            rows=self.rows[at],
            each={name: array[at] for name, array in self.each.items()},
            values=None if self.values is None else self.values.take(pa.array(at)),
        )


def kind_of(  # noqa: PLR0913  the fields of a `Kind`
    level: str,
    text: str,
    rows: np.ndarray,
    column: str | None = None,
    blanks: Mapping[str, object] | None = None,
    each: Mapping[str, np.ndarray] | None = None,
    written: pa.Array | pa.ChunkedArray | None = None,
) -> Kind:
    """The findings of one kind; `written`: the cell of each, kept once where many are the same."""
    values = None if written is None else _once(written)
    return Kind(
        level,
        text,
        np.asarray(rows).astype(np.int32, copy=False),
        column,
        blanks or {},
        each or {},
        values,
    )


def more_like(
    level: str,
    column: str | None,
    text: str,
    names: Iterable[str],
    count: int,
    known: Mapping[str, object],
) -> Issue:
    """That there are more findings of one kind; what differs among them stays open, so that nobody
    is named."""
    blanks = {name: _OPEN if known.get(name, CELL) == CELL else known[name] for name in names}
    return Issue(
        level,
        Message(
            "More findings like this: {count}. {reason}",
            {"count": count, "reason": Message(text, blanks)},
        ),
        None,
        column,
    )


def texts_of(cells: pd.Series) -> pa.Array:
    """The strings of a column of a table (pandas) as an array, without a copy where it is in one
    piece."""
    return _whole(pa.array(cells, pa.large_string()))


def _whole(array: pa.Array | pa.ChunkedArray) -> pa.Array:
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def _once(written: pa.Array | pa.ChunkedArray) -> pa.Array:
    array = _whole(written)
    head = array[:10_000]
    if len(head) and pc.count_distinct(head).as_py() <= _FEW * len(head):
        return array.dictionary_encode()
    return array


def _plain(value: object) -> object:
    """A value of an array as Python has it: whole numbers without decimals, days as dates."""
    if isinstance(value, np.datetime64):
        return value.astype("datetime64[D]").astype(date)
    if isinstance(value, np.generic):
        value = value.item()
        return int(value) if isinstance(value, float) and value.is_integer() else value
    return value


class Findings(Sequence[Issue]):
    """Findings in the order of their rows, those of the whole file first. `kinds` holds them as
    columns."""

    def __init__(self, kinds: Iterable[Kind] = ()):
        self.kinds = tuple(kind for kind in kinds if len(kind))
        self._order: np.ndarray | None = None

    @classmethod
    def of(cls, issues: Iterable[Issue]) -> "Findings":
        """Findings that were made one by one."""
        if isinstance(issues, Findings):
            return issues
        same: dict[tuple, list[Issue]] = {}
        for issue in issues:
            same.setdefault(
                (
                    issue.level,
                    issue.column,
                    issue.message.text,
                    tuple(issue.message.blanks),
                    issue.value is None,
                ),
                [],
            ).append(issue)
        return cls([_gathered(alike) for alike in same.values()])

    def __len__(self) -> int:
        return sum(map(len, self.kinds))

    def __iter__(self) -> Iterator[Issue]:
        for start in range(0, len(self), _AT_ONCE):
            yield from self[start : start + _AT_ONCE]

    @overload
    def __getitem__(self, at: int) -> Issue: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Issue, ...]: ...
    def __getitem__(self, at: int | slice) -> Issue | tuple[Issue, ...]:
        if isinstance(at, slice):
            starts, chosen = self._starts(), self._ordered()[at]
            whose = np.searchsorted(starts, chosen, side="right") - 1
            return tuple(
                self.kinds[kind].issue(int(place - starts[kind]))
                for kind, place in zip(whose.tolist(), chosen.tolist(), strict=True)
            )
        if not -len(self) <= at < len(self):
            raise IndexError(at)
        return self[at : at + 1 or None][0]

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Findings | tuple | list)
            and len(self) == len(other)
            and all(one == another for one, another in zip(self, other, strict=True))
        )

    def __add__(self, other: Iterable[Issue]) -> "Findings":
        return Findings((*self.kinds, *Findings.of(other).kinds))

    def __repr__(self) -> str:
        return f"Findings({len(self)} of {len(self.kinds)} kinds)"

    def first(self, most: int = TOLD) -> "Findings":
        """The first findings of each kind, in the order of the rows."""
        if all(len(kind) <= most for kind in self.kinds):
            return self
        return Findings(
            [
                kind if len(kind) <= most else kind.take(_first(kind.rows, most))
                for kind in self.kinds
            ]
        )

    def besides_left_out(self) -> "Findings":
        """All but the rows left out, each of which only repeats its reason."""
        return Findings(kind for kind in self.kinds if not _leaves_out(kind))

    def told(self, most: int = TOLD) -> "Findings":
        """The first findings of each kind, and how many more there are: all that is listed, printed
        and kept in the ledger."""
        rest = [
            more_like(
                kind.level,
                kind.column,
                kind.text,
                (*kind.blanks, *kind.each),
                len(kind) - most,
                kind.blanks,
            )
            for kind in self.kinds
            if len(kind) > most
        ]
        return self.first(most) + rest

    @property
    def whole(self) -> int:
        """How many of them are about the file as a whole; these come first."""
        return sum(int(np.count_nonzero(kind.rows == _WHOLE)) for kind in self.kinds)

    def at(self, lines: np.ndarray) -> np.ndarray:
        """Of each of these lines of the file whether anything was found there."""
        found = np.zeros(int(lines.max(initial=0)) + 1, dtype=bool)
        for kind in self.kinds:
            found[kind.rows[kind.rows < len(found)]] = True
        found[_WHOLE] = False
        return found[lines]

    def of_level(self, level: str) -> "Findings":
        """The findings of one level."""
        return Findings(kind for kind in self.kinds if kind.level == level)

    def within(self, lines: np.ndarray) -> "Findings":
        """The findings of some lines."""
        wanted = np.zeros(
            int(max((kind.rows.max() for kind in self.kinds), default=0)) + 1, dtype=bool
        )
        wanted[lines[lines < len(wanted)]] = True
        return Findings([kind.take(np.flatnonzero(wanted[kind.rows])) for kind in self.kinds])

    def _starts(self) -> np.ndarray:
        return np.cumsum([0, *map(len, self.kinds)])[:-1]

    def _ordered(self) -> np.ndarray:
        if self._order is None:
            self._order = (
                np.argsort(np.concatenate([kind.rows for kind in self.kinds]), kind="stable")
                if self.kinds
                else np.empty(0, dtype=int)
            )
        return self._order


def _first(rows: np.ndarray, most: int) -> np.ndarray:
    """The positions of the first rows, in their order."""
    if (rows[1:] >= rows[:-1]).all():
        return np.arange(most)
    nearest = np.argpartition(rows, most - 1)[:most]
    return nearest[np.argsort(rows[nearest], kind="stable")]


def _gathered(issues: list[Issue]) -> Kind:
    first = issues[0]
    each = {
        name: _objects([issue.message.blanks[name] for issue in issues])
        for name in first.message.blanks
    }
    values = (
        None
        if first.value is None
        else pa.array([issue.value for issue in issues], pa.large_string())
    )
    return Kind(
        first.level,
        first.message.text,
        np.array([issue.row or _WHOLE for issue in issues], dtype=np.int32),
        first.column,
        {},
        each,
        values,
    )


def _objects(values: list[object]) -> np.ndarray:
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def _leaves_out(kind: Kind) -> bool:
    return bool(kind.level == NOTE and kind.rows[0] != _WHOLE)


def reasons_left_out(findings: Findings) -> list[tuple[int, Issue]]:
    """Each reason for which rows were left out, the commonest first: how many rows, and the first
    of them."""
    by_reason: dict[tuple, tuple[int, Issue]] = {}
    for kind in findings.kinds:
        if not _leaves_out(kind):
            continue
        cells = np.zeros(len(kind), dtype=np.int64)
        values = kind.values
        if values is not None and any(
            blank == CELL for blank in kind.blanks.values()
        ):  # the cell is part of the reason
            written = values if pa.types.is_dictionary(values.type) else values.dictionary_encode()
            cells = written.indices.to_numpy(zero_copy_only=False)
        _, first, counts = np.unique(cells, return_index=True, return_counts=True)
        for at, count in zip(first.tolist(), counts.tolist(), strict=True):
            issue = kind.issue(at)
            reason = (kind.text, kind.column, issue.message.blanks.get("value"))
            before, example = by_reason.get(reason, (0, issue))
            by_reason[reason] = (before + count, example)
    return sorted(by_reason.values(), key=lambda reason: -reason[0])
