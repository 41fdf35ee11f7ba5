"""What stands above, between and below the tables of one sheet: records above the headings,
headings that come again, no headings at all.

Nothing of it is lost or guessed silently: rows are counted and named, and a person is asked.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.questions import Choice, Question
from data.reading.footers import is_total
from data.reading.layout import Row, holds_all, is_record as is_like_others
from data.reading.sheet import LeftOut
from data.text.folding import fold, known_count, known_headings
from data.values.looks import is_data, is_date, is_number
from data.values.spans import heading_span
from errors import Message
from i18n import N_

_OPTION, _FEWEST_OPTIONS = re.compile(r"[A-Ha-h*]|[A-H]{2}"), 4
ABOVE, TABLES, NO_HEADINGS = "rows_above", "tables", "no_headings"
_LOOKED_AT = 50  # rows that tell which columns hold numbers and dates
_LEAST_KNOWN = 2  # known headings in a row that begins another table
_MOST_KINDS = 2000  # different texts of a column among which headings are looked for
_MOST_TABLES, _SHOWN = 20, 5
_MARK = "\ufeff"  # with which a text file may begin, and so one that was put behind another

_NOT_COUNTED = Message("This row stands above the headings and was left out, as answered.")
_HEADINGS = Message("This row holds headings, so it is no record.")
_BETWEEN = Message("This row stands between two tables, like a title, so it is no record.")
_OTHER_TABLE = Message("This row belongs to another table of the file, which was left out.")


@dataclass(frozen=True)
class Parted:
    """The records of the table that is meant, one column for each of `names`, with what was left
    out and asked."""

    cells: pd.DataFrame
    lines: np.ndarray
    names: tuple[str, ...]
    left_out: tuple[LeftOut, ...] = ()
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True)
class _Table:
    """Rows from `start` to before `end`, below a row of headings unless it is the first."""

    names: tuple[str, ...]
    start: int
    end: int


def part(
    cells: pd.DataFrame,
    lines: np.ndarray,
    names: tuple[str, ...],
    above: Sequence[Row],
    heading: Row | None,
    answers: Mapping[str, str],
) -> Parted:
    """The rows that are meant. `above`: the rows over the headings; `heading`: the row that was
    taken for headings, where it is one only."""
    earlier = _earlier_table(above)
    if heading is not None and earlier is not None:
        return _one_table(
            _with_earlier(
                Parted(cells, lines, names), [*above[earlier + 1 :], heading], above[earlier]
            ),
            answers,
        )
    fitting = _data_columns(cells)
    found = _without_headings(Parted(cells, lines, names), heading, answers)
    found = _with_above(
        found, [row for row in above if _is_record(row[1], fitting, len(names))], answers
    )
    return _one_table(found, answers)


def _earlier_table(above: Sequence[Row]) -> int | None:
    """Where in the rows above the headings another table has its own, with records below them."""
    for at, (_, row) in enumerate(above[:-1]):
        told, below = [cell for cell in row if cell.strip()], above[at + 1][1]
        if (
            known_count(told) >= _LEAST_KNOWN
            and not any(map(is_data, told))
            and sum(is_data(cell) for cell in below if cell.strip()) >= 1
        ):
            return at
    return None


def _with_earlier(found: Parted, rows: Sequence[Row], heading: Row) -> Parted:
    """The records from those of the earlier table on, below its headings; those that were found
    before stand among them."""
    width = max(len(found.names), *(len(row) for _, row in (*rows, heading)))
    empty = pd.array([""] * len(found.lines), dtype="str")
    cells = pd.DataFrame(
        {at: found.cells[at] if at in found.cells.columns else empty for at in range(width)}
    )
    names = tuple(cell.strip() for cell in heading[1])
    wide = Parted(cells, found.lines, (*names, *[""] * (width - len(names))))
    return Parted(*_prepended(wide, rows), wide.names)


def _data_columns(cells: pd.DataFrame) -> list[int]:
    """Columns that hold numbers or dates almost everywhere."""
    head = cells.iloc[:_LOOKED_AT]
    found = []
    for at in range(len(head.columns)):
        filled = [cell for cell in head[at] if cell]
        if filled and sum(map(is_data, filled)) >= 0.9 * len(filled):
            found.append(at)
    return found


def _is_record(row: Sequence[str], fitting: Sequence[int], width: int) -> bool:
    """Whether a row above the headings looks like those below: numbers and dates in their columns,
    and about as full."""
    row = [cell.strip() for cell in row]
    while len(row) > width and not row[-1]:
        row.pop()
    filled, told = (
        [cell for cell in row if cell],
        [row[at] for at in fitting if at < len(row) and row[at]],
    )
    return (
        len(told) >= 2
        and all(map(is_data, told))
        and len(told) * 2 >= len(fitting)
        and len(filled) * 2 > width
        and len(row) <= width
        and not is_total(filled[0])
    )


def _are_periods(found: Parted, data: Sequence[int]) -> bool:
    """Whether different months, quarters or years stand above figures, as headings do."""
    names = [found.names[at] for at in data if found.names[at] and not found.names[at].isdigit()]
    spans = {heading_span(name) for name in names} - {None}
    return (
        len(spans) > 1
        and len(spans) == len(names)
        and not any(
            is_date(cell) and not is_number(cell) for at in data for cell in found.cells[at]
        )
    )


def _without_headings(found: Parted, heading: Row | None, answers: Mapping[str, str]) -> Parted:
    """The row that was taken for headings as a record, where it is as much of one as those
    below."""
    if heading is None or not found.names:
        return found
    are_options = _are_options(heading[1], found.cells)
    names = [name.strip() for name in found.names]
    below = found.cells.iloc[:_LOOKED_AT].to_numpy(dtype=object).tolist()
    is_one = is_like_others(names, below)
    if not (are_options or is_one) and any(
        fold(name) in known_headings() for name in found.names if name
    ):
        return found
    told = [name for name in found.names if name]
    data = _data_columns(found.cells)
    if _are_periods(found, data):
        return found
    is_record = (
        data
        and (is_one or sum(map(is_data, told)) * 2 >= len(told))
        and all(is_data(found.names[at]) for at in data if found.names[at])
    )
    if not is_record and not are_options:
        return found
    question = Question(
        NO_HEADINGS,
        Message(
            "Row {row} stands where headings are expected, but holds what a record holds: {cells}. "
            "Does the file have no headings?",
            {"row": heading[0], "cells": list(told[:_SHOWN])},
        ),
        (
            Choice(
                "record", N_("It has none: this row is a record too, and the columns are numbered.")
            ),
            Choice("headings", N_("These are the headings.")),
        ),
        "record",
    )
    if question.answer(answers) == "headings":
        return Parted(
            found.cells, found.lines, found.names, found.left_out, (*found.questions, question)
        )
    numbered = tuple(f"Column {at + 1}" for at in range(len(found.names)))
    cells, lines = _prepended(found, [heading])
    return Parted(cells, lines, numbered, found.left_out, (*found.questions, question))


def _are_options(row: Sequence[str], cells: pd.DataFrame) -> bool:
    """Whether a row holds letters of options above columns of such letters, as the key of a scanned
    exam does."""
    letters = [
        at
        for at in range(min(len(row), len(cells.columns)))
        if _OPTION.fullmatch(row[at].strip())
        and (told := [cell for cell in cells[at].iloc[:_LOOKED_AT] if cell])
        and all(map(_OPTION.fullmatch, told))
    ]
    return len(letters) >= _FEWEST_OPTIONS and len(letters) > len({row[at] for at in letters})


def _prepended(found: Parted, rows: Sequence[Row]) -> tuple[pd.DataFrame, np.ndarray]:
    width = len(found.names)
    texts = [
        [*(cell.strip() for cell in cells[:width]), *[""] * (width - len(cells))]
        for _, cells in rows
    ]
    first = pd.DataFrame(
        {at: pd.array([row[at] for row in texts], dtype="str") for at in range(width)}
    )
    lines = np.array([line for line, _ in rows], dtype=found.lines.dtype)
    return pd.concat([first, found.cells], ignore_index=True), np.concatenate([lines, found.lines])


def _with_above(found: Parted, above: Sequence[Row], answers: Mapping[str, str]) -> Parted:
    """The records above the headings with the others, unless a person leaves them out."""
    if not above:
        return found
    question = Question(
        ABOVE,
        Message(
            "Rows above the headings look like the records below them: {count}, such as row "
            "{row}: {cells}. "
            "Do they count?",
            {"count": len(above), "row": above[0][0], "cells": _shown(above[0][1])},
        ),
        (
            Choice("count", N_("They are records like those below, so they count.")),
            Choice("leave_out", N_("They are none: leave them out.")),
        ),
        "count",
    )
    if question.answer(answers) == "leave_out":
        left_out = (
            LeftOut(line, ", ".join(filter(None, cells)), _NOT_COUNTED) for line, cells in above
        )
        return Parted(
            found.cells,
            found.lines,
            found.names,
            (*found.left_out, *left_out),
            (*found.questions, question),
        )
    cells, lines = _prepended(found, above)
    return Parted(cells, lines, found.names, found.left_out, (*found.questions, question))


def _shown(cells: Iterable[str]) -> list[str]:
    return [cell.strip() for cell in cells if cell.strip()][:_SHOWN]


def _one_table(found: Parted, answers: Mapping[str, str]) -> Parted:
    """The table that is meant where headings come again below the first; those with the same
    headings are one, unless a person says otherwise."""
    starts = _headings_below(found)
    if not len(starts) or len(starts) >= _MOST_TABLES and not _all_same(found, starts):
        return found
    tables = _tables(found, starts)
    same = _all_same(found, starts)
    question = _same_question(found, starts) if same else _other_question(found, tables)
    answer = question.answer(answers)
    wanted = tables if answer == "all" else [tables[int(answer) - 1]]
    if not same:
        wanted = [table for table in tables if table.names == wanted[0].names]
    keep = np.zeros(len(found.lines), dtype=bool)
    for table in wanted:
        keep[table.start : table.end] = True
    between = [at for start in starts.tolist() for at in _titles_above(found, start)]
    reasons = {**dict.fromkeys(between, _BETWEEN), **dict.fromkeys(starts.tolist(), _HEADINGS)}
    keep[list(reasons)] = False
    left_out = [
        LeftOut(
            int(found.lines[at]),
            ", ".join(filter(None, found.cells.iloc[at].tolist())),
            reasons.get(at, _OTHER_TABLE),
        )
        for at in np.flatnonzero(~keep).tolist()
    ]
    return Parted(
        found.cells[keep].reset_index(drop=True),
        found.lines[keep],
        wanted[0].names,
        (*found.left_out, *left_out),
        (*found.questions, question),
    )


def _headings_below(found: Parted) -> np.ndarray:
    """The positions of rows that are headings: the same again, or those of another table."""
    same = _same_again(found)
    known: set[int] = set()
    for at in range(min(2, len(found.names))):
        cells = found.cells[at]
        texts = cells.iloc[: 2 * _MOST_KINDS].unique()
        texts = cells.unique() if len(texts) <= _MOST_KINDS else texts
        if len(texts) <= _MOST_KINDS:
            words = [text for text in texts if text and fold(text) in known_headings()]
            known.update(
                np.flatnonzero(found.cells[at].isin(words).to_numpy())[:_MOST_KINDS].tolist()
                if words
                else ()
            )
    maybe = sorted(known - set(same.tolist()))
    rows = found.cells.iloc[maybe].to_numpy(dtype=object).tolist()  # one by one is much slower
    others = [at for at, row in zip(maybe, rows, strict=True) if _are_headings(row, found, at)]
    return np.array(sorted({*same.tolist(), *others}), dtype=np.int64)


def _same_again(found: Parted) -> np.ndarray:
    named = [at for at, name in enumerate(found.names) if name]
    again = np.ones(len(found.lines), dtype=bool)
    for at in named:
        again &= found.cells[at].isin([found.names[at], _MARK + found.names[at]]).to_numpy()
        if not again.any():
            break
    return np.flatnonzero(again) if len(named) > 1 else np.empty(0, dtype=np.int64)


def _are_headings(row: Sequence[str], found: Parted, at: int) -> bool:
    """Whether a row among the records is one of headings: known words and no data, with data in the
    row below."""
    told = [cell for cell in row if cell]
    known = known_count(told)
    if known < _LEAST_KNOWN or any(map(is_data, told)):
        return False
    # Few rows come so far: to look above takes longer than all else.
    if known * 2 < len(told) and not _titles_above(found, at):
        return False
    return at + 1 < len(found.lines) and any(map(is_data, found.cells.iloc[at + 1].tolist()))


def _all_same(found: Parted, starts: np.ndarray) -> bool:
    return len(starts) == len(np.intersect1d(starts, _same_again(found)))


def _titles_above(found: Parted, start: int) -> list[int]:
    """Rows right above headings in the middle that hold one text only."""
    row = [cell for cell in found.cells.iloc[start - 1].tolist() if cell] if start else []
    return [start - 1] if len(row) == 1 and len(found.names) > 1 and not is_data(row[0]) else []


def _tables(found: Parted, starts: np.ndarray) -> list[_Table]:
    ends = [
        *(start - len(_titles_above(found, start)) for start in starts.tolist()),
        len(found.lines),
    ]
    tables = [_Table(found.names, 0, ends[0])]
    for start, end in zip(starts.tolist(), ends[1:], strict=True):
        tables.append(_Table(tuple(found.cells.iloc[start].tolist()), start + 1, end))
    return tables


def _same_question(found: Parted, starts: np.ndarray) -> Question:
    rows = [int(found.lines[at]) for at in starts[:_SHOWN].tolist()]
    return Question(
        TABLES,
        Message(
            "The headings stand again below the first ones ({count} times, first in row {row}), "
            "so the file holds "
            "several tables with the same headings. Do all of them count?",
            {"count": len(starts), "row": rows[0]},
        ),
        (
            Choice(
                "all",
                N_("All count: they are one table that was put together or printed in parts."),
            ),
            Choice(
                "1",
                Message("Only the first table counts, the rows above row {row}.", {"row": rows[0]}),
            ),
        ),
        "all",
    )


def _other_question(found: Parted, tables: Sequence[_Table]) -> Question:
    """Likely is the first table, or a longer one that has all of its headings."""
    choices, counts, seen = [], [], set()
    for number, table in enumerate(tables, start=1):
        if table.names in seen:
            continue
        seen.add(table.names)
        rows = sum(other.end - other.start for other in tables if other.names == table.names)
        counts.append(rows if holds_all(table.names, tables[0].names) else 0)
        choices.append(
            Choice(
                str(number),
                Message(
                    "The table with the headings {headings} (rows: {rows}).",
                    {"headings": _shown(table.names), "rows": rows},
                ),
            )
        )
    return Question(
        TABLES,
        Message(
            "Tables with different headings stand one below the other: {count}. Which one is "
            "meant? "
            "Load the file again for the others.",
            {"count": len(choices)},
        ),
        tuple(choices),
        choices[int(np.argmax(counts))].name,
    )
